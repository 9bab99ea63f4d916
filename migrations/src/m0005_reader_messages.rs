//! What readers write about a case: to the moderators, who keep it, and to a museum, which is
//! passed on and not kept.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(reader_messages()).await?;
        manager.create_table(questions()).await?;
        // An older program writes events without it. No foreign key: SQLite cannot add one to a
        // table that is there.
        manager
            .alter_table(
                Table::alter()
                    .table("events")
                    .add_column(big_integer_null("reader_message_id"))
                    .to_owned(),
            )
            .await?;
        for (name, table, columns) in [
            (
                "reader_messages_waiting",
                "reader_messages",
                &["state", "created_at"][..],
            ),
            ("reader_messages_by_case", "reader_messages", &["case_id"]),
            ("questions_by_asker", "questions", &["email_key"]),
            ("questions_expiry", "questions", &["expires_at"]),
            ("events_by_reader_message", "events", &["reader_message_id"]),
        ] {
            let mut index = Index::create().name(name).table(table).take();
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// Concerns, claims and corrections, as moderators see them.
fn reader_messages() -> TableCreateStatement {
    Table::create()
        .table("reader_messages")
        .col(big_pk_auto("id"))
        .col(big_integer("case_id"))
        // concern, claim or correction
        .col(string_len("kind", 16))
        // The slug of a concern's reason; empty for the others.
        .col(string_len("reason", 40))
        .col(text("body"))
        // Who wrote; both are emptied some time after the message was dealt with.
        .col(string("sender"))
        .col(string("email"))
        // open or handled
        .col(string_len("state", 16))
        .col(big_integer("version"))
        // Hash of the key in the form: pressing twice sends once.
        .col(string_len("key_hash", 64).unique_key().take())
        .col(big_integer("created_at"))
        .col(big_integer_null("handled_at"))
        .foreign_key(
            ForeignKey::create()
                .from("reader_messages", "case_id")
                .to("cases", "id"),
        )
        .to_owned()
}

/// Messages to museums that wait for their writer to follow the mailed link. Gone once passed on.
fn questions() -> TableCreateStatement {
    Table::create()
        .table("questions")
        .col(big_pk_auto("id"))
        .col(big_integer("case_id"))
        .col(string_len("token_hash", 64).unique_key().take())
        .col(string_len("key_hash", 64).unique_key().take())
        .col(string("sender"))
        .col(string("email"))
        // Lower case: one waits for each address.
        .col(string("email_key"))
        .col(text("body"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .foreign_key(
            ForeignKey::create()
                .from("questions", "case_id")
                .to("cases", "id"),
        )
        .to_owned()
}
