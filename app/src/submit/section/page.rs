//! What the page of a section shows.

use super::super::asked;
use super::super::asked::Asked;
use super::super::autosave::{Autosave, BASE};
use super::super::field_control;
use super::super::field_control::FieldProps;
use super::super::read_back;
use super::super::read_back::is_offered;
use super::super::save::ACTION;
use super::super::understood;
use super::super::understood::Understood;
use super::{CHECK, CameFrom, LATER};
use crate::ui::{
    BackLink, Banner, BannerKind, Button, ButtonLook, Details, ErrorSummary, FormError, Nav,
    PageHeading, SummaryList, SummaryRow,
};
use crate::ui::{IntoMarkup, Markup};
use crate::web::page::{Page, PageContext};
use axum::http::StatusCode;
use axum::response::Response;
use case_study::{Answers, Field, FieldError, Need, Section, WorkingCopy};
use leptos::prelude::*;

/// What opens the questions that nobody has to answer.
pub(in crate::submit) const MORE: &str = "More, if you like";

/// What stands above the questions.
pub(super) enum Notice {
    Nothing,
    /// Saved, but for the end of what is longer than can be kept.
    SavedInPart,
    /// The end of the form did not arrive: it is larger than is taken at once.
    TooLarge,
    /// Somebody else saved the same page; this is what they saved.
    Overtaken(Box<WorkingCopy>),
}

/// Everything the page shows.
pub(super) struct View {
    pub reference: String,
    pub section: Section,
    pub from: CameFrom,
    pub answers: Answers,
    /// What was written so far, which suggests tags.
    pub text: String,
    /// How answers of the page before were read.
    pub understood: Vec<Understood>,
    pub base: String,
    pub errors: Vec<FieldError>,
    pub notice: Notice,
    /// What moderators ask about now, and what may be changed.
    pub asked: Asked,
    /// What is saved.
    pub copy: WorkingCopy,
}

/// The page with its status.
pub(super) fn page(context: &PageContext, view: View) -> Response {
    let title = view.section.title();
    let page = match view.notice {
        Notice::Nothing if view.errors.is_empty() => Page::new(title),
        // Nothing was refused: what was saved is shown with what is to be put right.
        Notice::Nothing => Page::new(format!("Error: {title}")),
        Notice::SavedInPart => Page::new(title).invalid(),
        Notice::TooLarge => Page::new(title)
            .invalid()
            .status(StatusCode::PAYLOAD_TOO_LARGE),
        Notice::Overtaken(_) => Page::new(title).status(StatusCode::CONFLICT),
    };
    let page = page.at(Nav::Submit).private().with_islands();
    page.render(context, move || draw(view))
}

fn draw(view: View) -> impl IntoView {
    let View {
        reference,
        section,
        from,
        answers,
        text,
        understood,
        base,
        errors,
        notice,
        asked,
        copy,
    } = view;
    let slug = section.slug();
    let (back, action) = match from {
        CameFrom::Check => (
            paths::draft_check(&reference),
            paths::draft_section_from_check(&reference, slug),
        ),
        CameFrom::Request => (
            paths::draft(&reference),
            paths::draft_section_from_request(&reference, slug),
        ),
        CameFrom::List => (
            paths::draft(&reference),
            paths::draft_section(&reference, slug),
        ),
    };
    let stored = if let Notice::Overtaken(stored) = &notice {
        Some(stored.as_ref())
    } else {
        None
    };
    let props = |field: &'static Field| FieldProps {
        answers: &answers,
        errors: &errors,
        stored: stored.filter(|stored| differs(field, stored, &answers)),
        text: &text,
    };
    let has_words = |field: &Field| {
        answers
            .all(field.key)
            .iter()
            .any(|text| !text.trim().is_empty())
    };
    let offered = section
        .asked()
        .filter(|field| asked.open.is_open(field))
        .filter(|field| is_offered(field) || has_words(field) || props(field).stored.is_some());
    let (front, more): (Vec<&'static Field>, Vec<&'static Field>) =
        offered.partition(|field| stands_in_front(field));
    let has_note = |field: &Field| asked.notes.iter().any(|note| note.field == field.key);
    let draw = |field: &&'static Field| {
        let note = asked::above(&asked.notes, field.key);
        let question = field_control::draw(field, &props(field));
        view! { {note}{question} }
    };
    let questions = front.iter().map(draw).collect_view();
    // What is answered or wrong is never hidden.
    let is_open = more.iter().any(|field| {
        has_words(field)
            || has_note(field)
            || FieldError::of(&errors, field.key).is_some()
            || props(field).stored.is_some()
    });
    let more = (!more.is_empty()).then(|| {
        let questions = more.iter().map(draw).collect_view();
        view! {
            <div class="more-questions">
                <Details summary=MORE open=is_open><div class="form">{questions}</div></Details>
            </div>
        }
    });
    let closed = closed(&reference, section, &asked, &copy);
    let is_form = asked.open.has(section);
    let caption = format!("{} \u{b7} {reference}", place_of(section));
    let understood = understood::view(&reference, &understood);
    let check = (from == CameFrom::List).then(|| {
        view! { <Button label="Save, then check and send" name=ACTION value=CHECK look=ButtonLook::Quiet/> }
    });
    let summary = errors.into_iter().map(FormError::from).collect::<Vec<_>>();
    view! {
        <BackLink href=back/>
        <ErrorSummary errors=summary/>
        <PageHeading
            title=section.title()
            caption=caption
            lede=section.intro()
        />
        {notice_in_words(&notice)}
        {understood}
        {is_form.then(|| view! {
            <Autosave reference=reference.clone() section=section.slug().to_owned()>
                <form class="form section-form" method="post" action=action novalidate>
                    <input type="hidden" name=BASE value=base/>
                    {questions}
                    {more}
                    <div class="actions">
                        <Button label="Save and continue" name=ACTION value="continue"/>
                        <Button label="Save and come back later" name=ACTION value=LATER look=ButtonLook::Secondary/>
                        {check}
                    </div>
                </form>
            </Autosave>
        })}
        {closed}
    }
}

/// What was not asked about stands here to be read.
fn closed(reference: &str, section: Section, asked: &Asked, copy: &WorkingCopy) -> Option<Markup> {
    let rows: Vec<SummaryRow> = section
        .asked()
        .filter(|field| !asked.open.is_open(field) && (is_offered(field) || copy.is_begun(field)))
        .map(|field| SummaryRow {
            key: field.question.to_owned(),
            value: read_back::written(field, copy),
            change: None,
            error: None,
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="not-asked">
                <h2 id="not-asked">"We did not ask about this"</h2>
                <p class="measure">
                    "So it stays as it is for now. "
                    <a href=paths::draft_changes(reference)>"See what we asked"</a>
                    ", or "<a href=paths::draft_letter(reference)>"write to us"</a>" if it has to change."
                </p>
                <SummaryList rows=rows/>
            </section>
        }
        .into_markup()
    })
}

/// "Part 2 of 8", or that nobody has to.
fn place_of(section: Section) -> String {
    if section.is_if_you_like() {
        return MORE.to_owned();
    }
    let pages = Section::FORM.iter().filter(|one| !one.is_if_you_like());
    let before = pages.clone().take_while(|one| **one != section).count();
    format!("Part {} of {}", before + 1, pages.count())
}

/// Whether a question stands on its page for everybody to see. The others wait behind one line: a page is
/// no longer than two screens of a phone.
fn stands_in_front(field: &Field) -> bool {
    const WITH_ANOTHER: [&str; 5] = [
        "own_words",
        "ended",
        "still_running",
        "participants",
        "contact_by_readers",
    ];
    /// Of a page that asks for nothing needed: what would make it longer than that.
    const TOO_MUCH: [&str; 3] = ["funder", "reach", "staff_time"];
    if field.section.is_if_you_like() {
        return !TOO_MUCH.contains(&field.key);
    }
    field.need.is_needed() || field.need == Need::Prompted || WITH_ANOTHER.contains(&field.key)
}

fn told(words: &'static str) -> Markup {
    view! { <p class="submit-notice">{words}</p> }.into_markup()
}

fn notice_in_words(notice: &Notice) -> Option<Markup> {
    match notice {
        Notice::Nothing => None,
        Notice::SavedInPart => Some(told(
            "We saved what you wrote, but not all of it fits. What is left out is still in its box below: the list above says where. Shorten it and save again, or copy it before you leave this page.",
        )),
        Notice::TooLarge => Some(told(
            "This page was larger than the 2 MB that we can take at once, so its end did not reach us. We saved what did, as far as it fits; the other answers are as they were before. Check each box, shorten what is too long, and save again.",
        )),
        Notice::Overtaken(_) => Some(
            view! {
                <Banner kind=BannerKind::Warning heading="This page was also saved somewhere else">
                    <p>
                        "You, or someone you work with, saved it in another window or on another device. Below is what you typed here, and beside it what is saved now where the two differ."
                    </p>
                    <p>"Nothing of yours is saved yet. Change what you like, then save: your answers then replace the others."</p>
                </Banner>
            }
            .into_markup(),
        ),
    }
}

/// Whether what was typed would change what is stored.
fn differs(field: &'static Field, stored: &WorkingCopy, typed: &Answers) -> bool {
    let mut copy = WorkingCopy::default();
    // What does not fit is told when it is saved.
    let _ = copy.put(typed, std::iter::once(field));
    copy.answers_to(field) != stored.answers_to(field)
}
