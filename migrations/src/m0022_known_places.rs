//! Where accounts have signed in from, and what is counted for all instances together: in the database, so that a restart
//! forgets neither. Of mails that went because somebody typed an address, also which mailbox they went to, whatever set
//! them off; what was counted before has none, and counts for a day more by its kind alone.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        known_places(manager).await?;
        buckets(manager).await?;
        manager
            .alter_table(
                Table::alter()
                    .table("mailed_addresses")
                    // SHA-256.
                    .add_column(string_len_null("mailbox_hash", 64))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .table("mailed_addresses")
                    .name("mailed_addresses_by_mailbox")
                    .col("mailbox_hash")
                    .col("mailed_at")
                    .to_owned(),
            )
            .await
    }
}

async fn known_places(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("known_places")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        // Of the address of the account with a network, or with a browser, under the installation's secret.
        .col(string_len("place_hash", 64))
        .col(big_integer("seen_at"))
        .col(big_integer("created_at"))
        .foreign_key(
            ForeignKey::create()
                .from("known_places", "account_id")
                .to("accounts", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned();
    manager.create_table(table).await?;
    for (name, columns, unique) in [
        // By the place first: who tries to sign in need not have an account.
        ("known_places_once", &["place_hash", "account_id"][..], true),
        ("known_places_by_account", &["account_id"], false),
        ("known_places_expiry", &["seen_at"], false),
    ] {
        let mut index = Index::create().name(name).table("known_places").take();
        for column in columns {
            index.col(*column);
        }
        if unique {
            index.unique();
        }
        manager.create_index(index).await?;
    }
    Ok(())
}

async fn buckets(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("buckets")
        .col(big_pk_auto("id"))
        .col(string_len("name", 40))
        .col(string_len("key_hash", 64))
        // Milliseconds until it is empty, as it was at that time.
        .col(big_integer("level"))
        .col(big_integer("at"))
        .col(big_integer("created_at"))
        .to_owned();
    manager.create_table(table).await?;
    manager
        .create_index(
            Index::create()
                .table("buckets")
                .name("buckets_once")
                .col("name")
                .col("key_hash")
                .unique()
                .to_owned(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .table("buckets")
                .name("buckets_expiry")
                .col("at")
                .to_owned(),
        )
        .await
}
