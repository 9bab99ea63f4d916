//! Where a submission stands, as its author reads it: here and behind the mailed link.

use super::read_back;
use crate::ui::{IntoMarkup, Markup};
use crate::ui::{PageHeading, Paragraphs, StatusTag, Timeline, TimelineEntry, when};
use crate::web::error::PageError;
use crate::web::state::AppState;
use case_study::{Action, CaseStudyContent, EventKind, Status, Stored, Vocabulary};
use leptos::prelude::*;
use store::history;
use store::history::HistoryEntry;
use store::submissions;
use store::submissions::{Publicly, Submission};

/// What the author is told.
pub(super) struct SubmissionProgress {
    pub reference: String,
    pub title: String,
    pub status: Stored<Status>,
    /// How its case stands with the public.
    pub case: Publicly,
    pub past: Vec<HistoryEntry>,
    /// What its author sent last, and when: their own words, without what moderators changed since.
    pub sent: Option<(CaseStudyContent, i64)>,
}

impl SubmissionProgress {
    pub async fn load(state: &AppState, submission: &Submission) -> Result<Self, PageError> {
        Ok(Self {
            reference: submission.reference.clone(),
            title: submission.title.clone(),
            status: submission.status.clone(),
            case: submissions::public_side(&state.db, submission.case_id).await?,
            past: history::history(&state.db, submission.id).await?,
            sent: submissions::text_as_sent(state.db.reader(), submission.id).await?,
        })
    }
}

/// The reason of a return or a refusal in a kind sentence, and the moderator's own words.
fn message_of(event: &HistoryEntry) -> Option<Markup> {
    let vocabulary = match event.kind.known()? {
        EventKind::Move(Action::RequestChanges) => Vocabulary::ReturnReason,
        EventKind::Move(Action::Decline) => Vocabulary::DeclineReason,
        _ => return None,
    };
    let reason = vocabulary
        .term(&event.detail.reason)
        .map(|term| term.definition)
        .filter(|words| !words.is_empty());
    let message = event.detail.message.clone();
    Some(
        view! { {reason.map(|words| view! { <p>{words}</p> })} <Paragraphs text=message/> }
            .into_markup(),
    )
}

pub(super) fn view(progress: SubmissionProgress) -> impl IntoView {
    let SubmissionProgress {
        reference,
        title,
        status,
        case,
        past,
        sent,
    } = progress;
    let entries = past
        .iter()
        .rev()
        .filter_map(|event| {
            Some(TimelineEntry {
                when: when::moment(event.at),
                when_iso: when::iso(event.at),
                who: None,
                what: event.kind.text_for_author()?.to_owned(),
                detail: message_of(event),
            })
        })
        .collect::<Vec<_>>();
    let title = if title.is_empty() {
        "Your case study".to_owned()
    } else {
        title
    };
    let (tag, label) = status.tag(&case.state);
    // An earlier text may be public while a new version is being written.
    let slug = case.slug.clone().filter(|_| status == Status::Published);
    let published = slug.map(|slug| {
        view! { <p><a href=paths::case_study(&slug)>"See your published page"</a></p> }
    });
    view! {
        <PageHeading title=title caption=format!("Your reference is {reference}")/>
        <div class="standing stack">
            <p><StatusTag slug=tag label=label/></p>
            <p class="lede">{status.what_happens_next(&case.state)}</p>
            {published}
        </div>
        <section class="section measure" aria-labelledby="history">
            <h2 id="history">"What happened so far"</h2>
            <Timeline entries=entries/>
        </section>
        {sent.map(|(content, at)| text_as_sent(content, at))}
    }
}

fn text_as_sent(content: CaseStudyContent, at: i64) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="as-sent">
            <h2 id="as-sent">"What you sent"</h2>
            <p>{format!("These are your own words, as you sent them on {}.", when::moment(at))}</p>
            {read_back::as_sent(content)}
        </section>
    }
}
