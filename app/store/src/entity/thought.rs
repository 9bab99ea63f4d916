//! A thought on the campaign.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "thoughts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub topic: String,
    pub body: String,
    pub email: String,
    pub state: String,
    pub version: i64,
    pub key_hash: String,
    pub created_at: i64,
    pub handled_at: Option<i64>,
    pub answer: String,
    pub answered_at: Option<i64>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
