//! Samples to try the site with: how they stand, that they are marked wherever they stand and counted nowhere, and
//! that they can be removed.

use crate::sample;
use crate::support::TestApp;
use crate::{each_database, sample::bank};
use case_study::manner::Manner;
use case_study::notices::Notices;
use case_study::reader_message::{MessageKind, Written};
use case_study::{Action, CaseAction, EventKind, Move, Role, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use server::samples::{Loaded, load, submissions};
use std::collections::BTreeSet;
use store::case_transitions::{WhichCase, move_case_and_tell, plan_move_of_case};
use store::entity::{case, job, letter, revision, submission};
use store::history::Actor;
use store::moderation_queue::{Colleague, hand_over};
use store::reader_messages::{NewMessage, receive};
use store::samples::{find, is_sample, remove, standing};
use store::submissions::Submission;
use store::{DAY_MS, agreements, declarations, history, imports, notices, planned_moves, waiting};

async fn load_all(app: &TestApp) -> Loaded {
    let context = app.state.settings.mail_context();
    load(&app.db, &context, |_, _| {})
        .await
        .expect("the samples are right")
}

/// The submission of a sample.
async fn of(app: &TestApp, id: &str) -> Submission {
    let all = submissions().expect("the samples are right");
    let sample = all.iter().find(|sample| sample.id == id).expect("a sample");
    let found = find(&app.db, &sample.key())
        .await
        .expect("the database answers");
    app.submission(found.expect("it is there").submission_id)
        .await
}

/// What was done with a submission, oldest first.
async fn moves(app: &TestApp, id: i64) -> Vec<Action> {
    let entries = history::history(&app.db, id)
        .await
        .expect("the database answers");
    entries
        .into_iter()
        .filter_map(|entry| match entry.kind.known() {
            Some(EventKind::Move(action)) => Some(action),
            _ => None,
        })
        .collect()
}

/// Publishes the sample that is complete, and returns its address.
async fn publish_one(app: &TestApp) -> String {
    let id = of(app, "complete").await.id;
    for wanted in [Move::StartReview, Move::Approve, Move::Publish] {
        app.make(id, &wanted, &Actor::operator()).await;
    }
    let row = case::Entity::find_by_id(app.submission(id).await.case_id)
        .one(app.db.reader())
        .await
        .expect("reads");
    app.index_shows_all().await;
    row.and_then(|row| row.slug).expect("it is public")
}

async fn cases_there(app: &TestApp) -> u64 {
    case::Entity::find()
        .count(app.db.reader())
        .await
        .expect("counts")
}

each_database! {
    async fn five_submissions_stand_where_moderators_need_them(app: TestApp) {
        let first = load_all(&app).await;
        assert_eq!((first.public.added, first.made, first.as_before), (28, 5, 0));
        let stand = [
            ("complete", Status::Submitted, "long", 0, 6),
            ("short", Status::Submitted, "short", 0, 1),
            ("came-back", Status::Submitted, "long", 1, 20),
            ("awaiting-yes", Status::AwaitingYes, "short", 0, 9),
            ("sensitive", Status::Submitted, "long", 0, 4),
        ];
        for (id, status, way, round, days) in stand {
            let one = of(&app, id).await;
            assert_eq!((one.status.known(), one.way.as_str(), one.round), (Some(status), way, round), "{id}");
            let waits = app.db.now_ms() - one.first_sent_at.expect("it was sent");
            assert_eq!(waits / DAY_MS, days, "{id}");
            let declared: BTreeSet<String> = declarations::of_submission(app.db.reader(), one.id)
                .await
                .expect("reads")
                .into_iter()
                .map(|one| one.key)
                .collect();
            let expected = if way == "short" { vec!["prepare", "send"] } else { vec!["facts", "licence", "send"] };
            assert!(declared.iter().eq(expected), "{id}: {declared:?}");
            assert!(is_sample(app.db.reader(), one.case_id).await.expect("reads"), "{id}");
        }
        use Action::{AskYes, RequestChanges, StartReview, Submit};
        assert_eq!(moves(&app, of(&app, "came-back").await.id).await, [Submit, StartReview, RequestChanges, Submit]);
        let asked = of(&app, "awaiting-yes").await;
        assert_eq!(moves(&app, asked.id).await, [Submit, StartReview, AskYes]);
        let agreement = agreements::newest(app.db.reader(), asked.id).await.expect("reads").expect("it is asked");
        assert!(agreement.is_open() && agreement.questions.len() == 1);
        assert_eq!(store::letters::of_submission(&app.db, asked.id).await.expect("reads").len(), 2);

        // A second run adds nothing.
        let second = load_all(&app).await;
        assert_eq!((second.public.added, second.public.unchanged, second.made, second.as_before), (0, 28, 0, 5));
        assert_eq!(cases_there(&app).await, 33);
    }

    async fn one_that_was_left_half_made_is_made_again(app: TestApp) {
        load_all(&app).await;
        // As if the program had been stopped before the museum was asked.
        let half = of(&app, "awaiting-yes").await;
        store::entity::event::Entity::delete_many()
            .filter(store::entity::event::Column::SubmissionId.eq(half.id))
            .filter(store::entity::event::Column::Action.eq(EventKind::Move(Action::AskYes).slug()))
            .exec(app.db.writer())
            .await
            .expect("deleted");
        let again = load_all(&app).await;
        assert_eq!((again.made, again.as_before), (1, 4));
        let whole = of(&app, "awaiting-yes").await;
        assert_ne!(whole.id, half.id);
        assert_eq!(whole.status, Status::AwaitingYes);
        assert_eq!(cases_there(&app).await, 33);
    }

    async fn samples_are_marked_on_the_pages_of_moderators_and_of_their_museum(app: TestApp) {
        load_all(&app).await;
        let (_, real) = app.sent("Tea and objects on Tuesdays").await;
        let moderator = app.moderator().await;
        let queue = moderator.get("/moderate").await.expect(200);
        let marked = queue.body().matches(">Sample<").count();
        assert_eq!(marked, 4, "{queue:?}");
        for id in ["complete", "short", "came-back", "awaiting-yes", "sensitive"] {
            let reference = of(&app, id).await.reference;
            let page = moderator.get(&format!("/moderate/cases/{reference}")).await.expect(200);
            assert!(page.text().contains("This is a sample"), "{id}: {page:?}");
        }
        let page = moderator.get(&format!("/moderate/cases/{real}")).await.expect(200);
        assert!(!page.text().contains("This is a sample"), "{page:?}");

        let mails = app.mails().await;
        let asked = mails.iter().rfind(|mail| mail.to.starts_with("awaiting-yes@")).expect("the mail that asks");
        let link = asked.links().into_iter().find(|link| link.starts_with("/track/")).expect("a link");
        let museum = app.visitor();
        let page = museum.get(&link).await.expect(200);
        assert!(page.text().contains("This is a sample"), "{page:?}");
    }

    async fn a_published_sample_is_marked_everywhere_and_in_no_figure(app: TestApp) {
        load_all(&app).await;
        app.index_shows_all().await;
        let visitor = app.visitor();
        let figures = async || {
            let impact = visitor.get("/impact").await.expect(200);
            let front = visitor.get("/").await.expect(200);
            let words = |page: &crate::support::Page| page.select(".figures a").iter().map(|link| link.text().to_owned()).collect::<Vec<_>>();
            (words(&impact), words(&front))
        };
        let before = figures().await;
        assert_eq!(before.0[0], "28 case studies", "those compiled from public sources count as they always did");
        let slug = publish_one(&app).await;
        assert_eq!(figures().await, before);
        let impact = visitor.get("/impact").await.expect(200);
        assert!(impact.text().contains("We left out 1 sample"), "{impact:?}");
        let counted = visitor.get("/impact/people-counted").await.expect(200);
        assert!(!counted.body().contains(&slug), "{counted:?}");

        let page = visitor.get(&format!("/case-studies/{slug}")).await.expect(200);
        for words in ["A sample, compiled from public sources", "not submitted by the museum", "to try this site with"] {
            assert!(page.text().contains(words), "{words}: {page:?}");
        }
        assert!(!page.text().contains("Last confirmed by the museum"), "{page:?}");
        let json = visitor.get(&format!("/case-studies/{slug}.json")).await.expect(200).json();
        assert_eq!((&json["sample"], &json["compiled_from_public_sources"]), (&true.into(), &true.into()));
        let list = visitor.get("/api/v1/case-studies?per_page=100").await.expect(200).json();
        let items = list["items"].as_array().expect("a list");
        assert_eq!(items.len(), 29);
        assert!(items.iter().all(|item| item["sample"] == true), "{list}");
        let csv = visitor.get("/case-studies.csv").await.expect(200).body();
        let header = csv.lines().next().expect("a header");
        assert!(header.contains(",compiled_from_public_sources,sample,"), "{header}");
        let cards = visitor.get("/case-studies").await.expect(200);
        assert!(cards.text().contains("Samples from public sources"), "{cards:?}");
    }

    async fn what_an_operator_imports_is_no_sample(app: TestApp) {
        app.import_sample().await;
        app.index_shows_all().await;
        let visitor = app.visitor();
        let json = visitor.get("/case-studies/house-of-memories.json").await.expect(200).json();
        assert_eq!((&json["sample"], &json["compiled_from_public_sources"]), (&false.into(), &true.into()));
        // The program's own never take their place.
        let loaded = load_all(&app).await;
        assert_eq!((loaded.public.added, loaded.public.unchanged, loaded.made), (0, 28, 5));
        assert_eq!(standing(&app.db).await.expect("reads").others, 28);
        let removed = remove(&app.db, |_, _| {}).await.expect("removed");
        assert_eq!(removed.len(), 5);
        assert_eq!(cases_there(&app).await, 28);
    }

    async fn an_operators_own_text_in_the_place_of_a_sample_is_none(app: TestApp) {
        load_all(&app).await;
        let mut own = bank();
        own.truncate(1);
        own[0].content.summary = "In our own words.".into();
        let done = imports::import(&app.db, &own, |_| {}).await.expect("stored");
        assert_eq!(done.updated, 1);
        let removed = remove(&app.db, |_, _| {}).await.expect("removed");
        assert_eq!(removed.len(), 32);
        app.index_shows_all().await;
        let visitor = app.visitor();
        let json = visitor.get(&format!("/case-studies/{}.json", own[0].id)).await.expect(200).json();
        assert_eq!((&json["sample"], &json["summary"]), (&false.into(), &"In our own words.".into()));
    }

    async fn all_samples_go_in_one_go_and_nothing_else(app: TestApp) {
        load_all(&app).await;
        let slug = publish_one(&app).await;
        let (id, reference) = app.sent("Tea and objects on Tuesdays").await;
        for wanted in [Move::StartReview, Move::Approve, Move::Publish] {
            app.make(id, &wanted, &Actor::operator()).await;
        }
        let texts = async |submission: i64| revision::Entity::find().filter(revision::Column::SubmissionId.eq(submission)).count(app.db.reader()).await.expect("counts");
        let (own_texts, own_letters) = (texts(id).await, store::letters::of_submission(&app.db, id).await.expect("reads"));
        let generation = store::bank::generation(&app.db).await.expect("reads");
        let mut heard = Vec::new();
        let removed = remove(&app.db, |done, of| heard.push((done, of))).await.expect("removed");
        assert_eq!(removed.len(), 33);
        assert_eq!(removed.iter().filter(|one| one.slug.is_some()).count(), 29);
        assert_eq!(removed.iter().map(|one| one.references.len()).sum::<usize>(), 5);
        assert_eq!((heard.first(), heard.last(), heard.len()), (Some(&(1, 33)), Some(&(33, 33)), 33));
        assert!(store::bank::generation(&app.db).await.expect("reads") > generation);

        // Readers, feeds and harvesters are told; the index follows.
        app.index_shows_all().await;
        let visitor = app.visitor();
        drop(visitor.get(&format!("/case-studies/{slug}")).await.expect(410));
        drop(visitor.get("/case-studies/house-of-memories").await.expect(410));
        let list = visitor.get("/api/v1/case-studies").await.expect(200).json();
        assert_eq!(list["total"], 1, "{list}");
        let feed = visitor.get("/case-studies.atom").await.expect(200).body();
        assert_eq!(feed.matches("<at:deleted-entry").count(), 29, "{feed}");
        let record = visitor.get("/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:house-of-memories").await.expect(200).body();
        assert!(record.contains("status=\"deleted\""), "{record}");
        let impact = visitor.get("/impact").await.expect(200);
        assert_eq!(impact.select(".figures a")[0].text(), "1 case study");

        // What is none stands as before.
        let own = app.submission(id).await;
        assert_eq!((own.reference, own.status.known()), (reference, Some(Status::Published)));
        assert_eq!(texts(id).await, own_texts);
        assert_eq!(store::letters::of_submission(&app.db, id).await.expect("reads"), own_letters);
        // Nothing is left of the others but the rows that tell of them.
        let left = standing(&app.db).await.expect("reads");
        assert_eq!((left.samples, left.removed, left.others), (0, 29, 1));
        assert_eq!(submission::Entity::find().count(app.db.reader()).await.expect("counts"), 1);
        assert_eq!(revision::Entity::find().count(app.db.reader()).await.expect("counts"), own_texts + 29);
        assert_eq!(letter::Entity::find().count(app.db.reader()).await.expect("counts"), own_letters.len() as u64);
        assert_eq!(job::Entity::find().filter(job::Column::Sample.eq(true)).count(app.db.reader()).await.expect("counts"), 0);

        assert_eq!(remove(&app.db, |_, _| {}).await.expect("removed"), []);
        // Whoever wants them again gets them, where they stood.
        let again = load_all(&app).await;
        assert_eq!((again.public.added, again.made), (28, 5));
        app.index_shows_all().await;
        drop(visitor.get("/case-studies/house-of-memories").await.expect(200));
    }

    async fn what_readers_write_about_a_sample_stays_here(app: TestApp) {
        load_all(&app).await;
        let mut own = bank();
        own.truncate(1);
        own[0].id = "our-own".into();
        imports::import(&app.db, &own, |_| {}).await.expect("stored");
        let context = app.state.settings.mail_context();
        for (slug, is_sample) in [("house-of-memories", true), ("our-own", false)] {
            let message = NewMessage {
                slug: slug.to_owned(),
                kind: MessageKind::Correction,
                written: Written { text: "It was in spring.".into(), ..Written::default() },
                key: slug.to_owned(),
            };
            assert!(receive(&app.db, &context, &message).await.expect("stored"));
            let jobs = job::Entity::find().all(app.db.reader()).await.expect("reads");
            let newest = jobs.iter().max_by_key(|job| job.id).expect("a mail");
            assert_eq!(newest.sample, is_sample, "{slug}");
        }
        // What readers wrote goes with it.
        remove(&app.db, |_, _| {}).await.expect("removed");
        let messages = store::entity::reader_message::Entity::find().count(app.db.reader()).await.expect("counts");
        assert_eq!(messages, 1);
    }

    async fn removing_them_gets_on_with_what_is_planned_for_one_of_them(app: TestApp) {
        load_all(&app).await;
        publish_one(&app).await;
        let (account, _) = app.account(Role::Moderator).await;
        let actor = Actor { account_id: Some(account), roles: vec![Role::Moderator] };
        let one = of(&app, "complete").await;
        let cases = case::Entity::find().filter(case::Column::Sample.eq(true)).all(app.db.reader()).await.expect("reads");
        let due_at = app.clock.now_ms() + 1;
        for row in &cases {
            let which = WhichCase {
                case_id: row.id,
                submission_id: (row.id == one.case_id).then_some(one.id),
                reader_message_id: None,
                seen_version: None,
            };
            drop(plan_move_of_case(&app.db, &actor, which, CaseAction::Feature, due_at).await.expect("answers"));
        }
        app.clock.advance(2);
        let context = app.state.settings.mail_context();
        let due = planned_moves::due(&app.db, &[]).await.expect("answers");
        assert!(due.len() > 20, "{due:?}");
        let worker = async {
            for id in due {
                planned_moves::carry_out(&app.db, &context, id).await.expect("it waits for nobody who waits for it");
            }
        };
        let (removed, ()) = tokio::join!(remove(&app.db, |_, _| {}), worker);
        assert_eq!(removed.expect("nor the other way round").len(), 33);
    }

    async fn an_urgent_word_about_a_sample_stays_here_too(app: TestApp) {
        load_all(&app).await;
        let (account, _) = app.account(Role::Moderator).await;
        notices::choose(&app.db, account, Notices::AtOnce).await.expect("kept");
        let jobs = async |sample: bool| job::Entity::find().filter(job::Column::Sample.eq(sample)).count(app.db.reader()).await.expect("counts");
        let before = (jobs(true).await, jobs(false).await);
        let message = NewMessage {
            slug: "house-of-memories".to_owned(),
            kind: MessageKind::Concern,
            written: Written { reason: "identifies-person".into(), text: "It names a child.".into(), ..Written::default() },
            key: "urgent".to_owned(),
        };
        let context = app.state.settings.mail_context();
        assert!(receive(&app.db, &context, &message).await.expect("stored"));
        // One to whoever looks after the site, one to who wants it at once.
        assert_eq!((jobs(true).await, jobs(false).await), (before.0 + 2, before.1));
    }

    async fn no_museum_waits_behind_a_sample(app: TestApp) {
        load_all(&app).await;
        let (id, _) = app.sent("Tea and objects on Tuesdays").await;
        let own = app.submission(id).await;
        assert_eq!(waiting::ahead_of(&app.db, &own).await.expect("reads"), 0);
        assert_eq!(waiting::usual(&app.db).await.expect("reads"), None);
    }

    async fn samples_move_with_a_bank_as_what_they_are(app: TestApp) {
        load_all(&app).await;
        app.index_shows_all().await;
        let visitor = app.visitor();
        let page = visitor.get("/open-data/cases.json").await.expect(200);
        let read = case_study::import::read(&page.body()).expect("it is read again");
        assert!(read.iter().all(|case| case.kept.is_some_and(|kept| kept.sample)));
        // The same file changes nothing.
        let done = imports::import(&app.db, &read, |_| {}).await.expect("stored");
        assert_eq!((done.added, done.updated, done.unchanged), (0, 0, 28));
        sample::set_state(&app.db, "house-of-memories", "taken_down").await;
        assert_eq!(standing(&app.db).await.expect("reads").samples, 33, "a moderator took it down, and it is there");
    }

    async fn no_mail_about_a_sample_is_written_as_one_that_may_leave_whatever_is_decided(app: TestApp) {
        load_all(&app).await;
        let context = app.state.settings.mail_context();
        let mut staff = Vec::new();
        for _ in 0..2 {
            let (id, _) = app.account(Role::Moderator).await;
            notices::choose(&app.db, id, Notices::AtOnce).await.unwrap();
            staff.push(id);
        }
        let ana = Actor { account_id: Some(staff[1]), roles: vec![Role::Moderator] };
        let sam = Colleague { id: staff[0], name: "Moderator 1".into() };
        for id in ["complete", "short", "came-back", "sensitive"] {
            let one = of(&app, id).await;
            let given = hand_over(&app.db, &context, &ana, one.id, one.version, &sam).await.unwrap();
            assert_eq!(given.made(), Some(true), "{id}");
        }
        let changes = Move::RequestChanges { reason: "jargon".into(), field: String::new(), message: "What is an MDT?".into() };
        let decline = Move::Decline { reason: "out-of-scope".into(), message: "A pleasure to read.".into() };
        let lives: [(&str, Vec<Move>); 5] = [
            ("complete", vec![Move::StartReview, Move::Approve, Move::Publish]),
            ("short", vec![Move::StartReview, changes]),
            ("came-back", vec![decline.clone()]),
            ("awaiting-yes", vec![Move::CallBack, decline]),
            ("sensitive", vec![Move::StartReview, Move::Withdraw]),
        ];
        for (id, moves) in lives {
            let id = of(&app, id).await.id;
            for wanted in moves {
                let by = if wanted == Move::Withdraw { Actor::submitter() } else { ana.clone() };
                app.make(id, &wanted, &by).await;
            }
        }
        let complete = of(&app, "complete").await;
        let public = store::submissions::public_side(&app.db, complete.case_id).await.unwrap();
        let message = NewMessage {
            slug: public.slug.expect("it is public"),
            kind: MessageKind::Concern,
            written: Written { reason: "identifies-person".into(), text: "It names a child.".into(), ..Written::default() },
            key: "urgent".into(),
        };
        assert!(receive(&app.db, &context, &message).await.unwrap());
        let manner = Manner::default();
        let down = move_case_and_tell(&app.db, &context, &ana, &complete, CaseAction::TakeDown, "A child", &manner).await.unwrap();
        assert!(down.made().is_some());
        // One of them did not arrive, and who reads it is told.
        let jobs = job::Entity::find().filter(job::Column::SubmissionId.eq(complete.id)).all(app.db.reader()).await.unwrap();
        let letter = jobs.iter().find(|one| one.payload.contains("complete@")).expect("a letter to its museum");
        job::Entity::update_many()
            .col_expr(job::Column::State, Expr::value("dead"))
            .col_expr(job::Column::FinishedAt, Expr::value(Some(app.db.now_ms())))
            .col_expr(job::Column::LastError, Expr::value("for good: SMTP 550"))
            .filter(job::Column::Id.eq(letter.id))
            .exec(app.db.writer())
            .await
            .unwrap();
        assert_eq!(notices::tell_of_failures(&app.db, &context).await.unwrap(), 1);

        let jobs = job::Entity::find().all(app.db.reader()).await.unwrap();
        let about = |words: &str| jobs.iter().filter(|one| one.payload.contains(words)).count();
        assert_eq!((about("Assigned to you: "), about("Urgent: "), about("An email did not arrive: ")), (4, 2, 1));
        for one in jobs {
            assert!(one.sample, "{one:?}");
        }
    }
}
