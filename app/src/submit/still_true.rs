//! `/track/{token}/still-true` and `/submit/{draft}/still-true`: is what is published still true?
//!
//! Opening it changes nothing. Whoever may write the case study answers with one press; with the mailed link alone a
//! press mails a code. What the table of moves does not have where the case stands is not offered.

use super::code_step::{self, CodeStep};
use super::draft_guard::Draft;
use super::new_version;
use super::track;
use crate::ui::{
    Banner, BannerKind, Button, ButtonLook, CookieNeeded, ErrorSummary, FormError, IntoMarkup,
    Markup, Nav, PageHeading, SendArea,
};
use crate::web::bots;
use crate::web::bots::{Judged, ONCE_MORE, Pace, SEND, Unseen};
use crate::web::browser_key::COOKIE_SET;
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::rate_limits::ClientNetwork;
use crate::web::request_span;
use crate::web::state::AppState;
use axum::extract::{Path, Query, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::{Answers, CaseAction, CaseState, Role, Status};
use leptos::prelude::*;
use serde::Deserialize;
use store::case_transitions::move_case;
use store::history::Actor;
use store::submissions::{Publicly, Submission};
use store::{drafts, mailed_links, submissions};

const TITLE: &str = "Is your page still true?";
const PRESSED: &str = "answer";

/// The three answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    StillTrue,
    Changed,
    Over,
}

impl Answer {
    const ALL: [Self; 3] = [Self::StillTrue, Self::Changed, Self::Over];

    const fn value(self) -> &'static str {
        match self {
            Self::StillTrue => "true",
            Self::Changed => "changed",
            Self::Over => "over",
        }
    }

    fn read(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.value() == value)
    }

    const fn button(self) -> &'static str {
        match self {
            Self::StillTrue => "It is still true",
            Self::Changed => "Something has changed",
            Self::Over => "The work is over",
        }
    }

    /// What a press does, beside its button.
    const fn what_happens(self) -> &'static str {
        match self {
            Self::StillTrue => "The page stays as it is, and says that you confirmed it today.",
            Self::Changed => {
                "You get a copy to change. Readers see the page as it is until we publish your changes."
            }
            Self::Over => "The page stays, and says that it is no longer kept up to date.",
        }
    }

    /// The move of the case that it is; a new version is none.
    const fn moves(self) -> Option<CaseAction> {
        match self {
            Self::StillTrue => Some(CaseAction::Confirm),
            Self::Changed => None,
            Self::Over => Some(CaseAction::Finish),
        }
    }

    fn is_open(self, case: &Publicly) -> bool {
        match self.moves() {
            Some(action) => case.state.after(action, &[Role::Submitter]).is_some(),
            None => case.state.is_public(),
        }
    }

    /// What is said once it is done, while that is how the case stands.
    fn done(self, case: &Publicly) -> Option<(&'static str, &'static str)> {
        match self {
            Self::StillTrue if case.state == CaseState::Live => Some((
                "Thank you",
                "Your page now says that you confirmed it. We will ask again in two years.",
            )),
            Self::Over if case.state == CaseState::Archived => Some((
                "Thank you",
                "Your page stays, and says that it is no longer kept up to date.",
            )),
            _ => None,
        }
    }
}

/// What the last press left behind in the address.
#[derive(Deserialize)]
pub struct Asked {
    done: Option<String>,
}

/// How somebody came to the page.
enum Door {
    /// With the mailed link, whose token this is.
    Link(String),
    /// As one who may write the case study.
    Draft(String),
}

impl Door {
    fn href(&self) -> String {
        match self {
            Self::Link(token) => paths::track_still_true(token),
            Self::Draft(reference) => paths::draft_still_true(reference),
        }
    }

    fn status_href(&self) -> String {
        match self {
            Self::Link(token) => paths::track(token),
            Self::Draft(reference) => paths::draft(reference),
        }
    }
}

/// Somebody at the page.
struct Visit<'a> {
    state: &'a AppState,
    context: &'a PageContext,
    door: Door,
    submission: Submission,
    case: Publicly,
    judged: Judged,
}

/// What is shown of it.
enum Step {
    Ask,
    /// It may have been a program that pressed.
    OnceMore,
    /// The browser keeps no cookies, so it could not hold what the code opens. The code still works.
    NoCookie(Answer),
    /// A code is typed; the one that opened nothing.
    Code(Answer, Option<String>),
}

fn is_part(key: &str) -> bool {
    matches!(key, PRESSED | "code" | "again" | "back" | COOKIE_SET) || bots::is_part(key)
}

/// GET `/track/{token}/still-true`.
///
/// # Errors
/// When the database does not answer.
pub async fn get_by_link(
    State(state): State<AppState>,
    context: PageContext,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let Some(submission) = track::followed(&state, &token).await? else {
        return Ok(track::unknown(&context));
    };
    let visit = Visit::opened(&state, &context, Door::Link(token), submission).await?;
    Ok(visit.open(&asked))
}

/// GET `/submit/{draft}/still-true`.
///
/// # Errors
/// Somebody else's draft is not found.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    let door = Door::Draft(draft.reference().to_owned());
    let visit = Visit::opened(&state, &context, door, draft.submission).await?;
    Ok(visit.open(&asked))
}

/// POST `/track/{token}/still-true`.
///
/// # Errors
/// When the database does not answer; for a form that is not ours.
pub async fn post_by_link(
    State(state): State<AppState>,
    network: ClientNetwork,
    context: PageContext,
    Path(token): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let answers = forms::read(&body, is_part)?;
    let Some(submission) = track::followed(&state, &token).await? else {
        return Ok(track::unknown(&context));
    };
    request_span::record_submission(submission.id);
    let mut visit = Visit::opened(&state, &context, Door::Link(token), submission).await?;
    visit.judged = context.bots.judge(&answers, Pace::Pressing);
    visit.answer(&answers, &network).await
}

/// POST `/submit/{draft}/still-true`.
///
/// # Errors
/// Somebody else's draft is not found; a form that is not ours is refused.
pub async fn post(
    State(state): State<AppState>,
    network: ClientNetwork,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    let answers = forms::read(&body, is_part)?;
    let door = Door::Draft(draft.reference().to_owned());
    let visit = Visit::opened(&state, &context, door, draft.submission).await?;
    visit.answer(&answers, &network).await
}

impl<'a> Visit<'a> {
    async fn opened(
        state: &'a AppState,
        context: &'a PageContext,
        door: Door,
        submission: Submission,
    ) -> Result<Self, PageError> {
        let case = submissions::public_side(&state.db, submission.case_id).await?;
        let judged = Judged {
            passed: true,
            unseen: context.bots.opened(),
        };
        Ok(Self {
            state,
            context,
            door,
            submission,
            case,
            judged,
        })
    }

    /// Whether readers see this very text.
    fn is_public(&self) -> bool {
        self.submission.status == Status::Published && self.case.state.is_public()
    }

    fn elsewhere(&self) -> Response {
        Redirect::to(&self.door.status_href()).into_response()
    }

    fn open(self, asked: &Asked) -> Response {
        if !self.is_public() {
            return self.elsewhere();
        }
        let done = asked.done.as_deref().and_then(Answer::read);
        let done = done.and_then(|answer| answer.done(&self.case));
        self.page(Step::Ask, done)
    }

    /// Takes what was pressed.
    async fn answer(
        self,
        answers: &Answers,
        network: &ClientNetwork,
    ) -> Result<Response, PageError> {
        let Some(pressed) = Answer::read(answers.one(PRESSED)).filter(|_| self.is_public()) else {
            return Ok(self.elsewhere());
        };
        if !answers.one("back").is_empty() {
            return Ok(Redirect::to(&self.door.href()).into_response());
        }
        match self.writer(pressed, answers, network).await? {
            Ok(actor) => self.carry_out(pressed, actor).await,
            Err(step) => Ok(self.page(step, None)),
        }
    }

    /// Who answers, where they may; else the step with the code.
    async fn writer(
        &self,
        pressed: Answer,
        answers: &Answers,
        network: &ClientNetwork,
    ) -> Result<Result<Actor, Step>, PageError> {
        let (submission, viewer) = (&self.submission, &self.context.viewer);
        let towards = viewer.towards(submission.id, submission.account_id);
        let actor = Actor {
            account_id: towards.account_id,
            roles: vec![Role::Submitter],
        };
        if towards.roles.contains(&Role::Submitter) {
            return Ok(Ok(actor));
        }
        let code = answers.one("code");
        if code.is_empty() || !answers.one("again").is_empty() {
            if !self.judged.passed {
                return Ok(Err(Step::OnceMore));
            }
            if self.state.rate_limits.check_code(submission.id).is_ok() {
                let mail_context = self.state.settings.mail_context();
                drafts::mail_unlock_code(&self.state.db, &mail_context, submission.id).await?;
            }
            return Ok(Err(Step::Code(pressed, None)));
        }
        // Only what is opened for writing has to be held on to.
        let no_cookie = viewer.browser().is_missing() && !answers.one(COOKIE_SET).is_empty();
        if pressed == Answer::Changed && no_cookie {
            return Ok(Err(Step::NoCookie(pressed)));
        }
        let db = &self.state.db;
        if !mailed_links::redeem_code(db, submission.id, network.prefix(), code).await? {
            return Ok(Err(Step::Code(pressed, Some(code.to_owned()))));
        }
        viewer.unlock_draft(submission.id).await?;
        Ok(Ok(actor))
    }

    async fn carry_out(self, pressed: Answer, actor: Actor) -> Result<Response, PageError> {
        let Some(action) = pressed.moves() else {
            let submission = self.submission;
            let draft = Draft { submission, actor };
            return new_version::start(self.state, self.context, &draft).await;
        };
        // A second press, or somebody who was faster, is no failure: the page says how it stands then.
        drop(move_case(&self.state.db, &actor, &self.submission, action, "").await?);
        let to = format!("{}?done={}", self.door.href(), pressed.value());
        Ok(Redirect::to(&to).into_response())
    }

    fn page(self, step: Step, done: Option<(&'static str, &'static str)>) -> Response {
        let needs_code = !self
            .context
            .viewer
            .towards(self.submission.id, self.submission.account_id)
            .roles
            .contains(&Role::Submitter);
        let title = match step {
            Step::Ask | Step::OnceMore => TITLE,
            Step::NoCookie(_) | Step::Code(..) => code_step::TITLE,
        };
        let page = Page::new(title).at(Nav::Submit).private();
        let page = match step {
            Step::Ask | Step::Code(_, None) => page,
            Step::OnceMore | Step::Code(_, Some(_)) => page.invalid(),
            Step::NoCookie(_) => page.status(StatusCode::UNPROCESSABLE_ENTITY),
        };
        let Self {
            context,
            door,
            submission,
            case,
            judged,
            ..
        } = self;
        let shown = Shown {
            href: door.href(),
            status_href: door.status_href(),
            submission,
            case,
            unseen: needs_code.then_some(judged.unseen),
            done,
        };
        let mut response = page.render(context, move || draw(shown, step));
        if needs_code {
            context.viewer.browser().set_with(&mut response);
        }
        response
    }
}

struct Shown {
    href: String,
    status_href: String,
    submission: Submission,
    case: Publicly,
    /// Of a form whose press mails a code.
    unseen: Option<Unseen>,
    done: Option<(&'static str, &'static str)>,
}

fn draw(shown: Shown, step: Step) -> Markup {
    match step {
        Step::Ask => ask(shown, false).into_markup(),
        Step::OnceMore => ask(shown, true).into_markup(),
        Step::NoCookie(answer) => view! {
            <CookieNeeded to="know that the case study is yours" button=answer.button()/>
            {type_code(shown, answer, None)}
        }
        .into_markup(),
        Step::Code(answer, wrong) => type_code(shown, answer, wrong).into_markup(),
    }
}

fn type_code(shown: Shown, answer: Answer, wrong: Option<String>) -> impl IntoView {
    let carried = view! {
        {shown.unseen.as_ref().map(Unseen::view)}
        <input type="hidden" name=PRESSED value=answer.value()/>
    };
    code_step::view(CodeStep {
        reference: shown.submission.reference,
        action: shown.href,
        carried: carried.into_markup(),
        kept: "",
        wrong,
        button: answer.button(),
    })
}

fn ask(shown: Shown, once_more: bool) -> impl IntoView {
    let errors = if once_more {
        vec![FormError::new(SEND, ONCE_MORE)]
    } else {
        Vec::new()
    };
    let error = FormError::of(&errors, SEND);
    let done = shown.done.map(|(heading, text)| {
        view! { <Banner kind=BannerKind::Success heading=heading><p>{text}</p></Banner> }
    });
    let public = shown.case.slug.as_deref().map(|slug| {
        view! { <p><a href=paths::case_study(slug)>"See your published page"</a></p> }
    });
    let open: Vec<Answer> = Answer::ALL
        .into_iter()
        .filter(|answer| answer.is_open(&shown.case))
        .collect();
    let what_happens = open
        .iter()
        .map(|answer| view! { <li><strong>{answer.button()}</strong>". "{answer.what_happens()}</li> })
        .collect_view();
    let buttons = open
        .iter()
        .map(|answer| {
            let look = if *answer == Answer::StillTrue {
                ButtonLook::Primary
            } else {
                ButtonLook::Secondary
            };
            view! { <Button label=answer.button() name=PRESSED value=answer.value() look=look/> }
        })
        .collect_view();
    let lede = if shown.case.state == CaseState::DueForReview {
        "It is two years since anyone told us so. Please read the page and press one of the buttons."
    } else {
        "Readers see it. You can tell us at any time what has become of it."
    };
    let title = shown.submission.title.clone();
    view! {
        <ErrorSummary errors=errors/>
        {done}
        <PageHeading
            title=TITLE
            caption=format!("{title}. Your reference is {}", shown.submission.reference)
            lede=lede
        />
        <form class="form" method="post" action=shown.href>
            {shown.unseen.as_ref().map(Unseen::view)}
            {public}
            <ul>{what_happens}</ul>
            <SendArea id=SEND error=error>{buttons}</SendArea>
        </form>
        <ul class="plain-links"><li><a href=shown.status_href>"See where your case study stands"</a></li></ul>
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Publicly};
    use case_study::CaseState;

    #[test]
    fn what_is_offered_hangs_on_how_the_case_stands() {
        let offered = |state: CaseState| {
            let case = Publicly {
                state: state.into(),
                slug: None,
            };
            let open = Answer::ALL.into_iter().filter(|one| one.is_open(&case));
            open.map(Answer::value).collect::<Vec<_>>()
        };
        assert_eq!(
            offered(CaseState::DueForReview),
            ["true", "changed", "over"]
        );
        assert_eq!(offered(CaseState::Live), ["changed", "over"]);
        assert_eq!(offered(CaseState::Archived), ["true", "changed"]);
        assert!(offered(CaseState::TakenDown).is_empty());
        for answer in Answer::ALL {
            assert_eq!(Answer::read(answer.value()), Some(answer));
        }
    }
}
