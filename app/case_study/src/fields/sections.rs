//! The sections of the form: one topic a page.

/// A page of the form, or a part of the content that the form does not ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    Museum,
    Glance,
    People,
    Story,
    Results,
    Lessons,
    Care,
    Evidence,
    Resources,
    Links,
    Pictures,
    Contact,
    /// What moderators set.
    Moderation,
    /// Where an imported case comes from.
    Source,
}

impl Section {
    /// The pages of the form, in order: first what only the museum knows, then what its text says already,
    /// last what is there for those who like.
    pub const FORM: &'static [Self] = &[
        Self::Museum,
        Self::Story,
        Self::Results,
        Self::Lessons,
        Self::Glance,
        Self::People,
        Self::Evidence,
        Self::Contact,
        Self::Care,
        Self::Resources,
        Self::Links,
        Self::Pictures,
    ];

    /// The pages that ask for nothing that is needed: they stand together behind one line, and saving the
    /// page before does not lead there.
    pub const IF_YOU_LIKE: &'static [Self] =
        &[Self::Care, Self::Resources, Self::Links, Self::Pictures];

    pub const ALL: &'static [Self] = &[
        Self::Museum,
        Self::Story,
        Self::Results,
        Self::Lessons,
        Self::Glance,
        Self::People,
        Self::Evidence,
        Self::Contact,
        Self::Care,
        Self::Resources,
        Self::Links,
        Self::Pictures,
        Self::Moderation,
        Self::Source,
    ];

    /// The last part of the page's URL.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Museum => "museum",
            Self::Glance => "glance",
            Self::People => "people",
            Self::Story => "story",
            Self::Results => "results",
            Self::Lessons => "lessons",
            Self::Care => "care",
            Self::Evidence => "evidence",
            Self::Resources => "resources",
            Self::Links => "links",
            Self::Pictures => "pictures",
            Self::Contact => "contact",
            Self::Moderation => "moderation",
            Self::Source => "source",
        }
    }

    /// The form page with this slug.
    #[must_use]
    pub fn of_form(slug: &str) -> Option<Self> {
        Self::FORM
            .iter()
            .copied()
            .find(|section| section.slug() == slug)
    }

    /// Whether it is one of the pages for those who like.
    #[must_use]
    pub fn is_if_you_like(self) -> bool {
        Self::IF_YOU_LIKE.contains(&self)
    }

    /// The page after this one on the way to sending, if there is another.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        let at = Self::FORM.iter().position(|section| *section == self)?;
        let next = Self::FORM.get(at + 1).copied()?;
        (next.is_if_you_like() == self.is_if_you_like()).then_some(next)
    }

    /// The heading of the page, and its name in the task list.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Museum => "Tell us about your museum",
            Self::Glance => "Sum up the project",
            Self::People => "Say who it was for and what it was",
            Self::Story => "Tell the story",
            Self::Results => "Say what changed",
            Self::Lessons => "Share what you learned",
            Self::Care => "Looking after people and the planet",
            Self::Evidence => "Explain how you know",
            Self::Resources => "List partners and money",
            Self::Links => "Add links",
            Self::Pictures => "Add photographs and documents",
            Self::Contact => "Your contact details, and anything upsetting",
            Self::Moderation => "Set by moderators",
            Self::Source => "Source",
        }
    }

    /// The heading where answers are read rather than asked.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Museum => "The museum",
            Self::Glance => "At a glance",
            Self::People => "Who it was for and what it was",
            Self::Story => "The story",
            Self::Results => "What changed",
            Self::Lessons => "What was learned",
            Self::Care => "Looking after people and the planet",
            Self::Evidence => "Evidence",
            Self::Resources => "Partners and money",
            Self::Links => "Links",
            Self::Pictures => "Photographs and documents",
            Self::Contact => "Contact",
            Self::Moderation => "Set by moderators",
            Self::Source => "Source",
        }
    }

    /// A sentence or two under the heading of the form page; may be empty.
    #[must_use]
    pub const fn intro(self) -> &'static str {
        match self {
            Self::Story => "Write as you would tell a colleague at another museum.",
            Self::Results => {
                "Plain numbers and people's own words are stronger than praise: \u{201c}Eight of twelve people told us \
                 they had made a friend.\u{201d}"
            }
            Self::Lessons => "What other museums can use is the heart of a case study.",
            Self::Care => {
                "Both questions are optional. Other museums often ask how the team was looked after, so even a \
                 sentence helps."
            }
            Self::Evidence => {
                "Honest feedback is good evidence. Say how you gathered it; you do not need a study."
            }
            Self::Resources => "All of this is optional. A band is enough for money.",
            Self::Links => {
                "Optional. If a file is hard to read for some people, give a web page as well."
            }
            Self::Pictures => {
                "A photograph shows at once what it was like. We make it smaller, and take out where and with what it \
                 was taken. A document, such as a leaflet or a report, is published as you send it."
            }
            _ => "",
        }
    }
}
