//! A database of its own for every test.

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, QueryResult,
    Statement,
};
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
            Kind::Postgres => Some(Self::on_server(&server()?, &random_name(), "").await),
        }
    }

    /// The same, brought up to date: a copy of one that was, which is quicker by far;
    /// `bank::identity` is nevertheless its own.
    pub async fn migrated(kind: Kind) -> Option<Self> {
        let mut database = match kind {
            Kind::Sqlite => {
                static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
                let template = TEMPLATE.get_or_init(migrated_file).await;
                let database = Self::create(kind).await?;
                let path = database.url.strip_prefix("sqlite://").expect("a file");
                std::fs::write(path, template).expect("the database is written");
                database
            }
            Kind::Postgres => {
                static COPY: OnceCell<String> = OnceCell::const_new();
                let server = server()?;
                let copy = COPY.get_or_init(async || copy_of_migrated(&server).await);
                Self::on_server(&server, &random_name(), copy.await).await
            }
        };
        database.migrated = true;
        let db = database.open().await;
        let identity = i64::from_le_bytes(store::random_bytes::<8>());
        let sql = format!("UPDATE counters SET value = {identity} WHERE name = 'identity'");
        db.writer().execute_unprepared(&sql).await.expect(&sql);
        db.close().await;
        Some(database)
    }

    /// One on PostgreSQL, made in this way.
    async fn on_server(server: &str, name: &str, way: &str) -> Self {
        execute(server, &format!("CREATE DATABASE {name} {way}")).await;
        let (base, _) = server.rsplit_once('/').expect("the URL names a database");
        Self {
            url: format!("{base}/{name}"),
            place: Place::Server {
                name: name.to_owned(),
                server: server.to_owned(),
            },
            migrated: false,
        }
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
            execute(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
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

/// How PostgreSQL makes a copy of a database that was brought up to date. That one stays behind, since
/// nothing tells which test is the last; the next day's tests take it away, where the server is not.
async fn copy_of_migrated(server: &str) -> String {
    let now = store::Clock::system().now_ms();
    let known = ask(server, "SELECT datname FROM pg_database").await;
    let known = known.iter().map(|row| row.try_get_by_index::<String>(0));
    for name in known.map(|name| name.expect("a name")) {
        let made = name
            .strip_prefix(TEMPLATE)
            .and_then(|rest| rest.split_once('_'));
        let made = made.and_then(|(time, _)| time.parse::<i64>().ok());
        if made.is_some_and(|made| now - made > store::DAY_MS) {
            // Somebody else's tests may be doing the same.
            execute(
                server,
                &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            )
            .await;
        }
    }

    let name = format!(
        "{TEMPLATE}{now}_{}",
        hex::encode(store::random_bytes::<4>())
    );
    let database = TestDatabase::on_server(server, &name, "").await;
    database.open().await.close().await;

    // Copying files is quicker than writing each page to the log; from 15 on it must be asked for.
    let version = "SELECT current_setting('server_version_num')::int4";
    let version: i32 = ask(server, version).await[0]
        .try_get_by_index(0)
        .expect("a number");
    let strategy = if version < 150_000 {
        ""
    } else {
        " STRATEGY file_copy"
    };
    format!("TEMPLATE {name}{strategy}")
}

/// What databases begin with that others are copied from; then come the time and a random end.
const TEMPLATE: &str = "casebook_template_";

fn random_name() -> String {
    format!("casebook_test_{}", hex::encode(store::random_bytes::<8>()))
}

async fn execute(server: &str, sql: &str) {
    let connection = one_connection(server).await;
    connection.execute_unprepared(sql).await.expect(sql);
    connection.close().await.expect("PostgreSQL lets go");
}

async fn ask(server: &str, sql: &str) -> Vec<QueryResult> {
    let connection = one_connection(server).await;
    let asked = Statement::from_string(DbBackend::Postgres, sql);
    let rows = connection.query_all_raw(asked).await.expect(sql);
    connection.close().await.expect("PostgreSQL lets go");
    rows
}

async fn one_connection(server: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(server);
    options.max_connections(1);
    Database::connect(options)
        .await
        .expect("PostgreSQL answers")
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
