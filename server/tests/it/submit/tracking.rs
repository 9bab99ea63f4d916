//! The mailed link, and the code that lets another device write.

use super::sending::moderate;
use super::steps::{begin, form_of, send, submission};
use crate::each_database;
use crate::support::{TestApp, Variant};
use app::web::rate_limits::RateLimits;
use case_study::{CaseAction, Move, Role};
use sea_orm::{EntityTrait, PaginatorTrait};
use store::case_transitions::move_case;
use store::entity::code_guess;
use store::history::Actor;
use store::transitions;

/// The private link of the newest mail.
pub async fn link(app: &TestApp) -> String {
    let mails = app.mails().await;
    // Staff are written to as well.
    let mut links = mails.iter().rev().flat_map(|mail| mail.links());
    links
        .find(|link| link.starts_with("/track/"))
        .expect("a link")
}

/// The code of the newest mail.
pub async fn code(app: &TestApp) -> String {
    let mails = app.mails().await;
    let text = &mails.last().expect("a mail").text;
    let at = text.find("Your code is ").expect("a code") + "Your code is ".len();
    text[at..at + 6].to_owned()
}

each_database! {
    async fn the_link_reads_and_does_not_write(app: TestApp) {
        let owner = app.visitor();
        let reference = send(&owner).await;
        moderate(&app, &reference, Move::StartReview).await;
        let link = link(&app).await;
        let stranger = app.visitor();
        let page = stranger.get(&link).await.expect(200);
        assert!(page.text().contains(&reference) && page.text().contains("In review"), "{page:?}");
        assert!(page.text().contains("A moderator started to read it."), "{page:?}");
        assert!(!page.body().contains("Moderator 1"), "no name of staff: {page:?}");
        assert_eq!(page.header("cache-control"), "no-store, no-transform");
        assert_eq!(page.one("meta[name=robots]").attr("content").as_deref(), Some("noindex"));
        assert!(page.select(&form_of(&format!("{link}/code"))).len() == 1, "{page:?}");
        drop(stranger.get(&format!("/submit/{reference}")).await.expect(404));
        // The browser that sent it needs no code.
        let own = owner.get(&link).await.expect(200);
        assert!(own.select(&form_of(&format!("{link}/code"))).is_empty(), "{own:?}");
        assert_eq!(own.one("a.button").attr("href"), Some(format!("/submit/{reference}/letter")));

        let wrong = format!("/track/{}", "0".repeat(64));
        for page in [stranger.get(&wrong).await, stranger.get("/track/x").await] {
            assert!(page.expect(404).text().contains("newest email"));
        }
        drop(stranger.post(&format!("{wrong}/code"), &[]).await.expect(404));
        drop(stranger.post(&format!("{wrong}/unlock"), &[("code", "123456")]).await.expect(404));
    }

    async fn a_mailed_code_opens_writing_once(app: TestApp) {
        let reference = begin(&app.visitor(), "Tea", "learning@museum.example").await;
        let link = link(&app).await;
        let device = app.visitor();
        let page = device.get(&link).await.expect(200);
        let asked = device.submit(&page, &form_of(&format!("{link}/code")), &[]).await.expect(303);
        assert!(device.follow(&asked).await.expect(200).text().contains("a code is on its way"));
        let code = code(&app).await;

        let unlock = format!("{link}/unlock");
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let page = device.post(&unlock, &[("code", wrong)]).await.expect(422);
        assert_eq!(page.value("code").as_deref(), Some(wrong));
        assert!(page.one("title").text().starts_with("Error: "), "{page:?}");
        drop(device.get(&format!("/submit/{reference}")).await.expect(404));

        let open = device.post(&unlock, &[("code", &code)]).await.expect(303);
        assert_eq!(open.location(), format!("/submit/{reference}"));
        drop(device.follow(&open).await.expect(200));
        // Pressed twice: the door is open already.
        drop(device.post(&unlock, &[("code", &code)]).await.expect(303));
        drop(app.visitor().post(&unlock, &[("code", &code)]).await.expect(422));
    }

    async fn a_session_that_a_code_was_typed_in_gets_a_new_id(app: TestApp) {
        drop(begin(&app.visitor(), "Tea", "learning@museum.example").await);
        let link = link(&app).await;
        let device = app.visitor();
        let own = begin(&device, "Objects", "").await;
        let before = device.cookie("sid").expect("a session");
        drop(device.post(&format!("{link}/code"), &[]).await.expect(303));
        let code = code(&app).await;
        let open = device.post(&format!("{link}/unlock"), &[("code", &code)]).await.expect(303);
        assert_ne!(device.cookie("sid").as_deref(), Some(before.as_str()));
        drop(device.get(&format!("/submit/{own}")).await.expect(200));
        // Whoever planted or overheard the old id gets in nowhere.
        let thief = app.visitor();
        thief.set_cookie("sid", &before);
        drop(thief.get(open.location()).await.expect(404));
        drop(thief.get(&format!("/submit/{own}")).await.expect(404));
    }

    async fn five_wrong_guesses_spoil_a_code(app: TestApp) {
        let _ = begin(&app.visitor(), "Tea", "learning@museum.example").await;
        let link = link(&app).await;
        let device = app.visitor();
        drop(device.post(&format!("{link}/code"), &[]).await.expect(303));
        let code = code(&app).await;
        let unlock = format!("{link}/unlock");
        let wrong = if code == "000000" { "000001" } else { "000000" };
        for _ in 0..5 {
            drop(device.post(&unlock, &[("code", wrong)]).await.expect(422));
        }
        drop(device.post(&unlock, &[("code", &code)]).await.expect(422));
    }

    async fn who_guesses_wrong_spoils_a_code_for_nobody_else(app: TestApp) {
        let reference = begin(&app.visitor(), "Tea", "learning@museum.example").await;
        let link = link(&app).await;
        let unlock = format!("{link}/unlock");
        let stranger = app.visitor().from("198.51.100.7");
        drop(stranger.post(&format!("{link}/code"), &[]).await.expect(303));
        let code = code(&app).await;
        let wrong = if code == "000000" { "000001" } else { "000000" };
        for _ in 0..9 {
            drop(stranger.post(&unlock, &[("code", wrong)]).await.expect(422));
        }
        drop(stranger.post(&unlock, &[("code", &code)]).await.expect(422));
        // One household is one network, whatever its last half says.
        let (one, other) = (app.visitor().from("2001:db8:1:2::1"), app.visitor().from("2001:db8:1:2::ffff"));
        for _ in 0..5 {
            drop(one.post(&unlock, &[("code", wrong)]).await.expect(422));
        }
        drop(other.post(&unlock, &[("code", &code)]).await.expect(422));
        let owner = app.visitor().from("203.0.113.9");
        let open = owner.post(&unlock, &[("code", &code)]).await.expect(303);
        assert_eq!(open.location(), format!("/submit/{reference}"));
    }

    async fn twenty_wrong_guesses_from_everywhere_spoil_a_code(app: TestApp) {
        let _ = begin(&app.visitor(), "Tea", "learning@museum.example").await;
        let link = link(&app).await;
        drop(app.visitor().post(&format!("{link}/code"), &[]).await.expect(303));
        let code = code(&app).await;
        let unlock = format!("{link}/unlock");
        let wrong = if code == "000000" { "000001" } else { "000000" };
        for number in 0..20 {
            let stranger = app.visitor().from(&format!("198.51.100.{}", number % 10));
            drop(stranger.post(&unlock, &[("code", wrong)]).await.expect(422));
        }
        drop(app.visitor().from("203.0.113.9").post(&unlock, &[("code", &code)]).await.expect(422));
    }

    async fn guesses_at_the_same_moment_count_each(app: TestApp) {
        let _ = begin(&app.visitor(), "Tea", "learning@museum.example").await;
        let link = link(&app).await;
        drop(app.visitor().post(&format!("{link}/code"), &[]).await.expect(303));
        let code = code(&app).await;
        let unlock = format!("{link}/unlock");
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let guesses = (0..40).map(|_| {
            let (visitor, unlock) = (app.visitor(), unlock.clone());
            async move { visitor.post(&unlock, &[("code", wrong)]).await }
        });
        for page in futures::future::join_all(guesses).await {
            drop(page.expect(422));
        }
        let counted = code_guess::Entity::find().count(app.db.reader()).await.unwrap();
        assert_eq!(counted, 5);
        drop(app.visitor().post(&unlock, &[("code", &code)]).await.expect(422));
    }

    async fn an_earlier_code_works_for_two_minutes_beside_a_newer(app: TestApp) {
        let _ = begin(&app.visitor(), "Tea", "learning@museum.example").await;
        let link = link(&app).await;
        let (ask, unlock) = (format!("{link}/code"), format!("{link}/unlock"));
        drop(app.visitor().post(&ask, &[]).await.expect(303));
        let first = code(&app).await;
        app.clock.advance(100 * 1000);
        drop(app.visitor().post(&ask, &[]).await.expect(303));
        let second = code(&app).await;
        assert_ne!(first, second);
        // Either opens; once one did, the other is spent too.
        drop(app.visitor().post(&unlock, &[("code", &first)]).await.expect(303));
        for code in [&first, &second] {
            drop(app.visitor().post(&unlock, &[("code", code)]).await.expect(422));
        }
        drop(app.visitor().post(&ask, &[]).await.expect(303));
        let third = code(&app).await;
        app.clock.advance(121 * 1000);
        drop(app.visitor().post(&ask, &[]).await.expect(303));
        let fourth = code(&app).await;
        drop(app.visitor().post(&unlock, &[("code", &third)]).await.expect(422));
        drop(app.visitor().post(&unlock, &[("code", &fourth)]).await.expect(303));
    }

    async fn asking_for_codes_tells_nothing_and_is_limited(app: TestApp) {
        let app = app.variant(|variant: &mut Variant| variant.limits = RateLimits::new());
        let _ = begin(&app.visitor(), "Tea", "learning@museum.example").await;
        let link = link(&app).await;
        let before = app.mails().await.len();
        let device = app.visitor();
        let mut answers = Vec::new();
        for _ in 0..5 {
            let page = device.post(&format!("{link}/code"), &[]).await.expect(303);
            answers.push(page.location().to_owned());
        }
        answers.dedup();
        assert_eq!(answers, [format!("{link}?code=asked")]);
        assert_eq!(app.mails().await.len() - before, 3);
    }

    async fn what_was_published_is_linked_and_what_was_declined_explained(app: TestApp) {
        let owner = app.visitor();
        let reference = send(&owner).await;
        moderate(&app, &reference, Move::StartReview).await;
        let (id, _) = app.account(Role::Moderator).await;
        let actor = Actor { account_id: Some(id), roles: vec![Role::Moderator] };
        let now = submission(&app, &reference).await;
        let moves = [Move::Approve, Move::Publish];
        let made = transitions::apply(&app.db, &app.state.settings.mail_context(), &actor, now.id, Some(now.version), &moves).await.unwrap();
        assert!(made.made().is_some());
        let page = app.visitor().get(&link(&app).await).await.expect(200);
        let public = page.one(".standing a").attr("href").unwrap();
        assert_eq!(public, "/case-studies/tea-and-objects-on-tuesdays");
        drop(app.visitor().get(&public).await.expect(200));
        let unlock = page.one("section[aria-labelledby='unlock']").text().to_owned();
        assert!(unlock.contains("To change your published case study or write to us"), "{unlock}");
        // Taken down, and put back: its author reads how it is now.
        let link = link(&app).await;
        for (action, tag, next, told) in [
            (CaseAction::TakeDown, "Taken down", "We took it down", "It was taken down."),
            (CaseAction::Restore, "Published", "It is published", "It was put back."),
        ] {
            let now = submission(&app, &reference).await;
            let moved = move_case(&app.db, &actor, &now, action, "A person asked for it.").await.unwrap();
            assert!(moved.made().is_some());
            let page = app.visitor().get(&link).await.expect(200);
            assert_eq!(page.one(".standing .status").text(), tag);
            assert!(page.one(".standing .lede").text().starts_with(next), "{page:?}");
            assert!(page.one(".timeline").text().contains(told), "{page:?}");
            assert!(!page.text().contains("A person asked for it."), "{page:?}");
            assert_eq!(page.select(".standing a").len(), usize::from(tag == "Published"));
            let sent = owner.get(&format!("/submit/{reference}/sent")).await.expect(200);
            assert!(sent.text().contains(next), "{sent:?}");
        }

        let other = send(&owner).await;
        let decline = Move::Decline { reason: "out-of-scope".into(), message: "It was a joy to read.".into() };
        moderate(&app, &other, decline).await;
        let page = owner.get(&format!("/submit/{other}")).await.expect(200);
        assert!(page.text().contains("It was a joy to read."), "{page:?}");
    }
}
