//! A place in one line: "Oxford, United Kingdom", "Cardiff, Wales".

use super::{Answer, Reading};
use case_study::vocabulary::country_by_name;

/// Parts of the United Kingdom that are regions here as well.
const NATIONS: [&str; 3] = ["scotland", "wales", "northern ireland"];

/// Town, region and country. An address with a street, or a sentence, is left to a person.
pub(super) fn read(text: &str) -> Option<Reading> {
    let text = text.trim().trim_end_matches('.');
    let mut parts: Vec<&str> = text
        .split([',', ';', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let is_name = |part: &&str| {
        part.split_whitespace().count() <= 5 && !part.contains(|sign: char| sign.is_ascii_digit())
    };
    if parts.is_empty() || parts.len() > 4 || !parts.iter().all(is_name) {
        return None;
    }
    let mut rest = Vec::new();
    let mut answers = Vec::new();
    let mut put = |key, text: &str| answers.push(Answer::by_the_way(key, text));
    let last = parts.last().copied().unwrap_or_default();
    if let Some(country) = country_by_name(last) {
        put("country", country.slug);
        parts.pop();
        if NATIONS.contains(&last.to_lowercase().as_str()) && parts.len() < 2 {
            put("region", last);
        } else if parts.len() > 1
            && let Some(nation) = parts.last().filter(|part| country_by_name(part).is_some())
        {
            // "Cardiff, Wales, UK".
            if NATIONS.contains(&nation.to_lowercase().as_str()) && parts.len() == 2 {
                put("region", nation);
            }
            parts.pop();
        }
    } else if parts.len() > 1 {
        // Without a country nobody knows whether the last name is a county, a town or a part of one.
        return None;
    }
    if parts.first().is_some_and(|first| is_house(first)) {
        rest.push(parts.remove(0).to_owned());
    }
    match parts.as_slice() {
        [] => {}
        [town] if town.starts_with(char::is_uppercase) => put("town", town),
        [town, region] => {
            put("town", town);
            put("region", region);
        }
        _ => return None,
    }
    if answers.is_empty() {
        return None;
    }
    Some(Reading {
        answers,
        read: text.to_owned(),
        rest,
        ..Reading::default()
    })
}

/// A building or a street, which is no town.
fn is_house(part: &str) -> bool {
    const WORDS: [&str; 14] = [
        "museum",
        "gallery",
        "house",
        "hall",
        "library",
        "centre",
        "street",
        "road",
        "hospital",
        "castle",
        "park",
        "university",
        "the",
        "in",
    ];
    part.split_whitespace()
        .any(|word| WORDS.contains(&word.to_lowercase().as_str()))
}
