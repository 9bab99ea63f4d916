//! The outbox: handed over once, tried again when that helps, set aside when it does not.

use crate::each_database;
use crate::support::TestApp;
use app::case_study::mails::Mail;
use app::db::entity::job;
use app::db::jobs;
use app::db::now_ms;
use sea_orm::sea_query::Expr;
use sea_orm::{EntityTrait, QueryFilter};
use server::mail::Mailer;
use server::settings::{MailUrl, PublicUrl};
use server::worker::work_once;
use std::path::Path;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

fn mail(subject: &str) -> Mail {
    Mail {
        subject: subject.to_owned(),
        body: "Grüße,\n\nhttp://127.0.0.1:3000/track/abc\n.\nEnd\n".to_owned(),
    }
}

async fn enqueue(app: &TestApp, to: &str, subject: &str) {
    jobs::enqueue_mail(app.db.writer(), to, mail(subject))
        .await
        .unwrap();
}

async fn the_job(app: &TestApp) -> job::Model {
    job::Entity::find()
        .one(app.db.reader())
        .await
        .unwrap()
        .expect("a job")
}

/// As if the wait after a failure were over.
async fn wait_is_over(app: &TestApp) {
    job::Entity::update_many()
        .col_expr(job::Column::RunAt, Expr::value(now_ms()))
        .filter(Expr::value(true))
        .exec(app.db.writer())
        .await
        .unwrap();
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

/// A mail server that answers `RCPT TO` with this line, and gives back all it was told.
async fn smtp_server(answer: &'static str) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let heard = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut heard = String::new();
        let mut in_data = false;
        write.write_all(b"220 test\r\n").await.unwrap();
        while let Ok(Some(line)) = lines.next_line().await {
            heard.push_str(&line);
            heard.push('\n');
            let reply = match line.as_str() {
                "." if in_data => {
                    in_data = false;
                    "250 taken"
                }
                _ if in_data => continue,
                "DATA" => {
                    in_data = true;
                    "354 go on"
                }
                "QUIT" => "221 bye",
                line if line.starts_with("RCPT") => answer,
                _ => "250 ok",
            };
            if write
                .write_all(format!("{reply}\r\n").as_bytes())
                .await
                .is_err()
                || line == "QUIT"
                || line == "RSET"
            {
                break;
            }
            if reply.starts_with("250 taken") {
                break;
            }
        }
        heard
    });
    (url, heard)
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
        assert!(job.run_at > now_ms() + 5_000 && job.last_error.starts_with("for now"), "{job:?}");
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
        for _ in 0..jobs::MAX_ATTEMPTS {
            assert_eq!(the_job(&app).await.state, "waiting");
            assert!(work_once(&app.db, &mailer).await.unwrap());
            waits.push(the_job(&app).await.run_at - now_ms());
            wait_is_over(&app).await;
        }
        assert!(waits.is_sorted(), "each wait is longer: {waits:?}");
        assert_eq!(the_job(&app).await.state, "dead");
        assert!(!work_once(&app.db, &mailer).await.unwrap());
        assert_eq!(jobs::count_undelivered(&app.db).await.unwrap(), 1);
    }

    async fn a_server_that_says_never_is_believed(app: TestApp) {
        let (url, heard) = smtp_server("550 no such ana@example.org here").await;
        enqueue(&app, "ana@example.org", "Hello").await;
        assert!(work_once(&app.db, &mailer(&url)).await.unwrap());
        let job = the_job(&app).await;
        assert_eq!((job.state.as_str(), job.attempts), ("dead", 1));
        assert!(job.last_error.contains("550") && !job.last_error.contains("ana@"), "{job:?}");
        heard.await.unwrap();
    }

    async fn a_server_that_says_later_is_asked_later(app: TestApp) {
        let (url, heard) = smtp_server("451 try later").await;
        enqueue(&app, "ana@example.org", "Hello").await;
        assert!(work_once(&app.db, &mailer(&url)).await.unwrap());
        assert_eq!((the_job(&app).await.state.as_str(), the_job(&app).await.attempts), ("waiting", 1));
        heard.await.unwrap();
        // Now it takes it.
        let (url, heard) = smtp_server("250 ok").await;
        wait_is_over(&app).await;
        assert!(work_once(&app.db, &mailer(&url)).await.unwrap());
        assert_eq!(the_job(&app).await.state, "done");
        let heard = heard.await.unwrap();
        assert!(heard.contains("RCPT TO:<ana@example.org>") && heard.contains("Subject: Hello"), "{heard}");
        assert!(heard.contains("@bank.example.org>"), "{heard}");
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
            while jobs::any_due(&app.db).await.unwrap() {
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
