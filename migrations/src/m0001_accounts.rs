//! People who can sign in, and their sessions.

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
                    .table("accounts")
                    .col(big_pk_auto("id"))
                    .col(string("email"))
                    // Lower case, so that one person cannot have two accounts by accident.
                    .col(string("email_key").unique_key().take())
                    .col(string("name"))
                    .col(string_len("role", 16))
                    .col(text("password_hash"))
                    .col(boolean("disabled"))
                    .col(big_integer("created_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("sessions")
                    // SHA-256 of the cookie's id: a copy of the database opens nobody's session.
                    .col(string_len("id_hash", 64).primary_key().take())
                    .col(big_integer_null("account_id"))
                    .col(text("data"))
                    .col(big_integer("created_at"))
                    .col(big_integer("expires_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("sessions", "account_id")
                            .to("accounts", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("sessions_expiry")
                    .table("sessions")
                    .col("expires_at")
                    .to_owned(),
            )
            .await
    }
}
