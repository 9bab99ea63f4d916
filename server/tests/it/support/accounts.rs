//! Accounts of an installation under test, and visitors who are signed in to them.

use super::{PASSWORD, TestApp, Visitor};
use app::web::error::PageError;
use app::web::page::PageContext;
use app::web::state::AppState;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use case_study::Role;
use std::sync::atomic::Ordering;
use store::accounts;
use tokio::sync::OnceCell;

impl TestApp {
    /// Somebody with a submitter's account, signed in.
    pub async fn submitter(&self) -> Visitor {
        self.signed_in(Role::Submitter).await
    }

    /// A moderator, signed in.
    pub async fn moderator(&self) -> Visitor {
        self.signed_in(Role::Moderator).await
    }

    /// An admin, signed in.
    pub async fn admin(&self) -> Visitor {
        self.signed_in(Role::Admin).await
    }

    async fn signed_in(&self, role: Role) -> Visitor {
        let (id, _) = self.account(role).await;
        let visitor = self.visitor();
        visitor
            .post(&format!("/test/signed-in/{id}"), &[])
            .await
            .expect(204);
        visitor
    }

    /// A new account with [`PASSWORD`]: its id and mail address. Its name is "Moderator 2".
    pub async fn account(&self, role: Role) -> (i64, String) {
        static HASH: OnceCell<String> = OnceCell::const_new();
        let hash = HASH
            .get_or_init(async || self.state.passwords.hash(PASSWORD).await.expect("a hash"))
            .await;
        let number = self.accounts.fetch_add(1, Ordering::Relaxed) + 1;
        let slug = role.slug();
        let email = format!("{slug}-{number}@example.org");
        let name = format!("{}{} {number}", slug[..1].to_uppercase(), &slug[1..]);
        let id = accounts::add(&self.db, &email, &name, role, hash.clone())
            .await
            .expect("an account");
        (id, email)
    }
}

/// The way in without the form: hundreds of tests need somebody who is signed in. The form is for `account` and
/// `sessions`.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/test/signed-in/{id}", post(sign_in))
}

async fn sign_in(
    State(state): State<AppState>,
    context: PageContext,
    Path(id): Path<i64>,
) -> Result<StatusCode, PageError> {
    let account = accounts::by_id(&state.db, id).await?;
    let account = account.expect("an account of this installation");
    let signed_in = context.viewer.sign_in(&state.db, &account).await?;
    assert!(signed_in, "nobody changed the account");
    Ok(StatusCode::NO_CONTENT)
}
