//! Mails that did not arrive: seen in the queue, sent again or settled.

use crate::each_database;
use crate::support::TestApp;
use case_study::mail_templates::Mail;
use store::{dead_letters, outbox};

/// A mail that the other side refused for good.
async fn refused(app: &TestApp, to: &str, subject: &str) {
    let mail = Mail {
        subject: subject.to_owned(),
        body: "Hello".to_owned(),
        ..Mail::default()
    };
    let tx = app.db.begin().await.expect("a transaction");
    outbox::enqueue_mail(&tx, to, mail).await.unwrap();
    tx.commit().await.unwrap();
    let claimed = outbox::claim(&app.db).await.unwrap().expect("a job");
    outbox::fail(&app.db, &claimed, "550", true).await.unwrap();
}

each_database! {
    async fn what_did_not_arrive_is_sent_again_or_settled(app: TestApp) {
        let sam = app.moderator().await;
        assert!(!sam.get("/moderate").await.expect(200).text().contains("did not arrive"));
        refused(&app, "ana@example.org", "Please change <b>this</b>").await;
        refused(&app, "bo@example.org", "We have your case study").await;
        let queue = sam.get("/moderate").await.expect(200);
        assert!(queue.text().contains("2 emails did not arrive"), "{queue:?}");

        let list = sam.get("/moderate/mails").await.expect(200);
        let first = list.select("tbody tr").into_iter().map(|row| row.text().to_owned()).collect::<Vec<_>>();
        assert!(first[0].contains("bo@example.org") && first[1].contains("Please change <b>this</b>"), "{first:?}");
        drop(sam.submit(&list, "tr:nth-child(1) form[action$='/settled']", &[]).await.expect(303));
        drop(sam.submit(&list, "tr:nth-child(2) form[action$='/again']", &[]).await.expect(303));
        // Pressed once more by somebody with the old page.
        drop(sam.submit(&list, "tr:nth-child(1) form[action$='/again']", &[]).await.expect(303));
        assert_eq!(dead_letters::count(&app.db).await.unwrap(), 0);
        let sent = app.mails().await;
        assert_eq!(sent.iter().map(|mail| mail.subject.as_str()).collect::<Vec<_>>(), ["Please change <b>this</b>"]);
        assert!(sam.get("/moderate/mails").await.expect(200).text().contains("Every email was delivered"));
    }

    async fn all_are_sent_again_when_our_own_server_was_at_fault(app: TestApp) {
        let sam = app.moderator().await;
        refused(&app, "ana@example.org", "One").await;
        assert!(sam.get("/moderate/mails").await.expect(200).select("form[action='/moderate/mails/again']").is_empty());
        refused(&app, "bo@example.org", "Two").await;
        let list = sam.get("/moderate/mails").await.expect(200);
        drop(sam.submit(&list, "form[action='/moderate/mails/again']", &[]).await.expect(303));
        let sent = app.mails().await;
        assert_eq!(sent.iter().map(|mail| mail.subject.as_str()).collect::<Vec<_>>(), ["One", "Two"]);
        assert!(sam.get("/moderate/mails").await.expect(200).text().contains("Every email was delivered"));
        drop(app.submitter().await.post("/moderate/mails/again", &[]).await.expect(403));
    }

    async fn an_action_there_is_not_is_not_found(app: TestApp) {
        let sam = app.moderator().await;
        refused(&app, "ana@example.org", "Hello").await;
        for path in ["/moderate/mails/1/delete", "/moderate/mails/x/again"] {
            drop(sam.post(path, &[]).await.expect(404));
        }
        drop(sam.post("/moderate/mails/999/settled", &[]).await.expect(303));
        assert_eq!(dead_letters::count(&app.db).await.unwrap(), 1);
    }
}
