//! Who can sign in, in the browser of an admin: inviting, roles, stopping an account, who did what.

use crate::each_database;
use crate::second_factor::signed_in;
use crate::support::how_often::races;
use crate::support::{Page, TestApp, Visitor};
use case_study::{Move, Role, Status};
use sea_orm::{EntityTrait, QueryOrder};
use store::by_operator::{self, Change, Changed as By};
use store::drafts::NewDraft;
use store::entity::event;
use store::history::Actor;
use store::outcome::Outcome;
use store::people::{Changed, PersonChange, Standing};
use store::{DAY_MS, drafts, moderation_queue, people, transitions};

const PEOPLE: &str = "/moderate/people";
const PASSWORD: &str = "a room with a view";

/// Sends the form that invites somebody.
pub async fn invite(admin: &Visitor, email: &str, role: &str) -> Page {
    let fields = [("email", email), ("name", "Ana New"), ("role", role)];
    admin.post(PEOPLE, &fields).await
}

/// The link of the invitation that was mailed last.
pub async fn invitation(app: &TestApp) -> String {
    let mails = app.mails().await;
    let mut links = mails.iter().flat_map(|mail| mail.links());
    links
        .rfind(|link| link.starts_with("/account/invitation/"))
        .expect("a link")
}

async fn take_up(visitor: &Visitor, link: &str) -> Page {
    let fields = [("name", "Ana Field"), ("password", PASSWORD)];
    visitor.post(link, &fields).await
}

/// The account with this address, whatever it may.
async fn person(app: &TestApp, email: &str) -> Option<people::Person> {
    let all = people::list(&app.db, 1).await.unwrap();
    all.rows.into_iter().find(|person| person.email == email)
}

async fn id_of(app: &TestApp, email: &str) -> i64 {
    person(app, email).await.expect("an account").id
}

async fn act(admin: &Visitor, id: i64, action: &str) -> Page {
    admin.post(&format!("{PEOPLE}/{id}/{action}"), &[]).await
}

async fn set_role(admin: &Visitor, id: i64, role: &str) -> Page {
    admin
        .post(&format!("{PEOPLE}/{id}/role"), &[("role", role)])
        .await
}

/// Action and detail of every event, oldest first.
async fn events(app: &TestApp) -> Vec<(String, String)> {
    let rows = event::Entity::find()
        .order_by_asc(event::Column::Id)
        .all(app.db.reader())
        .await
        .unwrap();
    rows.into_iter()
        .map(|row| (row.action, row.detail))
        .collect()
}

each_database! {
    async fn whoever_is_invited_chooses_a_password_and_is_in(app: TestApp) {
        let (admin, admins) = signed_in(&app, Role::Admin).await;
        assert_eq!(invite(&admin, "Ana@museum.example", "moderator").await.expect(303).location(), "/moderate/people?done=invited");
        let waiting = person(&app, "Ana@museum.example").await.expect("an account that waits");
        assert_eq!((waiting.standing, waiting.invited_until.is_some()), (Standing::Invited, true));
        let link = invitation(&app).await;
        let visitor = app.visitor();
        for _ in 0..2 {
            let page = visitor.get(&link).await.expect(200);
            assert_eq!(page.value("name").as_deref(), Some("Ana New"));
            assert!(page.text().contains("invited as a moderator"), "{page:?}");
            assert_eq!(page.header("cache-control"), "no-store, no-transform");
        }
        let weak = visitor.post(&link, &[("name", " "), ("password", "short")]).await.expect(422);
        let fields: Vec<_> = weak.select("#error-summary a").iter().filter_map(|link| link.attr("href")).collect();
        assert_eq!(fields, ["#name", "#password"]);
        assert_eq!(take_up(&visitor, &link).await.expect(303).location(), "/moderate");
        drop(visitor.get("/moderate").await.expect(200));
        let ana = person(&app, "Ana@museum.example").await.expect("an account");
        assert_eq!((ana.id, ana.standing, ana.name.as_str()), (waiting.id, Standing::Enabled, "Ana Field"));
        // The link works once.
        drop(visitor.get(&link).await.expect(404));
        drop(take_up(&app.visitor(), &link).await.expect(404));
        let signs_in = [("email", "ana@museum.example"), ("password", PASSWORD)];
        drop(app.visitor().post("/account/sign-in", &signs_in).await.expect(303));
        // The history names accounts by their number.
        let events = events(&app).await;
        let kinds: Vec<&str> = events.iter().map(|(kind, _)| kind.as_str()).collect();
        assert_eq!(kinds, ["invite", "join_team"]);
        for (_, detail) in &events {
            assert!(detail.contains(&format!("\"account\":{}", ana.id)) && !detail.contains('@') && !detail.contains("Ana"), "{detail}");
        }
        let page = admin.get(&format!("{PEOPLE}/{}", id_of(&app, &admins).await)).await.expect(200);
        assert!(page.text().contains("sent an invitation") && page.text().contains("Ana Field, as moderator"), "{page:?}");
    }

    async fn nobody_signs_in_with_an_invitation_that_was_not_taken_up(app: TestApp) {
        let admin = app.admin().await;
        drop(invite(&admin, "ana@museum.example", "admin").await.expect(303));
        for password in ["", "a calm reading room"] {
            let fields = [("email", "ana@museum.example"), ("password", password)];
            drop(app.visitor().post("/account/sign-in", &fields).await.expect(422));
        }
        // Nor is it opened without its link.
        let id = id_of(&app, "ana@museum.example").await;
        drop(act(&admin, id, "enable").await.expect(404));
        drop(app.visitor().post("/account/forgotten", &[("email", "ana@museum.example")]).await.expect(303));
        let mails = app.mails().await;
        assert_eq!(mails.iter().filter(|mail| mail.to == "ana@museum.example").count(), 1);
    }

    async fn an_address_that_is_known_is_said_to_be_and_every_word_kept(app: TestApp) {
        let admin = app.admin().await;
        let (_, known) = app.account(Role::Submitter).await;
        let (_, closed) = app.account(Role::Submitter).await;
        assert!(by_operator::change(&app.db, &closed, Change::Disable, false).await.unwrap().is_done());
        drop(invite(&admin, "ana@museum.example", "moderator").await.expect(303));
        for (email, words) in [
            (known.to_uppercase().as_str(), "has an account already"),
            (closed.as_str(), "was stopped"),
            ("ana@museum.example", "is invited already"),
        ] {
            let page = invite(&admin, email, "admin").await.expect(422);
            assert!(page.text().contains(words), "{page:?}");
            assert_eq!(page.value("name").as_deref(), Some("Ana New"));
            assert_eq!(page.value("role").as_deref(), Some("admin"));
            assert!(page.body().contains("Open the page of this account"));
        }
        for (email, name, role, field) in [("x", "Ana", "admin", "#email"), ("b@museum.example", "1", "admin", "#name"), ("b@museum.example", "Ana", "king", "#role")] {
            let page = admin.post(PEOPLE, &[("email", email), ("name", name), ("role", role)]).await.expect(422);
            assert_eq!(page.one("#error-summary a").attr("href").as_deref(), Some(field));
        }
        assert_eq!(app.mails().await.len(), 1);
    }

    async fn an_invitation_is_sent_again_taken_back_or_runs_out(app: TestApp) {
        let admin = app.admin().await;
        drop(invite(&admin, "ana@museum.example", "moderator").await.expect(303));
        let first = invitation(&app).await;
        let id = id_of(&app, "ana@museum.example").await;
        drop(act(&admin, id, "invite").await.expect(303));
        let second = invitation(&app).await;
        assert_ne!(first, second);
        let visitor = app.visitor();
        drop(visitor.get(&first).await.expect(404));
        drop(visitor.get(&second).await.expect(200));
        app.clock.advance(7 * DAY_MS);
        drop(visitor.get(&second).await.expect(404));
        drop(take_up(&visitor, &second).await.expect(404));
        let admin = app.admin().await;
        let page = admin.get(PEOPLE).await.expect(200);
        assert!(page.text().contains("The invitation ran out"), "{page:?}");
        drop(act(&admin, id, "invite").await.expect(303));
        let third = invitation(&app).await;
        drop(visitor.get(&third).await.expect(200));
        drop(act(&admin, id, "take-back").await.expect(303));
        drop(take_up(&visitor, &third).await.expect(404));
        assert_eq!(person(&app, "ana@museum.example").await, None);
        drop(admin.get(&format!("{PEOPLE}/{id}")).await.expect(404));
        // Whoever took it up is no invitation any more.
        drop(invite(&admin, "ben@museum.example", "moderator").await.expect(303));
        drop(take_up(&visitor, &invitation(&app).await).await.expect(303));
        let ben = id_of(&app, "ben@museum.example").await;
        for action in ["invite", "take-back"] {
            let done = act(&admin, ben, action).await.expect(303);
            assert!(done.location().ends_with("done=nothing"), "{action}");
        }
        drop(visitor.get("/moderate").await.expect(200));
    }

    async fn a_change_ends_the_sessions_and_stands_in_the_history_without_an_address(app: TestApp) {
        let (admin, admins) = signed_in(&app, Role::Admin).await;
        let (sam, email) = signed_in(&app, Role::Moderator).await;
        let id = id_of(&app, &email).await;
        drop(sam.get("/moderate").await.expect(200));
        drop(set_role(&admin, id, "submitter").await.expect(303));
        drop(sam.get("/account").await.expect(303));
        drop(set_role(&admin, id, "moderator").await.expect(303));
        assert!(set_role(&admin, id, "moderator").await.expect(303).location().ends_with("done=nothing"));
        let fields = [("email", email.as_str()), ("password", crate::support::PASSWORD)];
        let sign_in = async |visitor: &Visitor| visitor.post("/account/sign-in", &fields).await;
        drop(sign_in(&sam).await.expect(303));
        drop(act(&admin, id, "sign-out").await.expect(303));
        drop(sam.get("/account").await.expect(303));
        drop(sign_in(&sam).await.expect(303));
        drop(act(&admin, id, "disable").await.expect(303));
        drop(sam.get("/account").await.expect(303));
        drop(sign_in(&sam).await.expect(422));
        drop(act(&admin, id, "enable").await.expect(303));
        drop(sign_in(&sam).await.expect(303));
        let events = events(&app).await;
        let kinds: Vec<&str> = events.iter().map(|(kind, _)| kind.as_str()).collect();
        assert_eq!(kinds, ["change_role", "change_role", "end_sessions", "disable_account", "enable_account"]);
        assert_eq!(events[0].1, format!(r#"{{"before":["moderator"],"after":["submitter"],"account":{id}}}"#));
        assert!(events.iter().all(|(_, detail)| !detail.contains('@')), "{events:?}");
        let own = admin.get(&format!("{PEOPLE}/{}", id_of(&app, &admins).await)).await.expect(200);
        assert!(own.text().contains("from moderator to museum"), "{own:?}");
        drop(act(&admin, id, "promote").await.expect(404));
        drop(act(&admin, 9999, "disable").await.expect(404));
        drop(set_role(&admin, id, "program").await.expect(422));
    }

    async fn the_last_admin_stays(app: TestApp) {
        let (admin, email) = signed_in(&app, Role::Admin).await;
        let id = id_of(&app, &email).await;
        // A stopped one and an invited one do not count.
        let (_, stopped) = app.account(Role::Admin).await;
        assert!(by_operator::change(&app.db, &stopped, Change::Disable, false).await.unwrap().is_done());
        drop(invite(&admin, "ana@museum.example", "admin").await.expect(303));
        let refused = set_role(&admin, id, "moderator").await.expect(422);
        assert!(refused.text().contains("only administrator who can sign in"), "{refused:?}");
        assert_eq!(refused.one("#error-summary a").attr("href").as_deref(), Some("#role"));
        let refused = act(&admin, id, "disable").await.expect(422);
        assert_eq!(refused.one("#error-summary a").attr("href").as_deref(), Some("#account-actions"));
        drop(admin.get(PEOPLE).await.expect(200));
        drop(act(&admin, id_of(&app, &stopped).await, "enable").await.expect(303));
        drop(act(&admin, id, "disable").await.expect(303));
        drop(admin.get(PEOPLE).await.expect(303));
    }

    async fn of_two_admins_who_demote_each_other_at_once_one_stays(app: TestApp) {
        let ((one, first), (other, second)) = (app.account(Role::Admin).await, app.account(Role::Admin).await);
        let context = app.state.settings.mail_context();
        let change = |by: i64, whom: i64, what: PersonChange| people::change(&app.db, &context, by, whom, what);
        for round in 0..races(5) {
            let what = if round % 2 == 0 { PersonChange::Role(Role::Moderator) } else { PersonChange::Disable };
            let (a, b) = tokio::join!(change(one, other, what), change(other, one, what));
            let outcomes = [a.unwrap(), b.unwrap()];
            assert!(outcomes.contains(&Changed::Done) && outcomes.contains(&Changed::NotAllowed), "{outcomes:?}");
            // Each steps down at once: the second is the last.
            for email in [&first, &second] {
                assert!(by_operator::change(&app.db, email, Change::Role(Role::Admin), false).await.unwrap().is_done());
                assert!(by_operator::change(&app.db, email, Change::Enable, false).await.unwrap().is_done());
            }
            let (a, b) = tokio::join!(change(one, one, what), change(other, other, what));
            let outcomes = [a.unwrap(), b.unwrap()];
            assert!(outcomes.contains(&Changed::Done) && outcomes.contains(&Changed::LastAdmin), "{outcomes:?}");
            for email in [&first, &second] {
                assert!(by_operator::change(&app.db, email, Change::Role(Role::Admin), false).await.unwrap().is_done());
                assert!(by_operator::change(&app.db, email, Change::Enable, false).await.unwrap().is_done());
            }
        }
    }

    async fn an_operator_takes_the_last_admin_away_only_knowingly_and_the_history_says_so(app: TestApp) {
        let (admin, email) = signed_in(&app, Role::Admin).await;
        let change = async |email: &str, change: Change, even: bool| by_operator::change(&app.db, email, change, even).await.unwrap();
        drop(invite(&admin, "ana@museum.example", "admin").await.expect(303));
        // Whoever was invited has no password: there is nothing to enable.
        assert_eq!(change("ana@museum.example", Change::Enable, false).await, By::Invited);
        for step in [Change::Disable, Change::Role(Role::Moderator)] {
            assert_eq!(change(&email, step, false).await, By::LastAdmin);
        }
        assert_eq!(change("nobody@museum.example", Change::Disable, false).await, By::NoOne);
        let (_, other) = app.account(Role::Admin).await;
        assert_eq!(change(&other, Change::Role(Role::Admin), false).await, By::Done, "as it was");
        for step in [Change::Disable, Change::Enable, Change::Role(Role::Moderator), Change::Password("no hash".into())] {
            assert_eq!(change(&other, step, false).await, By::Done);
        }
        assert_eq!(change(&email, Change::Disable, true).await, By::Done);
        let kinds: Vec<_> = events(&app).await.into_iter().map(|(kind, _)| kind).collect();
        let done = ["disable_account", "enable_account", "change_role", "change_password", "disable_account"];
        assert_eq!(kinds[kinds.len() - done.len()..], done);
        assert_eq!(kinds.len(), done.len() + 1, "and the invitation: {kinds:?}");
    }

    async fn an_admin_who_was_demoted_meanwhile_changes_nothing(app: TestApp) {
        let (one, first) = app.account(Role::Admin).await;
        let (other, _) = app.account(Role::Admin).await;
        let context = app.state.settings.mail_context();
        assert!(by_operator::change(&app.db, &first, Change::Role(Role::Moderator), false).await.unwrap().is_done());
        let changed = people::change(&app.db, &context, one, other, PersonChange::Disable).await.unwrap();
        assert_eq!(changed, Changed::NotAllowed);
        let kinds: Vec<_> = events(&app).await.into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["change_role"], "what the operator did, and nothing else");
    }

    async fn what_a_museum_is_still_writing_is_named_to_no_admin(app: TestApp) {
        let (account, _) = app.account(Role::Submitter).await;
        let new = NewDraft {
            title: "Nobody was told".to_owned(),
            email: String::new(),
            answered: Default::default(),
            start_key: hex::encode(store::random_bytes::<16>()),
            account_id: Some(account),
        };
        let context = app.state.settings.mail_context();
        drop(drafts::begin(&app.db, &context, new).await.expect("a draft"));
        let admin = app.admin().await;
        let page = admin.get(&format!("{PEOPLE}/{account}")).await.expect(200);
        assert_eq!(page.select(".timeline-what").len(), 1, "{page:?}");
        assert!(!page.body().contains("Nobody was told"), "{page:?}");
    }

    async fn what_somebody_did_is_listed_newest_first_page_by_page(app: TestApp) {
        let (sam, email) = signed_in(&app, Role::Moderator).await;
        let id = id_of(&app, &email).await;
        let actor = Actor { account_id: Some(id), roles: vec![Role::Moderator] };
        let context = app.state.settings.mail_context();
        let (submission, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        for round in 0..30 {
            let version = app.submission(submission).await.version;
            let whose = (round % 2 == 0).then_some(id);
            let assigned = moderation_queue::assign(&app.db, &actor, submission, version, whose).await.unwrap();
            assert_eq!(assigned, Outcome::Made(()));
        }
        let version = app.submission(submission).await.version;
        let approved = transitions::apply(&app.db, &context, &actor, submission, Some(version), &[Move::Approve]).await.unwrap();
        assert!(approved.made().is_some());
        drop(sam.get("/account").await.expect(200));
        let admin = app.admin().await;
        let person = people::person(&app.db, id).await.unwrap().expect("somebody");
        assert_eq!(person.decisions, 1);
        assert!(person.seen_at.is_some());
        let first = admin.get(&format!("{PEOPLE}/{id}")).await.expect(200);
        assert!(first.one(".timeline-what").text().contains("approved this"), "{first:?}");
        assert_eq!(first.one(".timeline-detail a").attr("href"), Some(format!("/moderate/cases/{reference}")));
        let total = people::entries(&app.db, id, 1).await.unwrap();
        assert_eq!((total.total, total.pages), (31, 2));
        let second = admin.get(&format!("{PEOPLE}/{id}?page=2")).await.expect(200);
        assert_eq!((first.select(".timeline-what").len(), second.select(".timeline-what").len()), (25, 6));
        assert!(people::entries(&app.db, id, total.pages + 1).await.unwrap().rows.is_empty());
        drop(admin.get(&format!("{PEOPLE}/{id}?page=99")).await.expect(200));
        drop(admin.get(&format!("{PEOPLE}?page=99")).await.expect(200));
    }
}
