//! A session that ended: whatever was pressed, what was typed or ticked is given back, with the way on.

use super::steps::{all_declared, begin, fill, submission};
use crate::each_database;
use case_study::Status;

each_database! {
    async fn sending_with_an_ended_session_keeps_the_ticks_and_says_how_to_get_back(app: TestApp) {
        let owner = app.visitor();
        let reference = begin(&owner, "Tea & objects on Tuesdays", "learning@museum.example").await;
        fill(&owner, &reference).await;
        let check = owner.get(&format!("/submit/{reference}/check")).await.expect(200);
        // The cookie is gone.
        let browser = app.visitor();
        let page = browser.submit(&check, "form.submit-declare", &all_declared()).await.expect(404);
        assert_eq!(page.one("h1").text(), "Your case study was not sent");
        assert!(page.text().contains("every page of it that you saved before is still there"), "{page:?}");
        assert_eq!(page.one("main a.button").attr("href").as_deref(), Some("/submit/link"));
        assert_eq!(page.one(".kept-words h3").text(), "Statements that you ticked");
        assert_eq!(page.select(".kept-words p").len(), all_declared().len());
        assert!(page.one(".kept-words").text().contains("I may send this for my museum, and everyone who can be recognised has agreed."), "{page:?}");
        assert_eq!(submission(&app, &reference).await.status, Status::Draft);
        // A draft there is not looks the same.
        let missing = browser.post("/submit/WB-2222-2222/check", &all_declared()).await.expect(404);
        assert_eq!(missing.text(), page.text());
    }

    async fn withdrawing_with_an_ended_session_says_that_it_was_not_done(app: TestApp) {
        let owner = app.visitor();
        let reference = begin(&owner, "Tea", "learning@museum.example").await;
        let page = app.visitor().post(&format!("/submit/{reference}/withdraw"), &[]).await.expect(404);
        assert_eq!(page.one("h1").text(), "Your case study was not withdrawn");
        assert!(page.select(".kept-words").is_empty(), "{page:?}");
        assert_eq!(page.one("main a.button").attr("href").as_deref(), Some("/submit/link"));
        assert_eq!(submission(&app, &reference).await.status, Status::Draft);
    }

    async fn saving_with_an_ended_session_gives_the_words_back_under_their_questions(app: TestApp) {
        let owner = app.visitor();
        let reference = begin(&owner, "Tea", "learning@museum.example").await;
        let form = owner.get(&format!("/submit/{reference}/evidence")).await.expect(200);
        let typed = [("participants", "about 20"), ("method", "We <b>counted</b>")];
        let page = app.visitor().submit(&form, "form.section-form", &typed).await.expect(404);
        assert_eq!(page.one("h1").text(), "This was not saved");
        let texts = |css: &str| page.select(css).iter().map(|one| one.text().to_owned()).collect::<Vec<_>>();
        assert_eq!(texts(".kept-words h3"), ["Tell us a little more about how you gathered it", "How many people took part?"]);
        assert_eq!(texts(".kept-words p"), ["We <b>counted</b>", "about 20"]);
        assert_eq!(page.one("main a.button").attr("href").as_deref(), Some("/submit/link"));
    }
}
