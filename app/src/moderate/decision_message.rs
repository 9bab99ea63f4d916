//! The message of a decision: what it goes with, what it must hold, the mail it becomes.

use super::flash::Flash;
use super::review_context::ReviewContext;
use crate::ui::FormError;
use crate::web::error::PageError;
use crate::web::state::AppState;
use case_study::answers::tidy;
use case_study::fields::field;
use case_study::mail_templates::{About, Mail, MailContext};
use case_study::policy::{Permission, allows};
use case_study::vocabulary::Term;
use case_study::{Action, Answers, CaseAction, Vocabulary};
use store::history::Detail;
use store::submissions;

/// Shortest and longest message, in characters.
pub(super) const MESSAGE: (usize, usize) = (20, 2000);

/// What the message goes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Changes,
    Decline,
    TakeDown,
}

impl Purpose {
    /// The last part of the address.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Changes => "changes",
            Self::Decline => "decline",
            Self::TakeDown => "take-down",
        }
    }

    pub const fn title(self) -> &'static str {
        match self {
            Self::Changes => "Ask for changes",
            Self::Decline => "Decline",
            Self::TakeDown => "Take it down",
        }
    }

    /// What cannot be done, after "you cannot".
    pub(super) const fn in_words(self) -> &'static str {
        match self {
            Self::Changes => "ask for changes",
            Self::Decline => "decline it",
            Self::TakeDown => "take it down",
        }
    }

    pub(super) const fn done(self) -> Flash {
        match self {
            Self::Changes => Flash::ChangesAsked,
            Self::Decline => Flash::Declined,
            Self::TakeDown => Flash::TakenDown,
        }
    }

    /// The reasons to choose from; none for a take-down, where the message is the reason.
    pub fn reasons(self) -> &'static [Term] {
        match self {
            Self::Changes => Vocabulary::ReturnReason.terms(),
            Self::Decline => Vocabulary::DeclineReason.terms(),
            Self::TakeDown => &[],
        }
    }

    /// Whether it can be done to the submission as it stands.
    pub(super) async fn is_open(
        self,
        state: &AppState,
        review: &ReviewContext,
    ) -> Result<bool, PageError> {
        let (status, roles) = (&review.submission.status, &review.actor.roles);
        Ok(match self {
            Self::Changes => status.after(Action::RequestChanges, roles).is_some(),
            Self::Decline => status.after(Action::Decline, roles).is_some(),
            Self::TakeDown => {
                allows(Permission::TakeDown, status, roles)
                    && submissions::public_side(&state.db, review.submission.case_id)
                        .await?
                        .state
                        .after(CaseAction::TakeDown, roles)
                        .is_some()
            }
        })
    }
}

/// What a moderator wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Letter {
    pub reason: String,
    /// Key of the field to look at; may be empty.
    pub field: String,
    pub message: String,
}

impl Letter {
    pub fn read(answers: &Answers) -> Self {
        Self {
            reason: answers.one("reason").to_owned(),
            field: answers.one("field").to_owned(),
            message: tidy(answers.one("message")),
        }
    }

    /// What to mend before it can be sent.
    pub fn faults(&self, purpose: Purpose) -> Vec<FormError> {
        let error = |field: &str, message: String| FormError::new(field, message);
        let mut errors = Vec::new();
        let reasons = purpose.reasons();
        if !reasons.is_empty() && !reasons.iter().any(|term| term.slug == self.reason) {
            errors.push(error("reason", "Choose the reason that fits best".into()));
        }
        if !self.field.is_empty() && !field(&self.field).is_some_and(|field| field.is_asked()) {
            errors.push(error(
                "field",
                "Choose a part of the form from the list".into(),
            ));
        }
        let (least, most) = MESSAGE;
        match self.message.chars().count() {
            0 => errors.push(error("message", "Write a message".into())),
            length if length < least => errors.push(error(
                "message",
                format!("The message has {length} characters. Write at least {least}, so that they know what to do"),
            )),
            length if length > most => errors.push(error(
                "message",
                format!("The message has {length} characters. Shorten it to {most} or fewer"),
            )),
            _ => {}
        }
        errors
    }

    pub fn detail(&self) -> Detail {
        let Self {
            reason,
            field,
            message,
        } = self.clone();
        Detail {
            reason,
            field,
            message,
            ..Detail::default()
        }
    }

    /// The mail this would be; none for a take-down, which mails nobody.
    pub fn mail(
        &self,
        purpose: Purpose,
        mail_context: &MailContext,
        review: &ReviewContext,
    ) -> Option<Mail> {
        let submission = &review.submission;
        // The real link is made when the mail is, and only its reader gets it.
        let about = About {
            reference: &submission.reference,
            title: &submission.title,
            token: "\u{2026}",
        };
        let message = if self.message.is_empty() {
            "[Your message stands here.]"
        } else {
            &self.message
        };
        match purpose {
            Purpose::Changes => {
                Some(mail_context.changes_requested(about, &self.reason, &self.field, message))
            }
            Purpose::Decline => Some(mail_context.declined(about, &self.reason, message)),
            Purpose::TakeDown => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(reason: &str, field: &str, message: &str) -> Letter {
        Letter {
            reason: reason.into(),
            field: field.into(),
            message: message.into(),
        }
    }

    fn fields(letter: &Letter, purpose: Purpose) -> Vec<String> {
        letter
            .faults(purpose)
            .into_iter()
            .map(|error| error.field)
            .collect()
    }

    #[test]
    fn a_return_needs_a_reason_and_a_message_and_may_name_a_field() {
        let message = "How many people told you so?";
        assert!(
            fields(
                &letter("evidence-gap", "changed", message),
                Purpose::Changes
            )
            .is_empty()
        );
        assert!(fields(&letter("evidence-gap", "", message), Purpose::Changes).is_empty());
        assert_eq!(
            fields(&letter("", "", ""), Purpose::Changes),
            ["reason", "message"]
        );
        assert_eq!(
            fields(
                &letter("promotional-x", "nowhere", message),
                Purpose::Changes
            ),
            ["reason", "field"]
        );
        // Set by moderators, so the museum has no page for it.
        assert_eq!(
            fields(
                &letter("evidence-gap", "evidence_label", message),
                Purpose::Changes
            ),
            ["field"]
        );
    }

    #[test]
    fn reasons_to_return_are_not_reasons_to_decline() {
        let message = "We are sorry that it does not fit.";
        assert_eq!(
            fields(&letter("jargon", "", message), Purpose::Decline),
            ["reason"]
        );
        assert!(fields(&letter("out-of-scope", "", message), Purpose::Decline).is_empty());
        assert!(fields(&letter("", "", message), Purpose::TakeDown).is_empty());
    }

    #[test]
    fn messages_are_counted_in_characters() {
        for (length, fine) in [(19, false), (20, true), (2000, true), (2001, false)] {
            let found = letter("", "", &"é".repeat(length)).faults(Purpose::TakeDown);
            assert_eq!(found.is_empty(), fine, "{length}");
        }
    }
}
