//! What holds for this installation and is kept with its bank.

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
                    .table("site_settings")
                    .col(big_pk_auto("id"))
                    .col(string_len("key", 40).unique_key().take())
                    // JSON
                    .col(text("value"))
                    .col(big_integer("version"))
                    // None where the program wrote it.
                    .col(big_integer_null("account_id"))
                    .col(big_integer("changed_at"))
                    .col(big_integer("created_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("site_settings", "account_id")
                            .to("accounts", "id"),
                    )
                    .to_owned(),
            )
            .await
    }
}
