//! What readers wrote: the list, one message, what is done about it.

use crate::each_database;
use crate::support::{Page, TestApp, Visitor};
use case_study::Status;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use store::entity::reader_message;

const CASE: &str = "/case-studies/house-of-memories";

/// Sends one form of a case.
async fn write(visitor: &Visitor, case: &str, form: &str, fields: &[(&str, &str)]) {
    let page = visitor.get(&format!("{case}/{form}")).await.expect(200);
    visitor.submit(&page, "main form", fields).await.expect(303);
}

async fn concern(app: &TestApp, reason: &str) {
    let fields = [
        ("reason", reason),
        ("text", "It says <b>where</b> the group meets."),
        ("email", "reader@example.org"),
    ];
    write(&app.visitor(), CASE, "concern", &fields).await;
}

fn titles(page: &Page) -> Vec<String> {
    page.select("tbody th .row-title")
        .iter()
        .map(|title| title.text().to_owned())
        .collect()
}

/// The address of the newest message in the list.
async fn first(visitor: &Visitor) -> String {
    let list = visitor.get("/moderate/messages").await.expect(200);
    list.one("tbody th a").attr("href").expect("an address")
}

each_database! {
    async fn a_correction_is_carried_out_from_the_message(app: TestApp) {
        app.import_sample().await;
        let sam = app.moderator().await;
        let fields = [("kind", "correction"), ("name", "Ana Quill"), ("email", "ana@museum.example"), ("text", "It began in 2013, not in 2012.")];
        write(&app.visitor(), CASE, "claim", &fields).await;
        let message = first(&sam).await;
        let page = sam.get(&message).await.expect(200);
        let path = page.one("a[href*='after_message=']").attr("href").expect("an address");
        let form = sam.get(&path).await.expect(200);
        assert!(form.text().contains("It began in 2013, not in 2012."), "{form:?}");
        let part = form.one(".edit-parts a[href*='part=museum']").attr("href").expect("an address");
        assert!(part.contains("after_message="), "another part keeps it: {part}");
        // Without a kind of change it is asked again, and the message still stands there.
        let again = sam.submit(&form, "form.edit-form", &[("summary", "It began in 2013.")]).await.expect(422);
        assert!(again.text().contains("It began in 2013, not in 2012."), "{again:?}");
        let change = [("summary", "It began in 2013."), ("weight", "form")];
        let saved = sam.submit(&again, "form.edit-form", &change).await.expect(303);
        let page = sam.follow(&saved).await.expect(200);
        assert!(page.text().contains("Carried out: 1 answer was changed."), "{page:?}");
        assert!(page.one("[role=alert]").text().contains("Handled"), "{page:?}");
        assert!(sam.get("/moderate/messages").await.expect(200).text().contains("No one is waiting for an answer."));
        let public = app.visitor().get(CASE).await.expect(200);
        assert!(public.text().contains("It began in 2013."), "{public:?}");
        // Handled, it stands above no form any more.
        let form = sam.get(&path).await.expect(200);
        assert!(!form.text().contains("What a reader wrote"), "{form:?}");
    }

    async fn a_claim_leads_to_the_case_study_that_takes_its_place(app: TestApp) {
        app.import_sample().await;
        let sam = app.moderator().await;
        let (id, reference) = app.standing_at(Status::InReview, "House of Memories: museum-led dementia awareness training").await;
        let fields = [("kind", "claim"), ("name", "Ana Quill"), ("email", "ana@museum.example"), ("text", "It is ours, and it has ended.")];
        write(&app.visitor(), CASE, "claim", &fields).await;
        let page = sam.get(&first(&sam).await).await.expect(200);
        let form = format!("form[action='/moderate/cases/{reference}/join']");
        let question = sam.submit(&page, &form, &[]).await.expect(200);
        assert!(question.text().contains("Make it a new version"), "{question:?}");
        assert_eq!(app.submission(id).await.status, Status::InReview, "the first press changes nothing");
    }

    async fn the_queue_counts_them_and_the_urgent_come_first(app: TestApp) {
        app.import_sample().await;
        let sam = app.moderator().await;
        let queue = sam.get("/moderate").await.expect(200);
        assert!(queue.text().contains("No message from a reader waits."), "{queue:?}");
        assert!(sam.get("/moderate/messages").await.expect(200).text().contains("No one is waiting for an answer."));
        concern(&app, "other").await;
        let claim = [("kind", "claim"), ("name", "Learning team"), ("email", "us@museum.example"), ("text", "It is ours, and it has ended.")];
        write(&app.visitor(), CASE, "claim", &claim).await;
        concern(&app, "safety").await;
        let queue = sam.get("/moderate").await.expect(200);
        assert!(queue.text().contains("3 messages from readers wait."), "{queue:?}");
        let list = sam.get("/moderate/messages").await.expect(200);
        assert_eq!(titles(&list), ["It could put someone at risk", "Something else", "A museum says that it is theirs"]);
        assert!(list.select("tbody tr")[0].text().contains("Read this first"), "{list:?}");
        assert!(sam.get("/moderate/messages?state=handled").await.expect(200).text().contains("Nothing here yet."));
    }

    async fn the_last_of_six_hundred_is_seen_and_an_urgent_one_comes_first(app: TestApp) {
        app.import_sample().await;
        concern(&app, "other").await;
        let first = reader_message::Entity::find().one(app.db.reader()).await.unwrap().expect("a message");
        let row = |number: i64, reason: &str| reader_message::ActiveModel {
            case_id: Set(first.case_id),
            kind: Set("concern".into()),
            reason: Set(reason.into()),
            body: Set("Something is odd.".into()),
            sender: Set(String::new()),
            email: Set(String::new()),
            state: Set("open".into()),
            version: Set(1),
            key_hash: Set(format!("{number:064}")),
            created_at: Set(first.created_at + number),
            ..Default::default()
        };
        let many = (1..600).map(|number| row(number, "other")).chain([row(600, "safety")]);
        reader_message::Entity::insert_many(many).exec_without_returning(app.db.writer()).await.unwrap();
        let sam = app.moderator().await;
        let list = sam.get("/moderate/messages").await.expect(200);
        assert_eq!(titles(&list).len(), 25);
        assert_eq!(titles(&list)[0], "It could put someone at risk");
        assert!(list.text().contains("601 messages, open"), "{list:?}");
        let last = sam.get("/moderate/messages?page=25").await.expect(200);
        assert_eq!(titles(&last), ["Something else"]);
        let newest = reader_message::Entity::find().filter(reader_message::Column::KeyHash.eq(format!("{:064}", 599))).one(app.db.reader()).await.unwrap().expect("a message");
        assert_eq!(last.one("tbody th a").attr("href"), Some(format!("/moderate/messages/{}", newest.id)));
    }

    async fn a_page_far_behind_the_last_is_empty(app: TestApp) {
        app.import_sample().await;
        concern(&app, "other").await;
        let (_, reference) = app.sent("Tea and objects on Tuesdays").await;
        let sam = app.moderator().await;
        for page in ["2", "1000000000000000000", "18446744073709551615"] {
            for list in ["/moderate/messages?", "/moderate/messages?state=handled&", "/moderate?", "/moderate?status=declined&"] {
                let shown = sam.get(&format!("{list}page={page}")).await.expect(200);
                assert!(titles(&shown).is_empty() && !shown.text().contains(&reference), "{list}{page}: {shown:?}");
            }
        }
    }

    async fn one_is_handled_with_a_note_and_opened_again(app: TestApp) {
        app.import_sample().await;
        concern(&app, "other").await;
        let sam = app.moderator().await;
        let path = first(&sam).await;
        let page = sam.get(&path).await.expect(200);
        assert_eq!(page.header("cache-control"), "no-store, no-transform");
        for words in ["It says <b>where</b> the group meets.", "reader@example.org", "Compiled from public sources"] {
            assert!(page.text().contains(words), "{words}: {page:?}");
        }
        let refused = sam.submit(&page, "form[action$='/handle']", &[("note", " ")]).await.expect(422);
        assert!(refused.text().contains("Say in a few words what you did"), "{refused:?}");
        let done = sam.submit(&page, "form[action$='/handle']", &[("note", "Took the sentence out, wrote to the reader.")]).await.expect(303);
        let page = sam.follow(&done).await.expect(200);
        assert!(page.one("[role=alert]").text().contains("Handled"), "{page:?}");
        let history = page.one(".timeline").text().to_owned();
        assert!(history.contains("Marked this as handled") && history.contains("Took the sentence out") && history.contains("A reader"), "{history}");
        assert!(titles(&sam.get("/moderate/messages").await.expect(200)).is_empty());
        assert_eq!(titles(&sam.get("/moderate/messages?state=handled").await.expect(200)), ["Something else"]);
        let done = sam.submit(&page, "form[action$='/reopen']", &[]).await.expect(303);
        assert!(sam.follow(&done).await.expect(200).one("[role=alert]").text().contains("Open again"));
        assert_eq!(titles(&sam.get("/moderate/messages").await.expect(200)), ["Something else"]);
    }

    async fn of_two_moderators_one_handles_it_and_the_other_loses_no_word(app: TestApp) {
        app.import_sample().await;
        concern(&app, "other").await;
        let (sam, kim) = (app.moderator().await, app.moderator().await);
        let path = first(&sam).await;
        let (mine, theirs) = (sam.get(&path).await.expect(200), kim.get(&path).await.expect(200));
        sam.submit(&mine, "form[action$='/handle']", &[("note", "I did it.")]).await.expect(303);
        let page = kim.submit(&theirs, "form[action$='/handle']", &[("note", "I did it too.")]).await.expect(409);
        assert!(page.text().contains("Someone else was faster"), "{page:?}");
        assert!(page.one(".timeline").text().contains("I did it."), "{page:?}");
        assert!(!page.one(".timeline").text().contains("I did it too."));
        assert!(page.text().contains("I did it too."), "{page:?}");
    }

    async fn a_compiled_case_is_taken_down_in_one_press_and_put_back(app: TestApp) {
        app.import_sample().await;
        concern(&app, "safety").await;
        let (sam, reader) = (app.moderator().await, app.visitor());
        let page = sam.get(&first(&sam).await).await.expect(200);
        let done = sam.submit(&page, "form[action$='/take-down']", &[]).await.expect(303);
        reader.get(CASE).await.expect(410);
        let page = sam.follow(&done).await.expect(200);
        assert!(page.one("[role=alert]").text().contains("Taken down"), "{page:?}");
        assert!(page.one(".timeline").text().contains("After a message from a reader: It could put someone at risk."), "{page:?}");
        assert!(page.select(&format!("main a[href='{CASE}']")).is_empty());
        let back = page.one(".decision a[href$='/restore']").attr("href").expect("where it is put back");
        let form = sam.get(&back).await.expect(200);
        sam.submit(&form, "form.letter", &[]).await.expect(422);
        reader.get(CASE).await.expect(410);
        let because = [("message", "The reader was mistaken, they say.")];
        let done = sam.submit(&form, "form.letter", &because).await.expect(303);
        reader.get(CASE).await.expect(200);
        // Pressed once more on the old page: it stands already, and the words are kept.
        let again = sam.submit(&form, "form.letter", &because).await.expect(409);
        assert_eq!(again.value("message").map(|text| text.trim().to_owned()).as_deref(), Some(because[0].1));
        assert!(sam.follow(&done).await.expect(200).one("[role=alert]").text().contains("Put back"));
    }

    async fn a_case_that_a_museum_sent_has_the_take_down_in_its_history_too(app: TestApp) {
        let (_, reference) = app.standing_at(Status::Published, "Tea and objects on Tuesdays").await;
        let sam = app.moderator().await;
        let review = sam.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        let case = review.select("a").iter().filter_map(|link| link.attr("href")).find(|href| href.starts_with("/case-studies/")).expect("its public page");
        write(&app.visitor(), &case, "concern", &[("reason", "no-permission"), ("text", "Nobody asked my mother.")]).await;
        let page = sam.get(&first(&sam).await).await.expect(200);
        assert!(page.select("main a").iter().any(|link| link.attr("href").as_deref() == Some(&format!("/moderate/cases/{reference}"))), "{page:?}");
        assert!(page.text().contains("No address was given"), "{page:?}");
        sam.submit(&page, "form[action$='/take-down']", &[]).await.expect(303);
        let review = sam.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        assert!(review.one(".timeline").text().contains("After a message from a reader: It is there without permission."), "{review:?}");
        app.visitor().get(&case).await.expect(410);
    }

    async fn words_are_not_lost_when_the_session_has_ended(app: TestApp) {
        app.import_sample().await;
        concern(&app, "other").await;
        let sam = app.moderator().await;
        let path = first(&sam).await;
        let page = sam.get(&path).await.expect(200);
        let version = page.value("version").expect("a version");
        let signed_out = app.visitor().post(&format!("{path}/handle"), &[("version", &version), ("note", "Wrote to the reader.")]).await.expect(403);
        assert!(signed_out.text().contains("nothing you wrote is lost"), "{signed_out:?}");
        app.submitter().await.post(&format!("{path}/handle"), &[("version", &version), ("note", "Mine")]).await.expect(403);
    }

    async fn what_there_is_not_is_not_found(app: TestApp) {
        app.import_sample().await;
        concern(&app, "other").await;
        let sam = app.moderator().await;
        let path = first(&sam).await;
        for odd in ["/moderate/messages/999", "/moderate/messages/x", "/moderate/messages/%00"] {
            sam.get(odd).await.expect(404);
        }
        sam.post(&format!("{path}/delete"), &[("version", "1")]).await.expect(404);
        sam.post(&format!("{path}/handle"), &[("note", "No version")]).await.expect(400);
        sam.post(&format!("{path}/take-down"), &[("version", "1"), ("note", "Not asked")]).await.expect(400);
        assert_eq!(titles(&sam.get("/moderate/messages").await.expect(200)).len(), 1);
    }
}
