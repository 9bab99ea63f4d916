//! The search index: there, of this bank, and not behind it.

use super::report::Report;
use index::stored;
use std::path::Path;
use store::{Db, bank};

pub(super) async fn look(report: &mut Report, db: &Db, data_dir: &Path) {
    let (Ok(identity), Ok(generation)) = (bank::identity(db).await, bank::generation(db).await)
    else {
        // The database said so before.
        return;
    };
    let there = stored(data_dir);
    if there.is_empty() {
        report.fine(
            "search index",
            "there is none yet; the server builds it when it starts",
        );
        return;
    }
    // A program that ran beside another for a moment leaves an old one behind.
    let ours: Vec<_> = there
        .iter()
        .filter(|one| one.is_of_this_version() && one.bank == identity)
        .collect();
    let newest = ours.iter().map(|one| one.generation).max();
    match newest {
        Some(reached) if reached == generation => {
            report.fine("search index", "it holds all that is public");
        }
        Some(reached) if reached < generation => report.found(
            "search index",
            &format!(
                "it is {} changes behind the bank. Start the server, which reads them; if it runs, look in its log for why \
                 it does not",
                generation - reached
            ),
        ),
        _ => report.found(
            "search index",
            "it is of another bank, another version, or a later state of this bank, as after a restore. Start the server, \
             which builds a new one",
        ),
    }
}
