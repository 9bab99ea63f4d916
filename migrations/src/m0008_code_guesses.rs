//! From where a mailed code was guessed at, so that whoever guesses wrong spoils it for nobody else.

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
                    .table("code_guesses")
                    .col(big_pk_auto("id"))
                    .col(big_integer("access_link_id"))
                    // SHA-256 of the submission and the network: it tells nothing about other codes.
                    .col(string_len("network_hash", 64))
                    .col(big_integer("guessed_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("code_guesses", "access_link_id")
                            .to("access_links", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("code_guesses_by_network")
                    .table("code_guesses")
                    .col("access_link_id")
                    .col("network_hash")
                    .to_owned(),
            )
            .await
    }
}
