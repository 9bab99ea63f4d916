//! Session cookies and their rows: lazy, rotated, ended for good.

use crate::each_database;
use crate::support::{TestApp, Variant, Visitor};
use app::web::error::PageError;
use app::web::state::AppState;
use app::web::viewer::Viewer;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use case_study::Role;
use sea_orm::sea_query::Expr;
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter};
use std::sync::Arc;
use store::accounts;
use store::entity::session;
use store::{DAY_MS, hash_token};
use tokio::sync::Notify;

const HOUR_MS: i64 = 60 * 60 * 1000;

async fn remember(viewer: Viewer) -> Result<(), PageError> {
    viewer.grant_draft(1).await
}

async fn sign_in(
    viewer: Viewer,
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<(), PageError> {
    let account = accounts::by_id(&state.db, id)
        .await?
        .ok_or(PageError::NotFound)?;
    assert!(viewer.sign_in(&state.db, &account).await?);
    Ok(())
}

async fn unlock(viewer: Viewer) -> Result<(), PageError> {
    viewer.unlock_draft(1).await
}

async fn sign_out(viewer: Viewer) -> Result<(), PageError> {
    viewer.sign_out().await
}

async fn who(viewer: Viewer) -> String {
    viewer
        .account
        .map_or_else(|| "nobody".to_owned(), |account| account.name)
}

fn routes(variant: &mut Variant) {
    variant.extra = Router::<AppState>::new()
        .route("/test/remember", post(remember))
        .route("/test/sign-in/{id}", post(sign_in))
        .route("/test/sign-out", post(sign_out))
        .route("/test/unlock", post(unlock))
        .route("/test/who", get(who));
}

async fn rows(app: &TestApp) -> Vec<session::Model> {
    session::Entity::find().all(app.db.reader()).await.unwrap()
}

fn near(found: i64, expected: i64) -> bool {
    (found - expected).abs() < 60_000
}

async fn name_of(visitor: &Visitor) -> String {
    visitor.get("/test/who").await.expect(200).body()
}

each_database! {
    async fn reading_leaves_no_trace(app: TestApp) {
        let app = app.variant(routes);
        for path in ["/test/who", "/no/such/page", "/livez"] {
            let page = app.visitor().get(path).await;
            assert!(!page.headers().contains_key("set-cookie"), "{page:?}");
        }
        assert!(rows(&app).await.is_empty());
    }

    async fn the_cookie_is_closed_to_scripts_and_other_sites(app: TestApp) {
        let plain = app.variant(routes);
        let page = plain.visitor().post("/test/remember", &[]).await.expect(200);
        let cookie = page.header("set-cookie").to_owned();
        for part in ["sid=", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Secure") && !cookie.contains("Domain"), "{cookie}");
        let secure = app.variant(|variant| {
            routes(variant);
            variant.public_url = "https://bank.example.org".to_owned();
        });
        let page = secure.visitor().post("/test/remember", &[]).await.expect(200);
        let cookie = page.header("set-cookie").to_owned();
        assert!(cookie.starts_with("__Host-sid=") && cookie.contains("; Secure") && cookie.contains("; Path=/"), "{cookie}");
        assert!(!cookie.contains("Domain"), "{cookie}");
    }

    async fn the_database_holds_no_cookie(app: TestApp) {
        let app = app.variant(routes);
        let visitor = app.visitor();
        visitor.post("/test/remember", &[]).await.expect(200);
        let cookie = visitor.cookie("sid").unwrap();
        let rows = rows(&app).await;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].id_hash, hash_token(&cookie));
        assert!(!rows[0].data.contains(&cookie), "{:?}", rows[0]);
    }

    async fn a_new_id_is_not_signed_in_as_an_account_that_was_changed(app: TestApp) {
        let app = app.variant(routes);
        for (number, change) in ["password_hash = 'another'", "role = 'moderator'", "disabled = TRUE"].iter().enumerate() {
            let (id, _) = app.account(Role::Submitter).await;
            let visitor = app.visitor();
            drop(visitor.post(&format!("/test/sign-in/{id}"), &[]).await.expect(200));
            drop(visitor.post("/test/unlock", &[]).await.expect(200));
            assert_ne!(name_of(&visitor).await, "nobody", "a new id alone signs nobody out");
            // As an operator's command does in the moment when the code is typed.
            let statement = format!("UPDATE accounts SET {change} WHERE id = {id}");
            app.db.writer().execute_unprepared(&statement).await.expect(&statement);
            drop(visitor.post("/test/unlock", &[]).await.expect(200));
            assert_eq!(name_of(&visitor).await, "nobody", "{change}");
            let rows = rows(&app).await;
            assert_eq!(rows.len(), number + 1, "{change}: the draft that was unlocked stays open");
            assert!(rows.iter().all(|row| row.account_id.is_none() && row.data == r#"{"drafts":[1]}"#), "{rows:?}");
        }
    }

    async fn signing_in_changes_the_id_and_keeps_the_drafts(app: TestApp) {
        let app = app.variant(routes);
        let (id, _) = app.account(Role::Submitter).await;
        let visitor = app.visitor();
        visitor.post("/test/remember", &[]).await.expect(200);
        let before = visitor.cookie("sid").unwrap();
        visitor.post(&format!("/test/sign-in/{id}"), &[]).await.expect(200);
        let after = visitor.cookie("sid").unwrap();
        assert_ne!(before, after);
        assert_eq!(name_of(&visitor).await, "Submitter 1");
        let rows = rows(&app).await;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].account_id, Some(id));
        assert!(rows[0].data.contains("\"drafts\":[1]"), "{:?}", rows[0]);
        // The id from before, which somebody may have planted, opens nothing.
        let planter = app.visitor();
        planter.set_cookie("sid", &before);
        assert_eq!(name_of(&planter).await, "nobody");
    }

    async fn an_id_of_ones_own_choice_is_not_taken(app: TestApp) {
        let app = app.variant(routes);
        for chosen in ["AAAAAAAAAAAAAAAAAAAAAA", "short", "<script>"] {
            let visitor = app.visitor();
            visitor.set_cookie("sid", chosen);
            visitor.post("/test/remember", &[]).await.expect(200);
            assert_ne!(visitor.cookie("sid").as_deref(), Some(chosen));
        }
    }

    async fn signing_out_ends_it_on_the_server(app: TestApp) {
        let app = app.variant(routes);
        let visitor = app.moderator().await;
        let cookie = visitor.cookie("sid").unwrap();
        let visitor = app.visitor();
        visitor.set_cookie("sid", &cookie);
        assert_eq!(name_of(&visitor).await, "Moderator 1");
        visitor.post("/test/sign-out", &[]).await.expect(200);
        assert_eq!(visitor.cookie("sid"), None);
        visitor.set_cookie("sid", &cookie);
        assert_eq!(name_of(&visitor).await, "nobody");
        assert!(rows(&app).await.is_empty());
    }

    async fn a_slow_request_does_not_undo_a_sign_out(app: TestApp) {
        let (reached, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let gates = (reached.clone(), go_on.clone());
        let slow = async move |viewer: Viewer| -> Result<&'static str, PageError> {
            viewer.grant_draft(2).await?;
            gates.0.notify_one();
            gates.1.notified().await;
            Ok("done")
        };
        let app = app.variant(|variant| {
            routes(variant);
            variant.extra = std::mem::take(&mut variant.extra).route("/test/slow", post(slow));
        });
        let (id, _) = app.account(Role::Moderator).await;
        let visitor = app.visitor();
        visitor.post(&format!("/test/sign-in/{id}"), &[]).await.expect(200);
        let cookie = visitor.cookie("sid").unwrap();
        let other_tab = visitor.clone();
        let running = tokio::spawn(async move { other_tab.post("/test/slow", &[]).await });
        reached.notified().await;
        visitor.post("/test/sign-out", &[]).await.expect(200);
        go_on.notify_one();
        let page = running.await.unwrap().expect(200);
        assert_eq!(page.body(), "done");
        assert!(rows(&app).await.is_empty(), "the session came back");
        visitor.set_cookie("sid", &cookie);
        assert_eq!(name_of(&visitor).await, "nobody");
    }

    async fn sign_outs_and_other_requests_in_any_order(app: TestApp) {
        let app = app.variant(routes);
        let (id, _) = app.account(Role::Moderator).await;
        for _ in 0..50 {
            let visitor = app.visitor();
            visitor.post(&format!("/test/sign-in/{id}"), &[]).await.expect(200);
            let (one, two) = (visitor.clone(), visitor.clone());
            let (wrote, left) = tokio::join!(one.post("/test/remember", &[]), two.post("/test/sign-out", &[]));
            assert_eq!((wrote.status().as_u16(), left.status().as_u16()), (200, 200));
            assert!(rows(&app).await.iter().all(|row| row.account_id.is_none()), "a signed-in session came back");
        }
    }

    async fn staff_have_an_hour_and_submitters_two_weeks(app: TestApp) {
        let app = app.variant(routes);
        for (role, unused_for) in [(Role::Moderator, HOUR_MS), (Role::Submitter, 14 * DAY_MS)] {
            let (id, _) = app.account(role).await;
            let visitor = app.visitor();
            visitor.post(&format!("/test/sign-in/{id}"), &[]).await.expect(200);
            let find = async || rows(&app).await.into_iter().find(|row| row.account_id == Some(id)).unwrap();
            assert!(near(find().await.expires_at, app.clock.now_ms() + unused_for), "{role:?}");
            // Using it moves the end, and only the end.
            let data = find().await.data;
            app.clock.advance(unused_for / 2);
            assert_ne!(name_of(&visitor).await, "nobody");
            assert!(near(find().await.expires_at, app.clock.now_ms() + unused_for), "{role:?}");
            assert_eq!(find().await.data, data);
            app.clock.advance(unused_for + 1);
            assert_eq!(name_of(&visitor).await, "nobody");
        }
    }

    async fn reading_does_not_wait_for_whoever_writes(app: TestApp) {
        let app = app.variant(routes);
        let (id, _) = app.account(Role::Moderator).await;
        let visitor = app.visitor();
        visitor.post(&format!("/test/sign-in/{id}"), &[]).await.expect(200);
        app.clock.advance(HOUR_MS / 2);
        let half = rows(&app).await[0].expires_at;
        // An import, say: it holds the writer of SQLite and, for PostgreSQL's sake, this very row.
        let import = app.db.begin().await.unwrap();
        session::Entity::update_many()
            .col_expr(session::Column::ExpiresAt, Expr::value(half))
            .filter(Expr::value(true))
            .exec(&import)
            .await
            .unwrap();
        assert_ne!(name_of(&visitor).await, "nobody");
        import.commit().await.unwrap();
        // What was left out is done by the next request.
        assert_ne!(name_of(&visitor).await, "nobody");
        assert!(near(rows(&app).await[0].expires_at, app.clock.now_ms() + HOUR_MS));
    }

    async fn expired_rows_are_swept(app: TestApp) {
        let app = app.variant(routes);
        app.visitor().post("/test/remember", &[]).await.expect(200);
        app.clock.advance(14 * DAY_MS + 1);
        app.visitor().post("/test/remember", &[]).await.expect(200);
        assert_eq!(store::sessions::delete_expired(&app.db).await.unwrap(), 1);
        assert_eq!(rows(&app).await.len(), 1);
    }
}
