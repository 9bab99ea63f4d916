//! An email that was looked at, and what became of it.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "intake_mails")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub message_id_hash: String,
    /// draft, thought, answer or left_alone
    pub outcome: String,
    /// Of a submission, a thought or a letter.
    pub target_id: Option<i64>,
    /// Why it was left alone.
    pub why: String,
    pub subject: String,
    pub sender: String,
    /// JSON: names of the files that came with it.
    pub files: String,
    pub sent_at: Option<i64>,
    pub account_id: Option<i64>,
    pub created_at: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
