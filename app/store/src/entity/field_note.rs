//! What a moderator noted at a field.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "field_notes")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub submission_id: i64,
    /// The submission's round when it was written.
    pub round: i64,
    pub field: String,
    /// Slug of a reason to return; may be empty.
    pub reason: String,
    pub words: String,
    /// team or museum
    pub reach: String,
    /// draft, sent, answered or settled
    pub state: String,
    pub account_id: Option<i64>,
    pub reply: String,
    pub answered_at: Option<i64>,
    pub created_at: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
