use app::case_study::answers::fingerprint;
use app::case_study::fields::fields_of;
use app::case_study::mails::Letterhead;
use app::case_study::*;
use app::db::events::{Actor, Detail};
use app::db::{Db, drafts, entity::submission, moves, submissions};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
#[tokio::main]
async fn main() {
    let url = std::env::args().nth(1).unwrap();
    let db = Db::connect(&url).await.unwrap();
    let cases = import::read(include_str!("../sample/cases.json")).unwrap();
    let lh = Letterhead {
        public_url: "http://127.0.0.1:3102".into(),
        contact: "help@example.org".into(),
    };
    let words = |n: usize, t: &str| {
        let w: Vec<&str> = t.split_whitespace().collect();
        if w.len() >= n {
            t.to_owned()
        } else {
            let mut s = t.to_owned();
            while s.split_whitespace().count() < n {
                s.push(' ');
                s.push_str(if t.is_empty() {
                    "People came and talked over tea while objects passed from hand to hand."
                } else {
                    t
                });
            }
            s
        }
    };
    for round in 0..2 {
        for (n, case) in cases.iter().enumerate() {
            let mut c = case.content.clone();
            c.need = words(60, &c.need);
            c.did = words(80, &c.did);
            c.changed = words(60, &c.changed);
            if round == 1 {
                c.title = format!("{} (again)", c.title);
            }
            c.contact_role = "Learning team".into();
            c.contact_email = "team@museum.example".into();
            if c.content_notes.is_empty() {
                c.content_notes = vec!["none".into()];
            }
            if c.lessons.len() < 2 {
                c.lessons = vec![
                    "Ask people what they would like.".into(),
                    "Allow time for tea.".into(),
                ];
            }
            c.evidence_label = String::new();
            c.sources = vec![];
            c.uncertain = String::new();
            c.confidence = String::new();
            if c.started.is_none() {
                c.started = Some(PartialDate {
                    year: 2019,
                    month: Some(4),
                });
            }
            let begun = drafts::begin(
                &db,
                &lh,
                drafts::NewDraft {
                    title: c.title.clone(),
                    email: c.contact_email.clone(),
                    start_key: format!("seed{round}-{n}"),
                    account_id: None,
                },
            )
            .await
            .unwrap();
            for s in Section::FORM {
                let stored = submissions::current_content(
                    db.reader(),
                    &submissions::by_id(db.reader(), begun.submission_id)
                        .await
                        .unwrap()
                        .unwrap(),
                )
                .await
                .unwrap();
                let base = fingerprint(&stored, fields_of(*s).filter(|f| f.is_asked()));
                let a = Answers::of(&c, fields_of(*s));
                if let Err(e) = drafts::save_section(&db, begun.submission_id, *s, &base, &a).await
                {
                    println!("{n} {s:?} {e:?}");
                }
            }
            let decl = serde_json::json!({"version": "2026-11", "at": 1, "keys": ["authority","true","consent","no_personal_details","partners","licence","privacy"]}).to_string();
            let m = moves::Move {
                submission_id: begun.submission_id,
                seen_version: None,
                action: Action::Submit,
                detail: Detail::default(),
                declarations: Some(decl),
            };
            match moves::apply(&db, &lh, &Actor::submitter(), m).await {
                Ok(m) => println!("{} {}", m.reference, c.title),
                Err(e) => println!("{n} {} {e:?}", c.title),
            }
            let sent = app::db::now_ms() - (n as i64 * 2 + round * 7) * 86_400_000 / 3 - 7_200_000;
            submission::Entity::update_many()
                .col_expr(submission::Column::SubmittedAt, Expr::value(sent))
                .filter(submission::Column::Id.eq(begun.submission_id))
                .filter(submission::Column::SubmittedAt.is_not_null())
                .exec(db.writer())
                .await
                .unwrap();
        }
    }
    db.close().await;
}
