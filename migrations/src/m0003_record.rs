//! What happened (events, the audit) and what is still to do (jobs, the outbox).

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
                    .table("events")
                    .col(big_pk_auto("id"))
                    .col(big_integer_null("submission_id"))
                    .col(big_integer_null("case_id"))
                    .col(big_integer_null("account_id"))
                    .col(string_len("role", 16))
                    .col(string_len("action", 32))
                    .col(string_len_null("from_state", 20))
                    .col(string_len_null("to_state", 20))
                    // What else is worth knowing, as JSON; never a secret.
                    .col(text("detail"))
                    .col(big_integer("at"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("events", "submission_id")
                            .to("submissions", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("events", "case_id")
                            .to("cases", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("events", "account_id")
                            .to("accounts", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("events_by_submission")
                    .table("events")
                    .col("submission_id")
                    .col("id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("jobs")
                    .col(big_pk_auto("id"))
                    .col(string_len("kind", 16))
                    // Emptied when done: a mail holds a private link.
                    .col(text("payload"))
                    // waiting, done or dead
                    .col(string_len("state", 16))
                    .col(integer("attempts"))
                    .col(big_integer("run_at"))
                    // Until when one worker has it; 0 when nobody does.
                    .col(big_integer("leased_until"))
                    .col(text("last_error"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("finished_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("jobs_due")
                    .table("jobs")
                    .col("state")
                    .col("run_at")
                    .to_owned(),
            )
            .await
    }
}
