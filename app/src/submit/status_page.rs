//! Where a submission stands, as its author reads it: here and behind the mailed link.

use crate::ui::{IntoMarkup, Markup};
use crate::ui::{PageHeading, Paragraphs, StatusTag, Timeline, TimelineEntry, when};
use crate::web::error::PageError;
use crate::web::state::AppState;
use case_study::{Action, CaseAction, Status, Vocabulary};
use leptos::prelude::*;
use store::history;
use store::history::PastEvent;
use store::submissions;
use store::submissions::{Publicly, Submission};

/// What the author is told.
pub(super) struct SubmissionProgress {
    pub reference: String,
    pub title: String,
    pub status: Status,
    /// How its case stands with the public.
    pub case: Publicly,
    pub past: Vec<PastEvent>,
}

impl SubmissionProgress {
    pub async fn load(state: &AppState, submission: &Submission) -> Result<Self, PageError> {
        let case = submissions::case_of(&state.db, submission.case_id).await?;
        Ok(Self {
            reference: submission.reference.clone(),
            title: submission.title.clone(),
            status: submission.status,
            case: case.map(Publicly::of).unwrap_or_default(),
            past: history::history(&state.db, submission.id).await?,
        })
    }
}

/// What happened, in the author's words, without the names of staff. What moderators do among
/// themselves is not told.
fn text_for_author(event: &PastEvent) -> Option<&'static str> {
    if event.action == "begin" {
        return Some("You began it.");
    }
    if let Some(action) = CaseAction::from_slug(&event.action) {
        return match action {
            CaseAction::TakeDown => Some("It was taken down."),
            CaseAction::Restore => Some("It was put back."),
            // Told as what the moderator did: it was published.
            CaseAction::GoLive => None,
        };
    }
    Some(match Action::from_slug(&event.action)? {
        Action::Submit => "You sent it.",
        Action::StartReview => "A moderator began to read it.",
        Action::RequestChanges => "A moderator asked you for some changes.",
        Action::Approve => "A moderator approved it.",
        Action::Publish => "It was published.",
        Action::Decline => "A moderator decided not to publish it.",
        Action::Withdraw => "You withdrew it.",
        Action::Reopen => "A moderator is looking at it again.",
    })
}

/// The reason of a return or a refusal in a kind sentence, and the moderator's own words.
fn message_of(event: &PastEvent) -> Option<Markup> {
    let vocabulary = match event.action.as_str() {
        "request_changes" => Vocabulary::ReturnReason,
        "decline" => Vocabulary::DeclineReason,
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
    } = progress;
    let entries = past
        .iter()
        .rev()
        .filter_map(|event| {
            Some(TimelineEntry {
                when: when::moment(event.at),
                when_iso: when::iso(event.at),
                who: None,
                what: text_for_author(event)?.to_owned(),
                detail: message_of(event),
            })
        })
        .collect::<Vec<_>>();
    let title = if title.is_empty() {
        "Your case study".to_owned()
    } else {
        title
    };
    let (tag, label) = status.tag(case.state);
    // An earlier text may be public while a new version is being written.
    let slug = case.slug.filter(|_| status == Status::Published);
    let published = slug.map(|slug| {
        view! { <p><a href=paths::case_study(&slug)>"Read it where everybody can"</a></p> }
    });
    view! {
        <PageHeading title=title caption=format!("Your reference is {reference}")/>
        <div class="standing stack">
            <p><StatusTag slug=tag label=label/></p>
            <p class="lede">{status.what_happens_next(case.state)}</p>
            {published}
        </div>
        <section class="section measure" aria-labelledby="history">
            <h2 id="history">"What happened so far"</h2>
            <Timeline entries=entries/>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::text_for_author;
    use case_study::Role;
    use store::history::{Detail, PastEvent};

    fn event(action: &str) -> PastEvent {
        PastEvent {
            at: 0,
            by: Some("Ana Staff".into()),
            role: Role::Moderator,
            action: action.into(),
            to_state: None,
            detail: Detail::default(),
        }
    }

    #[test]
    fn what_moderators_do_among_themselves_is_not_told() {
        assert_eq!(text_for_author(&event("assign")), None);
        assert_eq!(text_for_author(&event("tag")), None);
        assert_eq!(
            text_for_author(&event("approve")),
            Some("A moderator approved it.")
        );
        assert_eq!(text_for_author(&event("begin")), Some("You began it."));
        assert_eq!(
            text_for_author(&event("take_down")),
            Some("It was taken down.")
        );
        assert_eq!(text_for_author(&event("restore")), Some("It was put back."));
    }
}
