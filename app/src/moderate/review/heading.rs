//! What it is, where it stands and what is wrong, in as few lines as that takes: the story begins below.

use crate::moderate::content_view::Editing;
use crate::moderate::event_text::titled;
use crate::moderate::letters;
use crate::moderate::review_context::ReviewContext;
use crate::ui::{Markup, StatusTag, unbroken};
use case_study::fields::field;
use case_study::public::public_part;
use case_study::{CaseState, CaseStudyContent, Status};
use leptos::prelude::*;
use store::letters::Letter;
use store::submissions::Publicly;

pub(super) fn view(
    review: &ReviewContext,
    content: &CaseStudyContent,
    public: &Publicly,
    kept: &[Letter],
    editing: &Editing<'_>,
    noted: Option<Markup>,
) -> impl IntoView + use<> {
    let submission = &review.submission;
    let status = &submission.status;
    // What the public sees is said where it is not what the status says.
    let state = (*status == Status::Published && public.state != CaseState::Live).then(|| {
        view! { <StatusTag slug=public.state.slug() label=public.state.label()/> }
    });
    let place = [
        content.museum.clone(),
        public_part(content.clone()).place_in_words(),
    ]
    .into_iter()
    .filter(|part| !part.is_empty())
    .collect::<Vec<_>>()
    .join(", ");
    let title = field("title");
    let ours = title.and_then(|title| editing.ours(title));
    let edit = title
        .and_then(|title| editing.link(title, "Edit"))
        .map(|link| view! { <li>{link}</li> });
    let new = kept
        .iter()
        .any(|letter| letter.is_new)
        .then(letters::new_mark);
    let preview = paths::moderate_case_preview(&submission.reference);
    view! {
        <header class="page-heading review-heading">
            <a class="skip-link" href="#decide">"Go to what you can do"</a>
            <p class="review-status">
                <StatusTag slug=status.slug() label=status.label()/>
                {state}
                <span>{place}</span>
                <span class="row-reference">{submission.reference.clone()}</span>
            </p>
            <h1>{unbroken(&titled(&content.title))}</h1>
            {ours}
            {noted}
            <ul class="review-jumps">
                {edit}
                <li><a href=preview>"See the page as readers will see it"</a></li>
                <li><a href="#letters">"Letters"</a>{new}</li>
                <li><a href="#history">"History"</a></li>
            </ul>
            {letters::trouble(kept)}
        </header>
    }
}
