//! `/submit/{draft}/letter`: the museum writes to the moderators, at any time after it sent its case study.

use super::draft_guard::Draft;
use super::letters;
use super::unsaved;
use super::unsaved::{Typed, Why};
use crate::ui::{
    BackLink, Button, ErrorSummary, FieldFrame, FormError, Nav, PageHeading, TextArea, describedby,
};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::answers::tidy;
use case_study::letter;
use leptos::prelude::*;
use store::correspondence;
use store::correspondence::{MOST_A_DAY, Written};
use store::submissions::Submission;

const TITLE: &str = "Write to us about it";
const LEDE: &str =
    "Ask something, or tell us what has changed. A moderator reads it with your case study.";
/// Name of the box.
pub(super) const MESSAGE: &str = "message";
const KEY: &str = "form_key";

/// What stands in the form.
struct Form {
    key: String,
    message: String,
    errors: Vec<FormError>,
}

/// GET `/submit/{draft}/letter`.
///
/// # Errors
/// Somebody else's draft is not found.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    if !draft.submission.reached_the_moderators() {
        return Ok(Redirect::to(&paths::draft(draft.reference())).into_response());
    }
    let form = Form {
        key: store::fresh_token(),
        message: String::new(),
        errors: Vec::new(),
    };
    Ok(page(&context, &draft.submission, form, StatusCode::OK))
}

/// POST `/submit/{draft}/letter`.
///
/// # Errors
/// For a form that is not ours, and when the database does not answer.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let form = forms::read(&body, |key| matches!(key, MESSAGE | KEY));
    let draft = match Draft::open(&state, &context.viewer, &reference).await {
        Err(PageError::NotFound) => {
            // A form that is not ours is no reason to say that there is something.
            let answers = form.map_err(|_| PageError::NotFound)?;
            let typed = Typed::letter(&tidy(answers.one(MESSAGE)));
            return Ok(unsaved::page(&context, typed, Why::NoDraft));
        }
        draft => draft?,
    };
    let answers = form?;
    let key = forms::key(&answers, KEY)?;
    let message = tidy(answers.one(MESSAGE));
    let again = |message: String, fault: String, status: StatusCode| {
        let form = Form {
            key: key.clone(),
            message,
            errors: vec![FormError::new(MESSAGE, fault)],
        };
        page(&context, &draft.submission, form, status)
    };
    if let Some(fault) = letter::fault(&message) {
        return Ok(again(message, fault, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let id = draft.submission.id;
    match correspondence::write_to_us(&state.db, &draft.actor, id, &key, &message).await? {
        Written::Written => {
            let back = format!("{}#{}", paths::draft(draft.reference()), letters::ID);
            Ok(Redirect::to(&back).into_response())
        }
        Written::TooOften => {
            let fault = format!(
                "You wrote to us {MOST_A_DAY} times today. Copy your words and send them tomorrow"
            );
            Ok(again(message, fault, StatusCode::TOO_MANY_REQUESTS))
        }
        // Nobody here knows it yet: there is no such page.
        Written::NotSent | Written::NotAllowed => Err(PageError::NotFound),
    }
}

fn page(
    context: &PageContext,
    submission: &Submission,
    form: Form,
    status: StatusCode,
) -> Response {
    let page = Page::new(TITLE).at(Nav::Submit).private();
    let page = if form.errors.is_empty() {
        page
    } else {
        page.invalid()
    };
    let reference = submission.reference.clone();
    let title = submission.title.clone();
    page.status(status)
        .render(context, move || view(&reference, &title, form))
}

fn view(reference: &str, title: &str, form: Form) -> impl IntoView + use<> {
    let Form {
        key,
        message,
        errors,
    } = form;
    let error = FormError::of(&errors, MESSAGE);
    let invalid = error.is_some();
    let caption = if title.is_empty() {
        reference.to_owned()
    } else {
        title.to_owned()
    };
    view! {
        <BackLink href=paths::draft(reference) label="Back to your case study"/>
        <ErrorSummary errors=errors/>
        <PageHeading title=TITLE caption=caption lede=LEDE/>
        <form class="form" method="post" action=paths::draft_letter(reference) novalidate>
            <input type="hidden" name=KEY value=key/>
            <FieldFrame
                id=MESSAGE
                label="Your message"
                hint="We never publish it. We answer by email, and the answer stands with your case study too."
                error=error
            >
                <TextArea
                    id=MESSAGE
                    name=MESSAGE
                    value=message
                    rows=8
                    describedby=describedby(MESSAGE, true, invalid)
                    invalid=invalid
                />
            </FieldFrame>
            <div class="actions">
                <Button label="Send it to us"/>
                <a href=paths::draft(reference)>"Cancel"</a>
            </div>
        </form>
    }
}
