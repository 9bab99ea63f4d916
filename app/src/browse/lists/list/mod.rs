//! `/case-studies`: the list, searched and narrowed by its address.
//!
//! `panel` narrows it, `understood` says what its words found, `results` shows it, and `no_results`
//! explains an empty list and offers the nearest that is not. The map of a list has the same panel.

mod no_results;
mod results;
pub(super) mod understood;

use super::map;
use super::map::MapQuery;
use crate::browse::lists::filters_at_once;
use crate::browse::lists::filters_at_once::FiltersAtOnce;
use crate::browse::lists::suggest::island::SearchSuggestions;
use crate::browse::shortlist::{Bar, ShortlistCases};
use crate::list_query::ListQuery;
use crate::list_query::heading::heading;
use crate::ui;
use crate::ui::IntoMarkup;
use crate::ui::{FilterChips, Nav, PageHeading, RESULTS_ID, SearchBox};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use index::Listing;
use leptos::prelude::*;
use no_results::Nearest;

/// A few screens of a phone, and fewer of a desk.
const PER_PAGE: u64 = 12;

/// What the page is called before anything narrows it.
const TITLE: &str = "Case studies";

/// The form of the filters; the search box stands outside of it and belongs to it.
pub(super) const FORM: &str = filters_at_once::FORM;

struct List {
    query: ListQuery,
    listing: Listing,
    /// Looked for only when the list is empty.
    nearest: Nearest,
    bar: Bar,
}

impl List {
    async fn load(state: &AppState, query: ListQuery) -> Result<Self, PageError> {
        let index = &state.index;
        let shortlisted = ShortlistCases::load(&state.db, &query.shortlist).await?;
        // Links go on without what is gone.
        let query = query.with_shortlist(shortlisted.shortlist());
        let bar = Bar::of(&shortlisted, &state.settings.public_url, |shortlist| {
            query.with_shortlist(shortlist).href()
        });
        let listing = index.list(&query.filters, query.page, PER_PAGE).await?;
        let nearest = if listing.found.total == 0 {
            Nearest::load(index, &query).await?
        } else {
            Nearest::default()
        };
        Ok(Self {
            query,
            listing,
            nearest,
            bar,
        })
    }

    fn is_past_the_end(&self) -> bool {
        self.listing.found.cases.is_empty() && self.listing.found.total > 0
    }
}

/// `GET /case-studies`
///
/// # Errors
/// When the index has no answer.
pub async fn get(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    context: PageContext,
) -> Result<Response, PageError> {
    let query = query.as_deref().unwrap_or_default();
    if let Some(map) = MapQuery::parse(query) {
        return map::page(&state, map, &context).await;
    }
    let list = List::load(&state, ListQuery::parse(query)).await?;
    Ok(frame(&list).render(&context, move || view(list)))
}

/// The one address of what [`get`] answers to this query: two queries that have the same address
/// are answered with the same page.
#[must_use]
pub fn address_of(query: &str) -> String {
    match MapQuery::parse(query) {
        Some(map) => map.href(),
        None => ListQuery::parse(query).href(),
    }
}

fn frame(list: &List) -> Page {
    let query = &list.query;
    let found = &list.listing.found;
    let heading = heading(TITLE, query);
    let title = if query.page > 1 && !list.is_past_the_end() && found.total > 0 {
        format!("{heading} (page {} of {})", query.page, found.pages)
    } else {
        heading
    };
    let mut page = Page::new(title)
        .at(Nav::CaseStudies)
        .with_islands()
        .with_results()
        .description(format!(
            "{} of museum work for wellbeing.",
            ui::case_studies(found.total)
        ))
        .canonical(query.href());
    if !query.shortlist.is_empty() {
        return page.variant_of(query.without_shortlist().href());
    }
    if list.is_past_the_end() || found.total == 0 {
        // An empty page is no answer to anybody's search.
        return page.unlisted();
    }
    if query.page > 1 {
        page = page.link("prev", query.at_page(query.page - 1).href());
    }
    if query.page < found.pages {
        page = page.link("next", query.at_page(query.page + 1).href());
    }
    page
}

fn view(list: List) -> impl IntoView {
    let chosen = list.query.chosen();
    let whole = chosen.is_empty() && !list.query.has_words() && list.query.page == 1;
    let caption = whole.then_some(
        "What museums have tried for wellbeing: who it was for, what changed, what was hard.",
    );
    let past_the_end = list.is_past_the_end();
    let List {
        query,
        listing,
        nearest,
        bar,
    } = list;
    let understood = understood::understood(&query, &listing, &ListQuery::href);
    let count = results::count(&query, &listing, past_the_end);
    // Feeds and files are the same for everybody.
    let first = query.at_page(1).without_shortlist();
    let feed = first.href_under(paths::ATOM);
    let table = first.href_under(paths::CSV);
    let json = first.href_under(paths::JSON_FEED);
    let results = if listing.found.total == 0 {
        no_results::found(&query, &chosen, &listing.understood, nearest).into_markup()
    } else if past_the_end {
        no_results::there(&query, listing.found.pages).into_markup()
    } else {
        results::results(&query, &listing).into_markup()
    };
    let help = query.has_words().then(understood::help);
    let panel = crate::browse::lists::filter_panel::panel(&query, &chosen, listing.facets, &[]);
    let chips = crate::browse::lists::filter_panel::chips(&query, &chosen, ListQuery::href);
    let clear = query.cleared().href();
    let title = heading(TITLE, &query);
    let kept = query.whole_bank().query_string();
    let typed = query.filters.q;
    view! {
        <PageHeading title=title lede=caption/>
        <SearchSuggestions kept=kept><SearchBox value=typed form=FORM/></SearchSuggestions>
        <div class="listing">
            <div class="listing-filters">{panel}<FiltersAtOnce/></div>
            <div class="listing-results" id=RESULTS_ID tabindex="-1">
                {bar.view()}
                {understood}
                {count}
                <FilterChips chips=chips clear_href=clear/>
                {results}
                {help}
                <p class="meta list-feed no-print">
                    <a href=feed>"Get updates by RSS"</a>", or download "
                    <a href=table download="">"CSV"</a>" or "<a href=json>"JSON"</a>"."
                </p>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::page::draw;
    use case_study::Facet;
    use store::cases::Found;

    fn list(query: &str, total: u64) -> List {
        let found = Found {
            cases: Vec::new(),
            total,
            with_all: total,
            pages: total.div_ceil(PER_PAGE),
        };
        List {
            query: ListQuery::parse(query),
            listing: Listing {
                found,
                facets: Facet::ALL
                    .iter()
                    .map(|facet| (*facet, Vec::new()))
                    .collect(),
                ..Listing::default()
            },
            nearest: Nearest::default(),
            bar: Bar::default(),
        }
    }

    #[test]
    fn an_empty_list_explains_itself_and_offers_a_way_on() {
        let html = draw(|| view(list("theme=carers&country=FI", 0)));
        assert!(
            html.contains("No case study fits all of your filters")
                && html.contains("Clear all filters"),
            "{html}"
        );
        let html = draw(|| view(list("", 0)));
        assert!(html.contains("Yours could be the first"), "{html}");
    }

    #[test]
    fn a_page_past_the_end_says_how_many_there_are() {
        let html = draw(|| view(list("theme=carers&page=9", 30)));
        assert!(
            html.contains("There is no page 9. This list has 3 pages."),
            "{html}"
        );
        assert!(
            html.contains(r#"href="/case-studies?theme=carers""#),
            "{html}"
        );
    }

    #[test]
    fn the_form_keeps_what_it_has_no_box_for() {
        let html = draw(|| {
            view(list(
                "q=tea&theme=carers&audience=nobody-knows&sort=title&page=2",
                0,
            ))
        });
        // A value that no case has is there all the same, ticked.
        assert!(
            html.contains(r#"name="audience" value="nobody-knows" checked"#),
            "{html}"
        );
        assert!(
            html.contains(r#"<input type="hidden" name="sort" value="title">"#),
            "{html}"
        );
        assert!(
            !html.contains(r#"name="page""#) && !html.contains(r#"type="hidden" name="theme""#),
            "{html}"
        );
        assert!(html.contains(r#"form="filters""#), "{html}");
    }

    #[test]
    fn a_shortlist_goes_along_but_not_into_feeds() {
        let html = draw(|| {
            view(list(
                "q=tea&theme=carers&page=9&shortlist=tea&shortlist=cake",
                30,
            ))
        });
        for kept in [
            // The form, for new filters and new words.
            r#"<input type="hidden" name="shortlist" value="tea">"#,
            r#"<input type="hidden" name="shortlist" value="cake">"#,
            // A filter taken off, the first page, what is suggested.
            r#"href="/case-studies?q=tea&amp;shortlist=tea&amp;shortlist=cake""#,
            r#"href="/case-studies?q=tea&amp;theme=carers&amp;shortlist=tea&amp;shortlist=cake""#,
            "shortlist=tea&amp;shortlist=cake&quot;}",
        ] {
            assert!(html.contains(kept), "{kept}: {html}");
        }
        for feed in [
            r#"href="/case-studies.atom?q=tea&amp;theme=carers""#,
            r#"href="/case-studies.csv?q=tea&amp;theme=carers""#,
            r#"href="/case-studies.json?q=tea&amp;theme=carers""#,
        ] {
            assert!(html.contains(feed), "{feed}: {html}");
        }
    }

    #[test]
    fn what_stands_in_the_address_is_text() {
        for query in [
            "region=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
            "q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        ] {
            let html = draw(|| view(list(query, 0)));
            assert!(!html.contains("<script>"), "{html}");
        }
    }
}
