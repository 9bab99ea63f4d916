//! `POST /moderate/cases/{reference}/join`: this is a new version of a page that is public. The first press shows
//! what will happen and changes nothing; the second one does it.

use super::conflict;
use super::event_text::titled;
use super::flash::Flash;
use super::guards_view;
use super::review_context;
use super::review_context::ReviewContext;
use crate::ui::{
    BackLink, Banner, BannerKind, Button, ErrorSummary, FieldFrame, FormError, IntoMarkup,
    LinkButton, Markup, Nav, PageHeading, TextInput, describedby,
};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::similar::museum_key;
use leptos::prelude::*;
use store::joining;
use store::joining::{Joined, Target, Why};
use store::outcome::Outcome;

const TITLE: &str = "Make it a new version";
const CANNOT: &str = "make it a new version of that page";
const NO_SUCH_PAGE: &str = "There is no such page. Copy the whole address from your browser, or type the reference of the case study that readers see";

/// Shows what will happen, or does it.
///
/// # Errors
/// See [`review_context::open`]; also when the form is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let review = review_context::open(&state, &context, &reference).await?;
    let sent = review_context::read(&body, |key| matches!(key, "case" | "sure"))?;
    let named = sent.answers.one("case").trim().to_owned();
    let Some(target) = joining::target(&state.db, &named).await? else {
        return Ok(not_found(&context, &review, sent.version, named));
    };
    if sent.answers.one("sure") != "yes" {
        let refused = joining::refusal(&state.db, &review.submission, target.case_id).await?;
        return Ok(match refused {
            Some(why) => refusal(&context, &review, &target, &why),
            None => question(&context, &review, target, sent.version),
        });
    }
    let joined = joining::join(
        &state.db,
        &review.actor,
        review.submission.id,
        sent.version,
        target.case_id,
    );
    let faster = match joined.await? {
        Joined::Done(moved) => {
            let href = Flash::Joined.href(&moved.reference);
            return Ok(Redirect::to(&href).into_response());
        }
        Joined::Refused(why) => return Ok(refusal(&context, &review, &target, &why)),
        Joined::Not(Outcome::NotFound) => return Err(PageError::NotFound),
        Joined::Not(Outcome::Overtaken(faster)) => Some(faster),
        Joined::Not(Outcome::NotPublishable(own)) => {
            let own = own.first().ok_or(PageError::NotFound)?;
            return Ok(guards_view::closed(&context, &review, own, Vec::new()));
        }
        Joined::Not(_) => None,
    };
    conflict::page(&state, &context, review, faster, CANNOT, None).await
}

fn caption(review: &ReviewContext) -> String {
    format!(
        "{}: {}",
        review.submission.reference,
        titled(&review.submission.title)
    )
}

/// What will happen, and the button that does it.
fn question(
    context: &PageContext,
    review: &ReviewContext,
    target: Target,
    version: i64,
) -> Response {
    let (caption, back) = (caption(review), review.href());
    let action = paths::moderate_join(&review.submission.reference);
    let other_museum = other_museum(review, &target);
    Page::new(TITLE)
        .private()
        .at(Nav::Moderate)
        .render(context, move || {
            let address = paths::case_study(&target.slug);
            let shown_address = address.clone();
            let then = what_happens_to_the_page(&target);
            view! {
                <BackLink href=back.clone()/>
                <PageHeading title=TITLE caption=caption/>
                <div class="measure stack">
                    {other_museum}
                    <p>"This case study becomes a new version of "<a href=address>{titled(&target.title)}</a>"."</p>
                    <ul>
                        <li>"Readers see that page as it is until you publish this one."</li>
                        <li>{format!("Then this text stands in its place, at the same address: {shown_address}")}</li>
                        <li>{then}</li>
                        <li>"The texts, letters and history of this case study go with it."</li>
                        <li>"If a time is set at which it goes online, that is called off."</li>
                        <li>"No one is emailed."</li>
                    </ul>
                    <p>"There is no button that takes the two apart again."</p>
                    <form class="actions" method="post" action=action>
                        <input type="hidden" name="version" value=version/>
                        <input type="hidden" name="case" value=target.slug/>
                        <input type="hidden" name="sure" value="yes"/>
                        <Button label="Make it a new version of that page"/>
                        <a href=back>"No, go back"</a>
                    </form>
                </div>
            }
        })
}

fn what_happens_to_the_page(target: &Target) -> Markup {
    match &target.published {
        None if target.compiled => {
            "From then on the page is the museum\u{2019}s own. It no longer says that it was compiled from public sources."
                .into_markup()
        }
        None => "The text that readers see now is kept in its history.".into_markup(),
        Some(reference) => {
            let href = review_context::href(reference);
            view! {
                "The text that readers see now is kept as an earlier version: "
                <a href=href>{reference.clone()}</a>
            }
            .into_markup()
        }
    }
}

/// The page names another museum: it may be the wrong one.
fn other_museum(review: &ReviewContext, target: &Target) -> Option<Markup> {
    let (own, other) = (&review.submission.museum, &target.museum);
    (museum_key(own) != museum_key(other)).then(|| {
        let words = format!(
            "The page is about \u{201c}{other}\u{201d}, and this case study is about \u{201c}{own}\u{201d}."
        );
        view! {
            <Banner kind=BannerKind::Warning heading="The museums have different names">
                <p>{words}</p>
                <p>"Carry on only if you know that they are the same."</p>
            </Banner>
        }
        .into_markup()
    })
}

/// Nothing is at what was typed.
fn not_found(
    context: &PageContext,
    review: &ReviewContext,
    version: i64,
    named: String,
) -> Response {
    let (caption, back) = (caption(review), review.href());
    let action = paths::moderate_join(&review.submission.reference);
    let errors = vec![FormError::new("case", NO_SUCH_PAGE)];
    Page::new(TITLE)
        .private()
        .at(Nav::Moderate)
        .invalid()
        .render(context, move || {
            view! {
                <BackLink href=back/>
                <ErrorSummary errors=errors/>
                <PageHeading title=TITLE caption=caption/>
                <form class="form" method="post" action=action novalidate>
                    <input type="hidden" name="version" value=version/>
                    <FieldFrame id="case" label="Address of the page, or its reference" error=Some(NO_SUCH_PAGE.to_owned())>
                        <TextInput
                            id="case"
                            name="case"
                            value=named
                            describedby=describedby("case", false, true)
                            invalid=true
                            spellcheck=false
                        />
                    </FieldFrame>
                    <div class="actions"><Button label="See what will happen"/></div>
                </form>
            }
        })
}

/// Why it does not become a version of that page.
fn refusal(context: &PageContext, review: &ReviewContext, target: &Target, why: &Why) -> Response {
    const HEADING: &str = "That cannot be done now";
    let (caption, back) = (caption(review), review.href());
    let title = titled(&target.title);
    let (words, leads_to, label) = match why {
        Why::Itself => (
            "It is a version of that page already.".to_owned(),
            back.clone(),
            "Look at it as it stands now",
        ),
        Why::WasPublic => (
            "Readers have seen this case study at an address of its own. Only one that was never public can become a version of another page.".to_owned(),
            back.clone(),
            "Look at it as it stands now",
        ),
        Why::NotPublic => (
            format!("Readers do not see \u{201c}{title}\u{201d}. A new version starts from a page that they see."),
            back.clone(),
            "Look at it as it stands now",
        ),
        Why::TakenDown => (
            format!("\u{201c}{title}\u{201d} was taken down. Put it back first, if it may be seen again."),
            target.published.as_ref().map_or_else(
                || paths::moderate_bank(&target.slug),
                |reference| review_context::href(reference),
            ),
            "Look at that case study",
        ),
        Why::InTheWay { reference } => (
            format!("Another version of \u{201c}{title}\u{201d} is under review: {reference}. There can be one at a time. Finish that one first."),
            review_context::href(reference),
            "Open the other version",
        ),
        Why::Sample => (
            "This is a sample to try things out with, and that page is not. It stays apart.".to_owned(),
            back.clone(),
            "Look at it as it stands now",
        ),
    };
    let words = format!("{words} Nothing was changed.");
    Page::new(HEADING)
        .private()
        .at(Nav::Moderate)
        .status(StatusCode::CONFLICT)
        .render(context, move || {
            view! {
                <BackLink href=back/>
                <PageHeading title=HEADING caption=caption/>
                <div class="measure stack">
                    <p>{words}</p>
                    <div class="actions"><LinkButton href=leads_to label=label/></div>
                </div>
            }
        })
}
