//! `/submit/{draft}/short`: a draft, sent as it is, in its museum's own words.

use super::files;
use super::files::Files;
use super::form::{Press, Typed, given_back, is_box};
use super::page::names_files;
use super::view;
use super::view::{Of, TITLE};
use crate::submit::asked::Asked;
use crate::submit::autosave::BASE;
use crate::submit::bring::{FILES, comes_in_parts};
use crate::submit::draft_guard::Draft;
use crate::submit::unsaved;
use crate::submit::unsaved::Why;
use crate::ui::{FormError, Nav};
use crate::web::bots;
use crate::web::bots::{Judged, ONCE_MORE, Pace, SEND, Unseen};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::known_museums::offered;
use crate::web::page::{Page, PageContext};
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::extract::{FromRequest, Path, RawForm, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::fields::field;
use case_study::short_way::words_elsewhere;
use case_study::signed_text::SignedText;
use case_study::{FieldError, WorkingCopy};
use store::museums;
use store::short_way;
use store::short_way::{DraftSent, Story};

/// GET. Staff who prepare a draft out of an email are led to its answers.
///
/// # Errors
/// Somebody else's draft is not found.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    if !draft.is_open() {
        return Ok(after_sending(&draft));
    }
    // Staff prepare it on the pages of its answers: this one only sends.
    if draft.submission.is_ours_to_write() {
        return Ok(Redirect::to(&paths::draft(&reference)).into_response());
    }
    let copy = draft.working_copy(&state).await?;
    if !is_offered(&state, &draft, &copy).await? {
        return Ok(after_sending(&draft));
    }
    let form = Form {
        typed: Typed::of(&copy.content),
        unseen: context.bots.opened(),
        errors: Vec::new(),
        changed: None,
    };
    page(&state, &context, draft.reference(), &copy, form).await
}

/// POST: sends it. The form carries the fingerprint of the draft that it was drawn from, and sends that
/// text with what was typed here, or none. A form in parts brings files, and keeps everything.
///
/// # Errors
/// Somebody else's draft is not found; a form that is not ours is refused.
pub async fn post(
    State(state): State<AppState>,
    ClientNetwork(network): ClientNetwork,
    context: PageContext,
    Path(reference): Path<String>,
    request: Request,
) -> Result<Response, PageError> {
    if comes_in_parts(&request) {
        return files::post_draft(&state, network, &context, &reference, request).await;
    }
    let body = match RawForm::from_request(request, &()).await {
        Ok(RawForm(body)) => body,
        Err(refused) => return Ok(refused.into_response()),
    };
    let answers = forms::read(&body, |key| {
        is_box(key) || matches!(key, BASE | FILES) || bots::is_part(key)
    });
    let answers = match answers {
        Ok(answers) => answers,
        // A form that is not ours is no reason to say that there is something.
        Err(not_ours) => {
            Draft::open(&state, &context.viewer, &reference).await?;
            return Err(not_ours.into());
        }
    };
    let typed = Typed::read(&answers)?;
    let draft = match writable(&state, &context, &reference, &typed).await? {
        Ok(draft) => draft,
        Err(page) => return Ok(page),
    };
    let copy = draft.working_copy(&state).await?;
    let known = museums::known(&state.db, &typed.museum_name()).await?;
    let (content, mut errors) = typed.judge(Press::Send, known, None, copy.content.clone());
    if names_files(&answers) {
        errors.extend(Files::NotAdded.fault());
    }
    let Judged { passed, unseen } = context.bots.judge(&answers, Pace::Typing);
    if !passed {
        errors.push(FormError::new(SEND, ONCE_MORE));
    }
    let mut form = Form {
        typed,
        unseen,
        errors,
        changed: None,
    };
    // Also for whoever has not filled in everything: a tick is never carried over to another text.
    let base = answers.one(BASE);
    if SignedText::of(&copy.content).fingerprint() != base {
        form.has_changed(&copy);
        return page(&state, &context, draft.reference(), &copy, form).await;
    }
    if !form.errors.is_empty() {
        return page(&state, &context, draft.reference(), &copy, form).await;
    }
    let story = Story {
        content,
        declared: form.typed.ticked.clone(),
        account_id: draft.actor.account_id,
    };
    let mail_context = state.settings.mail_context();
    let id = draft.submission.id;
    let sent = short_way::send_draft(&state.db, &mail_context, &draft.actor, id, base, &story);
    match sent.await? {
        DraftSent::Sent => Ok(Redirect::to(&paths::draft_sent(draft.reference())).into_response()),
        DraftSent::NotFound => Err(PageError::NotFound),
        DraftSent::Closed => {
            let now = Draft::open(&state, &context.viewer, &reference).await?;
            closed(&state, &context, &now, &form.typed).await
        }
        // Saved in the moment between.
        DraftSent::Changed(copy) => {
            form.has_changed(&copy);
            page(&state, &context, draft.reference(), &copy, form).await
        }
        DraftSent::Incomplete(errors) => {
            form.errors = errors
                .into_iter()
                .map(|error| on_its_page(draft.reference(), error))
                .collect();
            page(&state, &context, draft.reference(), &copy, form).await
        }
    }
}

/// The draft, where what was typed on this page may be written into it; or the page that gives it back.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn writable(
    state: &AppState,
    context: &PageContext,
    reference: &str,
    typed: &Typed,
) -> Result<Result<Draft, Response>, PageError> {
    let story = || unsaved::Typed::story(given_back(typed));
    let draft = match Draft::open(state, &context.viewer, reference).await {
        Err(PageError::NotFound) => {
            return Ok(Err(unsaved::page(context, story(), Why::NoDraft)));
        }
        draft => draft?,
    };
    if !draft.is_open() {
        return closed(state, context, &draft, typed).await.map(Err);
    }
    let reference = draft.reference().to_owned();
    if draft.submission.is_ours_to_write() {
        let why = Why::OnlyItsMuseum { reference };
        return Ok(Err(unsaved::page(context, story(), why)));
    }
    let copy = draft.working_copy(state).await?;
    if !is_offered(state, &draft, &copy).await? {
        let why = Why::NotAsked { reference };
        return Ok(Err(unsaved::page(context, story(), why)));
    }
    Ok(Ok(draft))
}

/// Not while only some answers are asked about: the short way writes others.
async fn is_offered(
    state: &AppState,
    draft: &Draft,
    copy: &WorkingCopy,
) -> Result<bool, PageError> {
    let asked = Asked::load(state, &draft.submission, copy).await?;
    Ok(asked.open.is_all())
}

/// The form as it is drawn.
pub(super) struct Form {
    typed: Typed,
    unseen: Unseen,
    pub errors: Vec<FormError>,
    /// The draft was changed since the page was opened; the story that is saved now, where it is another.
    changed: Option<String>,
}

impl Form {
    /// The page once more, with what is wrong.
    pub fn again(context: &PageContext, typed: Typed, errors: Vec<FormError>) -> Self {
        Self {
            typed,
            unseen: context.bots.opened(),
            errors,
            changed: None,
        }
    }

    /// It was changed since the page was opened: nothing else is said of it, and nothing stays ticked.
    pub fn has_changed(&mut self, now: &WorkingCopy) {
        let stored = now.content.own_words.clone();
        let same = stored == case_study::answers::tidy(&self.typed.own_words);
        self.changed = Some(if same { String::new() } else { stored });
        self.errors = Vec::new();
        self.typed.ticked = Vec::new();
    }
}

/// An error of an answer that this page does not ask for leads to the page that does.
fn on_its_page(reference: &str, error: FieldError) -> FormError {
    match field(&error.field) {
        Some(field) if !is_box(field.key) => {
            let page = paths::draft_section(reference, field.section.slug());
            FormError::new(format!("{page}#{}", field.key), error.message)
        }
        _ => FormError::from(error),
    }
}

/// It was sent or withdrawn before. A second press of the same button leads to where it stands; a story that stands nowhere
/// is given back.
async fn closed(
    state: &AppState,
    context: &PageContext,
    draft: &Draft,
    typed: &Typed,
) -> Result<Response, PageError> {
    let stored = draft.working_copy(state).await?.content.own_words;
    if stored == case_study::answers::tidy(&typed.own_words) {
        return Ok(after_sending(draft));
    }
    let reference = draft.reference().to_owned();
    Ok(unsaved::page(
        context,
        unsaved::Typed::story(given_back(typed)),
        Why::Closed { reference },
    ))
}

pub(super) fn after_sending(draft: &Draft) -> Response {
    let to = if draft.submission.status.stands_as_sent() {
        paths::draft_sent(draft.reference())
    } else {
        paths::draft(draft.reference())
    };
    Redirect::to(&to).into_response()
}

/// The page with its status.
pub(super) async fn page(
    state: &AppState,
    context: &PageContext,
    reference: &str,
    copy: &WorkingCopy,
    form: Form,
) -> Result<Response, PageError> {
    let catalogue = state.catalogue.current(&state.db).await?;
    let page = Page::new(TITLE).at(Nav::Submit).private().with_islands();
    let page = if form.changed.is_some() {
        page.status(StatusCode::CONFLICT)
    } else if form.errors.is_empty() {
        page
    } else {
        page.invalid()
    };
    let shown = view::Page {
        typed: form.typed,
        errors: form.errors,
        unseen: form.unseen,
        museums: offered(&catalogue),
        ask_email: true,
        of: Of::Draft {
            reference: reference.to_owned(),
            base: SignedText::of(&copy.content).fingerprint().to_owned(),
            told: words_elsewhere(&copy.content),
            pictures: copy.content.pictures.len(),
            changed: form.changed,
        },
    };
    Ok(page.render(context, move || view::draw(shown)))
}
