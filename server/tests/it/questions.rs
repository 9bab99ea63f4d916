//! Questions that readers ask, and what each of them is told: the cases that must come first, or
//! that there is none, in words. No query is a special case of the program: what fails here is
//! mended for its whole kind.

use crate::search::{search, slugs};
use crate::support::{Page, Visitor};
use crate::{each_database, sample};

/// A question and its answer.
struct Asked {
    words: &'static str,
    /// Cases that stand in the first three. Without any the question finds nothing.
    first: &'static [&'static str],
    /// Nothing is asked of the cases: the words alone are looked at.
    any: bool,
    /// What the page says.
    says: &'static [&'static str],
    /// The one other spelling that is offered. Where there is none, none may be.
    meant: Option<&'static str>,
}

/// Finds nothing, and says so.
const fn nothing(words: &'static str) -> Asked {
    finds(words, &[])
}

/// Finds these in the first three.
const fn finds(words: &'static str, first: &'static [&'static str]) -> Asked {
    Asked {
        words,
        first,
        any: false,
        says: &[],
        meant: None,
    }
}

/// Finds these once the spelling that is offered has been followed.
const fn offers(
    words: &'static str,
    meant: &'static str,
    first: &'static [&'static str],
) -> Asked {
    Asked {
        meant: Some(meant),
        ..finds(words, first)
    }
}

impl Asked {
    const fn says(self, says: &'static [&'static str]) -> Self {
        Self { says, ..self }
    }

    /// Whatever it finds.
    const fn whatever(self) -> Self {
        Self { any: true, ..self }
    }
}

/// Twenty questions of people who were never asked before, written down with their answers before
/// anything was tuned: a care home manager, a funder, a youth worker, a practice manager, ... To the
/// first ten words and weights may be tuned.
const NEW_READERS: [Asked; 10] = [
    finds("activities we can bring to a care home for residents with memory loss", &["unforgettable-netherlands"]),
    finds("which projects report a return on investment", &["inspiring-futures-volunteering"]),
    finds("volunteering for unemployed young people", &["inspiring-futures-volunteering"]),
    finds("nurses referring bereaved patients", &["dulwich-prescription-for-art"]),
    finds("infection control when handling objects", &["heritage-in-hospitals"]),
    finds("recruiting volunteers who live with mental ill health", &["give-volunteering-for-wellbeing"]),
    finds("staff who work with traumatic collections", &["nmah-trauma-based-knowledge-work"]),
    finds("stroke rehabilitation", &["not-so-grim-up-north"]),
    finds("museum prescriptions paid for by the city", &["brussels-museum-prescriptions"]),
    finds("braille and sign language", &["balkan-accessible-museums"]),
];

/// To these ten nothing is ever tuned. They say how well searching carries over.
const KEPT_HONEST: [Asked; 10] = [
    finds("hybrid working and team wellbeing", &["ma-supporting-team-wellbeing"]),
    finds("trial with frailty as an outcome", &["montreal-museum-prescriptions"]),
    finds("recycled materials and a small grant", &["beaney-paper-apothecary"]),
    finds("mindfulness with primary school children", &["manchester-art-gallery-mindful-museum"]),
    finds("Arabic speaking tour guides", &["multaka-oxford"]),
    finds("singing for people off work with depression", &["kulturvitaminer-aalborg"]),
    finds("a quiet slot when the museum is closed to others", &["moma-meet-me"]),
    finds("activities for veterans", &[]).whatever().says(&["No case study mentions “veterans”", "Veterans: none yet"]),
    finds("homelessness charity art group", &["holburne-pathways-to-wellbeing"]),
    finds("staff creativity every day and sustainability", &["derby-museums-story-of-change"]),
];
