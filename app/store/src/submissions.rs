//! One submission with its text, as pages and moves load it.

use super::entity::{case, revision, submission, working_copy};
use super::{Db, DbErr, Transaction, blobs, read_content};
use case_study::{
    CaseState, CaseStudyContent, EditWeight, Reference, RevisionKind, Status, Stored,
};
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeSet, HashMap};

/// A submission as it stands.
#[derive(Debug, Clone)]
pub struct Submission {
    pub id: i64,
    pub reference: String,
    pub case_id: i64,
    pub account_id: Option<i64>,
    pub status: Stored<Status>,
    /// Raised by every move and every change of its text; forms carry it to notice that somebody was faster.
    pub version: i64,
    pub assignee_id: Option<i64>,
    pub submitter_email: String,
    /// Somebody had a code that was mailed there.
    pub address_confirmed: bool,
    pub title: String,
    pub museum: String,
    pub created_at: i64,
    pub updated_at: i64,
    pub submitted_at: Option<i64>,
    /// When it was sent for the first time.
    pub first_sent_at: Option<i64>,
    /// Its museum sent it again, or answered.
    pub came_back: bool,
    /// Since when it has its place in the queue.
    pub queued_at: i64,
    /// How often changes were asked for.
    pub round: i64,
    /// short or long
    pub way: String,
    /// Staff or the operator began it.
    pub begun_by_us: bool,
    /// The public text that a new version starts from.
    pub base_revision_id: Option<i64>,
    /// The versions between which nothing but tags was changed, the last time that any were.
    pub only_tags: (i64, i64),
    /// Whether its museum may change every field of it while it may write, or only what was asked about.
    pub all_fields_open: bool,
}

impl Submission {
    /// Its museum sent it, or staff began it: it is with the moderators, and either side may write about it.
    #[must_use]
    pub const fn reached_the_moderators(&self) -> bool {
        self.submitted_at.is_some()
    }

    /// A draft that staff made of an email and that its museum has not taken over yet: staff may write it, and only
    /// the museum can send it. It takes it over with a code that was mailed to it.
    #[must_use]
    pub fn is_ours_to_write(&self) -> bool {
        self.begun_by_us
            && self.status == Status::Draft
            && !self.address_confirmed
            && self.account_id.is_none()
    }

    /// Whether somebody who saw this version may go on: nothing happened since. With `bears_other_tags` a change of
    /// tags is nothing.
    #[must_use]
    pub const fn is_as_seen(&self, seen: i64, bears_other_tags: bool) -> bool {
        let (from, until) = self.only_tags;
        seen == self.version || bears_other_tags && until == self.version && from <= seen
    }

    pub(super) fn from_row(row: submission::Model) -> Self {
        Self {
            id: row.id,
            reference: row.reference,
            case_id: row.case_id,
            account_id: row.account_id,
            status: Stored::read(&row.status),
            version: row.version,
            assignee_id: row.assignee_id,
            submitter_email: row.submitter_email,
            address_confirmed: row.address_confirmed_at.is_some(),
            title: row.title,
            begun_by_us: row.begun_by != "museum",
            museum: row.museum,
            created_at: row.created_at,
            updated_at: row.updated_at,
            submitted_at: row.submitted_at,
            first_sent_at: row.first_sent_at,
            came_back: row.came_back,
            queued_at: row.queued_at,
            round: row.round,
            way: row.way,
            base_revision_id: row.base_revision_id,
            only_tags: (row.tags_from, row.tags_until),
            all_fields_open: row.all_fields_open,
        }
    }
}

/// The submission with this reference, read as people type it; none for text that is no reference.
///
/// # Errors
/// When the database does not answer.
pub async fn by_reference(
    db: &impl ConnectionTrait,
    reference: &str,
) -> Result<Option<Submission>, DbErr> {
    let Ok(reference) = reference.parse::<Reference>() else {
        return Ok(None);
    };
    Ok(submission::Entity::find()
        .filter(submission::Column::Reference.eq(reference.as_str()))
        .one(db)
        .await?
        .map(Submission::from_row))
}

/// The submission with this id.
///
/// # Errors
/// When the database does not answer.
pub async fn by_id(db: &impl ConnectionTrait, id: i64) -> Result<Option<Submission>, DbErr> {
    Ok(submission::Entity::find_by_id(id)
        .one(db)
        .await?
        .map(Submission::from_row))
}

/// The same, with the row locked until the transaction ends. Whoever is about to write locks first:
/// a save and a send at once then see each other. SQLite has one writer anyway.
///
/// # Errors
/// When the database does not answer.
pub async fn locked(tx: &Transaction, id: i64) -> Result<Option<Submission>, DbErr> {
    Ok(submission::Entity::find_by_id(id)
        // Not the strongest lock: events that name the submission are written beside it.
        .lock(LockType::NoKeyUpdate)
        .one(tx)
        .await?
        .map(Submission::from_row))
}

/// The submissions of an account, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_account(db: &Db, account_id: i64) -> Result<Vec<Submission>, DbErr> {
    Ok(submission::Entity::find()
        .filter(submission::Column::AccountId.eq(account_id))
        .order_by_desc(submission::Column::Id)
        .all(db.reader())
        .await?
        .into_iter()
        .map(Submission::from_row)
        .collect())
}

/// The submissions with these ids, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn by_ids(db: &Db, ids: &[i64]) -> Result<Vec<Submission>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(submission::Entity::find()
        .filter(submission::Column::Id.is_in(ids.iter().copied()))
        .order_by_desc(submission::Column::Id)
        .all(db.reader())
        .await?
        .into_iter()
        .map(Submission::from_row)
        .collect())
}

/// The submission that made a case public, if one did; the newest where there are several.
///
/// # Errors
/// When the database does not answer.
pub async fn published_of_case(db: &Db, case_id: i64) -> Result<Option<Submission>, DbErr> {
    Ok(submission::Entity::find()
        .filter(submission::Column::CaseId.eq(case_id))
        .filter(submission::Column::Status.eq(Status::Published.slug()))
        .order_by_desc(submission::Column::Id)
        .one(db.reader())
        .await?
        .map(Submission::from_row))
}

/// The text a submission stands for now: the working copy while its author may write, otherwise
/// the latest revision of the submission.
///
/// # Errors
/// When the database does not answer, or a row is missing that a submission always has.
pub async fn current_content(
    db: &impl ConnectionTrait,
    submission: &Submission,
) -> Result<CaseStudyContent, DbErr> {
    if !submission.status.is_open_to_its_author()
        && let Some(revision) = latest_revision(db, submission.id).await?
    {
        return shown(db, &revision).await;
    }
    let copy = working_copy::Entity::find_by_id(submission.id)
        .one(db)
        .await?
        .ok_or_else(|| {
            DbErr::RecordNotFound(format!("working copy of submission {}", submission.id))
        })?;
    let mut content = read_content(&copy.content)?;
    blobs::without_ended_in_copy(db, submission.case_id, &mut content).await?;
    Ok(content)
}

/// A text that was cut, without the pictures whose consent has ended since.
pub(super) async fn shown(
    db: &impl ConnectionTrait,
    revision: &revision::Model,
) -> Result<CaseStudyContent, DbErr> {
    let mut content = read_content(&revision.content)?;
    blobs::without_ended(db, revision.id, &mut content).await?;
    Ok(content)
}

/// The text that its author sent last, and when; none while it was never sent. What moderators changed
/// since is not in it.
///
/// # Errors
/// When the database does not answer.
pub async fn text_as_sent(
    db: &impl ConnectionTrait,
    submission_id: i64,
) -> Result<Option<(CaseStudyContent, i64)>, DbErr> {
    let row = revision::Entity::find()
        .filter(revision::Column::SubmissionId.eq(submission_id))
        .filter(revision::Column::Kind.eq(RevisionKind::AsSubmitted.slug()))
        .order_by_desc(revision::Column::Number)
        .one(db)
        .await?;
    Ok(match row {
        Some(row) => Some((shown(db, &row).await?, row.created_at)),
        None => None,
    })
}

/// The newest text that was cut of a submission; none while it was never sent.
///
/// # Errors
/// When the database does not answer.
pub async fn newest_text(
    db: &impl ConnectionTrait,
    submission_id: i64,
) -> Result<Option<CaseStudyContent>, DbErr> {
    Ok(match latest_revision(db, submission_id).await? {
        Some(row) => Some(shown(db, &row).await?),
        None => None,
    })
}

/// The text that its author may be shown now as a page: what they are writing while they may, what they were
/// shown and what is public; else what they sent last. What moderators have in hand is shown when they ask
/// about it.
///
/// # Errors
/// When the database does not answer, or a row is missing that a submission always has.
pub async fn text_for_its_author(
    db: &impl ConnectionTrait,
    submission: &Submission,
) -> Result<CaseStudyContent, DbErr> {
    let was_shown = matches!(
        submission.status.known(),
        Some(Status::AwaitingYes | Status::Approved | Status::Published | Status::Replaced)
    );
    if !was_shown
        && !submission.status.is_open_to_its_author()
        && let Some((sent, _)) = text_as_sent(db, submission.id).await?
    {
        return Ok(sent);
    }
    current_content(db, submission).await
}

/// One text that was cut, if there is such a one.
///
/// # Errors
/// When the database does not answer.
pub async fn text_of_revision(
    db: &impl ConnectionTrait,
    revision_id: i64,
) -> Result<Option<CaseStudyContent>, DbErr> {
    Ok(
        match revision::Entity::find_by_id(revision_id).one(db).await? {
            Some(row) => Some(shown(db, &row).await?),
            None => None,
        },
    )
}

/// A revision as the history lists it.
#[derive(Debug, Clone)]
pub struct PastRevision {
    pub number: i64,
    pub kind: Stored<RevisionKind>,
    pub created_at: i64,
    /// What kind of change a moderator made, where one did.
    pub weight: Option<Stored<EditWeight>>,
    /// Keys of the fields that moderators wrote.
    pub by_us: BTreeSet<String>,
    pub content: CaseStudyContent,
}

/// Every text cut from a submission, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn revisions(db: &Db, submission_id: i64) -> Result<Vec<PastRevision>, DbErr> {
    revision::Entity::find()
        .filter(revision::Column::SubmissionId.eq(submission_id))
        .order_by_asc(revision::Column::Number)
        .all(db.reader())
        .await?
        .into_iter()
        .map(|row| {
            Ok(PastRevision {
                number: row.number,
                content: read_content(&row.content)?,
                weight: row.weight.as_deref().map(Stored::read),
                by_us: keys_of(&row.by_us),
                kind: Stored::read(&row.kind),
                created_at: row.created_at,
            })
        })
        .collect()
}

/// How a case stands with the public, and its address there if readers can open it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publicly {
    pub state: Stored<CaseState>,
    pub slug: Option<String>,
}

impl Publicly {
    fn of(row: case::Model) -> Self {
        let state = Stored::<CaseState>::read(&row.state);
        Self {
            slug: row.slug.filter(|_| state.is_public()),
            state,
        }
    }
}

/// How the case of a submission stands with the public.
///
/// # Errors
/// When the database does not answer.
pub async fn public_side(db: &Db, case_id: i64) -> Result<Publicly, DbErr> {
    let row = case::Entity::find_by_id(case_id).one(db.reader()).await?;
    Ok(row.map(Publicly::of).unwrap_or_default())
}

/// How these cases stand with the public, by case id.
///
/// # Errors
/// When the database does not answer.
pub async fn publicly(
    db: &Db,
    case_ids: impl Iterator<Item = i64>,
) -> Result<HashMap<i64, Publicly>, DbErr> {
    let rows = case::Entity::find()
        .filter(case::Column::Id.is_in(case_ids))
        .all(db.reader())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, Publicly::of(row)))
        .collect())
}

/// Keys of the fields of a submission's newest text that moderators wrote.
pub(super) async fn written_by_us(
    db: &impl ConnectionTrait,
    submission_id: i64,
) -> Result<BTreeSet<String>, DbErr> {
    let row = latest_revision(db, submission_id).await?;
    Ok(row.map(|row| keys_of(&row.by_us)).unwrap_or_default())
}

/// Keys as they lie in a revision. What a newer version keeps there in another shape is nobody's.
pub(super) fn keys_of(by_us: &str) -> BTreeSet<String> {
    serde_json::from_str(by_us).unwrap_or_default()
}

/// The newest text of a submission in which a moderator changed what it says.
pub(super) async fn last_change_of_meaning(
    db: &impl ConnectionTrait,
    submission_id: i64,
) -> Result<Option<i64>, DbErr> {
    revision::Entity::find()
        .select_only()
        .column(revision::Column::Id)
        .filter(revision::Column::SubmissionId.eq(submission_id))
        .filter(revision::Column::Weight.eq(EditWeight::Meaning.slug()))
        .order_by_desc(revision::Column::Id)
        .into_tuple()
        .one(db)
        .await
}

/// The newest text of a submission.
pub(super) async fn latest_revision(
    db: &impl ConnectionTrait,
    submission_id: i64,
) -> Result<Option<revision::Model>, DbErr> {
    revision::Entity::find()
        .filter(revision::Column::SubmissionId.eq(submission_id))
        .order_by_desc(revision::Column::Number)
        .one(db)
        .await
}
