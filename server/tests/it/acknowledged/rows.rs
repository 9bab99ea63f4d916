//! What is stored, as a connection sees it that wrote none of it.

use super::writes::{MakeReady, done};
use crate::support::how_often::writes;
use crate::support::{Kind, TestApp, TestDatabase};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::collections::BTreeMap;
use store::Db;

/// An installation under test, and its database opened a second time.
pub struct Watched {
    pub app: TestApp,
    pub other: Db,
    database: TestDatabase,
}

impl Watched {
    /// Nothing when there is no PostgreSQL to test on.
    pub async fn new(kind: Kind) -> Option<Self> {
        let database = TestDatabase::migrated(kind).await?;
        let app = TestApp::new(&database).await;
        let other = Db::connect(database.url()).await.expect("a second opening");
        Some(Self {
            app,
            other,
            database,
        })
    }

    pub async fn remove(self) {
        self.app.db.close().await;
        self.other.close().await;
        self.database.remove().await;
    }

    /// Changes the schema without asking the connections under test.
    pub async fn run(&self, sql: &str) {
        let done = self.other.writer().execute_unprepared(sql).await;
        done.expect(sql);
    }

    async fn column(&self, sql: &str) -> Vec<String> {
        let reader = self.other.reader();
        let asked = Statement::from_string(reader.get_database_backend(), sql);
        let rows = reader.query_all_raw(asked).await.expect(sql);
        rows.iter()
            .map(|row| row.try_get_by_index(0).expect("text"))
            .collect()
    }

    /// Every row of every table, as text.
    pub async fn rows(&self) -> Rows {
        let postgres = self.other.reader().get_database_backend() == DbBackend::Postgres;
        let tables = self
            .column(if postgres {
                "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'"
            } else {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            })
            .await;
        let mut rows = Rows::new();
        for table in tables {
            let sql = if postgres {
                format!("SELECT t::text FROM {table} t ORDER BY 1")
            } else {
                let columns = self
                    .column(&format!("SELECT name FROM pragma_table_info('{table}')"))
                    .await;
                let quoted: Vec<String> = columns
                    .iter()
                    .map(|column| format!("quote(\"{column}\")"))
                    .collect();
                format!("SELECT {} FROM {table} ORDER BY 1", quoted.join("||' '||"))
            };
            let found = self.column(&sql).await;
            rows.insert(table, found);
        }
        rows
    }

    /// The tables that a way of writing changes, the second time that it is gone: the museum of a case
    /// is there by then.
    pub async fn tables_of(&self, name: &str, make_ready: &MakeReady) -> Vec<String> {
        assert!(done(make_ready(self.app.clone())).await, "{name} works");
        let ready = make_ready(self.app.clone()).await;
        let before = self.rows().await;
        assert!(ready().await, "{name} works again");
        let written = changed(&before, &self.rows().await);
        assert!(!written.is_empty(), "{name} writes");
        written
    }

    /// The next writes are seen by another connection: as many statements that stand alone, which a transaction
    /// that nobody ended would swallow, as transactions.
    ///
    /// Before them one is taken back, as happens all day. Where the driver still counts a transaction
    /// that SQLite ended by itself, this one is a savepoint, and taking it back leaves it open.
    pub async fn the_next_writes_are_kept(&self, after: &str) {
        let db = &self.app.db;
        let (half, all) = (writes() / 2, writes());
        let tx = db.begin().await.expect(after);
        tx.execute_raw(self.write(0)).await.expect(after);
        tx.rollback().await.expect(after);
        for number in 0..half {
            let written = db.writer().execute_raw(self.write(number)).await;
            written.expect(after);
        }
        assert_eq!(
            self.written().await,
            half,
            "{after}: statements that stand alone"
        );
        for number in half..all {
            let tx = db.begin().await.expect(after);
            tx.execute_raw(self.write(number)).await.expect(after);
            tx.commit().await.expect(after);
        }
        assert_eq!(self.written().await, all, "{after}: transactions");
        self.run("DELETE FROM counters WHERE name LIKE 'written %'")
            .await;
    }

    fn write(&self, number: usize) -> Statement {
        Statement::from_sql_and_values(
            self.other.reader().get_database_backend(),
            "INSERT INTO counters (name, value) VALUES ($1, 1)",
            [format!("written {number}").into()],
        )
    }

    async fn written(&self) -> usize {
        let seen = "SELECT name FROM counters WHERE name LIKE 'written %'";
        self.column(seen).await.len()
    }
}

/// Each table's rows.
pub type Rows = BTreeMap<String, Vec<String>>;

/// The tables that differ.
pub fn changed(before: &Rows, after: &Rows) -> Vec<String> {
    let mut names: Vec<String> = after
        .iter()
        .filter(|(table, rows)| before.get(*table) != Some(rows))
        .map(|(table, _)| table.clone())
        .collect();
    names.sort();
    names
}
