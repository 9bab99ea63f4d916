//! The copy that saving overwrites, under a version check.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "working_copies")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub submission_id: i64,
    pub content: String,
    pub version: i64,
    pub saved_at: i64,
    /// JSON: what was typed and cannot be read yet, by field.
    pub unread: String,
    /// JSON: which page of the form saved a section last, by section.
    pub last_saves: String,
    /// The revision that its author last was given to write on.
    pub opened_from: Option<i64>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
