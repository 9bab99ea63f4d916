//! What people and programs see when something is refused or breaks.

use crate::each_database;
use crate::support::Variant;
use app::web::error::PageError;
use app::web::rate_limits::ClientNetwork;
use app::web::state::AppState;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Form, Path};
use axum::http::{Request, StatusCode};
use axum::routing::{get, post};
use futures::stream;
use std::collections::BTreeMap;

const TYPED: &str = "what somebody typed";

fn routes(variant: &mut Variant) {
    variant.extra = Router::<AppState>::new()
        .route("/test/panic", get(async || -> () { panic!("{TYPED}") }))
        .route(
            "/test/broken",
            get(|| async { PageError::Internal(TYPED.into()) }),
        )
        .route(
            "/test/form",
            post(async |form: Form<BTreeMap<String, String>>| format!("{} fields", form.len())),
        )
        .route(
            "/test/letter/{status}",
            post(async |Path(status): Path<u16>| StatusCode::from_u16(status).expect("a status")),
        )
        .route(
            "/test/often",
            post(|| async { PageError::TooManyRequests { seconds: 7 } }),
        )
        .route(
            "/test/network",
            get(async |ClientNetwork(address): ClientNetwork| address.to_string()),
        )
        .route(
            "/test/slow-down",
            get(|| async { PageError::TooManyRequests { seconds: 7 } }),
        )
        .route("/test/busy", get(|| async { PageError::Unavailable }))
        .route(
            "/test/sign-in-first",
            get(|| async {
                PageError::SignIn {
                    back_to: "/moderate?x=1&y=//e".to_owned(),
                }
            }),
        )
        .route(
            "/api/test/broken",
            get(|| async { PageError::Internal(TYPED.into()) }),
        );
}

each_database! {
    async fn a_page_that_is_not_there(app: TestApp) {
        let page = app.visitor().get("/no/such/page").await.expect(404);
        assert_eq!(page.one("h1").text(), "We cannot find that page");
        assert!(page.one("title").text().contains("Casebook"), "{page:?}");
        assert_eq!(page.one("meta[name=robots]").attr("content").as_deref(), Some("noindex"));
    }

    async fn the_page_around_an_error_names_who_is_signed_in(app: TestApp) {
        let page = app.moderator().await.get("/no/such/page").await.expect(404);
        assert!(page.one("header").text().contains("Moderator 1"), "{page:?}");
    }

    async fn programs_get_json(app: TestApp) {
        let app = app.variant(routes);
        let page = app.visitor().get("/api/none").await.expect(404);
        assert_eq!(page.json()["error"], "There is nothing at this address.");
        let page = app.visitor().get("/api/test/broken").await.expect(500);
        assert!(page.json()["error"].is_string() && !page.body().contains(TYPED), "{page:?}");
    }

    async fn our_own_mistakes_show_a_number_and_nothing_else(app: TestApp) {
        let app = app.variant(routes);
        for path in ["/test/panic", "/test/broken"] {
            let page = app.visitor().get(path).await.expect(500);
            assert!(!page.body().contains(TYPED), "{page:?}");
            assert_eq!(page.one("main code").text(), page.header("x-request-id"));
            // And the next one is answered as if nothing had been.
            app.visitor().get("/livez").await.expect(200);
        }
    }

    async fn the_wrong_method_says_which_are_right(app: TestApp) {
        let page = app.variant(routes).visitor().get("/test/form").await.expect(405);
        assert_eq!(page.header("allow"), "POST");
        assert_eq!(page.one("h1").text(), "That did not work");
    }

    async fn too_much_at_once(app: TestApp) {
        let app = app.variant(routes);
        let fine = app.visitor().post("/test/form", &[("a", &"x".repeat(200_000))]).await.expect(200);
        assert_eq!(fine.body(), "1 fields");
        let page = app.visitor().post("/test/form", &[("a", &"x".repeat(300_000))]).await.expect(413);
        assert_eq!(page.one("h1").text(), "That is too much at once");
        // Without a length the server finds out while it reads, and stops reading.
        let endless = stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from_static(&[b'x'; 4096])));
        let request = Request::post("/test/form")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from_stream(endless));
        let page = app.visitor().raw(request.unwrap()).await.expect(413);
        assert_eq!(page.one("h1").text(), "That is too much at once");
    }

    async fn the_wrong_type_is_not_repeated(app: TestApp) {
        let app = app.variant(routes);
        let post = |kind: &str, body: &'static str| {
            Request::post("/test/form")
                .header("sec-fetch-site", "same-origin")
                .header("content-type", kind)
                .body(Body::from(body))
                .unwrap()
        };
        let page = app.visitor().raw(post("text/plain", "what=somebody+typed")).await.expect(415);
        assert!(page.header("content-type").starts_with("text/html") && !page.body().contains("somebody"), "{page:?}");
        let page = app.visitor().raw(post("multipart/form-data", "what=somebody+typed")).await;
        assert!(page.status().is_client_error() && !page.body().contains("somebody"), "{page:?}");
    }

    async fn what_was_typed_into_a_form_that_was_not_taken_is_given_back(app: TestApp) {
        let app = app.variant(routes);
        let letter = [("version", "3"), ("message", "Dear <b>all</b>,\n\nplease wait."), ("password", "secret")];
        for path in ["/test/letter/503", "/test/letter/500", "/test/letter/413", "/test/letter/409", "/test/often"] {
            let page = app.moderator().await.post(path, &letter).await;
            assert!(page.status().is_client_error() || page.status().is_server_error(), "{page:?}");
            assert_eq!(page.one(".kept-words h3").text(), "Message", "{path}");
            let kept: Vec<String> = page.select(".kept-words p").iter().map(|one| one.text().to_owned()).collect();
            assert_eq!(kept, ["Dear <b>all</b>,", "please wait."], "{path}");
            assert!(page.text().contains("Copy it before you leave this page."), "{path}");
            assert!(!page.body().contains("secret"), "{path}");
        }
        // Without words there is nothing to give back, and a page that was asked for lost nothing.
        let page = app.visitor().post("/test/letter/503", &[("version", "3")]).await.expect(503);
        assert!(page.select(".kept-words").is_empty(), "{page:?}");
    }

    async fn nothing_is_called_safe_that_may_not_be(app: TestApp) {
        let app = app.variant(routes);
        let sent = app.visitor().post("/test/letter/503", &[("message", "Dear all")]).await.expect(503);
        assert!(sent.text().contains("What you sent may not be saved."), "{sent:?}");
        assert!(!sent.text().contains("Nothing is lost"), "{sent:?}");
        let asked = app.visitor().get("/test/busy").await.expect(503);
        assert!(asked.text().contains("Wait a few seconds, then load the page again."), "{asked:?}");
        assert!(!asked.text().contains("Nothing is lost"), "{asked:?}");
    }

    async fn of_a_form_that_is_too_large_what_arrived_is_given_back(app: TestApp) {
        let app = app.variant(routes);
        let long = format!("Dear all, {}", "word ".repeat(60_000));
        let page = app.visitor().post("/test/form", &[("message", &long)]).await.expect(413);
        let kept = page.one(".kept-words p").text().to_owned();
        assert!(kept.starts_with("Dear all, word word") && kept.len() > 250_000, "{}", kept.len());
        assert!(page.text().contains("nothing of it was saved"), "{}", page.one("h1").text());
    }

    async fn waiting_is_in_the_header_too(app: TestApp) {
        let page = app.variant(routes).visitor().get("/test/slow-down").await.expect(429);
        assert_eq!(page.header("retry-after"), "7");
        assert!(page.text().contains("Try again in 7 seconds."), "{page:?}");
    }

    async fn whoever_must_sign_in_comes_back_afterwards(app: TestApp) {
        let page = app.variant(routes).visitor().get("/test/sign-in-first").await.expect(303);
        assert_eq!(page.location(), "/account/sign-in?next=%2Fmoderate%3Fx%3D1%26y%3D%2F%2Fe");
    }

    async fn a_foreign_host_is_not_answered(app: TestApp) {
        let app = app.variant(|variant| {
            routes(variant);
            variant.public_url = "https://bank.example.org".to_owned();
        });
        let with_host = |host: &str| Request::get("/test/network").header("host", host).body(Body::empty()).unwrap();
        let ours = app.visitor().raw(with_host("bank.example.org")).await.expect(200);
        assert_eq!(ours.body(), "127.0.0.1");
        for foreign in ["evil.test", "127.0.0.1:3000", "bank.example.org:8443"] {
            let page = app.visitor().raw(with_host(foreign)).await.expect(421);
            assert!(!page.body().contains(foreign), "{page:?}");
        }
        let mut two = with_host("bank.example.org");
        two.headers_mut().append("host", "evil.test".parse().unwrap());
        app.visitor().raw(two).await.expect(400);
        // The absolute form of a request counts before the header.
        let absolute = Request::get("https://evil.test/test/network").body(Body::empty()).unwrap();
        app.visitor().raw(absolute).await.expect(421);
    }

    async fn a_header_from_anybody_moves_nobody_to_another_network(app: TestApp) {
        let from = |forwarded: &str| {
            Request::get("/test/network").header("x-forwarded-for", forwarded).body(Body::empty()).unwrap()
        };
        let open = app.variant(routes);
        let stranger = open.visitor().from("203.0.113.5");
        assert_eq!(stranger.raw(from("198.51.100.7")).await.body(), "203.0.113.5");
        let proxied = app.variant(|variant| {
            routes(variant);
            variant.trusted_proxies = "203.0.113.0/24".to_owned();
        });
        let proxy = proxied.visitor().from("203.0.113.5");
        assert_eq!(proxy.raw(from("1.2.3.4, 198.51.100.7")).await.body(), "198.51.100.7");
        assert_eq!(proxied.visitor().from("192.0.2.9").raw(from("198.51.100.7")).await.body(), "192.0.2.9");
    }

    async fn a_proxy_that_took_the_request_over_http_is_sent_on(app: TestApp) {
        let app = app.variant(|variant| {
            routes(variant);
            variant.public_url = "https://bank.example.org".to_owned();
            variant.trusted_proxies = "127.0.0.1".to_owned();
        });
        let over = |proto: &str| {
            Request::get("/test/network?a=1").header("x-forwarded-proto", proto).body(Body::empty()).unwrap()
        };
        let page = app.visitor().raw(over("http")).await.expect(308);
        assert_eq!(page.location(), "https://bank.example.org/test/network?a=1");
        app.visitor().raw(over("https")).await.expect(200);
        app.visitor().from("192.0.2.9").raw(over("http")).await.expect(200);
    }

    async fn server_functions_send_nobody_anywhere(app: TestApp) {
        let paths: Vec<_> = server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
        for path in paths.iter().map(String::as_str).chain(["/api/fn/none-of-ours"]) {
            let request = Request::post(path)
                .header("sec-fetch-site", "same-origin")
                .header("accept", "text/html")
                .header("referer", "http://evil.test/?a=1")
                .header("content-type", "application/json")
                .body(Body::from("{\"x\":"));
            let page = app.visitor().raw(request.unwrap()).await;
            assert!(!page.status().is_redirection() && page.status().as_u16() >= 400, "{page:?}");
            assert!(!page.headers().contains_key("location") && !page.body().contains("evil.test"), "{page:?}");
        }
        let page = app.visitor().post_json("/api/fn/none-of-ours", &serde_json::json!({})).await.expect(404);
        assert!(!page.body().contains("none-of-ours"), "{page:?}");
        assert_eq!(page.header("content-type"), "application/json");
    }
}
