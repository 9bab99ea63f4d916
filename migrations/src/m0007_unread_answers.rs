//! What a museum typed that cannot be read yet, which page of the form saved a section last, and
//! finding the case studies of an address.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // JSON: the field's key and what was typed; the section's slug and its last save. One column a
        // statement: SQLite takes no more.
        for column in ["unread", "last_saves"] {
            manager
                .alter_table(
                    Table::alter()
                        .table("working_copies")
                        .add_column(text(column).default("{}"))
                        .to_owned(),
                )
                .await?;
        }
        manager
            .create_index(
                Index::create()
                    .name("access_links_by_submission")
                    .table("access_links")
                    .col("submission_id")
                    .to_owned(),
            )
            .await?;
        // An expression, which the builder has no word for.
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE INDEX submissions_by_email ON submissions (lower(submitter_email))",
            )
            .await?;
        Ok(())
    }
}
