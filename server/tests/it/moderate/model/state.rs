//! What the program should know: the model. What presses do to it stands in `presses`, the moves in `moves`.

use super::tables::bears_other_tags;

/// A decision that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub uid: u64,
    pub decision: &'static str,
    pub seen: i64,
    pub by: usize,
    pub due: i64,
    /// The notes that stood on its page.
    pub notes: Vec<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub uid: u64,
    pub for_museum: bool,
    pub state: &'static str,
}

/// A page that a museum was asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    pub uid: u64,
    pub by: usize,
    /// yes, change, no or void.
    pub said: Option<&'static str>,
    pub with_words: bool,
}

/// A submission with its case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct One {
    /// Which of those that stood in its place.
    pub uid: u64,
    pub owner: usize,
    pub status: &'static str,
    pub sent: bool,
    pub version: i64,
    /// Between these versions nothing but tags was changed.
    pub tags: (i64, i64),
    pub assignee: Option<usize>,
    pub round: i64,
    pub sensitive: bool,
    /// Who took back last that somebody could be harmed.
    pub took_back: Option<usize>,
    pub label: &'static str,
    /// Who gave a second yes to the text as it stands.
    pub seconds: Vec<usize>,
    pub plans: Vec<Plan>,
    pub notes: Vec<Note>,
    pub askings: Vec<Asking>,
    /// What its museum was asked last.
    pub asked_last: &'static str,
    pub lapses: Option<i64>,
    pub approved_by_museum: bool,
    pub case: &'static str,
    pub featured: bool,
    /// When the program asks whether it is still true.
    pub asked_again: i64,
    /// When its last word was written, while it was never sent.
    pub written: i64,
    /// When it is deleted, once that is planned.
    pub goes: Option<i64>,
}

/// What somebody of the staff saw when they last looked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub of: u64,
    pub version: i64,
    pub assignee: Option<usize>,
    pub plan: Option<u64>,
    pub notes: Vec<u64>,
    /// Of these one may be removed or be done with.
    pub all_notes: Vec<u64>,
}

/// What is pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    Send {
        sure: bool,
    },
    Withdraw,
    Resume,
    /// To the asking with this number: yes, change, write or sure.
    Say {
        asking: u64,
        what: &'static str,
    },
    Decide {
        decision: &'static str,
        despite: bool,
    },
    Take,
    HandOver {
        to: usize,
    },
    GiveBack,
    Sensitive {
        is: bool,
    },
    Second,
    Label {
        label: &'static str,
    },
    Note {
        for_museum: bool,
    },
    Remove {
        note: u64,
    },
    Settle {
        note: u64,
    },
    Stop {
        plan: u64,
    },
    Now {
        plan: u64,
    },
    Case {
        action: &'static str,
    },
    /// On the page that asks whether it is still true.
    Tell {
        over: bool,
    },
}

impl One {
    /// A draft as it was begun.
    pub fn draft(uid: u64, owner: usize, version: i64, now: i64) -> Self {
        Self {
            uid,
            owner,
            status: "draft",
            sent: false,
            version,
            tags: (0, 0),
            assignee: None,
            round: 0,
            sensitive: false,
            took_back: None,
            label: "",
            seconds: Vec::new(),
            plans: Vec::new(),
            notes: Vec::new(),
            askings: Vec::new(),
            asked_last: "",
            lapses: None,
            approved_by_museum: false,
            case: "unpublished",
            featured: false,
            asked_again: 0,
            written: now,
            goes: None,
        }
    }

    pub fn look(&self) -> Seen {
        let to_send = self.notes.iter().filter(|note| note.is_to_send());
        Seen {
            of: self.uid,
            version: self.version,
            assignee: self.assignee,
            plan: self.plans.last().map(|plan| plan.uid),
            notes: to_send.map(|note| note.uid).collect(),
            all_notes: self.notes.iter().map(|note| note.uid).collect(),
        }
    }

    /// Its museum is asked for its yes.
    pub fn owner_is_asked(&self) -> bool {
        self.status == "awaiting_yes"
    }

    /// Its museum has it in hand.
    pub fn waits_for_its_owner(&self) -> bool {
        matches!(self.status, "changes_requested" | "awaiting_yes" | "lapsed")
    }

    pub fn is_as_seen(&self, seen: i64, bears_other_tags: bool) -> bool {
        let (from, until) = self.tags;
        seen == self.version || bears_other_tags && until == self.version && from <= seen
    }

    pub fn holds(&self, plan: &Plan) -> bool {
        self.is_as_seen(plan.seen, bears_other_tags(plan.decision))
    }

    pub fn is_decided(&self) -> bool {
        self.plans.iter().any(|plan| self.holds(plan))
    }
}

impl Note {
    pub fn is_to_send(&self) -> bool {
        self.for_museum && self.state == "draft"
    }
}
