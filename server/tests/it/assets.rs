//! Style, script and fonts as browsers fetch them. `tools/build-site` makes them.

use crate::each_database;
use crate::support::{Page, TestApp};
use axum::body::Body;
use axum::http::Request;

fn style(app: &TestApp) -> String {
    format!("{}/casebook.css", app.state.settings.asset_root())
}

async fn fetch(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Page {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let page = app
        .visitor()
        .raw(request.body(Body::empty()).unwrap())
        .await;
    assert!(
        !path.ends_with("casebook.css") || page.status() != 404,
        "target/site is missing: run tools/build-site"
    );
    page
}

each_database! {
    async fn kept_for_ever_under_their_version(app: TestApp) {
        let page = fetch(&app, &style(&app), &[]).await.expect(200);
        assert_eq!(page.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(page.header("content-type"), "text/css; charset=utf-8");
        assert_eq!(page.header("content-encoding"), "");
        assert!(page.header("vary").contains("accept-encoding"), "{page:?}");
        assert!(!page.headers().contains_key("set-cookie"), "{page:?}");
    }

    // No test in a browser tells: the one they run in has no window to show it in.
    async fn the_picture_beside_the_title_is_there(app: TestApp) {
        let front = app.visitor().get("/").await.expect(200);
        let picture = front.one("link[rel=icon]").attr("href").unwrap();
        let picture = fetch(&app, &picture, &[]).await.expect(200);
        assert_eq!(picture.header("content-type"), "image/svg+xml; charset=utf-8");
        assert!(picture.body().contains("<svg"), "{picture:?}");
    }

    async fn an_old_version_gets_the_current_file_for_a_minute(app: TestApp) {
        let page = fetch(&app, "/assets/0123456789abcdef/casebook.css", &[]).await.expect(200);
        assert_eq!(page.header("cache-control"), "public, max-age=60");
    }

    async fn compressed_copies_are_chosen_by_what_the_browser_takes(app: TestApp) {
        let plain = fetch(&app, &style(&app), &[]).await.expect(200);
        for (accepted, coding) in [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip")] {
            let page = fetch(&app, &style(&app), &[("accept-encoding", accepted)]).await.expect(200);
            assert_eq!(page.header("content-encoding"), coding, "made without tools/build-site?");
            assert!(page.bytes().len() < plain.bytes().len());
            assert_ne!(page.header("etag"), plain.header("etag"), "a tag names bytes");
        }
    }

    async fn what_the_browser_has_is_not_sent_again(app: TestApp) {
        for accepted in ["identity", "br"] {
            let first = fetch(&app, &style(&app), &[("accept-encoding", accepted)]).await.expect(200);
            let tag = first.header("etag").to_owned();
            let headers = [("accept-encoding", accepted), ("if-none-match", tag.as_str())];
            let again = fetch(&app, &style(&app), &headers).await.expect(304);
            assert!(again.bytes().is_empty() && again.header("etag") == tag, "{again:?}");
            assert_eq!(again.header("x-content-type-options"), "nosniff");
            assert!(again.header("content-security-policy").contains("default-src 'none'"));
            fetch(&app, &style(&app), &[("accept-encoding", accepted), ("if-none-match", "\"other\"")]).await.expect(200);
        }
    }

    async fn nothing_else_is_to_be_had(app: TestApp) {
        let root = app.state.settings.asset_root();
        for path in ["none.css", "casebook.css.br", "../Cargo.toml", "%2e%2e/Cargo.toml", "..%2f..%2fCargo.toml", "%2fetc%2fpasswd", "a%00b", ""] {
            let page = app.visitor().get(&format!("{root}/{path}")).await;
            assert_eq!(page.status(), 404, "{path}: {page:?}");
        }
    }
}
