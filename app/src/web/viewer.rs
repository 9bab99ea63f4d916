//! Who is looking: the account of the session, and the drafts that this session may write.
//!
//! | how a draft came into the session | may write it | may take it into an account |
//! |---|---|---|
//! | it was begun here, without an account | yes | yes, when its holder says so after signing in |
//! | a mailed code was typed here | yes | no: whoever reads the mail need not be its author |

use crate::ui::ViewerBadge;
use crate::web::browser_key::BrowserKey;
use crate::web::browser_mark::BrowserMark;
use crate::web::error::PageError;
use crate::web::renewed_session;
use crate::web::renewed_session::FORWARD;
use crate::web::request_span;
use crate::web::state::AppState;
use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use case_study::Role;
use serde::{Deserialize, Serialize};
use store::accounts;
use store::accounts::Account;
use store::history::Actor;
use store::{Db, hash_token};
use tower_sessions::Session;

/// Session keys. The store reads these too: they decide how long a session lasts, and the list of
/// drafts is joined when two tabs save at once.
pub const ACCOUNT_ID: &str = "account_id";
pub const SIGNED_IN_AT: &str = "signed_in_at";
pub const STAFF: &str = "staff";
pub const CREDENTIAL: &str = "credential";
pub const DRAFTS: &str = "drafts";
/// Those of the drafts that were begun in this session.
pub const BEGUN: &str = "begun";
/// The browser's own name, shortened: the store keeps it beside the session.
pub const AGENT: &str = "agent";
/// Whose password was right, while the code is asked for. It opens nothing.
pub const HALF_SIGNED_IN: &str = "half_signed_in";
/// Drafts that an account holder said are not theirs: another tab that saves does not bring them back.
pub const LET_GO: &str = "let_go";

/// How long a code may be typed after the password was right.
const HALF_MS: i64 = 10 * 60 * 1000;
/// What staff without the second factor that they need may open.
const BEFORE_SECOND_FACTOR: [&str; 2] = [paths::ACCOUNT_SECOND_FACTOR, paths::SIGN_OUT];
/// As much is kept of a browser's name.
const LONGEST_AGENT: usize = 200;

/// Somebody whose password was right.
#[derive(Debug, Serialize, Deserialize)]
struct HalfSignedIn {
    account: i64,
    /// See [`Account::credential`].
    credential: String,
    at: i64,
}

/// A person looking at a page.
#[derive(Clone)]
pub struct Viewer {
    pub account: Option<Account>,
    /// Submissions that this session began or unlocked with a code.
    drafts: Vec<i64>,
    begun: Vec<i64>,
    browser: BrowserKey,
    mark: BrowserMark,
    /// The browser's own name, shortened.
    agent: String,
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
            second_factor_first(account, parts, state)?;
        }
        let viewer = Self {
            account,
            drafts: session.get(DRAFTS).await?.unwrap_or_default(),
            begun: session.get(BEGUN).await?.unwrap_or_default(),
            browser: BrowserKey::of(&parts.headers, state.settings.is_https()),
            mark: BrowserMark::of(&parts.headers, state),
            agent: agent_of(&parts.headers),
            session,
        };
        parts.extensions.insert(viewer.clone());
        Ok(viewer)
    }
}

/// Staff who have no second factor, where they need one, are led to set it up, wherever they go. An error page
/// is drawn around an answer that was given already, and has no address of its own.
fn second_factor_first(
    account: &Account,
    parts: &Parts,
    state: &AppState,
) -> Result<(), PageError> {
    let needed = state.settings.staff_need_second_factor
        && account.role.is_staff()
        && account.second_factor_at.is_none();
    let path = parts.extensions.get::<OriginalUri>().map(|uri| uri.path());
    match path {
        Some(path) if needed && !BEFORE_SECOND_FACTOR.contains(&path) => {
            Err(PageError::SecondFactorNeeded {
                was_sent: !matches!(parts.method, Method::GET | Method::HEAD),
            })
        }
        _ => Ok(()),
    }
}

/// What a browser calls itself, as far as it is plain letters and not too long.
fn agent_of(headers: &HeaderMap) -> String {
    let given = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    given
        .chars()
        .filter(|sign| sign.is_ascii_graphic() || *sign == ' ')
        .take(LONGEST_AGENT)
        .collect()
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

    /// Submissions that this session began or unlocked with a code, in the order in which it did.
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

    /// Those of [`drafts`](Self::drafts) that were begun here.
    #[must_use]
    pub fn begun(&self) -> &[i64] {
        &self.begun
    }

    /// Whether anybody at this browser may write drafts that no account guards.
    #[must_use]
    pub fn has_drafts_without_account(&self) -> bool {
        self.account.is_none() && !self.drafts.is_empty()
    }

    /// The number by which forms know this browser.
    #[must_use]
    pub const fn browser(&self) -> &BrowserKey {
        &self.browser
    }

    /// The mark of this browser, where somebody has signed in with it.
    #[must_use]
    pub const fn mark(&self) -> &BrowserMark {
        &self.mark
    }

    /// Lets this session write a submission that a mailed code was typed for. The session gets a new
    /// id first, as it does at every sign-in (ASVS 7.2.4).
    ///
    /// # Errors
    /// When the session cannot be written.
    pub async fn unlock_draft(&self, submission_id: i64) -> Result<(), PageError> {
        self.leave_closed_account().await?;
        self.session.cycle_id().await?;
        self.session.remove_value(FORWARD).await?;
        self.add(DRAFTS, submission_id).await?;
        self.remove(LET_GO, &[submission_id]).await?;
        if self.account.is_some() && self.session.save().await.is_err() {
            // Their account was disabled or changed in this moment. The code was right all the same.
            self.leave_account().await?;
        }
        Ok(())
    }

    /// Lets this session write a submission that was begun in it. A session that somebody could have
    /// planted in this browser, or copied from it, gets a new id first.
    ///
    /// One with an account got its id when that signed in, and keeps it: with a new id, a request that
    /// is under way while somebody signs out would bring the session back.
    ///
    /// # Errors
    /// When the session cannot be written.
    pub async fn grant_draft(&self, submission_id: i64) -> Result<(), PageError> {
        let drafts: Vec<i64> = self.session.get(DRAFTS).await?.unwrap_or_default();
        if drafts.contains(&submission_id) {
            return Ok(());
        }
        if self.account.is_none() && self.session.id().is_some() {
            self.leave_closed_account().await?;
            self.session.cycle_id().await?;
        }
        self.add(DRAFTS, submission_id).await?;
        self.add(BEGUN, submission_id).await
    }

    /// The same for one that was begun with the first page of this key. The page may be sent again by a
    /// browser that missed the answer; see [`renewed_session`].
    ///
    /// # Errors
    /// When the session cannot be written.
    pub async fn grant_begun(
        &self,
        db: &Db,
        submission_id: i64,
        start_key: &str,
    ) -> Result<(), PageError> {
        let before = self.session.id();
        if renewed_session::take_back(db, &self.session, start_key).await? {
            // The old id has drafts again, and whoever has a copy of it must not.
            self.session.cycle_id().await?;
        }
        self.grant_draft(submission_id).await?;
        match before {
            Some(old) if self.session.id() != before => {
                renewed_session::leave_word(db, &self.session, old, start_key).await
            }
            _ => Ok(()),
        }
    }

    /// Takes the right to write these submissions from this session.
    ///
    /// # Errors
    /// When the session cannot be written.
    pub async fn let_go(&self, submission_ids: &[i64]) -> Result<(), PageError> {
        for id in submission_ids {
            self.add(LET_GO, *id).await?;
        }
        self.remove(DRAFTS, submission_ids).await?;
        self.remove(BEGUN, submission_ids).await
    }

    async fn add(&self, list: &str, id: i64) -> Result<(), PageError> {
        let mut ids: Vec<i64> = self.session.get(list).await?.unwrap_or_default();
        if !ids.contains(&id) {
            ids.push(id);
            self.session.insert(list, ids).await?;
        }
        Ok(())
    }

    async fn remove(&self, list: &str, gone: &[i64]) -> Result<(), PageError> {
        let ids: Vec<i64> = self.session.get(list).await?.unwrap_or_default();
        let left: Vec<i64> = ids
            .iter()
            .copied()
            .filter(|id| !gone.contains(id))
            .collect();
        if left.len() < ids.len() {
            self.session.insert(list, left).await?;
        }
        Ok(())
    }

    /// Signs an account in, as it was when its password was checked. The session gets a new id first:
    /// one that somebody planted before must not become a signed-in one. Drafts begun in this session
    /// stay nobody's until their holder says that they are theirs: on a shared computer it may be
    /// somebody else who signs in.
    ///
    /// `false` when the account was disabled, or got another password or role, since it was read:
    /// nobody is signed in then.
    ///
    /// # Errors
    /// When the session cannot be written or the database does not answer.
    pub async fn sign_in(&self, db: &Db, account: &Account) -> Result<bool, PageError> {
        self.session.cycle_id().await?;
        self.session.remove_value(FORWARD).await?;
        self.session.insert(ACCOUNT_ID, account.id).await?;
        self.session.insert(SIGNED_IN_AT, db.now_ms()).await?;
        self.session.insert(STAFF, account.role.is_staff()).await?;
        self.session.remove_value(HALF_SIGNED_IN).await?;
        self.session.insert(AGENT, &self.agent).await?;
        self.session
            .insert(CREDENTIAL, account.credential())
            .await?;
        // Now, and not with the answer: this is where it turns out.
        if let Err(error) = self.session.save().await {
            self.leave_account().await?;
            let now = accounts::by_id(db, account.id).await?;
            let unchanged = now.is_some_and(|now| now.credential() == account.credential());
            return if unchanged {
                Err(error.into())
            } else {
                Ok(false)
            };
        }
        Ok(true)
    }

    /// Notes that the password of an account was right: its code is asked for next. The session gets a new id,
    /// so that one that somebody planted never gets that far, and is signed in to nothing.
    ///
    /// # Errors
    /// When the session cannot be written.
    pub async fn half_sign_in(&self, db: &Db, account: &Account) -> Result<(), PageError> {
        self.leave_account().await?;
        self.session.cycle_id().await?;
        self.session.remove_value(FORWARD).await?;
        let half = HalfSignedIn {
            account: account.id,
            credential: account.credential().to_owned(),
            at: db.now_ms(),
        };
        self.session.insert(HALF_SIGNED_IN, half).await?;
        Ok(())
    }

    /// Whose password was right in this browser a moment ago, while the account is as it was then.
    ///
    /// # Errors
    /// When the session cannot be read or the database does not answer.
    pub async fn half_signed_in(&self, db: &Db) -> Result<Option<Account>, PageError> {
        let half: Option<HalfSignedIn> = self.session.get(HALF_SIGNED_IN).await?;
        let Some(half) = half.filter(|half| db.now_ms() - half.at < HALF_MS) else {
            return Ok(None);
        };
        let account = accounts::by_id(db, half.account).await?;
        Ok(account.filter(|account| account.credential() == half.credential))
    }

    /// By which this session is told apart from the others of its account; it opens nothing.
    #[must_use]
    pub fn session_hash(&self) -> Option<String> {
        self.session.id().map(|id| hash_token(&id.to_string()))
    }

    /// A session of an account that was disabled is nobody's; under a new id it would be refused.
    async fn leave_closed_account(&self) -> Result<(), PageError> {
        if self.account.is_none() {
            self.leave_account().await?;
        }
        Ok(())
    }

    /// Takes the account out of the session and leaves the drafts in it.
    async fn leave_account(&self) -> Result<(), PageError> {
        for key in [
            ACCOUNT_ID,
            SIGNED_IN_AT,
            STAFF,
            CREDENTIAL,
            AGENT,
            HALF_SIGNED_IN,
        ] {
            self.session.remove_value(key).await?;
        }
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
