//! `/share-your-thoughts`: what anybody thinks of the campaign. Short, without an account, read by moderators and
//! never published.

pub mod sent;

use crate::ui::{
    Button, ErrorSummary, FieldFrame, FormError, InputWidth, Nav, PageHeading, SendArea, TextArea,
    TextInput, describedby,
};
use crate::web::bots;
use crate::web::bots::{Judged, ONCE_MORE, Pace, SEND, Unseen};
use crate::web::error::{PageError, human_duration, wait_a_while};
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::extract::{RawForm, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::email::shown_email;
use case_study::reader_message::SENDER_KEPT_DAYS;
use case_study::thought::Thought;
use leptos::prelude::*;
use store::{fresh_token, thoughts};

const TITLE: &str = "Share your thoughts";
const LEDE: &str = "Tell us what you think about museums and wellbeing, or about this campaign. Moderators read it. We never publish it.";
const KEY: &str = "form_key";
const BOXES: [&str; 3] = ["topic", "text", "email"];

/// The form as it is drawn, and drawn again.
#[derive(Debug, Clone, Default)]
struct Form {
    written: Thought,
    /// Random, so that a second press of the button sends nothing twice.
    key: String,
    errors: Vec<FormError>,
    unseen: Unseen,
    /// How long to wait, in seconds.
    wait: Option<u64>,
}

/// The empty form.
///
/// # Errors
/// None today; the signature is that of every page.
pub async fn get(context: PageContext) -> Result<Response, PageError> {
    let form = Form {
        key: fresh_token(),
        unseen: context.bots.opened(),
        ..Form::default()
    };
    Ok(page(&context, form))
}

/// Takes a thought.
///
/// # Errors
/// For a form that is not ours; when the database does not answer.
pub async fn post(
    State(state): State<AppState>,
    ClientNetwork(network): ClientNetwork,
    context: PageContext,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let answers = forms::read(&body, |key| {
        key == KEY || bots::is_part(key) || BOXES.contains(&key)
    })?;
    let Judged { passed, unseen } = context.bots.judge(&answers, Pace::Typing);
    let written = Thought::read(&answers);
    let mut form = Form {
        key: forms::key(&answers, KEY)?,
        errors: written.faults().into_iter().map(FormError::from).collect(),
        written,
        unseen,
        wait: None,
    };
    if !passed {
        form.errors.push(FormError::new(SEND, ONCE_MORE));
    }
    // Only a form that is right in itself counts against the network it came from.
    if form.errors.is_empty()
        && let Err(wait) = state.rate_limits.check_message(network)
    {
        form.wait = Some(wait.seconds);
        let words = format!(
            "There were too many messages from where you are. Try again in {}",
            human_duration(wait.seconds)
        );
        form.errors.push(FormError::new(SEND, words));
    }
    if !form.errors.is_empty() {
        return Ok(page(&context, form));
    }
    let mail_context = state.settings.mail_context();
    thoughts::receive(&state.db, &mail_context, &form.written, &form.key).await?;
    Ok(Redirect::to(paths::SHARE_THOUGHTS_SENT).into_response())
}

fn page(context: &PageContext, form: Form) -> Response {
    let page = Page::new(TITLE).at(Nav::About).description(
        "Share a thought about museums and wellbeing. Moderators read it; it is never published.",
    );
    let page = if form.errors.is_empty() {
        page
    } else {
        page.invalid()
    };
    let wait = form.wait;
    let page = match wait {
        Some(_) => page.status(StatusCode::TOO_MANY_REQUESTS),
        None => page,
    };
    let mut response = page.render(context, move || view(&form));
    if context.viewer.account.is_none() {
        // The key is for one person. Their own browser may keep it: with Back it shows the same form, and what was
        // typed.
        response.headers_mut().insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        );
    }
    match wait {
        Some(seconds) => wait_a_while(response, seconds),
        None => response,
    }
}

fn view(form: &Form) -> impl IntoView + use<> {
    let error = |field: &str| FormError::of(&form.errors, field);
    let (topic, text, email) = (error("topic"), error("text"), error("email"));
    let (no_topic, no_text, no_email) = (topic.is_some(), text.is_some(), email.is_some());
    let written = form.written.clone();
    let kept = format!(
        "Only if you want an answer. We delete it {SENDER_KEPT_DAYS} days after we have dealt with your message."
    );
    view! {
        <ErrorSummary errors=form.errors.clone()/>
        <PageHeading title=TITLE lede=LEDE/>
        <form class="form" method="post" action=paths::SHARE_THOUGHTS novalidate>
            <p>
                "Has your museum tried something for people\u{2019}s wellbeing? "
                <a href=paths::SUBMIT>"Share a case study"</a>" instead. Is it about one page? Use the links at the end of that page."
            </p>
            <FieldFrame id="topic" label="What is it about?" hint="A few words." error=topic>
                <TextInput
                    id="topic"
                    name="topic"
                    value=written.topic
                    width=InputWidth::Full
                    describedby=describedby("topic", true, no_topic)
                    invalid=no_topic
                />
            </FieldFrame>
            <FieldFrame
                id="text"
                label="Your thoughts"
                hint="Please leave out names and private details of other people."
                error=text
            >
                <TextArea
                    id="text"
                    name="text"
                    value=written.text
                    rows=8
                    describedby=describedby("text", true, no_text)
                    invalid=no_text
                />
            </FieldFrame>
            <FieldFrame id="email" label="Your email address" hint=kept error=email optional=true>
                <TextInput
                    id="email"
                    name="email"
                    kind="email"
                    value=shown_email(&written.email)
                    autocomplete="email"
                    width=InputWidth::Medium
                    describedby=describedby("email", true, no_email)
                    invalid=no_email
                />
            </FieldFrame>
            <input type="hidden" name=KEY value=form.key.clone()/>
            {form.unseen.view()}
            <SendArea id=SEND error=error(SEND)><Button label="Send your thoughts"/></SendArea>
        </form>
    }
}
