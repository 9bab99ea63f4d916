//! The island beside the filters of the list: each tick shows at once.
//!
//! Without it "Apply filters" asks for the page that the ticked boxes lead to. With it a tick asks
//! for the same page, and what differs in it takes the place of what is shown, so that the box keeps
//! the focus and stays where it is under the finger. Every list that was shown has its address:
//! Back and a reload bring it again.

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "hydrate")]
mod redraw;

use leptos::prelude::*;

/// The id of the form that holds the filters.
pub const FORM: &str = "filters";

/// What the line that counts the results says instead, when there was no answer to a tick.
#[cfg(feature = "hydrate")]
const NOT_APPLIED: &str = "We could not update the list. Press “Apply filters” to try again.";
/// The same when somebody went back to a list.
#[cfg(feature = "hydrate")]
const NOT_BACK: &str = "We could not bring this list back. Reload the page to try again.";

/// Watches the form of the filters. Draws nothing.
#[island]
pub fn FiltersAtOnce() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    browser::watch();
}
