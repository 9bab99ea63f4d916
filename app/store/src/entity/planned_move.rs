//! A move that is carried out when it is due.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "planned_moves")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub submission_id: Option<i64>,
    pub case_id: Option<i64>,
    pub action: String,
    /// JSON: reason, letter, ticks.
    pub payload: String,
    /// None for what the program plans by itself.
    pub seen_version: Option<i64>,
    pub account_id: Option<i64>,
    pub due_at: i64,
    /// waiting, done, cancelled or stale
    pub state: String,
    pub outcome: String,
    pub ended_at: Option<i64>,
    pub created_at: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
