//! Notes on the page of a case: at each answer what was noted and a quiet "Note", those about the case study as a
//! whole, and how many wait to be sent.

use super::decision_message::{NOTES, listed};
use super::notes::{ACTION, FIELD, REMOVE};
use super::notes_form;
use super::notes_form::{Form, anchor};
use super::queue_onwards::{NEXT, THEN};
use super::review_context::ReviewContext;
use crate::ui::{Button, ButtonLook, Details, IntoMarkup, KeptWords, Markup, Paragraphs, when};
use crate::web::error::PageError;
use crate::web::state::AppState;
use case_study::Vocabulary;
use case_study::field_notes::{NoteReach, NoteState, may_be_asked_about, may_be_noted};
use case_study::fields::field;
use case_study::stored::NEWER;
use case_study::text::lower_first;
use leptos::prelude::*;
use store::field_notes;
use store::field_notes::{Note, Written};

const TITLE: &str = "title";

/// The notes of one submission, drawn ahead: what stands at a field is asked for by its key.
pub(super) struct Notes {
    list: Vec<Note>,
    may_add: bool,
    /// What of the case a form needs to know.
    review: ReviewContext,
}

/// Reads them.
pub(super) async fn load(state: &AppState, review: &ReviewContext) -> Result<Notes, PageError> {
    let list = field_notes::of_submission(state.db.reader(), review.submission.id).await?;
    Ok(Notes {
        list,
        may_add: may_be_noted(&review.submission.status, NoteReach::Team),
        review: review.clone(),
    })
}

impl Notes {
    /// Ids of those that go with the next request.
    pub fn to_send(&self) -> Vec<i64> {
        let notes = self.list.iter().filter(|note| note.is_to_send());
        notes.map(|note| note.id).collect()
    }
}

/// What stands at an answer: its notes, and the way to write one.
pub(super) fn at_field(notes: &Notes, key: &str) -> Markup {
    let here: Vec<&Note> = notes.list.iter().filter(|note| note.field == key).collect();
    let name = lower_first(notes_form::name_of(key));
    part(notes, &here, key, &format!("Note on {name}"))
}

/// What stands at the title, under the heading: nothing where nothing was noted, so that the story begins early.
pub(super) fn under_title(notes: &Notes) -> Option<Markup> {
    is_noted(notes, TITLE).then(|| at_field(notes, TITLE))
}

/// The way to write the first note on the title, which stands with the other notes.
pub(super) fn first_on_title(notes: &Notes) -> Option<Markup> {
    (notes.may_add && !is_noted(notes, TITLE)).then(|| {
        let inside = at_field(notes, TITLE);
        view! {
            <section class="review-section" aria-labelledby="title-notes">
                <h2 id="title-notes">"The title"</h2>
                {inside}
            </section>
        }
        .into_markup()
    })
}

fn is_noted(notes: &Notes, key: &str) -> bool {
    notes.list.iter().any(|note| note.field == key)
}

/// Notes about the case study as a whole, and at questions that the form does not ask any more.
pub(super) fn of_case(notes: &Notes) -> Markup {
    let here: Vec<&Note> = notes
        .list
        .iter()
        .filter(|note| field(&note.field).is_none())
        .collect();
    let inside = part(notes, &here, "", "Write a note for the team");
    view! {
        <section class="review-section" aria-labelledby="team-notes">
            <h2 id="team-notes">"Notes for the team"</h2>
            <p class="meta">"About the case study as a whole. They never leave the team."</p>
            {inside}
        </section>
    }
    .into_markup()
}

/// How many notes there are to send, and one press that sends them. `may_send`: the museum can be asked now.
pub(super) fn panel_line(notes: &Notes, may_send: bool) -> Option<Markup> {
    let ids = notes.to_send();
    let (words, label) = match ids.len() {
        0 => return None,
        1 => (
            "1 note for the museum.".to_owned(),
            "Send the note, and read the next",
        ),
        count => (
            format!("{count} notes for the museum."),
            "Send the notes, and read the next",
        ),
    };
    let review = &notes.review;
    // While the museum answers, what was noted since has to wait.
    let then = may_send.then(|| {
        let action = format!("{}/changes", review.href());
        view! {
            <form class="stack" method="post" action=action.clone()>
                <input type="hidden" name="version" value=review.submission.version/>
                <input type="hidden" name=NOTES value=listed(&ids)/>
                <Button label=label name=THEN value=NEXT look=ButtonLook::Secondary/>
            </form>
            <p class="meta"><a href=action>"Read the letter first"</a></p>
        }
    });
    Some(view! { <div class="panel-notes" id="to-send"><p>{words}</p>{then}</div> }.into_markup())
}

fn part(notes: &Notes, here: &[&Note], key: &str, summary: &str) -> Markup {
    let list = here.iter().map(|note| one(notes, note)).collect_view();
    let add = notes.may_add.then(|| {
        let form = Form {
            note: None,
            field: key.to_owned(),
            written: Written {
                words: String::new(),
                reason: String::new(),
                // What is noted at an answer is mostly for who wrote it.
                reach: if may_be_asked_about(key) {
                    NoteReach::Museum
                } else {
                    NoteReach::Team
                },
            },
        };
        let name = if key.is_empty() { "case" } else { key };
        let form = notes_form::view(&notes.review, &form, &format!("note-{name}"), None);
        view! { <Details summary=summary.to_owned()>{form}</Details> }
    });
    view! { <div class="notes stack no-print" id=anchor(key)>{list}{add}</div> }.into_markup()
}

fn one(notes: &Notes, note: &Note) -> Markup {
    let by = note.by.clone().unwrap_or_else(|| "Someone".to_owned());
    let head = format!("{by}, {}", when::moment(note.created_at));
    let standing = standing(note);
    let reason = Vocabulary::ReturnReason
        .term(&note.reason)
        .map(|reason| view! { <p class="meta">{format!("Reason: {}", reason.label)}</p> });
    let reply = (!note.reply.is_empty()).then(|| {
        view! { <p class="difference-label">"Their reply"</p> <Paragraphs text=note.reply.clone()/> }
    });
    let change = (note.state == NoteState::Draft && notes.may_add).then(|| change(notes, note));
    let words = note.words.clone();
    view! {
        <KeptWords>
            <p class="meta">{head}" \u{b7} "{standing}</p>
            <Paragraphs text=words/>
            {reason}
            {reply}
            {change}
        </KeptWords>
    }
    .into_markup()
}

/// Who reads it, and how far it is.
fn standing(note: &Note) -> &'static str {
    match (note.reach.known(), note.state.known()) {
        (None, _) | (_, None) => NEWER,
        (Some(NoteReach::Team), _) => "For the team only",
        (Some(NoteReach::Museum), Some(NoteState::Draft)) => "For the museum, not sent yet",
        (Some(NoteReach::Museum), Some(NoteState::Sent)) => "With the museum",
        (Some(NoteReach::Museum), Some(NoteState::Answered)) => "It came back",
        (Some(NoteReach::Museum), Some(NoteState::Settled)) => "Settled",
    }
}

fn change(notes: &Notes, note: &Note) -> impl IntoView + use<> {
    let form = Form {
        note: Some(note.id),
        field: note.field.clone(),
        written: Written {
            words: note.words.clone(),
            reason: note.reason.clone(),
            reach: note.reach.known().unwrap_or(NoteReach::Team),
        },
    };
    let id = format!("note-{}", note.id);
    let action = paths::moderate_note(&notes.review.submission.reference, note.id);
    let form = notes_form::view(&notes.review, &form, &id, None);
    let about = notes_form::name_of(&note.field);
    let field = note.field.clone();
    view! {
        <Details summary="Change or remove">
            {form}
            <form method="post" action=action>
                <input type="hidden" name=FIELD value=field/>
                <Button label="Remove the note" name=ACTION value=REMOVE look=ButtonLook::Quiet about=about/>
            </form>
        </Details>
    }
}
