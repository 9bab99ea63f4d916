//! `/read/{token}`: what a link for a colleague or director shows. It reads: where the case study stands, and
//! its page as readers will see it. No code is mailed for it, and it has no button.

use crate::browse::case::preview;
use crate::ui::{Banner, IntoMarkup, LinkButton, Paragraphs, StatusTag};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::pictures;
use crate::web::request_span;
use crate::web::state::AppState;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use case_study::{CaseStudyContent, Status};
use leptos::prelude::*;
use store::submissions::{Publicly, Submission};
use store::{mailed_links, submissions};

/// GET `/read/{token}`.
///
/// # Errors
/// When the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let submission = match mailed_links::read(&state.db, &token).await? {
        Some(id) => submissions::by_id(state.db.reader(), id).await?,
        None => None,
    };
    let Some(submission) = submission else {
        return Ok(ended(&context));
    };
    request_span::record_submission(submission.id);
    let content = submissions::text_for_its_author(state.db.reader(), &submission).await?;
    let pictures = pictures::folder_of(&paths::read_link(&token));
    let case = submissions::public_side(&state.db, submission.case_id).await?;
    Ok(Page::new("A case study, for you to read")
        .private()
        .render(&context, move || {
            view(&submission, &case, content, &pictures)
        }))
}

fn ended(context: &PageContext) -> Response {
    Page::new("This link does not work")
        .private()
        .status(StatusCode::NOT_FOUND)
        .render(context, || {
            view! {
                <div class="measure stack">
                    <h1>"This link does not work"</h1>
                    <p>"It may have been cut off in a message, it is more than a year old, or the person who made it has ended it. Ask them for a new one."</p>
                </div>
            }
        })
}

fn view(
    submission: &Submission,
    case: &Publicly,
    content: CaseStudyContent,
    pictures: &str,
) -> impl IntoView + use<> {
    let (tag, label) = submission.status.tag(&case.state);
    let tag = tag.to_owned();
    let public = case
        .slug
        .as_ref()
        .filter(|_| submission.status == Status::Published);
    // Before the page is made of it, the story itself is what there is to read.
    let is_made = matches!(
        submission.status.known(),
        Some(Status::AwaitingYes | Status::Approved | Status::Published | Status::Replaced)
    );
    let own_words = (!is_made && !content.own_words.is_empty()).then(|| {
        view! {
            <section class="prose case-end" aria-labelledby="own-words">
                <h2 id="own-words">"The story in your museum\u{2019}s own words"</h2>
                <Paragraphs text=content.own_words.clone()/>
            </section>
        }
    });
    let what = match public {
        Some(slug) => view! {
            <p>"It is published: readers see it too."</p>
            <p class="actions"><LinkButton href=paths::case_study(slug) label="See the published page"/></p>
        }
        .into_markup(),
        None => view! {
            <p>"Readers cannot see this page. It shows the text as it stands now, the way they will read it."</p>
        }
        .into_markup(),
    };
    view! {
        <Banner heading="A colleague sent you this link">
            <p>"It lets you read their case study and see where it stands. It does not let you change anything, so please keep it between you."</p>
            <p>"It stands at: "<StatusTag slug=tag label=label/></p>
            {what}
        </Banner>
        {preview::page(content, pictures)}
        {own_words}
    }
}
