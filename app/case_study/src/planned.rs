//! What is planned: moves that people decided on and that are made later, and what the program itself does with a
//! case study whose museum is silent.

use super::decision::{Decision, DecisionMessage, Does, Move};
use super::status::{Action, Status};
use super::stored::{Stored, stored_words};
use super::times::{DAY_MS, LAPSE_AFTER_DAYS, REMIND_AFTER_DAYS};

/// Something that is planned for a submission, or for a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlannedAction {
    /// It goes public.
    Publish,
    /// Its museum is reminded.
    Remind,
    /// It is put aside.
    Lapse,
    /// A draft that was never sent is deleted.
    Expire,
    RequestChanges,
    AskYes,
    Approve,
    ApproveAndPublish,
    Decline,
    Reopen,
    /// The work is over.
    Finish,
    Feature,
    Unfeature,
}

impl PlannedAction {
    pub const ALL: [Self; 13] = [
        Self::Publish,
        Self::Remind,
        Self::Lapse,
        Self::Expire,
        Self::RequestChanges,
        Self::AskYes,
        Self::Approve,
        Self::ApproveAndPublish,
        Self::Decline,
        Self::Reopen,
        Self::Finish,
        Self::Feature,
        Self::Unfeature,
    ];

    /// The word stored in the database.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Remind => "remind",
            Self::Lapse => "lapse",
            Self::Expire => "expire",
            Self::RequestChanges => "request_changes",
            Self::AskYes => "ask_yes",
            Self::Approve => "approve",
            Self::ApproveAndPublish => "approve_and_publish",
            Self::Decline => "decline",
            Self::Reopen => "reopen",
            Self::Finish => "finish",
            Self::Feature => "feature",
            Self::Unfeature => "unfeature",
        }
    }

    /// The action of a stored word.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.slug() == slug)
    }

    /// What somebody decided; none for what the program plans itself, whenever a museum is asked something.
    #[must_use]
    pub const fn decision(self) -> Option<Decision> {
        Some(match self {
            Self::Remind | Self::Lapse | Self::Expire => return None,
            Self::Publish => Decision::Publish,
            Self::RequestChanges => Decision::RequestChanges,
            Self::AskYes => Decision::AskYes,
            Self::Approve => Decision::Approve,
            Self::ApproveAndPublish => Decision::ApproveAndPublish,
            Self::Decline => Decision::Decline,
            Self::Reopen => Decision::Reopen,
            Self::Finish => Decision::Finish,
            Self::Feature => Decision::Feature,
            Self::Unfeature => Decision::Unfeature,
        })
    }

    /// What is planned where somebody decides this for later; none where it is made at once or not at all.
    #[must_use]
    pub fn of_decision(decision: Decision) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|action| action.decision() == Some(decision))
    }

    /// The program plans it itself.
    #[must_use]
    pub const fn is_the_programs_own(self) -> bool {
        self.decision().is_none()
    }

    /// A tag that a colleague changes meanwhile leaves it as good as it was.
    #[must_use]
    pub fn bears_other_tags(self) -> bool {
        let Some(decision) = self.decision() else {
            return false;
        };
        match decision.does(&DecisionMessage::default()) {
            Does::Moves(moves) => moves.last().is_some_and(Move::bears_other_tags),
            Does::MoveCase(_) | Does::Assign | Does::GiveBack => false,
        }
    }

    /// It is planned for a case, not for a submission.
    #[must_use]
    pub const fn is_of_a_case(self) -> bool {
        matches!(self, Self::Finish | Self::Feature | Self::Unfeature)
    }

    /// What is needless once this move was made: whatever was to end with it.
    #[must_use]
    pub fn made_needless_by(action: Action) -> Vec<Self> {
        let ends_with = |decision: Decision| match decision.does(&DecisionMessage::default()) {
            Does::Moves(moves) => moves.last().is_some_and(|last| last.action() == action),
            Does::MoveCase(_) | Does::Assign | Does::GiveBack => false,
        };
        Self::ALL
            .into_iter()
            .filter(|planned| planned.decision().is_some_and(ends_with))
            .collect()
    }

    /// What happens when it is due, as staff read it.
    #[must_use]
    pub const fn when_due(self) -> &'static str {
        match self {
            Self::Publish | Self::ApproveAndPublish => "It goes online",
            Self::Remind => "We remind the museum",
            Self::Lapse => "We put it aside if no answer comes",
            Self::Expire => "We delete the draft if no one writes in it",
            Self::RequestChanges => "The museum is asked for changes",
            Self::AskYes => "The museum is shown the page",
            Self::Approve => "It is approved",
            Self::Decline => "It is declined",
            Self::Reopen => "The review opens again",
            Self::Finish => "The work is marked as over",
            Self::Feature => "It goes on the front page",
            Self::Unfeature => "It goes off the front page",
        }
    }

    /// What was to happen, after "was to be".
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Publish => "published",
            Self::Remind => "mentioned to its museum again",
            Self::Lapse => "put aside",
            Self::Expire => "deleted",
            Self::RequestChanges => "sent back for changes",
            Self::AskYes => "shown to its museum",
            Self::Approve => "approved",
            Self::ApproveAndPublish => "approved and published",
            Self::Decline => "declined",
            Self::Reopen => "opened for review again",
            Self::Finish => "marked as over",
            Self::Feature => "put on the front page",
            Self::Unfeature => "taken off the front page",
        }
    }
}

/// How far something planned is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanState {
    Waiting,
    Done,
    /// Nobody wants it any more.
    Cancelled,
    /// It could not be done when it was due.
    Stale,
}

impl PlanState {
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Done, Self::Cancelled, Self::Stale];

    /// The word stored in the database.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Stale => "stale",
        }
    }

    /// The state of a stored word.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.slug() == slug)
    }
}

stored_words!(PlannedAction, PlanState);

/// Why something planned ended as it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanEnd {
    Made,
    /// The museum took its case study back.
    Withdrawn,
    /// Somebody did by hand what was planned.
    ByHand,
    /// Somebody called it back before it was due.
    CalledBack,
    /// It was planned once more.
    PlannedAgain,
    /// The museum wrote something, so the silence is counted from there.
    Heard,
    /// The museum is not asked any more.
    NotAsked,
    /// Somebody changed something since it was planned.
    Changed,
    /// Who planned it may not do it any more.
    MayNot,
    /// It cannot be done where it stands.
    Cannot,
}

impl PlanEnd {
    pub const ALL: [Self; 10] = [
        Self::Made,
        Self::Withdrawn,
        Self::ByHand,
        Self::CalledBack,
        Self::PlannedAgain,
        Self::Heard,
        Self::NotAsked,
        Self::Changed,
        Self::MayNot,
        Self::Cannot,
    ];

    /// The word stored in the database.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Withdrawn => "withdrawn",
            Self::ByHand => "by_hand",
            Self::CalledBack => "called_back",
            Self::PlannedAgain => "planned_again",
            Self::Heard => "heard",
            Self::NotAsked => "not_asked",
            Self::Changed => "changed",
            Self::MayNot => "may_not",
            Self::Cannot => "cannot",
        }
    }

    /// The end of a stored word.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|end| end.slug() == slug)
    }

    #[must_use]
    pub const fn state(self) -> PlanState {
        match self {
            Self::Made => PlanState::Done,
            Self::Withdrawn
            | Self::ByHand
            | Self::CalledBack
            | Self::PlannedAgain
            | Self::Heard
            | Self::NotAsked => PlanState::Cancelled,
            Self::Changed | Self::MayNot | Self::Cannot => PlanState::Stale,
        }
    }

    /// Why it did not happen, as who planned it is told.
    #[must_use]
    pub const fn in_words(self) -> Option<&'static str> {
        match self {
            Self::Changed => Some("Someone changed something in it after that was decided."),
            Self::MayNot => Some("Your account may not do it any more."),
            Self::Cannot => Some("As things stand now, it cannot be done."),
            _ => None,
        }
    }
}

/// How long a museum has been silent, and how often it was reminded of what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Silence {
    /// When it was asked, or wrote its last word.
    pub since: i64,
    pub reminded: usize,
}

impl Silence {
    #[must_use]
    pub const fn since(since: i64) -> Self {
        Self { since, reminded: 0 }
    }

    /// When the next reminder is due, if there is another one.
    #[must_use]
    pub fn next_reminder(&self) -> Option<i64> {
        let days = REMIND_AFTER_DAYS.get(self.reminded)?;
        Some(self.since + days * DAY_MS)
    }

    /// When it is put aside.
    #[must_use]
    pub const fn lapses_at(&self) -> i64 {
        self.since + LAPSE_AFTER_DAYS * DAY_MS
    }

    /// The same once the museum was reminded at this moment. Of two reminders that are due at once, as after a
    /// long standstill, only one is sent.
    #[must_use]
    pub fn after_reminder(self, now: i64) -> Self {
        let passed = REMIND_AFTER_DAYS
            .iter()
            .filter(|days| self.since + **days * DAY_MS <= now)
            .count();
        Self {
            reminded: passed.max(self.reminded + 1),
            ..self
        }
    }
}

impl Status {
    /// The museum was asked something, and only its answer leads on.
    #[must_use]
    pub const fn waits_for_the_museum(self) -> bool {
        matches!(self, Self::ChangesRequested | Self::AwaitingYes)
    }
}

impl Stored<Status> {
    /// The museum was asked something, and only its answer leads on.
    #[must_use]
    pub fn waits_for_the_museum(&self) -> bool {
        self.known().is_some_and(Status::waits_for_the_museum)
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY_MS, PlanEnd, PlanState, PlannedAction, Silence};
    use crate::decision::{DecisionMessage, Does};
    use crate::{Action, Decision, Status};

    #[test]
    fn every_decision_that_waits_or_takes_a_date_can_be_planned() {
        for action in PlannedAction::ALL {
            assert_eq!(PlannedAction::from_slug(action.slug()), Some(action));
            let Some(decision) = action.decision() else {
                continue;
            };
            assert_eq!(PlannedAction::of_decision(decision), Some(action));
            let moves = decision.does(&DecisionMessage::default());
            let is_of_a_case = matches!(moves, Does::MoveCase(_));
            assert_eq!(action.is_of_a_case(), is_of_a_case, "{action:?}");
        }
        for decision in Decision::ALL {
            let planned = PlannedAction::of_decision(decision).is_some();
            let wanted = decision.waits() || decision.takes_a_date();
            assert_eq!(planned, wanted, "{decision:?}");
        }
    }

    #[test]
    fn a_move_ends_what_was_to_end_with_it() {
        let ends = PlannedAction::made_needless_by;
        assert_eq!(
            ends(Action::Publish),
            [PlannedAction::Publish, PlannedAction::ApproveAndPublish]
        );
        assert_eq!(ends(Action::Approve), [PlannedAction::Approve]);
        assert_eq!(
            ends(Action::RequestChanges),
            [PlannedAction::RequestChanges]
        );
        // The program's own look for themselves.
        assert_eq!(ends(Action::Lapse), []);
        assert_eq!(ends(Action::StartReview), []);
    }

    #[test]
    fn whoever_planned_something_is_told_why_it_did_not_happen() {
        for end in PlanEnd::ALL {
            assert_eq!(PlanEnd::from_slug(end.slug()), Some(end));
            assert_eq!(
                end.in_words().is_some(),
                end.state() == PlanState::Stale,
                "{end:?}"
            );
            assert_ne!(end.state(), PlanState::Waiting);
        }
    }

    #[test]
    fn a_museum_is_reminded_twice_and_then_it_is_put_aside() {
        let asked = 1_772_546_709_000;
        let silence = Silence::since(asked);
        assert_eq!(silence.next_reminder(), Some(asked + 14 * DAY_MS));
        let once = silence.after_reminder(asked + 14 * DAY_MS);
        assert_eq!(
            (once.reminded, once.next_reminder()),
            (1, Some(asked + 28 * DAY_MS))
        );
        let twice = once.after_reminder(asked + 28 * DAY_MS);
        assert_eq!((twice.reminded, twice.next_reminder()), (2, None));
        assert_eq!(twice.lapses_at(), asked + 90 * DAY_MS);
        // The program stood still for a month: one reminder, not two in one minute.
        assert_eq!(
            silence.after_reminder(asked + 31 * DAY_MS).next_reminder(),
            None
        );
        // A clock that was put back has still reminded.
        assert_eq!(silence.after_reminder(asked).reminded, 1);
    }

    #[test]
    fn two_statuses_wait_for_the_museum() {
        let waiting: Vec<Status> = Status::ALL
            .iter()
            .copied()
            .filter(|one| one.waits_for_the_museum())
            .collect();
        assert_eq!(waiting, [Status::ChangesRequested, Status::AwaitingYes]);
    }
}
