//! `/case-studies/{slug}/claim`: a museum says that a case is its own, or puts something right.

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
use case_study::reader_message::{MessageKind, SENDER_KEPT_DAYS, Written};
use leptos::prelude::*;
use store::cases::PublicCase;

/// What the page is called, here and where a link leads to it.
pub const TITLE: &str = "Is this your case study?";

const FORM: Kind = Kind {
    boxes: &["kind", "name", "email", "text"],
    faults: Written::faults_of_claim,
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
            let kind = MessageKind::from_slug(&form.written.kind).ok_or(PageError::NotFound)?;
            let next = format!("{}/sent", paths::claim(&slug));
            form.tell_moderators(&state, &slug, kind, &next).await
        }
    }
}

fn page(context: &PageContext, case: &PublicCase, form: Form) -> Response {
    let (slug, title, compiled) = (case.slug.clone(), case.content.title.clone(), case.compiled);
    form.page(context, TITLE, move |form| {
        view(&slug, &title, compiled, &form)
    })
}

fn view(slug: &str, title: &str, compiled: bool, form: &Form) -> impl IntoView + use<> {
    let lede = if compiled {
        "We wrote it from public pages, without asking you. Take it over, correct it, or have it taken down."
    } else {
        "Tell us that you look after it now, correct something, or have it taken down."
    };
    let wishes = [
        (
            MessageKind::Claim,
            "We\u{2019}d like to take this over",
            "You look after it from now on. We change it with you, or take it down if you like.",
        ),
        (
            MessageKind::Correction,
            "Something should be corrected",
            "A number, a name, a link, a date, or what has happened since.",
        ),
    ]
    .into_iter()
    .map(|(kind, label, hint)| Choice {
        value: kind.slug().to_owned(),
        label: label.to_owned(),
        hint: Some(hint.to_owned()),
        checked: kind.slug() == form.written.kind,
    })
    .collect();
    let error = form.error("kind");
    let invalid = error.is_some();
    let kept = format!(
        "Use your museum email, so we know it\u{2019}s you. We answer there, never publish it, \
         and delete it {SENDER_KEPT_DAYS} days after we have dealt with your message."
    );
    view! {
        <BackLink href=paths::case_study(slug) label="Back to the case study"/>
        <ErrorSummary errors=form.errors.clone()/>
        <PageHeading title=TITLE caption=title.to_owned() lede=lede/>
        <form class="form" method="post" action=paths::claim(slug) novalidate>
            <FieldFrame id="kind" label="What would you like?" error=error legend=true>
                <Radios id="kind" name="kind" options=wishes invalid=invalid/>
            </FieldFrame>
            {fields::name(form, "Who are you?", "Your name, or your role at the museum or with a partner.")}
            {fields::email(form, kept, false)}
            {fields::text(
                form,
                "What should change?",
                "Say which part it is and what is right. To have it all taken down, say so: you don\u{2019}t have to give a reason.",
            )}
            {fields::unseen(form)}
            {fields::send(form, view! { <Button label="Send it to us"/> }.into_markup())}
        </form>
    }
}
