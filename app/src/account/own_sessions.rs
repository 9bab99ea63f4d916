//! `/account/sessions`: where somebody is signed in, and how to end it there.

use super::{browser_names, drafts};
use crate::ui::{
    BackLink, Button, ButtonLook, Column, DataTable, IntoMarkup, Markup, Nav, PageHeading, when,
};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use store::sessions;
use store::sessions::OwnSession;

const TITLE: &str = "Where you are signed in";
const LEDE: &str = "If you do not know one of these, end it and change your password.";
const END: &str = "end";
/// Ends all but this one.
const OTHERS: &str = "others";

/// The list.
///
/// # Errors
/// Sends anonymous people to sign in; when the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
) -> Result<Response, PageError> {
    let account = drafts::signed_in(&context)?;
    let own = sessions::of_account(&state.db, account.id).await?;
    let this = context.viewer.session_hash().unwrap_or_default();
    let page = Page::new(TITLE).private().at(Nav::Account);
    Ok(page.render(&context, move || view(own, &this)))
}

/// Ends one of them, or all but this one. What has ended already is not missed.
///
/// # Errors
/// As the list; for a form that is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let account = drafts::signed_in(&context)?;
    let answers = forms::read(&body, |key| key == END)?;
    let this = context.viewer.session_hash().unwrap_or_default();
    match answers.one(END) {
        "" => {}
        OTHERS => sessions::end_others(&state.db, account.id, &this).await?,
        // This one is left by signing out, which tidies the browser too.
        one if one == this => {}
        one => sessions::end(&state.db, account.id, one).await?,
    }
    tracing::info!(account = account.id, "sessions were ended");
    Ok(Redirect::to(paths::ACCOUNT_SESSIONS).into_response())
}

fn view(own: Vec<OwnSession>, this: &str) -> impl IntoView + use<> {
    let others = (own.len() > 1).then(|| {
        view! {
            <form method="post" action=paths::ACCOUNT_SESSIONS>
                <Button label="Sign out everywhere else" name=END value=OTHERS look=ButtonLook::Secondary/>
            </form>
        }
    });
    let columns = ["Browser", "Signed in", "Last seen", "What to do"].map(Column::new);
    let rows = own.into_iter().map(|one| row(one, this)).collect();
    view! {
        <BackLink href=paths::ACCOUNT label="Your account"/>
        <PageHeading title=TITLE lede=LEDE/>
        <div class="stack">
            {others}
            <DataTable caption=TITLE caption_hidden=true columns=columns.to_vec() rows=rows/>
        </div>
    }
}

fn row(one: OwnSession, this: &str) -> Vec<Markup> {
    let browser = browser_names::in_words(&one.agent);
    let seen = one
        .seen_at
        .map_or_else(|| "Not known".to_owned(), when::moment);
    let action = if one.id_hash == this {
        view! { <span>"This one"</span> }.into_markup()
    } else {
        view! {
            <form method="post" action=paths::ACCOUNT_SESSIONS>
                <Button
                    label="Sign out there"
                    name=END
                    value=one.id_hash
                    look=ButtonLook::Secondary
                    about=browser.clone()
                />
            </form>
        }
        .into_markup()
    };
    vec![
        browser.into_markup(),
        when::moment(one.began_at).into_markup(),
        seen.into_markup(),
        action,
    ]
}
