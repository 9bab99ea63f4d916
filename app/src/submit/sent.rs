//! `/submit/{draft}/sent`: it arrived, and what happens now.

use super::draft_guard::Draft;
use super::read_back;
use super::version_of;
use super::version_of::Twin;
use super::wait;
use super::wait::Wait;
use crate::ui::{Confirmation, IntoMarkup, Markup, Nav};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::CaseStudyContent;
use case_study::short_way::Way;
use leptos::prelude::*;
use store::letters;
use store::submissions;

/// GET `/submit/{draft}/sent`. It stays true when it is loaded again or kept as a bookmark.
///
/// # Errors
/// Somebody else's draft is not found.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    if !draft.submission.status.stands_as_sent() {
        return Ok(Redirect::to(&paths::draft(draft.reference())).into_response());
    }
    let content = match submissions::text_as_sent(state.db.reader(), draft.submission.id).await? {
        Some((content, _)) => content,
        None => draft.content(&state).await?,
    };
    let submission = draft.submission;
    let short = submission.way == Way::Short.slug();
    // What is sent the long way is always answered by an email.
    let told = !short || letters::any_to_museum(&state.db, submission.id).await?;
    let case = submissions::public_side(&state.db, submission.case_id).await?;
    let wait = Wait::load(&state, &submission).await?;
    let twin = version_of::load(&state, &context.viewer, &submission, &content).await?;
    let contact = state.settings.contact.clone();
    Ok(Page::new("We have your case study")
        .at(Nav::Submit)
        .private()
        .render(&context, move || {
            view(
                submission.reference,
                submission.status.what_happens_next(&case.state),
                wait.as_ref().map(|wait| wait::view(wait).into_markup()),
                Told {
                    email: submission.submitter_email,
                    told,
                    short,
                },
                contact,
                content,
                twin,
            )
        }))
}

/// Whether whoever sent it was written to, and about what.
struct Told {
    email: String,
    told: bool,
    /// It came in its museum's own words.
    short: bool,
}

impl Told {
    fn in_words(&self) -> Option<String> {
        let email = &self.email;
        match (email.as_str(), self.told) {
            ("", _) => None,
            (_, true) if self.short => Some(format!(
                "We sent a copy to {email}. The link in the email lets you see what happens next, on any device."
            )),
            (_, true) => Some(format!(
                "We sent an email to {email}. The link in it lets you read what you sent and see what happens next, on any device."
            )),
            (_, false) => Some(format!(
                "We have sent many emails to {email} today, so no copy of this one went there. Keep one from this page, and note the reference. We write to that address as soon as we have read it."
            )),
        }
    }
}

fn view(
    reference: String,
    next: &'static str,
    wait: Option<Markup>,
    told: Told,
    contact: String,
    content: CaseStudyContent,
    twin: Option<Twin>,
) -> impl IntoView {
    let shown = told.short.then(|| {
        view! { <p>"We make a page of it and show it to you. It goes online when you say yes."</p> }
    });
    let mail = told.in_words().map(|words| view! { <p>{words}</p> });
    let help = (!contact.is_empty()).then(|| {
        view! {
            <p>
                "Questions? Write to " <a href=format!("mailto:{contact}")>{contact.clone()}</a>
                " and give your reference."
            </p>
        }
    });
    view! {
        <Confirmation title="We have your case study" reference=reference.clone()>
            <p>"Thank you for sharing it."</p>
        </Confirmation>
        {twin.map(version_of::view)}
        <div class="measure stack">
            <h2>"What happens next"</h2>
            <p>{next}</p>
            {wait}
            {shown}
            {mail}
            <p><a href=paths::draft(&reference)>"See where it stands, or write to us about it"</a></p>
            <p><a href=paths::draft_preview(&reference)>"See your page as readers will see it"</a></p>
            {help}
            <h2>"Keep a copy"</h2>
            <p>"Open your answers below, then print this page or save it as a PDF with your browser."</p>
        </div>
        {read_back::as_sent(content)}
    }
}
