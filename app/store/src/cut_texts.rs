//! The texts that were cut of a submission, without their words: who cut each, and what for. Whoever asks about the
//! round of a text reads no text for it.

use super::DbErr;
use super::entity::revision;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
};

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub(super) struct CutText {
    pub id: i64,
    pub kind: String,
    pub account_id: Option<i64>,
    /// Of a text that a moderator changed.
    pub weight: Option<String>,
    /// Keys of the fields that moderators wrote, as they are stored.
    pub by_us: String,
}

/// Oldest first.
pub(super) async fn of_submission(
    db: &impl ConnectionTrait,
    submission_id: i64,
) -> Result<Vec<CutText>, DbErr> {
    revision::Entity::find()
        .select_only()
        .columns([
            revision::Column::Id,
            revision::Column::Kind,
            revision::Column::AccountId,
            revision::Column::Weight,
            revision::Column::ByUs,
        ])
        .filter(revision::Column::SubmissionId.eq(submission_id))
        .order_by_asc(revision::Column::Id)
        .into_model::<CutText>()
        .all(db)
        .await
}
