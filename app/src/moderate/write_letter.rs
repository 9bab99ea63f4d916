//! `/moderate/cases/{reference}/letter`: writing to the museum beside any decision.

use super::event_text::titled;
use super::flash::Flash;
use super::review_context;
use super::review_context::ReviewContext;
use crate::account::sign_in;
use crate::ui::{
    BackLink, Banner, BannerKind, Button, ButtonLook, Details, ErrorSummary, FieldFrame, FormError,
    Nav, PageHeading, Paragraphs, TextArea, describedby,
};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::answers::tidy;
use case_study::letter;
use case_study::mail_templates::{About, Mail};
use leptos::prelude::*;
use store::correspondence;
use store::correspondence::Written;

const TITLE: &str = "Write to the museum";
const LEDE: &str = "The museum gets an email with your words, and reads them with its case study. Nothing else changes.";
const MESSAGE: &str = "message";
const KEY: &str = "form_key";
const PREVIEW: &str = "preview";

/// What stands in the form.
struct Form {
    key: String,
    message: String,
    errors: Vec<FormError>,
    preview: bool,
}

/// The form.
///
/// # Errors
/// See [`review_context::open`].
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
) -> Result<Response, PageError> {
    let review = review_context::open(&state, &context, &reference).await?;
    let form = Form {
        key: store::fresh_token(),
        message: String::new(),
        errors: Vec::new(),
        preview: false,
    };
    Ok(page(&state, &context, &review, form))
}

/// Shows the mail, or sends it.
///
/// # Errors
/// See [`review_context::open`]; also when the form is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let review = match review_context::open(&state, &context, &reference).await {
        // The session ended while they wrote. The words come along through signing in.
        Err(PageError::SignIn { back_to }) => {
            return sign_in::interrupted(&context, &body).ok_or(PageError::SignIn { back_to });
        }
        review => review?,
    };
    let answers = forms::read(&body, |key| matches!(key, MESSAGE | KEY | PREVIEW))?;
    let key = forms::key(&answers, KEY)?;
    let message = tidy(answers.one(MESSAGE));
    let preview = answers.one(PREVIEW) == "yes";
    let errors: Vec<FormError> = letter::fault(&message)
        .map(|fault| FormError::new(MESSAGE, fault))
        .into_iter()
        .collect();
    if preview || !errors.is_empty() {
        let form = Form {
            key,
            message,
            errors,
            preview,
        };
        return Ok(page(&state, &context, &review, form));
    }
    let mail_context = state.settings.mail_context();
    let id = review.submission.id;
    let written = correspondence::write_to_museum(
        &state.db,
        &mail_context,
        &review.actor,
        id,
        &key,
        &message,
    );
    match written.await? {
        Written::Written => {
            let href = format!(
                "{}#letters",
                Flash::Wrote.href(&review.submission.reference)
            );
            Ok(Redirect::to(&href).into_response())
        }
        Written::NotAllowed => Err(PageError::Forbidden),
        Written::NotSent | Written::TooOften => Err(PageError::NotFound),
    }
}

/// The mail this would be. The real link is made when the mail is, and only its reader gets it.
fn mail(state: &AppState, review: &ReviewContext, message: &str) -> Mail {
    let about = About {
        reference: &review.submission.reference,
        title: &review.submission.title,
        token: "\u{2026}",
    };
    let words = if message.is_empty() {
        "[Your message stands here.]"
    } else {
        message
    };
    state.settings.mail_context().letter(about, words)
}

fn page(state: &AppState, context: &PageContext, review: &ReviewContext, form: Form) -> Response {
    let page = Page::new(TITLE).private().at(Nav::Moderate);
    let page = if form.errors.is_empty() {
        page
    } else {
        page.invalid()
    };
    let mail = mail(state, review, &form.message);
    let submission = &review.submission;
    let caption = format!("{}: {}", submission.reference, titled(&submission.title));
    let has_address = !submission.submitter_email.is_empty();
    let href = review.href();
    page.render(context, move || {
        view(&href, caption, has_address, form, mail)
    })
}

fn view(
    href: &str,
    caption: String,
    has_address: bool,
    form: Form,
    mail: Mail,
) -> impl IntoView + use<> {
    let Form {
        key,
        message,
        errors,
        preview,
    } = form;
    let error = FormError::of(&errors, MESSAGE);
    let invalid = error.is_some();
    let nobody = (!has_address).then(|| {
        view! {
            <Banner kind=BannerKind::Warning>
                <p>"No email address was given, so no email is sent. The museum reads your words with its case study."</p>
            </Banner>
        }
    });
    view! {
        <BackLink href=href.to_owned() label="Back to the case study"/>
        <ErrorSummary errors=errors/>
        <PageHeading title=TITLE caption=caption lede=LEDE/>
        {nobody}
        <form class="form letter" method="post" action=format!("{href}/letter") novalidate>
            <input type="hidden" name=KEY value=key/>
            <FieldFrame
                id=MESSAGE
                label="Your message"
                hint="A few plain, kind sentences are best."
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
            <Details summary="The email they get" open=preview>
                <p class="mail-subject">{mail.subject}</p>
                <div class="mail-body"><Paragraphs text=mail.body/></div>
            </Details>
            <div class="actions">
                <Button label="Send this to the museum"/>
                <Button label="Show me the email first" name=PREVIEW value="yes" look=ButtonLook::Secondary/>
                <a href=href.to_owned()>"Cancel"</a>
            </div>
        </form>
    }
}
