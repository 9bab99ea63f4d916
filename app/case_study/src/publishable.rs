//! What stands in the way of publishing a case study, in words that say what to do.

use super::fields::field;
use super::involved::Involved;
use super::mending::Change;
use super::own_museum::OwnMuseum;
use super::text::lower_first;
use super::validation::FieldError;
use std::collections::BTreeSet;

/// One thing that has to be done before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// An answer is missing or wrong.
    Needed(FieldError),
    /// The museum did not give every declaration, or gave them for a text that said something else.
    NotDeclared,
    /// Staff wrote or changed what it says since the museum last sent it or agreed; the keys of what they
    /// wrote.
    NotAgreed(Vec<String>),
    /// The public text was changed to protect a person since this version was begun, and it would undo
    /// that; the key of the field.
    Undoes(String),
    /// It is the decider's own museum's. `alone`: nobody else may decide, so it becomes a tick.
    OwnMuseum { why: OwnMuseum, alone: bool },
    /// Somebody could be harmed by it, and nobody else said yes to this very text. `alone`: nobody else may give
    /// that yes, so it becomes a tick.
    NeedsSecond { alone: bool },
    /// Whoever would publish it gave the yes that another person needs.
    SaidYes,
    /// Nobody publishes it on the word of this person alone. `alone`: nobody else may, so it becomes a tick.
    AnotherPerson { why: Involved, alone: bool },
    /// Whoever would give the second yes wrote a part of the text.
    SecondByAuthor,
}

impl Obstacle {
    /// What is in the way, and what to do.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::Needed(error) if is_missing(error) => format!("{}: no answer yet.", name_of(&error.field)),
            Self::Needed(error) => format!("{}: {}.", name_of(&error.field), lower_first(&error.message)),
            Self::NotDeclared => {
                "The museum has not yet given every statement that we need for this text. Show it the page and ask for its yes.".to_owned()
            }
            Self::NotAgreed(keys) if keys.is_empty() => {
                "We changed what it says, and the museum has not seen that yet. Show it the page and ask for its yes.".to_owned()
            }
            Self::NotAgreed(keys) => {
                let names: Vec<String> = keys.iter().map(|key| format!("\u{201c}{}\u{201d}", name_of(key))).collect();
                format!(
                    "We wrote or changed {}, and the museum has not seen that yet. Show it the page and ask for its yes.",
                    in_a_row(&names)
                )
            }
            Self::Undoes(key) => format!(
                "\u{201c}{}\u{201d} was changed on the public page to protect a person, after this version was started. Words \
                 that were taken out there stand here again.",
                name_of(key)
            ),
            Self::OwnMuseum { why, alone: false } => format!(
                "This is your own museum\u{2019}s case study: {}. Another moderator has to decide.",
                why.in_words()
            ),
            Self::OwnMuseum { why, alone: true } => format!(
                "This is your own museum\u{2019}s case study: {}. No one else can decide, so tick \u{201c}I decide alone\u{201d}.",
                why.in_words()
            ),
            Self::NeedsSecond { alone: false } => {
                "Someone could be harmed by it, so a second moderator has to say yes to this text. Any change of the text ends that yes.".to_owned()
            }
            Self::NeedsSecond { alone: true } => {
                "Someone could be harmed by it, and no one else can give the second yes. Tick \u{201c}I decide alone\u{201d}.".to_owned()
            }
            Self::SaidYes => {
                "You said yes to this text, so a colleague has to publish it. Any change of the text ends your yes.".to_owned()
            }
            Self::AnotherPerson { why, alone: false } => format!(
                "{}. So another moderator approves and publishes it.",
                why.in_words()
            ),
            Self::AnotherPerson { why, alone: true } => format!(
                "{}, and no one else can decide. Tick \u{201c}I decide alone\u{201d}.",
                why.in_words()
            ),
            Self::SecondByAuthor => {
                "You wrote a part of this text, so the second yes has to come from someone else.".to_owned()
            }
        }
    }

    /// Whether it is an answer that nobody gave yet.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Needed(error) if is_missing(error))
    }

    /// Whether it goes away when somebody says that they decide alone.
    #[must_use]
    pub const fn ends_with_tick(&self) -> bool {
        matches!(
            self,
            Self::OwnMuseum { alone: true, .. }
                | Self::NeedsSecond { alone: true }
                | Self::AnotherPerson { alone: true, .. }
        )
    }

    /// The key of the field where it can be done by whoever reads this.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Needed(error) => Some(&error.field),
            Self::Undoes(key) => Some(key),
            Self::NotDeclared
            | Self::NotAgreed(_)
            | Self::OwnMuseum { .. }
            | Self::NeedsSecond { .. }
            | Self::SaidYes
            | Self::AnotherPerson { .. }
            | Self::SecondByAuthor => None,
        }
    }
}

/// Whether an answer has a word again that a change took out.
#[must_use]
pub fn brings_back(change: &Change, here: &[String]) -> bool {
    let (before, after) = (words_of(&change.before), words_of(&change.after));
    let here = words_of(here);
    before
        .difference(&after)
        .any(|taken_out| here.contains(taken_out))
}

/// Its words in small letters, but for the smallest: those stand everywhere.
fn words_of(answers: &[String]) -> BTreeSet<String> {
    answers
        .iter()
        .flat_map(|text| text.split(|mark: char| !mark.is_alphanumeric()))
        .filter(|word| word.chars().count() > 2)
        .map(str::to_lowercase)
        .collect()
}

/// Whether nothing was answered: what the form says of that speaks to the museum.
fn is_missing(error: &FieldError) -> bool {
    field(&error.field).is_some_and(|field| field.need.missing() == Some(error.message.as_str()))
}

fn name_of(key: &str) -> String {
    field(key).map_or_else(|| key.to_owned(), |field| field.heading.to_owned())
}

/// "a, b and c".
#[must_use]
pub fn in_a_row(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_says_what_to_do_and_where() {
        let missing = Obstacle::Needed(FieldError::new(
            "summary",
            "Sum up the project in up to 60 words",
        ));
        assert_eq!(missing.in_words(), "Summary: no answer yet.");
        let long = FieldError::new("summary", "Summary has 61 words. Cut 1");
        assert_eq!(
            Obstacle::Needed(long).in_words(),
            "Summary: summary has 61 words. Cut 1."
        );
        assert_eq!(missing.field(), Some("summary"));
        let keys = ["need", "did", "title"].map(str::to_owned).to_vec();
        let written = Obstacle::NotAgreed(keys);
        assert_eq!(
            written.in_words(),
            "We wrote or changed \u{201c}Why\u{201d}, \u{201c}What they did\u{201d} and \u{201c}Title\u{201d}, and the museum \
             has not seen that yet. Show it the page and ask for its yes."
        );
        assert_eq!(written.field(), None);
        assert!(Obstacle::Undoes("title".into()).in_words().starts_with(
            "\u{201c}Title\u{201d} was changed on the public page to protect a person"
        ));
    }

    #[test]
    fn only_words_that_were_taken_out_are_brought_back() {
        let strings = |text: &str| vec![text.to_owned()];
        let change = Change {
            field: "did",
            before: strings("Ms Quillifer, 84, drank tea with us."),
            after: strings("A woman drank tea with us."),
        };
        for (here, expected) in [
            ("We had tea with Ms QUILLIFER\u{2019}s sister.", true),
            ("We had tea and cake with a woman.", false),
            ("", false),
        ] {
            assert_eq!(brings_back(&change, &strings(here)), expected, "{here}");
        }
    }
}
