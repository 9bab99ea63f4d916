//! Why no draft began though a file or a text could be read, and the page that says so. A text that was pasted stands on it.

use super::TEXT;
use super::start_view;
use crate::submit::first_page::{EMAIL, FirstForm, MAILED_OFTEN};
use crate::submit::started_already;
use crate::submit::started_already::Again;
use crate::ui::FormError;
use crate::web::page::PageContext;
use axum::response::Response;

pub(super) enum NotBegun {
    /// How long to wait until the address may be mailed again, in seconds.
    MailedOften { seconds: u64 },
    /// The reference of the draft that the page began before, where it may be opened here, and what another one would be
    /// called.
    StartedAlready {
        draft: Option<String>,
        title: String,
    },
}

impl NotBegun {
    /// The page, with the form as it was sent.
    pub fn page(self, context: &PageContext, text: String, mut form: FirstForm) -> Response {
        match self {
            Self::MailedOften { seconds } => {
                form.errors.insert(0, FormError::new(EMAIL, MAILED_OFTEN));
                form.wait = Some(seconds);
                start_view::page(context, text, form)
            }
            Self::StartedAlready { draft, title } => {
                // A file cannot be given back: another draft begins with what it is called.
                let had_files = text.trim().is_empty();
                let (action, words) = if had_files {
                    (paths::SUBMIT_NEW_FORM, ("title", title))
                } else {
                    (paths::SUBMIT_BRING_FORM, (TEXT, text))
                };
                let again = Again {
                    action,
                    button: "Start another",
                    // The address first: the draft begins where the text is read.
                    typed: vec![(EMAIL, form.email), words],
                    chosen: Vec::new(),
                    unseen: form.unseen,
                    had_files,
                };
                started_already::page(context, draft, again)
            }
        }
    }
}
