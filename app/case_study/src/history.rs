//! The history: every word for something that happened to a submission, a case or a message.
//!
//! It is the audit of who did what. The table that holds it is called `events`; in code "event" is
//! left to the calendar.

use super::role::Role;
use super::status::{Action, CaseAction};
use super::stored::{Stored, stored_words};

stored_words!(EventKind);

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// A draft was begun.
    Begin,
    /// A draft was made of an email.
    TakeIn,
    /// A move of a submission.
    Move(Action),
    /// A move of a case.
    CaseMove(CaseAction),
    /// A moderator took a submission on.
    Assign,
    /// A moderator gave a submission back.
    Unassign,
    /// A moderator gave a submission to a colleague.
    HandOver,
    /// A moderator reminded the museum of what it was asked.
    Remind,
    /// A moderator changed a tag.
    Tag,
    /// A moderator changed the words of an answer.
    Edit,
    /// A case was read from a bank file.
    Import,
    /// A reader wrote to the moderators.
    Receive,
    /// A moderator dealt with a reader's message.
    Handle,
    /// A moderator opened a reader's message again.
    ReopenMessage,
    /// A reader's question was passed on to the museum.
    Ask,
    /// The museum wrote to the moderators.
    WriteToUs,
    /// A moderator wrote to the museum.
    WriteToMuseum,
    /// A decision was made that is carried out later.
    Plan,
    /// Such a decision was called back before it was carried out.
    StopPlan,
    /// A moderator said that somebody could be harmed by it.
    MarkSensitive,
    /// A moderator took that back.
    UnmarkSensitive,
    /// An admin invited somebody.
    Invite,
    /// An admin took an invitation back.
    TakeInviteBack,
    /// Somebody took up an invitation.
    Join,
    /// An admin changed what an account may do.
    ChangeRole,
    /// An admin closed an account.
    Disable,
    /// An admin opened it again.
    Enable,
    /// An admin ended the sessions of an account.
    EndSessions,
    /// Somebody got a new password.
    ChangePassword,
    /// Signing in asks for a code from now on.
    AddSecondFactor,
    /// Signing in asks for no code any more.
    RemoveSecondFactor,
    /// Which museums a member of staff works for was said anew.
    ChangeMuseums,
    /// The consent for a picture or document ended, and nobody is shown it any more.
    EndConsent,
    /// A thought on the campaign was shared.
    ReceiveThought,
    /// A moderator mailed an answer to one.
    AnswerThought,
    /// A moderator dealt with one.
    HandleThought,
    /// A moderator opened one again.
    ReopenThought,
    /// What names a person to staff was erased, because they asked for it.
    ErasePerson,
}

impl EventKind {
    /// Every kind that is no move.
    const OTHERS: [Self; 36] = [
        Self::Begin,
        Self::TakeIn,
        Self::Assign,
        Self::Unassign,
        Self::HandOver,
        Self::Remind,
        Self::Tag,
        Self::Edit,
        Self::Import,
        Self::Receive,
        Self::Handle,
        Self::ReopenMessage,
        Self::Ask,
        Self::WriteToUs,
        Self::WriteToMuseum,
        Self::Plan,
        Self::StopPlan,
        Self::MarkSensitive,
        Self::UnmarkSensitive,
        Self::Invite,
        Self::TakeInviteBack,
        Self::Join,
        Self::ChangeRole,
        Self::Disable,
        Self::Enable,
        Self::EndSessions,
        Self::ChangePassword,
        Self::AddSecondFactor,
        Self::RemoveSecondFactor,
        Self::ChangeMuseums,
        Self::EndConsent,
        Self::ReceiveThought,
        Self::AnswerThought,
        Self::HandleThought,
        Self::ReopenThought,
        Self::ErasePerson,
    ];

    /// Every kind there is.
    pub fn all() -> impl Iterator<Item = Self> {
        let moves = Action::ALL.iter().copied().map(Self::Move);
        let case_moves = CaseAction::ALL.iter().copied().map(Self::CaseMove);
        Self::OTHERS.into_iter().chain(moves).chain(case_moves)
    }

    /// The word stored in the table.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Move(action) => action.slug(),
            Self::CaseMove(action) => action.slug(),
            Self::Begin => "begin",
            Self::TakeIn => "take_in",
            Self::Assign => "assign",
            Self::Unassign => "unassign",
            Self::HandOver => "hand_over",
            Self::Remind => "remind",
            Self::Tag => "tag",
            Self::Edit => "edit",
            Self::Import => "import",
            Self::Receive => "receive",
            Self::Handle => "handle",
            Self::ReopenMessage => "reopen_message",
            Self::Ask => "ask",
            Self::WriteToUs => "write_to_us",
            Self::WriteToMuseum => "write_to_museum",
            Self::Plan => "plan",
            Self::StopPlan => "stop_plan",
            Self::MarkSensitive => "mark_sensitive",
            Self::UnmarkSensitive => "unmark_sensitive",
            Self::Invite => "invite",
            Self::TakeInviteBack => "take_invite_back",
            Self::Join => "join_team",
            Self::ChangeRole => "change_role",
            Self::Disable => "disable_account",
            Self::Enable => "enable_account",
            Self::EndSessions => "end_sessions",
            Self::ChangePassword => "change_password",
            Self::AddSecondFactor => "add_second_factor",
            Self::RemoveSecondFactor => "remove_second_factor",
            Self::ChangeMuseums => "change_museums",
            Self::EndConsent => "end_consent",
            Self::ReceiveThought => "receive_thought",
            Self::AnswerThought => "answer_thought",
            Self::HandleThought => "handle_thought",
            Self::ReopenThought => "reopen_thought",
            Self::ErasePerson => "erase_person",
        }
    }

    /// The kind of a stored word.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::all().find(|kind| kind.slug() == slug)
    }

    /// What was done, after a name, as staff read it: "Sam Field approved this".
    #[must_use]
    pub const fn text_for_staff(self) -> &'static str {
        match self {
            Self::Move(action) => action.history().0,
            Self::CaseMove(action) => match action {
                CaseAction::GoLive => "made this public",
                CaseAction::TakeDown => "took this down",
                CaseAction::Restore => "put this back",
                CaseAction::FallDue => "asked whether this is still true",
                CaseAction::Finish => "said that this work is over",
                CaseAction::Confirm => "confirmed that this is still true",
                CaseAction::Feature => "put this on the front page",
                CaseAction::Unfeature => "took this off the front page",
            },
            Self::Begin => "started the draft",
            Self::TakeIn => "made a draft of an email from the museum",
            Self::Assign => "took this on",
            Self::Unassign => "gave this back",
            Self::HandOver => "gave this to a colleague",
            Self::Remind => "reminded the museum",
            Self::Tag => "changed its tags",
            Self::Edit => "edited its text",
            Self::Import => "imported this",
            Self::Receive => "wrote this",
            Self::Handle => "marked this as handled",
            Self::ReopenMessage => "opened this again",
            Self::Ask => "asked the museum something",
            Self::WriteToUs => "wrote to us",
            Self::WriteToMuseum => "wrote to the museum",
            Self::Plan => "decided what happens next",
            Self::StopPlan => "called back a decision",
            Self::MarkSensitive => "said that someone could be harmed by this",
            Self::UnmarkSensitive => "took back that someone could be harmed by this",
            Self::Invite => "sent an invitation",
            Self::TakeInviteBack => "took an invitation back",
            Self::Join => "took up an invitation",
            Self::ChangeRole => "changed what someone may do",
            Self::Disable => "stopped an account",
            Self::Enable => "opened an account again",
            Self::EndSessions => "signed someone out everywhere",
            Self::ChangePassword => "chose a new password",
            Self::AddSecondFactor => "turned on a code for signing in",
            Self::RemoveSecondFactor => "turned off the code for signing in",
            Self::ChangeMuseums => "changed which museums an account works for",
            Self::EndConsent => "ended the consent for a picture, which is no longer shown",
            Self::ReceiveThought => "shared a thought on the campaign",
            Self::AnswerThought => "answered a thought on the campaign",
            Self::HandleThought => "marked a thought on the campaign as handled",
            Self::ReopenThought => "opened a thought on the campaign again",
            Self::ErasePerson => "asked us to erase their details",
        }
    }

    /// What the author of the submission reads, without the names of staff. What moderators do among
    /// themselves is not told.
    #[must_use]
    pub const fn text_for_author(self) -> Option<&'static str> {
        Some(match self {
            Self::Begin => "You started it.",
            Self::TakeIn => "We made a draft of your email.",
            Self::WriteToUs => "You wrote to us.",
            Self::WriteToMuseum => "A moderator wrote to you.",
            Self::EndConsent => {
                "The consent for a picture or document ended. It is no longer shown."
            }
            Self::ErasePerson => "You asked us to erase your details.",
            Self::Remind => "A moderator reminded you of our question.",
            Self::Move(action) => action.history().1,
            Self::CaseMove(action) => match action {
                // Told as what the moderator did: it was published.
                CaseAction::GoLive => return None,
                CaseAction::TakeDown => "It was taken down.",
                CaseAction::Restore => "It was put back.",
                CaseAction::FallDue => "Two years had passed. We asked whether it is still true.",
                CaseAction::Finish => "The work is marked as over. The page stays.",
                CaseAction::Confirm => "It was confirmed that the page is still true.",
                CaseAction::Feature | CaseAction::Unfeature => return None,
            },
            Self::Assign
            | Self::Unassign
            | Self::HandOver
            | Self::Tag
            | Self::Edit
            | Self::Import
            | Self::Receive
            | Self::Handle
            | Self::ReopenMessage
            | Self::Ask
            | Self::Plan
            | Self::StopPlan
            | Self::MarkSensitive
            | Self::UnmarkSensitive
            | Self::Invite
            | Self::TakeInviteBack
            | Self::Join
            | Self::ChangeRole
            | Self::Disable
            | Self::Enable
            | Self::EndSessions
            | Self::ChangePassword
            | Self::AddSecondFactor
            | Self::RemoveSecondFactor
            | Self::ChangeMuseums
            | Self::ReceiveThought
            | Self::AnswerThought
            | Self::HandleThought
            | Self::ReopenThought => return None,
        })
    }
}

/// What the author reads of a new version that staff began.
const BEGUN_BY_STAFF: &str = "A moderator started to change what is published.";

impl Stored<EventKind> {
    /// What was done, after a name, as staff read it.
    #[must_use]
    pub fn text_for_staff(&self) -> &'static str {
        self.known()
            .map_or("changed this", EventKind::text_for_staff)
    }

    /// What the author reads of what somebody with this role did. What a newer version did is not told: it may
    /// be the moderators' own.
    #[must_use]
    pub fn text_for_author(&self, by: &Stored<Role>) -> Option<&'static str> {
        match self.known()? {
            EventKind::Begin if by.known().is_some_and(Role::is_staff) => Some(BEGUN_BY_STAFF),
            kind => kind.text_for_author(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{EventKind, Stored};
    use crate::{Action, CaseAction, Role};
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_has_a_word_of_its_own_and_reads_back() {
        let mut words = BTreeSet::new();
        for kind in EventKind::all() {
            assert!(words.insert(kind.slug()), "{kind:?}");
            assert_eq!(EventKind::from_slug(kind.slug()), Some(kind));
        }
        assert_eq!(words.len(), 36 + Action::ALL.len() + CaseAction::ALL.len());
    }

    #[test]
    fn only_a_word_that_is_not_known_has_no_words_of_its_own() {
        let newer = Stored::<EventKind>::read("sent_to_a_friend");
        assert_eq!(newer.text_for_staff(), "changed this");
        assert_eq!(newer.text_for_author(&Role::Submitter.into()), None);
        for kind in EventKind::all() {
            assert_ne!(kind.text_for_staff(), newer.text_for_staff(), "{kind:?}");
        }
    }

    #[test]
    fn what_moderators_do_among_themselves_is_not_told() {
        let told_by =
            |role: Role, word: &str| Stored::<EventKind>::read(word).text_for_author(&role.into());
        let told = |word: &str| told_by(Role::Submitter, word);
        assert_eq!(told("assign"), None);
        assert_eq!(told("hand_over"), None);
        assert_eq!(told("tag"), None);
        assert_eq!(told("edit"), None);
        assert_eq!(told("approve"), Some("A moderator approved it."));
        assert_eq!(told("begin"), Some("You started it."));
        assert_eq!(
            told_by(Role::Moderator, "begin"),
            Some("A moderator started to change what is published.")
        );
        assert_eq!(told("take_down"), Some("It was taken down."));
        assert_eq!(told("restore"), Some("It was put back."));
    }
}
