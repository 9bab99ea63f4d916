//! What forms of several journeys share.

use crate::web::error::PageError;
use case_study::Answers;

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
    use super::key;
    use case_study::Answers;
    use store::fresh_token;

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
