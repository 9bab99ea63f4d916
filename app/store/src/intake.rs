//! Emails out of the old inbox: what is made of one is written with the mark that it was read, in one transaction, so
//! that none is read in twice. What a message is and what it is about is said by whoever read it. What was read in is listed
//! by `mails_read_in`.

use super::blobs::{self, Holder, NewBlob};
use super::drafts::{self, BegunBy, FirstText};
use super::entity::{intake_mail, job, letter};
use super::history::{Actor, NewHistoryEntry, record};
use super::material::{self, Brought};
use super::submissions::Submission;
use super::{Db, DbErr, Transaction, accounts, hash_token, letters};
use super::{submissions, thoughts};
use case_study::email::email_key;
use case_study::intake::{Outcome, Why};
use case_study::mail_templates::MailContext;
use case_study::short_way::Way;
use case_study::thought::Thought;
use case_study::{CaseStudyContent, EventKind, Reference, Stored};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set, SqlErr};

mod along;
mod asking;
mod keys;
mod own_ids;

pub use along::{Along, Photograph};
pub use asking::{Asked, DraftMade};
pub use keys::Key;
pub use own_ids::is_ours;

/// Columns of texts hold no more.
const LONGEST_LINE: usize = 250;

/// An email that was read, and what it is about.
#[derive(Debug, Clone)]
pub struct NewMail {
    /// By which it is known again.
    pub key: Key,
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
    /// It answers an email of ours, as [`is_answer`] said.
    Answer(Along),
    /// Unless it answers an email of ours.
    Nothing(Why),
    /// Whatever it answers: no person wrote it.
    LeftAlone(Why),
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    Draft(DraftMade),
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

/// Whether a message was read before.
///
/// # Errors
/// When the database does not answer.
pub async fn was_read(db: &Db, key: &Key) -> Result<Option<Stored<Outcome>>, DbErr> {
    let row = intake_mail::Entity::find()
        .filter(key.is_of())
        .one(db.reader())
        .await?;
    Ok(row.map(|row| Stored::read(&row.outcome)))
}

/// Whether a message answers an email of ours, or one that was read in before, about a case study that staff know. By
/// the ids of the messages that it answers and its subject.
///
/// # Errors
/// When the database does not answer.
pub async fn is_answer(
    db: &Db,
    mail_context: &MailContext,
    answers: &[String],
    subject: &str,
) -> Result<bool, DbErr> {
    let found = answered(db.reader(), mail_context, answers, subject).await?;
    Ok(found.is_some_and(|submission| is_known_to_staff(&submission)))
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
        _ => answered(tx, mail_context, &new.answers, &new.subject).await?,
    };
    let answered = match answered {
        Some(found) => submissions::locked(tx, found.id).await?,
        None => None,
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
            let made = begin(tx, mail_context, actor, &new.key.now, of).await?;
            let id = made.submission_id;
            (Taken::Draft(made), Outcome::Draft, Some(id), None)
        }
        (None, What::Thought(thought)) => {
            let id = thoughts::keep(tx, mail_context, actor, thought, &new.key.now).await?;
            (Taken::Thought(id), Outcome::Thought, Some(id), None)
        }
        // The draft that it answers was deleted a moment ago.
        (None, What::Answer(_)) => left_alone(Why::NotSentYet),
        (None, What::Nothing(why) | What::LeftAlone(why)) => left_alone(*why),
    };
    let files = serde_json::to_string(&new.files).unwrap_or_default();
    intake_mail::Entity::insert(intake_mail::ActiveModel {
        message_id_hash: Set(new.key.now.clone()),
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
async fn answered(
    db: &impl ConnectionTrait,
    mail_context: &MailContext,
    answers: &[String],
    subject: &str,
) -> Result<Option<Submission>, DbErr> {
    for id in answers {
        let found = match own_ids::job_of(id, &mail_context.public_url) {
            Some(job) => of_job(db, job).await?,
            None => of_message(db, id).await?,
        };
        if let Some(submission) = found {
            return Ok(Some(submission));
        }
    }
    match reference_in(subject) {
        Some(reference) => submissions::by_reference(db, reference.as_str()).await,
        None => Ok(None),
    }
}

async fn of_job(db: &impl ConnectionTrait, job_id: i64) -> Result<Option<Submission>, DbErr> {
    let carried = letter::Entity::find()
        .filter(letter::Column::JobId.eq(job_id))
        .one(db)
        .await?
        .and_then(|letter| letter.submission_id);
    let about = match carried {
        Some(id) => Some(id),
        None => job::Entity::find_by_id(job_id)
            .one(db)
            .await?
            .and_then(|job| job.submission_id),
    };
    match about {
        Some(id) => submissions::by_id(db, id).await,
        None => Ok(None),
    }
}

async fn of_message(
    db: &impl ConnectionTrait,
    message_id: &str,
) -> Result<Option<Submission>, DbErr> {
    let mut rows = intake_mail::Entity::find()
        .filter(keys::have_id(message_id))
        .all(db)
        .await?;
    // Where several have this id, nobody can say which is meant.
    let Some(row) = rows.pop().filter(|_| rows.is_empty()) else {
        return Ok(None);
    };
    let (Some(target), Some(outcome)) = (row.target_id, Outcome::from_slug(&row.outcome)) else {
        return Ok(None);
    };
    let submission_id = match outcome {
        Outcome::Draft => Some(target),
        Outcome::Answer => letter::Entity::find_by_id(target)
            .one(db)
            .await?
            .and_then(|letter| letter.submission_id),
        Outcome::Thought | Outcome::LeftAlone => None,
    };
    match submission_id {
        Some(id) => submissions::by_id(db, id).await,
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
    let files = along::keep(tx, submission, new, is_theirs).await?;
    let mut words = if is_theirs || new.sender.is_empty() {
        new.words.clone()
    } else {
        format!("From {}:\n\n{}", new.sender, new.words)
    };
    if !files.is_empty() {
        words = format!("{words}\n\n{files}");
    }
    let id = letters::from_museum(tx, submission, None, &cut(&new.subject), &words).await?;
    letter::Entity::update_many()
        .col_expr(
            letter::Column::MessageIdHash,
            Expr::value(new.key.now.as_str()),
        )
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
) -> Result<DraftMade, DbErr> {
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
    let asked = asking::ask(tx, mail_context, actor.account_id, &submission).await?;
    Ok(DraftMade {
        submission_id,
        reference,
        asked,
    })
}

#[cfg(test)]
mod tests {
    use super::reference_in;

    #[test]
    fn references_in_subjects_are_known() {
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
