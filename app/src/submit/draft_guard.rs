//! Who may open a draft. The reference in the address grants nothing.

use crate::web::error::PageError;
use crate::web::request_span;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;
use case_study::policy::{Permission, allows};
use case_study::{Action, CaseStudyContent, Role, WorkingCopy};
use store::drafts;
use store::history::Actor;
use store::submissions;
use store::submissions::Submission;

/// A submission that the person looking began, unlocked or owns.
pub(super) struct Draft {
    pub submission: Submission,
    pub actor: Actor,
}

impl Draft {
    /// Opens the submission with this reference.
    ///
    /// # Errors
    /// Somebody else's is not found, exactly like one that does not exist.
    pub async fn open(
        state: &AppState,
        viewer: &Viewer,
        reference: &str,
    ) -> Result<Self, PageError> {
        let submission = submissions::by_reference(state.db.reader(), reference)
            .await?
            .ok_or(PageError::NotFound)?;
        let mut actor = viewer.towards(submission.id, submission.account_id);
        // Made of an email, and not taken over by its museum yet.
        let by_staff = submission.is_ours_to_write() && viewer.is_staff();
        if by_staff && !actor.roles.contains(&Role::Submitter) {
            actor.roles.push(Role::Submitter);
        }
        if !allows(Permission::ReadDraft, &submission.status, &actor.roles) {
            return Err(PageError::NotFound);
        }
        request_span::record_submission(submission.id);
        Ok(Self { submission, actor })
    }

    pub fn reference(&self) -> &str {
        &self.submission.reference
    }

    /// Whether answers can still be changed.
    pub fn is_open(&self) -> bool {
        allows(
            Permission::WriteDraft,
            &self.submission.status,
            &self.actor.roles,
        )
    }

    /// Whether this move is open to its author.
    pub fn can(&self, action: Action) -> bool {
        self.submission
            .status
            .after(action, &self.actor.roles)
            .is_some()
    }

    /// What its author is writing, with what cannot be read yet.
    pub async fn working_copy(&self, state: &AppState) -> Result<WorkingCopy, PageError> {
        Ok(drafts::working_copy(&state.db, self.submission.id).await?)
    }

    /// The answers as they stand.
    pub async fn content(&self, state: &AppState) -> Result<CaseStudyContent, PageError> {
        Ok(submissions::current_content(state.db.reader(), &self.submission).await?)
    }
}
