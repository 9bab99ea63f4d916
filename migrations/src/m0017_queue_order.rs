//! The queue in its order, so that its first pages are read without sorting it.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_index(
                Index::create()
                    .table("submissions")
                    .name("submissions_in_order")
                    .col("status")
                    // What came back stands first.
                    .col(("came_back", IndexOrder::Desc))
                    .col("queued_at")
                    .col("id")
                    .to_owned(),
            )
            .await
    }
}
