//! What somebody wrote that could not be sent or saved, given back to be copied.

use crate::ui::Inside;
use leptos::prelude::*;

/// Words in a frame of their own, so that it is plain where they begin and end.
#[component]
pub fn KeptWords(children: Inside) -> impl IntoView {
    view! { <div class="kept-words">{children.draw()}</div> }
}
