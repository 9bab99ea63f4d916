//! `/moderate/bank/{slug}`: a compiled case, to be edited. What a museum sent has a page of its own.

use super::bank_moves;
use super::content_view;
use super::content_view::Editing;
use super::flash::Flash;
use super::history;
use super::mend_target;
use super::mend_target::{Place, Target};
use super::planned_view;
use super::planned_view::Planned;
use super::review::{Parts, skeleton};
use crate::ui::{
    BackLink, Banner, BannerKind, ButtonLook, IntoMarkup, LinkButton, Nav, PageHeading, StatusTag,
};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use case_study::Status;
use case_study::fields::field;
use leptos::prelude::*;
use store::history::{HistoryEntry, history_of_case};
use store::mending::Subject;

/// The page.
///
/// # Errors
/// See [`mend_target::open`].
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let place = Place::Bank(slug.clone());
    let target = match mend_target::look(&state, &context, place, "see it", None).await? {
        Ok(target) => target,
        Err(answer) => return Ok(answer),
    };
    let events = match target.subject {
        Subject::Compiled(case_id) => history_of_case(&state.db, case_id).await?,
        Subject::Submission(_) => Vec::new(),
    };
    let planned = match target.subject {
        Subject::Compiled(case_id) => planned_view::load_of_case(&state, case_id).await?,
        Subject::Submission(_) => return Err(PageError::NotFound),
    };
    let done = Flash::read(
        &query.unwrap_or_default(),
        &Status::Published.into(),
        &target.state,
    )
    .filter(|done| done.is_still_so(planned.waits()));
    let page = Page::new(target.content.title.clone())
        .private()
        .at(Nav::Moderate);
    Ok(page.render(&context, move || {
        view(&slug, &target, &events, &planned, done)
    }))
}

fn view(
    slug: &str,
    target: &Target,
    events: &[HistoryEntry],
    planned: &Planned,
    done: Option<Flash>,
) -> impl IntoView + use<> {
    let public = target.state.is_public().then(|| {
        let href = paths::case_study(slug);
        view! { <p class="panel-public"><a href=href>"See the public page"</a></p> }
    });
    let banner = done.map(|done| {
        let words = done.words();
        view! {
            <Banner kind=BannerKind::Success heading=words.heading><p>{words.text}</p></Banner>
        }
    });
    let own = target.own.as_ref().map(|own| {
        let words = own.in_words();
        view! {
            <Banner kind=BannerKind::Warning heading="Your own museum">
                <p>{words}" You can read it, and take it down."</p>
            </Banner>
        }
    });
    let home = target.home();
    let editing = Editing {
        home: Some(&home),
        by_us: &target.by_us,
        at_field: None,
    };
    let title = field("title");
    let ours = title.and_then(|title| editing.ours(title));
    let edit = title.and_then(|title| editing.link(title, "Edit"));
    let parts = Parts {
        story: content_view::story(&target.content, &editing).into_markup(),
        facts: content_view::beside(&target.content, true, &editing).into_markup(),
        panel: view! {
            <section class="decision" aria-labelledby="decide-title">
                <h2 id="decide-title">"What you can do"</h2>
                <div class="panel-part">
                    <LinkButton href=target.page("edit") label="Edit the text" look=ButtonLook::Secondary/>
                    <LinkButton href=target.page("tags") label="Set the tags" look=ButtonLook::Secondary/>
                </div>
                {bank_moves::view(target, planned)}
                {public}
            </section>
        }
        .into_markup(),
        record: view! {
            {content_view::for_us(&target.content, &editing)}
            {history::section(events)}
        }
        .into_markup(),
    };
    view! {
        <BackLink href=paths::MODERATE label="Queue"/>
        {banner}
        {own}
        <PageHeading
            title=target.content.title.clone()
            caption="Compiled from public sources"
            lede="No museum sent this text. Readers see what you change at once."
        />
        <p class="review-status"><StatusTag slug=target.state.slug().to_owned() label=target.state.label()/>{edit}</p>
        {ours}
        {skeleton(parts)}
    }
}
