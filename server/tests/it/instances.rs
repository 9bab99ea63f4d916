//! Three programs over one PostgreSQL, each with a folder and an index of its own: what one of
//! them publishes or takes down, all show, and a photograph whose consent ended none.

use crate::sample::set_state;
use crate::submit::pictures::{PUBLIC, publish, rows, with_two};
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
    eprintln!(
        "all three after: published {published:?}, taken down {taken_down:?}, page gone {gone:?}"
    );
    drop(programs);
    app.db.close().await;
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photograph_whose_consent_ended_is_gone_from_every_instance() {
    let Some(database) = TestDatabase::create(Kind::Postgres).await else {
        return;
    };
    let app = TestApp::new(&database).await;
    let owner = app.visitor();
    let reference = with_two(&owner).await;
    publish(&app, &owner, &reference).await;
    let first = rows(&app).await.swap_remove(0);
    let (name, width) = (first.sha256, u32::try_from(first.width.unwrap()).unwrap());
    let folders: Vec<_> = (0..3)
        .map(|_| tempfile::tempdir().expect("a folder"))
        .collect();
    let media = app.media_folder();
    let programs: Vec<Program> = folders
        .iter()
        .map(|folder| Program::start_beside(database.url(), folder.path(), media, free_port()))
        .collect();
    let bases: Vec<String> = programs
        .iter()
        .map(|program| program.base.clone())
        .collect();
    let embed = format!("{PUBLIC}/embed");
    let pages = [
        "/case-studies",
        "/case-studies.json",
        "/case-studies.atom",
        PUBLIC,
        embed.as_str(),
    ];
    let folder = PUBLIC.replace("/case-studies/", "/pictures/");
    let sizes: Vec<String> = media::sizes(width)
        .map(|width| format!("{folder}/{name}-{width}.jpg"))
        .collect();
    for page in pages {
        let name = name.clone();
        all_say(&bases, page, move |_, body| body.contains(&name)).await;
    }
    for size in &sizes {
        all_say(&bases, size, |status, _| status == 200).await;
    }

    let end = format!("/submit/{reference}/pictures/end");
    drop(owner.post(&end, &[("blob", &name)]).await.expect(303));
    let mut took = Vec::new();
    for page in pages {
        let name = name.clone();
        let gone = move |status: u16, body: &str| status == 200 && !body.contains(&name);
        took.push(all_say(&bases, page, gone).await);
    }
    for size in &sizes {
        took.push(all_say(&bases, size, |status, _| status == 404).await);
    }
    for one in &took {
        assert!(*one < PROMISED, "{took:?}");
    }
    eprintln!("a photograph was gone from all three after {took:?}");
    drop(programs);
    app.db.close().await;
    database.remove().await;
}

/// Within how long several programs agree.
const PROMISED: Duration = Duration::from_secs(2);

const PAGE: &str = "/case-studies/tea-with-the-xylophone-ensemble";

/// How long it took until each of them said it.
async fn all_say(
    bases: &[String],
    path: &str,
    right: impl Fn(u16, &str) -> bool + Send + 'static,
) -> Duration {
    let (bases, path) = (bases.to_owned(), path.to_owned());
    tokio::task::spawn_blocking(move || {
        let (agent, began) = (agent(), Instant::now());
        for base in &bases {
            until(&path, || {
                let mut answer = agent.get(format!("{base}{path}")).call().ok()?;
                let body = answer.body_mut().read_to_vec().ok()?;
                let body = String::from_utf8_lossy(&body);
                right(answer.status().as_u16(), &body).then_some(())
            });
        }
        began.elapsed()
    })
    .await
    .expect("they are asked")
}
