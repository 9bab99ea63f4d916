//! What moderators asked a museum to change: it stands before everything else, with the way to the very box.

use super::asked::Progress;
use crate::ui::{Banner, BannerKind, IntoMarkup, LinkButton, Paragraphs};
use crate::web::error::PageError;
use crate::web::state::AppState;
use case_study::fields::field;
use case_study::{Action, EventKind, Status, Vocabulary};
use leptos::prelude::*;
use store::history;
use store::history::{Detail, HistoryEntry};
use store::submissions::Submission;

/// What they asked for last, while they ask.
pub(super) async fn load(
    state: &AppState,
    submission: &Submission,
) -> Result<Option<Detail>, PageError> {
    let past = history::history(&state.db, submission.id).await?;
    Ok(in_history(submission, &past))
}

/// The same from a history that is read already.
pub(super) fn in_history(submission: &Submission, past: &[HistoryEntry]) -> Option<Detail> {
    if submission.status != Status::ChangesRequested {
        return None;
    }
    // Who changes the page that it was shown was not asked for changes.
    let asked = past.iter().rev().find(|event| {
        event.kind == EventKind::Move(Action::RequestChanges)
            || event.kind == EventKind::Move(Action::AskYes)
    })?;
    (asked.kind == EventKind::Move(Action::RequestChanges)).then(|| asked.detail.clone())
}

/// For who may write: `reference` leads to the box. Who only has a mailed link is told where it is. `progress` is how
/// far their answers are.
pub(super) fn view(
    request: &Detail,
    reference: Option<&str>,
    progress: Option<Progress>,
) -> impl IntoView + use<> {
    let reason = Vocabulary::ReturnReason.term(&request.reason);
    let place = field(&request.field).map(|field| {
        let words = view! {
            "\u{201c}"{field.question}"\u{201d}, under \u{201c}"{field.section.title()}"\u{201d}"
        };
        let words = match reference {
            Some(reference) => {
                let page = paths::draft_section_from_request(reference, field.section.slug());
                let href = format!("{page}#{}", field.key);
                view! { <a href=href>{words}</a> }.into_markup()
            }
            None => words.into_markup(),
        };
        view! { <p>"Please look at: "{words}</p> }
    });
    let asked = request
        .asked
        .iter()
        .map(|line| view! { <p>{line.clone()}</p> })
        .collect_view();
    let way = reference.filter(|_| !request.asked.is_empty()).map(|reference| {
        let done = progress.map(|progress| view! { <p>{progress.in_words()}"."</p> });
        view! {
            {done}
            <p class="actions"><LinkButton href=paths::draft_changes(reference) label="Answer what we asked"/></p>
        }
    });
    let then = match reference {
        Some(_) if !request.asked.is_empty() => {
            view! { <p>"When you are done, check your answers and send it again."</p> }
                .into_markup()
        }
        Some(_) => view! { <p>"Make the changes, then check your answers and send it again."</p> }
            .into_markup(),
        None => view! {
            <p>
                "To make the changes here, "<a href="#unlock">"ask for a code"</a>
                ". Then send it again."
            </p>
        }
        .into_markup(),
    };
    let message = request.message.clone();
    view! {
        <Banner kind=BannerKind::Warning heading="We asked for some changes">
            {reason.map(|reason| view! { <p>{reason.definition}</p> })}
            {asked}
            <Paragraphs text=message/>
            {place}
            {way}
            {then}
        </Banner>
    }
}
