//! "Done on this computer": whoever writes without an account leaves nothing open behind.

use super::steps::{begin, form_of, key_on, send};
use super::tracking::link;
use crate::each_database;
use crate::support::Page;
use sea_orm::EntityTrait;
use store::entity::session;

const FORM: &str = "form.done-here";

fn offers_it(page: &Page) -> bool {
    page.select(FORM)
        .iter()
        .any(|form| form.text() == "Done on this computer")
}

each_database! {
    async fn the_button_stands_where_a_draft_is_open_without_an_account(app: TestApp) {
        let owner = app.visitor();
        let sent = send(&owner).await;
        let link = link(&app).await;
        let draft = begin(&owner, "Tea", "learning@museum.example").await;
        for path in [format!("/submit/{draft}"), format!("/submit/{sent}"), "/submit".to_owned(), link.clone()] {
            assert!(offers_it(&owner.get(&path).await.expect(200)), "{path}");
        }
        // Nobody who reads, whoever follows the mailed link, or is signed in.
        for path in ["/submit", link.as_str()] {
            assert!(!offers_it(&app.visitor().get(path).await.expect(200)), "{path}");
        }
        let account = app.submitter().await;
        let own = begin(&account, "Mine", "").await;
        for path in [format!("/submit/{own}"), "/submit".to_owned()] {
            assert!(!offers_it(&account.get(&path).await.expect(200)), "{path}");
        }
    }

    async fn it_closes_every_draft_of_this_browser(app: TestApp) {
        let owner = app.visitor();
        let new = owner.get("/submit/new").await.expect(200);
        let typed = [("title", "Secret tea"), ("email", "learning@museum.example")];
        let begun = owner.submit(&new, "form.form", &typed).await.expect(303);
        let other = begin(&owner, "Objects", "learning@museum.example").await;
        let page = owner.follow(&begun).await.expect(200);
        let done = owner.submit(&page, FORM, &[]).await.expect(303);
        assert_eq!((done.location(), done.header("clear-site-data")), ("/submit?done=here", "\"cache\", \"storage\""));
        assert_eq!((owner.cookie("sid"), owner.cookie("browser")), (None, None));
        let rows = session::Entity::find().all(app.db.reader()).await.unwrap();
        assert!(rows.iter().all(|row| !row.data.contains("drafts")), "{rows:?}");
        let page = owner.follow(&done).await.expect(200);
        assert_eq!(page.one(".banner-title").text(), "You are done on this computer");
        assert_eq!(page.header("cache-control"), "no-store, no-transform");
        assert!(page.select(".submit-mine").is_empty(), "{page:?}");
        for path in [begun.location().to_owned(), format!("/submit/{other}")] {
            drop(owner.get(&path).await.expect(404));
        }
        // What Back shows of the first page opens nothing for whoever comes next.
        let key = key_on(&new);
        let fields = [("title", "Secret tea"), ("email", "learning@museum.example"), ("start_key", key.as_str())];
        drop(owner.post("/submit/new", &fields).await.expect(409));
        drop(owner.get("/submit/new").await.expect(200));
        drop(owner.post("/submit/new", &fields).await.expect(409));
        drop(owner.get(begun.location()).await.expect(404));
        // Its author comes back with the link.
        let link = app.mails().await[0].links()[0].clone();
        drop(owner.get(&link).await.expect(200));
    }

    async fn who_gave_no_address_is_told_before(app: TestApp) {
        let owner = app.visitor();
        let with = begin(&owner, "Objects", "learning@museum.example").await;
        let without = begin(&owner, "Tea", "").await;
        let page = owner.get(&format!("/submit/{with}")).await.expect(200);
        let section = page.one("section[aria-labelledby=done-here]");
        assert!(section.text().contains("no email address") && section.text().contains(&without), "{page:?}");
        assert!(!section.text().contains(&with), "{page:?}");
        let links = page.select("section[aria-labelledby=done-here] a");
        assert_eq!(links[0].attr("href"), Some(format!("/submit/{without}/contact")));
        // A press elsewhere on the page does nothing.
        assert!(page.select(&form_of("/account/sign-out")).len() == 1);
    }
}
