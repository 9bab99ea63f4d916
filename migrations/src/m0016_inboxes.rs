//! The two old inboxes: thoughts on the campaign, and which emails were read into the bank.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(thoughts()).await?;
        manager.create_table(intake_mails()).await?;
        for (name, table, columns) in [
            ("thoughts_waiting", "thoughts", &["state", "created_at"][..]),
            (
                "intake_mails_by_outcome",
                "intake_mails",
                &["outcome", "created_at"],
            ),
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

fn thoughts() -> TableCreateStatement {
    Table::create()
        .table("thoughts")
        .col(big_pk_auto("id"))
        .col(string("topic"))
        .col(text("body"))
        // Emptied some time after it was dealt with, and the text later.
        .col(string("email"))
        // open or handled
        .col(string_len("state", 16))
        .col(big_integer("version"))
        // Hash of the key in the form, or of the message: sent twice it is there once.
        .col(string_len("key_hash", 64).unique_key().take())
        .col(big_integer("created_at"))
        .col(big_integer_null("handled_at"))
        // What was mailed as the answer last, and when.
        .col(text("answer"))
        .col(big_integer_null("answered_at"))
        .to_owned()
}

/// One row for each email that was looked at, so that none is read in twice.
fn intake_mails() -> TableCreateStatement {
    Table::create()
        .table("intake_mails")
        .col(big_pk_auto("id"))
        // Of its Message-ID, or of all of it where it has none.
        .col(string_len("message_id_hash", 64).unique_key().take())
        // draft, thought, answer or left_alone
        .col(string_len("outcome", 16))
        // Of a submission, a thought or a letter.
        .col(big_integer_null("target_id"))
        // Why it was left alone; empty for the others.
        .col(string_len("why", 40))
        // For whoever looks through the list; emptied after a time.
        .col(string("subject"))
        .col(string("sender"))
        // JSON: names of the files that came with it.
        .col(text("files"))
        .col(big_integer_null("sent_at"))
        .col(big_integer_null("account_id"))
        .col(big_integer("created_at"))
        .to_owned()
}
