//! A text that was shown to somebody for a yes, and the answer.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agreements")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub submission_id: i64,
    pub revision_id: i64,
    /// museum or colleague
    pub side: String,
    /// JSON: at most two.
    pub questions: String,
    pub asked_by: Option<i64>,
    pub asked_at: i64,
    /// yes, change, no or void; none while it is open.
    pub answer: Option<String>,
    pub words: String,
    pub account_id: Option<i64>,
    pub answered_at: Option<i64>,
    /// How often the museum was reminded.
    pub reminded: i32,
    pub created_at: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
