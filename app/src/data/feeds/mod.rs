//! What machines read: the feed, the map of the site, who may crawl it, whom to tell of a hole.

mod atom;
mod security_txt;
mod sitemap;
pub(crate) mod xml;

use crate::browse::bank::directories::museum::entries_of;
use crate::browse::bank::directories::pages_with_cases;
use crate::list_query::{ListQuery, page_of};
use crate::web::aside::aside;
use crate::web::document::document;
use crate::web::error::PageError;
use crate::web::route_table::{RouteTable, VaryBy};
use crate::web::state::AppState;
use atom::{FeedPage, Site, Subject};
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use std::sync::Arc;
use store::cases::PublicCase;
use store::catalogue;
use store::dated_ahead::{self, told};
use store::departures::{self, Followed};
use store::sets::SETS;

/// What a reader's programme takes at once.
const MOST_ENTRIES: u64 = 50;
/// A museum has few, and each is read by itself.
const MOST_OF_MUSEUM: usize = 20;
/// How many of those that have gone a feed names: who asks more seldom harvests.
const MOST_GONE: u64 = 50;

/// The addresses of this part. `pages` are those of the site that are always worth finding.
#[must_use]
pub fn table(pages: Vec<&'static str>) -> RouteTable {
    let pages: Arc<[&'static str]> = pages.into();
    RouteTable::new()
        .get(paths::ATOM, atom)
        .kept(VaryBy::List)
        .get("/museums/{museum}/feed", museum)
        .kept(VaryBy::Page)
        .get(
            paths::SITEMAP,
            async move |State(state): State<AppState>,
                        RawQuery(query): RawQuery,
                        asked: HeaderMap| {
                let number = page_of(query.as_deref().unwrap_or_default());
                sitemap(&state, &pages, number, &asked).await
            },
        )
        .kept(VaryBy::Page)
        .get(paths::ROBOTS, robots)
        .kept(VaryBy::Path)
        // It says when it was made.
        .get(paths::SECURITY_TXT, security)
        .never_kept()
}

/// `GET /case-studies.atom`: the newest of the list with the same filters.
async fn atom(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    asked: HeaderMap,
) -> Result<Response, PageError> {
    let (query, newest) = ListQuery::parse(query.as_deref().unwrap_or_default()).as_feed();
    let found = state.index.find(&newest, query.page, MOST_ENTRIES).await?;
    let page = PageOf {
        subject: Subject::list(&query),
        cases: found.cases,
        number: query.page,
        of: found.pages.max(1),
    };
    page.answer(&state, followed_by(&query), &asked).await
}

/// What somebody follows by this list, where it is known what has gone from there: everything, or what
/// is a set for harvesters too. Of any other list a feed only shows what is there.
fn followed_by(query: &ListQuery) -> Option<Followed> {
    if query.has_words() {
        return None;
    }
    let mut chosen = query.filters.chosen.iter();
    match (chosen.next(), chosen.next()) {
        (None, _) => Some(Followed::Bank),
        (Some((facet, slugs)), None) if SETS.contains(facet) => {
            Some(Followed::Set(*facet, slugs.clone()))
        }
        _ => None,
    }
}

/// `GET /museums/{museum}/feed`: the newest of one museum.
async fn museum(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
    asked: HeaderMap,
) -> Result<Response, PageError> {
    let catalogue = state.catalogue.current(&state.db).await?;
    let museum = catalogue.museum(&slug).ok_or(PageError::NotFound)?;
    let number = page_of(query.as_deref().unwrap_or_default());
    let all = entries_of(&catalogue, museum);
    let of = all.len().div_ceil(MOST_OF_MUSEUM).max(1) as u64;
    // A page past the end has none.
    let before = usize::try_from(number - 1).unwrap_or(usize::MAX);
    let entries: Vec<_> = all
        .into_iter()
        .skip(before.saturating_mul(MOST_OF_MUSEUM))
        .take(MOST_OF_MUSEUM)
        .collect();
    let page = PageOf {
        subject: Subject::museum(&slug, &catalogue.museums[museum].name),
        cases: catalogue::in_full(&state.db, &entries).await?,
        number,
        of,
    };
    page.answer(&state, Some(Followed::Museum(slug)), &asked)
        .await
}

/// A page of a feed, before it is known what has gone.
struct PageOf {
    subject: Subject,
    cases: Vec<PublicCase>,
    number: u64,
    of: u64,
}

impl PageOf {
    async fn answer(
        self,
        state: &AppState,
        followed: Option<Followed>,
        asked: &HeaderMap,
    ) -> Result<Response, PageError> {
        let now = state.db.now_ms();
        dated_ahead::notice(&state.db, &self.cases).await;
        let mut gone = match followed {
            Some(followed) if self.number == 1 => {
                departures::newest(&state.db, &followed, MOST_GONE).await?
            }
            _ => Vec::new(),
        };
        // While the list is a moment behind, it still shows what has just gone.
        gone.retain(|gone| self.cases.iter().all(|case| case.slug != gone.slug));
        let page = FeedPage {
            subject: &self.subject,
            cases: &self.cases,
            gone: &gone,
            number: self.number,
            of: self.of,
        };
        let site = Site {
            public_url: &state.settings.public_url,
            ids: &state.settings.ids,
            now,
        };
        let text = atom::feed(&page, &site).map_err(broken)?;
        Ok(document("application/atom+xml; charset=utf-8", text, asked))
    }
}

/// `GET /sitemap.xml`: the whole map or the list of its parts, and with `page` a part. From what is in memory.
async fn sitemap(
    state: &AppState,
    pages: &Arc<[&'static str]>,
    number: u64,
    asked: &HeaderMap,
) -> Result<Response, PageError> {
    let now = state.db.now_ms();
    let catalogue = state.catalogue.current(&state.db).await?;
    if catalogue.entries.iter().any(|entry| entry.updated_at > now) {
        dated_ahead::name(&state.db).await;
    }
    let (pages, public_url) = (pages.clone(), state.settings.public_url.clone());
    // A large bank takes a while to write.
    let text = aside(move || {
        let ways = pages_with_cases(&catalogue);
        let cases: Vec<sitemap::Case> = catalogue
            .entries
            .iter()
            .map(|entry| sitemap::Case {
                id: entry.id,
                slug: entry.slug.clone(),
                changed: told(entry.updated_at, now),
            })
            .collect();
        let map = sitemap::Map {
            pages: pages
                .iter()
                .copied()
                .chain(ways.iter().map(String::as_str))
                .collect(),
            cases: &cases,
            public_url: &public_url,
        };
        map.file(number)
    })
    .await?
    .map_err(broken)?
    .ok_or(PageError::NotFound)?;
    Ok(document("application/xml; charset=utf-8", text, asked))
}

/// `GET /robots.txt`
async fn robots(State(state): State<AppState>, asked: HeaderMap) -> Response {
    document(
        "text/plain; charset=utf-8",
        sitemap::robots(&state.settings.public_url),
        &asked,
    )
}

/// `GET /.well-known/security.txt`, where there is somebody to tell.
async fn security(State(state): State<AppState>, asked: HeaderMap) -> Result<Response, PageError> {
    if state.settings.contact.is_empty() {
        return Err(PageError::NotFound);
    }
    let text = security_txt::security_txt(
        &state.settings.contact,
        &state.settings.public_url,
        state.db.now_ms(),
    );
    Ok(document("text/plain; charset=utf-8", text, &asked))
}

fn broken(error: std::io::Error) -> PageError {
    PageError::Internal(Box::new(error))
}
