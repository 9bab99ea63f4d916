//! Sending a case study: the text that its author signed becomes a revision, and the declarations about
//! it are kept with its name.

use super::entity::submission;
use super::history::Actor;
use super::submissions::Submission;
use super::{DbErr, Transaction, drafts, place_of, publishing, submissions};
use case_study::declarations::{DeclarationRecord, Declared, WORDING_VERSION};
use case_study::signed_text::SignedText;
use case_study::{FieldError, RevisionKind};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Why a text cannot be sent.
pub(super) enum NotSent {
    /// It is not the one that was signed.
    OtherText,
    Incomplete(Vec<FieldError>),
}

/// Cuts the text as submitted. It is read here, under the lock of its submission: what was signed is
/// then what is stored, whoever saves in the same moment.
pub(super) async fn send(
    tx: &Transaction,
    submission: &Submission,
    declared: Option<&Declared>,
    actor: &Actor,
) -> Result<Result<(), NotSent>, DbErr> {
    let content = submissions::current_content(tx, submission).await?;
    let stored = SignedText::of(&content);
    if declared.is_some_and(|declared| declared.fingerprint != stored.fingerprint()) {
        return Ok(Err(NotSent::OtherText));
    }
    let errors = drafts::check_working_copy(tx, submission.id).await?;
    if !errors.is_empty() {
        return Ok(Err(NotSent::Incomplete(errors)));
    }
    let kind = RevisionKind::AsSubmitted;
    let revision_id =
        publishing::cut_revision(tx, submission, kind, &content, actor.account_id).await?;
    keep(tx, submission, declared, actor, revision_id).await?;
    Ok(Ok(()))
}

/// Keeps who declared what, when, and about which text. Without declarations none are left of an
/// earlier sending: they were about another text.
async fn keep(
    tx: &Transaction,
    submission: &Submission,
    declared: Option<&Declared>,
    actor: &Actor,
    revision_id: i64,
) -> Result<(), DbErr> {
    let record = declared
        .map(|declared| {
            serde_json::to_string(&DeclarationRecord {
                version: WORDING_VERSION.to_owned(),
                at: tx.now_ms(),
                account: actor.account_id,
                email: submission.submitter_email.clone(),
                keys: declared.keys.clone(),
                fingerprint: declared.fingerprint.clone(),
                revision_id: Some(revision_id),
            })
        })
        .transpose()
        .map_err(|error| DbErr::Custom(place_of(&error)))?;
    submission::Entity::update_many()
        .col_expr(submission::Column::Declarations, Expr::value(record))
        .filter(submission::Column::Id.eq(submission.id))
        .exec(tx)
        .await?;
    Ok(())
}
