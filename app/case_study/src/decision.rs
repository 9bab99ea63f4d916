//! Moves of a submission and decisions of moderators.
//!
//! A [`Move`] changes a submission and carries what it needs. A [`Decision`] is what a moderator
//! presses: one or two moves, a move of the case, or taking a submission on. Whoever adds one writes
//! its words in [`decision_words`](super::decision_words) and nowhere else.

pub use super::decision_words::{DecisionWords, DoneWords, MessageWords, Weight};

use super::agreement::{MuseumAnswer, Said};
use super::declarations::Declared;
use super::mail_templates::{About, Mail, MailContext};
use super::manner::Manner;
use super::policy::{Permission, allows};
use super::role::Role;
use super::status::{Action, CaseAction, CaseState, Status};
use super::stored::Stored;
use serde::{Deserialize, Serialize};

/// A move of a submission that somebody asks for, with what it carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// Its author sends it.
    Submit {
        /// What its author declared, and for which text; none where it is not sent through the form.
        declarations: Option<Declared>,
    },
    StartReview,
    /// It goes back to its author.
    RequestChanges {
        /// Slug of a [`Vocabulary::ReturnReason`](super::vocabulary::Vocabulary::ReturnReason).
        reason: String,
        /// Key of the field to look at; may be empty.
        field: String,
        message: String,
    },
    Approve,
    Publish,
    Decline {
        /// Slug of a [`Vocabulary::DeclineReason`](super::vocabulary::Vocabulary::DeclineReason).
        reason: String,
        message: String,
    },
    Withdraw,
    Reopen,
    /// The museum is shown the page as readers will see it.
    AskYes {
        /// At most two, shown above the buttons.
        questions: Vec<String>,
        message: String,
    },
    CallBack,
    /// The museum's yes to the text that it was shown.
    Agree {
        answer: MuseumAnswer,
        declarations: Declared,
    },
    /// The museum writes back.
    Answer {
        answer: MuseumAnswer,
    },
    Amend {
        answer: MuseumAnswer,
    },
    /// The museum's no; why, if it says so.
    Refuse {
        answer: MuseumAnswer,
    },
    Lapse,
    Resume,
    Replace,
    /// A second person's yes to this very text.
    Second,
}

/// What is known of a move besides what it carries, and told with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// What the museum is asked, field by field, as it stands in the letter.
    pub asked: Vec<String>,
    /// For what is sent again.
    pub back: Option<CameBack>,
}

/// How something came back that its museum was asked to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CameBack {
    Changed,
    /// Neither an answer was changed nor a reply written.
    Unchanged,
}

impl Move {
    /// The action of the table of moves.
    #[must_use]
    pub const fn action(&self) -> Action {
        match self {
            Self::Submit { .. } => Action::Submit,
            Self::StartReview => Action::StartReview,
            Self::RequestChanges { .. } => Action::RequestChanges,
            Self::Approve => Action::Approve,
            Self::Publish => Action::Publish,
            Self::Decline { .. } => Action::Decline,
            Self::Withdraw => Action::Withdraw,
            Self::Reopen => Action::Reopen,
            Self::AskYes { .. } => Action::AskYes,
            Self::CallBack => Action::CallBack,
            Self::Agree { .. } => Action::Agree,
            Self::Answer { .. } => Action::Answer,
            Self::Amend { .. } => Action::Amend,
            Self::Refuse { .. } => Action::Refuse,
            Self::Lapse => Action::Lapse,
            Self::Resume => Action::Resume,
            Self::Replace => Action::Replace,
            Self::Second => Action::Second,
        }
    }

    /// The answer of a museum that this is, if it is one: what was written, and what is said with it.
    #[must_use]
    pub const fn museum_answer(&self) -> Option<(&MuseumAnswer, Said)> {
        match self {
            Self::Agree { answer, .. } => Some((answer, Said::Yes)),
            Self::Answer { answer } | Self::Amend { answer } => Some((answer, Said::Change)),
            Self::Refuse { answer } => Some((answer, Said::No)),
            _ => None,
        }
    }

    /// Whoever makes it reads the submission, and is named beside it if nobody is.
    #[must_use]
    pub const fn is_of_who_reads_it(&self) -> bool {
        matches!(
            self,
            Self::StartReview
                | Self::RequestChanges { .. }
                | Self::AskYes { .. }
                | Self::Approve
                | Self::Decline { .. }
        )
    }

    /// A tag that a colleague changed meanwhile is nothing to this letter.
    #[must_use]
    pub const fn bears_other_tags(&self) -> bool {
        matches!(self, Self::RequestChanges { .. } | Self::Decline { .. })
    }

    /// Whether a mail tells the submitter. Opening the review again does where a letter went before.
    #[must_use]
    pub const fn mails(&self) -> bool {
        matches!(
            self,
            Self::Submit { .. }
                | Self::RequestChanges { .. }
                | Self::Approve
                | Self::Publish
                | Self::Decline { .. }
                | Self::Withdraw
                | Self::AskYes { .. }
                | Self::CallBack
                | Self::Reopen
                | Self::Refuse { .. }
                | Self::Lapse
        )
    }

    /// The mail that tells the submitter, if one does. `slug` is the address of the public page, for
    /// what is published.
    #[must_use]
    pub fn mail(&self, context: &MailContext, about: About<'_>, slug: &str) -> Option<Mail> {
        self.mail_beside(context, about, slug, &Beside::default())
    }

    /// The same with what stands beside the move.
    #[must_use]
    pub fn mail_beside(
        &self,
        context: &MailContext,
        about: About<'_>,
        slug: &str,
        beside: &Beside,
    ) -> Option<Mail> {
        Some(match self {
            Self::Submit { .. } => match beside.back {
                None => context.received(about),
                Some(back) => context.changes_received(about, back),
            },
            Self::RequestChanges {
                reason,
                field,
                message,
            } => context.changes_requested(about, reason, field, message, &beside.asked),
            Self::Approve => context.approved(about),
            Self::Publish => context.published(about, slug),
            Self::Decline { reason, message } => context.declined(about, reason, message),
            Self::Withdraw => context.withdrawn(about),
            Self::AskYes { questions, message } => context.asked_yes(about, questions, message),
            Self::CallBack => context.called_back(about),
            Self::Refuse { .. } => context.refused(about),
            Self::Lapse => context.lapsed(about),
            Self::Reopen => context.reopened(about),
            Self::StartReview
            | Self::Agree { .. }
            | Self::Answer { .. }
            | Self::Amend { .. }
            | Self::Resume
            | Self::Replace
            | Self::Second => return None,
        })
    }
}

/// What a moderator presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    ApproveAndPublish,
    Approve,
    Publish,
    /// The museum is shown the page and asked for its yes.
    AskYes,
    RequestChanges,
    /// What the museum was asked is taken back.
    CallBack,
    Reopen,
    Decline,
    TakeDown,
    Restore,
    /// The work is over; its page stays.
    Finish,
    /// It is still true.
    Confirm,
    Feature,
    Unfeature,
    Assign,
    GiveBack,
}

/// What a moderator wrote with a decision.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionMessage {
    pub reason: String,
    /// Key of the field to look at; may be empty.
    pub field: String,
    pub message: String,
    /// What the museum is asked beside it; none is empty.
    pub questions: Vec<String>,
    /// How the decision is made: ticks, and the letter as it was edited.
    pub manner: Manner,
}

/// What a decision does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Does {
    /// Moves of the submission, in one step.
    Moves(Vec<Move>),
    MoveCase(CaseAction),
    Assign,
    GiveBack,
}

/// How things stand after a decision, while nothing else happened.
enum Leaves {
    Anything,
    With(Status),
    Public,
    /// The case stands like this.
    Case(CaseState),
}

impl Decision {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 16] = [
        Self::ApproveAndPublish,
        Self::Approve,
        Self::Publish,
        Self::AskYes,
        Self::RequestChanges,
        Self::CallBack,
        Self::Reopen,
        Self::Decline,
        Self::TakeDown,
        Self::Restore,
        Self::Finish,
        Self::Confirm,
        Self::Feature,
        Self::Unfeature,
        Self::Assign,
        Self::GiveBack,
    ];

    /// What it does, with what the moderator wrote; a decision of one click has no message.
    #[must_use]
    pub fn does(self, written: &DecisionMessage) -> Does {
        let DecisionMessage {
            reason,
            field,
            message,
            questions,
            manner: _,
        } = written.clone();
        Does::Moves(match self {
            Self::ApproveAndPublish => vec![Move::Approve, Move::Publish],
            Self::Approve => vec![Move::Approve],
            Self::Publish => vec![Move::Publish],
            Self::AskYes => vec![Move::AskYes { questions, message }],
            Self::CallBack => vec![Move::CallBack],
            Self::RequestChanges => vec![Move::RequestChanges {
                reason,
                field,
                message,
            }],
            Self::Reopen => vec![Move::Reopen],
            Self::Decline => vec![Move::Decline { reason, message }],
            Self::TakeDown => return Does::MoveCase(CaseAction::TakeDown),
            Self::Restore => return Does::MoveCase(CaseAction::Restore),
            Self::Finish => return Does::MoveCase(CaseAction::Finish),
            Self::Confirm => return Does::MoveCase(CaseAction::Confirm),
            Self::Feature => return Does::MoveCase(CaseAction::Feature),
            Self::Unfeature => return Does::MoveCase(CaseAction::Unfeature),
            Self::Assign => return Does::Assign,
            Self::GiveBack => return Does::GiveBack,
        })
    }

    /// The moves that it makes about a submission in this status: one that waits is taken into review first. None
    /// for a decision that does something else.
    #[must_use]
    pub fn moves_from(
        self,
        status: &Stored<Status>,
        written: &DecisionMessage,
    ) -> Option<Vec<Move>> {
        let Does::Moves(mut moves) = self.does(written) else {
            return None;
        };
        if *status == Status::Submitted {
            moves.insert(0, Move::StartReview);
        }
        Some(moves)
    }

    /// It tells the museum, or the public, and so it waits until it can no more be called back. Taking back what
    /// a museum was asked does not: the sooner they hear of it, the less they write for nothing.
    #[must_use]
    pub const fn waits(self) -> bool {
        matches!(
            self,
            Self::ApproveAndPublish
                | Self::Approve
                | Self::Publish
                | Self::AskYes
                | Self::RequestChanges
                | Self::Reopen
                | Self::Decline
        )
    }

    /// It may be decided now for a date.
    #[must_use]
    pub const fn takes_a_date(self) -> bool {
        matches!(
            self,
            Self::ApproveAndPublish
                | Self::Publish
                | Self::Finish
                | Self::Feature
                | Self::Unfeature
        )
    }

    /// The mail that tells the museum of it, as far as it is written. `slug` is the address of the public page.
    #[must_use]
    pub fn mail(
        self,
        written: &DecisionMessage,
        context: &MailContext,
        about: About<'_>,
        slug: &str,
        beside: &Beside,
    ) -> Option<Mail> {
        match self.does(written) {
            Does::Moves(moves) => moves.last()?.mail_beside(context, about, slug, beside),
            Does::MoveCase(CaseAction::TakeDown) => {
                Some(context.taken_down(about, &written.message))
            }
            Does::MoveCase(_) | Does::Assign | Does::GiveBack => None,
        }
    }

    const fn leaves(self) -> Leaves {
        match self {
            Self::ApproveAndPublish | Self::Publish | Self::Restore => Leaves::Public,
            Self::Approve => Leaves::With(Status::Approved),
            Self::AskYes => Leaves::With(Status::AwaitingYes),
            Self::RequestChanges => Leaves::With(Status::ChangesRequested),
            Self::CallBack | Self::Reopen | Self::Assign => Leaves::With(Status::InReview),
            Self::Decline => Leaves::With(Status::Declined),
            Self::TakeDown => Leaves::Case(CaseState::TakenDown),
            Self::Finish => Leaves::Case(CaseState::Archived),
            Self::Confirm => Leaves::Case(CaseState::Live),
            Self::Feature | Self::Unfeature | Self::GiveBack => Leaves::Anything,
        }
    }

    /// The moderator is done with this submission: the next one waits.
    #[must_use]
    pub const fn leads_on(self) -> bool {
        match self {
            Self::ApproveAndPublish
            | Self::Approve
            | Self::Publish
            | Self::AskYes
            | Self::RequestChanges
            | Self::Decline
            | Self::GiveBack => true,
            Self::CallBack
            | Self::Reopen
            | Self::TakeDown
            | Self::Restore
            | Self::Finish
            | Self::Confirm
            | Self::Feature
            | Self::Unfeature
            | Self::Assign => false,
        }
    }

    /// Readers see the case after it.
    #[must_use]
    pub const fn makes_public(self) -> bool {
        matches!(self.leaves(), Leaves::Public)
    }

    /// The decision of the last part of an address.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|decision| decision.words().slug == slug)
    }

    /// Whether it can be made about a submission in this status, whose case stands like this with the
    /// public.
    #[must_use]
    pub fn is_open(
        self,
        status: &Stored<Status>,
        case: &Stored<CaseState>,
        roles: &[Role],
    ) -> bool {
        let written = DecisionMessage::default();
        match self.does(&written) {
            Does::Moves(moves) => {
                let goes_live = moves.contains(&Move::Publish);
                self.leads_to(status, roles).is_some()
                    && (!goes_live || case.after(CaseAction::GoLive, roles).is_some())
            }
            Does::MoveCase(action) => {
                allows(Permission::TakeDown, status, roles) && case.after(action, roles).is_some()
            }
            Does::Assign | Does::GiveBack => allows(Permission::Assign, status, roles),
        }
    }

    /// Where its moves lead from here, one after the other; none where one of them cannot be made.
    fn leads_to(self, status: &Stored<Status>, roles: &[Role]) -> Option<Status> {
        let moves = self.moves_from(status, &DecisionMessage::default())?;
        moves
            .iter()
            .try_fold(status.known()?, |from, one| from.after(one.action(), roles))
    }

    /// Whether what it did still stands, as far as status and case show.
    #[must_use]
    pub fn still_stands(self, status: &Stored<Status>, case: &Stored<CaseState>) -> bool {
        match self.leaves() {
            Leaves::Anything => true,
            Leaves::With(left) => *status == left,
            Leaves::Public => *status == Status::Published && case.is_public(),
            Leaves::Case(state) => *case == state,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_decision_has_an_address_of_its_own_and_leads_where_the_table_says() {
        for decision in Decision::ALL {
            assert_eq!(
                Decision::from_slug(decision.words().slug),
                Some(decision),
                "{decision:?}"
            );
            for status in Status::ALL {
                let stored = Stored::Known(*status);
                let Some(moves) = decision.moves_from(&stored, &DecisionMessage::default()) else {
                    continue;
                };
                let mut left = Some(*status);
                for one in &moves {
                    left = left.and_then(|from| from.after(one.action(), &[Role::Moderator]));
                }
                let open = decision.is_open(
                    &Stored::Known(*status),
                    &Stored::Known(CaseState::Unpublished),
                    &[Role::Moderator],
                );
                assert_eq!(open, left.is_some(), "{decision:?} {status:?}");
                if let Some(left) = left {
                    let live = Stored::Known(CaseState::Live);
                    assert!(decision.still_stands(&left.into(), &live), "{decision:?}");
                }
            }
        }
    }

    #[test]
    fn what_waits_is_taken_into_review_first() {
        let (submitted, review) = (
            Stored::Known(Status::Submitted),
            Stored::Known(Status::InReview),
        );
        for decision in Decision::ALL {
            let moves = |from| decision.moves_from(from, &DecisionMessage::default());
            let (Some(first), Some(second)) = (moves(&submitted), moves(&review)) else {
                continue;
            };
            assert_eq!(first[0], Move::StartReview, "{decision:?}");
            assert_eq!(first[1..], second, "{decision:?}");
        }
    }

    #[test]
    fn a_decision_reads_back_as_it_was_planned() {
        let written = DecisionMessage {
            reason: "jargon".into(),
            field: "need".into(),
            message: "Please say what an MDT is.".into(),
            questions: vec!["How many came?".into()],
            manner: Manner {
                letter: Some(crate::manner::EditedLetter {
                    subject: String::new(),
                    body: "Dear all".into(),
                }),
                put_back: Some("It names no one any more.".into()),
                ..Manner::default()
            },
        };
        let stored = serde_json::to_string(&written).unwrap();
        let read: DecisionMessage = serde_json::from_str(&stored).unwrap();
        assert_eq!(read, written);
        // What an earlier version planned, and what a newer one may have added.
        for older in ["{}", "{\"into\":\"cy\"}"] {
            let read: DecisionMessage = serde_json::from_str(older).unwrap();
            assert_eq!(read, DecisionMessage::default(), "{older}");
        }
    }

    #[test]
    fn nothing_can_be_decided_about_what_a_newer_version_made() {
        let live = Stored::Known(CaseState::Live);
        for decision in Decision::ALL {
            let newer = Stored::read("in_translation");
            assert!(!decision.is_open(&newer, &live, Role::ALL), "{decision:?}");
        }
        let embargoed = Stored::read("embargoed");
        for decision in [Decision::Publish, Decision::ApproveAndPublish] {
            for status in Status::ALL {
                assert!(!decision.is_open(&Stored::Known(*status), &embargoed, Role::ALL));
            }
        }
    }

    #[test]
    fn a_decision_with_a_message_mails_it_unless_it_is_put_back() {
        let context = MailContext {
            public_url: "https://bank.example".into(),
            contact: String::new(),
            usual_wait: "soon".into(),
        };
        let about = About {
            reference: "WB-2345-6789",
            title: "Tea",
            token: "f00d",
        };
        let written = DecisionMessage {
            message: "It was a joy to read.".into(),
            ..DecisionMessage::default()
        };
        for decision in Decision::ALL {
            let mail = decision.mail(&written, &context, about, "tea", &Beside::default());
            if let Does::Moves(moves) = decision.does(&written) {
                let mails = moves.last().is_some_and(Move::mails);
                assert_eq!(mail.is_some(), mails, "{decision:?}");
                assert!(!decision.waits() || mails, "{decision:?} tells nobody");
            }
            let says_it = mail.is_some_and(|mail| mail.body.contains("It was a joy to read."));
            let asks = decision.words().message.is_some();
            // Why something is put back stands in the history.
            assert_eq!(
                says_it,
                asks && decision != Decision::Restore,
                "{decision:?}"
            );
        }
    }
}
