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
        &[
            ("summary", "Tea."),
            ("started", "3"),
            ("started", "2021-22"),
        ],
    );
    assert_eq!(copy.content.summary, "Tea.");
    assert_eq!(copy.content.started, None);
    let started = field("started").unwrap();
    assert_eq!(copy.answers_to(started), ["3", "2021-22"]);
    let told: Vec<_> = copy.unreadable().into_iter().map(|one| one.field).collect();
    assert_eq!(told, ["started"]);
    assert_eq!(copy.unreadable_in(Section::Story), []);
}

#[test]
fn each_kind_of_answer_that_can_be_impossible_is_kept() {
    for (section, key, text) in [
        (Section::Evidence, "participants", "about 20"),
        (Section::Evidence, "participants", "0"),
        (Section::Evidence, "report_url", "www.museum.example"),
        (Section::Museum, "position", "Reading RG1"),
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
        let all = copy.check_submission();
        let told: Vec<_> = all.iter().filter(|error| error.field == key).collect();
        assert_eq!(told.len(), 1, "{key}: {told:?}");
        assert!(!told[0].message.starts_with("Choose the"), "{told:?}");
    }
}

#[test]
fn it_vanishes_when_it_can_be_read_or_is_emptied() {
    let mut copy = saved(Section::Evidence, &[("participants", "about 20")]);
    assert_eq!(
        copy.put(&typed(&[("participants", "20")]), Section::Evidence.asked()),
        []
    );
    assert_eq!(copy.content.participants, Some(20));
    assert_eq!(copy.unreadable(), []);
    let mut copy = saved(Section::Evidence, &[("participants", "about 20")]);
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
    assert_ne!(of("about 20"), before);
    assert_ne!(of("about 20"), of("about 30"));
    assert_eq!(of("about 20"), of("about 20"));
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
        r#"{"started": ["", "2019"], "participants": ["some"], "of_a_newer_version": ["x"]}"#;
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
        r#"{"of_a_newer_version":["x"],"participants":["some"]}"#
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
    assert_eq!(told, ["design", "participants", "report_url"]);
}
