//! `/themes` and `/audiences`: every term with its meaning and how many case studies have it.

use super::Way;
use crate::browse::bank::term_counts::every_term;
use crate::ui;
use crate::ui::PageHeading;
use crate::ui::{IntoMarkup, Markup};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::State;
use axum::response::Response;
use case_study::Vocabulary;
use case_study::vocabulary::{Term, theme_strand};
use leptos::prelude::*;
use store::catalogue::{Catalogue, Entry};

/// `GET /themes`
///
/// # Errors
/// When the database does not answer.
pub async fn themes(state: State<AppState>, context: PageContext) -> Result<Response, PageError> {
    page(Way::Theme, state, context).await
}

/// `GET /audiences`
///
/// # Errors
/// When the database does not answer.
pub async fn audiences(
    state: State<AppState>,
    context: PageContext,
) -> Result<Response, PageError> {
    page(Way::Audience, state, context).await
}

async fn page(
    way: Way,
    State(state): State<AppState>,
    context: PageContext,
) -> Result<Response, PageError> {
    let catalogue = state.catalogue.current(&state.db).await?;
    let lede = match way {
        Way::Theme => "What the work was about. A case study may have up to five themes.",
        Way::Audience => {
            "Who the work was planned for. It says nothing about any one person in it."
        }
    };
    let page = Page::new(way.heading()).at(way.nav()).description(lede);
    Ok(page.render(&context, || {
        view! {
            <PageHeading title=way.heading() lede=lede/>
            {groups(way, &catalogue)}
        }
    }))
}

/// The themes by strand; the groups of people in one.
fn groups(way: Way, catalogue: &Catalogue) -> Markup {
    let all: Vec<&Entry> = catalogue.entries.iter().collect();
    let counts = every_term(catalogue, &all, way.facet());
    let terms: Vec<(&'static Term, u64)> = way
        .vocabulary()
        .terms()
        .iter()
        .zip(counts.iter().map(|term| term.count))
        .collect();
    if way == Way::Audience {
        return entries(way, terms.iter());
    }
    Vocabulary::Strand
        .terms()
        .iter()
        .map(|strand| {
            let of_strand = terms
                .iter()
                .filter(|(term, _)| theme_strand(term.slug) == strand.slug);
            view! {
                <section class="section" aria-labelledby=strand.slug>
                    <div class="section-head"><h2 id=strand.slug>{strand.label}</h2></div>
                    {entries(way, of_strand)}
                </section>
            }
        })
        .collect_view()
        .into_markup()
}

/// The terms as a glossary sets them. One without a case is listed too: it is a gap.
fn entries<'a>(way: Way, terms: impl Iterator<Item = &'a (&'static Term, u64)>) -> Markup {
    let lines = terms
        .map(|(term, count)| {
            let count = *count;
            let words = if count == 0 {
                "None yet".to_owned()
            } else {
                ui::case_studies(count)
            };
            view! {
                <li>
                    <p><a href=way.href(term.slug)>{term.label}</a>" "<span class="meta">{words}</span></p>
                    <p class="glossary-meaning">{term.definition}"."</p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="glossary">{lines}</ul> }.into_markup()
}
