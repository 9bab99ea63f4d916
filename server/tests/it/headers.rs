//! The security headers, on every class of response (trust.md §1.4).

use crate::each_database;
use crate::support::{Page, Variant};
use app::web::error::PageError;
use app::web::page::{Page as Document, PageContext};
use app::web::state::AppState;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::response::{Redirect, Response};
use axum::routing::get;
use leptos::prelude::*;
use sha2::{Digest, Sha256};

const COMMON: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
];

#[track_caller]
fn check(page: &Page) {
    for (name, value) in COMMON {
        assert_eq!(page.header(name), *value, "{name}: {page:?}");
        assert_eq!(
            page.headers().get_all(*name).iter().count(),
            1,
            "{name} twice: {page:?}"
        );
    }
    let policy = page.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
        "form-action 'self'",
    ] {
        assert!(policy.contains(part), "{part}: {page:?}");
    }
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
        "{page:?}"
    );
    assert!(
        page.header("permissions-policy").contains("camera=()"),
        "{page:?}"
    );
    assert_eq!(page.header("x-request-id").len(), 16, "{page:?}");
    let kind = page.header("content-type");
    assert!(
        !kind.starts_with("text/") || kind.contains("charset=utf-8"),
        "{page:?}"
    );
    assert!(
        !page.headers().contains_key("server") && !page.headers().contains_key("x-powered-by"),
        "{page:?}"
    );
}

async fn plain(context: PageContext) -> Response {
    Document::new("A page").render(&context, || view! { <h1>"A page"</h1> })
}

async fn refused(context: PageContext) -> Response {
    Document::new("A form")
        .invalid()
        .render(&context, || view! { <h1>"A form"</h1> })
}

async fn islands(context: PageContext) -> Response {
    Document::new("Islands")
        .with_islands()
        .render(&context, || view! { <h1>"Islands"</h1> })
}

fn routes(variant: &mut Variant) {
    variant.extra = Router::<AppState>::new()
        .route("/test/page", get(plain))
        .route("/test/islands", get(islands))
        .route("/test/form", get(plain).post(refused))
        .route(
            "/test/redirect",
            get(|| async { Redirect::to("/test/page") }),
        )
        .route(
            "/test/text",
            get(|| async { ([("content-type", "text/csv")], "a,b") }),
        )
        .route(
            "/test/slow-down",
            get(|| async { PageError::TooManyRequests { seconds: 7 } }),
        )
        .route(
            "/test/conflict",
            get(|| async { PageError::Conflict("Somebody did.".to_owned()) }),
        )
        .route(
            "/test/panic",
            get(async || -> () { panic!("only in tests") }),
        )
        .route("/test/body", get(plain).post(async |body: String| body));
}

each_database! {
    async fn every_class_of_response_has_them(app: TestApp) {
        let app = app.variant(routes);
        let visitor = app.visitor();
        let cases = [
            (visitor.get("/test/page").await, 200),
            (visitor.get("/test/text").await, 200),
            (visitor.get("/test/redirect").await, 303),
            (visitor.get("/livez").await, 200),
            (visitor.get("/readyz").await, 200),
            (visitor.raw(Request::post("/test/form").header("sec-fetch-site", "cross-site").body(Body::empty()).unwrap()).await, 403),
            (visitor.get("/no/such/page").await, 404),
            (visitor.get("/assets/x/none.css").await, 404),
            (visitor.get("/api/none").await, 404),
            (visitor.post("/test/page", &[]).await, 405),
            (visitor.get("/test/conflict").await, 409),
            (visitor.post("/test/body", &[("a", &"x".repeat(300_000))]).await, 413),
            (visitor.raw(Request::get("/").header("host", "evil.test").body(Body::empty()).unwrap()).await, 421),
            (visitor.post("/test/form", &[]).await, 422),
            (visitor.get("/test/slow-down").await, 429),
            (visitor.get("/test/panic").await, 500),
        ];
        for (page, status) in cases {
            let page = page.expect(status);
            check(&page);
            assert!(!page.headers().contains_key("strict-transport-security"), "on http: {page:?}");
            // No proxy may rewrite a page: islands find their places by its comments.
            let caching = page.header("cache-control");
            let is_page = page.header("content-type").starts_with("text/html");
            assert_eq!(caching.ends_with("no-transform"), is_page, "{page:?}");
            if status >= 400 {
                let caching = caching.trim_end_matches(", no-transform");
                assert_eq!(caching, if status == 422 { "private, no-cache" } else { "no-store" }, "{page:?}");
            }
        }
        app.options.health.stop();
        check(&visitor.get("/readyz").await.expect(503));
    }

    async fn over_https_browsers_are_told_to_stay_there(app: TestApp) {
        let app = app.variant(|variant| {
            routes(variant);
            variant.public_url = "https://bank.example.org".to_owned();
        });
        for path in ["/test/page", "/test/panic", "/no/such/page", "/livez"] {
            let page = app.visitor().get(path).await;
            assert_eq!(page.header("strict-transport-security"), "max-age=63072000; includeSubDomains; preload");
        }
    }

    async fn a_page_without_islands_runs_no_script(app: TestApp) {
        let page = app.variant(routes).visitor().get("/test/page").await.expect(200);
        assert!(page.header("content-security-policy").contains("script-src 'none'"), "{page:?}");
        assert!(page.select("script").is_empty(), "{page:?}");
    }

    async fn a_page_with_islands_runs_the_one_script_whose_hash_is_named(app: TestApp) {
        let page = app.variant(routes).visitor().get("/test/islands").await.expect(200);
        let body = page.body();
        assert_eq!(page.select("script").len(), 1, "{body}");
        // Hashed as the browser does: the bytes between the tags.
        let script = body.split_once("<script").unwrap().1.split_once('>').unwrap().1.split_once("</script>").unwrap().0;
        assert!(script.contains("casebook"), "{script}");
        let digest = Sha256::digest(script.as_bytes());
        let hash = base64(&digest);
        let expected = format!("script-src 'self' 'sha256-{hash}' 'wasm-unsafe-eval';");
        assert!(page.header("content-security-policy").contains(&expected), "{expected}: {page:?}");
    }

    async fn pages_are_compressed(app: TestApp) {
        let app = app.variant(routes);
        // Drawn for one reader, so quickly; what is kept for all is squeezed with br.
        for (accepted, coding) in [("br, gzip", "gzip"), ("br", "br"), ("gzip", "gzip"), ("identity", "")] {
            for path in ["/test/page", "/no/such/page"] {
                let request = Request::get(path).header("accept-encoding", accepted).body(Body::empty());
                let page = app.visitor().raw(request.unwrap()).await;
                assert_eq!(page.header("content-encoding"), coding, "{path} {accepted}");
            }
        }
    }

    async fn only_api_and_feeds_are_open_to_other_sites(app: TestApp) {
        app.import_sample().await;
        let app = app.variant(routes);
        for path in ["/test/page", "/no/such/page", "/livez", "/assets/x/none.css"] {
            assert!(!app.visitor().get(path).await.headers().contains_key("access-control-allow-origin"), "{path}");
        }
        for path in ["/api/v1/case-studies", "/case-studies.atom"] {
            let page = app.visitor().get(path).await.expect(200);
            assert_eq!(page.header("access-control-allow-origin"), "*", "{path}");
            assert_eq!(page.header("cross-origin-resource-policy"), "cross-origin", "{path}");
            assert!(!page.headers().contains_key("access-control-allow-credentials"), "{path}");
        }
    }
}

/// Written a second time, the slow way, so that a mistake in the product's is seen.
fn base64(bytes: &[u8]) -> String {
    let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let digits: Vec<char> = ('A'..='Z')
        .chain('a'..='z')
        .chain('0'..='9')
        .chain(['+', '/'])
        .collect();
    let mut text: String = bits
        .as_bytes()
        .chunks(6)
        .map(|six| format!("{:0<6}", String::from_utf8_lossy(six)))
        .map(|six| digits[usize::from_str_radix(&six, 2).unwrap()])
        .collect();
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}
