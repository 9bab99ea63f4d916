//! kill -9 while moderators edit texts and museums say yes to their pages: what was acknowledged is there, and
//! nothing of it twice.

use crate::support::how_often::kills;
use crate::support::program::{Program, agent, free_port, until};
use crate::support::{Kind, TestApp, TestDatabase, Visitor};
use case_study::agreement::Said;
use case_study::declarations::{Occasion, asked_at};
use case_study::planned::PlannedAction;
use case_study::{Role, Status};
use scraper::{Html, Selector};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;
use store::{agreements, declarations, drafts, planned_moves};

/// So many acknowledgements lie between two kills.
const KILL_EVERY: usize = 8;
/// So many people on each side press at once.
const AT_ONCE: usize = 8;

/// What one press is to do, and who presses.
#[derive(Clone)]
enum Press {
    /// A moderator mends the title.
    Edit { reference: String, title: String },
    /// A museum agrees to its page.
    Yes { reference: String },
}

/// Somebody's browser.
struct Browser<'a> {
    base: &'a str,
    cookie: &'a str,
    agent: ureq::Agent,
}

impl Browser<'_> {
    /// Opens the page, fills the form in and presses, again and again until the program says that it is done: that
    /// is what a person does whose page did not load.
    fn press(&self, press: &Press) {
        let (path, css) = match press {
            Press::Edit { reference, .. } => (
                format!("/moderate/cases/{reference}/edit/title"),
                "form.edit-form",
            ),
            Press::Yes { reference } => (format!("/submit/{reference}/page"), ".yes-answers form"),
        };
        until(&path, || {
            let page = self.get(&path)?;
            let Some(mut fields) = hidden(&page, css) else {
                // An earlier press was carried out, and only its answer was lost.
                return matches!(press, Press::Yes { .. }).then_some(());
            };
            match press {
                Press::Edit { title, .. } => {
                    fields.push(("title".to_owned(), title.clone()));
                    fields.push(("weight".to_owned(), "form".to_owned()));
                }
                Press::Yes { .. } => {
                    let ticked = asked_at(Occasion::Yes).map(|one| one.key.to_owned());
                    fields.extend(ticked.map(|key| ("declarations".to_owned(), key)));
                    fields.push(("action".to_owned(), "yes".to_owned()));
                }
            }
            // 503 and 409 lead to another try: the page is opened again and says what is true.
            (self.post(&path, &fields)? == 303).then_some(())
        });
    }

    fn get(&self, path: &str) -> Option<String> {
        let request = self.agent.get(format!("{}{path}", self.base));
        let mut answer = request.header("cookie", self.cookie).call().ok()?;
        let body = answer.body_mut().read_to_string().ok()?;
        match answer.status().as_u16() {
            200 => Some(body),
            503 => None,
            other => panic!("{path}: {other}"),
        }
    }

    fn post(&self, path: &str, fields: &[(String, String)]) -> Option<u16> {
        let answer = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("cookie", self.cookie)
            .header("sec-fetch-site", "same-origin")
            .send_form(
                fields
                    .iter()
                    .map(|(key, value)| (key.as_str(), value.as_str())),
            )
            .ok()?;
        let status = answer.status().as_u16();
        assert!(matches!(status, 303 | 409 | 503), "{path}: {status}");
        Some(status)
    }
}

/// The hidden fields of a form; none where the page has no such form.
fn hidden(page: &str, css: &str) -> Option<Vec<(String, String)>> {
    let page = Html::parse_document(page);
    let form = page.select(&Selector::parse(css).ok()?).next()?;
    let inputs = Selector::parse("input[type=hidden]").ok()?;
    let value = |input: scraper::ElementRef<'_>| {
        Some((
            input.attr("name")?.to_owned(),
            input.attr("value")?.to_owned(),
        ))
    };
    Some(form.select(&inputs).filter_map(value).collect())
}

pub(super) fn cookie_of(visitor: &Visitor) -> String {
    let name = server::sessions::cookie_name(false);
    let value = visitor.cookie(name).expect("a session");
    format!("{name}={value}")
}

async fn press_while_killing(kind: Kind) {
    let Some(database) = TestDatabase::migrated(kind).await else {
        return;
    };
    let app = TestApp::new(&database).await;
    let staff = cookie_of(&app.moderator().await);
    let (account, _) = app.account(Role::Submitter).await;
    let museum = app.visitor();
    let door = format!("/test/signed-in/{account}");
    drop(museum.post(&door, &[]).await.expect(204));
    let museum = cookie_of(&museum);

    let each = (kills() + 1) * KILL_EVERY / 2;
    let (mut edited, mut agreed) = (Vec::new(), Vec::new());
    for number in 0..each {
        let (id, reference) = app
            .standing_at(Status::InReview, &format!("Tea and objjects {number}"))
            .await;
        edited.push((id, reference, format!("Tea and objects {number}")));
        let (id, reference) = app
            .standing_at(Status::AwaitingYes, &format!("Songs and soup {number}"))
            .await;
        drafts::adopt(&app.db, &[id], account)
            .await
            .expect("it is theirs");
        agreed.push((id, reference));
    }
    let edits = edited.iter().map(|(_, reference, title)| Press::Edit {
        reference: reference.clone(),
        title: title.clone(),
    });
    let yeses = agreed.iter().map(|(_, reference)| Press::Yes {
        reference: reference.clone(),
    });
    let sides = [
        (staff, edits.collect::<Vec<_>>()),
        (museum, yeses.collect()),
    ];
    let url = database.url().to_owned();
    tokio::task::spawn_blocking(move || run(&url, &sides))
        .await
        .expect("the run ends");

    for (id, reference, title) in &edited {
        assert_eq!(app.content(*id).await.title, *title, "{reference}");
        assert_eq!(app.entries(*id, "edit").await.len(), 1, "{reference}");
        let texts = app.texts(*id).await;
        assert_eq!(texts, ["as_submitted", "as_edited"], "{reference}");
    }
    for (id, reference) in &agreed {
        let db = app.db.reader();
        let asked = agreements::newest(db, *id).await.expect("an answer");
        let said = asked.and_then(|asked| asked.said);
        assert_eq!(said, Some(Said::Yes.into()), "{reference}");
        assert_eq!(app.entries(*id, "agree").await.len(), 1, "{reference}");
        let given = declarations::of_submission(db, *id)
            .await
            .expect("an answer");
        assert_eq!(given.len(), 6, "{reference}");
        let planned = planned_moves::waiting_for(db, *id)
            .await
            .expect("an answer");
        let planned: Vec<_> = planned.iter().map(|plan| plan.action).collect();
        // With the yes its publication is planned, and carried out unless the last kill was faster.
        let status = app.submission(*id).await.status;
        let published = app.entries(*id, "publish").await.len();
        let stands = (status.slug(), planned.as_slice(), published);
        let expected = [
            ("approved", &[PlannedAction::Publish][..], 0),
            ("published", &[][..], 1),
        ];
        assert!(expected.contains(&stands), "{reference}: {stands:?}");
    }
    eprintln!(
        "figure: {} edits and {} yeses acknowledged, none lost, none twice, over {} kills",
        edited.len(),
        agreed.len(),
        kills()
    );
    app.db.close().await;
    database.remove().await;
}

/// Runs the program, the people and whoever kills it.
fn run(database_url: &str, sides: &[(String, Vec<Press>)]) {
    let data = tempfile::tempdir().expect("a temporary folder");
    let port = free_port();
    let mut server = Program::start_over(database_url, data.path(), port);
    let base = server.base.clone();
    let (tell, hear) = mpsc::channel();
    let next: Vec<AtomicUsize> = sides.iter().map(|_| AtomicUsize::new(0)).collect();
    std::thread::scope(|scope| {
        for ((cookie, presses), next) in sides.iter().zip(&next) {
            for _ in 0..AT_ONCE {
                let (tell, base) = (tell.clone(), base.as_str());
                scope.spawn(move || {
                    let browser = Browser {
                        base,
                        cookie,
                        agent: agent(),
                    };
                    while let Some(press) = presses.get(next.fetch_add(1, Ordering::Relaxed)) {
                        browser.press(press);
                        tell.send(()).expect("the killer listens");
                    }
                });
            }
        }
        drop(tell);
        for (heard, ()) in hear.iter().enumerate() {
            let kill = (heard + 1) / KILL_EVERY;
            if (heard + 1) % KILL_EVERY == 0 && kill <= kills() {
                // Not all in the moment after an acknowledgement.
                std::thread::park_timeout(Duration::from_millis((kill as u64 * 37) % 90));
                server.kill();
                server = Program::start_over(database_url, data.path(), port);
            }
        }
    });
    server.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_on_sqlite_no_acknowledged_edit_or_yes_is_lost_or_doubled() {
    press_while_killing(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_on_postgres_no_acknowledged_edit_or_yes_is_lost_or_doubled() {
    press_while_killing(Kind::Postgres).await;
}
