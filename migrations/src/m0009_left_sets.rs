//! Which sets of OAI-PMH a case has left, and when: whoever harvests a set is told.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Empty while the case is in the set.
        manager
            .alter_table(
                Table::alter()
                    .table("case_terms")
                    .add_column(big_integer_null("left_at"))
                    .to_owned(),
            )
            .await?;
        // Rows are for sets alone from here on; what lists filter by stands in the search index.
        manager
            .execute(
                Query::delete()
                    .from_table("case_terms")
                    .and_where(Expr::col("vocabulary").is_not_in(["strand", "theme"]))
                    .to_owned(),
            )
            .await
    }
}
