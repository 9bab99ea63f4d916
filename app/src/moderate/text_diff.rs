//! What differs between two texts: which fields, and inside a field which words.

use case_study::{CaseStudyContent, FIELDS, Field, Kind};
use similar::{Algorithm, DiffTag, capture_diff_slices};

/// A field whose answer is not the same in two texts.
pub(super) struct Difference {
    pub field: &'static Field,
    /// The answer in words, one string a line or an item.
    pub before: Vec<String>,
    pub after: Vec<String>,
}

/// The fields that differ, in form order.
pub(super) fn between(before: &CaseStudyContent, after: &CaseStudyContent) -> Vec<Difference> {
    FIELDS
        .iter()
        .filter(|field| field.answers(before) != field.answers(after))
        .map(|field| Difference {
            field,
            before: field.to_lines(before),
            after: field.to_lines(after),
        })
        .collect()
}

impl Difference {
    /// Items of a list rather than running text.
    pub const fn is_list(&self) -> bool {
        matches!(
            self.field.kind,
            Kind::Many(..)
                | Kind::Lines { .. }
                | Kind::Links { .. }
                | Kind::Pictures { .. }
                | Kind::Documents { .. }
        )
    }
}

/// Whether two answers read the same, however their lines are broken.
pub(super) fn same_words(before: &[String], after: &[String]) -> bool {
    let words = |lines: &[String]| -> Vec<String> {
        lines
            .iter()
            .flat_map(|line| line.split_whitespace().map(str::to_owned))
            .collect()
    };
    words(before) == words(after)
}

/// A run of words that both texts have, or only one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Run {
    Both(String),
    /// Only in the text at hand.
    Own(String),
}

/// Comparing longer texts word by word would cost more than it tells: as many pairs of words.
const MOST_PAIRS: usize = 1_000_000;

/// Each text as runs, so that what was taken out and what was put in can be marked.
pub(super) fn marked(before: &str, after: &str) -> (Vec<Run>, Vec<Run>) {
    let (old, new): (Vec<&str>, Vec<&str>) = (
        before.split_whitespace().collect(),
        after.split_whitespace().collect(),
    );
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        return (
            vec![Run::Own(before.to_owned())],
            vec![Run::Own(after.to_owned())],
        );
    }
    let (mut keeps_old, mut keeps_new) = (vec![false; old.len()], vec![false; new.len()]);
    for run in capture_diff_slices(Algorithm::Myers, &old, &new) {
        if run.tag() == DiffTag::Equal {
            keeps_old[run.old_range()].fill(true);
            keeps_new[run.new_range()].fill(true);
        }
    }
    (runs(&old, &keeps_old), runs(&new, &keeps_new))
}

fn runs(words: &[&str], kept: &[bool]) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    for (word, kept) in words.iter().zip(kept) {
        match (found.last_mut(), kept) {
            (Some(Run::Both(text)), true) | (Some(Run::Own(text)), false) => {
                text.push(' ');
                text.push_str(word);
            }
            (_, true) => found.push(Run::Both((*word).to_owned())),
            (_, false) => found.push(Run::Own((*word).to_owned())),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(text: &str) -> Run {
        Run::Both(text.to_owned())
    }

    fn own(text: &str) -> Run {
        Run::Own(text.to_owned())
    }

    #[test]
    fn only_fields_that_differ_are_named_and_in_words() {
        let before = CaseStudyContent {
            title: "Tea".into(),
            strand: "community".into(),
            themes: vec!["carers".into()],
            ..Default::default()
        };
        let mut after = before.clone();
        assert!(between(&before, &after).is_empty());
        after.strand = "workforce".into();
        after.need = "People were lonely.".into();
        let found = between(&before, &after);
        let seen: Vec<_> = found
            .iter()
            .map(|one| (one.field.key, one.before.clone(), one.after.clone()))
            .collect();
        let words = |text: &str| vec![text.to_owned()];
        assert_eq!(
            seen,
            [
                ("strand", words("Communities"), words("Museum teams")),
                ("need", Vec::new(), words("People were lonely.")),
            ]
        );
    }

    #[test]
    fn words_taken_out_and_put_in_are_marked() {
        let (old, new) = marked("Eight people told us so", "Eight of twelve people told us");
        assert_eq!(old, [both("Eight people told us"), own("so")]);
        assert_eq!(
            new,
            [both("Eight"), own("of twelve"), both("people told us")]
        );
        assert_eq!(
            marked("", "new words"),
            (Vec::new(), vec![own("new words")])
        );
        assert_eq!(
            marked("same", "same"),
            (vec![both("same")], vec![both("same")])
        );
    }

    #[test]
    fn very_long_texts_are_not_compared_word_by_word() {
        let (long, other) = ("a ".repeat(2000), "b ".repeat(2000));
        assert_eq!(marked(&long, &other).0.len(), 1);
    }
}
