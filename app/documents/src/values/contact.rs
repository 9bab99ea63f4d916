//! Whom to write to, in one line: "Learning Officer, learning@museum.example, tel: 01632 960 001".

use super::{Answer, Reading, addresses, email_in};
use case_study::Kind;
use case_study::fields::field;

/// Words of what somebody is, rather than of who somebody is.
const ROLES: [&str; 42] = [
    "officer",
    "manager",
    "team",
    "curator",
    "curators",
    "head",
    "director",
    "deputy",
    "lead",
    "leader",
    "coordinator",
    "co-ordinator",
    "assistant",
    "producer",
    "learning",
    "engagement",
    "outreach",
    "department",
    "keeper",
    "educator",
    "trainee",
    "volunteering",
    "volunteer",
    "service",
    "services",
    "office",
    "chair",
    "trustee",
    "secretary",
    "administrator",
    "archivist",
    "conservator",
    "programmer",
    "programme",
    "education",
    "community",
    "participation",
    "wellbeing",
    "health",
    "development",
    "projects",
    "inbox",
];

/// Whether words name a role: it is kept rather than a name.
pub(crate) fn is_role(text: &str) -> bool {
    let words: Vec<String> = text
        .split(|sign: char| sign.is_whitespace() || sign == '/' || sign == '&')
        .map(|word| word.trim_matches([',', '.', '(', ')']).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    (1..=8).contains(&words.len())
        && !text.contains(['@', ':'])
        && !text.contains(|sign: char| sign.is_ascii_digit())
        && words.iter().any(|word| ROLES.contains(&word.as_str()))
}

/// A role and an address; telephone numbers and the rest are left.
pub(super) fn read(text: &str, links: &[String]) -> Option<Reading> {
    let mut answers = Vec::new();
    let mut read = Vec::new();
    let mut rest = Vec::new();
    let found = email_in(text);
    let linked = || links.iter().find(|link| link.contains('@')).cloned();
    let email = found
        .as_ref()
        .map(|(email, _)| email.clone())
        .or_else(linked);
    let parts: Vec<&str> = text
        .split([',', ';', '\n', '\t', '|', '\u{2022}', '\u{b7}'])
        .flat_map(|part| part.split(" - "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let is_words = |part: &&str| {
        !part.contains('@')
            && !part.contains(|sign: char| sign.is_ascii_digit())
            && !addresses::is_web(part)
            && !names_a_way(part)
    };
    // Whatever is no role may be a name, which is nothing to publish.
    let role = parts
        .iter()
        .copied()
        .filter(is_words)
        .find(|part| is_role(part));
    if let Some(email) = email {
        answers.push(Answer::by_the_way("contact_email", email.clone()));
        read.push(email);
    }
    let longest = match field("contact_role").map(|field| field.kind) {
        Some(Kind::Line { max, .. }) => usize::try_from(max).unwrap_or(usize::MAX),
        _ => 0,
    };
    if let Some(role) = role.filter(|role| role.chars().count() <= longest) {
        answers.push(Answer::by_the_way("contact_role", role));
        read.insert(0, role.to_owned());
    }
    for part in parts {
        if Some(part) == role {
            continue;
        }
        let left = if part.contains('@') {
            email_in(part).map_or(part.to_owned(), |(_, left)| left)
        } else {
            part.to_owned()
        };
        if left.contains(char::is_alphanumeric) && !names_a_way(left.trim_end_matches([':', ' '])) {
            rest.push(left);
        }
    }
    if answers.is_empty() {
        return None;
    }
    let rest = if rest.is_empty() {
        Vec::new()
    } else {
        vec![rest.join(", ")]
    };
    Some(Reading {
        answers,
        read: read.join(", "),
        rest,
        ..Reading::default()
    })
}

/// "E-mail", "Email:".
fn names_a_way(part: &str) -> bool {
    matches!(
        part.trim_end_matches(':').to_lowercase().as_str(),
        "email" | "e-mail" | "mail" | "e"
    )
}
