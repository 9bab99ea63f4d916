//! kill -9 while museums submit: nobody who was told "we have it" is forgotten, and nobody is
//! stored twice.
//!
//! The real binary is killed again and again while sixteen museums are in the middle of something,
//! and started again on the same database. A museum whose request was cut off does what people do:
//! it sends the page again.
//!
//! | setting | what it changes |
//! |---|---|
//! | `CASEBOOK_TEST_POWER_CUT` | a command for the shell, run after each kill: it takes away what no fsync has written |
//! | `CASEBOOK_TEST_SQLITE_FOLDER` | where the SQLite file lies, such as a file system that such a command can cut |

use crate::support::complete_case::answers_of;
use crate::support::how_often::kills;
use crate::support::program::{Program, agent, free_port, until};
use crate::support::{Kind, TestDatabase};
use case_study::answers::fingerprint;
use case_study::declarations::{Occasion, asked_at};
use case_study::fields::fields_of;
use case_study::{CaseStudyContent, Section, Status};
use sea_orm::{EntityTrait, PaginatorTrait};
use std::collections::HashSet;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;
use store::entity::submission;
use store::{Db, submissions};

const MUSEUMS_AT_ONCE: usize = 16;
/// So many acknowledgements lie between two kills.
const KILL_EVERY: usize = 8;

/// The last kill is followed by as many acknowledgements as each other one.
fn submissions_made() -> usize {
    (kills() + 1) * KILL_EVERY
}

/// Kills do not all fall into the moment after an acknowledgement: up to 90 ms later.
fn kill_after(kill: usize) -> Duration {
    Duration::from_millis((kill as u64 * 37) % 90)
}

fn cut_the_power() {
    if let Ok(command) = std::env::var("CASEBOOK_TEST_POWER_CUT") {
        let cut = Command::new("sh").args(["-c", &command]).status();
        assert!(cut.expect("a shell").success(), "the power is cut");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_on_sqlite_no_acknowledged_submission_is_lost() {
    submit_while_killing(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_on_postgres_no_acknowledged_submission_is_lost() {
    submit_while_killing(Kind::Postgres).await;
}

async fn submit_while_killing(kind: Kind) {
    let Some(database) = TestDatabase::create(kind).await else {
        return;
    };
    let url = database.url().to_owned();
    let acknowledged = tokio::task::spawn_blocking(move || run(&url))
        .await
        .expect("the run ends");
    let unique: HashSet<&String> = acknowledged.iter().collect();
    assert_eq!(
        unique.len(),
        submissions_made(),
        "every museum got a reference of its own"
    );

    let db = Db::connect(database.url())
        .await
        .expect("the database opens");
    for (at, reference) in acknowledged.iter().enumerate() {
        let found = submissions::by_reference(db.reader(), reference)
            .await
            .expect("the database answers");
        let found = found.unwrap_or_else(|| panic!("{reference} was acknowledged and is gone"));
        assert_eq!(found.status, Status::Submitted, "{reference}");
        let revisions = submissions::revisions(&db, found.id)
            .await
            .expect("the database answers");
        assert_eq!(revisions.len(), 1, "{reference} was cut once");
        assert!(
            revisions[0]
                .content
                .title
                .ends_with(&format!("number {at}")),
            "{reference} holds its own text"
        );
    }
    let stored = submission::Entity::find()
        .count(db.reader())
        .await
        .expect("the database answers");
    assert_eq!(stored, submissions_made() as u64, "nobody is stored twice");
    eprintln!(
        "figure: {stored} submissions acknowledged, none lost, none twice, over {} kills",
        kills()
    );
    db.close().await;
    database.remove().await;
}

/// Runs server, museums and killer; returns the references in the museums' order.
fn run(database_url: &str) -> Vec<String> {
    let data = tempfile::tempdir().expect("a temporary folder");
    let port = free_port();
    let mut server = Program::start_over(database_url, data.path(), port);
    let base = server.base.clone();
    let next = AtomicUsize::new(0);
    let (tell, hear) = mpsc::channel();
    let mut references = vec![String::new(); submissions_made()];
    std::thread::scope(|scope| {
        for _ in 0..MUSEUMS_AT_ONCE {
            let (tell, next, base) = (tell.clone(), &next, base.as_str());
            scope.spawn(move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= submissions_made() {
                        break;
                    }
                    tell.send((number, Museum::new(base).submit(number)))
                        .expect("the killer listens");
                }
            });
        }
        drop(tell);
        for (heard, (number, reference)) in hear.iter().enumerate() {
            references[number] = reference;
            let kill = (heard + 1) / KILL_EVERY;
            if (heard + 1) % KILL_EVERY == 0 && kill <= kills() {
                std::thread::park_timeout(kill_after(kill));
                server.kill();
                cut_the_power();
                server = Program::start_over(database_url, data.path(), port);
            }
        }
    });
    server.kill();
    references
}

/// One museum's browser.
struct Museum<'a> {
    base: &'a str,
    agent: ureq::Agent,
}

/// What the server answered: status, Location, body.
type Answer = (u16, String, String);

impl<'a> Museum<'a> {
    fn new(base: &'a str) -> Self {
        Self {
            base,
            agent: agent(),
        }
    }

    /// From the first page to the acknowledgement; returns the reference.
    fn submit(&self, number: usize) -> String {
        let title = format!("Tea and objects on Tuesdays, number {number}");
        let (_, _, first) = self.get("/submit/new");
        let start_key = value_of(&first, "start_key").expect("the first page holds its key");
        let begun = self.post(
            "/submit/new",
            &[("start_key", &start_key), ("title", &title), ("email", "")],
        );
        assert_eq!(begun.0, 303, "{}", begun.2);
        let draft = begun.1;
        let reference = draft.rsplit('/').next().unwrap_or_default().to_owned();
        // The pages are not fetched before they are sent; what they would carry is known.
        let begun_with = CaseStudyContent {
            title: title.clone(),
            ..Default::default()
        };
        for section in Section::FORM {
            let mut answers = answers_of(*section);
            if answers.is_empty() {
                continue;
            }
            let path = format!("{draft}/{}", section.slug());
            let base = fingerprint(
                &begun_with,
                fields_of(*section).filter(|field| field.is_asked()),
            );
            for (key, value) in &mut answers {
                if *key == "title" {
                    value.clone_from(&title);
                }
            }
            let mut pairs: Vec<(&str, &str)> = answers
                .iter()
                .map(|(key, value)| (*key, value.as_str()))
                .collect();
            pairs.extend([("base", base.as_str()), ("action", "continue")]);
            let saved = self.post(&path, &pairs);
            assert_eq!(saved.0, 303, "{path}: {}", saved.2);
        }
        let check = format!("{draft}/check");
        let base = value_of(&self.get(&check).2, "base").expect("a fingerprint");
        let declared: Vec<(&str, &str)> = asked_at(Occasion::LongWay)
            .map(|declaration| ("declarations", declaration.key))
            .chain([("base", base.as_str())])
            .collect();
        let sent = self.post(&check, &declared);
        assert_eq!(
            (sent.0, sent.1),
            (303, format!("{draft}/sent")),
            "{}",
            sent.2
        );
        reference
    }

    fn get(&self, path: &str) -> Answer {
        self.until_answered(path, || {
            self.agent.get(format!("{}{path}", self.base)).call()
        })
    }

    fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        self.until_answered(path, || {
            self.agent
                .post(format!("{}{path}", self.base))
                .header("Sec-Fetch-Site", "same-origin")
                .send_form(pairs.iter().copied())
        })
    }

    /// Sends again while nobody answers: that is what a person whose page did not load does.
    fn until_answered(
        &self,
        path: &str,
        send: impl Fn() -> Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Answer {
        until(path, || {
            let answer = send().and_then(|mut response| {
                let location = response
                    .headers()
                    .get("location")
                    .and_then(|value| value.to_str().ok())
                    .unwrap_or_default()
                    .to_owned();
                let body = response.body_mut().read_to_string()?;
                Ok((response.status().as_u16(), location, body))
            });
            // 503 is the server's own word for "send it again".
            answer.ok().filter(|answer| answer.0 != 503)
        })
    }
}

/// The value of a hidden field, by its name.
fn value_of(page: &str, name: &str) -> Option<String> {
    let html = scraper::Html::parse_document(page);
    let selector = scraper::Selector::parse(&format!("input[name={name}]")).ok()?;
    html.select(&selector)
        .next()?
        .value()
        .attr("value")
        .map(str::to_owned)
}
