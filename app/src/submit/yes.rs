//! `/track/{token}/page` and `/submit/{draft}/page`: the page as readers will see it, and what its museum says
//! to it.
//!
//! Opening it changes nothing. Whoever may write the case study answers at once; with the mailed link alone a
//! press of a button mails a code, and everything that was typed and ticked waits on the page where it is
//! typed. An answer names the asking that it answers: where another text was shown since, the page comes again.

use super::draft_guard::Draft;
use super::track;
use super::yes_form::{Pressed, Typed, parts};
use super::yes_outcome;
use super::yes_view;
use super::yes_view::{Changed, Shown, Step};
use crate::ui::{FormError, Nav};
use crate::web::bots::{Judged, ONCE_MORE, Pace, SEND};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::rate_limits::ClientNetwork;
use crate::web::request_span;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::signed_text::SignedText;
use case_study::{CaseStudyContent, Role, Status};
use store::agreements::Agreement;
use store::history::Actor;
use store::outcome::Outcome;
use store::submissions::Submission;
use store::{agreements, drafts, mailed_links, samples, submissions, transitions};

/// How somebody came to the page.
#[derive(Clone)]
pub(super) enum Door {
    /// With the mailed link, whose token this is.
    Link(String),
    /// As one who may write the case study.
    Draft(String),
}

impl Door {
    /// The page's own address, where its form is sent.
    pub fn href(&self) -> String {
        match self {
            Self::Link(token) => paths::track_page(token),
            Self::Draft(reference) => paths::draft_page(reference),
        }
    }

    /// Where it says how the case study stands.
    pub fn status_href(&self) -> String {
        match self {
            Self::Link(token) => paths::track(token),
            Self::Draft(reference) => paths::draft(reference),
        }
    }
}

/// Words that were typed, each under its question.
pub(super) type Kept = Vec<(String, Vec<String>)>;

/// Somebody at the page.
struct Visit<'a> {
    state: &'a AppState,
    context: &'a PageContext,
    door: Door,
    submission: Submission,
    /// Whether a program may have pressed the button. It matters where a press mails a code.
    judged: Judged,
}

/// Of a page that is opened, where nothing was posted yet.
fn opened(context: &PageContext) -> Judged {
    Judged {
        passed: true,
        unseen: context.bots.opened(),
    }
}

/// GET `/track/{token}/page`.
///
/// # Errors
/// When the database does not answer.
pub async fn get_by_link(
    State(state): State<AppState>,
    context: PageContext,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let Some(submission) = track::followed(&state, &token).await? else {
        return Ok(track::unknown(&context));
    };
    let visit = Visit {
        state: &state,
        context: &context,
        door: Door::Link(token),
        submission,
        judged: opened(&context),
    };
    visit.open().await
}

/// GET `/submit/{draft}/page`.
///
/// # Errors
/// Somebody else's draft is not found.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    let visit = Visit {
        state: &state,
        context: &context,
        door: Door::Draft(draft.reference().to_owned()),
        submission: draft.submission,
        judged: opened(&context),
    };
    visit.open().await
}

/// POST `/track/{token}/page`.
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
    let answers = parts(&body)?;
    let typed = Typed::read(&answers)?;
    let Some(submission) = track::followed(&state, &token).await? else {
        return Ok(yes_outcome::link_ended(&context, &typed));
    };
    request_span::record_submission(submission.id);
    let visit = Visit {
        state: &state,
        context: &context,
        door: Door::Link(token),
        submission,
        judged: context.bots.judge(&answers, Pace::Pressing),
    };
    visit.answer(typed, &network).await
}

/// POST `/submit/{draft}/page`.
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
    let typed = parts(&body).and_then(|answers| Typed::read(&answers));
    let draft = match Draft::open(&state, &context.viewer, &reference).await {
        // The right to write it ended, or there is no such draft; what was typed is given back.
        Err(PageError::NotFound) => {
            let typed = typed.map_err(|_| PageError::NotFound)?;
            return Ok(yes_outcome::link_ended(&context, &typed));
        }
        draft => draft?,
    };
    let visit = Visit {
        state: &state,
        context: &context,
        door: Door::Draft(draft.reference().to_owned()),
        submission: draft.submission,
        judged: opened(&context),
    };
    visit.answer(typed?, &network).await
}

impl Visit<'_> {
    async fn open(self) -> Result<Response, PageError> {
        let Some(asked) = self.newest().await? else {
            // Nothing was ever asked.
            return Ok(Redirect::to(&self.door.status_href()).into_response());
        };
        if !self.is_asked(&asked) {
            return self.outcome(asked, None).await;
        }
        let content = self.content().await?;
        let typed = Typed::fresh(&asked, &content);
        self.page(asked, content, typed, Step::Read).await
    }

    /// Takes what was pressed.
    async fn answer(self, typed: Typed, network: &ClientNetwork) -> Result<Response, PageError> {
        let reader = self.state.db.reader();
        let asked = agreements::by_id(reader, self.submission.id, typed.agreement).await?;
        let Some(asked) = asked else {
            return Err(PageError::BadRequest(
                "The form lost a part of itself on the way. Load the page again and answer from there.",
            ));
        };
        if !self.is_asked(&asked) {
            return self.late(asked, typed).await;
        }
        let content = self.content().await?;
        if SignedText::of(&content).fingerprint() != typed.base {
            return self.changed(&asked, typed).await;
        }
        if typed.back {
            return self.page(asked, content, typed, Step::Read).await;
        }
        let faults = typed.faults(&asked);
        if !faults.is_empty() {
            return self.page(asked, content, typed, Step::Faults(faults)).await;
        }
        if typed.pressed == Pressed::No {
            return self.page(asked, content, typed, Step::Sure).await;
        }
        match self.writer(&typed, network).await? {
            Ok(actor) => self.carry_out(asked, content, typed, &actor).await,
            Err(step) => self.page(asked, content, typed, step).await,
        }
    }

    /// Who answers, where they may; else the step with the code.
    async fn writer(
        &self,
        typed: &Typed,
        network: &ClientNetwork,
    ) -> Result<Result<Actor, Step>, PageError> {
        let submission = &self.submission;
        let viewer = &self.context.viewer;
        let actor = viewer.towards(submission.id, submission.account_id);
        if actor.roles.contains(&Role::Submitter) {
            return Ok(Ok(actor));
        }
        let Some(code) = &typed.code else {
            if !self.judged.passed {
                return Ok(Err(Step::Faults(vec![FormError::new(SEND, ONCE_MORE)])));
            }
            self.mail_code().await?;
            return Ok(Err(Step::Code { wrong: false }));
        };
        // Only what is opened for writing has to be held on to.
        if typed.pressed == Pressed::Change && typed.cookie_set && viewer.browser().is_missing() {
            return Ok(Err(Step::NoCookie));
        }
        let db = &self.state.db;
        if !mailed_links::redeem_code(db, submission.id, network.prefix(), code).await? {
            return Ok(Err(Step::Code { wrong: true }));
        }
        viewer.unlock_draft(submission.id).await?;
        Ok(Ok(Actor {
            account_id: actor.account_id,
            roles: vec![Role::Submitter],
        }))
    }

    /// Mails a code, as often as may be. The page is the same whatever happens, so it tells nobody whether an
    /// address was given.
    async fn mail_code(&self) -> Result<(), PageError> {
        let id = self.submission.id;
        if self.state.rate_limits.check_code(id).is_ok() {
            let mail_context = self.state.settings.mail_context();
            drafts::mail_unlock_code(&self.state.db, &mail_context, id).await?;
        }
        Ok(())
    }

    async fn carry_out(
        self,
        asked: Agreement,
        content: CaseStudyContent,
        typed: Typed,
        actor: &Actor,
    ) -> Result<Response, PageError> {
        let mail_context = self.state.settings.mail_context();
        let moves = [typed.as_move()];
        // No version: it answers its asking, whoever changed what beside it.
        let made = transitions::apply(
            &self.state.db,
            &mail_context,
            actor,
            self.submission.id,
            None,
            &moves,
        );
        match made.await? {
            Outcome::Made(_) => Ok(self.done(typed.pressed)),
            Outcome::NotFound => Err(PageError::NotFound),
            Outcome::Incomplete(errors) => {
                let faults = errors.into_iter().map(FormError::from).collect();
                self.page(asked, content, typed, Step::Faults(faults)).await
            }
            // Somebody was faster in the moment between.
            Outcome::NotAllowed
            | Outcome::NotPublishable(_)
            | Outcome::Overtaken(_)
            | Outcome::OtherText => {
                let visit = self.again().await?;
                let reader = visit.state.db.reader();
                let asked = agreements::by_id(reader, visit.submission.id, asked.id)
                    .await?
                    .ok_or(PageError::NotFound)?;
                if visit.is_asked(&asked) {
                    return visit.changed(&asked, typed).await;
                }
                visit.late(asked, typed).await
            }
        }
    }

    /// Where an answer leads to: whoever changes the text goes on in the form.
    fn done(&self, pressed: Pressed) -> Response {
        let to = if pressed == Pressed::Change {
            paths::draft(&self.submission.reference)
        } else {
            self.door.href()
        };
        Redirect::to(&to).into_response()
    }

    /// An answer to an asking that is closed: the same as was said then, for whoever pressed twice; where
    /// another text is asked about now, that page; else what became of it. Nothing typed is lost.
    async fn late(self, asked: Agreement, typed: Typed) -> Result<Response, PageError> {
        let letter = typed.letter(&asked);
        let same = asked
            .said
            .as_ref()
            .is_some_and(|said| *said == typed.pressed.says());
        let moved_alike =
            typed.pressed != Pressed::Change || self.submission.status == Status::ChangesRequested;
        if same && moved_alike && (letter.is_empty() || letter == asked.words) {
            return Ok(self.done(typed.pressed));
        }
        let newest = self.newest().await?.unwrap_or_else(|| asked.clone());
        if self.is_asked(&newest) {
            return self.changed(&asked, typed).await;
        }
        let kept = typed.kept(&asked.questions);
        self.outcome(newest, Some(kept)).await
    }

    /// The page once more, with what is another text than the one that was answered. No tick is kept: it was
    /// for the other one.
    async fn changed(self, before: &Agreement, typed: Typed) -> Result<Response, PageError> {
        let Some(asked) = self.newest().await? else {
            return Err(PageError::NotFound);
        };
        let content = self.content().await?;
        let shown =
            submissions::text_of_revision(self.state.db.reader(), before.revision_id).await?;
        let changed = Changed::between(shown.as_ref(), &content);
        let typed = typed.for_text(before, &asked, &content);
        self.page(asked, content, typed, Step::Changed(changed))
            .await
    }

    /// What became of an asking. `late`: the words of an answer that came too late.
    async fn outcome(self, asked: Agreement, late: Option<Kept>) -> Result<Response, PageError> {
        let case = submissions::public_side(&self.state.db, self.submission.case_id).await?;
        let page = Page::new(yes_outcome::title(&asked, &self.submission))
            .at(Nav::Submit)
            .private();
        let page = if late.is_some() {
            page.status(StatusCode::CONFLICT)
        } else {
            page
        };
        let Self {
            context,
            door,
            submission,
            ..
        } = self;
        Ok(page.render(context, move || {
            yes_outcome::view(&door, &submission, &asked, &case, late)
        }))
    }

    async fn page(
        self,
        asked: Agreement,
        content: CaseStudyContent,
        typed: Typed,
        step: Step,
    ) -> Result<Response, PageError> {
        let needs_code = !self
            .context
            .viewer
            .towards(self.submission.id, self.submission.account_id)
            .roles
            .contains(&Role::Submitter);
        let page = Page::new(step.title()).at(Nav::Submit).private();
        let page = match &step {
            Step::Read | Step::Sure | Step::Code { wrong: false } => page,
            Step::Faults(_) | Step::Code { wrong: true } => page.invalid(),
            Step::NoCookie => page.status(StatusCode::UNPROCESSABLE_ENTITY),
            Step::Changed(_) => page.status(StatusCode::CONFLICT),
        };
        let Self {
            context,
            door,
            submission,
            judged,
            state,
        } = self;
        let unseen = needs_code.then_some(judged.unseen);
        let is_sample = samples::is_sample(state.db.reader(), submission.case_id).await?;
        let shown = Shown {
            door,
            reference: submission.reference,
            way: submission.way,
            asked,
            content,
            typed,
            needs_code,
            unseen,
            is_sample,
        };
        let mut response = page.render(context, move || yes_view::draw(shown, step));
        if needs_code {
            context.viewer.browser().set_with(&mut response);
        }
        Ok(response)
    }

    /// Whether its answer is waited for.
    fn is_asked(&self, asked: &Agreement) -> bool {
        asked.is_open() && self.submission.status == Status::AwaitingYes
    }

    async fn newest(&self) -> Result<Option<Agreement>, PageError> {
        Ok(agreements::newest(self.state.db.reader(), self.submission.id).await?)
    }

    async fn content(&self) -> Result<CaseStudyContent, PageError> {
        Ok(submissions::current_content(self.state.db.reader(), &self.submission).await?)
    }

    /// The same with the submission as it stands now.
    async fn again(self) -> Result<Self, PageError> {
        let submission = submissions::by_id(self.state.db.reader(), self.submission.id)
            .await?
            .ok_or(PageError::NotFound)?;
        Ok(Self { submission, ..self })
    }
}
