//! What is like a submission: named on its page, marked in lists, and hinted at to its museum as far as it is public.

use crate::each_database;
use crate::support::complete_case::answers_of;
use crate::support::{Page, TestApp, Visitor};
use case_study::fields::field;
use case_study::{Move, Status};
use sea_orm::EntityTrait;
use sea_orm::sea_query::Expr;
use std::collections::HashSet;
use store::entity::{case, submission};
use store::history::Actor;
use store::{mailed_links, similar};

/// Of a compiled case in the sample bank.
const TITLE: &str = "House of Memories: museum-led dementia awareness training";
const PAGE: &str = "/case-studies/house-of-memories";

/// A draft of a museum of this name.
async fn draft_of(app: &TestApp, title: &str, museum: &str) -> (i64, String) {
    let (id, reference) = app.draft(title).await;
    let section = field("museum").expect("a field").section;
    let mut answers = answers_of(section);
    for (key, answer) in &mut answers {
        if *key == "museum" {
            museum.clone_into(answer);
        }
    }
    app.answer(id, section, &answers).await;
    (id, reference)
}

async fn sent_by(app: &TestApp, title: &str, museum: &str) -> (i64, String) {
    let (id, reference) = draft_of(app, title, museum).await;
    app.send(id).await;
    (id, reference)
}

async fn publish(app: &TestApp, id: i64) {
    for wanted in [Move::StartReview, Move::Approve, Move::Publish] {
        app.make(id, &wanted, &Actor::operator()).await;
    }
}

async fn review(app: &TestApp, reference: &str) -> Page {
    let path = format!("/moderate/cases/{reference}");
    app.moderator().await.get(&path).await.expect(200)
}

/// Address and reasons of each that is named.
fn named(page: &Page) -> Vec<(String, String)> {
    let links = page.select("ul.similar > li a");
    let reasons = page.select("ul.similar > li p.meta");
    assert_eq!(links.len(), reasons.len(), "{page:?}");
    links
        .iter()
        .zip(&reasons)
        .map(|(link, reasons)| {
            (
                link.attr("href").expect("an address"),
                reasons.text().to_owned(),
            )
        })
        .collect()
}

async fn marked(app: &TestApp, ids: &[i64]) -> HashSet<i64> {
    similar::marks(&app.db, ids)
        .await
        .expect("the database answers")
}

/// Lets a browser write one more submission.
async fn unlock(app: &TestApp, museum: &Visitor, id: i64) {
    let tx = app.db.begin().await.expect("a transaction");
    let token = mailed_links::issue_link(&tx, id).await.expect("a link");
    let code = mailed_links::issue_code(&tx, id).await.expect("a code");
    tx.commit().await.expect("it is kept");
    let path = format!("/track/{token}");
    drop(museum.get(&path).await.expect(200));
    let path = format!("{path}/unlock");
    drop(museum.post(&path, &[("code", &code)]).await.expect(303));
}

each_database! {
    async fn a_copy_of_a_compiled_case_is_named_before_its_text_is_read(app: TestApp) {
        app.import_sample().await;
        let (_, reference) = sent_by(&app, TITLE, "Example Museum").await;
        let page = review(&app, &reference).await;
        let words = "Word for word the same title. Live Compiled from public sources";
        assert_eq!(named(&page), [(PAGE.to_owned(), words.to_owned())]);
        let body = page.body();
        assert!(body.find("href=\"#similar\"") < body.find("id=\"summary\""), "{page:?}");
        let button = page.one("ul.similar form button");
        assert_eq!(button.text(), format!("This is a new version of \u{201c}{TITLE}\u{201d}"));
        // Nothing like a share of a hundred is shown.
        assert!(!page.one("section[aria-labelledby=similar]").text().contains('%'), "{page:?}");
    }

    async fn twins_that_wait_name_each_other_and_no_more_than_five(app: TestApp) {
        let mut sent = Vec::new();
        for _ in 0..7 {
            sent.push(app.sent("Tea and objects").await);
        }
        let page = review(&app, &sent[0].1).await;
        let named = named(&page);
        assert_eq!(named.len(), similar::MOST, "{page:?}");
        for (href, reasons) in &named {
            assert_eq!(reasons, "Word for word the same title. A text much like this. The same museum. Waiting for review");
            assert!(sent[1..].iter().any(|(_, other)| *href == format!("/moderate/cases/{other}")), "{href}");
        }
        // What readers do not see has no new versions.
        assert!(page.select("ul.similar form").is_empty(), "{page:?}");
        for (id, _) in &sent[1..] {
            let decline = Move::Decline { reason: String::new(), message: String::new() };
            app.make(*id, &decline, &Actor::operator()).await;
        }
        let page = review(&app, &sent[0].1).await;
        assert!(page.text().contains("No other case study looks like it."), "{page:?}");
        // Of what is decided nothing is asked.
        let decided = review(&app, &sent[1].1).await;
        assert!(decided.select("#similar").is_empty(), "{decided:?}");
    }

    async fn a_title_that_is_near_and_a_museum_that_is_the_same_are_said(app: TestApp) {
        app.import_sample().await;
        let near = "House of Memories: museum led dementia training";
        let (_, reference) = sent_by(&app, near, "National Museums  LIVERPOOL (Museum of Liverpool)").await;
        let page = review(&app, &reference).await;
        assert_eq!(named(&page)[0], (PAGE.to_owned(), "A title much like this. The same museum. Live Compiled from public sources".to_owned()));
        let (_, reference) = sent_by(&app, "Songs and soup", "National Museums Liverpool (Museum of Liverpool)").await;
        let page = review(&app, &reference).await;
        assert!(named(&page).contains(&(PAGE.to_owned(), "The same museum. Live Compiled from public sources".to_owned())), "{page:?}");
    }

    async fn a_text_that_is_public_already_is_found_under_another_title_and_museum(app: TestApp) {
        app.import_sample().await;
        let (id, _) = sent_by(&app, "Tea and objects", "Example Museum").await;
        publish(&app, id).await;
        app.index_shows_all().await;
        let (_, reference) = sent_by(&app, "Walks along the harbour", "Example Gallery").await;
        let page = review(&app, &reference).await;
        assert_eq!(named(&page), [("/case-studies/tea-and-objects".to_owned(), "A text much like this. Live".to_owned())]);
    }

    async fn a_new_version_is_not_like_the_page_that_it_is_a_version_of(app: TestApp) {
        let (_, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let sam = app.moderator().await;
        let begun = sam.post(&format!("/moderate/cases/{reference}/new-version"), &[("version", "1")]).await.expect(303);
        let page = sam.follow(&begun).await.expect(200);
        assert!(named(&page).is_empty(), "{page:?}");
        let section = page.one("section[aria-labelledby=similar]");
        assert!(section.text().contains("This is a new version of a page that readers see."), "{page:?}");
        assert!(page.select("form[action$='/join']").is_empty(), "{page:?}");
    }

    async fn lists_mark_what_is_of_one_museum_or_one_title(app: TestApp) {
        app.import_sample().await;
        let (first, _) = sent_by(&app, "Tea and objects", "Example Museum").await;
        let (other, _) = sent_by(&app, "Songs and soup", "Example Gallery").await;
        let (same, _) = sent_by(&app, "Walks and words", "EXAMPLE  museum").await;
        let (twin, _) = sent_by(&app, &TITLE.to_uppercase(), "Example House").await;
        let (of_public, _) = sent_by(&app, "Prints and bread", "National Museums Liverpool (Museum of Liverpool)").await;
        let all = [first, other, same, twin, of_public];
        assert_eq!(marked(&app, &all).await, HashSet::from([first, same, twin, of_public]));
        app.make(same, &Move::Withdraw, &Actor::submitter()).await;
        assert_eq!(marked(&app, &all).await, HashSet::from([same, twin, of_public]));
        assert_eq!(marked(&app, &[]).await, HashSet::new());
        // A draft of the same museum is nobody's business yet.
        let (draft, _) = draft_of(&app, "Songs and soup", "Example Gallery").await;
        assert_eq!(marked(&app, &[other]).await, HashSet::new());
        app.send(draft).await;
        assert_eq!(marked(&app, &[other]).await, HashSet::from([other]));
    }

    async fn rows_from_before_there_were_keys_are_found_too(app: TestApp) {
        app.import_sample().await;
        let (first, _) = sent_by(&app, "Tea and objects", "Example Museum").await;
        let (same, _) = sent_by(&app, TITLE, "Example Gallery").await;
        let none = || Expr::value(None::<String>);
        submission::Entity::update_many()
            .col_expr(submission::Column::TitleKey, none())
            .col_expr(submission::Column::MuseumKey, none())
            .exec(app.db.writer())
            .await
            .unwrap();
        case::Entity::update_many().col_expr(case::Column::TitleKey, none()).exec(app.db.writer()).await.unwrap();
        assert_eq!(marked(&app, &[first, same]).await, HashSet::new());
        server::database::migrate(&app.db).await.unwrap();
        assert_eq!(marked(&app, &[first, same]).await, HashSet::from([same]));
    }

    async fn a_museum_never_hears_of_what_another_one_sent(app: TestApp) {
        let (waiting, secret) = sent_by(&app, "Tea and objects", "Example Museum").await;
        let (id, reference) = draft_of(&app, "Tea and objects", "Example Museum").await;
        let museum = app.museum_of(id, &reference).await;
        let check = format!("/submit/{reference}/check");
        let silent = |page: &Page| {
            assert!(!page.text().contains("This looks like a page that is already in the bank"), "{page:?}");
            assert!(!page.body().contains(&secret), "{page:?}");
        };
        silent(&museum.get(&check).await.expect(200));
        publish(&app, waiting).await;
        // What is public is hinted at, by its public address and nothing else.
        let page = museum.get(&check).await.expect(200);
        assert!(page.text().contains("This looks like a page that is already in the bank"), "{page:?}");
        assert_eq!(page.select("a[href='/case-studies/tea-and-objects']").len(), 1, "{page:?}");
        assert!(!page.body().contains(&secret), "{page:?}");
        let said = format!("form[action='/submit/{reference}/version-of']");
        // Another museum's page is not theirs to change.
        assert!(page.select("form[action$='/new-version']").is_empty(), "{page:?}");
        drop(app.visitor().post(&format!("/submit/{reference}/version-of"), &[("case", "tea-and-objects")]).await.expect(404));

        let back = museum.submit(&page, &said, &[]).await.expect(303);
        assert_eq!(back.location(), check);
        let page = museum.follow(&back).await.expect(200);
        assert!(page.text().contains("You said that this is a new version of a page"), "{page:?}");
        let back = museum.submit(&page, &said, &[]).await.expect(303);
        let page = museum.follow(&back).await.expect(200);
        assert!(page.text().contains("This looks like a page that is already in the bank"), "{page:?}");
        drop(museum.submit(&page, &said, &[]).await.expect(303));
        // It changes nothing but what moderators read.
        let before = app.submission(id).await;
        assert_eq!((before.status.slug(), before.base_revision_id), ("draft", None));
        app.send(id).await;
        let page = museum.get(&format!("/submit/{reference}/sent")).await.expect(200);
        assert!(page.text().contains("You said that this is a new version of a page"), "{page:?}");
        assert!(!page.body().contains(&secret), "{page:?}");
        let page = review(&app, &reference).await;
        assert!(page.text().contains("Its museum says that this is a new version of Tea and objects."), "{page:?}");
    }

    async fn what_nobody_can_be_a_version_of_is_not_kept(app: TestApp) {
        let (id, reference) = app.draft("Tea and objects").await;
        let museum = app.museum_of(id, &reference).await;
        let path = format!("/submit/{reference}/version-of");
        drop(museum.post(&path, &[("case", "no-such-page")]).await.expect(303));
        assert!(similar::said(&app.db, id).await.unwrap().is_none());
        drop(museum.post(&path, &[("casus", "x")]).await.expect(400));
        let (published, own) = app.standing_at(Status::Published, "Songs and soup").await;
        let other = app.museum_of(published, &own).await;
        drop(other.post(&format!("/submit/{own}/version-of"), &[("case", "songs-and-soup")]).await.expect(303));
        assert!(similar::said(&app.db, published).await.unwrap().is_none());
    }

    async fn whose_page_it_is_may_change_it_there(app: TestApp) {
        let (published, own) = app.standing_at(Status::Published, "Tea and objects").await;
        let (id, reference) = app.draft("Tea and objects").await;
        let museum = app.museum_of(id, &reference).await;
        let check = format!("/submit/{reference}/check");
        let change = format!("form[action='/submit/{own}/new-version']");
        assert!(museum.get(&check).await.expect(200).select(&change).is_empty());
        unlock(&app, &museum, published).await;
        let page = museum.get(&check).await.expect(200);
        let begun = museum.submit(&page, &change, &[]).await.expect(303);
        let version = museum.follow(&begun).await.expect(200);
        assert_eq!(version.one("h1").text(), "Tea and objects");
        // A new version is no news to who writes it.
        let page = museum.get(&format!("{}/check", begun.location())).await.expect(200);
        assert!(!page.text().contains("This looks like a page"), "{page:?}");
    }

    async fn rows_of_the_queue_are_marked_while_they_are_undecided(app: TestApp) {
        sent_by(&app, "Objects by the sea", "The Lantern Museum of Harbour Life").await;
        let (second, _) = sent_by(&app, "Songs and soup", "The Lantern Museum of Harbour Life").await;
        sent_by(&app, "Clay on Mondays", "The Quillifer Gallery").await;
        let sam = app.moderator().await;
        let marked = async |path: &str| {
            let queue = sam.get(path).await.expect(200);
            let rows = queue.select("tbody tr");
            rows.iter().map(|row| row.text().contains("Similar")).collect::<Vec<_>>()
        };
        assert_eq!(marked("/moderate").await, [true, true, false]);
        let decline = Move::Decline { reason: String::new(), message: String::new() };
        app.make(second, &decline, &Actor::operator()).await;
        assert_eq!(marked("/moderate").await, [false, false]);
        assert_eq!(marked("/moderate?tab=done").await, [false]);
    }
}
