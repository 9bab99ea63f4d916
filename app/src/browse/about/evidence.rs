//! `/about-evidence`: what the evidence labels say and what they do not, how many case studies have each,
//! and how much there is. All other numbers, with how they were counted, stand on `/impact`.

use crate::browse::bank::impact::figure_detail;
use crate::browse::bank::impact::figures::Impact;
use crate::browse::bank::impact::in_brief::{Numbers, in_brief};
use crate::list_query::ListQuery;
use crate::ui;
use crate::ui::{IntoMarkup, Nav, PageHeading};
use crate::web::aside::aside;
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::State;
use axum::response::Response;
use case_study::Facet;
use case_study::Vocabulary;
use case_study::text;
use case_study::vocabulary::Term;
use leptos::prelude::*;

/// `GET /about-evidence`
///
/// # Errors
/// When the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
) -> Result<Response, PageError> {
    let catalogue = state.catalogue.current(&state.db).await?;
    let impact = aside(move || Impact::of(&catalogue)).await?;
    let page = Page::new("Evidence: what the labels mean")
        .at(Nav::Evidence)
        .canonical(paths::ABOUT_EVIDENCE)
        .description("Each case study has a label that says how its evidence was gathered, not how good the project is. What the five labels mean, and how many case studies have each.");
    Ok(page.render(&context, move || view(&impact)))
}

/// A label, how many have it, and what it means.
fn step(term: &'static Term, count: u64) -> impl IntoView {
    let count = if count == 0 {
        view! { <p class="label-count meta">"None yet"</p> }.into_markup()
    } else {
        let href = ListQuery::only(Facet::Evidence, term.slug).href();
        let cases = if count == 1 {
            "case study"
        } else {
            "case studies"
        };
        view! {
            <p class="label-count">
                <a href=href>
                    <span class="label-number">{ui::with_commas(count)}</span>" "<span class="figure-words">{cases}</span>
                    <span class="visually-hidden">{format!(", {}", text::lower_first(term.label))}</span>
                </a>
            </p>
        }
        .into_markup()
    };
    view! {
        <li class="label-entry" id=term.slug>
            <div>
                <h3>{term.label}</h3>
                <p>{term.definition}</p>
            </div>
            {count}
        </li>
    }
}

/// How many labels no person chose, and the way to them.
fn suggested(impact: &Impact) -> Option<impl IntoView + use<>> {
    (impact.suggested > 0).then(|| {
        let href = figure_detail::href("suggested-label");
        let of = format!(" of the {} labels ", ui::with_commas(impact.cases));
        let verb = if impact.suggested == 1 { "is" } else { "are" };
        view! {
            <p>
                <a href=href>{ui::with_commas(impact.suggested)}</a>{of}{verb}" suggested."
            </p>
        }
    })
}

fn view(impact: &Impact) -> impl IntoView + use<> {
    let steps = impact
        .evidence
        .iter()
        .filter_map(|label| Some(step(Vocabulary::Evidence.term(&label.slug)?, label.count)))
        .collect_view();
    let suggested = suggested(impact);
    let numbers = in_brief(&Numbers::from(impact), paths::IMPACT, false);
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
            title="Evidence"
            lede="Every case study has one of five labels. It says how the evidence was gathered. It does not say how good the project is."
        />
        <section class="section" aria-labelledby="labels">
            <div class="section-head">
                <h2 id="labels">"What the labels mean"</h2>
                <a href=paths::CASE_STUDIES>"All case studies"</a>
            </div>
            <ol class="label-list">{steps}</ol>
        </section>
        <div class="prose section">
            <h2 id="suggested">"What \u{201c}suggested\u{201d} means"</h2>
            <p>
                "A person chooses the label: the moderator who reads a case study before it is published, or the person who compiled it from "
                "public sources, and can say why. Until then this site suggests a label from the way the work was looked at, "
                "and writes \u{201c}(suggested)\u{201d} behind it. No one has checked a suggested label. It is never "
                "\u{201c}Independently evaluated\u{201d} or \u{201c}Published research\u{201d}: no program can know that. "
                "The filter by label finds suggested ones too."
            </p>
            {suggested}
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
        <section class="section" aria-labelledby="numbers">
            <div class="section-head">
                <h2 id="numbers">"The numbers so far"</h2>
                <a href=paths::IMPACT>"All the numbers, and how we counted"</a>
            </div>
            {if numbers.is_none() {
                view! { <p>"There are no case studies yet, so there is nothing to count."</p> }.into_markup()
            } else {
                numbers.into_markup()
            }}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::view;
    use crate::browse::bank::impact::figures::Impact;
    use crate::web::page::draw;
    use case_study::Vocabulary;
    use store::cases::TermCount;

    fn drawn(count: u64, suggested: u64) -> String {
        let labels = Vocabulary::Evidence.terms().iter().map(|term| TermCount {
            slug: term.slug.into(),
            label: term.label.into(),
            count,
        });
        let impact = Impact {
            cases: count * 5,
            suggested,
            evidence: labels.collect(),
            ..Impact::default()
        };
        draw(|| view(&impact)).replace("<!>", "")
    }

    #[test]
    fn the_five_labels_are_steps_in_words_and_suggested_is_explained() {
        let html = drawn(2, 3);
        let mut after = 0;
        for term in Vocabulary::Evidence.terms() {
            let at = html.find(&format!("id=\"{}\"", term.slug));
            let at = at.unwrap_or_else(|| panic!("{}: {html}", term.slug));
            assert!(at > after, "{}: {html}", term.slug);
            after = at;
            let list = format!("href=\"/case-studies?evidence={}\"", term.slug);
            assert!(html.contains(&list), "{list}: {html}");
        }
        assert!(html.contains("id=\"suggested\""), "{html}");
        assert!(
            html.contains(
                "<a href=\"/impact/suggested-label\">3</a> of the 10 labels are suggested."
            ),
            "{html}"
        );
        assert!(!html.contains("<svg"), "{html}");
    }

    #[test]
    fn a_label_that_no_case_has_leads_nowhere() {
        let html = drawn(0, 0);
        assert_eq!(html.matches("None yet").count(), 5, "{html}");
        assert!(
            !html.contains("?evidence=") && !html.contains("suggested-label"),
            "{html}"
        );
        assert!(html.contains("nothing to count"), "{html}");
    }
}
