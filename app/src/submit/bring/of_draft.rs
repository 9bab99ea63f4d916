//! `/submit/{draft}/bring`: what came with a draft, in pieces to place, and adding more.

use super::taking::{Taken, take, take_photograph};
use super::upload::{Item, Items, NOT_IN_PARTS};
use super::view::{self, Draft as Shown, draft_page, sentence};
use super::{FILES, PASTED, TEXT};
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
use documents::Refused;
use store::material;
use store::material::Placed;

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
    let writable = draft
        .as_ref()
        .filter(|draft| draft.is_open())
        .map(|draft| draft.submission.id);
    if writable.is_some() {
        state.rate_limits.check_upload(network)?;
    }
    let mut text = String::new();
    let mut refused: Vec<FormError> = Vec::new();
    let mut count = 0;
    let mut is_closed = writable.is_none();
    while let Some(item) = items.next().await? {
        let (name, file) = match item {
            Item::Words(name, words) if name == TEXT => {
                text.clone_from(&words);
                if words.trim().is_empty() {
                    continue;
                }
                (PASTED.to_owned(), Ok(words.into_bytes()))
            }
            Item::Words(..) => continue,
            Item::File(name, file) => (name, file),
            Item::TooMany(name) => {
                refused.push(FormError::new(FILES, sentence(&name, view::TOO_MANY)));
                continue;
            }
        };
        let (Some(id), false) = (writable, is_closed) else {
            continue;
        };
        let read = match &file {
            Ok(file) => state.reader.read(file).await,
            Err(why) => Err(*why),
        };
        let field = if name == PASTED { TEXT } else { FILES };
        let bytes = file.unwrap_or_default();
        let taken = match read {
            Ok(found) => Ok(take(&state, id, name.clone(), found, &bytes).await?),
            Err(Refused::Picture) => match state.media.prepare(bytes).await {
                Ok(photograph) => Ok(take_photograph(&state, id, &photograph).await?),
                Err(why) => Err(why.to_string()),
            },
            Err(why) => Err(why.to_string()),
        };
        let taken = match taken {
            Ok(taken) => taken,
            Err(why) => {
                refused.push(FormError::new(field, sentence(&name, &why)));
                continue;
            }
        };
        match taken {
            Taken::All => {
                count += 1;
                if name == PASTED {
                    text.clear();
                }
            }
            Taken::Closed => is_closed = true,
            Taken::Refused(why) => refused.push(FormError::new(field, sentence(&name, why))),
        }
    }
    let Some(draft) = draft else {
        return Ok(unsaved::page(&context, given_back(text), Why::NoDraft));
    };
    let reference = draft.submission.reference;
    if is_closed {
        return Ok(unsaved::page(
            &context,
            given_back(text),
            Why::Closed { reference },
        ));
    }
    if count == 0 && refused.is_empty() {
        refused.push(FormError::new(
            FILES,
            "Choose a file, or paste a text below",
        ));
    }
    if refused.is_empty() {
        return Ok(Redirect::to(&paths::draft_bring(&reference)).into_response());
    }
    let shown = Shown::load(&state, draft.submission.id, reference).await?;
    Ok(draft_page(&context, shown, refused, text))
}

fn given_back(text: String) -> Typed {
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
            let box_id = view::piece_id(material_id, piece);
            let fault = if key.is_empty() {
                Some("Choose where this piece belongs")
            } else {
                match material::place(&state.db, id, material_id, piece, key).await? {
                    // Pressed twice it comes to the same.
                    Placed::Placed | Placed::Gone => None,
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
                    shown,
                    vec![FormError::new(box_id, fault)],
                    String::new(),
                ));
            }
        }
    }
    Ok(Redirect::to(&format!("{here}#{}", view::material_id(material_id))).into_response())
}
