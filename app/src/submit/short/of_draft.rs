//! `/submit/{draft}/short`: a draft, sent as it is, in its museum's own words.

use super::form::{Press, Typed, given_back, is_box};
use super::view;
use super::view::{Of, TITLE};
use crate::submit::asked::Asked;
use crate::submit::autosave::BASE;
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
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
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
    page(&state, &context, &draft, &copy, form).await
}

/// POST: sends it. The form carries the fingerprint of the draft that it was drawn from, and sends that
/// text with what was typed here, or none.
///
/// # Errors
/// Somebody else's draft is not found; a form that is not ours is refused.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let answers = forms::read(&body, |key| {
        is_box(key) || key == BASE || bots::is_part(key)
    });
    let draft = match Draft::open(&state, &context.viewer, &reference).await {
        Err(PageError::NotFound) => {
            // A form that is not ours is no reason to say that there is something.
            let answers = answers.map_err(|_| PageError::NotFound)?;
            let typed = given_back(&Typed::read(&answers)?);
            return Ok(unsaved::page(
                &context,
                unsaved::Typed::story(typed),
                Why::NoDraft,
            ));
        }
        draft => draft?,
    };
    let answers = answers?;
    let typed = Typed::read(&answers)?;
    if !draft.is_open() {
        return closed(&state, &context, &draft, &typed).await;
    }
    if draft.submission.is_ours_to_write() {
        let typed = unsaved::Typed::story(given_back(&typed));
        let reference = draft.reference().to_owned();
        let why = Why::OnlyItsMuseum { reference };
        return Ok(unsaved::page(&context, typed, why));
    }
    let copy = draft.working_copy(&state).await?;
    if !is_offered(&state, &draft, &copy).await? {
        let typed = unsaved::Typed::story(given_back(&typed));
        let reference = draft.reference().to_owned();
        return Ok(unsaved::page(&context, typed, Why::NotAsked { reference }));
    }
    let known = museums::known(&state.db, &typed.museum_name()).await?;
    let (content, mut errors) = typed.judge(Press::Send, known, None, copy.content.clone());
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
        return page(&state, &context, &draft, &copy, form).await;
    }
    if !form.errors.is_empty() {
        return page(&state, &context, &draft, &copy, form).await;
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
            page(&state, &context, &draft, &copy, form).await
        }
        DraftSent::Incomplete(errors) => {
            form.errors = errors
                .into_iter()
                .map(|error| on_its_page(draft.reference(), error))
                .collect();
            page(&state, &context, &draft, &copy, form).await
        }
    }
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

struct Form {
    typed: Typed,
    unseen: Unseen,
    errors: Vec<FormError>,
    /// The draft was changed since the page was opened; the story that is saved now, where it is another.
    changed: Option<String>,
}

impl Form {
    fn has_changed(&mut self, now: &WorkingCopy) {
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

fn after_sending(draft: &Draft) -> Response {
    let to = if draft.submission.status.stands_as_sent() {
        paths::draft_sent(draft.reference())
    } else {
        paths::draft(draft.reference())
    };
    Redirect::to(&to).into_response()
}

async fn page(
    state: &AppState,
    context: &PageContext,
    draft: &Draft,
    copy: &WorkingCopy,
    form: Form,
) -> Result<Response, PageError> {
    let catalogue = state.catalogue.current(&state.db).await?;
    let page = Page::new(TITLE).at(Nav::Submit).private();
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
            reference: draft.reference().to_owned(),
            base: SignedText::of(&copy.content).fingerprint().to_owned(),
            told: words_elsewhere(&copy.content),
            changed: form.changed,
        },
    };
    Ok(page.render(context, move || view::draw(shown)))
}
