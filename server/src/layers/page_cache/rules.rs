//! Which addresses are kept, and what of their query their answer depends on.
//!
//! A part of a query that no page reads is no part of the key: links with somebody's campaign marks
//! share one answer, and made-up keys do not fill the cache. What is left is written the one way in
//! which the page itself writes it. What somebody looks for in their own words is never kept: it would
//! stay in memory, and the time of an answer would tell others what was looked for.

use app::browse::lists::list;
use app::data::api;
use app::list_query::shortlist;
use app::list_query::{ListQuery, page_of};
use app::web::route_table::Route;
use matchit::Router;
use std::fmt::Write;
use std::sync::LazyLock;

/// What the answer at an address depends on, beside the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// The answer is made anew each time.
    Never,
}

/// Every address that everybody may read. One that is missing here is not kept, and fails a test.
pub const ADDRESSES: &[(&str, VaryBy)] = &[
    ("/", VaryBy::Path),
    ("/case-studies", VaryBy::ListOrMap),
    ("/case-studies/suggest", VaryBy::Never),
    // The page, and every format by its ending.
    ("/case-studies/{slug}", VaryBy::Case),
    ("/case-studies/{slug}/embed", VaryBy::Path),
    ("/themes", VaryBy::Path),
    ("/themes/{theme}", VaryBy::Path),
    ("/audiences", VaryBy::Path),
    ("/audiences/{audience}", VaryBy::Path),
    ("/museums", VaryBy::Page),
    ("/museums/{museum}", VaryBy::Path),
    ("/museums/{museum}/feed", VaryBy::Path),
    ("/impact", VaryBy::Path),
    ("/impact/{figure}", VaryBy::Page),
    ("/about-evidence", VaryBy::Path),
    ("/open-data", VaryBy::Path),
    ("/accessibility", VaryBy::Path),
    ("/privacy", VaryBy::Path),
    ("/case-studies.atom", VaryBy::WholeList),
    ("/case-studies.json", VaryBy::List),
    ("/api/v1/case-studies", VaryBy::ApiList),
    ("/api/v1/case-studies/{slug}", VaryBy::Path),
    ("/api/v1/facets", VaryBy::WholeList),
    ("/openapi.json", VaryBy::Path),
    ("/open-data/dictionary.json", VaryBy::Path),
    ("/sitemap.xml", VaryBy::Path),
    ("/robots.txt", VaryBy::Path),
    // Whole lists, sent while they are read.
    ("/case-studies.csv", VaryBy::Never),
    ("/open-data/cases.csv", VaryBy::Never),
    ("/open-data/cases.json", VaryBy::Never),
    // Forms, and what they say afterwards.
    ("/case-studies/{slug}/concern", VaryBy::Never),
    ("/case-studies/{slug}/concern/sent", VaryBy::Never),
    ("/case-studies/{slug}/claim", VaryBy::Never),
    ("/case-studies/{slug}/claim/sent", VaryBy::Never),
    ("/case-studies/{slug}/ask", VaryBy::Never),
    ("/case-studies/{slug}/ask/sent", VaryBy::Never),
    ("/case-studies/{slug}/ask/passed-on", VaryBy::Never),
    ("/ask/{token}", VaryBy::Never),
    // One reader's own choice.
    ("/compare", VaryBy::Never),
    ("/compare/pack", VaryBy::Never),
    ("/compare/pack.bib", VaryBy::Never),
    ("/compare/pack.ris", VaryBy::Never),
    // The query is an address, which can be written in many ways.
    ("/oembed", VaryBy::Never),
    // They say when they were made.
    ("/oai", VaryBy::Never),
    ("/.well-known/security.txt", VaryBy::Never),
    // In memory already, with tags of their own.
    ("/assets/{version}/{*path}", VaryBy::Never),
    // About this moment.
    ("/livez", VaryBy::Never),
    ("/readyz", VaryBy::Never),
];

/// Everything below these is for one person.
pub const PERSONAL: [&str; 4] = ["/submit", "/track", "/account", "/moderate"];

/// No slug is longer.
const LONGEST_PATH: usize = 200;

static BY_PATH: LazyLock<Router<VaryBy>> = LazyLock::new(|| {
    let mut router = Router::new();
    for (path, reads) in ADDRESSES {
        if let Err(error) = router.insert(*path, *reads) {
            // A test builds this table too.
            tracing::error!(path, %error, "an address of the page cache is wrong");
        }
    }
    router
});

/// Writes what tells the answer at this address from every other behind `key`. `false` when the
/// answer is not kept.
pub fn write_address(key: &mut String, path: &str, query: &str) -> bool {
    // A path can be written in many ways with percent signs; ours never need one.
    let plain =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"/-._".contains(&byte);
    if path.len() > LONGEST_PATH || !path.bytes().all(plain) {
        return false;
    }
    let Ok(found) = BY_PATH.at(path) else {
        return false;
    };
    key.push_str(path);
    // A line feed stands in no address.
    key.push('\n');
    match found.value {
        VaryBy::Never => return false,
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

/// The routes that nobody has decided about: neither in [`ADDRESSES`] nor [`PERSONAL`].
#[must_use]
pub fn undecided(routes: &[Route]) -> Vec<&'static str> {
    let personal = |path: &str| {
        PERSONAL.iter().any(|prefix| {
            path.strip_prefix(prefix)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    routes
        .iter()
        .filter(|route| route.method == "GET" && !personal(route.path))
        .filter(|route| !ADDRESSES.iter().any(|(path, _)| *path == route.path))
        .map(|route| route.path)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{ADDRESSES, BY_PATH, undecided, write_address};
    use crate::assets::Site;
    use crate::router;

    #[derive(rust_embed::Embed)]
    #[folder = "../target/site"]
    #[allow_missing = true]
    struct Files;

    fn key(path: &str, query: &str) -> Option<String> {
        let mut key = String::new();
        write_address(&mut key, path, query).then_some(key)
    }

    #[test]
    fn every_route_that_is_read_is_decided_and_no_other() {
        let routes = router::listed(Site::of::<Files>());
        assert_eq!(undecided(&routes), [""; 0]);
        for (path, reads) in ADDRESSES {
            assert!(routes.iter().any(|route| route.path == *path), "{path}");
            assert_eq!(BY_PATH.at(path).unwrap().value, reads, "{path}");
        }
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
        for path in ["/", "/themes/carers", "/sitemap.xml", "/impact"] {
            assert_eq!(key(path, "page=2&q=x"), key(path, ""), "{path}");
        }
        for path in ["/case-studies/tea", "/case-studies/tea.json"] {
            assert_eq!(key(path, "utm_source=x"), key(path, ""), "{path}");
        }
        assert_ne!(key("/museums", "page=2"), key("/museums", ""));
        assert_eq!(key("/museums", "page=1&x=y"), key("/museums", ""));
        assert_eq!(
            key("/case-studies.atom", "page=7"),
            key("/case-studies.atom", "")
        );
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
            for query in ["q=carers", "theme=carers&q=tea&exact=1", "view=map&q=tea"] {
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
