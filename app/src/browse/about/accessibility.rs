//! `/accessibility`: what works, how it was tested, what to do when something does not.

use crate::ui::IntoMarkup;
use crate::ui::{Nav, PageHeading};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use axum::response::Response;
use leptos::prelude::*;

/// When the words of this page were last checked against the site.
const CHECKED: &str = "20 November 2026";

/// `GET /accessibility`
///
/// # Errors
/// None today; the signature is that of every page.
pub async fn get(context: PageContext) -> Result<Response, PageError> {
    let contact = context.settings.contact.clone();
    let page = Page::new("Accessibility").at(Nav::About).description(
        "How accessible this site is, how it was tested, and how to tell us about a problem.",
    );
    Ok(page.render(&context, move || view(&contact)))
}

fn view(contact: &str) -> impl IntoView + use<> {
    let contact = contact.to_owned();
    let ask = if contact.is_empty() {
        view! { <p>"Tell the people who run this site. They can also send you a case study in another way, such as large print."</p> }.into_markup()
    } else {
        view! {
            <p>
                "Write to " <a href=format!("mailto:{contact}")>{contact.clone()}</a>
                ". Say which page it was and what went wrong. We can also send you a case study in another way, such as large print."
            </p>
        }
        .into_markup()
    };
    view! {
        <PageHeading title="Accessibility" lede="We want everyone to be able to read and share case studies here."/>
        <div class="prose">
            <h2>"What you can do"</h2>
            <ul>
                <li>"use every page with a keyboard alone"</li>
                <li>"read and send case studies with scripts switched off"</li>
                <li>"make the text up to four times as large without scrolling sideways"</li>
                <li>"read light text on dark paper, if your device asks for it"</li>
                <li>"use a screen reader: headings, lists, labels and error messages are marked as what they are"</li>
                <li>"print any case study, with the addresses of its links"</li>
            </ul>
            <p>"Nothing moves, blinks or plays on its own. Drawn pictures are decoration and screen readers skip them."</p>

            <h2>"How accessible it is"</h2>
            <p>
                "We aim for the Web Content Accessibility Guidelines 2.2, level AA. We do not claim that we meet all of "
                "them: no one who depends on assistive technology has tested the site for us yet."
            </p>

            <h2>"What we know is not good enough"</h2>
            <ul>
                <li>"The search understands English only."</li>
                <li>"Links in a case study lead to other sites and to reports that may not be accessible. We do not control those."</li>
                <li>"Parts of a case study that are not in English are not marked as another language."</li>
            </ul>

            <h2>"How it was tested"</h2>
            <p>
                "Our browser tests load the pages in Chromium, with and without scripts, and look for faults with "
                "axe-core. Such tools find fewer than half of all barriers. Tests by hand with screen readers and voice "
                "control have not been done."
            </p>

            <h2>"If something does not work for you"</h2>
            {ask}
            <p class="meta">"This page was last checked on " {CHECKED} "."</p>
        </div>
    }
}
