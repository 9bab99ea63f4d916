//! An immutable text: as submitted, as edited, as published.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revisions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub case_id: i64,
    pub submission_id: Option<i64>,
    pub number: i64,
    pub kind: String,
    pub content: String,
    pub account_id: Option<i64>,
    pub created_at: i64,
    /// form, meaning or protection; of texts that a moderator changed.
    pub weight: Option<String>,
    /// JSON: keys of the fields that a moderator wrote.
    pub by_us: String,
    pub language: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
