//! A try to type a mailed code, with the network that it came from.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "code_guesses")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub access_link_id: i64,
    pub network_hash: String,
    pub guessed_at: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
