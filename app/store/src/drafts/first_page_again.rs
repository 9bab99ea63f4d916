//! The first page sent again: finding the draft that it began, and correcting it while nothing else
//! was saved.

use super::begin::{BeginError, Begun, NewDraft, mail_link_back};
use super::working_copy;
use crate::entity::{case, submission, working_copy as row};
use crate::moderation_queue::search_key;
use crate::submissions::Submission;
use crate::{Db, DbErr, Transaction, hash_token, mailed_links, submissions, write_content};
use case_study::mail_templates::MailContext;
use case_study::similar::{museum_key, title_key};
use case_study::{CaseStudyContent, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Version of a working copy that nothing was saved into yet.
pub(crate) const AS_BEGUN: i64 = 1;

/// For how long a first page that is sent again finds the draft that it began: a second press, a slow
/// line, Back and a correction. The page stays in the browser, where others may find it later.
const AGAIN_MS: i64 = 15 * 60 * 1000;

/// What shows that a first page is sent again by whoever sent it before.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sender<'a> {
    /// The submissions that this session may write.
    pub drafts: &'a [i64],
    /// Whether the page was given to this very browser.
    pub same_browser: bool,
}

/// Whether a draft was begun with this key, by anybody and at any time.
///
/// # Errors
/// When the database does not answer.
pub async fn is_begun_with(db: &Db, start_key: &str) -> Result<bool, DbErr> {
    Ok(find_by_key(db, &hash_token(start_key)).await?.is_some())
}

/// The submission that was begun with the first page of this key.
pub(crate) async fn find_by_key(
    db: &Db,
    key_hash: &str,
) -> Result<Option<submission::Model>, DbErr> {
    submission::Entity::find()
        .filter(submission::Column::StartKeyHash.eq(key_hash))
        .one(db.reader())
        .await
}

/// What somebody who sends a first page is to the submission that was begun with it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Whose {
    pub may_write: bool,
    /// Whether they sent the page before, as far as can be told.
    pub sent_it: bool,
}

impl Whose {
    pub fn of(row: &submission::Model, account_id: Option<i64>, sender: Sender<'_>) -> Self {
        let owns = row.account_id.is_some() && row.account_id == account_id;
        let may_write = owns || sender.drafts.contains(&row.id);
        Self {
            may_write,
            // What belongs to an account is opened by signing in, and not by a page that was left behind.
            sent_it: may_write || (row.account_id.is_none() && sender.same_browser),
        }
    }
}

/// Whether it is so short ago that a submission was begun that whoever sends its page again is the one
/// who sent it before.
pub(crate) fn is_again(tx: &Transaction, submission: &Submission) -> bool {
    tx.now_ms() - submission.created_at <= AGAIN_MS
}

/// The draft that this form began, with what was corrected since.
pub(super) async fn begun_with(
    db: &Db,
    mail_context: &MailContext,
    new: &NewDraft,
    sender: Sender<'_>,
    key_hash: &str,
) -> Result<Option<Begun>, BeginError> {
    let Some(row) = find_by_key(db, key_hash).await? else {
        return Ok(None);
    };
    let Whose { may_write, sent_it } = Whose::of(&row, new.account_id, sender);
    if sent_it && find_again(db, mail_context, new, row.id).await? {
        return Ok(Some(Begun {
            submission_id: row.id,
            reference: row.reference,
        }));
    }
    Err(BeginError::StartedAlready {
        draft: may_write.then_some(row.reference),
    })
}

/// Whether the draft is still as it was begun, a short while ago. A title or an address that was
/// corrected is put into it.
async fn find_again(
    db: &Db,
    mail_context: &MailContext,
    new: &NewDraft,
    submission_id: i64,
) -> Result<bool, BeginError> {
    let tx = db.begin().await?;
    let submission = submissions::locked(&tx, submission_id)
        .await?
        .ok_or_else(|| DbErr::RecordNotFound(format!("submission {submission_id}")))?;
    let held = working_copy::lock(&tx, submission_id).await?;
    let (content, version) = (held.copy.content, held.version);
    if submission.status != Status::Draft || version != AS_BEGUN || !is_again(&tx, &submission) {
        return Ok(false);
    }
    let wanted = CaseStudyContent {
        unknown: content.unknown.clone(),
        ..new.content()
    };
    if content != wanted || submission.submitter_email != new.email {
        correct(&tx, mail_context, new, &submission, &wanted).await?;
        tx.commit().await?;
    }
    Ok(true)
}

/// Puts what was corrected on the first page into a draft that is still as it was begun.
async fn correct(
    tx: &Transaction,
    mail_context: &MailContext,
    new: &NewDraft,
    submission: &Submission,
    content: &CaseStudyContent,
) -> Result<(), BeginError> {
    // The version stays: this is still how it was begun, and may be corrected once more.
    row::Entity::update_many()
        .col_expr(row::Column::Content, Expr::value(write_content(content)?))
        .filter(row::Column::SubmissionId.eq(submission.id))
        .exec(tx)
        .await?;
    submission::Entity::update_many()
        .col_expr(submission::Column::Title, Expr::value(new.title.clone()))
        .col_expr(
            submission::Column::Museum,
            Expr::value(content.museum.clone()),
        )
        .col_expr(
            submission::Column::TitleKey,
            Expr::value(title_key(&new.title)),
        )
        .col_expr(
            submission::Column::MuseumKey,
            Expr::value(museum_key(&content.museum)),
        )
        .col_expr(
            submission::Column::SubmitterEmail,
            Expr::value(new.email.clone()),
        )
        .col_expr(
            submission::Column::AddressConfirmedAt,
            Expr::value(None::<i64>),
        )
        .col_expr(
            submission::Column::SearchKey,
            Expr::value(search_key(
                &new.title,
                &content.museum,
                &submission.reference,
                &new.email,
            )),
        )
        .filter(submission::Column::Id.eq(submission.id))
        .exec(tx)
        .await?;
    case::Entity::update_many()
        .col_expr(case::Column::Title, Expr::value(new.title.clone()))
        .filter(case::Column::Id.eq(submission.case_id))
        .exec(tx)
        .await?;
    if submission.submitter_email != new.email {
        // Whoever has the mistyped address reads nothing of it.
        mailed_links::revoke_links(tx, submission.id).await?;
        mail_link_back(tx, mail_context, submission.id, &submission.reference, new).await?;
    }
    Ok(())
}
