//! `/case-studies/{slug}/ask`: a question to the museum. There is no such page where the museum
//! takes none. Why the writer has to follow a mailed link first is said in
//! docs/decisions/0007-a-question-is-confirmed-by-mail.md.

use super::fields;
use super::form::{Form, Kind, Received};
use crate::web::rate_limits::ClientNetwork;

use crate::ui::IntoMarkup;
use crate::ui::{BackLink, Button, ErrorSummary, PageHeading};
use crate::web::error::PageError;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::reader_message::Written;
use leptos::prelude::*;
use store::cases::PublicCase;
use store::questions;
use store::questions::{Asked, NewQuestion};

const TITLE: &str = "Ask the museum";
const KEPT: &str = "The museum will answer to this address. We email you a link first: open it to send your message.";
const MAILED_BEFORE: &str =
    "We emailed this address a link less than an hour ago. Open that one first, then write again";

const FORM: Kind = Kind {
    boxes: &["name", "email", "text"],
    faults: Written::faults_of_question,
    to_museum: true,
    page,
};

/// GET.
///
/// # Errors
/// When there is no such case or its museum takes no questions, or the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(slug): Path<String>,
) -> Result<Response, PageError> {
    FORM.show(&state, &context, &slug).await
}

/// POST.
///
/// # Errors
/// As GET; for a form that is not ours.
pub async fn post(
    State(state): State<AppState>,
    ClientNetwork(network): ClientNetwork,
    context: PageContext,
    Path(slug): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let (case, mut form) = match FORM
        .receive(&state, &context, &slug, network, &body)
        .await?
    {
        Received::Right(case, form) => (case, form),
        Received::Refused(response) => return Ok(response),
    };
    let new = NewQuestion {
        slug,
        written: form.written.clone(),
        key: form.key.clone(),
    };
    match questions::ask(&state.db, &state.settings.mail_context(), &new).await? {
        Asked::Mailed => {
            Ok(Redirect::to(&format!("{}/sent", paths::ask(&new.slug))).into_response())
        }
        Asked::MailedBefore { seconds } => {
            form.must_wait(seconds, MAILED_BEFORE);
            Ok(page(&context, &case, form))
        }
        Asked::NotOpen => Err(PageError::NotFound),
    }
}

fn page(context: &PageContext, case: &PublicCase, form: Form) -> Response {
    let (slug, title, museum) = (
        case.slug.clone(),
        case.content.title.clone(),
        case.content.museum.clone(),
    );
    form.page(context, TITLE, move |form| {
        view(&slug, &title, &museum, &form)
    })
}

fn view(slug: &str, title: &str, museum: &str, form: &Form) -> impl IntoView + use<> {
    let lede = format!(
        "Write to {museum} about this case study. We pass your message on and keep no copy. You do not see their \
         address, and they see yours."
    );
    view! {
        <BackLink href=paths::case_study(slug) label="Back to the case study"/>
        <ErrorSummary errors=form.errors.clone()/>
        <PageHeading title=TITLE caption=title.to_owned() lede=lede/>
        <form class="form" method="post" action=paths::ask(slug) novalidate>
            {fields::name(form, "Your name", "")}
            {fields::email(form, KEPT.to_owned(), false)}
            {fields::text(
                form,
                "Your message",
                "Say who you are and what you would like to know. A short question is answered sooner.",
            )}
            {fields::unseen(form)}
            {fields::send(form, view! { <Button label="Email me the link"/> }.into_markup())}
        </form>
    }
}
