//! What became of a page that a museum was asked about, as it is drawn.

use super::yes::{Door, Kept};
use super::yes_form::Typed;
use crate::ui::{BackLink, Banner, BannerKind, KeptAnswers, LinkButton, Nav, PageHeading};
use crate::web::page::{Page, PageContext};
use axum::http::StatusCode;
use axum::response::Response;
use case_study::Status;
use case_study::agreement::Said;
use leptos::prelude::*;
use store::agreements::Agreement;
use store::submissions::{Publicly, Submission};

/// The title of what became of an asking.
pub(super) fn title(asked: &Agreement, submission: &Submission) -> &'static str {
    match asked.said.as_ref().and_then(|said| said.known()) {
        Some(Said::Yes) => "Thank you: you said yes",
        Some(Said::Change) if submission.status == Status::ChangesRequested => {
            "You can change your page now"
        }
        Some(Said::Change) => "You wrote to us about your page",
        Some(Said::No) => "We will not publish it",
        Some(Said::Void) | None => "There is nothing to answer now",
    }
}

/// What became of an asking. `late`: somebody answered it just now, too late, with these words.
pub(super) fn view(
    door: &Door,
    submission: &Submission,
    asked: &Agreement,
    case: &Publicly,
    late: Option<Kept>,
) -> impl IntoView + use<> {
    let late = late.map(|kept| {
        let kept_note = (!kept.is_empty()).then_some(" What you typed is below.");
        (
            view! {
                <Banner kind=BannerKind::Warning heading="Your answer was not taken">
                    <p>"Someone answered before you, or we had taken back what we asked."{kept_note}</p>
                </Banner>
            },
            kept,
        )
    });
    let (banner, kept) = late.map_or((None, Vec::new()), |(banner, kept)| (Some(banner), kept));
    let said = match asked.said.as_ref().and_then(|said| said.known()) {
        Some(Said::Change) if submission.status != Status::ChangesRequested => {
            Some("We read your words, change the page and show it to you again.")
        }
        Some(Said::Void) | None => Some("You do not have to do anything."),
        _ => None,
    };
    let public = case
        .slug
        .as_ref()
        .filter(|_| submission.status == Status::Published)
        .map(|slug| view! { <p><a href=paths::case_study(slug)>"See your published page"</a></p> });
    view! {
        <BackLink href=door.status_href() label="Where it stands"/>
        {banner}
        <PageHeading
            title=title(asked, submission)
            caption=format!("Your reference is {}", submission.reference)
            lede=submission.status.what_happens_next(&case.state)
        />
        <div class="measure stack">
            {said.map(|words| view! { <p>{words}</p> })}
            {public}
            <div class="actions"><LinkButton href=door.status_href() label="See where it stands"/></div>
        </div>
        <KeptAnswers parts=kept/>
    }
}

/// For whoever answered when the link, or the right to write, had ended: every word, and the way back.
pub(super) fn link_ended(context: &PageContext, typed: &Typed) -> Response {
    let kept = typed.kept(&[]);
    Page::new("Your answer was not taken")
        .at(Nav::Submit)
        .private()
        .status(StatusCode::NOT_FOUND)
        .render(context, move || {
            view! {
                <PageHeading
                    title="Your answer was not taken"
                    lede="This link or this browser can no longer open the page. Nothing was changed."
                />
                <div class="measure stack">
                    <p>"Open the link from our newest email and answer there, or ask us to send you the link again."</p>
                    <div class="actions"><LinkButton href=paths::SUBMIT_LINK label="Send me the link"/></div>
                </div>
                <KeptAnswers parts=kept/>
            }
        })
}
