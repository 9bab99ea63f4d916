//! A link for a colleague or director: it reads, it ends, and it is no mailed link.

use super::steps::{answer, begin, send, submission};
use super::tracking::link;
use crate::each_database;
use crate::support::{Page, Visitor};
use sea_orm::EntityTrait;
use store::DAY_MS;
use store::entity::access_link;

const MAKE: &str = ".stack form";

async fn make(visitor: &Visitor, reference: &str) -> Page {
    let page = visitor
        .get(&format!("/submit/{reference}/colleagues"))
        .await
        .expect(200);
    visitor.submit(&page, MAKE, &[]).await.expect(200)
}

/// The path of the link that was just made.
fn made(page: &Page) -> String {
    let address = page.one("[role=alert] .share-address").text().to_owned();
    let at = address.find("/read/").expect("a link");
    address[at..].to_owned()
}

each_database! {
    async fn it_shows_the_page_and_where_it_stands_and_no_way_to_write(app: TestApp) {
        let owner = app.visitor();
        let reference = begin(&owner, "Tea and objects", "learning@museum.example").await;
        drop(answer(&owner, &reference, "story", &[("did", "We had tea."), ("action", "later")]).await.expect(303));
        let path = made(&make(&owner, &reference).await);
        let director = app.visitor();
        let page = director.get(&path).await.expect(200);
        assert_eq!(page.header("cache-control"), "no-store, no-transform");
        assert_eq!(page.one("meta[name=robots]").attr("content").as_deref(), Some("noindex"));
        assert_eq!(page.one("h1").text(), "Tea and objects");
        assert_eq!(page.one(".banner .status").text(), "Draft");
        assert!(page.one(".case-story").text().contains("We had tea."), "{page:?}");
        assert!(page.select("main form, main button, main a[href*='/submit'], main a[href*='/track']").is_empty(), "{page:?}");
        assert!(!page.body().contains("learning@museum.example") && !page.body().contains(&reference), "{page:?}");
        // It opens nothing else, and a mailed link is none of its kind.
        let token = path.trim_start_matches("/read/");
        for elsewhere in [format!("/track/{token}"), format!("/track/{token}/preview")] {
            drop(director.get(&elsewhere).await.expect(404));
        }
        drop(director.post(&format!("/track/{token}/code"), &[]).await.expect(404));
        drop(director.get(&format!("/submit/{reference}")).await.expect(404));
        let mailed = link(&app).await.replace("/track/", "/read/");
        assert!(director.get(&mailed).await.expect(404).text().contains("Ask them for a new one."));
        let stored = access_link::Entity::find().all(app.db.reader()).await.unwrap();
        assert!(stored.iter().all(|row| row.token_hash != token), "hashed");
    }

    async fn it_follows_what_becomes_of_it(app: TestApp) {
        let owner = app.visitor();
        let reference = send(&owner).await;
        let path = made(&make(&owner, &reference).await);
        let id = submission(&app, &reference).await.id;
        let staff = store::history::Actor::operator();
        for wanted in [case_study::Move::StartReview, case_study::Move::Approve, case_study::Move::Publish] {
            app.make(id, &wanted, &staff).await;
        }
        let page = app.visitor().get(&path).await.expect(200);
        assert_eq!(page.one(".banner .status").text(), "Published");
        assert_eq!(page.one(".banner a.button").attr("href").as_deref(), Some("/case-studies/tea-and-objects-on-tuesdays"));
    }

    async fn a_press_ends_it_and_so_does_a_year(app: TestApp) {
        let owner = app.visitor();
        let reference = begin(&owner, "Tea and objects", "learning@museum.example").await;
        let page = owner.get(&format!("/submit/{reference}/colleagues")).await.expect(200);
        let first = owner.submit(&page, MAKE, &[]).await.expect(200);
        // Sent again, the same form makes the same link.
        assert_eq!(made(&owner.submit(&page, MAKE, &[]).await.expect(200)), made(&first));
        let second = made(&make(&owner, &reference).await);
        assert_ne!(second, made(&first));
        let list = owner.get(&format!("/submit/{reference}/colleagues")).await.expect(200);
        assert_eq!(list.select("tbody tr").len(), 2);
        assert!(!list.body().contains(&second), "shown once: {list:?}");
        // Somebody else's press ends nothing.
        drop(app.visitor().submit(&list, "tr:nth-child(1) form", &[]).await.expect(404));
        drop(app.visitor().get(&second).await.expect(200));
        drop(owner.submit(&list, "tr:nth-child(1) form", &[]).await.expect(303));
        drop(owner.submit(&list, "tr:nth-child(1) form", &[]).await.expect(303));
        drop(app.visitor().get(&second).await.expect(404));
        let other = made(&first);
        drop(app.visitor().get(&other).await.expect(200));
        app.clock.advance(365 * DAY_MS);
        drop(app.visitor().get(&other).await.expect(404));
    }

    async fn there_are_ten_at_most(app: TestApp) {
        let owner = app.visitor();
        let reference = begin(&owner, "Tea and objects", "learning@museum.example").await;
        let page = owner.get(&format!("/submit/{reference}/colleagues")).await.expect(200);
        for _ in 0..10 {
            drop(made(&make(&owner, &reference).await));
        }
        let full = owner.submit(&page, MAKE, &[]).await.expect(200);
        assert!(full.one(".banner").text().contains("You have 10 links"), "{full:?}");
        assert!(full.select(MAKE).is_empty(), "{full:?}");
        assert_eq!(full.select("tbody tr").len(), 10);
    }
}
