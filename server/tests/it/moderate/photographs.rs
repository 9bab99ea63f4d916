//! What staff change of photographs: the words beside them, and how much of each is shown.

use crate::each_database;
use crate::submit::pictures::{PUBLIC, publish, rows, shown, with_two};
use crate::submit::sending::moderate;
use crate::submit::steps::{declare, submission};
use crate::support::{TestApp, Visitor};
use case_study::{EditWeight, EventKind, Move};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::entity::event;

impl TestApp {
    /// Sends one with two photographs and begins its review: its reference, and whoever wrote it.
    async fn two_in_review(&self) -> (String, Visitor) {
        let owner = self.visitor();
        let reference = with_two(&owner).await;
        drop(declare(&owner, &reference).await.expect(303));
        moderate(self, &reference, Move::StartReview).await;
        (reference, owner)
    }
}

/// Where the photographs of a submission are edited, in their order.
async fn edit_pages(moderator: &Visitor, reference: &str) -> Vec<String> {
    let review = moderator
        .get(&format!("/moderate/cases/{reference}"))
        .await
        .expect(200);
    let links = review.select(".case-photos a[href*='/edit/pictures/']");
    links.iter().filter_map(|link| link.attr("href")).collect()
}

each_database! {
    async fn words_are_added_and_a_part_is_cut_out_and_both_are_marked_as_ours(app: TestApp) {
        let (reference, _owner) = app.two_in_review().await;
        let sam = app.moderator().await;
        let before = content_of(&app, &reference).await;
        let pages = edit_pages(&sam, &reference).await;
        assert_eq!(pages.len(), 2);
        let form = sam.get(&pages[1]).await.expect(200);
        assert!(form.text().contains("People can be recognised, and nothing says that they agreed"), "{form:?}");
        let typed = [
            ("alternative", "Five people at a long table, from behind"),
            ("caption", "The <b>first</b> morning"),
            ("left", "10"),
            ("bottom", "20 %"),
            ("weight", EditWeight::Form.slug()),
        ];
        drop(sam.submit(&form, "form.edit-form", &typed).await.expect(303));

        let after = content_of(&app, &reference).await;
        assert_eq!(after.pictures[0], before.pictures[0]);
        let (whole, part) = (&before.pictures[1], &after.pictures[1]);
        assert_ne!(part.blob, whole.blob);
        // It stood upright: 300 by 400.
        assert_eq!((whole.width, whole.height, part.width, part.height), (300, 400, 270, 320));
        assert_eq!((part.alternative.as_str(), part.caption.as_str()), ("Five people at a long table, from behind", "The <b>first</b> morning"));
        assert_eq!((&part.people, part.agreed, part.children, &part.licence), (&whole.people, whole.agreed, whole.children, &whole.licence));
        let review = sam.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        assert!(review.one(".case-photos").text().contains("Written by us"), "{review:?}");
        for source in shown(&review, ".case-photos img") {
            drop(sam.get(&source).await.expect(200));
        }
        let edits = event::Entity::find().filter(event::Column::Action.eq(EventKind::Edit.slug()));
        assert_eq!(edits.all(app.db.reader()).await.unwrap().len(), 1);

        // The page of what is not there any more: nothing is saved, and what was typed is given back.
        let late = sam.submit(&form, "form.edit-form", &typed).await.expect(409);
        assert_eq!(late.value("caption").as_deref(), Some("The <b>first</b> morning"));
        assert!(late.select("form.edit-form button").is_empty(), "{late:?}");
    }

    async fn what_cannot_be_is_said_at_its_box_and_every_word_kept(app: TestApp) {
        let (reference, _owner) = app.two_in_review().await;
        let (sam, kim) = (app.moderator().await, app.moderator().await);
        let before = content_of(&app, &reference).await;
        let pages = edit_pages(&sam, &reference).await;
        let form = sam.get(&pages[0]).await.expect(200);
        let wrong = [("caption", "Tea & clay"), ("left", "a third"), ("top", "80"), ("bottom", "10")];
        let refused = sam.submit(&form, "form.edit-form", &wrong).await.expect(422);
        assert_eq!(refused.select("#error-summary li").len(), 2, "{refused:?}");
        assert_eq!((refused.value("caption").as_deref(), refused.value("left").as_deref()), (Some("Tea & clay"), Some("a third")));
        let narrow = [("caption", "Tea & clay"), ("left", "0"), ("top", "80"), ("bottom", "10"), ("weight", "form")];
        let refused = sam.submit(&form, "form.edit-form", &narrow).await.expect(422);
        assert!(refused.one("#error-summary").text().contains("Too little of it is left"), "{refused:?}");
        assert_eq!(content_of(&app, &reference).await, before);

        // A colleague was faster.
        let other = kim.get(&pages[1]).await.expect(200);
        drop(kim.submit(&other, "form.edit-form", &[("credit", "Kim"), ("weight", "form")]).await.expect(303));
        let late = sam.submit(&form, "form.edit-form", &[("caption", "Tea & clay"), ("weight", "form")]).await.expect(409);
        assert_eq!(late.value("caption").as_deref(), Some("Tea & clay"));
        drop(sam.submit(&late, "form.edit-form", &[]).await.expect(303));
        let after = content_of(&app, &reference).await;
        assert_eq!((after.pictures[0].caption.as_str(), after.pictures[1].credit.as_str()), ("Tea & clay", "Kim"));

        // Nobody else gets there, and no museum.
        drop(app.visitor().get(&pages[0]).await.expect(303));
        drop(sam.get(&format!("{}0", &pages[0][..pages[0].len() - 1])).await.expect(404));
    }

    async fn when_consent_ends_every_part_of_a_photograph_is_gone(app: TestApp) {
        let owner = app.visitor();
        let reference = with_two(&owner).await;
        publish(&app, &owner, &reference).await;
        let sam = app.moderator().await;
        let pages = edit_pages(&sam, &reference).await;
        let form = sam.get(&pages[0]).await.expect(200);
        assert!(form.text().contains("readers see what you save at once"), "{form:?}");
        drop(sam.submit(&form, "form.edit-form", &[("right", "25"), ("weight", "protection")]).await.expect(303));
        app.index_shows_all().await;
        let page = app.visitor().get(PUBLIC).await.expect(200);
        assert_eq!(page.one(".case-picture img").attr("width").as_deref(), Some("1050"));
        let sources = shown(&page, ".case img.photo");
        drop(app.visitor().get(&sources[0]).await.expect(200));

        // The museum's own page names the whole; the part goes with it.
        let id = submission(&app, &reference).await.id;
        let (sent, _) = store::submissions::text_as_sent(app.db.reader(), id).await.unwrap().expect("it was sent");
        let end = format!("/submit/{reference}/pictures/end");
        drop(owner.post(&end, &[("blob", &sent.pictures[0].blob)]).await.expect(303));
        app.index_shows_all().await;
        drop(app.visitor().get(&sources[0]).await.expect(404));
        assert_eq!(shown(&app.visitor().get(PUBLIC).await.expect(200), ".case img.photo"), &sources[1..]);
        assert_eq!(rows(&app).await.iter().filter(|row| row.consent_ended_at.is_some()).count(), 2);
    }
}

/// The newest text.
async fn content_of(app: &TestApp, reference: &str) -> case_study::CaseStudyContent {
    let row = submission(app, reference).await;
    store::submissions::current_content(app.db.reader(), &row)
        .await
        .unwrap()
}
