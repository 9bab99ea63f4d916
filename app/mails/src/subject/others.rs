//! Messages that name a case study only along with their own matter.

use super::words::{After, Word};

/// What a message is, where that stands before a colon: "Job of the week: …", "Autumn newsletter: …"
const MESSAGES: [&str; 18] = [
    "advert",
    "bulletin",
    "digest",
    "hiring",
    "invoice",
    "invoices",
    "job",
    "jobs",
    "newsletter",
    "newsletters",
    "quotation",
    "receipt",
    "recruiting",
    "unsubscribe",
    "vacancies",
    "vacancy",
    "webinar",
    "webinars",
];
/// Those of them with which no title starts.
const NO_TITLES: [&str; 6] = [
    "invoice",
    "invoices",
    "newsletter",
    "receipt",
    "unsubscribe",
    "vacancy",
];
/// Who works on case studies, and what is made of them, where it stands after the word.
const MATTERS: [&str; 9] = [
    "coordinator",
    "internship",
    "invoice",
    "job",
    "manager",
    "newsletter",
    "officer",
    "vacancy",
    "webinar",
];

/// Whether a message goes to many, or is about money or work; `start` and `end` are those of what its subject names.
pub(super) fn is_of_another_message(words: &[Word], start: usize, end: usize) -> bool {
    let is_one = |word: Option<&Word>, of: &[&str]| {
        word.is_some_and(|word| of.contains(&word.text.as_str()))
    };
    let before = &words[..start];
    // "…: our wellbeing case study" is one, whatever stands before it.
    let is_given = is_one(before.last(), &["a", "our", "my"]);
    let head = before.iter().rposition(|word| word.after.breaks());
    let is_headed = head.is_some_and(|at| {
        let mut head = before[..=at].iter().rev();
        let name = head.find(|word| word.text.chars().any(char::is_alphabetic));
        is_one(name, &MESSAGES) || names_first(&before[..=at])
    });
    let goes_on = words[end - 1].after == After::Gap && is_one(words.get(end), &MATTERS);
    goes_on || is_one(before.first(), &NO_TITLES) || (is_headed && !is_given)
}

/// "Job of the week", "Webinar tomorrow": few words of which the first says what it is.
fn names_first(head: &[Word]) -> bool {
    head.len() <= 4
        && head
            .first()
            .is_some_and(|word| MESSAGES.contains(&word.text.as_str()))
}
