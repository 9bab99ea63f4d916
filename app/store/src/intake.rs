//! Emails out of the old inbox: what is made of one is written with the mark that it was read, in one transaction, so
//! that none is read in twice. What a message is and what it is about is said by whoever read it.

use super::blobs::{self, Holder, NewBlob};
use super::drafts::{self, Begun, BegunBy, FirstText};
use super::entity::{intake_mail, job, letter};
use super::history::{Actor, NewHistoryEntry, record};
use super::mail_limits::{self, TypedFor};
use super::material::{self, Brought};
use super::submissions::Submission;
use super::{DAY_MS, Db, DbErr, Transaction, accounts, hash_token, letters, mailed_links};
use super::{read_in_marks, submissions, thoughts};
use case_study::email::{email_fault, email_key};
use case_study::intake::{Outcome, Why};
use case_study::mail_templates::{About, MailContext};
use case_study::short_way::Way;
use case_study::thought::Thought;
use case_study::{CaseStudyContent, EventKind, Reference, Stored};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set, SqlErr,
};

const PER_PAGE: u64 = 50;
/// Subject and sender of what was read in are forgotten after so many days.
pub const KEPT_DAYS: i64 = 90;
/// How the ids of our own mails begin: see `mail_transport` of the server.
const OURS: &str = "casebook-";
/// Columns of texts hold no more.
const LONGEST_LINE: usize = 250;

/// An email that was read, and what it is about.
#[derive(Debug, Clone)]
pub struct NewMail {
    /// The hash by which it is known again: of its Message-ID, or of all of it.
    pub key: String,
    pub subject: String,
    /// The address of whoever wrote it; may be empty where a text was pasted.
    pub sender: String,
    pub sent_at: Option<i64>,
    /// Names of the files that came with it.
    pub files: Vec<String>,
    /// The ids of the messages that it answers, the nearest first.
    pub answers: Vec<String>,
    /// What its writer wrote this time: the words of a letter, if it is an answer.
    pub words: String,
    pub what: What,
}

/// What an email is about, as far as the email says.
#[derive(Debug, Clone)]
pub enum What {
    CaseStudy {
        content: Box<CaseStudyContent>,
        /// Pictures that lie in the store already and are named by the content.
        pictures: Vec<NewBlob>,
        /// What was read of its text and of the documents that came with it.
        brought: Vec<Brought>,
    },
    Thought(Thought),
    /// Unless it answers an email of ours.
    Nothing(Why),
    /// Whatever it answers: no person wrote it.
    LeftAlone(Why),
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    Draft(Begun),
    /// By its id.
    Thought(i64),
    /// By the reference of the submission.
    Answer(String),
    LeftAlone(Why),
    /// It was read before. Nothing was written.
    Before(Stored<Outcome>),
    /// The account is no longer staff. Nothing was written.
    NotAllowed,
}

/// The hash by which a message is known again.
#[must_use]
pub fn key_of_id(message_id: &str) -> String {
    hash_token(&format!("message {message_id}"))
}

/// The same for one without an id, by all that it says.
#[must_use]
pub fn key_of_text(text: &str) -> String {
    hash_token(&format!("text {text}"))
}

/// Whether a message was read before.
///
/// # Errors
/// When the database does not answer.
pub async fn was_read(db: &Db, key: &str) -> Result<Option<Stored<Outcome>>, DbErr> {
    before(db.reader(), key).await
}

async fn before(db: &impl ConnectionTrait, key: &str) -> Result<Option<Stored<Outcome>>, DbErr> {
    let row = intake_mail::Entity::find()
        .filter(intake_mail::Column::MessageIdHash.eq(key))
        .one(db)
        .await?;
    Ok(row.map(|row| Stored::read(&row.outcome)))
}

/// Makes of a message what it is about. By a member of staff, or by the operator.
///
/// # Errors
/// When the database does not answer; nothing is written then.
pub async fn take_in(
    db: &Db,
    mail_context: &MailContext,
    actor: &Actor,
    new: &NewMail,
) -> Result<Taken, DbErr> {
    if let Some(outcome) = was_read(db, &new.key).await? {
        return Ok(Taken::Before(outcome));
    }
    let tx = db.begin().await?;
    if actor.account_id.is_some() && !accounts::still_acts(&tx, actor).await? {
        return Ok(Taken::NotAllowed);
    }
    match write(&tx, mail_context, actor, new).await {
        Ok(taken) => {
            tx.commit().await?;
            Ok(taken)
        }
        // Another reader of the same inbox was faster.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            tx.rollback().await?;
            match was_read(db, &new.key).await? {
                Some(outcome) => Ok(Taken::Before(outcome)),
                None => Err(error),
            }
        }
        Err(error) => Err(error),
    }
}

async fn write(
    tx: &Transaction,
    mail_context: &MailContext,
    actor: &Actor,
    new: &NewMail,
) -> Result<Taken, DbErr> {
    let answered = match new.what {
        What::LeftAlone(_) => None,
        _ => answered(tx, new).await?,
    };
    let (taken, outcome, target, why) = match (answered, &new.what) {
        (Some(submission), _) if is_known_to_staff(&submission) => {
            let letter = keep_letter(tx, &submission, new).await?;
            let reference = submission.reference;
            (
                Taken::Answer(reference),
                Outcome::Answer,
                Some(letter),
                None,
            )
        }
        (Some(_), _) => left_alone(Why::NotSentYet),
        (
            None,
            What::CaseStudy {
                content,
                pictures,
                brought,
            },
        ) => {
            let of = Made {
                content,
                pictures,
                brought,
            };
            let begun = begin(tx, mail_context, actor, &new.key, of).await?;
            let id = begun.submission_id;
            (Taken::Draft(begun), Outcome::Draft, Some(id), None)
        }
        (None, What::Thought(thought)) => {
            let id = thoughts::keep(tx, mail_context, actor, thought, &new.key).await?;
            (Taken::Thought(id), Outcome::Thought, Some(id), None)
        }
        (None, What::Nothing(why) | What::LeftAlone(why)) => left_alone(*why),
    };
    let files = serde_json::to_string(&new.files).unwrap_or_default();
    intake_mail::Entity::insert(intake_mail::ActiveModel {
        message_id_hash: Set(new.key.clone()),
        outcome: Set(outcome.slug().to_owned()),
        target_id: Set(target),
        why: Set(why.map_or("", Why::slug).to_owned()),
        subject: Set(cut(&new.subject)),
        sender: Set(cut(&new.sender)),
        files: Set(files),
        sent_at: Set(new.sent_at),
        account_id: Set(actor.account_id),
        created_at: Set(tx.now_ms()),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    Ok(taken)
}

type Written = (Taken, Outcome, Option<i64>, Option<Why>);

const fn left_alone(why: Why) -> Written {
    (Taken::LeftAlone(why), Outcome::LeftAlone, None, Some(why))
}

fn cut(line: &str) -> String {
    line.chars().take(LONGEST_LINE).collect()
}

/// A letter about a draft that its museum has not sent would be read by nobody.
const fn is_known_to_staff(submission: &Submission) -> bool {
    submission.reached_the_moderators() || submission.begun_by_us
}

/// The submission that a message answers: by the id of a mail of ours, by that of a message which was read in before,
/// or by a reference in its subject.
async fn answered(tx: &Transaction, new: &NewMail) -> Result<Option<Submission>, DbErr> {
    for id in &new.answers {
        let found = match job_of(id) {
            Some(job) => of_job(tx, job).await?,
            None => of_message(tx, id).await?,
        };
        if let Some(submission) = found {
            return Ok(Some(submission));
        }
    }
    let Some(reference) = reference_in(&new.subject) else {
        return Ok(None);
    };
    let found = submissions::by_reference(tx, reference.as_str()).await?;
    match found {
        Some(found) => submissions::locked(tx, found.id).await,
        None => Ok(None),
    }
}

/// The number of the job that sent a mail of ours, by its id.
fn job_of(message_id: &str) -> Option<i64> {
    let (number, _) = message_id.strip_prefix(OURS)?.split_once('-')?;
    number.parse().ok()
}

/// Whether a message is one of those that we sent.
#[must_use]
pub fn is_ours(message_id: &str) -> bool {
    job_of(message_id).is_some()
}

async fn of_job(tx: &Transaction, job_id: i64) -> Result<Option<Submission>, DbErr> {
    let carried = letter::Entity::find()
        .filter(letter::Column::JobId.eq(job_id))
        .one(tx)
        .await?
        .and_then(|letter| letter.submission_id);
    let about = match carried {
        Some(id) => Some(id),
        None => job::Entity::find_by_id(job_id)
            .one(tx)
            .await?
            .and_then(|job| job.submission_id),
    };
    match about {
        Some(id) => submissions::locked(tx, id).await,
        None => Ok(None),
    }
}

async fn of_message(tx: &Transaction, message_id: &str) -> Result<Option<Submission>, DbErr> {
    let row = intake_mail::Entity::find()
        .filter(intake_mail::Column::MessageIdHash.eq(key_of_id(message_id)))
        .one(tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let (Some(target), Some(outcome)) = (row.target_id, Outcome::from_slug(&row.outcome)) else {
        return Ok(None);
    };
    let submission_id = match outcome {
        Outcome::Draft => Some(target),
        Outcome::Answer => letter::Entity::find_by_id(target)
            .one(tx)
            .await?
            .and_then(|letter| letter.submission_id),
        Outcome::Thought | Outcome::LeftAlone => None,
    };
    match submission_id {
        Some(id) => submissions::locked(tx, id).await,
        None => Ok(None),
    }
}

/// A reference as it stands in the subjects of our mails: `(WB-7K3M-P2QX)`.
fn reference_in(subject: &str) -> Option<Reference> {
    subject
        .split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-')
        .filter(|word| word.len() == "WB-2345-6789".len())
        .find_map(|word| word.parse().ok())
}

/// Keeps an answer as a letter of the museum. Where another address wrote it than the one we know, that is said.
async fn keep_letter(
    tx: &Transaction,
    submission: &Submission,
    new: &NewMail,
) -> Result<i64, DbErr> {
    let is_theirs = email_key(&new.sender) == email_key(&submission.submitter_email);
    let words = if is_theirs || new.sender.is_empty() {
        new.words.clone()
    } else {
        format!("From {}:\n\n{}", new.sender, new.words)
    };
    let id = letters::from_museum(tx, submission, None, &cut(&new.subject), &words).await?;
    letter::Entity::update_many()
        .col_expr(letter::Column::MessageIdHash, Expr::value(new.key.as_str()))
        .filter(letter::Column::Id.eq(id))
        .exec(tx)
        .await?;
    let entry = NewHistoryEntry {
        submission_id: Some(submission.id),
        case_id: Some(submission.case_id),
        letter_id: Some(id),
        ..NewHistoryEntry::of(EventKind::WriteToUs)
    };
    record(tx, &Actor::submitter(), entry).await?;
    Ok(id)
}

/// What a draft is made of.
struct Made<'a> {
    content: &'a CaseStudyContent,
    pictures: &'a [NewBlob],
    brought: &'a [Brought],
}

/// Begins a draft that is ours to write until its museum takes it over, and asks the museum to.
async fn begin(
    tx: &Transaction,
    mail_context: &MailContext,
    actor: &Actor,
    key: &str,
    of: Made<'_>,
) -> Result<Begun, DbErr> {
    let first = FirstText {
        content: of.content.clone(),
        start_key_hash: hash_token(&format!("intake {key}")),
        account_id: None,
        begun_by: BegunBy::Us(actor.clone()),
        way: Way::Short,
        sample: false,
    };
    let (submission_id, reference) = drafts::insert_first(tx, &first).await?;
    let submission = submissions::locked(tx, submission_id)
        .await?
        .ok_or(DbErr::RecordNotInserted)?;
    for picture in of.pictures {
        blobs::keep_in(tx, submission.case_id, picture).await?;
    }
    let holder = Holder::WorkingCopy(submission_id);
    blobs::note_uses(tx, submission.case_id, holder, of.content).await?;
    for brought in of.brought {
        // More than a case study may have: their names stand in the list.
        if material::bring_in(tx, &submission, brought.clone()).await? == material::Kept::Full {
            break;
        }
    }
    let email = &submission.submitter_email;
    let may_be_mailed = email_fault(email).is_none()
        && mail_limits::count(tx, TypedFor::Draft, email)
            .await?
            .is_none();
    if may_be_mailed {
        let token = mailed_links::issue_link(tx, submission_id).await?;
        let about = About {
            reference: &submission.reference,
            title: "",
            token: &token,
        };
        let mail = mail_context.draft_made_of_email(about);
        letters::to_museum(tx, &submission, actor.account_id, mail).await?;
    }
    Ok(Begun {
        submission_id,
        reference,
    })
}

/// An email that was read, as a line of the list.
#[derive(Debug, Clone)]
pub struct ReadIn {
    pub outcome: Stored<Outcome>,
    /// Why it was left alone.
    pub why: Option<Stored<Why>>,
    /// Empty once it was forgotten.
    pub subject: String,
    pub sender: String,
    pub files: Vec<String>,
    pub at: i64,
    /// What it became.
    pub target: Target,
}

/// What an email became.
#[derive(Debug, Clone)]
pub enum Target {
    Nothing,
    /// A draft, or what a museum sent since; or a letter about it.
    Submission(Box<Submission>),
    /// By its id.
    Thought(i64),
}

/// A page of the list.
#[derive(Debug, Clone, Default)]
pub struct ReadInPage {
    pub rows: Vec<ReadIn>,
    pub total: u64,
    pub pages: u64,
}

/// What was read in and became this, the last first. `page` counts from 1; after the last one there is nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &Db, outcome: Outcome, page: u64) -> Result<ReadInPage, DbErr> {
    let paginator = intake_mail::Entity::find()
        .filter(intake_mail::Column::Outcome.eq(outcome.slug()))
        .order_by_desc(intake_mail::Column::Id)
        .paginate(db.reader(), PER_PAGE);
    let size = paginator.num_items_and_pages().await?;
    let (total, pages) = (size.number_of_items, size.number_of_pages);
    // An address may ask for any number, and the library multiplies it unchecked.
    let found = if page > pages {
        Vec::new()
    } else {
        paginator.fetch_page(page.saturating_sub(1)).await?
    };
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        let target = target(db, outcome, row.target_id).await?;
        rows.push(ReadIn {
            outcome: Stored::read(&row.outcome),
            why: Some(row.why.as_str())
                .filter(|why| !why.is_empty())
                .map(Stored::read),
            files: serde_json::from_str(&row.files).unwrap_or_default(),
            subject: row.subject,
            sender: row.sender,
            at: row.created_at,
            target,
        });
    }
    Ok(ReadInPage { rows, total, pages })
}

async fn target(db: &Db, outcome: Outcome, id: Option<i64>) -> Result<Target, DbErr> {
    let Some(id) = id else {
        return Ok(Target::Nothing);
    };
    let submission_id = match outcome {
        Outcome::Draft => id,
        Outcome::Thought => return Ok(Target::Thought(id)),
        Outcome::Answer => {
            let letter = letter::Entity::find_by_id(id).one(db.reader()).await?;
            match letter.and_then(|letter| letter.submission_id) {
                Some(id) => id,
                None => return Ok(Target::Nothing),
            }
        }
        Outcome::LeftAlone => return Ok(Target::Nothing),
    };
    let found = submissions::by_id(db.reader(), submission_id).await?;
    Ok(found.map_or(Target::Nothing, |one| Target::Submission(Box::new(one))))
}

/// How many became each of them, in the order of [`Outcome::ALL`].
///
/// # Errors
/// When the database does not answer.
pub async fn counts(db: &Db) -> Result<[u64; 4], DbErr> {
    let mut counts = [0; 4];
    for (count, outcome) in counts.iter_mut().zip(Outcome::ALL) {
        *count = intake_mail::Entity::find()
            .filter(intake_mail::Column::Outcome.eq(outcome.slug()))
            .count(db.reader())
            .await?;
    }
    Ok(counts)
}

/// Forgets subject, sender and files of what was read in long ago; the mark that it was read stays. Returns how many
/// were touched.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(db: &Db) -> Result<u64, DbErr> {
    let updated = read_in_marks::emptied()
        .filter(intake_mail::Column::CreatedAt.lt(db.now_ms() - KEPT_DAYS * DAY_MS))
        .exec(db.writer())
        .await?;
    Ok(updated.rows_affected)
}

#[cfg(test)]
mod tests {
    use super::{is_ours, job_of, reference_in};

    #[test]
    fn our_own_ids_and_references_are_known() {
        assert_eq!(
            job_of("casebook-12-0123456789abcdef@bank.example"),
            Some(12)
        );
        for other in ["casebook-x-1@a", "casebook-12", "one@museum.example", ""] {
            assert_eq!(job_of(other), None, "{other}");
        }
        assert!(is_ours("casebook-1-a@b"));
        let found = reference_in("Re: A question about your case study (WB-2345-6789)");
        assert_eq!(
            found.map(|one| one.to_string()).as_deref(),
            Some("WB-2345-6789")
        );
        assert_eq!(
            reference_in("AW: wb-2345-6789, thanks")
                .map(|one| one.to_string())
                .as_deref(),
            Some("WB-2345-6789")
        );
        assert_eq!(reference_in("Re: Wellbeing case study"), None);
    }
}
