//! Words in the database that a newer version wrote: listed, named so, not movable, never an error.

use crate::each_database;
use crate::support::TestApp;
use case_study::answers::fingerprint;
use case_study::import::Kept;
use case_study::stored::NEWER;
use case_study::{CaseStudyContent, EventKind, Section, Status};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};
use store::entity::{revision, working_copy};
use store::{imports, mailed_links, message_inbox, outbox, submissions};

async fn sql(app: &TestApp, statement: &str) {
    app.db
        .writer()
        .execute_unprepared(statement)
        .await
        .expect(statement);
}

/// A content as a version to come would have stored it.
fn with_more(content: &str) -> String {
    let mut content: Value = serde_json::from_str(content).expect("a content");
    content["follow_up"] = json!("canary-of-a-newer-version");
    content["results"] = json!([{ "measure": "swemwbs", "words": "canary-of-a-result" }]);
    content["links"] =
        json!([{ "title": "Film", "url": "https://museum.example/film", "language": "canary-cy" }]);
    content.to_string()
}

fn assert_more(content: &str) {
    let content: Value = serde_json::from_str(content).expect("a content");
    assert_eq!(content["follow_up"], "canary-of-a-newer-version");
    assert_eq!(content["results"][0]["words"], "canary-of-a-result");
    assert_eq!(content["links"][0]["language"], "canary-cy");
}

each_database! {
    async fn a_status_is_listed_for_staff_and_nothing_can_be_decided(app: TestApp) {
        let (id, reference) = app.sent("Tea and objects").await;
        let sam = app.moderator().await;
        let path = format!("/moderate/cases/{reference}");
        let old_page = sam.get(&path).await.expect(200);
        sql(&app, "UPDATE submissions SET status = 'in_translation'").await;

        let queue = sam.get("/moderate").await.expect(200);
        assert_eq!(queue.one("tbody th .row-title").text(), "Tea and objects");
        assert_eq!(queue.one("tbody .status").text(), NEWER);
        let page = sam.get(&path).await.expect(200);
        assert_eq!(page.one(".review-status .status").text(), NEWER);
        assert!(page.select(".decision form").is_empty() && page.select(".decision a.button").is_empty(), "{page:?}");
        assert!(page.one(".decision").text().contains("A newer version of this program handles it."), "{page:?}");

        let refused = sam.submit(&old_page, "form[action$='/assign']", &[]).await.expect(409);
        assert_eq!(refused.one(".status").text(), NEWER);
        for page in ["changes", "decline", "take-down", "tags"] {
            drop(sam.get(&format!("{path}/{page}")).await.expect(409));
        }
        let now = app.submission(id).await;
        assert_eq!(now.status.slug(), "in_translation");
        assert_eq!(now.status.known(), None);
    }

    async fn each_of_a_newer_status_is_listed_once_whoever_has_it(app: TestApp) {
        let (mine, _) = app.sent("Tea and objects").await;
        let (_, _) = app.sent("Songs and soup").await;
        let sam = app.moderator().await;
        sql(&app, &format!("UPDATE submissions SET assignee_id = (SELECT MAX(id) FROM accounts) WHERE id = {mine}")).await;
        sql(&app, "UPDATE submissions SET status = 'in_translation'").await;
        let queue = sam.get("/moderate").await.expect(200);
        let titles: Vec<_> = queue.select("tbody th .row-title").into_iter().map(|title| title.text().to_owned()).collect();
        assert_eq!(titles, ["Tea and objects", "Songs and soup"]);
    }

    async fn a_status_is_told_to_its_author_and_nothing_is_offered(app: TestApp) {
        let (id, reference) = app.sent("Tea and objects").await;
        let author = app.submitter().await;
        sql(&app, "UPDATE submissions SET account_id = (SELECT MAX(id) FROM accounts)").await;
        let tx = app.db.begin().await.expect("a transaction");
        let token = mailed_links::issue_link(&tx, id).await.expect("a link");
        tx.commit().await.expect("it is written");
        sql(&app, "UPDATE submissions SET status = 'in_translation'").await;

        let account = author.get("/account").await.expect(200);
        assert_eq!(account.one("tbody .status").text(), NEWER);
        assert!(account.text().contains("Tea and objects"), "{account:?}");
        let start = author.get("/submit").await.expect(200);
        assert_eq!(start.one(".submit-mine .status").text(), NEWER);
        let draft = format!("/submit/{reference}");
        let stands = author.get(&draft).await.expect(200);
        assert_eq!(stands.one(".standing .status").text(), NEWER);
        assert!(!stands.text().contains("Withdraw"), "{stands:?}");
        for page in ["check", "sent", "withdraw", "story"] {
            let page = author.get(&format!("{draft}/{page}")).await.expect(303);
            assert_eq!(page.location(), draft);
        }
        drop(author.post(&format!("{draft}/withdraw"), &[]).await.expect(303));
        let tracked = app.visitor().get(&format!("/track/{token}")).await.expect(200);
        assert_eq!(tracked.one(".standing .status").text(), NEWER);
        assert!(tracked.select("main form").is_empty(), "{tracked:?}");
        assert_eq!(app.submission(id).await.status.slug(), "in_translation");
    }

    async fn a_state_of_a_case_is_named_and_the_case_cannot_be_moved(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let (_, approved) = app.standing_at(Status::Approved, "Songs and soup").await;
        let sam = app.moderator().await;
        let waiting = sam.get(&format!("/moderate/cases/{approved}")).await.expect(200);
        sql(&app, "UPDATE cases SET state = 'embargoed'").await;

        let path = format!("/moderate/cases/{reference}");
        let page = sam.get(&path).await.expect(200);
        assert!(page.one(".review-status").text().contains(NEWER), "{page:?}");
        assert!(page.select("a[href$='/take-down']").is_empty() && page.select("form[action$='/restore']").is_empty());
        drop(sam.get(&format!("{path}/take-down")).await.expect(409));
        drop(sam.submit(&waiting, "form[action$='/publish']", &[]).await.expect(409));
        let author = app.submitter().await;
        sql(&app, &format!("UPDATE submissions SET account_id = (SELECT MAX(id) FROM accounts) WHERE id = {id}")).await;
        let account = author.get("/account").await.expect(200);
        assert_eq!(account.one("tbody .status").text(), NEWER);
        drop(author.get("/case-studies/tea-and-objects").await.expect(404));
    }

    async fn what_happened_and_who_did_it_are_listed(app: TestApp) {
        let (id, reference) = app.sent("Tea and objects").await;
        sql(&app, &format!("UPDATE events SET action = 'translate', role = 'translator' WHERE submission_id = {id} AND action = 'submit'")).await;
        let sam = app.moderator().await;
        let page = sam.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        let newest = page.one(".timeline-entry").text().to_owned();
        assert!(newest.contains("Changed this") && newest.contains(NEWER) && newest.contains("Someone"), "{newest}");
        let history = store::history::history(&app.db, id).await.expect("a history");
        let kinds: Vec<_> = history.iter().map(|entry| entry.kind.slug()).collect();
        assert_eq!(kinds, ["begin", "translate"]);
        assert_eq!(history[0].kind, EventKind::Begin);
    }

    async fn a_message_of_another_kind_or_state_is_listed_and_not_handled(app: TestApp) {
        app.import_sample().await;
        let reader = app.visitor();
        let form = reader.get("/case-studies/house-of-memories/concern").await.expect(200);
        let fields = [("reason", "other"), ("text", "It says where the group meets."), ("email", "reader@example.org")];
        drop(reader.submit(&form, "main form", &fields).await.expect(303));
        let sam = app.moderator().await;
        for (column, word) in [("state", "escalated"), ("kind", "praise")] {
            sql(&app, &format!("UPDATE reader_messages SET {column} = '{word}'")).await;
            let list = sam.get("/moderate/messages").await.expect(200);
            assert!(list.one("tbody").text().contains(NEWER), "{list:?}");
            let address = list.one("tbody th a").attr("href").expect("an address");
            let page = sam.get(&address).await.expect(200);
            assert!(page.select("form[action$='/handle']").is_empty() && page.select("form[action$='/reopen']").is_empty());
            assert!(page.text().contains("It says where the group meets."), "{page:?}");
            let handled = [("version", "1"), ("note", "I looked into it.")];
            drop(sam.post(&format!("{address}/handle"), &handled).await.expect(409));
            let id = address.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
            let message = message_inbox::by_id(&app.db, id).await.unwrap().expect("a message");
            assert_eq!(message.version, 1);
            sql(&app, "UPDATE reader_messages SET state = 'open'").await;
        }
    }

    async fn members_of_a_text_survive_everything_that_is_done_to_it(app: TestApp) {
        let (id, reference) = app.draft("Tea and objects").await;
        let copy = working_copy::Entity::find_by_id(id).one(app.db.reader()).await.unwrap().expect("a draft");
        let content = with_more(&copy.content);
        let mut copy = copy.into_active_model();
        copy.content = Set(content.clone());
        copy.update(app.db.writer()).await.expect("stored");
        let before = app.submission(id).await;
        let unchanged = submissions::current_content(app.db.reader(), &before).await.unwrap();
        let plain: CaseStudyContent = serde_json::from_str(&content).unwrap();
        for section in Section::FORM {
            let (one, other) = (section.asked(), section.asked());
            assert_eq!(fingerprint(&unchanged, one), fingerprint(&plain, other), "no section is another one by it");
        }

        app.answer(id, Section::Care, &[("team_care", "We met on Fridays.".to_owned())]).await;
        app.send(id).await;
        let sam = app.moderator().await;
        let path = format!("/moderate/cases/{reference}");
        let press = async |action: &str, fields: &[(&str, &str)]| {
            let page = sam.get(&path).await.expect(200);
            assert!(!page.body().contains("canary"), "{page:?}");
            drop(sam.submit(&page, &format!("form[action$='/{action}']"), fields).await.expect(303));
        };
        let tag = async |theme: &str| {
            let page = sam.get(&format!("{path}/tags")).await.expect(200);
            drop(sam.submit(&page, "form.tags-form", &[("themes", theme), ("evidence_label", "monitored")]).await.expect(303));
        };
        press("assign", &[]).await;
        tag("homelessness").await;
        let form = sam.get(&format!("{path}/changes")).await.expect(200);
        let message = [("reason", "evidence-gap"), ("message", "How many people told you so?")];
        drop(sam.submit(&form, "form.letter", &message).await.expect(303));
        app.answer(id, Section::Care, &[("team_care", "We met every Friday.".to_owned())]).await;
        app.send(id).await;
        press("assign", &[]).await;
        press("approve-and-publish", &[]).await;
        tag("healthy-ageing").await;

        let revisions = revision::Entity::find().all(app.db.reader()).await.unwrap();
        assert_eq!(revisions.len(), 5, "as submitted, as edited, as submitted, as published, tagged");
        let copy = working_copy::Entity::find_by_id(id).one(app.db.reader()).await.unwrap().expect("a draft");
        for text in revisions.iter().map(|revision| &revision.content).chain([&copy.content]) {
            assert_more(text);
        }
        let reader = app.visitor();
        for public in ["", ".json", ".md", ".bib", ".ris", "/embed"] {
            let page = reader.get(&format!("/case-studies/tea-and-objects{public}")).await.expect(200);
            assert!(!page.body().contains("canary"), "{public}: {page:?}");
        }
        for public in ["/api/v1/case-studies/tea-and-objects", "/open-data/cases.json", "/open-data/cases.csv"] {
            assert!(!reader.get(public).await.expect(200).body().contains("canary"), "{public}");
        }
    }

    async fn members_of_a_compiled_text_survive_an_import(app: TestApp) {
        let mut cases = crate::sample::bank();
        imports::import(&app.db, &cases, |_| {}).await.expect("stored");
        for row in revision::Entity::find().all(app.db.reader()).await.unwrap() {
            let mut text: Value = serde_json::from_str(&row.content).unwrap();
            text["follow_up"] = json!("canary-of-a-newer-version");
            let mut row = row.into_active_model();
            row.content = Set(text.to_string());
            row.update(app.db.writer()).await.expect("stored");
        }
        let again = imports::import(&app.db, &cases, |_| {}).await.expect("stored");
        assert_eq!((again.unchanged, again.added), (cases.len(), 0), "what is not known makes no difference");
        // A file compiled by hand, and one that `export` wrote.
        cases[0].content.title = "A corrected title".into();
        cases[1].content.title = "Another corrected title".into();
        cases[1].kept = Some(Kept { compiled: true, sample: false, published_at: 1 });
        let again = imports::import(&app.db, &cases, |_| {}).await.expect("stored");
        assert_eq!((again.updated, again.unchanged), (2, cases.len() - 2));
        let revisions = revision::Entity::find().all(app.db.reader()).await.unwrap();
        assert_eq!(revisions.len(), cases.len() + 2);
        for revision in revisions {
            let text: Value = serde_json::from_str(&revision.content).unwrap();
            assert_eq!(text["follow_up"], "canary-of-a-newer-version", "{text}");
        }
    }

    async fn a_job_is_listed_and_left_alone(app: TestApp) {
        let mail = case_study::mail_templates::Mail { subject: "Held back".into(), body: "Hello".into(), ..Default::default() };
        let tx = app.db.begin().await.unwrap();
        outbox::enqueue_mail(&tx, "ana@example.org", mail).await.unwrap();
        tx.commit().await.unwrap();
        sql(&app, "UPDATE jobs SET state = 'held'").await;
        let sam = app.moderator().await;
        let list = sam.get("/moderate/mails").await.expect(200);
        let row = list.one("tbody tr").text().to_owned();
        assert!(row.contains("Held back") && row.contains(NEWER), "{row}");
        assert!(list.select("tbody form").is_empty(), "{list:?}");
        assert!(app.mails().await.is_empty());
    }
}
