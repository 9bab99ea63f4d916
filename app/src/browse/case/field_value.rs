//! What a case says under each heading, before it is drawn: the facts panel of its page and the
//! table that compares cases show the same answers.

use crate::browse::bank::directories::Way;
use crate::list_query::ListQuery;
use case_study::vocabulary::{Term, slugify};
use case_study::{Facet, Field, Kind, PublicContent, Vocabulary};

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
        number: Option<u32>,
        note: String,
    },
    Evidence(&'static Term),
    /// The address of a report.
    Report(String),
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
        _ => field.heading,
    }
}

/// What a case says under the heading of a field; `None` when there is no answer.
#[must_use]
pub fn field_value(field: &Field, content: &PublicContent) -> Option<FieldValue> {
    // Rows that say more than one field come first.
    match field.key {
        "started" => return content.dates_in_words().map(FieldValue::Text),
        "town" => return place(content),
        "participants" => return people(content),
        "strand" => return tags(strands(content)),
        "measures" => return measures(content),
        "evidence_label" => {
            return Vocabulary::Evidence
                .term(&content.evidence_label)
                .map(FieldValue::Evidence);
        }
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

fn people(content: &PublicContent) -> Option<FieldValue> {
    let (number, note) = (content.participants, content.participants_note.clone());
    (number.is_some() || !note.is_empty()).then_some(FieldValue::People { number, note })
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
    use super::{FieldValue, field_value};
    use case_study::CaseStudyContent;
    use case_study::fields::field;
    use case_study::public::public_part;

    fn of(key: &str, content: &CaseStudyContent) -> Option<FieldValue> {
        field_value(field(key).expect("a field"), &public_part(content.clone()))
    }

    #[test]
    fn nothing_is_said_where_nothing_was_answered() {
        let empty = public_part(CaseStudyContent::default());
        for field in case_study::FIELDS {
            assert_eq!(field_value(field, &empty), None, "{}", field.key);
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
        let people = |number| {
            Some(FieldValue::People {
                number,
                note: "who came twice".into(),
            })
        };
        assert_eq!(of("participants", &content), people(None));
        content.participants = Some(12);
        assert_eq!(of("participants", &content), people(Some(12)));
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
