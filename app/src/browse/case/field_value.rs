//! What a case says under each heading, before it is drawn: the facts panel of its page and the
//! table that compares cases show the same answers.

use crate::browse::bank::directories::Way;
use crate::list_query::ListQuery;
use case_study::dates;
use case_study::evidence::{Evaluator, People};
use case_study::vocabulary::slugify;
use case_study::{Facet, Field, Kind, PublicContent, Vocabulary};
use store::cases::PublicCase;

/// An answer as readers meet it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue {
    /// One line of text.
    Text(String),
    Lines(Vec<String>),
    /// Running text, blank lines between paragraphs.
    Passage(String),
    /// Words that lead to every case that has them.
    Tags(Vec<Tag>),
    /// How many people, and who was counted. One of the two may be missing.
    People {
        count: Option<People>,
        note: String,
    },
    Evidence(Evidence),
    /// The address of a report.
    Report(String),
}

/// How the evidence was gathered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// "Independent · mixed methods · 115 people".
    pub words: String,
    pub slug: &'static str,
    /// "Evaluated (suggested)".
    pub label: String,
    /// What the label says; of one that nobody chose, only that.
    pub meaning: &'static str,
    /// Why this label, in the words of whoever chose it; may be empty.
    pub reason: String,
}

/// Said of a label that no person chose: what it means would claim too much.
const SUGGESTED: &str =
    "We suggest this label from the way the work was looked at. No one has checked it yet.";

/// What readers are told where a case does not say something that they look for.
#[must_use]
pub const fn not_given(compiled: bool) -> &'static str {
    if compiled {
        "Not given in the sources we read"
    } else {
        "Not given"
    }
}

/// A word of a vocabulary, or one like it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    pub label: String,
    /// Facet and slug that the list is found by.
    facet: Option<(Facet, String)>,
}

impl Tag {
    /// Themes and groups of people have a page of their own; other tags lead to the list.
    #[must_use]
    pub fn href(&self) -> Option<String> {
        let (facet, slug) = self.facet.as_ref()?;
        let href = Way::of_facet(*facet).map_or_else(
            || ListQuery::only(*facet, slug).href(),
            |way| way.href(slug),
        );
        Some(href)
    }
}

/// The heading of a field where readers meet it: some rows say more than one field.
#[must_use]
pub fn heading(field: &Field) -> &'static str {
    match field.key {
        "started" => "When",
        "town" => "Where",
        "participants" => "How many",
        "independently_evaluated" => "Evaluator",
        _ => field.heading,
    }
}

/// What a case says under the heading of a field; `None` when there is no answer.
#[must_use]
pub fn field_value(field: &Field, case: &PublicCase) -> Option<FieldValue> {
    let content = &case.content;
    // Rows that say more than one field come first.
    match field.key {
        "started" => return content.dates_in_words().map(FieldValue::Text),
        "town" => return place(content),
        "still_running" => return still_running(content),
        "participants" => return people(case),
        "independently_evaluated" => return evaluator(case),
        "strand" => return tags(strands(content)),
        "measures" => return measures(content),
        "evidence_label" => return evidence(case),
        _ if !field.is_answered(content) => return None,
        "report_url" => return Some(FieldValue::Report(content.report_url.clone())),
        _ => {}
    }
    match (field.kind, field.facet) {
        (Kind::One(_) | Kind::Many(..), Some(facet)) => {
            let slugs = field.answers(content);
            let labels = field.to_lines(content);
            let tagged = slugs.into_iter().zip(labels).map(|(slug, label)| Tag {
                label,
                facet: Some((facet, slug)),
            });
            tags(tagged.collect())
        }
        (Kind::Words { .. }, _) => Some(FieldValue::Passage(field.answers(content).concat())),
        _ => lines(field.to_lines(content)),
    }
}

fn tags(tags: Vec<Tag>) -> Option<FieldValue> {
    (!tags.is_empty()).then_some(FieldValue::Tags(tags))
}

fn lines(lines: Vec<String>) -> Option<FieldValue> {
    match lines.as_slice() {
        [] => None,
        [line] => Some(FieldValue::Text(line.clone())),
        _ => Some(FieldValue::Lines(lines)),
    }
}

fn strands(content: &PublicContent) -> Vec<Tag> {
    [&content.strand, &content.second_strand]
        .into_iter()
        .filter(|slug| !slug.is_empty())
        .map(|slug| Tag {
            label: Vocabulary::Strand.label_of(slug),
            facet: Some((Facet::Strand, slug.clone())),
        })
        .collect()
}

/// Town, region, nation and country, without repeats; region and country lead to their lists.
fn place(content: &PublicContent) -> Option<FieldValue> {
    let country = Vocabulary::Country.label_of(&content.country);
    let mut found: Vec<Tag> = Vec::new();
    for (label, facet) in [
        (content.town.clone(), None),
        (
            content.region.clone(),
            Some((Facet::Region, slugify(&content.region))),
        ),
        (content.nation.clone(), None),
        (country, Some((Facet::Country, content.country.clone()))),
    ] {
        // A region in letters we cannot fold has no slug to be found by.
        let facet = facet.filter(|(_, slug)| !slug.is_empty());
        match found.iter_mut().find(|tag| tag.label == label) {
            Some(tag) => tag.facet = tag.facet.take().or(facet),
            None if !label.is_empty() => found.push(Tag { label, facet }),
            None => {}
        }
    }
    tags(found)
}

fn people(case: &PublicCase) -> Option<FieldValue> {
    let (count, note) = (case.people(), case.content.participants_note.clone());
    (count.is_some() || !note.is_empty()).then_some(FieldValue::People { count, note })
}

/// Whether the work goes on. Only an end in an earlier year is behind us for sure.
fn still_running(content: &PublicContent) -> Option<FieldValue> {
    let words = match content.ended {
        Some(ended) if ended.year < dates::this_year() => "No".to_owned(),
        Some(ended) => format!("Until {}", ended.to_text()),
        None if content.still_running => "Yes".to_owned(),
        None => return None,
    };
    Some(FieldValue::Text(words))
}

fn evaluator(case: &PublicCase) -> Option<FieldValue> {
    let words = match Evaluator::of(&case.content, case.compiled) {
        Some(evaluator) => evaluator.in_words(),
        None if case.content.design == "not-evaluated" => "No one yet",
        None => return None,
    };
    Some(FieldValue::Text(words.to_owned()))
}

fn evidence(case: &PublicCase) -> Option<FieldValue> {
    let label = case.evidence();
    let term = label.term()?;
    Some(FieldValue::Evidence(Evidence {
        words: case.evidence_in_words(),
        slug: term.slug,
        label: label.in_words(),
        meaning: if label.suggested {
            SUGGESTED
        } else {
            term.definition
        },
        reason: case.content.evidence_reason.clone(),
    }))
}

fn measures(content: &PublicContent) -> Option<FieldValue> {
    let named = content
        .measures
        .iter()
        .map(|slug| Vocabulary::Measure.label_of(slug));
    lines(
        named
            .chain(content.measures_other.iter().cloned())
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::{FieldValue, field_value, not_given};
    use crate::formats::sample;
    use case_study::evidence::{Counted, People};
    use case_study::fields::field;
    use case_study::{CaseStudyContent, PartialDate};

    fn of(key: &str, content: &CaseStudyContent) -> Option<FieldValue> {
        let case = sample::case(content.clone());
        field_value(field(key).expect("a field"), &case)
    }

    #[test]
    fn nothing_is_said_where_nothing_was_answered_but_the_label() {
        let empty = CaseStudyContent::default();
        for field in case_study::FIELDS {
            let said = of(field.key, &empty);
            assert_eq!(said.is_some(), field.key == "evidence_label", "{said:?}");
        }
    }

    #[test]
    fn a_place_says_no_name_twice_and_leads_where_there_is_a_list() {
        let content = CaseStudyContent {
            town: "London".into(),
            region: "London".into(),
            nation: "England".into(),
            country: "GB".into(),
            ..Default::default()
        };
        let Some(FieldValue::Tags(tags)) = of("town", &content) else {
            panic!("tags");
        };
        let said: Vec<_> = tags
            .iter()
            .map(|tag| (tag.label.as_str(), tag.href()))
            .collect();
        assert_eq!(
            said,
            [
                ("London", Some("/case-studies?region=london".to_owned())),
                ("England", None),
                (
                    "United Kingdom",
                    Some("/case-studies?country=GB".to_owned())
                ),
            ]
        );
    }

    #[test]
    fn people_are_a_number_a_note_or_both() {
        let mut content = CaseStudyContent {
            participants_note: "who came twice".into(),
            ..Default::default()
        };
        let people = |count| {
            Some(FieldValue::People {
                count,
                note: "who came twice".into(),
            })
        };
        assert_eq!(of("participants", &content), people(None));
        content.participants = Some(12);
        content.participants_counted = "trained".into();
        let counted = People {
            number: 12,
            counted: Counted::Trained,
        };
        assert_eq!(of("participants", &content), people(Some(counted)));
    }

    #[test]
    fn a_label_that_nobody_chose_claims_nothing() {
        let mut content = CaseStudyContent {
            design: "survey".into(),
            ..Default::default()
        };
        let evidence = |content: &CaseStudyContent| match of("evidence_label", content) {
            Some(FieldValue::Evidence(evidence)) => evidence,
            other => panic!("{other:?}"),
        };
        let suggested = evidence(&content);
        assert_eq!(suggested.label, "Evaluated (suggested)");
        assert!(suggested.meaning.contains("No one has checked it"));
        content.evidence_label = "independently-evaluated".into();
        content.evidence_reason = "A university did it.".into();
        let chosen = evidence(&content);
        assert_eq!(chosen.label, "Independently evaluated");
        assert!(chosen.meaning.starts_with("People from outside the museum"));
        assert_eq!(chosen.reason, "A university did it.");
        assert_eq!(chosen.words, "Independent \u{b7} survey");
    }

    #[test]
    fn who_evaluated_is_said_where_it_is_known() {
        let evaluator = |design: &str| {
            let content = CaseStudyContent {
                design: design.into(),
                ..Default::default()
            };
            of("independently_evaluated", &content)
        };
        let text = |words: &str| Some(FieldValue::Text(words.to_owned()));
        assert_eq!(evaluator("survey"), text("By the museum and partners"));
        assert_eq!(evaluator("not-evaluated"), text("No one yet"));
        assert_eq!(evaluator(""), None);
    }

    #[test]
    fn whether_it_still_runs_is_no_guess() {
        let of = |ended: Option<u16>, still_running| {
            let content = CaseStudyContent {
                ended: ended.map(|year| PartialDate { year, month: None }),
                still_running,
                ..Default::default()
            };
            of("still_running", &content)
        };
        let text = |words: &str| Some(FieldValue::Text(words.to_owned()));
        assert_eq!(of(None, false), None);
        assert_eq!(of(None, true), text("Yes"));
        assert_eq!(of(Some(2016), false), text("No"));
        assert_eq!(of(Some(9999), false), text("Until 9999"));
        assert_eq!(not_given(true), "Not given in the sources we read");
        assert_eq!(not_given(false), "Not given");
    }

    #[test]
    fn one_line_is_text_and_several_are_lines() {
        let mut content = CaseStudyContent {
            measures: vec!["wemwbs".into()],
            ..Default::default()
        };
        assert!(matches!(
            of("measures", &content),
            Some(FieldValue::Text(_))
        ));
        content.measures_other = vec!["A diary".into()];
        let Some(FieldValue::Lines(lines)) = of("measures", &content) else {
            panic!("lines");
        };
        assert_eq!(lines[1], "A diary");
    }
}
