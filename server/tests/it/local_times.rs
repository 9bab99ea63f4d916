//! Times are shown in the zone of the installation, which a setting names.

use crate::support::program::{agent, casebook, folder, free_port, refused, until};
use crate::support::{Kind, TestApp, TestDatabase};
use case_study::Status;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::process::{Child, Stdio};
use store::entity::case;

/// 3 March 2026, 23:30 UTC: the fourth in Kolkata, the third in London and New York.
const LATE: i64 = 1_772_580_600_000;

struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn serve_in(zone: &str, url: &str, data: &std::path::Path, port: u16) -> Served {
    let mut command = casebook(data);
    command
        .env("CASEBOOK_DATABASE_URL", url)
        .env("CASEBOOK_DATA_DIR", data)
        .env("CASEBOOK_TIME_ZONE", zone)
        .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    Served(command.spawn().expect("the server starts"))
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_see_the_day_of_the_installation_and_programs_utc() {
    let database = TestDatabase::migrated(Kind::Sqlite)
        .await
        .expect("SQLite is always there");
    let app = TestApp::new(&database).await;
    app.standing_at(Status::Published, "Tea and objects").await;
    case::Entity::update_many()
        .col_expr(case::Column::PublishedAt, Expr::value(LATE))
        .col_expr(case::Column::UpdatedAt, Expr::value(LATE))
        .filter(case::Column::Slug.eq("tea-and-objects"))
        .exec(app.db.writer())
        .await
        .unwrap();
    app.db.clone().close().await;
    let url = database.url().to_owned();
    tokio::task::spawn_blocking(move || {
        for (zone, iso, words) in [
            ("Asia/Kolkata", "2026-03-04", "4 March 2026"),
            ("America/New_York", "2026-03-03", "3 March 2026"),
        ] {
            let (data, port) = (folder(), free_port());
            let _served = serve_in(zone, &url, data.path(), port);
            let get = |path: &str| {
                until(path, || {
                    let url = format!("http://127.0.0.1:{port}{path}");
                    let mut answer = agent().get(url).call().ok()?;
                    answer
                        .body_mut()
                        .read_to_string()
                        .ok()
                        .filter(|_| answer.status() == 200)
                })
            };
            let page = get("/case-studies/tea-and-objects");
            assert!(
                page.contains(&format!("<time datetime=\"{iso}\">{words}</time>")),
                "{zone}: {page}"
            );
            assert!(
                page.contains(&format!("Casebook, {words}.")),
                "{zone}: the citation"
            );
            let data = get("/api/v1/case-studies/tea-and-objects");
            assert!(data.contains("2026-03-03T23:30:00Z"), "{zone}: {data}");
        }
    })
    .await
    .expect("they are read");
    database.remove().await;
}

#[test]
fn what_is_no_zone_and_no_number_of_minutes_is_refused_in_one_sentence() {
    for (setting, value) in [
        ("CASEBOOK_TIME_ZONE", "Europe/Lundin"),
        ("CASEBOOK_TIME_ZONE", ""),
        ("CASEBOOK_UNDO_MINUTES", "ten"),
        ("CASEBOOK_UNDO_MINUTES", "1441"),
    ] {
        let folder = folder();
        let words = refused(casebook(folder.path()).arg("serve").env(setting, value));
        assert!(words.contains(setting), "{words}");
    }
}
