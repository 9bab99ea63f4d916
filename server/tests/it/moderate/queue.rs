//! Who waits: tabs, filters, search, and what a line says.

use crate::each_database;
use crate::support::{Page, TestApp};
use case_study::{Section, Status};
use store::DAY_MS;

fn titles(page: &Page) -> Vec<String> {
    page.select("tbody th .row-title")
        .into_iter()
        .map(|title| title.text().to_owned())
        .collect()
}

/// What the tabs say: "Came back 1".
fn tabs(page: &Page) -> Vec<String> {
    page.select(".queue-tabs a")
        .into_iter()
        .map(|tab| tab.text().to_owned())
        .collect()
}

async fn found(app: &TestApp, query: &str) -> Vec<String> {
    let moderator = app.moderator().await;
    titles(
        &moderator
            .get(&format!("/moderate?{query}"))
            .await
            .expect(200),
    )
}

each_database! {
    async fn an_empty_queue_is_good_news(app: TestApp) {
        let page = app.moderator().await.get("/moderate").await.expect(200);
        assert!(page.text().contains("The queue is empty. Nothing is waiting."), "{page:?}");
        assert!(page.select("table").is_empty());
        for (tab, words) in [
            ("came-back", "Nothing came back."),
            ("mine", "Nothing is assigned to you."),
            ("with-museum", "No museum was asked for changes."),
            ("awaiting-yes", "No museum was asked for its yes."),
            ("done", "Nothing is decided yet."),
        ] {
            let page = app.moderator().await.get(&format!("/moderate?tab={tab}")).await.expect(200);
            assert!(page.text().contains(words), "{tab}: {page:?}");
        }
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
            tabs(&page),
            ["Waiting 2", "Came back 0", "Mine 1", "With the museum 0", "Waiting for their yes 0", "Done 1"]
        );
        assert_eq!(page.one(".queue-tabs [aria-current]").text(), "Waiting 2");
        for (query, expected) in [
            ("tab=mine", vec!["I am reading it"]),
            ("tab=done", vec!["We said no to it"]),
            ("tab=waiting&assigned=nobody", vec!["Nobody reads it"]),
            // Addresses of before the tabs.
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
        assert_eq!(narrowed.value("status").as_deref(), Some("approved"), "the choice stays");
        let colleague = app.moderator().await;
        let list = colleague.get("/moderate").await.expect(200);
        let option = list.select("#assigned option").into_iter().find(|one| one.text() == "Moderator 1 (1)");
        let id = option.expect("the colleague is offered").attr("value").expect("a number");
        assert_eq!(titles(&colleague.get(&format!("/moderate?assigned={id}")).await.expect(200)), ["I am reading it"]);
    }

    async fn who_waits_longest_comes_first_and_pages_turn(app: TestApp) {
        let today = app.clock.now_ms();
        for number in 1..=27 {
            app.clock.set(today - number * DAY_MS - 60_000);
            app.sent(&format!("Number {number} in line")).await;
        }
        app.clock.set(today);
        let moderator = app.moderator().await;
        let page = moderator.get("/moderate").await.expect(200);
        let first = titles(&page);
        assert_eq!((first.len(), first[0].as_str(), first[24].as_str()), (25, "Number 27 in line", "Number 3 in line"));
        assert_eq!(page.one("tbody .row-waiting").text(), "27 days");
        // Ten days are the test installation's setting.
        assert_eq!(page.one("tbody .row-late").text(), "17 days over");
        let rows = page.select("tbody tr");
        assert!(rows[17].text().contains("due today"), "{}", rows[17].text());
        assert!(page.one("tbody time").attr("datetime").is_some_and(|time| time.ends_with('Z')));
        let next = page.one("a[rel=next]").attr("href").expect("a second page");
        assert_eq!(titles(&moderator.get(&next).await.expect(200)), ["Number 2 in line", "Number 1 in line"]);
        // So it is with words that all of them have.
        let page = moderator.get("/moderate?q=number").await.expect(200);
        assert!(page.one("caption").text().starts_with("27 case studies with “number”"), "{page:?}");
        let next = page.one("a[rel=next]").attr("href").expect("a second page");
        assert_eq!(titles(&moderator.get(&next).await.expect(200)), ["Number 2 in line", "Number 1 in line"]);
        assert!(titles(&moderator.get("/moderate?page=18446744073709551615").await.expect(200)).is_empty());
        // The button leads to the one that waits longest, and names it.
        let page = moderator.get("/moderate").await.expect(200);
        let start = page.one(".queue-head a.button");
        assert_eq!(start.text(), "Read next: Number 27 in line");
        let start = start.attr("href").expect("an address");
        assert!(moderator.get(&start).await.expect(200).one("h1").text().contains("Number 27"));
    }

    async fn what_was_sent_again_stands_first_and_says_that_it_came_back(app: TestApp) {
        let (id, _) = app.standing_at(Status::ChangesRequested, "Asked for changes").await;
        app.clock.advance(DAY_MS);
        app.sent("Newly sent").await;
        app.clock.advance(DAY_MS);
        app.send(id).await;
        let moderator = app.moderator().await;
        let page = moderator.get("/moderate").await.expect(200);
        assert_eq!(titles(&page), ["Asked for changes", "Newly sent"]);
        let rows = page.select("tbody tr");
        assert!(rows[0].text().contains("Came back") && !rows[1].text().contains("Came back"), "{page:?}");
        assert!(tabs(&page).contains(&"Came back 1".to_owned()), "{page:?}");
        for query in ["tab=came-back", "came_back=yes"] {
            assert_eq!(found(&app, query).await, ["Asked for changes"], "{query}");
        }
    }

    async fn what_is_with_museums_has_tabs_of_its_own_and_can_be_called_back_there(app: TestApp) {
        let (asked, _) = app.standing_at(Status::ChangesRequested, "Asked for changes").await;
        app.standing_at(Status::AwaitingYes, "Shown to its museum").await;
        let moderator = app.moderator().await;
        assert!(titles(&moderator.get("/moderate").await.expect(200)).is_empty());
        assert_eq!(titles(&moderator.get("/moderate?tab=awaiting-yes").await.expect(200)), ["Shown to its museum"]);
        let page = moderator.get("/moderate?tab=with-museum").await.expect(200);
        assert_eq!(titles(&page), ["Asked for changes"]);
        assert!(page.select("tbody .status").is_empty(), "the tab says it: {page:?}");
        drop(moderator.submit(&page, "tbody form[action$='/call-back']", &[]).await.expect(303));
        assert_eq!(app.submission(asked).await.status, Status::InReview);
        assert_eq!(titles(&moderator.get("/moderate").await.expect(200)), ["Asked for changes"]);
    }

    async fn silent_is_who_has_not_said_a_word_for_fourteen_days(app: TestApp) {
        app.standing_at(Status::ChangesRequested, "Silent").await;
        app.clock.advance(DAY_MS);
        app.standing_at(Status::ChangesRequested, "Asked a day later").await;
        app.clock.advance(13 * DAY_MS);
        assert_eq!(found(&app, "tab=with-museum&silent=yes").await, ["Silent"]);
        assert_eq!(found(&app, "tab=with-museum").await, ["Silent", "Asked a day later"]);
    }

    async fn what_was_decided_last_comes_first(app: TestApp) {
        app.standing_at(Status::Published, "Published first").await;
        app.clock.advance(DAY_MS);
        app.standing_at(Status::Declined, "Declined after it").await;
        assert_eq!(found(&app, "tab=done").await, ["Declined after it", "Published first"]);
    }

    async fn it_is_found_by_title_museum_reference_and_address_and_signs_are_signs(app: TestApp) {
        let (_, reference) = app.sent("100% Caf\u{e9} tea_time \\ together").await;
        app.sent("Objects 1000").await;
        app.standing_at(Status::Declined, "Declined, and found all the same").await;
        let tea = ["100% Caf\u{e9} tea_time \\ together"];
        let query = |words: &str| {
            let words: String = url::form_urlencoded::byte_serialize(words.as_bytes()).collect();
            format!("q={words}")
        };
        let bare = reference.replace('-', "").to_lowercase();
        for words in ["cafe", "CAF\u{c9}", "100%", "tea_time", "\\", "together tea", &reference, &bare, "%", "_"] {
            assert_eq!(found(&app, &query(words)).await, tea, "{words}");
        }
        for words in ["0%0", "tea%time", "1_0", "teatime", "!", "' OR 1=1 --"] {
            assert!(found(&app, &query(words)).await.is_empty(), "{words}");
        }
        assert_eq!(found(&app, &query("1000")).await, ["Objects 1000"]);
        assert_eq!(found(&app, &query("learning@museum")).await.len(), 3, "by address, wherever it stands");
        assert_eq!(found(&app, &query("e")).await.len(), 3, "one letter is enough");
        assert_eq!(found(&app, &format!("{}&tab=done", query("found"))).await, ["Declined, and found all the same"]);
        assert!(found(&app, &format!("{}&tab=mine", query("found"))).await.is_empty());
        let page = app.moderator().await.get("/moderate?q=%3Cscript%3E").await.expect(200);
        assert_eq!(page.one("#q").attr("value").as_deref(), Some("<script>"));
    }

    async fn declined_without_being_taken_on_it_names_who_declined_it(app: TestApp) {
        let (id, reference) = app.sent("Tea and objects").await;
        let moderator = app.moderator().await;
        let form = moderator.get(&format!("/moderate/cases/{reference}/decline")).await.expect(200);
        let fields = [("reason", "out-of-scope"), ("message", "It was a pleasure to read.")];
        drop(moderator.submit(&form, "form.letter", &fields).await.expect(303));
        assert!(app.submission(id).await.assignee_id.is_some());
        let done = moderator.get("/moderate?tab=done").await.expect(200);
        assert!(done.one("tbody tr").text().contains("Moderator 1"), "{done:?}");
        assert!(!done.one("tbody tr").text().contains("No one yet"), "{done:?}");
    }

    async fn a_draft_withdrawn_before_it_was_sent_is_nobodys_business(app: TestApp) {
        let (id, reference) = app.draft("Never sent").await;
        app.make(id, &case_study::Move::Withdraw, &store::history::Actor::submitter()).await;
        let moderator = app.moderator().await;
        for query in ["status=withdrawn", "tab=done", "q=never"] {
            let page = moderator.get(&format!("/moderate?{query}")).await.expect(200);
            assert!(titles(&page).is_empty(), "{query}: {page:?}");
            assert!(tabs(&page).contains(&"Done 0".to_owned()), "{page:?}");
        }
        drop(moderator.get(&format!("/moderate/cases/{reference}")).await.expect(404));
    }

    async fn what_an_earlier_version_stored_is_found_after_the_next_start(app: TestApp) {
        use sea_orm::ConnectionTrait;
        app.sent("Caf\u{e9} and objects").await;
        let emptied = app.db.writer().execute_unprepared("UPDATE submissions SET search_key = ''").await;
        assert!(emptied.is_ok());
        assert!(found(&app, "q=cafe").await.is_empty());
        assert_eq!(store::moderation_queue::fill_search_keys(&app.db).await.unwrap(), 1);
        assert_eq!(found(&app, "q=cafe").await, ["Caf\u{e9} and objects"]);
        assert_eq!(store::moderation_queue::fill_search_keys(&app.db).await.unwrap(), 0);
    }
}
