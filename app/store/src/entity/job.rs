//! Something still to do: the outbox.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub kind: String,
    pub payload: String,
    pub state: String,
    pub attempts: i32,
    pub run_at: i64,
    pub leased_until: i64,
    pub last_error: String,
    pub created_at: i64,
    pub finished_at: Option<i64>,
    /// The higher, the sooner.
    pub priority: i32,
    /// Never sent after this.
    pub expires_at: Option<i64>,
    pub submission_id: Option<i64>,
    /// Two with the same key are one.
    pub unique_key: Option<String>,
    /// A mail about a sample never leaves by SMTP.
    pub sample: bool,
    /// The hash of the code or link that the mail carries: when that opens nothing any more, it is not sent.
    pub token_hash: Option<String>,
    /// Whose mails leave one after the other; empty where it is in no order, and when it is done.
    pub recipient_hash: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
