//! The museums that are offered while one types.

use case_study::text_input::sort_key;
use std::cmp::Reverse;
use store::catalogue::Catalogue;

/// More would make the page heavier than what it asks for. Every other museum is known all the same, once
/// its name is typed.
const MOST: usize = 500;

/// Names of museums with a public case, in order. Of a large bank those that sent the most: they are the
/// likeliest to send again.
#[must_use]
pub fn offered(catalogue: &Catalogue) -> Vec<String> {
    let mut museums: Vec<(String, usize)> = catalogue
        .museums
        .iter()
        .map(|museum| (museum.name.clone(), 0))
        .collect();
    for entry in &catalogue.entries {
        if let Some((_, cases)) = museums.get_mut(entry.museum) {
            *cases += 1;
        }
    }
    most_first(museums)
}

fn most_first(mut museums: Vec<(String, usize)>) -> Vec<String> {
    museums.retain(|(name, cases)| !name.is_empty() && *cases > 0);
    museums.sort_by_key(|(_, cases)| Reverse(*cases));
    museums.truncate(MOST);
    let mut names: Vec<String> = museums.into_iter().map(|(name, _)| name).collect();
    names.sort_by_cached_key(|name| sort_key(name));
    names
}

#[cfg(test)]
mod tests {
    use super::{MOST, most_first};

    #[test]
    fn a_large_bank_offers_no_more_than_a_page_can_hold() {
        let number = |place: usize| format!("Museum {place:04}");
        let museums = (0..MOST + 100).map(|place| (number(place), place % 7));
        let names = most_first(museums.collect());
        assert_eq!(names.len(), MOST);
        assert!(names.is_sorted(), "{names:?}");
        // Those without a case are left out first, then those with one.
        assert!(names.contains(&number(6)) && !names.contains(&number(7)));
        assert_eq!(most_first(Vec::new()), [""; 0]);
    }
}
