//! `/moderate/cases/{reference}`: one submission, everything about it, and what can be done.
//!
//! It has the skeleton of the public page: the story first, so that its first word stands on the first screen,
//! the facts beside it, and what can be done in reach wherever one reads. What only staff need comes after.

mod bar;
mod heading;
mod how_it_came;
mod skeleton;

pub(super) use skeleton::{Parts, skeleton};

use super::checklist::{Form, Typed};
use super::comparison;
use super::comparison::Step;
use super::content_view::Editing;
use super::decision_panel;
use super::decision_panel::Panel;
use super::event_text::titled;
use super::flash::Flash;
use super::guards_view;
use super::guards_view::Guarded;
use super::notes_answered::Answered;
use super::notes_view::Notes;
use super::photographs;
use super::planned_view;
use super::planned_view::Planned;
use super::queue_onwards;
use super::queue_onwards::Onwards;
use super::review_context;
use super::review_context::{ReviewContext, public_href};
use super::similar::Likes;
use super::{checklist, content_view, history, letters, material_view, notes_answered, notes_view};
use super::{sample_mark, similar, similar_view};
use crate::ui::IntoMarkup;
use crate::ui::{BackLink, Banner, BannerKind, Nav};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use case_study::policy::Permission;
use case_study::publishable::Obstacle;
use case_study::{CaseStudyContent, Field, Status};
use how_it_came::HowItCame;
use leptos::prelude::*;
use std::collections::BTreeSet;
use store::accounts;
use store::agreements;
use store::agreements::Agreement;
use store::declarations;
use store::declarations::Given;
use store::guards;
use store::history::{HistoryEntry, history as history_of};
use store::letters::{Letter, of_case as letters_of};
use store::material;
use store::material::Material;
use store::moderation_queue::NextUp;
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
    onwards: Onwards,
    declared: Vec<Given>,
    letters: Vec<Letter>,
    /// What came along, with what nobody placed.
    material: Vec<Material>,
    /// What the museum was asked last, and whether the text says something else since.
    asked: Option<(Agreement, bool)>,
    planned: Vec<Waiting>,
    /// What is decided and not carried out yet.
    decided: Planned,
    now: i64,
    /// What has to be done before it can be published.
    obstacles: Vec<Obstacle>,
    /// Keys of the fields that staff wrote.
    by_us: BTreeSet<String>,
    guarded: Guarded,
    notes: Notes,
    answered: Answered,
    /// Others like it, while it is not decided.
    likes: Option<Likes>,
    is_sample: bool,
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
    let query = query.unwrap_or_default();
    let done = Flash::read(&query, &submission.status, &public.state);
    let decided = planned_view::load(&state, &review).await?;
    let done = done.filter(|done| done.is_still_so(decided.waits()));
    let onwards = queue_onwards::load(&state, &review, &query, done).await?;
    let mut texts = review_context::texts(&state.db, submission).await?;
    let mut steps = comparison::steps(&texts);
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
    let (db, me) = (state.db.reader(), Some(review.me.id));
    let (obstacles, standing) = if is_waiting {
        publishable::ahead(db, submission, me).await?
    } else {
        (Vec::new(), guards::standing(db, submission, me).await?)
    };
    let notes = notes_view::load(&state, &review).await?;
    let answered = notes_answered::load(&state, &review).await?;
    // What stands with the notes is not said twice.
    steps.retain(|step| !(step.by_museum && answered.shows_last()));
    let likes = similar::load(&state, &review).await?;
    let review = Review {
        guarded: guards_view::load(&state, &review, standing).await?,
        notes,
        answered,
        likes,
        obstacles,
        by_us: newest
            .as_ref()
            .map(|text| text.by_us.clone())
            .unwrap_or_default(),
        history: history_of(&state.db, submission.id).await?,
        public,
        onwards,
        content: review_context::text(&state.db, submission).await?,
        steps,
        assignee,
        declared: declarations::of_submission(state.db.reader(), submission.id).await?,
        letters: letters_of(&state.db, submission.case_id).await?,
        material: material::of_submission(state.db.reader(), submission.id).await?,
        asked: asked(&state, submission.id).await?,
        planned: waiting_for(state.db.reader(), submission.id).await?,
        decided,
        now: state.db.now_ms(),
        is_sample: sample_mark::load(&state, &review).await?,
        review,
    };
    let mut page = Page::new(titled(&review.content.title))
        .private()
        .at(Nav::Moderate);
    if review.onwards.keys {
        page = page.with_islands();
    }
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
        onwards,
        declared,
        letters,
        material,
        asked,
        planned,
        decided,
        now,
        obstacles,
        by_us,
        guarded,
        notes,
        answered,
        likes,
        is_sample,
    } = review;
    let done = onwards.done;
    let banner = done.map(|done| banner(done, onwards.next.as_ref(), public_href(&public)));
    let (former, keys) = (onwards.banner(), onwards.keys());
    let says_done = banner.is_some() || former.is_some();
    let home = review.href();
    let notes_at = |field: &'static Field| Some(notes_view::at_field(&notes, field.key));
    let editing = Editing {
        home: decision_panel::may(&review, Permission::Mend).then_some(home.as_str()),
        by_us: &by_us,
        at_field: Some(&notes_at),
    };
    let heading = heading::view(
        &review,
        &content,
        &public,
        &letters,
        &editing,
        notes_view::under_title(&notes),
    );
    let after = onwards
        .next
        .as_ref()
        .map(|next| (review_context::href(&next.reference), next.title.as_str()));
    let bar = bar::view(&review, after);
    let panel = Panel {
        done: done.is_some_and(Flash::leads_on),
        next: onwards.next.clone(),
        colleagues: &onwards.colleagues,
        content: &content,
        public: &public,
        assignee: assignee.as_deref(),
        review: &review,
        obstacles: &obstacles,
        planned: &decided,
    };
    let guarded = guards_view::view(&review, &guarded);
    let ask = ask_form(&review, &obstacles, &decided, &notes);
    let may_send = ask.as_ref().is_some_and(|form| form.may_send);
    let actions = view! {
        {notes_view::panel_line(&notes, may_send)}
        {decision_panel::view(&panel)}
        {guarded}
    }
    .into_markup();
    let came = how_it_came::view(HowItCame {
        review: &review,
        assignee: assignee.as_deref(),
        declared: &declared,
        asked: asked.as_ref(),
        planned: &planned,
        now,
    });
    // What may be the same is said before the text is read, in a line: the story begins on the first screen.
    let twin = likes.as_ref().and_then(similar_view::twin_line);
    let likes = likes.map(|likes| similar_view::view(&likes, &review).into_markup());
    let just_written = done == Some(Flash::Wrote);
    let parts = Parts {
        // Before the story only what has to be known before reading, in as few lines as that takes.
        story: view! {
            {twin}
            {notes_answered::view(answered)}
            {comparison::section(&steps)}
            {content_view::story(&content, &editing)}
            {photographs::view(&content, &home, &editing)}
        }
        .into_markup(),
        facts: view! {
            {content_view::beside(&content, false, &editing)}
            {came}
        }
        .into_markup(),
        panel: actions,
        record: view! {
            {checklist::view(ask)}
            {likes}
            {content_view::for_us(&content, &editing)}
            {notes_view::first_on_title(&notes)}
            {notes_view::of_case(&notes)}
            {material_view::view(&material)}
            {letters::view(&review, &letters, just_written)}
            {history::section(&history)}
        }
        .into_markup(),
    };
    view! {
        <BackLink href=paths::MODERATE label="Queue"/>
        {former}
        {banner}
        {heading}
        {sample_mark::view(is_sample, says_done, review.submission.status.known())}
        {skeleton(parts)}
        {bar}
        {keys}
    }
}

/// What is missing, to be ticked: while its museum can be asked, and by who may ask it.
fn ask_form(
    review: &ReviewContext,
    obstacles: &[Obstacle],
    decided: &Planned,
    notes: &Notes,
) -> Option<Form> {
    let is_own = |one: &Obstacle| matches!(one, Obstacle::OwnMuseum { alone: false, .. });
    let is_open = matches!(
        review.submission.status.known(),
        Some(Status::Submitted | Status::InReview)
    );
    (is_open && !obstacles.iter().any(is_own)).then(|| Form {
        home: review.href(),
        version: review.submission.version,
        notes: notes.to_send(),
        may_send: !decided.is_decided(),
        typed: Typed::default(),
        errors: Vec::new(),
    })
}

fn banner(done: Flash, next: Option<&NextUp>, public: Option<String>) -> impl IntoView + use<> {
    let words = done.words();
    let open = public.filter(|_| done.shows_public_page()).map(|href| {
        view! { " "<a href=href>"See the public page"</a>"." }
    });
    let onwards = done.leads_on().then(|| queue_onwards::in_banner(next));
    view! {
        <Banner kind=BannerKind::Success heading=words.heading>
            <p>{words.text}{open}</p>
            {onwards}
        </Banner>
    }
}
