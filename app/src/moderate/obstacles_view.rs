//! What has to be done before a case study can be published: beside the decision, and as the answer to a
//! press that came too early.

use super::content_view::edit_href;
use super::event_text::titled;
use super::review_context::ReviewContext;
use crate::ui::{BackLink, KeptAnswers, LinkButton, Nav, PageHeading};
use crate::web::page::{Page, PageContext};
use axum::http::StatusCode;
use axum::response::Response;
use case_study::fields::field;
use case_study::mending::may_be_changed;
use case_study::publishable::Obstacle;
use case_study::{Decision, Field};
use leptos::prelude::*;

/// A part of the panel; nothing where nothing is in the way.
pub(super) fn part(home: &str, obstacles: &[Obstacle]) -> Option<impl IntoView + use<>> {
    (!obstacles.is_empty()).then(|| {
        view! {
            <div class="panel-part obstacles">
                <h3 class="obstacles-title">"Before it can be published"</h3>
                {list(home, obstacles)}
            </div>
        }
    })
}

/// The page in answer to a press: 422, and nothing was changed. `kept`: the message that was typed.
pub(super) fn page(
    context: &PageContext,
    review: &ReviewContext,
    decision: Decision,
    obstacles: &[Obstacle],
    kept: Option<String>,
) -> Response {
    let is_own = |one: &Obstacle| matches!(one, Obstacle::OwnMuseum { .. });
    let title = if obstacles.iter().any(is_own) {
        "Your own museum"
    } else {
        "It cannot be published yet"
    };
    let kept: Vec<(String, Vec<String>)> = kept
        .filter(|words| !words.is_empty())
        .map(|words| ("Your message".to_owned(), vec![words]))
        .into_iter()
        .collect();
    let caption = format!(
        "{}: {}",
        review.submission.reference,
        titled(&review.submission.title)
    );
    let home = review.href();
    let list = list(&home, obstacles);
    let cannot = decision.words().cannot;
    Page::new(title)
        .private()
        .at(Nav::Moderate)
        .status(StatusCode::UNPROCESSABLE_ENTITY)
        .render(context, move || {
            view! {
                <BackLink href=home.clone() label="Back to the case study"/>
                <PageHeading title=title caption=caption/>
                <div class="measure stack">
                    <p>{format!("You cannot {cannot} before this is done. Nothing was changed, and no one was emailed.")}</p>
                    {list}
                    <div class="actions">
                        <LinkButton href=format!("{home}#decide") label="Go to what you can do"/>
                    </div>
                </div>
                <KeptAnswers parts=kept/>
            }
        })
}

/// More answers than these that are missing stand in one line.
const MOST_LINES: usize = 3;

fn list(home: &str, obstacles: &[Obstacle]) -> impl IntoView + use<> {
    let missing: Vec<&'static Field> = obstacles
        .iter()
        .filter(|obstacle| obstacle.is_missing())
        .filter_map(place)
        .collect();
    let in_one_line = missing.len() > MOST_LINES;
    let items = obstacles
        .iter()
        .filter(|obstacle| !(in_one_line && obstacle.is_missing() && place(obstacle).is_some()))
        .map(|obstacle| {
            let edit = place(obstacle).map(|field| {
                let about = format!(" {}", field.heading.to_lowercase());
                view! {
                    " "
                    <a href=edit_href(home, field)>"Edit"<span class="visually-hidden">{about}</span></a>
                }
            });
            view! { <li>{obstacle.in_words()}{edit}</li> }
        })
        .collect_view();
    let one_line = in_one_line.then(|| {
        let links = missing
            .into_iter()
            .enumerate()
            .map(|(at, field)| {
                let before = if at == 0 { " " } else { ", " };
                view! { {before}<a href=edit_href(home, field)>{field.heading}</a> }
            })
            .collect_view();
        view! { <li>"No answer yet:"{links}</li> }
    });
    view! { <ul class="obstacles-list">{one_line}{items}</ul> }
}

/// The field where it can be done.
fn place(obstacle: &Obstacle) -> Option<&'static Field> {
    obstacle
        .field()
        .and_then(field)
        .filter(|field| may_be_changed(field))
}
