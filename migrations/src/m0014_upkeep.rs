//! What is looked after once it is public: when a case is due, whether its links work; and that an address was erased,
//! without the address.

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
                    .table("erasures")
                    .col(big_pk_auto("id"))
                    .col(string_len("email_hash", 64))
                    .col(big_integer("at"))
                    .col(big_integer("created_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("link_checks")
                    .col(big_pk_auto("id"))
                    .col(big_integer("case_id"))
                    .col(text("url"))
                    // works, broken, no_answer or left_alone; empty before it was looked at.
                    .col(string_len("outcome", 16))
                    .col(big_integer("checked_at"))
                    .col(big_integer_null("failing_since"))
                    .col(big_integer("failures"))
                    .col(big_integer("created_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("link_checks", "case_id")
                            .to("cases", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        for (name, columns) in [
            ("link_checks_of_case", &["case_id"][..]),
            ("link_checks_by_time", &["checked_at"][..]),
            ("link_checks_failing", &["failures", "failing_since"][..]),
        ] {
            let mut index = Index::create();
            index.table("link_checks").name(name);
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index.to_owned()).await?;
        }
        manager
            .create_index(
                Index::create()
                    .table("cases")
                    .name("cases_by_review")
                    .col("state")
                    .col("review_due_at")
                    .to_owned(),
            )
            .await
    }
}
