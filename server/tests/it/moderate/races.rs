//! Two moderators at once: one wins, the other is told kindly and loses no word.

use crate::each_database;
use case_study::{Role, Status};
use store::history;
use store::history::Actor;
use store::moderation_queue::{Colleague, hand_over};
use store::outcome::Outcome;
use store::people;
use store::people::{Changed, PersonChange};

each_database! {
    async fn two_who_hand_over_to_each_other_and_an_admin_who_changes_both_all_get_on(app: TestApp) {
        let ((one, _), (two, _)) = (app.account(Role::Admin).await, app.account(Role::Admin).await);
        let (first, _) = app.standing_at(Status::InReview, "Tea and objects").await;
        let (second, _) = app.standing_at(Status::InReview, "Songs and soup").await;
        let context = app.state.settings.mail_context();
        let give = async |id: i64, by: i64, to: i64| {
            let actor = Actor { account_id: Some(by), roles: vec![Role::Admin] };
            let to = Colleague { id: to, name: "A colleague".to_owned() };
            let version = app.submission(id).await.version;
            hand_over(&app.db, &context, &actor, id, version, &to).await
        };
        for round in 0..20 {
            let (mine, theirs) = if round % 2 == 0 { (one, two) } else { (two, one) };
            let (a, b, c) = tokio::join!(
                give(first, mine, theirs),
                give(second, theirs, mine),
                people::change(&app.db, &context, one, two, PersonChange::EndSessions),
            );
            assert_eq!(a.unwrap(), Outcome::Made(true), "round {round}");
            assert_eq!(b.unwrap(), Outcome::Made(true), "round {round}");
            assert_eq!(c.unwrap(), Changed::Done, "round {round}");
        }
    }

    async fn of_two_decisions_at_once_exactly_one_is_made(app: TestApp) {
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        for round in 0..8 {
            let (id, reference) = app.standing_at(Status::InReview, &format!("Tea and objects {round}")).await;
            let version = app.submission(id).await.version.to_string();
            let mails = app.mails().await.len();
            let path = format!("/moderate/cases/{reference}");
            let (approve, decline) = (format!("{path}/approve-and-publish"), format!("{path}/decline"));
            let approval = [("version", version.as_str())];
            let refusal = [
                ("version", version.as_str()),
                ("reason", "out-of-scope"),
                ("message", "It was a pleasure to read."),
            ];
            let (first, second) = tokio::join!(sam.post(&approve, &approval), ana.post(&decline, &refusal));
            let mut codes = [first.status().as_u16(), second.status().as_u16()];
            codes.sort_unstable();
            assert_eq!(codes, [303, 409], "round {round}");
            let approved = first.status().as_u16() == 303;
            let expected = if approved { Status::Published } else { Status::Declined };
            assert_eq!(app.submission(id).await.status, expected);
            let decisions = history::history(&app.db, id).await.unwrap();
            let made = decisions.iter().filter(|event| matches!(event.kind.slug(), "publish" | "decline")).count();
            assert_eq!(made, 1, "round {round}");
            assert_eq!(app.mails().await.len(), mails + 1, "the museum hears one thing");
            if approved {
                assert!(second.text().contains("It was a pleasure to read."), "{second:?}");
            }
        }
    }

    async fn the_slower_one_reads_who_did_what_and_keeps_every_word(app: TestApp) {
        let (_, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        let path = format!("/moderate/cases/{reference}");
        let hers = ana.get(&format!("{path}/changes")).await.expect(200);
        let his = sam.get(&path).await.expect(200);
        drop(sam.submit(&his, "form[action$='/approve']", &[]).await.expect(303));

        let message = "Please say how many <b>people</b> came & why.";
        let fields = [("reason", "numbers-unclear"), ("message", message)];
        let page = ana.submit(&hers, "form.letter", &fields).await.expect(409);
        assert!(page.text().contains("Moderator 1 approved this at"), "{page:?}");
        assert!(page.text().contains("Nothing you wrote is lost"), "{page:?}");
        assert_eq!(page.one(".kept-words").text(), message);
        assert_eq!(page.one(".status").text(), "Approved");
        assert!(app.mails().await.iter().all(|mail| !mail.subject.starts_with("A question about")));
        // Doing it to oneself in another tab is said so too.
        let again = sam.submit(&his, "form[action$='/approve']", &[]).await.expect(409);
        assert!(again.text().contains("You approved this at"), "{again:?}");
        assert!(!again.text().contains("Someone else was faster"), "nobody else was: {again:?}");
    }

    async fn what_still_can_be_sent_stands_ready_in_the_form(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        let path = format!("/moderate/cases/{reference}");
        let hers = ana.get(&format!("{path}/changes")).await.expect(200);
        let his = sam.get(&path).await.expect(200);
        drop(sam.submit(&his, "form[action$='/assign']", &[]).await.expect(303));
        let fields = [("reason", "jargon"), ("field", "need"), ("message", "Please say what an MDT is.")];
        let page = ana.submit(&hers, "form.letter", &fields).await.expect(409);
        assert!(page.text().contains("Moderator 1 took this on at"), "{page:?}");
        assert_eq!(page.value("reason").as_deref(), Some("jargon"));
        assert_eq!(page.value("field").as_deref(), Some("need"));
        // Who has it now is reading it, which is asked about once.
        let asked = ana.submit(&page, "form.letter", &[]).await.expect(409);
        drop(ana.submit(&asked, "form.colleague", &[]).await.expect(303));
        assert_eq!(app.submission(id).await.status, Status::ChangesRequested);
    }

    async fn a_colleagues_tag_refuses_no_request_and_no_decline(app: TestApp) {
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        for (page, fields, left) in [
            ("changes", [("reason", "jargon"), ("message", "Please say what an MDT is.")], Status::ChangesRequested),
            ("decline", [("reason", "out-of-scope"), ("message", "It was a pleasure to read.")], Status::Declined),
        ] {
            let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
            let path = format!("/moderate/cases/{reference}");
            let hers = ana.get(&format!("{path}/{page}")).await.expect(200);
            for theme in ["homelessness", "healthy-ageing"] {
                let his = sam.get(&format!("{path}/tags")).await.expect(200);
                drop(sam.submit(&his, "form.tags-form", &[("themes", theme)]).await.expect(303));
            }
            drop(ana.submit(&hers, "form.letter", &fields).await.expect(303));
            assert_eq!(app.submission(id).await.status, left);
        }
        // Words are another thing, and so is an approval.
        let (_, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let path = format!("/moderate/cases/{reference}");
        let hers = ana.get(&path).await.expect(200);
        let his = sam.get(&format!("{path}/tags")).await.expect(200);
        drop(sam.submit(&his, "form.tags-form", &[("themes", "homelessness")]).await.expect(303));
        drop(ana.submit(&hers, "form[action$='/approve']", &[]).await.expect(409));
    }

    async fn tags_of_two_people_do_not_overwrite_each_other_unseen(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        let path = format!("/moderate/cases/{reference}/tags");
        let (his, hers) = (sam.get(&path).await.expect(200), ana.get(&path).await.expect(200));
        drop(sam.submit(&his, "form.tags-form", &[("themes", "homelessness")]).await.expect(303));
        let page = ana.submit(&hers, "form.tags-form", &[("themes", "healthy-ageing")]).await.expect(409);
        assert!(page.text().contains("Moderator 1 changed its tags at"), "{page:?}");
        assert_eq!(page.one(".clash-list li").text(), "Themes: Homelessness now; yours is Healthy ageing");
        let chosen = page.select("input[name=themes][checked]");
        assert_eq!(chosen.len(), 1);
        assert_eq!(chosen[0].attr("value").as_deref(), Some("healthy-ageing"));
        drop(ana.submit(&page, "form.tags-form", &[]).await.expect(303));
        let tags = history::history(&app.db, id).await.unwrap();
        assert_eq!(tags.last().map(|event| event.detail.after.clone()), Some(vec!["healthy-ageing".to_owned()]));
    }

    async fn only_one_of_two_takes_it_on(app: TestApp) {
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        let (id, reference) = app.sent("Tea and objects").await;
        let version = app.submission(id).await.version.to_string();
        let path = format!("/moderate/cases/{reference}/assign");
        let fields = [("version", version.as_str())];
        let (first, second) = tokio::join!(sam.post(&path, &fields), ana.post(&path, &fields));
        let mut codes = [first.status().as_u16(), second.status().as_u16()];
        codes.sort_unstable();
        assert_eq!(codes, [303, 409]);
        let taken = history::history(&app.db, id).await.unwrap();
        assert_eq!(taken.iter().filter(|event| event.kind.slug() == "assign").count(), 1);
    }

    async fn cases_of_one_title_published_at_once_get_addresses_of_their_own(app: TestApp) {
        let mut waiting = Vec::new();
        for _ in 0..4 {
            let (id, reference) = app.standing_at(Status::Approved, "Tea and objects").await;
            let version = app.submission(id).await.version.to_string();
            waiting.push((app.moderator().await, format!("/moderate/cases/{reference}/publish"), version));
        }
        let published = futures::future::join_all(waiting.iter().map(async |(who, path, version)| {
            who.post(path, &[("version", version.as_str())]).await.status().as_u16()
        }));
        assert_eq!(published.await, [303; 4]);
        let list = app.visitor().get("/api/v1/case-studies").await.expect(200).json();
        let items = list["items"].as_array().expect("items").iter();
        let mut slugs: Vec<_> = items.map(|case| case["slug"].as_str().unwrap_or_default().to_owned()).collect();
        slugs.sort();
        assert_eq!(slugs, ["tea-and-objects", "tea-and-objects-2", "tea-and-objects-3", "tea-and-objects-4"]);
    }
}
