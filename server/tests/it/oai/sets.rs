//! Harvesting a set: who follows it is told of what left it, once, and of what came back.

use super::{Element, ask, code, harvest, texts};
use crate::each_database;
use crate::sample;
use crate::support::{TestApp, Visitor};
use case_study::dates::{iso_day, rfc3339};
use case_study::{CaseAction, Status};
use sea_orm::EntityTrait;
use sea_orm::sea_query::Expr;
use store::case_transitions::move_case;
use store::entity::case;
use store::history::Actor;
use store::outcome::Outcome;
use store::{DAY_MS, imports};

/// What a list says of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Head {
    slug: String,
    deleted: bool,
    at: String,
    sets: Vec<String>,
}

fn heads(all: &[Element]) -> Vec<Head> {
    let mut heads: Vec<Head> = Vec::new();
    for element in all {
        if element.name == "header" {
            heads.push(Head {
                deleted: element.attr("status") == Some("deleted"),
                ..Head::default()
            });
        }
        let Some(head) = heads.last_mut() else {
            continue;
        };
        match element.name.as_str() {
            "identifier" => {
                let slug = element.text.trim_start_matches("oai:127.0.0.1:");
                slug.clone_into(&mut head.slug);
            }
            "datestamp" => head.at.clone_from(&element.text),
            "setSpec" => head.sets.push(element.text.clone()),
            _ => {}
        }
    }
    heads
}

async fn identifiers(visitor: &Visitor, arguments: &str) -> Vec<Head> {
    let query = format!("verb=ListIdentifiers&metadataPrefix=oai_dc&{arguments}");
    heads(&ask(visitor, &query).await)
}

async fn nothing(visitor: &Visitor, arguments: &str) -> bool {
    let query = format!("verb=ListIdentifiers&metadataPrefix=oai_dc&{arguments}");
    code(visitor, &query).await == "noRecordsMatch"
}

/// A moderator sets the themes of a published case.
async fn retag(app: &TestApp, reference: &str, theme: &str) {
    let moderator = app.moderator().await;
    let path = format!("/moderate/cases/{reference}/tags");
    let form = moderator.get(&path).await.expect(200);
    let changed = [("themes", theme), ("evidence_label", "evaluated")];
    drop(
        moderator
            .submit(&form, "form.tags-form", &changed)
            .await
            .expect(303),
    );
}

/// The time now, as a harvester writes it, and a day later.
fn next_day(app: &TestApp) -> String {
    app.clock.advance(DAY_MS);
    rfc3339(app.clock.now_ms())
}

each_database! {
    async fn a_case_that_leaves_a_set_is_a_deleted_record_of_it(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let visitor = app.visitor();
        let before = next_day(&app);
        assert!(nothing(&visitor, &format!("set=theme:carers&from={before}")).await);

        retag(&app, &reference, "healthy-ageing").await;
        for verb in ["ListIdentifiers", "ListRecords"] {
            let query = format!("verb={verb}&metadataPrefix=oai_dc&set=theme:carers&from={before}");
            let all = ask(&visitor, &query).await;
            let [head] = &heads(&all)[..] else { panic!("{all:?}") };
            assert!(head.deleted && head.slug == "tea-and-objects" && head.at >= before, "{head:?}");
            assert_eq!(head.sets, ["theme:carers"], "what it was in");
            assert!(!all.iter().any(|element| element.name == "metadata"), "{all:?}");
        }
        // It is where it is now, and in the bank.
        for arguments in ["set=theme:healthy-ageing", "set=theme", "set=strand:community", "until=9999-01-01"] {
            let [head] = &identifiers(&visitor, arguments).await[..] else { panic!("{arguments}") };
            assert!(!head.deleted, "{arguments}: {head:?}");
            assert_eq!(head.sets, ["strand:community", "theme:healthy-ageing"], "{arguments}");
        }
        let one = ask(&visitor, "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:tea-and-objects").await;
        assert!(!heads(&one)[0].deleted);

        // Told once: what happens to it later is no news of the set that it left.
        let later = next_day(&app);
        let submission = app.submission(id).await;
        let down = move_case(&app.db, &Actor::operator(), &submission, CaseAction::TakeDown, "").await.expect("an answer");
        assert!(matches!(down, Outcome::Made(_)), "{down:?}");
        assert!(nothing(&visitor, &format!("set=theme:carers&from={later}")).await);
        for arguments in ["set=theme:healthy-ageing", "set=theme", "set=strand:community"] {
            let [head] = &identifiers(&visitor, &format!("{arguments}&from={later}")).await[..] else { panic!("{arguments}") };
            assert!(head.deleted, "{arguments}: {head:?}");
        }
        // Whoever has not come since hears of both.
        let [head] = &identifiers(&visitor, &format!("set=theme:carers&from={before}")).await[..] else { panic!() };
        assert!(head.deleted && head.at < later, "{head:?}");

        // Put back, and tagged as it was.
        let back = move_case(&app.db, &Actor::operator(), &submission, CaseAction::Restore, "").await.expect("an answer");
        assert!(matches!(back, Outcome::Made(_)), "{back:?}");
        let again = next_day(&app);
        retag(&app, &reference, "carers").await;
        let [head] = &identifiers(&visitor, &format!("set=theme:carers&from={again}")).await[..] else { panic!() };
        assert!(!head.deleted && head.at >= again, "{head:?}");
        let [head] = &identifiers(&visitor, &format!("set=theme:healthy-ageing&from={again}")).await[..] else { panic!() };
        assert!(head.deleted, "{head:?}");
    }

    async fn the_earliest_time_is_no_later_than_any_that_is_told(app: TestApp) {
        let (_, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        app.clock.advance(DAY_MS);
        retag(&app, &reference, "healthy-ageing").await;
        app.clock.advance(DAY_MS);
        retag(&app, &reference, "homelessness").await;
        let visitor = app.visitor();
        let [head] = &identifiers(&visitor, "set=theme:carers").await[..] else { panic!() };
        let all = ask(&visitor, "verb=Identify").await;
        assert!(texts(&all, "earliestDatestamp")[0] <= head.at.as_str(), "{head:?}");
    }

    async fn many_that_left_come_in_parts_too(app: TestApp) {
        let bank_of = |theme: &str| {
            let mut cases = Vec::new();
            for copy in 0..5 {
                cases.extend(sample::bank().into_iter().map(|mut case| {
                    case.id = format!("{}-{copy}", case.id);
                    case.content.themes = vec![theme.to_owned()];
                    case
                }));
            }
            cases
        };
        imports::import(&app.db, &bank_of("carers"), |_| {}).await.expect("stored");
        imports::import(&app.db, &bank_of("homelessness"), |_| {}).await.expect("stored again");
        let visitor = app.visitor();
        for (set, deleted) in [("theme:carers", true), ("theme:homelessness", false), ("theme", false)] {
            let (mut slugs, parts) = harvest(&visitor, &format!("verb=ListIdentifiers&metadataPrefix=oai_dc&set={set}")).await;
            slugs.sort();
            slugs.dedup();
            assert_eq!((slugs.len(), parts), (140, 2), "{set}");
            let first = identifiers(&visitor, &format!("set={set}")).await;
            assert!(first.iter().all(|head| head.deleted == deleted), "{set}");
        }
    }

    async fn what_is_dated_later_is_told_as_of_now(app: TestApp) {
        let mut cases = Vec::new();
        for copy in 0..5 {
            cases.extend(sample::bank().into_iter().map(|mut case| {
                case.id = format!("{}-{copy}", case.id);
                case
            }));
        }
        imports::import(&app.db, &cases, |_| {}).await.expect("stored");
        let ahead = app.clock.now_ms() + 10 * DAY_MS;
        case::Entity::update_many()
            .col_expr(case::Column::UpdatedAt, Expr::value(ahead))
            .col_expr(case::Column::PublishedAt, Expr::value(ahead))
            .exec(app.db.writer())
            .await
            .expect("updated");
        let visitor = app.visitor();
        // In parts, and none of them twice.
        let (mut slugs, parts) = harvest(&visitor, "verb=ListRecords&metadataPrefix=oai_dc").await;
        slugs.sort();
        slugs.dedup();
        assert_eq!((slugs.len(), parts), (140, 2));
        let now = rfc3339(app.clock.now_ms());
        let all = ask(&visitor, "verb=ListRecords&metadataPrefix=oai_dc").await;
        for head in heads(&all) {
            assert!(head.at <= rfc3339(app.clock.now_ms()) && head.at >= now, "{head:?}");
        }
        let today = iso_day(app.clock.now_ms());
        assert!(texts(&all, "dc:date").iter().all(|day| *day <= today.as_str()));
        // Asked for by the time that is told.
        let (yesterday, tomorrow) = (app.clock.now_ms() - DAY_MS, app.clock.now_ms() + DAY_MS);
        assert_eq!(identifiers(&visitor, &format!("from={}", rfc3339(yesterday))).await.len(), 100);
        assert!(nothing(&visitor, &format!("until={}", rfc3339(yesterday))).await);
        assert!(nothing(&visitor, &format!("from={}", rfc3339(tomorrow))).await);
        assert_eq!(identifiers(&visitor, &format!("until={}", rfc3339(tomorrow))).await.len(), 100);
    }
}
