//! The page on which a case study begins with what is written already.

use super::view::inputs;
use crate::submit::first_page::{Drawn, FirstForm, FirstPage};
use crate::ui::IntoMarkup;
use crate::web::page::PageContext;
use axum::response::Response;
use leptos::prelude::*;

const PAGE: FirstPage = FirstPage {
    action: paths::SUBMIT_BRING_FORM,
    enctype: Some("multipart/form-data"),
    title: "Bring what you have",
    lede: "A report, a form, notes or an email: we put what it says into the answers, and you look at each of them before anything is sent.",
    email_hint: "We send you a link, so that you can come back from any device. Leave it empty if it stands in what you bring.",
    button: "Read it",
    with_islands: true,
};

/// The page with its status.
pub(super) fn page(context: &PageContext, text: String, form: FirstForm) -> Response {
    PAGE.render(context, form, move |email, errors| {
        let inputs = inputs(errors, text);
        Drawn {
            boxes: view! { {email}{inputs} }.into_markup(),
            below: None,
        }
    })
}
