//! Lines as they stand in the forms of museums. Only what a careful person would give is given; and no word is lost.

use crate::labels::named;
use crate::values::{Outcome, Part, read};
use std::collections::BTreeSet;

/// What is answered, as `key=strings`, and every word that is kept.
fn answered(label: &str, text: &str) -> (String, String) {
    let lines: Vec<&str> = text.lines().collect();
    let parts: Vec<Part> = lines
        .iter()
        .map(|line| Part {
            text: (*line).to_owned(),
            is_item: lines.len() > 1,
        })
        .collect();
    match read(named(label).expect(label), &parts, &[]) {
        Outcome::Blank | Outcome::Unread => (String::new(), text.to_owned()),
        Outcome::Read(reading) => {
            let answers: Vec<String> = reading
                .answers
                .iter()
                .map(|answer| format!("{}={}", answer.key, answer.strings.join("|")))
                .collect();
            let kept = [reading.read, reading.not_chosen, reading.rest.join(" ")];
            (answers.join(" "), kept.join(" "))
        }
    }
}

/// A cross in a box is no word.
fn words(text: &str) -> BTreeSet<&str> {
    text.split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !matches!(*word, "" | "x" | "X"))
        .collect()
}

#[test]
fn what_a_careful_person_would_give_is_given() {
    for (label, lines) in FILLED {
        for (text, expected) in *lines {
            let (found, kept) = answered(label, text);
            assert_eq!(found, *expected, "{label}: {text}");
            assert!(
                words(&kept).is_superset(&words(text)),
                "{label}: {text}: {kept}"
            );
        }
    }
}

#[test]
fn what_may_be_something_else_is_left_to_a_person() {
    for (label, lines) in LEFT {
        for text in *lines {
            assert_eq!(answered(label, text).0, "", "{label}: {text}");
        }
    }
}

#[rustfmt::skip]
const FILLED: &[(&str, &[(&str, &str)])] = &[
    ("When", &[
        ("Sept 2021 \u{2013} Mar 2023", "started=September 2021 ended=March 2023"),
        ("2021/22", "started=2021 ended=2022"),
        ("since spring 2019", "started=2019 still_running=yes"),
        ("March - June 2022", "started=March 2022 ended=June 2022"),
        ("2019 to 2021, on hold in 2020", "started=2019 ended=2021"),
        ("2016 (pilot in spring)", "started=2016"),
    ]),
    ("Ended", &[("present", "still_running=yes"), ("March 2020 (because of Covid)", "ended=March 2020")]),
    ("Still running", &[("Yes", "still_running=yes"), ("Ongoing", "still_running=yes"), ("(X)", "still_running=yes")]),
    ("How many people took part", &[
        ("approx. 1,200 people", "participants=1200 participants_note=approx. 1,200 people"),
        ("30-40", "participants=30 participants_note=30-40"),
        ("over two hundred", "participants=200 participants_note=over two hundred"),
        ("Nearly 1.200 visitors", "participants=1200 participants_note=Nearly 1.200 visitors"),
        ("1.200 people", "participants=1200"),
        ("1.200", "participants=1200"),
        ("96 people, 12 sessions", "participants=96 participants_note=12 sessions"),
        ("6,500 people, 96% of them happier", "participants=6500 participants_note=96% of them happier"),
        ("40, of whom 12 were carers", "participants=40 participants_note=of whom 12 were carers"),
    ]),
    ("Cost", &[
        ("\u{a3}5k", "cost_band=5000-19999"),
        ("under \u{a3}1,000", "cost_band=under-1000"),
        ("c \u{a3}10k", "cost_band=5000-19999"),
        ("approx \u{a3}800", "cost_band=under-1000"),
        ("\u{a3}5000.00", "cost_band=5000-19999"),
    ]),
    ("Country", &[
        ("UK", "country=GB"),
        ("U.K.", "country=GB"),
        ("Wales", "country=GB"),
        ("Cymru", "country=GB"),
        ("N. Ireland", "country=GB"),
        ("\u{c9}ire", "country=IE"),
        ("United Kingdom (England)", "country=GB"),
    ]),
    ("Where", &[
        ("Belfast, N. Ireland", "country=GB town=Belfast region=Northern Ireland"),
        ("Leeds, West Yorkshire, UK", "country=GB town=Leeds region=West Yorkshire"),
        ("Northern Ireland, UK", "country=GB region=Northern Ireland"),
        ("Cardiff, Wales, UK", "country=GB town=Cardiff region=Wales"),
        ("Swansea and Cardiff, Wales", "country=GB region=Wales"),
        ("Zoom, UK", "country=GB"),
        ("Oxford, Cambridge, UK", "country=GB"),
        ("Georgia, USA", "country=US"),
    ]),
    ("Town", &[("Moreton in Marsh", "town=Moreton in Marsh")]),
    ("Region", &[("Yorkshire and the Humber", "region=Yorkshire and the Humber")]),
    ("Museum", &[("V&A", "museum=V&A")]),
    ("Partners", &[
        ("Mind; Age UK; Leeds City Council", "partners=Mind|Age UK|Leeds City Council"),
        ("Mind, Age UK and Leeds City Council", "partners=Mind|Age UK|Leeds City Council"),
        ("Mind, Bath and North East Somerset Council", "partners=Mind|Bath and North East Somerset Council"),
        ("\u{2022} Mind\n\u{2022} Age UK", "partners=Mind|Age UK"),
        ("Mind, Age UK, etc.", "partners=Mind|Age UK"),
        ("Mind, Age UK, and others", "partners=Mind|Age UK"),
        ("Mind (referrals), Age UK (transport)", "partners=Mind (referrals)|Age UK (transport)"),
    ]),
    ("Type of museum", &[
        ("\u{2612} Historic house", "museum_type=historic-house"),
        ("[x] Historic house [ ] National museum", "museum_type=historic-house"),
        ("(X) Historic house ( ) National museum", "museum_type=historic-house"),
        ("\u{2713} Historic house", "museum_type=historic-house"),
    ]),
    ("Independently evaluated", &[
        ("\u{2612}", "independently_evaluated=yes"),
        ("[x]", "independently_evaluated=yes"),
        ("X", "independently_evaluated=yes"),
        ("\u{2713}", "independently_evaluated=yes"),
        ("Yes (X) No ( )", "independently_evaluated=yes"),
        ("Yes - by Envoy", "independently_evaluated=yes"),
    ]),
    ("Measures", &[("WEMWBS and SROI", "measures=wemwbs|sroi")]),
    ("SDGs", &[("3, 4, 10", "sdgs=3|4|10"), ("3 and 4", "sdgs=3|4")]),
    ("Contact", &[("jo@museum.example", "contact_email=jo@museum.example")]),
];

#[rustfmt::skip]
const LEFT: &[(&str, &[&str])] = &[
    ("When", &["12/03/2020", "Every Tuesday since 2018", "2019 (delayed to 2021)", "2020, 2021 and 2022", "2019; 2021",
        "May 2019, June 2020", "March 2020: cancelled", "TBC 2023", "2019 -", "2019 - tbc", "Summer term 2022"]),
    ("Ended", &["2024 (planned)", "due to end March 2026", "no"]),
    ("Still running", &["Yes, until 2019", "No, ended 2019", "yes but paused", "Yes / No", "Yes/No", "Yes and no", "Yes? not sure"]),
    ("How many people took part", &["1.2", "1.2 people", "between two and three hundred", "12 x 8 sessions", "12 sessions", "20 (per session)", "20, per week",
        "20 people per week", "45 adults and 30 children", "45 adults, 30 children", "5 staff, 40 participants", "200 (target)",
        "50 families", "3 (groups)", "20; 25; 30", "8 - 12 people - 6 times", "up to 40", "0", "2020", "2019: 20; 2020: 30"]),
    ("Participants", &["5-11", "16-25", "65+", "16 - 25 year olds", "Ages 5-11", "not older people"]),
    ("Cost", &["in kind", "\u{a3}1.2m", "\u{a3}12.000", "\u{a3}12,50", "\u{a3}5,000 - \u{a3}10,000", "about \u{a3}2k\u{2013}3k",
        "\u{a3}5000 (grant)", "\u{a3}10,000 (materials only)", "\u{a3}4k per year", "\u{20ac}5,000", "5000", "free"]),
    ("Funder", &["\u{a3}200", "\u{a3}5k", "in kind", "Unfunded", "none - unfunded", "No funding", "Yes", "TBC - awaiting outcome",
        "see attached", "n/a"]),
    ("Country", &["UK and Ireland", "Ireland; UK", "UK (and France)", "UK-wide", "England, Scotland"]),
    ("Where", &["Online", "Various", "Nationwide", "Across Wales", "At home", "Leeds and Bradford", "Yorkshire", "Schools",
        "Community venues"]),
    ("Town", &["n/a", "tbc", "\u{2014}", "see attached", "various", "LS1 3AA", "Online"]),
    ("Museum", &["[Name of museum]", "<name>", "Enter your museum here", "see covering email", "......"]),
    ("Title", &["Untitled", "2019"]),
    ("What changed", &["see attached report", "See report", "Too early to say", "n/a \u{2013} ongoing", "TBC after evaluation",
        "to be completed", "40", "Nothing", "Yes"]),
    ("Quote", &["none yet", "Not available"]),
    ("Partners", &["none", "Yes", "No", "3", "several", "No partners", "None, but we hope to", "NHS trust (tbc)",
        "see attached list", "We worked with Mind and Age UK.", "Partners included Mind, who referred people, and Age UK"]),
    ("Type of museum", &["[x] Historic house [x] National museum", "Historic house / National museum",
        "Historic house (not national)", "\u{2610} Historic house \u{2610} National museum", "Historic house \u{2713}\nNational museum"]),
    ("Independently evaluated", &["\u{2610} Yes \u{2612} No", "Yes [ ] No [x]", "No, but planned", "Planned for 2026", "Yes, partly",
        "Yes \u{2713} No", "Yes / No (delete as appropriate)", "not yet"]),
    ("Evaluation", &["No", "Yes", "none"]),
    ("Measures", &["We used WEMWBS before and after.", "No measures were used"]),
    ("Contact", &["Jo Smith", "01632 960 001"]),
    ("Report", &["see attached", "http://a.example and http://b.example"]),
    ("Five ways", &["all five", "not Give", "Connect (yes) Give (no)"]),
];
