//! The values of all facets as small numbers, and what is asked of them.
//!
//! Counting is the work of every list, so it runs over plain numbers: every value of every facet
//! that ever stood in the index has a number of its own while the program runs.

use case_study::text_input::sort_key;
use case_study::{Facet, Vocabulary};
use std::borrow::Cow;
use std::collections::HashMap;
use store::cases::{Filters, TermCount};

/// Facet and slug of each number. The values of the vocabularies come first, in their order.
#[derive(Debug, Clone)]
pub(super) struct Values {
    numbers: HashMap<(Facet, String), u32>,
    facets: Vec<Facet>,
    slugs: Vec<String>,
    /// The number of the first value of each facet's vocabulary.
    firsts: [usize; Facet::ALL.len()],
    /// How many values the vocabularies have.
    listed: usize,
}

impl Default for Values {
    fn default() -> Self {
        let mut values = Self {
            numbers: HashMap::new(),
            facets: Vec::new(),
            slugs: Vec::new(),
            firsts: [0; Facet::ALL.len()],
            listed: 0,
        };
        for facet in Facet::ALL {
            values.firsts[*facet as usize] = values.len();
            for term in facet
                .vocabulary()
                .map(Vocabulary::terms)
                .unwrap_or_default()
            {
                values.number(*facet, term.slug);
            }
        }
        values.listed = values.len();
        values
    }
}

/// A set of facets, one bit each.
type Bits = u16;
const _: () = assert!(
    Facet::ALL.len() <= Bits::BITS as usize,
    "more facets than bits"
);

const fn bit(facet: Facet) -> Bits {
    1 << facet as Bits
}

impl Values {
    /// The number of a value, a new one if need be. `None` when there are too many.
    pub fn number(&mut self, facet: Facet, slug: &str) -> Option<u32> {
        let key = (facet, slug.to_owned());
        if let Some(number) = self.numbers.get(&key) {
            return Some(*number);
        }
        let number = u32::try_from(self.slugs.len()).ok()?;
        self.facets.push(key.0);
        self.slugs.push(key.1.clone());
        self.numbers.insert(key, number);
        Some(number)
    }

    /// The number of a value that stood in the index once.
    pub fn known(&self, facet: Facet, slug: &str) -> Option<u32> {
        self.numbers.get(&(facet, slug.to_owned())).copied()
    }

    /// How many numbers there are.
    pub fn len(&self) -> usize {
        self.slugs.len()
    }

    /// What the filters choose.
    pub fn choice(&self, filters: &Filters) -> Choice {
        let mut choice = Choice {
            facets: self.facets.clone(),
            wanted: vec![false; self.len()],
            required: 0,
        };
        for (facet, slugs) in &filters.chosen {
            if slugs.is_empty() {
                continue;
            }
            choice.required |= bit(*facet);
            for slug in slugs {
                // A value that nobody has is wanted all the same: nothing fits it.
                if let Some(value) = self.numbers.get(&(*facet, slug.clone())) {
                    choice.wanted[*value as usize] = true;
                }
            }
        }
        choice
    }

    /// The counts of a facet as readers see them: every value of a vocabulary, those without a
    /// case too; of `region` and `year` what occurs.
    pub fn terms(&self, facet: Facet, counts: &[u32]) -> Vec<TermCount> {
        let listed = facet
            .vocabulary()
            .map(Vocabulary::terms)
            .unwrap_or_default();
        let mut terms: Vec<TermCount> = listed
            .iter()
            .zip(&counts[self.firsts[facet as usize]..])
            .map(|(term, count)| TermCount {
                slug: Cow::Borrowed(term.slug),
                label: Cow::Borrowed(term.label),
                count: u64::from(*count),
            })
            .collect();
        let mut others: Vec<TermCount> = (self.listed..counts.len())
            .filter(|value| self.facets[*value] == facet && counts[*value] > 0)
            .map(|value| TermCount {
                label: facet.label_of(&self.slugs[value]).into(),
                slug: self.slugs[value].clone().into(),
                count: u64::from(counts[value]),
            })
            .collect();
        others.sort_by_cached_key(|term| sort_key(&term.label));
        if facet == Facet::Year {
            others.reverse();
        }
        terms.extend(others);
        terms
    }
}

/// What a list is narrowed to, in numbers.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    /// The facet of each value.
    facets: Vec<Facet>,
    /// Whether each value is chosen.
    wanted: Vec<bool>,
    /// One bit for each facet of which something is chosen.
    required: Bits,
}

impl Choice {
    /// Whether nothing is chosen.
    pub const fn is_empty(&self) -> bool {
        self.required == 0
    }

    /// Looks at the values of one case: whether the list shows it. The case counts for every
    /// facet that would show it if that facet's own choices were absent: for all when it fails
    /// none, for one when it fails that one alone, and for none when it fails two.
    #[inline]
    pub fn look(&self, values: &[u32], counts: &mut [u32]) -> bool {
        let mut satisfied: Bits = 0;
        if self.required != 0 {
            for value in values {
                if self.wanted[*value as usize] {
                    satisfied |= bit(self.facets[*value as usize]);
                }
            }
        }
        let failed = self.required & !satisfied;
        if failed == 0 {
            for value in values {
                counts[*value as usize] += 1;
            }
            return true;
        }
        if failed.is_power_of_two() {
            for value in values {
                if bit(self.facets[*value as usize]) == failed {
                    counts[*value as usize] += 1;
                }
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::Values;
    use case_study::{Facet, Vocabulary};
    use store::cases::Filters;

    fn filters(chosen: &[(Facet, &[&str])]) -> Filters {
        Filters {
            chosen: chosen
                .iter()
                .map(|(facet, slugs)| (*facet, slugs.iter().map(|&s| s.to_owned()).collect()))
                .collect(),
            ..Filters::default()
        }
    }

    #[test]
    fn a_case_counts_where_its_own_facet_alone_keeps_it_out() {
        let mut values = Values::default();
        let carers = values.number(Facet::Theme, "carers").unwrap();
        let ageing = values.number(Facet::Theme, "healthy-ageing").unwrap();
        let uk = values.number(Facet::Country, "GB").unwrap();
        let france = values.number(Facet::Country, "FR").unwrap();
        assert_eq!(values.number(Facet::Theme, "carers"), Some(carers));

        let choice = values.choice(&filters(&[
            (Facet::Theme, &["carers"]),
            (Facet::Country, &["GB"]),
        ]));
        let mut counts = vec![0; values.len()];
        assert!(choice.look(&[carers, uk], &mut counts));
        assert!(!choice.look(&[ageing, uk], &mut counts));
        assert!(!choice.look(&[ageing, france], &mut counts));
        let counted = [carers, ageing, uk, france].map(|value| counts[value as usize]);
        assert_eq!(counted, [1, 1, 1, 0]);
    }

    #[test]
    fn a_value_nobody_has_shows_nothing_but_counts_beside_it() {
        let mut values = Values::default();
        let carers = values.number(Facet::Theme, "carers").unwrap();
        let uk = values.number(Facet::Country, "GB").unwrap();
        let choice = values.choice(&filters(&[(Facet::Country, &["XX"])]));
        let mut counts = vec![0; values.len()];
        assert!(!choice.look(&[carers, uk], &mut counts));
        let counted = [carers, uk].map(|value| counts[value as usize]);
        assert_eq!(counted, [0, 1]);
    }

    #[test]
    fn what_occurs_is_listed_and_years_begin_with_the_last() {
        let mut values = Values::default();
        let years = ["2019", "2021", "2020"].map(|year| values.number(Facet::Year, year).unwrap());
        let ageing = values.known(Facet::Theme, "healthy-ageing").unwrap();
        let mut counts = vec![0; values.len()];
        for (value, count) in [(years[0], 1), (years[1], 2), (ageing, 3)] {
            counts[value as usize] = count;
        }
        let found = |facet| -> Vec<(String, u64)> {
            let terms = values.terms(facet, &counts).into_iter();
            terms.map(|t| (t.slug.into_owned(), t.count)).collect()
        };
        assert_eq!(found(Facet::Year), [("2021".into(), 2), ("2019".into(), 1)]);
        // Of a vocabulary every term is listed, in its order.
        let themes: Vec<(String, u64)> = Vocabulary::Theme
            .terms()
            .iter()
            .map(|term| {
                let count = if term.slug == "healthy-ageing" { 3 } else { 0 };
                (term.slug.to_owned(), count)
            })
            .collect();
        assert_eq!(found(Facet::Theme), themes);
    }
}
