//! `/submit/short`: begins a case study and sends it, with one press. The other button keeps what was typed
//! as a draft, to be written the long way.

use super::files;
use super::files::Files;
use super::form::{
    COUNTRY, DECLARED, EMAIL, KEEP, MUSEUM, PRESSED, Press, TOWN, Typed, WORDS, is_box,
};
use super::view;
use super::view::{Of, TITLE};
use crate::submit::bring::{FILES, comes_in_parts};
use crate::submit::first_page::{MAILED_OFTEN, Outcome, START_KEY};
use crate::submit::started_already::Again;
use crate::submit::{first_page, started_already};
use crate::ui::FormError;
use crate::web::bots;
use crate::web::bots::{Judged, ONCE_MORE, Pace, SEND, Unseen};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::known_museums::offered;
use crate::web::page::{Page, PageContext};
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::extract::{FromRequest, RawForm, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::{Answers, CaseStudyContent};
use std::net::IpAddr;
use store::drafts::{BeginError, Begun, NewDraft};
use store::short_way::{Story, StorySent};
use store::{drafts, museums, short_way};

/// A form that is drawn, and drawn again.
struct Form {
    typed: Typed,
    start_key: String,
    unseen: Unseen,
    errors: Vec<FormError>,
    /// How long to wait until the address may be mailed again, in seconds.
    wait: Option<u64>,
    cookie_missing: bool,
}

/// GET.
///
/// # Errors
/// When the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
) -> Result<Response, PageError> {
    let form = Form {
        typed: Typed::nothing(),
        start_key: context.viewer.browser().form_key(),
        unseen: context.bots.opened(),
        errors: Vec::new(),
        wait: None,
        cookie_missing: false,
    };
    page(&state, &context, form).await
}

/// POST: sends it, or keeps it as a draft. A form in parts brings files, and keeps everything.
///
/// # Errors
/// For a form that is not ours, when too many begin on one network, and when the database does not answer.
pub async fn post(
    State(state): State<AppState>,
    ClientNetwork(network): ClientNetwork,
    context: PageContext,
    request: Request,
) -> Result<Response, PageError> {
    if comes_in_parts(&request) {
        return files::post_new(&state, network, &context, request).await;
    }
    let body = match RawForm::from_request(request, &()).await {
        Ok(RawForm(body)) => body,
        Err(refused) => return Ok(refused.into_response()),
    };
    let answers = forms::read(&body, is_part)?;
    let wanted = match answers.one(PRESSED) {
        "" => Press::Send,
        KEEP => Press::Keep,
        _ => return Err(forms::NotOurs.into()),
    };
    let files = if names_files(&answers) {
        Files::NotAdded
    } else {
        Files::None
    };
    Ok(
        match carry_out(&state, network, &context, &answers, wanted, files).await? {
            Ok((_, next)) => Redirect::to(&next).into_response(),
            Err(page) => page,
        },
    )
}

/// Whether the page has a box or a button of this name.
pub(super) fn is_part(key: &str) -> bool {
    is_box(key) || matches!(key, START_KEY | PRESSED | FILES) || bots::is_part(key)
}

/// Whether a form that does not come in parts says that files were chosen: their names come along, the files do not.
pub(super) fn names_files(answers: &Answers) -> bool {
    answers.all(FILES).iter().any(|name| !name.is_empty())
}

/// Carries a press out: what began, and where it leads to; or the page that is shown instead.
pub(super) async fn carry_out(
    state: &AppState,
    network: IpAddr,
    context: &PageContext,
    answers: &Answers,
    press: Press,
    files: Files,
) -> Result<Result<(Begun, String), Response>, PageError> {
    let start_key = forms::key(answers, START_KEY)?;
    let typed = Typed::read(answers)?;
    let account = context.viewer.account.clone();
    let address = account.as_ref().map(|account| account.email.as_str());
    let known = museums::known(&state.db, &typed.museum_name()).await?;
    let (content, mut errors) = typed.judge(press, known, address, CaseStudyContent::default());
    errors.extend(files.fault());
    let Judged { passed, unseen } = context.bots.judge(answers, Pace::Typing);
    if !passed {
        errors.push(FormError::new(SEND, ONCE_MORE));
    }
    let mut form = Form {
        typed,
        start_key,
        unseen,
        errors,
        wait: None,
        cookie_missing: false,
    };
    if !form.errors.is_empty() {
        form.errors.extend(files.lost());
        return page(state, context, form).await.map(Err);
    }
    state.rate_limits.check_draft(network)?;
    // The page that says that it arrived is for whoever sent it, and only a cookie tells.
    if first_page::is_lost(state, context, &form.start_key).await? {
        form.start_key = context.viewer.browser().form_key();
        form.cookie_missing = true;
        form.errors.extend(files.lost());
        return page(state, context, form).await.map(Err);
    }
    let account_id = account.as_ref().map(|account| account.id);
    let done = match press {
        Press::Send => send(state, context, content, account_id, &form).await?,
        Press::Keep => keep(state, context, content, account_id, &form).await?,
    };
    let (begun, next) = match done {
        Done::Begun(begun, next) => (begun, next),
        Done::StartedAlready(draft) => return Ok(Err(again(context, draft, form, files))),
        Done::Faulty { errors, wait } => {
            form.errors = errors;
            form.errors.extend(files.lost());
            form.wait = wait;
            return page(state, context, form).await.map(Err);
        }
    };
    first_page::grant(state, context, &begun, &form.start_key).await?;
    Ok(Ok((begun, next)))
}

/// What became of a press.
enum Done {
    /// It stands in the database, and what comes next has this address.
    Begun(Begun, String),
    StartedAlready(Option<String>),
    Faulty {
        errors: Vec<FormError>,
        wait: Option<u64>,
    },
}

async fn send(
    state: &AppState,
    context: &PageContext,
    content: CaseStudyContent,
    account_id: Option<i64>,
    form: &Form,
) -> Result<Done, PageError> {
    let story = Story {
        content,
        declared: form.typed.ticked.clone(),
        account_id,
    };
    let mail_context = state.settings.mail_context();
    let key = form.start_key.as_str();
    let sender = first_page::sender(context, key);
    Ok(
        match short_way::send(&state.db, &mail_context, &story, key, sender).await? {
            StorySent::Sent(begun) => {
                let next = paths::draft_sent(&begun.reference);
                Done::Begun(begun, next)
            }
            StorySent::StartedAlready { draft } => Done::StartedAlready(draft),
            StorySent::Incomplete(errors) => Done::Faulty {
                errors: errors.into_iter().map(FormError::from).collect(),
                wait: None,
            },
        },
    )
}

async fn keep(
    state: &AppState,
    context: &PageContext,
    content: CaseStudyContent,
    account_id: Option<i64>,
    form: &Form,
) -> Result<Done, PageError> {
    let new = NewDraft {
        title: content.title.clone(),
        email: content.contact_email.clone(),
        answered: content,
        start_key: form.start_key.clone(),
        account_id,
    };
    let mail_context = state.settings.mail_context();
    let sender = first_page::sender(context, &form.start_key);
    match drafts::begin_or_find(&state.db, &mail_context, new, sender).await {
        Ok(begun) => {
            let next = paths::draft(&begun.reference);
            Ok(Done::Begun(begun, next))
        }
        Err(BeginError::StartedAlready { draft }) => Ok(Done::StartedAlready(draft)),
        Err(BeginError::MailedOften { seconds }) => Ok(Done::Faulty {
            errors: vec![FormError::new(EMAIL, MAILED_OFTEN)],
            wait: Some(seconds),
        }),
        Err(BeginError::Db(error)) => Err(error.into()),
    }
}

/// The page was sent before, and leads to something else by now. What was typed is ready to be sent as
/// another case study.
fn again(context: &PageContext, draft: Option<String>, form: Form, files: Files) -> Response {
    let Form { typed, unseen, .. } = form;
    let parts = vec![
        (WORDS, typed.own_words),
        (MUSEUM, typed.museum),
        (TOWN, typed.town),
        (EMAIL, typed.email),
    ];
    let mut chosen = vec![(COUNTRY, typed.country)];
    chosen.extend(typed.ticked.into_iter().map(|key| (DECLARED, key)));
    let again = Again {
        action: paths::SUBMIT_SHORT_FORM,
        button: "Send it as another one",
        typed: parts,
        chosen,
        unseen,
        had_files: files == Files::Came,
    };
    started_already::page(context, draft, again)
}

async fn page(state: &AppState, context: &PageContext, form: Form) -> Result<Response, PageError> {
    let catalogue = state.catalogue.current(&state.db).await?;
    let outcome = Outcome {
        is_wrong: !form.errors.is_empty(),
        cookie_missing: form.cookie_missing,
        wait: form.wait,
    };
    let shown = view::Page {
        typed: form.typed,
        errors: form.errors,
        unseen: form.unseen,
        museums: offered(&catalogue),
        ask_email: context.viewer.account.is_none(),
        of: Of::New {
            start_key: form.start_key,
            cookie_missing: form.cookie_missing,
        },
    };
    Ok(first_page::answer(
        context,
        Page::new(TITLE).with_islands(),
        outcome,
        || view::draw(shown),
    ))
}
