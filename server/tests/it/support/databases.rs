//! A database of its own for every test.

use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use std::io::Write;
use std::path::Path;
use std::sync::Once;
use tempfile::TempDir;

/// Which kind a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// A new and empty database.
pub struct TestDatabase {
    url: String,
    place: Place,
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
                })
            }
        }
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
