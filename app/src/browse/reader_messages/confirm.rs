//! `/ask/{token}`: the mailed link. It shows the question once more; the button sends it. Following
//! the link sends nothing, because mail programs follow links by themselves.

use crate::ui::{
    Banner, BannerKind, Button, Nav, PageHeading, Paragraphs, SummaryList, SummaryRow,
};
use crate::ui::{IntoMarkup, Markup};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use store::questions;
use store::questions::{Confirmed, Waiting};

/// The part of the form that says what stood on the page.
const SHOWN: &str = "shown";

/// GET.
///
/// # Errors
/// When the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let Some(waiting) = questions::waiting(&state.db, &token).await? else {
        return Ok(over(&context));
    };
    if !waiting.open {
        return Ok(closed(&context));
    }
    Ok(page(&context, token, waiting, StatusCode::OK))
}

/// POST: passes the message on, to the museum and about the case study that stood on the page.
///
/// # Errors
/// When the museum was written to very often lately, or the database does not answer; for a form
/// that is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path(token): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let shown = forms::read(&body, |key| key == SHOWN)?
        .take(SHOWN)
        .unwrap_or_default();
    let Some(waiting) = questions::waiting(&state.db, &token).await? else {
        return Ok(over(&context));
    };
    if waiting.open && waiting.fingerprint() != shown {
        return Ok(page(&context, token, waiting, StatusCode::CONFLICT));
    }
    state
        .rate_limits
        .check_question(&state.db, waiting.case_id)
        .await?;
    let mail_context = state.settings.mail_context();
    match questions::pass_on(&state.db, &mail_context, &token, &shown).await? {
        Confirmed::PassedOn => {
            let next = format!("{}/passed-on", paths::ask(&waiting.slug));
            Ok(Redirect::to(&next).into_response())
        }
        Confirmed::Changed(waiting) => Ok(page(&context, token, *waiting, StatusCode::CONFLICT)),
        Confirmed::NotOpen => Ok(closed(&context)),
        Confirmed::Gone => Ok(over(&context)),
    }
}

/// The question once more. With a conflict nothing was sent, because the page showed something else.
fn page(context: &PageContext, token: String, waiting: Waiting, status: StatusCode) -> Response {
    let changed = status == StatusCode::CONFLICT;
    let page = Page::new("Send your message?")
        .private()
        .at(Nav::CaseStudies)
        .status(status);
    page.render(context, move || view(&token, waiting, changed))
}

fn view(token: &str, waiting: Waiting, changed: bool) -> impl IntoView + use<> {
    let shown = waiting.fingerprint();
    let changed = changed.then(|| {
        view! {
            <Banner kind=BannerKind::Warning heading="This changed after you opened the page">
                <p>"The case study has another title or names another museum now. Nothing was sent. Read it once more, then press the button."</p>
            </Banner>
        }
    });
    let row = |key: &str, value: Markup| SummaryRow {
        key: key.to_owned(),
        value,
        change: None,
        error: None,
    };
    let Waiting {
        name,
        email,
        text,
        slug,
        title,
        museum,
        ..
    } = waiting;
    let rows = vec![
        row("To", museum.into_markup()),
        row(
            "About",
            view! { <a href=paths::case_study(&slug)>{title}</a> }.into_markup(),
        ),
        row("From", name.into_markup()),
        row("Answers go to", email.into_markup()),
        row("Message", view! { <Paragraphs text=text/> }.into_markup()),
    ];
    view! {
        {changed}
        <PageHeading
            title="Send your message?"
            lede="It is not sent yet. Read it once more, then press the button."
        />
        <div class="measure stack">
            <SummaryList rows=rows/>
            <form method="post" action=paths::confirm_question(token)>
                <input type="hidden" name=SHOWN value=shown/>
                <div class="actions"><Button label="Send it to the museum"/></div>
            </form>
            <p class="meta">"If you did not write this, close the page. We delete the message within a day."</p>
        </div>
    }
}

fn over(context: &PageContext) -> Response {
    notice(
        context,
        StatusCode::NOT_FOUND,
        "This link does not work any more",
        "The message was sent already, or the link is older than a day. We have no copy of the message.",
    )
}

fn closed(context: &PageContext) -> Response {
    notice(
        context,
        StatusCode::GONE,
        "This message cannot be sent",
        "The museum takes no messages about this case study any more, so yours was not sent. We delete it within a day.",
    )
}

fn notice(
    context: &PageContext,
    status: StatusCode,
    title: &'static str,
    words: &'static str,
) -> Response {
    let page = Page::new(title)
        .private()
        .at(Nav::CaseStudies)
        .status(status);
    page.render(context, move || {
        view! {
            <PageHeading title=title lede=words/>
            <p><a href=paths::CASE_STUDIES>"See the case studies"</a></p>
        }
    })
}
