//! The form of a note, wherever it stands, and the page on which one comes back that could not be kept.

use super::event_text::titled;
use super::notes::{ACTION, FIELD, REACH, REASON, WORDS};
use super::review_context::ReviewContext;
use crate::ui::{
    BackLink, Button, ButtonLook, Choice, ErrorSummary, FieldFrame, FormError, GroupedSelect,
    IntoMarkup, KeptWords, LinkButton, Markup, Nav, PageHeading, Paragraphs, Radios, TextArea,
    describedby,
};
use crate::web::page::{Page, PageContext};
use axum::http::StatusCode;
use axum::response::Response;
use case_study::Vocabulary;
use case_study::field_notes::{
    LONGEST_NOTE, NoteReach, NoteRefusal, may_be_asked_about, may_be_noted,
};
use case_study::fields::field;
use leptos::prelude::*;
use store::field_notes::Written;

/// A note as somebody writes it.
#[derive(Clone)]
pub(super) struct Form {
    /// The note that is changed; none for a new one.
    pub note: Option<i64>,
    pub field: String,
    pub written: Written,
}

/// Why the page stands there.
pub(super) enum Why {
    Fault(FormError),
    Refused(NoteRefusal),
}

/// Where on the page of the case the notes at a field stand.
pub(super) fn anchor(key: &str) -> String {
    match field(key) {
        Some(field) => format!("notes-{}", field.key),
        None => "notes".to_owned(),
    }
}

/// What a note is about, in words.
pub(super) fn name_of(key: &str) -> &'static str {
    match field(key) {
        Some(field) => field.heading,
        None if key.is_empty() => "The case study as a whole",
        None => "A question that is no longer asked",
    }
}

/// The form. `id` is its own on the page.
pub(super) fn view(
    review: &ReviewContext,
    form: &Form,
    id: &str,
    error: Option<String>,
) -> impl IntoView + use<> {
    let reference = &review.submission.reference;
    let action = match form.note {
        Some(note) => paths::moderate_note(reference, note),
        None => paths::moderate_notes(reference),
    };
    let for_museum = may_be_asked_about(&form.field)
        && may_be_noted(&review.submission.status, NoteReach::Museum);
    let error_says = error.is_some();
    let hint = format!("Up to {LONGEST_NOTE} characters.");
    let described = describedby(id, true, error_says);
    let who = for_museum.then(|| who(id, form.written.reach));
    // Beside forty answers its list would weigh more than the text. The letter has one, and so has a note with a reason.
    let has_reason = error_says || !form.written.reason.is_empty();
    let reason = (for_museum && has_reason).then(|| reason(id, &form.written.reason));
    // Where the museum cannot be asked there is nothing to choose.
    let alone = (!for_museum).then(|| {
        view! { <input type="hidden" name=REACH value=NoteReach::Team.slug()/> }
    });
    let label = if for_museum {
        "Your note"
    } else {
        "Your note for the team"
    };
    let (id, words) = (id.to_owned(), form.written.words.clone());
    let about = name_of(&form.field);
    let field = form.field.clone();
    let box_id = id.clone();
    view! {
        <form class="form" method="post" action=action novalidate>
            <input type="hidden" name=FIELD value=field/>
            <FieldFrame id=id label=label hint=hint error=error>
                <TextArea id=box_id name=WORDS value=words rows=3 describedby=described invalid=error_says/>
            </FieldFrame>
            {who}
            {alone}
            {reason}
            <div class="actions">
                <Button label="Save the note" name=ACTION value="save" look=ButtonLook::Secondary about=about/>
            </div>
        </form>
    }
}

fn who(id: &str, reach: NoteReach) -> Markup {
    let option = |one: NoteReach, label: &str| Choice {
        value: one.slug().to_owned(),
        label: label.to_owned(),
        hint: None,
        checked: one == reach,
    };
    let options = vec![
        option(NoteReach::Museum, "The museum, with the next request"),
        option(NoteReach::Team, "The team only"),
    ];
    let id = format!("{id}-reach");
    view! {
        <FieldFrame id=id.clone() label="Who reads it?" legend=true>
            <Radios id=id name=REACH options=options/>
        </FieldFrame>
    }
    .into_markup()
}

fn reason(id: &str, chosen: &str) -> Markup {
    let groups = Vocabulary::ReturnReason
        .grouped()
        .into_iter()
        .map(|(name, terms)| {
            let options = terms
                .into_iter()
                .map(|term| Choice {
                    value: term.slug.to_owned(),
                    label: term.label.to_owned(),
                    hint: None,
                    checked: term.slug == chosen,
                })
                .collect();
            (name, options)
        })
        .collect();
    let id = format!("{id}-reason");
    view! {
        <FieldFrame id=id.clone() label="Reason" optional=true>
            <GroupedSelect id=id name=REASON groups=groups prompt="None of these"/>
        </FieldFrame>
    }
    .into_markup()
}

/// The page: 422 for what can be mended here, 409 for what cannot be kept now, and every word in either case.
pub(super) fn page(
    context: &PageContext,
    review: &ReviewContext,
    form: Form,
    why: Why,
) -> Response {
    let title = "Your note is not saved yet";
    let page = Page::new(title).private().at(Nav::Moderate);
    let page = match why {
        Why::Fault(_) => page.invalid(),
        Why::Refused(_) => page.status(StatusCode::CONFLICT),
    };
    let back = format!("{}#{}", review.href(), anchor(&form.field));
    let caption = format!(
        "{}: {}",
        review.submission.reference,
        titled(&review.submission.title)
    );
    let body = match why {
        Why::Fault(error) => {
            let message = error.message.clone();
            let form = view(review, &form, WORDS, Some(message));
            view! { <ErrorSummary errors=vec![error]/> <PageHeading title=name_of_form() caption=caption/> {form} }
                .into_markup()
        }
        Why::Refused(why) => {
            let words = form.written.words.clone();
            let kept = (!words.is_empty()).then(|| {
                view! {
                    <section class="section" aria-labelledby="kept">
                        <div class="section-head"><h2 id="kept">"Nothing you wrote is lost"</h2></div>
                        <KeptWords><Paragraphs text=words/></KeptWords>
                    </section>
                }
            });
            // It can still be kept for the team, at the case study where the question is gone.
            let field_is_gone = why == NoteRefusal::FieldIsGone;
            let for_team = Form {
                note: None,
                field: if field_is_gone {
                    String::new()
                } else {
                    form.field.clone()
                },
                written: Written {
                    reach: NoteReach::Team,
                    ..form.written.clone()
                },
            };
            let again = (!form.written.words.is_empty()
                && may_be_noted(&review.submission.status, NoteReach::Team))
            .then(|| team_form(review, &for_team));
            view! {
                <PageHeading title="Your note was not saved" caption=caption lede=why.in_words()/>
                <div class="actions"><LinkButton href=review.href() label="Look at it as it stands now"/></div>
                {kept}
                {again}
            }
            .into_markup()
        }
    };
    page.render(context, move || {
        view! { <BackLink href=back label="Back to the case study"/> {body} }
    })
}

const fn name_of_form() -> &'static str {
    "Your note"
}

/// One press keeps the same words as a note for the team.
fn team_form(review: &ReviewContext, form: &Form) -> impl IntoView + use<> {
    view! {
        <form method="post" action=paths::moderate_notes(&review.submission.reference)>
            <input type="hidden" name=FIELD value=form.field.clone()/>
            <input type="hidden" name=WORDS value=form.written.words.clone()/>
            <input type="hidden" name=REACH value=NoteReach::Team.slug()/>
            <div class="actions"><Button label="Keep it as a note for the team" look=ButtonLook::Secondary/></div>
        </form>
    }
}
