//! A letter that a museum writes to the moderators, or they to the museum, beside any decision.

use super::text::with_commas;

/// The longest letter, in characters.
pub const LONGEST: usize = 5_000;

/// Why these words cannot be sent; nothing where they can.
#[must_use]
pub fn fault(words: &str) -> Option<String> {
    let length = words.chars().count();
    if length == 0 {
        return Some("Write your message".to_owned());
    }
    (length > LONGEST).then(|| {
        let (has, over) = (
            with_commas(length as u64),
            with_commas((length - LONGEST) as u64),
        );
        format!("Your message has {has} characters. Please cut {over}")
    })
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, fault};

    #[test]
    fn a_letter_says_something_and_is_no_book() {
        assert_eq!(fault("").as_deref(), Some("Write your message"));
        assert_eq!(fault("Thank you."), None);
        assert_eq!(fault(&"é".repeat(LONGEST)), None);
        assert_eq!(
            fault(&"é".repeat(LONGEST + 200)).as_deref(),
            Some("Your message has 5,200 characters. Please cut 200")
        );
    }
}
