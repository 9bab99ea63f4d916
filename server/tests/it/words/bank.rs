//! Banks whose cases say nothing of their own, so that every word on a page is ours.

use crate::sample;
use crate::support::TestApp;
use case_study::import::Kept;
use case_study::{CaseStudyContent, FIELDS, Kind, Status};
use store::imports;

/// The case that [`submitted`] publishes.
const SUBMITTED: &str = "tea-and-objects-on-tuesdays";
/// Longer than a card or an excerpt shows, shorter than every limit.
const PASSAGE: &str = "Each week a group of people met to hold objects, to talk and to drink tea. \
                       They came from all over the town. Some walked in and some took the bus. \
                       A volunteer made lunch for them and for the staff of the house.";
/// Names of museums and places, and addresses.
const KEPT: [&str; 6] = ["museum", "town", "region", "nation", "country", "sources"];

/// What is answered says nothing of its own; `all` fills what is not answered too.
fn neutral(content: &mut CaseStudyContent, all: bool) {
    for field in FIELDS.iter().filter(|field| !KEPT.contains(&field.key)) {
        if !all && field.answers(&*content).is_empty() {
            continue;
        }
        let answers = match field.kind {
            Kind::Words { .. } => vec![PASSAGE],
            Kind::Line { .. } => vec!["Tea and objects"],
            Kind::Lines { .. } => vec!["Ask first", "Allow time"],
            Kind::Tick if all => vec!["yes"],
            Kind::Count if all => vec!["12"],
            Kind::WebAddress if all => vec!["https://museum.example/report"],
            Kind::Email => vec!["team@museum.example"],
            Kind::One(list) if all => vec![list.terms()[0].slug],
            Kind::Many(list, ..) if all => vec![list.terms()[0].slug, list.terms()[1].slug],
            _ => continue,
        };
        let answers: Vec<String> = answers.into_iter().map(str::to_owned).collect();
        field.put(content, &answers).expect("an answer");
    }
    if all {
        content.ended = None;
        content.second_strand = "workforce".into();
    }
}

/// The sample bank as it is answered, compiled from public sources.
pub async fn compiled(app: &TestApp) {
    import(app, false).await;
}

/// The same with every field answered, sent in by museums, and one case that went through review.
pub async fn submitted(app: &TestApp) {
    import(app, true).await;
    app.standing_at(Status::Published, "Tea and objects on Tuesdays")
        .await;
    sample::change_content(&app.db, SUBMITTED, |content| neutral(content, true)).await;
    app.index_shows_all().await;
}

async fn import(app: &TestApp, all: bool) {
    let mut cases = sample::bank();
    for case in &mut cases {
        neutral(&mut case.content, all);
        case.kept = all.then(|| Kept {
            compiled: false,
            sample: false,
            published_at: app.db.now_ms(),
        });
    }
    imports::import(&app.db, &cases, |_| {})
        .await
        .expect("stored");
    app.index_shows_all().await;
}
