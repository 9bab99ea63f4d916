//! The island around the search box: suggests while people type.
//!
//! Without it the box is a box and `/case-studies/suggest` says the same on a page. It follows the
//! combobox pattern of the ARIA Authoring Practices: the box keeps the focus, arrow keys move
//! through the list, Enter follows what is chosen, Escape closes the list.

#[cfg(feature = "hydrate")]
mod browser;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::Json;

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// A label or a title.
    pub words: String,
    /// What it is: "Theme, 12 case studies", or the museum.
    pub detail: String,
    /// Where it leads, from the root of the site.
    pub href: String,
}

/// What fits a text that somebody is typing. Nothing of it is kept.
///
/// # Errors
/// When the index has no answer.
#[server(prefix = "/api/fn", endpoint = "suggest", input = Json)]
pub async fn suggest(text: String) -> Result<Vec<Suggestion>, ServerFnError> {
    use crate::browse::lists::suggest::page::suggestions;
    use crate::list_query::shortlist::Shortlist;
    use crate::web::error::PageError;
    use crate::web::state::AppState;

    let state = expect_context::<AppState>();
    match state.index.suggest(&text).await {
        // The island adds what the page keeps.
        Ok(found) => Ok(suggestions(found, &Shortlist::default())),
        Err(error) => {
            // The error tells of files and segments, never of what was typed.
            tracing::error!(%error, "suggestions failed");
            let status = PageError::from(error).status();
            expect_context::<leptos_axum::ResponseOptions>().set_status(status);
            Err(ServerFnError::ServerError(
                "There are no suggestions just now.".to_owned(),
            ))
        }
    }
}

/// The id of the list; there is one search box on a page.
const LIST: &str = "search-suggestions";

/// The id of a line.
fn line_id(at: usize) -> String {
    format!("{LIST}-{at}")
}

/// Wraps a search box and suggests. `kept` is what every address that is suggested takes along, as
/// it stands after a question mark: the reader's shortlist; may be empty.
#[island]
pub fn SearchSuggestions(kept: String, children: Children) -> impl IntoView {
    let root = NodeRef::<leptos::html::Div>::new();
    let lines = RwSignal::new(Vec::<Suggestion>::new());
    let active = RwSignal::new(None::<usize>);
    #[cfg(feature = "hydrate")]
    browser::watch(root, lines, active, kept);
    #[cfg(not(feature = "hydrate"))]
    drop(kept);
    let said = move || match lines.with(Vec::len) {
        0 => String::new(),
        1 => "1 suggestion".to_owned(),
        count => format!("{count} suggestions"),
    };
    view! {
        <div class="suggestions" node_ref=root>
            {children()}
            <ul
                id=LIST
                class="suggestions-list"
                role="listbox"
                aria-label="Suggestions"
                hidden=move || lines.with(Vec::is_empty)
            >
                {move || {
                    lines
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(at, line)| {
                            let chosen = move || (active.get() == Some(at)).to_string();
                            view! {
                                <li id=line_id(at) role="option" class="suggestion" aria-selected=chosen data-href=line.href>
                                    <span class="suggestion-words">{line.words}</span>
                                    <span class="suggestion-detail">{line.detail}</span>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            <p class="visually-hidden" aria-live="polite">{said}</p>
        </div>
    }
}
