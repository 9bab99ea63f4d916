//! `/case-studies`: the list, narrowed by the facets of its address.

use super::card::cards;
use super::list_query::{Chosen, LIST_PATH, ListQuery};
use super::map::{self, MapQuery};
use super::words;
use crate::db::Db;
use crate::db::cases::{self, Found, Sort, TermCount};
use crate::error::PageError;
use crate::state::AppState;
use crate::ui::page::{Chrome, Page};
use crate::ui::{
    Button, Chip, FilterChips, FilterGroup, FilterOption, FilterPanel, HeadingLevel, Nav,
    PageHeading, Pagination, ResultCount,
};
use axum::extract::{RawQuery, State};
use axum::response::Response;
use leptos::prelude::*;

/// Fills rows of one, two and three cards.
const PER_PAGE: u64 = 12;

/// The facets that have a group in the form. The others are kept and can be taken off.
const IN_THE_FORM: [&str; 2] = ["strand", "theme"];

/// The feed of the same list.
const FEED_PATH: &str = "/case-studies.atom";

struct List {
    query: ListQuery,
    found: Found,
    groups: Vec<(&'static str, Vec<TermCount>)>,
}

impl List {
    async fn load(db: &Db, query: ListQuery) -> Result<Self, PageError> {
        let found = cases::find(db, &query.filters, query.page, PER_PAGE).await?;
        let mut groups = Vec::new();
        for facet in IN_THE_FORM {
            let mut terms = cases::facet_counts(db, &query.filters, facet).await?;
            if facet != "strand" {
                // The most used first; equal ones keep the order of the vocabulary.
                terms.sort_by_key(|term| std::cmp::Reverse(term.count));
            }
            groups.push((facet, terms));
        }
        Ok(Self {
            query,
            found,
            groups,
        })
    }

    fn is_past_the_end(&self) -> bool {
        self.found.cases.is_empty() && self.found.total > 0
    }
}

/// `GET /case-studies`
///
/// # Errors
/// When the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    chrome: Chrome,
) -> Result<Response, PageError> {
    let query = query.as_deref().unwrap_or_default();
    if let Some(map) = MapQuery::parse(query) {
        return map::page(&state, map, &chrome).await;
    }
    let query = ListQuery::parse(query);
    let list = List::load(&state.db, query).await?;
    Ok(frame(&list).render(&chrome, move || view(list)))
}

fn frame(list: &List) -> Page {
    let List { query, found, .. } = list;
    let heading = heading(&query.chosen());
    let title = if query.page > 1 && !list.is_past_the_end() && found.total > 0 {
        format!("{heading} (page {} of {})", query.page, found.pages)
    } else {
        heading
    };
    let mut page = Page::new(title)
        .at(Nav::CaseStudies)
        .description(format!(
            "{} of museum work for wellbeing.",
            words::case_studies(found.total)
        ))
        .canonical(query.href());
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

/// "Case studies: carers or mental health, community".
fn heading(chosen: &[Chosen]) -> String {
    /// A title that lists more than this says less than a number does.
    const MOST: usize = 4;
    if chosen.is_empty() {
        return "Case studies".to_owned();
    }
    if chosen.len() > MOST {
        return format!("Case studies: {} filters", chosen.len());
    }
    let mut facets: Vec<(&str, Vec<String>)> = Vec::new();
    for one in chosen {
        let label = in_a_sentence(one);
        match facets.last_mut() {
            Some((facet, labels)) if *facet == one.facet => labels.push(label),
            _ => facets.push((one.facet, vec![label])),
        }
    }
    let parts: Vec<String> = facets
        .into_iter()
        .map(|(_, labels)| labels.join(" or "))
        .collect();
    format!("Case studies: {}", parts.join(", "))
}

/// Names of places, people and goals keep their capitals.
fn in_a_sentence(chosen: &Chosen) -> String {
    match chosen.facet {
        // The capital of "Deaf people" says who they are.
        "audience" if chosen.label.starts_with("Deaf") => chosen.label.clone(),
        "strand" | "theme" | "audience" | "activity" | "museum_type" | "evidence" => {
            words::lower_first(&chosen.label)
        }
        _ => chosen.label.clone(),
    }
}

fn view(list: List) -> impl IntoView {
    let chosen = list.query.chosen();
    let caption = (chosen.is_empty() && list.query.page == 1).then_some(
        "What museums have tried for wellbeing: who it was for, what changed, what was hard.",
    );
    let past_the_end = list.is_past_the_end();
    let List {
        query,
        found,
        groups,
    } = list;
    let results = if found.total == 0 {
        nothing_found(&query, &chosen).into_any()
    } else if past_the_end {
        no_such_page(&query, found.pages).into_any()
    } else {
        let (pages, page) = (found.pages, query.page);
        let pagination = query.clone();
        view! {
            {sorting(&query)}
            {cards(&found.cases, HeadingLevel::H2)}
            <Pagination page=page pages=pages href=move |page| pagination.at_page(page).href()/>
        }
        .into_any()
    };
    let count = if found.total == 0 {
        "No case studies".to_owned()
    } else {
        words::case_studies(found.total)
    };
    let detail = (found.pages > 1 && !past_the_end)
        .then(|| format!(", page {} of {}", query.page, found.pages));
    let feed = query.at_page(1).href_under(FEED_PATH);
    view! {
        <PageHeading title=heading(&chosen) lede=caption/>
        <div class="listing">
            <div class="listing-filters">{filters(&query, &chosen, groups)}</div>
            <div class="listing-results">
                <ResultCount words=count detail=detail/>
                <FilterChips chips=chips(&query, &chosen) clear_href=query.cleared().href()/>
                {results}
                <p class="meta list-feed no-print"><a href=feed>"Follow this list as a feed"</a></p>
            </div>
        </div>
    }
}

fn filters(
    query: &ListQuery,
    chosen: &[Chosen],
    groups: Vec<(&'static str, Vec<TermCount>)>,
) -> impl IntoView + use<> {
    let groups = groups
        .into_iter()
        .map(|(facet, terms)| {
            let options = terms
                .into_iter()
                .map(|term| FilterOption {
                    checked: query.is_chosen(facet, &term.slug),
                    value: term.slug,
                    label: term.label,
                    count: Some(term.count),
                })
                .collect::<Vec<_>>();
            view! { <FilterGroup name=facet legend=cases::facet_label(facet) options=options open=true/> }
        })
        .collect_view();
    // What has no group here must come through all the same.
    let kept = query
        .at_page(1)
        .pairs()
        .into_iter()
        .filter(|(key, _)| !IN_THE_FORM.contains(key))
        .map(|(key, value)| view! { <input type="hidden" name=key value=value/> })
        .collect_view();
    view! {
        <form method="get" action=LIST_PATH aria-label="Filters">
            <FilterPanel chosen=chosen.len()>
                {groups}
                {kept}
                <p class="actions"><Button label="Apply filters"/></p>
            </FilterPanel>
        </form>
    }
}

fn chips(query: &ListQuery, chosen: &[Chosen]) -> Vec<Chip> {
    chosen
        .iter()
        .map(|one| Chip {
            facet: cases::facet_label(one.facet).to_owned(),
            label: one.label.clone(),
            remove_href: query.without(one).href(),
        })
        .collect()
}

fn sorting(query: &ListQuery) -> impl IntoView + use<> {
    let orders = [(Sort::Newest, "Newest first"), (Sort::Title, "By title")]
        .into_iter()
        .map(|(sort, words)| {
            let current = (query.filters.sort == sort).then_some("true");
            view! { <li><a href=query.sorted(sort).href() aria-current=current>{words}</a></li> }
        })
        .collect_view();
    view! {
        <nav class="sorting no-print" aria-label="Order of the list">
            <ul>{orders}<li><a href=MapQuery::of(query).href()>"On the map"</a></li></ul>
        </nav>
    }
}

fn nothing_found(query: &ListQuery, chosen: &[Chosen]) -> impl IntoView + use<> {
    let clear = query.cleared().href();
    let words = match chosen.len() {
        0 => view! {
            <p>"There is nothing in the bank yet. Yours could be the first."</p>
            <p><a href="/submit">"Share your case study"</a></p>
        }
        .into_any(),
        1 => view! {
            <p>"No case study has been shared about this yet."</p>
            <p><a href=clear>"See all case studies"</a></p>
            <p>"If your museum has done such work, "<a href="/submit">"share it"</a>": you would fill a gap."</p>
        }
        .into_any(),
        _ => view! {
            <p>"No case study fits all of your filters together. Take one off above, or begin again."</p>
            <p><a href=clear>"Clear all filters"</a></p>
            <p>"If your museum has done such work, "<a href="/submit">"share it"</a>": you would fill a gap."</p>
        }
        .into_any(),
    };
    view! { <div class="list-empty prose">{words}</div> }
}

fn no_such_page(query: &ListQuery, pages: u64) -> impl IntoView + use<> {
    let words = if pages == 1 {
        format!(
            "There is no page {}. This list has one page.",
            words::with_commas(query.page)
        )
    } else {
        format!(
            "There is no page {}. This list has {pages} pages.",
            words::with_commas(query.page)
        )
    };
    view! {
        <div class="list-empty prose">
            <p>{words}</p>
            <p><a href=query.at_page(1).href()>"Go to page 1"</a></p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading_of(query: &str) -> String {
        heading(&ListQuery::parse(query).chosen())
    }

    #[test]
    fn the_heading_says_what_is_filtered() {
        assert_eq!(heading_of(""), "Case studies");
        assert_eq!(heading_of("theme=carers"), "Case studies: carers");
        assert_eq!(
            heading_of("theme=carers&strand=community&theme=mental-health&country=FI"),
            "Case studies: community, carers or mental health, Finland"
        );
        assert_eq!(
            heading_of("year=2019&year=2020&year=2021&year=2022&year=2023"),
            "Case studies: 5 filters"
        );
        assert_eq!(
            heading_of("audience=deaf-people&audience=volunteers"),
            "Case studies: Deaf people and people with hearing loss or volunteers"
        );
        assert_eq!(
            heading_of("theme=no-such-theme"),
            "Case studies: no-such-theme"
        );
    }

    fn list(query: &str, total: u64) -> List {
        let found = Found {
            cases: Vec::new(),
            total,
            pages: total.div_ceil(PER_PAGE),
        };
        List {
            query: ListQuery::parse(query),
            found,
            groups: Vec::new(),
        }
    }

    #[test]
    fn an_empty_list_explains_itself_and_offers_a_way_on() {
        let html = view(list("theme=carers&country=FI", 0)).to_html();
        assert!(
            html.contains("No case study fits all of your filters")
                && html.contains("Clear all filters"),
            "{html}"
        );
        let html = view(list("", 0)).to_html();
        assert!(html.contains("Yours could be the first"), "{html}");
    }

    #[test]
    fn a_page_past_the_end_says_how_many_there_are() {
        let html = view(list("theme=carers&page=9", 30)).to_html();
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
    fn the_form_keeps_filters_it_has_no_group_for() {
        let html = view(list(
            "theme=carers&audience=volunteers&sort=title&page=2",
            0,
        ))
        .to_html();
        assert!(
            html.contains(r#"<input type="hidden" name="audience" value="volunteers">"#),
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
    }

    #[test]
    fn what_stands_in_the_address_is_text() {
        let html = view(list("region=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", 0)).to_html();
        assert!(!html.contains("<script>"), "{html}");
    }
}
