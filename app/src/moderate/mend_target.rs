//! A text that staff change: that of a submission, or of a compiled case. Which of the two it is, who was
//! faster and where the page is sent next are said here once for every page that changes one.

use super::conflict;
use super::event_text::titled;
use super::guards_view;
use super::review_context;
use super::review_context::ReviewContext;
use crate::account::sign_in;
use crate::web::error::PageError;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::mending::Whose;
use case_study::policy::{Permission, allows};
use case_study::publishable::Obstacle;
use case_study::{
    Answers, CaseState, CaseStudyContent, EditWeight, Field, FieldError, Status, Stored,
};
use std::collections::BTreeSet;
use store::accounts::Account;
use store::guards;
use store::history::Actor;
use store::mending::{AtSlug, Mend, Subject, at_slug, set_fields};
use store::outcome::Outcome;
use store::submissions;

/// Where the address of a page says that a text stands.
#[derive(Debug, Clone)]
pub enum Place {
    /// With a submission, by its reference.
    Submission(String),
    /// In the bank, compiled, by its slug.
    Bank(String),
}

impl Place {
    /// Address of the page about the whole text.
    fn home(&self) -> String {
        match self {
            Self::Submission(reference) => review_context::href(reference),
            Self::Bank(slug) => paths::moderate_bank(slug),
        }
    }
}

/// A text, and whoever is about to change it.
pub(super) struct Target {
    pub me: Account,
    pub actor: Actor,
    pub place: Place,
    pub subject: Subject,
    pub case_id: i64,
    /// The version that is on the page.
    pub version: i64,
    pub whose: Whose,
    pub state: Stored<CaseState>,
    /// The line above the heading: which text it is.
    pub caption: String,
    pub content: CaseStudyContent,
    /// The text as its museum sent it last, or as it was imported.
    pub original: CaseStudyContent,
    /// Keys of the fields that staff wrote.
    pub by_us: BTreeSet<String>,
    /// Of a compiled case that can be read and not changed: it is of their own museum.
    pub own: Option<Obstacle>,
}

impl Target {
    /// Address of the page about the whole text.
    pub fn home(&self) -> String {
        self.place.home()
    }

    /// Address of a page below that.
    pub fn page(&self, page: &str) -> String {
        format!("{}/{page}", self.home())
    }

    /// Readers see what is saved at once.
    pub fn is_read_at_once(&self) -> bool {
        self.whose != Whose::InReview && self.state.is_public()
    }

    /// How the original is called.
    pub const fn original_is(&self) -> &'static str {
        match self.whose {
            Whose::InReview | Whose::Public => "As the museum sent it",
            Whose::Compiled => "As it was imported",
        }
    }
}

/// Whoever sends a form without being signed in: the session ended while they typed, and the words come
/// along through signing in.
pub(super) fn signed_out(
    context: &PageContext,
    place: &Place,
    body: &[u8],
) -> Result<Option<Response>, PageError> {
    match context.viewer.staff(&place.home()) {
        Ok(_) => Ok(None),
        Err(PageError::SignIn { back_to }) => sign_in::interrupted(context, body)
            .map(Some)
            .ok_or(PageError::SignIn { back_to }),
        Err(other) => Err(other),
    }
}

/// Finds the text for a member of staff, or answers: with the page that says why it cannot be changed now,
/// or with where it stands. `typed`: what was about to be saved, given back in the first case.
///
/// # Errors
/// Sends anonymous people to sign in and submitters away; where there is no such text.
pub(super) async fn open(
    state: &AppState,
    context: &PageContext,
    place: Place,
    cannot: &'static str,
    typed: Option<(&Answers, &[&'static Field])>,
) -> Result<Result<Target, Response>, PageError> {
    let target = match look(state, context, place, cannot, typed).await? {
        Ok(target) => target,
        Err(answer) => return Ok(Err(answer)),
    };
    let Some(own) = &target.own else {
        return Ok(Ok(target));
    };
    let kept = typed.map_or_else(Vec::new, |(answers, fields)| in_words(answers, fields));
    let (caption, home) = (target.caption.clone(), target.home());
    Ok(Err(guards_view::closed_at(
        context, caption, home, own, kept,
    )))
}

/// The same for whoever only reads it, or does something else with it than changing its text.
///
/// # Errors
/// As [`open`].
pub(super) async fn look(
    state: &AppState,
    context: &PageContext,
    place: Place,
    cannot: &'static str,
    typed: Option<(&Answers, &[&'static Field])>,
) -> Result<Result<Target, Response>, PageError> {
    match &place {
        Place::Submission(reference) => {
            let review = review_context::open(state, context, reference).await?;
            if !allows(
                Permission::Mend,
                &review.submission.status,
                &review.actor.roles,
            ) {
                let kept =
                    typed.map_or_else(Vec::new, |(answers, fields)| in_words(answers, fields));
                return conflict::closed(state, context, review, cannot, kept)
                    .await
                    .map(Err);
            }
            let (me, submission) = (review.me.id, &review.submission);
            if let Some(own) = guards::closed_to(&state.db, me, submission).await? {
                let kept =
                    typed.map_or_else(Vec::new, |(answers, fields)| in_words(answers, fields));
                return Ok(Err(guards_view::closed(context, &review, &own, kept)));
            }
            of_submission(state, review, place.clone()).await.map(Ok)
        }
        Place::Bank(slug) => {
            let me = context.viewer.staff(&place.home())?.clone();
            Ok(match at_slug(&state.db, slug).await? {
                AtSlug::Missing => return Err(PageError::NotFound),
                AtSlug::OfMuseum(reference) => {
                    Err(Redirect::to(&review_context::href(&reference)).into_response())
                }
                AtSlug::Compiled(case) => {
                    let own = guards::compiled_closed_to(&state.db, me.id, case.case_id).await?;
                    Ok(Target {
                        own,
                        case_id: case.case_id,
                        actor: Actor {
                            account_id: Some(me.id),
                            roles: vec![me.role],
                        },
                        me,
                        subject: Subject::Compiled(case.case_id),
                        version: case.version,
                        whose: Whose::Compiled,
                        state: case.state,
                        caption: format!(
                            "Compiled from public sources: {}",
                            titled(&case.content.title)
                        ),
                        content: case.content,
                        original: case.imported,
                        by_us: case.by_us,
                        place,
                    })
                }
            })
        }
    }
}

async fn of_submission(
    state: &AppState,
    review: ReviewContext,
    place: Place,
) -> Result<Target, PageError> {
    let ReviewContext {
        me,
        actor,
        submission,
    } = review;
    let newest = review_context::texts(&state.db, &submission)
        .await?
        .pop()
        .ok_or(PageError::NotFound)?;
    let sent = submissions::text_as_sent(state.db.reader(), submission.id).await?;
    let public = submissions::public_side(&state.db, submission.case_id).await?;
    Ok(Target {
        me,
        actor,
        place,
        subject: Subject::Submission(submission.id),
        case_id: submission.case_id,
        version: submission.version,
        whose: if submission.status == Status::Published {
            Whose::Public
        } else {
            Whose::InReview
        },
        state: public.state,
        caption: format!(
            "{}: {}",
            submission.reference,
            titled(&newest.content.title)
        ),
        original: sent.map_or_else(|| newest.content.clone(), |(content, _)| content),
        content: newest.content,
        by_us: newest.by_us,
        own: None,
    })
}

/// What became of a change.
pub(super) enum Saved {
    /// So many answers changed.
    Changed(usize),
    Wrong(Vec<FieldError>),
    /// Who was faster, and the text as it stands now.
    Faster(String, Box<Target>),
    /// It cannot be changed any more: the answer says so.
    Closed(Response),
}

/// Saves answers to some fields of a text.
pub(super) async fn save(
    state: &AppState,
    context: &PageContext,
    target: &Target,
    cannot: &'static str,
    mend: Asked<'_>,
) -> Result<Saved, PageError> {
    let mail_context = state.settings.mail_context();
    let asked = Mend {
        subject: target.subject,
        seen_version: mend.version,
        answers: mend.answers,
        fields: mend.fields,
        weight: mend.weight,
    };
    let outcome = set_fields(&state.db, &mail_context, &target.actor, asked).await?;
    let typed = (mend.answers, mend.fields);
    what_became(state, context, target, cannot, outcome, typed).await
}

/// What became of a change of a text, for the page that asked for it. `typed`: what it wanted to save.
pub(super) async fn what_became(
    state: &AppState,
    context: &PageContext,
    target: &Target,
    cannot: &'static str,
    outcome: Outcome<usize>,
    typed: (&Answers, &[&'static Field]),
) -> Result<Saved, PageError> {
    let faster = match outcome {
        Outcome::Made(count) => return Ok(Saved::Changed(count)),
        Outcome::Incomplete(errors) => return Ok(Saved::Wrong(errors)),
        Outcome::NotFound => return Err(PageError::NotFound),
        Outcome::Overtaken(faster) => Some(faster),
        Outcome::NotAllowed | Outcome::OtherText | Outcome::NotPublishable(_) => None,
    };
    let now = match open(state, context, target.place.clone(), cannot, Some(typed)).await? {
        Ok(now) => now,
        Err(closed) => return Ok(Saved::Closed(closed)),
    };
    // It may be changed after all: it stood elsewhere for a moment. What was typed comes along.
    let faster = faster.ok_or_else(|| {
        PageError::Conflict(
            "It was moved while you saved. Nothing was changed. Load the page again.".into(),
        )
    })?;
    let words = conflict::overtaken(&faster, &now.me.name, state.db.now_ms());
    Ok(Saved::Faster(words, Box::new(now)))
}

/// What a form asks to be saved.
pub(super) struct Asked<'a> {
    pub version: i64,
    pub answers: &'a Answers,
    pub fields: &'a [&'static Field],
    pub weight: EditWeight,
}

/// Answers as they were typed, question by question.
fn in_words(answers: &Answers, fields: &[&'static Field]) -> Vec<(String, Vec<String>)> {
    fields
        .iter()
        .map(|field| {
            let lines = field.kind.to_lines(answers.all(field.key));
            let lines = lines.into_iter().filter(|line| !line.trim().is_empty());
            (field.heading.to_owned(), lines.collect::<Vec<_>>())
        })
        .filter(|(_, lines)| !lines.is_empty())
        .collect()
}
