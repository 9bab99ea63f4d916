//! The same bank comes back, table by table and picture by picture, also on the other database, and goes on there.

use super::{Dump, Place, dump, files_below, older_bank, other, same_bank, text};
use crate::each_database;
use crate::submit::{pictures, steps};
use crate::support::program::{casebook, folder};
use crate::support::{Kind, TestApp, TestDatabase};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use store::backup::{KEPT, LEFT_OUT, last_id};
use store::{Db, bank};

each_database! {
    async fn every_table_is_in_a_backup_or_left_out_on_purpose(app: TestApp) {
        let reader = app.db.reader();
        let backend = reader.get_database_backend();
        let sql = if backend == DbBackend::Postgres {
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'"
        } else {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        };
        let rows = reader.query_all_raw(Statement::from_string(backend, sql)).await.expect("the tables");
        let there: BTreeSet<String> = rows.iter().map(|row| row.try_get_by_index(0).expect("a name")).collect();
        let known = KEPT.iter().map(|kept| kept.name).chain(LEFT_OUT.iter().map(|(table, _)| *table));
        let known: BTreeSet<String> = known.map(str::to_owned).collect();
        assert_eq!(there, known, "name a new table in `KEPT` or in `LEFT_OUT` of app/store/src/backup/tables.rs");
    }
}

/// A bank with something in most tables: samples in every round, photographs, mails that wait, people.
async fn fill(app: &TestApp, place: &Place) {
    place.said(&["sample"]);
    let owner = app.visitor();
    let reference = pictures::with_two(&owner).await;
    pictures::publish(app, &owner, &reference).await;
    app.sent("Clay on Thursdays").await;
    drop(app.moderator().await);
}

async fn there_and_back(kind: Kind) {
    let (Some(first), Some(second), Some(third)) = (
        TestDatabase::migrated(kind).await,
        TestDatabase::create(other(kind)).await,
        TestDatabase::create(kind).await,
    ) else {
        return;
    };
    let app = TestApp::new(&first).await;
    let source = Place::beside(
        &first,
        tempfile::tempdir().unwrap(),
        app.media_folder().to_owned(),
    );
    fill(&app, &source).await;
    let before = dump(&app.db).await;
    for table in [
        "accounts",
        "access_links",
        "blob_uses",
        "blobs",
        "case_terms",
        "cases",
        "counters",
        "declarations",
        "events",
        "jobs",
        "letters",
        "museums",
        "revisions",
        "site_settings",
        "submissions",
        "vocabulary_terms",
        "working_copies",
    ] {
        assert!(!before[table].is_empty(), "nothing in {table} is tried");
    }

    let file = source.folder.path().join("bank.zip");
    let said = source.said(&["backup", text(&file)]);
    assert!(said.contains("read back and is whole"), "{said}");
    assert!(said.contains("CASEBOOK_SECRET_FILE"), "{said}");
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let there = Place::over(&second);
    let said = there.said(&["restore", text(&file)]);
    assert!(said.contains("casebook doctor --release"), "{said}");
    assert!(said.contains("CASEBOOK_SECRET_FILE"), "{said}");

    let again = there.folder.path().join("bank.zip");
    there.said(&["backup", text(&again)]);
    let back = Place::over(&third);
    back.said(&["restore", text(&again)]);

    let mut identities = vec![bank::identity(&app.db).await.unwrap()];
    let pictures = files_below(app.media_folder());
    assert!(!pictures.is_empty());
    for (place, database) in [(&there, &second), (&back, &third)] {
        let db = Db::connect(database.url()).await.unwrap();
        same_bank(&before, &dump(&db).await);
        assert_eq!(files_below(&place.media), pictures);
        identities.push(bank::identity(&db).await.unwrap());
        let numbered = last_id(db.reader(), "jobs").await.unwrap();
        assert_eq!(numbered, last_id(app.db.reader(), "jobs").await.unwrap());
        db.close().await;
    }
    let different: BTreeSet<&i64> = identities.iter().collect();
    assert_eq!(different.len(), 3, "each copy is a bank of its own");

    // It is read and goes on: page by page the same, and new rows get numbers of their own.
    let copy = TestApp::new(&second).await;
    let lists = "/api/v1/case-studies?per_page=100";
    let original = app.visitor().get(lists).await.expect(200).json();
    assert_eq!(copy.visitor().get(lists).await.expect(200).json(), original);
    for page in [
        pictures::PUBLIC,
        "/impact",
        "/museums",
        "/case-studies.atom",
    ] {
        let shown = copy.visitor().get(page).await.expect(200);
        assert_eq!(
            shown.body(),
            app.visitor().get(page).await.expect(200).body(),
            "{page}"
        );
    }
    let museum = copy.visitor();
    let reference = steps::send_from(&museum, "another@museum.example").await;
    assert!(steps::submission(&copy, &reference).await.id > 0);

    for app in [app, copy] {
        app.db.clone().close().await;
    }
    for database in [first, second, third] {
        database.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_goes_from_sqlite_to_postgres_and_back() {
    there_and_back(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_goes_from_postgres_to_sqlite_and_back() {
    there_and_back(Kind::Postgres).await;
}

fn without_numbers(mut dump: Dump) -> Dump {
    for (table, rows) in &mut dump {
        if *table == "declarations" {
            for row in rows.iter_mut() {
                row.remove("id");
            }
            rows.sort_by_key(|row| format!("{row:?}"));
        }
    }
    dump
}

/// A backup of an earlier schema, made without touching it, restored by this version.
async fn from_an_earlier_version(kind: Kind) {
    let Some(database) = TestDatabase::create(kind).await else {
        return;
    };
    let old = folder();
    let url = older_bank(old.path()).await;
    let steps = "SELECT COUNT(*) FROM seaql_migrations";
    let before = super::number(&url, steps).await;
    let file = old.path().join("bank.zip");
    super::words_of(
        casebook(old.path())
            .args(["backup", text(&file)])
            .output()
            .unwrap(),
    );
    assert_eq!(super::number(&url, steps).await, before, "it was changed");
    let place = Place::over(&database);
    let said = place.said(&["restore", text(&file)]);
    assert!(said.contains("steps of the schema were taken"), "{said}");

    super::words_of(casebook(old.path()).arg("migrate").output().unwrap());
    let (one, other) = (
        Db::connect(&url).await.unwrap(),
        Db::connect(database.url()).await.unwrap(),
    );
    assert!(server::database::is_current(&other).await.unwrap());
    // Rows that a step writes are numbered in the order in which the database finds what they are made of.
    same_bank(
        &without_numbers(dump(&one).await),
        &without_numbers(dump(&other).await),
    );
    one.close().await;
    other.close().await;
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_an_earlier_version_is_brought_up_to_date_on_sqlite() {
    from_an_earlier_version(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_an_earlier_version_is_brought_up_to_date_on_postgres() {
    from_an_earlier_version(Kind::Postgres).await;
}
