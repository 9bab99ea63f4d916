//! What every page of this journey does first: is this a moderator, and is there such a submission?

use crate::web::error::PageError;
use crate::web::forms::{self, NotOurs};
use crate::web::page::PageContext;
use crate::web::request_span;
use crate::web::state::AppState;
use case_study::policy::{Permission, allows};
use case_study::{Answers, CaseStudyContent};
use store::accounts::Account;
use store::history::Actor;
use store::submissions;
use store::submissions::{PastRevision, Publicly, Submission};
use store::{Db, DbErr};

/// A moderator with one submission on the desk.
#[derive(Clone)]
pub(super) struct ReviewContext {
    pub me: Account,
    /// Me, in my role as staff. Whether it is my own museum's is asked where something is decided.
    pub actor: Actor,
    pub submission: Submission,
}

/// Finds the submission for a member of staff.
///
/// # Errors
/// Sends anonymous people to sign in and submitters away. A draft that was never sent is not found:
/// it is not the moderators' yet.
pub(super) async fn open(
    state: &AppState,
    context: &PageContext,
    reference: &str,
) -> Result<ReviewContext, PageError> {
    // After signing in people come back to the page, not to the address of one of its buttons.
    let me = context
        .viewer
        .staff(&paths::moderate_case(reference))?
        .clone();
    let actor = Actor {
        account_id: Some(me.id),
        roles: vec![me.role],
    };
    let submission = submissions::by_reference(state.db.reader(), reference)
        .await?
        .filter(|one| {
            one.submitted_at.is_some() && allows(Permission::SeeQueue, &one.status, &actor.roles)
        })
        .ok_or(PageError::NotFound)?;
    request_span::record_submission(submission.id);
    Ok(ReviewContext {
        me,
        actor,
        submission,
    })
}

impl ReviewContext {
    /// Address of the submission's own page.
    pub fn href(&self) -> String {
        href(&self.submission.reference)
    }

    pub fn is_mine(&self) -> bool {
        self.submission.assignee_id == Some(self.me.id)
    }
}

/// Address of a submission's page.
pub(super) fn href(reference: &str) -> String {
    paths::moderate_case(reference)
}

/// The texts cut from a submission, oldest first; a sent one has at least one. What its author is
/// writing meanwhile is not among them: it was not sent yet.
pub(super) async fn texts(
    db: &Db,
    submission: &Submission,
) -> Result<Vec<PastRevision>, PageError> {
    let revisions = submissions::revisions(db, submission.id).await?;
    if revisions.is_empty() {
        let missing = DbErr::RecordNotFound(format!("revision of submission {}", submission.id));
        return Err(missing.into());
    }
    Ok(revisions)
}

/// The text that stands now.
pub(super) async fn text(db: &Db, submission: &Submission) -> Result<CaseStudyContent, PageError> {
    let newest = submissions::newest_text(db.reader(), submission.id).await?;
    newest.ok_or_else(|| {
        DbErr::RecordNotFound(format!("revision of submission {}", submission.id)).into()
    })
}

/// Where readers see the case, while they may.
pub(super) fn public_href(public: &Publicly) -> Option<String> {
    public.slug.as_ref().map(|slug| paths::case_study(slug))
}

/// What is said of a form that no page of this journey draws.
pub(super) const NOT_OURS: PageError = PageError::BadRequest(
    "The form was not one of this page's own. Open the case study again and use its buttons.",
);

/// What a form of this journey sent.
pub(super) struct Sent {
    pub answers: Answers,
    /// The version the person was looking at.
    pub version: i64,
}

impl Sent {
    /// What another page's form would have sent, where one press does what that form does too.
    pub fn as_if(version: i64, answers: &[(&str, String)]) -> Self {
        let mut sent = Answers::default();
        for (key, value) in answers {
            sent.set(key, vec![value.clone()]);
        }
        Self {
            answers: sent,
            version,
        }
    }
}

/// Reads a form.
///
/// # Errors
/// When it holds a key that is not `known`, or no version.
pub(super) fn read(body: &[u8], known: impl Fn(&str) -> bool) -> Result<Sent, PageError> {
    let mut answers =
        forms::read(body, |key| key == "version" || known(key)).map_err(|NotOurs| NOT_OURS)?;
    let version = answers
        .take("version")
        .and_then(|version| version.parse().ok())
        .ok_or(NOT_OURS)?;
    Ok(Sent { answers, version })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_form_needs_a_version_and_known_keys() {
        let known = |key: &str| key == "message";
        let sent = read(b"version=3&message=a+b", known).unwrap_or_else(|_| panic!("it is ours"));
        assert_eq!((sent.version, sent.answers.one("message")), (3, "a b"));
        for body in [
            "message=a",
            "version=x",
            "version=3&status=published",
            "version=",
        ] {
            assert!(read(body.as_bytes(), known).is_err(), "{body}");
        }
    }
}
