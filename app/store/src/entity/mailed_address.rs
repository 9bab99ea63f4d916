//! A mail that went to an address because somebody typed it into a form.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mailed_addresses")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub address_hash: String,
    pub mailed_at: i64,
    /// The mailbox alone, whatever is mailed; null in rows of earlier versions.
    pub mailbox_hash: Option<String>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
