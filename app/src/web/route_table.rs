//! A router that can say what it holds.
//!
//! axum does not list its routes. What else is said of an address (whether its answer is kept,
//! whether search engines are told of it) stands in the same row as its handler, and whoever needs
//! to know reads it from here: the page cache, the sitemap, and the access test, which walks every
//! row against a matrix written by hand.

use crate::web::state::AppState;
use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodFilter, on};

/// What an answer that is kept depends on, beside the path and the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum VaryBy {
    /// The path alone.
    Path,
    /// The number of a page.
    Page,
    /// The filters and order of a list, and its page.
    List,
    /// The same, whatever the page.
    WholeList,
    /// The same as a page of the site: a list, or a map of one.
    ListOrMap,
    /// The same with the API's own key.
    ApiList,
    /// The path, and the list that somebody came from with what they set aside: kept without.
    Case,
}

/// Whether an answer is kept for whoever asks for the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// Nobody said. Not kept, and a test fails on a route that is read.
    Undecided,
    /// Made anew each time.
    Never,
    /// Kept, apart from every other that this tells apart.
    By(VaryBy),
}

/// Parts of an address that are always written in small letters: slugs and words of ours. All others are
/// as somebody was given them, letter by letter.
const SMALL: [&str; 8] = [
    "action", "audience", "field", "figure", "museum", "section", "slug", "theme",
];

/// Whether the part of an address with this name is always written in small letters.
#[must_use]
pub fn is_in_small_letters(name: &str) -> bool {
    SMALL.contains(&name)
}

/// A route as it was added.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    pub method: &'static str,
    /// With axum's braces, such as `/case-studies/{slug}`.
    pub path: &'static str,
    pub kept: Kept,
    /// Whether search engines are told of it.
    pub in_sitemap: bool,
}

/// A router and the list of what it holds.
#[derive(Default)]
pub struct RouteTable {
    router: Router<AppState>,
    listed: Vec<Route>,
}

impl RouteTable {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A page or a document that is read.
    #[must_use]
    pub fn get<H: Handler<T, AppState>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        // axum answers HEAD with the same handler.
        self.add(MethodFilter::GET, "GET", path, handler)
    }

    /// A form that changes something.
    #[must_use]
    pub fn post<H: Handler<T, AppState>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add(MethodFilter::POST, "POST", path, handler)
    }

    fn add<H: Handler<T, AppState>, T: 'static>(
        mut self,
        filter: MethodFilter,
        method: &'static str,
        path: &'static str,
        handler: H,
    ) -> Self {
        self.router = self.router.route(path, on(filter, handler));
        self.listed.push(Route {
            method,
            path,
            kept: Kept::Undecided,
            in_sitemap: false,
        });
        self
    }

    /// Keeps the answers of the route added last.
    #[must_use]
    pub fn kept(self, by: VaryBy) -> Self {
        self.last(|route| route.kept = Kept::By(by))
    }

    /// Draws every answer of the route added last anew.
    #[must_use]
    pub fn never_kept(self) -> Self {
        self.last(|route| route.kept = Kept::Never)
    }

    /// Tells search engines of the route added last.
    #[must_use]
    pub fn in_sitemap(self) -> Self {
        self.last(|route| route.in_sitemap = true)
    }

    fn last(mut self, change: impl FnOnce(&mut Route)) -> Self {
        if let Some(route) = self.listed.last_mut() {
            change(route);
        }
        self
    }

    /// Draws every answer of this table anew: each is for one person.
    #[must_use]
    pub fn all_personal(mut self) -> Self {
        for route in &mut self.listed {
            route.kept = Kept::Never;
        }
        self
    }

    /// Everything of another table.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.listed.extend(other.listed);
        self
    }

    #[must_use]
    pub fn listed(&self) -> &[Route] {
        &self.listed
    }

    /// The addresses that search engines are told of, in the order in which they were added.
    #[must_use]
    pub fn sitemap(&self) -> Vec<&'static str> {
        self.listed
            .iter()
            .filter(|route| route.in_sitemap)
            .map(|route| route.path)
            .collect()
    }

    pub fn into_router(self) -> Router<AppState> {
        self.router
    }
}

#[cfg(test)]
mod tests {
    use super::{Kept, Route, RouteTable, VaryBy};

    async fn nothing() {}

    #[test]
    fn a_row_says_only_what_was_said_of_it() {
        let table = RouteTable::new()
            .get("/a", nothing)
            .kept(VaryBy::Path)
            .in_sitemap()
            .post("/a", nothing)
            .get("/b", nothing)
            .never_kept();
        let row = |method, path, kept, in_sitemap| Route {
            method,
            path,
            kept,
            in_sitemap,
        };
        assert_eq!(
            table.listed(),
            [
                row("GET", "/a", Kept::By(VaryBy::Path), true),
                row("POST", "/a", Kept::Undecided, false),
                row("GET", "/b", Kept::Never, false),
            ]
        );
        assert_eq!(table.sitemap(), ["/a"]);
    }
}
