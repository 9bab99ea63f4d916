//! Reading what a posted form sent.

use crate::web::error::PageError;
use case_study::Answers;

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
    use super::{MOST_PAIRS, NotOurs, key, read};
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
