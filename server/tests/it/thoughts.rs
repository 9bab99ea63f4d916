//! Thoughts on the campaign: shared without an account, read and answered by moderators, never published.

use crate::each_database;
use crate::support::{Page, TestApp, Visitor};
use case_study::reader_message::{SENDER_KEPT_DAYS, TEXT_KEPT_DAYS};
use case_study::thought::ThoughtState;
use sea_orm::{EntityTrait, PaginatorTrait, Set};
use store::entity::{event, job, thought};
use store::{DAY_MS, thoughts};

const FORM: &str = "form[action='/share-your-thoughts']";
const TEXT: &str = "Quiet hours <b>help</b> my mother.";

async fn share(visitor: &Visitor, fields: &[(&str, &str)]) -> Page {
    let page = visitor.get("/share-your-thoughts").await.expect(200);
    visitor.submit(&page, FORM, fields).await
}

async fn shared(app: &TestApp, email: &str) -> String {
    let fields = [("topic", "Quiet hours"), ("text", TEXT), ("email", email)];
    share(&app.visitor(), &fields).await.expect(303);
    let sam = app.moderator().await;
    let list = sam.get("/moderate/thoughts").await.expect(200);
    list.one("tbody th a").attr("href").expect("an address")
}

async fn count(app: &TestApp) -> u64 {
    thought::Entity::find()
        .count(app.db.reader())
        .await
        .unwrap()
}

each_database! {
    async fn one_is_shared_and_thanked_for_and_told_to_the_operator(app: TestApp) {
        let visitor = app.visitor();
        let page = visitor.get("/share-your-thoughts").await.expect(200);
        assert!(page.text().contains("We never publish it."), "{page:?}");
        let fields = [("topic", "Quiet hours"), ("text", TEXT), ("email", "")];
        let sent = visitor.submit(&page, FORM, &fields).await.expect(303);
        assert_eq!(sent.location(), "/share-your-thoughts/sent");
        let thanks = visitor.follow(&sent).await.expect(200);
        assert!(thanks.text().contains("Thank you for your thoughts"), "{thanks:?}");
        // A second press of the same page is the same thought; with another word it is another one.
        visitor.submit(&page, FORM, &fields).await.expect(303);
        assert_eq!(count(&app).await, 1);
        let other = [("topic", "Quiet hours"), ("text", "And quiet rooms too."), ("email", "")];
        visitor.submit(&page, FORM, &other).await.expect(303);
        assert_eq!(count(&app).await, 2);
        let told = job::Entity::find().all(app.db.reader()).await.unwrap();
        let told: Vec<_> = told.iter().filter(|job| job.payload.contains("shared a thought")).collect();
        assert!(told.iter().all(|job| !job.payload.contains("quiet rooms")), "{told:?}");
    }

    async fn what_is_missing_is_said_and_no_word_is_lost(app: TestApp) {
        let visitor = app.visitor();
        let refused = share(&visitor, &[("topic", ""), ("text", TEXT), ("email", "nobody")]).await.expect(422);
        for words in ["Say what it is about in a few words", "name@museum.example"] {
            assert!(refused.text().contains(words), "{words}: {refused:?}");
        }
        assert_eq!(refused.one("#text").text().trim(), TEXT);
        assert_eq!(refused.one("#email").attr("value").as_deref(), Some("nobody"));
        assert_eq!(count(&app).await, 0);
        let sent = visitor.submit(&refused, FORM, &[("topic", "Quiet hours"), ("email", "")]).await.expect(303);
        assert_eq!(sent.location(), "/share-your-thoughts/sent");
        let long = "word ".repeat(1_001);
        let refused = share(&visitor, &[("topic", "Quiet hours"), ("text", &long)]).await.expect(422);
        assert_eq!(refused.one("#text").text().trim(), long.trim());
    }

    async fn a_moderator_answers_by_email_once(app: TestApp) {
        let path = shared(&app, "ana@reader.example").await;
        let sam = app.moderator().await;
        assert!(sam.get("/moderate").await.expect(200).text().contains("1 thought on the campaign waits."));
        let page = sam.get(&path).await.expect(200);
        assert!(page.text().contains(TEXT) && page.text().contains("ana@reader.example"), "{page:?}");
        let form = "form[action$='/answer']";
        let refused = sam.submit(&page, form, &[("answer", "")]).await.expect(422);
        assert!(refused.text().contains("Write your answer"), "{refused:?}");
        let before = job::Entity::find().count(app.db.reader()).await.unwrap();
        let words = "Thank you. We will try them in March.";
        let done = sam.submit(&page, form, &[("answer", words)]).await.expect(303);
        let after = sam.follow(&done).await.expect(200);
        assert!(after.one("[role=alert]").text().contains("Answered") && after.text().contains(words), "{after:?}");
        let jobs = job::Entity::find().all(app.db.reader()).await.unwrap();
        assert_eq!(jobs.len() as u64, before + 1);
        let mail = &jobs.last().unwrap().payload;
        assert!(mail.contains(words) && mail.contains("ana@reader.example") && mail.contains("Quiet hours"), "{mail}");
        // The second of two moderators keeps their words, and nothing goes out twice.
        let late = sam.submit(&page, form, &[("answer", "Another answer.")]).await.expect(409);
        assert!(late.text().contains("Someone else was faster") && late.text().contains("Another answer."), "{late:?}");
        assert_eq!(job::Entity::find().count(app.db.reader()).await.unwrap(), before + 1);
        let list = sam.get("/moderate/thoughts?state=handled").await.expect(200);
        assert!(list.text().contains("Emailed"), "{list:?}");
        let done = sam.submit(&after, "form[action$='/reopen']", &[]).await.expect(303);
        assert!(sam.follow(&done).await.expect(200).text().contains("Open again"));
    }

    async fn one_without_an_address_is_handled_and_forgotten_in_time(app: TestApp) {
        let path = shared(&app, "").await;
        let sam = app.moderator().await;
        let page = sam.get(&path).await.expect(200);
        assert!(page.select("form[action$='/answer']").is_empty(), "{page:?}");
        sam.submit(&page, "form[action$='/handle']", &[]).await.expect(303);
        assert_eq!(thoughts::count_open(&app.db).await.unwrap(), 0);
        assert_eq!(thoughts::forget(&app.db).await.unwrap(), 0);
        let rows = thoughts::list(&app.db, ThoughtState::Handled, 1).await.unwrap().rows;
        assert_eq!(rows[0].text, TEXT);
    }

    async fn with_the_words_goes_what_they_were_about(app: TestApp) {
        let path = shared(&app, "ana@reader.example").await;
        let sam = app.moderator().await;
        let page = sam.get(&path).await.expect(200);
        drop(sam.submit(&page, "form[action$='/handle']", &[]).await.expect(303));
        app.clock.advance((SENDER_KEPT_DAYS + 1) * DAY_MS);
        assert_eq!(thoughts::forget(&app.db).await.unwrap(), 1);
        let row = thought::Entity::find().one(app.db.reader()).await.unwrap().expect("a row");
        assert_eq!((row.topic.as_str(), row.body.as_str(), row.email.as_str()), ("Quiet hours", TEXT, ""));
        app.clock.advance((TEXT_KEPT_DAYS - SENDER_KEPT_DAYS) * DAY_MS);
        assert_eq!(thoughts::forget(&app.db).await.unwrap(), 1);
        assert_eq!(thoughts::forget(&app.db).await.unwrap(), 0);
        // What an earlier version left goes as well.
        let left = thought::ActiveModel { id: Set(row.id), topic: Set("Quiet hours".into()), ..Default::default() };
        thought::Entity::update(left).exec(app.db.writer()).await.unwrap();
        assert_eq!(thoughts::forget(&app.db).await.unwrap(), 1);
        let row = thought::Entity::find().one(app.db.reader()).await.unwrap().expect("a row");
        assert_eq!((row.topic.as_str(), row.body.as_str(), row.answer.as_str(), row.email.as_str()), ("", "", "", ""));
        let history = event::Entity::find().all(app.db.reader()).await.unwrap();
        assert!(!history.iter().any(|one| one.detail.contains("Quiet hours")), "{history:?}");
        // The list and the page say so.
        let sam = app.moderator().await;
        let list = sam.get("/moderate/thoughts?state=handled").await.expect(200);
        assert_eq!(list.one("tbody th a").text(), "Deleted, as we promised");
        let page = sam.get(&path).await.expect(200);
        assert_eq!(page.one("h1").text(), "Deleted, as we promised");
    }

    async fn nobody_else_reads_them(app: TestApp) {
        let path = shared(&app, "ana@reader.example").await;
        for visitor in [app.visitor(), app.submitter().await] {
            let page = visitor.get(&path).await;
            assert!(page.status().as_u16() == 303 || page.status().as_u16() == 403, "{page:?}");
            assert!(!page.text().contains("my mother"));
        }
        for public in ["/", "/about", "/share-your-thoughts", "/case-studies", "/sitemap.xml", "/case-studies.atom"] {
            assert!(!app.visitor().get(public).await.text().contains("my mother"), "{public}");
        }
    }
}
