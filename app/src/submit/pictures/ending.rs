//! `/submit/{draft}/pictures/end`: a museum takes a photograph or a document back, whatever became of the case study
//! since.

use super::PICTURES;
use crate::submit::draft_guard::Draft;
use crate::ui::{
    BackLink, Button, ButtonLook, Details, IntoMarkup, Markup, Nav, PageHeading, Photo,
};
use crate::web::case_documents;
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::pictures::photograph;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::{CaseStudyContent, Document, Picture};
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

/// The page of the files while nothing can be changed but this.
pub(super) fn page(
    context: &PageContext,
    reference: String,
    content: CaseStudyContent,
) -> Response {
    const TITLE: &str = "Your photographs and documents";
    Page::new(TITLE)
        .at(Nav::Submit)
        .private()
        .render(context, move || {
            let folder = paths::draft_section(&reference, PICTURES);
            let action = format!("{folder}/end");
            let is_empty = content.pictures.is_empty() && content.documents.is_empty();
            let none = is_empty
                .then(|| view! { <p>"There are no photographs or documents here now."</p> });
            let documents = case_documents::list(&content.documents, &folder, |document, at| {
                document_button(&action, document, at + 1)
            });
            let documents = documents
                .map(|list| view! { <h2>"Documents"</h2>{list} });
            let pictures = content
                .pictures
                .iter()
                .enumerate()
                .map(|(at, picture)| one(at + 1, picture, &folder, &action))
                .collect_view();
            view! {
                <BackLink href=paths::draft(&reference)/>
                <PageHeading
                    title=TITLE
                    caption=reference
                    lede="Does someone no longer agree to be seen, or is a document wrong? Take it down here. It disappears at once."
                />
                {none}
                {pictures}
                {documents}
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
    take_down(action, &picture.blob, &format!("photograph {number}"))
}

/// The same for a document.
pub fn document_button(action: &str, document: &Document, number: usize) -> Markup {
    take_down(action, &document.blob, &format!("document {number}"))
}

fn take_down(action: &str, blob: &str, what: &str) -> Markup {
    let (action, blob, what) = (action.to_owned(), blob.to_owned(), what.to_owned());
    view! {
        <Details summary=format!("Take {what} down")>
            <form method="post" action=action>
                <input type="hidden" name=BLOB value=blob/>
                <p>"It disappears from every page at once, and we delete it. This cannot be undone."</p>
                <p><Button label="Take it down now" look=ButtonLook::Danger about=what/></p>
            </form>
        </Details>
    }
    .into_markup()
}
