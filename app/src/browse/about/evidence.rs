//! `/about-evidence`: what the evidence labels say, and what they do not.

use crate::list_query::ListQuery;
use crate::ui;
use crate::ui::{EvidenceLabel, Nav, PageHeading};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::State;
use axum::response::Response;
use case_study::Facet;
use case_study::Vocabulary;
use case_study::text;
use leptos::prelude::*;
use store::cases::{Filters, TermCount};

/// `GET /about-evidence`
///
/// # Errors
/// When the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
) -> Result<Response, PageError> {
    let labels = state
        .index
        .facet_counts(&Filters::default(), Facet::Evidence)
        .await?;
    let page = Page::new("What the evidence labels mean")
        .at(Nav::CaseStudies)
        .canonical(paths::ABOUT_EVIDENCE)
        .description("Each case study has a label that says how its evidence was gathered. It does not say how good the project is.");
    Ok(page.render(&context, move || view(labels)))
}

fn view(labels: Vec<TermCount>) -> impl IntoView {
    let labels = labels
        .into_iter()
        .filter_map(|label| Some((Vocabulary::Evidence.term(&label.slug)?, label.count)))
        .map(|(term, count)| {
            let href = ListQuery::only(Facet::Evidence, term.slug).href();
            view! {
                <div class="label-entry" id=term.slug>
                    <dt><EvidenceLabel slug=term.slug label=term.label/></dt>
                    <dd>
                        <p>{term.definition}</p>
                        <p class="meta"><a href=href>{ui::case_studies(count)}<span class="visually-hidden">{format!(", {}", text::lower_first(term.label))}</span></a></p>
                    </dd>
                </div>
            }
        })
        .collect_view();
    let designs = Vocabulary::EvaluationDesign
        .terms()
        .iter()
        .map(|term| view! { <li><strong>{term.label}</strong>{format!(": {}.", text::lower_first(term.definition))}</li> })
        .collect_view();
    view! {
        <PageHeading
            title="What the evidence labels mean"
            lede="Every case study has one of five labels. It says how the evidence was gathered. It does not say how good the project is."
        />
        <dl class="label-list">{labels}</dl>
        <div class="prose section">
            <h2>"Why there is no score"</h2>
            <p>
                "A small museum that asked its visitors and reports honestly what they said belongs here as much as a "
                "study with a control group. The two answer different questions. The label helps you to see which "
                "question a case study can answer for you."
            </p>
            <p>
                "The museum says how it gathered its evidence. The people who read the case study before it is "
                "published set the label. If you think that a label is wrong, write to us."
            </p>
            <h2>"How museums find out"</h2>
            <p>"Beside the label, a case study names the way the work was looked at:"</p>
            <ul>{designs}</ul>
        </div>
    }
}
