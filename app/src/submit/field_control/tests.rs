use super::{FieldProps, draw};
use case_study::fields::{field, fields_of};
use case_study::{Answers, CaseStudyContent, FIELDS, Field, FieldError, Section, WorkingCopy};
use leptos::prelude::RenderHtml;

fn drawn(key: &str, typed: &[&str], error: Option<&str>) -> String {
    let mut answers = Answers::default();
    answers.set(key, typed.iter().map(|text| (*text).to_owned()).collect());
    let errors: Vec<FieldError> = error
        .iter()
        .map(|message| FieldError::new(key, *message))
        .collect();
    draw(
        field(key).unwrap(),
        &FieldProps {
            answers: &answers,
            errors: &errors,
            stored: None,
            text: "",
        },
    )
    .to_html()
}

#[test]
fn what_was_typed_stays_text_in_every_control() {
    const EVIL: &str = "</textarea></title>\"'><script>alert(1)</script>";
    for field in FIELDS.iter().filter(|field| field.is_asked()) {
        let html = drawn(field.key, &[EVIL, EVIL], Some(EVIL));
        assert!(!html.contains("<script"), "{}: {html}", field.key);
        assert_eq!(
            html.matches("</textarea>").count(),
            html.matches("<textarea").count(),
            "{}: {html}",
            field.key
        );
    }
}

#[test]
fn every_question_can_be_reached_by_its_key_and_says_what_is_wrong() {
    // Photographs are asked for on a page of their own.
    let here = |field: &&Field| field.is_asked() && !field.kind.is_files();
    for field in FIELDS.iter().filter(here) {
        let html = drawn(field.key, &[], Some("Mend this"));
        let key = field.key;
        assert_eq!(
            html.matches(&format!(" id=\"{key}\"")).count(),
            1,
            "{key}: {html}"
        );
        assert!(html.contains(&format!("name=\"{key}\"")), "{key}: {html}");
        assert!(
            html.contains(&format!("id=\"{key}-error\"")) && html.contains("Mend this"),
            "{key}: {html}"
        );
    }
}

#[test]
fn ids_are_unique_on_every_page_and_what_describes_a_control_exists() {
    for section in Section::FORM {
        let html: String = fields_of(*section)
            .filter(|field| field.is_asked())
            .map(|field| drawn(field.key, &[], Some("Mend this")))
            .collect();
        let ids: Vec<&str> = html
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let unique: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{section:?}: {ids:?}");
        for described in html
            .split("aria-describedby=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            for id in described.split(' ') {
                assert!(unique.contains(&id), "{section:?}: nothing has the id {id}");
            }
        }
        for control in html
            .split(" for=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            assert!(
                unique.contains(&control),
                "{section:?}: a label is for {control}, which is not there"
            );
        }
    }
}

#[test]
fn answers_come_back_as_they_were_given() {
    assert!(
        drawn("title", &["Tea & \"talk\""], None).contains("value=\"Tea &amp; &quot;talk&quot;\"")
    );
    assert!(drawn("need", &["One\ntwo <b>"], None).contains("\nOne\ntwo &lt;b&gt;"));
    assert_eq!(
        drawn("themes", &["carers", "no-such"], None)
            .matches(" checked")
            .count(),
        1
    );
    assert!(drawn("country", &["GB"], None).contains("<option value=\"GB\" selected"));
    assert!(drawn("started", &["May 2019"], None).contains("value=\"May 2019\""));
    // As it was stored when the month was chosen from a list.
    assert!(drawn("started", &["3", "20x9"], None).contains("value=\"3 20x9\""));
    assert!(drawn("on_map", &["yes"], None).contains(" checked"));
    let links = drawn("links", &["Report", "https://museum.example/"], None);
    assert!(
        links.contains("value=\"Report\"") && links.contains("value=\"https://museum.example/\""),
        "{links}"
    );
}

#[test]
fn lines_close_up_so_that_errors_count_right_and_none_is_lost() {
    let html = drawn("lessons", &["", "Ask first", " ", "Allow time"], None);
    let first = html.find("Ask first").unwrap();
    assert!(
        html.find("id=\"lessons\"").unwrap() < first
            && first < html.find("id=\"lessons-2\"").unwrap(),
        "{html}"
    );
    assert_eq!(html.matches("<textarea").count(), 3);
    let three = drawn("lessons", &["Ask first\nAllow time", "Train two"], None);
    assert_eq!(three.matches("<textarea").count(), 4, "and a free one");
    let seven = drawn("lessons", &["1", "2", "3", "4", "5", "6", "7"], None);
    assert_eq!(seven.matches("<textarea").count(), 7);
}

#[test]
fn an_optional_choice_can_be_taken_back_and_a_needed_one_not() {
    assert!(drawn("reach", &[], None).contains("No answer"));
    assert!(!drawn("strand", &[], None).contains("No answer"));
}

#[test]
fn none_of_these_comes_last_behind_an_or_in_one_column() {
    let html = drawn("content_notes", &[], None);
    let at = |text: &str| html.find(text).unwrap_or_else(|| panic!("{text}: {html}"));
    // The hint names it too.
    let none = html.rfind("None of these").unwrap();
    assert!(at("Imprisonment") < at("choices-or") && at("choices-or") < none);
    assert!(!html.contains("choices-columns"), "{html}");
}

#[test]
fn of_a_long_list_what_is_chosen_and_what_the_text_suggests_stand_in_front() {
    let mut answers = Answers::default();
    answers.set("audiences", vec!["trustees".into()]);
    let html = draw(
        field("audiences").unwrap(),
        &FieldProps {
            answers: &answers,
            errors: &[],
            stored: None,
            text: "Refugees met volunteers.",
        },
    )
    .to_html();
    let (front, more) = html.split_once("<details").unwrap();
    for value in ["trustees", "refugees-and-asylum-seekers", "volunteers"] {
        assert!(front.contains(&format!("value=\"{value}\"")), "{front}");
        assert!(!more.contains(&format!("value=\"{value}\"")), "{more}");
    }
    assert_eq!(front.matches("<input").count(), 5);
    // A list that nobody has to look at is one line, until something in it is chosen.
    let measures = drawn("measures", &[], None);
    assert!(
        !measures
            .split_once("<details")
            .unwrap()
            .0
            .contains("<input")
    );
    assert!(drawn("measures", &[], Some("Keep 20")).contains("<details open"));
}

#[test]
fn what_readers_would_like_more_of_is_advice_beside_the_answer() {
    let short = drawn("need", &["People were lonely."], None);
    assert!(
        short.contains("a little more here") && !short.contains("field-error"),
        "{short}"
    );
    assert!(!drawn("need", &[], None).contains("field-advice"));
    let wrong = drawn("need", &["People were lonely."], Some("Shorten it"));
    assert!(
        !wrong.contains("field-advice"),
        "one thing at a time: {wrong}"
    );
}

#[test]
fn a_conflict_shows_what_is_stored() {
    let content = CaseStudyContent {
        title: "Theirs <i>".into(),
        ..Default::default()
    };
    let stored = WorkingCopy::new(content, Default::default());
    let answers = Answers::default();
    let props = FieldProps {
        answers: &answers,
        errors: &[],
        stored: Some(&stored),
        text: "",
    };
    let html = draw(field("title").unwrap(), &props).to_html();
    assert!(html.contains("Theirs &lt;i&gt;"), "{html}");
}
