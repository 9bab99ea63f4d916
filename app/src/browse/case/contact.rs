//! The ways from a case's page to somebody who can do something: its museum, and the moderators.

use crate::ui::LinkButton;
use leptos::prelude::*;
use store::cases::PublicCase;

/// "Ask the museum", where somebody there takes messages.
pub fn ask(case: &PublicCase, takes_questions: bool) -> Option<impl IntoView + use<>> {
    takes_questions.then(|| {
        let museum = case.content.museum.clone();
        view! {
            <section class="case-end no-print" aria-labelledby="ask">
                <h2 id="ask">"Ask the museum"</h2>
                <p>{format!("{museum} is happy to hear from you. We will pass your message on.")}</p>
                <p class="actions"><LinkButton href=paths::ask(&case.slug) label="Write to the museum"/></p>
            </section>
        }
    })
}

/// For whoever has something to say about the page itself.
pub fn about_the_page(case: &PublicCase, contact: &str) -> impl IntoView + use<> {
    let claim = if case.compiled {
        "This is our case study: take it over or correct it"
    } else {
        "This is our case study: correct it"
    };
    let other_format = (!contact.is_empty()).then(|| {
        view! { <li><a href=format!("mailto:{contact}")>"Ask for it in another format"</a></li> }
    });
    view! {
        <section class="case-end no-print" aria-labelledby="about-this-page">
            <h2 id="about-this-page">"About this page"</h2>
            <ul class="plain-links">
                <li><a href=paths::claim(&case.slug)>{claim}</a></li>
                <li><a href=paths::concern(&case.slug)>"Report a concern"</a></li>
                {other_format}
            </ul>
        </section>
    }
}
