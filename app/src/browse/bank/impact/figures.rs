//! What the bank adds up to: counted from what the case studies say, rounded or not.

use crate::browse::bank::term_counts::every_term;
use case_study::Facet;
use case_study::text_input::sort_key;
use std::collections::{BTreeMap, BTreeSet};
use store::cases::TermCount;
use store::catalogue::{Catalogue, Entry};

/// Everything the page says in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Impact {
    pub cases: u64,
    /// Of these, compiled from public sources rather than sent in.
    pub compiled: u64,
    /// Public, and not counted: samples that went the way of what museums send.
    pub left_out: u64,
    pub museums: u64,
    pub countries: Vec<TermCount>,
    pub people: People,
    /// From the first label to the last, those without a case too.
    pub evidence: Vec<TermCount>,
    /// Cases whose label no person chose.
    pub suggested: u64,
    pub themes: Vec<TermCount>,
    /// Every year from the first to the last in which work ran, gaps too.
    pub years: Vec<(u16, u64)>,
    pub without_year: u64,
    /// Cases that say what did not work or was hard.
    pub telling: u64,
    pub measures: Vec<MeasureCount>,
    pub without_measure: u64,
}

/// People who took part, as the cases give them. Who was trained, answered a survey, visited or was planned
/// for is never added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// Cases that give a number of people who took part.
    pub counted: u64,
    /// Those that counted others, or do not say whom.
    pub otherwise: u64,
    /// Those that give no number.
    pub without: u64,
    pub total: u64,
    /// The middle one of the numbers: at least half are not larger.
    pub middle: u64,
    pub largest: Option<Largest>,
    pub bands: Vec<BandCount>,
}

/// The case with the largest number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Largest {
    pub people: u64,
    pub slug: String,
    pub title: String,
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
        let entries = catalogue.counted();
        let how_many =
            |is: &dyn Fn(&Entry) -> bool| entries.iter().filter(|entry| is(entry)).count() as u64;
        let years = catalogue.counts(&entries, Facet::Year);
        Self {
            cases: entries.len() as u64,
            compiled: how_many(&|entry| entry.compiled),
            left_out: (catalogue.entries.len() - entries.len()) as u64,
            museums: museums_of(&entries),
            countries: catalogue.counts(&entries, Facet::Country),
            people: People::of(&entries),
            evidence: every_term(catalogue, &entries, Facet::Evidence),
            suggested: how_many(&|entry| entry.evidence_suggested),
            themes: catalogue.counts(&entries, Facet::Theme),
            years: every_year(&years),
            without_year: how_many(&|entry| {
                catalogue.terms_of(entry, Facet::Year).next().is_none()
            }),
            telling: how_many(&|entry| entry.tells_what_was_hard),
            measures: measures(catalogue, &entries),
            without_measure: how_many(&|entry| entry.measures.is_empty()),
        }
    }
}

/// How many museums these cases are of.
#[must_use]
pub fn museums_of(entries: &[&Entry]) -> u64 {
    let museums: BTreeSet<usize> = entries.iter().map(|entry| entry.museum).collect();
    museums.len() as u64
}

/// How many people took part in a case, where that is what it counted.
#[must_use]
pub fn took_part(entry: &Entry) -> Option<u32> {
    entry
        .people
        .and_then(case_study::evidence::People::took_part)
}

impl People {
    /// Adds up these cases.
    #[must_use]
    pub fn of(entries: &[&Entry]) -> Self {
        let mut numbers: Vec<u32> = entries
            .iter()
            .filter_map(|entry| took_part(entry))
            .collect();
        numbers.sort_unstable();
        let largest = entries
            .iter()
            .filter_map(|entry| Some((took_part(entry)?, entry)))
            // The newest of equal ones.
            .rev()
            .max_by_key(|(people, _)| *people)
            .map(|(people, entry)| Largest {
                people: u64::from(people),
                slug: entry.slug.clone(),
                title: entry.title.clone(),
            });
        let with_any = entries
            .iter()
            .filter(|entry| entry.people.is_some())
            .count();
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
            otherwise: (with_any - numbers.len()) as u64,
            without: (entries.len() - with_any) as u64,
            total: numbers.iter().map(|people| u64::from(*people)).sum(),
            middle: middle(&numbers),
            largest,
            bands,
        }
    }
}

impl People {
    /// The case that makes up nearly half of the sum or more, with its share in hundredths: a sum of one
    /// case is no sum.
    #[must_use]
    pub fn leaning_on(&self) -> Option<(&Largest, u64)> {
        /// In hundredths of the whole.
        const NEARLY_HALF: u64 = 40;
        let largest = self.largest.as_ref().filter(|_| self.total > 0)?;
        let share = share_of(largest.people, self.total);
        (share >= NEARLY_HALF).then_some((largest, share))
    }
}

/// A part of a whole in hundredths, rounded; 0 of nothing.
#[must_use]
pub fn share_of(part: u64, whole: u64) -> u64 {
    let hundredths = (u128::from(part) * 100 + u128::from(whole) / 2)
        .checked_div(u128::from(whole))
        .unwrap_or(0);
    u64::try_from(hundredths).unwrap_or(100)
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
fn measures(catalogue: &Catalogue, entries: &[&Entry]) -> Vec<MeasureCount> {
    let mut counts = vec![0; catalogue.measures.len()];
    for entry in entries {
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
        // One that only a sample names is nobody's.
        .filter(|measure| measure.count > 0)
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
    use super::{BANDS, Impact, middle, share_of};
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
                sample: false,
                featured: false,
                published_at: 0,
                updated_at: 0,
                content: public_part(content),
            })
            .collect();
        Impact::of(&Catalogue::of(&cases, 2026))
    }

    #[test]
    fn samples_of_what_museums_send_are_in_no_figure() {
        let content = |museum: &str| CaseStudyContent {
            museum: museum.into(),
            country: "GB".into(),
            themes: vec!["carers".into()],
            participants: Some(12),
            participants_counted: "took_part".into(),
            measures_other: vec![format!("Diary of {museum}")],
            hard: "The stairs.".into(),
            started: year(2019),
            ..Default::default()
        };
        let case = |museum: &str, sample: bool| PublicCase {
            compiled: sample,
            sample,
            slug: "a-case".into(),
            state: CaseState::Live,
            featured: false,
            published_at: 0,
            updated_at: 0,
            content: public_part(content(museum)),
        };
        let of = |cases: &[PublicCase]| Impact::of(&Catalogue::of(cases, 2026));
        let without = of(&[case("One", false)]);
        let with = of(&[case("One", false), case("Other", true)]);
        assert_eq!((without.left_out, with.left_out), (0, 1));
        assert_eq!(
            with,
            Impact {
                left_out: 1,
                ..without
            }
        );
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
        // The first one was compiled and says what it counted; the others were asked by the form.
        let people = |participants| CaseStudyContent {
            participants,
            participants_counted: if participants == Some(49) {
                "took_part".into()
            } else {
                String::new()
            },
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
        let largest = impact.people.largest.clone().expect("a case");
        assert_eq!(
            (largest.people, largest.slug.as_str()),
            (4_000_000_000, "case-4")
        );
        let bands: Vec<u64> = impact.people.bands.iter().map(|band| band.cases).collect();
        assert_eq!(bands, [1, 1, 0, 2]);
        assert_eq!((impact.museums, impact.compiled), (1, 1));
    }

    #[test]
    fn only_people_who_took_part_are_added_up() {
        let people = |number, counted: &str| CaseStudyContent {
            participants: Some(number),
            participants_counted: counted.into(),
            ..Default::default()
        };
        // The first one was compiled, and does not say whom it counted.
        let impact = counted(vec![
            people(3_850, ""),
            people(10_000, "trained"),
            people(658, "surveyed"),
            people(6_500, "visited"),
            people(100, "planned"),
            people(115, "took_part"),
            people(12, ""),
            CaseStudyContent::default(),
        ]);
        let people = &impact.people;
        assert_eq!(
            (
                people.total,
                people.counted,
                people.otherwise,
                people.without
            ),
            (127, 2, 5, 1)
        );
    }

    #[test]
    fn a_sum_that_leans_on_one_case_says_so() {
        let share = |numbers: &[u32]| {
            let contents = numbers.iter().map(|number| CaseStudyContent {
                participants: Some(*number),
                participants_counted: "took_part".into(),
                ..Default::default()
            });
            let people = counted(contents.collect()).people;
            people.leaning_on().map(|(_, share)| share)
        };
        assert_eq!(share(&[40, 30, 30]), Some(40));
        assert_eq!(share(&[39, 31, 30]), None);
        assert_eq!(share(&[7]), Some(100));
        assert_eq!(share(&[]), None);
    }

    #[test]
    fn labels_that_nobody_chose_are_counted() {
        let labelled = |label: &str| CaseStudyContent {
            evidence_label: label.into(),
            design: "survey".into(),
            ..Default::default()
        };
        // The first one is compiled, and its label is what the program would suggest.
        let impact = counted(vec![
            labelled("evaluated"),
            labelled("evaluated"),
            labelled(""),
        ]);
        assert_eq!(impact.suggested, 2);
        assert_eq!(impact.evidence[2].count, 3);
    }

    #[test]
    fn shares_are_rounded() {
        assert_eq!(share_of(10_000, 22_789), 44);
        assert_eq!(share_of(1, 1_000), 0);
        assert_eq!(share_of(999, 1_000), 100);
        assert_eq!(share_of(1, 0), 0);
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
