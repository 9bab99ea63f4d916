//! A link stands once in a case, however many instances collect links in the same moment. The hash stands for an address,
//! which may be longer than an index takes. What is there already has none, and neither has what a program before this one
//! still writes: the next collection fills it in, and drops what is there twice.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = string_len_null("url_hash", 64);
        manager
            .alter_table(
                Table::alter()
                    .table("link_checks")
                    .add_column(column)
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .table("link_checks")
                    .name("link_checks_once")
                    .col("case_id")
                    .col("url_hash")
                    .unique()
                    .to_owned(),
            )
            .await
    }
}
