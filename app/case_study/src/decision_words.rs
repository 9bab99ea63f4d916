//! Every word about decisions and moves: buttons, what is said once they are done, the forms of those with a
//! message, and what the history says.

use super::agreement::MOST_QUESTIONS;
use super::decision::Decision;
use super::status::Action;
use super::vocabulary::Vocabulary;

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
            Self::Drop => (
                "deleted a draft that no museum took over",
                "A moderator deleted a draft that we had started.",
            ),
            Self::Expire => (
                "deleted a draft that was never sent",
                "We deleted a draft that was never sent.",
            ),
            Self::Join => (
                "made this a version of a public case study",
                "It became a new version of a page that is public already.",
            ),
        }
    }
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

const PUBLISHED: DoneWords = DoneWords {
    code: "published",
    heading: "Published",
    text: "It is open to everyone now.",
};

impl Decision {
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
                    text: "If they had a letter about it, the museum gets an email that you are looking again.",
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
                    text: "An email that says why is on its way to the museum.",
                },
                message: Some(MessageWords {
                    lede: "Choose why. The museum gets an email with the sentence under your reason, and your own words after it if you write any. You can open the review again if it was a mistake.",
                    label: "Your message",
                    hint: "Say more where that sentence is not enough: what stood in the way, and what would be welcome instead.",
                    send: "Decline and send this",
                    send_weight: Weight::Grave,
                    reasons: Some(Vocabulary::DeclineReason),
                    names_a_field: false,
                    questions: 0,
                    optional: true,
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
                    lede: "Readers stop seeing it at once, and the museum gets an email. You can put it back.",
                    label: "Why it is taken down",
                    hint: "The museum reads these words in the email. They stand in the history too.",
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
                message: Some(MessageWords {
                    lede: "Readers see it again at once, as it stands below.",
                    label: "Why it is put back",
                    hint: "It stands in the history. No one is emailed.",
                    send: "Put it back",
                    send_weight: Weight::Main,
                    reasons: None,
                    names_a_field: false,
                    questions: 0,
                    optional: false,
                }),
            },
            Self::Finish => &DecisionWords {
                slug: "finish",
                button: "Mark the work as over",
                weight: Weight::Other,
                cannot: "mark the work as over",
                done: DoneWords {
                    code: "finished",
                    heading: "Marked as over",
                    text: "The page stays open to everyone.",
                },
                message: None,
            },
            Self::Confirm => &DecisionWords {
                slug: "confirm",
                button: "It is still true",
                weight: Weight::Other,
                cannot: "confirm it",
                done: DoneWords {
                    code: "confirmed",
                    heading: "Confirmed",
                    text: "The history says that it is still true.",
                },
                message: None,
            },
            Self::Feature => &DecisionWords {
                slug: "feature",
                button: "Put it on the front page",
                weight: Weight::Other,
                cannot: "put it on the front page",
                done: DoneWords {
                    code: "featured",
                    heading: "On the front page",
                    text: "It stands there before the others.",
                },
                message: None,
            },
            Self::Unfeature => &DecisionWords {
                slug: "unfeature",
                button: "Take it off the front page",
                weight: Weight::Other,
                cannot: "take it off the front page",
                done: DoneWords {
                    code: "unfeatured",
                    heading: "Off the front page",
                    text: "It stands among the others again.",
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
}
