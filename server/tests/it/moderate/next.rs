//! What comes next: it goes round, can be skipped, and forgets nobody.

use crate::each_database;
use crate::support::complete_case::answers_of;
use crate::support::{Page, TestApp, Visitor};
use case_study::{Move, Section, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::DAY_MS;
use store::entity::{account, submission};
use store::history::Actor;
use store::moderation_queue::next_in_queue;

/// Sends so many, one a day, and returns their references.
async fn sent(app: &TestApp, titles: &[&str]) -> Vec<(i64, String)> {
    let mut all = Vec::new();
    for title in titles {
        all.push(app.sent(title).await);
        app.clock.advance(DAY_MS);
    }
    all
}

async fn take_on(visitor: &Visitor, reference: &str) {
    let review = visitor
        .get(&format!("/moderate/cases/{reference}"))
        .await
        .expect(200);
    drop(
        visitor
            .submit(&review, "form[action$='/assign']", &[])
            .await
            .expect(303),
    );
}

/// What the panel of a submission says of the next one.
async fn next_of(visitor: &Visitor, reference: &str) -> Option<String> {
    let page = visitor
        .get(&format!("/moderate/cases/{reference}"))
        .await
        .expect(200);
    said(&page)
}

fn said(page: &Page) -> Option<String> {
    let mut lines = page.select(".panel-next").into_iter();
    lines.next().map(|line| line.text().to_owned())
}

each_database! {
    async fn next_goes_round_the_whole_queue_though_the_two_oldest_were_taken_on_and_left(app: TestApp) {
        let all = sent(&app, &["First", "Second", "Third", "Fourth"]).await;
        let sam = app.moderator().await;
        for (_, reference) in &all[..2] {
            take_on(&sam, reference).await;
        }
        let mut read = Vec::new();
        let mut at = format!("/moderate/cases/{}", all[0].1);
        for _ in 0..4 {
            let page = sam.get(&at).await.expect(200);
            read.push(page.one("h1").text().to_owned());
            at = page.one(".panel-next a").attr("href").expect("a next one");
        }
        assert_eq!(read, ["First", "Second", "Third", "Fourth"]);
        assert_eq!(at, format!("/moderate/cases/{}", all[0].1), "and round again");
        assert_eq!(next_of(&sam, &all[1].1).await.as_deref(), Some("Skip to the next: Third"));
    }

    async fn what_a_colleague_is_reading_is_skipped_until_nothing_else_waits(app: TestApp) {
        let all = sent(&app, &["First", "Second", "Third"]).await;
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        take_on(&ana, &all[1].1).await;
        assert_eq!(next_of(&sam, &all[0].1).await.as_deref(), Some("Skip to the next: Third"));
        take_on(&ana, &all[2].1).await;
        let last = "Skip to the next: Second (Moderator 2 is reading it)";
        assert_eq!(next_of(&sam, &all[0].1).await.as_deref(), Some(last));
        // Her own she is offered like any other.
        assert_eq!(next_of(&ana, &all[0].1).await.as_deref(), Some("Skip to the next: Second"));
        // What lies with an account that was closed is free.
        account::Entity::update_many()
            .col_expr(account::Column::Disabled, Expr::value(true))
            .filter(account::Column::Name.eq("Moderator 2"))
            .exec(app.db.writer())
            .await
            .expect("the account is closed");
        assert_eq!(next_of(&sam, &all[0].1).await.as_deref(), Some("Skip to the next: Second"));
    }

    async fn what_lies_with_somebody_who_left_is_with_no_one_and_comes_next(app: TestApp) {
        let all = sent(&app, &["First", "Second"]).await;
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        for (_, reference) in &all {
            take_on(&ana, reference).await;
        }
        let nobodys = async || {
            let page = sam.get("/moderate?assigned=nobody").await.expect(200);
            let titles: Vec<String> = page.select("tbody th .row-title").iter().map(|one| one.text().to_owned()).collect();
            (titles, page.text().contains("No one yet (2)"))
        };
        assert_eq!(nobodys().await, (Vec::new(), false));
        let [disabled, role] = [account::Column::Disabled, account::Column::Role];
        let changes = [(disabled, Expr::value(true), Expr::value(false)), (role, Expr::value("submitter"), Expr::value("moderator"))];
        for (column, leaves, back) in changes {
            let change = async |to| {
                account::Entity::update_many()
                    .col_expr(column, to)
                    .filter(account::Column::Name.eq("Moderator 2"))
                    .exec(app.db.writer())
                    .await
                    .expect("the account is changed");
            };
            change(leaves).await;
            let both = ["First", "Second"].map(str::to_owned).to_vec();
            assert_eq!(nobodys().await, (both, true), "{column:?}");
            let queue = sam.get("/moderate").await.expect(200);
            assert_eq!(queue.one(".queue-head a.button").text(), "Read next: First", "{column:?}");
            assert_eq!(queue.select(".nobody").len(), 2, "{queue:?}");
            change(back).await;
        }
        assert_eq!(nobodys().await, (Vec::new(), false));
    }

    async fn approved_to_be_published_later_is_offered_again_and_what_is_planned_is_not(app: TestApp) {
        let (approved, reference) = app.standing_at(Status::Approved, "Approved, publish later").await;
        app.clock.advance(DAY_MS);
        let (_, other) = app.standing_at(Status::InReview, "In review").await;
        let sam = app.moderator().await;
        assert_eq!(next_of(&sam, &other).await.as_deref(), Some("Skip to the next: Approved, publish later"));
        let tx = app.db.begin().await.expect("a transaction");
        let held = store::submissions::locked(&tx, approved).await.unwrap().expect("it is there");
        store::planned_moves::plan_publish(&tx, &held, None).await.expect("it is planned");
        tx.commit().await.expect("it is kept");
        assert_eq!(next_of(&sam, &other).await, None);
        let queue = sam.get("/moderate").await.expect(200);
        assert!(queue.one("tbody tr").text().contains("It goes online"), "{queue:?}");
        assert_eq!(next_of(&sam, &reference).await.as_deref(), Some("Skip to the next: In review"));
    }

    async fn what_came_back_is_next_before_what_is_new(app: TestApp) {
        let all = sent(&app, &["First", "Second"]).await;
        let (back, _) = app.standing_at(Status::ChangesRequested, "Came back").await;
        app.send(back).await;
        let sam = app.moderator().await;
        let queue = sam.get("/moderate").await.expect(200);
        assert_eq!(queue.one(".queue-head a.button").text(), "Read next: Came back");
        assert_eq!(next_of(&sam, &all[1].1).await.as_deref(), Some("Skip to the next: Came back"), "round");
        let reference = app.submission(back).await.reference;
        assert_eq!(next_of(&sam, &reference).await.as_deref(), Some("Skip to the next: First"));
    }

    async fn approved_published_and_led_on_in_one_press(app: TestApp) {
        let all = sent(&app, &["Tea & objects", "The next one"]).await;
        let sam = app.moderator().await;
        take_on(&sam, &all[0].1).await;
        let review = sam.get(&format!("/moderate/cases/{}", all[0].1)).await.expect(200);
        assert_eq!(review.one("button[name=then][value=next]").text(), "Approve, publish and read the next");
        let form = "form[action$='/approve-and-publish']";
        let pressed = sam.submit(&review, form, &[("then", "next")]).await.expect(303);
        let (next, former) = (&all[1].1, &all[0].1);
        assert_eq!(pressed.location(), format!("/moderate/cases/{next}?done=published&of={former}"));
        assert_eq!(app.submission(all[0].0).await.status, Status::Published);
        let page = sam.follow(&pressed).await.expect(200);
        assert_eq!(page.one("h1").text(), "The next one");
        let banner = page.one("[role=alert]");
        assert!(banner.text().contains("Published: Tea & objects"), "{}", banner.text());
        assert!(banner.html().contains("/case-studies/tea-and-objects"), "{}", banner.html());
        // The address says only what holds, and nothing of what was never sent.
        let (_, draft) = app.draft("Not sent").await;
        for query in [format!("done=declined&of={former}"), format!("done=published&of={draft}"), "done=published&of=x".to_owned()] {
            let page = sam.get(&format!("/moderate/cases/{next}?{query}")).await.expect(200);
            assert!(page.select("[role=alert]").is_empty(), "{query}: {page:?}");
        }
        // The last one leads nowhere else.
        take_on(&sam, next).await;
        let review = sam.get(&format!("/moderate/cases/{next}")).await.expect(200);
        let pressed = sam.submit(&review, form, &[("then", "next")]).await.expect(303);
        assert_eq!(pressed.location(), format!("/moderate/cases/{next}?done=published"));
        let page = sam.follow(&pressed).await.expect(200);
        assert!(page.one("[role=alert]").text().contains("Nothing else waits for you."), "{page:?}");
    }

    async fn what_is_decided_and_waits_is_said_on_the_next_page_until_it_is_called_back(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let all = sent(&app, &["Tea & objects", "The next one"]).await;
        let sam = app.moderator().await;
        take_on(&sam, &all[0].1).await;
        let former = format!("/moderate/cases/{}", all[0].1);
        let review = sam.get(&former).await.expect(200);
        let pressed = sam.submit(&review, "form[action$='/approve-and-publish']", &[("then", "next")]).await.expect(303);
        assert_eq!(pressed.location(), format!("/moderate/cases/{}?done=planned&of={}", all[1].1, all[0].1));
        let page = sam.follow(&pressed).await.expect(200);
        assert!(page.one("[role=alert]").text().contains("Decided: Tea & objects"), "{page:?}");
        let review = sam.get(&former).await.expect(200);
        drop(sam.submit(&review, "form[action$='/stop']", &[]).await.expect(303));
        let page = sam.follow(&pressed).await.expect(200);
        assert!(page.select("[role=alert]").is_empty(), "{page:?}");
    }

    async fn a_letter_is_sent_and_leads_on_in_one_press(app: TestApp) {
        let all = sent(&app, &["Tea & objects", "The next one"]).await;
        let sam = app.moderator().await;
        take_on(&sam, &all[0].1).await;
        let form = sam.get(&format!("/moderate/cases/{}/decline", all[0].1)).await.expect(200);
        assert_eq!(form.one("button[name=then][value=next]").text(), "Send, and read the next");
        let fields = [("reason", "out-of-scope"), ("message", "It was a pleasure to read."), ("then", "next")];
        let pressed = sam.submit(&form, "form.letter", &fields).await.expect(303);
        let (next, former) = (&all[1].1, &all[0].1);
        assert_eq!(pressed.location(), format!("/moderate/cases/{next}?done=declined&of={former}"));
        assert_eq!(app.submission(all[0].0).await.status, Status::Declined);
        // What is wrong with a letter stays on its page.
        let form = sam.get(&format!("/moderate/cases/{next}/decline")).await.expect(200);
        drop(sam.submit(&form, "form.letter", &[("message", "Short"), ("then", "next")]).await.expect(422));
    }

    async fn who_was_faster_is_said_on_the_page_itself_and_nobody_is_led_on(app: TestApp) {
        let all = sent(&app, &["First", "Second"]).await;
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        take_on(&sam, &all[0].1).await;
        let review = sam.get(&format!("/moderate/cases/{}", all[0].1)).await.expect(200);
        let hers = ana.get(&format!("/moderate/cases/{}", all[0].1)).await.expect(200);
        // Who decides on what a colleague is reading is asked first.
        let asked = ana.submit(&hers, "form[action$='/approve']", &[]).await.expect(409);
        drop(ana.submit(&asked, "form.colleague", &[]).await.expect(303));
        let form = "form[action$='/approve-and-publish']";
        let refused = sam.submit(&review, form, &[("then", "next")]).await.expect(409);
        assert!(refused.text().contains("Moderator 2 approved this at"), "{refused:?}");
    }

    async fn the_place_in_the_queue_stays_whatever_happens_to_it(app: TestApp) {
        let all = sent(&app, &["First"]).await;
        let id = all[0].0;
        let queued = async || {
            let row = submission::Entity::find_by_id(id).one(app.db.reader()).await.unwrap().expect("it is there");
            (row.came_back, row.queued_at == row.first_sent_at.unwrap_or_default())
        };
        assert_eq!(queued().await, (false, true));
        let changes = Move::RequestChanges { reason: String::new(), field: String::new(), message: String::new() };
        for wanted in [Move::StartReview, changes, Move::CallBack] {
            app.make(id, &wanted, &Actor::operator()).await;
            assert_eq!(queued().await, (false, true), "{wanted:?}");
        }
    }

    async fn next_leaves_out_ones_own_museums_however_many_of_them_wait(app: TestApp) {
        let (director, own) = app.staff_at("director@museum.example").await;
        // More than the first handful.
        for number in 1..=10 {
            app.sent(&format!("Number {number}")).await;
        }
        let (other, reference) = app.draft("Of another museum").await;
        let mut answers = answers_of(Section::Contact);
        for (key, answer) in &mut answers {
            if *key == "contact_email" {
                "team@gallery.example".clone_into(answer);
            }
        }
        app.answer(other, Section::Contact, &answers).await;
        app.send(other).await;
        let next = async || {
            let next = next_in_queue(&app.db, None, director).await.unwrap();
            next.map(|next| next.title)
        };
        assert_eq!(next().await.as_deref(), Some("Number 1"), "while nobody else decides");

        let sam = app.moderator().await;
        let queue = own.get("/moderate").await.expect(200);
        assert_eq!(queue.one(".queue-head a.button").text(), "Read next: Of another museum");
        let queue = sam.get("/moderate").await.expect(200);
        assert_eq!(queue.one(".queue-head a.button").text(), "Read next: Number 1");
        assert_eq!(next_of(&own, &reference).await, None);
        app.make(other, &Move::Withdraw, &Actor::submitter()).await;
        assert_eq!(next().await, None);
    }
}
