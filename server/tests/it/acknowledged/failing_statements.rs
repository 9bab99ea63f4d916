//! A statement that fails in the middle of a write, at each table in turn: nothing is answered as
//! done that is not stored, nothing is stored by halves, and the next writes are kept.

use super::rows::{Watched, changed};
use super::writes::WRITES;
use crate::support::Kind;

/// How a statement fails. Each is a trigger on every kind of change to one table.
#[derive(Debug, Clone, Copy)]
enum Fault {
    /// SQLite rolls the whole transaction back by itself, as it does when the disk is full.
    RollBack,
    /// The statement fails and the transaction goes on.
    Abort,
    /// PostgreSQL fails the transaction: its commit would roll back and be answered as done.
    Exception,
    /// The server ends the connection.
    EndBackend,
}

impl Fault {
    fn on(self, table: &str) -> Vec<String> {
        let sqlite = |how| {
            ["INSERT", "UPDATE", "DELETE"].map(|change| {
                format!(
                    "CREATE TRIGGER fault_{change} BEFORE {change} ON {table} \
                     BEGIN SELECT RAISE({how}, 'made to fail'); END"
                )
            })
        };
        let postgres = |how| {
            [
                format!(
                    "CREATE OR REPLACE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS \
                     $$ BEGIN {how} RETURN NEW; END $$"
                ),
                format!(
                    "CREATE TRIGGER fault BEFORE INSERT OR UPDATE OR DELETE ON {table} \
                     FOR EACH ROW EXECUTE FUNCTION fault()"
                ),
            ]
        };
        match self {
            Self::RollBack => sqlite("ROLLBACK").to_vec(),
            Self::Abort => sqlite("ABORT").to_vec(),
            Self::Exception => postgres("RAISE EXCEPTION 'made to fail';").to_vec(),
            Self::EndBackend => {
                postgres("PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10);")
                    .to_vec()
            }
        }
    }

    fn off(self, table: &str) -> Vec<String> {
        match self {
            Self::RollBack | Self::Abort => ["INSERT", "UPDATE", "DELETE"]
                .map(|change| format!("DROP TRIGGER fault_{change}"))
                .to_vec(),
            Self::Exception | Self::EndBackend => vec![format!("DROP TRIGGER fault ON {table}")],
        }
    }
}

/// What a browser may do next is stored last, by itself. Where only that fails, what went before stays:
/// whoever was refused does the same again, and finds it.
const LAST_BY_ITSELF: &str = "sessions";

/// Where somebody signed in is remembered beside: nobody is kept out for want of it, and the log says so.
const BESIDE: &str = "known_places";

async fn each_write(kind: Kind, faults: &[Fault]) {
    let Some(watched) = Watched::new(kind).await else {
        return;
    };
    let mut failed = 0;
    for (name, make_ready) in WRITES {
        let written = watched.tables_of(name, make_ready).await;
        let mut ready = make_ready(watched.app.clone()).await;
        let mut before = watched.rows().await;
        for (fault, table) in faults
            .iter()
            .flat_map(|fault| written.iter().map(move |table| (fault, table)))
        {
            let told = format!("{name}, {table}, {fault:?}");
            for sql in fault.on(table) {
                watched.run(&sql).await;
            }
            let acknowledged = ready().await;
            failed += 1;
            for sql in fault.off(table) {
                watched.run(&sql).await;
            }
            let after = watched.rows().await;
            let now = changed(&before, &after);
            assert!(
                !acknowledged || table == BESIDE,
                "{told}: acknowledged, and changed {now:?} of {written:?}"
            );
            watched.the_next_writes_are_kept(&told).await;
            if !now.is_empty() {
                assert!(
                    [LAST_BY_ITSELF, BESIDE].contains(&table.as_str()),
                    "{told}: refused, and changed {now:?}"
                );
                ready = make_ready(watched.app.clone()).await;
                before = watched.rows().await;
            }
        }
        // What was refused so often is done at last, as it was first asked for.
        assert!(ready().await, "{name}, after every fault");
        assert_eq!(
            changed(&before, &watched.rows().await),
            written,
            "{name}, after every fault"
        );
    }
    eprintln!(
        "figure: {} writes, a statement failed {failed} times, nothing stored by halves",
        WRITES.len()
    );
    watched.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite_nothing_is_acknowledged_and_nothing_stored_by_halves() {
    each_write(Kind::Sqlite, &[Fault::RollBack, Fault::Abort]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres_nothing_is_acknowledged_and_nothing_stored_by_halves() {
    each_write(Kind::Postgres, &[Fault::Exception, Fault::EndBackend]).await;
}
