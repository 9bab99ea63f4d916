//! Nothing that somebody typed stands in the log, whatever goes wrong.

use crate::each_database;
use crate::sample;
use crate::submit::steps;
use crate::support::program;
use crate::support::program::Program;
use crate::support::{Page, Visitor};
use app::web::rate_limits::RateLimits;
use axum::body::Body;
use axum::http::Request;
use case_study::Status;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use std::cell::RefCell;
use std::fs;
use std::fs::File;
use std::io::Write;
use std::sync::{Arc, Mutex, Once};
use store::entity::{case, revision, working_copy};
use store::submissions;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{FilterExt, LevelFilter, Targets, dynamic_filter_fn};
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt;

/// Typed into every form; no page and no message of ours holds it.
const WORD: &str = "quillifer";
const CASE: &str = "/case-studies/house-of-memories";

thread_local! {
    /// What listens on this thread.
    static LISTENING: RefCell<Option<Log>> = const { RefCell::new(None) };
}

/// Everything that is logged on this thread, where the handlers of a test run.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

/// As long as it is there, its thread is listened to.
struct Listening;

impl Drop for Listening {
    fn drop(&mut self) {
        LISTENING.set(None);
    }
}

impl Log {
    fn begin() -> (Self, Listening) {
        static FOR_ALL_THREADS: Once = Once::new();
        FOR_ALL_THREADS.call_once(listen);
        let log = Self::default();
        LISTENING.set(Some(log.clone()));
        (log, Listening)
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("the log").clone()).expect("text")
    }

    /// The lines that hold all of these.
    fn lines(&self, parts: &[&str]) -> Vec<String> {
        self.text()
            .lines()
            .filter(|line| parts.iter().all(|part| line.contains(part)))
            .map(ToOwned::to_owned)
            .collect()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// One subscriber for all threads, of which each writes what its own test listens to. With one for
/// each thread, a place in the code that another thread meets first is taken for one that nobody
/// listens to, and stays silent.
fn listen() {
    // Of libraries what the product logs by default, of our own everything.
    let levels = Targets::new()
        .with_default(LevelFilter::INFO)
        .with_targets([("app", LevelFilter::TRACE), ("server", LevelFilter::TRACE)]);
    let here = dynamic_filter_fn(|_, _| LISTENING.with_borrow(Option::is_some));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(|| LISTENING.with_borrow(Clone::clone).unwrap_or_default())
        .with_ansi(false)
        // A line a span too, when it begins, and when it ends: all its fields are recorded by then.
        // It may end on a thread that nobody listens to: the database's is sometimes the last to hold it.
        .with_span_events(FmtSpan::NEW | FmtSpan::CLOSE)
        .with_filter(levels.and(here));
    let all = tracing_subscriber::registry().with(lines);
    tracing::subscriber::set_global_default(all).expect("nothing else listens in this program");
    // What was met for the first time between the two steps of that.
    tracing::callsite::rebuild_interest_cache();
}

async fn fill(visitor: &Visitor, form: &str, fields: &[(&str, &str)]) -> Page {
    let page = visitor.get(&format!("{CASE}/{form}")).await.expect(200);
    visitor.submit(&page, "main form", fields).await
}

each_database! {
    async fn what_is_typed_in_every_journey_is_not_logged(app: TestApp) {
        app.import_sample().await;
        sample::change_content(&app.db, "house-of-memories", |content| {
            content.contact_by_readers = true;
            content.contact_email = "team@museum.example".into();
        })
        .await;
        let (log, _guard) = Log::begin();
        let email = format!("{WORD}@museum.example");
        let text = format!("Something about {WORD} is odd.");
        let visitor = app.visitor();

        // A draft, with answers that are right and wrong, and the code that opens it elsewhere.
        let reference = steps::begin(&visitor, WORD, &email).await;
        drop(steps::answer(&visitor, &reference, "museum", &[("museum", WORD), ("action", "later")]).await.expect(303));
        drop(steps::answer(&visitor, &reference, "museum", &[("country", WORD), ("action", "later")]).await.expect(303));
        drop(visitor.post(&format!("/submit/{reference}/museum"), &[(WORD, WORD)]).await.expect(400));
        drop(visitor.post("/submit/new", &[("title", WORD), ("start_key", WORD)]).await.expect(400));
        let link = app.mails().await[0].links()[0].clone();
        drop(visitor.post(&format!("{link}/code"), &[]).await.expect(303));
        drop(app.visitor().post(&format!("{link}/unlock"), &[("code", WORD)]).await.expect(422));
        drop(visitor.post(&format!("/track/{WORD}/unlock"), &[("code", WORD)]).await.expect(404));

        // From another site, which is refused before anything else.
        let foreign = Request::post(format!("/track/{WORD}/unlock?q={WORD}"))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site")
            .body(Body::from(format!("code={WORD}")));
        drop(visitor.raw(foreign.expect("a request")).await.expect(403));

        // Readers who write.
        drop(fill(&visitor, "concern", &[("reason", "other"), ("text", &text), ("email", &email)]).await.expect(303));
        drop(fill(&visitor, "concern", &[("reason", WORD), ("text", &text)]).await.expect(422));
        drop(fill(&visitor, "ask", &[("name", WORD), ("email", &email), ("text", &text)]).await.expect(303));
        let ask = app.mails().await.last().expect("a mail").links()[0].clone();
        let confirm = visitor.get(&ask).await.expect(200);
        drop(visitor.submit(&confirm, "main form", &[]).await.expect(303));
        app.mails().await;

        // Signing in, searching.
        drop(visitor.post("/account/sign-in", &[("email", &email), ("password", WORD)]).await.expect(422));
        drop(visitor.post("/account/sign-in", &[("email", WORD), (WORD, WORD)]).await.expect(400));
        drop(visitor.get(&format!("/case-studies?q={WORD}&theme={WORD}&page={WORD}")).await.expect(200));
        drop(visitor.get(&format!("/case-studies/suggest?q={WORD}")).await.expect(200));

        // Content that cannot be read any more.
        let broken = format!(r#"{{"participants": "{WORD}"}}"#);
        working_copy::Entity::update_many()
            .col_expr(working_copy::Column::Content, Expr::value(&broken))
            .filter(Expr::value(true))
            .exec(app.db.writer())
            .await
            .expect("broken");
        drop(visitor.get(&format!("/submit/{reference}")).await.expect(500));
        let row = case::Entity::find().filter(case::Column::Slug.eq("house-of-memories")).one(app.db.reader()).await.expect("a row").expect("a case");
        revision::Entity::update_many()
            .col_expr(revision::Column::Content, Expr::value(&broken))
            .filter(revision::Column::CaseId.eq(row.id))
            .exec(app.db.writer())
            .await
            .expect("broken");
        let fresh = app.variant(|_| {}).visitor();
        let page = fresh.get(CASE).await;
        assert!(page.status().is_server_error() || page.status().is_client_error(), "{page:?}");

        let text = log.text();
        assert!(text.contains("a request failed") && text.contains("Data error at line 1"), "the log was heard: {text}");
        let lines: Vec<&str> = text.lines().filter(|line| line.to_lowercase().contains(WORD)).collect();
        assert!(lines.is_empty(), "{lines:#?}");
    }

    async fn a_line_names_route_submission_and_account(app: TestApp) {
        let (moderator, submitter) = (app.moderator().await, app.submitter().await);
        let (log, _guard) = Log::begin();
        let reference = steps::begin(&submitter, "Tea & objects", "team@museum.example").await;
        let draft = submissions::by_reference(app.db.reader(), &reference).await.expect("an answer").expect("a draft");
        drop(submitter.get(&format!("/submit/{reference}")).await.expect(200));
        let route = r#"route="/submit/{draft}""#;
        let submission = format!("submission={}", draft.id);
        let answered = log.lines(&["answered", route, &submission, "account="]);
        assert_eq!(answered.len(), 1, "{}", log.text());

        // Somebody else's is not opened, and nobody is signed in.
        drop(app.visitor().get(&format!("/submit/{reference}")).await.expect(404));
        let closed = log.lines(&["answered", route, "status=404"]);
        assert!(closed.len() == 1 && !closed[0].contains("submission=") && !closed[0].contains("account="), "{closed:?}");

        // The island's calls too.
        let arguments = json!({ "reference": reference, "section": "story", "base": "", "answers": [] });
        drop(submitter.post_json("/api/fn/save_draft", &arguments).await);
        assert_eq!(log.lines(&["answered", r#"route="/api/fn/{*name}""#, &submission]).len(), 1, "{}", log.text());

        let (id, sent) = app.standing_at(Status::InReview, "Tea once again").await;
        drop(moderator.get(&format!("/moderate/cases/{sent}")).await.expect(200));
        let review = log.lines(&["answered", r#"route="/moderate/cases/{reference}""#, &format!("submission={id}"), "account="]);
        assert_eq!(review.len(), 1, "{}", log.text());
        assert!(log.lines(&[&reference]).is_empty() && log.lines(&[&sent]).is_empty(), "{}", log.text());
    }

    async fn a_date_that_has_not_come_is_named_once(app: TestApp) {
        app.import_sample().await;
        let plain = app.variant(|variant| variant.page_cache = None).visitor();
        let row = case::Entity::find().filter(case::Column::Slug.eq("house-of-memories")).one(app.db.reader()).await.unwrap().expect("the case");
        // A moment that no other test names.
        let ahead = app.clock.now_ms() + 987_654_321 + i64::from(std::process::id());
        case::Entity::update_many()
            .col_expr(case::Column::UpdatedAt, Expr::value(ahead))
            .filter(case::Column::Id.eq(row.id))
            .exec(app.db.writer())
            .await
            .unwrap();
        let (log, _guard) = Log::begin();
        for path in ["/sitemap.xml", "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc", "/sitemap.xml"] {
            drop(plain.get(path).await.expect(200));
        }
        let lines = log.lines(&["cases are dated in the future"]);
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].contains(&format!("cases=[{}]", row.id)) && lines[0].contains("WARN"), "{lines:?}");
        assert!(log.lines(&["house-of-memories"]).is_empty(), "by its number: {}", log.text());
    }

    async fn an_odd_address_has_the_line_of_the_right_one(app: TestApp) {
        let visitor = app.visitor();
        let (log, _guard) = Log::begin();
        drop(visitor.get("/Case-Studies/").await.expect(308));
        drop(visitor.get("/case-studies/No-Such-Case").await.expect(404));
        for (route, status) in [(r#"route="/case-studies""#, "status=308"), (r#"route="/case-studies/{slug}""#, "status=404")] {
            assert_eq!(log.lines(&["answered", route, status]).len(), 1, "{}", log.text());
        }
    }

    async fn a_move_is_a_line_and_a_mail_a_span(app: TestApp) {
        let (log, _guard) = Log::begin();
        let (id, _) = app.standing_at(Status::Published, "Tea once again").await;
        let moved = |action: &str| log.lines(&["a submission was moved", &format!("submission={id}"), &format!("action=\"{action}\"")]).len();
        for action in ["submit", "start_review", "approve", "publish"] {
            assert_eq!(moved(action), 1, "{action}: {}", log.text());
        }
        assert_eq!(log.lines(&["a submission was moved"]).len(), 4, "{}", log.text());
        let mails = app.mails().await.len();
        assert_eq!(log.lines(&["job{job=", "attempts=1}", ": new"]).len(), mails, "{}", log.text());
        assert!(mails > 0);
    }

    async fn each_move_is_one_line_without_a_word_that_was_typed(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, &format!("Tea and {WORD}")).await;
        let sam = app.moderator().await;
        let path = format!("/moderate/cases/{reference}");
        let (log, _guard) = Log::begin();
        let page = sam.get(&path).await.expect(200);
        drop(sam.submit(&page, "form[action$='/approve-and-publish']", &[]).await.expect(303));
        let form = sam.get(&format!("{path}/take-down")).await.expect(200);
        let message = format!("Somebody called {WORD} asked us to.");
        drop(sam.submit(&form, "form.letter", &[("message", &message)]).await.expect(303));

        let text = log.text();
        let lines: Vec<&str> = text.lines().filter(|line| line.contains("was moved")).collect();
        let expected = [
            format!(r#"submission={id} action="approve" from="in_review" to="approved""#),
            format!(r#"submission={id} action="publish" from="approved" to="published""#),
            r#"action="take_down" from="live" to="taken_down""#.to_owned(),
        ];
        assert_eq!(lines.len(), expected.len(), "{lines:#?}");
        for (line, expected) in lines.iter().zip(expected) {
            assert!(line.contains(&expected) && line.contains("account="), "{line}");
        }
        assert!(!text.to_lowercase().contains(WORD), "{text}");
    }

    async fn a_proxy_that_is_not_named_is_told_of_once(app: TestApp) {
        const TOLD: &str = "CASEBOOK_TRUSTED_PROXIES does not name";
        let ask = async |visitor: &Visitor, header: &str| {
            let request = Request::get("/account/sign-in").header(header, "198.51.100.7");
            visitor.raw(request.body(Body::empty()).expect("a request")).await.expect(200)
        };
        let (log, _guard) = Log::begin();
        let visitor = app.visitor();
        drop(visitor.get("/account/sign-in").await.expect(200));
        assert_eq!(log.lines(&[TOLD]).len(), 0);
        for header in ["x-forwarded-for", "forwarded", "x-forwarded-for"] {
            drop(ask(&visitor, header).await);
            assert_eq!(log.lines(&["WARN", TOLD, "127.0.0.0/24"]).len(), 1);
        }
        // A stranger's header is another matter, and does not stand for that of a proxy.
        let stranger = app.visitor().from("203.0.113.7");
        for _ in 0..2 {
            drop(ask(&stranger, "x-forwarded-for").await);
            assert_eq!(log.lines(&["WARN", TOLD, "203.0.113.0/24"]).len(), 1);
        }
        let named = app.variant(|variant| variant.trusted_proxies = "127.0.0.1".to_owned());
        drop(ask(&named.visitor(), "x-forwarded-for").await);
        assert_eq!(log.lines(&[TOLD]).len(), 2);
    }

    async fn a_refused_sign_in_names_its_network_without_the_machine(app: TestApp) {
        let limited = app.variant(|variant| variant.limits = RateLimits::new());
        let (log, _guard) = Log::begin();
        for (address, cut) in [("198.51.100.77", "198.51.100.0/24"), ("2001:db8:5:6:7::8", "2001:db8:5::/48")] {
            let visitor = limited.visitor().from(address);
            let fields = [("email", "nobody@example.org"), ("password", "not this one")];
            for _ in 0..5 {
                drop(visitor.post("/account/sign-in", &fields).await.expect(422));
            }
            assert_eq!(log.lines(&["sign-in refused: wrong password or no account", cut]).len(), 5);
            drop(visitor.post("/account/sign-in", &fields).await.expect(429));
            assert_eq!(log.lines(&["sign-in refused: too many tries", cut]).len(), 1);
            assert!(!log.text().contains(address), "{}", log.text());
        }
    }
}

/// At trace, libraries write every request down. Whatever an operator asks for, no private link is among it.
#[test]
fn at_trace_no_private_link_is_written_down() {
    const TOKEN: &str = "5f0c9a1be4d27386a0b1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f50617";
    let folder = program::folder();
    let path = folder.path().join("log");
    let file = File::create(&path).expect("a file");
    let mut server = Program::start_logging(folder.path(), "trace", file);
    let address = format!("{}/track/{TOKEN}", server.base);
    let answer = program::until("an answer", || program::agent().get(&address).call().ok());
    assert!(answer.status().is_client_error(), "{answer:?}");
    server.kill();
    let log = fs::read_to_string(&path).expect("it is text");
    assert!(log.contains("/track/{token}"), "{log}");
    assert!(!log.contains(TOKEN), "{log}");
}
