//! A password that was forgotten, one's own that is changed, and where one is signed in.

use crate::each_database;
use crate::second_factor::signed_in;
use crate::support::{PASSWORD, Page, TestApp, Visitor};
use app::web::rate_limits::RateLimits;
use axum::body::Body;
use axum::http::Request;
use case_study::Role;
use sea_orm::{EntityTrait, PaginatorTrait};
use store::by_operator::{self, Change};
use store::entity::{address_link, job, mailed_address};
use store::{accounts, sessions};

const NEW: &str = "another calm reading room";

async fn ask(visitor: &Visitor, email: &str) -> Page {
    visitor
        .post("/account/forgotten", &[("email", email)])
        .await
}

async fn sign_in(visitor: &Visitor, email: &str, password: &str) -> Page {
    let fields = [("email", email), ("password", password)];
    visitor.post("/account/sign-in", &fields).await
}

async fn is_in(visitor: &Visitor) -> bool {
    visitor.get("/account").await.status().as_u16() == 200
}

/// Rows that are there: how often addresses were mailed, links, jobs.
async fn rows(app: &TestApp) -> [u64; 3] {
    let db = app.db.reader();
    [
        mailed_address::Entity::find().count(db).await.unwrap(),
        address_link::Entity::find().count(db).await.unwrap(),
        job::Entity::find().count(db).await.unwrap(),
    ]
}

/// The link that was mailed last.
async fn link(app: &TestApp) -> String {
    let mails = app.mails().await;
    let mut links = mails.iter().flat_map(|mail| mail.links());
    links
        .rfind(|link| link.starts_with("/account/new-password/"))
        .expect("a link")
}

async fn disable(app: &TestApp, email: &str) {
    assert!(
        by_operator::change(&app.db, email, Change::Disable, false)
            .await
            .unwrap()
            .is_done()
    );
}

each_database! {
    /// By what is written, because a time would be measured differently on every machine.
    async fn an_address_without_an_account_costs_the_same_work_and_gets_the_same_answer(app: TestApp) {
        let (_, known) = app.account(Role::Moderator).await;
        let (_, closed) = app.account(Role::Moderator).await;
        disable(&app, &closed).await;
        let mut answers = Vec::new();
        for email in [known.as_str(), "nobody@example.org", &closed] {
            // The second time there is an earlier link, which goes on working.
            for _ in 0..2 {
                let before = rows(&app).await;
                let answer = ask(&app.visitor(), email).await.expect(303);
                let written: Vec<u64> = rows(&app).await.iter().zip(before).map(|(now, then)| now - then).collect();
                let names: Vec<String> = answer.headers().keys().map(ToString::to_string).collect();
                answers.push((email.to_owned(), written, answer.location().to_owned(), names, answer.body()));
            }
        }
        for (email, _, location, names, body) in &answers {
            let (_, _, first, first_names, first_body) = &answers[0];
            assert_eq!((location, names, body), (first, first_names, first_body), "{email}");
        }
        // Each is counted and mailed, or as good as.
        for (email, written, ..) in &answers {
            assert_eq!(*written, [1, 1, 1], "{email}");
        }
        let to: Vec<String> = app.mails().await.into_iter().map(|mail| mail.to).collect();
        assert_eq!(to, [known.clone(), known]);
        // What was written for nobody holds no address and opens nothing.
        for row in address_link::Entity::find().all(app.db.reader()).await.unwrap() {
            assert_eq!(row.account_id.is_none(), row.email_key.is_empty());
        }
        let page = app.visitor().get("/account/forgotten?asked=yes").await.expect(200);
        assert!(page.text().contains("If that address has an account"), "{page:?}");
    }

    async fn who_asks_for_anothers_password_too_often_locks_nobody_out_and_a_network_asks_so_often(app: TestApp) {
        let (_, email) = app.account(Role::Moderator).await;
        for _ in 0..8 {
            drop(ask(&app.visitor(), &email).await.expect(303));
        }
        assert_eq!(app.mails().await.len(), 5);
        // Whoever asks so often in the name of somebody locks them out for no moment: a link that works is there, and
        // there is another before it ends.
        let last = link(&app).await;
        app.clock.advance(54 * 60 * 1000);
        drop(ask(&app.visitor(), &email).await.expect(303));
        assert_eq!(app.mails().await.len(), 5);
        drop(app.visitor().get(&last).await.expect(200));
        app.clock.advance(60 * 1000);
        drop(ask(&app.visitor(), &email).await.expect(303));
        assert_eq!(app.mails().await.len(), 6);
        let newest = link(&app).await;
        assert_ne!(last, newest);
        drop(app.visitor().get(&last).await.expect(200));
        drop(app.visitor().post(&newest, &[("password", NEW)]).await.expect(303));
        let limited = app.variant(|variant| variant.limits = RateLimits::new());
        let visitor = limited.visitor().from("192.0.2.9");
        for last in 0..5 {
            drop(ask(&visitor, &format!("a{last}@example.org")).await.expect(303));
        }
        let page = ask(&visitor, "b@example.org").await.expect(429);
        assert!(page.text().contains("Try again in"), "{page:?}");
        assert_eq!(page.value("email").as_deref(), Some("b@example.org"));
    }

    async fn asking_in_other_spellings_of_a_mailbox_takes_no_link_from_its_account(app: TestApp) {
        let (_, email) = app.account(Role::Moderator).await;
        let (name, domain) = email.split_once('@').expect("an address");
        for number in 0..8 {
            drop(ask(&app.visitor(), &format!("{name}+{number}@{domain}")).await.expect(303));
            drop(ask(&app.visitor(), &format!("{name}+1@{domain}")).await.expect(303));
        }
        assert!(app.mails().await.is_empty(), "none of them has an account");
        drop(ask(&app.visitor(), &email).await.expect(303));
        let to: Vec<String> = app.mails().await.into_iter().map(|mail| mail.to).collect();
        assert_eq!(to, [email]);
        drop(app.visitor().get(&link(&app).await).await.expect(200));
    }

    async fn what_is_no_address_is_said_at_its_field(app: TestApp) {
        for odd in ["", "nobody", "a@"] {
            let page = ask(&app.visitor(), odd).await.expect(422);
            assert_eq!(page.one("#error-summary a").attr("href").as_deref(), Some("#email"), "{odd}");
        }
        assert_eq!(rows(&app).await, [0, 0, 0]);
    }

    async fn the_link_sets_a_password_once_and_ends_every_session(app: TestApp) {
        let (ana, email) = signed_in(&app, Role::Moderator).await;
        drop(ask(&app.visitor(), &email).await.expect(303));
        let link = link(&app).await;
        let visitor = app.visitor();
        for _ in 0..2 {
            let page = visitor.get(&link).await.expect(200);
            assert_eq!(page.header("cache-control"), "no-store, no-transform");
            assert_eq!(page.one("#password").attr("autocomplete").as_deref(), Some("new-password"));
        }
        assert!(is_in(&ana).await, "looking changes nothing");
        for (weak, words) in [("", "Choose a password"), ("short", "at least 8"), ("password1", "first that anyone")] {
            let page = visitor.post(&link, &[("password", weak)]).await.expect(422);
            assert!(page.text().contains(words), "{page:?}");
            assert!(weak.is_empty() || !page.body().contains(&format!("value=\"{weak}\"")));
        }
        let done = visitor.post(&link, &[("password", NEW)]).await.expect(303);
        assert_eq!(done.location(), "/account/sign-in?password=changed");
        assert!(visitor.follow(&done).await.text().contains("Your password is changed"));
        assert!(!is_in(&ana).await && !is_in(&visitor).await);
        drop(sign_in(&visitor, &email, PASSWORD).await.expect(422));
        drop(sign_in(&visitor, &email, NEW).await.expect(303));
        for _ in 0..2 {
            let page = visitor.get(&link).await.expect(404);
            assert!(page.text().contains("This link no longer works"), "{page:?}");
            drop(visitor.post(&link, &[("password", "yet another calm room")]).await.expect(404));
        }
        assert!(is_in(&visitor).await);
        assert_eq!(app.mails().await.last().expect("a mail").subject, "Your password was changed");
    }

    async fn of_two_who_use_one_link_at_once_one_sets_the_password(app: TestApp) {
        let (_, email) = app.account(Role::Moderator).await;
        drop(ask(&app.visitor(), &email).await.expect(303));
        let link = link(&app).await;
        let (one, other) = (app.visitor(), app.visitor());
        let mine = [("password", NEW)];
        let theirs = [("password", "a third calm room")];
        let (first, second) = tokio::join!(one.post(&link, &mine), other.post(&link, &theirs));
        let mut codes = [first.status().as_u16(), second.status().as_u16()];
        codes.sort_unstable();
        assert_eq!(codes, [303, 404]);
        let right = if first.status().as_u16() == 303 { NEW } else { "a third calm room" };
        drop(sign_in(&one, &email, right).await.expect(303));
    }

    async fn a_link_works_for_an_hour_beside_a_newer_one_until_one_is_used_and_for_nobody_else(app: TestApp) {
        let (_, email) = app.account(Role::Moderator).await;
        let visitor = app.visitor();
        drop(ask(&visitor, &email).await.expect(303));
        let first = link(&app).await;
        drop(ask(&visitor, &email).await.expect(303));
        let second = link(&app).await;
        assert_ne!(first, second);
        for link in [&first, &second] {
            drop(visitor.get(link).await.expect(200));
        }
        // A token of one purpose opens nothing of another.
        let elsewhere = second.replace("new-password", "invitation");
        drop(visitor.get(&elsewhere).await.expect(404));
        drop(visitor.post(&elsewhere, &[("name", "Ana"), ("password", NEW)]).await.expect(404));
        app.clock.advance(60 * 60 * 1000);
        drop(visitor.get(&second).await.expect(404));
        drop(visitor.post(&second, &[("password", NEW)]).await.expect(404));
        server::worker::sweep(&app.db).await;
        drop(ask(&visitor, &email).await.expect(303));
        let third = link(&app).await;
        disable(&app, &email).await;
        drop(visitor.post(&third, &[("password", NEW)]).await.expect(404));
    }

    async fn what_an_operator_changes_is_not_undone_with_a_link_that_was_mailed_before(app: TestApp) {
        let (_, email) = app.account(Role::Moderator).await;
        let visitor = app.visitor();
        let changes = [
            vec![Change::Password("no password opens it".to_owned())],
            vec![Change::Disable, Change::Enable],
        ];
        for changes in changes {
            drop(ask(&visitor, &email).await.expect(303));
            let mailed = link(&app).await;
            drop(visitor.get(&mailed).await.expect(200));
            for change in changes {
                assert!(by_operator::change(&app.db, &email, change, false).await.unwrap().is_done());
            }
            drop(visitor.get(&mailed).await.expect(404));
            drop(visitor.post(&mailed, &[("password", NEW)]).await.expect(404));
        }
        assert_eq!(rows(&app).await[1], 0);
    }

    async fn ones_own_password_asks_for_the_one_there_is(app: TestApp) {
        let (ana, email) = signed_in(&app, Role::Submitter).await;
        let other = app.visitor();
        drop(sign_in(&other, &email, PASSWORD).await.expect(303));
        let cookie = ana.cookie("sid").expect("a session");
        let change = |current: &'static str, new: &'static str| {
            let ana = ana.clone();
            async move { ana.post("/account/password", &[("current", current), ("password", new)]).await }
        };
        for (current, new, field) in [("", NEW, "#current"), ("not this one", NEW, "#current"), (PASSWORD, "short", "#password")] {
            let page = change(current, new).await.expect(422);
            assert_eq!(page.one("#error-summary a").attr("href").as_deref(), Some(field));
            assert!(!page.body().contains(NEW), "{page:?}");
        }
        assert!(is_in(&other).await);
        let done = change(PASSWORD, NEW).await.expect(303);
        assert!(ana.follow(&done).await.expect(200).text().contains("Your password is changed"));
        assert!(is_in(&ana).await && !is_in(&other).await);
        assert_ne!(ana.cookie("sid").expect("a session"), cookie, "the session has a new id");
        drop(sign_in(&other, &email, NEW).await.expect(303));
        assert_eq!(app.mails().await.last().expect("a mail").subject, "Your password was changed");
    }

    async fn wrong_guesses_in_a_browser_that_was_left_open_count(app: TestApp) {
        let limited = app.variant(|variant| variant.limits = RateLimits::new());
        let visitor = limited.submitter().await.from("192.0.2.7");
        for _ in 0..5 {
            let fields = [("current", "not this one"), ("password", NEW)];
            let page = visitor.post("/account/password", &fields).await.expect(422);
            assert!(page.text().contains("This is not your password"), "{page:?}");
        }
        let right = [("current", PASSWORD), ("password", NEW)];
        let page = visitor.post("/account/password", &right).await.expect(422);
        assert!(page.text().contains("too many tries"), "{page:?}");
    }

    async fn ones_sessions_are_seen_and_ended_one_by_one_or_all_others(app: TestApp) {
        let (ana, email) = signed_in(&app, Role::Submitter).await;
        let named = app.visitor();
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("email", email.as_str()), ("password", PASSWORD)])
            .finish();
        let long = format!("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0 {}", "x".repeat(500));
        let request = Request::post("/account/sign-in")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("user-agent", long)
            .body(Body::from(body))
            .unwrap();
        drop(named.raw(request).await.expect(303));
        let third = app.visitor();
        drop(sign_in(&third, &email, PASSWORD).await.expect(303));
        let (stranger, _) = signed_in(&app, Role::Submitter).await;
        let foreign = stranger.get("/account/sessions").await.expect(200);
        assert_eq!(foreign.select("tbody tr").len(), 1);

        let page = ana.get("/account/sessions").await.expect(200);
        let rows = page.select("tbody tr");
        assert_eq!(rows.len(), 3, "{page:?}");
        assert_eq!(rows.iter().filter(|row| row.text().contains("This one")).count(), 1);
        let firefox = rows.iter().find(|row| row.text().contains("Firefox on Linux")).expect("its name");
        assert!(firefox.text().contains("Sign out there"));
        let id = accounts::by_email(&app.db, &email).await.unwrap().expect("an account").0.id;
        let own = sessions::of_account(&app.db, id).await.unwrap();
        let agent = own.iter().map(|one| one.agent.len()).max();
        assert_eq!(agent, Some(200));
        let hash = &own.iter().find(|one| !one.agent.is_empty()).expect("the named one").id_hash;
        // Another's account ends none of mine.
        drop(stranger.post("/account/sessions", &[("end", hash)]).await.expect(303));
        assert!(is_in(&named).await);
        drop(ana.post("/account/sessions", &[("end", hash)]).await.expect(303));
        assert!(!is_in(&named).await && is_in(&third).await && is_in(&ana).await);
        drop(ana.post("/account/sessions", &[("end", "others")]).await.expect(303));
        assert!(!is_in(&third).await && is_in(&ana).await && is_in(&stranger).await);
        assert_eq!(ana.get("/account/sessions").await.expect(200).select("tbody tr").len(), 1);
    }

    async fn when_a_session_was_seen_moves_with_its_end(app: TestApp) {
        let (ana, email) = signed_in(&app, Role::Moderator).await;
        let id = accounts::by_email(&app.db, &email).await.unwrap().expect("an account").0.id;
        let seen = async || sessions::of_account(&app.db, id).await.unwrap()[0].seen_at.expect("seen");
        let began = seen().await;
        app.clock.advance(60_000);
        assert!(is_in(&ana).await);
        assert_eq!(seen().await, began, "a minute is not worth a write");
        app.clock.advance(9 * 60_000);
        assert!(is_in(&ana).await);
        assert!(seen().await >= began + 10 * 60_000);
    }
}
