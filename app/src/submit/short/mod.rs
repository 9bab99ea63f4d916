//! The short way: a story in one box, as somebody would write it in an email. [`page`] begins and sends a
//! case study with one press; [`of_draft`] is the same page for a draft. Files are added on both: see `files`.

mod beside;
mod files;
mod form;
pub mod of_draft;
pub mod page;
mod view;

use case_study::WorkingCopy;
use case_study::validation::{STORY_WORDS, story_words};
use leptos::prelude::*;

/// What leads from a draft to the short way, once enough is told for it.
pub(super) fn offer(reference: &str, copy: &WorkingCopy) -> Option<impl IntoView + use<>> {
    (story_words(&copy.content) >= STORY_WORDS).then(|| {
        view! {
            <p>
                "Short of time? "
                <a href=paths::draft_short(reference)>"Send it as it is, in your own words"</a>
                ". We make the page from it, and you see the page before it goes online."
            </p>
        }
    })
}
