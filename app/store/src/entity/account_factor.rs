//! What somebody has besides a password.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_factors")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub account_id: i64,
    /// totp or recovery
    pub kind: String,
    /// The secret of a generator, or the hash of a code that counts once.
    pub secret: String,
    /// When a recovery code was used. Of a generator: the time of the last code that was taken, of which none
    /// before it counts any more.
    pub used_at: Option<i64>,
    pub created_at: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
