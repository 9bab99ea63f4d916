//! What is held about an address, by a mailed link: shown as a file, and erased.

mod whole_addresses;

use crate::each_database;
use crate::submit::steps::{begin, send};
use crate::support::{Page, TestApp};
use case_study::intake::Why;
use case_study::mail_templates::Mail;
use case_study::reader_message::{MessageKind, Written};
use case_study::thought::Thought;
use case_study::{Role, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use store::entity::{
    account, erasure, job, letter, reader_message, revision, session, submission, working_copy,
};
use store::history::Actor;
use store::intake::{Key, NewMail, What, take_in};
use store::outbox::{Concerning, enqueue_mail, enqueue_mail_for_answer};
use store::reader_messages::{NewMessage, receive};
use store::{DAY_MS, hash_token};

const ADDRESS: &str = "learning@museum.example";

/// The link that was mailed last.
async fn link(app: &TestApp) -> String {
    let mails = app.mails().await;
    let mail = mails
        .iter()
        .rev()
        .find(|mail| mail.subject.starts_with("What we hold"));
    let links = mail.expect("a mail").links();
    links
        .into_iter()
        .find(|link| link.starts_with("/my-data/"))
        .expect("a link")
}

async fn ask(app: &TestApp, address: &str) -> String {
    let visitor = app.visitor();
    let page = visitor.get("/my-data").await.expect(200);
    let asked = visitor
        .submit(&page, "form.form", &[("email", address)])
        .await
        .expect(303);
    assert_eq!(asked.location(), "/my-data?asked=yes");
    link(app).await
}

/// The file behind a link.
async fn file(app: &TestApp, path: &str) -> serde_json::Value {
    let file = app.visitor().get(&format!("{path}/file")).await;
    file.expect(200).json()
}

/// Erases what a link shows.
async fn erase(app: &TestApp, path: &str) -> Page {
    let sure = app.visitor().get(&format!("{path}/erase")).await;
    let sure = sure.expect(200);
    let done = app.visitor().submit(&sure, "form.form", &[]).await;
    done.expect(200)
}

/// Something that was sent from this address, and published.
async fn published(app: &TestApp) -> i64 {
    let (id, _) = app.standing_at(Status::Published, "Tea and objects").await;
    sent_from(app, id, "Learning@Museum.example").await;
    id
}

async fn sent_from(app: &TestApp, id: i64, address: &str) {
    submission::Entity::update_many()
        .col_expr(submission::Column::SubmitterEmail, Expr::value(address))
        .filter(submission::Column::Id.eq(id))
        .exec(app.db.writer())
        .await
        .unwrap();
}

/// How many rows of every table hold the address.
async fn rows_with_address(app: &TestApp) -> Vec<(&'static str, usize)> {
    let mut found = Vec::new();
    macro_rules! count {
        ($entity:ident) => {
            let rows = $entity::Entity::find().all(app.db.reader()).await.unwrap();
            let holds = |row: &_| format!("{row:?}").to_lowercase().contains(ADDRESS);
            let many = rows.iter().filter(|row| holds(row)).count();
            if many > 0 {
                found.push((stringify!($entity), many));
            }
        };
    }
    count!(submission);
    count!(revision);
    count!(working_copy);
    count!(letter);
    count!(job);
    count!(reader_message);
    count!(account);
    found
}

each_database! {
    async fn the_answer_is_the_same_for_any_address_and_the_page_says_what_there_is(app: TestApp) {
        let unknown = ask(&app, "nobody@else.example").await;
        let page = app.visitor().get(&unknown).await.expect(200);
        assert!(page.text().contains("We hold nothing about this address"), "{page:?}");
        published(&app).await;
        let known = ask(&app, ADDRESS).await;
        let page = app.visitor().get(&known).await.expect(200);
        assert!(page.text().contains("1 case study or draft"), "{page:?}");
        // It ends after a day.
        app.clock.advance(DAY_MS);
        drop(app.visitor().get(&known).await.expect(404));
    }

    async fn an_address_is_mailed_three_times_a_day_at_most(app: TestApp) {
        for _ in 0..5 {
            ask(&app, ADDRESS).await;
        }
        let mails = app.mails().await;
        let about = mails.iter().filter(|mail| mail.subject.starts_with("What we hold")).count();
        assert_eq!(about, 3);
    }

    async fn the_file_holds_texts_letters_and_messages_and_no_secret(app: TestApp) {
        published(&app).await;
        app.import_sample().await;
        receive_from(&app, ADDRESS).await;
        let path = ask(&app, ADDRESS).await;
        let file = app.visitor().get(&format!("{path}/file")).await.expect(200);
        assert_eq!(file.header("content-type"), "application/json");
        assert!(file.header("content-disposition").contains("my-data.json"));
        let held = file.json();
        assert_eq!(held["address"], ADDRESS);
        let first = &held["case_studies"][0];
        assert_eq!(first["title"], "Tea and objects");
        assert!(first["texts"].as_array().is_some_and(|texts| texts.len() >= 2), "{first}");
        assert!(!first["history"].as_array().unwrap().is_empty());
        assert_eq!(held["messages_to_moderators"][0]["text"], "A number on this page is not right.");
        assert!(!file.body().contains("hash"), "{}", file.body());
    }

    async fn every_list_of_the_file_has_a_line_on_the_page(app: TestApp) {
        app.import_sample().await;
        published(&app).await;
        let (of_others, _) = app.standing_at(Status::Submitted, "Songs and soup").await;
        sent_from(&app, of_others, "bo@else.example").await;
        receive_from(&app, ADDRESS).await;
        think(&app, ADDRESS, "Quiet hours help my mother.").await;
        think(&app, "", &format!("Ask {ADDRESS} about quiet hours.")).await;
        read_in(&app, ADDRESS).await;
        let path = ask(&app, ADDRESS).await;
        queue(&app).await;

        let held = file(&app, &path).await;
        let mut lists = 0;
        for (member, value) in held.as_object().expect("an object") {
            if let Some(entries) = value.as_array() {
                // A new list is filled here, and named on the page.
                assert!(!entries.is_empty(), "{member}");
                lists += 1;
            }
        }
        let page = app.visitor().get(&path).await.expect(200);
        let lines = page.select("main .measure ul li");
        assert_eq!(lines.len(), lists, "{page:?}");
        assert!(!page.text().contains("which the file shows"), "{page:?}");
        for line in ["1 thought on the campaign", "1 email from you that we read in", "1 email to you that has not arrived yet"] {
            assert!(lines.iter().any(|one| one.text() == line), "{line}: {page:?}");
        }
    }

    async fn what_names_the_person_goes_and_what_readers_see_stays(app: TestApp) {
        let id = published(&app).await;
        app.import_sample().await;
        receive_from(&app, ADDRESS).await;
        let owner = app.visitor();
        begin(&owner, "A draft of theirs", ADDRESS).await;
        let before = app.visitor().get("/case-studies/tea-and-objects").await.expect(200);
        assert!(!rows_with_address(&app).await.is_empty());

        let path = ask(&app, ADDRESS).await;
        let sure = app.visitor().get(&format!("{path}/erase")).await.expect(200);
        assert!(!rows_with_address(&app).await.is_empty(), "opening it changes nothing");
        let visitor = app.visitor();
        let done = visitor.submit(&sure, "form.form", &[]).await.expect(200);
        assert!(done.text().contains("1 case study stays without your address."), "{done:?}");
        assert!(done.text().contains("1 draft was deleted."), "{done:?}");
        assert_eq!(rows_with_address(&app).await, []);
        let row = erasure::Entity::find().one(app.db.reader()).await.unwrap().expect("a note");
        assert_eq!(row.email_hash, hash_token(ADDRESS));
        assert_eq!(app.entries(id, "erase_person").await.len(), 1);

        let after = app.visitor().get("/case-studies/tea-and-objects").await.expect(200);
        assert_eq!(after.one("article.case h1").text(), before.one("article.case h1").text());
        let content = app.content(id).await;
        assert_eq!((content.contact_email.as_str(), content.contact_role.as_str()), ("", ""));
        assert!(!content.need.is_empty() && !content.title.is_empty());
        // The link is used up, and so is that of their case study.
        drop(app.visitor().get(&path).await.expect(404));
        drop(visitor.submit(&sure, "form.form", &[]).await.expect(404));
        assert_eq!(app.submission(id).await.status, Status::Published);
    }

    async fn the_account_of_a_museum_is_closed_and_that_of_staff_stays(app: TestApp) {
        for (role, closed) in [(Role::Submitter, true), (Role::Moderator, false)] {
            let (id, address) = app.account(role).await;
            let visitor = app.visitor();
            drop(visitor.post(&format!("/test/signed-in/{id}"), &[]).await.expect(204));
            let path = ask(&app, &address).await;
            let sure = app.visitor().get(&format!("{path}/erase")).await.expect(200);
            assert_eq!(sure.text().contains("Your account as a moderator or admin stays."), !closed);
            drop(app.visitor().submit(&sure, "form.form", &[]).await.expect(200));
            let row = account::Entity::find_by_id(id).one(app.db.reader()).await.unwrap().expect("a row");
            assert_eq!((row.disabled, row.email.is_empty()), (closed, closed), "{role:?}");
            let sessions = session::Entity::find().filter(session::Column::AccountId.eq(id));
            assert_eq!(sessions.count(app.db.reader()).await.unwrap() == 0, closed, "{role:?}");
        }
    }

    async fn somebody_else_s_case_studies_stay_as_they_are(app: TestApp) {
        let owner = app.visitor();
        let reference = send(&owner).await;
        let path = ask(&app, "nobody@else.example").await;
        let sure = app.visitor().get(&format!("{path}/erase")).await.expect(200);
        let texts = revision::Entity::find().all(app.db.reader()).await.unwrap();
        let done = app.visitor().submit(&sure, "form.form", &[]).await.expect(200);
        assert!(!done.text().contains("stays without"), "{done:?}");
        assert_eq!(revision::Entity::find().all(app.db.reader()).await.unwrap(), texts);
        drop(owner.get(&format!("/submit/{reference}")).await.expect(200));
    }
}

async fn receive_from(app: &TestApp, address: &str) {
    let new = NewMessage {
        slug: "house-of-memories".into(),
        kind: MessageKind::Correction,
        written: Written {
            kind: MessageKind::Correction.slug().into(),
            name: "Ana Quill".into(),
            email: address.into(),
            text: "A number on this page is not right.".into(),
            ..Written::default()
        },
        key: store::fresh_token(),
    };
    let context = app.state.settings.mail_context();
    receive(&app.db, &context, &new)
        .await
        .expect("the database answers");
}

async fn think(app: &TestApp, email: &str, text: &str) {
    let thought = Thought {
        topic: "Quiet hours".into(),
        text: text.into(),
        email: email.into(),
    };
    let context = app.state.settings.mail_context();
    store::thoughts::receive(&app.db, &context, &thought, &store::fresh_token())
        .await
        .expect("the database answers");
}

/// An email of theirs is read in, and left alone.
async fn read_in(app: &TestApp, address: &str) {
    let new = NewMail {
        key: Key::of_bytes(store::fresh_token().as_bytes()),
        subject: "Staff lunch".into(),
        sender: address.into(),
        sent_at: None,
        files: Vec::new(),
        answers: Vec::new(),
        words: String::new(),
        what: What::Nothing(Why::OtherSubject),
    };
    let context = app.state.settings.mail_context();
    take_in(&app.db, &context, &Actor::operator(), &new)
        .await
        .expect("the database answers");
}

/// An email to them, and one with their words to a museum.
async fn queue(app: &TestApp) {
    let mail = || Mail {
        subject: "About tea".into(),
        body: "What does it cost?".into(),
        ..Mail::default()
    };
    let tx = app.db.begin().await.unwrap();
    enqueue_mail(&tx, ADDRESS, mail()).await.unwrap();
    let about = Concerning::Nothing;
    enqueue_mail_for_answer(&tx, about, "bo@else.example", ADDRESS, mail())
        .await
        .unwrap();
    tx.commit().await.unwrap();
}
