//! Which museums a member of staff works for: a part of the account's page, and `POST /account/museums`. An admin sees
//! and changes the same on the page of a person.

use super::home;
use crate::ui::{
    Button, ButtonLook, FieldFrame, FormError, IntoMarkup, Markup, TextInput, describedby,
};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::known_museums::offered;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::Answers;
use case_study::text_input::one_line;
use leptos::prelude::*;
use store::accounts::Account;
use store::own_museums;
use store::own_museums::{Kept, MuseumChange, OwnMuseum};

/// Name and id of the box for a name, and name of the buttons that remove one.
pub const MUSEUM: &str = "museum";
pub const REMOVE: &str = "remove";
/// Id of the part.
const PART: &str = "museums";
const OFFERED: &str = "offered-museums";

const NO_NAME: &str = "Enter the name of a museum";
const NO_SUCH: &str =
    "No museum of this name has a case study here. Choose it from the list that opens as you type";
const NEWER: &str = "A newer version of this site keeps your museums, and this one cannot change them. Nothing was changed";

/// What the part shows.
pub struct Museums {
    own: Vec<OwnMuseum>,
    /// Names that are offered as one types.
    offered: Vec<String>,
}

/// Reads what an account says.
///
/// # Errors
/// When the database does not answer.
pub async fn load(state: &AppState, account_id: i64) -> Result<Museums, PageError> {
    let catalogue = state.catalogue.current(&state.db).await?;
    Ok(Museums {
        own: own_museums::of_account(&state.db, account_id).await?,
        offered: offered(&catalogue),
    })
}

/// The same for the account's own page; none for who is not staff.
pub(super) async fn of_mine(
    state: &AppState,
    account: &Account,
) -> Result<Option<Museums>, PageError> {
    if account.role.is_staff() {
        return Ok(Some(load(state, account.id).await?));
    }
    Ok(None)
}

/// What was typed, and why it was not kept.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub museum: String,
    pub error: Option<FormError>,
}

/// The part of a page. `action` takes its forms; `lede` says whose museums they are.
pub fn view(museums: Museums, typed: Typed, action: String, lede: &'static str) -> Markup {
    let Museums { own, offered } = museums;
    let list = if own.is_empty() {
        view! { <p class="meta">"None is named yet."</p> }.into_markup()
    } else {
        let items = own
            .into_iter()
            .map(|one| {
                let action = action.clone();
                view! {
                    <li>
                        <form class="actions" method="post" action=action>
                            <span>{one.name.clone()}</span>
                            <Button
                                label="Remove"
                                name=REMOVE
                                value=one.id.to_string()
                                look=ButtonLook::Quiet
                                about=one.name
                            />
                        </form>
                    </li>
                }
            })
            .collect_view();
        view! { <ul>{items}</ul> }.into_markup()
    };
    let options = offered
        .into_iter()
        .map(|name| view! { <option value=name></option> })
        .collect_view();
    let error = typed.error.map(|error| error.message);
    let invalid = error.is_some();
    view! {
        <section class="section" id=PART aria-labelledby="own-museums">
            <div class="section-head"><h2 id="own-museums">"Museums"</h2></div>
            <p class="measure">{lede}</p>
            {list}
            <form class="form museums" method="post" action=action novalidate>
                <FieldFrame
                    id=MUSEUM
                    label="Add a museum"
                    hint="Choose it from the list that opens as you type, or write its name."
                    error=error
                >
                    <TextInput
                        id=MUSEUM
                        name=MUSEUM
                        value=typed.museum
                        autocomplete="off"
                        describedby=describedby(MUSEUM, true, invalid)
                        invalid=invalid
                        list=OFFERED
                    />
                    <datalist id=OFFERED>{options}</datalist>
                </FieldFrame>
                <div class="actions"><Button label="Add it" look=ButtonLook::Secondary/></div>
            </form>
        </section>
    }
    .into_markup()
}

pub(super) const MINE: &str =
    "Say which museums you work for. You do not decide about their case studies: a colleague does.";

/// Keeps what a form says of an account; what was typed comes back where it could not be kept.
///
/// # Errors
/// When this person may not say it, or the database does not answer.
pub async fn keep(
    state: &AppState,
    by: i64,
    account_id: i64,
    answers: &Answers,
) -> Result<Result<(), Typed>, PageError> {
    let museum = one_line(answers.one(MUSEUM));
    let refused = |message: &str| Typed {
        museum: museum.clone(),
        error: Some(FormError::new(MUSEUM, message)),
    };
    let change = match answers.one(REMOVE) {
        "" if museum.is_empty() => return Ok(Err(refused(NO_NAME))),
        "" => MuseumChange::Add(&museum),
        id => MuseumChange::Remove(id.parse().map_err(|_| PageError::from(forms::NotOurs))?),
    };
    Ok(
        match own_museums::change(&state.db, by, account_id, change).await? {
            Kept::Done | Kept::Already => Ok(()),
            Kept::NoSuchMuseum => Err(refused(NO_SUCH)),
            Kept::Newer => Err(refused(NEWER)),
            Kept::NotAllowed => return Err(PageError::Forbidden),
        },
    )
}

/// Whether a form of the part holds this.
#[must_use]
pub fn is_known(key: &str) -> bool {
    matches!(key, MUSEUM | REMOVE)
}

/// Keeps one's own.
///
/// # Errors
/// Sends everybody but staff away; refuses a form that is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let me = context.viewer.staff(paths::ACCOUNT)?.id;
    let answers = forms::read(&body, is_known)?;
    match keep(&state, me, me, &answers).await? {
        Ok(()) => Ok(Redirect::to(&format!("{}#{PART}", paths::ACCOUNT)).into_response()),
        Err(typed) => home::page(&state, context, typed).await,
    }
}
