//! What the form of a museum's answer brings.

use crate::ui::FormError;
use crate::web::bots;
use crate::web::browser_key::COOKIE_SET;
use crate::web::error::PageError;
use crate::web::forms;
use case_study::agreement::{LONGEST_REPLY, MOST_QUESTIONS, MuseumAnswer, Said};
use case_study::declarations::{DECLARATIONS, Declared, Occasion, covers};
use case_study::signed_text::SignedText;
use case_study::text_input::tidy;
use case_study::{Answers, CaseStudyContent, Move};
use store::agreements::{Agreement, NO_WORDS};

/// Name of the boxes to tick, and id of the first.
pub(super) const DECLARED: &str = "declarations";
/// Name and id of the box for words besides.
pub(super) const WORDS: &str = "words";
/// The fingerprint of the text that was shown.
pub(super) const BASE: &str = "base";
/// What is said where a statement is not ticked.
const TICK_BOTH: &str = "Tick both statements to say yes, or press another button if you cannot";

/// The names of the boxes for replies to questions; also their ids.
pub(super) fn reply_keys() -> impl Iterator<Item = String> {
    (1..=MOST_QUESTIONS).map(|number| format!("reply_{number}"))
}

/// What was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pressed {
    Yes,
    /// The text opens again.
    Change,
    /// Words to us.
    Write,
    /// It is asked once more.
    No,
    /// They are sure that it is a no.
    Sure,
}

impl Pressed {
    const ALL: [Self; 5] = [Self::Yes, Self::Change, Self::Write, Self::No, Self::Sure];

    /// The value of its button.
    pub const fn value(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Change => "change",
            Self::Write => "write",
            Self::No => "no",
            Self::Sure => "sure",
        }
    }

    /// What is said with it.
    pub const fn says(self) -> Said {
        match self {
            Self::Yes => Said::Yes,
            Self::Change | Self::Write => Said::Change,
            Self::No | Self::Sure => Said::No,
        }
    }
}

/// Everything that was typed, ticked and pressed.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub agreement: i64,
    /// Fingerprint of the text that was shown.
    pub base: String,
    pub replies: Vec<String>,
    pub words: String,
    pub ticked: Vec<String>,
    pub pressed: Pressed,
    /// The code of our email, where it was asked for and no other one is wanted.
    pub code: Option<String>,
    /// They want the page again, not an answer.
    pub back: bool,
    /// The page was drawn with a cookie.
    pub cookie_set: bool,
}

/// The parts of the form.
///
/// # Errors
/// When it is not ours.
pub(super) fn parts(body: &[u8]) -> Result<Answers, PageError> {
    let answers = forms::read(body, |key| {
        matches!(
            key,
            "agreement"
                | BASE
                | DECLARED
                | WORDS
                | "action"
                | "code"
                | "again"
                | "back"
                | COOKIE_SET
        ) || bots::is_part(key)
            || reply_keys().any(|name| name == key)
    })?;
    Ok(answers)
}

impl Typed {
    /// For a page that is opened.
    pub fn fresh(asked: &Agreement, content: &CaseStudyContent) -> Self {
        Self {
            agreement: asked.id,
            base: SignedText::of(content).fingerprint().to_owned(),
            replies: vec![String::new(); MOST_QUESTIONS],
            words: String::new(),
            ticked: Vec::new(),
            pressed: Pressed::Yes,
            code: None,
            back: false,
            cookie_set: false,
        }
    }

    /// Reads the parts of the form.
    ///
    /// # Errors
    /// When it is not ours.
    pub fn read(answers: &Answers) -> Result<Self, PageError> {
        Self::of(answers).ok_or(PageError::BadRequest(
            "The form lost a part of itself on the way. Load the page again and answer from there.",
        ))
    }

    fn of(answers: &Answers) -> Option<Self> {
        let ticked = answers.all(DECLARED).to_vec();
        if ticked
            .iter()
            .any(|key| !DECLARATIONS.iter().any(|one| one.key == key))
        {
            return None;
        }
        let has = |key: &str| !answers.one(key).is_empty();
        Some(Self {
            agreement: answers.one("agreement").parse().ok()?,
            base: answers.one(BASE).to_owned(),
            replies: reply_keys().map(|key| tidy(answers.one(&key))).collect(),
            words: tidy(answers.one(WORDS)),
            ticked,
            pressed: Pressed::ALL
                .into_iter()
                .find(|pressed| pressed.value() == answers.one("action"))?,
            code: (answers.holds("code") && !has("again")).then(|| answers.one("code").to_owned()),
            back: has("back"),
            cookie_set: has(COOKIE_SET),
        })
    }

    /// What has to be put right before it can be an answer.
    pub fn faults(&self, asked: &Agreement) -> Vec<FormError> {
        let mut faults = Vec::new();
        let boxes = reply_keys()
            .zip(&self.replies)
            .chain([(WORDS.to_owned(), &self.words)]);
        for (key, text) in boxes {
            let length = text.chars().count();
            if length > LONGEST_REPLY {
                faults.push(FormError::new(
                    key,
                    format!("This has {length} characters. Shorten it to {LONGEST_REPLY} or fewer"),
                ));
            }
        }
        if self.pressed == Pressed::Yes && !covers(&self.ticked, Occasion::Yes) {
            faults.push(FormError::new(DECLARED, TICK_BOTH));
        }
        if self.pressed == Pressed::Write && self.letter(asked).is_empty() {
            faults.push(FormError::new(WORDS, NO_WORDS));
        }
        faults
    }

    fn answer(&self) -> MuseumAnswer {
        MuseumAnswer {
            agreement: self.agreement,
            replies: self.replies.clone(),
            words: self.words.clone(),
        }
    }

    /// All that was typed, as the letter that it becomes.
    pub fn letter(&self, asked: &Agreement) -> String {
        self.answer().letter(&asked.questions)
    }

    pub fn as_move(&self) -> Move {
        let answer = self.answer();
        match self.pressed {
            Pressed::Yes => Move::Agree {
                answer,
                declarations: Declared {
                    keys: self.ticked.clone(),
                    fingerprint: self.base.clone(),
                },
            },
            Pressed::Change => Move::Amend { answer },
            Pressed::Write => Move::Answer { answer },
            Pressed::No | Pressed::Sure => Move::Refuse { answer },
        }
    }

    /// What was typed, for the page of another text: no tick, and a reply only to a question that is asked
    /// again. The others stand in the words.
    pub fn for_text(
        self,
        before: &Agreement,
        asked: &Agreement,
        content: &CaseStudyContent,
    ) -> Self {
        let mut typed = Self::fresh(asked, content);
        let mut left = Vec::new();
        for (at, reply) in self.replies.into_iter().enumerate() {
            let question = before.questions.get(at);
            let again = asked.questions.iter().position(|one| Some(one) == question);
            match again.and_then(|at| typed.replies.get_mut(at)) {
                Some(place) => *place = reply,
                None => left.push(reply),
            }
        }
        left.push(self.words);
        left.retain(|text| !text.is_empty());
        typed.words = left.join("\n\n");
        typed
    }

    /// Every word that was typed under its question, to be copied.
    pub fn kept(&self, questions: &[String]) -> Vec<(String, Vec<String>)> {
        let replies = self.replies.iter().enumerate().map(|(at, reply)| {
            let question = questions.get(at);
            (
                question.map_or("Your answer to our question", String::as_str),
                reply,
            )
        });
        replies
            .chain([("What you wrote to us", &self.words)])
            .filter(|(_, text)| !text.is_empty())
            .map(|(heading, text)| (heading.to_owned(), vec![text.clone()]))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(id: i64, questions: &[&str]) -> Agreement {
        Agreement {
            id,
            revision_id: 1,
            questions: questions.iter().map(|one| (*one).to_owned()).collect(),
            asked_by: None,
            asked_at: 0,
            said: None,
            words: String::new(),
            answered_at: None,
        }
    }

    fn of_body(body: &str) -> Option<Typed> {
        let answers = parts(body.as_bytes()).ok()?;
        Typed::read(&answers).ok()
    }

    fn read(body: &str) -> Typed {
        let read = of_body(&format!("agreement=7&base=f00d&{body}"));
        read.unwrap_or_else(|| panic!("it is ours: {body}"))
    }

    fn faults(typed: &Typed) -> Vec<String> {
        let faults = typed.faults(&asked(7, &["How many came?"]));
        faults.into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn a_yes_needs_both_ticks_words_need_words_and_nothing_else_needs_anything() {
        let missing = |body: &str| faults(&read(body));
        assert_eq!(missing("action=yes"), [DECLARED]);
        assert_eq!(missing("action=yes&declarations=licence"), [DECLARED]);
        assert_eq!(missing("action=write"), [WORDS]);
        assert_eq!(missing("action=write&words=+"), [WORDS]);
        for enough in [
            "action=yes&declarations=licence&declarations=facts",
            "action=write&words=The+year+is+wrong.",
            "action=write&reply_1=Twelve.",
            "action=change",
            "action=sure",
        ] {
            assert_eq!(missing(enough), [""; 0], "{enough}");
        }
        let long = "x".repeat(LONGEST_REPLY + 1);
        let long = read(&format!("action=change&reply_1={long}&words={long}"));
        assert_eq!(faults(&long), ["reply_1", WORDS]);
    }

    #[test]
    fn a_form_that_is_not_ours_is_refused() {
        for body in [
            "action=yes&base=f00d",
            "agreement=x&action=yes",
            "agreement=7&action=publish",
            "agreement=7&action=yes&declarations=everything",
            "agreement=7&action=yes&status=published",
        ] {
            assert!(of_body(body).is_none(), "{body}");
        }
    }

    #[test]
    fn a_code_is_only_read_where_no_other_one_is_wanted() {
        assert_eq!(read("action=yes").code, None);
        assert_eq!(
            read("action=yes&code=123456").code.as_deref(),
            Some("123456")
        );
        assert_eq!(read("action=yes&code=").code.as_deref(), Some(""));
        assert_eq!(read("action=yes&code=123456&again=yes").code, None);
    }

    #[test]
    fn for_another_text_no_tick_is_kept_and_no_word_is_lost() {
        let before = asked(7, &["How many came?", "May we name the hospital?"]);
        let now = asked(8, &["May we name the hospital?"]);
        let typed = read(
            "action=yes&declarations=licence&reply_1=Twelve.&reply_2=Gladly.&words=Thank+you.",
        );
        let typed = typed.for_text(&before, &now, &CaseStudyContent::default());
        assert_eq!(typed.agreement, 8);
        assert_eq!(typed.ticked, [""; 0]);
        assert_eq!(typed.replies, ["Gladly.", ""]);
        assert_eq!(typed.words, "Twelve.\n\nThank you.");
    }
}
