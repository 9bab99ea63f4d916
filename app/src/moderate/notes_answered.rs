//! What a museum made of the notes: what was asked, the answer before and after, and the reply, together. What it
//! changed besides stands under "Also changed".

use super::comparison;
use super::notes::{ACTION, FIELD, SETTLE};
use super::notes_form::name_of;
use super::review_context::ReviewContext;
use super::text_diff::{Difference, between};
use crate::ui::{
    Banner, BannerKind, Button, ButtonLook, Details, IntoMarkup, KeptWords, Markup, Paragraphs,
};
use crate::web::error::PageError;
use crate::web::state::AppState;
use case_study::field_notes::{NoteState, with_partners};
use case_study::{Action, EventKind, RevisionKind, Status};
use leptos::prelude::*;
use store::field_notes;
use store::field_notes::Note;
use store::history;
use store::submissions;
use store::submissions::PastRevision;

/// Notes that came back, with what changed for each.
pub(super) struct Answered {
    reference: String,
    /// Those that somebody still has to look at, then those that are settled.
    notes: Vec<(Note, Vec<Difference>)>,
    /// What changed beside them when it last came back.
    also: Vec<Difference>,
    /// It came back as it went.
    unchanged: bool,
    /// What the museum changed when it sent last stands here.
    shows_last: bool,
}

impl Answered {
    /// Whether everything that the museum changed when it sent last stands here, so that it need not be said again.
    pub const fn shows_last(&self) -> bool {
        self.shows_last
    }
}

/// Reads what came back last.
pub(super) async fn load(state: &AppState, review: &ReviewContext) -> Result<Answered, PageError> {
    let submission = &review.submission;
    let past = history::history(&state.db, submission.id).await?;
    let sent = past
        .iter()
        .rev()
        .find(|event| event.kind == EventKind::Move(Action::Submit));
    let is_read = matches!(
        submission.status.known(),
        Some(Status::Submitted | Status::InReview)
    );
    let list = field_notes::of_submission(state.db.reader(), submission.id).await?;
    let came_back: Vec<Note> = list
        .into_iter()
        .filter(|note| note.state == NoteState::Answered || note.state == NoteState::Settled)
        .filter(|note| note.answered_at.is_some())
        .collect();
    let texts = if came_back.is_empty() {
        Vec::new()
    } else {
        submissions::revisions(&state.db, submission.id).await?
    };
    let last = came_back.iter().map(|note| note.round).max();
    let newest = came_back.iter().filter(|note| Some(note.round) == last);
    let shows_last = newest
        .filter_map(|note| sent_when(&texts, note.answered_at))
        .max()
        .is_some_and(|place| texts.iter().rposition(is_sent) == Some(place));
    let mut also = Vec::new();
    let mut notes = Vec::new();
    for note in came_back {
        let changed = changed_when(&texts, note.answered_at);
        let about = with_partners(&note.field);
        let is_about = |one: &Difference| about.iter().any(|field| field.key == one.field.key);
        if Some(note.round) == last && also.is_empty() {
            also = changed_when(&texts, note.answered_at);
        }
        let own = changed.into_iter().filter(is_about).collect();
        notes.push((note, own));
    }
    // What a note of the same round is about stands with the note.
    also.retain(|one| {
        let mut of_last = notes.iter().filter(|(note, _)| Some(note.round) == last);
        !of_last.any(|(note, _)| {
            with_partners(&note.field)
                .iter()
                .any(|field| field.key == one.field.key)
        })
    });
    notes.sort_by_key(|(note, _)| note.state == NoteState::Settled);
    Ok(Answered {
        reference: submission.reference.clone(),
        notes,
        also,
        unchanged: is_read && sent.is_some_and(|event| event.detail.unchanged),
        shows_last,
    })
}

fn is_sent(text: &PastRevision) -> bool {
    text.kind == RevisionKind::AsSubmitted
}

/// The place of the text with which a note came back.
fn sent_when(texts: &[PastRevision], answered_at: Option<i64>) -> Option<usize> {
    let at = answered_at?;
    // Notes are answered in the transaction that cuts the text, just before it.
    texts
        .iter()
        .position(|text| is_sent(text) && text.created_at >= at)
}

/// What the museum changed when it sent its answer: its text against the one that it was given.
fn changed_when(texts: &[PastRevision], answered_at: Option<i64>) -> Vec<Difference> {
    match sent_when(texts, answered_at) {
        Some(place) if place > 0 => between(&texts[place - 1].content, &texts[place].content),
        _ => Vec::new(),
    }
}

/// The part of the page; nothing where nothing came back.
pub(super) fn view(answered: Answered) -> Option<Markup> {
    let Answered {
        reference,
        notes,
        also,
        unchanged,
        ..
    } = answered;
    let same = unchanged.then(|| {
        view! {
            <Banner kind=BannerKind::Warning heading="Sent again without a change">
                <p>"The museum changed no answer and wrote no reply. We asked them whether to send it all the same, and they did."</p>
            </Banner>
        }
    });
    if notes.is_empty() {
        return same.map(IntoMarkup::into_markup);
    }
    let (settled, open): (Vec<_>, Vec<_>) = notes
        .into_iter()
        .partition(|(note, _)| note.state == NoteState::Settled);
    let left = open.len();
    let open = open
        .into_iter()
        .map(|(note, changed)| one(&reference, &note, &changed))
        .collect_view();
    let done = (!settled.is_empty()).then(|| {
        let summary = match settled.len() {
            1 => "1 note is settled".to_owned(),
            count => format!("{count} notes are settled"),
        };
        let settled = settled
            .into_iter()
            .map(|(note, changed)| one(&reference, &note, &changed))
            .collect_view();
        view! { <Details summary=summary>{settled}</Details> }
    });
    let also = (!also.is_empty()).then(|| {
        let differences = also
            .iter()
            .map(|one| comparison::difference(one, false))
            .collect_view();
        view! { <h3>"Also changed"</h3> {differences} }
    });
    let none_left = (left == 0).then(|| view! { <p class="meta">"Every note is settled."</p> });
    Some(
        view! {
            {same}
            <section class="review-changed" aria-labelledby="asked-and-answered">
                <h2 id="asked-and-answered">"What we asked, and what came back"</h2>
                {none_left}
                {open}
                {done}
                {also}
            </section>
        }
        .into_markup(),
    )
}

fn one(reference: &str, note: &Note, changed: &[Difference]) -> Markup {
    let name = name_of(&note.field);
    let said = note.line().said();
    let differences = changed
        .iter()
        .map(|one| comparison::difference(one, false))
        .collect_view();
    let same = changed
        .is_empty()
        .then(|| view! { <p class="meta">"The answer is as it was."</p> });
    let reply = if note.reply.is_empty() {
        view! { <p class="meta">"They wrote no reply."</p> }.into_markup()
    } else {
        view! {
            <p class="difference-label">"Their reply"</p>
            <Paragraphs text=note.reply.clone()/>
        }
        .into_markup()
    };
    let settle = (note.state == NoteState::Answered).then(|| {
        view! {
            <form method="post" action=paths::moderate_note(reference, note.id)>
                <input type="hidden" name=FIELD value=note.field.clone()/>
                <Button label="Settled" name=ACTION value=SETTLE look=ButtonLook::Secondary about=name/>
            </form>
        }
    });
    view! {
        <article class="answered stack">
            <h3>{name}</h3>
            <p class="difference-label">"Asked"</p>
            <KeptWords><Paragraphs text=said/></KeptWords>
            {differences}
            {same}
            {reply}
            {settle}
        </article>
    }
    .into_markup()
}
