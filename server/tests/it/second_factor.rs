//! A code from one's phone besides the password: setting it up, signing in with it, and the day on which the
//! phone is lost.

use crate::each_database;
use crate::support::{PASSWORD, Page, TestApp, Visitor};
use app::passwords::totp;
use app::web::rate_limits::RateLimits;
use case_study::Role;
use sea_orm::EntityTrait;
use store::entity::account_factor;
use store::{account_factors, accounts, by_operator};

const STEP_MS: i64 = 30_000;
const PAGE: &str = "/account/second-factor";
const CODE: &str = "/account/sign-in/code";

/// A new account, signed in by the form: the visitor and the address.
pub async fn signed_in(app: &TestApp, role: Role) -> (Visitor, String) {
    let (_, email) = app.account(role).await;
    let visitor = app.visitor();
    give_password(&visitor, &email).await.expect(303);
    (visitor, email)
}

async fn give_password(visitor: &Visitor, email: &str) -> Page {
    let fields = [("email", email), ("password", PASSWORD)];
    visitor.post("/account/sign-in", &fields).await
}

/// Somebody else at another machine who knows the password: they stand before the code.
async fn before_the_code(app: &TestApp, email: &str) -> Visitor {
    let visitor = app.visitor();
    let answer = give_password(&visitor, email).await.expect(303);
    assert_eq!(answer.location(), CODE);
    visitor
}

async fn give_code(visitor: &Visitor, code: &str) -> Page {
    visitor.post(CODE, &[("code", code)]).await
}

/// Whether somebody is signed in.
async fn is_in(visitor: &Visitor) -> bool {
    visitor.get("/account").await.status().as_u16() == 200
}

/// What a phone shows at this moment.
pub fn code_now(app: &TestApp, secret: &[u8]) -> String {
    code_in(app, secret, 0)
}

fn code_in(app: &TestApp, secret: &[u8], steps: i64) -> String {
    let step = app.clock.now_ms() / STEP_MS + steps;
    totp::code(secret, u64::try_from(step).unwrap())
}

/// The secret that a page shows, as a phone reads it.
fn secret_of(page: &Page) -> Vec<u8> {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let shown = page.one("main code").text().replace(' ', "");
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for letter in shown.bytes() {
        let place = LETTERS
            .iter()
            .position(|known| *known == letter)
            .expect("a letter of base 32");
        bits = bits << 5 | u32::try_from(place).unwrap();
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap());
        }
    }
    assert_eq!(bytes.len(), 20);
    bytes
}

/// Sets it up for somebody who is signed in: the secret, and the recovery codes.
pub async fn set_up(app: &TestApp, visitor: &Visitor) -> (Vec<u8>, Vec<String>) {
    let page = visitor.get(PAGE).await.expect(200);
    let secret = secret_of(&page);
    let code = code_now(app, &secret);
    let fields = [("current", PASSWORD), ("code", code.as_str())];
    let kept = visitor
        .submit(&page, "main form", &fields)
        .await
        .expect(200);
    let codes: Vec<String> = kept
        .select("main ol code")
        .iter()
        .map(|code| code.text().to_owned())
        .collect();
    assert_eq!(codes.len(), 10, "{kept:?}");
    (secret, codes)
}

each_database! {
    async fn signing_in_asks_for_the_code_and_nobody_is_in_before(app: TestApp) {
        let (ana, email) = signed_in(&app, Role::Moderator).await;
        let (secret, _) = set_up(&app, &ana).await;
        assert!(is_in(&ana).await, "whoever turned it on stays in");
        let visitor = before_the_code(&app, &email).await;
        let half = visitor.cookie("sid").expect("a session");
        assert!(!is_in(&visitor).await);
        drop(visitor.get("/moderate").await.expect(303));
        app.clock.advance(STEP_MS);
        for wrong in ["", "12345", "nonsense", &code_in(&app, &secret, 9)] {
            let page = give_code(&visitor, wrong).await.expect(422);
            assert_eq!(page.one("#error-summary a").attr("href").as_deref(), Some("#code"));
            assert!(!is_in(&visitor).await, "{wrong}");
        }
        let grouped = code_now(&app, &secret);
        let grouped = format!("{} {}", &grouped[..3], &grouped[3..]);
        assert_eq!(give_code(&visitor, &grouped).await.expect(303).location(), "/moderate");
        drop(visitor.get("/moderate").await.expect(200));
        assert_ne!(visitor.cookie("sid").expect("a session"), half, "the session has a new id");
        let thief = app.visitor();
        thief.set_cookie("sid", &half);
        assert!(!is_in(&thief).await);
    }

    async fn a_code_counts_once_and_none_before_it_any_more(app: TestApp) {
        let (ana, email) = signed_in(&app, Role::Moderator).await;
        let (secret, _) = set_up(&app, &ana).await;
        // The one that confirmed it is used up.
        let visitor = before_the_code(&app, &email).await;
        let used = code_now(&app, &secret);
        drop(give_code(&visitor, &used).await.expect(422));
        app.clock.advance(2 * STEP_MS);
        let (before, now) = (code_in(&app, &secret, -1), code_now(&app, &secret));
        drop(give_code(&visitor, &now).await.expect(303));
        let other = before_the_code(&app, &email).await;
        for used in [&now, &before] {
            drop(give_code(&other, used).await.expect(422));
        }
        assert!(!is_in(&other).await);
        drop(give_code(&other, &code_in(&app, &secret, 1)).await.expect(303));
    }

    async fn of_two_who_type_one_code_at_once_one_is_let_in(app: TestApp) {
        let (ana, email) = signed_in(&app, Role::Moderator).await;
        let (secret, _) = set_up(&app, &ana).await;
        for _ in 0..5 {
            app.clock.advance(2 * STEP_MS);
            let (one, other) = (before_the_code(&app, &email).await, before_the_code(&app, &email).await);
            let code = code_now(&app, &secret);
            let (first, second) = tokio::join!(give_code(&one, &code), give_code(&other, &code));
            let mut codes = [first.status().as_u16(), second.status().as_u16()];
            codes.sort_unstable();
            assert_eq!(codes, [303, 422]);
        }
    }

    async fn each_recovery_code_counts_once_and_for_its_account_alone(app: TestApp) {
        let (ana, email) = signed_in(&app, Role::Moderator).await;
        let (_, codes) = set_up(&app, &ana).await;
        let (ben, his) = signed_in(&app, Role::Moderator).await;
        set_up(&app, &ben).await;
        let stranger = before_the_code(&app, &his).await;
        drop(give_code(&stranger, &codes[0]).await.expect(422));
        let visitor = before_the_code(&app, &email).await;
        drop(give_code(&visitor, &codes[0]).await.expect(303));
        let visitor = before_the_code(&app, &email).await;
        drop(give_code(&visitor, &codes[0]).await.expect(422));
        let typed = codes[1].to_uppercase().replace('-', " ");
        drop(give_code(&visitor, &typed).await.expect(303));
        let page = visitor.get(PAGE).await.expect(200);
        assert!(page.text().contains("You have 8 recovery codes left."), "{page:?}");
        // Nothing of it lies there as it was shown.
        for row in account_factor::Entity::find().all(app.db.reader()).await.unwrap() {
            for code in &codes {
                assert!(!row.secret.contains(code) && !row.secret.contains(&code.replace('-', "")));
            }
        }
    }

    async fn new_recovery_codes_end_the_old_ones(app: TestApp) {
        let (ana, email) = signed_in(&app, Role::Moderator).await;
        let (secret, old) = set_up(&app, &ana).await;
        app.clock.advance(STEP_MS);
        let code = code_now(&app, &secret);
        let fields = [("current", PASSWORD), ("code", &*code), ("action", "codes")];
        let shown = ana.post(PAGE, &fields).await.expect(200);
        let new = shown.one("main ol code").text().to_owned();
        let visitor = before_the_code(&app, &email).await;
        drop(give_code(&visitor, &old[0]).await.expect(422));
        drop(give_code(&visitor, &new).await.expect(303));
    }

    async fn the_secret_lies_sealed_and_a_mistyped_code_keeps_it(app: TestApp) {
        let (ana, _) = signed_in(&app, Role::Moderator).await;
        let page = ana.get(PAGE).await.expect(200);
        let secret = secret_of(&page);
        assert!(account_factor::Entity::find().all(app.db.reader()).await.unwrap().is_empty(), "looking writes nothing");
        let wrong = [("current", PASSWORD), ("code", "000000")];
        let again = ana.submit(&page, "main form", &wrong).await.expect(422);
        assert_eq!(secret_of(&again), secret);
        let code = code_now(&app, &secret);
        // Without the password a browser that was left open locks nobody out.
        let without = [("current", "not this one"), ("code", code.as_str())];
        drop(ana.submit(&again, "main form", &without).await.expect(422));
        let right = [("current", PASSWORD), ("code", code.as_str())];
        drop(ana.submit(&again, "main form", &right).await.expect(200));
        let rows = account_factor::Entity::find().all(app.db.reader()).await.unwrap();
        assert_eq!(rows.len(), 11);
        let hex = hex::encode(&secret);
        assert!(rows.iter().all(|row| !row.secret.contains(&hex)));
    }

    async fn a_sealed_secret_of_another_account_opens_nothing(app: TestApp) {
        let (ana, _) = signed_in(&app, Role::Moderator).await;
        let (ben, _) = signed_in(&app, Role::Moderator).await;
        let page = ana.get(PAGE).await.expect(200);
        let code = code_now(&app, &secret_of(&page));
        let fields = [("current", PASSWORD), ("code", code.as_str())];
        assert_eq!(ben.submit(&page, "main form", &fields).await.expect(303).location(), PAGE);
        assert!(account_factor::Entity::find().all(app.db.reader()).await.unwrap().is_empty());
    }

    async fn turning_it_on_or_off_ends_every_other_session(app: TestApp) {
        let (ana, email) = signed_in(&app, Role::Moderator).await;
        let other = app.visitor();
        drop(give_password(&other, &email).await.expect(303));
        let (secret, _) = set_up(&app, &ana).await;
        assert!(is_in(&ana).await && !is_in(&other).await);
        app.clock.advance(STEP_MS);
        let visitor = before_the_code(&app, &email).await;
        drop(give_code(&visitor, &code_now(&app, &secret)).await.expect(303));
        app.clock.advance(STEP_MS);
        let off = |current: &'static str, code: String| {
            let ana = ana.clone();
            async move { ana.post(PAGE, &[("current", current), ("code", &*code), ("action", "off")]).await }
        };
        drop(off("not this one", code_now(&app, &secret)).await.expect(422));
        drop(off(PASSWORD, "000000".into()).await.expect(422));
        drop(off(PASSWORD, code_now(&app, &secret)).await.expect(303));
        assert!(is_in(&ana).await && !is_in(&visitor).await);
        assert_eq!(give_password(&visitor, &email).await.expect(303).location(), "/moderate");
        let subjects: Vec<String> = app.mails().await.into_iter().map(|mail| mail.subject).collect();
        assert_eq!(subjects, ["Signing in now asks for a code", "Signing in no longer asks for a code"]);
    }

    async fn half_a_sign_in_lasts_ten_minutes(app: TestApp) {
        let (ana, email) = signed_in(&app, Role::Moderator).await;
        let (secret, _) = set_up(&app, &ana).await;
        let visitor = before_the_code(&app, &email).await;
        app.clock.advance(10 * 60_000);
        let page = give_code(&visitor, &code_now(&app, &secret)).await.expect(422);
        assert!(page.text().contains("within ten minutes"), "{page:?}");
        assert!(!is_in(&visitor).await);
        assert_eq!(visitor.get(CODE).await.expect(303).location(), "/account/sign-in");
    }

    async fn a_password_that_was_changed_in_between_lets_nobody_on(app: TestApp) {
        let (ana, email) = signed_in(&app, Role::Moderator).await;
        let (secret, _) = set_up(&app, &ana).await;
        let visitor = before_the_code(&app, &email).await;
        let hash = app.state.passwords.hash("another calm room").await.unwrap();
        assert!(by_operator::change(&app.db, &email, by_operator::Change::Password(hash), false).await.unwrap().is_done());
        app.clock.advance(STEP_MS);
        drop(give_code(&visitor, &code_now(&app, &secret)).await.expect(422));
        assert!(!is_in(&visitor).await);
    }

    async fn what_was_being_sent_comes_along_through_the_code(app: TestApp) {
        let (ana, email) = signed_in(&app, Role::Moderator).await;
        let (_, codes) = set_up(&app, &ana).await;
        let visitor = app.visitor();
        let fields = [
            ("email", email.as_str()),
            ("password", PASSWORD),
            ("next", "/moderate/cases/WB-2345-6789/letter"),
            ("unsent", "message=Dear+all"),
        ];
        let code = visitor.post("/account/sign-in", &fields).await.expect(200);
        assert_eq!(code.one("h1").text(), "Enter your code");
        let offered = visitor.submit(&code, "main form", &[("code", &codes[0])]).await.expect(200);
        assert_eq!(offered.one("h1").text(), "Your words are still here");
        assert!(offered.text().contains("Dear all"), "{offered:?}");
    }

    async fn the_sixth_code_waits(app: TestApp) {
        let (ana, email) = signed_in(&app, Role::Moderator).await;
        let (_, codes) = set_up(&app, &ana).await;
        let limited = app.variant(|variant| variant.limits = RateLimits::new());
        let visitor = before_the_code(&limited, &email).await;
        for _ in 0..5 {
            drop(give_code(&visitor, "000000").await.expect(422));
        }
        let page = give_code(&visitor, &codes[0]).await.expect(429);
        assert!(page.text().contains("Try again in"), "{page:?}");
        assert!(!is_in(&visitor).await);
    }

    async fn staff_without_one_are_led_to_it_where_it_is_asked_of_them(app: TestApp) {
        let strict = app.variant(|variant| variant.staff_need_second_factor = true);
        let submitter = strict.submitter().await;
        drop(submitter.get("/account").await.expect(200));
        for who in [Role::Moderator, Role::Admin] {
            let (visitor, _) = signed_in(&strict, who).await;
            for path in ["/moderate", "/account", "/submit", "/", "/moderate/people"] {
                assert_eq!(visitor.get(path).await.expect(303).location(), PAGE, "{path}");
            }
            let page = visitor.post("/moderate/messages/1/handle", &[("message", "Dear all")]).await.expect(403);
            assert!(page.text().contains("Set up your code first") && page.text().contains("Dear all"), "{page:?}");
            set_up(&strict, &visitor).await;
            drop(visitor.get("/moderate").await.expect(200));
        }
        let leaving = strict.moderator().await;
        drop(leaving.post("/account/sign-out", &[]).await.expect(303));
    }

    async fn whoever_lost_it_is_helped_by_an_admin_or_the_operator(app: TestApp) {
        let (ana, email) = signed_in(&app, Role::Moderator).await;
        let id = accounts::by_email(&app.db, &email).await.unwrap().expect("an account").0.id;
        let admin = app.admin().await;
        let off = format!("/moderate/people/{id}/code-off");
        for by_admin in [true, false] {
            if by_admin {
                set_up(&app, &ana).await;
                drop(admin.post(&off, &[]).await.expect(303));
            } else {
                drop(give_password(&ana, &email).await.expect(303));
                set_up(&app, &ana).await;
                assert_eq!(account_factors::reset(&app.db, &email).await.unwrap(), Some(true));
                assert_eq!(account_factors::reset(&app.db, &email).await.unwrap(), Some(false));
            }
            assert!(!is_in(&ana).await);
            assert_eq!(give_password(&app.visitor(), &email).await.expect(303).location(), "/moderate");
        }
        assert_eq!(account_factors::reset(&app.db, "nobody@example.org").await.unwrap(), None);
    }
}
