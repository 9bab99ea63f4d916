//! A submission becomes a new version of a public case: what goes with it, what is refused, and how a museum takes a
//! compiled case over.

use crate::each_database;
use crate::sample::bank;
use crate::support::TestApp;
use crate::support::how_often::races;
use case_study::declarations::{Occasion, asked_at};
use case_study::{CaseAction, Move, RevisionKind, Role, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use store::case_transitions::{WhichCase, move_case};
use store::correspondence::{Written, write_to_us};
use store::entity::{case, event, letter, revision, submission};
use store::history::Actor;
use store::joining::{self, Joined, Target, Why};
use store::outcome::Outcome;
use store::{declarations, imports, transitions};

const SLUG: &str = "house-of-memories";
const PAGE: &str = "/case-studies/house-of-memories";
const TITLE: &str = "House of Memories: museum-led dementia awareness training";
const COMPILED: &str = "Compiled from public sources";
const CONFIRM: &str = "form.actions";

async fn case_at(app: &TestApp, slug: &str) -> case::Model {
    let row = case::Entity::find()
        .filter(case::Column::Slug.eq(slug))
        .one(app.db.reader())
        .await;
    row.expect("the database").expect("the case")
}

async fn case_of(app: &TestApp, id: i64) -> case::Model {
    let case_id = app.submission(id).await.case_id;
    let row = case::Entity::find_by_id(case_id).one(app.db.reader()).await;
    row.expect("the database").expect("the case")
}

/// The texts of a case: number, kind and whose they are.
async fn texts(app: &TestApp, case_id: i64) -> Vec<(i64, String, Option<i64>)> {
    let rows = revision::Entity::find()
        .filter(revision::Column::CaseId.eq(case_id))
        .order_by_asc(revision::Column::Number)
        .all(app.db.reader())
        .await
        .unwrap();
    rows.into_iter()
        .map(|row| (row.number, row.kind, row.submission_id))
        .collect()
}

async fn target(app: &TestApp, words: &str) -> Target {
    let found = joining::target(&app.db, words).await.unwrap();
    found.unwrap_or_else(|| panic!("nothing at {words}"))
}

/// Joins under the version that stands now.
async fn join(app: &TestApp, id: i64, case_id: i64) -> Joined {
    let version = app.submission(id).await.version;
    let (account, _) = app.account(Role::Moderator).await;
    let actor = Actor {
        account_id: Some(account),
        roles: vec![Role::Moderator],
    };
    joining::join(&app.db, &actor, id, version, case_id)
        .await
        .expect("the database answers")
}

fn is_done(joined: &Joined) -> bool {
    matches!(joined, Joined::Done(_))
}

async fn take_down(app: &TestApp, case_id: i64) {
    let which = WhichCase {
        case_id,
        submission_id: None,
        reader_message_id: None,
        seen_version: None,
    };
    let down = move_case(
        &app.db,
        &Actor::operator(),
        which,
        CaseAction::TakeDown,
        "Asked to",
    )
    .await;
    assert!(down.unwrap().made().is_some());
}

each_database! {
    async fn a_museums_own_case_takes_the_place_of_the_compiled_one_under_its_address(app: TestApp) {
        let all = app.import_sample().await;
        let before = case_at(&app, SLUG).await;
        let (id, reference) = app.standing_at(Status::InReview, TITLE).await;
        let key = store::fresh_token();
        let wrote = write_to_us(&app.db, &Actor::submitter(), id, &key, "This page is ours.").await;
        assert_eq!(wrote.unwrap(), Written::Written);
        let own = case_of(&app, id).await;
        let was = app.submission(id).await;
        let given = declarations::of_submission(app.db.reader(), id).await.unwrap();

        let sam = app.moderator().await;
        let review = format!("/moderate/cases/{reference}");
        let page = sam.get(&review).await.expect(200);
        // The first press asks, and changes nothing.
        let question = sam.submit(&page, "ul.similar form", &[]).await.expect(200);
        assert_eq!(question.one("h1").text(), "Make it a new version");
        for words in [
            "Readers see that page as it is until you publish this one.",
            "at the same address: /case-studies/house-of-memories",
            "It no longer says that it was compiled from public sources.",
            "The museums have different names",
            "No one is emailed.",
        ] {
            assert!(question.text().contains(words), "{words}: {question:?}");
        }
        assert_eq!(app.submission(id).await.version, was.version);
        let mails = app.mails().await.len();
        let done = sam.submit(&question, CONFIRM, &[]).await.expect(303);
        let page = sam.follow(&done).await.expect(200);
        assert!(page.one("[role=alert]").text().contains("It is a new version now"), "{page:?}");
        assert!(page.text().contains("Made this a version of a public case study"), "{page:?}");
        assert!(page.text().contains("This page is ours."), "{page:?}");
        assert_eq!(app.mails().await.len(), mails);

        let now = app.submission(id).await;
        assert_eq!((now.case_id, now.base_revision_id, &now.status), (before.id, before.published_revision_id, &was.status));
        assert_eq!(now.version, was.version + 1);
        assert!(case::Entity::find_by_id(own.id).one(app.db.reader()).await.unwrap().is_none());
        let imported = RevisionKind::AsImported.slug().to_owned();
        let submitted = RevisionKind::AsSubmitted.slug().to_owned();
        assert_eq!(texts(&app, before.id).await, [(1, imported, None), (2, submitted, Some(id))]);
        for row in letter::Entity::find().all(app.db.reader()).await.unwrap() {
            assert_eq!(row.case_id, before.id);
        }
        let events = event::Entity::find().filter(event::Column::SubmissionId.eq(id)).all(app.db.reader()).await.unwrap();
        assert!(events.iter().all(|row| row.case_id == Some(before.id)), "{events:?}");
        assert_eq!(events.iter().filter(|row| row.action == "join").count(), 1);
        assert_eq!(declarations::of_submission(app.db.reader(), id).await.unwrap().len(), given.len());
        // Readers see nothing of it yet.
        let reader = app.visitor();
        assert!(reader.get(PAGE).await.expect(200).text().contains(COMPILED));
        let untouched = case_at(&app, SLUG).await;
        assert_eq!((untouched.version, untouched.changed_in, untouched.origin), (before.version, before.changed_in, before.origin.clone()));

        for wanted in [Move::Approve, Move::Publish] {
            app.make(id, &wanted, &Actor::operator()).await;
        }
        app.index_shows_all().await;
        let after = case_at(&app, SLUG).await;
        assert_eq!((after.id, after.published_at, after.origin.as_str()), (before.id, before.published_at, "submitted"));
        assert_eq!(after.imported_revision_id, before.imported_revision_id);
        assert_ne!(after.published_revision_id, before.published_revision_id);
        assert_ne!(after.museum_id, before.museum_id);
        let page = reader.get(PAGE).await.expect(200);
        assert!(page.text().contains("Link workers at two surgeries"), "{page:?}");
        assert!(!page.text().contains(COMPILED) && !page.text().contains("not submitted by the museum"), "{page:?}");
        let json = reader.get(&format!("{PAGE}.json")).await.expect(200).json();
        assert_eq!((json["compiled_from_public_sources"].as_bool(), json["museum"].as_str()), (Some(false), Some("Example Museum")));
        let api = reader.get(&format!("/api/v1/case-studies/{SLUG}")).await.expect(200).json();
        assert_eq!(api["museum"].as_str(), Some("Example Museum"));
        let list = reader.get("/api/v1/case-studies").await.expect(200).json();
        assert_eq!(list["total"].as_u64(), u64::try_from(all).ok());
        let feed = reader.get("/case-studies.atom").await.expect(200).body();
        let entry = feed.split("<entry>").find(|entry| entry.contains(PAGE)).expect("an entry");
        assert!(!entry.contains("from public sources"), "{entry}");
        let record = reader.get(&format!("/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:{SLUG}")).await.expect(200).body();
        assert!(record.contains("Example Museum") && !record.contains("ompiled from public sources"), "{record}");

        // An import leaves it and names it, and goes on with the others.
        let mut cases = bank();
        for case in &mut cases {
            case.content.summary = "Corrected in the file.".into();
        }
        let again = imports::import(&app.db, &cases, |_| {}).await.expect("stored");
        assert_eq!((again.updated, &again.left[..]), (cases.len() - 1, &[SLUG.to_owned()][..]));
        assert!(reader.get(PAGE).await.expect(200).text().contains("Link workers at two surgeries"));
        let bank_page = sam.get("/moderate/bank/house-of-memories").await.expect(303);
        assert_eq!(bank_page.location(), review);
    }

    async fn what_another_museum_published_becomes_the_earlier_version(app: TestApp) {
        let (first, earlier) = app.standing_at(Status::Published, "Tea and objects").await;
        let case_id = app.submission(first).await.case_id;
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects again").await;
        let sam = app.moderator().await;
        let path = format!("/moderate/cases/{reference}/join");
        let version = app.submission(id).await.version.to_string();
        // By the reference of what readers see, as somebody types it.
        let named = format!(" {} ", earlier.to_lowercase());
        let typed = [("version", version.as_str()), ("case", named.as_str())];
        let question = sam.post(&path, &typed).await.expect(200);
        assert!(question.text().contains(&format!("is kept as an earlier version: {earlier}")), "{question:?}");
        drop(sam.submit(&question, CONFIRM, &[]).await.expect(303));
        for wanted in [Move::Approve, Move::Publish] {
            app.make(id, &wanted, &Actor::operator()).await;
        }
        assert_eq!(app.submission(first).await.status, Status::Replaced);
        assert_eq!(case_at(&app, "tea-and-objects").await.id, case_id);
        assert!(app.visitor().get("/case-studies/tea-and-objects").await.expect(200).text().contains("Tea and objects again"));
    }

    async fn a_page_is_named_by_its_address_or_its_reference(app: TestApp) {
        app.import_sample().await;
        let (_, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        for words in [SLUG, PAGE, " /case-studies/house-of-memories/ ", "https://bank.example/case-studies/house-of-memories"] {
            let found = target(&app, words).await;
            assert_eq!((found.slug.as_str(), found.compiled, found.published), (SLUG, true, None), "{words}");
        }
        let found = target(&app, &reference).await;
        assert_eq!((found.slug.as_str(), found.compiled, found.published), ("tea-and-objects", false, Some(reference)));
        for words in ["", "/", "no-such-page", "WB-2222-2222"] {
            assert_eq!(joining::target(&app.db, words).await.unwrap(), None, "{words}");
        }
    }

    async fn what_is_no_page_is_said_and_what_was_typed_is_kept(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let sam = app.moderator().await;
        let version = app.submission(id).await.version.to_string();
        let path = format!("/moderate/cases/{reference}/join");
        for sure in ["", "yes"] {
            let fields = [("version", version.as_str()), ("case", "no such <b>page</b>"), ("sure", sure)];
            let page = sam.post(&path, &fields).await.expect(422);
            assert_eq!(page.value("case").as_deref(), Some("no such <b>page</b>"));
            assert!(page.text().contains("There is no such page."), "{page:?}");
        }
        assert!(sam.post(&path, &[("case", "tea")]).await.expect(400).text().contains("not one of this page"));
        assert_eq!(app.submission(id).await.version.to_string(), version);
    }

    async fn each_refusal_says_why_and_changes_nothing(app: TestApp) {
        app.import_sample().await;
        let compiled = case_at(&app, SLUG).await.id;
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let own = app.submission(id).await.case_id;
        let sam = app.moderator().await;
        let refused = async |slug: &str, words: &str| {
            let before = app.submission(id).await;
            for sure in ["", "yes"] {
                let version = before.version.to_string();
                let fields = [("version", version.as_str()), ("case", slug), ("sure", sure)];
                let page = sam.post(&format!("/moderate/cases/{reference}/join"), &fields).await.expect(409);
                assert_eq!(page.one("h1").text(), "That cannot be done now");
                assert!(page.text().contains(words) && page.text().contains("Nothing was changed."), "{words}: {page:?}");
            }
            let after = app.submission(id).await;
            assert_eq!((after.case_id, after.version, after.base_revision_id), (before.case_id, before.version, before.base_revision_id));
            assert!(case::Entity::find_by_id(own).one(app.db.reader()).await.unwrap().is_some());
        };
        refused(&reference, "It is a version of that page already.").await;
        let (_, other) = app.sent("Songs and soup").await;
        refused(&other, "Readers do not see \u{201c}Songs and soup\u{201d}.").await;
        // Another version of it is under review.
        let (second, in_the_way) = app.standing_at(Status::InReview, "Walks and words").await;
        assert!(is_done(&join(&app, second, compiled).await));
        refused(SLUG, &format!("is under review: {in_the_way}.")).await;
        app.make(second, &Move::Withdraw, &Actor::submitter()).await;
        // A sample never stands in the place of a page that is none.
        let sample = |yes: bool| case::Entity::update_many().col_expr(case::Column::Sample, Expr::value(yes)).filter(case::Column::Id.eq(own));
        sample(true).exec(app.db.writer()).await.unwrap();
        refused(SLUG, "This is a sample").await;
        sample(false).exec(app.db.writer()).await.unwrap();
        take_down(&app, compiled).await;
        refused(SLUG, "was taken down.").await;
        // Its own page was public.
        for wanted in [Move::Approve, Move::Publish] {
            app.make(id, &wanted, &Actor::operator()).await;
        }
        let begun = sam.post(&format!("/moderate/cases/{reference}/new-version"), &[("version", "1")]).await.expect(303);
        let newer = begun.location().rsplit('/').next().expect("a reference").to_owned();
        let fields = [("version", "1"), ("case", "azure-ireland"), ("sure", "yes")];
        let page = sam.post(&format!("/moderate/cases/{newer}/join"), &fields).await.expect(409);
        assert!(page.text().contains("Readers have seen this case study at an address of its own."), "{page:?}");
    }

    async fn what_was_never_sent_is_no_page_to_join(app: TestApp) {
        let (_, draft) = app.standing_at(Status::Draft, "Nobody was told").await;
        assert_eq!(joining::target(&app.db, &draft).await.unwrap(), None);
        let (_, sent) = app.sent("Songs and soup").await;
        assert_eq!(target(&app, &sent).await.title, "Songs and soup");
    }

    async fn only_what_is_under_review_is_joined_and_under_the_version_that_was_seen(app: TestApp) {
        app.import_sample().await;
        let compiled = case_at(&app, SLUG).await.id;
        for status in [Status::Declined, Status::Withdrawn, Status::Lapsed] {
            let (id, _) = app.standing_at(status, "Songs and soup").await;
            assert_eq!(join(&app, id, compiled).await, Joined::Not(Outcome::NotAllowed), "{status:?}");
        }
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let ana = app.moderator().await;
        let page = ana.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        let typed = [("case", SLUG), ("sure", "yes")];
        let form = "section[aria-labelledby=similar] details form";
        app.make(id, &Move::Approve, &Actor::operator()).await;
        let late = ana.submit(&page, form, &typed).await.expect(409);
        assert!(late.text().contains("Someone else was faster"), "{late:?}");
        assert_eq!(app.submission(id).await.base_revision_id, None);
        // Its museum may not.
        let version = app.submission(id).await.version;
        let museum = joining::join(&app.db, &Actor::submitter(), id, version, compiled).await.unwrap();
        assert_eq!(museum, Joined::Not(Outcome::NotAllowed));
        assert!(is_done(&join(&app, id, compiled).await));
    }

    async fn it_stays_where_it_stood_in_every_status_and_a_yes_still_counts(app: TestApp) {
        app.import_sample().await;
        let slugs = ["house-of-memories", "museums-on-prescription", "heritage-in-hospitals", "not-so-grim-up-north", "azure-ireland"];
        let statuses = [Status::Submitted, Status::InReview, Status::ChangesRequested, Status::AwaitingYes, Status::Approved];
        for (slug, status) in slugs.into_iter().zip(statuses) {
            let (id, reference) = app.standing_at(status, "Tea and objects").await;
            let compiled = case_at(&app, slug).await.id;
            assert!(is_done(&join(&app, id, compiled).await), "{status:?}");
            assert_eq!(app.submission(id).await.status, status);
            // Its museum opens it as before.
            let museum = app.museum_of(id, &reference).await;
            drop(museum.get(&format!("/submit/{reference}")).await.expect(200));
            if status == Status::AwaitingYes {
                let page = museum.get(&format!("/submit/{reference}/page")).await.expect(200);
                let ticks = asked_at(Occasion::Yes).map(|one| ("declarations", one.key));
                let yes: Vec<_> = ticks.chain([("action", "yes")]).collect();
                drop(museum.submit(&page, ".yes-answers form", &yes).await.expect(303));
                assert_eq!(app.submission(id).await.status, Status::Approved);
                app.make(id, &Move::Publish, &Actor::operator()).await;
                assert_eq!(case_at(&app, slug).await.origin, "submitted");
            }
        }
    }

    async fn a_claim_says_how_to_give_the_page_to_its_museum(app: TestApp) {
        app.import_sample().await;
        let (_, reference) = app.sent(TITLE).await;
        let reader = app.visitor();
        let form = reader.get(&format!("{PAGE}/claim")).await.expect(200);
        let claim = [("kind", "claim"), ("name", "Learning team"), ("email", "us@museum.example"), ("text", "It is ours, and it has ended.")];
        drop(reader.submit(&form, "main form", &claim).await.expect(303));
        let sam = app.moderator().await;
        let list = sam.get("/moderate/messages").await.expect(200);
        let message = list.one("tbody th a").attr("href").expect("an address");
        let page = sam.get(&message).await.expect(200);
        assert!(page.text().contains("To give the page to its museum"), "{page:?}");
        assert_eq!(page.select(&format!("a[href='/moderate/cases/{reference}']")).len(), 1, "{page:?}");
    }

    async fn of_two_that_join_one_case_at_once_one_does(app: TestApp) {
        app.import_sample().await;
        let compiled = case_at(&app, SLUG).await.id;
        for round in 0..races(5) {
            let (one, _) = app.standing_at(Status::InReview, "Tea and objects").await;
            let (other, _) = app.standing_at(Status::InReview, "Songs and soup").await;
            let (first, second) = tokio::join!(join(&app, one, compiled), join(&app, other, compiled));
            // One is a version of it; the other is told which one is in the way, and is as it was.
            assert_eq!(usize::from(is_done(&first)) + usize::from(is_done(&second)), 1, "round {round}: {first:?} {second:?}");
            let (won, lost, refused) = if is_done(&first) { (one, other, second) } else { (other, one, first) };
            let reference = app.submission(won).await.reference;
            assert_eq!(refused, Joined::Refused(Why::InTheWay { reference }), "round {round}");
            assert_ne!(app.submission(lost).await.case_id, compiled, "round {round}");
            app.make(won, &Move::Withdraw, &Actor::submitter()).await;
        }
    }

    async fn joining_against_a_withdrawal(app: TestApp) {
        app.import_sample().await;
        let compiled = case_at(&app, SLUG).await.id;
        let (mut withdrawn_first, mut joined_first) = (0, 0);
        for round in 0..races(5) {
            let (id, _) = app.standing_at(Status::InReview, "Tea and objects").await;
            let own = app.submission(id).await.case_id;
            let (context, museum) = (app.state.settings.mail_context(), Actor::submitter());
            let withdraw = transitions::apply(&app.db, &context, &museum, id, None, &[Move::Withdraw]);
            let (joined, withdrawn) = tokio::join!(join(&app, id, compiled), withdraw);
            // Its museum always gets what it asks for.
            assert!(withdrawn.unwrap().made().is_some(), "round {round}");
            let now = app.submission(id).await;
            assert_eq!(now.status, Status::Withdrawn, "round {round}");
            if is_done(&joined) {
                // It was a version of the page first, and is a withdrawn one.
                assert_eq!(now.case_id, compiled, "round {round}");
                joined_first += 1;
            } else {
                // It is as it was; who pressed is told, or is at a page that is closed.
                let told = matches!(joined, Joined::Not(Outcome::Overtaken(_) | Outcome::NotAllowed));
                assert!(told, "round {round}: {joined:?}");
                assert_eq!((now.case_id, now.base_revision_id), (own, None), "round {round}");
                withdrawn_first += 1;
            }
            // Readers see the compiled page, whatever happened.
            assert_eq!(case_at(&app, SLUG).await.origin, "compiled", "round {round}");
        }
        eprintln!("{joined_first} joined first, {withdrawn_first} withdrawn first");
    }

    async fn joining_against_the_publication_of_another_version(app: TestApp) {
        let (mut in_the_way, mut joined) = (0, 0);
        for round in 0..races(5) {
            let (public, _) = app.standing_at(Status::Published, &format!("Tea and objects {round}")).await;
            let case_id = app.submission(public).await.case_id;
            let (other, other_reference) = app.standing_at(Status::Approved, "Songs and soup").await;
            assert!(is_done(&join(&app, other, case_id).await), "round {round}");
            let (id, _) = app.standing_at(Status::InReview, "Walks and words").await;
            let (context, staff) = (app.state.settings.mail_context(), Actor::operator());
            let publish = transitions::apply(&app.db, &context, &staff, other, None, &[Move::Publish]);
            let (outcome, published) = tokio::join!(join(&app, id, case_id), publish);
            // The publication is made in any case.
            assert!(published.unwrap().made().is_some(), "round {round}");
            assert_eq!(app.submission(other).await.status, Status::Published, "round {round}");
            let row = case_of(&app, other).await;
            let now = app.submission(id).await;
            if is_done(&outcome) {
                // It came after, and starts from what was published.
                assert_eq!((now.case_id, now.base_revision_id), (case_id, row.published_revision_id), "round {round}");
                joined += 1;
            } else {
                // It came before, and was told which version to finish first.
                assert_eq!(outcome, Joined::Refused(Why::InTheWay { reference: other_reference }), "round {round}");
                assert_eq!(now.base_revision_id, None, "round {round}");
                assert!(is_done(&join(&app, id, case_id).await), "round {round}");
            }
            in_the_way += usize::from(!is_done(&outcome));
            let numbers: Vec<i64> = texts(&app, case_id).await.into_iter().map(|(number, ..)| number).collect();
            let count = i64::try_from(numbers.len()).unwrap();
            assert_eq!(numbers, (1..=count).collect::<Vec<_>>(), "round {round}");
            assert_eq!(submission::Entity::find().filter(submission::Column::CaseId.eq(case_id)).all(app.db.reader()).await.unwrap().len(), 3);
        }
        eprintln!("{joined} joined after it, {in_the_way} were told to wait");
    }
}
