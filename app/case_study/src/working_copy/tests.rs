use super::*;
use crate::PartialDate;

fn typed(pairs: &[(&str, &str)]) -> Answers {
    let pairs = pairs
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    Answers::from_pairs(pairs, |_| true).unwrap()
}

fn saved(section: Section, pairs: &[(&str, &str)]) -> WorkingCopy {
    let mut copy = WorkingCopy::default();
    assert_eq!(copy.put(&typed(pairs), section.asked()), []);
    copy
}

#[test]
fn an_impossible_answer_is_kept_as_typed_and_holds_back_no_other() {
    let copy = saved(
        Section::Glance,
        &[("summary", "Tea."), ("started", "last year")],
    );
    assert_eq!(copy.content.summary, "Tea.");
    assert_eq!(copy.content.started, None);
    let started = field("started").unwrap();
    assert_eq!(copy.answers_to(started), ["last year"]);
    let told: Vec<_> = copy.unreadable().into_iter().map(|one| one.field).collect();
    assert_eq!(told, ["started"]);
    assert_eq!(copy.unreadable_in(Section::Story), []);
}

#[test]
fn each_kind_of_answer_that_can_be_impossible_is_kept() {
    for (section, key, text) in [
        (Section::Evidence, "participants", "a few"),
        (Section::Evidence, "participants", "0"),
        (Section::Evidence, "report_url", "ask us"),
        (Section::Glance, "started", "2009-10"),
        (Section::Museum, "country", "XX"),
        (Section::Museum, "on_map", "perhaps"),
        (Section::People, "themes", "made-up"),
        (Section::Contact, "contact_email", "nobody"),
        (Section::Links, "links", "A title alone"),
    ] {
        let copy = saved(section, &[(key, text)]);
        let field = field(key).unwrap();
        assert_eq!(copy.typed(field), Some(&[text.to_owned()][..]), "{key}");
        assert!(!field.is_answered(&copy.content), "{key}");
        assert!(copy.is_begun(field), "{key}");
        // Once, and not as missing.
        let all = copy.left_to_publish();
        let told: Vec<_> = all.iter().filter(|error| error.field == key).collect();
        assert_eq!(told.len(), 1, "{key}: {told:?}");
        assert!(!told[0].message.starts_with("Choose the"), "{told:?}");
    }
}

#[test]
fn it_vanishes_when_it_can_be_read_or_is_emptied() {
    let mut copy = saved(Section::Evidence, &[("participants", "a few")]);
    assert_eq!(
        copy.put(&typed(&[("participants", "20")]), Section::Evidence.asked()),
        []
    );
    assert_eq!(copy.content.participants, Some(20));
    assert_eq!(copy.unreadable(), []);
    let mut copy = saved(Section::Evidence, &[("participants", "a few")]);
    assert_eq!(
        copy.put(&typed(&[("participants", " ")]), Section::Evidence.asked()),
        []
    );
    assert_eq!(copy, WorkingCopy::default());
}

#[test]
fn an_impossible_answer_takes_the_place_of_an_earlier_one() {
    let mut copy = saved(Section::Evidence, &[("participants", "12")]);
    copy.put(
        &typed(&[("participants", "12 or so")]),
        Section::Evidence.asked(),
    );
    assert_eq!(copy.content.participants, None);
    assert_eq!(
        copy.answers_to(field("participants").unwrap()),
        ["12 or so"]
    );
}

#[test]
fn the_fingerprint_knows_what_cannot_be_read() {
    let before = WorkingCopy::default().fingerprint(Section::Evidence.asked());
    let of = |text| {
        saved(Section::Evidence, &[("participants", text)]).fingerprint(Section::Evidence.asked())
    };
    assert_ne!(of("a few"), before);
    assert_ne!(of("a few"), of("a lot"));
    assert_eq!(of("a few"), of("a few"));
    assert_eq!(
        of("20"),
        crate::answers::fingerprint(
            &CaseStudyContent {
                participants: Some(20),
                ..Default::default()
            },
            Section::Evidence.asked()
        )
    );
}

#[test]
fn what_was_stored_is_read_again_when_it_can_be() {
    let unread =
        r#"{"started": ["", "2019"], "participants": ["a few"], "of_a_newer_version": ["x"]}"#;
    let unread: Unread = serde_json::from_str(unread).unwrap();
    let copy = WorkingCopy::new(CaseStudyContent::default(), unread);
    assert_eq!(
        copy.content.started,
        Some(PartialDate {
            year: 2019,
            month: None
        })
    );
    assert_eq!(
        serde_json::to_string(copy.unread()).unwrap(),
        r#"{"of_a_newer_version":["x"],"participants":["a few"]}"#
    );
    assert_eq!(copy.unreadable().len(), 1);
}

#[test]
fn any_length_up_to_twenty_thousand_characters_is_kept() {
    let (most, more) = ("é".repeat(LONGEST_ANSWER), "é".repeat(LONGEST_ANSWER + 7));
    for (section, key) in [(Section::Story, "did"), (Section::Museum, "town")] {
        let copy = saved(section, &[(key, &most)]);
        assert_eq!(copy.answers_to(field(key).unwrap()), [most.as_str()]);
        let mut copy = WorkingCopy::default();
        let told = copy.put(&typed(&[(key, &more)]), section.asked());
        assert_eq!(copy.answers_to(field(key).unwrap()), [most.as_str()]);
        assert_eq!(told.len(), 1);
        assert!(
            told[0].message.ends_with(
                "one answer can have 20000 characters, so we saved it without its last 7. \
                 Shorten it and save it again"
            ),
            "{told:?}"
        );
    }
}

#[test]
fn a_list_shares_its_length_among_its_lines() {
    let half = "a".repeat(LONGEST_ANSWER / 2);
    let (first, second) = (half.clone(), format!("b{half}"));
    let mut copy = WorkingCopy::default();
    let told = copy.put(
        &typed(&[("lessons", &first), ("lessons", &second)]),
        Section::Lessons.asked(),
    );
    assert_eq!(told.len(), 1);
    assert_eq!(copy.content.lessons, [first, format!("b{}", &half[1..])]);
}

#[test]
fn a_draft_holds_two_hundred_thousand_characters_and_what_fits_is_kept() {
    let long = "a".repeat(LONGEST_ANSWER);
    let mut copy = WorkingCopy::default();
    let pages = [
        (Section::Story, &["need", "did"][..]),
        (Section::Results, &["changed", "hard"]),
        (Section::Care, &["team_care", "sustainability"]),
        (Section::Lessons, &["quotation"]),
        (Section::Evidence, &["method"]),
        (Section::Resources, &["staff_time"]),
    ];
    for (section, keys) in pages {
        let pairs: Vec<_> = keys.iter().map(|key| (*key, long.as_str())).collect();
        assert_eq!(copy.put(&typed(&pairs), section.asked()), []);
    }
    let last = "b".repeat(LONGEST_ANSWER);
    let told = copy.put(
        &typed(&[("contact_role", "Team"), ("message", &last)]),
        Section::Contact.asked(),
    );
    assert_eq!(copy.content.message.len(), LONGEST_ANSWER - 4);
    assert_eq!(told.len(), 1);
    assert!(
        told[0]
            .message
            .contains("all your answers together can have 200000"),
        "{told:?}"
    );
    // Saving a page that is there as it was takes no more room.
    let again = typed(&[("need", &long), ("did", &long)]);
    assert_eq!(copy.put(&again, Section::Story.asked()), []);
}

#[test]
fn what_a_draft_takes_is_counted_in_bytes() {
    let long = "\u{1f375}".repeat(LONGEST_ANSWER);
    let mut copy = WorkingCopy::default();
    let told = copy.put(
        &typed(&[("need", &long), ("did", &long)]),
        Section::Story.asked(),
    );
    assert_eq!(told, []);
    let told = copy.put(
        &typed(&[("changed", &long), ("hard", "Hé")]),
        Section::Results.asked(),
    );
    assert_eq!(copy.content.changed.len(), LONGEST_DRAFT - 2 * long.len());
    assert_eq!(copy.content.hard, "");
    assert_eq!(told.len(), 2);
    assert!(
        told[0].message.contains("without its last 10000."),
        "{told:?}"
    );
    // What is full is saved again as it is.
    let again = typed(&[("need", &long), ("did", &long)]);
    assert_eq!(copy.put(&again, Section::Story.asked()), []);
}

#[test]
fn what_was_kept_when_more_could_be_is_saved_again_as_it_was() {
    let long = "\u{1f375}".repeat(LONGEST_ANSWER);
    let content = CaseStudyContent {
        need: long.clone(),
        did: long.clone(),
        changed: long.clone(),
        hard: long.clone(),
        ..CaseStudyContent::default()
    };
    let mut copy = WorkingCopy::new(content, Unread::default());
    let again = typed(&[("need", &long), ("did", &long)]);
    assert_eq!(copy.put(&again, Section::Story.asked()), []);
    let shorter = typed(&[("need", &long), ("did", "We brought tea")]);
    assert_eq!(copy.put(&shorter, Section::Story.asked()), []);
    assert_eq!(copy.content.did, "We brought tea");
}

#[test]
fn what_stands_in_the_way_comes_in_form_order() {
    let copy = saved(
        Section::Evidence,
        &[("report_url", "none"), ("participants", "some")],
    );
    let told: Vec<_> = copy
        .check_section(Section::Evidence)
        .into_iter()
        .map(|error| error.field)
        .collect();
    assert_eq!(told, ["participants", "report_url"]);
    let told: Vec<_> = copy
        .left_to_publish()
        .into_iter()
        .filter(|error| field(&error.field).is_some_and(|field| field.section == Section::Evidence))
        .map(|error| error.field)
        .collect();
    assert_eq!(told, ["design", "participants", "report_url"]);
}

fn date(year: u16) -> Option<PartialDate> {
    Some(PartialDate { year, month: None })
}

#[test]
fn a_stretch_of_time_in_one_box_is_a_start_and_an_end() {
    for (pairs, started, ended, running) in [
        (&[("started", "2021-22")][..], date(2021), date(2022), false),
        (
            &[("started", "2021-22"), ("ended", "2024")],
            date(2021),
            date(2024),
            false,
        ),
        (
            &[("started", "2021-22"), ("still_running", "yes")],
            date(2021),
            None,
            true,
        ),
        (&[("started", "since 2021")], date(2021), None, true),
        (
            &[("started", "since 2021"), ("ended", "2022")],
            date(2021),
            date(2022),
            false,
        ),
        (
            &[("started", ""), ("ended", "2019 to 2022")],
            date(2019),
            date(2022),
            false,
        ),
        (
            &[("started", "2020"), ("ended", "2019 to 2022")],
            date(2020),
            date(2022),
            false,
        ),
    ] {
        let copy = saved(Section::Glance, pairs);
        assert_eq!(copy.unreadable(), [], "{pairs:?}");
        let content = &copy.content;
        assert_eq!(
            (content.started, content.ended, content.still_running),
            (started, ended, running),
            "{pairs:?}"
        );
    }
}

#[test]
fn the_words_around_a_number_are_kept_beside_it() {
    let copy = saved(Section::Evidence, &[("participants", "About 20 people")]);
    assert_eq!(copy.content.participants, Some(20));
    assert_eq!(copy.content.participants_note, "About 20 people");
    let copy = saved(
        Section::Evidence,
        &[
            ("participants", "20-25 people"),
            ("participants_note", "Who came twice"),
        ],
    );
    assert_eq!(copy.content.participants, Some(20));
    assert_eq!(copy.content.participants_note, "Who came twice");
    let copy = saved(Section::Evidence, &[("participants", "20 people")]);
    assert_eq!(copy.content.participants_note, "");
}

#[test]
fn what_an_earlier_version_could_not_read_is_read_as_it_was_meant() {
    let unread = r#"{"started": ["", "2021-22"], "participants": ["about 20"], "report_url": ["www.museum.example"]}"#;
    let unread: Unread = serde_json::from_str(unread).unwrap();
    let copy = WorkingCopy::new(CaseStudyContent::default(), unread.clone());
    assert_eq!(*copy.unread(), Unread::default());
    assert_eq!(copy.content.started, date(2021));
    assert_eq!(copy.content.ended, date(2022));
    assert_eq!(copy.content.participants_note, "about 20");
    assert_eq!(copy.content.report_url, "https://www.museum.example");
    let before = CaseStudyContent {
        ended: date(2025),
        participants_note: "Who came twice".into(),
        ..Default::default()
    };
    let copy = WorkingCopy::new(before, unread);
    assert_eq!(copy.content.ended, date(2025));
    assert_eq!(copy.content.participants_note, "Who came twice");
}

#[test]
fn what_is_stored_in_other_words_is_shown_back() {
    let told = |section: Section, pairs: &[(&str, &str)]| {
        let answers = typed(pairs);
        let fields = saved(section, pairs).read_in_other_words(&answers, section);
        fields
            .into_iter()
            .map(|field| field.key)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        told(
            Section::Glance,
            &[("started", "2021-22"), ("ended", ""), ("summary", "Tea")]
        ),
        ["started", "ended"]
    );
    assert_eq!(
        told(Section::Glance, &[("started", " May 2019"), ("ended", "")]),
        [""; 0]
    );
    assert_eq!(
        told(
            Section::Evidence,
            &[
                ("participants", "about 20"),
                ("report_url", "www.museum.example"),
                ("participants_note", "")
            ]
        ),
        ["participants", "participants_note", "report_url"]
    );
    // Nothing is read of what cannot be read.
    assert_eq!(
        told(Section::Evidence, &[("participants", "a few")]),
        [""; 0]
    );
    assert_eq!(
        told(
            Section::Links,
            &[
                ("links", "Film"),
                ("links", "www.museum.example"),
                ("links", ""),
                ("links", "")
            ]
        ),
        ["links"]
    );
}

#[test]
fn unsent_words_are_laid_over_a_newer_text_and_nothing_else_is() {
    let given = saved(
        Section::Story,
        &[("need", "They were alone."), ("did", "We had tea.")],
    )
    .content;
    // They changed one answer, emptied another, and typed one that cannot be read.
    let mut theirs = WorkingCopy::new(given.clone(), Unread::default());
    theirs.content.need = "They felt alone.".to_owned();
    theirs.content.did = String::new();
    let odd = typed(&[("country", "XX")]);
    let country = || [field("country").unwrap()].into_iter();
    assert_eq!(theirs.put(&odd, country()), []);

    let mut newest = WorkingCopy::new(given.clone(), Unread::default());
    newest.content.summary = "Tea on Tuesdays.".to_owned();
    newest.content.evidence_label = "monitored".to_owned();
    newest.content.need = "They were lonely.".to_owned();
    newest.lay_over(&theirs, &given);
    assert_eq!(newest.content.need, "They felt alone.");
    assert_eq!(newest.content.did, "");
    assert_eq!(newest.content.summary, "Tea on Tuesdays.");
    assert_eq!(newest.content.evidence_label, "monitored");
    let country = field("country").unwrap();
    assert_eq!(newest.typed(country), Some(&["XX".to_owned()][..]));
}
