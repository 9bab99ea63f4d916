//! The values of all facets as small numbers, and what is asked of them.
//!
//! Counting is the work of every list, so it runs over plain numbers: every value of every facet
//! that ever stood in the index has a number of its own while the program runs.

use crate::case_study::facets::{self, FACETS};
use crate::db::cases::{Filters, TermCount};
use std::collections::HashMap;

/// Facet, as its place in [`FACETS`], and slug of each number.
#[derive(Debug, Default, Clone)]
pub(super) struct Values {
    numbers: HashMap<(u8, String), u32>,
    facets: Vec<u8>,
    slugs: Vec<String>,
}

/// The place of a facet among [`FACETS`].
pub(super) fn facet_number(facet: &str) -> Option<u8> {
    FACETS
        .iter()
        .position(|(name, _)| *name == facet)
        .and_then(|at| u8::try_from(at).ok())
}

impl Values {
    /// The number of a value, a new one if need be. `None` for a facet there is not.
    pub fn number(&mut self, facet: &str, slug: &str) -> Option<u32> {
        let key = (facet_number(facet)?, slug.to_owned());
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
    pub fn known(&self, facet: &str, slug: &str) -> Option<u32> {
        let key = (facet_number(facet)?, slug.to_owned());
        self.numbers.get(&key).copied()
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
            let Some(number) = facet_number(facet).filter(|_| !slugs.is_empty()) else {
                continue;
            };
            choice.required |= 1 << number;
            for slug in slugs {
                // A value that nobody has is wanted all the same: nothing fits it.
                if let Some(value) = self.numbers.get(&(number, slug.clone())) {
                    choice.wanted[*value as usize] = true;
                }
            }
        }
        choice
    }

    /// The counts of a facet as readers see them: every value of a vocabulary, those without a
    /// case too; of `region` and `year` what occurs.
    pub fn terms(&self, facet: &'static str, counts: &[u32]) -> Vec<TermCount> {
        let Some(number) = facet_number(facet) else {
            return Vec::new();
        };
        let mut found: HashMap<&str, u64> = self
            .facets
            .iter()
            .zip(&self.slugs)
            .zip(counts)
            .filter(|((of, _), count)| **of == number && **count > 0)
            .map(|((_, slug), count)| (slug.as_str(), u64::from(*count)))
            .collect();
        let (_, vocabulary) = FACETS[usize::from(number)];
        let mut terms: Vec<TermCount> = vocabulary
            .map(crate::case_study::Vocabulary::terms)
            .unwrap_or_default()
            .iter()
            .map(|term| TermCount {
                slug: term.slug.to_owned(),
                label: term.label.to_owned(),
                count: found.remove(term.slug).unwrap_or(0),
            })
            .collect();
        let mut others: Vec<TermCount> = found
            .into_iter()
            .map(|(slug, count)| TermCount {
                slug: slug.to_owned(),
                label: facets::label_of(facet, slug),
                count,
            })
            .collect();
        others.sort_by(|a, b| a.label.cmp(&b.label));
        if facet == "year" {
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
    facets: Vec<u8>,
    /// Whether each value is chosen.
    wanted: Vec<bool>,
    /// One bit for each facet of which something is chosen.
    required: u16,
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
        let mut satisfied = 0_u16;
        if self.required != 0 {
            for value in values {
                if self.wanted[*value as usize] {
                    satisfied |= 1 << self.facets[*value as usize];
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
                if 1 << self.facets[*value as usize] == failed {
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
    use crate::db::cases::Filters;

    fn filters(chosen: &[(&'static str, &[&str])]) -> Filters {
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
        let carers = values.number("theme", "carers").unwrap();
        let ageing = values.number("theme", "healthy-ageing").unwrap();
        let uk = values.number("country", "GB").unwrap();
        let france = values.number("country", "FR").unwrap();
        assert_eq!(values.number("theme", "carers"), Some(carers));
        assert_eq!(values.number("colour", "red"), None);

        let choice = values.choice(&filters(&[("theme", &["carers"]), ("country", &["GB"])]));
        let mut counts = vec![0; values.len()];
        assert!(choice.look(&[carers, uk], &mut counts));
        assert!(!choice.look(&[ageing, uk], &mut counts));
        assert!(!choice.look(&[ageing, france], &mut counts));
        assert_eq!(counts, [1, 1, 1, 0]);
    }

    #[test]
    fn a_value_nobody_has_shows_nothing_but_counts_beside_it() {
        let mut values = Values::default();
        let carers = values.number("theme", "carers").unwrap();
        let uk = values.number("country", "GB").unwrap();
        let choice = values.choice(&filters(&[("country", &["XX"])]));
        let mut counts = vec![0; values.len()];
        assert!(!choice.look(&[carers, uk], &mut counts));
        assert_eq!(counts, [0, 1]);
    }

    #[test]
    fn what_occurs_is_listed_and_years_begin_with_the_last() {
        let mut values = Values::default();
        for year in ["2019", "2021", "2020"] {
            values.number("year", year).unwrap();
        }
        let terms = values.terms("year", &[1, 2, 0]);
        let found: Vec<(&str, u64)> = terms.iter().map(|t| (t.slug.as_str(), t.count)).collect();
        assert_eq!(found, [("2021", 2), ("2019", 1)]);
        assert!(values.terms("theme", &[0, 0, 0]).len() > 10);
    }
}
