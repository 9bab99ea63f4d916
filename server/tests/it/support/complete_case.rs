//! One full set of answers: the least that may be sent.

use case_study::Section;

fn words(count: usize) -> String {
    vec!["word"; count].join(" ")
}

/// What the form of a section sends, `base` and the button aside; empty for optional sections.
pub fn answers_of(section: Section) -> Vec<(&'static str, String)> {
    let fixed = |pairs: &[(&'static str, &str)]| {
        pairs
            .iter()
            .map(|(key, value)| (*key, (*value).to_owned()))
            .collect()
    };
    match section {
        Section::Museum => fixed(&[
            ("museum", "Example Museum"),
            ("museum_type", "local-or-mixed-collection"),
            ("town", "Exampleton"),
            ("region", "Wales"),
            ("country", "GB"),
        ]),
        Section::Glance => vec![
            ("title", "Tea and objects on Tuesdays".to_owned()),
            (
                "summary",
                "A small museum invites carers for tea and objects, and they come back.".to_owned(),
            ),
            ("started", "5".to_owned()),
            ("started", "2024".to_owned()),
            ("still_running", "yes".to_owned()),
        ],
        Section::People => fixed(&[
            ("strand", "community"),
            ("themes", "carers"),
            ("themes", "loneliness-and-isolation"),
            ("audiences", "carers"),
            ("activities", "object-handling"),
        ]),
        Section::Story => vec![("need", words(60)), ("did", words(80))],
        Section::Results => vec![("changed", words(60))],
        Section::Lessons => fixed(&[
            ("lessons", "Ask carers what time suits them"),
            ("lessons", "Allow an hour for tea alone"),
        ]),
        Section::Evidence => fixed(&[("design", "monitoring-and-feedback")]),
        Section::Contact => fixed(&[
            ("contact_role", "Learning team"),
            ("contact_email", "learning@museum.example"),
            ("content_notes", "none"),
        ]),
        _ => Vec::new(),
    }
}
