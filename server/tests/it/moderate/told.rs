//! Being told: the morning's mail, what is said at once, who answers a reply, and mails that do not go out.

use crate::each_database;
use crate::support::{Mail, TestApp};
use case_study::notices::Notices;
use case_study::{Role, Status};
use sea_orm::EntityTrait;
use server::told::work_once;
use store::entity::job;
use store::history::Actor;
use store::{DAY_MS, dead_letters, moderation_queue, notices, outbox};

const HOUR: i64 = 60 * 60 * 1000;
const MINUTE: i64 = 60 * 1000;
/// 8 am in London on 2 March 2027, which is a Tuesday in winter.
const EIGHT: i64 = 1_803_974_400_000;

impl TestApp {
    async fn tell(&self) -> usize {
        let context = self.state.settings.mail_context();
        work_once(&self.db, &context)
            .await
            .expect("the database answers")
    }

    async fn mails_to(&self, address: &str) -> Vec<Mail> {
        let mails = self.mails().await;
        mails
            .into_iter()
            .filter(|mail| mail.to.contains(address))
            .collect()
    }

    async fn subjects(&self, address: &str) -> Vec<String> {
        self.mails_to(address)
            .await
            .into_iter()
            .map(|mail| mail.subject)
            .collect()
    }

    /// An account that wants to be told like this: its id and address.
    async fn wants(&self, notices: Notices) -> (i64, String) {
        let (id, email) = self.account(Role::Moderator).await;
        notices::choose(&self.db, id, notices).await.unwrap();
        (id, email)
    }

    /// The mail server refuses our password, the next time something is due.
    async fn next_mail_fails(&self, cause: &str, hopeless: bool) {
        let claimed = outbox::claim(&self.db)
            .await
            .unwrap()
            .expect("a mail is due");
        assert!(
            outbox::fail(&self.db, &claimed, cause, hopeless)
                .await
                .unwrap()
        );
    }
}

each_database! {
    async fn the_mornings_mail_comes_at_eight_and_only_with_something_to_say(app: TestApp) {
        app.clock.set(EIGHT - 2 * HOUR);
        let (_, sam) = app.account(Role::Moderator).await;
        let (_, museum) = app.account(Role::Submitter).await;
        let (_, reference) = app.sent("Tea and objects").await;
        let (back, _) = app.standing_at(Status::ChangesRequested, "It came back").await;
        app.send(back).await;
        app.clock.set(EIGHT - MINUTE);
        assert_eq!(app.tell().await, 0);
        app.clock.set(EIGHT + MINUTE);
        assert_eq!(app.tell().await, 1);
        assert_eq!(app.tell().await, 0);
        let mails = app.mails_to(&sam).await;
        assert_eq!(mails.len(), 1, "{mails:?}");
        assert_eq!(mails[0].subject, "2 March 2027: 1 new, 1 came back");
        assert!(mails[0].text.contains(&format!("- Tea and objects ({reference})")), "{mails:?}");
        assert!(mails[0].links().contains(&format!("/moderate/cases/{reference}")), "{mails:?}");
        assert!(mails[0].raw.contains("Reply-To: help@example.org\r\n"), "{mails:?}");
        assert_eq!(app.subjects(&museum).await.len(), 0);
        // The next morning has nothing to say, and the one after that has.
        app.clock.set(EIGHT + DAY_MS + MINUTE);
        assert_eq!(app.tell().await, 0);
        app.sent("A third one").await;
        assert_eq!(app.tell().await, 0, "that morning is over");
        app.clock.set(EIGHT + 2 * DAY_MS + MINUTE);
        assert_eq!(app.tell().await, 1);
        assert_eq!(app.subjects(&sam).await[1], "4 March 2027: 1 new");
    }

    async fn eight_stays_eight_when_the_clocks_change(app: TestApp) {
        // 27 March and 30 October 2027 at midnight UTC: the clocks change in the night after.
        for (midnight, hours) in [(1_806_105_600_000, [8, 7, 7]), (1_824_854_400_000, [7, 8, 8])] {
            app.clock.set(midnight);
            let (_, email) = app.account(Role::Moderator).await;
            for (day, hour) in (0_i64..).zip(hours) {
                let eight = midnight + day * DAY_MS + hour * HOUR;
                app.clock.set(eight - HOUR);
                app.sent(&format!("Tea on day {day}")).await;
                app.clock.set(eight - MINUTE);
                app.tell().await;
                assert_eq!(i64::try_from(app.subjects(&email).await.len()), Ok(day), "{midnight}, {day}");
                app.clock.set(eight + MINUTE);
                app.tell().await;
                assert_eq!(i64::try_from(app.subjects(&email).await.len()), Ok(day + 1), "{midnight}, {day}");
            }
        }
    }

    async fn several_workers_write_one_mail_and_a_standstill_piles_up_none(app: TestApp) {
        app.clock.set(EIGHT - HOUR);
        let (_, sam) = app.account(Role::Moderator).await;
        app.sent("Tea and objects").await;
        app.clock.set(EIGHT + MINUTE);
        let context = app.state.settings.mail_context();
        let written = futures::future::join_all((0..8).map(|_| work_once(&app.db, &context))).await;
        let written: usize = written.into_iter().map(|one| one.expect("the database answers")).sum();
        assert_eq!(written, 1);
        // Three days without the program, then the afternoon of the fourth.
        app.clock.set(EIGHT + HOUR);
        app.sent("In the standstill").await;
        app.clock.set(EIGHT + 4 * DAY_MS + 7 * HOUR);
        assert_eq!(app.tell().await, 1);
        assert_eq!(app.tell().await, 0);
        let subjects = app.subjects(&sam).await;
        assert_eq!(subjects, ["2 March 2027: 1 new", "6 March 2027: 1 new"]);
        app.clock.set(EIGHT + 5 * DAY_MS + MINUTE);
        assert_eq!(app.tell().await, 0);
    }

    async fn what_waits_is_said_each_morning(app: TestApp) {
        app.clock.set(EIGHT - 5 * DAY_MS);
        let (_, sam) = app.account(Role::Moderator).await;
        app.standing_at(Status::Approved, "Approved and forgotten").await;
        app.mails().await;
        app.clock.set(EIGHT - DAY_MS + MINUTE);
        app.tell().await;
        app.clock.set(EIGHT + MINUTE);
        assert_eq!(app.tell().await, 1);
        let subjects = app.subjects(&sam).await;
        assert_eq!(subjects.last().map(String::as_str), Some("2 March 2027: 1 approved and waiting"));
    }

    async fn at_once_is_only_what_is_theirs_came_back_or_is_urgent(app: TestApp) {
        let (sam_id, sam) = app.wants(Notices::AtOnce).await;
        let (_, ana) = app.wants(Notices::AtOnce).await;
        let (_, off) = app.wants(Notices::Off).await;
        let (_, daily) = app.wants(Notices::Daily).await;
        app.sent("New").await;
        assert_eq!(app.subjects(&sam).await, Vec::<String>::new(), "new is no reason");

        // Nobody reads it: everybody who wants it at once hears that it came back.
        let (id, reference) = app.standing_at(Status::ChangesRequested, "Tea and objects").await;
        app.send(id).await;
        let back = format!("Came back: Tea and objects ({reference})");
        for (address, expected) in [(&sam, 1), (&ana, 1), (&off, 0), (&daily, 0)] {
            let subjects = app.subjects(address).await;
            assert_eq!(subjects, vec![back.clone(); expected], "{address}");
        }
        // It is his now, and its museum takes it back.
        let version = app.submission(id).await.version;
        let operator = Actor::operator();
        let assigned = moderation_queue::assign(&app.db, &operator, id, version, Some(sam_id)).await.unwrap();
        assert!(assigned.made().is_some());
        app.make(id, &case_study::Move::Withdraw, &Actor::submitter()).await;
        assert_eq!(app.subjects(&sam).await.last(), Some(&format!("Withdrawn: Tea and objects ({reference})")));
        assert_eq!(app.subjects(&ana).await.len(), 1);

        app.standing_at(Status::Published, "Public").await;
        let reader = app.visitor();
        for (reason, heard) in [("other", 1), ("identifies-person", 2)] {
            let page = reader.get("/case-studies/public/concern").await.expect(200);
            let fields = [("reason", reason), ("text", "The third paragraph names a child."), ("email", "")];
            drop(reader.submit(&page, "main form", &fields).await.expect(303));
            assert_eq!(app.subjects(&ana).await.len(), heard, "{reason}");
        }
        assert_eq!(app.subjects(&ana).await[1], "Urgent: Someone can be recognised: Public");
        assert_eq!(app.subjects(&daily).await.len(), 0);
    }

    async fn a_colleague_who_assigns_is_named_to_whom_it_is_given(app: TestApp) {
        let (sam_id, sam) = app.wants(Notices::AtOnce).await;
        let (ana_id, _) = app.wants(Notices::Daily).await;
        let (id, reference) = app.sent("Tea and objects").await;
        let submission = app.submission(id).await;
        let context = app.state.settings.mail_context();
        for by in [ana_id, sam_id] {
            let actor = Actor { account_id: Some(by), roles: vec![Role::Moderator] };
            let tx = app.db.begin().await.unwrap();
            notices::assigned(&tx, &context, &submission, sam_id, &actor).await.unwrap();
            tx.commit().await.unwrap();
        }
        let mails = app.mails_to(&sam).await;
        assert_eq!(mails.len(), 1, "taking it on oneself is no news: {mails:?}");
        assert_eq!(mails[0].subject, format!("Assigned to you: Tea and objects ({reference})"));
        assert!(mails[0].text.contains("Moderator 2 assigned \u{201c}Tea and objects\u{201d} to you."), "{mails:?}");
    }

    async fn who_is_given_one_on_its_page_or_among_several_is_told_of_each_once(app: TestApp) {
        let (sam_id, sam) = app.wants(Notices::AtOnce).await;
        let ana = app.moderator().await;
        let (id, first) = app.sent("Tea and objects").await;
        let (other, second) = app.sent("Songs and soup").await;
        let to = sam_id.to_string();
        let version = app.submission(id).await.version.to_string();
        let fields = [("version", version.as_str()), ("to", to.as_str())];
        drop(ana.post(&format!("/moderate/cases/{first}/assign"), &fields).await.expect(303));
        let mut rows = Vec::new();
        for one in [id, other] {
            let submission = app.submission(one).await;
            rows.push(format!("{}.{}", submission.reference, submission.version));
        }
        let fields = [("row", rows[0].as_str()), ("row", rows[1].as_str()), ("do", "assign"), ("to", to.as_str()), ("back", "")];
        drop(ana.post("/moderate/bulk", &fields).await.expect(200));
        let told = |title: &str, reference: &str| format!("Assigned to you: {title} ({reference})");
        assert_eq!(app.subjects(&sam).await, [told("Tea and objects", &first), told("Songs and soup", &second)]);
    }

    async fn each_chooses_on_the_account_page(app: TestApp) {
        let (id, _) = app.account(Role::Moderator).await;
        let sam = app.visitor();
        drop(sam.post(&format!("/test/signed-in/{id}"), &[]).await.expect(204));
        let page = sam.get("/account").await.expect(200);
        assert_eq!(page.one("input[name=notices][checked]").attr("value").as_deref(), Some("daily"));
        let saved = sam.submit(&page, "form.notices", &[("notices", "at_once")]).await.expect(303);
        assert_eq!(saved.location(), "/account#notices");
        assert_eq!(notices::of_account(&app.db, id).await.unwrap(), Some(Notices::AtOnce));
        drop(sam.post("/account/notices", &[("notices", "weekly")]).await.expect(400));
        assert_eq!(notices::of_account(&app.db, id).await.unwrap(), Some(Notices::AtOnce));
        let museum = app.submitter().await;
        assert!(museum.get("/account").await.expect(200).select("form.notices").is_empty());
        drop(museum.post("/account/notices", &[("notices", "off")]).await.expect(403));
    }

    async fn every_mail_to_a_museum_has_a_reply_to_that_somebody_reads(app: TestApp) {
        for status in Status::ALL {
            // An address that nobody confirmed is not told of many moves a day.
            app.clock.advance(DAY_MS);
            app.standing_at(*status, &format!("Tea, {}", status.slug())).await;
        }
        let (id, reference) = app.standing_at(Status::AwaitingYes, "A code").await;
        drop(app.museum_of(id, &reference).await);
        app.clock.advance(15 * DAY_MS);
        app.carry_out_planned().await;
        app.clock.advance(15 * DAY_MS);
        app.carry_out_planned().await;
        let mails = app.mails_to("museum.example").await;
        let begins = ["We have your case study", "A question about", "Your page is ready", "Your case study is approved",
            "Your case study is published", "About your case study", "You withdrew", "A reminder", "We put your case study aside"];
        for begin in begins {
            assert!(mails.iter().any(|mail| mail.subject.starts_with(begin)), "{begin}");
        }
        for mail in mails {
            assert!(mail.raw.contains("Reply-To: help@example.org\r\n"), "{mail:?}");
        }
    }

    async fn a_wrong_password_of_the_mail_server_is_seen_after_the_first_try(app: TestApp) {
        let (_, reference) = app.standing_at(Status::Submitted, "Tea and objects").await;
        let sam = app.moderator().await;
        assert!(sam.get("/moderate").await.expect(200).select(".trouble").is_empty());
        while outbox::any_due(&app.db).await.unwrap() {
            app.next_mail_fails("for now: SMTP 535", false).await;
        }
        let cause = "our email server refuses our user name or password (535)";
        let queue = sam.get("/moderate").await.expect(200);
        assert!(queue.one(".trouble").text().starts_with(&format!("Emails are not going out: {cause}.")), "{queue:?}");
        let list = sam.get("/moderate/mails").await.expect(200);
        assert!(list.text().contains("We try these again") && list.text().contains(cause), "{list:?}");
        let case = sam.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        assert!(case.text().contains("An email about it did not get through") && case.text().contains(cause), "{case:?}");
        // Mended: the next try goes through, and nothing is said any more.
        app.clock.advance(2 * MINUTE);
        assert!(!app.mails().await.is_empty());
        assert_eq!(dead_letters::trouble(&app.db).await.unwrap(), None);
        let case = sam.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        assert!(!case.text().contains("did not get through"), "{case:?}");
    }

    async fn who_reads_it_is_told_once_that_a_mail_did_not_arrive(app: TestApp) {
        let (sam_id, sam) = app.wants(Notices::AtOnce).await;
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let operator = Actor::operator();
        let version = app.submission(id).await.version;
        drop(moderation_queue::assign(&app.db, &operator, id, version, Some(sam_id)).await.unwrap());
        app.mails().await;
        app.make(id, &case_study::Move::Approve, &operator).await;
        app.next_mail_fails("for good: SMTP 550", true).await;
        assert_eq!((app.tell().await, app.tell().await), (1, 0));
        assert_eq!(app.subjects(&sam).await, [format!("An email did not arrive: Tea and objects ({reference})")]);
        let failed = dead_letters::of_submission(&app.db, id).await.unwrap();
        assert_eq!(failed.len(), 1);
        assert_eq!(failed[0].cause, "the address does not exist, or refuses our email (550)");
        let jobs = job::Entity::find().all(app.db.reader()).await.unwrap();
        assert!(jobs.iter().any(|one| one.submission_id == Some(id) && one.state == "dead"));
    }
}
