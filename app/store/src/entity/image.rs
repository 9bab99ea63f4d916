//! A picture of a submission. No page adds one yet: the table is furnished by later work.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "images")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub submission_id: i64,
    pub storage_key: String,
    pub position: i32,
    pub alternative_text: String,
    pub credit: String,
    pub licence: String,
    pub people_recognisable: bool,
    pub consent_given: bool,
    pub created_at: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
