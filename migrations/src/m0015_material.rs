//! What museums have already and send along: files and pasted texts, read into pieces. The file itself is not kept.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("material")
            .col(big_pk_auto("id"))
            .col(big_integer("submission_id"))
            // A picture or a file that is kept beside it; none so far.
            .col(big_integer_null("blob_id"))
            .col(string_len("name", 100))
            .col(string_len("media_type", 100))
            // JSON
            .col(text("pieces"))
            .col(big_integer("created_at"))
            .foreign_key(
                ForeignKey::create()
                    .from("material", "submission_id")
                    .to("submissions", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned();
        manager.create_table(table).await?;
        let index = Index::create()
            .table("material")
            .name("material_of_submission")
            .col("submission_id")
            .to_owned();
        manager.create_index(index).await
    }
}
