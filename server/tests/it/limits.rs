//! How often one may try to sign in, through the form.

use crate::each_database;
use crate::support::{PASSWORD, Page, TestApp, Variant, Visitor};
use app::web::rate_limits::RateLimits;
use axum::body::Body;
use axum::http::Request;
use case_study::Role;
use std::time::Instant;

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
}
