//! What becomes of an email out of the old inbox, and why one is left alone.

use super::stored::stored_words;

/// What became of an email.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A draft was made of it, and its sender is asked to take it over.
    Draft,
    /// It is a thought on the campaign.
    Thought,
    /// It answers an email of ours, and stands with its case study as a letter.
    Answer,
    LeftAlone,
}

impl Outcome {
    pub const ALL: [Self; 4] = [Self::Draft, Self::Thought, Self::Answer, Self::LeftAlone];

    /// The word stored and used in addresses.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Thought => "thought",
            Self::Answer => "answer",
            Self::LeftAlone => "left_alone",
        }
    }

    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.slug() == slug)
    }

    /// As a heading or the words of a tab.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Draft => "Drafts",
            Self::Thought => "Thoughts",
            Self::Answer => "Answers",
            Self::LeftAlone => "Left alone",
        }
    }
}

/// Why an email was left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    AutomaticReply,
    Bounce,
    Receipt,
    Calendar,
    Bulk,
    /// We sent it ourselves.
    Ours,
    /// Neither of the two subjects.
    OtherSubject,
    /// It answers an email about a draft that its museum has not sent.
    NotSentYet,
    /// There is nothing in it.
    Empty,
    /// It cannot be read.
    Unreadable,
}

impl Why {
    pub const ALL: [Self; 10] = [
        Self::AutomaticReply,
        Self::Bounce,
        Self::Receipt,
        Self::Calendar,
        Self::Bulk,
        Self::Ours,
        Self::OtherSubject,
        Self::NotSentYet,
        Self::Empty,
        Self::Unreadable,
    ];

    /// The word stored.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::AutomaticReply => "automatic_reply",
            Self::Bounce => "bounce",
            Self::Receipt => "receipt",
            Self::Calendar => "calendar",
            Self::Bulk => "bulk",
            Self::Ours => "ours",
            Self::OtherSubject => "other_subject",
            Self::NotSentYet => "not_sent_yet",
            Self::Empty => "empty",
            Self::Unreadable => "unreadable",
        }
    }

    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.slug() == slug)
    }

    /// For whoever looks through what was left alone.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::AutomaticReply => "An automatic reply: no person wrote it",
            Self::Bounce => "It says that an email of ours did not arrive",
            Self::Receipt => "It only says that an email was opened",
            Self::Calendar => "An invitation to a meeting",
            Self::Bulk => "A newsletter or an advertisement",
            Self::Ours => "We sent it ourselves",
            Self::OtherSubject => {
                "Its subject names neither a wellbeing case study nor the wellbeing campaign"
            }
            Self::NotSentYet => {
                "It answers an email about a draft that the museum has not sent to us"
            }
            Self::Empty => "There is no text in it",
            Self::Unreadable => "It is damaged or no email, and cannot be read",
        }
    }
}

/// What became of the files of an answer, as the last lines of the letter that is made of it: those that are kept with
/// the case study, the photographs that were added to it, and those that are left. Nothing where none came.
#[must_use]
pub fn files_in_words(kept: &[&str], photographs: &[&str], left: &[&str]) -> String {
    let lines = [
        ("Files of this email that we kept with the case study", kept),
        (
            "Photographs of this email that we added to the case study",
            photographs,
        ),
        ("Files of this email that we did not keep", left),
    ];
    let said: Vec<String> = lines
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(what, names)| format!("{what}: {}", names.join(", ")))
        .collect();
    said.join("\n")
}

stored_words!(Outcome, Why);

#[cfg(test)]
mod tests {
    use super::{Outcome, Why, files_in_words};
    use std::collections::BTreeSet;

    #[test]
    fn every_word_reads_back_and_says_something_of_its_own() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::from_slug(outcome.slug()), Some(outcome));
        }
        let said: BTreeSet<_> = Why::ALL.map(Why::in_words).into_iter().collect();
        assert_eq!(said.len(), Why::ALL.len());
        for why in Why::ALL {
            assert_eq!(Why::from_slug(why.slug()), Some(why));
            assert!(why.slug().len() <= 40, "{why:?}");
        }
    }

    #[test]
    fn a_letter_says_of_every_file_what_became_of_it() {
        assert_eq!(files_in_words(&[], &[], &[]), "");
        assert_eq!(
            files_in_words(&["plan.docx", "list.odt"], &["tea.jpg"], &["logo.png"]),
            "Files of this email that we kept with the case study: plan.docx, list.odt\n\
             Photographs of this email that we added to the case study: tea.jpg\n\
             Files of this email that we did not keep: logo.png"
        );
    }
}
