//! Answers that are none.

const NONE: &[&str] = &[
    "n/a",
    "na",
    "n.a",
    "not applicable",
    "none",
    "none yet",
    "not available",
    "untitled",
    "nil",
    "no answer",
    "tbc",
    "tba",
    "to be confirmed",
    "to follow",
    "not known",
    "unknown",
    "don't know",
    "do not know",
    "not sure",
    "x",
    "xx",
    "xxx",
    "see above",
    "as above",
    "see below",
    "not stated",
    "click here to enter text",
    "click or tap here to enter text",
    "click or tap to enter a date",
    "enter text",
    "choose an item",
    "type your answer here",
    "please select",
];

/// Whether somebody left a box empty, in one of the ways in which that is written.
pub(crate) fn is_blank(text: &str) -> bool {
    if !text.contains(char::is_alphanumeric) {
        return true;
    }
    let small = text.trim().to_lowercase().replace('\u{2019}', "'");
    NONE.contains(&small.trim_matches(['.', '(', ')', '[', ']', '-', '\u{2013}', ' ', '<', '>']))
}

/// Whether a short answer only says where the answer is, that it is still to come, or what is to be written there.
pub(crate) fn is_put_off(text: &str) -> bool {
    const LONGEST: usize = 12;
    const ELSEWHERE: [&str; 20] = [
        "attached",
        "attachment",
        "enclosed",
        "above",
        "below",
        "over",
        "overleaf",
        "report",
        "letter",
        "email",
        "website",
        "appendix",
        "annex",
        "document",
        "separate",
        "file",
        "page",
        "previous",
        "section",
        "list",
    ];
    const BEGINNINGS: [&str; 13] = [
        "to be ",
        "too early to ",
        "as discussed",
        "as per ",
        "as attached",
        "refer to ",
        "please refer",
        "enter your ",
        "enter the ",
        "type your ",
        "type here",
        "insert ",
        "click ",
    ];
    let small = text.trim().to_lowercase().replace('\u{2019}', "'");
    let words: Vec<&str> = small
        .split_whitespace()
        .map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    let Some(first) = words.first() else {
        return false;
    };
    if words.len() > LONGEST || small.contains("www.") || small.contains("://") {
        return false;
    }
    let is_prompt = (small.starts_with('<') && small.ends_with('>'))
        || (small.starts_with('[') && small.ends_with(']') && words.len() > 1);
    // "None of them left" is an answer, "None, but we hope to" is none.
    let none = small.strip_prefix("none").is_some_and(|rest| {
        rest.starts_with([',', ';', ':', '.', '('])
            || rest.starts_with(" -")
            || rest.starts_with(" \u{2013}")
    });
    let bare = small.strip_prefix("please ").unwrap_or(&small);
    let points = (bare.starts_with("see ") || words.len() == 1)
        && words.len() <= 6
        && (words.iter().skip(1).any(|word| ELSEWHERE.contains(word))
            || matches!(*first, "attached" | "enclosed"));
    is_prompt
        || none
        || points
        || matches!(*first, "n/a" | "tbc" | "tba" | "tbd")
        || words
            .iter()
            .any(|word| matches!(*word, "tbc" | "tba" | "tbd"))
        || BEGINNINGS.iter().any(|words| small.starts_with(words))
}

#[cfg(test)]
mod tests {
    use super::{is_blank, is_put_off};

    #[test]
    fn an_answer_that_is_elsewhere_or_still_to_come_is_none() {
        for text in [
            "see attached",
            "Please see attached document",
            "See report",
            "see over",
            "attached",
            "as discussed",
            "TBC after evaluation",
            "n/a \u{2013} ongoing",
            "NHS trust (tbc)",
            "to be completed",
            "Too early to say",
            "None, but we hope to",
            "[Name of museum]",
            "<name>",
            "Enter your museum here",
        ] {
            assert!(is_put_off(text), "{text}");
        }
        for text in [
            "None of them left",
            "See Me: portraits of carers",
            "See www.museum.example/report.",
            "Overview",
            "Report",
            "A long report about what changed",
            "[x] Yes",
            "Bath",
            "",
        ] {
            assert!(!is_put_off(text), "{text}");
        }
    }

    #[test]
    fn people_leave_boxes_empty_in_many_ways() {
        for text in [
            "",
            " ",
            "n/a",
            "N/A.",
            "\u{2013}",
            "-",
            "___",
            "None",
            "(not applicable)",
            "TBC",
            "?",
            "Click or tap here to enter text.",
        ] {
            assert!(is_blank(text), "{text}");
        }
        for text in ["No", "12", "None of them left", "Bath"] {
            assert!(!is_blank(text), "{text}");
        }
    }
}
