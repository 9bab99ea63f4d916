//! `/submit/{draft}/check`: reading the answers back, the declarations, sending.

use super::asked::Asked;
use super::autosave::BASE;
use super::check_view;
use super::draft_guard::Draft;
use super::new_version;
use super::request;
use super::unsaved;
use super::unsaved::{Typed, Why};
use super::version_of;
use super::version_of::Twin;
use crate::ui::Nav;
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use crate::web::viewer::Viewer;
use axum::extract::{Path, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::declarations::{DECLARATIONS, Declaration, Declared, Occasion, asked_at};
use case_study::field_notes::OpenFields;
use case_study::signed_text::{ChangedSince, SignedText};
use case_study::{FieldError, Move, Status, Stored, WorkingCopy};
use store::declarations;
use store::drafts;
use store::field_notes;
use store::outcome::Outcome;
use store::transitions;

/// Name of the boxes, and id of the first.
pub(super) const DECLARED: &str = "declarations";
/// The part of the form that says which answers are others than on the page it was drawn from.
pub(super) const MARKS: &str = "marks";
/// Says that it is sent although nothing was changed since it was asked for.
pub(super) const UNCHANGED: &str = "unchanged";

/// Everything the page shows.
pub(super) struct View {
    pub reference: String,
    pub copy: WorkingCopy,
    /// What stands in the way of sending.
    pub faults: Vec<FieldError>,
    /// Keys of the statements that were said at an earlier sending and count on.
    pub standing: Vec<String>,
    pub ticked: Vec<String>,
    pub state: CheckState,
    /// What may be changed now.
    pub open: OpenFields,
    /// A public page that it looks like.
    pub twin: Option<Twin>,
}

/// What is sent, and what was said about it before.
struct Text {
    copy: WorkingCopy,
    standing: Vec<String>,
    open: OpenFields,
    twin: Option<Twin>,
}

impl Text {
    async fn load(state: &AppState, viewer: &Viewer, draft: &Draft) -> Result<Self, PageError> {
        let copy = draft.working_copy(state).await?;
        let asked = Asked::load(state, &draft.submission, &copy).await?;
        Ok(Self {
            open: asked.open,
            twin: version_of::load(state, viewer, &draft.submission, &copy.content).await?,
            copy,
            standing: declarations::standing(state.db.reader(), draft.submission.id).await?,
        })
    }
}

/// Why the page is drawn.
pub(super) enum CheckState {
    Opened,
    /// The person tried to send it.
    Tried,
    /// The person tried to send again what nothing was changed in.
    Unchanged,
    /// The person tried to send another text than the one that stands here now.
    Changed(ChangedSince),
}

/// GET `/submit/{draft}/check`.
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
        return Ok(Redirect::to(&paths::draft(draft.reference())).into_response());
    }
    let text = Text::load(&state, &context.viewer, &draft).await?;
    Ok(page(&context, &draft, text, CheckState::Opened))
}

/// POST `/submit/{draft}/check`: sends it.
///
/// The form carries the fingerprint of the text that it was drawn under, and sends that text or none:
/// where somebody saved another one meanwhile, or an old page was found with Back, the page comes
/// again with the text as it stands. A second press, a form sent again after Back, and the slower of
/// two tabs all find it sent, and are told the same as the first.
///
/// # Errors
/// Somebody else's draft is not found; a form that is not ours is refused.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let form = forms::read(&body, |key| {
        matches!(key, DECLARED | BASE | MARKS | UNCHANGED)
    });
    let draft = match Draft::open(&state, &context.viewer, &reference).await {
        Err(PageError::NotFound) => {
            // A form that is not ours is no reason to say that there is something.
            let answers = form.map_err(|_| PageError::NotFound)?;
            let ticks = Typed::ticks(answers.all(DECLARED));
            return Ok(unsaved::page(&context, ticks, Why::NoDraft));
        }
        draft => draft?,
    };
    let mut answers = form?;
    let fingerprint = answers.take(BASE).unwrap_or_default();
    let marks = answers.take(MARKS).unwrap_or_default();
    let is_sure = answers.take(UNCHANGED).is_some_and(|yes| yes == "yes");
    let ticked = answers.all(DECLARED).to_vec();
    let is_asked = |key: &String| asked_at(Occasion::LongWay).any(|one| one.key == key);
    if !ticked.iter().all(is_asked) {
        return Err(PageError::BadRequest(
            "The form held a statement that we do not know. Load the page again and send it from there.",
        ));
    }
    if !draft.is_open() {
        return Ok(after_sending(&draft.submission.status, draft.reference()));
    }
    // Staff prepare it: its page says that only its museum can send it.
    if draft.submission.is_ours_to_write() {
        return Ok(Redirect::to(&paths::draft(&reference)).into_response());
    }
    let text = Text::load(&state, &context.viewer, &draft).await?;
    // Also for whoever has not ticked everything: a tick is never carried over to another text.
    if SignedText::of(&text.copy.content).fingerprint() != fingerprint {
        return Ok(changed(&context, &draft, text, &marks));
    }
    if !left_to_say(&text.standing).all(|one| is_among(&ticked, one)) {
        let tried = CheckState::Tried;
        return Ok(page_with(&context, &draft, text, ticked, tried));
    }
    if !is_sure && is_unchanged(&state, &draft, &text.copy).await? {
        let unchanged = CheckState::Unchanged;
        return Ok(page_with(&context, &draft, text, ticked, unchanged));
    }
    let said = DECLARATIONS
        .iter()
        .filter(|one| is_among(&text.standing, one) || is_among(&ticked, one));
    let moves = [Move::Submit {
        declarations: Some(Declared {
            keys: said.map(|one| one.key.to_owned()).collect(),
            fingerprint,
        }),
    }];
    let mail_context = state.settings.mail_context();
    // No version: whoever presses twice sends once.
    let sent = transitions::apply(
        &state.db,
        &mail_context,
        &draft.actor,
        draft.submission.id,
        None,
        &moves,
    );
    match sent.await? {
        Outcome::Made(moved) => Ok(after_sending(&moved.status.into(), &moved.reference)),
        Outcome::NotAllowed | Outcome::Overtaken(_) | Outcome::NotPublishable(_) => {
            let now = Draft::open(&state, &context.viewer, &reference).await?;
            if now.is_open()
                && let Some(other) = drafts::in_the_way(&state.db, &now.submission).await?
            {
                return Ok(new_version::one_at_a_time(&context, &now, &other));
            }
            Ok(after_sending(&now.submission.status, now.reference()))
        }
        Outcome::NotFound => Err(PageError::NotFound),
        // The page says what is missing.
        Outcome::Incomplete(_) => {
            let tried = CheckState::Tried;
            Ok(page_with(&context, &draft, text, ticked, tried))
        }
        // Saved in the moment between: what stands there now was not read by anybody here.
        Outcome::OtherText => {
            let text = Text::load(&state, &context.viewer, &draft).await?;
            Ok(changed(&context, &draft, text, &marks))
        }
    }
}

/// Whether a museum that was asked for changes sends it as it was, without a word. What stands in the way of sending
/// is said first.
async fn is_unchanged(
    state: &AppState,
    draft: &Draft,
    copy: &WorkingCopy,
) -> Result<bool, PageError> {
    Ok(copy.check_to_send().is_empty()
        && request::load(state, &draft.submission).await?.is_some()
        && field_notes::said_nothing(state.db.reader(), &draft.submission, copy).await?)
}

/// The statements that are asked of whoever sends it now.
pub(super) fn left_to_say(standing: &[String]) -> impl Iterator<Item = &'static Declaration> {
    asked_at(Occasion::LongWay).filter(|one| !is_among(standing, one))
}

pub(super) fn is_among(keys: &[String], declaration: &Declaration) -> bool {
    keys.iter().any(|key| key == declaration.key)
}

/// The page after sending, for everybody who finds it sent.
fn after_sending(status: &Stored<Status>, reference: &str) -> Response {
    let to = if status.stands_as_sent() {
        paths::draft_sent(reference)
    } else {
        paths::draft(reference)
    };
    Redirect::to(&to).into_response()
}

/// The page with the text as it stands now, and without a tick.
fn changed(context: &PageContext, draft: &Draft, text: Text, marks: &str) -> Response {
    let since = SignedText::of(&text.copy.content).changed_since(marks);
    page(context, draft, text, CheckState::Changed(since))
}

fn page(context: &PageContext, draft: &Draft, text: Text, state: CheckState) -> Response {
    page_with(context, draft, text, Vec::new(), state)
}

fn page_with(
    context: &PageContext,
    draft: &Draft,
    text: Text,
    ticked: Vec<String>,
    state: CheckState,
) -> Response {
    let Text {
        copy,
        standing,
        open,
        twin,
    } = text;
    let title = match state {
        // What cannot be read yet is said with every visit.
        CheckState::Opened if !copy.unreadable().is_empty() => {
            format!("Error: {}", check_view::TITLE)
        }
        _ => check_view::TITLE.to_owned(),
    };
    let page = Page::new(title).at(Nav::Submit).private();
    let page = match state {
        CheckState::Opened => page,
        CheckState::Tried => page.invalid(),
        CheckState::Unchanged => page.status(StatusCode::UNPROCESSABLE_ENTITY),
        CheckState::Changed(_) => page.status(StatusCode::CONFLICT),
    };
    let view = View {
        reference: draft.reference().to_owned(),
        faults: copy.check_to_send(),
        standing,
        copy,
        ticked,
        state,
        open,
        twin,
    };
    page.render(context, move || check_view::draw(view))
}
