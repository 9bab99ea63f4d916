//! Signing in and out, and the account's own page.

use crate::each_database;
use crate::support::{PASSWORD, Page, Visitor};
use app::passwords::Cost;
use case_study::{Answers, EditWeight, Move, Role, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::by_operator::{self, Change};
use store::entity::{account, submission};
use store::history::Actor;
use store::outcome::Outcome;
use store::sessions::{Created, NewSession, SignedIn};
use store::{accounts, moderation_queue, sessions, transitions};

async fn sign_in(visitor: &Visitor, email: &str, password: &str) -> Page {
    visitor
        .post(
            "/account/sign-in",
            &[("email", email), ("password", password)],
        )
        .await
}

each_database! {
    async fn each_role_arrives_where_its_work_is(app: TestApp) {
        for (role, place) in [(Role::Submitter, "/account"), (Role::Moderator, "/moderate"), (Role::Admin, "/moderate")] {
            let (_, email) = app.account(role).await;
            let visitor = app.visitor();
            let page = sign_in(&visitor, &email.to_uppercase(), PASSWORD).await.expect(303);
            assert_eq!(page.location(), place);
            drop(visitor.get(place).await.expect(200));
            // Once in, the form has nothing to ask.
            assert_eq!(visitor.get("/account/sign-in?next=/account").await.expect(303).location(), "/account");
        }
    }

    async fn the_session_gets_a_new_id(app: TestApp) {
        let (_, email) = app.account(Role::Moderator).await;
        let visitor = app.visitor();
        // A session that somebody could have planted: it began a draft before.
        let start = visitor.get("/submit/new").await.expect(200);
        drop(visitor.submit(&start, "main form", &[("title", "Tea and objects")]).await.expect(303));
        let planted = visitor.cookie("sid").expect("a session");
        drop(sign_in(&visitor, &email, PASSWORD).await.expect(303));
        let own = visitor.cookie("sid").expect("a session");
        assert_ne!(own, planted);
        let other = app.visitor();
        other.set_cookie("sid", &planted);
        drop(other.get("/moderate").await.expect(303));
        drop(visitor.get("/moderate").await.expect(200));
    }

    async fn signing_out_ends_it_on_the_server_too(app: TestApp) {
        let (_, email) = app.account(Role::Moderator).await;
        let visitor = app.visitor();
        drop(sign_in(&visitor, &email, PASSWORD).await.expect(303));
        let kept = visitor.cookie("sid").expect("a session");
        let out = visitor.post("/account/sign-out", &[]).await.expect(303);
        assert_eq!((out.location(), out.header("clear-site-data")), ("/", "\"cache\", \"storage\""));
        assert_eq!(visitor.cookie("sid"), None);
        let thief = app.visitor();
        thief.set_cookie("sid", &kept);
        drop(thief.get("/account").await.expect(303));
        // Nobody is signed in; the button still leads home.
        assert_eq!(app.visitor().post("/account/sign-out", &[]).await.expect(303).location(), "/");
        drop(app.visitor().get("/account/sign-out").await.expect(405));
    }

    async fn an_old_password_does_not_come_back_over_a_new_one(app: TestApp) {
        let (id, email) = app.account(Role::Moderator).await;
        // Somebody signs in with the old password: it was checked, and is about to be hashed again.
        let (checked, hash) = accounts::by_email(&app.db, &email).await.unwrap().expect("an account");
        assert!(by_operator::change(&app.db, &email, Change::Password("the new one".into()), false).await.unwrap().is_done());
        let upgraded = accounts::upgrade_password_hash(&app.db, &checked, &hash, "the old one".into()).await.unwrap();
        assert_eq!(upgraded, None);
        let (_, stored) = accounts::by_email(&app.db, &email).await.unwrap().expect("an account");
        assert_eq!(stored, "the new one");
        // And the session that this sign-in would open.
        let session = NewSession {
            id_hash: "a".repeat(64),
            signed_in: Some(SignedIn { account_id: id, credential: Some(checked.credential().to_owned()) }),
            data: "{}".into(),
            expires_at: i64::MAX,
            agent: String::new(),
        };
        assert_eq!(sessions::create(&app.db, session.clone()).await.unwrap(), Created::AccountChanged);
        // Nothing happened meanwhile: both are done, and the account is let in as it is with the new hash.
        let (now, hash) = accounts::by_email(&app.db, &email).await.unwrap().expect("an account");
        let upgraded = accounts::upgrade_password_hash(&app.db, &now, &hash, "the same, hashed again".into()).await.unwrap();
        let upgraded = upgraded.expect("it is stored");
        assert_ne!(upgraded.credential(), now.credential());
        let signed_in = SignedIn { account_id: id, credential: Some(upgraded.credential().to_owned()) };
        let session = NewSession { signed_in: Some(signed_in), ..session };
        assert_eq!(sessions::create(&app.db, session).await.unwrap(), Created::Added);
    }

    async fn who_signs_in_while_the_account_is_changed_is_not_in_afterwards(app: TestApp) {
        let new = app.state.passwords.hash("another calm reading room").await.expect("a hash");
        for change in [Change::Password(new.clone()), Change::Disable, Change::Role(Role::Submitter)] {
            let (_, email) = app.account(Role::Moderator).await;
            let visitor = app.visitor();
            let (answer, changed) = tokio::join!(
                sign_in(&visitor, &email, PASSWORD),
                by_operator::change(&app.db, &email, change.clone(), false),
            );
            assert!(changed.unwrap().is_done());
            if matches!(change, Change::Password(_)) {
                let (_, stored) = accounts::by_email(&app.db, &email).await.unwrap().expect("an account");
                assert_eq!(stored, new, "the new password stands");
            }
            // With a new role the right password lets them in, as what the account is now.
            let fine = matches!(change, Change::Role(_)) && answer.status().as_u16() == 303;
            if fine && answer.location() == "/account" {
                continue;
            }
            let page = visitor.get("/account").await.expect(303);
            assert!(page.location().starts_with("/account/sign-in"), "{change:?}: {answer:?}");
        }
    }

    async fn a_decision_is_made_with_the_role_of_that_moment(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let (moderator, email) = app.account(Role::Moderator).await;
        // As the request began: they were a moderator.
        let actor = Actor { account_id: Some(moderator), roles: vec![Role::Moderator] };
        let mail_context = app.state.settings.mail_context();
        for change in [Change::Disable, Change::Enable, Change::Role(Role::Submitter)] {
            let last = matches!(change, Change::Role(_));
            assert!(by_operator::change(&app.db, &email, change.clone(), false).await.unwrap().is_done());
            if matches!(change, Change::Enable) {
                continue;
            }
            let version = app.submission(id).await.version;
            let approved = transitions::apply(&app.db, &mail_context, &actor, id, Some(version), &[Move::Approve]).await.unwrap();
            assert_eq!(approved, Outcome::NotAllowed, "{change:?}");
            let answers = Answers::of(&Default::default(), case_study::tags::tag_fields());
            let tags = case_study::tags::tag_fields();
            let tagged = app.mend(&actor, id, version, &answers, tags, EditWeight::Form).await;
            assert_eq!(tagged, Outcome::NotAllowed, "{change:?}");
            let taken = moderation_queue::assign(&app.db, &actor, id, version, Some(moderator)).await.unwrap();
            assert_eq!(taken, Outcome::NotAllowed, "{change:?}");
            assert_eq!(app.submission(id).await.status, Status::InReview);
            assert!(!last || app.submission(id).await.assignee_id.is_none(), "{reference}");
        }
    }

    async fn no_account_and_a_wrong_password_are_one_answer(app: TestApp) {
        let (_, known) = app.account(Role::Moderator).await;
        let (disabled_id, disabled) = app.account(Role::Moderator).await;
        account::Entity::update_many()
            .col_expr(account::Column::Disabled, Expr::value(true))
            .filter(account::Column::Id.eq(disabled_id))
            .exec(app.db.writer())
            .await
            .expect("the account is disabled");
        let secret = "not the one & only";
        let mut answers = Vec::new();
        for (email, password) in [(known.as_str(), secret), ("nobody@example.org", secret), (&disabled, PASSWORD)] {
            let page = sign_in(&app.visitor(), email, password).await.expect(422);
            assert!(page.body().contains("<title>Error: Sign in"), "{page:?}");
            assert_eq!(page.value("email").as_deref(), Some(email), "the address stays");
            assert_eq!(page.value("password").as_deref(), Some(""), "the password does not");
            assert!(!page.body().contains(password) && !page.body().contains("only"), "{page:?}");
            assert_eq!(page.one("#error-summary a").attr("href").as_deref(), Some("#email"));
            let names: Vec<String> = page.headers().keys().map(ToString::to_string).collect();
            answers.push((page.body().replace(email, "…"), names));
        }
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0], answers[2]);
    }

    async fn what_is_missing_is_said_at_its_field(app: TestApp) {
        let visitor = app.visitor();
        let form = visitor.get("/account/sign-in").await.expect(200);
        assert_eq!(form.one("#email").attr("autocomplete").as_deref(), Some("username"));
        assert_eq!(form.one("#password").attr("autocomplete").as_deref(), Some("current-password"));
        let page = visitor.submit(&form, "main form", &[]).await.expect(422);
        let links: Vec<_> = page.select("#error-summary a").iter().filter_map(|link| link.attr("href")).collect();
        assert_eq!(links, ["#email", "#password"]);
        drop(visitor.post("/account/sign-in", &[("email", "a@b.c"), ("role", "admin")]).await.expect(400));
    }

    async fn only_our_own_pages_are_come_back_to(app: TestApp) {
        let (_, email) = app.account(Role::Moderator).await;
        let visitor = app.visitor();
        let asked = visitor.get("/moderate?assigned=me").await.expect(303);
        let form = visitor.follow(&asked).await.expect(200);
        let page = visitor.submit(&form, "main form", &[("email", &email), ("password", PASSWORD)]).await.expect(303);
        assert_eq!(page.location(), "/moderate?assigned=me");
        for next in [
            "//evil.example", "/\\evil.example", "/\t/evil.example", "/%09/evil.example", "https:evil.example",
            "https://evil.example", "/moderate/../..//evil.example", "javascript:alert(1)", "/account/sign-in",
            "/\r\nLocation: https://evil.example", "\\/evil.example", "",
        ] {
            let visitor = app.visitor();
            let fields = [("email", email.as_str()), ("password", PASSWORD), ("next", next)];
            let page = visitor.post("/account/sign-in", &fields).await.expect(303);
            assert_eq!(page.location(), "/moderate", "{next:?}");
            // The same through the address, signed in already.
            let query: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
            assert_eq!(visitor.get(&format!("/account/sign-in?next={query}")).await.expect(303).location(), "/moderate");
        }
    }

    async fn an_address_that_no_keyboard_types_is_an_address_nobody_has(app: TestApp) {
        for odd in ["ana\0@example.org", "\0", "ana@example.org\r\nBcc: all@example.org", "\u{feff}"] {
            let page = sign_in(&app.visitor(), odd, "not the one").await.expect(422);
            assert!(page.body().contains("<title>Error: Sign in"), "{odd:?}: {page:?}");
        }
    }

    async fn a_rush_is_sent_away_for_a_moment(app: TestApp) {
        let app = app.variant(|variant| variant.password_cost = Cost::RFC_9106);
        let email = "rush@example.org".to_owned();
        let hash = app.state.passwords.hash(PASSWORD).await.expect("a hash");
        accounts::add(&app.db, &email, "Rush", Role::Moderator, hash).await.expect("an account");
        let rush = (0..40).map(|_| {
            let (visitor, email) = (app.visitor(), email.clone());
            async move { sign_in(&visitor, &email, PASSWORD).await }
        });
        let pages = futures::future::join_all(rush).await;
        let (inside, away): (Vec<_>, Vec<_>) = pages.into_iter().partition(|page| page.status().as_u16() == 303);
        assert!(inside.len() >= 2 && !away.is_empty(), "{} of 40 got in", inside.len());
        let away: Vec<_> = away.into_iter().map(|page| page.expect(503)).collect();
        // On a machine that does much else, some of those who waited are cut off by the time limit instead.
        let (busy, late): (Vec<_>, Vec<_>) = away.iter().partition(|page| page.header("retry-after") == "3");
        assert!(!busy.is_empty(), "{} were too late", late.len());
        for page in busy {
            assert_eq!(page.value("email").as_deref(), Some(email.as_str()), "the page stays");
        }
    }

    async fn the_account_page_lists_ones_own_and_nobody_elses(app: TestApp) {
        let (mine, reference) = app.sent("My tea and objects").await;
        app.sent("Somebody else’s tea and objects").await;
        let (id, email) = app.account(Role::Submitter).await;
        submission::Entity::update_many()
            .col_expr(submission::Column::AccountId, Expr::value(id))
            .filter(submission::Column::Id.eq(mine))
            .exec(app.db.writer())
            .await
            .expect("it is theirs");
        let visitor = app.visitor();
        drop(sign_in(&visitor, &email, PASSWORD).await.expect(303));
        let page = visitor.get("/account").await.expect(200);
        assert!(page.text().contains("My tea and objects") && page.text().contains(&reference), "{page:?}");
        assert!(!page.text().contains("Somebody else"), "{page:?}");
        assert!(page.text().contains("Waiting for review"), "{page:?}");
        assert!(page.select("a[href='/moderate']").is_empty(), "{page:?}");
        let staff = app.moderator().await.get("/account").await.expect(200);
        assert_eq!(staff.one("main a[href='/moderate']").text(), "Open the queue");
        assert_eq!(app.visitor().get("/account").await.expect(303).location(), "/account/sign-in?next=%2Faccount");
    }
}
