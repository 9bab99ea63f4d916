//! Addresses as people write them lead on, once, to the right one; where nothing stands they lead nowhere.

use crate::each_database;
use crate::submit::steps;
use crate::support::{Page, Visitor};
use axum::body::Body;
use axum::http::{Method, Request};

async fn ask(visitor: &Visitor, method: Method, path: &str) -> Page {
    let request = Request::builder().method(method).uri(path);
    visitor
        .raw(request.body(Body::empty()).expect("a request"))
        .await
}

each_database! {
    async fn an_odd_address_leads_on_to_the_right_one_at_once(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for (odd, right) in [
            ("/case-studies/", "/case-studies"),
            ("/Case-Studies/House-Of-Memories/", "/case-studies/house-of-memories"),
            ("/case-studies/house%2Dof%2Dmemories", "/case-studies/house-of-memories"),
            ("/case%2dstudies?theme=Carers&q=Tea%2FTime&x", "/case-studies?theme=Carers&q=Tea%2FTime&x"),
            ("/case-studies/house-of-memories.JSON", "/case-studies/house-of-memories.json"),
            ("/case-studies/HOUSE-OF-MEMORIES/embed/", "/case-studies/house-of-memories/embed"),
            ("/api/v1/case-studies/house-of-memories/", "/api/v1/case-studies/house-of-memories"),
            ("/themes/Carers/", "/themes/carers"),
            ("/submit/", "/submit"),
            ("/museums/", "/museums"),
            ("/oai/?verb=Identify", "/oai?verb=Identify"),
            ("/Account/Sign-In", "/account/sign-in"),
        ] {
            for method in [Method::GET, Method::HEAD] {
                let page = ask(&visitor, method, odd).await.expect(308);
                assert_eq!(page.location(), right, "{odd}");
                assert_eq!(page.body(), "", "{odd}");
                for about_the_body in ["content-type", "content-encoding", "etag"] {
                    assert_eq!(page.header(about_the_body), "", "{odd}: {page:?}");
                }
                assert!(page.header("content-security-policy").contains("default-src 'none'"), "{odd}: {page:?}");
            }
            drop(visitor.get(right).await.expect(200));
        }
    }

    async fn an_address_of_nothing_stays_one(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for path in [
            "/Nothing",
            "/no/such/page/",
            "/case-studies/No-Such-Case",
            "/case-studies/no-such-case/",
            "/themes/No-Such-Theme",
            "/api/v1/case-studies/HOUSE",
            "//case-studies/",
            "/case-studies/house-of-memories%2F",
            "/assets/",
            "/LIVEZ",
        ] {
            let page = visitor.get(path).await.expect(404);
            assert_eq!(page.header("location"), "", "{path}");
        }
        // What is sent is not sent again.
        for path in ["/submit/new/", "/Account/Sign-In"] {
            drop(visitor.post(path, &[("title", "Tea")]).await.expect(404));
        }
    }

    async fn references_and_tokens_keep_their_letters(app: TestApp) {
        let owner = app.visitor();
        let reference = steps::begin(&owner, "Tea and objects", "learning@museum.example").await;
        let draft = format!("/submit/{reference}");
        assert_eq!(owner.get(&format!("/Submit/{reference}/")).await.expect(308).location(), draft);
        assert_eq!(owner.get(&format!("{draft}/Story/?from=check")).await.expect(308).location(), format!("{draft}/story?from=check"));
        // A reference in small letters is read as people type it, where it stands.
        drop(owner.get(&draft.to_lowercase()).await.expect(200));
        // To strangers nothing stands there, however it is written.
        drop(app.visitor().get(&format!("{draft}/")).await.expect(404));

        let link = app.mails().await[0].links()[0].clone();
        let token = link.rsplit('/').next().expect("a token").to_owned();
        assert_eq!(app.visitor().get(&format!("/Track/{token}/")).await.expect(308).location(), format!("/track/{token}"));
        drop(app.visitor().get(&format!("/track/{}", token.to_uppercase())).await.expect(404));
    }

    async fn a_page_that_leads_on_by_itself_does_so_at_once(app: TestApp) {
        let page = app.visitor().get("/Moderate/").await;
        let right = app.visitor().get("/moderate").await;
        assert_eq!((page.status(), page.header("location")), (right.status(), right.header("location")));
        assert!(page.status().is_redirection(), "{page:?}");
        let moderator = app.moderator().await;
        assert_eq!(moderator.get("/Moderate/").await.expect(308).location(), "/moderate");
    }
}
