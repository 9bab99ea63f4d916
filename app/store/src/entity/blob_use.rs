//! That a text names a picture.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "blob_uses")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub blob_id: i64,
    /// `revision` or `working_copy`.
    pub holder: String,
    pub holder_id: i64,
    pub created_at: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
