//! A thought on the campaign for wellbeing: what anybody may share beside case studies, and when it is good enough
//! to be sent. It is never published.

use super::answers::Answers;
use super::email::{email_fault, tidy_email};
use super::text::with_commas;
use super::text_input::{has_letter, one_line, tidy};
use super::validation::FieldError;

pub use super::reader_message::MessageState as ThoughtState;

/// Shortest and longest topic, in characters.
pub const TOPIC: (usize, usize) = (3, 150);
/// Shortest and longest text, in characters.
pub const TEXT: (usize, usize) = (10, 5_000);
/// The longest text of one that came by email, in characters: nobody was asked to shorten it.
pub const LONGEST_EMAIL: usize = 200_000;
/// The longest answer to one, in characters.
pub const ANSWER: (usize, usize) = (3, 5_000);

/// What somebody typed into the form. The names of the members are those of the boxes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thought {
    pub topic: String,
    pub text: String,
    /// May be empty: then there is no answer.
    pub email: String,
}

impl Thought {
    #[must_use]
    pub fn read(answers: &Answers) -> Self {
        Self {
            topic: one_line(answers.one("topic")),
            text: tidy(answers.one("text")),
            email: tidy_email(answers.one("email")),
        }
    }

    /// The same for one that came by email, with all of its text. Where that is longer than any letter, its end says how
    /// much is left out.
    #[must_use]
    pub fn of_email(topic: &str, text: &str, email: &str) -> Self {
        let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
        let mut text = tidy(text);
        let over = text.chars().count().saturating_sub(LONGEST_EMAIL);
        if over > 0 {
            text = format!(
                "{}\n\n[The email is longer. Its last {} characters are left out.]",
                cut(&text, LONGEST_EMAIL),
                with_commas(over as u64)
            );
        }
        Self {
            topic: cut(&one_line(topic), TOPIC.1),
            text,
            email: tidy_email(email),
        }
    }

    /// What to mend, if anything.
    #[must_use]
    pub fn faults(&self) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let topic = fault(&self.topic, TOPIC, "Say what it is about in a few words");
        faults.extend(topic.map(|message| FieldError::new("topic", message)));
        let text = fault(&self.text, TEXT, "Write what you think");
        faults.extend(text.map(|message| FieldError::new("text", message)));
        if !self.email.is_empty() {
            let email = email_fault(&self.email);
            faults.extend(email.map(|message| FieldError::new("email", message)));
        }
        faults
    }
}

/// Why these words cannot be mailed as an answer; nothing where they can.
#[must_use]
pub fn answer_fault(words: &str) -> Option<String> {
    fault(words, ANSWER, "Write your answer")
}

fn fault(text: &str, (least, most): (usize, usize), missing: &str) -> Option<String> {
    match text.chars().count() {
        0 => Some(missing.to_owned()),
        length if length < least => Some(format!("{missing}, with at least {least} characters")),
        length if length > most => Some(format!(
            "This has {length} characters. Shorten it to {most} or fewer"
        )),
        _ if !has_letter(text) => Some(format!("{missing}, with letters")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(thought: &Thought) -> Vec<String> {
        thought
            .faults()
            .into_iter()
            .map(|fault| fault.field)
            .collect()
    }

    #[test]
    fn topic_and_text_are_needed_and_an_address_is_not() {
        assert_eq!(fields(&Thought::default()), ["topic", "text"]);
        let mut thought = Thought {
            topic: "Opening hours".into(),
            text: "Quiet hours help my mother.".into(),
            email: String::new(),
        };
        assert_eq!(fields(&thought), Vec::<String>::new());
        thought.email = "nobody".into();
        assert_eq!(fields(&thought), ["email"]);
        thought.topic = "é".repeat(TOPIC.1 + 1);
        thought.text = "…………………".into();
        assert_eq!(fields(&thought), ["topic", "text", "email"]);
    }

    #[test]
    fn one_that_came_by_email_is_kept_whole() {
        let topic = "Wellbeing\r\ncampaign ".repeat(40);
        let text = format!("{}The last word.", "Words ".repeat(2_000));
        let thought = Thought::of_email(&topic, &text, "ana@museum.example");
        assert_eq!(thought.text, text);
        assert!(!thought.topic.contains('\n') && thought.topic.chars().count() <= TOPIC.1);
        let long = Thought::of_email("Tea", &"é".repeat(LONGEST_EMAIL + 1_234), "");
        let end = "[The email is longer. Its last 1,234 characters are left out.]";
        assert!(long.text.ends_with(end));
        assert_eq!(
            long.text.matches('é').count(),
            LONGEST_EMAIL,
            "all that fits stays"
        );
    }

    #[test]
    fn an_answer_says_something() {
        assert_eq!(answer_fault("").as_deref(), Some("Write your answer"));
        assert!(answer_fault("…………").is_some());
        assert_eq!(answer_fault("Thank you for this."), None);
    }
}
