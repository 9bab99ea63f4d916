//! Who is looking: the account of the session, and the drafts this session began.

use crate::ui::ViewerBadge;
use crate::web::error::PageError;
use crate::web::request_span;
use crate::web::state::AppState;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use case_study::Role;
use store::accounts;
use store::accounts::Account;
use store::history::Actor;
use store::{Db, drafts};
use tower_sessions::Session;

/// Session keys. The store reads these too: they decide how long a session lasts, and the list of
/// drafts is joined when two tabs save at once.
pub const ACCOUNT_ID: &str = "account_id";
pub const SIGNED_IN_AT: &str = "signed_in_at";
pub const STAFF: &str = "staff";
pub const DRAFTS: &str = "drafts";

/// A person looking at a page.
#[derive(Clone)]
pub struct Viewer {
    pub account: Option<Account>,
    /// Submissions that this session began or unlocked with a code.
    drafts: Vec<i64>,
    session: Session,
}

impl FromRequestParts<AppState> for Viewer {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, PageError> {
        // The layer finds and draws pages for every class of answer, so a request asks once.
        if let Some(viewer) = parts.extensions.get::<Self>() {
            return Ok(viewer.clone());
        }
        let session = parts
            .extensions
            .get::<Session>()
            .cloned()
            .ok_or_else(|| PageError::Internal("the session layer is missing".into()))?;
        let account = match session.get::<i64>(ACCOUNT_ID).await? {
            Some(id) => accounts::by_id(&state.db, id).await?,
            None => None,
        };
        if let Some(account) = &account {
            request_span::record_account(account.id);
        }
        let drafts = session.get(DRAFTS).await?.unwrap_or_default();
        let viewer = Self {
            account,
            drafts,
            session,
        };
        parts.extensions.insert(viewer.clone());
        Ok(viewer)
    }
}

impl Viewer {
    /// What this person is to a submission, as actions and audit need it.
    #[must_use]
    pub fn towards(&self, submission_id: i64, owner_account_id: Option<i64>) -> Actor {
        let mut roles = Vec::new();
        let account_id = self.account.as_ref().map(|account| account.id);
        if self.drafts.contains(&submission_id)
            || (account_id.is_some() && account_id == owner_account_id)
        {
            roles.push(Role::Submitter);
        }
        if let Some(account) = self
            .account
            .as_ref()
            .filter(|account| account.role.is_staff())
        {
            roles.push(account.role);
        }
        Actor { account_id, roles }
    }

    /// Submissions that this session began or unlocked with a code, oldest first.
    #[must_use]
    pub fn drafts(&self) -> &[i64] {
        &self.drafts
    }

    #[must_use]
    pub fn is_staff(&self) -> bool {
        self.account
            .as_ref()
            .is_some_and(|account| account.role.is_staff())
    }

    /// The staff account looking.
    ///
    /// # Errors
    /// Sends anonymous people to sign in and tells submitters that this is not for them.
    pub fn staff(&self, path: &str) -> Result<&Account, PageError> {
        match &self.account {
            Some(account) if account.role.is_staff() => Ok(account),
            Some(_) => Err(PageError::Forbidden),
            None => Err(PageError::SignIn {
                back_to: path.to_owned(),
            }),
        }
    }

    /// Lets this session write a submission that a mailed code was typed for. The session gets a new
    /// id first, as it does at every sign-in (ASVS 7.2.4).
    ///
    /// # Errors
    /// When the session cannot be written.
    pub async fn unlock_draft(&self, submission_id: i64) -> Result<(), PageError> {
        self.session.cycle_id().await?;
        self.grant_draft(submission_id).await
    }

    /// Lets this session write a submission from now on.
    ///
    /// # Errors
    /// When the session cannot be read.
    pub async fn grant_draft(&self, submission_id: i64) -> Result<(), PageError> {
        let mut drafts: Vec<i64> = self.session.get(DRAFTS).await?.unwrap_or_default();
        if !drafts.contains(&submission_id) {
            drafts.push(submission_id);
            self.session.insert(DRAFTS, drafts).await?;
        }
        Ok(())
    }

    /// Signs an account in. The session gets a new id first: one that somebody planted before
    /// must not become a signed-in one. Drafts begun in this session become the account's, because
    /// signing out ends the session.
    ///
    /// # Errors
    /// When the session cannot be written or the database does not answer.
    pub async fn sign_in(&self, db: &Db, account: &Account) -> Result<(), PageError> {
        drafts::adopt(db, &self.drafts, account.id).await?;
        self.session.cycle_id().await?;
        self.session.insert(ACCOUNT_ID, account.id).await?;
        self.session.insert(SIGNED_IN_AT, db.now_ms()).await?;
        self.session.insert(STAFF, account.role.is_staff()).await?;
        Ok(())
    }

    /// Ends the session on the server and in the browser. What it wrote stays the account's.
    ///
    /// # Errors
    /// When the session cannot be deleted.
    pub async fn sign_out(&self) -> Result<(), PageError> {
        Ok(self.session.flush().await?)
    }

    /// What the header shows.
    #[must_use]
    pub fn badge(&self) -> Option<ViewerBadge> {
        self.account.as_ref().map(|account| ViewerBadge {
            name: account.name.clone(),
            is_staff: account.role.is_staff(),
        })
    }
}
