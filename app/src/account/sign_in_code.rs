//! `/account/sign-in/code`: the second step of signing in. The password was right, and nobody is signed in yet:
//! the session only knows whose code is asked for, for ten minutes.

use super::form_page::{Drawn, FormPage, TO_SIGN_IN};
use super::sign_in;
use super::unsent::Unsent;
use super::{after_sign_in, codes};
use crate::ui::{Banner, BannerKind, Button, FormError, IntoMarkup, Markup};
use crate::web::error::{PageError, human_duration, wait_a_while};
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::extract::{RawForm, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use codes::{CODE, Checked};
use leptos::prelude::*;

const TITLE: &str = "Enter your code";
const LEDE: &str = "Open the app on your phone that makes your codes.";
const HINT: &str = "6 numbers. If you do not have your phone, one of your recovery codes.";
const NEXT: &str = "next";
const UNSENT: &str = "unsent";

#[derive(Default)]
struct Form {
    next: String,
    unsent: Option<Unsent>,
    errors: Vec<FormError>,
    wait: Option<String>,
}

/// The answer to a right password: the page, or the way to it where nothing has to come along.
pub(super) fn ask(context: &PageContext, next: &str, unsent: Option<Unsent>) -> Response {
    if unsent.is_some() {
        let form = Form {
            unsent,
            ..Form::default()
        };
        return page(context, form, StatusCode::OK);
    }
    let to = if next.is_empty() {
        paths::SIGN_IN_CODE.to_owned()
    } else {
        let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
        format!("{}?{NEXT}={next}", paths::SIGN_IN_CODE)
    };
    Redirect::to(&to).into_response()
}

/// The form; without a password that was right a moment ago it leads back.
///
/// # Errors
/// When the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let next = after_sign_in::next_of(query.as_deref().unwrap_or_default());
    if let Some(account) = &context.viewer.account {
        return Ok(Redirect::to(after_sign_in::place(account, &next)).into_response());
    }
    if context.viewer.half_signed_in(&state.db).await?.is_none() {
        return Ok(Redirect::to(paths::SIGN_IN).into_response());
    }
    let form = Form {
        next,
        ..Form::default()
    };
    Ok(page(&context, form, StatusCode::OK))
}

/// Checks the code and signs in.
///
/// # Errors
/// When the form is not ours or the database does not answer.
pub async fn post(
    State(state): State<AppState>,
    ClientNetwork(network): ClientNetwork,
    context: PageContext,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let answers = forms::read(&body, |key| matches!(key, CODE | NEXT | UNSENT))?;
    let next = after_sign_in::local(answers.one(NEXT)).unwrap_or_default();
    let unsent = Unsent::new(&next, answers.one(UNSENT));
    if let Some(account) = &context.viewer.account {
        return Ok(match unsent {
            Some(unsent) => unsent.offer(&context),
            None => Redirect::to(after_sign_in::place(account, &next)).into_response(),
        });
    }
    let Some(account) = context.viewer.half_signed_in(&state.db).await? else {
        return Ok(sign_in::too_late(&context, next, unsent));
    };
    let mut form = Form {
        next,
        unsent,
        ..Form::default()
    };
    match codes::check(&state, &account, answers.one(CODE)).await? {
        Checked::Right => {}
        Checked::Wrong(words) => {
            form.errors = vec![FormError::new(CODE, words)];
            return Ok(page(&context, form, StatusCode::UNPROCESSABLE_ENTITY));
        }
        Checked::Wait(seconds) => {
            form.wait = Some(format!(
                "There were too many tries. Try again in {}.",
                human_duration(seconds)
            ));
            let response = page(&context, form, StatusCode::TOO_MANY_REQUESTS);
            return Ok(wait_a_while(response, seconds));
        }
    }
    if !context.viewer.sign_in(&state.db, &account).await? {
        return Ok(sign_in::too_late(&context, form.next, form.unsent));
    }
    sign_in::arrived(&state, &context, network, &account, &form.next, form.unsent).await
}

fn page(context: &PageContext, form: Form, status: StatusCode) -> Response {
    let shell = FormPage {
        title: TITLE,
        lede: LEDE,
        back: Some(TO_SIGN_IN),
        errors: form.errors,
        status: Some(status),
    };
    let (next, unsent, wait) = (form.next, form.unsent, form.wait);
    shell.render(context, move |errors| Drawn {
        above: wait.map(wait_view),
        form: form_view(next, unsent, errors),
    })
}

fn wait_view(words: String) -> Markup {
    view! { <Banner kind=BannerKind::Warning heading="Please wait a moment"><p>{words}</p></Banner> }
        .into_markup()
}

fn form_view(next: String, unsent: Option<Unsent>, errors: &[FormError]) -> Markup {
    let code = codes::field(errors, HINT);
    let (next, unsent) = unsent.map_or((next, None), |unsent| (unsent.path, Some(unsent.body)));
    let unsent = unsent.map(|body| view! { <input type="hidden" name=UNSENT value=body/> });
    let next = (!next.is_empty()).then(|| view! { <input type="hidden" name=NEXT value=next/> });
    view! {
        <form class="form form-narrow" method="post" action=paths::SIGN_IN_CODE novalidate>
            {next}
            {unsent}
            {code}
            <div class="actions"><Button label="Sign in"/></div>
            <p class="meta">
                "Lost your phone and your recovery codes? Ask an administrator to turn your code off."
            </p>
        </form>
    }
    .into_markup()
}
