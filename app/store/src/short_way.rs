//! Sending a story the short way: in its museum's own words, begun and sent in one transaction, or out of a
//! draft that was begun the long way.

use super::drafts;
use super::drafts::{AS_BEGUN, Begun, BegunBy, Contact, FirstText, Sender, Whose};
use super::entity::submission;
use super::history::Actor;
use super::mail_limits;
use super::mail_limits::TypedFor;
use super::outcome::Outcome;
use super::submissions;
use super::submissions::Submission;
use super::transitions;
use super::transitions::Moved;
use super::{Db, DbErr, Transaction, field_notes, hash_token, letters, mailed_links};
use case_study::declarations::Declared;
use case_study::fields::field;
use case_study::mail_templates::{About, MailContext};
use case_study::short_way::Way;
use case_study::signed_text::SignedText;
use case_study::{Answers, CaseStudyContent, FieldError, Role, Status, WorkingCopy};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, SqlErr};

/// What the page of the short way asks and what follows from it, by the keys of the fields.
const ASKED: [&str; 10] = [
    "title",
    "own_words",
    "museum",
    "museum_type",
    "museum_size",
    "governance",
    "town",
    "region",
    "country",
    "contact_email",
];

/// A story that somebody sends.
#[derive(Debug, Clone)]
pub struct Story {
    /// What the page asks and what follows from it; the address is that of the contact.
    pub content: CaseStudyContent,
    /// Keys of the statements that were ticked.
    pub declared: Vec<String>,
    pub account_id: Option<i64>,
}

/// What became of a story that was sent for the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum StorySent {
    /// It is with the moderators, now or since an earlier press of the same button.
    Sent(Begun),
    /// Its page was sent before and leads to something else by now: another text, or a draft that was
    /// written on. `draft` is the reference, where the sender may open it. Nothing was written.
    StartedAlready { draft: Option<String> },
    /// Something is missing. Nothing was written.
    Incomplete(Vec<FieldError>),
}

/// What became of a draft that was sent the short way. Unless it was sent, nothing was written.
#[derive(Debug, Clone)]
#[must_use]
pub enum DraftSent {
    Sent,
    NotFound,
    /// It was sent or withdrawn before.
    Closed,
    /// It is another text by now than the one that the page was drawn from.
    Changed(Box<WorkingCopy>),
    Incomplete(Vec<FieldError>),
}

/// Why nothing was written into a draft.
#[derive(Debug, Clone)]
pub enum NotWritten {
    NotFound,
    /// It was sent or withdrawn before, or is asked about other answers.
    Closed,
    /// It is another text by now than the one that the page was drawn from.
    Changed(Box<WorkingCopy>),
}

impl From<NotWritten> for DraftSent {
    fn from(why: NotWritten) -> Self {
        match why {
            NotWritten::NotFound => Self::NotFound,
            NotWritten::Closed => Self::Closed,
            NotWritten::Changed(copy) => Self::Changed(copy),
        }
    }
}

/// Begins a case study and sends it, together or not at all.
///
/// The same page sent again finds what it sent: for a quarter of an hour in the browser that it was given
/// to, and at any time where its sender may open the case study. A draft that the same page began is sent.
///
/// # Errors
/// When the database does not answer.
pub async fn send(
    db: &Db,
    mail_context: &MailContext,
    story: &Story,
    start_key: &str,
    sender: Sender<'_>,
) -> Result<StorySent, DbErr> {
    let key_hash = hash_token(start_key);
    if let Some(found) = sent_with(db, mail_context, story, sender, &key_hash).await? {
        return Ok(found);
    }
    match begin_and_send(db, mail_context, story, &key_hash, false).await {
        // Another press of the button won the race, or (once in a lifetime) the reference is taken.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            match sent_with(db, mail_context, story, sender, &key_hash).await? {
                Some(found) => Ok(found),
                None => begin_and_send(db, mail_context, story, &key_hash, false).await,
            }
        }
        sent => sent,
    }
}

/// `sample`: made to be tried out.
pub(super) async fn begin_and_send(
    db: &Db,
    mail_context: &MailContext,
    story: &Story,
    key_hash: &str,
    sample: bool,
) -> Result<StorySent, DbErr> {
    let tx = db.begin().await?;
    let first = FirstText {
        content: story.content.clone(),
        start_key_hash: key_hash.to_owned(),
        account_id: story.account_id,
        begun_by: BegunBy::Museum,
        way: Way::Short,
        sample,
    };
    let (submission_id, reference) = drafts::insert_first(&tx, &first).await?;
    let actor = author(story.account_id);
    let begun = Begun {
        submission_id,
        reference,
    };
    finish(tx, mail_context, &actor, begun, story).await
}

/// What this page began or sent before, if it did.
async fn sent_with(
    db: &Db,
    mail_context: &MailContext,
    story: &Story,
    sender: Sender<'_>,
    key_hash: &str,
) -> Result<Option<StorySent>, DbErr> {
    let Some(row) = drafts::find_by_key(db, key_hash).await? else {
        return Ok(None);
    };
    let whose = Whose::of(&row, story.account_id, sender);
    let already = StorySent::StartedAlready {
        draft: whose.may_write.then(|| row.reference.clone()),
    };
    let tx = db.begin().await?;
    let Some(submission) = submissions::locked(&tx, row.id).await? else {
        return Ok(None);
    };
    if !whose.sent_it || !(whose.may_write || drafts::is_again(&tx, &submission)) {
        return Ok(Some(already));
    }
    let begun = Begun {
        submission_id: row.id,
        reference: row.reference,
    };
    if submission.status != Status::Draft {
        let sent = submissions::text_as_sent(&tx, row.id).await?;
        let same = sent.is_some_and(|(content, _)| is_same(&content, &story.content));
        return Ok(Some(if same {
            StorySent::Sent(begun)
        } else {
            already
        }));
    }
    let mut held = drafts::lock(&tx, row.id).await?;
    if held.version != AS_BEGUN {
        return Ok(Some(already));
    }
    put(&mut held.copy, &story.content);
    drafts::write(&tx, &submission, &held, Contact::Given).await?;
    is_sent_the_short_way(&tx, submission.id).await?;
    let actor = author(story.account_id);
    finish(tx, mail_context, &actor, begun, story)
        .await
        .map(Some)
}

/// Whether it is the same story: what follows from its museum may be others by now.
fn is_same(sent: &CaseStudyContent, now: &CaseStudyContent) -> bool {
    let told = |content: &CaseStudyContent| {
        [
            content.own_words.clone(),
            content.museum.clone(),
            content.town.clone(),
            content.country.clone(),
            content.contact_email.clone(),
        ]
    };
    told(sent) == told(now)
}

/// Sends a draft as it is, in its museum's own words. `base` is the fingerprint of the text that the page
/// was drawn from: see [`SignedText`].
///
/// # Errors
/// When the database does not answer.
pub async fn send_draft(
    db: &Db,
    mail_context: &MailContext,
    actor: &Actor,
    submission_id: i64,
    base: &str,
    story: &Story,
) -> Result<DraftSent, DbErr> {
    let tx = db.begin().await?;
    let submission = match written(&tx, submission_id, base, &story.content).await? {
        Ok(submission) => submission,
        Err(why) => return Ok(why.into()),
    };
    is_sent_the_short_way(&tx, submission.id).await?;
    let begun = Begun {
        submission_id,
        reference: submission.reference,
    };
    Ok(match finish(tx, mail_context, actor, begun, story).await? {
        StorySent::Sent(_) => DraftSent::Sent,
        StorySent::Incomplete(errors) => DraftSent::Incomplete(errors),
        StorySent::StartedAlready { .. } => DraftSent::Closed,
    })
}

/// Keeps what was typed on that page in its draft, and sends nothing. `base` is that of [`send_draft`].
///
/// # Errors
/// When the database does not answer.
pub async fn keep_draft(
    db: &Db,
    submission_id: i64,
    base: &str,
    content: &CaseStudyContent,
) -> Result<Result<(), NotWritten>, DbErr> {
    let tx = db.begin().await?;
    match written(&tx, submission_id, base, content).await? {
        Ok(_) => tx.commit().await.map(Ok),
        Err(why) => Ok(Err(why)),
    }
}

/// Writes what the page asks into a draft that is still the text that the page was drawn from.
async fn written(
    tx: &Transaction,
    submission_id: i64,
    base: &str,
    content: &CaseStudyContent,
) -> Result<Result<Submission, NotWritten>, DbErr> {
    let Some(submission) = submissions::locked(tx, submission_id).await? else {
        return Ok(Err(NotWritten::NotFound));
    };
    if !submission.status.is_open_to_its_author() {
        return Ok(Err(NotWritten::Closed));
    }
    let mut held = drafts::lock(tx, submission_id).await?;
    let notes = field_notes::asked(tx, &submission).await?;
    let open = field_notes::open_fields(tx, &submission, &held.copy, &notes).await?;
    // It writes answers that nobody asked about.
    if !open.is_all() {
        return Ok(Err(NotWritten::Closed));
    }
    if SignedText::of(&held.copy.content).fingerprint() != base {
        return Ok(Err(NotWritten::Changed(Box::new(held.copy))));
    }
    put(&mut held.copy, content);
    drafts::write(tx, &submission, &held, Contact::Given).await?;
    Ok(Ok(submission))
}

/// Sends what stands in the working copy now, writes to its museum, and keeps it all.
async fn finish(
    tx: Transaction,
    mail_context: &MailContext,
    actor: &Actor,
    begun: Begun,
    story: &Story,
) -> Result<StorySent, DbErr> {
    let copy = drafts::lock(&tx, begun.submission_id).await?.copy;
    let declared = Declared {
        keys: story.declared.clone(),
        fingerprint: SignedText::of(&copy.content).fingerprint().to_owned(),
    };
    match transitions::submit(&tx, actor, begun.submission_id, declared).await? {
        Outcome::Made(moved) => {
            tell_the_museum(&tx, mail_context, actor, &moved, &copy.content).await?;
            tx.commit().await?;
            moved.log(actor);
            Ok(StorySent::Sent(begun))
        }
        Outcome::Incomplete(errors) => {
            tx.rollback().await?;
            Ok(StorySent::Incomplete(errors))
        }
        // Its row is held and its text was read in this transaction: nobody was faster.
        Outcome::NotFound
        | Outcome::NotAllowed
        | Outcome::NotPublishable(_)
        | Outcome::Overtaken(_)
        | Outcome::OtherText => {
            tx.rollback().await?;
            Ok(StorySent::StartedAlready { draft: None })
        }
    }
}

/// A letter that it arrived, with a copy of the story. An address that was typed may be anybody's, and a
/// story is long enough for an advertisement: no address is sent many of them.
async fn tell_the_museum(
    tx: &Transaction,
    mail_context: &MailContext,
    actor: &Actor,
    moved: &Moved,
    content: &CaseStudyContent,
) -> Result<(), DbErr> {
    let submission: Submission = submissions::locked(tx, moved.submission_id)
        .await?
        .ok_or_else(|| DbErr::RecordNotFound(format!("submission {}", moved.submission_id)))?;
    let email = &submission.submitter_email;
    if email.is_empty() || !mail_limits::allow(tx, TypedFor::Copy, &submission).await? {
        return Ok(());
    }
    let token = mailed_links::issue_link(tx, submission.id).await?;
    let about = About {
        reference: &submission.reference,
        title: &submission.title,
        token: &token,
    };
    let mail = mail_context.story_received(about, &told(content));
    letters::to_museum(tx, &submission, actor.account_id, mail).await?;
    Ok(())
}

async fn is_sent_the_short_way(tx: &Transaction, submission_id: i64) -> Result<(), DbErr> {
    submission::Entity::update_many()
        .col_expr(submission::Column::Way, Expr::value(Way::Short.slug()))
        .filter(submission::Column::Id.eq(submission_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// The story as it was told, wherever its words stand.
fn told(content: &CaseStudyContent) -> String {
    let parts = [
        &content.own_words,
        &content.need,
        &content.did,
        &content.changed,
    ];
    let parts: Vec<&str> = parts
        .into_iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("\n\n")
}

/// Puts what the page asks into a working copy, and leaves every other answer.
fn put(copy: &mut WorkingCopy, content: &CaseStudyContent) {
    let fields = || ASKED.iter().filter_map(|key| field(key));
    copy.put(&Answers::of(content, fields()), fields());
}

fn author(account_id: Option<i64>) -> Actor {
    Actor {
        account_id,
        roles: vec![Role::Submitter],
    }
}

#[cfg(test)]
mod tests {
    use super::{ASKED, put};
    use case_study::fields::field;
    use case_study::{CaseStudyContent, WorkingCopy};

    #[test]
    fn every_answer_of_the_page_is_a_field() {
        for key in ASKED {
            assert!(field(key).is_some(), "{key}");
        }
    }

    #[test]
    fn what_the_page_does_not_ask_stays() {
        let mut copy = WorkingCopy::default();
        copy.content.did = "We brought tea.".into();
        copy.content.town = "Leeds".into();
        let story = CaseStudyContent {
            museum: "Leeds City Museum".into(),
            own_words: "We brought tea.\n\nThey stayed.".into(),
            contact_email: "ana@museum.example".into(),
            ..CaseStudyContent::default()
        };
        put(&mut copy, &story);
        assert_eq!(copy.content.did, "We brought tea.");
        assert_eq!(copy.content.town, "");
        assert_eq!(copy.content.own_words, story.own_words);
        assert_eq!(copy.content.contact_email, "ana@museum.example");
    }
}
