//! What is searched in the queue, in the order of the queue: nothing is sorted, however far somebody turns the pages.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // PostgreSQL has no such index: it takes no long texts into one.
        if manager.get_database_backend() != DatabaseBackend::Sqlite {
            return Ok(());
        }
        manager
            .drop_index(
                Index::drop()
                    .table("submissions")
                    .name("submissions_searched")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .table("submissions")
                    .name("submissions_searched")
                    .col(("came_back", IndexOrder::Desc))
                    .col("queued_at")
                    .col("id")
                    .col("search_key")
                    .col("submitted_at")
                    .col("decided_at")
                    .col("updated_at")
                    .to_owned(),
            )
            .await
    }
}
