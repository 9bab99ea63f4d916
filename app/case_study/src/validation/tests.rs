use super::{
    Strictness, advice, check_import, check_section, check_to_publish, check_to_send, story_words,
};
use crate::fields::complete_case::complete_case;
use crate::{CaseStudyContent, FIELDS, Link, PartialDate, Section};

fn words(n: usize) -> String {
    vec!["word"; n].join(" ")
}

/// A case that may be sent as it is.
fn complete() -> CaseStudyContent {
    CaseStudyContent {
        museum: "Example Museum".into(),
        museum_type: "local-or-mixed-collection".into(),
        town: "Exampleton".into(),
        region: "Wales".into(),
        country: "GB".into(),
        title: "Tea and objects on Tuesdays".into(),
        summary: words(60),
        started: Some(PartialDate {
            year: 2024,
            month: Some(5),
        }),
        strand: "community".into(),
        themes: vec!["carers".into()],
        audiences: vec!["carers".into()],
        activities: vec!["object-handling".into()],
        need: words(60),
        did: words(80),
        changed: words(250),
        lessons: vec!["Ask early".into(), "Allow time".into()],
        design: "monitoring-and-feedback".into(),
        contact_role: "Learning team".into(),
        contact_email: "learning@museum.example".into(),
        content_notes: vec!["none".into()],
        // A field that is required later is answered there.
        ..complete_case()
    }
}

fn only_error(content: &CaseStudyContent) -> (String, String) {
    let errors = check_to_publish(content);
    assert_eq!(errors.len(), 1, "{errors:?}");
    (errors[0].field.clone(), errors[0].message.clone())
}

#[test]
fn a_complete_case_may_be_sent_and_published() {
    assert_eq!(check_to_send(&complete()), []);
    assert_eq!(check_to_publish(&complete()), []);
}

fn keys(errors: Vec<crate::FieldError>) -> Vec<String> {
    errors.into_iter().map(|error| error.field).collect()
}

#[test]
fn an_empty_case_is_told_each_needed_field_in_form_order() {
    let empty = CaseStudyContent::default();
    assert_eq!(
        keys(check_to_send(&empty)),
        ["museum", "did", "title", "contact_email"]
    );
    // By hand, so that none of these stops being needed unseen.
    assert_eq!(
        keys(check_to_publish(&empty)),
        [
            "museum",
            "museum_type",
            "town",
            "region",
            "country",
            "need",
            "did",
            "changed",
            "lessons",
            "title",
            "summary",
            "started",
            "strand",
            "themes",
            "audiences",
            "activities",
            "design",
            "contact_email",
            "content_notes",
        ]
    );
    let needed = FIELDS.iter().filter(|field| field.need.is_needed());
    assert_eq!(needed.count(), 19);
}

/// What a museum sends in an email, and nothing else.
fn in_an_email(field: &str, text: String) -> CaseStudyContent {
    let mut content = CaseStudyContent {
        museum: "Example Museum".into(),
        title: "Tea".into(),
        contact_email: "learning@museum.example".into(),
        ..Default::default()
    };
    let field = crate::fields::field(field).unwrap();
    field.put(&mut content, &[text]).unwrap();
    content
}

#[test]
fn forty_words_about_it_may_be_sent_wherever_they_stand() {
    for field in ["own_words", "need", "did", "changed"] {
        let content = in_an_email(field, words(40));
        assert_eq!(check_to_send(&content), [], "{field}");
        let content = in_an_email(field, words(39));
        let errors = check_to_send(&content);
        assert_eq!(errors.len(), 1, "{field}");
        assert_eq!(errors[0].field, "did");
        assert_eq!(
            errors[0].message,
            "Your story has 39 words so far. Write at least 1 more, here or under another question about it"
        );
    }
    let content = CaseStudyContent {
        need: words(13),
        changed: words(13),
        own_words: words(4),
        ..in_an_email("did", words(10))
    };
    assert_eq!(story_words(&content), 40);
    assert_eq!(check_to_send(&content), []);
    assert!(
        check_to_publish(&content)
            .iter()
            .any(|one| one.field == "summary")
    );
    let elsewhere = CaseStudyContent {
        summary: words(60),
        ..in_an_email("hard", words(100))
    };
    assert_eq!(keys(check_to_send(&elsewhere)), ["did"]);
}

#[test]
fn a_short_honest_text_may_be_sent_and_published_and_is_advised_about() {
    let content = CaseStudyContent {
        title: "Tea".into(),
        need: words(12),
        did: words(30),
        changed: words(5),
        lessons: vec!["Ask early".into()],
        ..complete()
    };
    assert_eq!(check_to_send(&content), []);
    assert_eq!(check_to_publish(&content), []);
    let advised: Vec<&str> = FIELDS
        .iter()
        .filter(|field| advice(field, &content).is_some())
        .map(|field| field.key)
        .collect();
    assert_eq!(advised, ["title", "need", "did", "changed", "lessons"]);
    for field in FIELDS {
        assert_eq!(advice(field, &CaseStudyContent::default()), None);
        assert_eq!(advice(field, &complete()), None, "{}", field.key);
    }
}

#[test]
fn a_draft_may_be_empty_and_may_run_over() {
    assert_eq!(
        check_section(
            &CaseStudyContent::default(),
            Section::Story,
            Strictness::Draft
        ),
        []
    );
    for (field, content) in [
        (
            "need",
            CaseStudyContent {
                need: words(4000),
                ..Default::default()
            },
        ),
        (
            "town",
            CaseStudyContent {
                town: "a".repeat(20_000),
                ..Default::default()
            },
        ),
        (
            "lessons",
            CaseStudyContent {
                lessons: (0..50).map(|n| format!("{n}{}", words(100))).collect(),
                ..Default::default()
            },
        ),
    ] {
        for section in Section::FORM {
            assert_eq!(check_section(&content, *section, Strictness::Draft), []);
        }
        let strict = check_to_publish(&content);
        assert!(strict.iter().any(|error| error.field == field), "{field}");
    }
}

#[test]
fn limits_hold_to_the_word_and_say_how_many_to_cut() {
    let content = CaseStudyContent {
        summary: words(61),
        ..complete()
    };
    assert_eq!(
        only_error(&content),
        (
            "summary".into(),
            "Summary has 61 words. Please cut 1".into()
        )
    );
    let content = CaseStudyContent {
        did: words(1800),
        ..complete()
    };
    assert_eq!(
        only_error(&content),
        (
            "did".into(),
            "What you did has 1,800 words. Please cut 1,450".into()
        )
    );
}

#[test]
fn terms_that_do_not_exist_are_refused_even_in_a_draft() {
    let content = CaseStudyContent {
        themes: vec!["astrology".into()],
        ..Default::default()
    };
    let errors = check_section(&content, Section::People, Strictness::Draft);
    assert_eq!(errors[0].message, "Themes: choose from the list");
}

#[test]
fn links_that_a_browser_would_run_are_refused() {
    for url in [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a.example/",
        "//a.example",
        "report.pdf",
    ] {
        let content = CaseStudyContent {
            links: vec![Link {
                title: "Report".into(),
                url: url.into(),
            }],
            ..complete()
        };
        assert_eq!(only_error(&content).0, "links", "{url}");
        let content = CaseStudyContent {
            report_url: url.into(),
            ..complete()
        };
        assert_eq!(only_error(&content).0, "report_url", "{url}");
    }
}

#[test]
fn answers_that_contradict_each_other_are_told_apart() {
    let content = CaseStudyContent {
        ended: Some(PartialDate {
            year: 2023,
            month: None,
        }),
        ..complete()
    };
    assert_eq!(only_error(&content).0, "ended");
    let content = CaseStudyContent {
        ended: Some(PartialDate {
            year: 2024,
            month: None,
        }),
        still_running: true,
        ..complete()
    };
    assert_eq!(only_error(&content).0, "still_running");
    let content = CaseStudyContent {
        quotation: "It helped".into(),
        ..complete()
    };
    assert_eq!(only_error(&content).0, "quotation_permission");
    let content = CaseStudyContent {
        content_notes: vec!["none".into(), "addiction".into()],
        ..complete()
    };
    assert_eq!(only_error(&content).0, "content_notes");
    let content = CaseStudyContent {
        second_strand: "community".into(),
        ..complete()
    };
    assert_eq!(only_error(&content).0, "second_strand");
}

#[test]
fn six_themes_are_too_many() {
    let themes = [
        "carers",
        "mental-health",
        "dementia-and-memory",
        "healthy-ageing",
        "homelessness",
        "creative-health",
    ];
    let content = CaseStudyContent {
        themes: themes.iter().map(|t| (*t).to_owned()).collect(),
        ..complete()
    };
    assert_eq!(
        only_error(&content).1,
        "Themes: you chose 6. Keep the 5 that fit best"
    );
}

#[test]
fn a_word_has_at_most_60_letters_and_an_address_on_the_web_is_none() {
    for (word, fine) in [
        ("a".repeat(60), true),
        ("a".repeat(61), false),
        ("a".repeat(19_000), false),
        (format!("https://museum.example/{}", "a".repeat(120)), true),
        ("健".repeat(61), true),
    ] {
        let summary = format!("We met weekly. {word}");
        let content = CaseStudyContent {
            summary: summary.clone(),
            ..complete()
        };
        assert_eq!(check_to_publish(&content).is_empty(), fine, "{word}");
        let draft = check_section(&content, Section::Glance, Strictness::Draft);
        assert_eq!(draft, [], "{word}");
    }
    let content = CaseStudyContent {
        museum: format!("The {}", "m".repeat(61)),
        ..complete()
    };
    assert_eq!(
        only_error(&content).1,
        "Museum has a word of 61 letters. Check that no space is missing: 60 is the most"
    );
}

#[test]
fn a_passage_ends_however_its_words_are_joined() {
    let content = CaseStudyContent {
        summary: "a/".repeat(601),
        ..complete()
    };
    assert_eq!(
        only_error(&content).1,
        "Summary has 1202 characters. Shorten it to 1200 or fewer"
    );
}

#[test]
fn a_title_and_a_museum_hold_a_letter() {
    for field in ["title", "museum"] {
        let mut content = complete();
        let row = crate::fields::field(field).unwrap();
        row.put(&mut content, &["1914 \u{2013} 1918!".to_owned()])
            .unwrap();
        let (at, sentence) = only_error(&content);
        assert_eq!(at, field);
        assert!(sentence.ends_with(" has no letters. Write it in words"));
        // What nobody can see is nothing.
        row.put(&mut content, &["\u{200b}\u{202e}\u{3164}".to_owned()])
            .unwrap();
        assert!(!row.is_answered(&content), "{field}");
    }
}

#[test]
fn an_address_that_no_mail_reaches_is_refused_in_a_draft_too() {
    for typed in ["ana@[127.0.0.1]", "ana..lee@museum.example", "ana@museum"] {
        let mut content = complete();
        let row = crate::fields::field("contact_email").unwrap();
        row.put(&mut content, &[typed.to_owned()]).unwrap();
        let errors = check_section(&content, Section::Contact, Strictness::Draft);
        assert_eq!(errors.len(), 1, "{typed}");
        assert_eq!(errors[0].field, "contact_email");
    }
    let mut content = complete();
    let row = crate::fields::field("contact_email").unwrap();
    row.put(
        &mut content,
        &["info@m\u{fc}zeum.example\u{200b}".to_owned()],
    )
    .unwrap();
    assert_eq!(content.contact_email, "info@xn--mzeum-kva.example");
    assert_eq!(row.to_lines(&content), ["info@m\u{fc}zeum.example"]);
    assert_eq!(check_to_publish(&content), []);
}

#[test]
fn a_file_may_lack_what_only_a_museum_could_say_and_runs_over_no_limit() {
    let mut content = CaseStudyContent {
        title: "Tea".into(),
        museum: "Tea Museum".into(),
        summary: "Tea.".into(),
        ..Default::default()
    };
    assert_eq!(check_import(&content), []);
    content.title = "tea ".repeat(30);
    content.summary = words(61);
    content.lessons = vec!["Ask".into(); 6];
    content.participants = Some(100_000_001);
    content.started = Some(PartialDate {
        year: 1799,
        month: None,
    });
    content.museum.clear();
    let fields: Vec<String> = check_import(&content)
        .into_iter()
        .map(|e| e.field)
        .collect();
    assert_eq!(
        fields,
        [
            "museum",
            "lessons",
            "title",
            "summary",
            "started",
            "participants"
        ]
    );
}

#[test]
fn a_link_without_a_title_may_be_sent_and_is_not_published() {
    let mut content = complete();
    content.links = vec![Link {
        title: String::new(),
        url: "https://museum.example/report".into(),
    }];
    assert_eq!(check_to_send(&content), []);
    assert_eq!(keys(check_to_publish(&content)), ["links"]);
}
