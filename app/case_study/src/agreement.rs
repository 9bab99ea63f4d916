//! A page that was shown for a yes, and what was said about it.

use super::stored::stored_words;

/// At most so many questions are asked beside a page.
pub const MOST_QUESTIONS: usize = 2;
/// The longest question, in characters.
pub const LONGEST_QUESTION: usize = 300;
/// The longest reply to a question, and the most that is written beside an answer, in characters.
pub const LONGEST_REPLY: usize = 5_000;

/// What became of an asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Said {
    /// It may be published as it was shown.
    Yes,
    /// Not as it was shown.
    Change,
    /// It may not be published.
    No,
    /// Nothing was said: it is asked no more.
    Void,
}

impl Said {
    pub const ALL: [Self; 4] = [Self::Yes, Self::Change, Self::No, Self::Void];

    /// The word stored in the database.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Change => "change",
            Self::No => "no",
            Self::Void => "void",
        }
    }

    /// What is meant by a stored word.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|said| said.slug() == slug)
    }
}

stored_words!(Said);

/// The subject of a letter that a museum writes with its answer.
pub const SUBJECT: &str = "Your answer about the page";

/// A museum's answer to one asking, with everything that was written beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MuseumAnswer {
    /// The asking that it answers. Another one may show another text, and this says nothing about that.
    pub agreement: i64,
    /// What was written to each question, in their order; may be empty.
    pub replies: Vec<String>,
    /// What was written besides; may be empty.
    pub words: String,
}

impl MuseumAnswer {
    /// All that was written, as one letter; empty where nothing was.
    #[must_use]
    pub fn letter(&self, questions: &[String]) -> String {
        let replies = questions
            .iter()
            .zip(&self.replies)
            .filter(|(_, reply)| !reply.is_empty())
            .map(|(question, reply)| format!("You asked: {question}\n\n{reply}"));
        let words = (!self.words.is_empty()).then(|| self.words.clone());
        replies.chain(words).collect::<Vec<_>>().join("\n\n")
    }
}

/// The questions as they stand in a letter, a paragraph each.
#[must_use]
pub fn questions_in_words(questions: &[String]) -> Vec<String> {
    match questions {
        [] => Vec::new(),
        [one] => vec![format!("We have a question: {one}")],
        several => std::iter::once("We have some questions:".to_owned())
            .chain(
                several
                    .iter()
                    .enumerate()
                    .map(|(at, question)| format!("{}. {question}", at + 1)),
            )
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn questions() -> Vec<String> {
        vec![
            "How many came?".to_owned(),
            "May we name the hospital?".to_owned(),
        ]
    }

    #[test]
    fn every_word_that_is_stored_reads_back() {
        for said in Said::ALL {
            assert_eq!(Said::from_slug(said.slug()), Some(said));
        }
        assert_eq!(Said::from_slug("perhaps"), None);
    }

    #[test]
    fn a_letter_holds_each_reply_with_its_question_and_then_the_rest() {
        let mut answer = MuseumAnswer {
            agreement: 1,
            replies: vec![String::new(), "Yes, gladly.".to_owned()],
            words: "Thank you.".to_owned(),
        };
        assert_eq!(
            answer.letter(&questions()),
            "You asked: May we name the hospital?\n\nYes, gladly.\n\nThank you."
        );
        answer.replies.clear();
        assert_eq!(answer.letter(&questions()), "Thank you.");
        answer.words.clear();
        assert_eq!(answer.letter(&questions()), "");
        // A reply to a question that was never asked belongs to nothing.
        answer.replies = vec!["Twelve.".to_owned()];
        assert_eq!(answer.letter(&[]), "");
    }

    #[test]
    fn one_question_is_a_sentence_and_two_are_counted() {
        assert_eq!(questions_in_words(&[]), [""; 0]);
        assert_eq!(
            questions_in_words(&questions()[..1]),
            ["We have a question: How many came?"]
        );
        assert_eq!(
            questions_in_words(&questions()),
            [
                "We have some questions:",
                "1. How many came?",
                "2. May we name the hospital?"
            ]
        );
    }
}
