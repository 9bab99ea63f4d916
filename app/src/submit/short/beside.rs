//! What stands below the button of the page: files to add, and the other ways.

use super::form::{KEEP, PRESSED};
use crate::submit::bring::files;
use crate::ui::{Button, ButtonLook, FormError, IntoMarkup, Markup};
use crate::upload_progress;
use leptos::prelude::*;

/// The name of the section with files, and of what only a form in parts is sent as.
const ADD_FILES: &str = "add-files";
const IN_PARTS: &str = "multipart/form-data";

/// Where files are chosen. It stands behind the button that sends: Enter in a box presses the first of the page.
pub(super) fn add_files(errors: &[FormError], pictures: usize) -> Markup {
    let lede = match pictures {
        0 => "We keep what you have written, put what a document says into the answers, and show you this page again. Then you send it all.".to_owned(),
        1 => "One photograph is here. You can add more, or a document.".to_owned(),
        many => format!("{many} photographs are here. You can add more, or a document."),
    };
    view! {
        <section class="section stack measure" aria-labelledby=ADD_FILES>
            <h2 id=ADD_FILES class="submit-side-heading">"Do you have photographs, or is it in a file?"</h2>
            <p>{lede}</p>
            {files(errors)}
            {upload_progress::part()}
            <p>
                <Button
                    label="Add these files"
                    name=PRESSED
                    value=KEEP
                    enctype=IN_PARTS
                    look=ButtonLook::Secondary
                />
            </p>
        </section>
    }
    .into_markup()
}

/// What leads from the page of a draft to what else can be done with it.
pub(super) fn of_draft(reference: &str, pictures: usize) -> impl IntoView + use<> {
    let words = if pictures == 0 {
        "Add or change photographs"
    } else {
        "Say what the photographs show and who agreed"
    };
    view! {
        <div class="stack">
            <p><a href=paths::draft_pictures_from_short(reference)>{words}</a></p>
            <p><a href=paths::draft_bring(reference)>"Look at what you brought, or paste a text"</a></p>
            <p><a href=paths::draft(reference)>"Answer the questions one by one instead"</a></p>
        </div>
    }
}

/// What leads to the long way.
pub(super) fn long_way() -> impl IntoView {
    view! {
        <section class="section stack measure" aria-labelledby="long-way">
            <h2 id="long-way" class="submit-side-heading">"Rather write it all yourself?"</h2>
            <p>"Then you answer the questions one by one, and every page is saved as you type. What you have written here goes with you."</p>
            <p>
                <Button
                    label="Save this and write it all yourself"
                    name=PRESSED
                    value=KEEP
                    look=ButtonLook::Secondary
                />
            </p>
        </section>
    }
}
