//! A new version of a public case: a round of review of its own, which starts from the public text. That stays up
//! until the new one is published.

use super::begin::Begun;
use super::first_page_again::AS_BEGUN;
use crate::entity::{case, revision, submission, working_copy as row};
use crate::history::{Actor, NewHistoryEntry, record};
use crate::mail_limits::TypedFor;
use crate::moderation_queue::search_key;
use crate::outbox::Concerning;
use crate::submissions::Submission;
use crate::{
    Db, DbErr, Transaction, accounts, declarations, fresh_token, hash_token, mail_limits,
    mailed_links, outbox, publishing, random_bytes, submissions, write_content,
};
use case_study::mail_templates::{About, MailContext};
use case_study::similar::{museum_key, title_key};
use case_study::{CaseState, CaseStudyContent, EventKind, Reference, RevisionKind, Status, Stored};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set, SqlErr};

/// Statuses of what was sent and is not decided yet: one of a case at a time.
pub(crate) const OPEN: [Status; 5] = [
    Status::Submitted,
    Status::InReview,
    Status::ChangesRequested,
    Status::AwaitingYes,
    Status::Approved,
];

/// What became of the wish for a new version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewVersion {
    Begun(Begun),
    /// One is under review already.
    InTheWay {
        reference: String,
    },
    /// The public does not read it, or reads another version of it.
    NotPublic,
    /// Not by this person.
    NotAllowed,
}

/// The text that a new version starts from.
struct Base {
    published: Submission,
    row: submission::Model,
    revision_id: i64,
    content: CaseStudyContent,
}

/// Begins a new version of a published submission by its museum: a draft, with the public text to write on and what
/// was declared for it. One that was begun before and in which nothing was written yet is found again: a second press
/// of the button has no second draft.
///
/// # Errors
/// When the database does not answer.
pub async fn begin_new_version(
    db: &Db,
    mail_context: &MailContext,
    actor: &Actor,
    published_id: i64,
) -> Result<NewVersion, DbErr> {
    let tx = db.begin().await?;
    let base = match base(&tx, published_id).await? {
        Ok(base) => base,
        Err(refused) => return Ok(refused),
    };
    if let Some(begun) = untouched(&tx, &base).await? {
        return Ok(NewVersion::Begun(begun));
    }
    let begun = insert(&tx, actor, &base, Status::Draft).await?;
    let email = &base.published.submitter_email;
    if !email.is_empty() && mail_limits::allow(&tx, TypedFor::Move, &base.published).await? {
        let token = mailed_links::issue_link(&tx, begun.submission_id).await?;
        let about = About {
            reference: &begun.reference,
            title: &base.published.title,
            token: &token,
        };
        let concerning = Concerning::Submission(begun.submission_id);
        let mail = mail_context.new_version_begun(about);
        outbox::enqueue_about(&tx, concerning, email, mail).await?;
    }
    tx.commit().await?;
    Ok(NewVersion::Begun(begun))
}

/// Begins a new version by a member of staff who is about to change what it says: in review, on their desk, with the
/// public text as its first. Its museum is asked before it is published.
///
/// # Errors
/// When the database does not answer.
pub async fn begin_new_version_by_staff(
    db: &Db,
    actor: &Actor,
    published_id: i64,
) -> Result<NewVersion, DbErr> {
    match try_by_staff(db, actor, published_id).await {
        // Its museum sent one in this moment.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            try_by_staff(db, actor, published_id).await
        }
        begun => begun,
    }
}

async fn try_by_staff(db: &Db, actor: &Actor, published_id: i64) -> Result<NewVersion, DbErr> {
    let tx = db.begin().await?;
    if !actor.roles.iter().any(|role| role.is_staff()) || !accounts::still_acts(&tx, actor).await? {
        return Ok(NewVersion::NotAllowed);
    }
    let base = match base(&tx, published_id).await? {
        Ok(base) => base,
        Err(refused) => return Ok(refused),
    };
    let begun = insert(&tx, actor, &base, Status::InReview).await?;
    let version = submissions::by_id(&tx, begun.submission_id)
        .await?
        .ok_or(DbErr::RecordNotInserted)?;
    let kind = RevisionKind::AsEdited;
    publishing::cut_revision(&tx, &version, kind, &base.content, actor.account_id).await?;
    tx.commit().await?;
    Ok(NewVersion::Begun(begun))
}

/// Locks the published submission, so that two who begin at once see each other, and reads the public text.
async fn base(tx: &Transaction, published_id: i64) -> Result<Result<Base, NewVersion>, DbErr> {
    let Some(published) = submissions::locked(tx, published_id).await? else {
        return Ok(Err(NewVersion::NotPublic));
    };
    let case = case::Entity::find_by_id(published.case_id)
        .one(tx)
        .await?
        .filter(|case| Stored::<CaseState>::read(&case.state).is_public());
    let public = case.and_then(|case| case.published_revision_id);
    let (Some(revision_id), true) = (public, published.status == Status::Published) else {
        return Ok(Err(NewVersion::NotPublic));
    };
    if let Some(reference) = open_version(tx, published.case_id).await? {
        return Ok(Err(NewVersion::InTheWay { reference }));
    }
    let missing = |what: &str| DbErr::RecordNotFound(format!("{what} of {published_id}"));
    let text = revision::Entity::find_by_id(revision_id)
        .one(tx)
        .await?
        .ok_or_else(|| missing("public text"))?;
    let row = submission::Entity::find_by_id(published_id)
        .one(tx)
        .await?
        .ok_or_else(|| missing("row"))?;
    Ok(Ok(Base {
        content: submissions::shown(tx, &text).await?,
        published,
        row,
        revision_id,
    }))
}

/// The reference of the version of a case that is under review.
pub(crate) async fn open_version(
    db: &impl ConnectionTrait,
    case_id: i64,
) -> Result<Option<String>, DbErr> {
    let open = submission::Entity::find()
        .filter(submission::Column::CaseId.eq(case_id))
        .filter(submission::Column::Status.is_in(OPEN.map(Status::slug)))
        .one(db)
        .await?;
    Ok(open.map(|row| row.reference))
}

/// The version under review that keeps another one of its case from being sent or taken up again.
///
/// # Errors
/// When the database does not answer.
pub async fn in_the_way(db: &Db, submission: &Submission) -> Result<Option<String>, DbErr> {
    let open = open_version(db.reader(), submission.case_id).await?;
    Ok(open.filter(|reference| *reference != submission.reference))
}

/// The new versions of a case that its museum is writing, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn being_written(db: &Db, case_id: i64) -> Result<Vec<Submission>, DbErr> {
    let open = [Status::Draft, Status::ChangesRequested].map(Status::slug);
    let rows = submission::Entity::find()
        .filter(submission::Column::CaseId.eq(case_id))
        .filter(submission::Column::BaseRevisionId.is_not_null())
        .filter(submission::Column::Status.is_in(open))
        .order_by_desc(submission::Column::Id)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Submission::from_row).collect())
}

/// A draft of the same text in which nobody has written.
async fn untouched(tx: &Transaction, base: &Base) -> Result<Option<Begun>, DbErr> {
    let drafts = submission::Entity::find()
        .filter(submission::Column::CaseId.eq(base.published.case_id))
        .filter(submission::Column::Status.eq(Status::Draft.slug()))
        .filter(submission::Column::BaseRevisionId.eq(base.revision_id))
        .all(tx)
        .await?;
    for draft in drafts {
        let copy = row::Entity::find_by_id(draft.id).one(tx).await?;
        if copy.is_some_and(|copy| copy.version == AS_BEGUN) {
            return Ok(Some(Begun {
                submission_id: draft.id,
                reference: draft.reference,
            }));
        }
    }
    Ok(None)
}

async fn insert(
    tx: &Transaction,
    actor: &Actor,
    base: &Base,
    status: Status,
) -> Result<Begun, DbErr> {
    let now = tx.now_ms();
    let by_staff = status == Status::InReview;
    let reference = Reference::from_random(random_bytes());
    let earlier = base.row.clone();
    let found_by = search_key(
        &base.content.title,
        &base.content.museum,
        reference.as_str(),
        &earlier.submitter_email,
    );
    let submission_id = submission::Entity::insert(submission::ActiveModel {
        reference: Set(reference.to_string()),
        case_id: Set(earlier.case_id),
        account_id: Set(earlier.account_id),
        status: Set(status.slug().to_owned()),
        version: Set(1),
        assignee_id: Set(actor.account_id.filter(|_| by_staff)),
        submitter_email: Set(earlier.submitter_email),
        // Begun by a button and not with a first page.
        start_key_hash: Set(hash_token(&fresh_token())),
        title: Set(base.content.title.clone()),
        museum: Set(base.content.museum.clone()),
        title_key: Set(Some(title_key(&base.content.title))),
        museum_key: Set(Some(museum_key(&base.content.museum))),
        strand: Set(base.content.strand.clone()),
        search_key: Set(found_by),
        queued_at: Set(if by_staff { now } else { 0 }),
        created_at: Set(now),
        updated_at: Set(now),
        // The queue lists what was handed to moderators.
        submitted_at: Set(by_staff.then_some(now)),
        begun_by: Set(if by_staff { "moderator" } else { "museum" }.to_owned()),
        base_revision_id: Set(Some(base.revision_id)),
        language: Set(earlier.language),
        address_confirmed_at: Set(earlier.address_confirmed_at),
        // Somebody could be harmed by it as by the one before, until a moderator says that no one could.
        sensitive_by: Set(earlier.sensitive_by),
        ..Default::default()
    })
    .exec(tx)
    .await?
    .last_insert_id;
    row::Entity::insert(row::ActiveModel {
        submission_id: Set(submission_id),
        content: Set(write_content(&base.content)?),
        version: Set(AS_BEGUN),
        saved_at: Set(now),
        ..Default::default()
    })
    .exec_without_returning(tx)
    .await?;
    declarations::count_on(tx, base.published.id, submission_id).await?;
    let entry = NewHistoryEntry {
        submission_id: Some(submission_id),
        case_id: Some(base.published.case_id),
        to_state: Some(status.slug()),
        ..NewHistoryEntry::of(EventKind::Begin)
    };
    record(tx, actor, entry).await?;
    Ok(Begun {
        submission_id,
        reference: reference.to_string(),
    })
}
