//! The tables of moves once more, as plain words: nothing here asks the program.

/// A move of a submission: from, action, to. What leads to `deleted` is there no more.
const MOVES: [(&str, &str, &str); 32] = [
    ("draft", "expire", "deleted"),
    ("draft", "submit", "submitted"),
    ("draft", "withdraw", "withdrawn"),
    ("submitted", "start_review", "in_review"),
    ("submitted", "withdraw", "withdrawn"),
    ("in_review", "request_changes", "changes_requested"),
    ("in_review", "ask_yes", "awaiting_yes"),
    ("in_review", "approve", "approved"),
    ("in_review", "decline", "declined"),
    ("in_review", "withdraw", "withdrawn"),
    ("in_review", "second", "in_review"),
    ("changes_requested", "submit", "submitted"),
    ("changes_requested", "decline", "declined"),
    ("changes_requested", "withdraw", "withdrawn"),
    ("changes_requested", "call_back", "in_review"),
    ("changes_requested", "lapse", "lapsed"),
    ("awaiting_yes", "decline", "declined"),
    ("awaiting_yes", "call_back", "in_review"),
    ("awaiting_yes", "agree", "approved"),
    ("awaiting_yes", "answer", "in_review"),
    ("awaiting_yes", "amend", "changes_requested"),
    ("awaiting_yes", "refuse", "withdrawn"),
    ("awaiting_yes", "lapse", "lapsed"),
    ("awaiting_yes", "second", "awaiting_yes"),
    ("lapsed", "resume", "changes_requested"),
    ("lapsed", "reopen", "in_review"),
    ("approved", "publish", "published"),
    ("approved", "reopen", "in_review"),
    ("approved", "withdraw", "withdrawn"),
    ("approved", "second", "approved"),
    ("declined", "reopen", "in_review"),
    ("published", "replace", "replaced"),
];

/// A move of a case: from, action, to.
const CASE_MOVES: [(&str, &str, &str); 18] = [
    ("unpublished", "go_live", "live"),
    ("live", "take-down", "taken_down"),
    ("archived", "take-down", "taken_down"),
    ("taken_down", "restore", "live"),
    ("live", "finish", "archived"),
    ("archived", "confirm", "live"),
    ("live", "feature", "live"),
    ("live", "unfeature", "live"),
    ("archived", "feature", "archived"),
    ("archived", "unfeature", "archived"),
    ("archived", "go_live", "live"),
    ("live", "fall_due", "due_for_review"),
    ("due_for_review", "take-down", "taken_down"),
    ("due_for_review", "finish", "archived"),
    ("due_for_review", "confirm", "live"),
    ("due_for_review", "feature", "due_for_review"),
    ("due_for_review", "unfeature", "due_for_review"),
    ("due_for_review", "go_live", "live"),
];

/// What staff press about a submission, and the moves that it makes.
pub const DECISIONS: [(&str, &[&str]); 8] = [
    ("changes", &["request_changes"]),
    ("ask-yes", &["ask_yes"]),
    ("approve", &["approve"]),
    ("approve-and-publish", &["approve", "publish"]),
    ("publish", &["publish"]),
    ("decline", &["decline"]),
    ("reopen", &["reopen"]),
    ("call-back", &["call_back"]),
];

/// What staff press about a case.
pub const OF_CASES: [&str; 6] = [
    "take-down",
    "restore",
    "finish",
    "confirm",
    "feature",
    "unfeature",
];

/// Where a move of a submission leads.
pub fn leads(from: &str, action: &str) -> Option<&'static str> {
    found(&MOVES, from, action)
}

/// Where a move of a case leads.
pub fn leads_case(from: &str, action: &str) -> Option<&'static str> {
    found(&CASE_MOVES, from, action)
}

fn found(table: &[(&str, &str, &'static str)], from: &str, action: &str) -> Option<&'static str> {
    let row = table.iter().find(|row| row.0 == from && row.1 == action);
    row.map(|row| row.2)
}

/// The moves of a decision about a submission in this status: one that waits is taken into review first.
pub fn moves_of(decision: &str, status: &str) -> Vec<&'static str> {
    let row = DECISIONS.iter().find(|row| row.0 == decision);
    let moves = row.map_or(&[][..], |row| row.1);
    let first = (status == "submitted").then_some("start_review");
    first.into_iter().chain(moves.iter().copied()).collect()
}

/// A decision that is made by a letter, for which other tags are the same text.
pub fn bears_other_tags(decision: &str) -> bool {
    matches!(decision, "changes" | "decline")
}
