//! A database of its own for every test.

use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use std::io::Write;
use std::path::Path;
use std::sync::Once;
use store::Db;
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// Which kind a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// A new database: empty, or brought up to date already.
pub struct TestDatabase {
    url: String,
    place: Place,
    migrated: bool,
}

enum Place {
    Folder(#[expect(dead_code, reason = "removed when dropped")] TempDir),
    Server { name: String, server: String },
}

impl TestDatabase {
    /// Nothing when there is no PostgreSQL to test on.
    pub async fn create(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Sqlite => {
                let folder = tempfile::tempdir().expect("a folder for the database");
                let file = match std::env::var_os("CASEBOOK_TEST_SQLITE_FOLDER") {
                    // Flat: such a file system may know no folders.
                    Some(elsewhere) => Path::new(&elsewhere).join(format!("{}.db", random_name())),
                    None => folder.path().join("casebook.db"),
                };
                Some(Self {
                    url: format!("sqlite://{}", file.display()),
                    place: Place::Folder(folder),
                    migrated: false,
                })
            }
            Kind::Postgres => {
                let server = server()?;
                let name = random_name();
                admin(&server, &format!("CREATE DATABASE {name}")).await;
                let (base, _) = server.rsplit_once('/').expect("the URL names a database");
                Some(Self {
                    url: format!("{base}/{name}"),
                    place: Place::Server { name, server },
                    migrated: false,
                })
            }
        }
    }

    /// The same, brought up to date. On SQLite it is a copy of one that was, which is quicker by
    /// far; `bank::identity` is nevertheless its own.
    pub async fn migrated(kind: Kind) -> Option<Self> {
        let mut database = Self::create(kind).await?;
        if let Some(path) = database.url.strip_prefix("sqlite://") {
            static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
            let template = TEMPLATE.get_or_init(migrated_file).await;
            std::fs::write(path, template).expect("the database is written");
            database.migrated = true;
            let db = database.open().await;
            let identity = i64::from_le_bytes(store::random_bytes::<8>());
            let sql = format!("UPDATE counters SET value = {identity} WHERE name = 'identity'");
            db.writer().execute_unprepared(&sql).await.expect(&sql);
            db.close().await;
        }
        Some(database)
    }

    /// Opened, and brought up to date if it is not. What a killed program or a power cut leaves
    /// behind is for tests of the whole program; here SQLite need not wait for the disk.
    pub async fn open(&self) -> Db {
        let db = Db::connect(&self.url)
            .await
            .expect("the test database opens");
        if !db.is_postgres() {
            let unsafe_and_quick = "PRAGMA synchronous = OFF";
            db.writer()
                .execute_unprepared(unsafe_and_quick)
                .await
                .expect(unsafe_and_quick);
        }
        if !self.migrated {
            server::database::migrate(&db)
                .await
                .expect("the test database migrates");
        }
        db
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// Takes it away. Connections that a test left open are closed by force.
    pub async fn remove(self) {
        if let Place::Server { name, server } = self.place {
            admin(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

/// What the file of an SQLite database holds that was brought up to date.
async fn migrated_file() -> Vec<u8> {
    let database = TestDatabase::create(Kind::Sqlite)
        .await
        .expect("SQLite is always there");
    // Closing folds the write-ahead log into the file.
    database.open().await.close().await;
    let path = database.url.strip_prefix("sqlite://").expect("a file");
    std::fs::read(path).expect("the file of the database")
}

fn random_name() -> String {
    format!("casebook_test_{}", hex::encode(store::random_bytes::<8>()))
}

async fn admin(server: &str, sql: &str) {
    let connection: DatabaseConnection =
        Database::connect(server).await.expect("PostgreSQL answers");
    connection.execute_unprepared(sql).await.expect(sql);
    connection.close().await.expect("PostgreSQL lets go");
}

fn server() -> Option<String> {
    static SAID: Once = Once::new();
    let url = std::env::var("CASEBOOK_TEST_POSTGRES_URL")
        .ok()
        .filter(|url| !url.is_empty());
    if url.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "CASEBOOK_TEST_POSTGRES_URL is not set: CI must test both databases"
        );
        // Straight to the file: what passing tests print is not shown.
        SAID.call_once(|| {
            let words = "\nLEFT OUT: every PostgreSQL test, because CASEBOOK_TEST_POSTGRES_URL is not set. \
                         Run tools/with-postgres cargo test …\n";
            let _ = std::io::stderr().write_all(words.as_bytes());
        });
    }
    url
}
