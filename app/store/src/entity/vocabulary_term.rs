//! A term of a controlled vocabulary. Written at every start and read by nothing yet: it is furnished by
//! later work.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "vocabulary_terms")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub vocabulary: String,
    pub slug: String,
    pub label: String,
    pub definition: String,
    pub position: i32,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
