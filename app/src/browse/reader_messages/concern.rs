//! `/case-studies/{slug}/concern`: something is wrong with the page of a case.

use super::fields;
use super::form::{Form, Kind, Received};
use crate::web::rate_limits::ClientNetwork;

use crate::ui::IntoMarkup;
use crate::ui::{BackLink, Button, Choice, ErrorSummary, FieldFrame, PageHeading, Radios};
use crate::web::error::PageError;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::Response;
use case_study::Vocabulary;
use case_study::reader_message::{MessageKind, SENDER_KEPT_DAYS, Written};
use leptos::prelude::*;
use store::cases::PublicCase;

const TITLE: &str = "Report a concern";
const LEDE: &str =
    "Tell the people who look after this site what is wrong. They read every report.";

const FORM: Kind = Kind {
    boxes: &["reason", "text", "email"],
    faults: Written::faults_of_concern,
    to_museum: false,
    page,
};

/// GET.
///
/// # Errors
/// When there is no such case, or the database does not answer.
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
    match FORM
        .receive(&state, &context, &slug, network, &body)
        .await?
    {
        Received::Refused(response) => Ok(response),
        Received::Right(_, form) => {
            let next = format!("{}/sent", paths::concern(&slug));
            form.tell_moderators(&state, &slug, MessageKind::Concern, &next)
                .await
        }
    }
}

fn page(context: &PageContext, case: &PublicCase, form: Form) -> Response {
    let (slug, title) = (case.slug.clone(), case.content.title.clone());
    form.page(context, TITLE, move |form| view(&slug, &title, &form))
}

fn view(slug: &str, title: &str, form: &Form) -> impl IntoView + use<> {
    let error = form.error("reason");
    let invalid = error.is_some();
    let reasons = Vocabulary::ConcernReason
        .terms()
        .iter()
        .map(|term| Choice {
            value: term.slug.to_owned(),
            label: term.label.to_owned(),
            hint: Some(term.definition.to_owned()),
            checked: term.slug == form.written.reason,
        })
        .collect();
    let kept = format!(
        "Only if you want an answer. We delete it {SENDER_KEPT_DAYS} days after we have dealt with your report."
    );
    view! {
        <BackLink href=paths::case_study(slug) label="Back to the case study"/>
        <ErrorSummary errors=form.errors.clone()/>
        <PageHeading title=TITLE caption=title.to_owned() lede=LEDE/>
        <form class="form" method="post" action=paths::concern(slug) novalidate>
            <p>
                "Is someone in danger now? Call 112, or 999 in the United Kingdom. No one watches this form at night. "
                "Is it your own case study? "
                <a href=paths::claim(slug)>"Take it over or correct it"</a>
                " instead."
            </p>
            <FieldFrame id="reason" label="What is wrong?" error=error legend=true>
                <Radios id="reason" name="reason" options=reasons invalid=invalid/>
            </FieldFrame>
            {fields::text(
                form,
                "What did you see?",
                "Say where on the page it is. Please do not repeat names or private details.",
            )}
            {fields::email(form, kept, true)}
            {fields::unseen(form)}
            {fields::send(form, view! { <Button label="Send the report"/> }.into_markup())}
        </form>
    }
}
