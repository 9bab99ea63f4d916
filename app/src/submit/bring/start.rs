//! `/submit/bring`: beginning a case study with what is written already.

use super::start_view::page;
use super::taking::{Taken, take, take_photograph};
use super::upload::{Item, Items, NOT_IN_PARTS};
use super::view::{Draft, draft_page, sentence};
use super::{FILES, PASTED, TEXT};
use crate::submit::first_page::{EMAIL, FirstForm, MAILED_OFTEN, START_KEY};
use crate::submit::started_already::Again;
use crate::submit::{first_page, started_already};
use crate::ui::FormError;
use crate::web::bots;
use crate::web::bots::{ONCE_MORE, Pace, SEND, Unseen};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::email::email_fault;
use case_study::text_input::{has_letter, one_line};
use case_study::{Answers, CaseStudyContent};
use documents::{Found, Refused};
use media::Prepared;
use store::drafts;
use store::drafts::{BeginError, Begun, NewDraft};

const ALONE: &str = "a photograph alone does not tell what you did. Choose a document with it, or paste a text below";
/// A title that is longer is cut; the limit of a finished title comes later.
const LONGEST_TITLE: usize = 200;

/// GET `/submit/bring`.
///
/// # Errors
/// Never; the signature is that of every page.
pub async fn get(context: PageContext) -> Result<Response, PageError> {
    let form = FirstForm::opened(&context);
    Ok(page(&context, String::new(), form))
}

/// POST `/submit/bring`, as `multipart/form-data`. The draft begins with the first file that can be read.
///
/// # Errors
/// For a form that is not ours, and when too many drafts or files come from one network.
pub async fn post(
    State(state): State<AppState>,
    ClientNetwork(network): ClientNetwork,
    context: PageContext,
    request: Request,
) -> Result<Response, PageError> {
    let mut items = Items::of(request).ok_or(NOT_IN_PARTS)?;
    state.rate_limits.check_upload(network)?;
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut text = String::new();
    let mut refused: Vec<FormError> = Vec::new();
    let mut starting: Option<Starting> = None;
    let mut begun: Option<Begun> = None;
    let mut photographs: Vec<(String, Prepared)> = Vec::new();
    while let Some(item) = items.next().await? {
        let (name, file) = match item {
            Item::Words(name, words) if name == TEXT => {
                text.clone_from(&words);
                if words.trim().is_empty() {
                    continue;
                }
                (PASTED.to_owned(), Ok(words.into_bytes()))
            }
            Item::Words(name, words) => {
                pairs.push((name, words));
                continue;
            }
            Item::File(name, file) => (name, file),
            Item::TooMany(name) => {
                refused.push(FormError::new(
                    FILES,
                    sentence(&name, super::view::TOO_MANY),
                ));
                continue;
            }
        };
        // The boxes come before the files: whoever may not begin a draft has no file opened.
        let starting = match &mut starting {
            Some(starting) => starting,
            none => none.insert(
                Starting::judge(
                    &state,
                    &context,
                    network,
                    std::mem::take(&mut pairs),
                    &refused,
                )
                .await?,
            ),
        };
        if starting.form.is_some() {
            continue;
        }
        let read = match &file {
            Ok(file) => state.reader.read(file).await,
            Err(why) => Err(*why),
        };
        let bytes = file.unwrap_or_default();
        let found = match read {
            Ok(found) => found,
            // It has neither a title nor an address: it waits until a draft has begun, made small already.
            Err(Refused::Picture) => {
                match state.media.prepare(bytes).await {
                    Ok(photograph) => photographs.push((name, photograph)),
                    Err(why) => {
                        refused.push(FormError::new(FILES, sentence(&name, &why.to_string())));
                    }
                }
                continue;
            }
            Err(why) => {
                let field = if name == PASTED { TEXT } else { FILES };
                refused.push(FormError::new(field, sentence(&name, &why.to_string())));
                continue;
            }
        };
        let submission_id = match &begun {
            Some(begun) => begun.submission_id,
            None => match starting.begin(&state, &context, &name, &found).await? {
                Ok(new) => begun.insert(new).submission_id,
                Err(response) => return Ok(*response),
            },
        };
        match take(&state, submission_id, name.clone(), found, &bytes).await? {
            Taken::All => {}
            Taken::Closed => break,
            Taken::Refused(why) => refused.push(FormError::new(FILES, sentence(&name, why))),
        }
    }
    for (name, photograph) in photographs {
        let taken = match &begun {
            Some(begun) => take_photograph(&state, begun.submission_id, &photograph).await?,
            None => Taken::Refused(ALONE),
        };
        if let Taken::Refused(why) = taken {
            refused.push(FormError::new(FILES, sentence(&name, why)));
        }
    }
    let starting = match starting {
        Some(starting) => starting,
        None => Starting::judge(&state, &context, network, pairs, &refused).await?,
    };
    let Some(begun) = begun else {
        let Starting {
            start_key,
            email,
            unseen,
            form,
        } = starting;
        let mut form = form.unwrap_or_else(|| FirstForm::sent(&context, email, start_key, unseen));
        form.errors.extend(refused);
        if form.errors.is_empty() && !form.cookie_missing {
            form.errors.push(FormError::new(
                FILES,
                "Choose a file, or paste a text below",
            ));
        }
        return Ok(page(&context, text, form));
    };
    if refused.is_empty() {
        return Ok(Redirect::to(&paths::draft_bring(&begun.reference)).into_response());
    }
    // Some of it is there: the page of the draft says which file is not.
    let draft = Draft::load(&state, begun.submission_id, begun.reference).await?;
    Ok(draft_page(&context, draft, refused, String::new()))
}

/// What the boxes before the files say.
struct Starting {
    start_key: String,
    email: String,
    unseen: Unseen,
    /// The page to show again, where a draft may not begin.
    form: Option<FirstForm>,
}

impl Starting {
    async fn judge(
        state: &AppState,
        context: &PageContext,
        network: std::net::IpAddr,
        pairs: Vec<(String, String)>,
        refused: &[FormError],
    ) -> Result<Self, PageError> {
        let answers: Answers = forms::gather(pairs, |key| {
            matches!(key, START_KEY | EMAIL) || bots::is_part(key)
        })?;
        let start_key = forms::key(&answers, START_KEY)?;
        let ask_email = context.viewer.account.is_none();
        let email = case_study::email::tidy_email(answers.one(EMAIL));
        let mut errors = Vec::new();
        if ask_email
            && !email.is_empty()
            && let Some(fault) = email_fault(&email)
        {
            errors.push(FormError::new(EMAIL, format!("{fault}, or leave it empty")));
        }
        let checked = context.bots.judge(&answers, Pace::Pressing);
        if !checked.passed {
            errors.push(FormError::new(SEND, ONCE_MORE));
        }
        let is_lost = first_page::is_lost(state, context, &start_key).await?;
        let mut starting = Self {
            start_key: start_key.clone(),
            email: email.clone(),
            unseen: checked.unseen.clone(),
            form: None,
        };
        if errors.is_empty() && refused.is_empty() {
            state.rate_limits.check_draft(network)?;
        }
        if !errors.is_empty() || is_lost {
            let start_key = if is_lost {
                context.viewer.browser().form_key()
            } else {
                start_key
            };
            starting.form = Some(FirstForm {
                errors,
                cookie_missing: is_lost,
                ..FirstForm::sent(context, email, start_key, checked.unseen)
            });
        }
        Ok(starting)
    }

    /// Begins the draft under the title that the file gives it, or its name.
    async fn begin(
        &self,
        state: &AppState,
        context: &PageContext,
        name: &str,
        found: &Found,
    ) -> Result<Result<Begun, Box<Response>>, PageError> {
        let account = context.viewer.account.clone();
        let email = match &account {
            Some(account) => account.email.clone(),
            None if self.email.is_empty() => found.content.contact_email.clone(),
            None => self.email.clone(),
        };
        let new = NewDraft {
            title: title_of(name, found),
            email,
            answered: CaseStudyContent::default(),
            start_key: self.start_key.clone(),
            account_id: account.as_ref().map(|account| account.id),
        };
        let sender = first_page::sender(context, &self.start_key);
        let mail_context = state.settings.mail_context();
        let begun = match drafts::begin_or_find(&state.db, &mail_context, new, sender).await {
            Ok(begun) => begun,
            Err(BeginError::MailedOften { seconds }) => {
                let (email, unseen) = (self.email.clone(), self.unseen.clone());
                let form = FirstForm {
                    errors: vec![FormError::new(EMAIL, MAILED_OFTEN)],
                    wait: Some(seconds),
                    ..FirstForm::sent(context, email, self.start_key.clone(), unseen)
                };
                return Ok(Err(Box::new(page(context, String::new(), form))));
            }
            Err(BeginError::StartedAlready { draft }) => {
                let again = Again {
                    action: paths::SUBMIT_NEW_FORM,
                    button: "Start another",
                    typed: vec![
                        ("title", title_of(name, found)),
                        (EMAIL, self.email.clone()),
                    ],
                    chosen: Vec::new(),
                    unseen: self.unseen.clone(),
                };
                return Ok(Err(Box::new(started_already::page(context, draft, again))));
            }
            Err(BeginError::Db(error)) => return Err(error.into()),
        };
        first_page::grant(state, context, &begun, &self.start_key).await?;
        Ok(Ok(begun))
    }
}

/// The title in the file, else its name without its ending.
fn title_of(name: &str, found: &Found) -> String {
    let stem = name
        .rsplit_once('.')
        .map_or(name, |(stem, _)| stem)
        .replace('_', " ");
    let own = &found.content.title;
    let title = if own.is_empty() {
        one_line(&stem)
    } else {
        own.clone()
    };
    let title: String = title.chars().take(LONGEST_TITLE).collect();
    if has_letter(&title) {
        title
    } else {
        "Our case study".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::title_of;
    use case_study::CaseStudyContent;
    use documents::{Found, Kind};

    #[test]
    fn a_draft_is_called_what_the_file_is_called() {
        let mut found = Found {
            kind: Kind::Word,
            content: CaseStudyContent::default(),
            pieces: Vec::new(),
            pictures: Vec::new(),
        };
        assert_eq!(title_of("tea_and_objects.docx", &found), "tea and objects");
        assert_eq!(title_of("2019.docx", &found), "Our case study");
        found.content.title = "Tea and objects on a ward".to_owned();
        assert_eq!(title_of("x.docx", &found), "Tea and objects on a ward");
    }
}
