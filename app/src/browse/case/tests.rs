use super::places::fields_in;
use super::{CasePageProps, view};
use crate::browse::shortlist::ShortlistOnPage;
use case_study::fields::{FactGroup, Place};
use case_study::public::public_part;
use case_study::vocabulary::slugs::is_slug;
use case_study::{CaseState, CaseStudyContent, FIELDS, Kind, SeenBy};
use leptos::prelude::*;
use store::cases::PublicCase;
use store::provenance::Provenance;

/// A case that answers every field, each answer with the field's key in it where it may be text.
fn full() -> CaseStudyContent {
    let mut content = CaseStudyContent::default();
    for field in FIELDS {
        let answers: Vec<String> = match field.kind {
            Kind::One(vocabulary) | Kind::Many(vocabulary, ..) => {
                vec![vocabulary.terms()[0].slug.to_owned()]
            }
            Kind::Tick => vec!["yes".into()],
            Kind::Month => vec!["5".into(), "2019".into()],
            Kind::Count => vec!["1234".into()],
            Kind::Place => vec!["53.41, -2.98".into()],
            Kind::WebAddress => vec![format!("https://{}.example/", field.key.replace('_', "-"))],
            Kind::Pictures { .. } => case_study::pictures::to_strings(&[case_study::Picture {
                blob: "ab".repeat(32),
                width: 1600,
                height: 900,
                alternative: "text-of-pictures".into(),
                credit: "Ana Quill".into(),
                licence: "cc-by-4.0".into(),
                ..Default::default()
            }]),
            Kind::Documents { .. } => case_study::documents::to_strings(&[case_study::Document {
                blob: "cd".repeat(32),
                title: "text-of-documents".into(),
                bytes: 1_200_000,
            }]),
            Kind::Email => vec![format!("{}@canary.example", field.key)],
            Kind::Links { .. } => vec!["title-of-links".into(), "https://links.example/".into()],
            Kind::Lines { .. } if field.key == "sources" => vec!["https://sources.example/".into()],
            _ => vec![format!("text-of-{}", field.key)],
        };
        field.put(&mut content, &answers).unwrap();
    }
    content.ended = None;
    content
}

fn case(content: CaseStudyContent) -> PublicCase {
    PublicCase {
        slug: "a-case".into(),
        state: CaseState::Live,
        compiled: true,
        sample: false,
        featured: false,
        published_at: 1_795_198_662_123,
        updated_at: 1_795_998_662_123,
        content: public_part(content),
    }
}

fn drawn(case: &PublicCase) -> String {
    drawn_where(case, true)
}

fn drawn_where(case: &PublicCase, takes_questions: bool) -> String {
    let around = CasePageProps {
        takes_questions,
        provenance: Provenance::default(),
        related: Vec::new(),
        beside: ShortlistOnPage::default(),
        public_url: "https://casebook.example".into(),
        contact: "ask@casebook.example".into(),
        may_edit: false,
    };
    view(case, around).to_html()
}

#[test]
fn every_public_text_is_on_the_page_and_no_other() {
    let html = drawn(&case(full()));
    for field in FIELDS {
        let shown = match field.kind {
            Kind::Line { .. } | Kind::Words { .. } | Kind::Lines { .. }
                if field.key != "sources" =>
            {
                html.contains(&format!("text-of-{}", field.key))
            }
            Kind::Email => html.contains("@canary.example"),
            _ => continue,
        };
        assert_eq!(shown, field.seen_by == SeenBy::Everyone, "{}", field.key);
    }
}

#[test]
fn every_public_answer_of_another_kind_is_shown_too() {
    let html = drawn(&case(full()));
    for field in FIELDS {
        if field.seen_by != SeenBy::Everyone {
            continue;
        }
        let place = field.place();
        if let Kind::One(vocabulary) | Kind::Many(vocabulary, ..) = field.kind
            && !matches!(place, Place::Merged | Place::ContentNote)
        {
            assert!(
                html.contains(&format!(
                    "{}<",
                    vocabulary.terms()[0].label.replace('&', "&amp;")
                )),
                "{}",
                field.key
            );
        }
    }
    for words in [
        "1,234",
        "Since May 2019",
        "https://links.example/",
        "https://report-url.example/",
        "sources.example",
        "First published here",
        "CC BY 4.0",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
}

#[test]
fn every_public_field_has_one_place() {
    let mut placed = 0;
    for place in [
        Place::Head,
        Place::ContentNote,
        Place::Summary,
        Place::InShort,
        Place::Lessons,
        Place::Story,
        Place::Quotation,
        Place::Links,
        Place::Pictures,
        Place::Source,
        Place::Merged,
        Place::Data,
    ]
    .into_iter()
    .chain(FactGroup::ALL.map(Place::Facts))
    {
        placed += fields_in(place).count();
    }
    assert_eq!(
        placed,
        FIELDS
            .iter()
            .filter(|field| field.seen_by == SeenBy::Everyone)
            .count()
    );
}

#[test]
fn a_content_note_comes_before_summary_and_picture() {
    let mut content = full();
    content.content_notes = vec!["bereavement-or-baby-loss".into()];
    let html = drawn(&case(content.clone()));
    let at = |words: &str| {
        html.find(words)
            .unwrap_or_else(|| panic!("{words}: {html}"))
    };
    assert!(at("This case study talks about the death of a baby") < at("text-of-summary"));
    assert!(at("text-of-summary") < at("class=\"case-picture"));
    assert!(html.contains(r##"href="#story""##) && html.contains(r#"id="story""#));

    content.content_notes = vec!["none".into()];
    let html = drawn(&case(content));
    assert!(
        !html.contains("Before you read") && !html.contains("#story"),
        "{html}"
    );
    assert!(html.find("class=\"case-picture") < html.find("text-of-summary"));
}

#[test]
fn only_compiled_cases_say_so() {
    let mut one = case(full());
    assert!(drawn(&one).contains("Compiled from public sources; not submitted by the museum."));
    one.compiled = false;
    let html = drawn(&one);
    assert!(!html.contains("ompiled from public sources"), "{html}");
}

#[test]
fn a_museum_is_asked_only_where_it_takes_questions() {
    let asked = |takes_questions| {
        drawn_where(&case(full()), takes_questions).contains("/case-studies/a-case/ask")
    };
    assert!(asked(true));
    assert!(!asked(false));
}

#[test]
fn everybody_may_report_and_claim() {
    for compiled in [true, false] {
        let mut one = case(full());
        one.compiled = compiled;
        let html = drawn(&one);
        for path in ["concern", "claim"] {
            assert!(
                html.contains(&format!("/case-studies/a-case/{path}\"")),
                "{path}: {html}"
            );
        }
    }
}

#[test]
fn who_skims_reads_the_lessons_before_the_story() {
    let html = drawn(&case(full()));
    let at = |words: &str| {
        html.find(words)
            .unwrap_or_else(|| panic!("{words}: {html}"))
    };
    assert!(at("In short") < at("text-of-lessons"));
    assert!(at("text-of-lessons") < at(r#"id="story""#));
    assert!(at("What was hard") < at(r#"id="story""#));
}

#[test]
fn a_case_with_next_to_nothing_still_has_a_page() {
    let html = drawn(&case(CaseStudyContent {
        title: "<b>Tea</b>".into(),
        ..Default::default()
    }));
    assert!(html.contains("&lt;b&gt;Tea&lt;/b&gt;"), "{html}");
    assert!(!html.contains("In short"), "{html}");
}

/// The answer under a heading of the facts.
fn fact(html: &str, heading: &str) -> String {
    let (_, after) = html
        .split_once(&format!("<dt>{heading}</dt>"))
        .unwrap_or_else(|| panic!("{heading}: {html}"));
    after.split("</dd>").next().unwrap_or_default().to_owned()
}

#[test]
fn what_readers_look_for_is_said_to_be_missing() {
    for (compiled, words) in [
        (true, "Not given in the sources we read</p>"),
        (false, "Not given</p>"),
    ] {
        let mut one = case(CaseStudyContent::default());
        one.compiled = compiled;
        let html = drawn(&one).replace("<!>", "");
        for heading in [
            "How many",
            "When",
            "Still running",
            "Staff and volunteer time",
            "Cost",
            "Funder",
            "Evaluator",
        ] {
            let said = fact(&html, heading);
            assert!(said.contains(words), "{heading}: {said}");
        }
        assert_eq!(html.matches("fact-unsaid").count(), 7, "{html}");
    }
    let html = drawn(&case(full()));
    assert!(!html.contains("Not given"), "{html}");
}

#[test]
fn a_label_that_nobody_chose_is_said_to_be_suggested() {
    let mut content = full();
    content.evidence_label.clear();
    content.evidence_reason.clear();
    content.design = "survey".into();
    let html = drawn(&case(content)).replace("<!>", "");
    let (_, others) = html.split_once("case-others").expect("the other facts");
    let said = fact(others, "Evidence");
    assert!(said.contains("Evaluated (suggested)"), "{said}");
    assert!(!said.contains("The museum and its partners"), "{said}");
    assert!(said.contains("No one has checked it yet"), "{said}");
}

#[test]
fn six_facts_stand_between_the_short_and_the_story_and_none_of_them_again() {
    let html = drawn(&case(full())).replace("<!>", "");
    let at = |words: &str| {
        html.find(words)
            .unwrap_or_else(|| panic!("{words}: {html}"))
    };
    assert!(at("In short") < at("At a glance"));
    assert!(at("At a glance") < at(r#"id="story""#));
    assert!(at(r#"id="story""#) < at("case-others"));
    assert!(at("case-others") < at(r#"id="source""#));
    let (glance, others) = html.split_once("case-others").expect("the other facts");
    let six = [
        "Who took part",
        "Where",
        "When",
        "How many",
        "Evidence",
        "Cost",
    ];
    let terms: Vec<&str> = glance
        .split("<dt>")
        .skip(1)
        .filter_map(|row| row.split_once("</dt>").map(|(term, _)| term))
        .collect();
    assert_eq!(terms, six);
    for term in six {
        // What the label means is said once, below.
        let again = others.contains(&format!("<dt>{term}</dt>"));
        assert_eq!(again, term == "Evidence", "{term}");
    }
    assert!(html.contains(r##"href="#how-they-know""##) && html.contains(r#"id="how-they-know""#));
}

#[test]
fn doubt_stands_under_how_they_know() {
    let html = drawn(&case(full())).replace("<!>", "");
    assert!(fact(&html, "What we could not check").contains("text-of-not_checked"));
    assert!(
        html.find("How they know") < html.find("What we could not check"),
        "{html}"
    );
    assert!(!html.contains("text-of-uncertain"), "{html}");
}

#[test]
fn slugs() {
    assert!(is_slug("house-of-memories") && is_slug("a1"));
    for odd in ["", "House", "a b", "a\0", "é", "../x", "a.json"] {
        assert!(!is_slug(odd), "{odd}");
    }
}
