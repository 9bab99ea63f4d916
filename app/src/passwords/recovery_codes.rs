//! Codes for the day on which a phone is lost: ten, each of 50 random bits, each of use once.

use store::random_bytes;

/// How many somebody gets.
pub const COUNT: usize = 10;
/// Letters of one.
const LENGTH: usize = 10;
/// Hard to mistake for each other.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Ten new ones, as they are shown: two groups of five.
#[must_use]
pub fn fresh() -> Vec<String> {
    (0..COUNT)
        .map(|_| {
            let letters: String = random_bytes::<LENGTH>()
                .iter()
                .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
                .collect();
            let (first, second) = letters.split_at(LENGTH / 2);
            format!("{first}-{second}")
        })
        .collect()
}

/// One as it was typed, however it was grouped; `None` when it is none.
#[must_use]
pub fn read(typed: &str) -> Option<String> {
    let letters: String = typed
        .chars()
        .filter(|sign| !sign.is_whitespace() && *sign != '-')
        .map(|sign| sign.to_ascii_lowercase())
        .collect();
    let right = letters.len() == LENGTH && letters.bytes().all(|byte| LETTERS.contains(&byte));
    right.then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ten_differ_and_each_reads_back() {
        let codes = fresh();
        let different: BTreeSet<&String> = codes.iter().collect();
        assert_eq!((codes.len(), different.len()), (COUNT, COUNT));
        for code in codes {
            let plain = code.replace('-', "");
            assert_eq!(read(&code).as_deref(), Some(plain.as_str()));
            assert_eq!(
                read(&format!(" {} ", code.to_uppercase())).as_deref(),
                Some(plain.as_str())
            );
        }
        for odd in ["", "abcde-fghi", "abcde-fghijk", "abcde-fghi0", "123456"] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }
}
