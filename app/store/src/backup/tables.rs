//! Which tables a backup keeps, parents before their children, and which it leaves out.

/// A table of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptTable {
    pub name: &'static str,
    /// Which of its rows, as a condition in SQL; empty for all.
    pub only: &'static str,
}

const fn all(name: &'static str) -> KeptTable {
    KeptTable { name, only: "" }
}

const fn some(name: &'static str, only: &'static str) -> KeptTable {
    KeptTable { name, only }
}

/// Every table of a backup. A row's parent stands in an earlier table, so that they can be filled in this order.
pub const KEPT: [KeptTable; 32] = [
    all("accounts"),
    all("museums"),
    all("cases"),
    all("submissions"),
    all("revisions"),
    all("working_copies"),
    all("case_terms"),
    // Else what an import had staged at that moment would lie among the cases for ever: the copy tidies it away.
    all("staged_imports"),
    all("staged_cases"),
    all("staged_terms"),
    all("declarations"),
    all("agreements"),
    all("letters"),
    all("planned_moves"),
    all("field_notes"),
    all("events"),
    all("blobs"),
    all("blob_uses"),
    all("material"),
    all("reader_messages"),
    all("questions"),
    all("thoughts"),
    all("intake_mails"),
    all("link_checks"),
    all("erasures"),
    all("site_settings"),
    // Without one-time codes.
    some("access_links", "purpose <> 'unlock'"),
    // A link to a new password that was used must not come back unused.
    some("address_links", "purpose <> 'password'"),
    all("account_factors"),
    all("jobs"),
    // A copy is another bank, and is held: see `held`.
    some(
        "counters",
        "name NOT IN ('identity', 'held_since', 'readiness')",
    ),
    all("vocabulary_terms"),
];

/// Tables that no backup keeps, with the reason.
pub const LEFT_OUT: [(&str, &str); 6] = [
    ("buckets", "limits count anew"),
    ("code_guesses", "limits count anew"),
    ("known_places", "learned again when somebody signs in"),
    ("mailed_addresses", "limits count anew"),
    ("seaql_migrations", "the backup names the steps itself"),
    ("sessions", "everyone signs in again"),
];

/// A table that earlier versions had, and nothing ever wrote to.
pub(super) const FORMER: &str = "images";

#[cfg(test)]
mod tests {
    use super::{KEPT, LEFT_OUT};
    use crate::full_export::Table;

    #[test]
    fn what_the_operators_copy_holds_is_in_a_backup_too() {
        for table in Table::ALL.map(Table::name) {
            assert!(KEPT.iter().any(|kept| kept.name == table), "{table}");
        }
    }

    #[test]
    fn no_table_is_both_kept_and_left_out() {
        for (table, why) in LEFT_OUT {
            assert!(KEPT.iter().all(|kept| kept.name != table), "{table}");
            assert!(!why.is_empty(), "{table}");
        }
    }
}
