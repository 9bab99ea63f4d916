//! How often one may try to sign in, through the form.

use crate::each_database;
use crate::support::{PASSWORD, Page, TestApp, Variant, Visitor};
use app::web::rate_limits::RateLimits;
use axum::body::Body;
use axum::http::Request;
use case_study::Role;
use futures::StreamExt;
use futures::future::{join, join_all};
use sea_orm::{EntityTrait, PaginatorTrait};
use std::time::Instant;
use store::DAY_MS;
use store::entity::{bucket, known_place};

const WRONG: &str = "not this one";
const NEW: &str = "another calm reading room";

/// As after a start: what was counted in memory is forgotten.
fn limited(app: &TestApp) -> TestApp {
    app.variant(|variant: &mut Variant| variant.limits = RateLimits::new())
}

async fn guess(visitor: &Visitor, email: &str, password: &str) -> Page {
    visitor
        .post(
            "/account/sign-in",
            &[("email", email), ("password", password)],
        )
        .await
}

each_database! {
    async fn the_sixth_guess_waits(app: TestApp) {
        let (_, email) = app.account(Role::Moderator).await;
        let visitor = limited(&app).visitor().from("192.0.2.1");
        for _ in 0..5 {
            guess(&visitor, &email, "not this one").await.expect(422);
        }
        let page = guess(&visitor, &email, PASSWORD).await.expect(429);
        let seconds: u64 = page.header("retry-after").parse().unwrap();
        assert!((600..=720).contains(&seconds), "{page:?}");
        assert!(page.text().contains("Try again in"), "{page:?}");
        // What was typed is still there, the password is not.
        assert_eq!(page.value("email").as_deref(), Some(email.as_str()));
        assert!(!page.body().contains(PASSWORD), "{page:?}");
    }

    async fn an_address_without_an_account_is_treated_alike(app: TestApp) {
        let visitor = limited(&app).visitor().from("192.0.2.2");
        for _ in 0..5 {
            guess(&visitor, "nobody@example.org", "not this one").await.expect(422);
        }
        guess(&visitor, "nobody@example.org", "not this one").await.expect(429);
    }

    async fn a_made_up_origin_does_not_reset_it(app: TestApp) {
        let visitor = limited(&app).visitor().from("192.0.2.3");
        let began = Instant::now();
        let mut passed = 0;
        for last in 0..30 {
            let request = Request::post("/account/sign-in")
                .header("content-type", "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin")
                .header("x-forwarded-for", format!("198.51.100.{last}"))
                .header("x-real-ip", format!("198.51.100.{last}"))
                .header("forwarded", format!("for=198.51.100.{last}"))
                .body(Body::from(format!("email=a{last}%40example.org&password=not+this+one")));
            let page = visitor.raw(request.unwrap()).await;
            passed += u64::from(page.status() != 429);
        }
        // Ten, whatever they say, and one more for every ten seconds that a busy machine took.
        let refilled = began.elapsed().as_secs() / 10 + 1;
        assert!((10..=10 + refilled).contains(&passed), "{passed} in {:?}", began.elapsed());
    }

    async fn strangers_do_not_lock_the_owner_out(app: TestApp) {
        let app = limited(&app);
        let (_, email) = app.account(Role::Moderator).await;
        let home = app.visitor().from("192.0.2.4");
        guess(&home, &email, PASSWORD).await.expect(303);
        let mut limited = 0;
        for last in 0..40 {
            let stranger = app.visitor().from(&format!("198.51.100.{last}"));
            limited += u32::from(guess(&stranger, &email, "not this one").await.status() == 429);
        }
        // Thirty from everywhere, of which the owner's first, from a place not known yet, was one.
        assert_eq!(limited, 40 - 29);
        guess(&app.visitor().from("192.0.2.4"), &email, PASSWORD).await.expect(303);
    }

    async fn a_thousand_networks_keep_neither_a_known_network_nor_a_known_browser_out(app: TestApp) {
        const HOME: &str = "192.0.2.4";
        let (_, email) = app.account(Role::Moderator).await;
        let browser = limited(&app).visitor().from(HOME);
        guess(&browser, &email, PASSWORD).await.expect(303);
        let mark = browser.cookie("known").expect("a mark");
        let app = limited(&app);
        let began = Instant::now();
        let mut guessed = 0;
        for number in 0..1000 {
            let stranger = app.visitor().from(&format!("10.{}.{}.1", number / 250, number % 250));
            guessed += u64::from(guess(&stranger, &email, WRONG).await.status() != 429);
            if number % 100 == 99 {
                // In another browser at home, and in the browser from home somewhere else.
                guess(&app.visitor().from(HOME), &email, PASSWORD).await.expect(303);
                let travelling = app.visitor().from(&format!("203.0.113.{}", number / 100));
                travelling.set_cookie("known", &mark);
                guess(&travelling, &email, PASSWORD).await.expect(303);
            }
        }
        // The first sign-in came from a place that was not known yet, and was one of thirty.
        let refilled = began.elapsed().as_secs() / 360 + 1;
        assert!((29..=29 + refilled).contains(&guessed), "{guessed}");
    }

    async fn a_mark_counts_for_the_account_that_signed_in_with_it_alone(app: TestApp) {
        let (_, email) = app.account(Role::Moderator).await;
        let (_, other) = app.account(Role::Moderator).await;
        let app = limited(&app);
        let browser = app.visitor().from("192.0.2.5");
        guess(&browser, &email, PASSWORD).await.expect(303);
        let mark = browser.cookie("known").expect("a mark");
        let flip = if mark.ends_with('0') { "1" } else { "0" };
        let made_up = format!("{}{flip}", &mark[..mark.len() - 1]);
        let tried = [(&mark, &other, 5), (&made_up, &email, 5), (&mark, &email, 9)];
        for (last, (mark, email, passed)) in (20..).zip(tried) {
            let thief = app.visitor().from(&format!("192.0.2.{last}"));
            thief.set_cookie("known", mark);
            for _ in 0..passed {
                guess(&thief, email, WRONG).await.expect(422);
            }
            if passed == 5 {
                guess(&thief, email, WRONG).await.expect(429);
            }
        }
    }

    async fn signing_out_leaves_the_mark_and_no_account_makes_one(app: TestApp) {
        let (_, email) = app.account(Role::Submitter).await;
        let visitor = app.visitor();
        guess(&visitor, &email, WRONG).await.expect(422);
        guess(&visitor, "nobody@example.org", PASSWORD).await.expect(422);
        assert_eq!(visitor.cookie("known"), None);
        guess(&visitor, &email, PASSWORD).await.expect(303);
        let mark = visitor.cookie("known").expect("a mark");
        visitor.post("/account/sign-out", &[]).await.expect(303);
        assert_eq!(visitor.cookie("known").as_deref(), Some(mark.as_str()));
        guess(&visitor, &email, PASSWORD).await.expect(303);
        assert_eq!(visitor.cookie("known").as_deref(), Some(mark.as_str()));
        // A network and a browser, by hashes.
        let places = known_place::Entity::find().all(app.db.reader()).await.unwrap();
        assert_eq!(places.len(), 2);
        for place in places {
            assert_eq!(place.place_hash.len(), 64);
            assert_ne!(place.place_hash, mark);
        }
    }

    async fn whoever_is_refused_at_a_new_place_gets_in_by_a_mailed_link(app: TestApp) {
        let app = limited(&app);
        let (_, email) = app.account(Role::Moderator).await;
        for last in 0..40 {
            let stranger = app.visitor().from(&format!("198.51.100.{last}"));
            drop(guess(&stranger, &email, WRONG).await);
        }
        let owner = app.visitor().from("203.0.113.9");
        let refused = guess(&owner, &email, PASSWORD).await.expect(429);
        assert!(refused.text().contains("choose a new password"), "{refused:?}");
        owner.post("/account/forgotten", &[("email", &email)]).await.expect(303);
        let mails = app.mails().await;
        let mut links = mails.iter().flat_map(|mail| mail.links());
        let link = links.find(|link| link.starts_with("/account/new-password/")).expect("a link");
        owner.post(&link, &[("password", NEW)]).await.expect(303);
        guess(&owner, &email, NEW).await.expect(303);
    }

    async fn several_instances_allow_as_many_guesses_as_one(app: TestApp) {
        let (_, email) = app.account(Role::Moderator).await;
        let instances = [limited(&app), limited(&app)];
        let began = Instant::now();
        let guesses = (0..48).map(|last| {
            let stranger = instances[last % 2].visitor().from(&format!("198.51.100.{last}"));
            let email = email.clone();
            async move { guess(&stranger, &email, WRONG).await.status() }
        });
        let answers = join_all(guesses).await;
        let passed = answers.iter().filter(|status| **status != 429).count() as u64;
        let refilled = began.elapsed().as_secs() / 360 + 1;
        assert!((30..=30 + refilled).contains(&passed), "{answers:?}");
    }

    async fn a_line_with_256_networks_keeps_nobody_else_from_signing_in(app: TestApp) {
        let (_, email) = app.account(Role::Moderator).await;
        let app = limited(&app);
        let began = Instant::now();
        let flood = (0..256).map(|number| {
            let stranger = app.visitor().from(&format!("2001:db8:0:{number:x}::1"));
            let made_up = format!("nobody-{number}@example.org");
            async move { guess(&stranger, &made_up, WRONG).await.status() }
        });
        let owner = async {
            for _ in 0..10 {
                let browser = app.visitor().from("2001:db8:1::1");
                guess(&browser, &email, PASSWORD).await.expect(303);
            }
        };
        let flood = futures::stream::iter(flood).buffer_unordered(24).collect::<Vec<_>>();
        let (answers, ()) = join(flood, owner).await;
        // Four times what one network may, and four times as fast.
        let passed = answers.iter().filter(|status| **status != 429).count() as u64;
        let refilled = began.elapsed().as_secs() * 2 / 5 + 1;
        assert!((40..=40 + refilled).contains(&passed), "{passed} in {:?}", began.elapsed());
    }

    async fn places_and_counts_are_kept_for_a_time(app: TestApp) {
        let (_, email) = app.account(Role::Submitter).await;
        let limited = limited(&app);
        guess(&limited.visitor().from("192.0.2.4"), &email, PASSWORD).await.expect(303);
        let rows = async || {
            let db = app.db.reader();
            let places = known_place::Entity::find().count(db).await.unwrap();
            (places, bucket::Entity::find().count(db).await.unwrap())
        };
        server::worker::sweep(&app.db).await;
        assert_eq!(rows().await, (2, 2));
        app.clock.advance(DAY_MS);
        server::worker::sweep(&app.db).await;
        assert_eq!(rows().await, (2, 0));
        // Used again, it stays as long again.
        app.clock.advance(178 * DAY_MS);
        guess(&limited.visitor().from("192.0.2.4"), &email, PASSWORD).await.expect(303);
        app.clock.advance(2 * DAY_MS);
        server::worker::sweep(&app.db).await;
        // The network; of the browsers the second.
        assert_eq!(rows().await, (2, 0));
        app.clock.advance(180 * DAY_MS);
        server::worker::sweep(&app.db).await;
        assert_eq!(rows().await, (0, 0));
    }
}
