//! Drafts: beginning one, saving its answers, the link back to it, and who may write it.

mod begin;
mod first_page_again;
mod link_back;
mod new_version;
mod save;
mod working_copy;

pub use begin::{BeginError, Begun, NewDraft, begin, begin_or_find};
pub(super) use begin::{BegunBy, FirstText, insert_first};
pub(super) use first_page_again::{AS_BEGUN, Whose, find_by_key, is_again};
pub use first_page_again::{Sender, is_begun_with};
pub use link_back::{mail_link_back, mail_links_again, mail_overdue_links};
pub use new_version::{
    NewVersion, begin_new_version, begin_new_version_by_staff, being_written, in_the_way,
};
pub(super) use new_version::{OPEN, open_version};
pub use save::{SaveOutcome, Saved, fresh_base, fresh_request_base, save_request, save_section};
pub use working_copy::working_copy;
pub(super) use working_copy::{Contact, check_working_copy, lock, open_again, take_contact, write};

use super::entity::submission;
use super::mail_limits;
use super::mail_limits::TypedFor;
use super::outbox::Concerning;
use super::{Db, DbErr, mailed_links, outbox, submissions};
use case_study::mail_templates::{About, MailContext};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Mails a one-time code that opens writing on another device, to the address that the submission has
/// at that moment: one that was just corrected gets no code. Nothing is mailed when nobody gave an
/// address, or when it was mailed too many codes lately; the page says where to ask for help in either
/// case.
///
/// # Errors
/// When the database does not answer.
pub async fn mail_unlock_code(
    db: &Db,
    mail_context: &MailContext,
    submission_id: i64,
) -> Result<(), DbErr> {
    let tx = db.begin().await?;
    let Some(submission) = submissions::locked(&tx, submission_id).await? else {
        return Ok(());
    };
    let email = &submission.submitter_email;
    if email.is_empty()
        || mail_limits::count(&tx, TypedFor::Code, email)
            .await?
            .is_some()
    {
        return Ok(());
    }
    let code = mailed_links::issue_code(&tx, submission.id).await?;
    let token = mailed_links::issue_link(&tx, submission.id).await?;
    let about = About {
        reference: &submission.reference,
        title: &submission.title,
        token: &token,
    };
    let concerning = Concerning::Submission(submission.id);
    let mail = mail_context.unlock_code(about, &code);
    let opens = mailed_links::code_opens(&tx, submission.id, &code);
    outbox::enqueue_code(&tx, concerning, email, mail, opens).await?;
    tx.commit().await
}

/// Gives an account those of these submissions that nobody owns: its holder said that they are
/// theirs, and must find them again after signing out.
///
/// # Errors
/// When the database does not answer.
pub async fn adopt(db: &Db, submission_ids: &[i64], account_id: i64) -> Result<(), DbErr> {
    if submission_ids.is_empty() {
        return Ok(());
    }
    submission::Entity::update_many()
        .col_expr(submission::Column::AccountId, Expr::value(account_id))
        .filter(submission::Column::Id.is_in(submission_ids.iter().copied()))
        .filter(submission::Column::AccountId.is_null())
        .exec(db.writer())
        .await?;
    Ok(())
}
