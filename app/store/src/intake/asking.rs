//! Asking whoever sent an email to take over the draft that was made of it. An old inbox holds many emails of one sender:
//! who would get too many at once gets the others a day later, and so on.

use crate::entity::letter;
use crate::mail_limits::TypedFor;
use crate::submissions::Submission;
use crate::{DbErr, Transaction, letters, mail_limits, mailed_links, outbox};
use case_study::email::email_fault;
use case_study::mail_templates::{About, MailContext};
use sea_orm::EntityTrait;

/// A draft that was made of an email.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftMade {
    pub submission_id: i64,
    pub reference: String,
    pub asked: Asked,
}

/// Whether whoever sent an email is asked to take its draft over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    Now,
    /// At this time: their address was emailed too often lately.
    At(i64),
    /// There is no address that could be emailed.
    Never,
}

/// Emails them, as soon as their address may be emailed.
pub(super) async fn ask(
    tx: &Transaction,
    mail_context: &MailContext,
    account_id: Option<i64>,
    submission: &Submission,
) -> Result<Asked, DbErr> {
    let email = &submission.submitter_email;
    if email_fault(email).is_some() {
        return Ok(Asked::Never);
    }
    let at = mail_limits::reserve(tx, TypedFor::Draft, email).await?;
    let token = mailed_links::issue_link(tx, submission.id).await?;
    let about = About {
        reference: &submission.reference,
        title: "",
        token: &token,
    };
    let mail = mail_context.draft_made_of_email(about);
    let letter_id = letters::to_museum(tx, submission, account_id, mail).await?;
    if at <= tx.now_ms() {
        return Ok(Asked::Now);
    }
    let letter = match letter_id {
        Some(id) => letter::Entity::find_by_id(id).one(tx).await?,
        None => None,
    };
    if let Some(job_id) = letter.and_then(|letter| letter.job_id) {
        outbox::put_off(tx, job_id, at).await?;
    }
    Ok(Asked::At(at))
}
