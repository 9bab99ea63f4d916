//! What the page of a section shows.

use super::super::autosave::{Autosave, BASE};
use super::super::field_control;
use super::super::field_control::FieldProps;
use super::super::save::ACTION;
use super::LATER;
use crate::ui::{
    BackLink, Banner, BannerKind, Button, ButtonLook, ErrorSummary, FormError, Nav, PageHeading,
};
use crate::ui::{IntoMarkup, Markup};
use crate::web::page::{Page, PageContext};
use axum::http::StatusCode;
use axum::response::Response;
use case_study::{Answers, Field, FieldError, Section, WorkingCopy};
use leptos::prelude::*;

/// What stands above the questions.
pub(super) enum Notice {
    Nothing,
    /// Saved, but not good enough to send yet.
    SavedUnfinished,
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
    pub is_from_check: bool,
    pub answers: Answers,
    pub base: String,
    pub errors: Vec<FieldError>,
    pub notice: Notice,
}

/// The page with its status.
pub(super) fn page(context: &PageContext, view: View) -> Response {
    let title = view.section.title();
    let page = match view.notice {
        Notice::Nothing if view.errors.is_empty() => Page::new(title),
        // Nothing was refused: what was saved is shown with what is to be put right.
        Notice::Nothing => Page::new(format!("Error: {title}")),
        Notice::SavedUnfinished | Notice::SavedInPart => Page::new(title).invalid(),
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
        is_from_check,
        answers,
        base,
        errors,
        notice,
    } = view;
    let (back, action) = if is_from_check {
        (
            paths::draft_check(&reference),
            paths::draft_section_from_check(&reference, section.slug()),
        )
    } else {
        (
            paths::draft(&reference),
            paths::draft_section(&reference, section.slug()),
        )
    };
    let stored = if let Notice::Overtaken(stored) = &notice {
        Some(stored.as_ref())
    } else {
        None
    };
    let questions = section
        .asked()
        .map(|field| {
            let stored = stored.filter(|stored| differs(field, stored, &answers));
            field_control::draw(
                field,
                &FieldProps {
                    answers: &answers,
                    errors: &errors,
                    stored,
                },
            )
        })
        .collect_view();
    let at = Section::FORM
        .iter()
        .position(|one| *one == section)
        .unwrap_or_default()
        + 1;
    let summary = errors.into_iter().map(FormError::from).collect::<Vec<_>>();
    view! {
        <BackLink href=back/>
        <ErrorSummary errors=summary/>
        <PageHeading
            title=section.title()
            caption=format!("Part {at} of {} \u{b7} {reference}", Section::FORM.len())
            lede=section.intro()
        />
        {notice_in_words(&notice)}
        <Autosave reference=reference.clone() section=section.slug().to_owned()>
            <form class="form section-form" method="post" action=action novalidate>
                <input type="hidden" name=BASE value=base/>
                {questions}
                <div class="actions">
                    <Button label="Save and continue" name=ACTION value="continue"/>
                    <Button label="Save and come back later" name=ACTION value=LATER look=ButtonLook::Secondary/>
                </div>
            </form>
        </Autosave>
    }
}

fn told(words: &'static str) -> Markup {
    view! { <p class="submit-notice">{words}</p> }.into_markup()
}

fn notice_in_words(notice: &Notice) -> Option<Markup> {
    match notice {
        Notice::Nothing => None,
        Notice::SavedUnfinished => Some(told(
            "Your answers are saved. Before you send your case study, please look at what is listed above. You can do it now or come back later.",
        )),
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
