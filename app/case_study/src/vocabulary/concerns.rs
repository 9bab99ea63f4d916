//! What a reader may find wrong with a case study.

use super::{Term, term};

/// What may do harm comes first; `other` stays last.
pub(super) const REASONS: &[Term] = &[
    term(
        "identifies-person",
        "Someone can be recognised",
        "A name or a detail shows who someone is, and they may not want that.",
    ),
    term(
        "no-permission",
        "It is there without permission",
        "A story or someone's words are used, and the person did not agree.",
    ),
    term(
        "safety",
        "It could put someone at risk",
        "It gives away a place, a time or a habit that should stay private.",
    ),
    term(
        "not-true",
        "It is wrong or misleading",
        "Numbers, claims or results are not right, or sound like more than they are.",
    ),
    term(
        "hurtful-words",
        "It speaks about people in a hurtful way",
        "Words that label, blame or talk down.",
    ),
    term(
        "take-down",
        "It should be taken down",
        "It is about you or your museum, and you do not want it here. You don't have to give a reason.",
    ),
    term(
        "other",
        "Something else",
        "A broken link, someone else's work, anything the list does not name.",
    ),
];
