//! `/livez` and `/readyz`.

use crate::each_database;
use crate::many_mails::until;
use axum::body::Body;
use axum::http::Request;
use sea_orm::ConnectionTrait;
use server::watched::stopped;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::watch;

each_database! {
    async fn ready_until_told_to_stop(app: TestApp) {
        assert_eq!(app.visitor().get("/livez").await.expect(200).body(), "alive\n");
        assert_eq!(app.visitor().get("/readyz").await.expect(200).body(), "ready\n");
        app.options.health.stop();
        let page = app.visitor().get("/readyz").await.expect(503);
        assert_eq!(page.body(), "stopping: this instance is finishing its last requests\n");
        app.visitor().get("/livez").await.expect(200);
    }

    async fn a_newer_schema_is_not_ready(app: TestApp) {
        let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 1)";
        app.db.writer().execute_unprepared(newer).await.unwrap();
        let page = app.visitor().get("/readyz").await.expect(503);
        assert_eq!(page.body(), "the database's schema is not the one this version needs\n");
    }

    async fn a_database_that_takes_no_writes_is_not_ready(app: TestApp) {
        app.db.writer().execute_unprepared("DROP TABLE counters").await.unwrap();
        let page = app.visitor().get("/readyz").await.expect(503);
        assert_eq!(page.body(), "the database does not take writes\n");
    }

    async fn a_database_that_keeps_nothing_of_what_it_answered_is_not_ready(app: TestApp) {
        let nothing_is_written: &[&str] = if app.db.is_postgres() {
            &[
                "CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
                "CREATE TRIGGER forget BEFORE INSERT OR UPDATE ON counters FOR EACH ROW EXECUTE FUNCTION forget()",
            ]
        } else {
            &["CREATE TRIGGER forget BEFORE INSERT ON counters BEGIN SELECT RAISE(IGNORE); END"]
        };
        for sql in nothing_is_written {
            app.db.writer().execute_unprepared(sql).await.unwrap();
        }
        let page = app.visitor().get("/readyz").await.expect(503);
        assert_eq!(page.body(), "the database does not keep what is written\n");
    }

    async fn a_part_that_has_not_worked_for_too_long_is_named_and_pages_go_on(app: TestApp) {
        let (tell, stop) = watch::channel(false);
        let watched = app.options.health.watched().clone();
        let starts = Arc::new(AtomicUsize::new(0));
        let counted = starts.clone();
        let begin = move |stop| {
            let first = counted.fetch_add(1, Ordering::Relaxed) == 0;
            async move {
                assert!(!first, "it breaks");
                stopped(stop).await;
            }
        };
        let kept = tokio::spawn(watched.keep_running("mails", stop, begin));
        until("it is started again", async || starts.load(Ordering::Relaxed) == 2).await;
        // What was started again is given a minute.
        assert_eq!(app.visitor().get("/readyz").await.expect(200).body(), "ready\n");
        app.options.health.bear(Duration::ZERO);
        let page = app.visitor().get("/readyz").await.expect(200);
        let words = "degraded: pages are served, but this does not work: mails, for ";
        assert!(page.body().starts_with(words), "{page:?}");
        drop(app.visitor().get("/case-studies").await.expect(200));
        tell.send(true).expect("it listens");
        kept.await.expect("it ends well");
    }

    async fn probes_may_call_by_any_name(app: TestApp) {
        for path in ["/livez", "/readyz"] {
            let request = Request::get(path).header("host", "10.0.0.7:3000").body(Body::empty()).unwrap();
            app.visitor().raw(request).await.expect(200);
        }
    }
}
