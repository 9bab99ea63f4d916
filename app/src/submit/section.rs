//! `/submit/{draft}/{section}`: one topic of the form.

use super::autosave::{Autosave, BASE};
use super::draft_guard::Draft;
use super::field_control;
use super::field_control::FieldProps;
use super::save::{ACTION, is_known};
use super::unsaved;
use super::unsaved::Why;
use crate::ui::{
    BackLink, Banner, BannerKind, Button, ButtonLook, ErrorSummary, FormError, Nav, PageHeading,
};
use crate::ui::{IntoMarkup, Markup};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, Query, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::answers::fingerprint;
use case_study::validation::check_section;
use case_study::{Answers, CaseStudyContent, Field, FieldError, Section, Strictness};
use leptos::prelude::*;
use serde::Deserialize;
use store::drafts;
use store::drafts::SaveOutcome;

const LATER: &str = "later";

/// Where the person came from, so that they get back there.
#[derive(Deserialize)]
pub struct Came {
    from: Option<String>,
}

impl Came {
    fn is_from_check(&self) -> bool {
        self.from.as_deref() == Some("check")
    }
}

/// What stands above the questions.
enum Notice {
    Nothing,
    /// Nothing was saved: some answers could never be right.
    NotSaved,
    /// Saved, but not good enough to send yet.
    SavedUnfinished,
    /// Somebody else saved the same page; this is what they saved.
    Overtaken(Box<CaseStudyContent>),
}

/// Everything the page shows.
struct View {
    reference: String,
    section: Section,
    is_from_check: bool,
    answers: Answers,
    base: String,
    errors: Vec<FieldError>,
    notice: Notice,
}

/// GET `/submit/{draft}/{section}`.
///
/// # Errors
/// Somebody else's draft, or a section there is not, is not found.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path((reference, section)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    let section = Section::of_form(&section).ok_or(PageError::NotFound)?;
    if !draft.is_open() {
        return Ok(Redirect::to(&paths::draft(draft.reference())).into_response());
    }
    let content = draft.content(&state).await?;
    let view = View {
        reference: draft.reference().to_owned(),
        section,
        is_from_check: came.is_from_check(),
        answers: Answers::of(&content, section.asked()),
        base: fingerprint(&content, section.asked()),
        errors: Vec::new(),
        notice: Notice::Nothing,
    };
    Ok(page(&context, view))
}

/// POST `/submit/{draft}/{section}`.
///
/// # Errors
/// As GET; and for a form that is not ours.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path((reference, section)): Path<(String, String)>,
    Query(came): Query<Came>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    // What was sent is read first: whatever becomes of the draft, it is not thrown away.
    let section = Section::of_form(&section).ok_or(PageError::NotFound)?;
    let mut answers = forms::read(&body, |key| is_known(section, key))?;
    let draft = match Draft::open(&state, &context.viewer, &reference).await {
        Err(PageError::NotFound) => {
            return Ok(unsaved::page(&context, section, &answers, Why::NoDraft));
        }
        draft => draft?,
    };
    let base = answers.take(BASE).unwrap_or_default();
    let later = answers.take(ACTION).as_deref() == Some(LATER);
    let view = |answers, base, errors, notice| View {
        reference: draft.reference().to_owned(),
        section,
        is_from_check: came.is_from_check(),
        answers,
        base,
        errors,
        notice,
    };
    let id = draft.submission.id;
    Ok(
        match drafts::save_section(&state.db, id, section, &base, &answers).await? {
            SaveOutcome::Saved(_) if later => {
                Redirect::to(&paths::draft(draft.reference())).into_response()
            }
            SaveOutcome::Saved(saved) => {
                let errors = check_section(&saved.content, section, Strictness::Submission);
                if errors.is_empty() {
                    let next = if came.is_from_check() {
                        None
                    } else {
                        section.next()
                    };
                    let next = next.map_or_else(
                        || paths::draft_check(draft.reference()),
                        |next| paths::draft_section(draft.reference(), next.slug()),
                    );
                    return Ok(Redirect::to(&next).into_response());
                }
                page(
                    &context,
                    view(answers, saved.base, errors, Notice::SavedUnfinished),
                )
            }
            SaveOutcome::Invalid(errors) => {
                page(&context, view(answers, base, errors, Notice::NotSaved))
            }
            // The new base makes saving once more a decision.
            SaveOutcome::Overtaken { stored, base } => page(
                &context,
                view(answers, base, Vec::new(), Notice::Overtaken(stored)),
            ),
            SaveOutcome::Closed => {
                let reference = draft.reference().to_owned();
                unsaved::page(&context, section, &answers, Why::Closed { reference })
            }
            SaveOutcome::NotFound => return Err(PageError::NotFound),
        },
    )
}

fn page(context: &PageContext, view: View) -> Response {
    let page = Page::new(view.section.title())
        .at(Nav::Submit)
        .private()
        .with_islands();
    let page = match view.notice {
        Notice::Nothing => page,
        Notice::NotSaved | Notice::SavedUnfinished => page.invalid(),
        Notice::Overtaken(_) => page.status(StatusCode::CONFLICT),
    };
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

fn notice_in_words(notice: &Notice) -> Option<Markup> {
    match notice {
        Notice::Nothing => None,
        Notice::NotSaved => Some(
            view! { <p class="submit-notice">"This page is not saved yet. Everything you typed is still here."</p> }.into_markup(),
        ),
        Notice::SavedUnfinished => Some(
            view! {
                <p class="submit-notice">
                    "We saved what you wrote. To send your case study you need to mend what is listed above. You can do it now or come back later."
                </p>
            }
            .into_markup(),
        ),
        Notice::Overtaken(_) => Some(
            view! {
                <Banner kind=BannerKind::Warning heading="This page was saved somewhere else meanwhile">
                    <p>
                        "You, or somebody you work with, saved it in another window or on another device. Below is what you typed here, and beside it what is saved now where the two differ."
                    </p>
                    <p>"Nothing of yours is saved yet. Change what you like, then save: your answers then replace the others."</p>
                </Banner>
            }
            .into_markup(),
        ),
    }
}

/// Whether what was typed would change what is stored. Answers that cannot be read count as different.
fn differs(field: &Field, stored: &CaseStudyContent, typed: &Answers) -> bool {
    let mut content = CaseStudyContent::default();
    field.put(&mut content, typed.all(field.key)).is_err()
        || field.answers(&content) != field.answers(stored)
}
