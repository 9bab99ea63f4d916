//! The submit journey through the real router: a museum begins, fills in, sends and follows.

mod as_sent;
mod at_once;
mod autosave;
mod back;
mod blocked_cookies;
mod colleague_links;
mod consent;
mod documents;
mod done_here;
mod ended;
mod first_page_again;
mod letters;
mod links;
pub mod pictures;
mod pictures_while_asked;
mod preview;
mod refused;
mod request;
mod saving;
pub mod sending;
mod short;
mod short_files;
mod signing;
mod standing;
pub mod steps;
pub mod tracking;
mod unread;
mod yes;
mod yes_races;

use crate::each_database;
use crate::support::{PASSWORD, Variant};
use app::web::rate_limits::RateLimits;
use case_study::declarations::WORDING_VERSION;
use case_study::{Role, Status};
use steps::{begin, fill, form_of, key_on, submission};
use store::{DAY_MS, declarations, mail_limits, submissions};

each_database! {
    async fn the_whole_way_from_the_start_page_to_the_confirmation(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let start = visitor.get("/submit").await.expect(200);
        assert!(start.text().contains("Fifteen minutes") && start.text().contains("45 minutes"), "{start:?}");
        assert!(start.select("a[href^='/case-studies/']").len() == 1, "an example: {start:?}");
        let ways: Vec<_> = start.select("main a.button").iter().filter_map(|way| way.attr("href")).collect();
        assert_eq!(ways, ["/submit/short", "/submit/new"]);

        let new = visitor.get("/submit/new").await.expect(200);
        assert!(new.header("cache-control").contains("private"), "{new:?}");
        let changed = [("title", "Tea & objects on Tuesdays"), ("email", "learning@museum.example")];
        let begun = visitor.submit(&new, "form.form", &changed).await.expect(303);
        let reference = begun.location().strip_prefix("/submit/").unwrap().to_owned();
        let tasks = visitor.follow(&begun).await.expect(200);
        assert_eq!(tasks.one("h1").text(), "Tea & objects on Tuesdays");
        assert_eq!(tasks.header("cache-control"), "no-store, no-transform");
        let statuses: Vec<String> = tasks.select(".task-status").iter().map(|one| one.text().to_owned()).collect();
        assert_eq!(statuses.iter().filter(|one| *one == "Not started").count(), 6, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|one| *one == "In progress").count(), 2, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|one| *one == "Optional").count(), 4, "{statuses:?}");

        fill(&visitor, &reference).await;
        let tasks = visitor.get(&format!("/submit/{reference}")).await.expect(200);
        assert_eq!(tasks.select(".task-done").len(), 8, "{tasks:?}");

        let check = visitor.get(&format!("/submit/{reference}/check")).await.expect(200);
        assert!(check.text().contains("Tea & objects on Tuesdays") && check.text().contains("Nothing added."));
        assert!(check.select(".banner").is_empty(), "nothing is missing: {check:?}");
        let change = check.one(".summary-change a");
        assert_eq!(change.attr("href"), Some(format!("/submit/{reference}/museum?from=check#museum")));
        assert_eq!(change.text(), "Change museum");

        let sent = visitor.submit(&check, "form.submit-declare", &steps::all_declared()).await.expect(303);
        assert_eq!(sent.location(), format!("/submit/{reference}/sent"));
        for _ in 0..2 {
            let page = visitor.follow(&sent).await.expect(200);
            assert_eq!(page.one(".confirmation-reference strong").text(), reference);
            assert!(page.text().contains("ten working days") && page.text().contains("help@example.org"), "{page:?}");
        }

        let stored = submission(&app, &reference).await;
        assert_eq!(stored.status, Status::Submitted);
        assert_eq!(stored.submitter_email, "learning@museum.example");
        let given = declarations::of_submission(app.db.reader(), stored.id).await.unwrap();
        let said: Vec<(&str, &str)> = given.iter().map(|one| (one.key.as_str(), one.wording.as_str())).collect();
        assert_eq!(said, ["send", "licence", "facts"].map(|key| (key, WORDING_VERSION)));

        let mails = app.mails().await;
        let subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.as_str()).collect();
        assert_eq!(subjects, [format!("Your case study draft ({reference})"), format!("We have your case study ({reference})")]);
        assert!(mails.iter().all(|mail| mail.to == "learning@museum.example"));
    }

    async fn pressing_start_twice_begins_one_draft(app: TestApp) {
        let visitor = app.visitor();
        let new = visitor.get("/submit/new").await.expect(200);
        let fields = [("title", "Tea"), ("email", "learning@museum.example"), ("start_key", &key_on(&new))];
        let (first, second) = tokio::join!(visitor.post("/submit/new", &fields), visitor.post("/submit/new", &fields));
        let (first, second) = (first.expect(303), second.expect(303));
        assert_eq!(first.location(), second.location());
        // Back to the page, and once more.
        let third = visitor.post("/submit/new", &fields).await.expect(303);
        assert_eq!(third.location(), first.location());
        drop(visitor.follow(&third).await.expect(200));
        assert_eq!(app.mails().await.len(), 1);

        let start = visitor.get("/submit").await.expect(200);
        assert_eq!(start.select(".submit-mine").len(), 1, "{start:?}");
        assert_eq!(start.header("cache-control"), "no-store, no-transform");
        assert!(app.visitor().get("/submit").await.expect(200).select(".submit-mine").is_empty());
    }

    async fn a_corrected_first_page_takes_the_place_of_the_first(app: TestApp) {
        let visitor = app.visitor();
        let new = visitor.get("/submit/new").await.expect(200);
        let begun = visitor.submit(&new, "form.form", &[("title", "Tee"), ("email", "laerning@museum.example")]).await.expect(303);
        let reference = begun.location().strip_prefix("/submit/").unwrap().to_owned();
        let mistyped = app.mails().await.pop().expect("a mail").links();
        drop(app.visitor().get(&mistyped[0]).await.expect(200));

        // Back, mended, pressed again: even twice.
        for (title, email) in [("Tea", "learning@museum.exmaple"), ("Tea & talk", "learning@museum.example")] {
            let again = visitor.submit(&new, "form.form", &[("title", title), ("email", email)]).await.expect(303);
            assert_eq!(again.location(), begun.location());
            let stored = submission(&app, &reference).await;
            assert_eq!((stored.title.as_str(), stored.submitter_email.as_str()), (title, email));
            let written = steps::content(&app, &reference).await;
            assert_eq!((written.title.as_str(), written.contact_email.as_str()), (title, email));
            let mails = app.mails().await;
            assert_eq!(mails.last().expect("a mail").to, email);
        }
        // Whoever has the mistyped address reads nothing of it; the right one does.
        drop(app.visitor().get(&mistyped[0]).await.expect(404));
        let mails = app.mails().await;
        assert_eq!(mails.len(), 3);
        drop(app.visitor().get(&mails[2].links()[0]).await.expect(200));

        // Once something was saved, the first page changes nothing any more, and says so.
        drop(steps::answer(&visitor, &reference, "museum", &[("museum", "Example Museum"), ("action", "later")]).await.expect(303));
        let late = visitor.submit(&new, "form.form", &[("title", "Late"), ("email", "late@museum.example")]).await.expect(409);
        assert_eq!(late.one("main a.button").attr("href"), Some(format!("/submit/{reference}")));
        assert_eq!(submission(&app, &reference).await.title, "Tea & talk");
        assert_eq!(app.mails().await.len(), 3);
    }

    async fn no_form_of_ours_mails_typed_words_to_a_typed_address(app: TestApp) {
        let visitor = app.visitor();
        let title = "Buy at https://evil.example\r\nNow\n\nand win";
        let reference = begin(&visitor, title, "victim@example.org").await;
        assert_eq!(submission(&app, &reference).await.title, "Buy at https://evil.example Now and win");
        let link = app.mails().await[0].links()[0].clone();
        drop(visitor.post(&format!("{link}/code"), &[]).await.expect(303));
        let page = visitor.get(&format!("/submit/{reference}/withdraw")).await.expect(200);
        drop(visitor.submit(&page, &form_of(&format!("/submit/{reference}/withdraw")), &[]).await.expect(303));
        let mails = app.mails().await;
        assert_eq!(mails.len(), 3);
        for mail in mails {
            assert_eq!(mail.to, "victim@example.org");
            assert!(!mail.raw.contains("evil.example") && !mail.raw.contains("win"), "{mail:?}");
        }
    }

    async fn an_address_is_mailed_six_links_a_day(app: TestApp) {
        for number in 0..6 {
            // Each from another network and another browser.
            let visitor = app.visitor().from(&format!("198.51.100.{number}"));
            let typed = if number % 2 == 0 { "victim@example.org" } else { "Victim@Example.org" };
            begin(&visitor, "Tea", typed).await;
        }
        let visitor = app.visitor();
        let new = visitor.get("/submit/new").await.expect(200);
        let page = visitor.submit(&new, "form.form", &[("title", "Tea"), ("email", "victim@example.org")]).await.expect(429);
        assert!(page.one("#email-error").text().contains("many links today"), "{page:?}");
        let seconds: u64 = page.header("retry-after").parse().expect("seconds");
        assert!((86_000..=86_400).contains(&seconds), "{seconds}");
        assert_eq!(page.value("title").as_deref(), Some("Tea"));
        assert_eq!(app.mails().await.len(), 6);
        // Without the address it goes on, and another address is not concerned.
        drop(visitor.submit(&page, "form.form", &[("email", "")]).await.expect(303));
        begin(&app.visitor(), "Tea", "somebody@example.org").await;
        assert_eq!(app.mails().await.len(), 7);
        // A day later it counts no more.
        app.clock.advance(DAY_MS);
        begin(&app.visitor(), "Tea", "victim@example.org").await;
        assert_eq!(mail_limits::delete_expired(&app.db).await.expect("swept"), 7);
    }

    async fn the_first_page_keeps_what_was_typed_when_something_is_wrong(app: TestApp) {
        let visitor = app.visitor();
        let new = visitor.get("/submit/new").await.expect(200);
        let key = key_on(&new);
        let page = visitor.submit(&new, "form.form", &[("title", "T"), ("email", "no<b>body")]).await.expect(422);
        assert!(page.one("title").text().starts_with("Error: "), "{page:?}");
        assert_eq!(page.value("title").as_deref(), Some("T"));
        assert_eq!(page.value("email").as_deref(), Some("no<b>body"));
        assert_eq!(key_on(&page), key);
        let links: Vec<_> = page.select(".error-summary a").iter().filter_map(|link| link.attr("href")).collect();
        assert_eq!(links, ["#title", "#email"]);
        assert!(visitor.cookie("sid").is_none(), "nothing was begun");

        for key in ["", "zz", &"g".repeat(64)] {
            let fields = [("title", "Tea"), ("email", ""), ("start_key", key)];
            drop(visitor.post("/submit/new", &fields).await.expect(400));
        }
        let fields = [("title", "Tea"), ("start_key", key.as_str()), ("status", "published")];
        drop(visitor.post("/submit/new", &fields).await.expect(400));
    }

    async fn somebody_signed_in_owns_the_draft_on_every_device(app: TestApp) {
        let (account, email) = app.account(Role::Submitter).await;
        let sign_in = [("email", email.as_str()), ("password", PASSWORD)];
        let (one, other) = (app.visitor(), app.visitor());
        for visitor in [&one, &other] {
            drop(visitor.post("/account/sign-in", &sign_in).await.expect(303));
        }
        let new = one.get("/submit/new").await.expect(200);
        assert!(new.select("#email").is_empty(), "nothing is asked twice");
        let begun = one.submit(&new, "form.form", &[("title", "Tea")]).await.expect(303);
        let page = other.follow(&begun).await.expect(200);
        assert_eq!(page.one("h1").text(), "Tea");
        assert_eq!(other.get("/submit").await.expect(200).select(".submit-mine").len(), 1);
        let mine = submissions::of_account(&app.db, account).await.unwrap();
        assert_eq!(mine.len(), 1);
        assert_eq!(mine[0].submitter_email, email);
    }

    async fn many_drafts_from_one_network_have_to_wait(app: TestApp) {
        let app = app.variant(|variant: &mut Variant| variant.limits = RateLimits::new());
        let visitor = app.visitor().from("198.51.100.7");
        for _ in 0..40 {
            drop(begin(&visitor, "Tea", "").await);
        }
        let new = visitor.get("/submit/new").await.expect(200);
        let page = visitor.submit(&new, "form.form", &[("title", "Tea")]).await.expect(429);
        assert!(page.header("retry-after").parse::<u64>().is_ok(), "{page:?}");
        drop(begin(&app.visitor().from("203.0.113.9"), "Tea", "").await);
    }

    async fn withdrawing_is_asked_once_more_and_final(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "learning@museum.example").await;
        let path = format!("/submit/{reference}/withdraw");
        let page = visitor.get(&path).await.expect(200);
        assert_eq!(submission(&app, &reference).await.status, Status::Draft);
        for _ in 0..2 {
            let done = visitor.submit(&page, form_of(&path).as_str(), &[]).await.expect(303);
            assert_eq!(done.location(), format!("/submit/{reference}"));
        }
        let stands = visitor.get(&format!("/submit/{reference}")).await.expect(200);
        assert!(stands.text().contains("You withdrew it."), "{stands:?}");
        assert!(stands.select("a[href$='/withdraw']").is_empty());
        assert_eq!(visitor.get(&path).await.expect(303).location(), format!("/submit/{reference}"));
        assert_eq!(app.mails().await.last().unwrap().subject, format!("You withdrew your case study ({reference})"));
    }
}
