//! A reference for Zotero, EndNote, Mendeley and whatever else reads RIS: two letters, two spaces,
//! a hyphen, a space and a value, a line each.

use super::citation::Citation;
use crate::ui::SITE_NAME;
use std::fmt::Write as _;
use store::cases::PublicCase;

/// One record. `ELEC` is a page on the web; RIS lines end as on Windows.
#[must_use]
pub fn ris(case: &PublicCase, public_url: &str) -> String {
    let citation = Citation::of(case, public_url);
    let author = in_one_piece(&citation.author);
    let mut lines: Vec<(&str, String)> = vec![
        ("TY", "ELEC".to_owned()),
        ("ID", format!("casebook-{}", case.slug)),
        ("TI", citation.title.clone()),
        ("AU", author.clone()),
        ("PY", citation.date().0.to_owned()),
        ("DA", citation.published.replace('-', "/")),
        ("PB", citation.publisher.to_owned()),
        ("DP", SITE_NAME.to_owned()),
        ("AB", citation.summary.clone()),
    ];
    lines.extend(citation.keywords.iter().map(|word| ("KW", word.clone())));
    lines.push(("LA", "en".to_owned()));
    lines.push(("UR", citation.url.clone()));
    lines.push(("N1", citation.note.clone()));
    if author != citation.author {
        lines.push(("N1", format!("Author: {}", citation.author)));
    }
    let mut record = String::new();
    // A tag without a value trips some readers.
    for (tag, value) in lines.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = write!(record, "{tag}  - {value}\r\n");
    }
    record.push_str("ER  - \r\n");
    record
}

/// The name of an organisation for readers that cut an author at commas, into a person's last name
/// and first name. RIS has no sign that says "do not cut".
fn in_one_piece(name: &str) -> String {
    let parts: Vec<&str> = name
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" \u{2013} ")
}

#[cfg(test)]
mod tests {
    use super::ris;
    use crate::formats::sample::case;
    use case_study::CaseStudyContent;

    #[test]
    fn a_value_cannot_begin_another_line() {
        let record = ris(
            &case(CaseStudyContent {
                title: "Tea\r\nER  - \r\nTY  - BOOK".into(),
                museum: "Tea Museum".into(),
                themes: vec!["carers".into(), "mental-health".into()],
                ..Default::default()
            }),
            "https://bank.example",
        );
        let lines: Vec<&str> = record.split("\r\n").collect();
        assert_eq!(
            lines,
            [
                "TY  - ELEC",
                "ID  - casebook-a-case",
                "TI  - Tea ER - TY - BOOK",
                "AU  - Tea Museum",
                "PY  - 2026",
                "DA  - 2026/11/20",
                "PB  - Casebook",
                "DP  - Casebook",
                "KW  - Carers",
                "KW  - Mental health",
                "LA  - en",
                "UR  - https://bank.example/case-studies/a-case",
                "N1  - Case study. Licence: CC BY 4.0",
                "ER  - ",
                "",
            ]
        );
    }

    #[test]
    fn a_reader_that_cuts_at_commas_gets_one_author_with_the_whole_name() {
        let record = ris(
            &case(CaseStudyContent {
                museum: "Museum of Oxford, Town Hall, Oxford".into(),
                ..Default::default()
            }),
            "https://bank.example",
        );
        let authors: Vec<&str> = record
            .lines()
            .filter_map(|line| line.strip_prefix("AU  - "))
            .collect();
        assert_eq!(
            authors,
            ["Museum of Oxford \u{2013} Town Hall \u{2013} Oxford"]
        );
        assert!(
            record.contains("\r\nN1  - Author: Museum of Oxford, Town Hall, Oxford\r\n"),
            "{record}"
        );
    }
}
