use super::blocks;
use crate::block::Shape;

fn shapes(text: &str) -> Vec<(Shape, String)> {
    blocks(text)
        .blocks
        .into_iter()
        .map(|block| (block.shape, block.text))
        .collect()
}

#[test]
fn headings_and_lists_are_told_apart() {
    let found = shapes(
        "Summary\n-------\nTen museums.\n\n5. LESSONS\n* Train first\n* Share it\n\n8. For the web page\nA word on dates: the report gives another one, and a longer one.\n\n1. One\n2. Two\n",
    );
    let expected = [
        (Shape::Heading(2), "Summary"),
        (Shape::Paragraph, "Ten museums."),
        (Shape::Heading(2), "5. LESSONS"),
        (Shape::Item, "* Train first"),
        (Shape::Item, "* Share it"),
        (Shape::Heading(2), "8. For the web page"),
        (
            Shape::Paragraph,
            "A word on dates: the report gives another one, and a longer one.",
        ),
        (Shape::Item, "1. One"),
        (Shape::Item, "2. Two"),
    ];
    let found: Vec<(Shape, &str)> = found
        .iter()
        .map(|(shape, text)| (shape.clone(), text.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn lines_that_a_program_broke_are_one_paragraph_again() {
    let found = shapes(
        "We met every week in the gallery, and looked at objects from the\ncollection together.\n\nMuseum: Tea Museum\nTown: Bath\n",
    );
    assert_eq!(
        found[0].1,
        "We met every week in the gallery, and looked at objects from the collection together."
    );
    assert_eq!(found[1].1, "Museum: Tea Museum");
    assert_eq!(found[2].1, "Town: Bath");
}

#[test]
fn the_parts_of_a_message_are_told_apart() {
    let found = shapes(
        "From: Ana\nTo: bank@bank.example\nSubject: FW: ours\n\nHello,\n\nhere it is.\n\nMany thanks and best wishes\n\nLearning team\nana@museum.example\n\n-----\nThis message is meant only for you.\n",
    );
    let shapes: Vec<&Shape> = found.iter().map(|(shape, _)| shape).collect();
    let (aside, text, signed) = (&Shape::Aside, &Shape::Paragraph, &Shape::Signature);
    assert_eq!(
        shapes,
        [aside, aside, aside, aside, text, aside, signed, aside]
    );
}

#[test]
fn what_was_passed_on_is_new_and_what_was_answered_is_not() {
    let passed_on = shapes(
        "See below.\n\n---------- Forwarded message ----------\nFrom: Ana\nTo: me\nSubject: ours\n\nTitle: Tea\n",
    );
    assert!(passed_on.contains(&(Shape::Paragraph, "Title: Tea".to_owned())));
    let answered = shapes(
        "Yes, thank you, gladly so.\n\n-----Original Message-----\nFrom: Moderator\nSent: Monday\nTo: Ana\n\nTitle: Tea\n",
    );
    assert!(
        !answered
            .iter()
            .any(|(shape, text)| *shape == Shape::Paragraph && text.contains("Title"))
    );
}
