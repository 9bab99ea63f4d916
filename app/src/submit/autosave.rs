//! The island around the form of a section: saves while people type, and counts words.
//!
//! Without it the form works as it is; with it at most the last five seconds are lost when a
//! window dies. It is built for the server, which draws the form, and for the browser, which
//! watches it: `listening` is what it listens to, `browser` what is sent and what became of it,
//! `schedule` when, `request` how, and `leaving` what happens before the page is left.

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "hydrate")]
mod form_state;
#[cfg(feature = "hydrate")]
mod in_sight;
#[cfg(feature = "hydrate")]
mod leaving;
#[cfg(feature = "hydrate")]
mod list_filter;
#[cfg(feature = "hydrate")]
mod listening;
#[cfg(feature = "hydrate")]
mod pasted_lines;
#[cfg(feature = "hydrate")]
mod request;
// Rules and words need no browser, so their tests run where all others do.
#[cfg(any(feature = "hydrate", test))]
mod schedule;
#[cfg(feature = "hydrate")]
mod word_counts;
#[cfg(any(feature = "hydrate", test))]
mod words;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::Json;

/// The field of the form that says which answers it was drawn from.
pub(super) const BASE: &str = "base";
/// The box in which a browser keeps, beside what was typed, the base that it was typed on.
const TYPED_ON: &str = "typed-on";

/// What became of answers the island sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SaveOutcome {
    /// Saved; the page carries this base from now on. What could not be read is kept as it was typed.
    Saved {
        base: String,
        /// A server of an earlier version says nothing of them.
        #[serde(default)]
        unread: Vec<Unread>,
    },
    /// Somebody saved the same page meanwhile; nothing was written.
    Overtaken,
    /// Sent, published or withdrawn meanwhile.
    Closed,
}

/// An answer that is kept as it was typed because it cannot be read yet, or of which only a part fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// The field's key.
    pub field: String,
    /// A sentence that says what to do, without its full stop.
    pub message: String,
}

/// What the line below the form says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct SaveStatus {
    words: String,
    /// Something is not saved.
    is_warning: bool,
}

impl SaveStatus {
    /// An empty line is not drawn.
    fn class(&self) -> &'static str {
        match self {
            status if status.words.is_empty() => "save-status",
            Self {
                is_warning: true, ..
            } => "save-status save-status-said save-status-warning",
            Self { .. } => "save-status save-status-said",
        }
    }
}

/// Saves the answers of one page, under the same rules as its form.
///
/// # Errors
/// When this browser may not write the draft, when the request is not one the island makes, and
/// when the database does not answer.
#[server(prefix = "/api/fn", endpoint = "save_draft", input = Json)]
pub async fn save_draft(
    reference: String,
    section: String,
    base: String,
    answers: Vec<(String, String)>,
) -> Result<SaveOutcome, ServerFnError> {
    use crate::web::error::{BUSY_SECONDS, PageError};
    use crate::web::state::AppState;
    use crate::web::viewer::Viewer;
    use axum::extract::FromRequestParts;

    let refused = |error: &PageError| -> ServerFnError {
        let options = expect_context::<leptos_axum::ResponseOptions>();
        options.set_status(error.status());
        if matches!(error, PageError::Unavailable) {
            options.insert_header(axum::http::header::RETRY_AFTER, BUSY_SECONDS.into());
        }
        if error.status().is_server_error() {
            // The span around every request adds its id.
            tracing::error!(cause = %error, "an autosave failed");
            ServerFnError::ServerError("We could not save just now.".to_owned())
        } else {
            ServerFnError::Args("This cannot be saved from here.".to_owned())
        }
    };
    let state = expect_context::<AppState>();
    let mut parts = expect_context::<axum::http::request::Parts>();
    let viewer = Viewer::from_request_parts(&mut parts, &state)
        .await
        .map_err(|error| refused(&error))?;
    let saved = super::save::from_island(&state, &viewer, &reference, &section, &base, answers)
        .await
        .map_err(|error| refused(&error))?;
    if !saved.was_asked {
        // The rest is saved, and the answer says what is not.
        expect_context::<leptos_axum::ResponseOptions>()
            .set_status(axum::http::StatusCode::CONFLICT);
    }
    Ok(saved.outcome)
}

/// Wraps the form of a section and keeps it saved.
#[island]
pub fn Autosave(
    /// The submission's reference.
    reference: String,
    /// The section's slug.
    section: String,
    children: Children,
) -> impl IntoView {
    let status = RwSignal::new(SaveStatus::default());
    let root = NodeRef::<leptos::html::Div>::new();
    #[cfg(feature = "hydrate")]
    listening::watch(root, status, reference, section);
    #[cfg(not(feature = "hydrate"))]
    drop((reference, section));
    view! {
        <div class="draft-keeper" node_ref=root>
            {children()}
            <input type="text" name=TYPED_ON hidden/>
            <p class=move || status.with(SaveStatus::class) role="status">
                {move || status.with(|status| status.words.clone())}
            </p>
        </div>
    }
}
