//! `/submit/new`: a title, and a draft from there on.

use super::first_page::{Drawn, EMAIL, FirstForm, FirstPage, MAILED_OFTEN, START_KEY};
use super::started_already::Again;
use super::{first_page, started_already};
use crate::ui::{FieldFrame, FormError, IntoMarkup, TextInput, describedby};
use crate::web::bots;
use crate::web::bots::{ONCE_MORE, Pace, SEND};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::extract::{RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::email::email_fault;
use case_study::fields::field;
use case_study::text_input::has_letter;
use case_study::{Answers, CaseStudyContent};
use leptos::prelude::*;
use store::drafts;
use store::drafts::{BeginError, NewDraft};

const TITLE: &str = "title";
const KEYS: [&str; 3] = [TITLE, EMAIL, START_KEY];
const PAGE: FirstPage = FirstPage {
    action: paths::SUBMIT_NEW_FORM,
    enctype: None,
    title: "Give it a working title",
    lede: "This is the first page that we save.",
    email_hint: "We send you a link, so that you can come back from any device. We write about this case study and nothing else.",
    button: "Save and continue",
    with_islands: false,
};
const TITLE_HINT: &str = "Say what it is, such as \u{201c}Tea and objects on a stroke ward\u{201d}. You can change it later.";
/// Long enough to say something; the limit of a finished title comes later.
const SHORTEST: usize = 2;
const LONGEST: usize = 200;

/// GET `/submit/new`.
///
/// # Errors
/// Never; the signature is that of every page.
pub async fn get(context: PageContext) -> Result<Response, PageError> {
    let form = FirstForm::opened(&context);
    Ok(page(&context, String::new(), form))
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
    let start_key = forms::key(&answers, START_KEY)?;
    let account = context.viewer.account.clone();
    let (content, mut errors) = judge(&answers, account.is_none());
    let checked = context.bots.judge(&answers, Pace::Typing);
    if !checked.passed {
        errors.push(FormError::new(SEND, ONCE_MORE));
    }
    let title = || answers.one(TITLE).to_owned();
    let again = |start_key: String| {
        let email = answers.one(EMAIL).to_owned();
        FirstForm::sent(&context, email, start_key, checked.unseen.clone())
    };
    if !errors.is_empty() {
        let form = FirstForm {
            errors,
            ..again(start_key)
        };
        return Ok(page(&context, title(), form));
    }
    state.rate_limits.check_draft(network)?;
    // A draft that nobody could open would be lost with all that is typed into it.
    if first_page::is_lost(&state, &context, &start_key).await? {
        let form = FirstForm {
            cookie_missing: true,
            ..again(context.viewer.browser().form_key())
        };
        return Ok(page(&context, title(), form));
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
    let sender = first_page::sender(&context, &start_key);
    let mail_context = state.settings.mail_context();
    let begun = match drafts::begin_or_find(&state.db, &mail_context, new, sender).await {
        Ok(begun) => begun,
        Err(BeginError::MailedOften { seconds }) => {
            let form = FirstForm {
                errors: vec![FormError::new(EMAIL, MAILED_OFTEN)],
                wait: Some(seconds),
                ..again(start_key)
            };
            return Ok(page(&context, title(), form));
        }
        Err(BeginError::StartedAlready { draft }) => {
            let typed = [TITLE, EMAIL].map(|name| (name, answers.one(name).to_owned()));
            let again = Again {
                action: paths::SUBMIT_NEW_FORM,
                button: "Start another",
                typed: typed.into(),
                chosen: Vec::new(),
                unseen: checked.unseen,
                had_files: false,
            };
            return Ok(started_already::page(&context, draft, again));
        }
        Err(BeginError::Db(error)) => return Err(error.into()),
    };
    first_page::grant(&state, &context, &begun, &start_key).await?;
    Ok(Redirect::to(&paths::draft(&begun.reference)).into_response())
}

/// Reads title and address the way the fields of the same meaning are read.
fn judge(answers: &Answers, ask_email: bool) -> (CaseStudyContent, Vec<FormError>) {
    let mut content = CaseStudyContent::default();
    let mut errors = Vec::new();
    for (key, name) in [("title", TITLE), ("contact_email", EMAIL)] {
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
    errors.extend(title_fault.map(|message| FormError::new(TITLE, message)));
    if ask_email
        && !content.contact_email.is_empty()
        && let Some(fault) = email_fault(&content.contact_email)
    {
        errors.push(FormError::new(EMAIL, format!("{fault}, or leave it empty")));
    }
    (content, errors)
}

fn page(context: &PageContext, title: String, form: FirstForm) -> Response {
    PAGE.render(context, form, move |email, errors| {
        let error = FormError::of(errors, TITLE);
        let invalid = error.is_some();
        let boxes = view! {
            <FieldFrame id=TITLE label="Title" hint=TITLE_HINT error=error>
                <TextInput
                    id=TITLE
                    name=TITLE
                    value=title
                    describedby=describedby(TITLE, true, invalid)
                    invalid=invalid
                />
            </FieldFrame>
            {email}
        };
        let below = view! {
            <div class="section stack">
                <p>"Short of time? "<a href=paths::SUBMIT_SHORT>"Tell us in your own words instead"</a></p>
                <p>"Is it written already? "<a href=paths::SUBMIT_BRING>"Bring a file or paste a text"</a></p>
            </div>
        };
        Drawn {
            boxes: boxes.into_markup(),
            below: Some(below.into_markup()),
        }
    })
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
