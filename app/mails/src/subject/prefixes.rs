//! What mail programs and gateways write before a subject that goes round.

/// What mail programs write before a subject that goes round, in small letters: answers, then forwards.
const ANSWERS: [&str; 14] = [
    "re", "aw", "sv", "vs", "antw", "antwort", "odp", "res", "r", "ynt", "atb", "vá", "rif", "ref",
];
const FORWARDS: [&str; 13] = [
    "fw",
    "fwd",
    "wg",
    "tr",
    "vl",
    "rv",
    "enc",
    "i",
    "doorst",
    "pd",
    "vb",
    "videresendt",
    "ymlaen",
];

/// Whether the mail program of its sender wrote that it was sent on.
#[must_use]
pub fn is_forward(subject: &str) -> bool {
    prefixes(subject)
        .0
        .iter()
        .any(|prefix| FORWARDS.contains(&prefix.as_str()))
}

/// A subject without what mail programs and gateways write before it: `Re:`, `AW[2]:`, `[EXTERNAL]`.
#[must_use]
pub fn without_prefixes(subject: &str) -> &str {
    prefixes(subject).1
}

/// Whether it answers to another.
pub(super) fn is_answer(subject: &str) -> bool {
    prefixes(subject)
        .0
        .iter()
        .any(|prefix| ANSWERS.contains(&prefix.as_str()))
}

fn prefixes(subject: &str) -> (Vec<String>, &str) {
    /// Longer words before a colon are a subject.
    const LONGEST: usize = 12;
    let mut found = Vec::new();
    let mut left = subject.trim();
    loop {
        if let Some((tag, rest)) = left
            .strip_prefix('[')
            .and_then(|rest| rest.split_once(']'))
            .filter(|(tag, rest)| is_gateway(tag) && !rest.trim().is_empty())
        {
            found.push(tag.to_lowercase());
            left = rest.trim_start_matches([' ', ':', '-']);
            continue;
        }
        let Some((prefix, rest)) = left.split_once([':', '\u{ff1a}']) else {
            break;
        };
        // "Re[2]", "RE (2)", "Fwd "
        let word = prefix
            .trim()
            .trim_end_matches(|sign: char| sign.is_ascii_digit() || "[]()^ ".contains(sign))
            .to_lowercase();
        let is_one = prefix.len() <= LONGEST
            && (ANSWERS.contains(&word.as_str()) || FORWARDS.contains(&word.as_str()));
        if !is_one {
            break;
        }
        found.push(word);
        left = rest.trim_start();
    }
    (found, left)
}

/// What mail gateways put before subjects.
fn is_gateway(tag: &str) -> bool {
    let tag = tag.trim().trim_matches('*').to_lowercase();
    [
        "ext",
        "external",
        "extern",
        "spam",
        "spam?",
        "suspected spam",
        "ext.",
        "external email",
        "externe",
        "caution",
        "secure",
    ]
    .contains(&tag.as_str())
}
