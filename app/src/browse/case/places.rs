//! Where each field of a case stands on its page. The table of fields decides what there is; this
//! says where it goes, so that a new field shows up by itself.

use case_study::{FIELDS, Field, PublicContent, Section, SeenBy};

/// A part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// Title, museum, place and dates under it.
    Head,
    /// Before everything else.
    ContentNote,
    Summary,
    /// In the block before the story, for readers in a hurry.
    Lessons,
    /// The running text, a heading a field.
    Story,
    Quotation,
    /// The panel beside the story.
    Facts(FactGroup),
    Links,
    Source,
    /// Shown together with the field before it.
    Merged,
    /// Kept for the map and for machines: no use to a reader of this page.
    Data,
}

/// A part of the facts panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FactGroup {
    Glance,
    Evidence,
    Resources,
    Museum,
}

impl FactGroup {
    pub const ALL: [Self; 4] = [Self::Glance, Self::Evidence, Self::Resources, Self::Museum];

    pub const fn heading(self) -> &'static str {
        match self {
            Self::Glance => "At a glance",
            Self::Evidence => "How they know",
            Self::Resources => "Partners and money",
            Self::Museum => "The museum",
        }
    }
}

/// What readers look for first in the facts, whatever the form asks first.
const FIRST: [&str; 8] = [
    "town",
    "started",
    "audiences",
    "participants",
    "activities",
    "themes",
    "strand",
    "evidence_label",
];

/// Where a field stands. Its section decides, and a few have a place of their own.
pub fn place_of(field: &Field) -> Place {
    match field.key {
        "title" | "museum" => Place::Head,
        "summary" => Place::Summary,
        "content_notes" => Place::ContentNote,
        "lessons" => Place::Lessons,
        "quotation" => Place::Quotation,
        // "When", "Where" and "People who took part" say these too.
        "ended" | "still_running" | "region" | "nation" | "country" | "participants_note"
        | "quotation_from" | "measures_other" | "second_strand" => Place::Merged,
        "position" | "on_map" => Place::Data,
        "started" | "town" | "participants" | "reach" => Place::Facts(FactGroup::Glance),
        // Shown as "Ask the museum", below the links.
        "contact_by_readers" => Place::Links,
        _ => match field.section {
            Section::Glance | Section::People => Place::Facts(FactGroup::Glance),
            Section::Museum => Place::Facts(FactGroup::Museum),
            Section::Evidence | Section::Moderation => Place::Facts(FactGroup::Evidence),
            Section::Resources => Place::Facts(FactGroup::Resources),
            Section::Story | Section::Results | Section::Lessons | Section::Care => Place::Story,
            Section::Links | Section::Contact => Place::Links,
            Section::Source => Place::Source,
        },
    }
}

/// The public fields of a place, in the order a reader wants them.
pub fn fields_in(place: Place) -> impl Iterator<Item = &'static Field> {
    let mut fields: Vec<_> = FIELDS
        .iter()
        .filter(|field| field.seen_by == SeenBy::Everyone && place_of(field) == place)
        .collect();
    // Stable: what is not in the list follows in the table's order.
    fields.sort_by_key(|field| {
        FIRST
            .iter()
            .position(|key| *key == field.key)
            .unwrap_or(FIRST.len())
    });
    fields.into_iter()
}

/// The public fields of a place that have an answer.
pub fn answered_in(place: Place, content: &PublicContent) -> impl Iterator<Item = &'static Field> {
    fields_in(place).filter(move |field| field.is_answered(content))
}
