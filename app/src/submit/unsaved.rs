//! What somebody typed into a page that can no longer be saved: given back to be copied.

use crate::ui::IntoMarkup;
use crate::ui::{KeptWords, LinkButton, Nav, PageHeading, Paragraphs};
use crate::web::page::{Page, PageContext};
use axum::http::StatusCode;
use axum::response::Response;
use case_study::{Answers, Section};
use leptos::prelude::*;

/// Why it cannot be saved.
pub(super) enum Why {
    /// This browser may not write the draft: the right to it ended, or there is no such draft. The
    /// two look the same from outside.
    NoDraft,
    /// It was sent or withdrawn meanwhile, by its author elsewhere or by a moderator.
    Closed { reference: String },
}

/// The page: 404 or 409, with every word that was typed and nothing of what is stored.
pub(super) fn page(
    context: &PageContext,
    section: Section,
    answers: &Answers,
    why: Why,
) -> Response {
    let status = match why {
        Why::NoDraft => StatusCode::NOT_FOUND,
        Why::Closed { .. } => StatusCode::CONFLICT,
    };
    let typed = typed(section, answers);
    Page::new("This was not saved")
        .private()
        .at(Nav::Submit)
        .status(status)
        .render(context, move || view(why, typed))
}

/// Headings of the questions and what was answered, as far as anything was.
fn typed(section: Section, answers: &Answers) -> Vec<(&'static str, Vec<String>)> {
    section
        .asked()
        .map(|field| (field.heading, field.kind.to_lines(answers.all(field.key))))
        .filter(|(_, lines)| lines.iter().any(|line| !line.trim().is_empty()))
        .collect()
}

fn view(why: Why, typed: Vec<(&'static str, Vec<String>)>) -> impl IntoView {
    let (lede, way_on) = match why {
        Why::NoDraft => (
            "This browser can no longer change that draft. It may have been left alone for more than two weeks.",
            view! {
                <p>"Open the link in our newest mail, ask there for a code, and you can go on writing. Without a mail, begin again:"</p>
                <div class="actions"><LinkButton href=paths::SUBMIT label="Begin a case study"/></div>
            }
            .into_markup(),
        ),
        Why::Closed { reference } => (
            "The case study was sent or withdrawn meanwhile, so its answers cannot be changed now.",
            view! {
                <div class="actions"><LinkButton href=paths::draft(&reference) label="See where it stands"/></div>
            }
            .into_markup(),
        ),
    };
    let kept = (!typed.is_empty()).then(|| {
        let answers = typed
            .into_iter()
            .map(|(heading, lines)| {
                let lines = lines
                    .into_iter()
                    .map(|line| view! { <Paragraphs text=line/> })
                    .collect_view();
                view! { <h3>{heading}</h3> {lines} }
            })
            .collect_view();
        view! {
            <section class="section" aria-labelledby="typed">
                <h2 id="typed">"What you typed"</h2>
                <p>"Copy it before you leave this page."</p>
                <KeptWords>{answers}</KeptWords>
            </section>
        }
    });
    view! {
        <PageHeading title="This was not saved" lede=lede/>
        <div class="measure stack">{way_on}</div>
        {kept}
    }
}
