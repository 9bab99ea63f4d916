//! The server function behind the island: the same rules as the form.

use super::steps::{begin, content, send};
use crate::each_database;
use serde_json::{Value, json};

const PATH: &str = "/api/fn/save_draft";

fn call(reference: &str, section: &str, base: &str, answers: &[(&str, &str)]) -> Value {
    json!({ "reference": reference, "section": section, "base": base, "answers": answers })
}

each_database! {
    async fn what_is_typed_is_saved_and_the_form_goes_on_from_there(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let page = visitor.get(&format!("/submit/{reference}/care")).await.expect(200);
        assert!(page.select("leptos-island form.section-form").len() == 1, "the island is on the page: {page:?}");
        let base = page.value("base").unwrap();
        let window = visitor.get(&format!("/submit/{reference}/care")).await.expect(200);
        let saved = visitor.post_json(PATH, &call(&reference, "care", &base, &[("team_care", "We talked\r\noften")])).await.expect(200);
        let new_base = saved.json()["Saved"]["base"].as_str().unwrap().to_owned();
        assert_ne!(new_base, base);
        assert_eq!(content(&app, &reference).await.team_care, "We talked\noften");

        // An older window is told, and changes nothing.
        let older = window.value("base").unwrap();
        let late = visitor.post_json(PATH, &call(&reference, "care", &older, &[("team_care", "Another")])).await.expect(200);
        assert_eq!(late.json(), json!("Overtaken"));
        assert_eq!(content(&app, &reference).await.team_care, "We talked\noften");
        let fields = [("team_care", "We talked a lot"), ("base", new_base.as_str()), ("action", "later")];
        drop(visitor.submit(&page, "form.section-form", &fields).await.expect(303));
    }

    async fn what_is_not_an_answer_of_this_page_changes_nothing(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        let page = visitor.get(&format!("/submit/{reference}/evidence")).await.expect(200);
        let base = page.value("base").unwrap();
        drop(visitor.post_json(PATH, &call(&reference, "evidence", &base, &[("evidence_label", "evaluated")])).await.expect(400));
        drop(visitor.post_json(PATH, &call(&reference, "moderation", &base, &[])).await.expect(404));
        assert_eq!(content(&app, &reference).await.participants, None);
        assert_eq!(content(&app, &reference).await.evidence_label, "");

        let sent = send(&visitor).await;
        let closed = visitor.post_json(PATH, &call(&sent, "care", "", &[("team_care", "Too late")])).await.expect(200);
        assert_eq!(closed.json(), json!("Closed"));
        assert_eq!(content(&app, &sent).await.team_care, "");
    }

    async fn nobody_else_saves(app: TestApp) {
        let owner = app.visitor();
        let reference = begin(&owner, "Tea", "").await;
        let page = owner.get(&format!("/submit/{reference}/care")).await.expect(200);
        let base = page.value("base").unwrap();
        let body = call(&reference, "care", &base, &[("team_care", "Not mine")]);
        for stranger in [app.visitor(), app.submitter().await, app.moderator().await, app.admin().await] {
            let refused = stranger.post_json(PATH, &body).await.expect(404);
            assert!(!refused.body().contains("Not mine"), "{refused:?}");
        }
        assert_eq!(content(&app, &reference).await.team_care, "");
    }
}
