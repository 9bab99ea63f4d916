//! Makes of an email what it is about: a draft, a thought, a letter, or nothing. The command `casebook intake` and the
//! page of moderators do the same with one.

use crate::web::pictures;
use case_study::email::{email_key, tidy_email};
use case_study::intake::Why;
use case_study::mail_templates::MailContext;
use case_study::pictures::MOST_PICTURES;
use case_study::short_way::working_title;
use case_study::text_input::{one_line, tidy};
use case_study::thought::Thought;
use case_study::validation::LONGEST_ANSWER;
use case_study::{CaseStudyContent, Picture};
use documents::{Found, Reader};
use mails::{Attachment, Kind, Mail, Topic};
use media::{Media, ShelfError};
use store::blobs::NewBlob;
use store::history::Actor;
use store::intake;
use store::intake::{NewMail, Taken, What};
use store::material::Brought;
use store::{Db, DbErr};
use word_count::count_words;

/// Fewer words than these beside a message that was sent on say that the message is meant.
const A_STORY: usize = 40;
/// A picture inside of a text that is narrower or lower than this belongs to a signature.
const LEAST_SIDE: u32 = 300;

/// What an email is taken into.
#[derive(Clone, Copy)]
pub struct Inbox<'a> {
    pub db: &'a Db,
    pub media: &'a Media,
    /// Opens documents, in a process of its own.
    pub reader: &'a Reader,
    pub mail_context: &'a MailContext,
}

/// Why nothing could be made of an email.
#[derive(Debug, thiserror::Error)]
pub enum TakeInError {
    #[error(transparent)]
    Db(#[from] DbErr),
    #[error(transparent)]
    Shelf(#[from] ShelfError),
}

/// Takes one email in. By a moderator, who was asked for the address of its sender, or by the operator.
///
/// # Errors
/// When database or store do not answer. Nothing of the email is kept then.
pub async fn take_in(inbox: Inbox<'_>, actor: &Actor, mail: &Mail) -> Result<Taken, TakeInError> {
    let key = key(mail);
    if let Some(outcome) = intake::was_read(inbox.db, &key).await? {
        return Ok(Taken::Before(outcome));
    }
    let words = words(mail);
    let what = what(inbox, actor, mail, &words).await?;
    let new = NewMail {
        key,
        subject: one_line(&mail.subject),
        sender: sender(mail),
        sent_at: mail.sent_at,
        files: files(mail).map(|file| file.name.clone()).collect(),
        answers: mail.answers.clone(),
        words: answer(mail),
        what,
    };
    let taken = intake::take_in(inbox.db, inbox.mail_context, actor, &new).await;
    if let What::CaseStudy { pictures, .. } = &new.what
        && !matches!(taken, Ok(Taken::Draft(_)))
    {
        put_back(inbox.media, pictures).await;
    }
    Ok(taken?)
}

/// Notes that a message could not be read, so that it stands in the list and is passed over the next time.
///
/// # Errors
/// When the database does not answer.
pub async fn note_unreadable(
    inbox: Inbox<'_>,
    actor: &Actor,
    name: &str,
    raw: &[u8],
) -> Result<Taken, TakeInError> {
    let new = NewMail {
        key: intake::key_of_text(&String::from_utf8_lossy(raw)),
        subject: one_line(name),
        sender: String::new(),
        sent_at: None,
        files: Vec::new(),
        answers: Vec::new(),
        words: String::new(),
        what: What::LeftAlone(Why::Unreadable),
    };
    Ok(intake::take_in(inbox.db, inbox.mail_context, actor, &new).await?)
}

/// By which a message is known again.
fn key(mail: &Mail) -> String {
    match &mail.message_id {
        Some(id) => intake::key_of_id(id),
        None => {
            let at = mail.sent_at.unwrap_or_default();
            let said = mail.parts.whole();
            let Mail { subject, from, .. } = mail;
            intake::key_of_text(&format!("{}\n{subject}\n{at}\n{said}", from.address))
        }
    }
}

/// Whoever wrote what counts: of a message that was sent on, its own sender.
fn sender(mail: &Mail) -> String {
    let forwarded = is_sent_on(mail)
        .then(|| {
            let quoted = mail.parts.history.as_ref().and_then(mails::History::sender);
            quoted.or_else(|| {
                mail.enclosed
                    .first()
                    .map(|inner| inner.from.address.clone())
            })
        })
        .flatten();
    let address = forwarded
        .or_else(|| mail.reply_to.clone())
        .unwrap_or_else(|| mail.from.address.clone());
    tidy_email(&address)
}

/// Whether what was sent on is meant, and not the few words above it.
fn is_sent_on(mail: &Mail) -> bool {
    let says_so = mails::is_forward(&mail.subject)
        || !mail.enclosed.is_empty()
        || mail
            .parts
            .history
            .as_ref()
            .is_some_and(|history| history.is_forwarded);
    says_so && count_words(&mail.parts.own) < A_STORY
}

/// All files of a message, those of what it encloses among them.
fn files(mail: &Mail) -> impl Iterator<Item = &Attachment> {
    mail.attachments
        .iter()
        .chain(mail.enclosed.iter().flat_map(|inner| &inner.attachments))
}

/// What a message says, without what was said before; what was left out is named.
fn words(mail: &Mail) -> String {
    let mut words = if is_sent_on(mail) {
        mail.parts.whole()
    } else {
        mail.parts.written()
    };
    if is_sent_on(mail) {
        for inner in &mail.enclosed {
            words = format!("{words}\n\n{}", inner.parts.whole());
        }
    } else if mail.parts.history.is_some() {
        words.push_str("\n\n[An earlier email was quoted below. It is left out.]");
    }
    for file in files(mail).filter(|file| is_plain_text(file)) {
        let text = String::from_utf8_lossy(&file.bytes);
        words = format!("{words}\n\n{}:\n\n{text}", file.name);
    }
    tidy(&words)
}

fn is_plain_text(file: &Attachment) -> bool {
    file.media_type == "text/plain" || file.name.to_lowercase().ends_with(".txt")
}

/// The words of a letter: what was written this time, and which files came along.
fn answer(mail: &Mail) -> String {
    let mut words = tidy(&mail.parts.written());
    let names: Vec<&str> = files(mail).map(|file| file.name.as_str()).collect();
    if !names.is_empty() {
        words = format!(
            "{words}\n\nFiles that came with this email: {}",
            names.join(", ")
        );
    }
    words
}

async fn what(
    inbox: Inbox<'_>,
    actor: &Actor,
    mail: &Mail,
    words: &str,
) -> Result<What, ShelfError> {
    if let Some(why) = not_for_us(inbox.mail_context, actor, mail) {
        return Ok(What::LeftAlone(why));
    }
    if words.is_empty() && files(mail).next().is_none() {
        return Ok(What::Nothing(Why::Empty));
    }
    // Of a message that was sent on, the subject of the message.
    let inner = mail.enclosed.first().filter(|_| is_sent_on(mail));
    let topic = mails::topic(&mail.subject)
        .or_else(|| inner.and_then(|inner| mails::topic(&inner.subject)));
    Ok(match topic {
        Some(Topic::CaseStudy) => case_study(inbox, mail, words).await?,
        Some(Topic::Campaign) if words.is_empty() => What::Nothing(Why::Empty),
        Some(Topic::Campaign) => {
            let topic = mails::beside_topic(&mail.subject);
            What::Thought(Thought::of_email(topic, words, &sender(mail)))
        }
        // A moderator who reads one in has decided what it is.
        None if actor.account_id.is_some() => case_study(inbox, mail, words).await?,
        None => What::Nothing(Why::OtherSubject),
    })
}

/// Why an email is left alone whatever its subject says.
fn not_for_us(mail_context: &MailContext, actor: &Actor, mail: &Mail) -> Option<Why> {
    let is_ours = mail.message_id.as_deref().is_some_and(intake::is_ours)
        || (actor.account_id.is_none()
            && !mail_context.contact.is_empty()
            && !is_sent_on(mail)
            && email_key(&mail.from.address) == email_key(&mail_context.contact));
    match mail.kind {
        Kind::AutomaticReply if is_ours => Some(Why::Ours),
        Kind::AutomaticReply => Some(Why::AutomaticReply),
        Kind::Bounce => Some(Why::Bounce),
        Kind::Receipt => Some(Why::Receipt),
        Kind::Calendar => Some(Why::Calendar),
        Kind::Bulk => Some(Why::Bulk),
        Kind::Person | Kind::List => is_ours.then_some(Why::Ours),
    }
}

async fn case_study(inbox: Inbox<'_>, mail: &Mail, words: &str) -> Result<What, ShelfError> {
    let mut head = String::new();
    if !mail.from.name.is_empty() {
        head = format!("From: {}\n", one_line(&mail.from.name));
    }
    if !mail.subject.is_empty() {
        head = format!("{head}Subject: {}\n", one_line(&mail.subject));
    }
    let own_words: String = format!("{head}\n{words}")
        .chars()
        .take(LONGEST_ANSWER)
        .collect();
    let subject = mails::beside_topic(&mail.subject);
    let says_more = mails::topic(subject).is_none() && !subject.is_empty();
    let title = if says_more {
        working_title(&format!("Subject: {subject}\n\n{words}"))
    } else {
        working_title(words)
    };
    let mut album = Album {
        media: inbox.media,
        shown: Vec::new(),
        new: Vec::new(),
    };
    let taken = all_of_it(inbox, mail, words, &mut album).await;
    let brought = match taken {
        Ok(brought) => brought,
        Err(error) => {
            put_back(inbox.media, &album.new).await;
            return Err(error);
        }
    };
    // What stands under headings and labels is in its fields, and every word in the pieces: the story is told once.
    let is_told = brought.iter().any(|one| {
        let told = &one.content;
        !(told.need.is_empty() && told.did.is_empty() && told.changed.is_empty())
    });
    let says_title = brought.iter().any(|one| !one.content.title.is_empty());
    Ok(What::CaseStudy {
        content: Box::new(CaseStudyContent {
            title: if says_title { String::new() } else { title },
            own_words: if is_told {
                String::new()
            } else {
                tidy(&own_words)
            },
            contact_email: sender(mail),
            pictures: album.shown,
            ..CaseStudyContent::default()
        }),
        pictures: album.new,
        brought,
    })
}

/// What is read of the text and the documents of a message, and every photograph of it and in them.
async fn all_of_it(
    inbox: Inbox<'_>,
    mail: &Mail,
    words: &str,
    album: &mut Album<'_>,
) -> Result<Vec<Brought>, ShelfError> {
    let mut brought = Vec::new();
    // The head of the message comes along: it names who wrote it.
    let head = format!(
        "From: {} <{}>\nSubject: {}\n\n{words}",
        one_line(&mail.from.name),
        mail.from.address,
        one_line(&mail.subject)
    );
    if let Ok(found) = inbox.reader.read(head.as_bytes()).await {
        brought.push(as_brought("Email".to_owned(), found));
    }
    for file in files(mail) {
        if is_picture(file) {
            album
                .add(file.bytes.clone(), String::new(), file.inline)
                .await?;
            continue;
        }
        if is_plain_text(file) {
            // Its words stand below those of the message.
            continue;
        }
        let Ok(found) = inbox.reader.read(&file.bytes).await else {
            continue;
        };
        for (at, inside) in found.pictures.iter().enumerate() {
            if let Ok(bytes) = inbox.reader.picture(&file.bytes, at).await {
                album.add(bytes, inside.alternative.clone(), true).await?;
            }
        }
        brought.push(as_brought(file.name.clone(), found));
    }
    Ok(brought)
}

fn as_brought(name: String, found: Found) -> Brought {
    Brought {
        name,
        media_type: found.kind.media_type().to_owned(),
        content: found.content,
        pieces: found.pieces,
    }
}

/// The photographs of a message.
struct Album<'a> {
    media: &'a Media,
    /// As the content names them.
    shown: Vec<Picture>,
    /// As they lie in the store.
    new: Vec<NewBlob>,
}

impl Album<'_> {
    /// Takes a photograph, judged and written anew as any that is sent. What cannot be taken is left: its name stands in
    /// the list. One `inside` of a text that is small belongs to a signature.
    async fn add(
        &mut self,
        bytes: Vec<u8>,
        alternative: String,
        inside: bool,
    ) -> Result<(), ShelfError> {
        if self.shown.len() >= MOST_PICTURES {
            return Ok(());
        }
        let Ok(prepared) = self.media.prepare(bytes).await else {
            return Ok(());
        };
        let is_small = prepared.width < LEAST_SIDE || prepared.height < LEAST_SIDE;
        let is_there = self.shown.iter().any(|one| one.blob == prepared.sha256);
        if (inside && is_small) || is_there {
            return Ok(());
        }
        let blob = pictures::put_into(self.media, &prepared).await?;
        self.shown.push(Picture {
            blob: prepared.sha256.clone(),
            width: prepared.width,
            height: prepared.height,
            alternative,
            ..Picture::default()
        });
        self.new.push(blob);
        Ok(())
    }
}

fn is_picture(file: &Attachment) -> bool {
    let name = file.name.to_lowercase();
    file.media_type.starts_with("image/")
        || [".jpg", ".jpeg", ".png", ".webp"]
            .iter()
            .any(|ending| name.ends_with(ending))
}

/// Takes pictures out of the store that got no row, now rather than with the next sweep.
async fn put_back(media: &Media, pictures: &[NewBlob]) {
    for picture in pictures {
        if let Err(error) = media.shelf().remove(&picture.kept_in).await {
            tracing::warn!(%error, "a picture that was not needed could not be removed yet");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_sent_on, sender, words};
    use mails::{Mail, Person, part};

    fn mail(subject: &str, text: &str) -> Mail {
        Mail {
            subject: subject.into(),
            from: Person {
                name: "Sam".into(),
                address: "sam@bank.example".into(),
            },
            parts: part(text),
            ..Mail::default()
        }
    }

    #[test]
    fn of_what_was_sent_on_the_message_counts() {
        let text = "See below.\n\n---------- Forwarded message ---------\nFrom: Ana Field <ana@museum.example>\nDate: Monday\n\nWe met weekly.";
        let sent_on = mail("Fwd: Wellbeing case study", text);
        assert!(is_sent_on(&sent_on));
        assert_eq!(sender(&sent_on), "ana@museum.example");
        assert!(words(&sent_on).contains("We met weekly."));
    }

    #[test]
    fn of_an_answer_what_is_new_counts_and_the_rest_is_named() {
        let text = "231 people.\n\nOn Monday 3 May Bo <bo@a.example> wrote:\n> How many?";
        let answer = mail("Re: Wellbeing case study", text);
        assert!(!is_sent_on(&answer));
        assert_eq!(sender(&answer), "sam@bank.example");
        let words = words(&answer);
        assert!(
            words.starts_with("231 people.") && !words.contains("How many?"),
            "{words}"
        );
        assert!(words.ends_with("[An earlier email was quoted below. It is left out.]"));
    }
}
