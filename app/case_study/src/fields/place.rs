//! The parts of the page of a case.

use super::sections::Section;

/// A part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// Title, museum, place and dates under it.
    Head,
    /// Before everything else.
    ContentNote,
    Summary,
    /// In the block before the story, for readers in a hurry: first what came of it.
    InShort,
    /// In the same block, a list.
    Lessons,
    /// The running text, a heading a field.
    Story,
    Quotation,
    /// The panel beside the story.
    Facts(FactGroup),
    Links,
    /// Before the story, or after it: photographs.
    Pictures,
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

    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Glance => "At a glance",
            Self::Evidence => "How they know",
            Self::Resources => "Partners and money",
            Self::Museum => "The museum",
        }
    }
}

impl Place {
    /// Where the fields of a section stand, unless their row says otherwise.
    #[must_use]
    pub const fn of_section(section: Section) -> Self {
        match section {
            Section::Glance | Section::People => Self::Facts(FactGroup::Glance),
            Section::Museum => Self::Facts(FactGroup::Museum),
            Section::Evidence | Section::Moderation => Self::Facts(FactGroup::Evidence),
            Section::Resources => Self::Facts(FactGroup::Resources),
            Section::Story | Section::Results | Section::Lessons | Section::Care => Self::Story,
            Section::Links | Section::Contact => Self::Links,
            Section::Pictures => Self::Pictures,
            Section::Source => Self::Source,
        }
    }
}
