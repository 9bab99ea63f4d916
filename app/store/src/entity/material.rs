//! What a museum had already and sent along.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "material")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub submission_id: i64,
    pub blob_id: Option<i64>,
    pub name: String,
    pub media_type: String,
    /// JSON: see [`Piece`](case_study::material::Piece).
    #[sea_orm(column_type = "Text")]
    pub pieces: String,
    pub created_at: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
