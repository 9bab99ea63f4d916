//! Controlled vocabularies: the lists people choose from.
//!
//! A slug is a promise: it is stored, stands in addresses and is read by other sites, so it is
//! never renamed. A label and a definition may be reworded whenever plainer words are found.
//! The order of a list is the order in which people see it.

mod activities;
mod audiences;
mod concerns;
mod countries;
mod evidence;
mod goals;
mod measures;
mod money;
mod museums;
mod partners;
mod places;
mod review;
pub mod slugs;
#[cfg(test)]
mod tests;
mod themes;

pub use audiences::is_at_work;
pub use places::{country_by_name, country_names, european_countries, other_countries};
pub use review::decline_reasons;
pub use slugs::{is_reserved, slugify};
pub use themes::{theme_strand, themes_of};

/// One entry of a controlled vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// What is stored and what stands in addresses.
    pub slug: &'static str,
    /// What people read.
    pub label: &'static str,
    /// One plain sentence or phrase of help. Empty only for countries whose name says it all.
    pub definition: &'static str,
}

/// A controlled vocabulary, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Vocabulary {
    /// Who gained most: the people museums serve, or those who work in them.
    Strand,
    /// What the work was about.
    Theme,
    /// Who the work was for.
    Audience,
    /// What people did.
    Activity,
    /// The Five Ways to Wellbeing of the New Economics Foundation.
    FiveWays,
    /// What kind of museum it is.
    MuseumType,
    /// How big the museum is.
    MuseumSize,
    /// Who runs the museum.
    Governance,
    /// Countries by ISO 3166-1 alpha-2 code, in capitals.
    Country,
    /// Nations and regions of the United Kingdom, with the islands nearby.
    UkRegion,
    /// How the work was evaluated.
    EvaluationDesign,
    /// The evidence label that readers see.
    Evidence,
    /// What the number of people counts.
    Counted,
    /// Named scales, toolkits and methods.
    Measure,
    /// Four areas in which people may feel a change.
    OutcomeArea,
    /// Where the money came from.
    FundingSource,
    /// What the work cost, as a band.
    CostBand,
    /// How far the work reached.
    Reach,
    /// Who the museum worked with.
    PartnerType,
    /// Sustainable Development Goals, by number.
    Sdg,
    /// What a reader may want to know before reading.
    ContentNote,
    /// Why a moderator asks for changes; the definition is the beginning of the message.
    ReturnReason,
    /// Why a moderator says no; the definition is the beginning of the message.
    DeclineReason,
    /// What a reader finds wrong with the page of a case.
    ConcernReason,
}

impl Vocabulary {
    /// Every vocabulary.
    pub const ALL: &[Vocabulary] = &[
        Self::Strand,
        Self::Theme,
        Self::Audience,
        Self::Activity,
        Self::FiveWays,
        Self::MuseumType,
        Self::MuseumSize,
        Self::Governance,
        Self::Country,
        Self::UkRegion,
        Self::EvaluationDesign,
        Self::Evidence,
        Self::Counted,
        Self::Measure,
        Self::OutcomeArea,
        Self::FundingSource,
        Self::CostBand,
        Self::Reach,
        Self::PartnerType,
        Self::Sdg,
        Self::ContentNote,
        Self::ReturnReason,
        Self::DeclineReason,
        Self::ConcernReason,
    ];

    /// The name used in the database.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Strand => "strand",
            Self::Theme => "theme",
            Self::Audience => "audience",
            Self::Activity => "activity",
            Self::FiveWays => "five_ways",
            Self::MuseumType => "museum_type",
            Self::MuseumSize => "museum_size",
            Self::Governance => "governance",
            Self::Country => "country",
            Self::UkRegion => "region",
            Self::EvaluationDesign => "evaluation_design",
            Self::Evidence => "evidence",
            Self::Counted => "participants_counted",
            Self::Measure => "measure",
            Self::OutcomeArea => "outcome_area",
            Self::FundingSource => "funding_source",
            Self::CostBand => "cost",
            Self::Reach => "reach",
            Self::PartnerType => "partner_type",
            Self::Sdg => "sdg",
            Self::ContentNote => "content_note",
            Self::ReturnReason => "return_reason",
            Self::DeclineReason => "decline_reason",
            Self::ConcernReason => "concern_reason",
        }
    }

    /// The heading people read above the list.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Strand => "Who it's for",
            Self::Theme => "Theme",
            Self::Audience => "Who took part",
            Self::Activity => "Activity",
            Self::FiveWays => "Five Ways to Wellbeing",
            Self::MuseumType => "Type of museum",
            Self::MuseumSize => "Size of museum",
            Self::Governance => "Who runs the museum",
            Self::Country => "Country",
            Self::UkRegion => "UK nation or region",
            Self::EvaluationDesign => "How it was evaluated",
            Self::Evidence => "Evidence",
            Self::Counted => "What was counted",
            Self::Measure => "Measures",
            Self::OutcomeArea => "Area of wellbeing",
            Self::FundingSource => "Where the money came from",
            Self::CostBand => "Cost",
            Self::Reach => "Reach",
            Self::PartnerType => "Type of partner",
            Self::Sdg => "Sustainable Development Goal",
            Self::ContentNote => "Content note",
            Self::ReturnReason => "Reason to ask for changes",
            Self::DeclineReason => "Reason to decline",
            Self::ConcernReason => "What is wrong",
        }
    }

    /// Every term, in the order people see.
    #[must_use]
    pub const fn terms(self) -> &'static [Term] {
        match self {
            Self::Strand => themes::STRANDS,
            Self::Theme => &themes::THEMES,
            Self::Audience => audiences::AUDIENCES,
            Self::Activity => activities::ACTIVITIES,
            Self::FiveWays => themes::FIVE_WAYS,
            Self::MuseumType => museums::TYPES,
            Self::MuseumSize => museums::SIZES,
            Self::Governance => museums::GOVERNANCE,
            Self::Country => &places::COUNTRIES,
            Self::UkRegion => places::UK_REGIONS,
            Self::EvaluationDesign => evidence::DESIGNS,
            Self::Evidence => evidence::LABELS,
            Self::Counted => evidence::COUNTED,
            Self::Measure => measures::MEASURES,
            Self::OutcomeArea => evidence::OUTCOME_AREAS,
            Self::FundingSource => money::FUNDING_SOURCES,
            Self::CostBand => money::COST_BANDS,
            Self::Reach => money::REACH,
            Self::PartnerType => partners::PARTNER_TYPES,
            Self::Sdg => goals::GOALS,
            Self::ContentNote => review::CONTENT_NOTES,
            Self::ReturnReason => review::RETURN_REASONS,
            Self::DeclineReason => decline_reasons(),
            Self::ConcernReason => concerns::REASONS,
        }
    }

    /// How many terms there are.
    pub(crate) const fn len(self) -> u64 {
        self.terms().len() as u64
    }

    /// The term with this slug, written exactly so.
    #[must_use]
    pub fn term(self, slug: &str) -> Option<&'static Term> {
        self.terms().iter().find(|term| term.slug == slug)
    }

    /// The terms that may be chosen. A retired one is known and shown where it stands, and no longer
    /// offered.
    pub fn offered(self) -> impl Iterator<Item = &'static Term> {
        self.terms()
            .iter()
            .filter(move |term| !review::RETIRED.contains(&(self, term.slug)))
    }

    /// The reasons that may be chosen, in their groups. Only reasons have groups; one of which nothing is offered is
    /// left out.
    #[must_use]
    pub fn grouped(self) -> Vec<(&'static str, Vec<&'static Term>)> {
        review::REASON_GROUPS
            .iter()
            .map(|(name, slugs)| {
                let terms = self.offered().filter(|term| slugs.contains(&term.slug));
                (*name, terms.collect::<Vec<_>>())
            })
            .filter(|(_, terms)| !terms.is_empty())
            .collect()
    }

    /// The label of a slug, or the slug itself when an old or foreign one turns up: a page with
    /// one odd word is better than no page.
    #[must_use]
    pub fn label_of(self, slug: &str) -> String {
        self.term(slug).map_or(slug, |term| term.label).to_owned()
    }
}

/// Keeps the tables below short.
const fn term(slug: &'static str, label: &'static str, definition: &'static str) -> Term {
    Term {
        slug,
        label,
        definition,
    }
}

/// Two lists as one, put together while compiling.
const fn joined<const N: usize>(first: &[Term], second: &[Term]) -> [Term; N] {
    assert!(
        first.len() + second.len() == N,
        "the joined list has another length"
    );
    let mut all = [first[0]; N];
    let mut at = 0;
    while at < N {
        all[at] = if at < first.len() {
            first[at]
        } else {
            second[at - first.len()]
        };
        at += 1;
    }
    all
}
