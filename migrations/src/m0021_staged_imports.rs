//! An import in short steps: what it will make public in one step lies here until then. And indexes for what is asked
//! often: harvesters ask for the bank in the order in which it changed, the history of a case by its case, sweeps for what
//! has expired or is done.
//!
//! The indexes are made in the transaction of the step: `CREATE INDEX CONCURRENTLY` waits for every other transaction,
//! and instances that start together wait for this one.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [imports(), cases(), terms()] {
            manager.create_table(table).await?;
        }
        for (name, table, columns) in [
            (
                "staged_cases_in_order",
                "staged_cases",
                &["import_id", "place"][..],
            ),
            (
                "staged_cases_of_museum",
                "staged_cases",
                &["import_id", "museum_id", "place"],
            ),
            ("staged_cases_of_case", "staged_cases", &["case_id"]),
            ("cases_updated", "cases", &["updated_at", "id"]),
            ("case_terms_left", "case_terms", &["left_at"]),
            ("events_by_case", "events", &["case_id", "id"]),
            ("access_links_expiry", "access_links", &["expires_at"]),
            ("jobs_finished", "jobs", &["state", "finished_at"]),
        ] {
            let mut index = Index::create().name(name).table(table).take();
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// Imports that run, that were killed, or whose rows here are not tidied yet.
fn imports() -> TableCreateStatement {
    Table::create()
        .table("staged_imports")
        .col(big_pk_auto("id"))
        // staging, live or given_up
        .col(string_len("state", 16))
        .col(big_integer("created_at"))
        // When it last stored something: one that was killed is told by it.
        .col(big_integer("seen_at"))
        .to_owned()
}

/// What each case will be. Its text is a revision that nobody reads yet; a new case is a row that is not public.
fn cases() -> TableCreateStatement {
    Table::create()
        .table("staged_cases")
        .col(big_pk_auto("id"))
        .col(big_integer("import_id"))
        // In the file, from 0.
        .col(big_integer("place"))
        .col(big_integer("case_id"))
        .col(big_integer("revision_id"))
        .col(boolean("is_new"))
        .col(boolean("sample"))
        .col(string("slug"))
        .col(string("title"))
        .col(string_null("title_key"))
        .col(big_integer("museum_id"))
        .col(text("facts"))
        // How the case stood: whoever changed it meanwhile was first.
        .col(string_len("seen_state", 16))
        .col(big_integer("seen_version"))
        .col(big_integer_null("seen_revision_id"))
        .col(big_integer("created_at"))
        .to_owned()
}

/// The sets that a case which is there already will be in.
fn terms() -> TableCreateStatement {
    Table::create()
        .table("staged_terms")
        .col(big_integer("import_id"))
        .col(big_integer("case_id"))
        .col(string_len("vocabulary", 32))
        .col(string("slug"))
        .primary_key(
            Index::create()
                .col("import_id")
                .col("case_id")
                .col("vocabulary")
                .col("slug"),
        )
        .to_owned()
}
