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
        let saved = answer(&visitor, &reference, "evidence", &typed).await.expect(303);
        assert_eq!(saved.location(), format!("/submit/{reference}/contact"), "it goes on");
        let page = visitor.get(&format!("/submit/{reference}/evidence")).await.expect(200);
        assert!(page.one("title").text().starts_with("Error: Explain how you know"), "{page:?}");
        let links: Vec<_> = page.select(".error-summary a").iter().filter_map(|link| link.attr("href")).collect();
        assert_eq!(links, ["#participants", "#report_url"]);
        assert_eq!(page.one("#participants-error").text(), "Error: Number of people: enter a whole number in digits, such as 120 or about 120");
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

    async fn an_unfinished_page_is_saved_goes_on_and_the_list_says_so(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let short = words(12);
        let typed = [("need", short.as_str()), ("did", ""), ("action", "continue")];
        let saved = answer(&visitor, &reference, "story", &typed).await.expect(303);
        assert_eq!(saved.location(), format!("/submit/{reference}/results"));
        assert_eq!(content(&app, &reference).await.need, short);
        let tasks = visitor.get(&format!("/submit/{reference}")).await.expect(200);
        let story = tasks.select(".task").into_iter().find(|task| task.html().contains("/story")).expect("the page");
        assert!(story.text().contains("In progress") && story.text().contains("Needed to send it"), "{tasks:?}");

        // From check, what is missing is said beside the question.
        let page = visitor.get(&format!("/submit/{reference}/story?from=check")).await.expect(200);
        assert_eq!(page.one("#did-error").text(), "Error: Your story has 12 words so far. Write at least 28 more, here or under another question about it");
        assert_eq!(page.one(".error-summary a").attr("href").as_deref(), Some("#did"));
        assert!(page.one(".field-advice").text().contains("a little more here"), "{page:?}");
        let later = visitor.submit(&page, "form.section-form", &[("did", "Tea."), ("action", "later")]).await.expect(303);
        assert_eq!(later.location(), format!("/submit/{reference}"));
        assert_eq!(content(&app, &reference).await.did, "Tea.");
    }

    async fn dates_sizes_and_addresses_are_read_as_people_write_them_and_shown_back(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let saved = answer(&visitor, &reference, "glance", &[("started", "2021-22"), ("action", "continue")]).await.expect(303);
        assert_eq!(saved.location(), format!("/submit/{reference}/people?read=started.ended"));
        let people = visitor.follow(&saved).await.expect(200);
        let read: Vec<String> = people.select(".understood strong").iter().map(|one| one.text().to_owned()).collect();
        assert_eq!(read, ["2021", "2022"]);
        assert_eq!(people.one(".understood a").attr("href"), Some(format!("/submit/{reference}/glance#started")));
        let page = visitor.get(&format!("/submit/{reference}/glance")).await.expect(200);
        assert_eq!(page.value("started").as_deref(), Some("2021"));
        assert_eq!(page.value("ended").as_deref(), Some("2022"));

        let typed = [("participants", "about 20 people"), ("report_url", "www.museum.example"), ("action", "later")];
        let saved = answer(&visitor, &reference, "evidence", &typed).await.expect(303);
        assert_eq!(saved.location(), format!("/submit/{reference}?read=participants.participants_note.report_url"));
        let tasks = visitor.follow(&saved).await.expect(200);
        let read: Vec<String> = tasks.select(".understood strong").iter().map(|one| one.text().to_owned()).collect();
        assert_eq!(read, ["20", "about 20 people", "https://www.museum.example"]);
        // Nothing is made up by an address.
        let page = visitor.get(&format!("/submit/{reference}?read=summary.made_up.contact_role")).await.expect(200);
        assert!(page.select(".understood").is_empty(), "{page:?}");
    }

    async fn several_lines_in_one_box_are_several_answers(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let pasted = "\u{2022} Ask early\r\n\u{2022} Allow time\r\n\u{2022} Train two";
        drop(answer(&visitor, &reference, "lessons", &[("lessons", pasted), ("lessons", ""), ("action", "later")]).await.expect(303));
        assert_eq!(content(&app, &reference).await.lessons, ["Ask early", "Allow time", "Train two"]);
        let page = visitor.get(&format!("/submit/{reference}/lessons")).await.expect(200);
        let boxes: Vec<String> = page.fields("form.section-form").into_iter()
            .filter(|(key, _)| key == "lessons").map(|(_, value)| value.trim().to_owned()).collect();
        assert_eq!(boxes, ["Ask early", "Allow time", "Train two", ""]);
    }

    async fn the_tags_that_the_text_suggests_stand_in_front(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let did = "People who live alone met each Tuesday, held objects, remembered and ate soup. A link worker told them about it.";
        drop(answer(&visitor, &reference, "story", &[("did", did), ("action", "later")]).await.expect(303));
        let page = visitor.get(&format!("/submit/{reference}/people")).await.expect(200);
        let first = page.one("#themes").attr("value");
        assert_eq!(first.as_deref(), Some("loneliness-and-isolation"));
        for name in ["themes", "audiences", "activities"] {
            let all = page.select(&format!("input[name={name}]")).len();
            let folded = page.select(&format!("details input[name={name}]")).len();
            assert_eq!(all - folded, 5, "{name}");
            assert!(folded > 10, "{name}: the whole list is there without script");
        }
        // What is chosen stays in front.
        drop(visitor.submit(&page, "form.section-form", &[("themes", "front-of-house"), ("action", "later")]).await.expect(303));
        let page = visitor.get(&format!("/submit/{reference}/people")).await.expect(200);
        assert_eq!(page.one("#themes").attr("value").as_deref(), Some("front-of-house"));
    }

    async fn from_check_your_answers_one_gets_back_there(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let page = visitor.get(&format!("/submit/{reference}/care?from=check")).await.expect(200);
        assert_eq!(page.one(".back-link").attr("href"), Some(format!("/submit/{reference}/check")));
        let saved = visitor.submit(&page, "form.section-form", &[("action", "continue")]).await.expect(303);
        assert_eq!(saved.location(), format!("/submit/{reference}/check"));
        let next = answer(&visitor, &reference, "care", &[("action", "continue")]).await.expect(303);
        assert_eq!(next.location(), format!("/submit/{reference}/resources"));
        let last = answer(&visitor, &reference, "links", &[("action", "continue")]).await.expect(303);
        assert_eq!(last.location(), format!("/submit/{reference}/pictures"));
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
        // Photographs are sent in parts: see `pictures.rs`.
        let sections = case_study::Section::FORM.iter();
        for section in sections.filter(|one| **one != case_study::Section::Pictures) {
            drop(answer(&visitor, &reference, section.slug(), &[("action", "later")]).await.expect(303));
        }
        assert_eq!(content(&app, &reference).await, before);
    }
}
