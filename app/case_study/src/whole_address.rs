//! An email address in a text: where it stands whole, and the text without it. What only ends or begins like it is
//! somebody else's: `joana@museum.example` does not hold `ana@museum.example`.

use super::email::{SIGNS, email_key};
use super::text_input::{is_mark, is_unspaced};
use serde_json::Value;
use std::ops::Range;

/// A text without an address: what stands in its place.
pub const REMOVED: &str = "[address removed]";

/// No domain is longer, in bytes, in whatever letters it is written.
const LONGEST_DOMAIN: usize = 4 * 255;

/// Whether an address stands in a text, whatever its capitals and the letters of its domain.
#[must_use]
pub fn holds_address(text: &str, key: &str) -> bool {
    !places(text, key).is_empty()
}

/// The text with the address taken out wherever it stands; none where it stands nowhere.
#[must_use]
pub fn without_address(text: &str, key: &str) -> Option<String> {
    let places = places(text, key);
    if places.is_empty() {
        return None;
    }
    let mut left = String::with_capacity(text.len());
    let mut at = 0;
    for place in places {
        left.push_str(&text[at..place.start]);
        left.push_str(REMOVED);
        at = place.end;
    }
    left.push_str(&text[at..]);
    Some(left)
}

/// The same for texts that are stored as JSON. There a line break is written `\n`, whose letter would stand in front of
/// the address: each text is looked at by itself.
#[must_use]
pub fn without_address_in_json(json: &str, key: &str) -> Option<String> {
    let Ok(mut stored) = serde_json::from_str::<Value>(json) else {
        return without_address(json, key);
    };
    take_out(&mut stored, key).then(|| stored.to_string())
}

/// Takes the address out of every text of a value. Whether it stood in any.
pub(super) fn take_out(value: &mut Value, key: &str) -> bool {
    match value {
        Value::String(text) => match without_address(text, key) {
            Some(left) => {
                *text = left;
                true
            }
            None => false,
        },
        Value::Array(items) => items
            .iter_mut()
            .fold(false, |any, item| take_out(item, key) | any),
        Value::Object(members) => members
            .values_mut()
            .fold(false, |any, member| take_out(member, key) | any),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// What stands in every text that holds the address, in small letters: to look for in a database, which cannot tell
/// more. A domain with letters beyond ASCII is written in these too.
#[must_use]
pub fn always_part_of(key: &str) -> &str {
    match key.rsplit_once('@') {
        Some((name, domain)) if domain.contains("xn--") => &key[..=name.len()],
        _ => key,
    }
}

fn places(text: &str, key: &str) -> Vec<Range<usize>> {
    let Some((name, _)) = key.rsplit_once('@').filter(|(name, _)| !name.is_empty()) else {
        return Vec::new();
    };
    let place = |(at, _)| {
        let start = usize::checked_sub(at, name.len())?;
        if !text.get(start..at)?.eq_ignore_ascii_case(name) {
            return None;
        }
        let end = at
            + 1
            + domain_ends(&text[at + 1..])
                .into_iter()
                .find(|end| email_key(&text[start..at + 1 + end]) == key)?;
        begins(&text[..start], &text[end..]).then_some(start..end)
    };
    text.match_indices('@').filter_map(place).collect()
}

/// Where a domain at the beginning of a text may end, the longest first. It goes on for as long as the signs of one do:
/// `museum.example.org` is not `museum.example`, and a full stop at its end is one of a sentence.
fn domain_ends(text: &str) -> Vec<usize> {
    let run = text.find(|sign| !is_of_domain(sign)).unwrap_or(text.len());
    if text[run..].starts_with('@') {
        return Vec::new();
    }
    let bare = |end: usize| text[..end].trim_end_matches(['.', '-']).len();
    // In a script without spaces the next word touches the address.
    let ending = text[..bare(run)].rfind('.').unwrap_or_default();
    let next_word = text[..run]
        .char_indices()
        .filter(|(at, sign)| *at > ending && is_unspaced(*sign))
        .map(|(at, _)| at);
    let ends = next_word.chain([run]).rev().map(bare);
    ends.filter(|end| *end <= LONGEST_DOMAIN).collect()
}

/// Whether an address begins after `before`, and not in the middle of another. Marks that also may be part of a name
/// do not count where they stand on both sides: `'ana@museum.example'`.
fn begins(before: &str, after: &str) -> bool {
    let from = before
        .char_indices()
        .rev()
        .take_while(|(_, sign)| is_of_name(*sign))
        .last()
        .map_or(before.len(), |(at, _)| at);
    if before[..from].ends_with('@') {
        return false;
    }
    // No name begins with a full stop.
    let touching = before[from..].trim_start_matches('.');
    let closed_by = |after: &str| {
        let mut after = after.chars();
        touching
            .chars()
            .rev()
            .all(|sign| closing(sign).is_some_and(|closing| after.next() == Some(closing)))
    };
    closed_by(after) || closed_by(after.trim_start_matches(['.', ',']))
}

/// What closes what this sign opens.
fn closing(sign: char) -> Option<char> {
    match sign {
        '{' => Some('}'),
        _ => is_sign(sign).then_some(sign),
    }
}

fn is_sign(sign: char) -> bool {
    u8::try_from(sign).is_ok_and(|byte| SIGNS.contains(&byte))
}

/// Names are ASCII. Other letters in front of one are part of an address that we cannot hold, where its script puts a
/// space between an address and the word before.
fn is_of_name(sign: char) -> bool {
    is_sign(sign) || is_mark(sign) || (sign.is_alphanumeric() && !is_unspaced(sign))
}

fn is_of_domain(sign: char) -> bool {
    matches!(sign, '.' | '-') || sign.is_alphanumeric() || is_mark(sign)
}

#[cfg(test)]
mod tests {
    use super::{REMOVED, always_part_of, holds_address, without_address, without_address_in_json};

    const KEY: &str = "ana@museum.example";

    #[test]
    fn an_address_is_taken_out_of_any_text() {
        let text = "Write to ANA@museum.example or \u{130}, ana@Museum.Example.";
        let left = without_address(text, KEY).expect("it stands there");
        assert_eq!(left, format!("Write to {REMOVED} or \u{130}, {REMOVED}."));
        assert_eq!(without_address("Write to us.", KEY), None);
        assert_eq!(without_address("Write to us.", ""), None);
        assert_eq!(
            without_address("Write to @museum.example", "@museum.example"),
            None
        );
    }

    #[test]
    fn what_only_ends_or_begins_like_it_is_another_address() {
        for text in [
            "joana@museum.example",
            "jo.ana@museum.example",
            "jo-ana@museum.example",
            "jo+ana@museum.example",
            "o'ana@museum.example",
            "jo_ana@museum.example",
            "1ana@museum.example",
            "jos\u{e9}ana@museum.example",
            "jo\u{301}ana@museum.example",
            "@ana@museum.example",
            "ana@museum.example.org",
            "ana@museum.examples",
            "ana@museum.example-shop.org",
            "ana@museum.example1",
            "ana@museum.example@lists.example",
            "ana@museum.example\u{8c22}.org",
            "ana@museum",
            "ana @museum.example",
        ] {
            assert_eq!(without_address(text, KEY), None, "{text}");
            let inside = format!("Ask {text}, please");
            assert_eq!(without_address(&inside, KEY), None, "{inside}");
        }
        let both = "joana@museum.example, ana@museum.example, ana@museum.example.org";
        let left = without_address(both, KEY).expect("it stands there");
        assert_eq!(
            left,
            format!("joana@museum.example, {REMOVED}, ana@museum.example.org")
        );
    }

    #[test]
    fn what_people_put_around_an_address_is_no_part_of_it() {
        for (before, after) in [
            ("", ""),
            ("<", ">"),
            ("mailto:", "?subject=Tea"),
            ("Ask ", "."),
            ("Ask ", "..."),
            ("Did you ask ", "?"),
            ("Ask ", "!"),
            ("Ask ", "'s team"),
            ("Ask ", ".\nThen wait."),
            ("Ask ", " - and wait"),
            ("\u{2026}", "\u{2026}"),
            ("...", "..."),
            ("'", "'"),
            ("'", ",' she said"),
            ("*", "*"),
            ("**", "**"),
            ("_", "_"),
            ("`", "`"),
            ("{", "}"),
            ("(", ")/"),
            ("\u{201c}", "\u{201d}"),
            ("\n", "\n"),
            ("\u{8bf7}\u{5199}\u{4fe1}\u{7ed9}", "\u{8c22}\u{8c22}"),
            ("\u{8bf7}\u{5199}\u{4fe1}\u{7ed9}", "\u{3002}"),
        ] {
            let text = format!("{before}ana@museum.example{after}");
            let left = format!("{before}{REMOVED}{after}");
            assert_eq!(without_address(&text, KEY), Some(left), "{text}");
        }
    }

    #[test]
    fn a_domain_is_known_in_its_own_letters() {
        let key = "info@xn--mzeum-kva.example";
        for text in [
            "Ask INFO@M\u{dc}ZEUM.example.",
            "Ask info@m\u{fc}zeum.example.",
            "Ask info@mu\u{308}zeum.example.",
            "Ask Info@XN--MZEUM-KVA.example.",
        ] {
            assert_eq!(
                without_address(text, key),
                Some(format!("Ask {REMOVED}.")),
                "{text}"
            );
            assert!(
                text.to_ascii_lowercase().contains(always_part_of(key)),
                "{text}"
            );
        }
        assert!(!holds_address("info@mzeum.example", key));
        assert_eq!(always_part_of(KEY), KEY);
        let museum = "info@xn--9krs63ej00a.example";
        let own = case_of(museum);
        assert!(
            holds_address(&format!("\u{8bf7}\u{95ee}{own}\u{8c22}\u{8c22}"), museum),
            "{own}"
        );
    }

    /// The address with the domain in its own letters.
    fn case_of(key: &str) -> String {
        crate::email::shown_email(key)
    }

    #[test]
    fn a_line_break_in_json_is_no_letter_of_the_address() {
        let json = r#"{"letter":"Hello,\nana@museum.example\nasked","ticks":[1,true,null],"to":["joana@museum.example"]}"#;
        let left = without_address_in_json(json, KEY).expect("it stands there");
        let left: serde_json::Value = serde_json::from_str(&left).unwrap();
        assert_eq!(left["letter"], format!("Hello,\n{REMOVED}\nasked"));
        assert_eq!(left["ticks"], serde_json::json!([1, true, null]));
        assert_eq!(left["to"][0], "joana@museum.example");
        assert_eq!(
            without_address_in_json(r#"["\nana@museum.example.org"]"#, KEY),
            None
        );
        assert_eq!(
            without_address_in_json("no JSON, ana@museum.example", KEY),
            Some(format!("no JSON, {REMOVED}"))
        );
    }

    #[test]
    fn a_long_text_without_spaces_is_read_in_no_time() {
        let text = format!("ana@museum.example{}", "\u{8c22}".repeat(100_000));
        assert!(holds_address(&text, KEY));
    }
}
