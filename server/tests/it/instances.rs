//! Three programs over one PostgreSQL, each with a folder and an index of its own: what one of
//! them publishes or takes down, all show.

use crate::sample::set_state;
use crate::support::program::{Program, agent, free_port, until};
use crate::support::{Kind, TestApp, TestDatabase};
use case_study::Status;
use std::time::{Duration, Instant};

#[tokio::test(flavor = "multi_thread")]
async fn a_publication_and_a_take_down_reach_every_instance() {
    let Some(database) = TestDatabase::create(Kind::Postgres).await else {
        return;
    };
    let app = TestApp::new(&database).await;
    app.import_sample().await;
    let folders: Vec<_> = (0..3)
        .map(|_| tempfile::tempdir().expect("a folder"))
        .collect();
    let programs: Vec<Program> = folders
        .iter()
        .map(|folder| Program::start_over(database.url(), folder.path(), free_port()))
        .collect();
    let bases: Vec<String> = programs
        .iter()
        .map(|program| program.base.clone())
        .collect();
    all_say(&bases, "/api/v1/case-studies", |status, body| {
        status == 200 && body.contains(r#""total":28"#)
    })
    .await;

    app.standing_at(Status::Published, "Tea with the xylophone ensemble")
        .await;
    let published = all_say(&bases, "/api/v1/case-studies?q=xylophone", |_, body| {
        body.contains("tea-with-the-xylophone-ensemble")
    })
    .await;
    all_say(&bases, PAGE, |status, _| status == 200).await;

    set_state(&app.db, "tea-with-the-xylophone-ensemble", "taken_down").await;
    let taken_down = all_say(&bases, "/api/v1/case-studies", |_, body| {
        body.contains(r#""total":28"#)
    })
    .await;
    let gone = all_say(&bases, PAGE, |status, _| status == 410).await;
    for took in [published, taken_down, gone] {
        assert!(took < PROMISED, "{published:?} {taken_down:?} {gone:?}");
    }
    println!(
        "all three after: published {published:?}, taken down {taken_down:?}, page gone {gone:?}"
    );
    drop(programs);
    app.db.close().await;
    database.remove().await;
}

/// Within how long several programs agree.
const PROMISED: Duration = Duration::from_secs(2);

const PAGE: &str = "/case-studies/tea-with-the-xylophone-ensemble";

/// How long it took until each of them said it.
async fn all_say(bases: &[String], path: &str, right: fn(u16, &str) -> bool) -> Duration {
    let (bases, path) = (bases.to_owned(), path.to_owned());
    tokio::task::spawn_blocking(move || {
        let (agent, began) = (agent(), Instant::now());
        for base in &bases {
            until(&path, || {
                let mut answer = agent.get(format!("{base}{path}")).call().ok()?;
                let body = answer.body_mut().read_to_string().ok()?;
                right(answer.status().as_u16(), &body).then_some(())
            });
        }
        began.elapsed()
    })
    .await
    .expect("they are asked")
}
