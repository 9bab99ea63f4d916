//! Whether somebody could come to harm by a case study. It is computed from its text and never stored; only a
//! moderator's tick is.

use super::content::CaseStudyContent;
use super::text::lower_first;
use super::vocabulary::Vocabulary;

/// People who can be harmed most by being recognised: children, and adults at risk.
pub const AT_RISK: [&str; 10] = [
    "children",
    "early-years",
    "young-people",
    "people-living-with-dementia",
    "people-with-learning-disabilities",
    "mental-health-service-users",
    "refugees-and-asylum-seekers",
    "people-in-prison",
    "survivors-of-abuse",
    "care-experienced-people",
];

/// How people are called together with their name.
const HONORIFICS: [&str; 5] = ["Mr", "Mrs", "Ms", "Miss", "Mx"];

/// One reason why two people decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sensitive {
    /// It warns readers of something: the label.
    Note(String),
    /// Children or adults at risk took part: the label.
    AtRisk(String),
    /// Somebody's words, without a tick that they agreed.
    Quotation,
    /// A person is named, or their age stands beside their words.
    Recognisable,
    /// A moderator said so.
    SaidSo,
}

impl Sensitive {
    /// What a moderator reads.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::Note(label) => format!("It has a content note: {label}."),
            Self::AtRisk(label) => format!("It is about {}.", lower_first(label)),
            Self::Quotation => "It quotes someone, and no one said that they agreed.".to_owned(),
            Self::Recognisable => "A person may be recognised by a name or an age.".to_owned(),
            Self::SaidSo => "A moderator said that someone could be harmed.".to_owned(),
        }
    }
}

/// Why this text needs two people; none where one is enough.
#[must_use]
pub fn sensitive(content: &CaseStudyContent) -> Vec<Sensitive> {
    let mut found = Vec::new();
    for note in content.content_notes.iter().filter(|note| *note != "none") {
        found.push(Sensitive::Note(Vocabulary::ContentNote.label_of(note)));
    }
    for audience in &content.audiences {
        if AT_RISK.contains(&audience.as_str()) {
            found.push(Sensitive::AtRisk(Vocabulary::Audience.label_of(audience)));
        }
    }
    if !content.quotation.trim().is_empty() && !content.quotation_permission {
        found.push(Sensitive::Quotation);
    }
    if names_a_person(content) {
        found.push(Sensitive::Recognisable);
    }
    found
}

/// Whether the text calls somebody by their name, or says whose words it quotes by an age.
fn names_a_person(content: &CaseStudyContent) -> bool {
    let texts = [
        &content.title,
        &content.summary,
        &content.need,
        &content.did,
        &content.main_result,
        &content.changed,
        &content.hard,
        &content.quotation,
        &content.quotation_from,
        &content.team_care,
        &content.sustainability,
    ];
    let lessons = content.lessons.iter();
    texts
        .into_iter()
        .chain(lessons)
        .any(|text| has_honorific(text))
        || content
            .quotation_from
            .split(|mark: char| !mark.is_alphanumeric())
            .any(|word| word.parse::<u8>().is_ok_and(|age| (1..=120).contains(&age)))
}

fn has_honorific(text: &str) -> bool {
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let word = word.trim_matches(|mark: char| !mark.is_alphanumeric());
        let names = words
            .peek()
            .and_then(|next| next.chars().find(|letter| letter.is_alphanumeric()))
            .is_some_and(char::is_uppercase);
        if names && HONORIFICS.contains(&word) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{AT_RISK, Sensitive, sensitive};
    use crate::fields::complete_case::complete_case;
    use crate::{CaseStudyContent, Vocabulary};

    fn changed(change: impl FnOnce(&mut CaseStudyContent)) -> Vec<Sensitive> {
        let mut content = CaseStudyContent {
            audiences: vec!["carers".into()],
            content_notes: vec!["none".into()],
            ..CaseStudyContent::default()
        };
        change(&mut content);
        sensitive(&content)
    }

    #[test]
    fn an_ordinary_one_needs_one_person() {
        assert_eq!(changed(|_| {}), []);
        assert_eq!(sensitive(&CaseStudyContent::default()), []);
        // The one that the form's own tests send may say more, and then says why.
        for reason in sensitive(&complete_case()) {
            assert!(reason.in_words().ends_with('.'), "{reason:?}");
        }
    }

    #[test]
    fn notes_people_at_risk_and_words_without_permission_need_two() {
        let note = Vocabulary::ContentNote
            .terms()
            .iter()
            .find(|term| term.slug != "none")
            .expect("a note");
        assert_eq!(
            changed(|content| content.content_notes = vec![note.slug.into()]),
            [Sensitive::Note(note.label.into())]
        );
        for slug in AT_RISK {
            let term = Vocabulary::Audience.term(slug).expect(slug);
            assert_eq!(
                changed(|content| content.audiences.push(slug.into())),
                [Sensitive::AtRisk(term.label.into())]
            );
        }
        let quoted = |agreed: bool| {
            changed(|content| {
                content.quotation = "I came for the soup.".into();
                content.quotation_from = "Participant".into();
                content.quotation_permission = agreed;
            })
        };
        assert_eq!(quoted(false), [Sensitive::Quotation]);
        assert_eq!(quoted(true), []);
    }

    #[test]
    fn a_name_or_an_age_may_show_who_somebody_is() {
        for (did, expected) in [
            ("Ms Quillifer drank tea.", true),
            ("We met (Mrs. O\u{2019}Neill came too).", true),
            ("We miss Tuesdays.", false),
            ("The Miss of the year was no one.", false),
            ("MS Word was hard.", false),
        ] {
            let found = changed(|content| content.did = did.into());
            assert_eq!(found == [Sensitive::Recognisable], expected, "{did}");
        }
        for (from, expected) in [
            ("Anna, 84", true),
            ("Participant", false),
            ("Group of 2019", false),
        ] {
            let found = changed(|content| {
                content.quotation = "I came for the soup.".into();
                content.quotation_permission = true;
                content.quotation_from = from.into();
            });
            assert_eq!(found == [Sensitive::Recognisable], expected, "{from}");
        }
    }

    #[test]
    fn each_reason_reads_as_a_sentence() {
        assert_eq!(
            Sensitive::AtRisk("People living with dementia".into()).in_words(),
            "It is about people living with dementia."
        );
        assert_eq!(
            Sensitive::AtRisk("LGBTQ+ people".into()).in_words(),
            "It is about LGBTQ+ people."
        );
    }
}
