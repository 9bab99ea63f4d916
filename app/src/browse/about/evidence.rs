//! `/about-evidence`: what the evidence labels say, and what they do not.

use crate::list_query::ListQuery;
use crate::ui;
use crate::ui::{Nav, PageHeading};
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
    let steps = labels
        .into_iter()
        .filter_map(|label| Some((Vocabulary::Evidence.term(&label.slug)?, label.count)))
        .map(|(term, count)| {
            let href = ListQuery::only(Facet::Evidence, term.slug).href();
            view! {
                <li class="label-entry" id=term.slug>
                    <h3>{term.label}</h3>
                    <div>
                        <p>{term.definition}</p>
                        <p class="meta"><a href=href>{ui::case_studies(count)}<span class="visually-hidden">{format!(", {}", text::lower_first(term.label))}</span></a></p>
                    </div>
                </li>
            }
        })
        .collect_view();
    let designs = Vocabulary::EvaluationDesign
        .terms()
        .iter()
        .map(|term| view! { <li><strong>{term.label}</strong>{format!(": {}.", text::lower_first(term.definition))}</li> })
        .collect_view();
    let counts = Vocabulary::Counted
        .terms()
        .iter()
        .map(|term| view! { <li><strong>{term.label}</strong>{format!(": {}.", text::lower_first(term.definition))}</li> })
        .collect_view();
    view! {
        <PageHeading
            title="What the evidence labels mean"
            lede="Every case study has one of five labels. It says how the evidence was gathered. It does not say how good the project is."
        />
        <h2>"The five steps"</h2>
        <ol class="label-list">{steps}</ol>
        <div class="prose section">
            <h2 id="suggested">"What \u{201c}suggested\u{201d} means"</h2>
            <p>
                "A person chooses the label: the moderator who reads a case study before it is published, or the person who compiled it from "
                "public sources, and can say why. Until then this site suggests a label from the way the work was looked at, "
                "and writes \u{201c}(suggested)\u{201d} behind it. No one has checked a suggested label. It is never "
                "\u{201c}Independently evaluated\u{201d} or \u{201c}Published research\u{201d}: no program can know that. "
                "The filter by label finds suggested ones too."
            </p>
            <h2>"Who, how and how many"</h2>
            <p>
                "Lists say in a line what stands behind the label: who looked into what changed, how, and how many people were "
                "counted, such as \u{201c}Independent \u{b7} mixed methods \u{b7} 115 people\u{201d}. What is not known is left out. "
                "\u{201c}Independent\u{201d} stands there only where someone outside the museum did it."
            </p>
            <p>"These are the ways in which the work was looked at:"</p>
            <ul>{designs}</ul>
            <p>"A number says who it counts. Only people who took part are added up on this site:"</p>
            <ul>{counts}</ul>
            <h2>"Why there is no score"</h2>
            <p>
                "A small museum that asked its visitors and reports honestly what they said belongs here as much as a "
                "study with a control group. The two answer different questions. The label helps you to see which "
                "question a case study can answer for you. If you think that a label is wrong, write to us."
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::view;
    use crate::web::page::draw;
    use case_study::Vocabulary;
    use store::cases::TermCount;

    #[test]
    fn the_five_labels_are_steps_in_words_and_suggested_is_explained() {
        let labels = Vocabulary::Evidence.terms().iter().map(|term| TermCount {
            slug: term.slug.into(),
            label: term.label.into(),
            count: 2,
        });
        let html = draw(|| view(labels.collect()));
        let mut after = 0;
        for term in Vocabulary::Evidence.terms() {
            let at = html.find(&format!("id=\"{}\"", term.slug));
            let at = at.unwrap_or_else(|| panic!("{}: {html}", term.slug));
            assert!(at > after, "{}: {html}", term.slug);
            after = at;
        }
        assert!(html.contains("id=\"suggested\""), "{html}");
        assert!(!html.contains("<svg"), "{html}");
    }
}
