//! `/submit/new`: a title, and a draft from there on.

use super::started_already;
use super::started_already::Again;
use crate::ui::{
    BackLink, Button, CookieNeeded, ErrorSummary, FieldFrame, FormError, InputWidth, Nav,
    PageHeading, SendArea, TextInput, describedby,
};
use crate::web::bots;
use crate::web::bots::{ONCE_MORE, Pace, SEND, Unseen};
use crate::web::browser_key::BrowserKey;
use crate::web::error::{PageError, wait_a_while};
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::extract::{RawForm, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::email::email_fault;
use case_study::fields::field;
use case_study::text_input::has_letter;
use case_study::{Answers, CaseStudyContent};
use leptos::prelude::*;
use store::drafts;
use store::drafts::{BeginError, NewDraft, Sender};

const TITLE: &str = "Give it a working title";
const SAVE: &str = "Save and continue";
const KEYS: [&str; 3] = ["title", "email", "start_key"];
const TITLE_HINT: &str = "Say what it is, such as \u{201c}Tea and objects on a stroke ward\u{201d}. You can change it later.";
const EMAIL_HINT: &str = "We send you a link, so that you can come back from any device. We write about this case study and nothing else.";
const MAILED_OFTEN: &str = "We have emailed this address many links today. Leave it empty and go on, or try again tomorrow";
/// Long enough to say something; the limit of a finished title comes later.
const SHORTEST: usize = 2;
const LONGEST: usize = 200;

/// What the form shows.
struct Form {
    title: String,
    email: String,
    /// Random, so that a second press of the button finds the draft of the first.
    start_key: String,
    unseen: Unseen,
    errors: Vec<FormError>,
    /// Somebody signed in is reached through the account.
    ask_email: bool,
    /// How long to wait until the address may be mailed again, in seconds.
    wait: Option<u64>,
    /// The browser did not send the cookie back that came with the form.
    cookie_missing: bool,
}

/// GET `/submit/new`.
///
/// # Errors
/// Never; the signature is that of every page.
pub async fn get(context: PageContext) -> Result<Response, PageError> {
    let form = Form {
        title: String::new(),
        email: String::new(),
        start_key: context.viewer.browser().form_key(),
        unseen: context.bots.opened(),
        errors: Vec::new(),
        ask_email: context.viewer.account.is_none(),
        wait: None,
        cookie_missing: false,
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
    let answers = forms::read(&body, |key| KEYS.contains(&key) || bots::is_part(key))?;
    let start_key = forms::key(&answers, "start_key")?;
    let account = context.viewer.account.clone();
    let (content, mut errors) = judge(&answers, account.is_none());
    let checked = context.bots.judge(&answers, Pace::Typing);
    if !checked.passed {
        errors.push(FormError::new(SEND, ONCE_MORE));
    }
    let browser = context.viewer.browser();
    let again = |errors, wait| Form {
        title: answers.one("title").to_owned(),
        email: answers.one("email").to_owned(),
        start_key: start_key.clone(),
        unseen: checked.unseen.clone(),
        errors,
        ask_email: account.is_none(),
        wait,
        cookie_missing: false,
    };
    if !errors.is_empty() {
        return Ok(page(&context, again(errors, None)));
    }
    state.rate_limits.check_draft(network)?;
    // A draft that nobody could open would be lost with all that is typed into it.
    if browser.is_missing()
        && BrowserKey::is_form_key(&start_key)
        && !drafts::is_begun_with(&state.db, &start_key).await?
    {
        let form = Form {
            start_key: browser.form_key(),
            cookie_missing: true,
            ..again(Vec::new(), None)
        };
        return Ok(page(&context, form));
    }
    let new = NewDraft {
        title: content.title,
        email: account
            .as_ref()
            .map_or(content.contact_email, |account| account.email.clone()),
        answered: CaseStudyContent::default(),
        start_key: start_key.clone(),
        account_id: account.as_ref().map(|account| account.id),
    };
    let sender = Sender {
        drafts: context.viewer.drafts(),
        same_browser: browser.was_given(&start_key),
    };
    let mail_context = state.settings.mail_context();
    let begun = match drafts::begin_or_find(&state.db, &mail_context, new, sender).await {
        Ok(begun) => begun,
        Err(BeginError::MailedOften { seconds }) => {
            let errors = vec![FormError::new("email", MAILED_OFTEN)];
            return Ok(page(&context, again(errors, Some(seconds))));
        }
        Err(BeginError::StartedAlready { draft }) => {
            let typed = ["title", "email"].map(|name| (name, answers.one(name).to_owned()));
            let again = Again {
                action: paths::SUBMIT_NEW_FORM,
                button: "Start another",
                typed: typed.into(),
                chosen: Vec::new(),
                unseen: checked.unseen,
            };
            return Ok(started_already::page(&context, draft, again));
        }
        Err(BeginError::Db(error)) => return Err(error.into()),
    };
    // What belongs to an account is opened by its holder, on every device; a session needs no right.
    if account.is_none() {
        let viewer = &context.viewer;
        viewer
            .grant_begun(&state.db, begun.submission_id, &start_key)
            .await?;
    }
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
        _ if !has_letter(&content.title) => {
            Some("The title has no letters. Write it in words".to_owned())
        }
        _ => None,
    };
    errors.extend(title_fault.map(|message| FormError::new("title", message)));
    if ask_email
        && !content.contact_email.is_empty()
        && let Some(fault) = email_fault(&content.contact_email)
    {
        errors.push(FormError::new(
            "email",
            format!("{fault}, or leave it empty"),
        ));
    }
    (content, errors)
}

fn page(context: &PageContext, form: Form) -> Response {
    let page = Page::new(TITLE).at(Nav::Submit).unlisted();
    let page = match &form {
        // No answer is wrong.
        Form {
            errors,
            cookie_missing: true,
            ..
        } if errors.is_empty() => page.status(StatusCode::UNPROCESSABLE_ENTITY),
        Form { errors, .. } if errors.is_empty() => page,
        _ => page.invalid(),
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
        context.viewer.browser().set_with(&mut response);
    }
    match wait {
        Some(seconds) => wait_a_while(response, seconds),
        None => response,
    }
}

fn view(form: Form) -> impl IntoView {
    let Form {
        title,
        email,
        start_key,
        unseen,
        errors,
        ask_email,
        wait: _,
        cookie_missing,
    } = form;
    let cookie_missing = cookie_missing
        .then(|| view! { <CookieNeeded to="know that the draft is yours" button=SAVE/> });
    let send_error = FormError::of(&errors, SEND);
    let (title_error, email_error) = (
        FormError::of(&errors, "title"),
        FormError::of(&errors, "email"),
    );
    let email = ask_email.then(|| {
        view! {
            <FieldFrame id="email" label="Your email address" hint=EMAIL_HINT error=email_error.clone() optional=true>
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
        {cookie_missing}
        <ErrorSummary errors=errors/>
        <PageHeading title=TITLE lede="This is the first page that we save."/>
        <form class="form" method="post" action=paths::SUBMIT_NEW_FORM novalidate>
            <input type="hidden" name="start_key" value=start_key/>
            {unseen.view()}
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
            <SendArea id=SEND error=send_error>
                <Button label=SAVE/>
            </SendArea>
        </form>
        <p>"Short of time? "<a href=paths::SUBMIT_SHORT>"Tell us in your own words instead"</a></p>
        <p>"Is it written already? "<a href=paths::SUBMIT_BRING>"Bring a file or paste a text"</a></p>
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
        assert_eq!(faults("title=1914")[0].0, "title");
        assert_eq!(faults("title=%E2%80%8B%E2%80%AE")[0].1, "Enter a title");
        assert_eq!(
            faults("title=Tea&email=nobody")[0].1,
            "Enter an email address in the form name@museum.example, or leave it empty"
        );
        assert_eq!(
            faults("title=Tea&email=ana%40%5B127.0.0.1%5D")[0].0,
            "email"
        );
        assert_eq!(faults("title=Tea&email=%E2%80%8Bana%40museum.example"), []);
    }
}
