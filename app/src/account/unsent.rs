//! What somebody sent after their session had ended. It comes along through signing in, in the page
//! and nowhere else, and is offered to be sent once more.

use super::after_sign_in;
use crate::ui::{Button, KeptWords, Nav, PageHeading, Paragraphs};
use crate::web::page::{Page, PageContext};
use axum::response::Response;
use leptos::prelude::*;
use url::form_urlencoded;

/// A form that was not taken, as hidden fields of the sign-in form carry it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Unsent {
    /// Where it was sent to; one of our own pages.
    pub path: String,
    /// Its body, as browsers encode forms.
    pub body: String,
}

impl Unsent {
    /// None unless there is something to keep and one of our pages to send it to.
    pub fn new(path: &str, body: &str) -> Option<Self> {
        let path = after_sign_in::local(path)?;
        (!body.is_empty()).then(|| Self {
            path,
            body: body.to_owned(),
        })
    }

    fn pairs(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.body.as_bytes())
            .into_owned()
            .collect()
    }

    /// The page after signing in: what was written, and one button that sends it.
    pub fn offer(self, context: &PageContext) -> Response {
        Page::new("Your words are still here")
            .private()
            .at(Nav::Moderate)
            .render(context, move || view(&self))
    }
}

fn view(unsent: &Unsent) -> impl IntoView + use<> {
    let pairs = unsent.pairs();
    let message = pairs
        .iter()
        .find(|(key, text)| matches!(key.as_str(), "message" | "note") && !text.trim().is_empty())
        .map(|(_, text)| text.clone());
    let written = message.map(|text| view! { <KeptWords><Paragraphs text=text/></KeptWords> });
    let hidden = pairs
        .into_iter()
        .map(|(key, value)| view! { <input type="hidden" name=key value=value/> })
        .collect_view();
    let page = unsent
        .path
        .rsplit_once('/')
        .map_or(paths::MODERATE, |(page, _)| page)
        .to_owned();
    view! {
        <PageHeading
            title="Your words are still here"
            lede="You had been signed out, so nothing was sent. You are signed in again."
        />
        <div class="measure stack">
            {written}
            <form method="post" action=unsent.path.clone()>
                {hidden}
                <div class="actions">
                    <Button label="Send it now"/>
                    <a href=page>"Look at the case study first"</a>
                </div>
            </form>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_forms_of_our_own_pages_are_kept() {
        let ours = "/moderate/cases/WB-2345-6789/changes";
        assert!(Unsent::new(ours, "message=a").is_some());
        assert_eq!(Unsent::new(ours, ""), None);
        assert_eq!(Unsent::new("//evil.example/moderate", "message=a"), None);
        assert_eq!(Unsent::new("/account/sign-in", "message=a"), None);
    }

    #[test]
    fn every_field_comes_back_and_none_is_markup() {
        let unsent = Unsent::new(
            "/moderate/cases/WB-2345-6789/changes",
            "version=3&message=%22%3E%3Cb%3E",
        )
        .expect("ours");
        let html = view(&unsent).to_html();
        assert!(html.contains(r#"name="version" value="3""#), "{html}");
        assert!(!html.contains("<b>"), "{html}");
    }
}
