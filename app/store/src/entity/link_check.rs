//! A link of a public case study, and what became of it when it was last looked at.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "link_checks")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub case_id: i64,
    pub url: String,
    /// By which a link stands once in a case; none in what a program before this one wrote.
    pub url_hash: Option<String>,
    /// works, broken, no_answer or left_alone; empty before it was looked at.
    pub outcome: String,
    pub checked_at: i64,
    /// Since when it has not worked.
    pub failing_since: Option<i64>,
    /// How often in a row.
    pub failures: i64,
    pub created_at: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
