//! An address is shown and erased as a whole: what only holds its letters is somebody else's.

use super::{ADDRESS, ask, erase, file};
use crate::each_database;
use crate::support::TestApp;
use crate::support::waiting::MUSEUM;
use case_study::mail_templates::Mail;
use case_study::{CaseStudyContent, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::entity::{event, job, letter, planned_move, revision, submission, working_copy};
use store::outbox::{Concerning, enqueue_mail, enqueue_mail_for_answer};
use store::{read_content, write_content};

/// Every row that says something of a case study.
async fn rows(app: &TestApp) -> Vec<String> {
    let mut found = Vec::new();
    macro_rules! add {
        ($entity:ident) => {
            let rows = $entity::Entity::find().all(app.db.reader()).await.unwrap();
            found.extend(rows.iter().map(|row| format!("{row:?}")));
        };
    }
    add!(submission);
    add!(revision);
    add!(working_copy);
    add!(letter);
    add!(job);
    add!(event);
    add!(planned_move);
    found.sort();
    found
}

/// Changes every text of a submission that was cut.
async fn in_every_text(app: &TestApp, id: i64, change: impl Fn(&mut CaseStudyContent)) {
    let texts = revision::Entity::find()
        .filter(revision::Column::SubmissionId.eq(id))
        .all(app.db.reader())
        .await
        .unwrap();
    for text in texts {
        let mut content = read_content(&text.content).unwrap();
        change(&mut content);
        revision::Entity::update_many()
            .col_expr(
                revision::Column::Content,
                Expr::value(write_content(&content).unwrap()),
            )
            .filter(revision::Column::Id.eq(text.id))
            .exec(app.db.writer())
            .await
            .unwrap();
    }
}

/// Queues a mail to somebody.
async fn queue(app: &TestApp, to: &str, reply_to: &str, body: &str) {
    let mail = Mail {
        subject: "About tea".into(),
        body: body.into(),
        ..Mail::default()
    };
    let tx = app.db.begin().await.unwrap();
    if reply_to.is_empty() {
        enqueue_mail(&tx, to, mail).await.unwrap();
    } else {
        let about = Concerning::Nothing;
        enqueue_mail_for_answer(&tx, about, to, reply_to, mail)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

each_database! {
    async fn what_belongs_to_a_longer_address_is_neither_shown_nor_erased(app: TestApp) {
        let shorter = ["ning@museum.example", "learning@museum.ex"];
        assert!(shorter.iter().all(|one| MUSEUM.contains(one)));
        let mut paths = Vec::new();
        for address in shorter {
            paths.push(ask(&app, address).await);
        }
        for status in [Status::Draft, Status::AwaitingYes, Status::Published] {
            app.standing_at(status, "Tea and objects").await;
        }
        let before = rows(&app).await;
        let waits = job::Entity::find().all(app.db.reader()).await.unwrap();
        assert!(waits.iter().any(|job| job.payload.contains(MUSEUM)), "emails wait: {waits:?}");
        for path in paths {
            let page = app.visitor().get(&path).await.expect(200);
            assert!(page.text().contains("We hold nothing about this address"), "{page:?}");
            let held = file(&app, &path).await;
            for (member, value) in held.as_object().expect("an object") {
                assert!(value.as_array().is_none_or(Vec::is_empty), "{member}: {value}");
            }
            drop(erase(&app, &path).await);
            assert_eq!(rows(&app).await, before);
        }
    }

    async fn an_email_to_somebody_else_goes_on_without_the_address(app: TestApp) {
        let path = ask(&app, ADDRESS).await;
        queue(&app, "sam@bank.example", "", &format!("Hello,\n{ADDRESS} wrote to us.")).await;
        queue(&app, "jo@else.example", ADDRESS, "What does it cost?").await;
        queue(&app, ADDRESS, "", "Hello").await;
        let held = file(&app, &path).await;
        let to_them = held["emails_on_their_way"].as_array().expect("a list");
        assert_eq!(to_them.len(), 1, "{held}");
        assert_eq!(to_them[0]["to"], ADDRESS);
        let to_museums = held["messages_to_museums"].as_array().expect("a list");
        assert_eq!(to_museums.len(), 1, "{held}");
        assert_eq!(to_museums[0]["text"], "What does it cost?");
        let inside = held["stands_in"].as_array().expect("a list");
        assert_eq!(inside.len(), 1, "{held}");
        assert_eq!(inside[0]["in"], "email");
        for other in ["sam@bank.example", "jo@else.example"] {
            assert!(!held.to_string().contains(other), "{held}");
        }
        drop(erase(&app, &path).await);
        let mails = app.mails().await;
        let about: Vec<_> = mails.iter().filter(|mail| mail.subject == "About tea").collect();
        assert_eq!(about.len(), 1, "{about:?}");
        assert_eq!(about[0].to, "sam@bank.example");
        assert!(about[0].text.contains("[address removed] wrote to us."), "{about:?}");
    }

    async fn a_waiting_case_study_of_others_is_not_named_to_who_only_stands_in_it(app: TestApp) {
        let quoted = "ana@else.example";
        let quote = |content: &mut CaseStudyContent| content.uncertain = format!("Asked {quoted}.");
        let (waiting, _) = app.standing_at(Status::InReview, "Songs and soup").await;
        in_every_text(&app, waiting, quote).await;
        let path = ask(&app, quoted).await;
        let held = file(&app, &path).await;
        let named = held["named_in"].as_array().expect("a list");
        assert!(!named.is_empty() && !held.to_string().contains("Songs and soup"), "{held}");
        assert!(named.iter().all(|one| one["as_its_contact"] == false), "{held}");
        // What everyone may read is named.
        let (public, _) = app.standing_at(Status::Published, "Tea and objects").await;
        in_every_text(&app, public, quote).await;
        let held = file(&app, &path).await;
        let named = held["named_in"].as_array().expect("a list");
        assert!(named.iter().any(|one| one["title"] == "Tea and objects"), "{held}");
        assert!(!held.to_string().contains("Songs and soup"), "{held}");

        drop(erase(&app, &path).await);
        let content = app.content(waiting).await;
        assert_eq!((content.uncertain.as_str(), content.contact_email.as_str()), ("", MUSEUM));
        assert_eq!(app.submission(waiting).await.submitter_email, MUSEUM);
    }
}
