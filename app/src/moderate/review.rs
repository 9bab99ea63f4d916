//! `/moderate/cases/{reference}`: one submission, everything about it, and what can be done.

use super::comparison;
use super::comparison::Step;
use super::content_view::Editing;
use super::decision_panel;
use super::decision_panel::Panel;
use super::event_text::titled;
use super::flash::Flash;
use super::review_context;
use super::review_context::{ReviewContext, public_href};
use super::{ask_yes, checklist, content_view, declarations_view, history, letters};
use crate::ui::{BackLink, Banner, BannerKind, Fact, Facts, Nav, StatusTag, unbroken, when};
use crate::ui::{IntoMarkup, Markup};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use case_study::policy::Permission;
use case_study::public::public_part;
use case_study::publishable::Obstacle;
use case_study::{CaseState, CaseStudyContent, Status};
use leptos::prelude::*;
use std::collections::BTreeSet;
use store::accounts;
use store::agreements;
use store::agreements::Agreement;
use store::declarations;
use store::declarations::Given;
use store::history::{HistoryEntry, history as history_of};
use store::letters::{Letter, of_case as letters_of};
use store::moderation_queue::next_waiting;
use store::planned_moves::{Waiting, waiting_for};
use store::publishable;
use store::submissions;
use store::submissions::Publicly;

/// Everything the page shows.
struct Review {
    review: ReviewContext,
    content: CaseStudyContent,
    steps: Vec<Step>,
    history: Vec<HistoryEntry>,
    public: Publicly,
    assignee: Option<String>,
    next: Option<String>,
    done: Option<Flash>,
    declared: Vec<Given>,
    letters: Vec<Letter>,
    /// What the museum was asked last, and whether the text says something else since.
    asked: Option<(Agreement, bool)>,
    planned: Vec<Waiting>,
    now: i64,
    /// What has to be done before it can be published.
    obstacles: Vec<Obstacle>,
    /// Keys of the fields that staff wrote.
    by_us: BTreeSet<String>,
}

/// The page.
///
/// # Errors
/// See [`review_context::open`].
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let review = review_context::open(&state, &context, &reference).await?;
    let submission = &review.submission;
    let public = submissions::public_side(&state.db, submission.case_id).await?;
    let done = Flash::read(
        &query.unwrap_or_default(),
        &submission.status,
        &public.state,
    );
    let mut texts = review_context::texts(&state.db, submission).await?;
    let steps = comparison::steps(&texts);
    let assignee = match submission.assignee_id {
        Some(id) => Some(
            accounts::by_id(&state.db, id)
                .await?
                .map_or_else(|| "Someone who has left".to_owned(), |account| account.name),
        ),
        None => None,
    };
    let newest = texts.pop();
    let is_waiting = matches!(
        submission.status.known(),
        Some(Status::Submitted | Status::InReview | Status::Approved)
    );
    let obstacles = if is_waiting {
        publishable::obstacles(state.db.reader(), submission).await?
    } else {
        Vec::new()
    };
    let review = Review {
        obstacles,
        by_us: newest
            .as_ref()
            .map(|text| text.by_us.clone())
            .unwrap_or_default(),
        history: history_of(&state.db, submission.id).await?,
        public,
        next: next_waiting(&state.db, submission.id, review.me.id).await?,
        content: newest.map(|text| text.content).unwrap_or_default(),
        steps,
        assignee,
        done,
        declared: declarations::of_submission(state.db.reader(), submission.id).await?,
        letters: letters_of(&state.db, submission.case_id).await?,
        asked: asked(&state, submission.id).await?,
        planned: waiting_for(state.db.reader(), submission.id).await?,
        now: state.db.now_ms(),
        review,
    };
    let page = Page::new(titled(&review.content.title))
        .private()
        .at(Nav::Moderate);
    Ok(page.render(&context, move || view(review)))
}

/// What the museum was asked last, and whether the text says something else since.
async fn asked(
    state: &AppState,
    submission_id: i64,
) -> Result<Option<(Agreement, bool)>, PageError> {
    let db = state.db.reader();
    let Some(asked) = agreements::newest(db, submission_id).await? else {
        return Ok(None);
    };
    let changed = agreements::says_more_since(db, submission_id, asked.revision_id).await?;
    Ok(Some((asked, changed)))
}

fn view(review: Review) -> impl IntoView {
    let Review {
        review,
        content,
        steps,
        history,
        public,
        assignee,
        next,
        done,
        declared,
        letters,
        asked,
        planned,
        now,
        obstacles,
        by_us,
    } = review;
    let banner = done.map(|done| banner(done, next.as_deref(), public_href(&public)));
    let has_new_letter = letters.iter().any(|letter| letter.is_new);
    let heading = heading(&review, &content, &public, has_new_letter);
    let changed = (!steps.is_empty()).then(|| {
        view! {
            <section class="review-changed" aria-labelledby="changed-since">
                <h2 id="changed-since">"Changed since last time"</h2>
                {comparison::view(steps)}
            </section>
        }
    });
    let panel = Panel {
        done: done.is_some(),
        next,
        content: &content,
        public: &public,
        assignee: assignee.as_deref(),
        review: &review,
        obstacles: &obstacles,
    };
    let home = review.href();
    let editing = Editing {
        home: decision_panel::may(&review, Permission::Mend).then_some(home.as_str()),
        by_us: &by_us,
    };
    let actions = decision_panel::view(&panel);
    let facts = facts(&review, assignee, &declared, asked.as_ref(), planned, now);
    view! {
        <BackLink href=paths::MODERATE label="Queue"/>
        {banner}
        {heading}
        <div class="review-facts">{facts}</div>
        <div class="columns review-columns">
            <div class="columns-main review">
                {checklist::view()}
                {changed}
                {content_view::view(&content, &editing)}
                {letters::view(&review, &letters)}
                <section class="review-section" aria-labelledby="history">
                    <h2 id="history">"History"</h2>
                    <p class="meta">"Newest first."</p>
                    {history::view(&history)}
                </section>
            </div>
            <div class="columns-side review-side">{actions}</div>
        </div>
    }
}

fn banner(done: Flash, next: Option<&str>, public: Option<String>) -> impl IntoView + use<> {
    let words = done.words();
    let open = public.filter(|_| done.shows_public_page()).map(|href| {
        view! { " "<a href=href>"See the public page"</a>"." }
    });
    let onwards = done.leads_on().then(|| match next {
        Some(next) => {
            view! { <p>"Next: "<a href=review_context::href(next)>{next.to_owned()}</a></p> }.into_markup()
        }
        None => view! { <p>"Nothing else waits for you. "<a href=paths::MODERATE>"Back to the queue"</a></p> }.into_markup(),
    });
    view! {
        <Banner kind=BannerKind::Success heading=words.heading>
            <p>{words.text}{open}</p>
            {onwards}
        </Banner>
    }
}

fn heading(
    review: &ReviewContext,
    content: &CaseStudyContent,
    public: &Publicly,
    has_new_letter: bool,
) -> impl IntoView + use<> {
    let new = has_new_letter.then(letters::new_mark);
    let status = &review.submission.status;
    // What the public sees is said where it is not what the status says.
    let state = (*status == Status::Published && public.state != CaseState::Live).then(|| {
        view! { <StatusTag slug=public.state.slug() label=public.state.label()/> }
    });
    let place = [
        content.museum.clone(),
        public_part(content.clone()).place_in_words(),
    ]
    .into_iter()
    .filter(|part| !part.is_empty())
    .collect::<Vec<_>>()
    .join(", ");
    view! {
        <header class="page-heading review-heading">
            <p class="caption">{review.submission.reference.clone()}</p>
            <h1>{unbroken(&titled(&content.title))}</h1>
            <p class="review-place">{place}</p>
            <p class="review-status"><StatusTag slug=status.slug() label=status.label()/>{state}</p>
            <ul class="review-jumps">
                <li><a href="#decide">"Go to what you can do"</a></li>
                <li><a href="#letters">"Go to the letters"</a>{new}</li>
                <li><a href="#history">"Go to the history"</a></li>
                <li><a href=paths::moderate_case_preview(&review.submission.reference)>"See the page as readers will see it"</a></li>
            </ul>
        </header>
    }
}

fn facts(
    review: &ReviewContext,
    assignee: Option<String>,
    declared: &[Given],
    asked: Option<&(Agreement, bool)>,
    planned: Vec<Waiting>,
    now: i64,
) -> impl IntoView + use<> {
    let submission = &review.submission;
    let mut rows = Vec::new();
    let mut add = |term: &str, detail: Markup| {
        rows.push(Fact {
            term: term.to_owned(),
            detail,
        })
    };
    if let Some(sent) = submission.submitted_at {
        let since = format!(" ({} ago)", when::since(sent, now));
        add("Sent", view! { <when::Day ms=sent/>{since} }.into_markup());
    }
    if submission.submitter_email.is_empty() {
        add(
            "Sent by",
            "No address was given, so no one can be told by email".into_markup(),
        );
    } else {
        add("Sent by", view! { {submission.submitter_email.clone()}<p class="never-published">"Address is never published"</p> }.into_markup());
    }
    let mine = if review.is_mine() { " (you)" } else { "" };
    add(
        "Assigned to",
        assignee
            .map_or_else(|| "No one yet".to_owned(), |name| format!("{name}{mine}"))
            .into_markup(),
    );
    for plan in planned {
        let at = when::moment(plan.due_at);
        add(plan.action.when_due(), at.into_markup());
    }
    add("Declared", declarations_view::view(declared));
    if let Some((asked, changed)) = asked {
        add(
            "The museum\u{2019}s yes",
            ask_yes::standing(asked, *changed).into_markup(),
        );
    }
    view! { <Facts rows=rows/> }
}
