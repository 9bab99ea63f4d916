//! Beginning a draft with the first page.

use super::first_page_again::{AS_BEGUN, Sender, begun_with};
use crate::entity::{case, submission, working_copy as row};
use crate::history::{Actor, NewHistoryEntry, record};
use crate::mail_limits;
use crate::mail_limits::TypedFor;
use crate::moderation_queue::search_key;
use crate::outbox::Concerning;
use crate::{
    Db, DbErr, Transaction, hash_token, mailed_links, outbox, random_bytes, write_content,
};
use case_study::mail_templates::{About, MailContext};
use case_study::short_way::Way;
use case_study::similar::{museum_key, title_key};
use case_study::{CaseState, CaseStudyContent, EventKind, Origin, Reference, Role, Status};
use sea_orm::{EntityTrait, Set, SqlErr};

/// What the first page asks.
#[derive(Debug, Clone)]
pub struct NewDraft {
    pub title: String,
    /// Where to mail the link back; may be empty.
    pub email: String,
    /// What was answered beside these two, where somebody came from the short way.
    pub answered: CaseStudyContent,
    /// Random key from the first page's form. Sent again, it finds the draft it began.
    pub start_key: String,
    pub account_id: Option<i64>,
}

impl NewDraft {
    /// The text that the draft begins with.
    pub(crate) fn content(&self) -> CaseStudyContent {
        CaseStudyContent {
            title: self.title.clone(),
            // Not asked twice: it is the contact until somebody says otherwise.
            contact_email: self.email.clone(),
            ..self.answered.clone()
        }
    }
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
    /// This first page began a draft before, and finds it no more: too long ago, written on since, or
    /// begun by somebody else. `draft` is its reference, where the sender may write it.
    #[error("this first page has begun a draft already")]
    StartedAlready { draft: Option<String> },
    /// This address was mailed too often lately because it was typed into the first page.
    #[error("too many links to drafts were mailed to this address")]
    MailedOften { seconds: u64 },
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Begins a draft with a first page that nobody sent before. See [`begin_or_find`].
///
/// # Errors
/// See [`BeginError`].
pub async fn begin(
    db: &Db,
    mail_context: &MailContext,
    new: NewDraft,
) -> Result<Begun, BeginError> {
    begin_or_find(db, mail_context, new, Sender::default()).await
}

/// Begins a draft: a case, its submission and a working copy, and a mail with the link back.
///
/// The same form sent again within a quarter of an hour, from where it was sent before, finds the
/// draft it began. While nothing else was saved in it, a title or an address that was corrected takes
/// the place of the first, and the link goes to the new address alone.
///
/// # Errors
/// See [`BeginError`].
pub async fn begin_or_find(
    db: &Db,
    mail_context: &MailContext,
    new: NewDraft,
    sender: Sender<'_>,
) -> Result<Begun, BeginError> {
    let key_hash = hash_token(&new.start_key);
    if let Some(begun) = begun_with(db, mail_context, &new, sender, &key_hash).await? {
        return Ok(begun);
    }
    match try_begin(db, mail_context, &new, &key_hash).await {
        // The other press of the button won the race, or (once in a lifetime) the reference is taken.
        Err(BeginError::Db(error))
            if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) =>
        {
            match begun_with(db, mail_context, &new, sender, &key_hash).await? {
                Some(begun) => Ok(begun),
                None => try_begin(db, mail_context, &new, &key_hash).await,
            }
        }
        begun => begun,
    }
}

/// Mails the link back, if there is an address.
pub(super) async fn mail_link_back(
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
    if !mail_limits::is_own(tx, new.account_id, &new.email).await?
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
    let concerning = Concerning::Submission(submission_id);
    outbox::enqueue_about(tx, concerning, &new.email, mail_context.draft_begun(about)).await?;
    Ok(())
}

async fn try_begin(
    db: &Db,
    mail_context: &MailContext,
    new: &NewDraft,
    key_hash: &str,
) -> Result<Begun, BeginError> {
    let tx = db.begin().await?;
    let first = FirstText {
        content: new.content(),
        start_key_hash: key_hash.to_owned(),
        account_id: new.account_id,
        begun_by: BegunBy::Museum,
        way: Way::Long,
        sample: false,
    };
    let (submission_id, reference) = insert_first(&tx, &first).await?;
    mail_link_back(&tx, mail_context, submission_id, &reference, new).await?;
    tx.commit().await?;
    Ok(Begun {
        submission_id,
        reference,
    })
}

/// A case study that comes into being.
pub(crate) struct FirstText {
    pub content: CaseStudyContent,
    pub start_key_hash: String,
    pub account_id: Option<i64>,
    pub begun_by: BegunBy,
    pub way: Way,
    /// Made to be tried out.
    pub sample: bool,
}

/// Who begins a case study.
#[derive(Debug, Clone)]
pub(crate) enum BegunBy {
    /// Its museum.
    Museum,
    /// Staff, or the operator, out of an email that its museum sent.
    Us(Actor),
}

impl BegunBy {
    const fn slug(&self) -> &'static str {
        match self {
            Self::Museum => "museum",
            Self::Us(Actor {
                account_id: Some(_),
                ..
            }) => "moderator",
            Self::Us(_) => "intake",
        }
    }
}

/// Writes the case, its submission, the working copy and the first entry of the history. Returns the
/// submission's id and reference.
pub(crate) async fn insert_first(
    tx: &Transaction,
    first: &FirstText,
) -> Result<(i64, String), DbErr> {
    let now = tx.now_ms();
    let content = &first.content;
    let case_id = case::Entity::insert(case::ActiveModel {
        slug: Set(None),
        state: Set(CaseState::Unpublished.slug().to_owned()),
        origin: Set(Origin::Submitted.slug().to_owned()),
        title: Set(content.title.clone()),
        featured: Set(false),
        sample: Set(first.sample),
        version: Set(1),
        created_at: Set(now),
        ..Default::default()
    })
    .exec(tx)
    .await?
    .last_insert_id;
    let reference = Reference::from_random(random_bytes());
    let submission_id = submission::Entity::insert(submission::ActiveModel {
        reference: Set(reference.to_string()),
        case_id: Set(case_id),
        account_id: Set(first.account_id),
        status: Set(Status::Draft.slug().to_owned()),
        version: Set(1),
        submitter_email: Set(content.contact_email.clone()),
        start_key_hash: Set(first.start_key_hash.clone()),
        way: Set(first.way.slug().to_owned()),
        begun_by: Set(first.begun_by.slug().to_owned()),
        title: Set(content.title.clone()),
        museum: Set(content.museum.clone()),
        title_key: Set(Some(title_key(&content.title))),
        museum_key: Set(Some(museum_key(&content.museum))),
        strand: Set(content.strand.clone()),
        search_key: Set(search_key(
            &content.title,
            &content.museum,
            reference.as_str(),
            &content.contact_email,
        )),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    })
    .exec(tx)
    .await?
    .last_insert_id;
    row::Entity::insert(row::ActiveModel {
        submission_id: Set(submission_id),
        content: Set(write_content(content)?),
        version: Set(AS_BEGUN),
        saved_at: Set(now),
        ..Default::default()
    })
    .exec_without_returning(tx)
    .await?;
    let (actor, kind) = match &first.begun_by {
        BegunBy::Museum => (
            Actor {
                account_id: first.account_id,
                roles: vec![Role::Submitter],
            },
            EventKind::Begin,
        ),
        BegunBy::Us(actor) => (actor.clone(), EventKind::TakeIn),
    };
    record(
        tx,
        &actor,
        NewHistoryEntry {
            submission_id: Some(submission_id),
            case_id: Some(case_id),
            to_state: Some(Status::Draft.slug()),
            ..NewHistoryEntry::of(kind)
        },
    )
    .await?;
    Ok((submission_id, reference.to_string()))
}
