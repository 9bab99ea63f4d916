//! `/submit/{draft}`: the list of tasks while its author may write, and where it stands after that.

use super::asked::Asked;
use super::done_here;
use super::done_here::DoneHere;
use super::draft_guard::Draft;
use super::letters;
use super::request;
use super::section::MORE;
use super::short;
use super::status_page;
use super::status_page::{Reach, Standing};
use super::understood;
use super::understood::Understood;
use crate::ui::{
    BackLink, Banner, Details, LinkButton, Nav, PageHeading, TaskItem, TaskList, TaskStatus, when,
};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use case_study::fields::field;
use case_study::text::lower_first;
use case_study::{Action, FieldError, Section, WorkingCopy};
use leptos::prelude::*;
use serde::Deserialize;
use store::history::Detail;
use store::letters::Letter;
use store::mailed_links;

/// What the page before understood.
#[derive(Deserialize)]
pub struct Came {
    read: Option<String>,
}

/// GET `/submit/{draft}`.
///
/// # Errors
/// Somebody else's draft is not found.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    Query(came): Query<Came>,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    let done = DoneHere::load(&state, &context).await?;
    if !draft.is_open() {
        let standing = Standing::load(&state, draft.submission).await?;
        return Ok(Page::new("Where your case study stands")
            .at(Nav::Submit)
            .private()
            .render(&context, move || {
                view! {
                    <BackLink href=paths::SUBMIT label="Share a case study"/>
                    {status_page::view(standing, &Reach::Writer, None)}
                    {done.map(done_here::view)}
                }
            }));
    }
    let copy = draft.working_copy(&state).await?;
    let tasks = Tasks {
        asked: Asked::load(&state, &draft.submission, &copy).await?,
        understood: understood::read(came.read.as_deref(), &copy),
        copy,
        link_mailed: mailed_links::has_link(state.db.reader(), draft.submission.id).await?,
        request: request::load(&state, &draft.submission).await?,
        letters: store::letters::of_submission(&state.db, draft.submission.id).await?,
        moderators_have_it: draft.submission.reached_the_moderators(),
        can_withdraw: draft.can(Action::Withdraw) && !draft.submission.is_ours_to_write(),
        is_ours: draft.submission.is_ours_to_write(),
        pieces: pieces(&state, draft.submission.id).await?,
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

struct Tasks {
    reference: String,
    copy: WorkingCopy,
    request: Option<Detail>,
    /// What of it is asked note by note.
    asked: Asked,
    /// What was written to and fro, oldest first.
    letters: Vec<Letter>,
    /// Whether moderators know it.
    moderators_have_it: bool,
    email: String,
    /// Whether that address was mailed the link back.
    link_mailed: bool,
    saved_at: i64,
    can_withdraw: bool,
    /// Staff write it, out of an email that its museum sent.
    is_ours: bool,
    /// How many pieces of what was brought have no place yet, where something was.
    pieces: Option<usize>,
    /// How answers of the page before were read.
    understood: Vec<Understood>,
}

/// Whether a page asks for something that a published case study needs.
pub(super) fn is_needed(section: Section) -> bool {
    !section.is_if_you_like()
}

/// How far a page is: finished when nothing is left of it that a published case study needs.
fn status_of(section: Section, copy: &WorkingCopy, left: &[FieldError]) -> TaskStatus {
    let begun = section.asked().any(|field| copy.is_begun(field));
    let complete = !has(section, left);
    match (begun, complete) {
        (true, true) => TaskStatus::Done,
        (true, false) => TaskStatus::InProgress,
        (false, true) => TaskStatus::Optional,
        (false, false) => TaskStatus::NotStarted,
    }
}

/// What is said under the name of a page.
fn hint(section: Section, asked: &Asked, to_send: &[FieldError]) -> Option<String> {
    if has(section, to_send) {
        return Some("Needed to send it".to_owned());
    }
    let has_note = asked.at(section).next().is_some();
    has_note.then(|| "We asked you something here".to_owned())
}

/// Whether some of these are of this page.
fn has(section: Section, faults: &[FieldError]) -> bool {
    faults
        .iter()
        .any(|fault| field(&fault.field).is_some_and(|field| field.section == section))
}

/// What is left before it can be sent, or that it can be.
fn progress(pages: usize, is_complete: bool) -> String {
    match (pages, is_complete) {
        (0, true) => "Everything is there. Read your answers back and send them.".to_owned(),
        (0, false) => {
            "You can send it now. The more you fill in first, the sooner we can publish it."
                .to_owned()
        }
        (1, _) => "One page still needs something before you can send it.".to_owned(),
        (pages, _) => format!(
            "{pages} pages still need something before you can send it. Do them in any order."
        ),
    }
}

fn open(tasks: Tasks) -> impl IntoView {
    let Tasks {
        reference,
        copy,
        request,
        asked,
        letters,
        moderators_have_it,
        email,
        link_mailed,
        saved_at,
        can_withdraw,
        is_ours,
        pieces,
        understood,
    } = tasks;
    let ours = is_ours.then(|| {
        view! {
            <Banner heading="You are writing for the museum">
                <p>
                    "It sent us an email, and we asked it to take this draft over. Until it does, you can prepare it. Only the museum can send it. "
                    <a href=paths::MODERATE_INTAKE>"Back to the emails"</a>
                </p>
            </Banner>
        }
    });
    let (to_send, to_publish) = (copy.check_to_send(), copy.left_to_publish());
    let item = |section: &Section| TaskItem {
        href: Some(paths::draft_section(&reference, section.slug())),
        title: section.title().to_owned(),
        hint: hint(*section, &asked, &to_send),
        status: match status_of(*section, &copy, &to_publish) {
            // It is asked about, so it is not.
            TaskStatus::Done | TaskStatus::Optional if asked.waits_at(*section, &copy) => {
                TaskStatus::InProgress
            }
            status => status,
        },
    };
    let (more, pages): (Vec<Section>, Vec<Section>) = Section::FORM
        .iter()
        .partition(|section| section.is_if_you_like());
    let items: Vec<TaskItem> = pages.iter().map(item).collect();
    let before = items.len();
    let more_items: Vec<TaskItem> = more.iter().map(item).collect();
    let more_is_begun = more_items
        .iter()
        .any(|item| item.status != TaskStatus::Optional);
    let headings: Vec<String> = more
        .iter()
        .map(|section| lower_first(section.heading()))
        .collect();
    let more_line = format!("{MORE}: {}", headings.join("; "));
    let left = Section::FORM
        .iter()
        .filter(|section| has(**section, &to_send))
        .count();
    let progress = progress(left, to_publish.is_empty());
    let understood = understood::view(&reference, &understood);
    // It writes answers that may not be asked about, and only its museum sends it.
    let in_own_words = (asked.open.is_all() && !is_ours)
        .then(|| short::offer(&reference, &copy))
        .flatten();
    let done = asked.progress(&copy);
    let title = if copy.content.title.is_empty() {
        "Your case study".to_owned()
    } else {
        copy.content.title
    };
    let back = way_back(&email, link_mailed);
    let writer = moderators_have_it.then_some(reference.as_str());
    let letters = letters::view(&letters, request.is_some(), writer);
    view! {
        <BackLink href=paths::SUBMIT label="Share a case study"/>
        {ours}
        {request.map(|request| request::view(&request, Some(&reference), done))}
        <PageHeading title=title caption=format!("Your reference is {reference}") lede=progress/>
        {understood}
        <TaskList items=items/>
        <div class="more-tasks">
            <Details summary=more_line open=more_is_begun>
                <TaskList items=more_items before=before/>
            </Details>
        </div>
        <div class="submit-send">
            <LinkButton href=paths::draft_check(&reference) label="Check your answers and send"/>
            <p><a href=paths::draft_preview(&reference)>"See your page as readers will see it"</a></p>
            <p>"Is some of it written already? "<a href=paths::draft_bring(&reference)>{brought(pieces)}</a></p>
            {in_own_words}
        </div>
        {letters}
        <div class="measure stack submit-small">
            <h2>"Stop now, come back later"</h2>
            <p>{format!("Last saved on {}.", when::moment(saved_at))}</p>
            <p>{back}</p>
            {(!email.is_empty()).then(|| view! {
                <p><a href=paths::SUBMIT_LINK>"Send me the link again"</a></p>
            })}
            <p><a href=paths::draft_colleagues(&reference)>"Make a link for a colleague or director"</a></p>
            {can_withdraw.then(|| view! {
                <p><a href=paths::draft_withdraw(&reference)>"Withdraw this case study"</a></p>
            })}
        </div>
    }
}

async fn pieces(state: &AppState, submission_id: i64) -> Result<Option<usize>, PageError> {
    let all = store::material::of_submission(state.db.reader(), submission_id).await?;
    let left = all.iter().map(|one| one.left().count()).sum();
    Ok((!all.is_empty()).then_some(left))
}

/// What leads to files and texts.
fn brought(pieces: Option<usize>) -> String {
    match pieces {
        None => "Bring a file or paste a text".to_owned(),
        Some(0) => "See what you brought, or bring more".to_owned(),
        Some(1) => "One piece of what you brought has no place yet".to_owned(),
        Some(left) => format!("{left} pieces of what you brought have no place yet"),
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

#[cfg(test)]
mod tests {
    use super::{progress, status_of};
    use crate::ui::TaskStatus;
    use case_study::{Answers, Section, WorkingCopy};

    fn status(section: Section, copy: &WorkingCopy) -> TaskStatus {
        status_of(section, copy, &copy.left_to_publish())
    }

    #[test]
    fn a_page_is_as_far_as_its_answers() {
        let mut copy = WorkingCopy::default();
        assert_eq!(status(Section::Story, &copy), TaskStatus::NotStarted);
        assert_eq!(status(Section::Links, &copy), TaskStatus::Optional);
        copy.content.need = "People were lonely".into();
        assert_eq!(status(Section::Story, &copy), TaskStatus::InProgress);
        // A short honest text is one.
        copy.content.did = "We drank tea together".into();
        assert_eq!(status(Section::Story, &copy), TaskStatus::Done);
        copy.content.team_care = "We talked after each session".into();
        assert_eq!(status(Section::Care, &copy), TaskStatus::Done);
    }

    #[test]
    fn an_answer_that_cannot_be_read_yet_is_unfinished() {
        let mut copy = WorkingCopy::default();
        let mut answers = Answers::default();
        answers.set("links", vec!["Film".into(), "ask us".into()]);
        assert_eq!(copy.put(&answers, Section::Links.asked()), []);
        assert_eq!(status(Section::Links, &copy), TaskStatus::InProgress);
    }

    #[test]
    fn only_pages_that_ask_for_nothing_needed_wait_behind_a_line() {
        let optional: Vec<Section> = Section::FORM
            .iter()
            .copied()
            .filter(|section| section.asked().all(|field| !field.need.is_needed()))
            .collect();
        assert_eq!(optional, Section::IF_YOU_LIKE);
    }

    #[test]
    fn what_is_left_is_said_in_pages() {
        assert!(progress(2, false).starts_with("2 pages still need"));
        assert!(progress(1, false).starts_with("One page still needs"));
        assert!(progress(0, false).starts_with("You can send it now."));
        assert!(progress(0, true).starts_with("Everything is there."));
    }
}
