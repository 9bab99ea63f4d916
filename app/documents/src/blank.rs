//! Answers that are none.

const NONE: &[&str] = &[
    "n/a",
    "na",
    "n.a",
    "not applicable",
    "none",
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

#[cfg(test)]
mod tests {
    use super::is_blank;

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
