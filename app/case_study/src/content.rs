//! The content of a case study: one typed value, stored as JSON in immutable revisions.
//!
//! A member added later is read from older revisions as its default, so no migration is needed; one
//! that only a newer version knows is carried along ([`Unknown`]). An empty string or list means "not
//! answered".

use super::documents::Document;
use super::pictures::Picture;
use super::unknown::Unknown;
use serde::{Deserialize, Serialize};

/// Writes [`CaseStudyContent`] with all members in the order given, which is the order of the stored
/// JSON, and [`PublicMembers`] with those of the blocks for everyone. The table of fields does not
/// compile when it says that everyone sees a member of a block for staff.
macro_rules! content {
    (@split [$($all:tt)*] [$($public:tt)*] everyone { $($members:tt)* } $($rest:tt)*) => {
        content!(@split [$($all)* $($members)*] [$($public)* $($members)*] $($rest)*);
    };
    (@split [$($all:tt)*] [$($public:tt)*] staff { $($members:tt)* } $($rest:tt)*) => {
        content!(@split [$($all)* $($members)*] [$($public)*] $($rest)*);
    };
    (@split [$($all:tt)*] [$($public:tt)*]) => {
        /// Everything a case study says. `FIELDS` names each member, asks for it and shows it.
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct CaseStudyContent {
            $($all)*
            /// What other versions of the program stored beside it; not an answer, and nobody's to see.
            #[serde(skip)]
            pub unknown: Unknown,
        }

        /// What everyone may read of a case study. Only [`PublicContent`](crate::PublicContent)
        /// holds it filled.
        #[derive(Debug, Clone, Default, PartialEq, Serialize)]
        pub struct PublicMembers { $($public)* }
    };
    ($($rest:tt)*) => {
        content!(@split [] [] $($rest)*);
    };
}

content! {
    everyone {
        pub museum: String,
        pub museum_type: String,
        pub museum_size: String,
        pub governance: String,
        pub town: String,
        pub region: String,
        pub nation: String,
        /// ISO 3166-1 alpha-2 code.
        pub country: String,
        pub position: Option<Point>,
        /// Whether readers may see the town on a map.
        pub on_map: bool,

        pub title: String,
        pub summary: String,
        pub started: Option<PartialDate>,
        pub ended: Option<PartialDate>,
        pub still_running: bool,

        pub strand: String,
        pub second_strand: String,
        pub themes: Vec<String>,
        pub audiences: Vec<String>,
        pub activities: Vec<String>,
        pub five_ways: Vec<String>,
        pub sdgs: Vec<String>,

        pub need: String,
        pub did: String,
        /// One sentence that a person wrote, a null result too.
        pub main_result: String,
        pub changed: String,
        pub hard: String,
        pub lessons: Vec<String>,
        pub quotation: String,
        pub quotation_from: String,
    }
    staff {
        pub quotation_permission: bool,
    }
    everyone {
        pub team_care: String,
        pub sustainability: String,

        pub design: String,
        pub method: String,
        pub measures: Vec<String>,
        pub measures_other: Vec<String>,
        pub participants: Option<u32>,
        /// What the number counts: see [`People`](crate::evidence::People).
        pub participants_counted: String,
        pub participants_note: String,
        pub outcome_areas: Vec<String>,
        pub independently_evaluated: bool,
        pub report_url: String,

        pub partner_types: Vec<String>,
        pub partners: Vec<String>,
        pub funding_sources: Vec<String>,
        pub funder: String,
        pub cost_band: String,
        pub reach: String,
        pub staff_time: String,

        pub links: Vec<Link>,
        /// Photographs, the one that stands for the case first.
        pub pictures: Vec<Picture>,
        /// Files to take along, in the order in which they were put.
        pub documents: Vec<Document>,
    }
    staff {
        pub contact_role: String,
        pub contact_email: String,
    }
    everyone {
        pub contact_by_readers: bool,
        pub content_notes: Vec<String>,
    }
    staff {
        pub message: String,
        /// The story as a museum sent it the short way, in one piece: what the rest is made from.
        pub own_words: String,
    }
    everyone {
        /// How the evidence was gathered, as a moderator or a file chose it. Empty where nobody did:
        /// readers see [`EvidenceLabel`](crate::evidence::EvidenceLabel).
        pub evidence_label: String,
        /// Why this label, in the words of whoever chose it.
        pub evidence_reason: String,
        /// What whoever compiled the case could not check.
        pub not_checked: String,
        /// Public pages an imported case was compiled from, the main one first.
        pub sources: Vec<String>,
    }
    staff {
        /// What was inferred while compiling an imported case.
        pub uncertain: String,
        /// How sure the compiler was.
        pub confidence: String,
    }
}

impl CaseStudyContent {
    /// Where its town is: as somebody placed it, or as the list of towns knows it. Whether readers may know is another
    /// question: see [`public_part`](crate::public::public_part).
    #[must_use]
    pub fn town_on_map(&self) -> Option<Point> {
        super::gazetteer::placed(self.position, &self.town, &self.region, &self.country)
    }
}

/// A page on the web, with the words that name it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub title: String,
    pub url: String,
}

/// A place on the map in decimal degrees (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub lat: f64,
    pub lon: f64,
}

/// A year, with a month where one is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PartialDate {
    pub year: u16,
    /// 1 to 12.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<u8>,
}

/// English names of the months, January first.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl PartialDate {
    /// "May 2019", or "2019" where the month is not known.
    #[must_use]
    pub fn to_text(self) -> String {
        match self
            .month
            .and_then(|month| MONTHS.get(usize::from(month).wrapping_sub(1)))
        {
            Some(month) => format!("{month} {}", self.year),
            None => self.year.to_string(),
        }
    }
}

impl CaseStudyContent {
    /// Where questions from readers go: somebody there agreed to take them, and can be reached.
    #[must_use]
    pub fn address_for_questions(&self) -> Option<&str> {
        (self.contact_by_readers && !self.contact_email.is_empty())
            .then_some(self.contact_email.as_str())
    }
}

impl PublicMembers {
    /// "2012 to 2016", "Since 2012", "May 2019", or nothing when no date was given.
    #[must_use]
    pub fn dates_in_words(&self) -> Option<String> {
        let started = self.started?;
        Some(match self.ended {
            Some(ended) if ended == started => started.to_text(),
            Some(ended) => format!("{} to {}", started.to_text(), ended.to_text()),
            None if self.still_running => format!("Since {}", started.to_text()),
            None => format!("From {}", started.to_text()),
        })
    }

    /// Every year in which the work ran, for the `year` facet. Work without a known end counts
    /// its first year only, unless it is said to be still running. Years that no case may speak of
    /// are left out, as an older text may hold one.
    #[must_use]
    pub fn years(&self, this_year: u16) -> Vec<u16> {
        let Some(started) = self.started else {
            return Vec::new();
        };
        let last = match self.ended {
            Some(ended) => ended.year,
            None if self.still_running => this_year,
            None => started.year,
        };
        let possible = super::dates::years(this_year);
        let first = started.year.max(*possible.start());
        let last = last.max(started.year).min(*possible.end());
        (first..=last).collect()
    }

    /// "Liverpool, North West England, United Kingdom": town, region and country without repeats.
    #[must_use]
    pub fn place_in_words(&self) -> String {
        let country = super::Vocabulary::Country.label_of(&self.country);
        let mut parts: Vec<&str> = Vec::new();
        for part in [self.town.as_str(), self.region.as_str(), country.as_str()] {
            if !part.is_empty() && !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts.join(", ")
    }

    /// The content notes a reader is warned with; "none" is an answer, not a warning.
    pub fn warnings(&self) -> impl Iterator<Item = &str> {
        self.content_notes
            .iter()
            .map(String::as_str)
            .filter(|note| *note != "none")
    }
}

#[cfg(test)]
mod tests {
    use super::{CaseStudyContent, PartialDate, PublicMembers};

    fn year(year: u16) -> Option<PartialDate> {
        Some(PartialDate { year, month: None })
    }

    #[test]
    fn dates_say_what_is_known_and_no_more() {
        let mut content = PublicMembers {
            started: year(2012),
            ..Default::default()
        };
        assert_eq!(content.dates_in_words().as_deref(), Some("From 2012"));
        content.still_running = true;
        assert_eq!(content.dates_in_words().as_deref(), Some("Since 2012"));
        content.ended = Some(PartialDate {
            year: 2014,
            month: Some(3),
        });
        assert_eq!(
            content.dates_in_words().as_deref(),
            Some("2012 to March 2014")
        );
        assert_eq!(PublicMembers::default().dates_in_words(), None);
    }

    #[test]
    fn year_facet_holds_every_year_the_work_ran() {
        let mut content = PublicMembers {
            started: year(2018),
            ended: year(2020),
            ..Default::default()
        };
        assert_eq!(content.years(2026), [2018, 2019, 2020]);
        content.ended = None;
        assert_eq!(content.years(2026), [2018]);
        content.still_running = true;
        assert_eq!(content.years(2020), [2018, 2019, 2020]);
    }

    #[test]
    fn years_that_no_case_may_speak_of_are_no_values() {
        let mut content = PublicMembers {
            started: year(2019),
            ended: year(9999),
            ..Default::default()
        };
        assert_eq!(content.years(2026).last(), Some(&2036));
        content.started = year(9998);
        assert_eq!(content.years(2026), [0_u16; 0]);
        content.started = year(1);
        content.ended = year(1801);
        assert_eq!(content.years(2026), [1800, 1801]);
    }

    #[test]
    fn questions_go_to_whoever_agreed_and_can_be_reached() {
        let mut content = CaseStudyContent {
            contact_email: "team@museum.example".into(),
            ..Default::default()
        };
        assert_eq!(content.address_for_questions(), None);
        content.contact_by_readers = true;
        assert_eq!(content.address_for_questions(), Some("team@museum.example"));
        content.contact_email.clear();
        assert_eq!(content.address_for_questions(), None);
    }

    #[test]
    fn content_written_before_a_member_existed_still_reads() {
        let old: CaseStudyContent = serde_json::from_str(r#"{"title":"An early case"}"#).unwrap();
        assert_eq!(old.title, "An early case");
        assert_eq!(old.themes, Vec::<String>::new());
    }
}
