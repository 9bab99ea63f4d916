//! A bank that 8f184a7 made: every later version migrates it and says the same about it.
//!
//! What is in it, and how it was made, stands in `server/tests/fixtures/bank-8f184a7/README.md`.

use crate::support::{Kind, PASSWORD, Page, TestApp, TestClock, TestDatabase, Visitor};
use case_study::import::ImportedCase;
use case_study::text::with_commas;
use case_study::{CaseStudyContent, Section};
use sea_orm::{ColumnTrait, ConnectionTrait, Database, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::entity::{case, revision, working_copy};
use store::{imports, submissions};

/// Gives it a database of its own, migrated by this version, at the moment when 8f184a7 was asked.
async fn open(kind: Kind) -> Option<(TestDatabase, TestApp, Value)> {
    let database = TestDatabase::create(kind).await?;
    let (sql, answers) = match kind {
        Kind::Sqlite => (
            include_str!("../fixtures/bank-8f184a7/sqlite.sql"),
            include_str!("../fixtures/bank-8f184a7/sqlite.json"),
        ),
        Kind::Postgres => (
            include_str!("../fixtures/bank-8f184a7/postgres.sql"),
            include_str!("../fixtures/bank-8f184a7/postgres.json"),
        ),
    };
    let url = match kind {
        Kind::Sqlite => format!("{}?mode=rwc", database.url()),
        Kind::Postgres => database.url().to_owned(),
    };
    let connection = Database::connect(url).await.expect("an empty database");
    connection
        .execute_unprepared(sql)
        .await
        .expect("the bank of 8f184a7");
    connection.close().await.expect("it is written");
    let answers: Value = serde_json::from_str(answers).expect("its answers");
    let clock = TestClock::default();
    clock.set(answers["made_at"].as_i64().expect("a time"));
    let app = TestApp::at(&database, clock).await;
    Some((database, app, answers))
}

/// The pages of the form in the order of 8f184a7. What is needed still stands on the same ones.
const PAGES_THEN: [Section; 11] = [
    Section::Museum,
    Section::Glance,
    Section::People,
    Section::Story,
    Section::Results,
    Section::Lessons,
    Section::Care,
    Section::Evidence,
    Section::Resources,
    Section::Links,
    Section::Contact,
];

async fn staff(app: &TestApp) -> Visitor {
    let visitor = app.visitor();
    let fields = [("email", "sam@bank.example"), ("password", PASSWORD)];
    drop(visitor.post("/account/sign-in", &fields).await.expect(303));
    visitor
}

fn texts(page: &Page, css: &str) -> Vec<String> {
    let found = page.select(css);
    found.iter().map(|one| one.text().to_owned()).collect()
}

/// The slugs of a list of the API.
fn slugs(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().expect("items");
    items
        .iter()
        .filter_map(|item| item["slug"].as_str())
        .collect()
}

/// How many cases there are for each value of a facet.
fn counts(values: &Value) -> BTreeMap<String, u64> {
    let values = values.as_array().expect("values").iter();
    values
        .map(|value| {
            let slug = value["slug"].as_str().expect("a slug").to_owned();
            (slug, value["count"].as_u64().expect("a count"))
        })
        .collect()
}

/// Every member of `before` is in `now` with the same value. What came since may stand beside it.
fn same(now: &Value, before: &Value, place: &str) {
    match (now, before) {
        (Value::Object(now), Value::Object(before)) => {
            for (key, value) in before {
                let place = format!("{place}.{key}");
                same(
                    now.get(key).unwrap_or_else(|| panic!("{place} is gone")),
                    value,
                    &place,
                );
            }
        }
        (Value::Array(now), Value::Array(before)) => {
            assert_eq!(now.len(), before.len(), "{place}");
            for (at, (now, before)) in now.iter().zip(before).enumerate() {
                same(now, before, &format!("{place}[{at}]"));
            }
        }
        _ => assert_eq!(now, before, "{place}"),
    }
}

/// 8f184a7 added up every number of people. Since then only people who took part are: the form asked museums
/// for those, and no file of then says whom it counted.
fn who_took_part(before: &Value) -> Vec<u64> {
    let cases = before["cases"].as_object().expect("cases").values();
    cases
        .filter(|case| case["compiled_from_public_sources"] == false)
        .filter_map(|case| case["participants"].as_u64())
        .collect()
}

/// Cases and people of each size, as the first table has them.
fn bands(people: &[u64]) -> Vec<String> {
    [0..50, 50..200, 200..1000, 1000..u64::MAX]
        .into_iter()
        .flat_map(|band| {
            let inside: Vec<u64> = people
                .iter()
                .copied()
                .filter(|n| band.contains(n))
                .collect();
            [
                with_commas(inside.len() as u64),
                with_commas(inside.iter().sum()),
            ]
        })
        .collect()
}

async fn what_readers_get(app: &TestApp, before: &Value) {
    let reader = app.visitor();
    for (path, status) in before["pages"].as_object().expect("pages") {
        let page = reader.get(path).await;
        assert_eq!(json!(page.status().as_u16()), *status, "{path}");
    }
    let list = reader
        .get("/api/v1/case-studies?per_page=100")
        .await
        .expect(200)
        .json();
    for member in ["total", "page", "per_page", "items"] {
        same(&list[member], &before["api"][member], member);
    }
    let facets = reader.get("/api/v1/facets").await.expect(200).json();
    same(&facets["total"], &before["facets"]["total"], "facets.total");
    for (facet, values) in before["facets"]["facets"].as_object().expect("facets") {
        for now in [&facets["facets"][facet], &list["facets"][facet]] {
            let now = counts(now);
            for (slug, count) in counts(values) {
                assert_eq!(now.get(&slug), Some(&count), "{facet}: {slug}");
            }
        }
    }
    for (slug, case) in before["cases"].as_object().expect("cases") {
        let now = reader
            .get(&format!("/case-studies/{slug}.json"))
            .await
            .expect(200)
            .json();
        same(&now, case, slug);
    }
    for (words, found) in before["search"].as_object().expect("searches") {
        let path = format!("/api/v1/case-studies?q={words}&per_page=100");
        let now = reader.get(&path).await.expect(200).json();
        // A search may learn to find more.
        for slug in found.as_array().expect("slugs") {
            let slug = slug.as_str().expect("a slug");
            assert!(slugs(&now).contains(&slug), "{words}: {slug}");
        }
    }
    let impact = reader.get("/impact").await.expect(200);
    let people = who_took_part(before);
    let mut figures: Vec<String> =
        serde_json::from_value(before["figures"].clone()).expect("figures");
    *figures.last_mut().expect("people") = with_commas(people.iter().sum());
    assert_eq!(texts(&impact, ".figure-number"), figures);
    let mut tables: Vec<Vec<String>> =
        serde_json::from_value(before["tables"].clone()).expect("tables");
    tables[0] = bands(&people);
    assert_eq!(texts(&impact, ".tally td.numeric"), tables.concat());
    let oai = reader
        .get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc")
        .await
        .expect(200);
    let mut harvest: Vec<_> = oai
        .select("header")
        .iter()
        .map(|header| {
            let deleted = header.attr("status").as_deref() == Some("deleted");
            let html = header.html().to_owned();
            let id = html
                .split("<identifier>")
                .nth(1)
                .and_then(|rest| rest.split('<').next());
            (id.unwrap_or_default().to_owned(), deleted)
        })
        .collect();
    harvest.sort();
    assert_eq!(
        json!(harvest),
        before["harvest"],
        "what harvesters are told"
    );
}

async fn what_moderators_get(app: &TestApp, before: &Value) {
    let sam = staff(app).await;
    for (status, references) in before["queue"].as_object().expect("a queue") {
        let queue = sam
            .get(&format!("/moderate?status={status}"))
            .await
            .expect(200);
        // The line below a title says more than the reference since then.
        let lines = texts(&queue, ".row-reference");
        let mut shown: Vec<&str> = lines
            .iter()
            .flat_map(|line| line.split(" · "))
            .filter(|part| part.starts_with("WB-"))
            .collect();
        // What is decided stands in another order since then.
        shown.sort_unstable();
        let mut then: Vec<&str> = references
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        then.sort_unstable();
        assert_eq!(shown, then, "{status}");
        for reference in references.as_array().expect("references") {
            let reference = reference.as_str().expect("a reference");
            let found = submissions::by_reference(app.db.reader(), reference)
                .await
                .unwrap();
            assert_eq!(found.expect(reference).status.slug(), status, "{reference}");
        }
    }
    for (name, entries) in before["history"].as_object().expect("histories") {
        let reference = before["references"][name].as_str().expect("a reference");
        let page = sam
            .get(&format!("/moderate/cases/{reference}"))
            .await
            .expect(200);
        assert_eq!(
            json!(page.select(".timeline-what").len()),
            *entries,
            "{name}"
        );
    }
    for (state, count) in before["messages"].as_object().expect("messages") {
        let list = sam
            .get(&format!("/moderate/messages?state={state}"))
            .await
            .expect(200);
        let rows = list.select("tbody tr").len();
        assert_eq!(json!(rows), *count, "{state}");
    }
    let mails = sam.get("/moderate/mails").await.expect(200);
    let to: Vec<_> = mails
        .select("a[href^='mailto:']")
        .iter()
        .filter_map(|link| link.attr("href"))
        .collect();
    for address in before["undelivered"].as_array().expect("addresses") {
        let address = format!("mailto:{}", address.as_str().expect("an address"));
        assert!(to.contains(&address), "{address}: {mails:?}");
    }
}

async fn what_its_authors_get(app: &TestApp, before: &Value) {
    let museum = app.visitor();
    museum.set_cookie("sid", before["session"].as_str().expect("a session"));
    for (name, statuses) in before["drafts"].as_object().expect("drafts") {
        let reference = before["references"][name].as_str().expect("a reference");
        let tasks = museum
            .get(&format!("/submit/{reference}"))
            .await
            .expect(200);
        let listed: Vec<String> = tasks
            .select(".task-status")
            .iter()
            .filter_map(|one| one.attr("class"))
            .filter_map(|class| class.split(' ').nth(1).map(str::to_owned))
            .collect();
        assert_eq!(listed.len(), Section::FORM.len(), "{name}: {listed:?}");
        let now: Vec<&String> = PAGES_THEN
            .iter()
            .filter_map(|page| Section::FORM.iter().position(|now| now == page))
            .map(|place| &listed[place])
            .collect();
        let mut expected = statuses.clone();
        if name == "draft_half" {
            // Four words on what changed were too few for 8f184a7. Since then a short text is a whole answer.
            expected[4] = json!("task-done");
        }
        assert_eq!(json!(now), expected, "{name}");
    }
    let owner = app.visitor();
    let fields = [("email", "owner@museum.example"), ("password", PASSWORD)];
    drop(owner.post("/account/sign-in", &fields).await.expect(303));
    let account = owner.get("/account").await.expect(200);
    assert_eq!(json!(texts(&account, ".row-reference")), before["owned"]);
    // Who was disabled stays out.
    let left = [("email", "left@bank.example"), ("password", PASSWORD)];
    drop(
        app.visitor()
            .post("/account/sign-in", &left)
            .await
            .expect(422),
    );
}

/// Every text reads, and is written as it was: no member is lost and none appears.
async fn every_text_survives_being_written(app: &TestApp) {
    let revisions = revision::Entity::find().all(app.db.reader()).await.unwrap();
    let copies = working_copy::Entity::find()
        .all(app.db.reader())
        .await
        .unwrap();
    assert!(
        revisions.len() > 40 && copies.len() > 15,
        "{} and {}",
        revisions.len(),
        copies.len()
    );
    let stored = revisions
        .into_iter()
        .map(|row| row.content)
        .chain(copies.into_iter().map(|row| row.content));
    let members =
        |text: &str| -> BTreeMap<String, Value> { serde_json::from_str(text).expect("a content") };
    let defaults = members(&CaseStudyContent::default().to_stored().unwrap());
    for text in stored {
        let content = store::read_content(&text).expect("it reads");
        let mut expected = defaults.clone();
        expected.extend(members(&text));
        assert_eq!(members(&store::write_content(&content).unwrap()), expected);
    }
}

/// What was waiting can go on: a draft of then is sent, what was sent is published, a question passed on.
async fn work_goes_on(app: &TestApp, before: &Value) {
    use crate::submit::steps::declare;
    let museum = app.visitor();
    museum.set_cookie("sid", before["session"].as_str().expect("a session"));
    let reference = |name: &str| {
        before["references"][name]
            .as_str()
            .expect("a reference")
            .to_owned()
    };
    for name in ["draft_complete", "changes_requested"] {
        let mut sent = declare(&museum, &reference(name)).await;
        if sent.status().as_u16() == 422 {
            // Nothing was changed since it was asked for: that is asked about once.
            assert!(sent.text().contains("Nothing was changed"), "{sent:?}");
            sent = museum.submit(&sent, "form.submit-declare", &[]).await;
        }
        drop(sent.expect(303));
    }
    let sam = staff(app).await;
    for name in ["draft_complete", "sent_again", "approved"] {
        let path = format!("/moderate/cases/{}", reference(name));
        let mut page = sam.get(&path).await.expect(200);
        let start = "form[action$='/assign']";
        if name != "approved" {
            drop(sam.submit(&page, start, &[]).await.expect(303));
            page = sam.get(&path).await.expect(200);
        }
        let publish = if name == "approved" {
            "form[action$='/publish']"
        } else {
            "form[action$='/approve-and-publish']"
        };
        drop(sam.submit(&page, publish, &[]).await.expect(303));
    }
    let path = format!("/moderate/cases/{}", reference("taken_down"));
    let page = sam.get(&format!("{path}/restore")).await.expect(200);
    let because = [("message", "They agree to it now, by phone.")];
    drop(sam.submit(&page, "form.letter", &because).await.expect(303));
    let reader = app.visitor();
    for slug in [
        "a-quiet-hour-for-carers",
        "portraits-of-neighbours",
        "the-night-school",
        "fossils-for-beginners",
    ] {
        drop(
            reader
                .get(&format!("/case-studies/{slug}"))
                .await
                .expect(200),
        );
    }
    let ask = format!("/ask/{}", before["ask"].as_str().expect("a token"));
    let question = reader.get(&ask).await.expect(200);
    drop(reader.submit(&question, "main form", &[]).await.expect(303));
    let mails = app.mails().await;
    assert!(
        mails.iter().any(|mail| mail
            .text
            .contains("How did you find the first twelve people?")),
        "{mails:?}"
    );
}

/// The compiled cases as a file would have them: no label that nobody chose.
async fn compiled(app: &TestApp) -> Vec<ImportedCase> {
    let rows = case::Entity::find()
        .filter(case::Column::Origin.eq("compiled"))
        .all(app.db.reader())
        .await
        .unwrap();
    let mut cases = Vec::new();
    for row in rows {
        let id = row.published_revision_id.expect("it is published");
        let revision = revision::Entity::find_by_id(id)
            .one(app.db.reader())
            .await
            .unwrap();
        let mut content = store::read_content(&revision.expect("a text").content).unwrap();
        assert!(
            !content.evidence_label.is_empty(),
            "8f184a7 wrote one into each"
        );
        content.evidence_label.clear();
        cases.push(ImportedCase {
            id: row.slug.expect("a slug"),
            content,
            kept: None,
        });
    }
    cases
}

/// The file of then makes no other text of a case; one of today brings what is new.
async fn imports_go_on(kind: Kind) {
    let Some((database, app, _)) = open(kind).await else {
        return;
    };
    let reader = app.visitor();
    let suggested = async |slug: &str| {
        let path = format!("/case-studies/{slug}.json");
        let case = reader.get(&path).await.expect(200).json();
        case["evidence_suggested"] == true
    };
    let mut cases = compiled(&app).await;
    assert_eq!(cases.len(), 28);
    let same = imports::import(&app.db, &cases, |_| {})
        .await
        .expect("stored");
    assert_eq!((same.added, same.updated, same.unchanged), (0, 0, 28));
    // What 8f184a7 wrote as if somebody had chosen it is a suggestion; what a moderator published stays.
    for case in &cases {
        assert!(suggested(&case.id).await, "{}", case.id);
    }
    assert!(!suggested("soup-and-stories").await);
    for case in &mut cases {
        case.content.main_result = "Nothing changed on the scale.".into();
        case.content.not_checked = "We have not read the report.".into();
        case.content.participants_counted = "took_part".into();
        case.content.evidence_label = "independently-evaluated".into();
        case.content.evidence_reason = "A university evaluated it.".into();
    }
    let new = imports::import(&app.db, &cases, |_| {})
        .await
        .expect("stored");
    assert_eq!((new.added, new.updated, new.unchanged), (0, 28, 0));
    let again = imports::import(&app.db, &cases, |_| {})
        .await
        .expect("stored");
    assert_eq!((again.added, again.updated, again.unchanged), (0, 0, 28));
    let case = reader
        .get("/case-studies/house-of-memories.json")
        .await
        .expect(200)
        .json();
    assert_eq!(case["main_result"], "Nothing changed on the scale.");
    assert_eq!(case["evidence"], "independently-evaluated");
    assert!(!suggested("house-of-memories").await);
    app.db.clone().close().await;
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_goes_on_over_the_bank_of_8f184a7_on_sqlite() {
    imports_go_on(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_goes_on_over_the_bank_of_8f184a7_on_postgres() {
    imports_go_on(Kind::Postgres).await;
}

async fn migrates(kind: Kind) {
    let Some((database, app, before)) = open(kind).await else {
        return;
    };
    assert!(server::database::is_current(&app.db).await.unwrap());
    what_readers_get(&app, &before).await;
    what_moderators_get(&app, &before).await;
    what_its_authors_get(&app, &before).await;
    every_text_survives_being_written(&app).await;
    work_goes_on(&app, &before).await;
    app.db.clone().close().await;
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bank_of_8f184a7_migrates_and_says_the_same_on_sqlite() {
    migrates(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bank_of_8f184a7_migrates_and_says_the_same_on_postgres() {
    migrates(Kind::Postgres).await;
}
