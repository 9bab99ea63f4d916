//! What of an address and its query tells two answers apart, for the routes whose answers are kept.
//!
//! Whether a route's answer is kept, and by what, stands in its row of the table of routes
//! (`app/src/routes.rs`).
//!
//! A part of a query that no page reads is no part of the key: links with somebody's campaign marks
//! share one answer, and made-up keys do not fill the cache. What is left is written the one way in
//! which the page itself writes it. What somebody looks for in their own words is never kept: it would
//! stay in memory, and the time of an answer would tell others what was looked for.

use app::browse::lists::list;
use app::data::api;
use app::list_query::shortlist;
use app::list_query::{ListQuery, page_of};
use app::web::route_table::{Kept, Route, VaryBy};
use matchit::Router;
use std::fmt::Write;

/// No slug is longer.
const LONGEST_PATH: usize = 200;

/// What the routes say about keeping their answers, found by path.
#[derive(Debug)]
pub struct Rules(Router<Kept>);

impl Rules {
    /// The rules of these routes.
    #[must_use]
    pub fn of(routes: &[Route]) -> Self {
        let mut router = Router::new();
        for route in routes.iter().filter(|route| route.method == "GET") {
            // Also what is never kept: it may hide behind a wider pattern of something that is.
            if let Err(error) = router.insert(route.path, route.kept) {
                // axum took the same patterns, so this cannot be.
                tracing::error!(path = route.path, %error, "a route cannot be found by the page cache");
            }
        }
        Self(router)
    }

    /// Writes what tells the answer at this address from every other behind `key`. `false` when the
    /// answer is not kept.
    pub fn write_address(&self, key: &mut String, path: &str, query: &str) -> bool {
        // A path can be written in many ways with percent signs; ours never need one.
        let plain = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"/-._".contains(&byte)
        };
        if path.len() > LONGEST_PATH || !path.bytes().all(plain) {
            return false;
        }
        let Ok(found) = self.0.at(path) else {
            return false;
        };
        key.push_str(path);
        // A line feed stands in no address.
        key.push('\n');
        let Kept::By(vary_by) = *found.value else {
            return false;
        };
        match vary_by {
            VaryBy::Path => {}
            VaryBy::Page => {
                let _ = write!(key, "{}", page_of(query));
            }
            VaryBy::List | VaryBy::WholeList | VaryBy::ListOrMap | VaryBy::ApiList
                if ListQuery::parse(query).has_words() =>
            {
                return false;
            }
            // One reader's own: nobody else asks for the same. Written oddly, it is a part of the key.
            VaryBy::ListOrMap if query.contains(shortlist::KEY) => return false,
            VaryBy::Case if ListQuery::parse(query) != ListQuery::default() => return false,
            VaryBy::Case => {}
            VaryBy::ListOrMap => key.push_str(&list::address_of(query)),
            VaryBy::List => key.push_str(&ListQuery::parse(query).href()),
            VaryBy::WholeList => key.push_str(&ListQuery::parse(query).at_page(1).href()),
            VaryBy::ApiList => {
                let Ok(per_page) = api::read_per_page(query) else {
                    return false;
                };
                let _ = write!(key, "{} {per_page}", ListQuery::parse(query).href());
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Rules;
    use crate::assets::Site;
    use crate::router;
    use app::web::route_table::Kept;
    use std::sync::LazyLock;

    #[derive(rust_embed::Embed)]
    #[folder = "../target/site"]
    #[allow_missing = true]
    struct Files;

    fn key(path: &str, query: &str) -> Option<String> {
        static RULES: LazyLock<Rules> =
            LazyLock::new(|| Rules::of(&router::listed(Site::of::<Files>())));
        let mut key = String::new();
        RULES.write_address(&mut key, path, query).then_some(key)
    }

    #[test]
    fn every_route_that_is_read_is_decided() {
        let undecided: Vec<_> = router::listed(Site::of::<Files>())
            .into_iter()
            .filter(|route| route.method == "GET" && route.kept == Kept::Undecided)
            .collect();
        assert_eq!(undecided, []);
    }

    #[test]
    fn the_same_list_has_one_key_and_another_has_another() {
        let carers = key("/case-studies", "theme=carers").unwrap();
        for same in [
            "theme=carers&utm_source=x",
            "a=1&theme=carers&b=2&page=1&sort=newest",
            "theme=Carers&theme=carers&q=",
        ] {
            assert_eq!(key("/case-studies", same).as_ref(), Some(&carers), "{same}");
        }
        let mut seen = vec![carers];
        for other in [
            "",
            "theme=carers&page=2",
            "theme=carers&sort=title",
            "theme=carers&view=map",
            "theme=carers&view=map&area=world",
            "theme=carers&theme=mental-health",
            "theme=mental-health&theme=carers",
            "audience=carers",
        ] {
            let key = key("/case-studies", other).unwrap();
            assert!(!seen.contains(&key), "{other}");
            seen.push(key);
        }
        let empty = key("/case-studies", "");
        assert_eq!(empty, key("/case-studies", "utm_source=x"));
        assert_ne!(empty, key("/case-studies.json", ""));
    }

    #[test]
    fn a_page_that_reads_no_query_has_one_key() {
        for path in ["/", "/themes/carers", "/robots.txt", "/impact"] {
            assert_eq!(key(path, "page=2&q=x"), key(path, ""), "{path}");
        }
        for path in ["/case-studies/tea", "/case-studies/tea.json"] {
            assert_eq!(key(path, "utm_source=x"), key(path, ""), "{path}");
        }
        assert_ne!(key("/museums", "page=2"), key("/museums", ""));
        assert_eq!(key("/museums", "page=1&x=y"), key("/museums", ""));
        for path in ["/case-studies.atom", "/museums/tate/feed", "/sitemap.xml"] {
            assert_ne!(key(path, "page=7"), key(path, ""), "{path}");
            assert_eq!(key(path, "page=1&x=y"), key(path, ""), "{path}");
        }
    }

    #[test]
    fn what_one_reader_set_aside_is_for_nobody_else() {
        for query in ["shortlist=tea", "theme=carers&shortlist=tea&view=map"] {
            assert_eq!(key("/case-studies", query), None, "{query}");
            assert_eq!(key("/case-studies/tea", query), None, "{query}");
        }
        // The way back to a list stands on the page.
        assert_eq!(key("/case-studies/tea", "q=carers"), None);
        assert_eq!(key("/compare", "case=tea"), None);
        let odd = key("/case-studies", "short%6cist=tea");
        assert!(odd.is_some_and(|key| key.ends_with("shortlist=tea")));
    }

    #[test]
    fn what_somebody_looks_for_is_not_kept() {
        for path in [
            "/case-studies",
            "/case-studies.atom",
            "/case-studies.json",
            "/api/v1/case-studies",
            "/api/v1/facets",
        ] {
            for query in ["q=carers", "theme=carers&q=tea", "view=map&q=tea"] {
                assert_eq!(key(path, query), None, "{path}?{query}");
            }
        }
        assert_eq!(key("/case-studies/suggest", "q=tea"), None);
    }

    #[test]
    fn the_api_has_a_key_of_its_own() {
        let twenty = key("/api/v1/case-studies", "").unwrap();
        assert_eq!(
            key("/api/v1/case-studies", "per_page=20&x=y").unwrap(),
            twenty
        );
        assert_ne!(key("/api/v1/case-studies", "per_page=21").unwrap(), twenty);
        assert_eq!(key("/api/v1/case-studies", "per_page=all"), None);
    }

    #[test]
    fn what_is_not_ours_or_written_oddly_is_not_kept() {
        for path in [
            "/case-studies/t%65a",
            "/case-studies/Tea",
            "//case-studies",
            "/submit",
            "/submit/new",
            "/moderate",
            "/account/sign-in",
            "/oai",
            "/case-studies.csv",
            "/no/such/page",
        ] {
            assert_eq!(key(path, ""), None, "{path}");
        }
        assert_eq!(key(&format!("/case-studies/{}", "a".repeat(300)), ""), None);
    }
}
