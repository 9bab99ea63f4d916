//! `/case-studies?view=map`: the list as a map, with the same cases as a list below it, and with the
//! list's own search box and filters.
//!
//! Everything is drawn here: no tiles, no script, nothing asked of anybody else.

mod area;
mod clusters;
mod land;
mod projection;
mod spots;
mod view;

use crate::browse::shortlist::{Bar, ShortlistCases};
use crate::list_query::ListQuery;
use crate::list_query::shortlist::Shortlist;
use crate::ui::Nav;
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use area::Area;
use axum::response::Response;
use case_study::Point;
use index::Listing;
use std::collections::HashSet;
use store::cases::Filters;
use store::catalogue::{Catalogue, Entry, Spot};
use url::form_urlencoded;

/// What a map is asked for: a list, and a part of the world.
#[derive(Debug, Clone)]
pub struct MapQuery {
    pub list: ListQuery,
    /// `None` where the address names none.
    area: Option<Area>,
}

impl MapQuery {
    /// Reads an address; `None` when it does not ask for a map.
    #[must_use]
    pub fn parse(query: &str) -> Option<Self> {
        let last = |key: &str| {
            form_urlencoded::parse(query.as_bytes())
                .filter(|(name, _)| name == key)
                .last()
                .map(|(_, value)| value.into_owned())
        };
        (last("view").as_deref() == Some("map")).then(|| Self {
            list: ListQuery::parse(query).at_page(1),
            area: last("area").and_then(|text| Area::parse(&text)),
        })
    }

    /// The map of a list.
    #[must_use]
    pub fn of(list: &ListQuery) -> Self {
        Self {
            list: list.at_page(1),
            area: None,
        }
    }

    fn at(&self, area: Area) -> Self {
        Self {
            list: self.list.clone(),
            area: Some(area),
        }
    }

    fn with_shortlist(&self, shortlist: Shortlist) -> Self {
        Self {
            list: self.list.with_shortlist(shortlist),
            area: self.area,
        }
    }

    /// The map of another list, of the same part of the world.
    fn of_list(&self, list: &ListQuery) -> Self {
        Self {
            list: list.at_page(1),
            area: self.area,
        }
    }

    /// What its address has besides the list's.
    fn pairs(&self) -> Vec<(&'static str, String)> {
        let area = self.area.map(|area| ("area", area.slug()));
        [("view", "map".to_owned())]
            .into_iter()
            .chain(area)
            .collect()
    }

    /// The one address of this map.
    #[must_use]
    pub fn href(&self) -> String {
        let list = self.list.href();
        let joint = if list.contains('?') { '&' } else { '?' };
        // A comma may stand in a query as it is.
        let own: Vec<String> = self
            .pairs()
            .into_iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        format!("{list}{joint}{}", own.join("&"))
    }
}

/// A map with everything on it.
struct Map<'a> {
    query: MapQuery,
    area: Area,
    catalogue: &'a Catalogue,
    /// Every case under these filters.
    total: usize,
    /// Those with a place that may be shown, and the places, in the same order.
    placed: Vec<&'a Entry>,
    points: Vec<Point>,
    hidden: usize,
    unknown: usize,
    /// Counts for the filters, and what was understood of the words; none of its cases.
    listing: Listing,
    bar: Bar,
}

impl<'a> Map<'a> {
    /// `found` are the numbers of the cases that answer the words, where there are words.
    fn of(
        query: MapQuery,
        catalogue: &'a Catalogue,
        found: Option<&HashSet<i64>>,
        listing: Listing,
        bar: Bar,
    ) -> Self {
        let mut matching = catalogue.matching(&query.list.filters);
        matching.retain(|entry| found.is_none_or(|found| found.contains(&entry.id)));
        let found = matching;
        let total = found.len();
        let (mut placed, mut points) = (Vec::new(), Vec::new());
        let (mut hidden, mut unknown) = (0, 0);
        for entry in found {
            match entry.spot {
                Spot::Shown(point) => {
                    placed.push(entry);
                    points.push(point);
                }
                Spot::Hidden => hidden += 1,
                Spot::Unknown => unknown += 1,
            }
        }
        let area = query.area.unwrap_or_else(|| first_look(&points));
        Self {
            query,
            area,
            catalogue,
            total,
            placed,
            points,
            hidden,
            unknown,
            listing,
            bar,
        }
    }
}

/// The cases that answer the words of a list; none where it has no words.
async fn with_words(
    state: &AppState,
    filters: &Filters,
) -> Result<Option<HashSet<i64>>, PageError> {
    if filters.q.is_empty() {
        return Ok(None);
    }
    Ok(Some(state.index.ids(filters).await?))
}

/// Europe, unless all that there is lies elsewhere.
fn first_look(points: &[Point]) -> Area {
    let europe = Area::Europe.frame();
    if points.is_empty() || points.iter().any(|point| europe.find(*point).is_some()) {
        Area::Europe
    } else {
        Area::World
    }
}

/// The page of a map.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    state: &AppState,
    query: MapQuery,
    context: &PageContext,
) -> Result<Response, PageError> {
    let catalogue = state.catalogue.current(&state.db).await?;
    let shortlisted = ShortlistCases::load(&state.db, &query.list.shortlist).await?;
    let query = query.with_shortlist(shortlisted.shortlist());
    let bar = Bar::of(&shortlisted, &state.settings.public_url, |shortlist| {
        query.with_shortlist(shortlist).href()
    });
    let found = with_words(state, &query.list.filters).await?;
    let listing = state.index.list(&query.list.filters, 1, 0).await?;
    let map = Map::of(query, &catalogue, found.as_ref(), listing, bar);
    let mut page = Page::new(view::title(&map))
        .at(Nav::Map)
        .with_results()
        .description("Where museums have worked for wellbeing, on a map, with the same case studies in a list.")
        .canonical(map.query.href());
    if map.points.is_empty() || matches!(map.area, Area::Around { .. }) {
        page = page.unlisted();
    }
    if !map.query.list.shortlist.is_empty() {
        page = page.variant_of(map.query.with_shortlist(Shortlist::default()).href());
    }
    Ok(page.render(context, || view::view(map)))
}

#[cfg(test)]
mod tests {
    use super::{MapQuery, first_look};
    use crate::browse::lists::map::area::Area;
    use case_study::Point;

    #[test]
    fn only_an_address_that_asks_for_a_map_is_one() {
        for list in [
            "",
            "view=list",
            "view=",
            "theme=carers",
            "view=map&view=list",
        ] {
            assert!(MapQuery::parse(list).is_none(), "{list}");
        }
        let map = MapQuery::parse("theme=carers&area=53.4,-2.98,80&view=map&page=3").unwrap();
        assert_eq!(
            map.href(),
            "/case-studies?theme=carers&view=map&area=53.4,-2.98,100"
        );
        let odd = MapQuery::parse("view=map&area=%00%ff").unwrap();
        assert_eq!(odd.href(), "/case-studies?view=map");
    }

    #[test]
    fn the_first_look_is_europe_unless_nothing_is_there() {
        let montreal = Point {
            lat: 45.5,
            lon: -73.58,
        };
        let york = Point {
            lat: 53.96,
            lon: -1.08,
        };
        assert_eq!(first_look(&[montreal, york]), Area::Europe);
        assert_eq!(first_look(&[montreal]), Area::World);
        assert_eq!(first_look(&[]), Area::Europe);
    }
}
