//! The page of one thing in an inbox: what the pages of both inboxes do and show in the same way.

use crate::account::sign_in;
use crate::ui::{
    Banner, BannerKind, Button, ButtonLook, FormError, IntoMarkup, KeptWords, Markup, Nav,
    Paragraphs, SummaryRow,
};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use axum::http::StatusCode;
use axum::response::Response;
use case_study::Stored;
use case_study::email::shown_email;
use case_study::reader_message::{MessageState, SENDER_KEPT_DAYS};
use leptos::prelude::*;
use store::history::Actor;

/// What stands in place of words that were forgotten in time.
pub(super) const DELETED: &str = "Deleted, as we promised";

/// Who pressed a button of the page, or the form that signs them in where their session ended while they wrote: the
/// words come along.
///
/// # Errors
/// Sends anonymous people who wrote nothing to sign in, and submitters away.
pub(super) fn actor(
    context: &PageContext,
    body: &[u8],
    href: &str,
) -> Result<Result<Actor, Response>, PageError> {
    match context.viewer.staff(href) {
        Ok(me) => Ok(Ok(Actor {
            account_id: Some(me.id),
            roles: vec![me.role],
        })),
        Err(PageError::SignIn { back_to }) => sign_in::interrupted(context, body)
            .map(Err)
            .ok_or(PageError::SignIn { back_to }),
        Err(error) => Err(error),
    }
}

/// What the address says was done by the last press.
pub(super) fn done(query: Option<&str>) -> Option<String> {
    url::form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .find(|(key, _)| key == "done")
        .map(|(_, slug)| slug.into_owned())
}

/// The page with its status.
pub(super) fn page(title: String, errors: &[FormError], overtaken: bool) -> Page {
    let page = Page::new(title).private().at(Nav::Moderate);
    if !errors.is_empty() {
        page.invalid()
    } else if overtaken {
        page.status(StatusCode::CONFLICT)
    } else {
        page
    }
}

/// What became of the last press: it came too late, which the sentence says more of, or heading and sentence of what was
/// done.
pub(super) fn banner(
    overtaken: Option<&'static str>,
    done: Option<(&'static str, &'static str)>,
) -> Option<Markup> {
    if let Some(words) = overtaken {
        let banner = view! {
            <Banner kind=BannerKind::Warning heading="Someone else was faster">
                <p>{words}</p>
            </Banner>
        };
        return Some(banner.into_markup());
    }
    done.map(|(heading, words)| {
        view! { <Banner kind=BannerKind::Success heading=heading><p>{words}</p></Banner> }
            .into_markup()
    })
}

/// What was typed by somebody who was overtaken: the form is gone once a colleague has dealt with it; the words are not.
pub(super) fn kept(overtaken: bool, words: &str) -> Option<Markup> {
    (overtaken && !words.is_empty()).then(|| {
        let words = words.to_owned();
        view! { <KeptWords><Paragraphs text=words/></KeptWords> }.into_markup()
    })
}

/// A row of what is shown.
pub(super) fn row(key: &str, value: Markup) -> SummaryRow {
    SummaryRow {
        key: key.to_owned(),
        value,
        change: None,
        error: None,
    }
}

/// What somebody wrote.
pub(super) fn text(text: &str) -> Markup {
    if text.is_empty() {
        view! { <p class="meta">{DELETED}</p> }.into_markup()
    } else {
        view! { <Paragraphs text=text.to_owned()/> }.into_markup()
    }
}

/// Who wrote it. The name may be empty, and so may the address.
pub(super) fn sender(name: &str, email: &str, state: &Stored<MessageState>) -> Markup {
    if email.is_empty() {
        let words = if *state == MessageState::Open {
            "No address was given, so there is no answer to send"
        } else {
            "No address"
        };
        return view! { <p class="meta">{words}</p> }.into_markup();
    }
    let name = (!name.is_empty()).then(|| view! { <p>{name.to_owned()}</p> });
    let kept = format!(
        "Deleted {SENDER_KEPT_DAYS} days after this is handled. No one has checked that it is theirs."
    );
    view! {
        {name}
        <p><a href=format!("mailto:{email}")>{shown_email(email)}</a></p>
        <p class="meta">{kept}</p>
    }
    .into_markup()
}

/// A form of one button. The version says what was seen when it was pressed.
pub(super) fn button(
    action: String,
    version: i64,
    label: &'static str,
    look: ButtonLook,
) -> Markup {
    view! {
        <form method="post" action=action>
            <input type="hidden" name="version" value=version/>
            <Button label=label look=look/>
        </form>
    }
    .into_markup()
}

#[cfg(test)]
mod tests {
    use super::done;

    #[test]
    fn an_address_says_what_was_done() {
        assert_eq!(
            done(Some("utm=1&done=take-down")).as_deref(),
            Some("take-down")
        );
        assert_eq!(done(Some("state=open")), None);
        assert_eq!(done(None), None);
    }
}
