//! Notes that moderators write at fields: for the team alone, or for the museum as parts of one request.

use super::fields::{FIELDS, Field, Section, field};
use super::own_museum::OwnMuseum;
use super::publishable::Obstacle;
use super::status::Status;
use super::stored::{Stored, stored_words};
use super::vocabulary::Vocabulary;
use std::collections::BTreeSet;

/// The longest note, in characters.
pub const LONGEST_NOTE: usize = 1_000;
/// The longest reply to a note, in characters.
pub const LONGEST_REPLY: usize = 2_000;

/// Who reads a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoteReach {
    /// Moderators alone. It never leaves.
    Team,
    /// Its museum too, with the next request.
    Museum,
}

/// How far a note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoteState {
    /// The team's own, until a request takes it along.
    Draft,
    /// With the museum.
    Sent,
    /// The museum sent its case study again.
    Answered,
    /// Nothing is left to do about it.
    Settled,
}

impl NoteReach {
    pub const ALL: [Self; 2] = [Self::Team, Self::Museum];

    /// The word stored in the database.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Museum => "museum",
        }
    }

    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reach| reach.slug() == slug)
    }
}

impl NoteState {
    pub const ALL: [Self; 4] = [Self::Draft, Self::Sent, Self::Answered, Self::Settled];

    /// The word stored in the database.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sent => "sent",
            Self::Answered => "answered",
            Self::Settled => "settled",
        }
    }

    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.slug() == slug)
    }
}

stored_words!(NoteReach, NoteState);

/// Why a note cannot be kept, whoever writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteRefusal {
    /// The form has no such question now.
    FieldIsGone,
    /// It stands where nobody may note this.
    NotNow,
    /// Its museum has it already, or it was removed.
    NotYours,
    /// It is of the writer's own museum, and somebody else may ask: how that is known.
    OwnMuseum(OwnMuseum),
}

impl NoteRefusal {
    /// What is so now.
    #[must_use]
    pub fn in_words(self) -> String {
        let words = match self {
            Self::FieldIsGone => {
                "This question is no longer part of the form, so a note cannot stand at it."
            }
            Self::NotNow => {
                "This case study is not with us now, so the museum cannot be asked about it. You can still write a note for the team."
            }
            Self::NotYours => {
                "This note was sent to the museum or removed since you opened the page, so it cannot be changed."
            }
            Self::OwnMuseum(why) => return Obstacle::OwnMuseum { why, alone: false }.in_words(),
        };
        words.to_owned()
    }
}

/// Whether a note of this reach may be written while a submission stands so.
#[must_use]
pub fn may_be_noted(status: &Stored<Status>, reach: NoteReach) -> bool {
    match (reach, status.known()) {
        (_, None | Some(Status::Draft)) => false,
        (NoteReach::Team, Some(_)) => true,
        (NoteReach::Museum, Some(status)) => matches!(
            status,
            Status::Submitted | Status::InReview | Status::Approved
        ),
    }
}

/// Whether a museum can be asked about a field; what moderators set themselves it has no page for.
#[must_use]
pub fn may_be_asked_about(key: &str) -> bool {
    field(key).is_some_and(Field::is_asked)
}

/// What is wrong with the words of a note, if something is.
#[must_use]
pub fn fault(words: &str, reason: &str) -> Option<String> {
    match words.chars().count() {
        // A reason says something already.
        0 if reason.is_empty() => Some("Write a note".to_owned()),
        length if length > LONGEST_NOTE => Some(format!(
            "The note has {length} characters. Shorten it to {LONGEST_NOTE} or fewer"
        )),
        _ => None,
    }
}

/// Name of the box in which a museum replies to a note.
#[must_use]
pub fn reply_key(note_id: i64) -> String {
    format!("reply-{note_id}")
}

/// Whether this is the name of such a box.
#[must_use]
pub fn is_reply_key(key: &str) -> bool {
    key.strip_prefix("reply-").is_some_and(|id| {
        !id.is_empty() && id.len() < 20 && id.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Fields that only make sense together, and are open together.
const PARTNERS: [&[&str]; 11] = [
    &["started", "ended", "still_running"],
    &["quotation", "quotation_from", "quotation_permission"],
    &["participants", "participants_counted", "participants_note"],
    &["town", "region", "country", "on_map"],
    &["strand", "second_strand"],
    &["measures", "measures_other"],
    &["design", "method"],
    &["partner_types", "partners"],
    &["funding_sources", "funder"],
    &["contact_role", "contact_email", "contact_by_readers"],
    // One page asks for both.
    &["pictures", "documents"],
];

/// A field with those that belong to it, in form order; none where the form does not ask for it.
#[must_use]
pub fn with_partners(key: &str) -> Vec<&'static Field> {
    let together = PARTNERS.iter().find(|group| group.contains(&key));
    let belongs = |field: &&Field| {
        field.key == key || together.is_some_and(|group| group.contains(&field.key))
    };
    let asked = FIELDS.iter().filter(|field| field.is_asked());
    if may_be_asked_about(key) {
        asked.filter(belongs).collect()
    } else {
        Vec::new()
    }
}

/// Where a field stands in the form; what has no place there comes last.
#[must_use]
pub fn place_in_form(key: &str) -> (usize, usize) {
    let Some(at) = FIELDS.iter().position(|field| field.key == key) else {
        return (usize::MAX, usize::MAX);
    };
    let page = Section::ALL
        .iter()
        .position(|section| *section == FIELDS[at].section);
    (page.unwrap_or(usize::MAX), at)
}

/// What of its text a museum may change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenFields {
    All,
    /// Keys of the fields that were asked about, their partners with them.
    Only(BTreeSet<&'static str>),
}

impl OpenFields {
    /// The fields of these notes and their partners.
    #[must_use]
    pub fn asked<'a>(keys: impl Iterator<Item = &'a str>) -> Self {
        Self::Only(
            keys.flat_map(with_partners)
                .map(|field| field.key)
                .collect(),
        )
    }

    #[must_use]
    pub fn is_all(&self) -> bool {
        *self == Self::All
    }

    #[must_use]
    pub fn is_open(&self, field: &Field) -> bool {
        match self {
            Self::All => true,
            Self::Only(keys) => keys.contains(field.key),
        }
    }

    /// Whether anything of a page of the form may be changed.
    #[must_use]
    pub fn has(&self, section: Section) -> bool {
        section.asked().any(|field| self.is_open(field))
    }

    /// One more field, with nothing that belongs to it.
    pub fn open(&mut self, field: &'static Field) {
        if let Self::Only(keys) = self {
            keys.insert(field.key);
        }
    }
}

/// What a letter says of a note.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoteLine {
    /// Key of the field; may be one that there is no more.
    pub field: String,
    /// Slug of a [`Vocabulary::ReturnReason`]; may be empty.
    pub reason: String,
    pub words: String,
}

impl NoteLine {
    /// Everything that a museum reads of it: the kind sentence of its reason, then its words.
    #[must_use]
    pub fn said(&self) -> String {
        let reason = Vocabulary::ReturnReason
            .term(&self.reason)
            .map_or("", |reason| reason.definition);
        let parts = [reason, &self.words];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    }
}

/// The notes as they stand in a letter: numbered, in the order of the form, each with its field first.
#[must_use]
pub fn in_letter(notes: &[NoteLine]) -> Vec<String> {
    let mut notes: Vec<&NoteLine> = notes.iter().collect();
    notes.sort_by_key(|note| place_in_form(&note.field));
    notes
        .into_iter()
        .enumerate()
        .map(|(at, note)| {
            let number = at + 1;
            let said = note.said();
            match field(&note.field) {
                Some(field) => format!("{number}. {}: {said}", field.name_for_author()),
                None => format!("{number}. {said}"),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(field: &str, reason: &str, words: &str) -> NoteLine {
        NoteLine {
            field: field.to_owned(),
            reason: reason.to_owned(),
            words: words.to_owned(),
        }
    }

    #[test]
    fn every_word_that_is_stored_reads_back() {
        for reach in NoteReach::ALL {
            assert_eq!(NoteReach::from_slug(reach.slug()), Some(reach));
        }
        for state in NoteState::ALL {
            assert_eq!(NoteState::from_slug(state.slug()), Some(state));
        }
        assert_eq!(NoteReach::from_slug("everyone"), None);
        assert_eq!(NoteState::from_slug("lost"), None);
    }

    #[test]
    fn a_letter_holds_the_notes_in_the_order_of_the_form() {
        let notes = [
            note("participants", "numbers-unclear", ""),
            note("a_field_of_yesterday", "", "Please look once more."),
            note("changed", "", "Who told you so?"),
            note("did", "how-missing", "Please say where you met."),
            note("museum", "", "Is this the name that people know?"),
        ];
        assert_eq!(
            in_letter(&notes),
            [
                "1. Museum: Is this the name that people know?",
                "2. What you did: Another museum may want to try this. How did people join, and who led each session? Please say where you met.",
                "3. What changed: Who told you so?",
                "4. Number of people: Please check the numbers and dates here, and say whether you counted people or visits.",
                "5. Please look once more.",
            ]
        );
        assert_eq!(in_letter(&[]), [""; 0]);
    }

    #[test]
    fn only_what_was_asked_is_open_and_its_partners_with_it() {
        let keys =
            |of: &str| -> Vec<&str> { with_partners(of).iter().map(|one| one.key).collect() };
        assert_eq!(keys("ended"), ["started", "ended", "still_running"]);
        assert_eq!(
            keys("quotation"),
            ["quotation", "quotation_from", "quotation_permission"]
        );
        assert_eq!(keys("did"), ["did"]);
        // Moderators set it, and the form has no such question.
        assert_eq!(keys("evidence_label"), [""; 0]);
        assert_eq!(keys("no_such_field"), [""; 0]);
        let open = OpenFields::asked(["quotation_from", "did"].into_iter());
        let is_open = |key: &str| open.is_open(field(key).expect("a field"));
        assert!(is_open("did") && is_open("quotation_permission"));
        assert!(!is_open("need") && !is_open("title"));
        assert!(open.has(Section::Story) && !open.has(Section::Museum));
        assert!(OpenFields::All.has(Section::Museum));
    }

    #[test]
    fn partners_are_fields_that_are_asked_and_stand_in_one_group() {
        let mut seen = BTreeSet::new();
        for key in PARTNERS.concat() {
            assert!(may_be_asked_about(key), "{key}");
            assert!(seen.insert(key), "{key} stands twice");
        }
    }

    #[test]
    fn the_museum_is_asked_only_about_what_is_with_us() {
        let who = |status: Status| {
            let may = |reach| may_be_noted(&status.into(), reach);
            (may(NoteReach::Team), may(NoteReach::Museum))
        };
        assert_eq!(who(Status::Draft), (false, false));
        for status in [Status::Submitted, Status::InReview, Status::Approved] {
            assert_eq!(who(status), (true, true), "{status:?}");
        }
        for status in [
            Status::ChangesRequested,
            Status::AwaitingYes,
            Status::Published,
        ] {
            assert_eq!(who(status), (true, false), "{status:?}");
        }
        assert!(!may_be_noted(&Stored::read("made_up"), NoteReach::Team));
    }

    #[test]
    fn a_note_says_something_and_no_more_than_fits() {
        assert!(fault("", "").is_some());
        assert_eq!(fault("", "jargon"), None);
        assert_eq!(fault(&"é".repeat(LONGEST_NOTE), ""), None);
        assert!(fault(&"é".repeat(LONGEST_NOTE + 1), "").is_some());
    }
}
