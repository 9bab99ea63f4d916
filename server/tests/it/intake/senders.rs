//! Who is asked to take over a draft that was made of an email, and when.

use super::{paste, take};
use crate::each_database;
use crate::support::TestApp;
use sea_orm::EntityTrait;
use store::DAY_MS;
use store::entity::{submission, thought};
use store::intake::{Asked, Taken};

fn of_one_sender(number: usize) -> Vec<u8> {
    format!(
        "From: Ana <ana@county.example>\r\nSubject: Wellbeing case study {number}\r\nMessage-ID: <{number}@county.example>\r\n\r\n\
         We met every Tuesday in museum {number}.\r\n"
    )
    .into_bytes()
}

/// How often somebody was asked to take a draft over.
async fn asked(app: &TestApp) -> usize {
    let mails = app.mails().await;
    mails
        .iter()
        .filter(|mail| mail.subject.starts_with("We made a draft"))
        .count()
}

each_database! {
    async fn who_sent_many_is_asked_about_each_of_them_six_a_day(app: TestApp) {
        let mut later = Vec::new();
        for number in 0..13 {
            let Taken::Draft(made) = take(&app, &of_one_sender(number)).await else { panic!("a draft") };
            match made.asked {
                Asked::Now => assert!(number < 6, "{number}"),
                Asked::At(at) => later.push(at - app.db.now_ms()),
                Asked::Never => panic!("there is an address"),
            }
        }
        assert_eq!(later.len(), 7);
        assert!(later[..6].iter().all(|wait| (1..=DAY_MS).contains(wait)), "{later:?}");
        assert!((DAY_MS + 1..=2 * DAY_MS).contains(&later[6]), "{later:?}");
        assert_eq!(asked(&app).await, 6);
        app.clock.advance(DAY_MS);
        assert_eq!(asked(&app).await, 12);
        app.clock.advance(DAY_MS);
        assert_eq!(asked(&app).await, 13);
    }

    async fn a_moderator_reads_when_the_sender_is_asked(app: TestApp) {
        for number in 0..6 {
            take(&app, &of_one_sender(number)).await;
        }
        let sam = app.moderator().await;
        let text = "Subject: our project\n\nWe drank tea with objects.";
        let done = paste(&sam, text, "ana@county.example").await.expect(303);
        let page = sam.follow(&done).await.expect(200);
        assert!(page.text().contains("A draft was made") && page.text().contains("we email the person who sent it: one address"), "{page:?}");
        assert!(!page.text().contains("We emailed the person"), "{page:?}");
    }

    async fn the_address_that_a_moderator_types_goes_before_that_of_a_forward(app: TestApp) {
        let sam = app.moderator().await;
        let text = "From: Sam <sam@bank.example>\nSubject: Fwd: Wellbeing case study\n\nSee below.\n\n---------- Forwarded message ---------\nFrom: Old <old@museum.example>\nDate: Monday\n\nWe met weekly.";
        paste(&sam, text, "new@museum.example").await.expect(303);
        let row = submission::Entity::find().one(app.db.reader()).await.unwrap().expect("a draft");
        assert_eq!(row.submitter_email, "new@museum.example");
    }

    async fn a_call_of_ours_that_comes_back_is_from_who_sent_it(app: TestApp) {
        for (number, own) in ["help@example.org", "casebook@example.org", "wellbeing@example.org"].into_iter().enumerate() {
            let raw = format!("From: Ana <ana{number}@museum.example>\r\nTo: wellbeing@example.org\r\nSubject: FW: Wellbeing case study call\r\nMessage-ID: <call-{number}@museum.example>\r\n\r\nWe met weekly.\r\n\r\n---------- Forwarded message ---------\r\nFrom: The bank <{own}>\r\nDate: Monday\r\n\r\nSend us yours.\r\n");
            let Taken::Draft(made) = take(&app, raw.as_bytes()).await else { panic!("a draft") };
            let row = app.submission(made.submission_id).await;
            assert_eq!(row.submitter_email, format!("ana{number}@museum.example"));
        }
    }

    async fn a_long_thought_is_kept_to_its_last_word(app: TestApp) {
        let raw = format!("From: ana@reader.example\r\nSubject: Wellbeing campaign\r\nMessage-ID: <long@reader.example>\r\n\r\n{}The last word.\r\n", "Quiet hours help.\r\n".repeat(400));
        assert!(matches!(take(&app, raw.as_bytes()).await, Taken::Thought(_)));
        let row = thought::Entity::find().one(app.db.reader()).await.unwrap().expect("a thought");
        assert!(row.body.len() > 6_000 && row.body.ends_with("The last word."), "{}", row.body.len());
    }
}
