//! The photographs of a submission where it is reviewed, each with what its museum said of consent beside it, and its
//! documents; and
//! `/moderate/cases/{reference}/pictures`, which takes one down.

use super::content_view::Editing;
use super::edit_view::written_by_us;
use super::review_context;
use crate::submit::pictures::ending;
use crate::ui::{IntoMarkup, Markup, Photo};
use crate::web::case_documents;
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::pictures;
use crate::web::pictures::photograph;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::CaseStudyContent;
use case_study::publishable::in_a_row;
use leptos::prelude::*;
use store::blobs;

/// GET `/moderate/cases/{reference}/pictures/{file}`.
///
/// # Errors
/// See [`review_context::open`].
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path((reference, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let review = review_context::open(&state, &context, &reference).await?;
    pictures::of_case(&state, review.submission.case_id, &file, &headers).await
}

/// POST: the consent for a photograph has ended. It never waits, and needs no version.
///
/// # Errors
/// As GET; a form that is not ours is refused.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let review = review_context::open(&state, &context, &reference).await?;
    let answers = forms::read(&body, |key| key == ending::BLOB)?;
    let submission = &review.submission;
    blobs::end_consent(
        &state.db,
        &review.actor,
        submission.case_id,
        Some(submission.id),
        answers.one(ending::BLOB),
    )
    .await?;
    Ok(Redirect::to(&review.href()).into_response())
}

/// The photographs, each with its words, its consent and what it still needs. `home` is the page of the submission;
/// `editing` says who may change the words beside them.
pub(super) fn view(
    content: &CaseStudyContent,
    home: &str,
    editing: &Editing<'_>,
) -> Option<Markup> {
    let folder = pictures::folder_of(home);
    let documents = case_documents::list(&content.documents, &folder, |document, at| {
        ending::document_button(&folder, document, at + 1)
    });
    let documents = documents.map(|list| {
        view! {
            <section class="case-end" aria-labelledby="documents">
                <h2 id="documents">"Documents"</h2>
                {list}
            </section>
        }
    });
    if content.pictures.is_empty() {
        return documents.map(IntoMarkup::into_markup);
    }
    let ours = editing.by_us.contains("pictures").then(written_by_us);
    let items = content
        .pictures
        .iter()
        .enumerate()
        .map(|(at, picture)| {
            let photo = photograph(&folder, picture);
            let edit = editing.home.map(|home| {
                let href = format!("{home}/edit/pictures/{}", picture.blob);
                view! { <p><a href=href>{format!("Edit its words or cut photograph {}", at + 1)}</a></p> }
            });
            let missing: Vec<String> = picture.missing().into_iter().map(str::to_owned).collect();
            let missing = (!missing.is_empty()).then(|| {
                view! { <p class="field-advice">{format!("It needs {}.", in_a_row(&missing))}</p> }
            });
            view! {
                <li>
                    <figure class="photo-figure">
                        <Photo photo=photo sizes="(width < 60rem) 94vw, 22rem" lazy=true/>
                        <figcaption>{format!("{}. {}.", at + 1, picture.in_words().trim_end_matches('.'))}</figcaption>
                    </figure>
                    {missing}
                    {edit}
                    {ending::button(&folder, picture, at + 1)}
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section class="case-photos" aria-labelledby="photographs">
                <h2 id="photographs">"Photographs"</h2>
                {ours}
                <ul class="photo-list">{items}</ul>
            </section>
            {documents}
        }
        .into_markup(),
    )
}
