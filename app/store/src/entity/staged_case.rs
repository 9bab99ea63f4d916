//! What an import will make of a case, until it does.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staged_cases")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub import_id: i64,
    /// In the file, from 0.
    pub place: i64,
    pub case_id: i64,
    pub revision_id: i64,
    pub is_new: bool,
    pub sample: bool,
    pub slug: String,
    pub title: String,
    pub title_key: Option<String>,
    pub museum_id: i64,
    /// What the text says of the museum.
    pub facts: String,
    /// How the case stood when this was written.
    pub seen_state: String,
    pub seen_version: i64,
    pub seen_revision_id: Option<i64>,
    pub created_at: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
