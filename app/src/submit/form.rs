//! Reading what a form sent.

use crate::web::error::PageError;
use case_study::Answers;

/// More than any page of ours sends: every box of the longest one ticked comes to about 150. A
/// cap keeps the work small that somebody else's form could make.
pub(super) const MOST_PAIRS: usize = 400;

const NOT_OURS: PageError = PageError::BadRequest(
    "The form held something that this page does not ask for, and nothing was saved. Go back, load the page again and send it from there.",
);

/// The answers in a form's body.
///
/// # Errors
/// When it holds a key the page does not ask for: such a form is not ours, and nothing of it is used.
pub(super) fn read(body: &[u8], known: impl Fn(&str) -> bool) -> Result<Answers, PageError> {
    let pairs = url::form_urlencoded::parse(body)
        .map(|(key, value)| (key.into_owned(), value.into_owned()));
    gather(pairs, known)
}

/// The same for pairs that are parsed already.
pub(super) fn gather(
    pairs: impl Iterator<Item = (String, String)>,
    known: impl Fn(&str) -> bool,
) -> Result<Answers, PageError> {
    let pairs: Vec<_> = pairs.take(MOST_PAIRS + 1).collect();
    if pairs.len() > MOST_PAIRS {
        return Err(NOT_OURS);
    }
    Answers::from_pairs(pairs, known).map_err(|_| NOT_OURS)
}

#[cfg(test)]
mod tests {
    use super::{MOST_PAIRS, read};

    #[test]
    fn a_form_is_read_and_a_foreign_key_refused() {
        let answers = read(b"title=Tea+%26+talk&themes=a&themes=b", |key| {
            key == "title" || key == "themes"
        })
        .unwrap();
        assert_eq!(answers.one("title"), "Tea & talk");
        assert_eq!(answers.all("themes"), ["a", "b"]);
        assert!(read(b"title=x&status=published", |key| key == "title").is_err());
    }

    #[test]
    fn a_form_with_thousands_of_parts_is_refused() {
        assert!(read("a=1&".repeat(MOST_PAIRS).as_bytes(), |_| true).is_ok());
        assert!(read("a=1&".repeat(MOST_PAIRS + 1).as_bytes(), |_| true).is_err());
    }
}
