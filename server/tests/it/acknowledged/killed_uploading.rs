//! kill -9 while museums send photographs: what was acknowledged is there whole, and after a sweep there is no
//! picture without a row and no row without its picture.

use super::killed::cookie_of;
use crate::support::how_often::kills;
use crate::support::program::{Program, agent, free_port, until};
use crate::support::{Kind, TestApp, TestDatabase};
use case_study::Role;
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use media::{Media, Shelf};
use scraper::{Html, Selector};
use sea_orm::EntityTrait;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;
use store::drafts;
use store::entity::blob;

/// So many acknowledgements lie between two kills.
const KILL_EVERY: usize = 4;
/// So many museums send at once.
const AT_ONCE: usize = 4;
/// Photographs of each case study.
const EACH: usize = 2;
const WIDTH: u32 = 700;

/// A photograph like no other.
fn photograph(number: usize) -> Vec<u8> {
    let part = |by: usize| u8::try_from(number * by % 250).unwrap_or_default();
    let picture = RgbImage::from_fn(WIDTH, 300, |x, _| {
        Rgb([part(1), part(7), u8::try_from(x % 200).unwrap_or_default()])
    });
    let mut file = Vec::new();
    JpegEncoder::new(&mut file).encode_image(&picture).unwrap();
    file
}

/// Sends one until the program says that it has it: that is what a person does whose page did not load.
fn send(base: &str, cookie: &str, agent: &ureq::Agent, reference: &str, file: &[u8]) {
    let path = format!("/submit/{reference}/pictures");
    until(&path, || {
        let mut answer = agent
            .get(format!("{base}{path}"))
            .header("cookie", cookie)
            .call()
            .ok()?;
        if answer.status().as_u16() != 200 {
            return None;
        }
        let fields = boxes(&answer.body_mut().read_to_string().ok()?);
        let answer = agent
            .post(format!("{base}{path}"))
            .header("cookie", cookie)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "multipart/form-data; boundary=edge")
            .send(&multipart(&fields, file)[..]);
        let mut answer = answer.ok()?;
        match answer.status().as_u16() {
            303 => Some(()),
            // An earlier try was carried out, and only its answer was lost.
            422 => {
                let page = answer.body_mut().read_to_string().ok()?;
                assert!(page.contains("is there already"), "{page}");
                Some(())
            }
            503 | 409 => None,
            other => panic!("{path}: {other}"),
        }
    });
}

/// Whatever the form holds already.
fn boxes(page: &str) -> Vec<(String, String)> {
    let page = Html::parse_document(page);
    let inputs =
        Selector::parse("main form input[type=hidden], main form input[type=text]").unwrap();
    let value = |input: scraper::ElementRef<'_>| {
        let value = input.attr("value").unwrap_or_default();
        Some((input.attr("name")?.to_owned(), value.to_owned()))
    };
    page.select(&inputs).filter_map(value).collect()
}

fn multipart(fields: &[(String, String)], file: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    let fields = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    for (name, value) in fields.chain([("action", "add")]) {
        let part =
            format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.into_bytes());
    }
    body.extend(
        b"--edge\r\ncontent-disposition: form-data; name=\"files\"; filename=\"a.jpg\"\r\n",
    );
    body.extend(b"content-type: image/jpeg\r\n\r\n");
    body.extend(file);
    body.extend(b"\r\n--edge--\r\n");
    body
}

async fn send_while_killing(kind: Kind) {
    let Some(database) = TestDatabase::migrated(kind).await else {
        return;
    };
    let app = TestApp::new(&database).await;
    let (account, _) = app.account(Role::Submitter).await;
    let museum = app.visitor();
    let door = format!("/test/signed-in/{account}");
    drop(museum.post(&door, &[]).await.expect(204));
    let cookie = cookie_of(&museum);
    let mut all = Vec::new();
    for number in 0..((kills() + 1) * KILL_EVERY).div_ceil(EACH) {
        let (id, reference) = app.draft(&format!("Tea and objects {number}")).await;
        drafts::adopt(&app.db, &[id], account)
            .await
            .expect("it is theirs");
        all.push((id, reference));
    }
    let data = tempfile::tempdir().expect("a temporary folder");
    let folder = data.path().to_owned();
    let (url, references) = (database.url().to_owned(), all.clone());
    tokio::task::spawn_blocking(move || run(&url, &folder, &cookie, &references))
        .await
        .expect("the run ends");

    let media = Media::new(Shelf::folder(&data.path().join("media")).expect("the shelf"));
    server::pictures::sweep(&app.db, &media, Duration::ZERO)
        .await
        .expect("a sweep");
    let rows = blob::Entity::find()
        .all(app.db.reader())
        .await
        .expect("the rows");
    for (id, reference) in &all {
        let copy = drafts::working_copy(&app.db, *id).await.expect("a draft");
        let pictures = copy.content.pictures;
        assert_eq!(pictures.len(), EACH, "{reference}");
        for picture in &pictures {
            assert!(
                rows.iter().any(|row| row.sha256 == picture.blob),
                "{reference}"
            );
        }
    }
    for row in &rows {
        for width in media::sizes(WIDTH) {
            let jpeg = media
                .shelf()
                .get(&row.kept_in, &row.sha256, width)
                .await
                .expect("an answer");
            let opened = image::load_from_memory(&jpeg.expect("no row without its picture"));
            assert_eq!(opened.expect("a whole picture").width(), width);
        }
    }
    let known: BTreeSet<String> = rows.into_iter().map(|row| row.kept_in).collect();
    let boxes = media
        .shelf()
        .untouched_for(Duration::ZERO)
        .await
        .expect("a list");
    assert_eq!(boxes.into_iter().collect::<BTreeSet<_>>(), known);
    eprintln!(
        "figure: {} photographs there and whole, over {} kills",
        known.len(),
        kills()
    );
    app.db.close().await;
    database.remove().await;
}

/// Runs the program, the museums and whoever kills it.
fn run(database_url: &str, data: &std::path::Path, cookie: &str, all: &[(i64, String)]) {
    let port = free_port();
    let mut server = Program::start_over(database_url, data, port);
    let base = server.base.clone();
    let (tell, hear) = mpsc::channel();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            let (tell, base, next) = (tell.clone(), base.as_str(), &next);
            scope.spawn(move || {
                let agent = agent();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some((_, reference)) = all.get(at) else {
                        return;
                    };
                    for number in 0..EACH {
                        send(
                            base,
                            cookie,
                            &agent,
                            reference,
                            &photograph(at * EACH + number),
                        );
                        tell.send(()).expect("the killer listens");
                    }
                }
            });
        }
        drop(tell);
        for (heard, ()) in hear.iter().enumerate() {
            let kill = (heard + 1) / KILL_EVERY;
            if (heard + 1) % KILL_EVERY == 0 && kill <= kills() {
                // Not all in the moment after an acknowledgement.
                std::thread::park_timeout(Duration::from_millis((kill as u64 * 37) % 190));
                server.kill();
                server = Program::start_over(database_url, data, port);
            }
        }
    });
    server.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_on_sqlite_no_acknowledged_photograph_is_lost_or_half_there() {
    send_while_killing(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_on_postgres_no_acknowledged_photograph_is_lost_or_half_there() {
    send_while_killing(Kind::Postgres).await;
}
