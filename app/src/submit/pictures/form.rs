//! How the page of photographs and documents looks.

use super::ending;
use super::upload::FILES;
use super::{ADD, LATER};
use crate::submit::asked;
use crate::submit::asked::Asked;
use crate::submit::autosave::BASE;
use crate::submit::save::ACTION;
use crate::ui::{
    BackLink, Banner, BannerKind, Button, ButtonLook, Checkboxes, Choice, ErrorSummary, FieldFrame,
    FormError, Nav, PageHeading, Photo, Radios, Select, TextInput, describedby,
};
use crate::ui::{IntoMarkup, Markup};
use crate::upload_progress;
use crate::web::case_documents;
use crate::web::page::{Page, PageContext};
use crate::web::pictures::photograph;
use axum::http::StatusCode;
use axum::response::Response;
use case_study::documents::{LONGEST_TITLE, MOST_DOCUMENTS};
use case_study::pictures::{LICENCES, MOST_PICTURES, of_typed};
use case_study::publishable::in_a_row;
use case_study::{Document, Picture, Section};
use leptos::prelude::*;
use std::collections::BTreeMap;
use store::blobs::Blob;

/// More than a page of ours draws, so that one that somebody else filled is still read.
pub(super) const MOST_ROWS: usize = 2 * MOST_PICTURES;
/// Boxes that hold words.
const TEXTS: [&str; 5] = ["alternative", "caption", "credit", "until", TITLE];
/// The hidden box that names a document, and the one with its title.
pub(super) const DOCUMENT: &str = "document";
pub(super) const TITLE: &str = "title";
/// What the buttons beside a document begin with.
pub(super) const OF_DOCUMENT: &str = "document.";

/// A picture on the page, as it was typed.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub picture: Picture,
}

/// The name of a box of one picture, which is its id too.
pub(super) fn name(part: &str, number: usize) -> String {
    format!("{part}-{number}")
}

pub(super) fn picture_id(number: usize) -> String {
    name("picture", number)
}

pub(super) fn document_id(number: usize) -> String {
    name("document", number)
}

/// Whether a part of the form holds words.
pub(super) fn is_text(name: &str) -> bool {
    name.split_once('-')
        .is_some_and(|(part, _)| TEXTS.contains(&part))
}

impl Row {
    pub const fn of(picture: Picture) -> Self {
        Self { picture }
    }

    /// What was typed beside one picture.
    pub fn typed(number: usize, typed: &BTreeMap<String, String>, blob: &Blob) -> Self {
        let text = |part: &str| typed.get(&name(part, number)).cloned().unwrap_or_default();
        let ticked = |part: &str| text(part) == "yes";
        Self::of(of_typed(Picture {
            blob: blob.sha256.clone(),
            width: blob.width,
            height: blob.height,
            alternative: text("alternative"),
            decorative: ticked("decorative"),
            caption: text("caption"),
            credit: text("credit"),
            licence: text("licence"),
            people: text("people"),
            agreed: ticked("agreed"),
            children: ticked("children"),
            until: text("until"),
        }))
    }

    fn texts(&self) -> [(&'static str, &String); 4] {
        let one = &self.picture;
        [
            ("alternative", &one.alternative),
            ("caption", &one.caption),
            ("credit", &one.credit),
            ("until", &one.until),
        ]
    }
}

/// Everything the page shows.
pub(super) struct View {
    pub reference: String,
    pub action: String,
    pub back: String,
    pub rows: Vec<Row>,
    pub documents: Vec<Document>,
    pub base: String,
    /// Whether files may be changed now.
    pub is_open: bool,
    /// What moderators ask about now.
    pub asked: Asked,
    pub errors: Vec<FormError>,
    /// Somebody else saved the page meanwhile.
    pub overtaken: bool,
}

/// An error for each text that is longer than it may be.
pub(super) fn too_long(rows: &[Row], most: usize) -> Vec<FormError> {
    let mut errors = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        for (part, text) in row.texts() {
            let length = text.chars().count();
            if length > most {
                let words = format!(
                    "Picture {}: this has {length} characters. Shorten it to {most} or fewer, then save again",
                    at + 1
                );
                errors.push(FormError::new(name(part, at + 1), words));
            }
        }
    }
    errors
}

/// An error for each title of a document that is longer than it may be.
pub(super) fn titles_too_long(documents: &[Document]) -> Vec<FormError> {
    let length = |document: &Document| document.title.chars().count();
    documents
        .iter()
        .enumerate()
        .filter(|(_, document)| length(document) > LONGEST_TITLE)
        .map(|(at, document)| {
            let words = format!(
                "Document {}: its title has {} characters. Shorten it to {LONGEST_TITLE} or fewer, then save again",
                at + 1,
                length(document)
            );
            FormError::new(name(TITLE, at + 1), words)
        })
        .collect()
}

/// One error a file that was not taken, at the box that files are chosen in.
pub(super) fn of_files(refused: &[String]) -> Vec<FormError> {
    refused
        .iter()
        .map(|words| FormError::new(FILES, words.clone()))
        .collect()
}

/// The page with its status.
pub(super) fn page(context: &PageContext, view: View) -> Response {
    let title = Section::Pictures.title();
    let page = if view.overtaken {
        Page::new(title).status(StatusCode::CONFLICT)
    } else if view.errors.is_empty() {
        Page::new(title)
    } else {
        Page::new(title).invalid()
    };
    let page = page.at(Nav::Submit).private();
    // Only files that can be sent are sent with progress.
    let page = if view.is_open {
        page.with_islands()
    } else {
        page
    };
    page.render(context, move || draw(view))
}

fn draw(view: View) -> impl IntoView {
    let View {
        reference,
        action,
        back,
        rows,
        documents,
        base,
        is_open,
        asked,
        errors,
        overtaken,
    } = view;
    let count = rows.len();
    let files = paths::draft_section(&reference, "pictures");
    let end = format!("{files}/end");
    let note = asked::above(&asked.notes, "pictures");
    let document_note = asked::above(&asked.notes, "documents");
    let titles = documents
        .iter()
        .enumerate()
        .map(|(at, document)| {
            let boxes = if is_open {
                title_box(at + 1, documents.len(), document, &errors)
            } else {
                ending::document_button(&end, document, at + 1)
            };
            one_document(at + 1, &files, document, boxes)
        })
        .collect_view();
    let pictures = rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let number = at + 1;
            let boxes = if is_open {
                questions(number, count, &row.picture, &errors)
            } else {
                said_and_button(&end, &row.picture, number)
            };
            one(number, &files, &row.picture, boxes)
        })
        .collect_view();
    let refused = FormError::of(&errors, FILES);
    let body = if is_open {
        view! {
            <form class="form" method="post" action=action enctype="multipart/form-data" novalidate>
                <input type="hidden" name=BASE value=base/>
                {choose(count, documents.len(), refused)}
                {upload_progress::part()}
                {pictures}
                {titles}
                <div class="actions">
                    <Button label="Save and continue" name=ACTION value="continue"/>
                    <Button label="Save and come back later" name=ACTION value=LATER look=ButtonLook::Secondary/>
                </div>
            </form>
        }
        .into_markup()
    } else {
        view! {
            <p class="measure">
                "We did not ask about your photographs or documents, so they stay as they are for now. "
                <a href=paths::draft_changes(&reference)>"See what we asked"</a>". Does someone no longer agree to be seen? You can take it down here at any time."
            </p>
            {pictures}
            {titles}
        }
        .into_markup()
    };
    view! {
        <BackLink href=back/>
        <ErrorSummary errors=errors/>
        <PageHeading title=Section::Pictures.title() caption=reference lede=Section::Pictures.intro()/>
        {overtaken.then(was_saved_elsewhere)}
        {note}
        {document_note}
        {body}
    }
}

fn was_saved_elsewhere() -> impl IntoView {
    view! {
        <Banner kind=BannerKind::Warning heading="This page was also saved somewhere else">
            <p>"Below is what you typed here. Nothing of it is saved yet. Save again, and it replaces what was saved there."</p>
        </Banner>
    }
}

/// The box for files, which says what still fits.
fn choose(pictures: usize, documents: usize, refused: Option<String>) -> Markup {
    let (label, button, hint, accept) = match (pictures < MOST_PICTURES, documents < MOST_DOCUMENTS)
    {
        (true, true) => (
            "Choose photographs or documents",
            "Add these files",
            format!(
                "JPEG, PNG, WebP or PDF, each up to 10 MB, several at once. Up to {MOST_PICTURES} photographs and \
                 {MOST_DOCUMENTS} documents can stand here."
            ),
            "image/jpeg,image/png,image/webp,application/pdf",
        ),
        (true, false) => (
            "Choose photographs",
            "Add these photographs",
            format!(
                "JPEG, PNG or WebP, each up to 10 MB, several at once. There are {MOST_DOCUMENTS} documents, which is \
                 the most."
            ),
            "image/jpeg,image/png,image/webp",
        ),
        (false, true) => (
            "Choose documents",
            "Add these documents",
            format!(
                "PDF, each up to 10 MB, several at once. There are {MOST_PICTURES} photographs, which is the most."
            ),
            "application/pdf",
        ),
        (false, false) => {
            return view! {
                <p class="measure" id=FILES>
                    "There are ten photographs and five documents, which is the most. Remove one to add another."
                </p>
            }
            .into_markup();
        }
    };
    let invalid = refused.is_some();
    view! {
        <FieldFrame id=FILES label=label hint=hint error=refused>
            <input
                type="file"
                id=FILES
                name=FILES
                multiple=true
                accept=accept
                aria-describedby=describedby(FILES, true, invalid)
                aria-invalid=invalid.then_some("true")
            />
        </FieldFrame>
        <div class="actions">
            <Button label=button name=ACTION value=ADD look=ButtonLook::Secondary/>
        </div>
    }
    .into_markup()
}

fn one(number: usize, files: &str, picture: &Picture, boxes: Markup) -> impl IntoView + use<> {
    let photo = photograph(files, picture);
    let missing = picture.missing();
    let missing = (!missing.is_empty()).then(|| {
        let missing: Vec<String> = missing.into_iter().map(str::to_owned).collect();
        view! {
            <p class="field-advice">{format!("Before it can be published it needs {}.", in_a_row(&missing))}</p>
        }
    });
    view! {
        <fieldset class="submit-picture" id=picture_id(number)>
            <legend class="field-label">{format!("Photograph {number}")}</legend>
            <Photo photo=photo sizes="(width < 40rem) 90vw, 20rem"/>
            {missing}
            {boxes}
        </fieldset>
    }
}

/// What is said of a photograph that cannot be changed now. It is taken down all the same: people may no longer agree at
/// any time.
fn said_and_button(end: &str, picture: &Picture, number: usize) -> Markup {
    view! {
        <p>{picture.in_words()}</p>
        {ending::button(end, picture, number)}
    }
    .into_markup()
}

fn one_document(
    number: usize,
    folder: &str,
    document: &Document,
    boxes: Markup,
) -> impl IntoView + use<> {
    let link = case_documents::list(std::slice::from_ref(document), folder, |_, _| {
        ().into_markup()
    });
    view! {
        <fieldset class="submit-picture" id=document_id(number)>
            <legend class="field-label">{format!("Document {number}")}</legend>
            {link}
            {boxes}
        </fieldset>
    }
}

fn title_box(number: usize, count: usize, document: &Document, errors: &[FormError]) -> Markup {
    let id = name(TITLE, number);
    let error = FormError::of(errors, &id);
    let invalid = error.is_some();
    let described = describedby(&id, true, invalid);
    let about = format!("document {number}");
    let (blob, title) = (document.blob.clone(), document.title.clone());
    let button = |label: &'static str, what: &str| {
        let value = format!("{OF_DOCUMENT}{}", name(what, number));
        view! { <Button label=label name=ACTION value=value look=ButtonLook::Quiet about=about.clone()/> }
            .into_markup()
    };
    view! {
        <input type="hidden" name=name(DOCUMENT, number) value=blob/>
        <FieldFrame id=id.clone() label="Title" hint="What readers see before they open it." error=error>
            <TextInput id=id.clone() name=id value=title describedby=described invalid=invalid/>
        </FieldFrame>
        <div class="actions">
            {(number > 1).then(|| button("Move up", "up"))}
            {(number < count).then(|| button("Move down", "down"))}
            {button("Remove", "remove")}
        </div>
    }
    .into_markup()
}

fn questions(number: usize, count: usize, picture: &Picture, errors: &[FormError]) -> Markup {
    let line = |part: &'static str, label: &'static str, hint: &'static str, value: &str| {
        let id = name(part, number);
        let error = FormError::of(errors, &id);
        let invalid = error.is_some();
        let described = describedby(&id, !hint.is_empty(), invalid);
        let value = value.to_owned();
        view! {
            <FieldFrame id=id.clone() label=label hint=hint error=error>
                <TextInput id=id.clone() name=id value=value describedby=described invalid=invalid/>
            </FieldFrame>
        }
        .into_markup()
    };
    let tick = |part: &'static str, label: &'static str, ticked: bool| {
        let id = name(part, number);
        let option = Choice {
            value: "yes".to_owned(),
            label: label.to_owned(),
            hint: None,
            checked: ticked,
        };
        view! { <Checkboxes id=id.clone() name=id options=vec![option]/> }.into_markup()
    };
    let licence = name("licence", number);
    let choice = |value: &str, label: String, chosen: &str| Choice {
        value: value.to_owned(),
        label,
        hint: None,
        checked: chosen == value,
    };
    let licences: Vec<Choice> = LICENCES
        .iter()
        .map(|(slug, name, means)| choice(slug, format!("{name}: {means}"), &picture.licence))
        .collect();
    let people = name("people", number);
    let answers = vec![
        choice("no", "No".to_owned(), &picture.people),
        choice("yes", "Yes".to_owned(), &picture.people),
    ];
    let about = format!("photograph {number}");
    let button = |label: &'static str, what: &str, look: ButtonLook| {
        view! { <Button label=label name=ACTION value=name(what, number) look=look about=about.clone()/> }
            .into_markup()
    };
    view! {
        <input type="hidden" name=name("blob", number) value=picture.blob.clone()/>
        {line("alternative", "What does it show?", "For people who cannot see it: one sentence, as you would say it on the phone.", &picture.alternative)}
        {tick("decorative", "It is decorative: it shows nothing that the text does not say", picture.decorative)}
        {line("caption", "Caption (optional)", "Everyone reads it below the photograph.", &picture.caption)}
        {line("credit", "Who took it?", "The name to put beside it, such as Ana Quill or Tea Museum.", &picture.credit)}
        <FieldFrame id=licence.clone() label="May others use it?">
            <Select id=licence.clone() name=licence options=licences prompt="Choose"/>
        </FieldFrame>
        <FieldFrame id=people.clone() label="Can people be recognised in it?" legend=true>
            <Radios id=people.clone() name=people options=answers/>
        </FieldFrame>
        {tick("agreed", "Everyone who can be recognised agreed that it is published. For a child, a parent or guardian agreed", picture.agreed)}
        {tick("children", "There are children in it", picture.children)}
        {line("until", "Until when may we show it? (optional)", "The last day, such as 31 December 2027. Leave it empty if there is no such day.", &picture.until)}
        <div class="actions">
            {(number > 1).then(|| button("Move up", "up", ButtonLook::Quiet))}
            {(number < count).then(|| button("Move down", "down", ButtonLook::Quiet))}
            {button("Remove", "remove", ButtonLook::Quiet)}
        </div>
    }
    .into_markup()
}
