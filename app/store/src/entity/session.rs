//! A browser's session; the id is stored hashed.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id_hash: String,
    pub account_id: Option<i64>,
    pub data: String,
    pub created_at: i64,
    pub expires_at: i64,
    /// The browser's own name, shortened; empty for a session of an earlier version.
    pub agent: String,
    pub seen_at: Option<i64>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
