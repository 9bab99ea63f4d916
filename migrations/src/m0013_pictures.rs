//! Pictures: what is kept of each beside the text that names it, and which texts name it. The table of the
//! first plan, which hung them on a submission, goes if nobody put anything into it.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let any = Query::select()
            .expr(Expr::val(1))
            .from("images")
            .limit(1)
            .to_owned();
        if db.query_one(&any).await?.is_some() {
            return Err(DbErr::Migration(
                "the table images holds rows that no version of this program wrote; move them away first"
                    .to_owned(),
            ));
        }
        manager
            .drop_table(Table::drop().table("images").to_owned())
            .await?;
        manager.create_table(blobs()).await?;
        manager.create_table(blob_uses()).await?;
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// Without a foreign key to its owner: what lies outside of the database is removed after the row that owned it.
fn blobs() -> TableCreateStatement {
    Table::create()
        .table("blobs")
        .col(big_pk_auto("id"))
        .col(big_integer_null("case_id"))
        .col(big_integer_null("entry_id"))
        .col(string_len("sha256", 64))
        .col(string_len("media_type", 80))
        .col(big_integer("bytes"))
        .col(integer_null("width"))
        .col(integer_null("height"))
        // stored or doomed
        .col(string_len("state", 16))
        // The box in the store that holds it.
        .col(string_len("kept_in", 64))
        // The end of the last day on which it may be shown.
        .col(big_integer_null("consent_until"))
        .col(big_integer_null("consent_ended_at"))
        // The name of the picture that it is a part of.
        .col(string_len_null("made_from", 64))
        .col(big_integer("created_at"))
        .to_owned()
}

fn blob_uses() -> TableCreateStatement {
    Table::create()
        .table("blob_uses")
        .col(big_pk_auto("id"))
        .col(big_integer("blob_id"))
        // revision, working_copy, material or entry_revision
        .col(string_len("holder", 16))
        .col(big_integer("holder_id"))
        .col(big_integer("created_at"))
        .foreign_key(
            ForeignKey::create()
                .from("blob_uses", "blob_id")
                .to("blobs", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn indexes() -> Vec<IndexCreateStatement> {
    let on = |table: &'static str, name: &'static str, columns: &[&'static str]| {
        let mut index = Index::create();
        index.table(table).name(name);
        for column in columns {
            index.col(*column);
        }
        index
    };
    vec![
        on("blobs", "blobs_of_case", &["case_id", "sha256"])
            .unique()
            .to_owned(),
        on("blobs", "blobs_of_entry", &["entry_id", "sha256"])
            .unique()
            .to_owned(),
        on("blobs", "blobs_by_state", &["state", "created_at"]).to_owned(),
        on("blobs", "blobs_by_consent", &["consent_until"]).to_owned(),
        on("blobs", "blobs_by_box", &["kept_in"]).to_owned(),
        on(
            "blob_uses",
            "blob_uses_of_holder",
            &["holder", "holder_id", "blob_id"],
        )
        .unique()
        .to_owned(),
        on("blob_uses", "blob_uses_of_blob", &["blob_id"]).to_owned(),
    ]
}
