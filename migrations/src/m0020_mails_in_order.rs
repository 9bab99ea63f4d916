//! Mails leave several at a time: codes first, one after the other to one address, and never with a code that opens
//! nothing any more. What waits already, and what a program before this one still writes, is in no order and has no
//! code that is known.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let new = [
            string_len_null("token_hash", 64),
            string_len("recipient_hash", 64).default("").take(),
        ];
        for column in new {
            manager
                .alter_table(Table::alter().table("jobs").add_column(column).to_owned())
                .await?;
        }
        manager
            .create_index(
                Index::create()
                    .name("jobs_in_order")
                    .table("jobs")
                    .col("state")
                    // The higher, the sooner.
                    .col(("priority", IndexOrder::Desc))
                    .col("run_at")
                    .col("id")
                    .to_owned(),
            )
            .await?;
        // Few are in somebody's hands, and each claim asks for them.
        manager
            .create_index(
                Index::create()
                    .name("jobs_taken")
                    .table("jobs")
                    .col("state")
                    .col("leased_until")
                    .to_owned(),
            )
            .await
    }
}
