//! To which addresses mail went lately because somebody typed them into a form.

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
                    .table("mailed_addresses")
                    .col(big_pk_auto("id"))
                    // SHA-256 of the kind of mail and the address in lower case.
                    .col(string_len("address_hash", 64))
                    .col(big_integer("mailed_at"))
                    .to_owned(),
            )
            .await?;
        for (name, columns) in [
            (
                "mailed_addresses_by_address",
                &["address_hash", "mailed_at"][..],
            ),
            ("mailed_addresses_expiry", &["mailed_at"]),
        ] {
            let mut index = Index::create().name(name).table("mailed_addresses").take();
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
