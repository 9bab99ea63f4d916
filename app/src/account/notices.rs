//! How a member of staff wants to be told what happens: a part of the account's page, and `POST /account/notices`.

use crate::ui::{Button, ButtonLook, Choice, FieldFrame, IntoMarkup, Markup, Radios};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::notices::Notices;
use leptos::prelude::*;
use store::accounts::Account;
use store::{guards, notices};

const NAME: &str = "notices";
const NOT_OFFERED: &str = "Choose one of the three: at once, in the morning, or never.";

/// What the part shows; none for who is not staff.
pub(super) struct Told {
    /// None where a newer version of the program knows it.
    chosen: Option<Notices>,
    /// About how many case studies this account decided alone.
    alone: u64,
}

/// Reads it.
pub(super) async fn load(state: &AppState, account: &Account) -> Result<Option<Told>, PageError> {
    if !account.role.is_staff() {
        return Ok(None);
    }
    Ok(Some(Told {
        chosen: notices::of_account(&state.db, account.id).await?,
        alone: guards::decided_alone(&state.db, Some(account.id)).await?,
    }))
}

/// The part of the page.
pub(super) fn view(told: Option<&Told>) -> Option<Markup> {
    let told = told?;
    let options = Notices::ALL
        .into_iter()
        .map(|one| {
            let (label, hint) = one.words();
            Choice {
                value: one.slug().to_owned(),
                label: label.to_owned(),
                hint: Some(hint.to_owned()),
                checked: told.chosen == Some(one),
            }
        })
        .collect();
    let alone = (told.alone > 0).then(|| {
        let words = match told.alone {
            1 => "You decided about 1 case study alone, because no one else could.".to_owned(),
            many => {
                format!("You decided about {many} case studies alone, because no one else could.")
            }
        };
        view! { <p class="meta">{words}</p> }
    });
    Some(
        view! {
            <section class="section" id=NAME aria-labelledby="told">
                <div class="section-head"><h2 id="told">"What we email you"</h2></div>
                <form class="form notices" method="post" action=paths::ACCOUNT_NOTICES>
                    <FieldFrame id="when" label="When do you want to hear from us?" legend=true>
                        <Radios id="when" name=NAME options=options/>
                    </FieldFrame>
                    <div class="actions"><Button label="Save" look=ButtonLook::Secondary about="when we email you"/></div>
                </form>
                {alone}
            </section>
        }
        .into_markup(),
    )
}

/// Keeps the choice.
///
/// # Errors
/// Sends everybody but staff away; refuses a form that is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let me = context.viewer.staff(paths::ACCOUNT)?.id;
    let answers = forms::read(&body, |key| key == NAME)?;
    let chosen = Notices::from_slug(answers.one(NAME)).ok_or(PageError::BadRequest(NOT_OFFERED))?;
    notices::choose(&state.db, me, chosen).await?;
    Ok(Redirect::to(&format!("{}#{NAME}", paths::ACCOUNT)).into_response())
}
