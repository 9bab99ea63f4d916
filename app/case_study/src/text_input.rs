//! The door that every text passes on its way in: forms, islands, files and commands alike.
//!
//! What people copy carries signs that nobody sees: zero-width spaces out of web pages, marks that
//! turn a line round, the other way to write an accent. Two texts that look the same are the same
//! text behind this door.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};
pub use word_count::is_unspaced;

const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';
const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// A passage: accents composed (NFC), every kind of line break as `\n`, no control characters
/// (PostgreSQL cannot store a NUL), nothing invisible, no white space around.
///
/// The two joiners stay inside words, where Persian, Indic scripts and emoji need them.
#[must_use]
pub fn tidy(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut clean = String::with_capacity(text.len());
    let mut joiner = None;
    let mut before = None;
    for letter in text.chars() {
        let letter = if is_line_break(letter) { '\n' } else { letter };
        if matches!(letter, ZERO_WIDTH_NON_JOINER | ZERO_WIDTH_JOINER) {
            joiner = joiner.or(Some(letter));
            continue;
        }
        if is_variation_selector(letter) {
            // It chooses how the letter before it looks; without one it is only invisible.
            if before.is_some_and(is_of_a_word) {
                clean.push(letter);
            }
            continue;
        }
        if is_dropped(letter) {
            continue;
        }
        if let Some(joiner) = joiner.take()
            && before.is_some_and(is_of_a_word)
            && is_of_a_word(letter)
        {
            clean.push(joiner);
        }
        clean.push(letter);
        before = Some(letter);
    }
    nfc(clean.trim())
}

/// The same as one line: every stretch of white space becomes one space.
#[must_use]
pub fn one_line(text: &str) -> String {
    tidy(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An address on the web: nothing invisible at all, and otherwise as it was typed. Accents stay as
/// they are: a server may know a page by either way to write them.
#[must_use]
pub fn web_address(text: &str) -> String {
    visible(text).trim().to_owned()
}

/// A text that people copy letter by letter, such as a number or a mail address: its wide forms
/// (`１２`, `＠`) as plain ones (NFKC), nothing invisible, one line.
#[must_use]
pub fn plain(text: &str) -> String {
    let composed = ComposingNormalizerBorrowed::new_nfkc().normalize(text);
    visible(&composed)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// What a file holds, without the mark that some programs write in front of it.
#[must_use]
pub fn without_byte_order_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Composed, as most systems write accents.
#[must_use]
pub fn nfc(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc()
        .normalize(text)
        .into_owned()
}

/// Whether there is a letter to see in it.
#[must_use]
pub fn has_letter(text: &str) -> bool {
    text.chars()
        .any(|letter| letter.is_alphabetic() && !is_dropped(letter))
}

/// What two spellings of one name have in common: compatibility forms, capitals, gaps, the shape of
/// apostrophes and hyphens make no other name.
#[must_use]
pub fn name_key(name: &str) -> String {
    let plain: String = plain(name)
        .chars()
        .map(|letter| match letter {
            '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
            '\u{2010}'..='\u{2014}' => '-',
            other => other,
        })
        .collect();
    // Through capitals, so that "ß" and "ss" are one, as Unicode folds them.
    nfc(&plain.to_uppercase().to_lowercase())
}

/// What names and titles are put in order by: letters without accents and capitals, then digits;
/// quotation marks and other signs do not count.
#[must_use]
pub fn sort_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    let mut gap = false;
    for letter in decomposed.chars().flat_map(char::to_lowercase) {
        if is_mark(letter) || is_dropped(letter) || is_apostrophe(letter) {
            continue;
        }
        if !letter.is_alphanumeric() {
            gap = true;
            continue;
        }
        if gap && !key.is_empty() {
            key.push(' ');
        }
        gap = false;
        match crate::vocabulary::slugs::fold(letter) {
            Some(folded) => key.push_str(folded),
            None => key.push(letter),
        }
    }
    key
}

/// What a piece of a name, a title or an address is looked for in: letters without accents and capitals, and every
/// other sign as it is typed, so that "50%" finds what says so.
#[must_use]
pub fn search_key(text: &str) -> String {
    let named = name_key(text);
    let mut key = String::with_capacity(named.len());
    for letter in DecomposingNormalizerBorrowed::new_nfkd()
        .normalize(&named)
        .chars()
    {
        if is_mark(letter) {
            continue;
        }
        match crate::vocabulary::slugs::fold(letter) {
            Some(folded) => key.push_str(folded),
            None => key.push(letter),
        }
    }
    key
}

/// Text for a terminal: what would steer it, or hide in it, is shown by its number.
#[must_use]
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_line_break(letter) || is_dropped(letter) || letter == '\t' {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    shown
}

fn visible(text: &str) -> String {
    text.chars()
        .map(|letter| if is_line_break(letter) { ' ' } else { letter })
        .filter(|letter| !is_dropped(*letter) && !is_variation_selector(*letter))
        .collect()
}

/// CR, LF, VT, FF, NEL and the two separators.
const fn is_line_break(letter: char) -> bool {
    matches!(
        letter,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

const fn is_variation_selector(letter: char) -> bool {
    matches!(letter, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Control characters, characters of format, fillers that no font draws, and what is no character.
fn is_dropped(letter: char) -> bool {
    // Nearly every letter of nearly every text.
    if letter.is_ascii() {
        return letter.is_ascii_control() && letter != '\n' && letter != '\t';
    }
    let number = u32::from(letter);
    let is_no_character = number & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&number);
    is_no_character
        || matches!(
            category(letter),
            GeneralCategory::Control | GeneralCategory::Format
        )
        || (CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(letter)
            && !is_variation_selector(letter))
}

fn category(letter: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(letter)
}

/// A mark that stands on the letter before it.
pub(super) fn is_mark(letter: char) -> bool {
    !letter.is_ascii() && category(letter) == GeneralCategory::NonspacingMark
}

const fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}')
}

/// Letters, digits, marks and signs such as emoji: what a joiner can stand between.
fn is_of_a_word(letter: char) -> bool {
    letter.is_alphanumeric() || (!letter.is_ascii() && !letter.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every character that the reports name, and their kin.
    const INVISIBLE: [char; 24] = [
        '\u{ad}',
        '\u{34f}',
        '\u{61c}',
        '\u{115f}',
        '\u{1160}',
        '\u{180e}',
        '\u{200b}',
        '\u{200e}',
        '\u{200f}',
        '\u{202a}',
        '\u{202b}',
        '\u{202c}',
        '\u{202d}',
        '\u{202e}',
        '\u{2060}',
        '\u{2064}',
        '\u{2066}',
        '\u{2069}',
        '\u{206f}',
        '\u{3164}',
        '\u{feff}',
        '\u{ffa0}',
        '\u{fff9}',
        '\u{e0041}',
    ];

    #[test]
    fn invisible_signs_go_wherever_they_stand() {
        for sign in INVISIBLE {
            for text in [
                format!("{sign}Tea room"),
                format!("Tea{sign} room"),
                format!("T{sign}ea room{sign}"),
            ] {
                assert_eq!(tidy(&text), "Tea room", "{sign:?}");
                assert_eq!(one_line(&text), "Tea room", "{sign:?}");
                assert_eq!(plain(&text), "Tea room", "{sign:?}");
                assert_eq!(web_address(&text), "Tea room", "{sign:?}");
            }
            assert_eq!(tidy(&sign.to_string()), "");
        }
        assert_eq!(tidy("a\0b\u{7}\u{1b}[2J\u{9b}"), "ab[2J");
        assert_eq!(tidy("a\u{fffe}b\u{fdd0}c\u{10ffff}"), "abc");
    }

    #[test]
    fn joiners_stay_inside_words_alone() {
        let persian = "می\u{200c}خواهم";
        assert_eq!(tidy(persian), persian);
        let nurse = "\u{1f469}\u{200d}\u{2695}\u{fe0f}";
        assert_eq!(tidy(nurse), nurse);
        assert_eq!(tidy("\u{200d}Tea \u{200c}room\u{200d}"), "Tea room");
        assert_eq!(
            web_address("https://a\u{200d}b.example/"),
            "https://ab.example/"
        );
    }

    #[test]
    fn every_line_break_is_one_and_lines_have_none() {
        let typed = "a\r\nb\rc\u{b}d\u{c}e\u{85}f\u{2028}g\u{2029}h";
        assert_eq!(tidy(typed), "a\nb\nc\nd\ne\nf\ng\nh");
        assert_eq!(one_line(typed), "a b c d e f g h");
    }

    #[test]
    fn accents_are_composed() {
        assert_eq!(tidy("Muse\u{301}e d'E\u{301}tain"), "Musée d'Étain");
        // Also where an invisible sign stood between letter and accent.
        assert_eq!(tidy("e\u{200b}\u{301}"), "é");
        assert_eq!(
            web_address("https://a.example/e\u{301}"),
            "https://a.example/e\u{301}"
        );
    }

    #[test]
    fn a_letter_is_one_that_can_be_seen() {
        assert!(has_letter("!a") && has_letter("茶"));
        for none in ["", "123 – 45!", "\u{3164}", "\u{200b}", "\u{1f375}"] {
            assert!(!has_letter(none), "{none:?}");
        }
    }

    #[test]
    fn what_is_looked_for_has_no_accents_and_keeps_its_signs() {
        assert_eq!(
            super::search_key("  Caf\u{e9}  M\u{fc}nch\u{f8}n "),
            "cafe munchon"
        );
        assert_eq!(super::search_key("50%_OFF \\ A!"), "50%_off \\ a!");
        assert_eq!(
            super::search_key("Ana\u{2019}s WB-2345-6789"),
            "ana's wb-2345-6789"
        );
    }

    #[test]
    fn two_spellings_of_a_museum_have_one_key() {
        for (one, other) in [
            ("Musée d'Étain", "Muse\u{301}e d\u{2019}E\u{301}tain"),
            ("Example Museum", " EXAMPLE \u{a0} museum\u{200b}"),
            ("Straßenbahnmuseum", "STRASSENBAHNMUSEUM"),
            ("Office Museum", "O\u{fb03}ce Museum"),
        ] {
            assert_eq!(name_key(one), name_key(other), "{one}");
        }
        assert_ne!(name_key("Tea Museum"), name_key("Coffee Museum"));
        assert_ne!(name_key("Musée"), name_key("Musee"));
    }

    #[test]
    fn titles_stand_in_the_order_of_their_letters() {
        let mut titles = [
            "zebra",
            "Étude",
            "\u{201c}Øre\u{201d}",
            "apple",
            "E\u{301}clair",
            "Łódź",
            "2 teas",
            "茶",
        ];
        titles.sort_by_key(|title| sort_key(title));
        assert_eq!(
            titles,
            [
                "2 teas",
                "apple",
                "E\u{301}clair",
                "Étude",
                "Łódź",
                "\u{201c}Øre\u{201d}",
                "zebra",
                "茶"
            ]
        );
    }

    #[test]
    fn nothing_steers_a_terminal() {
        assert_eq!(
            printable("\u{1b}]0;owned\u{7}a\u{202e}b\nc\u{9b}2J é"),
            "\\u{1b}]0;owned\\u{7}a\\u{202e}b\\u{a}c\\u{9b}2J é"
        );
    }

    #[test]
    fn the_mark_in_front_of_a_file_goes() {
        assert_eq!(without_byte_order_mark("\u{feff}[]"), "[]");
        assert_eq!(without_byte_order_mark("[]"), "[]");
    }
}
