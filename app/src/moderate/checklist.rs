//! What to look for while reading. An aid, not a form: nothing here is stored.

use crate::ui::Details;
use leptos::prelude::*;

const QUESTIONS: [&str; 15] = [
    "Is it clear who it was for, and why?",
    "Could another museum try it from what is written here?",
    "Is the museum’s part clear: its collection, its place, its people?",
    "Do the results follow from the evidence? No claim should be stronger than the method behind it.",
    "Do method and numbers make sense? Were people counted, or visits?",
    "Does it say what was hard or did not work?",
    "Are there at least two lessons that someone could use?",
    "Are partners credited, and is sponsorship or another interest named?",
    "Is it called therapy only where a qualified therapist led it?",
    "Is it in plain English, without unexplained short forms, with words that respect people?",
    "Was the wellbeing of staff and volunteers thought of?",
    "Do the links work, and lead to pages that everyone can open?",
    "Do the tags fit?",
    "Is it free of advertising, and either written for us or used with permission?",
    "Does it fit the eight quality principles of the Culture, Health and Wellbeing Alliance? Talk them over; do not tick them off.",
];

/// The list, closed until somebody wants it.
pub(super) fn view() -> impl IntoView {
    let items = QUESTIONS
        .into_iter()
        .map(|question| view! { <li>{question}</li> })
        .collect_view();
    view! {
        <Details summary="What to look for while reading">
            <ol class="checklist">{items}</ol>
        </Details>
    }
}
