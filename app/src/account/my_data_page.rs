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

/// What the page calls what is held: the member, one of it, several.
const HELD: [(&str, &str, &str); 9] = [
    ("account", "account", "accounts"),
    (
        "case_studies",
        "case study or draft, with everything that was written about it",
        "case studies and drafts, with everything that was written about them",
    ),
    (
        "named_in",
        "text of a case study in which your address stands",
        "texts of case studies in which your address stands",
    ),
    (
        "messages_to_moderators",
        "message to the moderators",
        "messages to the moderators",
    ),
    (
        "messages_to_museums",
        "message that waits for a museum",
        "messages that wait for a museum",
    ),
    (
        "thoughts",
        "thought on the campaign",
        "thoughts on the campaign",
    ),
    (
        "emails_read_in",
        "email from you that we read in",
        "emails from you that we read in",
    ),
    (
        "emails_on_their_way",
        "email to you that has not arrived yet",
        "emails to you that have not arrived yet",
    ),
    (
        "stands_in",
        "other letter, note or message in which your address stands",
        "other letters, notes and messages in which your address stands",
    ),
];

/// A member that has no words here is never held back: the page must not say that there is nothing.
const SOMETHING_ELSE: (&str, &str) = (
    "more entry, which the file shows",
    "more entries, which the file shows",
);

/// What is held, a line for each member of it that holds anything.
fn lines(held: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for (member, value) in held.as_object().into_iter().flatten() {
        let many = match value {
            Value::Array(entries) => entries.len(),
            Value::Object(_) => 1,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
        };
        let place = HELD.iter().position(|(named, ..)| named == member);
        let (one, more) = place.map_or(SOMETHING_ELSE, |at| (HELD[at].1, HELD[at].2));
        let line = match many {
            0 => continue,
            1 => format!("1 {one}"),
            many => format!("{many} {more}"),
        };
        lines.push((place.unwrap_or(HELD.len()), line));
    }
    lines.sort();
    lines.into_iter().map(|(_, line)| line).collect()
}

fn view(token: &str, key: &str, held: &Value) -> impl IntoView + use<> {
    let lines = lines(held);
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

#[cfg(test)]
mod tests {
    use super::{HELD, SOMETHING_ELSE, lines};
    use serde_json::{Map, Value, json};

    #[test]
    fn every_list_has_a_line_in_the_order_of_the_table() {
        let held: Map<String, Value> = HELD
            .iter()
            .map(|(member, ..)| ((*member).to_owned(), json!([{}, {}])))
            .collect();
        let named: Vec<String> = HELD.iter().map(|(.., more)| format!("2 {more}")).collect();
        assert_eq!(lines(&Value::Object(held)), named);
    }

    #[test]
    fn what_has_no_words_yet_is_not_called_nothing() {
        let held = json!({
            "address": "ana@museum.example",
            "account": null,
            "thoughts": [{}],
            "case_studies": [],
            "of_a_later_version": [{}, {}, {}],
        });
        let more = format!("3 {}", SOMETHING_ELSE.1);
        assert_eq!(lines(&held), ["1 thought on the campaign", more.as_str()]);
        let account = json!({ "account": { "name": "Ana" }, "written_at": "2026-08-01" });
        assert_eq!(lines(&account), ["1 account"]);
        assert!(lines(&json!({ "address": "ana@museum.example" })).is_empty());
    }
}
