//! The page as readers will see it, before they do.

use super::sending::moderate;
use super::steps::{answer, begin, declare, fill, send, submission};
use super::tracking::link;
use crate::each_database;
use crate::support::Page;
use case_study::{Answers, EditWeight, Move, Status};

fn is_for_one_person_only(page: &Page) {
    assert_eq!(page.header("cache-control"), "no-store, no-transform");
    assert_eq!(
        page.one("meta[name=robots]").attr("content").as_deref(),
        Some("noindex")
    );
}

each_database! {
    async fn a_draft_is_shown_to_who_writes_it_at_any_time(app: TestApp) {
        let owner = app.visitor();
        let reference = begin(&owner, "Tea and objects", "learning@museum.example").await;
        let path = format!("/submit/{reference}/preview");
        let list = owner.get(&format!("/submit/{reference}")).await.expect(200);
        assert_eq!(list.select(&format!("a[href='{path}']")).len(), 1);
        let page = owner.get(&path).await.expect(200);
        is_for_one_person_only(&page);
        assert_eq!(page.one("h1").text(), "Tea and objects");
        assert_eq!(page.one(".case-summary").text(), "The summary is not written yet.");
        let story: Vec<String> = page.select(".case-story > *").iter().map(|one| one.text().to_owned()).collect();
        let unwritten = "Not written yet";
        assert_eq!(story, ["Why", unwritten, "What they did", unwritten, "What changed", unwritten]);
        assert!(page.one(".banner").text().contains("Readers cannot see this page."), "{page:?}");

        drop(answer(&owner, &reference, "story", &[("did", "We had <b>tea</b>."), ("action", "later")]).await.expect(303));
        let page = owner.get(&path).await.expect(200);
        assert!(page.one(".case-story").text().contains("We had <b>tea</b>."), "{page:?}");
        // Its link reads what was sent, and nothing was.
        let tracked = link(&app).await;
        let turned_away = app.visitor().get(&format!("{tracked}/preview")).await.expect(303);
        assert_eq!(turned_away.location(), tracked);
        drop(app.visitor().get(&path).await.expect(404));
        drop(app.moderator().await.get(&path).await.expect(404));
        drop(app.visitor().get("/track/x/preview").await.expect(404));
    }

    async fn it_is_the_page_that_readers_get(app: TestApp) {
        let owner = app.visitor();
        let reference = begin(&owner, "Tea & objects on Tuesdays", "learning@museum.example").await;
        fill(&owner, &reference).await;
        let warned = [("content_notes", "bereavement-or-baby-loss"), ("action", "later")];
        drop(answer(&owner, &reference, "contact", &warned).await.expect(303));
        drop(declare(&owner, &reference).await.expect(303));
        let before = owner.get(&format!("/submit/{reference}/preview")).await.expect(200);
        let followed = app.visitor().get(&format!("{}/preview", link(&app).await)).await.expect(200);
        is_for_one_person_only(&followed);
        // A content note takes two people.
        for wanted in [Move::StartReview, Move::Second, Move::Approve, Move::Publish] {
            moderate(&app, &reference, wanted).await;
        }
        let public = app.visitor().get("/case-studies/tea-and-objects-on-tuesdays").await.expect(200);
        let texts = |page: &Page, css: &str| page.select(css).iter().map(|one| one.text().to_owned()).collect::<Vec<_>>();
        for part in [".case-head", ".case-note", ".case-summary", ".in-short", ".case-story", ".case-facts"] {
            let drawn = texts(&public, part);
            assert!(!drawn.is_empty(), "{part}: {public:?}");
            assert_eq!(texts(&before, part), drawn, "{part}");
            assert_eq!(texts(&followed, part), drawn, "{part}");
        }
        for nowhere in ["#share", "#cite", "#ask", "#about-this-page", "#related", ".paper-head"] {
            assert!(before.select(nowhere).is_empty(), "{nowhere}: {before:?}");
        }
        assert!(before.select("a[href*='/case-studies/tea']").is_empty(), "{before:?}");
        assert!(!before.body().contains("learning@museum.example"), "{before:?}");
    }

    async fn what_is_not_sent_and_what_moderators_have_in_hand_stays_theirs(app: TestApp) {
        let owner = app.visitor();
        let reference = send(&owner).await;
        let own = format!("/submit/{reference}/preview");
        let tracked = format!("{}/preview", link(&app).await);
        moderate(&app, &reference, Move::StartReview).await;
        let sam = app.moderator().await;
        let review = sam.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        let of_staff = format!("/moderate/cases/{reference}/preview");
        assert!(!review.select(&format!("a[href='{of_staff}']")).is_empty(), "{review:?}");

        let now = submission(&app, &reference).await;
        let content = store::submissions::current_content(app.db.reader(), &now).await.unwrap();
        let mut answers = Answers::of(&content, case_study::tags::tag_fields());
        answers.set("themes", vec!["mental-health".into()]);
        let (operator, tags) = (store::history::Actor::operator(), case_study::tags::tag_fields());
        let tagged = app.mend(&operator, now.id, now.version, &answers, tags, EditWeight::Form).await;
        assert!(tagged.made().is_some());
        let themes = |page: &Page| page.one(".case-end").text().contains("Mental health");
        let staff = sam.get(&of_staff).await.expect(200);
        is_for_one_person_only(&staff);
        assert!(themes(&staff), "{staff:?}");
        for path in [&own, &tracked] {
            assert!(!themes(&owner.get(path).await.expect(200)), "{path}");
        }

        let changes = Move::RequestChanges { reason: "evidence-gap".into(), field: "changed".into(), message: "How many?".into() };
        moderate(&app, &reference, changes).await;
        drop(answer(&owner, &reference, "care", &[("team_care", "Quillifer"), ("action", "later")]).await.expect(303));
        assert!(owner.get(&own).await.expect(200).text().contains("Quillifer"));
        assert!(!app.visitor().get(&tracked).await.expect(200).text().contains("Quillifer"));
        assert!(!sam.get(&of_staff).await.expect(200).text().contains("Quillifer"));
        assert_eq!(submission(&app, &reference).await.status, Status::ChangesRequested);
    }
}
