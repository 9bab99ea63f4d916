//! `/submit/new`: a title, and a draft from there on.

use crate::ui::{
    BackLink, Button, ErrorSummary, FieldFrame, FormError, InputWidth, Nav, PageHeading, TextInput,
    describedby,
};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::extract::{RawForm, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::fields::field;
use case_study::validation::is_email;
use case_study::{Answers, CaseStudyContent};
use leptos::prelude::*;
use store::drafts;
use store::drafts::{BeginError, NewDraft};
use store::fresh_token;

const TITLE: &str = "Give it a working title";
const KEYS: [&str; 3] = ["title", "email", "start_key"];
const TITLE_HINT: &str = "Say what it is, such as \u{201c}Tea and objects on a stroke ward\u{201d}. You can change it later.";
const EMAIL_HINT: &str = "We send you a link, so that you can come back from any device. We write about this case study and nothing else.";
const MAILED_OFTEN: &str =
    "We have mailed this address many links today. Leave it empty and go on, or try again tomorrow";
/// Long enough to say something; the limit of a finished title comes later.
const SHORTEST: usize = 2;
const LONGEST: usize = 200;

/// What the form shows.
struct Form {
    title: String,
    email: String,
    /// Random, so that a second press of the button finds the draft of the first.
    start_key: String,
    errors: Vec<FormError>,
    /// Somebody signed in is reached through the account.
    ask_email: bool,
    /// How long to wait until the address may be mailed again, in seconds.
    wait: Option<u64>,
}

/// GET `/submit/new`.
///
/// # Errors
/// Never; the signature is that of every page.
pub async fn get(context: PageContext) -> Result<Response, PageError> {
    let form = Form {
        title: String::new(),
        email: String::new(),
        start_key: fresh_token(),
        errors: Vec::new(),
        ask_email: context.viewer.account.is_none(),
        wait: None,
    };
    Ok(page(&context, form))
}

/// POST `/submit/new`.
///
/// # Errors
/// For a form that is not ours, and when too many drafts begin on one network.
pub async fn post(
    State(state): State<AppState>,
    ClientNetwork(network): ClientNetwork,
    context: PageContext,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let answers = forms::read(&body, |key| KEYS.contains(&key))?;
    let start_key = forms::key(&answers, "start_key")?;
    let account = context.viewer.account.clone();
    let (content, errors) = judge(&answers, account.is_none());
    let again = |start_key, errors, wait| {
        let form = Form {
            title: answers.one("title").to_owned(),
            email: answers.one("email").to_owned(),
            start_key,
            errors,
            ask_email: account.is_none(),
            wait,
        };
        page(&context, form)
    };
    if !errors.is_empty() {
        return Ok(again(start_key, errors, None));
    }
    state.rate_limits.check_draft(network)?;
    let new = NewDraft {
        title: content.title,
        email: account
            .as_ref()
            .map_or(content.contact_email, |account| account.email.clone()),
        start_key: start_key.clone(),
        account_id: account.as_ref().map(|account| account.id),
    };
    let begun = match drafts::begin(&state.db, &state.settings.mail_context(), new).await {
        Ok(begun) => begun,
        Err(BeginError::MailedOften { seconds }) => {
            let errors = vec![FormError::new("email", MAILED_OFTEN)];
            return Ok(again(start_key, errors, Some(seconds)));
        }
        Err(BeginError::Db(error)) => return Err(error.into()),
    };
    context.viewer.grant_draft(begun.submission_id).await?;
    Ok(Redirect::to(&paths::draft(&begun.reference)).into_response())
}

/// Reads title and address the way the fields of the same meaning are read.
fn judge(answers: &Answers, ask_email: bool) -> (CaseStudyContent, Vec<FormError>) {
    let mut content = CaseStudyContent::default();
    let mut errors = Vec::new();
    for (key, name) in [("title", "title"), ("contact_email", "email")] {
        if let Some(Err(message)) =
            field(key).map(|field| field.put(&mut content, answers.all(name)))
        {
            errors.push(FormError::new(name, message));
        }
    }
    let length = content.title.chars().count();
    let title_fault = match length {
        0 => Some("Enter a title".to_owned()),
        _ if length < SHORTEST => Some(format!(
            "Write at least {SHORTEST} characters for the title"
        )),
        _ if length > LONGEST => Some(format!(
            "The title has {length} characters. Shorten it to {LONGEST} or fewer"
        )),
        _ => None,
    };
    errors.extend(title_fault.map(|message| FormError::new("title", message)));
    if ask_email && !content.contact_email.is_empty() && !is_email(&content.contact_email) {
        errors.push(FormError::new(
            "email",
            "Enter an e-mail address in the form name@museum.example, or leave it empty",
        ));
    }
    (content, errors)
}

fn page(context: &PageContext, form: Form) -> Response {
    let page = Page::new(TITLE).at(Nav::Submit).unlisted();
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
    let signed_in = context.viewer.account.is_some();
    let mut response = page.render(context, move || view(form));
    if !signed_in {
        // The key is for one person, so no cache that people share may keep it. The browser may:
        // with Back it shows the same key, and the same draft is found instead of a second one.
        response.headers_mut().insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        );
    }
    if let Some(seconds) = wait {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn view(form: Form) -> impl IntoView {
    let Form {
        title,
        email,
        start_key,
        errors,
        ask_email,
        wait: _,
    } = form;
    let (title_error, email_error) = (
        FormError::of(&errors, "title"),
        FormError::of(&errors, "email"),
    );
    let email = ask_email.then(|| {
        view! {
            <FieldFrame id="email" label="Your e-mail address" hint=EMAIL_HINT error=email_error.clone() optional=true>
                <TextInput
                    id="email"
                    name="email"
                    kind="email"
                    value=email
                    autocomplete="email"
                    width=InputWidth::Medium
                    describedby=describedby("email", true, email_error.is_some())
                    invalid=email_error.is_some()
                />
            </FieldFrame>
        }
    });
    view! {
        <BackLink href=paths::SUBMIT/>
        <ErrorSummary errors=errors/>
        <PageHeading title=TITLE lede="This is the first page that we save."/>
        <form class="form" method="post" action=paths::SUBMIT_NEW_FORM novalidate>
            <input type="hidden" name="start_key" value=start_key/>
            <FieldFrame id="title" label="Title" hint=TITLE_HINT error=title_error.clone()>
                <TextInput
                    id="title"
                    name="title"
                    value=title
                    describedby=describedby("title", true, title_error.is_some())
                    invalid=title_error.is_some()
                />
            </FieldFrame>
            {email}
            <div class="actions">
                <Button label="Save and continue"/>
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::judge;
    use crate::web::forms::read;

    fn faults(body: &str) -> Vec<(String, String)> {
        let answers = read(body.as_bytes(), |_| true).unwrap();
        judge(&answers, true)
            .1
            .into_iter()
            .map(|error| (error.field, error.message))
            .collect()
    }

    #[test]
    fn a_title_of_two_characters_is_enough_and_the_address_may_be_empty() {
        assert_eq!(faults("title=Te&email="), []);
        assert_eq!(faults("title=++&email=")[0].0, "title");
        assert_eq!(
            faults("title=T")[0].1,
            "Write at least 2 characters for the title"
        );
        assert_eq!(faults(&format!("title={}", "t".repeat(201)))[0].0, "title");
        assert_eq!(faults("title=Tea&email=nobody")[0].0, "email");
    }
}
