//! What the search index follows: in which generation a case was last changed in public, and
//! which bank this is.

use sea_orm_migration::{prelude::*, schema::*};
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The generation that the change raised the bank to; an index at an older one reads it.
        manager
            .alter_table(
                Table::alter()
                    .table("cases")
                    .add_column(big_integer("changed_in").default(0))
                    .to_owned(),
            )
            .await?;
        for (name, columns) in [
            ("cases_changed", &["changed_in", "id"][..]),
            ("cases_featured", &["featured", "published_at"]),
        ] {
            let mut index = Index::create().name(name).table("cases").take();
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        // There from the start: two first publications at once would both want to insert it.
        counter(manager, "generation", 0).await?;
        counter(manager, "identity", random()).await
    }
}

async fn counter(manager: &SchemaManager<'_>, name: &str, value: i64) -> Result<(), DbErr> {
    manager
        .execute(
            Query::insert()
                .into_table("counters")
                .columns(["name", "value"])
                .values_panic([name.into(), value.into()])
                .on_conflict(OnConflict::column("name").do_nothing().to_owned())
                .to_owned(),
        )
        .await
}

/// Tells banks apart; nobody needs to be kept from guessing it.
fn random() -> i64 {
    i64::from_ne_bytes(RandomState::new().build_hasher().finish().to_ne_bytes()) >> 1
}
