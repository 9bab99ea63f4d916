//! What the second of two moderators sees: who did what, where it stands, and every word they
//! wrote.

use super::decision_message;
use super::decision_message_view;
use super::decision_message_view::MessageProps;
use super::event_text::{at, titled, who};
use super::review_context;
use super::review_context::ReviewContext;
use crate::ui::IntoMarkup;
use crate::ui::{
    BackLink, KeptAnswers, KeptWords, LinkButton, Nav, PageHeading, Paragraphs, StatusTag,
};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::http::StatusCode;
use axum::response::Response;
use case_study::decision::DecisionMessage;
use case_study::{Decision, Status, Stored};
use leptos::prelude::*;
use store::history;
use store::history::HistoryEntry;
use store::submissions;
use store::transitions::Overtaken;

const CANNOT_NOW: &str = "That cannot be done now";

/// The page: 409, and nothing lost. `faster` is who did something since the page was drawn; with nobody,
/// the submission stands where this cannot be done.
pub(super) async fn page(
    state: &AppState,
    context: &PageContext,
    review: ReviewContext,
    faster: Option<Box<Overtaken>>,
    cannot: &'static str,
    kept: Option<(Decision, DecisionMessage)>,
) -> Result<Response, PageError> {
    let submission = submissions::by_id(state.db.reader(), review.submission.id)
        .await?
        .ok_or(PageError::NotFound)?;
    let review = ReviewContext {
        submission,
        ..review
    };
    let last = history::history(&state.db, review.submission.id)
        .await?
        .pop();
    let now = state.db.now_ms();
    let (heading, happened, why) = match &faster {
        // Their own press, from another page or a moment ago.
        Some(faster) if faster.by.as_deref() == Some(review.me.name.as_str()) => (
            "This page was out of date",
            Some(overtaken(faster, &review.me.name, now)),
            "So nothing more was done, and no one was emailed again. Look again, then decide."
                .to_owned(),
        ),
        Some(faster) => (
            "Someone else was faster",
            Some(overtaken(faster, &review.me.name, now)),
            "So your decision was not made, and no one was emailed. Look again, then decide."
                .to_owned(),
        ),
        None => (
            CANNOT_NOW,
            last.map(|event| happened(&event, &review.me.name, now)),
            format!("So you cannot {cannot}. Nothing was changed, and no one was emailed."),
        ),
    };
    let kept = match kept {
        // The same form for the submission as it stands now.
        Some((decision, message))
            if decision.words().message.is_some()
                && decision_message::is_open(decision, state, &review).await? =>
        {
            let notes = decision_message::notes(decision, state, &review).await?;
            let form = MessageProps::of(state, &review, decision, message, notes);
            Some(Kept::Form(Box::new(form)))
        }
        Some((_, written)) => Some(Kept::Words(in_words(written))),
        None => None,
    };
    let shown = ConflictProps {
        heading,
        happened,
        why,
        kept,
        status: review.submission.status.clone(),
        review,
    };
    let page = Page::new(heading)
        .private()
        .at(Nav::Moderate)
        .status(StatusCode::CONFLICT);
    Ok(page.render(context, move || view(shown)))
}

/// Everything that was written with a decision.
fn in_words(written: DecisionMessage) -> String {
    let manner = written.manner;
    [
        Some(written.message),
        manner.put_back,
        manner.letter.map(|letter| letter.body),
    ]
    .into_iter()
    .flatten()
    .filter(|words| !words.is_empty())
    .collect::<Vec<_>>()
    .join("\n\n")
}

/// The same for answers that cannot be saved where the submission stands now: each question with what was
/// typed.
pub(super) async fn closed(
    state: &AppState,
    context: &PageContext,
    review: ReviewContext,
    cannot: &'static str,
    typed: Vec<(String, Vec<String>)>,
) -> Result<Response, PageError> {
    let last = history::history(&state.db, review.submission.id)
        .await?
        .pop();
    let now = state.db.now_ms();
    let shown = ConflictProps {
        heading: CANNOT_NOW,
        happened: last.map(|event| happened(&event, &review.me.name, now)),
        why: format!("So you cannot {cannot}. Nothing was changed, and no one was emailed."),
        kept: Some(Kept::Answers(typed)),
        status: review.submission.status.clone(),
        review,
    };
    let page = Page::new(CANNOT_NOW)
        .private()
        .at(Nav::Moderate)
        .status(StatusCode::CONFLICT);
    Ok(page.render(context, move || view(shown)))
}

/// "Sam Field approved this at 2:05 pm."
pub(super) fn overtaken(faster: &Overtaken, me: &str, now: i64) -> String {
    let by = match &faster.by {
        Some(name) if name == me => "You",
        Some(name) => name,
        None => "The museum",
    };
    format!(
        "{by} {} {}.",
        faster.kind.text_for_staff(),
        at(faster.at, now)
    )
}

fn happened(event: &HistoryEntry, me: &str, now: i64) -> String {
    let by = who(event);
    let by = if by == me { "You".to_owned() } else { by };
    format!(
        "{by} {} {}.",
        event.kind.text_for_staff(),
        at(event.at, now)
    )
}

enum Kept {
    /// It may still be sent.
    Form(Box<MessageProps>),
    /// It may not, but it can be copied.
    Words(String),
    Answers(Vec<(String, Vec<String>)>),
}

struct ConflictProps {
    heading: &'static str,
    happened: Option<String>,
    why: String,
    kept: Option<Kept>,
    status: Stored<Status>,
    review: ReviewContext,
}

fn view(shown: ConflictProps) -> impl IntoView {
    let ConflictProps {
        heading,
        happened,
        why,
        kept,
        status,
        review,
    } = shown;
    let caption = format!(
        "{}: {}",
        review.submission.reference,
        titled(&review.submission.title)
    );
    let kept = kept.map(|kept| match kept {
        Kept::Form(drawn) => view! {
            <section class="section" aria-labelledby="kept">
                <div class="section-head"><h2 id="kept">"Nothing you wrote is lost"</h2></div>
                <p class="kept-note">"If it still fits, send it from here."</p>
                {decision_message_view::form(*drawn)}
            </section>
        }
        .into_markup(),
        Kept::Answers(parts) => view! { <KeptAnswers parts=parts/> }.into_markup(),
        Kept::Words(words) if words.is_empty() => ().into_markup(),
        Kept::Words(words) => view! {
            <section class="section" aria-labelledby="kept">
                <div class="section-head"><h2 id="kept">"Nothing you wrote is lost"</h2></div>
                <p class="kept-note">"Copy it from here if you want to use it elsewhere."</p>
                <KeptWords><Paragraphs text=words/></KeptWords>
            </section>
        }
        .into_markup(),
    });
    view! {
        <BackLink href=paths::MODERATE label="Queue"/>
        <PageHeading title=heading caption=caption/>
        <div class="measure stack">
            {happened.map(|words| view! { <p class="lede">{words}</p> })}
            <p>"It is now "<StatusTag slug=status.slug().to_owned() label=status.label()/></p>
            <p>{why}</p>
            <div class="actions">
                <LinkButton href=review_context::href(&review.submission.reference) label="Look at it as it stands now"/>
            </div>
        </div>
        {kept}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use case_study::{Action, EventKind};

    #[test]
    fn it_says_who_did_what_when() {
        let faster = Overtaken {
            status: Status::Approved.into(),
            by: Some("Sam Field".into()),
            kind: EventKind::Move(Action::Approve).into(),
            at: 1_772_546_709_000,
        };
        let now = faster.at + 60_000;
        assert_eq!(
            overtaken(&faster, "Ana", now),
            "Sam Field approved this at 2:05 pm."
        );
        assert_eq!(
            overtaken(&faster, "Sam Field", now),
            "You approved this at 2:05 pm."
        );
        let withdrawn = Overtaken {
            by: None,
            kind: EventKind::Move(Action::Withdraw).into(),
            ..faster
        };
        assert_eq!(
            overtaken(&withdrawn, "Ana", now),
            "The museum withdrew this at 2:05 pm."
        );
    }
}
