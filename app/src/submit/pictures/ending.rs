//! `/submit/{draft}/pictures/end`: a museum takes a photograph back whose consent has ended, whatever became of the
//! case study since.

use super::PICTURES;
use crate::submit::draft_guard::Draft;
use crate::ui::{
    BackLink, Button, ButtonLook, Details, IntoMarkup, Markup, Nav, PageHeading, Photo,
};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::pictures::photograph;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::Picture;
use leptos::prelude::*;
use store::blobs;

/// What a picture is called in the form.
pub const BLOB: &str = "blob";

/// POST.
///
/// # Errors
/// Somebody else's draft is not found; a form that is not ours is refused.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    let answers = forms::read(&body, |key| key == BLOB)?;
    let submission = &draft.submission;
    blobs::end_consent(
        &state.db,
        &draft.actor,
        submission.case_id,
        Some(submission.id),
        answers.one(BLOB),
    )
    .await?;
    // Pressed twice it comes to the same.
    let back = paths::draft_section(draft.reference(), PICTURES);
    Ok(Redirect::to(&back).into_response())
}

/// The page of the photographs while nothing can be changed but this.
pub(super) fn page(context: &PageContext, reference: String, pictures: Vec<Picture>) -> Response {
    Page::new("Your photographs")
        .at(Nav::Submit)
        .private()
        .render(context, move || {
            let folder = paths::draft_section(&reference, PICTURES);
            let action = format!("{folder}/end");
            let none = pictures
                .is_empty()
                .then(|| view! { <p>"There are no photographs here now."</p> });
            let pictures = pictures
                .iter()
                .enumerate()
                .map(|(at, picture)| one(at + 1, picture, &folder, &action))
                .collect_view();
            view! {
                <BackLink href=paths::draft(&reference)/>
                <PageHeading
                    title="Your photographs"
                    caption=reference
                    lede="Does someone no longer agree to be seen? Take the photograph down here. It disappears at once."
                />
                {none}
                {pictures}
            }
        })
}

fn one(number: usize, picture: &Picture, folder: &str, action: &str) -> impl IntoView + use<> {
    let photo = photograph(folder, picture);
    view! {
        <section class="submit-picture" aria-labelledby=format!("photograph-{number}")>
            <h2 id=format!("photograph-{number}")>{format!("Photograph {number}")}</h2>
            <Photo photo=photo sizes="(width < 40rem) 90vw, 20rem"/>
            <p>{picture.in_words()}</p>
            {button(action, picture, number)}
        </section>
    }
}

/// The way to take one down, which asks once more.
pub fn button(action: &str, picture: &Picture, number: usize) -> Markup {
    let (action, blob) = (action.to_owned(), picture.blob.clone());
    view! {
        <Details summary=format!("Take photograph {number} down")>
            <form method="post" action=action>
                <input type="hidden" name=BLOB value=blob/>
                <p>"It disappears from every page at once, and we delete it. This cannot be undone."</p>
                <p><Button label="Take it down now" look=ButtonLook::Danger about=format!("photograph {number}")/></p>
            </form>
        </Details>
    }
    .into_markup()
}
