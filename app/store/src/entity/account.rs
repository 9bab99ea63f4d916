//! Somebody who can sign in.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub email: String,
    pub email_key: String,
    pub name: String,
    pub role: String,
    pub password_hash: String,
    pub disabled: bool,
    pub created_at: i64,
    /// daily, at_once or off
    pub notices: String,
    /// JSON: ids of the museums that this person works for.
    pub museums: String,
    /// Whether keys move through the queue.
    pub keys: bool,
    /// When the last morning's mail was written.
    pub digest_at: Option<i64>,
    /// Since when signing in asks for a code as well.
    pub second_factor_at: Option<i64>,
    /// When somebody last signed in with it.
    pub seen_at: Option<i64>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
