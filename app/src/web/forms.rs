//! Reading what a posted form sent.

use crate::web::error::PageError;
use axum::body::Bytes;
use case_study::Answers;
use case_study::validation::LONGEST_ANSWER;

/// More than any page of ours sends: every box of the longest one ticked comes to about 150. A
/// cap keeps the work small that somebody else's form could make.
const MOST_PAIRS: usize = 400;

/// A form that is not the one its page draws. Nothing of it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotOurs;

impl From<NotOurs> for PageError {
    fn from(NotOurs: NotOurs) -> Self {
        Self::BadRequest(
            "The form held something that this page does not ask for, and nothing was saved or sent. Go back, load the page again and send it from there.",
        )
    }
}

/// A form as it was posted. A response that refuses it carries it along, so that the page around the
/// error gives back what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostedForm {
    pub path: String,
    pub body: Bytes,
    /// It came in parts, of which the files are not among these.
    pub had_files: bool,
}

/// Marks a request of which only the beginning was read, because it is larger than is taken at once.
#[derive(Debug, Clone, Copy)]
pub struct BodyWasCut;

/// The answers in the beginning of a form's body. The last one may be half there: unless it is longer
/// than any that is kept, it is left out, with whatever else came under its name.
///
/// # Errors
/// As [`read`].
pub fn read_beginning(body: &[u8], known: impl Fn(&str) -> bool) -> Result<Answers, NotOurs> {
    let mut pairs: Vec<_> = url::form_urlencoded::parse(body).into_owned().collect();
    if let Some((key, value)) = pairs.last().cloned()
        && value.chars().count() <= LONGEST_ANSWER
    {
        pairs.retain(|(other, _)| *other != key);
    }
    gather(pairs, known)
}

/// The answers in a form's body.
///
/// # Errors
/// When it holds a key that is not `known`, or more parts than any page of ours sends.
pub fn read(body: &[u8], known: impl Fn(&str) -> bool) -> Result<Answers, NotOurs> {
    gather(url::form_urlencoded::parse(body).into_owned(), known)
}

/// The same for pairs that are parsed already.
///
/// # Errors
/// As [`read`].
pub fn gather(
    pairs: impl IntoIterator<Item = (String, String)>,
    known: impl Fn(&str) -> bool,
) -> Result<Answers, NotOurs> {
    let pairs: Vec<_> = pairs.into_iter().take(MOST_PAIRS + 1).collect();
    if pairs.len() > MOST_PAIRS {
        return Err(NotOurs);
    }
    Answers::from_pairs(pairs, known).map_err(|_| NotOurs)
}

/// The random key by which a form that is sent again is known: [`fresh_token`](store::fresh_token)
/// made it.
///
/// # Errors
/// When it is not one of ours.
pub fn key(answers: &Answers, name: &str) -> Result<String, PageError> {
    let key = answers.one(name);
    if key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(key.to_owned());
    }
    Err(PageError::BadRequest(
        "The form lost a part of itself on the way. Load the page again and start there.",
    ))
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_ANSWER, MOST_PAIRS, NotOurs, key, read, read_beginning};
    use case_study::Answers;
    use store::fresh_token;

    #[test]
    fn a_form_is_read_and_a_foreign_key_refused() {
        let answers = read(b"title=Tea+%26+talk&themes=a&themes=b", |key| {
            key == "title" || key == "themes"
        })
        .unwrap();
        assert_eq!(answers.one("title"), "Tea & talk");
        assert_eq!(answers.all("themes"), ["a", "b"]);
        let foreign = read(b"title=x&status=published", |key| key == "title");
        assert_eq!(foreign.map(drop), Err(NotOurs));
    }

    #[test]
    fn of_a_form_that_was_cut_the_last_answer_counts_only_if_it_is_very_long() {
        let answers = read_beginning(b"need=Why&did=Tea+on+Tu", |_| true).unwrap();
        assert_eq!((answers.one("need"), answers.holds("did")), ("Why", false));
        let list = read_beginning(b"need=Why&lessons=Ask&lessons=All", |_| true).unwrap();
        assert!(!list.holds("lessons"));
        let long = format!("need=Why&did={}%E2%8", "t".repeat(LONGEST_ANSWER + 1));
        let answers = read_beginning(long.as_bytes(), |_| true).unwrap();
        assert!(answers.one("did").len() > LONGEST_ANSWER);
        assert!(read_beginning(b"status=published&a=", |key| key == "need").is_err());
        assert!(read_beginning(b"", |_| true).is_ok());
    }

    #[test]
    fn a_form_with_thousands_of_parts_is_refused() {
        assert!(read("a=1&".repeat(MOST_PAIRS).as_bytes(), |_| true).is_ok());
        assert!(read("a=1&".repeat(MOST_PAIRS + 1).as_bytes(), |_| true).is_err());
    }

    #[test]
    fn a_key_is_one_of_ours_or_refused() {
        let read = |text: &str| {
            let pairs = [("key".to_owned(), text.to_owned())];
            key(&Answers::from_pairs(pairs, |_| true).unwrap(), "key")
        };
        let fresh = fresh_token();
        assert_eq!(read(&fresh).unwrap(), fresh);
        for odd in ["", "short", &"g".repeat(64), &"a".repeat(65)] {
            assert!(read(odd).is_err(), "{odd}");
        }
    }
}
