//! What the bank adds up to: pure counting, nothing estimated.

use crate::browse::bank::term_counts::every_term;
use case_study::Facet;
use case_study::text_input::sort_key;
use std::collections::BTreeMap;
use store::cases::TermCount;
use store::catalogue::{Catalogue, Entry};

/// Everything the page says in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Impact {
    pub cases: u64,
    /// Of these, compiled from public sources rather than sent in.
    pub compiled: u64,
    pub museums: u64,
    pub countries: Vec<TermCount>,
    pub people: People,
    /// From the first label to the last, those without a case too.
    pub evidence: Vec<TermCount>,
    pub themes: Vec<TermCount>,
    /// Every year from the first to the last in which work ran, gaps too.
    pub years: Vec<(u16, u64)>,
    pub without_year: u64,
    /// Cases that say what did not work or was hard.
    pub telling: u64,
    pub measures: Vec<MeasureCount>,
    pub without_measure: u64,
}

/// People who took part, as the museums counted them. Visits are never added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// Cases that give a number, and those that give none and are left out.
    pub counted: u64,
    pub without: u64,
    pub total: u64,
    /// The middle one of the numbers: at least half are not larger.
    pub middle: u64,
    /// The largest number and its case.
    pub largest: Option<(u64, String, String)>,
    pub bands: Vec<BandCount>,
}

/// Cases of about the same size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BandCount {
    pub band: Band,
    pub cases: u64,
    pub people: u64,
}

/// A measure and how many cases name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureCount {
    pub key: String,
    pub label: String,
    pub common: bool,
    pub count: u64,
}

/// A range of numbers of people, both ends in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    pub slug: &'static str,
    pub label: &'static str,
    pub least: u32,
    pub most: u32,
}

/// From a single group to a whole region; a number falls into one of them.
pub const BANDS: [Band; 4] = [
    Band {
        slug: "people-under-50",
        label: "Fewer than 50",
        least: 0,
        most: 49,
    },
    Band {
        slug: "people-50-to-199",
        label: "50 to 199",
        least: 50,
        most: 199,
    },
    Band {
        slug: "people-200-to-999",
        label: "200 to 999",
        least: 200,
        most: 999,
    },
    Band {
        slug: "people-1000-and-more",
        label: "1,000 or more",
        least: 1000,
        most: u32::MAX,
    },
];

impl Band {
    #[must_use]
    pub const fn holds(self, people: u32) -> bool {
        self.least <= people && people <= self.most
    }
}

impl Impact {
    /// Counts the whole bank.
    #[must_use]
    pub fn of(catalogue: &Catalogue) -> Self {
        let entries: Vec<&Entry> = catalogue.entries.iter().collect();
        let how_many =
            |is: &dyn Fn(&Entry) -> bool| entries.iter().filter(|entry| is(entry)).count() as u64;
        let years = catalogue.counts(&entries, Facet::Year);
        Self {
            cases: entries.len() as u64,
            compiled: how_many(&|entry| entry.compiled),
            museums: catalogue.museums.len() as u64,
            countries: catalogue.counts(&entries, Facet::Country),
            people: People::of(&entries),
            evidence: every_term(catalogue, &entries, Facet::Evidence),
            themes: catalogue.counts(&entries, Facet::Theme),
            years: every_year(&years),
            without_year: how_many(&|entry| {
                catalogue.terms_of(entry, Facet::Year).next().is_none()
            }),
            telling: how_many(&|entry| entry.tells_what_was_hard),
            measures: measures(catalogue),
            without_measure: how_many(&|entry| entry.measures.is_empty()),
        }
    }
}

impl People {
    fn of(entries: &[&Entry]) -> Self {
        let mut numbers: Vec<u32> = entries
            .iter()
            .filter_map(|entry| entry.participants)
            .collect();
        numbers.sort_unstable();
        let largest = entries
            .iter()
            .filter_map(|entry| Some((entry.participants?, entry)))
            // The newest of equal ones.
            .rev()
            .max_by_key(|(people, _)| *people)
            .map(|(people, entry)| (u64::from(people), entry.slug.clone(), entry.title.clone()));
        let bands = BANDS
            .into_iter()
            .map(|band| {
                let inside = numbers.iter().filter(|people| band.holds(**people));
                BandCount {
                    band,
                    cases: inside.clone().count() as u64,
                    people: inside.map(|people| u64::from(*people)).sum(),
                }
            })
            .collect();
        Self {
            counted: numbers.len() as u64,
            without: (entries.len() - numbers.len()) as u64,
            total: numbers.iter().map(|people| u64::from(*people)).sum(),
            middle: middle(&numbers),
            largest,
            bands,
        }
    }
}

/// The middle one of sorted numbers, the lower of two; 0 where there are none.
fn middle(sorted: &[u32]) -> u64 {
    let at = sorted.len().saturating_sub(1) / 2;
    sorted.get(at).map_or(0, |number| u64::from(*number))
}

fn every_year(found: &[TermCount]) -> Vec<(u16, u64)> {
    let years: BTreeMap<u16, u64> = found
        .iter()
        .filter_map(|term| Some((term.slug.parse().ok()?, term.count)))
        .collect();
    let (Some((first, _)), Some((last, _))) = (years.first_key_value(), years.last_key_value())
    else {
        return Vec::new();
    };
    (*first..=*last)
        .map(|year| (year, years.get(&year).copied().unwrap_or_default()))
        .collect()
}

/// The most used first; equal ones by name, the common measures before the others.
fn measures(catalogue: &Catalogue) -> Vec<MeasureCount> {
    let mut counts = vec![0; catalogue.measures.len()];
    for entry in &catalogue.entries {
        for measure in &entry.measures {
            counts[*measure] += 1;
        }
    }
    let mut measures: Vec<MeasureCount> = catalogue
        .measures
        .iter()
        .zip(counts)
        .map(|(measure, count)| MeasureCount {
            key: measure.key.clone(),
            label: measure.label.clone(),
            common: measure.common,
            count,
        })
        .collect();
    measures.sort_by(|a, b| {
        (b.count, b.common)
            .cmp(&(a.count, a.common))
            .then_with(|| sort_key(&a.label).cmp(&sort_key(&b.label)))
    });
    measures
}

#[cfg(test)]
mod tests {
    use super::{BANDS, Impact, middle};
    use case_study::public::public_part;
    use case_study::{CaseState, CaseStudyContent, PartialDate};
    use store::cases::PublicCase;
    use store::catalogue::Catalogue;

    fn year(year: u16) -> Option<PartialDate> {
        Some(PartialDate { year, month: None })
    }

    fn counted(contents: Vec<CaseStudyContent>) -> Impact {
        let cases: Vec<PublicCase> = contents
            .into_iter()
            .enumerate()
            .map(|(at, content)| PublicCase {
                slug: format!("case-{at}"),
                state: CaseState::Live,
                compiled: at == 0,
                featured: false,
                published_at: 0,
                updated_at: 0,
                content: public_part(content),
            })
            .collect();
        Impact::of(&Catalogue::of(&cases, 2026))
    }

    #[test]
    fn an_empty_bank_adds_up_to_nothing() {
        let impact = counted(Vec::new());
        assert_eq!((impact.cases, impact.people.total), (0, 0));
        assert_eq!(impact.people.largest, None);
        assert_eq!(impact.years, []);
        assert_eq!(impact.evidence.len(), 5);
    }

    #[test]
    fn cases_without_a_number_are_left_out_and_counted_as_such() {
        let people = |participants| CaseStudyContent {
            participants,
            museum: "One museum".into(),
            ..Default::default()
        };
        let impact = counted(vec![
            people(Some(49)),
            people(None),
            people(Some(50)),
            people(Some(4_000_000_000)),
            people(Some(4_000_000_000)),
        ]);
        assert_eq!((impact.people.counted, impact.people.without), (4, 1));
        // More people than a small number holds.
        assert_eq!(impact.people.total, 8_000_000_099);
        assert_eq!(
            impact
                .people
                .largest
                .map(|(people, slug, _)| (people, slug)),
            Some((4_000_000_000, "case-4".into()))
        );
        let bands: Vec<u64> = impact.people.bands.iter().map(|band| band.cases).collect();
        assert_eq!(bands, [1, 1, 0, 2]);
        assert_eq!((impact.museums, impact.compiled), (1, 1));
    }

    #[test]
    fn every_number_of_people_falls_into_one_band() {
        for people in [0, 1, 49, 50, 199, 200, 999, 1000, u32::MAX] {
            assert_eq!(
                BANDS.iter().filter(|band| band.holds(people)).count(),
                1,
                "{people}"
            );
        }
    }

    #[test]
    fn the_middle_number() {
        assert_eq!(middle(&[]), 0);
        assert_eq!(middle(&[7]), 7);
        assert_eq!(middle(&[1, 2, 9]), 2);
        assert_eq!(middle(&[1, 2, 3, 9]), 2);
    }

    #[test]
    fn years_have_no_gaps_and_count_every_year_the_work_ran() {
        let ran = |started, ended| CaseStudyContent {
            started,
            ended,
            ..Default::default()
        };
        let impact = counted(vec![
            ran(year(2018), year(2019)),
            ran(year(2019), None),
            ran(year(2022), None),
            ran(None, None),
        ]);
        assert_eq!(
            impact.years,
            [(2018, 1), (2019, 2), (2020, 0), (2021, 0), (2022, 1)]
        );
        assert_eq!(impact.without_year, 1);
    }

    #[test]
    fn a_measure_counts_once_a_case() {
        let with = |measures: &[&str]| CaseStudyContent {
            measures_other: measures.iter().map(|text| (*text).to_owned()).collect(),
            ..Default::default()
        };
        let impact = counted(vec![
            with(&["Diaries", "diaries", "SROI"]),
            with(&["Diaries"]),
            with(&[]),
        ]);
        let found: Vec<_> = impact
            .measures
            .iter()
            .map(|measure| (measure.label.as_str(), measure.common, measure.count))
            .collect();
        assert_eq!(found, [("Diaries", false, 2), ("SROI", true, 1)]);
        assert_eq!(impact.without_measure, 1);
    }
}
