//! `/moderate/messages/{id}`: one message from a reader, and what a moderator does about it.

use super::{inbox_item, reader_message_view, review_context};
use crate::ui::FormError;
use crate::web::error::PageError;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::answers::tidy;
use case_study::manner::Manner;
use case_study::reader_message::{MessageKind, MessageState};
use case_study::{CaseAction, CaseState};
use store::case_transitions::{WhichCase, move_case_and_tell};
use store::history;
use store::history::{Actor, HistoryEntry};
use store::message_inbox;
use store::message_inbox::ReaderMessage;
use store::similar;
use store::similar::{Place, Similar};
use store::submissions;

/// Shortest and longest note, in characters.
const NOTE: (usize, usize) = (3, 2000);

/// Address of a message.
pub(super) fn href(id: i64) -> String {
    format!("{}/{id}", paths::MODERATE_MESSAGES)
}

/// What a button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MessageAction {
    Handle,
    Reopen,
    TakeDown,
}

/// What an address says was done on a page about the text.
const CARRIED_OUT: &str = "carried-out";

impl MessageAction {
    const ALL: [Self; 3] = [Self::Handle, Self::Reopen, Self::TakeDown];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Handle => "handle",
            Self::Reopen => "reopen",
            Self::TakeDown => "take-down",
        }
    }

    fn read(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.slug() == slug)
    }

    /// Heading and sentence once it is done.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Handle => ("Handled", "It is off the list. Your note stands below."),
            Self::Reopen => ("Open again", "It is on the list again."),
            Self::TakeDown => (
                "Taken down",
                "Readers no longer see the case study. If a museum sent it, the museum gets an email.",
            ),
        }
    }
}

/// Everything the page shows.
pub(super) struct MessageProps {
    pub message: ReaderMessage,
    pub history: Vec<HistoryEntry>,
    /// Reference of the submission that made the case public; none for a compiled one.
    pub submission: Option<String>,
    /// What waits and is like the case that somebody claims, with its version.
    pub waiting: Vec<(Similar, i64)>,
    pub done: Option<MessageAction>,
    /// Somebody was faster than this moderator.
    pub overtaken: bool,
    pub note: String,
    pub errors: Vec<FormError>,
}

impl MessageProps {
    async fn load(state: &AppState, message: ReaderMessage) -> Result<Self, PageError> {
        let submission = submissions::published_of_case(&state.db, message.case.id).await?;
        let waiting = if message.kind == MessageKind::Claim && message.state == MessageState::Open {
            waiting(state, message.case.id).await?
        } else {
            Vec::new()
        };
        Ok(Self {
            waiting,
            history: history::history_of_reader_message(&state.db, message.id).await?,
            submission: submission.map(|submission| submission.reference),
            message,
            done: None,
            overtaken: false,
            note: String::new(),
            errors: Vec::new(),
        })
    }

    fn page(self, context: &PageContext) -> Response {
        let page = inbox_item::page(self.message.about(), &self.errors, self.overtaken);
        page.render(context, move || reader_message_view::view(self))
    }
}

async fn waiting(state: &AppState, case_id: i64) -> Result<Vec<(Similar, i64)>, PageError> {
    let mut found = Vec::new();
    for one in similar::waiting_like_case(&state.db, case_id).await? {
        let Place::Waiting { reference, .. } = &one.place else {
            continue;
        };
        let waits = submissions::by_reference(state.db.reader(), reference).await?;
        if let Some(submission) = waits {
            found.push((one, submission.version));
        }
    }
    Ok(found)
}

async fn find(state: &AppState, id: &str) -> Result<ReaderMessage, PageError> {
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    message_inbox::by_id(&state.db, id)
        .await?
        .ok_or(PageError::NotFound)
}

/// The message.
///
/// # Errors
/// Sends anonymous people to sign in and submitters away; when there is no such message.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    context
        .viewer
        .staff(&format!("{}/{id}", paths::MODERATE_MESSAGES))?;
    let mut shown = MessageProps::load(&state, find(&state, &id).await?).await?;
    shown.done = inbox_item::done(query.as_deref())
        .and_then(|slug| match slug.as_str() {
            CARRIED_OUT => Some(MessageAction::Handle),
            slug => MessageAction::read(slug),
        })
        .filter(|deed| still_true(*deed, &shown.message));
    Ok(shown.page(&context))
}

/// Whether what the address says was done is not long past.
fn still_true(deed: MessageAction, message: &ReaderMessage) -> bool {
    match deed {
        MessageAction::Handle => message.state == MessageState::Handled,
        MessageAction::Reopen => message.state == MessageState::Open,
        MessageAction::TakeDown => message.case.state == CaseState::TakenDown,
    }
}

/// `POST /moderate/messages/{id}/{action}`: `handle` and `reopen` the message, `take-down` the case. It is put back
/// where one sees what comes back.
///
/// # Errors
/// As the page; 404 for another action, and a bad request for a form that is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path((id, action)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let here = format!("{}/{id}", paths::MODERATE_MESSAGES);
    let actor = match inbox_item::actor(&context, &body, &here)? {
        Ok(actor) => actor,
        Err(response) => return Ok(response),
    };
    let message = find(&state, &id).await?;
    let deed = MessageAction::read(&action).ok_or(PageError::NotFound)?;
    let sent = review_context::read(&body, |key| key == "note" && deed == MessageAction::Handle)?;
    let note = tidy(sent.answers.one("note"));
    let done = match deed {
        MessageAction::Handle => {
            if let Some(fault) = note_fault(&note) {
                let mut shown = MessageProps::load(&state, message).await?;
                shown.note = note;
                shown.errors = vec![fault];
                return Ok(shown.page(&context));
            }
            let to = MessageState::Handled;
            message_inbox::decide(&state.db, &actor, &message, sent.version, to, &note).await?
        }
        MessageAction::Reopen => {
            let to = MessageState::Open;
            message_inbox::decide(&state.db, &actor, &message, sent.version, to, "").await?
        }
        MessageAction::TakeDown => take_down(&state, &actor, &message).await?,
    };
    if done {
        let next = format!("{}?done={}", href(message.id), deed.slug());
        return Ok(Redirect::to(&next).into_response());
    }
    let mut shown = MessageProps::load(&state, find(&state, &id).await?).await?;
    shown.overtaken = true;
    shown.note = note;
    Ok(shown.page(&context))
}

/// Takes the case down, and tells its museum. `false` when it stands where that cannot be done.
async fn take_down(
    state: &AppState,
    actor: &Actor,
    message: &ReaderMessage,
) -> Result<bool, PageError> {
    let submission = submissions::published_of_case(&state.db, message.case.id).await?;
    let which = WhichCase {
        case_id: message.case.id,
        submission_id: submission.map(|submission| submission.id),
        reader_message_id: Some(message.id),
        // What is shown beside these buttons is the message.
        seen_version: None,
    };
    let why = format!("After a message from a reader: {}.", message.about());
    let (context, manner) = (state.settings.mail_context(), Manner::default());
    let action = CaseAction::TakeDown;
    let moved =
        move_case_and_tell(&state.db, &context, actor, which, action, &why, &manner).await?;
    Ok(moved.made().is_some())
}

fn note_fault(note: &str) -> Option<FormError> {
    let message = match note.chars().count() {
        length if length < NOTE.0 => {
            "Say in a few words what you did, for the other moderators".to_owned()
        }
        length if length > NOTE.1 => format!(
            "The note has {length} characters. Shorten it to {} or fewer",
            NOTE.1
        ),
        _ => return None,
    };
    Some(FormError::new("note", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_short_and_there() {
        for (length, fine) in [
            (0, false),
            (2, false),
            (3, true),
            (2000, true),
            (2001, false),
        ] {
            assert_eq!(note_fault(&"é".repeat(length)).is_none(), fine, "{length}");
        }
    }

    #[test]
    fn every_deed_reads_back() {
        for deed in MessageAction::ALL {
            assert_eq!(MessageAction::read(deed.slug()), Some(deed));
        }
        assert_eq!(MessageAction::read("delete"), None);
    }
}
