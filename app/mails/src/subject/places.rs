//! Where a subject names what matters, slips of the finger and all.

use super::words::Word;
use strsim::osa_distance;

/// "study" as it is slipped on.
const STUDY: [&str; 14] = [
    "study", "studies", "studys", "studie", "studdy", "sudy", "stdy", "stuy", "studt", "studyy",
    "stduy", "styudy", "stuidy", "studeis",
];
/// Words one letter away that are other words.
const OTHER_WORDS: [&str; 2] = ["champaign", "campaigner"];

/// Where in the words something stands: from, and up to but without.
pub(super) type Place = (usize, usize);

pub(super) fn places(words: &[Word], at: impl Fn(&[Word]) -> Option<usize>) -> Vec<Place> {
    (0..words.len())
        .filter_map(|start| at(&words[start..]).map(|length| (start, start + length)))
        .collect()
}

/// How many words say "wellbeing" at the start of these.
pub(super) fn wellbeing_at(words: &[Word]) -> Option<usize> {
    let first = bare(words.first()?);
    if is_nearly(first, "wellbeing")
        || first.starts_with("wellbeingcasestud")
        || first.starts_with("wellbeingcampaign")
    {
        return Some(1);
    }
    let second = bare(words.get(1)?);
    let is_two = matches!(first, "well" | "wel")
        && !words[0].after.is_apart()
        && (matches!(second, "being" | "beeing" | "beings" | "bieng"));
    is_two.then_some(2)
}

/// How many words say "case study".
pub(super) fn case_study_at(words: &[Word]) -> Option<usize> {
    let first = bare(words.first()?);
    if first.starts_with("wellbeingcasestud") {
        return Some(1);
    }
    if let Some(rest) = first
        .strip_prefix("case")
        .or_else(|| first.strip_prefix("cases"))
        && STUDY.contains(&rest)
    {
        return Some(1);
    }
    let second = bare(words.get(1)?);
    let is_two = matches!(first, "case" | "cases" | "cas" | "csae" | "caes" | "casse")
        && !words[0].after.is_apart()
        && STUDY.contains(&second);
    is_two.then_some(2)
}

pub(super) fn campaign_at(words: &[Word]) -> Option<usize> {
    let first = bare(words.first()?);
    let is_one = ["campaign", "campaigns"]
        .iter()
        .any(|word| is_nearly(first, word));
    (first.starts_with("wellbeingcampaign") || (is_one && !OTHER_WORDS.contains(&first)))
        .then_some(1)
}

/// Without the ending that says whose.
fn bare(word: &Word) -> &str {
    word.text.strip_suffix("'s").unwrap_or(&word.text)
}

/// The word, or one slip of a finger away from it.
fn is_nearly(word: &str, wanted: &str) -> bool {
    word == wanted
        || (word.len().abs_diff(wanted.len()) <= 1
            && word.chars().next() == wanted.chars().next()
            && osa_distance(word, wanted) <= 1)
}
