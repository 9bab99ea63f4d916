mod forms;

use super::{Outcome, Part, read};
use crate::labels::named;

/// The answers under this label, as `key=strings`, and what is left.
fn answers(label: &str, text: &str) -> (String, Vec<String>) {
    let targets = named(label).expect("a known label");
    let parts: Vec<Part> = text.split("\n\n").map(Part::paragraph).collect();
    match read(targets, &parts, &[]) {
        Outcome::Blank => ("blank".to_owned(), Vec::new()),
        Outcome::Unread => ("unread".to_owned(), Vec::new()),
        Outcome::Read(reading) => {
            let said: Vec<String> = reading
                .answers
                .iter()
                .map(|answer| format!("{}={}", answer.key, answer.strings.join("|")))
                .collect();
            (said.join(" "), reading.rest)
        }
    }
}

#[test]
fn answers_are_read_as_people_write_them() {
    for (label, text, expected, rest) in [
        (
            "Where",
            "Oxford, United Kingdom",
            "country=GB town=Oxford",
            &[][..],
        ),
        (
            "Where",
            "Cardiff, Wales",
            "country=GB town=Cardiff region=Wales",
            &[],
        ),
        (
            "Where",
            "The Holburne Museum, Bath, UK",
            "country=GB town=Bath",
            &["The Holburne Museum"],
        ),
        ("Where", "Oxford", "town=Oxford", &[]),
        ("Where", "in the gallery", "unread", &[]),
        (
            "Began",
            "2017, still running",
            "started=2017 still_running=yes",
            &[],
        ),
        (
            "When",
            "2012 to 2013; open in February 2013",
            "started=2012 ended=2013",
            &["open in February 2013"],
        ),
        ("End date", "ongoing", "still_running=yes", &[]),
        ("Ended", "May 2022", "ended=May 2022", &[]),
        (
            "How many people took part",
            "over 200",
            "participants=200 participants_note=over 200",
            &[],
        ),
        (
            "How many people took part",
            "almost 100, trained by late 2021",
            "participants=100 participants_note=trained by late 2021",
            &[],
        ),
        (
            "People",
            "6,500 (people who engaged)",
            "participants=6500 participants_note=people who engaged",
            &[],
        ),
        (
            "Participants",
            "231 people over three years",
            "participants=231 participants_note=people over three years",
            &[],
        ),
        (
            "Participants",
            "older people, carers",
            "audiences=older-people|carers",
            &[],
        ),
        ("Participants", "whoever came by", "unread", &[]),
        (
            "Measures",
            "SROI; volunteer wellbeing survey",
            "measures=sroi measures_other=volunteer wellbeing survey",
            &[],
        ),
        (
            "Evaluation",
            "Mixed methods (a survey and interviews)",
            "design=mixed-methods",
            &["(a survey and interviews)"],
        ),
        (
            "Evaluation",
            "We asked everyone at the end.",
            "method=We asked everyone at the end.",
            &[],
        ),
        (
            "Contact",
            "Learning Officer, learning@museum.example, tel: 01632 960 001",
            "contact_email=learning@museum.example contact_role=Learning Officer",
            &["tel: 01632 960 001"],
        ),
        (
            "E-mail",
            "Ana <ana@museum.example>",
            "contact_email=ana@museum.example",
            &["Ana"],
        ),
        (
            "Independently evaluated",
            "\u{2612} Yes \u{2610} No",
            "independently_evaluated=yes",
            &[],
        ),
        ("Independently evaluated", "No", "blank", &[]),
        (
            "Type of museum",
            "\u{2610} National museum\n\n\u{2612} Historic house",
            "museum_type=historic-house",
            &[],
        ),
        (
            "Type of museum",
            "\u{2610} National museum \u{2610} Historic house",
            "blank",
            &[],
        ),
        ("A quotation", "n/a", "blank", &[]),
        (
            "Link to a report",
            "See www.museum.example/report.",
            "report_url=www.museum.example/report",
            &["See"],
        ),
        (
            "Documents and links",
            "The film: https://museum.example/film",
            "links=The film|https://museum.example/film",
            &[],
        ),
        ("Cost", "about \u{a3}12,000", "cost_band=5000-19999", &[]),
        (
            "Our lesson",
            "a playful idea reaches people.",
            "lessons=A playful idea reaches people.",
            &[],
        ),
    ] {
        let (found, left) = answers(label, text);
        assert_eq!(found, expected, "{label}: {text}");
        assert_eq!(left, rest, "{label}: {text}");
    }
}
