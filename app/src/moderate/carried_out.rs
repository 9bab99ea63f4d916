//! A correction that a reader sent, carried out from their message: their words stand above the form on which the text is
//! changed, and saving a change deals with the message.

use super::flash::Flash;
use super::mend_target::Target;
use super::reader_message::href;
use crate::ui::{IntoMarkup, Markup, Paragraphs};
use crate::web::error::PageError;
use crate::web::state::AppState;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::reader_message::MessageState;
use leptos::prelude::*;
use store::message_inbox;
use store::message_inbox::ReaderMessage;

/// The message's number, in a query and in a form.
pub(super) const AFTER: &str = "after_message";

/// The number that a query or a form names; it is one of the pairs, or there is none.
pub(super) fn named(pairs: &[u8]) -> Option<i64> {
    url::form_urlencoded::parse(pairs)
        .find(|(key, _)| key == AFTER)
        .and_then(|(_, id)| id.parse().ok())
}

/// The message, while it is open and about this very case.
pub(super) async fn load(
    state: &AppState,
    id: Option<i64>,
    target: &Target,
) -> Result<Option<ReaderMessage>, PageError> {
    let Some(id) = id else {
        return Ok(None);
    };
    let message = message_inbox::by_id(&state.db, id).await?;
    Ok(message.filter(|one| one.case.id == target.case_id && one.state == MessageState::Open))
}

/// An address of the same form, with the message.
pub(super) fn with_message(address: String, message: Option<&ReaderMessage>) -> String {
    let Some(message) = message else {
        return address;
    };
    let joins = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joins}{AFTER}={}", message.id)
}

/// What they wrote, above the form.
pub(super) fn view(message: &ReaderMessage) -> Markup {
    let text = message.text.clone();
    view! {
        <section class="measure stack" aria-labelledby="after-message">
            <h2 id="after-message">"What a reader wrote"</h2>
            <blockquote><Paragraphs text=text/></blockquote>
            <p class="meta">
                "When you save a change, their message is marked as handled. "
                <a href=href(message.id)>"Back to the message"</a>
            </p>
        </section>
    }
    .into_markup()
}

/// The part of the form that says so.
pub(super) fn hidden(message: &ReaderMessage) -> Markup {
    view! { <input type="hidden" name=AFTER value=message.id/> }.into_markup()
}

/// Deals with the message once something was changed, and leads back to it. What is saved stays saved, whoever dealt
/// with the message meanwhile.
pub(super) async fn after_saving(
    state: &AppState,
    target: &Target,
    message: &ReaderMessage,
    changed: usize,
) -> Result<Response, PageError> {
    if changed == 0 {
        return Ok(Redirect::to(&Flash::TextKept.at(&target.home())).into_response());
    }
    let note = match changed {
        1 => "Carried out: 1 answer was changed.".to_owned(),
        many => format!("Carried out: {many} answers were changed."),
    };
    let (actor, to) = (&target.actor, MessageState::Handled);
    let done = message_inbox::decide(&state.db, actor, message, message.version, to, &note).await?;
    let next = if done {
        format!("{}?done=carried-out", href(message.id))
    } else {
        href(message.id)
    };
    Ok(Redirect::to(&next).into_response())
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_message_is_named_by_its_number_or_not_at_all() {
        assert_eq!(named(b"part=story&after_message=12"), Some(12));
        assert_eq!(named(b"after_message=x"), None);
        assert_eq!(named(b""), None);
    }
}
