//! Sending a case study: the text that its author signed becomes a revision, and the declarations about
//! it are kept with it.

use super::history::Actor;
use super::submissions::Submission;
use super::{DbErr, Transaction, declarations, drafts, publishing, submissions};
use case_study::declarations::Declared;
use case_study::signed_text::SignedText;
use case_study::{FieldError, RevisionKind};

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
    if let Some(declared) = declared {
        declarations::keep(tx, submission, revision_id, &declared.keys, actor).await?;
    }
    Ok(Ok(()))
}
