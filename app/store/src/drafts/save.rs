//! Saving answers into the working copy.

use super::working_copy;
use super::working_copy::Contact;
use crate::field_notes::{
    Note, asked, fresh_fingerprint, keep_replies, noted_fields, open_fields, put_replies,
};
use crate::submissions;
use crate::{Db, DbErr, blobs, random_bytes};
use case_study::field_notes::{is_reply_key, reply_key};
use case_study::{Answers, FIELDS, Field, FieldError, Section, WorkingCopy};

/// What became of answers that were sent. Unless they were saved, nothing was written, and whatever
/// was typed is still with the caller.
#[derive(Debug, Clone)]
#[must_use]
pub enum SaveOutcome {
    Saved(Box<Saved>),
    /// There is no such submission.
    NotFound,
    /// It was sent, published or withdrawn; its author can no longer write.
    Closed,
    /// Somebody saved the same page meanwhile. `stored` is what the database holds now.
    Overtaken {
        stored: Box<WorkingCopy>,
        base: String,
    },
}

/// Answers that were saved.
#[derive(Debug, Clone)]
pub struct Saved {
    pub copy: WorkingCopy,
    /// Base of the section as it is stored now; the next save of the page carries it.
    pub base: String,
    /// A sentence for each answer of which only the beginning could be kept.
    pub left_out: Vec<FieldError>,
    /// What was typed and not saved, because nobody asked about it: keys of the form.
    pub not_asked: Vec<String>,
}

/// What the form of a section carries to tell, when it comes back, what it was drawn from: the
/// fingerprint of the answers then, and a random word for this one drawing of the page.
///
/// The word tells apart two pages of the same browser. A page that comes back with the browser's Back
/// carries an old fingerprint; if that very page wrote what is stored now, nobody else has, and its
/// author has no conflict with themselves. A second window has another word.
struct Base<'a> {
    fingerprint: &'a str,
    page: &'a str,
}

const PAGE_BYTES: usize = 8;

impl<'a> Base<'a> {
    fn read(text: &'a str) -> Self {
        let (fingerprint, page) = text.split_once('.').unwrap_or((text, ""));
        let is_ours =
            page.len() == 2 * PAGE_BYTES && page.bytes().all(|byte| byte.is_ascii_hexdigit());
        Self {
            fingerprint,
            page: if is_ours { page } else { "" },
        }
    }

    /// The base of the same page, drawn from other answers.
    fn with(&self, fingerprint: &str) -> String {
        if self.page.is_empty() {
            fingerprint.to_owned()
        } else {
            format!("{fingerprint}.{}", self.page)
        }
    }
}

/// The base for a page of the form that is drawn now.
#[must_use]
pub fn fresh_base(copy: &WorkingCopy, section: Section) -> String {
    format!(
        "{}.{}",
        copy.fingerprint(section.asked()),
        hex::encode(random_bytes::<PAGE_BYTES>())
    )
}

/// The same for the page on which a museum answers what it was asked.
#[must_use]
pub fn fresh_request_base(copy: &WorkingCopy, notes: &[Note]) -> String {
    format!(
        "{}.{}",
        fresh_fingerprint(copy, notes),
        hex::encode(random_bytes::<PAGE_BYTES>())
    )
}

/// A page that is saved.
#[derive(Clone, Copy)]
enum Part {
    Section(Section),
    /// What was asked about, wherever it stands in the form, and the replies.
    Request,
}

impl Part {
    const fn slug(self) -> &'static str {
        match self {
            Self::Section(section) => section.slug(),
            Self::Request => "changes",
        }
    }

    fn fields(self, notes: &[Note]) -> Vec<&'static Field> {
        match self {
            Self::Section(section) => section.asked().collect(),
            Self::Request => noted_fields(notes),
        }
    }

    fn fingerprint(self, copy: &WorkingCopy, notes: &[Note]) -> String {
        match self {
            Self::Section(section) => copy.fingerprint(section.asked()),
            Self::Request => fresh_fingerprint(copy, notes),
        }
    }
}

/// Saves one page of the form into the working copy. No answer holds back another: what cannot be
/// read is kept as typed.
///
/// `base` is the one the page was drawn with. Pages do not disturb each other: only a change of the
/// *same* section since then is a conflict, and saving the same answers never is.
///
/// While a museum is asked about some fields, the others stay as they are, whatever page was drawn before and
/// whoever made the form: [`Saved::not_asked`] says what was typed for them.
///
/// # Errors
/// When the database does not answer.
pub async fn save_section(
    db: &Db,
    submission_id: i64,
    section: Section,
    base: &str,
    answers: &Answers,
) -> Result<SaveOutcome, DbErr> {
    save(db, submission_id, Part::Section(section), base, answers).await
}

/// Saves the page on which a museum answers what it was asked: answers, and replies to the notes.
///
/// # Errors
/// When the database does not answer.
pub async fn save_request(
    db: &Db,
    submission_id: i64,
    base: &str,
    answers: &Answers,
) -> Result<SaveOutcome, DbErr> {
    save(db, submission_id, Part::Request, base, answers).await
}

async fn save(
    db: &Db,
    submission_id: i64,
    part: Part,
    base: &str,
    answers: &Answers,
) -> Result<SaveOutcome, DbErr> {
    let tx = db.begin().await?;
    // Locked first: a draft that is just being sent is no longer open once the lock is there.
    let Some(submission) = submissions::locked(&tx, submission_id).await? else {
        return Ok(SaveOutcome::NotFound);
    };
    if !submission.status.is_open_to_its_author() {
        return Ok(SaveOutcome::Closed);
    }
    let mut held = working_copy::lock(&tx, submission_id).await?;
    let notes = asked(&tx, &submission).await?;
    let open = open_fields(&tx, &submission, &held.copy, &notes).await?;
    let mut free = part.fields(&notes);
    free.retain(|field| open.is_open(field));
    // A page that asks for other things says nothing of files.
    free.retain(|field| !field.kind.is_files() || answers.holds(field.key));
    let base = Base::read(base);
    let stored = part.fingerprint(&held.copy, &notes);
    let mut copy = held.copy.clone();
    let mut left_out = copy.put(answers, free.iter().copied());
    blobs::settle(&tx, submission.case_id, &mut copy.content).await?;
    let mut replied = notes.clone();
    left_out.extend(put_replies(&mut replied, answers));
    let saved = part.fingerprint(&copy, &replied);
    let changes = saved != stored;
    if changes
        && stored != base.fingerprint
        && !held.last_saves.is_by(part.slug(), base.page, &stored)
    {
        return Ok(SaveOutcome::Overtaken {
            base: base.with(&stored),
            stored: Box::new(held.copy),
        });
    }
    let not_asked = not_asked(&held.copy, &free, &notes, answers);
    held.copy = copy;
    if changes {
        held.last_saves.note(part.slug(), base.page, &saved);
    }
    keep_replies(&tx, &notes, &replied).await?;
    // Half an address leaves the one that stands there, and that is not what was typed.
    let is_given =
        |field: &&'static Field| answers.holds(field.key) && held.copy.typed(field).is_none();
    let contact = Contact::of(free.iter().copied().filter(is_given));
    working_copy::write(&tx, &submission, &held, contact).await?;
    tx.commit().await?;
    Ok(SaveOutcome::Saved(Box::new(Saved {
        copy: held.copy,
        base: base.with(&saved),
        left_out,
        not_asked,
    })))
}

/// What was typed beside the fields that are open, unless it says what stands there already.
fn not_asked(
    stored: &WorkingCopy,
    free: &[&'static Field],
    notes: &[Note],
    answers: &Answers,
) -> Vec<String> {
    let is_free = |field: &Field| free.iter().any(|one| one.key == field.key);
    let others: Vec<&'static Field> = FIELDS
        .iter()
        .filter(|field| answers.holds(field.key) && !is_free(field))
        .collect();
    let mut other = stored.clone();
    let _ = other.put(answers, others.iter().copied());
    let fields = others
        .into_iter()
        .filter(|field| other.answers_to(field) != stored.answers_to(field))
        .map(|field| field.key.to_owned());
    let is_asked = |key: &str| notes.iter().any(|note| reply_key(note.id) == key);
    let replies = answers
        .keys()
        .filter(|key| is_reply_key(key) && !is_asked(key))
        .filter(|key| !answers.one(key).trim().is_empty())
        .map(str::to_owned);
    fields.chain(replies).collect()
}

#[cfg(test)]
mod tests {
    use super::{Base, fresh_base};
    use case_study::{Section, WorkingCopy};

    #[test]
    fn a_base_is_read_as_it_was_drawn() {
        let copy = WorkingCopy::default();
        let (one, other) = (
            fresh_base(&copy, Section::Story),
            fresh_base(&copy, Section::Story),
        );
        assert_ne!(one, other);
        let (one, other) = (Base::read(&one), Base::read(&other));
        assert_eq!(one.fingerprint, other.fingerprint);
        assert_eq!(one.page.len(), 16);
        assert_eq!(
            one.with("0123456789abcdef"),
            format!("0123456789abcdef.{}", one.page)
        );
    }

    #[test]
    fn a_word_that_no_page_of_ours_has_tells_nothing() {
        for odd in [
            "f00d",
            "f00d.",
            "f00d.short",
            "f00d.0123456789abcdeg",
            "f00d.0123456789abcdef0",
        ] {
            assert_eq!(Base::read(odd).page, "", "{odd}");
            assert_eq!(Base::read(odd).fingerprint, "f00d", "{odd}");
            assert_eq!(Base::read(odd).with("beef"), "beef", "{odd}");
        }
    }
}
