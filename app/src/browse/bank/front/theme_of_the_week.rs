//! The theme of the week: another one to begin with each Monday.

use crate::browse::bank::directories::Way;
use crate::ui;
use case_study::Facet;
use case_study::Vocabulary;
use case_study::vocabulary::Term;
use leptos::prelude::*;
use store::DAY_MS;
use store::cases::TermCount;
use store::catalogue::Catalogue;

/// The theme of this week, with its newest cases: address and title.
pub(super) struct OfTheWeek {
    term: &'static Term,
    count: u64,
    newest: Vec<(String, String)>,
}

/// The theme of the week in which `now` lies; none in an empty bank.
pub(super) fn of_the_week(
    catalogue: &Catalogue,
    themes: &[TermCount],
    now: i64,
) -> Option<OfTheWeek> {
    /// Titles named beside the theme.
    const TITLES: usize = 3;
    let chosen = theme_of_the_week(themes, week(now))?;
    let newest = catalogue
        .entries
        .iter()
        .filter(|entry| catalogue.has(entry, Facet::Theme, &chosen.slug))
        .take(TITLES)
        .map(|entry| (paths::case_study(&entry.slug), entry.title.clone()))
        .collect();
    Some(OfTheWeek {
        term: Vocabulary::Theme.term(&chosen.slug)?,
        count: chosen.count,
        newest,
    })
}

/// Weeks since the Monday before 1970, in UTC.
const fn week(ms: i64) -> i64 {
    (ms.div_euclid(DAY_MS) + 3).div_euclid(7)
}

/// Every theme with enough to read draws a number for the week, and the highest wins: all servers
/// agree, and a theme that gets its first case does not change this week's choice for the rest.
fn theme_of_the_week(themes: &[TermCount], week: i64) -> Option<&TermCount> {
    /// With fewer there is little to read on.
    const ENOUGH: u64 = 2;
    let enough: Vec<&TermCount> = themes.iter().filter(|one| one.count >= ENOUGH).collect();
    let candidates = if enough.is_empty() {
        themes.iter().collect()
    } else {
        enough
    };
    candidates
        .into_iter()
        .max_by_key(|theme| (drawn(&theme.slug, week), theme.slug.clone()))
}

/// A number drawn from a theme and a week (FNV-1a, its bits mixed once more).
fn drawn(slug: &str, week: i64) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in week.to_le_bytes().into_iter().chain(slug.bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash ^= hash >> 32;
    hash.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// A theme to begin with, another one each week.
pub(super) fn week_view(week: OfTheWeek) -> impl IntoView {
    let titles = week
        .newest
        .into_iter()
        .map(|(href, title)| view! { <li><a href=href>{title}</a></li> })
        .collect_view();
    view! {
        <section class="section home-week" aria-labelledby="week">
            <div>
                <p class="caption">"Theme of the week"</p>
                <h2 id="week"><a href=Way::Theme.href(week.term.slug)>{week.term.label}</a></h2>
                <p class="lede">{week.term.definition}"."</p>
                <p class="meta">{ui::case_studies(week.count)}</p>
            </div>
            <ul class="home-week-titles">{titles}</ul>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::{theme_of_the_week, week};
    use std::collections::BTreeSet;
    use store::DAY_MS;
    use store::cases::TermCount;

    fn theme(slug: &str, count: u64) -> TermCount {
        TermCount {
            slug: slug.to_owned().into(),
            label: slug.to_owned().into(),
            count,
        }
    }

    #[test]
    fn weeks_begin_on_mondays() {
        // 16 November 2026 is a Monday.
        let monday = 1_794_787_200_000;
        assert_eq!(week(monday), week(monday + 7 * DAY_MS - 1));
        assert_eq!(week(monday) - 1, week(monday - 1));
        assert_eq!(week(-DAY_MS * 3), 0);
    }

    #[test]
    fn every_theme_with_enough_to_read_has_its_week_and_a_new_one_seldom_changes_it() {
        let few: Vec<TermCount> = ["a", "b", "c", "d", "e", "f", "g", "h"]
            .map(|slug| theme(slug, 2))
            .to_vec();
        let more: Vec<TermCount> = few.iter().cloned().chain([theme("i", 2)]).collect();
        let chosen =
            |themes: &[TermCount], week| theme_of_the_week(themes, week).unwrap().slug.clone();
        let seen: BTreeSet<_> = (0..100).map(|week| chosen(&few, week)).collect();
        assert_eq!(seen.len(), 8);
        let changed = (0..900)
            .filter(|week| chosen(&few, *week) != chosen(&more, *week))
            .count();
        assert!((50..170).contains(&changed), "{changed}");
        let lonely = [theme("a", 1), theme("b", 7)];
        assert!((0..50).all(|week| chosen(&lonely, week) == "b"));
        assert!(theme_of_the_week(&[], 1).is_none());
    }
}
