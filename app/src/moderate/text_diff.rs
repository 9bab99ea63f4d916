//! What differs between two texts: which fields, and inside a field which words.

use case_study::{CaseStudyContent, FIELDS, Field, Kind};

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
            Kind::Many(..) | Kind::Lines { .. } | Kind::Links { .. }
        )
    }
}

/// A run of words that both texts have, or only one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Run {
    Both(String),
    /// Only in the text at hand.
    Own(String),
}

/// Comparing longer texts word by word would cost more than it tells; their table has this many cells.
const MOST_CELLS: usize = 1_000_000;

/// Each text as runs, so that what was taken out and what was put in can be marked.
pub(super) fn marked(before: &str, after: &str) -> (Vec<Run>, Vec<Run>) {
    let (old, new): (Vec<&str>, Vec<&str>) = (
        before.split_whitespace().collect(),
        after.split_whitespace().collect(),
    );
    if old.len().saturating_mul(new.len()) > MOST_CELLS {
        return (
            vec![Run::Own(before.to_owned())],
            vec![Run::Own(after.to_owned())],
        );
    }
    let kept = longest_common(&old, &new);
    let (mut keeps_old, mut keeps_new) = (vec![false; old.len()], vec![false; new.len()]);
    for (at_old, at_new) in kept {
        keeps_old[at_old] = true;
        keeps_new[at_new] = true;
    }
    (runs(&old, &keeps_old), runs(&new, &keeps_new))
}

/// Pairs of places that hold the same word, both rising: the longest common subsequence.
fn longest_common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    // How long the longest one is from each pair of places to the ends.
    let mut length = vec![0_u16; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            length[i * width + j] = if old[i] == new[j] {
                length[(i + 1) * width + j + 1].saturating_add(1)
            } else {
                length[(i + 1) * width + j].max(length[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            pairs.push((i, j));
            i += 1;
            j += 1;
        } else if length[(i + 1) * width + j] >= length[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
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
                ("strand", words("Community"), words("Workforce")),
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
