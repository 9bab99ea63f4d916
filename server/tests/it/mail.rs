//! The outbox: handed over once, tried again when that helps, set aside when it does not.

use crate::each_database;
use crate::support::TestApp;
use crate::support::program::free_port;
use case_study::mail_templates::Mail;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use server::mail_transport::Mailer;
use server::settings::{MailUrl, PublicUrl};
use server::worker::{sweep, work_once};
use std::path::Path;
use store::entity::job;
use store::outbox;
use store::outbox::Concerning;
use store::{DAY_MS, dead_letters};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

fn mail(subject: &str) -> Mail {
    Mail {
        subject: subject.to_owned(),
        body: "Grüße,\n\nhttp://127.0.0.1:3000/track/abc\n.\nEnd\n".to_owned(),
        ..Mail::default()
    }
}

async fn enqueue(app: &TestApp, to: &str, subject: &str) {
    let tx = app.db.begin().await.unwrap();
    outbox::enqueue_mail(&tx, to, mail(subject)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn the_job(app: &TestApp) -> job::Model {
    job::Entity::find()
        .one(app.db.reader())
        .await
        .unwrap()
        .expect("a job")
}

/// Lets the wait after a failure go by.
async fn wait_is_over(app: &TestApp) {
    app.clock.set(the_job(app).await.run_at);
}

fn mailer(url: &str) -> Mailer {
    let url = MailUrl::parse(Some(url), Path::new("unused")).unwrap();
    let public_url = PublicUrl::parse("https://bank.example.org").unwrap();
    Mailer::new(
        &url,
        "Casebook <hello@example.org>".parse().unwrap(),
        &public_url,
    )
    .unwrap()
}

/// A mail server that answers lines beginning with `step` with `answer` (the greeting too, as if a
/// client had said `CONNECT`), and gives back all it was told once it has taken a mail.
async fn smtp_server_at(
    step: &'static str,
    answer: &'static str,
) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let heard = tokio::spawn(async move {
        let mut all = String::new();
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            if session(stream, step, answer, &mut all).await {
                return all;
            }
        }
    });
    (url, heard)
}

/// One session; whether a mail was taken in it.
async fn session(stream: TcpStream, step: &str, answer: &str, heard: &mut String) -> bool {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut in_data = false;
    let mut say = async |reply: &str| write.write_all(format!("{reply}\r\n").as_bytes()).await;
    let greeting = if step == "CONNECT" {
        answer
    } else {
        "220 test"
    };
    if say(greeting).await.is_err() || greeting != "220 test" {
        return false;
    }
    while let Ok(Some(line)) = lines.next_line().await {
        heard.push_str(&line);
        heard.push('\n');
        let reply = match line.as_str() {
            // It took the mail, and the line breaks before it can say so.
            "." if in_data && step == CUT => return false,
            "." if in_data => "250 taken",
            _ if in_data => continue,
            line if line.starts_with(step) => answer,
            "DATA" => {
                in_data = true;
                "354 go on"
            }
            "QUIT" => "221 bye",
            line if line.starts_with("EHLO") && step == "AUTH" => "250-test\r\n250 AUTH PLAIN",
            _ => "250 ok",
        };
        if say(reply).await.is_err() || line == "QUIT" || line == "RSET" {
            return false;
        }
        if reply == "250 taken" {
            return true;
        }
    }
    false
}

/// A step that no client takes: the server hangs up after the last line of a mail.
const CUT: &str = "(cut)";

/// One that breaks off after the first mail, and takes the second.
async fn smtp_server_that_cuts() -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let heard = tokio::spawn(async move {
        let mut all = String::new();
        let (stream, _) = listener.accept().await.unwrap();
        session(stream, CUT, "", &mut all).await;
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            if session(stream, "RCPT", "250 ok", &mut all).await {
                return all;
            }
        }
    });
    (url, heard)
}

/// One that answers `RCPT TO` with this line.
async fn smtp_server(answer: &'static str) -> (String, tokio::task::JoinHandle<String>) {
    smtp_server_at("RCPT", answer).await
}

each_database! {
    async fn a_mail_is_handed_over_once(app: TestApp) {
        enqueue(&app, "ana@example.org", "Ihr Entwurf für uns").await;
        enqueue(&app, "", "to nobody").await;
        let mails = app.mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!((mails[0].to.as_str(), mails[0].subject.as_str()), ("ana@example.org", "Ihr Entwurf für uns"));
        assert!(mails[0].text.starts_with("Grüße,\n\n") && mails[0].text.contains("\n.\nEnd"), "{:?}", mails[0]);
        assert_eq!(mails[0].links(), ["/track/abc"]);
        assert_eq!(app.mails().await.len(), 1);
        // What was private is gone from the database.
        let job = the_job(&app).await;
        assert_eq!((job.state.as_str(), job.payload.as_str()), ("done", ""));
    }

    async fn an_address_that_an_earlier_version_stored_is_handed_over_in_its_ascii_form(app: TestApp) {
        enqueue(&app, "info@müzeum.example\u{200b}", "Hello").await;
        let (url, heard) = smtp_server("250 ok").await;
        assert!(work_once(&app.db, &mailer(&url)).await.unwrap());
        let heard = heard.await.unwrap();
        assert!(heard.contains("RCPT TO:<info@xn--mzeum-kva.example>\n"), "{heard}");
    }

    async fn in_the_order_in_which_they_were_written(app: TestApp) {
        for number in 0..12 {
            enqueue(&app, "ana@example.org", &format!("Number {number}")).await;
        }
        let subjects: Vec<_> = app.mails().await.into_iter().map(|mail| mail.subject).collect();
        assert_eq!(subjects, (0..12).map(|number| format!("Number {number}")).collect::<Vec<_>>());
    }

    async fn a_full_disk_is_tried_again(app: TestApp) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mail");
        let mailer = mailer(&format!("file://{}", path.display()));
        std::fs::remove_dir(&path).unwrap();
        enqueue(&app, "ana@example.org", "Hello").await;
        assert!(work_once(&app.db, &mailer).await.unwrap());
        let job = the_job(&app).await;
        assert_eq!((job.state.as_str(), job.attempts), ("waiting", 1));
        assert!(job.run_at > app.clock.now_ms() + 5_000 && job.last_error.starts_with("for now"), "{job:?}");
        // Not before its time.
        assert!(!work_once(&app.db, &mailer).await.unwrap());
        std::fs::create_dir(&path).unwrap();
        wait_is_over(&app).await;
        assert!(work_once(&app.db, &mailer).await.unwrap());
        assert_eq!(the_job(&app).await.state, "done");
        assert_eq!(std::fs::read_dir(&path).unwrap().count(), 1);
    }

    async fn hopeless_ones_are_set_aside_after_ten_tries(app: TestApp) {
        let folder = tempfile::tempdir().unwrap();
        let mailer = mailer(&format!("file://{}", folder.path().join("mail").display()));
        std::fs::remove_dir(folder.path().join("mail")).unwrap();
        enqueue(&app, "ana@example.org", "Hello").await;
        let mut waits = Vec::new();
        for _ in 0..outbox::MAX_ATTEMPTS {
            assert_eq!(the_job(&app).await.state, "waiting");
            assert!(work_once(&app.db, &mailer).await.unwrap());
            waits.push((the_job(&app).await.run_at - app.clock.now_ms() + 30_000) / 60_000);
            wait_is_over(&app).await;
        }
        // In minutes: two days in all, and after the tenth try no more.
        assert_eq!(waits, [1, 5, 15, 30, 60, 180, 420, 720, 1440, 0]);
        assert_eq!(the_job(&app).await.state, "dead");
        assert!(!work_once(&app.db, &mailer).await.unwrap());
        assert_eq!(dead_letters::count(&app.db).await.unwrap(), 1);
    }

    async fn a_server_that_says_never_is_believed(app: TestApp) {
        let (url, heard) = smtp_server("550 no such ana@example.org here").await;
        enqueue(&app, "ana@example.org", "Hello").await;
        assert!(work_once(&app.db, &mailer(&url)).await.unwrap());
        let job = the_job(&app).await;
        assert_eq!((job.state.as_str(), job.attempts), ("dead", 1));
        assert!(job.last_error.contains("550") && !job.last_error.contains("ana@"), "{job:?}");
        heard.abort();
    }

    async fn a_server_that_refuses_us_is_asked_later(app: TestApp) {
        for (step, answer) in [("CONNECT", "554 not from there"), ("CONNECT", "550 you are on a list"), ("EHLO", "550 go away"), ("AUTH", "535 wrong password"), ("AUTH", "550 no"), ("RCPT", "554 too much like spam")] {
            let (url, heard) = smtp_server_at(step, answer).await;
            let url = url.replace("smtp://", if step == "AUTH" { "smtp://user:secret@" } else { "smtp://" });
            job::Entity::delete_many().exec(app.db.writer()).await.unwrap();
            enqueue(&app, "ana@example.org", "Hello").await;
            assert!(work_once(&app.db, &mailer(&url)).await.unwrap());
            let job = the_job(&app).await;
            assert_eq!((job.state.as_str(), job.attempts), ("waiting", 1), "{step} {answer}: {job:?}");
            assert!(job.last_error.contains(&answer[..3]), "{step} {answer}: {job:?}");
            heard.abort();
        }
    }

    async fn a_worker_that_is_late_does_not_undo_what_another_did(app: TestApp) {
        enqueue(&app, "ana@example.org", "Hello").await;
        let late = outbox::claim(&app.db).await.unwrap().expect("a job");
        assert!(outbox::claim(&app.db).await.unwrap().is_none(), "it is taken");
        app.clock.advance(outbox::LEASE_MS + 1);
        let second = outbox::claim(&app.db).await.unwrap().expect("the lease is over");
        assert!(!outbox::finish(&app.db, &late).await.unwrap());
        assert!(!outbox::fail(&app.db, &late, "too late", true).await.unwrap());
        assert_eq!((the_job(&app).await.state.as_str(), the_job(&app).await.last_error.as_str()), ("waiting", ""));
        assert!(outbox::finish(&app.db, &second).await.unwrap());
        assert!(!outbox::fail(&app.db, &late, "too late", false).await.unwrap());
        assert_eq!((the_job(&app).await.state.as_str(), the_job(&app).await.payload.as_str()), ("done", ""));
    }

    async fn what_was_set_aside_is_emptied_and_what_was_done_forgotten(app: TestApp) {
        enqueue(&app, "ana@example.org", "For Ana").await;
        let tx = app.db.begin().await.unwrap();
        outbox::enqueue_mail_for_answer(&tx, Concerning::Nothing, "museum@example.org", "reader@example.org", mail("A reader asks")).await.unwrap();
        tx.commit().await.unwrap();
        for _ in 0..2 {
            let claimed = outbox::claim(&app.db).await.unwrap().expect("a job");
            outbox::fail(&app.db, &claimed, "550", true).await.unwrap();
        }
        enqueue(&app, "bo@example.org", "Delivered").await;
        let claimed = outbox::claim(&app.db).await.unwrap().expect("a job");
        outbox::finish(&app.db, &claimed).await.unwrap();
        let kept = async || {
            let rows = job::Entity::find().all(app.db.reader()).await.unwrap();
            rows.into_iter().filter(|row| !row.payload.is_empty()).map(|row| row.kind).collect::<Vec<_>>()
        };
        sweep(&app.db).await;
        assert_eq!(kept().await, ["mail", "question"]);
        app.clock.advance(2 * DAY_MS);
        sweep(&app.db).await;
        assert_eq!(kept().await, ["mail"]);
        assert_eq!(dead_letters::count(&app.db).await.unwrap(), 2);
        app.clock.advance(29 * DAY_MS);
        sweep(&app.db).await;
        assert!(kept().await.is_empty());
        assert_eq!(job::Entity::find().all(app.db.reader()).await.unwrap().len(), 2, "what was done is forgotten");
        // There is nothing left to send.
        assert_eq!(dead_letters::send_all_again(&app.db).await.unwrap(), 0);
    }

    async fn a_server_that_says_later_is_asked_later(app: TestApp) {
        let (url, heard) = smtp_server("451 try later").await;
        enqueue(&app, "ana@example.org", "Hello").await;
        assert!(work_once(&app.db, &mailer(&url)).await.unwrap());
        assert_eq!((the_job(&app).await.state.as_str(), the_job(&app).await.attempts), ("waiting", 1));
        heard.abort();
        // Now it takes it.
        let (url, heard) = smtp_server("250 ok").await;
        wait_is_over(&app).await;
        assert!(work_once(&app.db, &mailer(&url)).await.unwrap());
        assert_eq!(the_job(&app).await.state, "done");
        let heard = heard.await.unwrap();
        assert!(heard.contains("RCPT TO:<ana@example.org>") && heard.contains("Subject: Hello"), "{heard}");
        assert!(heard.contains("@bank.example.org>"), "{heard}");
    }

    async fn one_that_was_cut_off_after_its_last_line_comes_again_under_the_same_id(app: TestApp) {
        let (url, heard) = smtp_server_that_cuts().await;
        enqueue(&app, "ana@example.org", "Hello").await;
        let mailer = mailer(&url);
        assert!(work_once(&app.db, &mailer).await.unwrap());
        let job = the_job(&app).await;
        assert_eq!((job.state.as_str(), job.attempts), ("waiting", 1), "{job:?}");
        wait_is_over(&app).await;
        assert!(work_once(&app.db, &mailer).await.unwrap());
        assert_eq!(the_job(&app).await.state, "done");
        let heard = heard.await.unwrap();
        let ids: Vec<&str> = heard.lines().filter(|line| line.starts_with("Message-ID: ")).collect();
        assert_eq!(ids.len(), 2, "{heard}");
        assert_eq!(ids[0], ids[1]);
        eprintln!("figure: one mail, two tries, one Message-ID");
    }

    async fn a_mail_server_that_is_down_for_an_hour_loses_no_mail(app: TestApp) {
        let to: Vec<String> = (0..20).map(|number| format!("person-{number}@example.org")).collect();
        for to in &to {
            enqueue(&app, to, "Hello").await;
        }
        // Nothing listens there.
        let down = mailer(&format!("smtp://127.0.0.1:{}", free_port()));
        let mut tries = 0;
        for _ in 0..12 {
            while work_once(&app.db, &down).await.unwrap() {
                tries += 1;
            }
            app.clock.advance(5 * 60 * 1000);
        }
        assert_eq!(dead_letters::count(&app.db).await.unwrap(), 0);
        app.clock.advance(60 * 60 * 1000);
        let mut arrived: Vec<String> = app.mails().await.into_iter().map(|mail| mail.to).collect();
        arrived.sort();
        let mut expected = to;
        expected.sort();
        assert_eq!(arrived, expected);
        eprintln!("figure: 20 mails, {tries} tries in vain in an hour, 20 arrived once");
    }

    async fn no_mail_about_a_sample_is_sent_and_every_other_is(app: TestApp) {
        let context = app.state.settings.mail_context();
        server::samples::load(&app.db, &context, |_, _| {}).await.unwrap();
        enqueue(&app, "ana@example.org", "Hello").await;
        let about_samples = job::Entity::find().filter(job::Column::Sample.eq(true)).count(app.db.reader()).await.unwrap();
        assert_eq!(about_samples, 8, "six times it arrived, one request, one page to agree to");
        let folder = tempfile::tempdir().unwrap();
        let (url, heard) = smtp_server("250 ok").await;
        let mailer = mailer(&url).samples_in(folder.path().join("mail"));
        while work_once(&app.db, &mailer).await.unwrap() {}
        let heard = heard.await.unwrap();
        assert_eq!(heard.matches("RCPT TO:").count(), 1, "{heard}");
        assert!(heard.contains("RCPT TO:<ana@example.org>\n") && !heard.contains("casebook-samples"), "{heard}");
        assert_eq!(std::fs::read_dir(folder.path().join("mail")).unwrap().count(), 8);
        let jobs = job::Entity::find().all(app.db.reader()).await.unwrap();
        assert!(jobs.iter().all(|job| job.state == "done"), "{jobs:?}");
    }

    async fn two_workers_send_each_mail_once(app: TestApp) {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("file://{}", folder.path().display());
        for number in 0..20 {
            enqueue(&app, "ana@example.org", &format!("Number {number}")).await;
        }
        let work = async || {
            let mailer = mailer(&url);
            let mut done = 0;
            while outbox::any_due(&app.db).await.unwrap() {
                done += u32::from(work_once(&app.db, &mailer).await.unwrap());
            }
            done
        };
        let (one, other) = tokio::join!(work(), work());
        assert_eq!(one + other, 20, "{one} and {other}");
        let attempts: Vec<_> = job::Entity::find().all(app.db.reader()).await.unwrap();
        assert!(attempts.iter().all(|job| job.attempts == 1 && job.state == "done"));
    }
}
