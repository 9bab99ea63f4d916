//! The life of a submission and of a case: two state machines, each one table.
//!
//! A *submission* is one round of review. A *case* is what the public may read. A new version of
//! a live case is another submission of that case, so the old text stays up meanwhile.

use super::role::Role;
use super::stored::{NEWER, Stored, stored_words};
use serde::{Deserialize, Serialize};

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $slug:literal $(, $label:literal)?;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $slug)] $variant,)+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word stored in the database and used in URLs.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug,)+ }
            }

            #[must_use]
            pub fn from_slug(slug: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.slug() == slug)
            }
        }

        named!(@label $name $($variant $($label)?,)+);
    };
    // The words people read, where there are any: the words of an action stand in `decision`.
    (@label $name:ident $($variant:ident $label:literal,)+) => {
        impl $name {
            /// The words people read.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }
        }
    };
    (@label $name:ident $($variant:ident,)+) => {};
}

named! {
    /// Where a submission stands.
    Status {
        Draft = "draft", "Draft";
        Submitted = "submitted", "Waiting for review";
        InReview = "in_review", "In review";
        ChangesRequested = "changes_requested", "Changes asked for";
        /// The museum was shown the page as readers will see it.
        AwaitingYes = "awaiting_yes", "Waiting for the museum\u{2019}s yes";
        Approved = "approved", "Approved";
        Published = "published", "Published";
        /// A newer version of its case is public.
        Replaced = "replaced", "Replaced by a newer version";
        Declined = "declined", "Declined";
        Withdrawn = "withdrawn", "Withdrawn";
        /// Its museum was asked, and nobody answered.
        Lapsed = "lapsed", "No answer came";
    }
}

named! {
    /// What may be done to a submission.
    Action {
        Submit = "submit";
        StartReview = "start_review";
        RequestChanges = "request_changes";
        /// The museum is shown the page and asked for its yes.
        AskYes = "ask_yes";
        Approve = "approve";
        Publish = "publish";
        Decline = "decline";
        Withdraw = "withdraw";
        Reopen = "reopen";
        /// What the museum was asked is asked no more.
        CallBack = "call_back";
        /// The museum's yes.
        Agree = "agree";
        /// The museum writes back instead of a yes.
        Answer = "answer";
        /// The museum changes the text that it was shown.
        Amend = "amend";
        /// The museum's no.
        Refuse = "refuse";
        /// Nobody answered for long.
        Lapse = "lapse";
        /// The museum takes up what lapsed.
        Resume = "resume";
        /// Only ever inside the publication of a newer version.
        Replace = "replace";
        /// A second person's yes to a text that could harm somebody.
        Second = "second";
        /// It becomes a version of a case that is public.
        Join = "join";
        /// What staff began and no museum took over is deleted.
        Drop = "drop";
        /// A draft that was never sent is deleted after months of silence.
        Expire = "expire";
    }
}

named! {
    /// Where a case stands with the public.
    CaseState {
        /// Never published; the case has only drafts and submissions.
        Unpublished = "unpublished", "Not published";
        Live = "live", "Live";
        /// Somebody has to say whether it is still true.
        DueForReview = "due_for_review", "Due for review";
        Archived = "archived", "Archived";
        TakenDown = "taken_down", "Taken down";
    }
}

named! {
    /// What may be done to a case.
    CaseAction {
        /// Only ever together with the submission's `Publish`, or by an import.
        GoLive = "go_live";
        TakeDown = "take_down";
        Restore = "restore";
        /// Nobody has said for two years that it is still true.
        FallDue = "fall_due";
        /// The work is over; the page stays readable.
        Finish = "finish";
        /// Somebody says that it is still true.
        Confirm = "confirm";
        /// It stands on the front page.
        Feature = "feature";
        Unfeature = "unfeature";
    }
}

stored_words!(Status, Action, CaseState, CaseAction, Role);

/// One row: from a state, an action leads to a state, for these roles.
#[derive(Debug, Clone, Copy)]
pub struct Transition<S: 'static, A: 'static> {
    pub from: S,
    pub action: A,
    pub to: S,
    pub who: &'static [Role],
}

const fn row<S, A>(from: S, action: A, to: S, who: &'static [Role]) -> Transition<S, A> {
    Transition {
        from,
        action,
        to,
        who,
    }
}

const OWNER: &[Role] = &[Role::Submitter];
const STAFF: &[Role] = &[Role::Moderator, Role::Admin];
const PROGRAM: &[Role] = &[Role::Program];
const STAFF_OR_PROGRAM: &[Role] = &[Role::Moderator, Role::Admin, Role::Program];
const OWNER_OR_STAFF: &[Role] = &[Role::Submitter, Role::Moderator, Role::Admin];

/// Every move of a submission there is. What is not here cannot happen.
pub const TRANSITIONS: &[Transition<Status, Action>] = {
    use Action as A;
    use Status as S;
    &[
        row(S::Draft, A::Submit, S::Submitted, OWNER),
        row(S::Draft, A::Withdraw, S::Withdrawn, OWNER),
        row(S::Submitted, A::StartReview, S::InReview, STAFF),
        row(S::Submitted, A::Decline, S::Declined, STAFF),
        row(S::Submitted, A::Withdraw, S::Withdrawn, OWNER),
        row(S::Submitted, A::Join, S::Submitted, STAFF),
        row(S::InReview, A::RequestChanges, S::ChangesRequested, STAFF),
        row(S::InReview, A::AskYes, S::AwaitingYes, STAFF),
        row(S::InReview, A::Approve, S::Approved, STAFF),
        row(S::InReview, A::Decline, S::Declined, STAFF),
        row(S::InReview, A::Withdraw, S::Withdrawn, OWNER),
        row(S::InReview, A::Second, S::InReview, STAFF),
        row(S::InReview, A::Join, S::InReview, STAFF),
        row(S::ChangesRequested, A::Submit, S::Submitted, OWNER),
        row(S::ChangesRequested, A::Decline, S::Declined, STAFF),
        row(S::ChangesRequested, A::Withdraw, S::Withdrawn, OWNER),
        row(S::ChangesRequested, A::CallBack, S::InReview, STAFF),
        row(S::ChangesRequested, A::Lapse, S::Lapsed, PROGRAM),
        row(S::ChangesRequested, A::Join, S::ChangesRequested, STAFF),
        row(S::AwaitingYes, A::Decline, S::Declined, STAFF),
        row(S::AwaitingYes, A::CallBack, S::InReview, STAFF),
        row(S::AwaitingYes, A::Agree, S::Approved, OWNER),
        row(S::AwaitingYes, A::Answer, S::InReview, OWNER),
        row(S::AwaitingYes, A::Amend, S::ChangesRequested, OWNER),
        row(S::AwaitingYes, A::Refuse, S::Withdrawn, OWNER),
        row(S::AwaitingYes, A::Lapse, S::Lapsed, PROGRAM),
        row(S::AwaitingYes, A::Second, S::AwaitingYes, STAFF),
        row(S::AwaitingYes, A::Join, S::AwaitingYes, STAFF),
        row(S::Lapsed, A::Resume, S::ChangesRequested, OWNER),
        row(S::Lapsed, A::Reopen, S::InReview, STAFF),
        row(S::Approved, A::Publish, S::Published, STAFF_OR_PROGRAM),
        row(S::Approved, A::Reopen, S::InReview, STAFF),
        row(S::Approved, A::Withdraw, S::Withdrawn, OWNER),
        row(S::Approved, A::Second, S::Approved, STAFF),
        row(S::Approved, A::Join, S::Approved, STAFF),
        row(S::Published, A::Replace, S::Replaced, STAFF_OR_PROGRAM),
        row(S::Declined, A::Reopen, S::InReview, STAFF),
    ]
};

/// A move that ends in nothing: what is moved is deleted, with its case where that was never public.
#[derive(Debug, Clone, Copy)]
pub struct Removal {
    pub from: Status,
    pub action: Action,
    pub who: &'static [Role],
}

/// Every such move of a submission.
pub const REMOVALS: &[Removal] = &[
    Removal {
        from: Status::Draft,
        action: Action::Drop,
        who: STAFF,
    },
    Removal {
        from: Status::Draft,
        action: Action::Expire,
        who: PROGRAM,
    },
];

/// Every move of a case there is.
pub const CASE_TRANSITIONS: &[Transition<CaseState, CaseAction>] = {
    use CaseAction as A;
    use CaseState as S;
    &[
        row(S::Unpublished, A::GoLive, S::Live, STAFF_OR_PROGRAM),
        row(S::Live, A::GoLive, S::Live, STAFF_OR_PROGRAM),
        row(S::DueForReview, A::GoLive, S::Live, STAFF_OR_PROGRAM),
        row(S::Archived, A::GoLive, S::Live, STAFF_OR_PROGRAM),
        row(S::Live, A::TakeDown, S::TakenDown, STAFF),
        row(S::DueForReview, A::TakeDown, S::TakenDown, STAFF),
        row(S::Archived, A::TakeDown, S::TakenDown, STAFF),
        row(S::TakenDown, A::Restore, S::Live, STAFF),
        // A text that was mended meanwhile, as part of publishing it.
        row(S::TakenDown, A::GoLive, S::Live, STAFF),
        row(S::Live, A::FallDue, S::DueForReview, PROGRAM),
        row(S::Live, A::Finish, S::Archived, OWNER_OR_STAFF),
        row(S::DueForReview, A::Finish, S::Archived, OWNER_OR_STAFF),
        row(S::DueForReview, A::Confirm, S::Live, OWNER_OR_STAFF),
        row(S::Archived, A::Confirm, S::Live, OWNER_OR_STAFF),
        row(S::Live, A::Feature, S::Live, STAFF),
        row(S::Live, A::Unfeature, S::Live, STAFF),
        row(S::DueForReview, A::Feature, S::DueForReview, STAFF),
        row(S::DueForReview, A::Unfeature, S::DueForReview, STAFF),
        row(S::Archived, A::Feature, S::Archived, STAFF),
        row(S::Archived, A::Unfeature, S::Archived, STAFF),
    ]
};

/// Where `action` leads from `from` for somebody with these roles, or `None` if it is not allowed.
#[must_use]
pub fn next<S: PartialEq + Copy, A: PartialEq + Copy>(
    table: &[Transition<S, A>],
    from: S,
    action: A,
    roles: &[Role],
) -> Option<S> {
    table
        .iter()
        .find(|row| {
            row.from == from
                && row.action == action
                && row.who.iter().any(|role| roles.contains(role))
        })
        .map(|row| row.to)
}

impl Status {
    /// Where `action` leads from here, or `None`.
    #[must_use]
    pub fn after(self, action: Action, roles: &[Role]) -> Option<Self> {
        next(TRANSITIONS, self, action, roles)
    }

    /// Whether `action` deletes what stands here, for somebody with these roles.
    #[must_use]
    pub fn is_deleted_by(self, action: Action, roles: &[Role]) -> bool {
        REMOVALS.iter().any(|row| {
            row.from == self
                && row.action == action
                && row.who.iter().any(|role| roles.contains(role))
        })
    }

    /// The actions open to somebody with these roles, in table order.
    #[must_use]
    pub fn actions(self, roles: &[Role]) -> Vec<Action> {
        Action::ALL
            .iter()
            .copied()
            .filter(|action| self.after(*action, roles).is_some())
            .collect()
    }

    /// The submitter may still write.
    #[must_use]
    pub const fn is_open_to_its_author(self) -> bool {
        matches!(self, Self::Draft | Self::ChangesRequested)
    }
}

impl Default for CaseState {
    /// What no case says of itself: nobody may see it.
    fn default() -> Self {
        Self::Unpublished
    }
}

impl CaseState {
    /// Where `action` leads from here, or `None`.
    #[must_use]
    pub fn after(self, action: CaseAction, roles: &[Role]) -> Option<Self> {
        next(CASE_TRANSITIONS, self, action, roles)
    }

    /// Readers may see it.
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Live | Self::DueForReview | Self::Archived)
    }
}

impl Stored<Status> {
    /// The words people read.
    #[must_use]
    pub fn label(&self) -> &'static str {
        self.known().map_or(NEWER, Status::label)
    }

    /// Where `action` leads from here, or `None`. What a newer version made of it is not moved.
    #[must_use]
    pub fn after(&self, action: Action, roles: &[Role]) -> Option<Status> {
        self.known()?.after(action, roles)
    }

    /// Whether `action` deletes what stands here. What a newer version made of it is never deleted.
    #[must_use]
    pub fn is_deleted_by(&self, action: Action, roles: &[Role]) -> bool {
        self.known()
            .is_some_and(|status| status.is_deleted_by(action, roles))
    }

    /// The actions open to somebody with these roles, in table order.
    #[must_use]
    pub fn actions(&self, roles: &[Role]) -> Vec<Action> {
        self.known()
            .map_or_else(Vec::new, |status| status.actions(roles))
    }

    /// The submitter may still write.
    #[must_use]
    pub fn is_open_to_its_author(&self) -> bool {
        self.known().is_some_and(Status::is_open_to_its_author)
    }

    /// It was sent, and its author has nothing to mend in it and did not take it back: the page that
    /// says so is true.
    #[must_use]
    pub fn stands_as_sent(&self) -> bool {
        self.known()
            .is_some_and(|status| !status.is_open_to_its_author() && status != Status::Withdrawn)
    }

    /// The word and the label beside a submission whose case stands like this with the public: a
    /// case that was taken down is not called published.
    #[must_use]
    pub fn tag<'a>(&'a self, case: &'a Stored<CaseState>) -> (&'a str, &'static str) {
        match (self.known(), case.known()) {
            (Some(Status::Published), Some(CaseState::TakenDown) | None) => {
                (case.slug(), case.label())
            }
            _ => (self.slug(), self.label()),
        }
    }

    /// What the submitter is told, in a sentence that says what happens next. `case` is how its case
    /// stands with the public.
    #[must_use]
    pub fn what_happens_next(&self, case: &Stored<CaseState>) -> &'static str {
        const BY_A_NEWER_VERSION: &str = "It is handled by a newer version of this program, which says what happens next. Nothing of yours is lost.";
        let Some(status) = self.known() else {
            return BY_A_NEWER_VERSION;
        };
        match status {
            Status::Published => match case.known() {
                Some(CaseState::TakenDown) => {
                    "We took it down: readers do not see it. Write to us and give your reference if you do not know why."
                }
                Some(CaseState::DueForReview) => {
                    "It is published, and it is two years since anyone said that it is still true. Please tell us."
                }
                Some(_) => "It is published. Thank you for sharing it.",
                None => BY_A_NEWER_VERSION,
            },
            Status::Draft => {
                "You have not sent this yet. Finish it when you can; we keep your answers."
            }
            Status::Submitted => "We have it. A moderator will read it and write to you.",
            Status::InReview => "A moderator is reading it now and will write to you.",
            Status::ChangesRequested => {
                "We have asked you for some changes. Make them and send it again."
            }
            Status::AwaitingYes => {
                "Your page is ready. Please read it and say whether we may publish it."
            }
            Status::Approved => "It is approved and will be published soon.",
            Status::Replaced => "Readers now see a newer version of it.",
            Status::Declined => "We did not publish it. Our message says why.",
            Status::Lapsed => {
                "We heard nothing from you, so we put it aside and did not publish it. You can take it up again."
            }
            Status::Withdrawn => "You withdrew it. We will not publish it.",
        }
    }
}

impl Stored<CaseState> {
    /// The words people read.
    #[must_use]
    pub fn label(&self) -> &'static str {
        self.known().map_or(NEWER, CaseState::label)
    }

    /// Where `action` leads from here, or `None`.
    #[must_use]
    pub fn after(&self, action: CaseAction, roles: &[Role]) -> Option<CaseState> {
        self.known()?.after(action, roles)
    }

    /// Readers may see it. A state that this version does not know is shown to nobody.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.known().is_some_and(CaseState::is_public)
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, CaseAction, CaseState, NEWER, Role, Status, Stored};

    /// The table once more, by hand: from, action, who may (`o` the owner, `s` staff, `p` the program), to.
    const BY_HAND: &[&str] = &[
        "draft submit o submitted",
        "draft withdraw o withdrawn",
        "draft drop s deleted",
        "draft expire p deleted",
        "submitted start_review s in_review",
        "submitted decline s declined",
        "submitted withdraw o withdrawn",
        "submitted join s submitted",
        "in_review request_changes s changes_requested",
        "in_review ask_yes s awaiting_yes",
        "in_review approve s approved",
        "in_review decline s declined",
        "in_review withdraw o withdrawn",
        "in_review second s in_review",
        "in_review join s in_review",
        "changes_requested submit o submitted",
        "changes_requested decline s declined",
        "changes_requested withdraw o withdrawn",
        "changes_requested call_back s in_review",
        "changes_requested lapse p lapsed",
        "changes_requested join s changes_requested",
        "awaiting_yes decline s declined",
        "awaiting_yes call_back s in_review",
        "awaiting_yes agree o approved",
        "awaiting_yes answer o in_review",
        "awaiting_yes amend o changes_requested",
        "awaiting_yes refuse o withdrawn",
        "awaiting_yes lapse p lapsed",
        "awaiting_yes second s awaiting_yes",
        "awaiting_yes join s awaiting_yes",
        "lapsed resume o changes_requested",
        "lapsed reopen s in_review",
        "approved publish sp published",
        "approved reopen s in_review",
        "approved withdraw o withdrawn",
        "approved second s approved",
        "approved join s approved",
        "published replace sp replaced",
        "declined reopen s in_review",
    ];

    /// The table of cases once more, by hand, as above.
    const CASES_BY_HAND: &[&str] = &[
        "unpublished go_live sp live",
        "live go_live sp live",
        "due_for_review go_live sp live",
        "archived go_live sp live",
        "taken_down go_live s live",
        "live fall_due p due_for_review",
        "live take_down s taken_down",
        "due_for_review take_down s taken_down",
        "archived take_down s taken_down",
        "taken_down restore s live",
        "live finish os archived",
        "due_for_review finish os archived",
        "due_for_review confirm os live",
        "archived confirm os live",
        "live feature s live",
        "live unfeature s live",
        "due_for_review feature s due_for_review",
        "due_for_review unfeature s due_for_review",
        "archived feature s archived",
        "archived unfeature s archived",
    ];

    fn may(who: &str, role: Role) -> bool {
        who.chars().any(|one| match one {
            'o' => role == Role::Submitter,
            's' => matches!(role, Role::Moderator | Role::Admin),
            'p' => role == Role::Program,
            _ => false,
        })
    }

    #[test]
    fn every_status_action_and_role_matches_the_table_written_by_hand() {
        let mut found = 0;
        for from in Status::ALL {
            for action in Action::ALL {
                let row = BY_HAND
                    .iter()
                    .map(|row| row.split(' ').collect::<Vec<_>>())
                    .find(|row| row[..2] == [from.slug(), action.slug()]);
                found += usize::from(row.is_some());
                for role in Role::ALL {
                    let row = row.as_ref().filter(|row| may(row[2], *role));
                    let deletes = row.is_some_and(|row| row[3] == "deleted");
                    let expected = row
                        .filter(|_| !deletes)
                        .map(|row| Status::from_slug(row[3]).expect("a status"));
                    assert_eq!(
                        (
                            from.after(*action, &[*role]),
                            from.is_deleted_by(*action, &[*role])
                        ),
                        (expected, deletes),
                        "{from:?} {action:?} {role:?}"
                    );
                }
            }
        }
        assert_eq!(found, BY_HAND.len());
    }

    #[test]
    fn every_case_state_action_and_role_matches_the_table_written_by_hand() {
        let mut found = 0;
        for from in CaseState::ALL {
            for action in CaseAction::ALL {
                let row = CASES_BY_HAND
                    .iter()
                    .map(|row| row.split(' ').collect::<Vec<_>>())
                    .find(|row| row[..2] == [from.slug(), action.slug()]);
                found += usize::from(row.is_some());
                for role in Role::ALL {
                    let expected = row
                        .as_ref()
                        .filter(|row| may(row[2], *role))
                        .map(|row| CaseState::from_slug(row[3]).expect("a state"));
                    assert_eq!(
                        from.after(*action, &[*role]),
                        expected,
                        "{from:?} {action:?} {role:?}"
                    );
                }
            }
        }
        assert_eq!(found, CASES_BY_HAND.len());
    }

    #[test]
    fn a_case_that_was_taken_down_is_not_called_published() {
        for state in CaseState::ALL {
            let published = Stored::Known(Status::Published);
            let case = Stored::Known(*state);
            let words = published.what_happens_next(&case);
            let down = *state == CaseState::TakenDown;
            assert_eq!(words.starts_with("It is published"), !down, "{state:?}");
            let (_, label) = published.tag(&case);
            assert_eq!(label == "Published", !down, "{state:?}");
            assert_eq!(
                Stored::Known(Status::InReview).tag(&case),
                ("in_review", "In review")
            );
        }
    }

    #[test]
    fn what_a_newer_version_wrote_is_named_so_and_cannot_be_moved() {
        let newer = Stored::<Status>::read("in_translation");
        let live = Stored::Known(CaseState::Live);
        assert_eq!(newer.tag(&live), ("in_translation", NEWER));
        assert_eq!(newer.actions(Role::ALL), []);
        assert!(!newer.is_open_to_its_author() && !newer.stands_as_sent());
        assert!(!newer.is_deleted_by(Action::Expire, Role::ALL));
        let state = Stored::<CaseState>::read("embargoed");
        assert_eq!(
            Stored::Known(Status::Published).tag(&state),
            ("embargoed", NEWER)
        );
        assert!(!state.is_public());
        for action in CaseAction::ALL {
            assert_eq!(state.after(*action, Role::ALL), None);
        }
    }

    #[test]
    fn several_roles_add_up() {
        let both = [Role::Submitter, Role::Moderator];
        assert_eq!(
            Status::Draft.after(Action::Submit, &both),
            Some(Status::Submitted)
        );
        assert_eq!(Status::InReview.actions(&both).len(), 7);
        assert_eq!(Status::InReview.actions(&[]), []);
    }
}
