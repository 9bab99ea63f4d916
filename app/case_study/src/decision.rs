//! Moves of a submission and decisions of moderators, with every word about them.
//!
//! A [`Move`] changes a submission and carries what it needs. A [`Decision`] is what a moderator
//! presses: one or two moves, a move of the case, or taking a submission on. Whoever adds one writes
//! its words here and nowhere else.

use super::agreement::{MOST_QUESTIONS, MuseumAnswer, Said};
use super::declarations::Declared;
use super::mail_templates::{About, Mail, MailContext};
use super::manner::Manner;
use super::policy::{Permission, allows};
use super::role::Role;
use super::status::{Action, CaseAction, CaseState, Status};
use super::stored::Stored;
use super::vocabulary::Vocabulary;

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
        /// Slug of a [`Vocabulary::ReturnReason`].
        reason: String,
        /// Key of the field to look at; may be empty.
        field: String,
        message: String,
    },
    Approve,
    Publish,
    Decline {
        /// Slug of a [`Vocabulary::DeclineReason`].
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

    /// Whether a mail tells the submitter.
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
                | Self::Refuse { .. }
                | Self::Lapse
        )
    }

    /// The mail that tells the submitter, if one does. `slug` is the address of the public page, for
    /// what is published.
    #[must_use]
    pub fn mail(&self, context: &MailContext, about: About<'_>, slug: &str) -> Option<Mail> {
        Some(match self {
            Self::Submit { .. } => context.received(about),
            Self::RequestChanges {
                reason,
                field,
                message,
            } => context.changes_requested(about, reason, field, message),
            Self::Approve => context.approved(about),
            Self::Publish => context.published(about, slug),
            Self::Decline { reason, message } => context.declined(about, reason, message),
            Self::Withdraw => context.withdrawn(about),
            Self::AskYes { questions, message } => context.asked_yes(about, questions, message),
            Self::CallBack => context.called_back(about),
            Self::Refuse { .. } => context.refused(about),
            Self::Lapse => context.lapsed(about),
            Self::StartReview
            | Self::Reopen
            | Self::Agree { .. }
            | Self::Answer { .. }
            | Self::Amend { .. }
            | Self::Resume
            | Self::Replace
            | Self::Second => return None,
        })
    }
}

impl Action {
    /// What the history says of it: to staff after a name, and to its author.
    #[must_use]
    pub const fn history(self) -> (&'static str, &'static str) {
        match self {
            Self::Submit => ("sent this for review", "You sent it."),
            Self::StartReview => ("started the review", "A moderator started to read it."),
            Self::RequestChanges => (
                "asked for changes",
                "A moderator asked you for some changes.",
            ),
            Self::Approve => ("approved this", "A moderator approved it."),
            Self::Publish => ("published this", "It was published."),
            Self::Decline => ("declined this", "A moderator decided not to publish it."),
            Self::Withdraw => ("withdrew this", "You withdrew it."),
            Self::Reopen => (
                "opened the review again",
                "A moderator is looking at it again.",
            ),
            Self::AskYes => (
                "showed this to the museum",
                "We showed you your page and asked whether we may publish it.",
            ),
            Self::CallBack => (
                "called back what the museum was asked",
                "A moderator took back what we had asked you.",
            ),
            Self::Agree => ("agreed to the page", "You agreed to your page."),
            Self::Answer => (
                "wrote back about the page",
                "You wrote to us about your page.",
            ),
            Self::Amend => ("is changing the page", "You opened your page to change it."),
            Self::Refuse => (
                "did not agree to the page",
                "You said that we may not publish it.",
            ),
            Self::Lapse => (
                "put this aside, as no answer came",
                "We heard nothing for 90 days and put it aside.",
            ),
            Self::Resume => ("took this up again", "You took it up again."),
            Self::Replace => (
                "replaced this with a newer version",
                "A newer version took its place.",
            ),
            Self::Second => (
                "agreed to this as a second person",
                "A second moderator read it.",
            ),
            Self::Join => (
                "made this a version of a public case study",
                "It became a new version of a page that is public already.",
            ),
        }
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
    Assign,
    GiveBack,
}

/// How much a button of a decision weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// What most people came for.
    Main,
    Other,
    /// Not lightly.
    Grave,
}

/// Every word about a decision.
#[derive(Debug, Clone, Copy)]
pub struct DecisionWords {
    /// The last part of its address.
    pub slug: &'static str,
    pub button: &'static str,
    pub weight: Weight,
    /// What cannot be done, after "you cannot".
    pub cannot: &'static str,
    pub done: DoneWords,
    /// For a decision that needs a message.
    pub message: Option<MessageWords>,
}

/// What is said once it is done.
#[derive(Debug, Clone, Copy)]
pub struct DoneWords {
    /// The word in the address.
    pub code: &'static str,
    pub heading: &'static str,
    pub text: &'static str,
}

/// The words of the form on which the message is written.
#[derive(Debug, Clone, Copy)]
pub struct MessageWords {
    pub lede: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    /// The button that sends it, and its weight.
    pub send: &'static str,
    pub send_weight: Weight,
    /// The reasons to choose from; none where the message is the reason.
    pub reasons: Option<Vocabulary>,
    /// Whether it may name a part of the form.
    pub names_a_field: bool,
    /// How many questions it may ask beside its words.
    pub questions: usize,
    /// Whether it may be sent without words of its own.
    pub optional: bool,
}

/// What a moderator wrote with a decision.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
    TakenDown,
}

const PUBLISHED: DoneWords = DoneWords {
    code: "published",
    heading: "Published",
    text: "It is open to everyone now.",
};

impl Decision {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 12] = [
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
        Self::Assign,
        Self::GiveBack,
    ];

    /// Its words.
    #[must_use]
    pub const fn words(self) -> &'static DecisionWords {
        match self {
            Self::ApproveAndPublish => &DecisionWords {
                slug: "approve-and-publish",
                button: "Approve and publish",
                weight: Weight::Main,
                cannot: "publish it",
                done: PUBLISHED,
                message: None,
            },
            Self::Approve => &DecisionWords {
                slug: "approve",
                button: "Approve, publish later",
                weight: Weight::Other,
                cannot: "approve it",
                done: DoneWords {
                    code: "approved",
                    heading: "Approved",
                    text: "It waits here until someone publishes it.",
                },
                message: None,
            },
            Self::Publish => &DecisionWords {
                slug: "publish",
                button: "Publish",
                weight: Weight::Main,
                cannot: "publish it",
                done: PUBLISHED,
                message: None,
            },
            Self::AskYes => &DecisionWords {
                slug: "ask-yes",
                button: "Show it to the museum",
                weight: Weight::Other,
                cannot: "show it to the museum",
                done: DoneWords {
                    code: "shown",
                    heading: "Shown to the museum",
                    text: "An email with a link to the page is on its way. Nothing is published before they say yes.",
                },
                message: Some(MessageWords {
                    lede: "The museum gets an email with a link to the page as readers will see it, and says yes, change or no. \
                           Nothing is published before they say yes.",
                    label: "Your message",
                    hint: "It stands in the email. Say what you changed, if you changed a lot.",
                    send: "Show it to the museum",
                    send_weight: Weight::Main,
                    reasons: None,
                    names_a_field: false,
                    questions: MOST_QUESTIONS,
                    optional: true,
                }),
            },
            Self::CallBack => &DecisionWords {
                slug: "call-back",
                button: "Take it back into review",
                weight: Weight::Other,
                cannot: "take it back into review",
                done: DoneWords {
                    code: "called-back",
                    heading: "In review again",
                    text: "The museum gets an email: they do not have to do anything. What they wrote and did not send is kept.",
                },
                message: None,
            },
            Self::RequestChanges => &DecisionWords {
                slug: "changes",
                button: "Ask for changes",
                weight: Weight::Other,
                cannot: "ask for changes",
                done: DoneWords {
                    code: "changes-asked",
                    heading: "Changes asked for",
                    text: "Your message is on its way to the museum.",
                },
                message: Some(MessageWords {
                    lede: "Say what to change and how. The museum gets an email with your words, and the case study comes back to the \
                           queue when they send it again.",
                    label: "What to change",
                    hint: "Say what would make it right. A few plain, kind sentences are best.",
                    send: "Send this to the museum",
                    send_weight: Weight::Main,
                    reasons: Some(Vocabulary::ReturnReason),
                    names_a_field: true,
                    questions: 0,
                    optional: false,
                }),
            },
            Self::Reopen => &DecisionWords {
                slug: "reopen",
                button: "Open the review again",
                weight: Weight::Other,
                cannot: "open its review again",
                done: DoneWords {
                    code: "reopened",
                    heading: "In review again",
                    text: "No one was told; the museum sees that it is being read.",
                },
                message: None,
            },
            Self::Decline => &DecisionWords {
                slug: "decline",
                button: "Decline",
                weight: Weight::Grave,
                cannot: "decline it",
                done: DoneWords {
                    code: "declined",
                    heading: "Declined",
                    text: "Your message is on its way to the museum.",
                },
                message: Some(MessageWords {
                    lede: "Explain why, in a kind way. The museum gets an email with your words. You can open the review again if it was a mistake.",
                    label: "Your message",
                    hint: "Say what stood in the way, and what would be welcome instead.",
                    send: "Decline and send this",
                    send_weight: Weight::Grave,
                    reasons: Some(Vocabulary::DeclineReason),
                    names_a_field: false,
                    questions: 0,
                    optional: false,
                }),
            },
            Self::TakeDown => &DecisionWords {
                slug: "take-down",
                button: "Take it down",
                weight: Weight::Grave,
                cannot: "take it down",
                done: DoneWords {
                    code: "taken-down",
                    heading: "Taken down",
                    text: "Readers no longer see it.",
                },
                message: Some(MessageWords {
                    lede: "Readers stop seeing it at once. You can put it back.",
                    label: "Why it is taken down",
                    hint: "Kept in the history. No one is emailed: write or phone yourself.",
                    send: "Take it down",
                    send_weight: Weight::Grave,
                    reasons: None,
                    names_a_field: false,
                    questions: 0,
                    optional: false,
                }),
            },
            Self::Restore => &DecisionWords {
                slug: "restore",
                button: "Put it back",
                weight: Weight::Main,
                cannot: "put it back",
                done: DoneWords {
                    code: "restored",
                    heading: "Put back",
                    text: "Readers see it again.",
                },
                message: None,
            },
            Self::Assign => &DecisionWords {
                slug: "assign",
                button: "Take it on",
                weight: Weight::Other,
                cannot: "take it on",
                done: DoneWords {
                    code: "assigned",
                    heading: "It is yours",
                    text: "You are reading this one now. Others see your name beside it.",
                },
                message: None,
            },
            Self::GiveBack => &DecisionWords {
                slug: "give-back",
                button: "Give it back",
                weight: Weight::Other,
                cannot: "give it back",
                done: DoneWords {
                    code: "given-back",
                    heading: "Given back",
                    text: "Anyone may take it on now.",
                },
                message: None,
            },
        }
    }

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
            Self::Assign => return Does::Assign,
            Self::GiveBack => return Does::GiveBack,
        })
    }

    const fn leaves(self) -> Leaves {
        match self {
            Self::ApproveAndPublish | Self::Publish | Self::Restore => Leaves::Public,
            Self::Approve => Leaves::With(Status::Approved),
            Self::AskYes => Leaves::With(Status::AwaitingYes),
            Self::RequestChanges => Leaves::With(Status::ChangesRequested),
            Self::CallBack | Self::Reopen | Self::Assign => Leaves::With(Status::InReview),
            Self::Decline => Leaves::With(Status::Declined),
            Self::TakeDown => Leaves::TakenDown,
            Self::GiveBack => Leaves::Anything,
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
            Self::CallBack | Self::Reopen | Self::TakeDown | Self::Restore | Self::Assign => false,
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
        match self.does(&DecisionMessage::default()) {
            Does::Moves(moves) => {
                let goes_live = moves.contains(&Move::Publish);
                let first = moves.first().map(Move::action);
                first.is_some_and(|action| status.after(action, roles).is_some())
                    && (!goes_live || case.after(CaseAction::GoLive, roles).is_some())
            }
            Does::MoveCase(action) => {
                allows(Permission::TakeDown, status, roles) && case.after(action, roles).is_some()
            }
            Does::Assign | Does::GiveBack => allows(Permission::Assign, status, roles),
        }
    }

    /// Whether what it did still stands, as far as status and case show.
    #[must_use]
    pub fn still_stands(self, status: &Stored<Status>, case: &Stored<CaseState>) -> bool {
        match self.leaves() {
            Leaves::Anything => true,
            Leaves::With(left) => *status == left,
            Leaves::Public => *status == Status::Published && case.is_public(),
            Leaves::TakenDown => *case == CaseState::TakenDown,
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
            let Does::Moves(moves) = decision.does(&DecisionMessage::default()) else {
                continue;
            };
            for status in Status::ALL {
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
    fn a_decision_with_a_message_mails_it_unless_only_the_case_moves() {
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
            let mail = match decision.does(&written) {
                Does::Moves(moves) => moves.last().and_then(|last| {
                    let mail = last.mail(&context, about, "tea");
                    assert_eq!(mail.is_some(), last.mails(), "{last:?}");
                    mail
                }),
                _ => None,
            };
            let says_it = mail.is_some_and(|mail| mail.body.contains("It was a joy to read."));
            let asks = decision.words().message.is_some();
            assert_eq!(
                says_it,
                asks && decision != Decision::TakeDown,
                "{decision:?}"
            );
        }
    }
}
