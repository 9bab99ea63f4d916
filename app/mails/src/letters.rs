//! The letters of a text that does not say which they are.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// The text of a file: as its first bytes say, as UTF-8 where it is that, else as its bytes let guess.
#[must_use]
pub fn decoded(file: &[u8]) -> String {
    if let Some((encoding, _)) = Encoding::for_bom(file) {
        return encoding.decode(file).0.into_owned();
    }
    let text = String::from_utf8_lossy(file);
    if is_mostly_right(&text) {
        return text.into_owned();
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(file, true);
    // A pound sign alone does not say whose it is: of two that fit as well, the letters of the west are meant.
    let guessed = detector.guess(Some(b"uk"), Utf8Detection::Deny);
    let encoding = if guessed == UTF_8 {
        WINDOWS_1252
    } else {
        guessed
    };
    encoding.decode(file).0.into_owned()
}

/// Whether a reading as UTF-8 lost nothing, or a letter that was cut in two among others that were not: other letters
/// hardly ever look like those of UTF-8.
fn is_mostly_right(text: &str) -> bool {
    let is_lost = |sign: &char| *sign == char::REPLACEMENT_CHARACTER;
    let lost = text.chars().filter(is_lost).count();
    let right = text
        .chars()
        .filter(|sign| !sign.is_ascii() && !is_lost(sign))
        .count();
    lost == 0 || right > lost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_in_whatever_they_were_written() {
        let text = "Museum: Caf\u{e9} \u{2013} \u{a3}20 \u{201c}tea\u{201d}";
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (old, _, _) = WINDOWS_1252.encode(text);
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            [b"\xFF\xFE".to_vec(), wide].concat(),
            old.into_owned(),
        ] {
            assert_eq!(decoded(&bytes), text);
        }
    }

    #[test]
    fn few_words_are_of_the_west_and_others_are_what_they_are() {
        for text in [
            "\u{a3}500 \u{2013} Ana\u{2019}s",
            "\u{a3}500",
            "caf\u{e9}",
            "\u{201c}Tea\u{201d}",
            "Esm\u{e9}e gave \u{a3}1",
        ] {
            assert_eq!(decoded(&WINDOWS_1252.encode(text).0), text);
        }
        let text = "\u{41c}\u{44b} \u{432}\u{441}\u{442}\u{440}\u{435}\u{447}\u{430}\u{43b}\u{438}\u{441}\u{44c} \u{432} \u{43c}\u{443}\u{437}\u{435}\u{435}";
        assert_eq!(decoded(&encoding_rs::WINDOWS_1251.encode(text).0), text);
    }

    #[test]
    fn a_letter_that_was_cut_in_two_costs_no_other() {
        let text = "Caf\u{e9} \u{2013} \u{a3}20";
        let bytes = [text.as_bytes(), b" caf\xc3"].concat();
        assert_eq!(decoded(&bytes), format!("{text} caf\u{fffd}"));
    }
}
