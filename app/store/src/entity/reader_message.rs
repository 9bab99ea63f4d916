//! What a reader wrote to the moderators about a case.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reader_messages")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub case_id: i64,
    pub kind: String,
    pub reason: String,
    pub body: String,
    pub sender: String,
    pub email: String,
    pub state: String,
    pub version: i64,
    pub key_hash: String,
    pub created_at: i64,
    pub handled_at: Option<i64>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
