//! Tags: each change an event, and what readers find follows at once.

use crate::each_database;
use case_study::Status;
use store::{history, submissions};

each_database! {
    async fn each_tag_that_changes_is_an_event(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let moderator = app.moderator().await;
        let path = format!("/moderate/cases/{reference}/tags");
        let form = moderator.get(&path).await.expect(200);
        assert_eq!(form.value("strand").as_deref(), Some("community"));
        assert_eq!(form.value("evidence_label").as_deref(), Some(""), "nothing is chosen yet");
        assert!(form.text().contains("Readers see: Described (suggested)."), "{form:?}");

        let changed = [
            ("strand", "workforce"),
            ("themes", "line-management"),
            ("evidence_label", "monitored"),
            ("evidence_reason", "They counted who came."),
        ];
        let saved = moderator.submit(&form, "form.tags-form", &changed).await.expect(303);
        let page = moderator.follow(&saved).await.expect(200);
        assert!(page.one("[role=alert]").text().contains("Tags saved"), "{page:?}");

        let history = history::history(&app.db, id).await.expect("a history");
        let tags: Vec<_> = history
            .iter()
            .filter(|event| event.kind.slug() == "tag")
            .map(|event| (event.detail.field.as_str(), event.detail.before.join(" "), event.detail.after.join(" ")))
            .collect();
        let row = |field, before: &str, after: &str| (field, before.to_owned(), after.to_owned());
        assert_eq!(
            tags,
            [
                row("strand", "community", "workforce"),
                row("themes", "carers loneliness-and-isolation", "line-management"),
                row("evidence_label", "", "monitored"),
                row("evidence_reason", "", "They counted who came."),
            ]
        );
        assert!(page.text().contains("Themes: added Line management; removed Carers, Loneliness and isolation"), "{page:?}");
        let queue = moderator.get("/moderate?strand=workforce").await.expect(200);
        assert!(queue.text().contains(&reference), "the queue follows");

        // The same once more changes nothing and says so.
        let form = moderator.get(&path).await.expect(200);
        let kept = moderator.submit(&form, "form.tags-form", &[]).await.expect(303);
        assert!(kept.location().ends_with("?done=tags-kept"), "{kept:?}");
        assert_eq!(history::history(&app.db, id).await.unwrap().len(), history.len());
    }

    async fn tags_that_do_not_fit_come_back_as_they_were_chosen(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let moderator = app.moderator().await;
        let path = format!("/moderate/cases/{reference}/tags");
        let version = app.submission(id).await.version.to_string();
        let mut fields: Vec<(&str, &str)> = vec![("version", &version), ("strand", "workforce"), ("content_notes", "none")];
        for theme in ["carers", "homelessness", "mental-health", "healthy-ageing", "creative-health", "poverty-and-cost-of-living"] {
            fields.push(("themes", theme));
        }
        fields.push(("audiences", "no-such-audience"));
        let page = moderator.post(&path, &fields).await.expect(422);
        assert!(page.body().contains("<title>Error: Tags"), "{page:?}");
        let links: Vec<_> = page.select("#error-summary a").iter().filter_map(|link| link.attr("href")).collect();
        assert_eq!(links, ["#themes", "#audiences", "#activities"]);
        for link in links {
            assert_eq!(page.select(&link).len(), 1, "{link} is on the page");
        }
        assert_eq!(page.select("input[name=themes][checked]").len(), 6);
        assert_eq!(page.value("strand").as_deref(), Some("workforce"));
        assert_eq!(app.submission(id).await.version.to_string(), version);
    }

    async fn a_live_case_changes_for_readers_at_once(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let reader = app.visitor();
        let found = async |query: &str| {
            let page = reader.get(&format!("/case-studies?{query}")).await.expect(200);
            page.body().contains("/case-studies/tea-and-objects\"")
        };
        assert!(found("theme=carers").await && !found("theme=homelessness").await);
        let moderator = app.moderator().await;
        let form = moderator.get(&format!("/moderate/cases/{reference}/tags")).await.expect(200);
        assert!(form.text().contains("This one is published"), "{form:?}");
        let changed = [("themes", "homelessness"), ("evidence_label", "evaluated")];
        let saved = moderator.submit(&form, "form.tags-form", &changed).await.expect(303);
        let page = moderator.follow(&saved).await.expect(200);
        assert_eq!(page.one("[role=alert] a").attr("href").as_deref(), Some("/case-studies/tea-and-objects"));
        assert!(!found("theme=carers").await && found("theme=homelessness").await && found("evidence=evaluated").await);
        let public = reader.get("/case-studies/tea-and-objects").await.expect(200);
        assert!(public.text().contains("Homelessness"), "{public:?}");
        let texts = submissions::revisions(&app.db, id).await.expect("texts");
        let kinds: Vec<_> = texts.iter().map(|text| text.kind.slug()).collect();
        assert_eq!(kinds, ["as_submitted", "as_published", "as_published"]);

        // Readers find it by what is suggested, too, once nobody stands by a label.
        let form = moderator.get(&format!("/moderate/cases/{reference}/tags")).await.expect(200);
        drop(moderator.submit(&form, "form.tags-form", &[("evidence_label", "")]).await.expect(303));
        assert!(found("evidence=described").await && !found("evidence=evaluated").await);
    }

    async fn publishing_chooses_no_label(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let moderator = app.moderator().await;
        let page = moderator.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        assert!(page.text().contains("No evidence label is chosen yet. Readers see: Described (suggested)."), "{page:?}");
        drop(moderator.submit(&page, "form[action$='/approve-and-publish']", &[]).await.expect(303));
        let texts = submissions::revisions(&app.db, id).await.expect("texts");
        let last = texts.last().expect("a text");
        assert_eq!((last.kind.slug(), last.content.evidence_label.as_str()), ("as_published", ""));
        let reader = app.visitor();
        let case = reader.get("/case-studies/tea-and-objects").await.expect(200);
        assert!(case.text().contains("Described (suggested)"), "{case:?}");
        let json = reader.get("/case-studies/tea-and-objects.json").await.expect(200).json();
        assert_eq!((&json["evidence"], &json["evidence_suggested"], &json["evidence_label"]), (&"described".into(), &true.into(), &"".into()));
        // A moderator may still choose one, and say why.
        let form = moderator.get(&format!("/moderate/cases/{reference}/tags")).await.expect(200);
        let chosen = [("evidence_label", "described"), ("evidence_reason", "The museum tells what it saw.")];
        drop(moderator.submit(&form, "form.tags-form", &chosen).await.expect(303));
        let case = reader.get("/case-studies/tea-and-objects").await.expect(200);
        assert!(!case.text().contains("(suggested)"), "{case:?}");
        assert!(case.text().contains("The museum tells what it saw."), "{case:?}");
    }
}
