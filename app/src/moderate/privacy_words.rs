//! `/moderate/privacy`: what the privacy page says that only the operator knows. For admins.

use super::people::admin;
use crate::ui::{
    BackLink, Banner, BannerKind, Button, ErrorSummary, FieldFrame, FormError, Nav, PageHeading,
    TextArea, describedby,
};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Query, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::privacy::{PRIVACY_FIELDS, PrivacyWords};
use leptos::prelude::*;
use serde::Deserialize;
use store::history::Actor;
use store::privacy_words::{self, Written};

const TITLE: &str = "Words of the privacy page";
const VERSION: &str = "version";
const OVERTAKEN: &str = "Someone else changed these words since you opened the page. Yours are below, and nothing was saved. Look at the privacy page, then save again if yours should stand.";

/// What the last press of the button left behind in the address.
#[derive(Deserialize)]
pub struct Asked {
    saved: Option<String>,
}

#[derive(Default)]
struct Form {
    words: PrivacyWords,
    version: i64,
    errors: Vec<FormError>,
    saved: bool,
    overtaken: bool,
}

/// The form.
///
/// # Errors
/// Sends everybody but admins away; when the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    admin(&context, paths::MODERATE_PRIVACY)?;
    let (words, version) = privacy_words::read(state.db.reader()).await?;
    let form = Form {
        words,
        version,
        saved: asked.saved.is_some(),
        ..Form::default()
    };
    Ok(page(&context, form))
}

/// Saves it.
///
/// # Errors
/// As the form; for a form that is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let me = admin(&context, paths::MODERATE_PRIVACY)?;
    let actor = Actor {
        account_id: Some(me.id),
        roles: vec![me.role],
    };
    let answers = forms::read(&body, |key| {
        key == VERSION || PRIVACY_FIELDS.iter().any(|field| field.key == key)
    })?;
    let mut form = Form {
        version: answers.one(VERSION).parse().unwrap_or_default(),
        ..Form::default()
    };
    for field in &PRIVACY_FIELDS {
        form.words.put(field, answers.one(field.key));
        if let Some(fault) = form.words.fault(field) {
            form.errors.push(FormError::new(field.key, fault));
        }
    }
    if !form.errors.is_empty() {
        return Ok(page(&context, form));
    }
    match privacy_words::write(&state.db, &actor, form.version, &form.words).await? {
        Written::Done => {
            let to = format!("{}?saved=yes", paths::MODERATE_PRIVACY);
            Ok(Redirect::to(&to).into_response())
        }
        Written::NotAllowed => Err(PageError::Forbidden),
        Written::Overtaken => {
            let (_, version) = privacy_words::read(state.db.reader()).await?;
            let form = Form {
                version,
                overtaken: true,
                ..form
            };
            Ok(page(&context, form))
        }
    }
}

fn page(context: &PageContext, form: Form) -> Response {
    let page = Page::new(TITLE).private().at(Nav::Moderate);
    let page = if !form.errors.is_empty() {
        page.invalid()
    } else if form.overtaken {
        page.status(StatusCode::CONFLICT)
    } else {
        page
    };
    page.render(context, move || view(form))
}

fn view(form: Form) -> impl IntoView {
    let Form {
        words,
        version,
        errors,
        saved,
        overtaken,
    } = form;
    let saved = saved.then(|| {
        view! {
            <Banner kind=BannerKind::Success heading="Saved">
                <p><a href=paths::PRIVACY>"See the privacy page"</a></p>
            </Banner>
        }
    });
    let overtaken =
        overtaken.then(|| view! { <Banner kind=BannerKind::Warning><p>{OVERTAKEN}</p></Banner> });
    let boxes = PRIVACY_FIELDS
        .iter()
        .map(|field| {
            let error = FormError::of(&errors, field.key);
            let invalid = error.is_some();
            let value = (field.get)(&words).to_owned();
            view! {
                <FieldFrame id=field.key label=field.label hint=field.hint error=error>
                    <TextArea
                        id=field.key
                        name=field.key
                        value=value
                        rows=4
                        describedby=describedby(field.key, true, invalid)
                        invalid=invalid
                    />
                </FieldFrame>
            }
        })
        .collect_view();
    view! {
        <BackLink href=paths::MODERATE_PEOPLE label="People"/>
        <ErrorSummary errors=errors.clone()/>
        {saved}
        {overtaken}
        <PageHeading
            title=TITLE
            lede="The privacy page already says what this site stores and for how long. These words only you know. What is empty is not said."
        />
        <form class="form" method="post" action=paths::MODERATE_PRIVACY novalidate>
            <input type="hidden" name=VERSION value=version/>
            {boxes}
            <div class="actions"><Button label="Save"/></div>
        </form>
    }
}
