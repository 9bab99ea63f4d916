//! `/submit/{draft}`: the list of tasks while its author may write, and where it stands after that.

use super::done_here;
use super::done_here::DoneHere;
use super::draft_guard::Draft;
use super::status_page;
use super::status_page::SubmissionProgress;
use crate::ui::{
    BackLink, Banner, BannerKind, LinkButton, Nav, PageHeading, Paragraphs, TaskItem, TaskList,
    TaskStatus, when,
};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, State};
use axum::response::Response;
use case_study::fields::field;
use case_study::{Action, EventKind, Need, Section, Status, Vocabulary, WorkingCopy};
use leptos::prelude::*;
use store::history;
use store::history::Detail;
use store::mailed_links;

/// GET `/submit/{draft}`.
///
/// # Errors
/// Somebody else's draft is not found.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    let done = DoneHere::load(&state, &context).await?;
    if !draft.is_open() {
        let progress = SubmissionProgress::load(&state, &draft.submission).await?;
        let can_withdraw = draft.can(Action::Withdraw);
        return Ok(Page::new("Where your case study stands")
            .at(Nav::Submit)
            .private()
            .render(&context, move || {
                view! { {closed(progress, can_withdraw)} {done.map(done_here::view)} }
            }));
    }
    let tasks = Tasks {
        copy: draft.working_copy(&state).await?,
        link_mailed: mailed_links::has_link(state.db.reader(), draft.submission.id).await?,
        request: if draft.submission.status == Status::ChangesRequested {
            last_request(&state, draft.submission.id).await?
        } else {
            None
        },
        can_withdraw: draft.can(Action::Withdraw),
        reference: draft.submission.reference,
        email: draft.submission.submitter_email,
        saved_at: draft.submission.updated_at,
    };
    Ok(Page::new("Your case study")
        .at(Nav::Submit)
        .private()
        .render(&context, move || {
            view! { {open(tasks)} {done.map(done_here::view)} }
        }))
}

/// What a moderator asked for last.
async fn last_request(state: &AppState, submission_id: i64) -> Result<Option<Detail>, PageError> {
    let history = history::history(&state.db, submission_id).await?;
    let request = history
        .into_iter()
        .rev()
        .find(|event| event.kind == EventKind::Move(Action::RequestChanges));
    Ok(request.map(|event| event.detail))
}

struct Tasks {
    reference: String,
    copy: WorkingCopy,
    request: Option<Detail>,
    email: String,
    /// Whether that address was mailed the link back.
    link_mailed: bool,
    saved_at: i64,
    can_withdraw: bool,
}

/// Whether a case study can only be sent with something on this page.
pub(super) fn is_needed(section: Section) -> bool {
    section
        .asked()
        .any(|field| matches!(field.need, Need::Required(_)))
}

/// How far a page is.
fn status_of(section: Section, copy: &WorkingCopy) -> TaskStatus {
    let begun = section.asked().any(|field| copy.is_begun(field));
    let complete = copy.check_section(section).is_empty();
    match (begun, complete) {
        (true, true) => TaskStatus::Done,
        (true, false) => TaskStatus::InProgress,
        (false, true) => TaskStatus::Optional,
        (false, false) => TaskStatus::NotStarted,
    }
}

fn open(tasks: Tasks) -> impl IntoView {
    let Tasks {
        reference,
        copy,
        request,
        email,
        link_mailed,
        saved_at,
        can_withdraw,
    } = tasks;
    let statuses: Vec<(Section, TaskStatus)> = Section::FORM
        .iter()
        .map(|section| (*section, status_of(*section, &copy)))
        .collect();
    // An optional page that was begun and is wrong stands in the way as well.
    let left = statuses
        .iter()
        .filter(|(_, status)| matches!(status, TaskStatus::InProgress | TaskStatus::NotStarted))
        .count();
    let items = statuses
        .into_iter()
        .map(|(section, status)| TaskItem {
            href: Some(paths::draft_section(&reference, section.slug())),
            title: section.title().to_owned(),
            hint: None,
            status,
        })
        .collect::<Vec<_>>();
    let title = if copy.content.title.is_empty() {
        "Your case study".to_owned()
    } else {
        copy.content.title
    };
    let progress = if left == 0 {
        "Everything that is needed is there. Read your answers back and send them.".to_owned()
    } else {
        let pages = if left == 1 { "page" } else { "pages" };
        format!("You have {left} {pages} to go. Do them in any order, then send your case study.")
    };
    let back = way_back(&email, link_mailed);
    view! {
        <BackLink href=paths::SUBMIT label="Share a case study"/>
        {request.map(|request| request_in_words(&reference, &request))}
        <PageHeading title=title caption=format!("Your reference is {reference}") lede=progress/>
        <TaskList items=items/>
        <div class="submit-send">
            <LinkButton href=paths::draft_check(&reference) label="Check your answers and send"/>
        </div>
        <div class="measure stack submit-small">
            <h2>"Stop now, come back later"</h2>
            <p>{format!("Last saved on {}.", when::moment(saved_at))}</p>
            <p>{back}</p>
            {(!email.is_empty()).then(|| view! {
                <p><a href=paths::SUBMIT_LINK>"Send me the link again"</a></p>
            })}
            {can_withdraw.then(|| view! {
                <p><a href=paths::draft_withdraw(&reference)>"Withdraw this case study"</a></p>
            })}
        </div>
    }
}

/// How its author finds it again. What is said of the link is true when it is said.
fn way_back(email: &str, link_mailed: bool) -> String {
    match (email, link_mailed) {
        ("", _) => "Come back to it in this browser within 14 days: open \u{201c}Share a case study\u{201d} above. Give an email address on the last page, and we will email you a link to it.".to_owned(),
        (email, true) => format!(
            "Come back with the link that we emailed to {email}, or in this browser: open \u{201c}Share a case study\u{201d} above."
        ),
        (email, false) => format!(
            "We will email a link to {email}, so that you can come back from any device. You can also come back in this browser within 14 days: open \u{201c}Share a case study\u{201d} above."
        ),
    }
}

fn request_in_words(reference: &str, request: &Detail) -> impl IntoView + use<> {
    let reason = Vocabulary::ReturnReason.term(&request.reason);
    let place = field(&request.field).map(|field| {
        let href = format!(
            "{}#{}",
            paths::draft_section(reference, field.section.slug()),
            field.key
        );
        view! {
            <p>
                "Please look at: "
                <a href=href>"\u{201c}"{field.question}"\u{201d}, under \u{201c}"{field.section.title()}"\u{201d}"</a>
            </p>
        }
    });
    let message = request.message.clone();
    view! {
        <Banner kind=BannerKind::Warning heading="We asked for some changes">
            {reason.map(|reason| view! { <p>{reason.definition}</p> })}
            <Paragraphs text=message/>
            {place}
            <p>"Make the changes, then check your answers and send it again."</p>
        </Banner>
    }
}

fn closed(progress: SubmissionProgress, can_withdraw: bool) -> impl IntoView {
    let withdraw = can_withdraw.then(|| {
        view! { <p><a href=paths::draft_withdraw(&progress.reference)>"Withdraw this case study"</a></p> }
    });
    view! {
        <BackLink href=paths::SUBMIT label="Share a case study"/>
        {status_page::view(progress)}
        {withdraw}
    }
}

#[cfg(test)]
mod tests {
    use super::{is_needed, status_of};
    use crate::ui::TaskStatus;
    use case_study::{Answers, Section, WorkingCopy};

    #[test]
    fn a_page_is_as_far_as_its_answers() {
        let mut copy = WorkingCopy::default();
        assert_eq!(status_of(Section::Story, &copy), TaskStatus::NotStarted);
        assert_eq!(status_of(Section::Links, &copy), TaskStatus::Optional);
        copy.content.need = "People were lonely".into();
        assert_eq!(status_of(Section::Story, &copy), TaskStatus::InProgress);
        copy.content.need = "lonely ".repeat(60);
        copy.content.did = "tea ".repeat(80);
        assert_eq!(status_of(Section::Story, &copy), TaskStatus::Done);
        copy.content.team_care = "We talked after each session".into();
        assert_eq!(status_of(Section::Care, &copy), TaskStatus::Done);
    }

    #[test]
    fn an_answer_that_cannot_be_read_yet_is_unfinished() {
        let mut copy = WorkingCopy::default();
        let mut answers = Answers::default();
        answers.set("links", vec!["Film".into(), "www.museum.example".into()]);
        assert_eq!(copy.put(&answers, Section::Links.asked()), []);
        assert_eq!(status_of(Section::Links, &copy), TaskStatus::InProgress);
    }

    #[test]
    fn pages_that_ask_for_nothing_needed_are_known() {
        let optional: Vec<&str> = Section::FORM
            .iter()
            .filter(|section| !is_needed(**section))
            .map(|section| section.slug())
            .collect();
        assert_eq!(optional, ["care", "resources", "links"]);
    }
}
