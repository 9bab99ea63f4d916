use super::map;
use crate::Kind;
use crate::block::{Block, Shape};
use crate::plain::blocks;
use case_study::CaseStudyContent;
use case_study::material::Piece;

fn text(text: &str) -> (CaseStudyContent, Vec<Piece>) {
    let mapped = map(&blocks(text).blocks, Kind::Plain);
    (mapped.content, mapped.pieces)
}

#[test]
fn a_heading_holds_until_the_next_and_what_is_about_the_letter_is_left() {
    let (content, pieces) = text(
        "Dear all,\n\nhere it is.\n\nWhat we did\nWe met every week.\n\nWe looked at objects.\n\n- tea\n- cake\n\nWhat changed?\nPeople came back.\n\n\
         Two photographs are attached.\n\nBest wishes\n\nLearning Officer\nTea Museum\ntel: 01632 960 002\nteam@museum.example\n",
    );
    assert_eq!(
        content.did,
        "We met every week.\n\nWe looked at objects.\n\n- tea\n- cake"
    );
    assert_eq!(content.changed, "People came back.");
    assert_eq!(content.contact_email, "team@museum.example");
    assert_eq!(content.contact_role, "Learning Officer");
    let left: Vec<&str> = pieces
        .iter()
        .filter(|piece| piece.is_left())
        .map(|piece| piece.text.as_str())
        .collect();
    assert_eq!(
        left,
        [
            "here it is.",
            "Two photographs are attached.",
            "Tea Museum",
            "tel: 01632 960 002"
        ]
    );
}

#[test]
fn what_was_quoted_answers_nothing() {
    let (content, pieces) = text(
        "Funder: The Trust\n\nOn Tue, 9 Sep 2025, Moderator wrote:\n> Funder: who?\n> Title: Old\n",
    );
    assert_eq!(
        (content.funder.as_str(), content.title.as_str()),
        ("The Trust", "")
    );
    assert!(
        pieces
            .iter()
            .any(|piece| piece.aside && piece.text.contains("Title: Old"))
    );
}

#[test]
fn an_answer_under_its_own_label_comes_before_one_on_the_way() {
    let (content, _) = text(
        "Where: Oxford, UK\nTown: Botley\nHow many people took part: 12, by May\nWho did you count? everyone who came twice\n",
    );
    assert_eq!(
        (content.town.as_str(), content.country.as_str()),
        ("Botley", "GB")
    );
    assert_eq!(content.participants_note, "everyone who came twice");
}

#[test]
fn the_first_answer_stands_and_another_is_kept() {
    let (content, pieces) = text("Title: Tea and objects\nTitle: Cake and objects\n");
    assert_eq!(content.title, "Tea and objects");
    let other = pieces
        .iter()
        .find(|piece| piece.text == "Cake and objects")
        .unwrap();
    assert_eq!(
        (other.suggested.as_deref(), other.placed_in.len()),
        (Some("title"), 0)
    );
}

#[test]
fn a_pdf_fills_nothing_and_says_where_its_pieces_seem_to_belong() {
    let mapped = map(
        &[
            Block::new(Shape::Heading(2), "What changed"),
            Block::new(Shape::Paragraph, "People came back."),
        ],
        Kind::Pdf,
    );
    assert_eq!(mapped.content, CaseStudyContent::default());
    assert_eq!(mapped.pieces[0].suggested.as_deref(), Some("changed"));
}

#[test]
fn bold_words_in_front_are_a_label() {
    let mut block = Block::new(Shape::Paragraph, "What changed. People came back.");
    block.bold = "What changed.".len();
    assert_eq!(
        map(&[block], Kind::OpenDocument).content.changed,
        "People came back."
    );
}
