//! Something that happened: the audit.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub submission_id: Option<i64>,
    pub case_id: Option<i64>,
    pub account_id: Option<i64>,
    pub role: String,
    pub action: String,
    pub from_state: Option<String>,
    pub to_state: Option<String>,
    pub detail: String,
    pub at: i64,
    /// What a reader wrote, if this is about it.
    pub reader_message_id: Option<i64>,
    pub letter_id: Option<i64>,
    pub planned_move_id: Option<i64>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
