//! The whole bank: the page, its files, and the command that writes and reads them.

use crate::each_database;
use crate::sample;
use crate::support::program::casebook;
use crate::support::{Kind, TestApp, run};
use case_study::FIELDS;
use case_study::import::read;
use case_study::public::public_part;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Output;
use store::full_export::Table;
use store::imports;

/// Tables that the operator's copy leaves out on purpose: see `full_export`.
const LEFT_OUT: [&str; 16] = [
    "access_links",
    "account_factors",
    "address_links",
    "buckets",
    "code_guesses",
    "counters",
    "jobs",
    "known_places",
    "mailed_addresses",
    "questions",
    "seaql_migrations",
    "sessions",
    "staged_cases",
    "staged_imports",
    "staged_terms",
    "vocabulary_terms",
];

each_database! {
    async fn every_table_is_in_the_operators_copy_or_left_out_on_purpose(app: TestApp) {
        let reader = app.db.reader();
        let backend = reader.get_database_backend();
        let sql = if backend == DbBackend::Postgres {
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'"
        } else {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        };
        let rows = reader.query_all_raw(Statement::from_string(backend, sql)).await.expect("the tables");
        let there: BTreeSet<String> = rows.iter().map(|row| row.try_get_by_index(0).expect("a name")).collect();
        let known = Table::ALL.map(Table::name).into_iter().chain(LEFT_OUT);
        let known: BTreeSet<String> = known.map(str::to_owned).collect();
        assert_eq!(there, known);
    }

    async fn the_page_leads_to_the_files(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let page = visitor.get("/open-data").await.expect(200);
        assert!(page.text().contains("28 case studies"), "{page:?}");
        assert!(page.text().contains("Creative Commons Attribution 4.0 International"), "{page:?}");
        for link in page.select("main a[href^='/']") {
            visitor.get(&link.attr("href").expect("an address")).await.expect(200);
        }
        for (path, kind, name) in [
            ("/open-data/cases.json", "application/json", "cases.json"),
            ("/open-data/cases.csv", "text/csv; charset=utf-8; header=present", "cases.csv"),
        ] {
            let file = visitor.get(path).await.expect(200);
            assert_eq!(file.header("content-type"), kind);
            assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"{name}\""));
            assert_eq!(file.header("access-control-allow-origin"), "*");
        }
    }

    async fn the_files_hold_every_public_case_and_no_other(app: TestApp) {
        app.import_sample().await;
        sample::set_state(&app.db, "house-of-memories", "taken_down").await;
        sample::set_state(&app.db, "museums-on-prescription", "archived").await;
        let visitor = app.visitor();
        let file = visitor.get("/open-data/cases.json").await.expect(200).json();
        assert_eq!(file["format"], "casebook-cases-1");
        assert_eq!(file["licence"], "https://creativecommons.org/licenses/by/4.0/");
        let cases = file["cases"].as_array().expect("cases");
        assert_eq!(cases.len(), 27);
        for case in cases {
            let slug = case["slug"].as_str().expect("a slug");
            assert_ne!(slug, "house-of-memories");
            assert_eq!(*case, visitor.get(&format!("/api/v1/case-studies/{slug}")).await.expect(200).json());
        }
        let table = visitor.get("/open-data/cases.csv").await.expect(200).body();
        assert!(!table.contains("\r\nhouse-of-memories,") && table.contains("\r\nmuseums-on-prescription,"));
        assert_eq!(visitor.get("/open-data/cases.csv").await.expect(200).body(), visitor.get("/case-studies.csv").await.expect(200).body());
    }

    async fn more_cases_than_are_read_at_once(app: TestApp) {
        let mut cases = sample::bank();
        let originals = cases.clone();
        for copy in 1..20 {
            for case in &originals {
                let mut case = case.clone();
                case.id = format!("{}-{copy}", case.id);
                cases.push(case);
            }
        }
        imports::import(&app.db, &cases, |_| {}).await.expect("stored");
        app.index_shows_all().await;
        let visitor = app.visitor();
        let file = visitor.get("/open-data/cases.json").await.expect(200).json();
        let listed: Vec<&str> = file["cases"].as_array().expect("cases").iter().filter_map(|case| case["slug"].as_str()).collect();
        let expected: Vec<&str> = cases.iter().rev().map(|case| case.id.as_str()).collect();
        assert_eq!(listed, expected);
        let table = visitor.get("/case-studies.csv").await.expect(200).body();
        let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
        let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
        assert_eq!(rows.len(), 560);
    }

    async fn an_export_is_read_again_and_changes_nothing(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let before = visitor.get("/open-data/cases.json").await.expect(200);
        let cases = read(&before.body()).expect("the export is right");
        let again = imports::import(&app.db, &cases, |_| {}).await.expect("stored");
        assert_eq!((again.added, again.updated, again.unchanged), (0, 0, 28));

        // A change in the file is taken over; what only staff may see stays.
        let mut changed = cases.clone();
        let one = changed.iter_mut().find(|case| case.id == "house-of-memories").expect("the case");
        one.content.title = "House of Memories, seen again".into();
        let again = imports::import(&app.db, &changed, |_| {}).await.expect("stored");
        assert_eq!((again.added, again.updated, again.unchanged), (0, 1, 27));
        sample::change_content(&app.db, "house-of-memories", |content| {
            assert_eq!(content.title, "House of Memories, seen again");
            assert!(content.uncertain.contains("10,000 figure"), "{}", content.uncertain);
        })
        .await;

        // A museum's own case is never overwritten by a list that somebody compiled.
        sample::set_origin(&app.db, "house-of-memories", "submitted").await;
        assert_eq!(imports::import(&app.db, &changed, |_| {}).await.expect("the same").unchanged, 28);
        let refused = imports::import(&app.db, &sample::bank(), |_| {}).await.expect_err("another text");
        assert!(refused.to_string().contains("house-of-memories"), "{refused}");
    }
}

/// A bank that was exported and imported elsewhere says the same there.
#[tokio::test(flavor = "multi_thread")]
async fn a_bank_moves_to_another() {
    run(Kind::Sqlite, |old: TestApp| async move {
        old.import_sample().await;
        sample::set_origin(&old.db, "museums-on-prescription", "submitted").await;
        let before = old
            .visitor()
            .get("/open-data/cases.json")
            .await
            .expect(200)
            .json();
        run(Kind::Sqlite, |new: TestApp| async move {
            let cases = read(&before.to_string()).expect("the export is right");
            for case in &cases {
                let public = public_part(case.content.clone());
                for field in FIELDS {
                    let written = field.answers(&case.content);
                    assert_eq!(field.answers(&public), written, "{}", field.key);
                }
            }
            let done = imports::import(&new.db, &cases, |_| {})
                .await
                .expect("stored");
            assert_eq!(done.added, 28);
            let mut after = new
                .visitor()
                .get("/open-data/cases.json")
                .await
                .expect(200)
                .json();
            let mut before = before;
            for file in [&mut before, &mut after] {
                for case in file["cases"].as_array_mut().expect("cases") {
                    // When it changed here is this bank's own.
                    case["updated_at"] = Value::Null;
                }
            }
            assert_eq!(after, before);
        })
        .await;
    })
    .await;
}

fn command(folder: &Path, arguments: &[&str]) -> Output {
    let output = casebook(folder).args(arguments).output().expect("it runs");
    assert!(output.status.success(), "{output:?}");
    output
}

#[test]
fn the_command_writes_files_that_import_reads() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    std::fs::write(
        at.join("bank.json"),
        include_str!("../../sample/cases.json"),
    )
    .expect("written");
    command(at, &["import", "bank.json"]);
    let output = command(
        at,
        &["export", "out", "--public-url", "https://bank.example"],
    );
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "Exported 28 case studies to out.\n"
    );
    let names = |folder: &str| {
        let mut names: Vec<String> = std::fs::read_dir(at.join(folder))
            .expect("the folder")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .into_string()
                    .expect("a name")
            })
            .collect();
        names.sort();
        names
    };
    assert_eq!(
        names("out"),
        ["LICENCE.txt", "cases.csv", "cases.json", "dictionary.json"]
    );
    let text = std::fs::read_to_string(at.join("out/cases.json")).expect("read");
    let file: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(file["cases"].as_array().expect("cases").len(), 28);
    assert!(
        file["cases"][0]["url"]
            .as_str()
            .expect("an address")
            .starts_with("https://bank.example/case-studies/")
    );
    let slugs = |file: &str| -> Vec<String> {
        let text = std::fs::read_to_string(at.join(file)).expect("read");
        let file: Value = serde_json::from_str(&text).expect("JSON");
        let cases = file["cases"].as_array().expect("cases").iter();
        cases
            .map(|case| case["slug"].as_str().expect("a slug").to_owned())
            .collect()
    };
    // The newest first, and so it stays wherever the file goes: the last of the bank was stored last.
    let newest_first: Vec<String> = crate::sample::bank()
        .into_iter()
        .rev()
        .map(|case| case.id)
        .collect();
    assert_eq!(slugs("out/cases.json"), newest_first);
    let licence = std::fs::read_to_string(at.join("out/LICENCE.txt")).expect("read");
    assert!(
        licence.contains("Creative Commons Attribution 4.0 International (CC-BY-4.0)"),
        "{licence}"
    );
    let same = command(at, &["import", "out/cases.json"]);
    assert_eq!(
        String::from_utf8_lossy(&same.stdout),
        "Imported: 0 new, 0 changed, 28 as before.\n"
    );
    let moved = command(at, &["import", "out/cases.json", "--data-dir", "elsewhere"]);
    assert_eq!(
        String::from_utf8_lossy(&moved.stdout),
        "Imported: 28 new, 0 changed, 0 as before.\n"
    );
    command(at, &["export", "out-again", "--data-dir", "elsewhere"]);
    assert_eq!(slugs("out-again/cases.json"), newest_first);
}

#[test]
fn the_operators_copy_has_the_record_and_no_secret() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    std::fs::write(
        at.join("bank.json"),
        include_str!("../../sample/cases.json"),
    )
    .expect("written");
    command(at, &["import", "bank.json"]);
    command(
        at,
        &["user", "add", "ana@example.org", "--role", "moderator"],
    );
    command(at, &["export", "out", "--all"]);
    let table = |name: &str| -> Vec<Value> {
        let text =
            std::fs::read_to_string(at.join(format!("out/private/{name}.json"))).expect(name);
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    assert_eq!(table("cases").len(), 28);
    assert_eq!(table("events").len(), 28);
    let revisions = table("revisions");
    assert_eq!(revisions.len(), 28);
    assert!(
        revisions[0]["content"]["uncertain"].is_string(),
        "{}",
        revisions[0]
    );
    let accounts = table("accounts");
    assert_eq!(accounts[0]["email"], "ana@example.org");
    assert!(
        accounts[0].get("password_hash").is_none(),
        "{}",
        accounts[0]
    );
    for name in [
        "submissions",
        "working_copies",
        "blobs",
        "link_checks",
        "erasures",
    ] {
        assert_eq!(table(name), Vec::<Value>::new(), "{name}");
    }
    assert!(!table("museums").is_empty());
    let sets = table("case_terms");
    assert!(
        sets.iter()
            .any(|set| set["vocabulary"] == "strand" && set["left_at"].is_null()),
        "{sets:?}"
    );
}

#[test]
fn a_folder_that_cannot_be_written_is_one_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("file"), "").expect("written");
    let output = casebook(folder.path())
        .args(["export", "file/out"])
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        words.starts_with("casebook: cannot make the folder file/out")
            && words.lines().count() == 1,
        "{words}"
    );
}
