//! Questions as they are read.

use super::{COMMON, Question};

fn plain(words: &[super::Word]) -> Vec<String> {
    words.iter().map(|word| word.plain.clone()).collect()
}

fn read(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let question = Question::read(text);
    (
        plain(&question.words),
        question
            .phrases
            .iter()
            .map(|phrase| plain(phrase))
            .collect(),
    )
}

fn without(text: &str) -> Vec<Vec<String>> {
    let question = Question::read(text);
    question
        .without
        .iter()
        .map(|left_out| plain(left_out))
        .collect()
}

#[test]
fn the_common_words_are_in_order() {
    assert!(COMMON.is_sorted());
}

#[test]
fn common_words_go_unless_there_are_no_others() {
    let (words, phrases) = read("Older people at risk of being lonely in the north?");
    assert_eq!(words, ["older", "people", "risk", "lonely", "north"]);
    assert!(phrases.is_empty());
    assert_eq!(read("what is it").0, ["what", "is", "it"]);
    assert_eq!(read("How much does it cost?").0, ["cost"]);
    assert_eq!(read("museums with gardens").0, ["gardens"]);
    assert!(Question::read("Museum").only_common);
    assert!(!Question::read("museum garden").only_common);
    assert!(!Question::read("\"museum\"").only_common);
}

#[test]
fn what_is_asked_of_everything_does_not_count_and_what_did_not_work_does() {
    assert_eq!(read("isolated men: does it work").0, ["isolated", "men"]);
    assert_eq!(read("what works for carers").0, ["carers"]);
    assert_eq!(read("did not work").0, ["work"]);
    assert_eq!(read("people who work alone").0, ["people", "work", "alone"]);
    // With nothing else in it such a question is looked for as it stands.
    assert_eq!(read("Does it work?").0, ["does", "it", "work"]);
}

#[test]
fn quotes_hold_words_together() {
    let (words, phrases) = read("tea \"in the garden\" \u{201c}museum\u{201d} \"never closed");
    assert_eq!(words, ["tea", "never", "closed"]);
    assert_eq!(phrases, vec![vec!["in", "the", "garden"], vec!["museum"]]);
    assert_eq!(read("\"\" \" \"").1.len(), 0);
}

#[test]
fn a_minus_leaves_out() {
    assert_eq!(without("tea -dementia"), [["dementia"]]);
    assert_eq!(without("\u{2212}dementia"), [["dementia"]]);
    assert_eq!(without("-\"memory box\" tea"), [["memory", "box"]]);
    assert!(read("-\"memory box\" tea").1.is_empty());
    for text in [
        "well-being",
        "tea - cake",
        "a -the",
        "tea -",
        "-",
        "2019-2020",
    ] {
        assert!(without(text).is_empty(), "{text}");
    }
    assert!(!Question::read("-dementia").is_empty());
}

#[test]
fn or_in_capitals_is_one_or_the_other() {
    let question = Question::read("tea OR cake or coffee OR \"milk\" OR water");
    assert_eq!(plain(&question.words), ["tea", "cake", "coffee", "water"]);
    assert_eq!(question.either, [(0, 1)]);
    assert!(Question::read("OR tea OR").either.is_empty());
    assert!(Question::read("tea OR the cake").either.is_empty());
    assert!(Question::read("OR").is_empty());
}

#[test]
fn rows_end_where_the_text_is_cut() {
    let rows = |text: &str| -> Vec<String> {
        let question = Question::read(text);
        let row = |row: &Vec<super::InRow>| {
            let stems: Vec<&str> = row.iter().map(|word| word.stem.as_str()).collect();
            stems.join(" ")
        };
        question.rows.iter().map(row).collect()
    };
    assert_eq!(
        rows("tea with \"milk\" cake -sugar jam OR bun"),
        ["tea with", "cake", "jam", "bun"]
    );
}

#[test]
fn names_of_people_have_capitals() {
    for (text, expected) in [
        ("Helen Chatterjee", true),
        ("helen chatterjee", false),
        ("Helen", false),
        ("ADHD PTSD", false),
        ("Helen the Great", false),
        ("Object Handling At Home For Carers", false),
    ] {
        assert_eq!(Question::read(text).reads_as_name, expected, "{text}");
    }
}

#[test]
fn operators_are_gaps() {
    let text = "title:tea AND -coffee* ~cake^2 [a TO b] (x OR y) \\ /re.*gex/";
    let (words, phrases) = read(text);
    assert_eq!(
        words,
        ["title", "tea", "cake", "2", "b", "x", "y", "re", "gex"]
    );
    assert!(phrases.is_empty());
    assert_eq!(without(text), [["coffee"]]);
}

#[test]
fn there_is_an_end_to_words() {
    let many: String = (0..5_000)
        .map(|n| format!("w{n} \"p{n} q\" -x{n} "))
        .collect();
    let question = Question::read(&many);
    let all = question.words.len()
        + question.phrases.iter().map(Vec::len).sum::<usize>()
        + question.without.len();
    assert_eq!(all, 16);
    assert!(Question::read("\u{0}\u{1f331}?!").is_empty());
    let common = Question::read(&"museum and ".repeat(500));
    assert_eq!(common.words.len(), 16);
    assert_eq!(common.rows.iter().map(Vec::len).sum::<usize>(), 64);
}
