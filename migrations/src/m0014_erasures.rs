//! That an address was erased, without the address.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("erasures")
                    .col(big_pk_auto("id"))
                    .col(string_len("email_hash", 64))
                    .col(big_integer("at"))
                    .col(big_integer("created_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .table("cases")
                    .name("cases_by_review")
                    .col("state")
                    .col("review_due_at")
                    .to_owned(),
            )
            .await
    }
}
