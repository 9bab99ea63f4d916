//! What the pages of bringing show: where files are chosen, and what was read of them.

use super::of_draft::{ALL, MATERIAL, PRESSED, REMOVE};
use super::piece_view::of_piece;
use super::{FILES, TEXT};
use crate::submit::asked::Asked;
use crate::submit::short;
use crate::ui::{
    BackLink, Button, ButtonLook, Details, ErrorSummary, FieldFrame, FormError, IntoMarkup,
    LinkButton, Markup, Nav, PageHeading, TextArea, describedby,
};
use crate::upload_progress;
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::response::Response;
use case_study::email::shown_email;
use case_study::material::{MOST_FILES, Piece};
use case_study::{Section, WorkingCopy};
use leptos::prelude::*;
use store::material::Material;
use store::{material, submissions};

pub(super) const NOTHING: &str = "Choose a file, or paste a text below";
pub(super) const TOO_MANY: &str = "five files are the most at once. Bring it after these";
pub(super) const FULL: &str = "twenty files and texts are the most. Remove one first";
pub(super) const FULL_OF_PHOTOGRAPHS: &str =
    "there are ten photographs already. Remove one of them first";
pub(super) const NOT_ASKED: &str =
    "we did not ask about your photographs, so they stay as they are for now";
/// More pieces than these are told in words, not one by one: a page holds no more boxes to choose from.
const MOST_BOXES: usize = 60;

/// A file that was not taken, and why.
pub(super) fn sentence(name: &str, why: &str) -> String {
    format!("\u{201c}{name}\u{201d}: {why}")
}

/// The address within the page of a file.
pub(super) fn material_id(id: i64) -> String {
    format!("material-{id}")
}

/// Where files are chosen.
pub(in crate::submit) fn files(errors: &[FormError]) -> Markup {
    let error = all_errors(errors, FILES);
    let invalid = error.is_some();
    let hint = format!(
        "Word (.docx), OpenDocument (.odt), a PDF with text, a saved email (.eml) or plain text, and photographs (JPEG, PNG or WebP) with it. Up to {MOST_FILES} files at once, each up to 10 MB. We read them here, give them to no one, and keep only their words and pictures."
    );
    view! {
        <FieldFrame id=FILES label="Choose files" hint=hint error=error>
            <input
                type="file"
                id=FILES
                name=FILES
                multiple=true
                accept=".docx,.odt,.pdf,.txt,.eml,image/jpeg,image/png,image/webp"
                aria-describedby=describedby(FILES, true, invalid)
                aria-invalid=invalid.then_some("true")
            />
        </FieldFrame>
    }
    .into_markup()
}

/// What is wrong with a box, as one error.
fn all_errors(errors: &[FormError], id: &str) -> Option<String> {
    let words: Vec<&str> = errors
        .iter()
        .filter(|error| error.field == id)
        .map(|error| error.message.as_str())
        .collect();
    (!words.is_empty()).then(|| words.join(". "))
}

/// Where files are chosen and a text is pasted.
pub(super) fn inputs(errors: &[FormError], text: String) -> Markup {
    let text_error = all_errors(errors, TEXT);
    let bad_text = text_error.is_some();
    view! {
        {files(errors)}
        <FieldFrame id=TEXT label="Or paste a text" hint="An email, notes, a page of a report. Leave lines such as \u{201c}Museum: \u{2026}\u{201d} and headings as they are." error=text_error>
            <TextArea id=TEXT name=TEXT value=text rows=8 describedby=describedby(TEXT, true, bad_text) invalid=bad_text/>
        </FieldFrame>
        {upload_progress::part()}
    }
    .into_markup()
}

/// A draft with what came with it.
pub(super) struct Draft {
    reference: String,
    material: Vec<Material>,
    copy: WorkingCopy,
    /// Whether it may be sent in its museum's own words, which writes every answer.
    may_be_sent: bool,
    /// Nobody gave an address yet.
    nobody_gave_one: bool,
    /// What was chosen beside a piece, by the id of its box, when that could not be done.
    chosen: Option<(String, String)>,
}

impl Draft {
    /// # Errors
    /// When the database does not answer.
    pub async fn load(
        state: &AppState,
        submission_id: i64,
        reference: String,
    ) -> Result<Self, PageError> {
        let copy = store::drafts::working_copy(&state.db, submission_id).await?;
        let submission = submissions::by_id(state.db.reader(), submission_id)
            .await?
            .ok_or(PageError::NotFound)?;
        let asked = Asked::load(state, &submission, &copy).await?;
        Ok(Self {
            reference,
            material: material::of_submission(state.db.reader(), submission_id).await?,
            copy,
            may_be_sent: asked.open.is_all() && !submission.is_ours_to_write(),
            nobody_gave_one: submission.submitter_email.is_empty(),
            chosen: None,
        })
    }

    /// With what was chosen in this box, in place of what is suggested.
    pub fn choosing(mut self, id: &str, key: &str) -> Self {
        self.chosen = Some((id.to_owned(), key.to_owned()));
        self
    }
}

/// The page of a draft with its status.
pub(super) fn draft_page(
    context: &PageContext,
    draft: Draft,
    errors: Vec<FormError>,
    text: String,
) -> Response {
    let page = Page::new(title(&draft));
    let page = if errors.is_empty() {
        page
    } else {
        page.invalid()
    };
    page.at(Nav::Submit)
        .private()
        .with_islands()
        .render(context, move || view(draft, errors, text))
}

fn title(draft: &Draft) -> &'static str {
    if draft.material.is_empty() {
        "Bring what you have"
    } else {
        "What you brought"
    }
}

/// Where an address is given, so that its link can be emailed.
fn ask_for_address(reference: &str, found: &str) -> impl IntoView + use<> {
    let contact = paths::draft_section(reference, Section::Contact.slug());
    let (before, link) = if found.is_empty() {
        (
            "You can come back in this browser. ".to_owned(),
            "Give an email address",
        )
    } else {
        (
            format!(
                "The email address {} stands in what you brought. We have sent nothing to it. ",
                shown_email(found)
            ),
            "Check the address and save it",
        )
    };
    view! {
        <p>
            {before}<a href=format!("{contact}#contact_email")>{link}</a>
            ", and we will email you a link, so that you can come back from any device."
        </p>
    }
}

fn view(draft: Draft, errors: Vec<FormError>, text: String) -> impl IntoView {
    let title = title(&draft);
    let Draft {
        reference,
        material,
        copy,
        may_be_sent,
        nobody_gave_one,
        chosen,
    } = draft;
    let pictures = copy.content.pictures.len();
    let is_first = material.is_empty();
    let action = paths::draft_bring(&reference);
    let left: usize = material.iter().map(|one| one.left().count()).sum();
    let lede = match (is_first, left) {
        (true, _) => "A report, a form, notes or an email: we put what it says where nothing stands yet.".to_owned(),
        (false, 0) => "Everything that we could read has its place. Look at the answers before you send them.".to_owned(),
        (false, 1) => "One piece has no place yet. Put it where it belongs, or leave it: moderators see it too.".to_owned(),
        (false, left) => format!("{left} pieces have no place yet. Put them where they belong, or leave them: moderators see them too."),
    };
    let of_pictures = (pictures > 0).then(|| {
        let (words, link) = if pictures == 1 {
            ("There is one photograph. ".to_owned(), "Say what it shows and who agreed")
        } else {
            (
                format!("There are {pictures} photographs. "),
                "Say what they show and who agreed",
            )
        };
        view! { <p>{words}<a href=paths::draft_section(&reference, Section::Pictures.slug())>{link}</a></p> }
    });
    let onwards = (!is_first).then(|| {
        let in_own_words = may_be_sent
            .then(|| short::offer(&reference, &copy))
            .flatten();
        view! {
            <p><LinkButton href=paths::draft(&reference) label="Go on to the answers"/></p>
            {in_own_words}
        }
    });
    let address = (nobody_gave_one && !is_first)
        .then(|| ask_for_address(&reference, &copy.content.contact_email));
    let inputs = inputs(&errors, text);
    let mut boxes = MOST_BOXES;
    let parts = material
        .iter()
        .map(|one| of_file(&reference, one, &errors, chosen.as_ref(), &mut boxes))
        .collect_view();
    let form = view! {
        <form class="form" method="post" action=action enctype="multipart/form-data" novalidate>
            {inputs}
            <div class="actions">
                <Button label="Read it" look=if is_first { ButtonLook::Primary } else { ButtonLook::Secondary }/>
            </div>
        </form>
    }
    .into_markup();
    let form = if is_first {
        form
    } else {
        let is_open = errors
            .iter()
            .any(|error| matches!(error.field.as_str(), FILES | TEXT));
        view! { <Details summary="Bring more" open=is_open>{form}</Details> }.into_markup()
    };
    view! {
        <BackLink href=paths::draft(&reference)/>
        <ErrorSummary errors=errors/>
        <PageHeading title=title caption=reference.clone() lede=lede/>
        <div class="measure stack">
            {of_pictures}
            {address}
            {onwards}
        </div>
        {parts}
        {form}
    }
}

fn of_file(
    reference: &str,
    one: &Material,
    errors: &[FormError],
    chosen: Option<&(String, String)>,
    boxes: &mut usize,
) -> impl IntoView + use<> {
    let action = paths::draft_bring_piece(reference);
    let answers = one.answers();
    let filled = (!answers.is_empty()).then(|| {
        let links = answers
            .iter()
            .map(|field| {
                let href = format!(
                    "{}#{}",
                    paths::draft_section(reference, field.section.slug()),
                    field.key
                );
                view! { <li><a href=href>{field.name_for_author()}</a></li> }
            })
            .collect_view();
        view! {
            <h3>"Put into the answers"</h3>
            <ul class="brought-answers">{links}</ul>
        }
    });
    let left: Vec<(usize, &Piece)> = one.left().collect();
    let suggested = left
        .iter()
        .filter(|(_, piece)| piece.suggested.is_some())
        .count();
    let id = one.id;
    let about = one.name.clone();
    let all = (suggested > 1).then(|| {
        view! {
            <form method="post" action=action.clone()>
                <input type="hidden" name=MATERIAL value=id/>
                <Button label="Put all where they seem to belong" name=PRESSED value=ALL look=ButtonLook::Secondary about=about.clone()/>
            </form>
        }
    });
    let shown = left.len().min(*boxes);
    *boxes -= shown;
    let more = left.len() - shown;
    let pieces = left
        .iter()
        .take(shown)
        .map(|(at, piece)| of_piece(&action, id, *at, piece, errors, chosen))
        .collect_view();
    let more = (more > 0).then(|| view! { <p>{format!("{more} more come after these.")}</p> });
    let heading = (!left.is_empty()).then(|| view! { <h3>"Without a place"</h3> });
    let asides: Vec<String> = one
        .pieces
        .iter()
        .filter(|piece| piece.aside && piece.text.contains(char::is_alphanumeric))
        .map(whole)
        .collect();
    let asides = (!asides.is_empty()).then(|| {
        let lines = asides
            .into_iter()
            .map(|text| view! { <li>{text}</li> })
            .collect_view();
        view! {
            <Details summary="Headings, empty boxes and the like">
                <ul>{lines}</ul>
            </Details>
        }
    });
    view! {
        <section class="section stack" id=material_id(id) aria-labelledby=format!("name-{id}")>
            <h2 id=format!("name-{id}")>{one.name.clone()}</h2>
            {filled}
            {heading}
            {all}
            <div class="stack">{pieces}</div>
            {more}
            {asides}
            <form method="post" action=action>
                <input type="hidden" name=MATERIAL value=id/>
                <Button label="Remove this" name=PRESSED value=REMOVE look=ButtonLook::Quiet about=about/>
            </form>
        </section>
    }
}

/// A piece with its label.
fn whole(piece: &Piece) -> String {
    if piece.label.is_empty() || piece.label == piece.text {
        piece.text.clone()
    } else {
        format!("{}: {}", piece.label, piece.text)
    }
}
