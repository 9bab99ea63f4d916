//! Parts of a case study as phrases: its strands, its place, its content note, numbers.

use crate::{PublicMembers, Vocabulary};

/// "Communities", or "Communities and museum teams" where a case serves both.
#[must_use]
pub fn strands(content: &PublicMembers) -> String {
    let first = Vocabulary::Strand.label_of(&content.strand);
    if content.second_strand.is_empty() {
        return first;
    }
    format!(
        "{first} and {}",
        lower_first(&Vocabulary::Strand.label_of(&content.second_strand))
    )
}

/// "Liverpool, England": the town and its nation, or its country where there is no nation.
#[must_use]
pub fn short_place(content: &PublicMembers) -> String {
    let country = Vocabulary::Country.label_of(&content.country);
    let second = if content.nation.is_empty() {
        &country
    } else {
        &content.nation
    };
    let parts: Vec<&str> = [content.town.as_str(), second.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(", ")
}

/// "10,000".
#[must_use]
pub fn with_commas(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// "Carers" as it stands inside a sentence; "LGBTQ+ …" stays.
#[must_use]
pub fn lower_first(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(label.chars().skip(1)).collect()
        }
        _ => label.to_owned(),
    }
}

/// A word or a piece of a sentence as it stands at a beginning.
#[must_use]
pub fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// What a reader is told before reading, as one neutral sentence; `None` when there is nothing.
#[must_use]
pub fn content_note(content: &PublicMembers) -> Option<String> {
    const BEGINNING: &str = "This case study talks about ";
    let subjects: Vec<&str> = content
        .warnings()
        .map(|slug| {
            let sentence = Vocabulary::ContentNote
                .term(slug)
                .map_or(slug, |term| term.definition);
            sentence
                .strip_prefix(BEGINNING)
                .unwrap_or(sentence)
                .trim_end_matches('.')
        })
        .collect();
    let (last, first) = subjects.split_last()?;
    if first.is_empty() {
        return Some(format!("{BEGINNING}{last}."));
    }
    // "and about" keeps subjects apart that hold an "or" themselves.
    Some(format!(
        "{BEGINNING}{}, and about {last}.",
        first.join(", about ")
    ))
}

/// The host of a web address, which says better than "here" where a link leads.
#[must_use]
pub fn host(address: &str) -> String {
    url::Url::parse(address)
        .ok()
        .and_then(|url| {
            url.host_str()
                .map(|host| host.trim_start_matches("www.").to_owned())
        })
        .unwrap_or_else(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_notes_are_one_sentence() {
        let noted = |notes: &[&str]| {
            let content_notes = notes.iter().map(|&note| note.to_owned()).collect();
            content_note(&PublicMembers {
                content_notes,
                ..Default::default()
            })
        };
        assert_eq!(noted(&[]), None);
        assert_eq!(noted(&["none"]), None);
        assert_eq!(
            noted(&["suicide-or-self-harm"]).unwrap(),
            "This case study talks about suicide or self-harm."
        );
        assert_eq!(
            noted(&["addiction", "imprisonment", "human-remains"]).unwrap(),
            "This case study talks about alcohol, drugs or another addiction, about prison or being locked up, and \
             about human remains."
        );
    }

    #[test]
    fn labels_inside_sentences_keep_their_capitals_where_those_mean_something() {
        assert_eq!(lower_first("Carers"), "carers");
        assert_eq!(lower_first("LGBTQ+ people"), "LGBTQ+ people");
        assert_eq!(lower_first(""), "");
    }

    #[test]
    fn thousands_are_set_off() {
        assert_eq!(with_commas(10_000), "10,000");
        assert_eq!(with_commas(999), "999");
        assert_eq!(with_commas(1_234_567), "1,234,567");
    }

    #[test]
    fn hosts_name_where_links_lead() {
        assert_eq!(host("https://www.museum.example/a/b"), "museum.example");
        assert_eq!(host("not an address"), "not an address");
    }
}
