//! Makes of an email what it is about: a draft, a thought, a letter, or nothing. The command `casebook intake` and the
//! page of moderators do the same with one.

use super::along::{self, enclosed_in, name_of};
use super::known_again;
use case_study::CaseStudyContent;
use case_study::email::{email_key, tidy_email};
use case_study::intake::Why;
use case_study::mail_templates::MailContext;
use case_study::short_way::working_title;
use case_study::text_input::{one_line, tidy};
use case_study::thought::Thought;
use case_study::validation::LONGEST_ANSWER;
use documents::Reader;
use mails::{Kind, Mail, Topic};
use media::{Media, ShelfError};
use store::blobs::NewBlob;
use store::history::Actor;
use store::intake;
use store::intake::{Key, NewMail, Taken, What};
use store::{Db, DbErr};
use word_count::count_words;

/// Fewer words than these beside a message that was sent on say that the message is meant.
const A_STORY: usize = 40;

/// What an email is taken into.
#[derive(Clone, Copy)]
pub struct Inbox<'a> {
    pub db: &'a Db,
    pub media: &'a Media,
    /// Opens documents, in a process of its own.
    pub reader: &'a Reader,
    pub mail_context: &'a MailContext,
    /// The address that our own emails come from; may be empty.
    pub sent_from: &'a str,
}

impl Inbox<'_> {
    /// Our own addresses.
    fn ours(&self) -> [&str; 2] {
        [&self.mail_context.contact, self.sent_from]
    }
}

/// Why nothing could be made of an email.
#[derive(Debug, thiserror::Error)]
pub enum TakeInError {
    #[error(transparent)]
    Db(#[from] DbErr),
    #[error(transparent)]
    Shelf(#[from] ShelfError),
}

/// Takes one email in, by the operator or a moderator.
///
/// # Errors
/// When database or store do not answer. Nothing of the email is kept then.
pub async fn take_in(inbox: Inbox<'_>, actor: &Actor, mail: &Mail) -> Result<Taken, TakeInError> {
    take_in_from(inbox, actor, mail, "").await
}

/// The same by a moderator, who was asked for the address of its sender. What they `typed`, if anything, goes before
/// every address of the email.
///
/// # Errors
/// As for [`take_in`].
pub async fn take_in_from(
    inbox: Inbox<'_>,
    actor: &Actor,
    mail: &Mail,
    typed: &str,
) -> Result<Taken, TakeInError> {
    let key = known_again::key(mail, typed);
    if let Some(outcome) = intake::was_read(inbox.db, &key).await? {
        return Ok(Taken::Before(outcome));
    }
    let sender = sender(mail, typed, inbox.ours());
    let new = NewMail {
        key,
        subject: one_line(&mail.subject),
        sent_at: mail.sent_at,
        // What could not be read is named as well: nobody else says that it came.
        files: mail
            .files()
            .into_iter()
            .map(|file| file.name.clone())
            .chain(mail.not_read().into_iter().map(str::to_owned))
            .collect(),
        answers: mail.answers.clone(),
        words: tidy(&mail.parts.written()),
        what: what(inbox, actor, mail, &sender).await?,
        sender,
    };
    let taken = intake::take_in(inbox.db, inbox.mail_context, actor, &new).await;
    let unused: Vec<&NewBlob> = match (&new.what, &taken) {
        (What::CaseStudy { .. }, Ok(Taken::Draft(_))) | (What::Answer(_), Ok(Taken::Answer(_))) => {
            Vec::new()
        }
        (What::CaseStudy { pictures, .. }, _) => pictures.iter().collect(),
        (What::Answer(along), _) => along.photographs.iter().map(|one| &one.blob).collect(),
        _ => Vec::new(),
    };
    along::put_back(inbox.media, &unused).await;
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
        key: Key::of_bytes(raw),
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

/// Whoever wrote what counts: who a moderator says, or else, of a message that was sent on, its own sender. What was sent
/// on may be a call of ours, and an address that it went to is no museum's either.
fn sender(mail: &Mail, typed: &str, ours: [&str; 2]) -> String {
    if !typed.is_empty() {
        return tidy_email(typed);
    }
    let was_sent_to = |address: &str| {
        let mut to = mail.to.iter();
        to.any(|to| email_key(to) == email_key(address))
    };
    let quoted = mail.parts.history.as_ref().and_then(mails::History::sender);
    let enclosed = mail.enclosed.first();
    let forwarded = [quoted, enclosed.map(|inner| inner.from.address.clone())]
        .into_iter()
        .flatten()
        .filter(|_| is_sent_on(mail))
        .find(|address| !is_one_of(ours, address) && !was_sent_to(address));
    let reply_to = mail.reply_to.clone();
    let address = forwarded
        .or_else(|| reply_to.filter(|address| !is_one_of(ours, address)))
        .unwrap_or_else(|| mail.from.address.clone());
    tidy_email(&address)
}

fn is_one_of(ours: [&str; 2], address: &str) -> bool {
    let key = email_key(address);
    !key.is_empty() && ours.iter().any(|own| email_key(own) == key)
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

/// What a message says, without what was said before; what was left out is named.
fn words(mail: &Mail) -> String {
    let mut words = if is_sent_on(mail) {
        mail.parts.whole()
    } else {
        mail.parts.written()
    };
    if is_sent_on(mail) {
        for inner in enclosed_in(mail) {
            words = format!("{words}\n\n{}", inner.parts.whole());
        }
    } else if mail.parts.history.is_some() {
        words.push_str("\n\n[An earlier email was quoted below. It is left out.]");
    }
    for file in mail.files().into_iter().filter(|file| file.is_plain_text()) {
        let text = mails::decoded(&file.bytes);
        words = format!("{words}\n\n{}:\n\n{text}", file.name);
    }
    tidy(&words)
}

/// The same with the messages that it encloses and that its writer added a story of their own to.
fn words_and_enclosed(mail: &Mail, words: &str) -> String {
    let mut all = words.to_owned();
    let left = if is_sent_on(mail) {
        Vec::new()
    } else {
        enclosed_in(mail)
    };
    for inner in left {
        let (name, text) = (name_of(inner), inner.parts.whole());
        all = format!("{all}\n\n{name}:\n\n{text}");
    }
    tidy(&all)
}

async fn what(
    inbox: Inbox<'_>,
    actor: &Actor,
    mail: &Mail,
    sender: &str,
) -> Result<What, TakeInError> {
    if let Some(why) = not_for_us(inbox, actor, mail) {
        return Ok(What::LeftAlone(why));
    }
    let subject = one_line(&mail.subject);
    if intake::is_answer(inbox.db, inbox.mail_context, &mail.answers, &subject).await? {
        return Ok(What::Answer(along::of_answer(inbox, mail).await?));
    }
    let words = words(mail);
    if words.is_empty() && mail.files().is_empty() {
        return Ok(What::Nothing(Why::Empty));
    }
    // Of a message that was sent on, the subject of the message.
    let inner = mail.enclosed.first().filter(|_| is_sent_on(mail));
    let topic = mails::topic(&mail.subject)
        .or_else(|| inner.and_then(|inner| mails::topic(&inner.subject)));
    Ok(match topic {
        Some(Topic::CaseStudy) => case_study(inbox, mail, &words, sender).await?,
        Some(Topic::Campaign) if words.is_empty() => What::Nothing(Why::Empty),
        Some(Topic::Campaign) => {
            let topic = mails::beside_topic(&mail.subject);
            let words = words_and_enclosed(mail, &words);
            What::Thought(Thought::of_email(topic, &words, sender))
        }
        // A moderator who reads one in has decided what it is.
        None if actor.account_id.is_some() => case_study(inbox, mail, &words, sender).await?,
        None => What::Nothing(Why::OtherSubject),
    })
}

/// Why an email is left alone whatever its subject says.
fn not_for_us(inbox: Inbox<'_>, actor: &Actor, mail: &Mail) -> Option<Why> {
    let public_url = &inbox.mail_context.public_url;
    let id = mail.message_id.as_deref();
    let is_ours = id.is_some_and(|id| intake::is_ours(id, public_url))
        || (actor.account_id.is_none()
            && !is_sent_on(mail)
            && is_one_of(inbox.ours(), &mail.from.address));
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

async fn case_study(
    inbox: Inbox<'_>,
    mail: &Mail,
    words: &str,
    sender: &str,
) -> Result<What, ShelfError> {
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
    let along = along::of_case_study(inbox, mail, words, sender, !is_sent_on(mail)).await?;
    // What stands under headings and labels is in its fields, and every word in the pieces: the story is told once.
    let is_told = along.brought.iter().any(|one| {
        let told = &one.content;
        !(told.need.is_empty() && told.did.is_empty() && told.changed.is_empty())
    });
    let says_title = along
        .brought
        .iter()
        .any(|one| !one.content.title.is_empty());
    let (shown, pictures) = along
        .photographs
        .into_iter()
        .map(|one| (one.picture, one.blob))
        .unzip();
    Ok(What::CaseStudy {
        content: Box::new(CaseStudyContent {
            title: if says_title { String::new() } else { title },
            own_words: if is_told {
                String::new()
            } else {
                tidy(&own_words)
            },
            contact_email: sender.to_owned(),
            pictures: shown,
            ..CaseStudyContent::default()
        }),
        pictures,
        brought: along.brought,
    })
}

#[cfg(test)]
mod tests {
    use super::{is_sent_on, sender, words, words_and_enclosed};
    use mails::{Mail, Person, part};

    const OURS: [&str; 2] = ["help@bank.example", "casebook@bank.example"];

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
        assert_eq!(sender(&sent_on, "", OURS), "ana@museum.example");
        // Whoever reads it in knows better.
        assert_eq!(
            sender(&sent_on, "bo@museum.example", OURS),
            "bo@museum.example"
        );
        assert!(words(&sent_on).contains("We met weekly."));
    }

    #[test]
    fn of_an_answer_what_is_new_counts_and_the_rest_is_named() {
        let text = "231 people.\n\nOn Monday 3 May Bo <bo@a.example> wrote:\n> How many?";
        let answer = mail("Re: Wellbeing case study", text);
        assert!(!is_sent_on(&answer));
        assert_eq!(sender(&answer, "", OURS), "sam@bank.example");
        let words = words(&answer);
        assert!(
            words.starts_with("231 people.") && !words.contains("How many?"),
            "{words}"
        );
        assert!(words.ends_with("[An earlier email was quoted below. It is left out.]"));
    }

    #[test]
    fn a_call_of_ours_that_was_sent_on_makes_nobody_a_museum() {
        let text = |from: &str| {
            format!(
                "Here is ours.\n\n---------- Forwarded message ---------\nFrom: The bank <{from}>\nDate: Monday\n\nSend us your case study."
            )
        };
        let sent_on = |from: &str| mail("FW: Wellbeing case study call", &text(from));
        for own in OURS {
            assert_eq!(sender(&sent_on(own), "", OURS), "sam@bank.example", "{own}");
        }
        let to = Mail {
            to: vec!["Wellbeing@bank.example".into()],
            ..sent_on("wellbeing@bank.example")
        };
        assert_eq!(sender(&to, "", OURS), "sam@bank.example");
        // Nor one of ours that is enclosed, or to which answers go.
        let enclosing = Mail {
            enclosed: vec![Mail {
                from: Person {
                    name: String::new(),
                    address: OURS[1].into(),
                },
                ..mail("Wellbeing case study call", "Send us yours.")
            }],
            reply_to: Some(OURS[0].into()),
            ..mail("Wellbeing case study", "See below.")
        };
        assert_eq!(sender(&enclosing, "", OURS), "sam@bank.example");
        // An installation without a contact has no such address.
        let bare = mail("Wellbeing case study", "We met.");
        assert_eq!(sender(&bare, "", ["", ""]), "sam@bank.example");
    }

    #[test]
    fn a_long_note_above_an_enclosed_message_leaves_it_its_words() {
        let note = "We are glad to send you this. ".repeat(8);
        let outer = Mail {
            enclosed: vec![mail("Tea and objects", "Volunteers met every Tuesday.")],
            ..mail("Wellbeing campaign", &note)
        };
        assert!(!is_sent_on(&outer));
        let all = words_and_enclosed(&outer, &words(&outer));
        assert!(
            all.starts_with("We are glad")
                && all.ends_with("Tea and objects:\n\nVolunteers met every Tuesday."),
            "{all}"
        );
        // Where it is what is meant, it stands in the words already.
        let short = Mail {
            enclosed: outer.enclosed.clone(),
            ..mail("Wellbeing campaign", "See below.")
        };
        let once = words_and_enclosed(&short, &words(&short));
        assert_eq!(once.matches("every Tuesday").count(), 1, "{once}");
    }
}
