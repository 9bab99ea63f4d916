//! Where a submission stands, as its author reads it: in the browser that writes it, and behind the mailed
//! link. One page for both; what takes the right to write is there for who has it.

use super::letters;
use super::new_version;
use super::read_back;
use super::request;
use super::resume;
use super::wait;
use super::wait::Wait;
use crate::ui::{
    Banner, IntoMarkup, LinkButton, Markup, PageHeading, Paragraphs, StatusTag, Timeline,
    TimelineEntry, when,
};
use crate::web::error::PageError;
use crate::web::state::AppState;
use case_study::{Action, CaseState, CaseStudyContent, EventKind, Role, Status, Vocabulary};
use leptos::prelude::*;
use store::history;
use store::history::{Detail, HistoryEntry};
use store::letters::Letter;
use store::samples;
use store::submissions;
use store::submissions::{Publicly, Submission};

/// What the author is told.
pub(super) struct Standing {
    submission: Submission,
    /// How its case stands with the public.
    case: Publicly,
    past: Vec<HistoryEntry>,
    /// What was written to and fro, oldest first.
    letters: Vec<Letter>,
    /// What moderators ask for now.
    request: Option<Detail>,
    wait: Option<Wait>,
    /// What its author sent last, and when: their own words, without what moderators changed since.
    sent: Option<(CaseStudyContent, i64)>,
    is_sample: bool,
}

/// How somebody came to the page.
pub(super) enum Reach {
    /// They may write it.
    Writer,
    /// With the link of this token alone: it reads.
    Link { token: String },
}

impl Standing {
    pub async fn load(state: &AppState, submission: Submission) -> Result<Self, PageError> {
        let past = history::history(&state.db, submission.id).await?;
        Ok(Self {
            case: submissions::public_side(&state.db, submission.case_id).await?,
            letters: store::letters::of_submission(&state.db, submission.id).await?,
            request: request::in_history(&submission, &past),
            wait: Wait::load(state, &submission).await?,
            sent: submissions::text_as_sent(state.db.reader(), submission.id).await?,
            is_sample: samples::is_sample(state.db.reader(), submission.case_id).await?,
            past,
            submission,
        })
    }

    fn can(&self, action: Action) -> bool {
        let after = self.submission.status.after(action, &[Role::Submitter]);
        after.is_some()
    }

    /// Whether its author has something to do before anything goes on.
    fn is_its_authors_turn(&self) -> bool {
        self.submission.status.is_open_to_its_author() || self.submission.status == Status::Lapsed
    }

    /// Whether readers may come to see the text. Where its author is asked about the page, the way to it
    /// stands above already.
    fn is_still_to_be_read(&self) -> bool {
        matches!(
            self.submission.status.known(),
            Some(
                Status::Draft
                    | Status::Submitted
                    | Status::InReview
                    | Status::ChangesRequested
                    | Status::Approved
                    | Status::Lapsed
            )
        )
    }

    /// The page that readers see, where this is what they see.
    fn public_page(&self) -> Option<String> {
        let slug = self.case.slug.as_ref()?;
        // An earlier text may be public while a new version is being written.
        (self.submission.status == Status::Published).then(|| paths::case_study(slug))
    }
}

/// The page. `unlock` is how who has the link alone gets to write.
pub(super) fn view(
    standing: Standing,
    reach: &Reach,
    unlock: Option<Markup>,
) -> impl IntoView + use<> {
    let reference = standing.submission.reference.clone();
    let writer = match reach {
        Reach::Writer => Some(reference.as_str()),
        Reach::Link { .. } => None,
    };
    let request = standing
        .request
        .as_ref()
        .map(|request| request::view(request, writer, None));
    let title = if standing.submission.title.is_empty() {
        "Your case study".to_owned()
    } else {
        standing.submission.title.clone()
    };
    let stands = stands(&standing, reach);
    // Where something is to be done, the way to it comes before what happened.
    let (first, later) = if standing.is_its_authors_turn() {
        (unlock, None)
    } else {
        (None, unlock)
    };
    let letters = letters::view(
        &standing.letters,
        standing.request.is_some(),
        writer.filter(|_| standing.submission.reached_the_moderators()),
    );
    let more = writer.map(|reference| {
        let sent = standing.sent.as_ref();
        let has_files = sent.is_some_and(|(content, _)| {
            !content.pictures.is_empty() || !content.documents.is_empty()
        });
        more(reference, has_files, standing.can(Action::Withdraw))
    });
    let as_page = standing.is_still_to_be_read().then(|| match reach {
        Reach::Writer => paths::draft_preview(&reference),
        Reach::Link { token } => paths::track_preview(token),
    });
    view! {
        {request}
        <PageHeading title=title caption=format!("Your reference is {reference}")/>
        {standing.is_sample.then(sample)}
        {stands}
        {first}
        {letters}
        <section class="section measure" aria-labelledby="history">
            <h2 id="history">"What happened so far"</h2>
            {timeline(&standing.past)}
        </section>
        {standing.sent.map(|(content, at)| text_as_sent(content, at, as_page))}
        {more}
        {later}
    }
}

/// Whoever came here in a museum's place is told so.
pub(super) fn sample() -> impl IntoView {
    view! {
        <Banner heading="This is a sample">
            <p>"It was made from public pages to try this site with. No museum sent it, and none is asked anything."</p>
        </Banner>
    }
}

/// The status, what comes next, and the one thing to do.
fn stands(standing: &Standing, reach: &Reach) -> impl IntoView + use<> {
    let (status, case) = (&standing.submission.status, &standing.case);
    let (tag, label) = status.tag(&case.state);
    let (tag, next) = (tag.to_owned(), status.what_happens_next(&case.state));
    let public = standing.public_page().map(|href| {
        view! { <p><a href=href>"See your published page"</a></p> }
    });
    view! {
        <div class="standing stack">
            <p><StatusTag slug=tag label=label/></p>
            <p class="lede">{next}</p>
            {standing.wait.as_ref().map(wait::view)}
            {public}
            {to_do(standing, reach)}
        </div>
    }
}

fn to_do(standing: &Standing, reach: &Reach) -> Option<Markup> {
    let reference = &standing.submission.reference;
    let may_write = matches!(reach, Reach::Writer);
    Some(match standing.submission.status.known()? {
        // The page shows; its buttons ask for the code where one is needed.
        Status::AwaitingYes => {
            let href = match reach {
                Reach::Writer => paths::draft_page(reference),
                Reach::Link { token } => paths::track_page(token),
            };
            view! { <p class="actions"><LinkButton href=href label="Read your page and answer"/></p> }
                .into_markup()
        }
        Status::Draft | Status::ChangesRequested if may_write => {
            view! { <p class="actions"><LinkButton href=paths::draft(reference) label="Continue"/></p> }
                .into_markup()
        }
        Status::Lapsed if may_write => {
            resume::button(reference, &standing.submission.status)?.into_markup()
        }
        Status::Published if standing.case.state == CaseState::DueForReview => {
            let href = match reach {
                Reach::Writer => paths::draft_still_true(reference),
                Reach::Link { token } => paths::track_still_true(token),
            };
            view! { <p class="actions"><LinkButton href=href label="Say whether it is still true"/></p> }
                .into_markup()
        }
        Status::Published if may_write => {
            new_version::button(reference, &standing.submission.status, &standing.case)?
                .into_markup()
        }
        _ => return None,
    })
}

fn timeline(past: &[HistoryEntry]) -> impl IntoView + use<> {
    let entries = past
        .iter()
        .rev()
        .filter_map(|event| {
            Some(TimelineEntry {
                when: when::moment(event.at),
                when_iso: when::iso(event.at),
                who: None,
                what: event.kind.text_for_author(&event.role)?.to_owned(),
                detail: message_of(event),
            })
        })
        .collect::<Vec<_>>();
    view! { <Timeline entries=entries/> }
}

/// The reason of a return or a refusal in a kind sentence, and the moderator's own words, where no letter holds
/// them.
fn message_of(event: &HistoryEntry) -> Option<Markup> {
    if event.detail.unchanged {
        return Some(
            view! { <p>"Nothing was changed, and no reply was written."</p> }.into_markup(),
        );
    }
    if event.letter_id.is_some() {
        return None;
    }
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
    let asked = event
        .detail
        .asked
        .iter()
        .map(|line| view! { <p>{line.clone()}</p> })
        .collect_view();
    Some(
        view! { {reason.map(|words| view! { <p>{words}</p> })} {asked} <Paragraphs text=message/> }
            .into_markup(),
    )
}

fn text_as_sent(content: CaseStudyContent, at: i64, as_page: Option<String>) -> impl IntoView {
    let as_page = as_page.map(|href| {
        view! { <p><a href=href>"See your page as readers will see it"</a></p> }
    });
    view! {
        <section class="section" aria-labelledby="as-sent">
            <h2 id="as-sent">"What you sent"</h2>
            <p>{format!("These are your own words, as you sent them on {}.", when::moment(at))}</p>
            {as_page}
            {read_back::as_sent(content)}
        </section>
    }
}

/// What its author can do at any time.
fn more(reference: &str, has_files: bool, can_withdraw: bool) -> impl IntoView + use<> {
    let withdraw = can_withdraw.then(|| {
        view! { <li><a href=paths::draft_withdraw(reference)>"Withdraw this case study"</a></li> }
    });
    let files = has_files.then(|| {
        let href = paths::draft_section(reference, "pictures");
        view! { <li><a href=href>"Take a photograph or document down"</a></li> }
    });
    view! {
        <section class="section measure" aria-labelledby="more">
            <h2 id="more">"What else you can do"</h2>
            <ul class="plain-links">
                <li><a href=paths::draft_colleagues(reference)>"Make a link for a colleague or director"</a></li>
                {files}
                {withdraw}
            </ul>
        </section>
    }
}
