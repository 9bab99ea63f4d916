//! What the first page says when it was sent again and no longer leads to the draft that it began.

use super::first_page::START_KEY;
use crate::ui::{
    Button, ButtonLook, IntoMarkup, KeptWords, LinkButton, Nav, PageHeading, Paragraphs,
};
use crate::web::bots::Unseen;
use crate::web::page::{Page, PageContext};
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;

const TITLE: &str = "You started this already";

/// What was typed now, ready to be sent as another case study.
pub(super) struct Again {
    /// Where its form is sent.
    pub action: &'static str,
    pub button: &'static str,
    /// What was typed, by the names of the boxes.
    pub typed: Vec<(&'static str, String)>,
    /// What was chosen or ticked.
    pub chosen: Vec<(&'static str, String)>,
    pub unseen: Unseen,
    /// Files came with it, which cannot be given back.
    pub had_files: bool,
}

/// The page: 409, with the way back to the draft that was begun and with what was typed now, ready to
/// begin another. `draft` is the reference of the one that was begun, if this browser may write it.
pub(super) fn page(context: &PageContext, draft: Option<String>, again: Again) -> Response {
    let start_key = context.viewer.browser().form_key();
    let contact = context.settings.contact.clone();
    let mut response = Page::new(TITLE)
        .private()
        .at(Nav::Submit)
        .status(StatusCode::CONFLICT)
        .render(context, move || view(draft, again, start_key, contact));
    context.viewer.browser().set_with(&mut response);
    response
}

fn view(draft: Option<String>, again: Again, start_key: String, contact: String) -> impl IntoView {
    let (lede, way_on) = match draft {
        Some(reference) => (
            "Its first page was sent before, and nothing was changed now. You can carry on with it here.",
            view! { <div class="actions"><LinkButton href=paths::draft(&reference) label="Continue"/></div> }
                .into_markup(),
        ),
        None => (
            "Its first page was sent before, and nothing was changed now. To carry on with it, use the link in our email.",
            help(contact).into_markup(),
        ),
    };
    let Again {
        action,
        button,
        typed,
        chosen,
        unseen,
        had_files,
    } = again;
    let lost = had_files.then(|| {
        view! { <p>"The files were not kept. To add them, carry on with the first one and choose them once more."</p> }
    });
    let hidden = typed
        .iter()
        .chain(&chosen)
        .filter(|(_, words)| !words.is_empty())
        .map(|(name, words)| view! { <input type="hidden" name=*name value=words.clone()/> })
        .collect_view();
    let shown = typed
        .into_iter()
        .filter(|(_, words)| !words.trim().is_empty())
        .map(|(_, words)| view! { <Paragraphs text=words/> })
        .collect_view();
    view! {
        <PageHeading title=TITLE lede=lede/>
        <div class="measure stack">{lost}{way_on}</div>
        <section class="section" aria-labelledby="typed">
            <h2 id="typed">"What you typed now"</h2>
            <p>"If you meant another case study, start it with these words:"</p>
            <KeptWords>{shown}</KeptWords>
            <form class="form" method="post" action=action enctype=enctype(action)>
                <input type="hidden" name=START_KEY value=start_key/>
                {unseen.view()}
                {hidden}
                <div class="actions">
                    <Button label=button look=ButtonLook::Secondary/>
                </div>
            </form>
        </section>
    }
}

/// The page where files are brought takes nothing that does not come in parts.
fn enctype(action: &str) -> Option<&'static str> {
    (action == paths::SUBMIT_BRING_FORM).then_some("multipart/form-data")
}

fn help(contact: String) -> impl IntoView {
    let write = (!contact.is_empty()).then(|| {
        view! { " You can also write to "<a href=format!("mailto:{contact}")>{contact.clone()}</a>"." }
    });
    view! {
        <p>
            "No email from us? Check your junk mail, "<a href=paths::SUBMIT_LINK>"ask us to send you the link again"</a>
            ", or open \u{201c}Share a case study\u{201d} in the browser where you started it."{write}
        </p>
    }
}
