//! Backups: the same bank comes back, on either database; what is damaged is refused; a copy mails nobody; and what looks
//! after an installation finds what is wrong with it.

mod before_steps;
mod damaged;
mod doctor;
mod held;
mod refused;
mod round_trip;
mod while_writing;

use crate::support::program::casebook;
use crate::support::{Kind, TestDatabase};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, Statement};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use store::Db;
use store::backup::{AT_ONCE, KEPT, Row, rows, shape_of};
use tempfile::TempDir;

/// An installation that commands are run on: a database, and a folder with everything else.
struct Place {
    url: String,
    folder: TempDir,
    media: PathBuf,
}

impl Place {
    /// Over this database, with its pictures in a folder of its own.
    fn over(database: &TestDatabase) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let media = folder.path().join("media");
        Self::beside(database, folder, media)
    }

    /// Over this database and these pictures.
    fn beside(database: &TestDatabase, folder: TempDir, media: PathBuf) -> Self {
        Self {
            url: database.url().to_owned(),
            folder,
            media,
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = casebook(self.folder.path());
        command
            .args(arguments)
            .env("CASEBOOK_DATABASE_URL", &self.url)
            .env(
                "CASEBOOK_MEDIA_URL",
                format!("file://{}", self.media.display()),
            );
        command
    }

    /// What a command says that does what it should.
    #[track_caller]
    fn said(&self, arguments: &[&str]) -> String {
        words_of(self.command(arguments).output().expect("it runs"))
    }
}

/// What a command said that did what it should.
#[track_caller]
fn words_of(output: Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of ASCII")
}

/// Every row of every table that a backup keeps, by table: its values by column.
type Dump = BTreeMap<&'static str, Vec<BTreeMap<String, Value>>>;

/// Reads all of it.
async fn dump(db: &Db) -> Dump {
    let mut all = BTreeMap::new();
    for table in KEPT.map(|kept| kept.name) {
        let shape = shape_of(db.reader(), table).await.expect("its shape");
        let shape = shape.unwrap_or_else(|| panic!("there is no table {table}"));
        let (mut found, mut after): (Vec<Row>, Option<Row>) = (Vec::new(), None);
        loop {
            let some = rows(db.reader(), &shape, after.as_ref()).await;
            let some = some.expect("its rows");
            let is_last = some.len() < AT_ONCE;
            after = some.last().cloned();
            found.extend(some);
            if is_last {
                break;
            }
        }
        let names: Vec<&String> = shape.columns.iter().map(|column| &column.name).collect();
        let mut named: Vec<BTreeMap<String, Value>> = found
            .into_iter()
            .map(|row| names.iter().map(|name| (*name).clone()).zip(row).collect())
            .collect();
        // Each database sorts letters its own way.
        named.sort_by_key(|row| format!("{row:?}"));
        all.insert(table, named);
    }
    all
}

/// Fails with the first table that differs.
#[track_caller]
fn same_bank(one: &Dump, other: &Dump) {
    for (table, rows) in one {
        assert_eq!(rows.len(), other[table].len(), "rows of {table}");
        for (row, same) in rows.iter().zip(&other[table]) {
            assert_eq!(row, same, "{table}");
        }
    }
}

/// Runs SQL on a database whose program is not running, whatever rules it breaks.
async fn execute(url: &str, sql: &str) {
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(1);
    let connection = Database::connect(options).await.expect("the database");
    if url.starts_with("sqlite") {
        connection
            .execute_unprepared("PRAGMA foreign_keys = OFF")
            .await
            .expect("SQLite");
    }
    connection.execute_unprepared(sql).await.expect(sql);
    connection.close().await.expect("it is written");
}

/// One number that the database is asked for.
async fn number(url: &str, sql: &str) -> i64 {
    let connection = Database::connect(url).await.expect("the database");
    let asked = Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(asked).await.expect(sql);
    let number = row.expect("a row").try_get_by_index(0).expect("a number");
    connection.close().await.expect("it lets go");
    number
}

/// The bank that 8f184a7 made, as the database of the data folder in this one; its address.
async fn older_bank(folder: &Path) -> String {
    std::fs::create_dir_all(folder.join("var")).expect("a folder");
    let url = format!("sqlite://{}", folder.join("var/casebook.db").display());
    let sql = include_str!("../../fixtures/bank-8f184a7/sqlite.sql");
    execute(&format!("{url}?mode=rwc"), sql).await;
    url
}

/// All files below a folder, by path, with what is in them.
fn files_below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let within = path.strip_prefix(folder).expect("below it").to_owned();
                found.insert(within, std::fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

/// The other kind of database.
const fn other(kind: Kind) -> Kind {
    match kind {
        Kind::Sqlite => Kind::Postgres,
        Kind::Postgres => Kind::Sqlite,
    }
}
