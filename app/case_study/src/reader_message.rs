//! What readers may write about a case, and when it is good enough to be sent.
//!
//! To the moderators: a *concern* (something is wrong with the page), a *claim* (this is our work)
//! or a *correction*. To the museum: a question, which is passed on and not kept.

use super::answers::Answers;
use super::email::{email_fault, tidy_email};
use super::stored::{NEWER, Stored, stored_words};
use super::text_input::{has_letter, one_line, tidy};
use super::validation::FieldError;
use super::vocabulary::Vocabulary;

/// What is written to the moderators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    Concern,
    Claim,
    Correction,
}

impl MessageKind {
    pub const ALL: [Self; 3] = [Self::Concern, Self::Claim, Self::Correction];

    /// The word stored and used in addresses.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Concern => "concern",
            Self::Claim => "claim",
            Self::Correction => "correction",
        }
    }

    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Concern => "Concern",
            Self::Claim => "Claim",
            Self::Correction => "Correction",
        }
    }

    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

/// Where it stands with the moderators: open until one of them has dealt with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageState {
    Open,
    Handled,
}

impl MessageState {
    /// The word stored and used in addresses.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Handled => "handled",
        }
    }

    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Handled => "Handled",
        }
    }

    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        [Self::Open, Self::Handled]
            .into_iter()
            .find(|state| state.slug() == slug)
    }
}

stored_words!(MessageKind, MessageState);

impl Stored<MessageKind> {
    /// The words people read.
    #[must_use]
    pub fn label(&self) -> &'static str {
        self.known().map_or(NEWER, MessageKind::label)
    }
}

impl Stored<MessageState> {
    /// The words people read.
    #[must_use]
    pub fn label(&self) -> &'static str {
        self.known().map_or(NEWER, MessageState::label)
    }
}

/// Who wrote is forgotten so many days after a moderator has dealt with the message.
pub const SENDER_KEPT_DAYS: i64 = 30;
/// What was written is forgotten so many days after a moderator has dealt with the message.
pub const TEXT_KEPT_DAYS: i64 = 365;

/// Concerns of these reasons may do harm while they wait.
pub const URGENT: [&str; 3] = ["identifies-person", "no-permission", "safety"];

/// Whether a concern of this reason is read before all others.
#[must_use]
pub fn is_urgent(reason: &str) -> bool {
    URGENT.contains(&reason)
}

/// Shortest and longest text, in characters.
pub const TEXT: (usize, usize) = (10, 3000);
/// Shortest and longest name, in characters.
const NAME: (usize, usize) = (2, 100);

/// What somebody typed into one of the forms. The names of the members are those of the fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Slug of a [`MessageKind`]; the form of a concern does not ask.
    pub kind: String,
    /// Slug of a concern's reason; the other forms do not ask.
    pub reason: String,
    pub name: String,
    pub email: String,
    pub text: String,
}

impl Written {
    #[must_use]
    pub fn read(answers: &Answers) -> Self {
        let line = |key: &str| one_line(answers.one(key));
        Self {
            kind: line("kind"),
            reason: line("reason"),
            name: line("name"),
            email: tidy_email(answers.one("email")),
            text: tidy(answers.one("text")),
        }
    }

    /// What to mend in a concern. The address may be empty: then there is no answer.
    #[must_use]
    pub fn faults_of_concern(&self) -> Vec<FieldError> {
        let mut faults = Vec::new();
        if Vocabulary::ConcernReason.term(&self.reason).is_none() {
            faults.push(FieldError::new("reason", "Choose what is wrong"));
        }
        faults.extend(self.text_fault("Say what you saw"));
        if !self.email.is_empty() {
            faults.extend(self.address_fault("Enter your email address"));
        }
        faults
    }

    /// What to mend in a claim or a correction.
    #[must_use]
    pub fn faults_of_claim(&self) -> Vec<FieldError> {
        let mut faults = Vec::new();
        if !matches!(
            MessageKind::from_slug(&self.kind),
            Some(MessageKind::Claim | MessageKind::Correction)
        ) {
            faults.push(FieldError::new("kind", "Choose what you would like"));
        }
        faults.extend(self.name_fault("Say who you are, such as your role at the museum"));
        faults.extend(self.address_fault("Enter your email address, so that we can answer"));
        faults.extend(self.text_fault("Say what should change"));
        faults
    }

    /// What to mend in a question to the museum.
    #[must_use]
    pub fn faults_of_question(&self) -> Vec<FieldError> {
        let mut faults = Vec::new();
        faults.extend(self.name_fault("Enter your name"));
        faults
            .extend(self.address_fault("Enter your email address, so that the museum can answer"));
        faults.extend(self.text_fault("Write your message"));
        faults
    }

    fn name_fault(&self, missing: &str) -> Option<FieldError> {
        let message = match self.name.chars().count() {
            0 => missing.to_owned(),
            length if length < NAME.0 => {
                format!("{missing}, with at least {} characters", NAME.0)
            }
            length if length > NAME.1 => {
                format!(
                    "This has {length} characters. Shorten it to {} or fewer",
                    NAME.1
                )
            }
            _ if !has_letter(&self.name) => missing.to_owned(),
            _ => return None,
        };
        Some(FieldError::new("name", message))
    }

    fn address_fault(&self, missing: &str) -> Option<FieldError> {
        let message = match self.email.as_str() {
            "" => Some(missing),
            email => email_fault(email),
        };
        message.map(|message| FieldError::new("email", message))
    }

    fn text_fault(&self, missing: &str) -> Option<FieldError> {
        let message = match self.text.chars().count() {
            0 => missing.to_owned(),
            length if length < TEXT.0 => {
                format!("{missing} in a few words, at least {} characters", TEXT.0)
            }
            length if length > TEXT.1 => {
                format!(
                    "This has {length} characters. Shorten it to {} or fewer",
                    TEXT.1
                )
            }
            _ if !has_letter(&self.text) => format!("{missing} in words"),
            _ => return None,
        };
        Some(FieldError::new("text", message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(pairs: &[(&str, &str)]) -> Written {
        let pairs = pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        Written::read(&Answers::from_pairs(pairs, |_| true).unwrap())
    }

    fn fields(faults: Vec<FieldError>) -> Vec<String> {
        faults.into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn each_form_asks_for_its_own() {
        let empty = Written::default();
        assert_eq!(fields(empty.faults_of_concern()), ["reason", "text"]);
        assert_eq!(
            fields(empty.faults_of_claim()),
            ["kind", "name", "email", "text"]
        );
        assert_eq!(
            fields(empty.faults_of_question()),
            ["name", "email", "text"]
        );

        let full = written(&[
            ("kind", "claim"),
            ("reason", "safety"),
            ("name", "Ana"),
            ("email", "ana@museum.example"),
            ("text", "It names a child."),
        ]);
        assert_eq!(full.faults_of_concern(), []);
        assert_eq!(full.faults_of_claim(), []);
        assert_eq!(full.faults_of_question(), []);
    }

    #[test]
    fn a_concern_needs_no_address_but_not_a_wrong_one() {
        let mut concern = written(&[("reason", "other"), ("text", "It is not as it was.")]);
        assert_eq!(concern.faults_of_concern(), []);
        concern.email = "nobody".into();
        assert_eq!(fields(concern.faults_of_concern()), ["email"]);
        concern.reason = "claim".into();
        assert_eq!(fields(concern.faults_of_concern()), ["reason", "email"]);
    }

    #[test]
    fn a_concern_cannot_be_sent_as_a_claim() {
        let concern = written(&[
            ("kind", "concern"),
            ("name", "Ana"),
            ("email", "a@b.example"),
            ("text", "Please change it."),
        ]);
        assert_eq!(fields(concern.faults_of_claim()), ["kind"]);
    }

    #[test]
    fn what_goes_into_a_line_is_one_line() {
        let typed = written(&[
            ("name", " Ana\r\nBcc: all@example.org\t"),
            ("email", "ana@museum.example\r\nBcc: all@example.org"),
            ("text", "One\r\ntwo"),
        ]);
        assert_eq!(typed.name, "Ana Bcc: all@example.org");
        assert_eq!(typed.text, "One\ntwo");
        assert_eq!(fields(typed.faults_of_question()), ["email", "text"]);
        let two = written(&[("email", "ana@museum.example, all@example.org")]);
        assert!(fields(two.faults_of_question()).contains(&"email".to_owned()));
    }

    #[test]
    fn an_address_is_read_as_everywhere_and_refused_where_no_mail_reaches_it() {
        let typed = |email: &str| written(&[("email", email)]);
        assert_eq!(
            typed("\u{feff}ana@museum.example\u{200b}").email,
            "ana@museum.example"
        );
        assert_eq!(
            typed("info@m\u{fc}zeum.example").email,
            "info@xn--mzeum-kva.example"
        );
        for never in ["ana@[127.0.0.1]", "ana..lee@museum.example", "ana@museum"] {
            for faults in [
                typed(never).faults_of_concern(),
                typed(never).faults_of_claim(),
                typed(never).faults_of_question(),
            ] {
                assert!(fields(faults).contains(&"email".to_owned()), "{never}");
            }
        }
    }

    #[test]
    fn texts_and_names_are_counted_in_characters() {
        for (length, fine) in [(9, false), (10, true), (3000, true), (3001, false)] {
            let text = "é".repeat(length);
            let concern = written(&[("reason", "other"), ("text", &text)]);
            assert_eq!(concern.faults_of_concern().is_empty(), fine, "{length}");
        }
        for (length, fine) in [(1, false), (2, true), (100, true), (101, false)] {
            let name = "é".repeat(length);
            let faults = written(&[("name", &name)]).faults_of_question();
            assert_eq!(
                !fields(faults).contains(&"name".to_owned()),
                fine,
                "{length}"
            );
        }
    }

    /// A new reason stands here too, so that somebody has said whether it may wait.
    #[test]
    fn each_reason_is_urgent_or_may_wait_as_the_list_by_hand_says() {
        let by_hand = [
            ("identifies-person", true),
            ("no-permission", true),
            ("safety", true),
            ("not-true", false),
            ("hurtful-words", false),
            ("take-down", false),
            ("other", false),
        ];
        let reasons = Vocabulary::ConcernReason.terms();
        let as_it_is: Vec<(&str, bool)> = reasons
            .iter()
            .map(|term| (term.slug, is_urgent(term.slug)))
            .collect();
        assert_eq!(as_it_is, by_hand);
        for reason in URGENT {
            assert!(Vocabulary::ConcernReason.term(reason).is_some(), "{reason}");
        }
    }
}
