//! Beginning a draft with the first page, and correcting that page while nothing else was saved.

use super::save::lock_working_copy;
use crate::entity::{case, submission, working_copy};
use crate::history::{Actor, NewHistoryEntry, record};
use crate::mail_limits;
use crate::mail_limits::TypedFor;
use crate::{
    Db, DbErr, Transaction, hash_token, mailed_links, outbox, random_bytes, submissions,
    write_content,
};
use case_study::mail_templates::{About, MailContext};
use case_study::{CaseState, CaseStudyContent, EventKind, Origin, Reference, Role, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set, SqlErr};

/// Version of a working copy that nothing was saved into yet.
const AS_BEGUN: i64 = 1;

/// What the first page asks.
#[derive(Debug, Clone)]
pub struct NewDraft {
    pub title: String,
    /// Where to mail the link back; may be empty.
    pub email: String,
    /// Random key from the first page's form. Sent again, it finds the draft it began.
    pub start_key: String,
    pub account_id: Option<i64>,
}

/// A draft that was begun, now or by an earlier press of the same button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    pub submission_id: i64,
    pub reference: String,
}

/// Why a draft was not begun. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// This address was mailed too often lately because it was typed into the first page.
    #[error("too many links to drafts were mailed to this address")]
    MailedOften { seconds: u64 },
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Begins a draft: a case, its submission and a working copy, and a mail with the link back.
///
/// The same form sent again finds the draft it began. While nothing else was saved in it, a title or
/// an address that was corrected takes the place of the first, and the link goes to the new address
/// alone.
///
/// # Errors
/// See [`BeginError`].
pub async fn begin(
    db: &Db,
    mail_context: &MailContext,
    new: NewDraft,
) -> Result<Begun, BeginError> {
    let key_hash = hash_token(&new.start_key);
    if let Some(begun) = begun_with(db, mail_context, &new, &key_hash).await? {
        return Ok(begun);
    }
    match try_begin(db, mail_context, &new, &key_hash).await {
        // The other press of the button won the race, or (once in a lifetime) the reference is taken.
        Err(BeginError::Db(error))
            if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) =>
        {
            match begun_with(db, mail_context, &new, &key_hash).await? {
                Some(begun) => Ok(begun),
                None => try_begin(db, mail_context, &new, &key_hash).await,
            }
        }
        begun => begun,
    }
}

/// The draft that this form began, with what was corrected since.
async fn begun_with(
    db: &Db,
    mail_context: &MailContext,
    new: &NewDraft,
    key_hash: &str,
) -> Result<Option<Begun>, BeginError> {
    let found = submission::Entity::find()
        .filter(submission::Column::StartKeyHash.eq(key_hash))
        .one(db.reader())
        .await?;
    let Some(row) = found else { return Ok(None) };
    if row.title != new.title || row.submitter_email != new.email {
        correct(db, mail_context, new, row.id).await?;
    }
    Ok(Some(Begun {
        submission_id: row.id,
        reference: row.reference,
    }))
}

/// Puts a corrected title and address into a draft that is still as it was begun.
async fn correct(
    db: &Db,
    mail_context: &MailContext,
    new: &NewDraft,
    submission_id: i64,
) -> Result<(), BeginError> {
    let tx = db.begin().await?;
    let submission = submissions::locked(&tx, submission_id)
        .await?
        .ok_or_else(|| DbErr::RecordNotFound(format!("submission {submission_id}")))?;
    let (mut content, version) = lock_working_copy(&tx, submission_id).await?;
    if submission.status != Status::Draft || version != AS_BEGUN {
        return Ok(());
    }
    content.title.clone_from(&new.title);
    content.contact_email.clone_from(&new.email);
    // The version stays: this is still how it was begun, and may be corrected once more.
    working_copy::Entity::update_many()
        .col_expr(
            working_copy::Column::Content,
            Expr::value(write_content(&content)?),
        )
        .filter(working_copy::Column::SubmissionId.eq(submission_id))
        .exec(&tx)
        .await?;
    submission::Entity::update_many()
        .col_expr(submission::Column::Title, Expr::value(new.title.clone()))
        .col_expr(
            submission::Column::SubmitterEmail,
            Expr::value(new.email.clone()),
        )
        .filter(submission::Column::Id.eq(submission_id))
        .exec(&tx)
        .await?;
    case::Entity::update_many()
        .col_expr(case::Column::Title, Expr::value(new.title.clone()))
        .filter(case::Column::Id.eq(submission.case_id))
        .exec(&tx)
        .await?;
    if submission.submitter_email != new.email {
        // Whoever has the mistyped address reads nothing of it.
        mailed_links::revoke_links(&tx, submission_id).await?;
        mail_link_back(&tx, mail_context, submission_id, &submission.reference, new).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Mails the link back, if there is an address.
async fn mail_link_back(
    tx: &Transaction,
    mail_context: &MailContext,
    submission_id: i64,
    reference: &str,
    new: &NewDraft,
) -> Result<(), BeginError> {
    if new.email.is_empty() {
        return Ok(());
    }
    // An account's address is its owner's; any other may be anybody's.
    if new.account_id.is_none()
        && let Some(seconds) = mail_limits::count(tx, TypedFor::Draft, &new.email).await?
    {
        return Err(BeginError::MailedOften { seconds });
    }
    let token = mailed_links::issue_link(tx, submission_id).await?;
    let about = About {
        reference,
        title: &new.title,
        token: &token,
    };
    outbox::enqueue_mail(tx, &new.email, mail_context.draft_begun(about)).await?;
    Ok(())
}

async fn try_begin(
    db: &Db,
    mail_context: &MailContext,
    new: &NewDraft,
    key_hash: &str,
) -> Result<Begun, BeginError> {
    let now = db.now_ms();
    let content = CaseStudyContent {
        title: new.title.clone(),
        // Not asked twice: it is the contact until somebody says otherwise.
        contact_email: new.email.clone(),
        ..Default::default()
    };
    let tx = db.begin().await?;
    let case_id = case::Entity::insert(case::ActiveModel {
        slug: Set(None),
        state: Set(CaseState::Unpublished.slug().to_owned()),
        origin: Set(Origin::Submitted.slug().to_owned()),
        title: Set(new.title.clone()),
        featured: Set(false),
        version: Set(1),
        created_at: Set(now),
        ..Default::default()
    })
    .exec(&tx)
    .await?
    .last_insert_id;
    let reference = Reference::from_random(random_bytes());
    let submission_id = submission::Entity::insert(submission::ActiveModel {
        reference: Set(reference.to_string()),
        case_id: Set(case_id),
        account_id: Set(new.account_id),
        status: Set(Status::Draft.slug().to_owned()),
        version: Set(1),
        submitter_email: Set(new.email.clone()),
        start_key_hash: Set(key_hash.to_owned()),
        title: Set(new.title.clone()),
        museum: Set(String::new()),
        strand: Set(String::new()),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    })
    .exec(&tx)
    .await?
    .last_insert_id;
    working_copy::Entity::insert(working_copy::ActiveModel {
        submission_id: Set(submission_id),
        content: Set(write_content(&content)?),
        version: Set(AS_BEGUN),
        saved_at: Set(now),
    })
    .exec_without_returning(&tx)
    .await?;
    let actor = Actor {
        account_id: new.account_id,
        roles: vec![Role::Submitter],
    };
    record(
        &tx,
        &actor,
        NewHistoryEntry {
            submission_id: Some(submission_id),
            case_id: Some(case_id),
            to_state: Some(Status::Draft.slug()),
            ..NewHistoryEntry::of(EventKind::Begin)
        },
    )
    .await?;
    mail_link_back(&tx, mail_context, submission_id, reference.as_str(), new).await?;
    tx.commit().await?;
    Ok(Begun {
        submission_id,
        reference: reference.to_string(),
    })
}
