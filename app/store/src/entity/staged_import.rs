//! An import that runs, was killed, or whose rows are not tidied yet.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staged_imports")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    /// staging, live or `given_up`
    pub state: String,
    pub created_at: i64,
    /// When it last stored something.
    pub seen_at: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
