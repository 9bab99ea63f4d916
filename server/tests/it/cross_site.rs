//! What another site's page may not do with our visitors' cookies (trust.md P-01, S-11).

use crate::each_database;
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request};
use axum::routing::any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Headers, whether a session cookie is sent, and the status.
type Case = (&'static [(&'static str, &'static str)], bool, u16);

const CASES: &[Case] = &[
    (&[("sec-fetch-site", "same-origin")], true, 200),
    (&[("sec-fetch-site", "none")], true, 200),
    (&[("origin", "http://127.0.0.1:3000")], true, 200),
    (&[("sec-fetch-site", "cross-site")], true, 403),
    (&[("sec-fetch-site", "cross-site")], false, 403),
    (&[("sec-fetch-site", "same-site")], true, 403),
    (
        &[
            ("sec-fetch-site", "cross-site"),
            ("origin", "http://evil.test"),
        ],
        true,
        403,
    ),
    (&[("sec-fetch-site", "nonsense")], true, 403),
    // Two things at once, of which no browser says the second.
    (
        &[
            ("sec-fetch-site", "same-origin"),
            ("origin", "http://evil.test"),
        ],
        true,
        403,
    ),
    (
        &[("sec-fetch-site", "none"), ("origin", "http://evil.test")],
        false,
        403,
    ),
    (
        &[
            ("sec-fetch-site", "same-origin"),
            ("origin", "http://127.0.0.1:3000"),
        ],
        true,
        200,
    ),
    // What browsers that hide where they come from say beside.
    (
        &[("sec-fetch-site", "same-origin"), ("origin", "null")],
        true,
        200,
    ),
    (&[("origin", "http://evil.test")], true, 403),
    (&[("origin", "http://evil.test")], false, 403),
    (&[("origin", "http://127.0.0.1:3001")], true, 403),
    (&[("origin", "http://127.0.0.1:3000.evil.test")], true, 403),
    (&[("origin", "null")], true, 403),
    (&[("origin", "")], true, 403),
    // A program without cookies can be sent by nobody's browser; one with them says who it is.
    (&[], false, 200),
    (&[], true, 403),
    (&[("referer", "http://127.0.0.1:3000/")], true, 403),
];

each_database! {
    async fn only_our_own_pages_change_anything(app: TestApp) {
        let changes = Arc::new(AtomicU32::new(0));
        let counted = changes.clone();
        let handler = any(async move || { counted.fetch_add(1, Ordering::SeqCst); });
        let app = app.variant(|variant| variant.extra = Router::new().route("/test/change", handler));
        let mut expected = 0;
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            for (headers, with_cookie, status) in CASES {
                let visitor = app.visitor();
                visitor.set_cookie("theme", "dark");
                if *with_cookie {
                    visitor.set_cookie("sid", "AAAAAAAAAAAAAAAAAAAAAA");
                }
                let mut request = Request::builder().method(&method).uri("/test/change");
                for (name, value) in *headers {
                    request = request.header(*name, *value);
                }
                let page = visitor.raw(request.body(Body::empty()).unwrap()).await;
                assert_eq!(page.status().as_u16(), *status, "{method} {headers:?} cookie {with_cookie}");
                expected += u32::from(*status == 200);
            }
        }
        assert_eq!(changes.load(Ordering::SeqCst), expected);
    }

    async fn reading_is_free(app: TestApp) {
        let app = app.variant(|variant| variant.extra = Router::new().route("/test/read", any(|| async { "read" })));
        let request = Request::get("/test/read").header("sec-fetch-site", "cross-site").header("origin", "http://evil.test");
        app.visitor().raw(request.body(Body::empty()).unwrap()).await.expect(200);
    }

    async fn a_refused_request_gets_a_page_that_says_so(app: TestApp) {
        let request = Request::post("/").header("sec-fetch-site", "cross-site").body(Body::empty());
        let page = app.visitor().raw(request.unwrap()).await.expect(403);
        assert_eq!(page.one("h1").text(), "You cannot do that here");
    }

    async fn the_secure_cookie_counts_as_one(app: TestApp) {
        let app = app.variant(|variant| {
            variant.public_url = "https://bank.example.org".to_owned();
            variant.extra = Router::new().route("/test/change", any(|| async {}));
        });
        let visitor = app.visitor();
        visitor.set_cookie("__Host-sid", "AAAAAAAAAAAAAAAAAAAAAA");
        visitor.raw(Request::post("/test/change").body(Body::empty()).unwrap()).await.expect(403);
        visitor.post("/test/change", &[]).await.expect(200);
    }

    async fn json_in_disguise_reaches_no_server_function(app: TestApp) {
        for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "null")] {
            for path in server_fn::axum::server_fn_paths().map(|(path, _)| path).chain(["/api/fn/anything"]) {
                let request = Request::post(path).header("content-type", "text/plain").header(name, value);
                app.visitor().raw(request.body(Body::from("{}")).unwrap()).await.expect(403);
            }
        }
    }
}
