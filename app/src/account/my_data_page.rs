//! `/my-data/{token}`: what is held about the address that the link was mailed to, as a file, and erased. Opening it
//! changes nothing, and erasing is asked once more.

use super::my_data::TITLE;
use crate::ui::{BackLink, Button, ButtonLook, IntoMarkup, LinkButton, Markup, Nav, PageHeading};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;
use serde_json::Value;
use store::my_data::{self, Erased};

const SURE_TITLE: &str = "Erase what names you?";
const FILE_NAME: &str = "attachment; filename=\"my-data.json\"";

/// GET `/my-data/{token}`.
///
/// # Errors
/// When the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let Some(key) = my_data::opened(&state.db, &token).await? else {
        return Ok(ended(&context));
    };
    let held = my_data::held(&state.db, &key).await?;
    let page = Page::new(TITLE).at(Nav::About).private();
    Ok(page.render(&context, move || view(&token, &key, &held)))
}

/// GET `/my-data/{token}/file`.
///
/// # Errors
/// When the database does not answer.
pub async fn file(
    State(state): State<AppState>,
    context: PageContext,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let Some(key) = my_data::opened(&state.db, &token).await? else {
        return Ok(ended(&context));
    };
    let held = my_data::held(&state.db, &key).await?;
    let text = format!("{held:#}\n");
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static(FILE_NAME),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, text).into_response())
}

/// GET `/my-data/{token}/erase`: asks once more.
///
/// # Errors
/// When the database does not answer.
pub async fn ask(
    State(state): State<AppState>,
    context: PageContext,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let Some(key) = my_data::opened(&state.db, &token).await? else {
        return Ok(ended(&context));
    };
    let is_staff = my_data::is_of_staff(&state.db, &key).await?;
    let page = Page::new(SURE_TITLE).at(Nav::About).private();
    Ok(page.render(&context, move || sure(&token, &key, is_staff)))
}

/// POST `/my-data/{token}/erase`: erases it. A second press finds that the link is used up.
///
/// # Errors
/// When the database does not answer; for a form that is not ours.
pub async fn erase(
    State(state): State<AppState>,
    context: PageContext,
    Path(token): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let form = forms::read(&body, |_| false);
    if my_data::opened(&state.db, &token).await?.is_none() {
        return Ok(ended(&context));
    }
    form?;
    let Some(erased) = my_data::erase(&state.db, &token).await? else {
        return Ok(ended(&context));
    };
    let page = Page::new("Erased").at(Nav::About).private();
    Ok(page.render(&context, move || done(erased)))
}

fn ended(context: &PageContext) -> Response {
    const ENDED: &str = "This link no longer works";
    Page::new(ENDED)
        .private()
        .at(Nav::About)
        .status(StatusCode::NOT_FOUND)
        .render(context, || {
            view! {
                <PageHeading title=ENDED lede="A link like this works for one day, and until what it shows is erased."/>
                <p><a href=paths::MY_DATA>"Ask for another link"</a></p>
            }
        })
}

/// How many there are of something that is held, in words.
fn count(held: &Value, member: &str) -> usize {
    held[member].as_array().map_or(0, Vec::len)
}

fn view(token: &str, key: &str, held: &Value) -> impl IntoView + use<> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = |many: usize, one: &str, more: &str| match many {
        0 => {}
        1 => lines.push(format!("1 {one}")),
        many => lines.push(format!("{many} {more}")),
    };
    line(
        usize::from(!held["account"].is_null()),
        "account",
        "accounts",
    );
    line(
        count(held, "case_studies"),
        "case study or draft, with everything that was written about it",
        "case studies and drafts, with everything that was written about them",
    );
    line(
        count(held, "named_in"),
        "text of a case study in which your address stands",
        "texts of case studies in which your address stands",
    );
    line(
        count(held, "messages_to_moderators"),
        "message to the moderators",
        "messages to the moderators",
    );
    line(
        count(held, "messages_to_museums"),
        "message that waits for a museum",
        "messages that wait for a museum",
    );
    let what: Markup = if lines.is_empty() {
        view! { <p>"We hold nothing about this address, beside the email with this link."</p> }
            .into_markup()
    } else {
        let items = lines
            .into_iter()
            .map(|line| view! { <li>{line}</li> })
            .collect_view();
        view! {
            <p>"We hold:"</p>
            <ul>{items}</ul>
        }
        .into_markup()
    };
    view! {
        <BackLink href=paths::PRIVACY label="Privacy"/>
        <PageHeading title=TITLE caption=key.to_owned()/>
        <div class="measure stack">
            {what}
            <p>"The file holds all of it, in a form that people and programs can read (JSON)."</p>
            <div class="actions">
                <LinkButton href=paths::my_data_file(token) label="Download the file"/>
                <LinkButton href=paths::my_data_erase(token) label="Erase it" look=ButtonLook::Secondary/>
            </div>
        </div>
    }
}

fn sure(token: &str, key: &str, is_staff: bool) -> impl IntoView + use<> {
    let staff = is_staff.then(|| {
        view! { <li>"Your account as a moderator or admin stays. An admin of this site can end it."</li> }
    });
    view! {
        <BackLink href=paths::my_data_of(token) label="What we hold about you"/>
        <PageHeading title=SURE_TITLE caption=key.to_owned()/>
        <form class="form" method="post" action=paths::my_data_erase(token)>
            <ul>
                <li>"Your address, your contact and your messages to us go from every case study, letter and email."</li>
                <li>"Drafts that you never sent are deleted."</li>
                <li>"What readers see of a published case study stays. To have it taken down, withdraw your agreement first: write to us."</li>
                <li>"The links that we emailed you stop working, and you cannot change your case studies any more."</li>
                <li>"If you have an account of a museum, no one can sign in with it any more."</li>
                {staff}
            </ul>
            <p>"There is no button that brings it back. If you want to keep a copy, download the file first."</p>
            <div class="actions">
                <Button label="Erase it" look=ButtonLook::Danger/>
                <a href=paths::my_data_of(token)>"Keep it"</a>
            </div>
        </form>
    }
}

fn done(erased: Erased) -> impl IntoView {
    let stays = match erased.case_studies {
        0 => None,
        1 => Some("1 case study stays without your address.".to_owned()),
        many => Some(format!("{many} case studies stay without your address.")),
    };
    let gone = match erased.drafts {
        0 => None,
        1 => Some("1 draft was deleted.".to_owned()),
        many => Some(format!("{many} drafts were deleted.")),
    };
    let staff = erased.staff_account_stays.then(|| {
        view! { <p>"Your account as a moderator or admin stays. Ask an admin to end it."</p> }
    });
    view! {
        <PageHeading
            title="Erased"
            lede="Your address was removed from our database. We keep a note that this was done, without the address."
        />
        <div class="measure stack">
            {stays.map(|words| view! { <p>{words}</p> })}
            {gone.map(|words| view! { <p>{words}</p> })}
            {staff}
        </div>
    }
}
