//! Who may not decide: nobody on their own museum's case study, nobody alone where somebody could be harmed, and
//! nobody unasked on what a colleague is reading.

use crate::each_database;
use crate::support::complete_case::answers_of;
use crate::support::how_often::races;
use crate::support::waiting::MUSEUM;
use crate::support::{TestApp, Visitor};
use case_study::fields::field;
use case_study::involved::Involved;
use case_study::own_museum::OwnMuseum;
use case_study::planned::PlanEnd;
use case_study::publishable::Obstacle;
use case_study::sensitive::Sensitive;
use case_study::{Answers, CaseAction, CaseState, EditWeight, Move, Role, Section, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::by_operator::{self, Change};
use store::case_transitions::{move_case, plan_move_of_case};
use store::drafts::{NewVersion, begin_new_version_by_staff};
use store::entity::{account, event, museum, planned_move, submission};
use store::guards::{closed_among, decided_alone, standing};
use store::history::Actor;
use store::notices;
use store::outcome::Outcome;
use store::submissions;
use store::{accounts, planned_moves, publishable, transitions};

impl TestApp {
    /// A member of staff with this address: the account's id, and a browser that is signed in to it.
    pub async fn staff_at(&self, email: &str) -> (i64, Visitor) {
        let hash = "no password opens it".to_owned();
        let id = accounts::add(&self.db, email, email, Role::Moderator, hash)
            .await
            .expect("an account");
        (id, self.signed_in_to(id).await)
    }

    async fn signed_in_to(&self, id: i64) -> Visitor {
        let visitor = self.visitor();
        let path = format!("/test/signed-in/{id}");
        drop(visitor.post(&path, &[]).await.expect(204));
        visitor
    }

    /// Says that an account works for the museum of every case study of these tests.
    async fn works_at_the_museum(&self, id: i64) {
        let row = museum::Entity::find().one(self.db.reader()).await.unwrap();
        let museum = row.expect("a museum with a published case study").id;
        account::Entity::update_many()
            .col_expr(account::Column::Museums, Expr::value(format!("[{museum}]")))
            .filter(account::Column::Id.eq(id))
            .exec(self.db.writer())
            .await
            .unwrap();
    }

    /// One in review that talks about a loss: its id and reference.
    async fn sensitive(&self, title: &str) -> (i64, String) {
        let (id, reference) = self.draft(title).await;
        let mut answers = answers_of(Section::Contact);
        for (key, answer) in &mut answers {
            if *key == "content_notes" {
                "bereavement-or-baby-loss".clone_into(answer);
            }
        }
        self.answer(id, Section::Contact, &answers).await;
        self.send(id).await;
        self.make(id, &Move::StartReview, &Actor::operator()).await;
        (id, reference)
    }

    pub async fn why_own(&self, account_id: i64, id: i64) -> Option<OwnMuseum> {
        let submission = self.submission(id).await;
        standing(self.db.reader(), &submission, Some(account_id))
            .await
            .unwrap()
            .own
    }

    async fn stands_in_the_way(&self, account_id: i64, id: i64) -> Vec<Obstacle> {
        let submission = self.submission(id).await;
        publishable::obstacles_for(self.db.reader(), &submission, Some(account_id))
            .await
            .unwrap()
    }

    async fn moves(&self, account_id: i64, id: i64, moves: &[Move]) -> Outcome<()> {
        let actor = moderator(account_id);
        let context = self.state.settings.mail_context();
        transitions::apply(&self.db, &context, &actor, id, None, moves)
            .await
            .unwrap()
            .map(drop)
    }

    async fn change(
        &self,
        account_id: i64,
        id: i64,
        key: &str,
        words: &str,
        weight: EditWeight,
    ) -> Outcome<usize> {
        let mut answers = Answers::default();
        answers.set(key, vec![words.to_owned()]);
        let version = self.submission(id).await.version;
        let fields = field(key).into_iter();
        self.mend(
            &moderator(account_id),
            id,
            version,
            &answers,
            fields,
            weight,
        )
        .await
    }

    /// Ticks that somebody could be harmed, whatever the status.
    async fn tick(&self, account_id: i64, id: i64) {
        submission::Entity::update_many()
            .col_expr(submission::Column::SensitiveBy, Expr::value(account_id))
            .filter(submission::Column::Id.eq(id))
            .exec(self.db.writer())
            .await
            .unwrap();
    }

    async fn details(&self, id: i64, action: &str) -> Vec<String> {
        let rows = event::Entity::find()
            .filter(event::Column::SubmissionId.eq(id))
            .filter(event::Column::Action.eq(action))
            .all(self.db.reader())
            .await
            .unwrap();
        rows.into_iter().map(|row| row.detail).collect()
    }
}

pub fn moderator(id: i64) -> Actor {
    Actor {
        account_id: Some(id),
        roles: vec![Role::Moderator],
    }
}

fn home(reference: &str) -> String {
    format!("/moderate/cases/{reference}")
}

const NEEDS_SECOND: Obstacle = Obstacle::NeedsSecond { alone: false };

each_database! {
    async fn an_address_a_domain_or_a_name_make_it_ones_own_and_a_free_providers_does_not(app: TestApp) {
        app.standing_at(Status::Published, "An earlier one").await;
        let (id, _) = app.standing_at(Status::InReview, "Tea and objects").await;
        // Nobody confirmed its address: it counts as it was typed.
        let of = async |email: &str| {
            let (account, _) = app.staff_at(email).await;
            (account, app.why_own(account, id).await)
        };
        assert_eq!(of(MUSEUM).await.1, Some(OwnMuseum::Address));
        assert_eq!(of("director@museum.example").await.1, Some(OwnMuseum::Domain));
        assert_eq!(of("sam@team.example").await.1, None);
        let (named, before) = of("ana@gmail.com").await;
        assert_eq!(before, None);
        app.works_at_the_museum(named).await;
        assert_eq!(app.why_own(named, id).await, Some(OwnMuseum::Name));
        let row = app.submission(id).await;
        assert_eq!(closed_among(app.db.reader(), named, &[row]).await.unwrap().len(), 1);

        // Of those who write from home with a provider for everyone, only the very address.
        let (other, _) = app.draft("Of somebody at home").await;
        let mut answers = answers_of(Section::Contact);
        for (key, answer) in &mut answers {
            if *key == "contact_email" {
                "museum.at.home@gmail.com".clone_into(answer);
            }
        }
        app.answer(other, Section::Contact, &answers).await;
        app.send(other).await;
        let (at_home, _) = of("sam@gmail.com").await;
        assert_eq!(app.why_own(at_home, other).await, None);
        let (theirs, _) = of("museum.at.home@gmail.com").await;
        assert_eq!(app.why_own(theirs, other).await, Some(OwnMuseum::Address));
    }

    async fn nobody_decides_on_their_own_museums_and_no_word_is_lost(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let (account, own) = app.staff_at("director@museum.example").await;
        let sam = app.moderator().await;
        let path = home(&reference);
        let page = own.get(&path).await.expect(200);
        assert!(page.text().contains("This is your own museum\u{2019}s case study"), "{page:?}");
        assert!(page.select(".panel-decisions .button").is_empty(), "{page:?}");
        let before = app.submission(id).await;
        let version = before.version.to_string();
        let letter = [
            ("version", version.as_str()),
            ("reason", "out-of-scope"),
            ("message", "It was a pleasure to read."),
        ];
        for (action, fields) in [("approve", &letter[..1]), ("approve-and-publish", &letter[..1]), ("decline", &letter[..])] {
            let refused = own.post(&format!("{path}/{action}"), fields).await.expect(409);
            assert_eq!(refused.one("h1").text(), "Your own museum");
            assert_eq!(refused.text().contains("It was a pleasure to read."), action == "decline", "{refused:?}");
        }
        // A tick that nobody offered changes nothing: somebody else may decide.
        let ticked = [("version", version.as_str()), ("alone", "yes")];
        drop(own.post(&format!("{path}/approve"), &ticked).await.expect(409));
        for page in ["tags", "edit/did"] {
            drop(own.get(&format!("{path}/{page}")).await.expect(409));
        }
        let own_one = Obstacle::OwnMuseum { why: OwnMuseum::Domain, alone: false };
        let refused = app.change(account, id, "title", "Ours", EditWeight::Form).await;
        assert_eq!(refused, Outcome::NotPublishable(vec![own_one]));
        let after = app.submission(id).await;
        assert_eq!((after.status, after.version), (before.status, before.version));

        let theirs = sam.get(&path).await.expect(200);
        drop(sam.submit(&theirs, "form[action$='/approve-and-publish']", &[]).await.expect(303));
        assert_eq!(app.submission(id).await.status, Status::Published);
        assert_eq!(decided_alone(&app.db, None).await.unwrap(), 0);
    }

    async fn nobody_puts_their_own_museums_back_or_on_the_front_page(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let (account, own) = app.staff_at("director@museum.example").await;
        let sam = app.moderator().await;
        let (mine, submission) = (moderator(account), app.submission(id).await);
        let own_one = || vec![Obstacle::OwnMuseum { why: OwnMuseum::Domain, alone: false }];
        let featured = move_case(&app.db, &mine, &submission, CaseAction::Feature, "").await.unwrap();
        assert_eq!(featured, Outcome::NotPublishable(own_one()));
        let later = app.clock.now_ms() + 60 * 60 * 1000;
        let planned = plan_move_of_case(&app.db, &mine, &submission, CaseAction::Feature, later).await.unwrap();
        assert_eq!(planned, Outcome::NotPublishable(own_one()));

        // Nobody waits with taking down.
        let down = move_case(&app.db, &mine, &submission, CaseAction::TakeDown, "Asked to").await.unwrap();
        assert_eq!(down, Outcome::Made(CaseState::TakenDown));
        let version = submission.version.to_string();
        let typed = [("version", version.as_str()), ("message", "They agree to it now, by phone.")];
        let restore = format!("{}/restore", home(&reference));
        let refused = own.post(&restore, &typed).await.expect(409);
        assert_eq!(refused.one("h1").text(), "Your own museum");
        assert!(refused.text().contains("They agree to it now, by phone."), "{refused:?}");
        assert_eq!(submissions::public_side(&app.db, submission.case_id).await.unwrap().state, CaseState::TakenDown);
        drop(sam.post(&restore, &typed).await.expect(303));
        assert_eq!(submissions::public_side(&app.db, submission.case_id).await.unwrap().state, CaseState::Live);
    }

    async fn the_museum_is_asked_again_inside_the_move_and_when_a_plan_is_due(app: TestApp) {
        app.standing_at(Status::Published, "An earlier one").await;
        let (account, sam) = app.staff_at("sam@team.example").await;
        drop(app.moderator().await);
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let (planned, _) = app.standing_at(Status::Approved, "Planned").await;
        let plan = app.plan_publish(planned, Some(account)).await;
        let page = sam.get(&home(&reference)).await.expect(200);
        assert_eq!(app.stands_in_the_way(account, id).await, []);

        app.works_at_the_museum(account).await;
        let own = Obstacle::OwnMuseum { why: OwnMuseum::Name, alone: false };
        let refused = app.moves(account, id, &[Move::Approve]).await;
        assert_eq!(refused, Outcome::NotPublishable(vec![own]));
        drop(sam.submit(&page, "form[action$='/approve']", &[]).await.expect(409));
        assert_eq!(app.submission(id).await.status, Status::InReview);

        app.clock.advance(11 * 60 * 1000);
        assert_eq!(app.carry_out_planned().await, 1);
        let row = planned_move::Entity::find_by_id(plan).one(app.db.reader()).await.unwrap().expect("the plan");
        assert_eq!(row.outcome, PlanEnd::Cannot.slug());
        assert_eq!(app.submission(planned).await.status, Status::Approved);
    }

    async fn where_nobody_else_may_decide_a_tick_is_asked_for_kept_and_counted(app: TestApp) {
        let (account, own) = app.staff_at("director@museum.example").await;
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let form = own.get(&format!("{}/decline", home(&reference))).await.expect(200);
        let fields = [("reason", "out-of-scope"), ("message", "It was a <b>pleasure</b> to read.")];
        let asked = own.submit(&form, "form.letter", &fields).await.expect(422);
        assert_eq!(asked.one("h1").text(), "You decide alone");
        assert!(asked.select("#error-summary").is_empty(), "nothing was left out yet: {asked:?}");
        assert_eq!(asked.value("message").as_deref(), Some("It was a <b>pleasure</b> to read."));
        let again = own.submit(&asked, "form.alone", &[]).await.expect(422);
        assert_eq!(again.one("#error-summary a").attr("href").as_deref(), Some("#alone"));
        assert_eq!(app.submission(id).await.status, Status::InReview);

        let version = app.submission(id).await.version.to_string();
        let ticked = [("version", version.as_str()), ("alone", "yes"), fields[0], fields[1]];
        drop(own.post(&format!("{}/decline", home(&reference)), &ticked).await.expect(303));
        assert_eq!(app.submission(id).await.status, Status::Declined);
        assert!(app.details(id, "decline").await[0].contains("\"alone\":true"));
        for whose in [None, Some(account)] {
            assert_eq!(decided_alone(&app.db, whose).await.unwrap(), 1);
        }
        let page = own.get(&home(&reference)).await.expect(200);
        assert!(page.text().contains("Decided alone, because no one else could."), "{page:?}");
        let page = own.get("/account").await.expect(200);
        assert!(page.text().contains("You decided about 1 case study alone"), "{page:?}");
    }

    async fn a_sensitive_one_needs_a_second_persons_yes_to_the_same_text(app: TestApp) {
        let (id, reference) = app.sensitive("Tea and objects").await;
        let (sam_id, _) = app.account(Role::Moderator).await;
        let (ana_id, _) = app.account(Role::Moderator).await;
        let (sam, ana) = (app.signed_in_to(sam_id).await, app.signed_in_to(ana_id).await);
        let path = home(&reference);
        assert_eq!(app.stands_in_the_way(sam_id, id).await, [NEEDS_SECOND]);
        let page = sam.get(&path).await.expect(200);
        assert_eq!(page.one(".guards-count").text(), "0 of 2");
        assert!(page.one(".guards").text().contains("It has a content note: Bereavement or baby loss."), "{page:?}");
        let refused = sam.submit(&page, "form[action$='/approve-and-publish']", &[]).await.expect(422);
        assert!(refused.text().contains("a second moderator has to say yes to this text"), "{refused:?}");

        let hers = ana.get(&path).await.expect(200);
        let said = ana.submit(&hers, "form[action$='/second']", &[]).await.expect(303);
        let hers = ana.follow(&said).await.expect(200);
        assert_eq!(hers.one(".guards-count").text(), "1 of 2");
        assert!(hers.select("form[action$='/second']").is_empty(), "{hers:?}");
        // Her own yes is not another person's.
        assert_eq!(app.stands_in_the_way(ana_id, id).await, [Obstacle::SaidYes]);
        drop(ana.submit(&hers, "form[action$='/approve']", &[]).await.expect(422));
        assert_eq!(app.stands_in_the_way(sam_id, id).await, []);

        // Word for word: one letter ends it.
        let made = app.change(sam_id, id, "title", "Tea and objects!", EditWeight::Form).await;
        assert_eq!(made, Outcome::Made(1));
        assert_eq!(app.stands_in_the_way(sam_id, id).await, [NEEDS_SECOND]);
        let refused = app.moves(sam_id, id, &[Move::Approve, Move::Publish]).await;
        assert_eq!(refused, Outcome::NotPublishable(vec![NEEDS_SECOND]));
        let hers = ana.get(&path).await.expect(200);
        drop(ana.submit(&hers, "form[action$='/second']", &[]).await.expect(303));
        let page = sam.get(&path).await.expect(200);
        drop(sam.submit(&page, "form[action$='/approve-and-publish']", &[]).await.expect(303));
        assert_eq!(app.submission(id).await.status, Status::Published);
        assert_eq!(decided_alone(&app.db, None).await.unwrap(), 0);
    }

    async fn whoever_wrote_a_part_of_it_gives_no_second_yes(app: TestApp) {
        let (id, reference) = app.sensitive("Tea and objects").await;
        let (author, _) = app.account(Role::Moderator).await;
        let (other, _) = app.account(Role::Moderator).await;
        assert_eq!(app.change(author, id, "did", "We drank tea.", EditWeight::Meaning).await, Outcome::Made(1));
        let refused = app.moves(author, id, &[Move::Second]).await;
        assert_eq!(refused, Outcome::NotPublishable(vec![Obstacle::SecondByAuthor]));
        let sam = app.signed_in_to(author).await;
        let page = sam.get(&home(&reference)).await.expect(200);
        assert!(page.text().contains("the second yes has to come from someone else"), "{page:?}");
        assert!(page.select("form[action$='/second']").is_empty());
        let version = app.submission(id).await.version.to_string();
        drop(sam.post(&format!("{}/second", home(&reference)), &[("version", &version)]).await.expect(422));
        assert_eq!(app.moves(other, id, &[Move::Second]).await, Outcome::Made(()));
        assert!(!app.stands_in_the_way(author, id).await.contains(&NEEDS_SECOND));
    }

    async fn where_nobody_else_can_give_the_second_yes_it_is_a_tick(app: TestApp) {
        let (id, reference) = app.sensitive("Tea and objects").await;
        let (account, _) = app.account(Role::Admin).await;
        let sam = app.signed_in_to(account).await;
        let page = sam.get(&home(&reference)).await.expect(200);
        let asked = sam.submit(&page, "form[action$='/approve-and-publish']", &[]).await.expect(422);
        assert!(asked.text().contains("no one else can give the second yes"), "{asked:?}");
        assert_eq!(app.submission(id).await.status, Status::InReview);
        let version = app.submission(id).await.version.to_string();
        let ticked = [("version", version.as_str()), ("alone", "yes")];
        drop(sam.post(&format!("{}/approve-and-publish", home(&reference)), &ticked).await.expect(303));
        assert_eq!(app.submission(id).await.status, Status::Published);
        assert!(app.details(id, "publish").await[0].contains("\"alone\":true"));
        assert_eq!(decided_alone(&app.db, None).await.unwrap(), 1, "once for one case study");
    }

    async fn a_moderators_tick_makes_it_sensitive_and_stops_older_pages(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        let path = home(&reference);
        let (his, hers) = (sam.get(&path).await.expect(200), ana.get(&path).await.expect(200));
        let said = ana.submit(&hers, "form[action$='/sensitive']", &[]).await.expect(303);
        assert_eq!(said.location(), format!("{path}?done=sensitive"));
        let late = sam.submit(&his, "form[action$='/approve-and-publish']", &[]).await.expect(409);
        assert!(late.text().contains("Moderator 2 said that someone could be harmed by this"), "{late:?}");
        let submission = app.submission(id).await;
        let stands = standing(app.db.reader(), &submission, None).await.unwrap();
        assert_eq!((stands.sensitive, stands.ticked), (vec![Sensitive::SaidSo], true));
        let his = sam.get(&path).await.expect(200);
        drop(sam.submit(&his, "form[action$='/approve-and-publish']", &[]).await.expect(422));
        drop(sam.submit(&his, "form[action$='/sensitive']", &[]).await.expect(303));
        // Whoever took it back does not publish it on nobody else's word.
        let his = sam.get(&path).await.expect(200);
        assert!(his.text().contains("You took back that someone could be harmed by it. So another moderator"), "{his:?}");
        drop(sam.submit(&his, "form[action$='/approve-and-publish']", &[]).await.expect(422));
        drop(sam.submit(&his, "form[action$='/approve']", &[]).await.expect(422));
        assert_eq!(app.submission(id).await.status, Status::InReview);
        let hers = ana.get(&path).await.expect(200);
        drop(ana.submit(&hers, "form[action$='/approve-and-publish']", &[]).await.expect(303));
        assert_eq!(app.submission(id).await.status, Status::Published);
        assert_eq!(decided_alone(&app.db, None).await.unwrap(), 0);
    }

    async fn where_nobody_else_decides_taking_a_tick_back_is_a_tick_of_its_own(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let sam = app.moderator().await;
        let path = home(&reference);
        for _ in 0..2 {
            let page = sam.get(&path).await.expect(200);
            drop(sam.submit(&page, "form[action$='/sensitive']", &[]).await.expect(303));
        }
        let page = sam.get(&path).await.expect(200);
        let asked = sam.submit(&page, "form[action$='/approve-and-publish']", &[]).await.expect(422);
        assert_eq!(asked.one("h1").text(), "You decide alone");
        drop(sam.submit(&asked, "form.alone", &[("alone", "yes")]).await.expect(303));
        assert_eq!(app.submission(id).await.status, Status::Published);
        assert_eq!(decided_alone(&app.db, None).await.unwrap(), 1);
    }

    async fn whoever_takes_out_what_made_it_need_two_does_not_publish_it_on_nobody_elses_word(app: TestApp) {
        let (id, _) = app.sensitive("Tea and objects").await;
        let (sam, _) = app.account(Role::Moderator).await;
        let (ana, _) = app.account(Role::Moderator).await;
        app.account(Role::Moderator).await;
        assert_eq!(app.change(sam, id, "content_notes", "none", EditWeight::Form).await, Outcome::Made(1));
        let another = |alone| Obstacle::AnotherPerson { why: Involved::TookItOut, alone };
        assert_eq!(app.stands_in_the_way(sam, id).await, [another(false)]);
        assert_eq!(app.moves(sam, id, &[Move::Approve]).await, Outcome::NotPublishable(vec![another(false)]));
        assert_eq!(app.stands_in_the_way(ana, id).await, []);
        // What somebody put in themselves they may take out.
        for (words, obstacles) in [("Ms Quillifer drank tea.", vec![NEEDS_SECOND]), ("We drank tea.", Vec::new())] {
            assert_eq!(app.change(ana, id, "did", words, EditWeight::Form).await, Outcome::Made(1));
            assert_eq!(app.stands_in_the_way(ana, id).await, obstacles);
        }
        assert_eq!(app.moves(ana, id, &[Move::Approve, Move::Publish]).await, Outcome::Made(()));
        // A version of it begins as what the moderators said of the one before.
        let actor = moderator(ana);
        app.tick(ana, id).await;
        let begun = begin_new_version_by_staff(&app.db, &actor, id).await.unwrap();
        let NewVersion::Begun(version) = begun else { panic!("{begun:?}") };
        let submission = app.submission(version.submission_id).await;
        assert!(standing(app.db.reader(), &submission, None).await.unwrap().ticked);
    }

    async fn who_may_give_the_second_yes_reads_that_someone_takes_it_on_first(app: TestApp) {
        let (_, reference) = app.standing_at(Status::Submitted, "Tea and objects").await;
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        let path = home(&reference);
        let page = sam.get(&path).await.expect(200);
        drop(sam.submit(&page, "form[action$='/sensitive']", &[]).await.expect(303));
        let page = ana.get(&path).await.expect(200);
        assert!(page.one(".guards").text().contains("One of you takes it on first. Then another can say yes to it here."), "{page:?}");
        assert!(page.select("form[action$='/second']").is_empty(), "{page:?}");
    }

    async fn a_yes_counts_while_its_account_may_give_one(app: TestApp) {
        let (id, reference) = app.sensitive("Tea and objects").await;
        let (sam, _) = app.account(Role::Moderator).await;
        let (ana, her_address) = app.account(Role::Moderator).await;
        app.account(Role::Moderator).await;
        assert_eq!(app.moves(ana, id, &[Move::Second]).await, Outcome::Made(()));
        assert_eq!(app.stands_in_the_way(sam, id).await, []);
        for change in [Change::Disable, Change::Role(Role::Submitter)] {
            assert!(by_operator::change(&app.db, &her_address, change, false).await.unwrap().is_done());
            assert_eq!(app.stands_in_the_way(sam, id).await, [NEEDS_SECOND]);
            let page = app.signed_in_to(sam).await.get(&home(&reference)).await.expect(200);
            assert_eq!(page.one(".guards-count").text(), "0 of 2");
            for back in [Change::Enable, Change::Role(Role::Moderator)] {
                assert!(by_operator::change(&app.db, &her_address, back, false).await.unwrap().is_done());
            }
            assert_eq!(app.stands_in_the_way(sam, id).await, []);
        }
        app.standing_at(Status::Published, "An earlier one").await;
        app.works_at_the_museum(ana).await;
        assert_eq!(app.stands_in_the_way(sam, id).await, [NEEDS_SECOND], "it is her own museum's");
    }

    async fn an_address_of_the_whole_team_leaves_a_colleague_elsewhere_or_else_the_tick(app: TestApp) {
        let (id, reference) = app.draft("Tea and objects").await;
        let mut answers = answers_of(Section::Contact);
        for (key, answer) in &mut answers {
            if *key == "contact_email" {
                "press@team.example".clone_into(answer);
            }
        }
        app.answer(id, Section::Contact, &answers).await;
        app.send(id).await;
        app.make(id, &Move::StartReview, &Actor::operator()).await;
        let (sam, his) = app.staff_at("sam@team.example").await;
        let (kim, _) = app.staff_at("kim@team.example").await;
        let own = |alone| Obstacle::OwnMuseum { why: OwnMuseum::Domain, alone };
        // A stranger who names the team's own address keeps it from nothing for good.
        assert_eq!(app.stands_in_the_way(sam, id).await, [own(true)]);
        let (ana, _) = app.staff_at("ana@elsewhere.example").await;
        assert_eq!((app.stands_in_the_way(sam, id).await, app.stands_in_the_way(kim, id).await), (vec![own(false)], vec![own(false)]));
        let page = his.get(&home(&reference)).await.expect(200);
        assert!(page.select(".panel-decisions .button").is_empty(), "{page:?}");
        for refused in [Move::Approve, Move::Second] {
            assert_eq!(app.moves(sam, id, &[refused]).await, Outcome::NotPublishable(vec![own(false)]));
        }
        assert_eq!(app.stands_in_the_way(ana, id).await, []);
        assert_eq!(app.moves(ana, id, &[Move::Approve, Move::Publish]).await, Outcome::Made(()));
    }

    async fn what_a_colleague_is_reading_is_asked_about_first_and_they_are_told(app: TestApp) {
        let (id, reference) = app.sent("Tea and objects").await;
        let (sam_id, sam_email) = app.account(Role::Moderator).await;
        let (sam, ana) = (app.signed_in_to(sam_id).await, app.moderator().await);
        let path = home(&reference);
        let page = sam.get(&path).await.expect(200);
        drop(sam.submit(&page, "form[action$='/assign']", &[]).await.expect(303));

        let form = ana.get(&format!("{path}/decline")).await.expect(200);
        let fields = [("reason", "out-of-scope"), ("message", "It was a <b>pleasure</b> to read.")];
        let asked = ana.submit(&form, "form.letter", &fields).await.expect(409);
        assert_eq!(asked.one("h1").text(), "Moderator 1 is reading this");
        assert_eq!(asked.value("message").as_deref(), Some("It was a <b>pleasure</b> to read."));
        assert_eq!(asked.value("despite"), Some(sam_id.to_string()));
        assert_eq!(app.submission(id).await.status, Status::InReview);
        drop(ana.submit(&asked, "form.colleague", &[]).await.expect(303));
        assert_eq!(app.submission(id).await.status, Status::Declined);
        let told: Vec<String> = app.mails().await.into_iter().filter(|mail| mail.to.contains(&sam_email)).map(|mail| mail.subject).collect();
        assert_eq!(told, [format!("Moderator 2 declined this: Tea and objects ({reference})")]);
    }

    async fn whose_own_it_is_is_not_asked_and_who_wants_no_email_gets_none(app: TestApp) {
        let (id, reference) = app.sent("Tea and objects").await;
        let (sam_id, sam_email) = app.account(Role::Moderator).await;
        notices::choose(&app.db, sam_id, case_study::notices::Notices::Off).await.unwrap();
        let (sam, ana) = (app.signed_in_to(sam_id).await, app.moderator().await);
        let path = home(&reference);
        let page = sam.get(&path).await.expect(200);
        drop(sam.submit(&page, "form[action$='/assign']", &[]).await.expect(303));
        let page = ana.get(&path).await.expect(200);
        let asked = ana.submit(&page, "form[action$='/approve']", &[]).await.expect(409);
        // A yes to another colleague's reading is none to this one's.
        drop(ana.submit(&asked, "form.colleague", &[("despite", "0")]).await.expect(409));
        drop(ana.submit(&asked, "form.colleague", &[]).await.expect(303));
        assert!(app.mails().await.iter().all(|mail| !mail.to.contains(&sam_email)));
        let page = sam.get(&path).await.expect(200);
        drop(sam.submit(&page, "form[action$='/publish']", &[]).await.expect(303));
        assert_eq!(app.submission(id).await.status, Status::Published);
    }

    async fn of_fifty_moderators_at_once_one_decides_and_the_others_read_who(app: TestApp) {
        fifty_at_once(&app, false).await;
    }

    async fn of_fifty_moderators_at_once_one_plans_and_the_others_read_who(app: TestApp) {
        fifty_at_once(&app.with_undo_minutes(10), true).await;
    }
}

/// Half of fifty publish one case study and half decline it, at once and under one version. Written down beforehand:
/// one is answered 303 and makes or plans what it pressed; each of the others is answered 409, reads who it was, and
/// changes nothing.
async fn fifty_at_once(app: &TestApp, is_planned: bool) {
    let mut people = Vec::new();
    for _ in 0..50 {
        people.push(app.moderator().await);
    }
    let mut seen = [0, 0];
    for round in 0..races(1) {
        let title = format!("Tea and objects {round}");
        let (id, reference) = app.standing_at(Status::InReview, &title).await;
        let version = app.submission(id).await.version.to_string();
        let path = home(&reference);
        let publish = [("version", version.as_str())];
        let decline = [
            ("version", version.as_str()),
            ("reason", "out-of-scope"),
            ("message", "It was a pleasure to read."),
        ];
        let pressed = people.iter().enumerate().map(|(at, who)| {
            let (path, publish, decline) = (&path, &publish, &decline);
            async move {
                if at.is_multiple_of(2) {
                    who.post(&format!("{path}/approve-and-publish"), publish)
                        .await
                } else {
                    who.post(&format!("{path}/decline"), decline).await
                }
            }
        });
        let pages = futures::future::join_all(pressed).await;
        let won: Vec<usize> = (0..pages.len())
            .filter(|at| pages[*at].status().as_u16() == 303)
            .collect();
        assert_eq!(won.len(), 1, "round {round}");
        let publishes = won[0].is_multiple_of(2);
        let deed = match (is_planned, publishes) {
            (true, _) => "decided what happens next",
            (false, true) => "published this",
            (false, false) => "declined this",
        };
        let said = format!("Moderator {} {deed}", won[0] + 1);
        for (at, page) in pages.iter().enumerate().filter(|(at, _)| *at != won[0]) {
            assert_eq!(page.status().as_u16(), 409, "round {round}, {at}: {page:?}");
            assert!(page.text().contains(&said), "round {round}, {at}: {page:?}");
        }
        let (expected, kind) = if publishes {
            (Status::Published, "publish")
        } else {
            (Status::Declined, "decline")
        };
        if is_planned {
            assert_eq!(app.submission(id).await.status, Status::InReview);
            let waiting = planned_moves::waiting_for(app.db.reader(), id);
            let waiting = waiting.await.expect("the database answers");
            assert_eq!(waiting.len(), 1, "round {round}");
            let now = format!("{path}/planned/{}/now", waiting[0].id);
            let version = app.submission(id).await.version.to_string();
            let press = [("version", version.as_str())];
            drop(people[won[0]].post(&now, &press).await.expect(303));
        }
        assert_eq!(app.submission(id).await.status, expected, "round {round}");
        assert_eq!(app.details(id, kind).await.len(), 1, "round {round}: once");
        seen[usize::from(publishes)] += 1;
    }
    eprintln!("{} published, {} declined", seen[1], seen[0]);
}
