//! Something written to a museum, or by it, about a case.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "letters")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub case_id: i64,
    pub submission_id: Option<i64>,
    pub from_museum: bool,
    pub subject: String,
    /// Without private links: those stand in the mail alone.
    pub body: String,
    /// The mail that carries it.
    pub job_id: Option<i64>,
    pub message_id_hash: Option<String>,
    pub account_id: Option<i64>,
    pub read_at: Option<i64>,
    pub created_at: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
