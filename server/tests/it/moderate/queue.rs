//! Who waits.

use crate::each_database;
use crate::support::Page;
use case_study::{Section, Status};

fn titles(page: &Page) -> Vec<String> {
    page.select("tbody th .row-title")
        .into_iter()
        .map(|title| title.text().to_owned())
        .collect()
}

/// What the status filter says: "In review 1".
fn counts(page: &Page) -> Vec<String> {
    page.select(".filter label")
        .into_iter()
        .map(|label| label.text().to_owned())
        .collect()
}

each_database! {
    async fn an_empty_queue_is_good_news(app: TestApp) {
        let page = app.moderator().await.get("/moderate").await.expect(200);
        assert!(page.text().contains("The queue is empty. Nothing is waiting."), "{page:?}");
        assert!(page.select("table").is_empty());
    }

    async fn it_counts_filters_and_says_whose_each_one_is(app: TestApp) {
        let (_, _) = app.sent("Nobody reads it").await;
        let (mine, mine_reference) = app.draft("I am reading it").await;
        let mut people = crate::support::complete_case::answers_of(Section::People);
        people[0].1 = "workforce".to_owned();
        app.answer(mine, Section::People, &people).await;
        app.send(mine).await;
        app.standing_at(Status::Declined, "We said no to it").await;
        app.standing_at(Status::Draft, "Not sent yet").await;

        let moderator = app.moderator().await;
        let review = moderator.get(&format!("/moderate/cases/{mine_reference}")).await.expect(200);
        drop(moderator.submit(&review, "form[action$='/assign']", &[]).await.expect(303));

        let page = moderator.get("/moderate").await.expect(200);
        assert_eq!(titles(&page), ["Nobody reads it", "I am reading it"]);
        assert!(page.text().contains("2 case studies wait. 1 is yours, 1 is not assigned yet."), "{page:?}");
        assert_eq!(
            counts(&page),
            [
                "Waiting for review 1", "In review 1", "Changes asked for 0", "Waiting for the museum’s yes 0", "Approved 0", "Published 0",
                "Replaced by a newer version 0", "Declined 1", "Withdrawn 0", "No answer came 0",
            ]
        );
        for (query, expected) in [
            ("status=declined", vec!["We said no to it"]),
            ("status=declined&status=in_review", vec!["I am reading it", "We said no to it"]),
            ("assigned=me", vec!["I am reading it"]),
            ("assigned=nobody", vec!["Nobody reads it"]),
            ("strand=workforce", vec!["I am reading it"]),
            ("strand=community&assigned=me", vec![]),
            // A draft is not the moderators' to see, whatever is asked.
            ("status=draft", vec!["Nobody reads it", "I am reading it"]),
        ] {
            let page = moderator.get(&format!("/moderate?{query}")).await.expect(200);
            assert_eq!(titles(&page), expected, "{query}");
        }
        let narrowed = moderator.get("/moderate?status=approved").await.expect(200);
        assert!(narrowed.text().contains("Nothing here matches what you chose."), "{narrowed:?}");
        assert_eq!(narrowed.value("status").as_deref(), Some("approved"), "the choice stays ticked");
    }

    async fn who_waits_longest_comes_first_and_pages_turn(app: TestApp) {
        let today = app.clock.now_ms();
        for number in 1..=27 {
            app.clock.set(today - number * store::DAY_MS - 60_000);
            app.sent(&format!("Number {number} in line")).await;
        }
        app.clock.set(today);
        let moderator = app.moderator().await;
        let page = moderator.get("/moderate").await.expect(200);
        let first = titles(&page);
        assert_eq!((first.len(), first[0].as_str(), first[24].as_str()), (25, "Number 27 in line", "Number 3 in line"));
        assert_eq!(page.one("tbody .row-waiting").text(), "27 days");
        assert!(page.one("tbody time").attr("datetime").is_some_and(|time| time.ends_with('Z')));
        let next = page.one("a[rel=next]").attr("href").expect("a second page");
        assert_eq!(titles(&moderator.get(&next).await.expect(200)), ["Number 2 in line", "Number 1 in line"]);
        // The button leads to the one that waits longest.
        let start = page.one(".queue-head a.button").attr("href").expect("an address");
        assert!(moderator.get(&start).await.expect(200).one("h1").text().contains("Number 27"));
    }

    async fn a_draft_withdrawn_before_it_was_sent_is_nobodys_business(app: TestApp) {
        let (_, reference) = app.draft("Never sent").await;
        let actor = store::history::Actor::submitter();
        let id = store::submissions::by_reference(app.db.reader(), &reference).await.unwrap().unwrap().id;
        let moves = [case_study::Move::Withdraw];
        let made = store::transitions::apply(&app.db, &app.state.settings.mail_context(), &actor, id, None, &moves).await.unwrap();
        assert!(made.made().is_some(), "withdrawn");
        let moderator = app.moderator().await;
        let page = moderator.get("/moderate?status=withdrawn").await.expect(200);
        assert!(titles(&page).is_empty(), "{page:?}");
        assert!(counts(&page).contains(&"Withdrawn 0".to_owned()), "{page:?}");
        drop(moderator.get(&format!("/moderate/cases/{reference}")).await.expect(404));
    }
}
