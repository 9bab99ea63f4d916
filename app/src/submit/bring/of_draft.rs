//! `/submit/{draft}/bring`: what came with a draft, in pieces to place, and adding more.

use super::coming::Coming;
use super::piece_view::piece_id;
use super::upload::{Items, NOT_IN_PARTS};
use super::view::{self, Draft as Shown, NOTHING, draft_page};
use super::{FILES, PASTED};
use crate::submit::draft_guard::Draft;
use crate::submit::unsaved;
use crate::submit::unsaved::{Typed, Why};
use crate::ui::FormError;
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use std::net::IpAddr;
use store::material::Placed;
use store::{drafts, material};

/// What the form of a piece says.
pub(super) const MATERIAL: &str = "material";
pub(super) const PIECE: &str = "piece";
pub(super) const FIELD: &str = "field";
pub(super) const PRESSED: &str = "pressed";
pub(super) const ALL: &str = "all";
pub(super) const REMOVE: &str = "remove";

/// GET.
///
/// # Errors
/// Somebody else's draft is not found, and neither is one that can no longer be written.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    if !draft.is_open() {
        return Ok(Redirect::to(&paths::draft(draft.reference())).into_response());
    }
    let shown = Shown::load(&state, draft.submission.id, draft.submission.reference).await?;
    Ok(draft_page(&context, shown, Vec::new(), String::new()))
}

/// POST, as `multipart/form-data`: adds files and a text.
///
/// # Errors
/// As GET; for a form that is not ours; and for more files from one network than anybody sends.
pub async fn post(
    State(state): State<AppState>,
    ClientNetwork(network): ClientNetwork,
    context: PageContext,
    Path(reference): Path<String>,
    request: Request,
) -> Result<Response, PageError> {
    // Who may write is asked before a file is opened; what was typed is read all the same, to be given back.
    let draft = match Draft::open(&state, &context.viewer, &reference).await {
        Err(PageError::NotFound) => None,
        draft => Some(draft?),
    };
    let Some(mut items) = Items::of(request) else {
        return Err(if draft.is_none() {
            PageError::NotFound
        } else {
            NOT_IN_PARTS
        });
    };
    let added = add(&state, network, &context, draft, &mut items).await;
    items.or_given_back(added).await
}

async fn add(
    state: &AppState,
    network: IpAddr,
    context: &PageContext,
    draft: Option<Draft>,
    items: &mut Items,
) -> Result<Response, PageError> {
    let writable = draft
        .as_ref()
        .filter(|draft| draft.is_open())
        .map(|draft| draft.submission.id);
    if writable.is_some() {
        state.rate_limits.check_upload(network)?;
    }
    let mut coming = Coming::default();
    let mut open = writable;
    while let Some(one) = coming.next(items).await? {
        if let Some(id) = open
            && !coming.take_in(state, id, one).await?
        {
            open = None;
        }
    }
    let Coming {
        text,
        mut refused,
        count,
        ..
    } = coming;
    let Some(draft) = draft else {
        return Ok(unsaved::page(context, given_back(text), Why::NoDraft));
    };
    let reference = draft.submission.reference;
    if open.is_none() {
        return Ok(unsaved::page(
            context,
            given_back(text),
            Why::Closed { reference },
        ));
    }
    if count == 0 && refused.is_empty() {
        refused.push(FormError::new(FILES, NOTHING));
    }
    if refused.is_empty() {
        return Ok(Redirect::to(&paths::draft_bring(&reference)).into_response());
    }
    let shown = Shown::load(state, draft.submission.id, reference).await?;
    Ok(draft_page(context, shown, refused, text))
}

/// A text that was pasted, if any was.
pub(super) fn given_back(text: String) -> Typed {
    let words = if text.trim().is_empty() {
        Vec::new()
    } else {
        vec![text]
    };
    Typed::words(PASTED, words)
}

/// `POST /submit/{draft}/bring/piece`: places a piece, places all of a file, or takes a file back.
///
/// # Errors
/// Somebody else's draft is not found; a form that is not ours is refused.
pub async fn piece(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    let answers = forms::read(&body, |key| {
        matches!(key, MATERIAL | PIECE | FIELD | PRESSED)
    })?;
    let (id, reference) = (draft.submission.id, draft.submission.reference.clone());
    if !draft.is_open() {
        return Ok(unsaved::page(
            &context,
            given_back(String::new()),
            Why::Closed { reference },
        ));
    }
    let material_id: i64 = answers.one(MATERIAL).parse().map_err(|_| forms::NotOurs)?;
    let here = paths::draft_bring(&reference);
    match answers.one(PRESSED) {
        REMOVE => material::remove(&state.db, id, material_id).await?,
        ALL => {
            material::place_all(&state.db, id, material_id).await?;
        }
        _ => {
            let piece: usize = answers.one(PIECE).parse().map_err(|_| forms::NotOurs)?;
            let key = answers.one(FIELD);
            let box_id = piece_id(material_id, piece);
            let fault = if key.is_empty() {
                Some("Choose where this piece belongs")
            } else {
                match material::place(&state.db, id, material_id, piece, key).await? {
                    Placed::Placed => {
                        mail_link_back(&state, id).await;
                        None
                    }
                    // Pressed twice it comes to the same.
                    Placed::Gone => None,
                    Placed::Taken => Some(
                        "That question has its answer already, or no room for more. Choose another one, or change the answer there",
                    ),
                    Placed::Closed => {
                        return Ok(unsaved::page(
                            &context,
                            given_back(String::new()),
                            Why::Closed { reference },
                        ));
                    }
                }
            };
            if let Some(fault) = fault {
                let shown = Shown::load(&state, id, reference).await?;
                return Ok(draft_page(
                    &context,
                    shown.choosing(&box_id, key),
                    vec![FormError::new(box_id, fault)],
                    String::new(),
                ));
            }
        }
    }
    Ok(Redirect::to(&format!("{here}#{}", view::material_id(material_id))).into_response())
}

/// Where the piece was an address, and the first that anybody gave.
async fn mail_link_back(state: &AppState, id: i64) {
    let mail_context = state.settings.mail_context();
    if let Err(error) = drafts::mail_link_back(&state.db, &mail_context, id).await {
        // The piece has its place, and the worker tries again.
        tracing::warn!(%error, "a link to a draft was not mailed");
    }
}
