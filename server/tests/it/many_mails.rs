//! Several mails at a time: codes first and never dead ones, one after the other to one address, each once whatever
//! hangs, panics or jumps, and kinds of jobs left to whoever knows them.

use crate::each_database;
use crate::support::program::PATIENCE;
use crate::support::{Kind, TestApp, TestDatabase};
use case_study::mail_templates::Mail;
use case_study::{Role, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set};
use server::mail_transport::{HandsOver, MailError};
use server::worker;
use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use store::by_operator::{self, Change};
use store::entity::job;
use store::outbox::Claimed;
use store::{Clock, Connecting, Db, dead_letters, drafts, mailed_links, new_password, outbox};
use tokio::sync::{oneshot, watch};

const HOUR_MS: i64 = 60 * 60 * 1000;
/// Between two looks.
const BETWEEN: Duration = Duration::from_millis(10);

async fn enqueue(db: &Db, to: &[&str]) {
    let tx = db.begin().await.unwrap();
    for (number, to) in to.iter().enumerate() {
        let mail = Mail {
            subject: format!("Number {number}"),
            body: "Hello".to_owned(),
            ..Mail::default()
        };
        outbox::enqueue_mail(&tx, to, mail).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// All jobs, in the order in which they were written.
async fn jobs(db: &Db) -> Vec<job::Model> {
    job::Entity::find()
        .order_by_asc(job::Column::Id)
        .all(db.reader())
        .await
        .unwrap()
}

/// The job that was written last.
async fn newest(app: &TestApp) -> job::Model {
    jobs(&app.db).await.pop().expect("a job")
}

/// Asks for a code in the name of a case study; the code, as it lies in the outbox.
async fn code_of(app: &TestApp, submission_id: i64) -> String {
    let context = app.state.settings.mail_context();
    drafts::mail_unlock_code(&app.db, &context, submission_id)
        .await
        .unwrap();
    let payload = newest(app).await.payload;
    let (_, rest) = payload.split_once("Your code is ").expect("a code");
    rest[..6].to_owned()
}

/// Waits until something is so.
pub async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let began = Instant::now();
    while !is_so().await {
        assert!(began.elapsed() < PATIENCE, "not within a minute: {what}");
        tokio::time::sleep(BETWEEN).await;
    }
}

/// A mail server in whose place this stands: over some addresses it hangs until it is let go, over others the program
/// breaks.
struct Odd {
    hangs_over: HashSet<String>,
    breaks_over: HashSet<String>,
    let_go: watch::Receiver<bool>,
    /// Whom it was asked to mail, in this order, each try.
    asked: Mutex<Vec<String>>,
}

impl Odd {
    fn new(hangs_over: &[&str], breaks_over: &[&str]) -> (Arc<Self>, watch::Sender<bool>) {
        let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
        let (let_go, held) = watch::channel(false);
        let odd = Self {
            hangs_over: owned(hangs_over),
            breaks_over: owned(breaks_over),
            let_go: held,
            asked: Mutex::default(),
        };
        (Arc::new(odd), let_go)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("nobody breaks with it").clone()
    }
}

impl HandsOver for Odd {
    async fn send(&self, job: &Claimed) -> Result<(), MailError> {
        let to = job.mail.to.clone();
        self.asked
            .lock()
            .expect("nobody breaks with it")
            .push(to.clone());
        assert!(!self.breaks_over.contains(&to), "it breaks over this one");
        if self.hangs_over.contains(&to) {
            let mut let_go = self.let_go.clone();
            let _ = let_go.wait_for(|let_go| *let_go).await;
        }
        Ok(())
    }
}

/// The worker of one instance.
struct Worker {
    stop: oneshot::Sender<()>,
    task: tokio::task::JoinHandle<()>,
}

impl Worker {
    fn start(app: &TestApp, mailer: &Arc<Odd>) -> Self {
        let (stop, stopped) = oneshot::channel::<()>();
        let (db, mailer) = (app.db.clone(), mailer.clone());
        let context = app.state.settings.mail_context();
        let task = tokio::spawn(async move {
            let stopped = async move {
                let _ = stopped.await;
            };
            worker::run(db, mailer, context, stopped).await;
        });
        Self { stop, task }
    }

    async fn end(self) {
        self.stop.send(()).expect("it works");
        self.task.await.expect("it ends well");
    }
}

async fn states(app: &TestApp) -> Vec<String> {
    jobs(&app.db)
        .await
        .into_iter()
        .map(|job| job.state)
        .collect()
}

each_database! {
    async fn a_code_that_somebody_waits_for_leaves_before_a_hundred_others(app: TestApp) {
        let (id, _) = app.standing_at(Status::InReview, "Tea and objects").await;
        drop(app.mails().await);
        let before = app.mails().await.len();
        let others: Vec<String> = (0..100).map(|number| format!("sam-{number}@bank.example")).collect();
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        enqueue(&app.db, &others).await;
        let code = code_of(&app, id).await;
        assert!(app.work_once().await.unwrap());
        let sent = jobs(&app.db).await;
        let left: Vec<i64> = sent.iter().filter(|job| job.state == "waiting").map(|job| job.id).collect();
        assert_eq!(left.len(), 100);
        assert_eq!(sent.last().map(|job| job.state.as_str()), Some("done"), "the code");
        let mails = app.mails().await;
        assert_eq!(mails.len(), before + 101);
        assert!(mails.iter().any(|mail| mail.text.contains(&code)), "{code}");
    }

    async fn a_code_that_ended_is_not_sent_and_nobody_misses_it(app: TestApp) {
        let (id, _) = app.standing_at(Status::InReview, "Tea and objects").await;
        let before = app.mails().await.len();
        drop(code_of(&app, id).await);
        app.clock.advance(10 * 60 * 1000);
        assert_eq!(app.mails().await.len(), before);
        let job = newest(&app).await;
        assert_eq!((job.state.as_str(), job.attempts, job.payload.as_str()), ("lapsed", 0, ""));
        assert!(job.last_error.contains("not sent") && job.recipient_hash.is_empty(), "{job:?}");
        assert_eq!(dead_letters::count(&app.db).await.unwrap(), 0);
        assert!(dead_letters::list(&app.db, 10).await.unwrap().is_empty());
        assert!(dead_letters::trouble(&app.db).await.unwrap().is_none());
        // After a month it is forgotten like one that was sent.
        app.clock.advance(31 * store::DAY_MS);
        worker::sweep(&app.db).await;
        assert!(jobs(&app.db).await.iter().all(|job| job.state != "lapsed"));
    }

    async fn a_code_that_was_used_before_it_left_once_more_is_not_sent_again(app: TestApp) {
        let (id, _) = app.standing_at(Status::InReview, "Tea and objects").await;
        drop(app.mails().await);
        let code = code_of(&app, id).await;
        // It came, and the answer that said so did not: it is to be tried again.
        let claimed = outbox::claim(&app.db).await.unwrap().expect("the code");
        assert!(claimed.mail.body.contains(&code));
        assert!(outbox::fail(&app.db, &claimed, "for now: no answer", false).await.unwrap());
        let network = IpAddr::V4(Ipv4Addr::LOCALHOST);
        assert!(mailed_links::redeem_code(&app.db, id, network, &code).await.unwrap());
        app.clock.advance(60 * 1000);
        assert!(outbox::claim(&app.db).await.unwrap().is_none());
        assert_eq!(newest(&app).await.state, "lapsed");
    }

    async fn a_link_that_was_made_worthless_before_it_left_is_not_sent(app: TestApp) {
        let (_, email) = app.account(Role::Moderator).await;
        let context = app.state.settings.mail_context();
        new_password::ask(&app.db, &context, &email).await.unwrap();
        assert!(by_operator::change(&app.db, &email, Change::Disable, false).await.unwrap().is_done());
        assert!(app.mails().await.is_empty());
        assert_eq!(states(&app).await, ["lapsed"]);
    }

    async fn a_job_of_a_kind_that_only_a_newer_program_knows_is_left_to_it(app: TestApp) {
        enqueue(&app.db, &["ana@example.org", "bo@example.org"]).await;
        let first = jobs(&app.db).await.swap_remove(0).id;
        job::Entity::update_many()
            .col_expr(job::Column::Kind, Expr::value("thumbnail"))
            .col_expr(job::Column::Payload, Expr::value(r#"{"blob":7}"#))
            .filter(job::Column::Id.eq(first))
            .exec(app.db.writer())
            .await
            .unwrap();
        let mails = app.mails().await;
        assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["bo@example.org"]);
        assert!(!outbox::any_due(&app.db).await.unwrap());
        let job = jobs(&app.db).await.swap_remove(0);
        let as_it_was = (job.state.as_str(), job.attempts, job.leased_until, job.last_error.as_str());
        assert_eq!(as_it_was, ("waiting", 0, 0, ""));
        assert_eq!(job.payload, r#"{"blob":7}"#);
    }

    async fn mails_to_one_address_leave_one_after_the_other_and_others_beside_them(app: TestApp) {
        enqueue(&app.db, &["ana@example.org", "Ana@example.org", "bo@example.org"]).await;
        let subject = async || outbox::claim(&app.db).await.unwrap();
        let first = subject().await.expect("one for Ana");
        let second = subject().await.expect("one for Bo");
        assert_eq!((first.mail.subject.as_str(), second.mail.subject.as_str()), ("Number 0", "Number 2"));
        assert!(subject().await.is_none(), "the other for Ana waits");
        assert!(outbox::finish(&app.db, &first).await.unwrap());
        assert_eq!(subject().await.expect("the other").mail.subject, "Number 1");
        // Not at the same moment either.
        enqueue(&app.db, &["cem@example.org"; 6]).await;
        let claims = (0..6).map(|_| outbox::claim(&app.db));
        let claims = futures::future::join_all(claims).await;
        let taken = claims.into_iter().filter_map(|claim| claim.unwrap()).count();
        assert_eq!(taken, 1);
    }

    async fn a_mail_that_hangs_holds_up_no_other_and_a_code_passes_four_that_do(app: TestApp) {
        let hang = ["a@hang.example", "b@hang.example", "c@hang.example", "d@hang.example"];
        let (id, _) = app.standing_at(Status::InReview, "Tea and objects").await;
        drop(app.mails().await);
        let (odd, let_go) = Odd::new(&hang, &[]);
        let worker = Worker::start(&app, &odd);
        enqueue(&app.db, &hang[..3]).await;
        until("three hang", async || odd.asked().len() == 3).await;
        enqueue(&app.db, &["bo@example.org"]).await;
        until("Bo has his", async || newest(&app).await.state == "done").await;
        enqueue(&app.db, &hang[3..]).await;
        until("four hang", async || odd.asked().len() == 5).await;
        drop(code_of(&app, id).await);
        until("the code has left", async || newest(&app).await.state == "done").await;
        let hanging = job::Entity::find()
            .filter(job::Column::State.eq("waiting"))
            .filter(job::Column::Attempts.eq(1))
            .count(app.db.reader())
            .await
            .unwrap();
        assert_eq!(hanging, 4);
        eprintln!("figure: 4 mails hang, a fifth to somebody else and a code arrived meanwhile");
        let_go.send(true).expect("they listen");
        worker.end().await;
        assert!(states(&app).await.iter().all(|state| state == "done"));
    }

    async fn a_mail_over_which_the_program_breaks_is_tried_again_and_holds_up_no_other(app: TestApp) {
        let (odd, _let_go) = Odd::new(&[], &["ana@broken.example"]);
        let worker = Worker::start(&app, &odd);
        enqueue(&app.db, &["ana@broken.example", "bo@example.org"]).await;
        until("Bo has his", async || newest(&app).await.state == "done").await;
        until("the other failed", async || {
            let broken = jobs(&app.db).await.swap_remove(0);
            broken.state == "waiting" && !broken.last_error.is_empty()
        })
        .await;
        enqueue(&app.db, &["cem@example.org"]).await;
        until("the worker goes on", async || newest(&app).await.state == "done").await;
        let broken = jobs(&app.db).await.swap_remove(0);
        assert_eq!((broken.attempts, broken.leased_until), (1, 0));
        assert!(broken.run_at > app.clock.now_ms(), "{broken:?}");
        eprintln!("figure: 1 of 3 mails waits to be tried again, 2 arrived");
        worker.end().await;
    }

    async fn a_clock_that_jumps_on_has_no_mail_sent_twice(app: TestApp) {
        let (odd, let_go) = Odd::new(&["ana@hang.example"], &[]);
        let worker = Worker::start(&app, &odd);
        enqueue(&app.db, &["ana@hang.example"]).await;
        until("it hangs", async || odd.asked().len() == 1).await;
        app.clock.advance(HOUR_MS);
        // By this the worker has looked again, with its lease long over.
        enqueue(&app.db, &["bo@example.org"]).await;
        until("Bo has his", async || newest(&app).await.state == "done").await;
        assert_eq!(odd.asked(), ["ana@hang.example", "bo@example.org"]);
        eprintln!("figure: 2 mails, each handed over once");
        let_go.send(true).expect("it listens");
        worker.end().await;
        assert!(states(&app).await.iter().all(|state| state == "done"));
    }

    async fn a_mail_that_ends_the_program_at_every_try_is_set_aside_in_the_end(app: TestApp) {
        enqueue(&app.db, &["ana@example.org"]).await;
        for _ in 0..outbox::MAX_ATTEMPTS {
            assert!(outbox::claim(&app.db).await.unwrap().is_some());
            // Nobody says what became of it.
            app.clock.advance(outbox::LEASE_MS + 1);
        }
        assert!(outbox::claim(&app.db).await.unwrap().is_none());
        let job = newest(&app).await;
        assert_eq!((job.state.as_str(), job.attempts), ("dead", outbox::MAX_ATTEMPTS));
        assert_eq!(dead_letters::count(&app.db).await.unwrap(), 1);
    }

    async fn what_a_program_before_this_one_queued_is_sent_in_its_turn(app: TestApp) {
        let payload = |subject: &str| format!(r#"{{"to":"ana@example.org","subject":"{subject}","body":"Hello"}}"#);
        for subject in ["One", "Two"] {
            job::Entity::insert(job::ActiveModel {
                kind: Set("mail".to_owned()),
                payload: Set(payload(subject)),
                state: Set("waiting".to_owned()),
                attempts: Set(0),
                run_at: Set(app.clock.now_ms()),
                leased_until: Set(0),
                last_error: Set(String::new()),
                created_at: Set(app.clock.now_ms()),
                ..Default::default()
            })
            .exec_without_returning(app.db.writer())
            .await
            .unwrap();
        }
        let subjects: Vec<String> = app.mails().await.into_iter().map(|mail| mail.subject).collect();
        assert_eq!(subjects, ["One", "Two"]);
    }
}

/// One that is an hour off is an hour off for no instance.
#[tokio::test(flavor = "multi_thread")]
async fn a_host_whose_clock_is_an_hour_off_takes_no_mail_that_another_has() {
    let Some(database) = TestDatabase::create(Kind::Postgres).await else {
        return;
    };
    let right = database.open().await;
    let off_by = async |ms: i64| {
        let how = Connecting {
            host: Clock::new(move || Clock::system().now_ms() + ms),
            ..Connecting::default()
        };
        Db::connect_with(database.url(), how).await.unwrap()
    };
    let (ahead, behind) = (off_by(HOUR_MS).await, off_by(-HOUR_MS).await);
    for other in [&ahead, &behind] {
        let differs = (other.now_ms() - right.now_ms()).abs();
        assert!(differs < 60_000, "{differs}");
    }
    enqueue(&right, &["ana@example.org", "bo@example.org"]).await;
    let held = outbox::claim(&right).await.unwrap().expect("a mail");
    let other = outbox::claim(&ahead)
        .await
        .unwrap()
        .expect("the other mail");
    assert_ne!(held.id, other.id);
    for db in [&ahead, &behind, &right] {
        assert!(outbox::claim(db).await.unwrap().is_none(), "both are taken");
    }
    assert!(outbox::finish(&right, &held).await.unwrap());
    assert!(outbox::finish(&ahead, &other).await.unwrap());
    // What one of them writes for later is later for all.
    enqueue(&behind, &["cem@example.org"]).await;
    let tried = outbox::claim(&behind).await.unwrap().expect("a mail");
    assert!(outbox::fail(&behind, &tried, "451", false).await.unwrap());
    assert!(outbox::claim(&right).await.unwrap().is_none());
    eprintln!("figure: 2 machines an hour off, 3 mails, none taken twice");
    for db in [ahead, behind, right] {
        db.close().await;
    }
    database.remove().await;
}
