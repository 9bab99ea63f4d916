//! Addresses of people and of pages within a text.

use super::{Answer, Part, Reading, said};
use case_study::email::{is_email, tidy_email};
use case_study::text_input::one_line;

/// The first address that mail can be sent to, and the text without it.
pub(crate) fn email_in(text: &str) -> Option<(String, String)> {
    let words = text.split(|sign: char| {
        sign.is_whitespace() || matches!(sign, ',' | ';' | '<' | '>' | '(' | ')' | '[' | ']' | '|')
    });
    for word in words {
        let bare = word.strip_prefix("mailto:").unwrap_or(word);
        let bare = bare.rsplit_once(':').map_or(bare, |(_, address)| address);
        let bare = bare.trim_matches(['.', '"', '\'', ':', '\u{201c}', '\u{201d}']);
        if bare.contains('@') && is_email(bare) {
            let rest = text.replacen(bare, "", 1).replace("mailto:", "");
            return Some((tidy_email(bare), rest.replace("<>", "").replace("()", "")));
        }
    }
    None
}

pub(super) fn is_web(word: &str) -> bool {
    word.starts_with("http://") || word.starts_with("https://") || word.starts_with("www.")
}

/// Every address of a page in a text.
pub(crate) fn web_addresses_in(text: &str) -> Vec<String> {
    text.split(|sign: char| sign.is_whitespace() || matches!(sign, '<' | '>' | '|'))
        .map(|word| word.trim_start_matches(['(', '[', '"', '\u{201c}']))
        .filter(|word| is_web(word))
        .map(|word| {
            word.trim_end_matches(['.', ',', ';', ')', ']', '"', '\u{201d}', ':'])
                .to_owned()
        })
        .collect()
}

pub(super) fn one(key: &'static str, text: &str, links: &[String]) -> Option<Reading> {
    let mut found = web_addresses_in(text);
    // With two nobody knows which.
    if found.len() > 1 {
        return None;
    }
    let linked = || links.iter().find(|link| is_web(link)).cloned();
    let address = found.pop().or_else(linked)?;
    let rest = text.replacen(&address, "", 1);
    Some(Reading {
        rest: said(rest.trim_end_matches(['.', ' '])),
        answers: vec![Answer::new(key, vec![address.clone()])],
        read: address,
        ..Reading::default()
    })
}

/// Pages with their titles, one a line: "The film: https://…".
pub(super) fn several(key: &'static str, parts: &[Part], links: &[String]) -> Option<Reading> {
    let mut strings = Vec::new();
    let mut reading = Reading::default();
    let mut read = Vec::new();
    for line in parts.iter().flat_map(|part| part.text.lines()) {
        let addresses = web_addresses_in(line);
        match addresses.as_slice() {
            [] => reading.rest.extend(said(line)),
            [address] => {
                strings.extend([title(line, address), address.clone()]);
                read.push(line.to_owned());
            }
            several => {
                for address in several {
                    strings.extend([String::new(), address.clone()]);
                }
                read.push(line.to_owned());
            }
        }
    }
    if strings.is_empty() {
        // Words that lead somewhere: the address stands behind them.
        let address = links.iter().find(|link| is_web(link))?;
        let text = super::joined(parts);
        return Some(Reading {
            answers: vec![Answer::new(key, vec![one_line(&text), address.clone()])],
            read: text,
            ..Reading::default()
        });
    }
    reading.answers.push(Answer::new(key, strings));
    reading.read = read.join("\n");
    Some(reading)
}

fn title(line: &str, address: &str) -> String {
    let words = line.replacen(address, "", 1);
    let words = words.trim_matches([
        ' ', ':', '-', '\u{2013}', '(', ')', ',', '<', '>', '\u{2022}', '*', '\t',
    ]);
    one_line(words)
}
