use super::super::map;
use crate::Kind;
use crate::block::{Block, Shape};
use case_study::CaseStudyContent;
use case_study::material::Piece;

fn row(table: usize, cells: &[&str]) -> Block {
    Block::new(
        Shape::Row {
            table,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        },
        cells.join(" | "),
    )
}

#[test]
fn a_table_is_read_by_its_labels_wherever_they_stand() {
    for blocks in [
        vec![
            row(1, &["Museum *", "Tea Museum"]),
            row(1, &["Town", "Bath"]),
            row(1, &["Country", "UK"]),
        ],
        vec![
            row(1, &["Museum", "Tea Museum", "Town", "Bath"]),
            row(1, &["Country", "UK", "", ""]),
        ],
        vec![
            row(1, &["Museum", "Town", "Country"]),
            row(1, &["Tea Museum", "Bath", "UK"]),
        ],
        vec![
            row(1, &["1.", "Museum", "Tea Museum"]),
            row(1, &["2.", "Town", "Bath"]),
            row(1, &["3.", "Country", "UK"]),
        ],
        vec![
            row(1, &["Museum: Tea Museum"]),
            row(1, &["Town: Bath"]),
            row(1, &["Country"]),
            row(1, &["UK"]),
        ],
    ] {
        let content = map(&blocks, Kind::Word).content;
        assert_eq!(
            (
                content.museum.as_str(),
                content.town.as_str(),
                content.country.as_str()
            ),
            ("Tea Museum", "Bath", "GB"),
            "{blocks:?}"
        );
    }
}

/// The pieces that a person is to place, as "label: text > field".
fn left(pieces: &[Piece]) -> Vec<String> {
    pieces
        .iter()
        .filter(|piece| piece.is_left())
        .map(|piece| {
            let suggested = piece.suggested.as_deref().unwrap_or_default();
            format!("{}: {} > {suggested}", piece.label, piece.text)
        })
        .collect()
}

#[test]
fn two_labels_above_their_answers_are_no_label_and_its_answer() {
    for rows in [
        vec![row(1, &["Museum", "Town"]), row(1, &["Tea Museum", "Bath"])],
        vec![
            row(1, &["Museum", "Town"]),
            row(1, &["Tea Museum", "Bath"]),
            row(1, &["Title", "Country"]),
            row(1, &["Tea and cake", "UK"]),
        ],
        vec![
            row(1, &["Museum\nFull name", "Town\nThe nearest"]),
            row(1, &["Tea Museum", "Bath"]),
        ],
    ] {
        let content = map(&rows, Kind::Word).content;
        assert_eq!(
            (content.museum.as_str(), content.town.as_str()),
            ("Tea Museum", "Bath"),
            "{rows:?}"
        );
    }
}

#[test]
fn several_rows_below_their_labels_are_left_with_what_they_may_answer() {
    let mapped = map(
        &[
            row(1, &["Museum", "Town", "Region", "Country"]),
            row(1, &["Tea Museum", "Bath", "Somerset", "UK"]),
            row(1, &["Cake Museum", "Leeds", "Yorkshire", "UK"]),
        ],
        Kind::Word,
    );
    assert_eq!(mapped.content, CaseStudyContent::default());
    assert_eq!(
        left(&mapped.pieces),
        [
            "Museum: Tea Museum > museum",
            "Town: Bath > town",
            "Region: Somerset > region",
            "Country: UK > ",
            "Museum: Cake Museum > museum",
            "Town: Leeds > town",
            "Region: Yorkshire > region",
            "Country: UK > ",
        ]
    );
}

#[test]
fn a_label_is_never_the_answer_to_the_one_before_it() {
    for (rows, expected) in [
        // An empty form: a row without a word is none.
        (
            vec![row(1, &["Museum", "Town"])],
            vec!["Museum: Town > museum"],
        ),
        (
            vec![row(1, &["Museum", "Town", "Region", "Country"])],
            vec![": Museum | Town | Region | Country > "],
        ),
        (
            vec![row(1, &["Museum", "Town", "", ""])],
            vec!["Museum: Town > museum"],
        ),
        (
            vec![
                row(1, &["Activity", "Participants"]),
                row(1, &["Learning", "made a quilt"]),
                row(1, &["Outreach", "sang"]),
            ],
            vec![
                "Activity: Participants > did",
                "Learning: made a quilt > lessons",
                "Outreach: sang > ",
            ],
        ),
    ] {
        let mapped = map(&rows, Kind::Word);
        assert_eq!(mapped.content, CaseStudyContent::default(), "{rows:?}");
        assert_eq!(left(&mapped.pieces), expected, "{rows:?}");
    }
    let mapped = map(
        &[
            row(1, &["Museum", "Tea Museum", "Town", "Region"]),
            row(1, &["Title", "Tea and cake", "", ""]),
        ],
        Kind::Word,
    );
    assert_eq!(
        (
            mapped.content.museum.as_str(),
            mapped.content.title.as_str(),
            mapped.content.town.as_str()
        ),
        ("Tea Museum", "Tea and cake", "")
    );
    assert_eq!(left(&mapped.pieces), ["Town: Region > town"]);
}

#[test]
fn a_choice_that_is_called_like_a_label_is_an_answer_among_answers() {
    let content = map(
        &[
            row(1, &["Museum", "Tea Museum"]),
            row(1, &["Type of museum", "Gallery"]),
            row(1, &["End date", "Ongoing"]),
        ],
        Kind::Word,
    )
    .content;
    assert_eq!(content.museum_type, "art-museum-or-gallery");
    assert!(content.still_running);
    let mapped = map(
        &[
            row(1, &["Type of museum", "Gallery"]),
            row(1, &["Accreditation number", "1234"]),
        ],
        Kind::Word,
    );
    assert_eq!(mapped.content, CaseStudyContent::default());
}

#[test]
fn an_address_in_a_row_of_several_answers_belongs_to_none() {
    let mut answers = row(1, &["Tea Museum", "Bath", "see there"]);
    answers.links.push("https://museum.example/about".into());
    let mapped = map(
        &[row(1, &["Museum", "Town", "Report"]), answers],
        Kind::Word,
    );
    assert_eq!(
        (
            mapped.content.museum.as_str(),
            mapped.content.report_url.as_str()
        ),
        ("Tea Museum", "")
    );
    assert!(left(&mapped.pieces).contains(&": https://museum.example/about > ".to_owned()));
}

#[test]
fn a_link_of_the_question_is_no_answer() {
    for answer in ["", "n/a"] {
        let mut asked = row(1, &["Link to report", answer]);
        asked.links.push("https://funder.example/guidance".into());
        let mapped = map(&[row(1, &["Museum", "Tea Museum"]), asked], Kind::Word);
        assert_eq!(mapped.content.report_url, "", "{answer}");
        assert_eq!(
            left(&mapped.pieces),
            [": https://funder.example/guidance > "],
            "{answer}"
        );
    }
}

#[test]
fn figures_in_a_table_stay_pieces() {
    let mapped = map(
        &[
            row(1, &["Budget", "Amount", "Remark"]),
            row(1, &["Grant", "\u{a3}200", "new"]),
        ],
        Kind::Word,
    );
    assert_eq!(mapped.content, CaseStudyContent::default());
    assert_eq!(mapped.pieces.len(), 2);
}
