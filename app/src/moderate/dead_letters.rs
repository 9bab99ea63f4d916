//! `/moderate/mails`: mails that could not be delivered. Somebody waits for an answer that never came.

use crate::ui::{BackLink, Button, ButtonLook, Column, DataTable, Nav, PageHeading, when};
use crate::ui::{IntoMarkup, Markup};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::stored::NEWER;
use leptos::prelude::*;
use store::dead_letters;
use store::dead_letters::Undelivered;

/// More than this is one fault of the mail server and not a list to work through.
const MOST: u64 = 100;
const LEDE: &str =
    "An email is here when it did not get through, with the reason. That person was not told.";
const HINT: &str =
    "If an address is wrong, write or phone another way, then take the email off the list.";

/// The list.
///
/// # Errors
/// Sends anonymous people to sign in and submitters away; when the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
) -> Result<Response, PageError> {
    context.viewer.staff(paths::MODERATE_MAILS)?;
    let mails = dead_letters::list(&state.db, MOST).await?;
    let again = dead_letters::tried_again(&state.db, MOST).await?;
    let page = Page::new("Emails that did not arrive")
        .private()
        .at(Nav::Moderate);
    Ok(page.render(&context, move || view(mails, again)))
}

/// `POST /moderate/mails/{id}/{action}`: `again` puts a mail back into the outbox, `settled` takes it
/// off the list. Pressed twice, the second changes nothing.
///
/// # Errors
/// As the list; 404 for another action.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path((id, action)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let me = context.viewer.staff(paths::MODERATE_MAILS)?.id;
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    let done = match action.as_str() {
        "again" => dead_letters::send_again(&state.db, id).await?,
        "settled" => dead_letters::settle(&state.db, id).await?,
        _ => return Err(PageError::NotFound),
    };
    if done {
        tracing::info!(
            account = me,
            job = id,
            action,
            "an undelivered mail was dealt with"
        );
    }
    Ok(Redirect::to(paths::MODERATE_MAILS).into_response())
}

/// `POST /moderate/mails/again`: puts all of them back into the outbox, once the mail server works
/// again.
///
/// # Errors
/// As the list.
pub async fn post_all(
    State(state): State<AppState>,
    context: PageContext,
) -> Result<Response, PageError> {
    let me = context.viewer.staff(paths::MODERATE_MAILS)?.id;
    let count = dead_letters::send_all_again(&state.db).await?;
    tracing::info!(account = me, count, "undelivered mails are sent again");
    Ok(Redirect::to(paths::MODERATE_MAILS).into_response())
}

fn view(mails: Vec<Undelivered>, again: Vec<Undelivered>) -> impl IntoView {
    let waiting = (!again.is_empty()).then(|| tried_again(again));
    let list = if mails.is_empty() && waiting.is_some() {
        ().into_markup()
    } else if mails.is_empty() {
        view! { <p>"Every email was delivered, or is on its way."</p> }.into_markup()
    } else {
        let columns = ["Email", "To", "Written", "What to do"].map(Column::new);
        let mails_with_text = mails.iter().filter(|mail| mail.can_be_sent()).count();
        let rows = mails.into_iter().map(row).collect();
        let all = (mails_with_text > 1).then(|| {
            view! {
                <form method="post" action=format!("{}/again", paths::MODERATE_MAILS)>
                    <p>"Was our own email server at fault? Once it works again, send them all."</p>
                    <div class="actions"><Button label="Send all again" look=ButtonLook::Secondary/></div>
                </form>
            }
        });
        view! {
            <p class="measure">{HINT}</p>
            {all}
            <DataTable
                caption="Emails that did not arrive"
                caption_hidden=true
                columns=columns.to_vec()
                rows=rows
            />
        }
        .into_markup()
    };
    view! {
        <BackLink href=paths::MODERATE label="Queue"/>
        <PageHeading title="Emails that did not arrive" lede=LEDE/>
        <div class="stack">{waiting}{list}</div>
    }
}

/// Emails whose last try failed: why, and when the next one is.
fn tried_again(mails: Vec<Undelivered>) -> impl IntoView {
    let columns = ["Email", "To", "What went wrong", "Tried again"].map(Column::new);
    let rows = mails
        .into_iter()
        .map(|mail| {
            vec![
                mail.subject.into_markup(),
                mail.to.into_markup(),
                mail.cause.into_markup(),
                mail.next_try.map(when::moment).into_markup(),
            ]
        })
        .collect();
    view! {
        <section class="section" aria-labelledby="again">
            <div class="section-head"><h2 id="again">"We try these again"</h2></div>
            <DataTable caption="Emails that we try again" caption_hidden=true columns=columns.to_vec() rows=rows/>
        </section>
    }
}

fn row(mail: Undelivered) -> Vec<Markup> {
    let can_be_sent = mail.can_be_sent();
    let can_be_settled = mail.can_be_settled();
    let Undelivered {
        id,
        to,
        subject,
        at,
        cause,
        ..
    } = mail;
    let action = move |slug: &str| format!("{}/{id}/{slug}", paths::MODERATE_MAILS);
    let subject = if subject.is_empty() {
        "An email whose text was deleted".to_owned()
    } else {
        subject
    };
    let again = can_be_sent.then(|| {
        view! {
            <form method="post" action=action("again")>
                <Button label="Send again" look=ButtonLook::Secondary about=subject.clone()/>
            </form>
        }
    });
    let settled = if can_be_settled {
        view! {
            <form method="post" action=action("settled")>
                <Button label="They know" look=ButtonLook::Secondary about=subject.clone()/>
            </form>
        }
        .into_markup()
    } else {
        NEWER.into_markup()
    };
    vec![
        view! { {subject.clone()}<p class="meta">{cause}</p> }.into_markup(),
        (!to.is_empty())
            .then(|| view! { <a href=format!("mailto:{to}")>{to.clone()}</a> })
            .into_markup(),
        when::moment(at).into_markup(),
        view! {
            <div class="actions">
                {again}
                {settled}
            </div>
        }
        .into_markup(),
    ]
}
