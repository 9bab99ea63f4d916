//! Saving a page of answers: what comes back, and two people at once.

use super::steps::{answer, begin, content, words};
use crate::each_database;

const EVIL: &str = "</textarea><script>alert(1)</script>";

each_database! {
    async fn answers_that_can_never_be_right_come_back_as_typed_and_the_others_are_saved(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let typed = [
            ("participants", "a few"),
            ("method", EVIL),
            ("report_url", "javascript:alert(1)"),
            ("measures_other", ""),
            ("measures_other", "\"Our own\" form"),
            ("action", "continue"),
        ];
        let page = answer(&visitor, &reference, "evidence", &typed).await.expect(422);
        assert!(page.one("title").text().starts_with("Error: Explain how you know"), "{page:?}");
        let links: Vec<_> = page.select(".error-summary a").iter().filter_map(|link| link.attr("href")).collect();
        assert_eq!(links, ["#design", "#participants", "#report_url"]);
        assert_eq!(page.one("#participants-error").text(), "Error: Number of people: enter a whole number in digits, such as 120");
        assert_eq!(page.one("#participants").attr("aria-describedby").as_deref(), Some("participants-hint participants-error"));
        assert_eq!(page.value("participants").as_deref(), Some("a few"));
        assert_eq!(page.value("report_url").as_deref(), Some("javascript:alert(1)"));
        assert_eq!(page.value("measures_other").as_deref(), Some("\"Our own\" form"));
        // A parser drops the first line break of a textarea, and nothing else.
        assert_eq!(page.value("method").unwrap().trim_start_matches('\n'), EVIL);
        assert!(!page.body().contains("<script>alert"), "{}", page.body());
        assert_eq!(content(&app, &reference).await.method, EVIL);
        assert_eq!(content(&app, &reference).await.measures_other, ["\"Our own\" form"]);
        assert_eq!(content(&app, &reference).await.report_url, "");
    }

    async fn unfinished_answers_are_saved_and_told(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let short = words(12);
        let typed = [("need", short.as_str()), ("did", ""), ("action", "continue")];
        let page = answer(&visitor, &reference, "story", &typed).await.expect(422);
        assert!(page.text().contains("Your answers are saved"), "{page:?}");
        assert_eq!(page.select(".error-summary li").len(), 2);
        assert_eq!(page.value("need").unwrap().trim(), short);
        assert_eq!(content(&app, &reference).await.need, short);

        // Sent again from there, with the base that the page now carries.
        let later = visitor.submit(&page, "form.section-form", &[("did", "Tea."), ("action", "later")]).await.expect(303);
        assert_eq!(later.location(), format!("/submit/{reference}"));
        assert_eq!(content(&app, &reference).await.did, "Tea.");
        let tasks = visitor.follow(&later).await.expect(200);
        assert!(tasks.select(".task-in-progress").len() >= 2, "{tasks:?}");
    }

    async fn from_check_your_answers_one_gets_back_there(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let page = visitor.get(&format!("/submit/{reference}/care?from=check")).await.expect(200);
        assert_eq!(page.one(".back-link").attr("href"), Some(format!("/submit/{reference}/check")));
        let saved = visitor.submit(&page, "form.section-form", &[("action", "continue")]).await.expect(303);
        assert_eq!(saved.location(), format!("/submit/{reference}/check"));
        let next = answer(&visitor, &reference, "care", &[("action", "continue")]).await.expect(303);
        assert_eq!(next.location(), format!("/submit/{reference}/evidence"));
    }

    async fn two_tabs_that_save_the_same_page_see_each_other(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let path = format!("/submit/{reference}/results");
        let first = visitor.get(&path).await.expect(200);
        let second = visitor.get(&path).await.expect(200);
        let other = visitor.get(&format!("/submit/{reference}/care")).await.expect(200);

        let later = ("action", "later");
        let mine = [("changed", "What <b>I</b> saw"), later];
        drop(visitor.submit(&first, "form.section-form", &[("changed", "What Ana saw"), later]).await.expect(303));
        // Another page of the same draft is not disturbed.
        drop(visitor.submit(&other, "form.section-form", &[("team_care", "We talked"), later]).await.expect(303));
        let page = visitor.submit(&second, "form.section-form", &mine).await.expect(409);
        assert_eq!(page.value("changed").unwrap().trim(), "What <b>I</b> saw");
        assert_eq!(page.select(".stored-elsewhere").len(), 1, "only what differs: {page:?}");
        assert!(page.one(".stored-elsewhere").text().contains("What Ana saw"));
        assert_eq!(content(&app, &reference).await.changed, "What Ana saw");

        // Saving once more is a decision.
        drop(visitor.submit(&page, "form.section-form", &[later]).await.expect(303));
        assert_eq!(content(&app, &reference).await.changed, "What <b>I</b> saw");
        // The same answers again are no conflict, however old the page.
        drop(visitor.submit(&second, "form.section-form", &mine).await.expect(303));
    }

    async fn every_page_of_the_form_can_be_saved_as_it_stands(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let before = content(&app, &reference).await;
        for section in case_study::Section::FORM {
            drop(answer(&visitor, &reference, section.slug(), &[("action", "later")]).await.expect(303));
        }
        assert_eq!(content(&app, &reference).await, before);
    }
}
