//! Several at once, and giving one to a colleague.

use crate::each_database;
use crate::support::how_often::races;
use crate::support::waiting::MUSEUM;
use crate::support::{Page, TestApp, Visitor};
use case_study::{Role, Status};
use store::{DAY_MS, history};

/// The values of all boxes on a page of the queue.
fn boxes(page: &Page) -> Vec<String> {
    page.select("tbody input[name=row]")
        .into_iter()
        .filter_map(|one| one.attr("value"))
        .collect()
}

/// Presses a button of the form for several with these rows ticked.
async fn press(visitor: &Visitor, rows: &[String], deed: &str, to: &str, back: &str) -> Page {
    let mut fields: Vec<(&str, &str)> = rows.iter().map(|row| ("row", row.as_str())).collect();
    fields.extend([("do", deed), ("to", to), ("back", back)]);
    visitor.post("/moderate/bulk", &fields).await
}

async fn reminders(app: &TestApp) -> usize {
    let mails = app.mails().await;
    let about = |subject: &str| subject.starts_with("A reminder");
    mails
        .iter()
        .filter(|mail| mail.to.contains(MUSEUM) && about(&mail.subject))
        .count()
}

each_database! {
    async fn forty_are_given_to_a_colleague_and_the_one_that_somebody_took_is_named(app: TestApp) {
        for number in 1..=4 {
            app.sent(&format!("Number {number}")).await;
        }
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        let (bo, _) = app.account(Role::Moderator).await;
        let rows = boxes(&sam.get("/moderate").await.expect(200));
        assert_eq!(rows.len(), 4);
        let (taken, _) = rows[3].split_once('.').expect("a reference");
        let hers = ana.get(&format!("/moderate/cases/{taken}")).await.expect(200);
        drop(ana.submit(&hers, "form[action$='/assign']", &[]).await.expect(303));

        let done = press(&sam, &rows, "assign", &bo.to_string(), "").await.expect(200);
        let banner = done.one(".banner");
        assert!(banner.text().contains("3 assigned to Moderator 3; 1 not"), "{}", banner.text());
        assert!(banner.text().contains("Number 4: Moderator 2"), "{}", banner.text());
        let theirs = sam.get(&format!("/moderate?assigned={bo}")).await.expect(200);
        assert_eq!(theirs.select("tbody tr").len(), 3);
        // It still waits: whoever has it starts the review.
        assert_eq!(boxes(&theirs).len(), 3);
        let (reference, _) = rows[0].split_once('.').expect("a reference");
        let review = sam.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        assert!(review.one(".timeline-what").text().contains("Gave this to Moderator 3"), "{review:?}");
        assert!(review.one(".review-status").text().contains("Waiting for review"), "{review:?}");
        // Loaded again by mistake, the form does nothing.
        let again = press(&sam, &rows[..3], "assign", &bo.to_string(), "").await.expect(200);
        assert!(again.text().contains("3 were with Moderator 3 already"), "{again:?}");
    }

    async fn nothing_ticked_and_nobody_chosen_are_said_and_ticks_are_kept(app: TestApp) {
        app.sent("Tea and objects").await;
        let (museum, _) = app.account(Role::Submitter).await;
        let sam = app.moderator().await;
        let rows = boxes(&sam.get("/moderate").await.expect(200));
        let none = press(&sam, &[], "assign", "1", "tab=mine").await.expect(422);
        assert!(none.text().contains("Tick at least one case study first"), "{none:?}");
        assert_eq!(none.one(".queue-tabs [aria-current]").text(), "Mine 0", "where the queue stood");
        for nobody in ["", "x", "999999", &museum.to_string()] {
            let page = press(&sam, &rows, "assign", nobody, "").await.expect(422);
            assert!(page.text().contains("Choose who to give them to"), "{page:?}");
            assert!(page.one("tbody input[name=row]").attr("checked").is_some(), "{page:?}");
        }
        for odd in ["", "publish"] {
            drop(press(&sam, &rows, odd, "1", "").await.expect(400));
        }
        drop(press(&sam, &["no-version".to_owned()], "remind", "", "").await.expect(400));
        let gone = press(&sam, &["WB-2222-2222.1".to_owned()], "remind", "", "").await.expect(200);
        assert!(gone.text().contains("It is not there any more."), "{gone:?}");
    }

    async fn museums_are_reminded_at_once_and_not_again_within_a_week(app: TestApp) {
        let (id, _) = app.standing_at(Status::ChangesRequested, "Asked").await;
        app.standing_at(Status::AwaitingYes, "Shown").await;
        let (waiting, _) = app.sent("Waiting").await;
        let sam = app.moderator().await;
        let mut rows = boxes(&sam.get("/moderate?tab=with-museum").await.expect(200));
        rows.extend(boxes(&sam.get("/moderate?tab=awaiting-yes").await.expect(200)));
        rows.extend(boxes(&sam.get("/moderate").await.expect(200)));
        assert_eq!((rows.len(), reminders(&app).await), (3, 0));
        let done = press(&sam, &rows, "remind", "", "").await.expect(200);
        assert!(done.text().contains("2 museums reminded; 1 not"), "{done:?}");
        assert!(done.text().contains("It is not with its museum"), "{done:?}");
        assert_eq!(reminders(&app).await, 2);
        assert_eq!(app.submission(waiting).await.status, Status::Submitted);

        app.clock.advance(7 * DAY_MS - 60_000);
        // Nobody stays signed in for a week.
        let sam = app.moderator().await;
        let soon = press(&sam, &rows[..1], "remind", "", "").await.expect(200);
        assert!(soon.text().contains("One reminder a week is enough."), "{soon:?}");
        assert_eq!(reminders(&app).await, 2);
        app.clock.advance(60_000);
        let done = press(&sam, &rows[..1], "remind", "", "").await.expect(200);
        assert!(done.text().contains("1 museum reminded"), "{done:?}");
        assert_eq!(reminders(&app).await, 3);
        let kinds: Vec<String> =
            history::history(&app.db, id).await.unwrap().iter().map(|event| event.kind.slug().to_owned()).collect();
        assert_eq!(kinds.iter().filter(|kind| *kind == "remind").count(), 2, "{kinds:?}");
        // It counts as the next of the program's own: both are used up.
        let planned = store::planned_moves::waiting_for(app.db.reader(), id).await.unwrap();
        let left: Vec<&str> = planned.iter().map(|plan| plan.action.slug()).collect();
        assert_eq!(left, ["lapse"]);
    }

    async fn one_is_given_to_a_colleague_from_its_page(app: TestApp) {
        let (id, reference) = app.sent("Tea and objects").await;
        let (bo, _) = app.account(Role::Moderator).await;
        let sam = app.moderator().await;
        let path = format!("/moderate/cases/{reference}");
        let page = sam.get(&path).await.expect(200);
        let version = app.submission(id).await.version.to_string();
        assert_eq!(page.select("#assign-to option").len(), 1, "not to oneself");
        let to = bo.to_string();
        let given = sam.post(&format!("{path}/assign"), &[("version", &version), ("to", &to)]).await.expect(303);
        let page = sam.follow(&given).await.expect(200);
        assert!(page.one("[role=alert]").text().contains("Given to your colleague"), "{page:?}");
        assert!(page.text().contains("Moderator 1 is reading this one."), "{page:?}");
        assert_eq!(app.submission(id).await.assignee_id, Some(bo));
        assert_eq!(app.submission(id).await.status, Status::Submitted, "they start the review");
        // Nobody of that number, and an older page.
        let version = app.submission(id).await.version.to_string();
        drop(sam.post(&format!("{path}/assign"), &[("version", &version), ("to", "0")]).await.expect(400));
        let (eve, _) = app.account(Role::Admin).await;
        let eve = eve.to_string();
        drop(sam.post(&format!("{path}/assign"), &[("version", "1"), ("to", &eve)]).await.expect(409));
        assert_eq!(app.submission(id).await.assignee_id, Some(bo));
    }

    async fn of_two_who_assign_one_at_once_one_wins_and_the_other_is_told(app: TestApp) {
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        let (bo, _) = app.account(Role::Moderator).await;
        let (eve, _) = app.account(Role::Moderator).await;
        for round in 0..races(5) {
            let (id, reference) = app.sent(&format!("Tea and objects {round}")).await;
            let rows = [format!("{reference}.{}", app.submission(id).await.version)];
            let (to_bo, to_eve) = (bo.to_string(), eve.to_string());
            let (first, second) = tokio::join!(
                press(&sam, &rows, "assign", &to_bo, ""),
                press(&ana, &rows, "assign", &to_eve, ""),
            );
            let said = [first.expect(200), second.expect(200)].map(|page| page.one(".banner").text().to_owned());
            let made = said.iter().filter(|words| words.contains("1 assigned to")).count();
            let told = said.iter().filter(|words| words.contains("gave this to a colleague")).count();
            assert_eq!((made, told), (1, 1), "round {round}: {said:?}");
            let events = history::history(&app.db, id).await.unwrap();
            assert_eq!(events.iter().filter(|event| event.kind.slug() == "hand_over").count(), 1, "round {round}");
        }
    }

    async fn keys_are_off_until_they_are_switched_on_and_only_then_is_there_a_script(app: TestApp) {
        let (_, reference) = app.sent("Tea and objects").await;
        let sam = app.moderator().await;
        let pages = ["/moderate".to_owned(), format!("/moderate/cases/{reference}")];
        for page in &pages {
            let page = sam.get(page).await.expect(200);
            assert!(page.select("#keys-help").is_empty() && page.select("script").is_empty(), "{page:?}");
        }
        let account = sam.get("/account").await.expect(200);
        let form = "form[action='/account/keys']";
        assert_eq!(account.one(&format!("{form} button")).text(), "Switch keys on");
        assert_eq!(sam.submit(&account, form, &[("keys", "on")]).await.expect(303).location(), "/account#keys");
        for page in &pages {
            let page = sam.get(page).await.expect(200);
            assert!(!page.select("#keys-help").is_empty() && !page.select("script").is_empty(), "{page:?}");
        }
        let other = app.moderator().await.get(&pages[0]).await.expect(200);
        assert!(other.select("#keys-help").is_empty(), "each for themselves");
        drop(sam.post("/account/keys", &[("keys", "maybe")]).await.expect(400));
        drop(sam.post("/account/keys", &[("keys", "off")]).await.expect(303));
        assert!(sam.get(&pages[0]).await.expect(200).select("#keys-help").is_empty());
        let museum = app.submitter().await.get("/account").await.expect(200);
        assert!(museum.select(form).is_empty(), "who has no queue needs no keys");
    }
}
