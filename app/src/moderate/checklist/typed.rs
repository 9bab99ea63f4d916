//! What somebody ticked and wrote, the notes that it becomes, and what is wrong with it.

use super::points::{POINTS, Point};
use super::{OWN_FIELD, OWN_WORDS, WISH};
use crate::moderate::notes::{FIELD, WORDS};
use crate::ui::FormError;
use case_study::Answers;
use case_study::answers::tidy;
use case_study::field_notes::{NoteReach, fault, may_be_asked_about};
use case_study::fields::field;
use store::field_notes::Written;

/// What somebody ticked and wrote.
#[derive(Clone, Default)]
pub(in crate::moderate) struct Typed {
    ticked: Vec<&'static str>,
    /// The words of each point, as they stand in its box; empty where the form did not hold it.
    words: Vec<(&'static str, String)>,
    pub own_field: String,
    pub own_words: String,
}

impl Typed {
    /// Reads a form; none where it ticks what there is not.
    pub fn read(answers: &Answers) -> Option<Self> {
        let ticked = answers.all(WISH).iter();
        let ticked: Option<Vec<&'static str>> = ticked
            .map(|slug| Point::of(slug).map(|point| point.slug))
            .collect();
        let words = POINTS
            .iter()
            .filter(|point| answers.holds(&point.key()))
            .map(|point| (point.slug, tidy(answers.one(&point.key()))));
        Some(Self {
            ticked: ticked?,
            words: words.collect(),
            own_field: answers.one(FIELD).to_owned(),
            own_words: tidy(answers.one(WORDS)),
        })
    }

    pub(super) fn is_ticked(&self, point: &Point) -> bool {
        self.ticked.contains(&point.slug)
    }

    /// The words of a point: those of the form, or the ready ones where it held none.
    pub(super) fn words_of<'a>(&'a self, point: &'a Point) -> &'a str {
        let typed = self.words.iter().find(|(slug, _)| *slug == point.slug);
        typed.map_or(point.words, |(_, words)| words.as_str())
    }

    fn has_own(&self) -> bool {
        !self.own_field.is_empty() || !self.own_words.is_empty()
    }

    /// Nothing is ticked and nothing is written.
    pub fn is_empty(&self) -> bool {
        self.ticked.is_empty() && !self.has_own()
    }

    /// The notes that it becomes, in the order of the list, one's own last.
    pub fn notes(&self) -> Vec<(String, Written)> {
        let note = |field: &str, words: &str| {
            let written = Written {
                words: words.to_owned(),
                // The words say it whole; the sentence of a reason would say it twice.
                reason: String::new(),
                reach: NoteReach::Museum,
            };
            (field.to_owned(), written)
        };
        let ready = POINTS.iter().filter(|point| self.is_ticked(point));
        let ready = ready.map(|point| note(point.field, self.words_of(point)));
        let own = self
            .has_own()
            .then(|| note(&self.own_field, &self.own_words));
        ready.chain(own).collect()
    }

    /// The same to be read and copied: what each is about, and its words.
    pub fn in_words(&self) -> Vec<(String, Vec<String>)> {
        self.notes()
            .into_iter()
            .filter(|(_, note)| !note.words.is_empty())
            .map(|(key, note)| {
                let about = field(&key).map_or("Your own words", |field| field.name_for_author());
                (about.to_owned(), vec![note.words])
            })
            .collect()
    }

    /// What to change before it can be asked or kept.
    pub fn faults(&self) -> Vec<FormError> {
        let mut errors: Vec<FormError> = POINTS
            .iter()
            .filter(|point| self.is_ticked(point))
            .filter_map(|point| {
                let fault = fault(self.words_of(point), "")?;
                Some(FormError::new(point.key(), fault))
            })
            .collect();
        if self.has_own() {
            if !may_be_asked_about(&self.own_field) {
                let words = "Choose the part of the form that your own words are about";
                errors.push(FormError::new(OWN_FIELD, words.to_owned()));
            }
            let fault = fault(&self.own_words, "");
            errors.extend(fault.map(|fault| FormError::new(OWN_WORDS, fault)));
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    use super::super::is_known;
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Option<Typed> {
        let pairs = pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        Typed::read(&Answers::from_pairs(pairs, is_known).unwrap_or_default())
    }

    fn faulty(pairs: &[(&str, &str)]) -> Vec<String> {
        let faults = typed(pairs).map(|typed| typed.faults()).unwrap_or_default();
        faults.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn what_is_ticked_becomes_notes_with_the_words_of_its_box() {
        let sent = [
            (WISH, "claim"),
            (WISH, "who"),
            ("words_claim", " Who said so?\r\n"),
            // Not ticked: its words stay where they are.
            ("words_hard", "What was hard?"),
            (FIELD, "museum"),
            (WORDS, "Is this its name?"),
        ];
        let typed = typed(&sent).expect("ours");
        let notes: Vec<(String, String)> = typed
            .notes()
            .into_iter()
            .map(|(key, note)| (key, note.words))
            .collect();
        let note = |key: &str, words: &str| (key.to_owned(), words.to_owned());
        assert_eq!(
            notes,
            [
                note("need", POINTS[0].words),
                note("changed", "Who said so?"),
                note("museum", "Is this its name?"),
            ]
        );
        assert!(typed.faults().is_empty() && !typed.is_empty());
    }

    #[test]
    fn what_says_nothing_or_too_much_or_has_no_place_is_said() {
        assert!(faulty(&[]).is_empty());
        assert!(typed(&[]).is_some_and(|typed| typed.is_empty()));
        assert_eq!(faulty(&[(WISH, "who"), ("words_who", " ")]), ["words_who"]);
        assert_eq!(
            faulty(&[(WISH, "who"), ("words_who", &"x".repeat(1001))]),
            ["words_who"]
        );
        assert_eq!(faulty(&[(WORDS, "How many?")]), [OWN_FIELD]);
        assert_eq!(faulty(&[(FIELD, "did")]), [OWN_WORDS]);
        // Set by moderators, so the museum has no page for it.
        assert_eq!(
            faulty(&[(FIELD, "evidence_label"), (WORDS, "How many?")]),
            [OWN_FIELD]
        );
        assert!(typed(&[(WISH, "no-such-point")]).is_none());
    }
}
