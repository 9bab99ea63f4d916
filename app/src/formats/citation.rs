//! What reference managers are told of a case, before it is written in one of their languages.

use crate::ui::SITE_NAME;
use case_study::Vocabulary;
use case_study::dates;
use case_study::declarations::LICENCE;
use store::cases::PublicCase;

/// A reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Always an organisation: the museum, or this site for a case that it compiled.
    pub author: String,
    pub title: String,
    pub publisher: &'static str,
    /// "2026-11-20": the day it was first public here, in UTC.
    pub published: String,
    pub url: String,
    pub summary: String,
    /// Labels of the themes.
    pub keywords: Vec<String>,
    pub note: String,
}

/// How somebody may name a case in a report of their own.
#[must_use]
pub fn citation(case: &PublicCase, url: &str) -> String {
    let title = &case.content.title;
    let by = if case.compiled {
        format!(
            "\u{201c}{title}\u{201d}, compiled from public sources about {}",
            case.content.museum
        )
    } else {
        format!("{}, \u{201c}{title}\u{201d}", case.content.museum)
    };
    format!(
        "{by}. {SITE_NAME}, {}. {url}",
        dates::day(case.published_at)
    )
}

/// Who says what a case says: the museum, or this site where it compiled the case.
#[must_use]
pub fn author(case: &PublicCase) -> &str {
    if case.compiled {
        SITE_NAME
    } else {
        &case.content.museum
    }
}

impl Citation {
    #[must_use]
    pub fn of(case: &PublicCase, public_url: &str) -> Self {
        let content = &case.content;
        let note = if case.compiled {
            let kind = if case.sample {
                "Sample case study"
            } else {
                "Case study"
            };
            format!(
                "{kind} compiled from public sources about {}; not submitted by the museum. Licence: {}",
                content.museum, LICENCE.short
            )
        } else {
            format!("Case study. Licence: {}", LICENCE.short)
        };
        Self {
            author: one_line(author(case)),
            title: one_line(&content.title),
            publisher: SITE_NAME,
            published: dates::iso_day(case.published_at),
            url: paths::case_study_url(public_url, &case.slug),
            summary: one_line(&content.summary),
            keywords: content
                .themes
                .iter()
                .map(|slug| Vocabulary::Theme.label_of(slug))
                .collect(),
            note: one_line(&note),
        }
    }

    /// The parts of the day: year, month, day.
    #[must_use]
    pub fn date(&self) -> (&str, &str, &str) {
        let mut parts = self.published.split('-');
        let mut next = || parts.next().unwrap_or_default();
        (next(), next(), next())
    }
}

/// References are read line by line: breaks and other control characters become single spaces.
fn one_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::Citation;
    use crate::formats::sample::case;
    use case_study::CaseStudyContent;

    #[test]
    fn the_author_is_whoever_wrote_it() {
        let mut one = case(CaseStudyContent {
            museum: "Tea\r\n  Museum".into(),
            ..Default::default()
        });
        let citation = Citation::of(&one, "https://bank.example");
        assert_eq!(citation.author, "Tea Museum");
        assert_eq!(citation.date(), ("2026", "11", "20"));
        assert_eq!(citation.url, "https://bank.example/case-studies/a-case");
        one.compiled = true;
        let citation = Citation::of(&one, "");
        assert_eq!(citation.author, "Casebook");
        assert!(citation.note.contains("about Tea Museum"));
    }
}
