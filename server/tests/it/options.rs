//! OPTIONS: what load balancers probe with, and what an address says it takes.

use crate::each_database;
use crate::support::{Page, Visitor};
use axum::body::Body;
use axum::http::{Method, Request};
use server::listener::serve;
use server::router::router;
use server::settings::TrustedProxies;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// Addresses of every kind, and what they take.
const TAKES: &[(&str, &str)] = &[
    ("/livez", "GET, HEAD, OPTIONS"),
    ("/readyz", "GET, HEAD, OPTIONS"),
    ("/", "GET, HEAD, OPTIONS"),
    ("/case-studies?theme=carers", "GET, HEAD, OPTIONS"),
    ("/case-studies/no-such-case", "GET, HEAD, OPTIONS"),
    ("/case-studies.csv", "GET, HEAD, OPTIONS"),
    ("/case-studies/tea/embed", "GET, HEAD, OPTIONS"),
    ("/api/v1/case-studies", "GET, HEAD, OPTIONS"),
    ("/assets/x/style.css", "GET, HEAD, OPTIONS"),
    ("/submit/new", "GET, HEAD, POST, OPTIONS"),
    ("/submit/WB-7K3M-P2QX/story", "GET, HEAD, POST, OPTIONS"),
    // Whether it is anybody's link is not looked at.
    ("/track/nobodys", "GET, HEAD, OPTIONS"),
    ("/moderate", "GET, HEAD, OPTIONS"),
    ("/account/sign-out", "POST, OPTIONS"),
    ("/api/fn/save_draft", "POST, OPTIONS"),
];

async fn ask(visitor: &Visitor, path: &str, headers: &[(&str, &str)]) -> Page {
    let mut request = Request::builder().method(Method::OPTIONS).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    visitor
        .raw(request.body(Body::empty()).expect("a request"))
        .await
}

/// What comes back for these bytes until the server hangs up.
async fn answer(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    stream
        .write_all(request.as_bytes())
        .await
        .expect("it reads");
    let mut text = String::new();
    stream.read_to_string(&mut text).await.expect("it answers");
    text
}

each_database! {
    async fn every_address_says_what_it_takes(app: TestApp) {
        for (path, takes) in TAKES {
            let page = ask(&app.visitor(), path, &[]).await.expect(204);
            assert_eq!(page.header("allow"), *takes, "{path}");
            assert!(page.bytes().is_empty(), "{path}");
            assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
            assert!(!page.headers().contains_key("access-control-allow-origin"), "{path}");
            assert!(!page.headers().contains_key("set-cookie"), "{path}");
        }
        ask(&app.visitor(), "/no/such/page", &[]).await.expect(404);
    }

    async fn another_site_may_ask_and_gets_no_further(app: TestApp) {
        let evil = [("origin", "https://evil.test"), ("sec-fetch-site", "cross-site")];
        ask(&app.visitor(), "/account/sign-out", &evil).await.expect(204);
        // What a browser asks before it sends something for another site's page is as it was: no.
        for path in ["/api/v1/facets", "/account/sign-out", "/submit/new"] {
            let asked = [evil[0], ("access-control-request-method", "POST"), ("access-control-request-headers", "x-any")];
            let page = ask(&app.visitor(), path, &asked).await.expect(405);
            for name in ["access-control-allow-methods", "access-control-allow-headers", "access-control-allow-credentials"] {
                assert!(!page.headers().contains_key(name), "{path} {name}");
            }
        }
    }

    async fn a_load_balancer_asks_without_a_host(app: TestApp) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async {
            let _ = stopped.await;
        };
        let router = router(app.state.clone(), &app.options);
        let done = tokio::spawn(serve(listener, router, TrustedProxies::default(), stopped));
        for path in ["/", "/livez", "/readyz", "*"] {
            let request = format!("OPTIONS {path} HTTP/1.0\r\n\r\n");
            let answer = answer(address, &request).await;
            let status = answer.split(' ').nth(1);
            assert_eq!(status, Some("204"), "{path}: {answer}");
            assert!(answer.to_ascii_lowercase().contains("\r\nallow: get, head,"), "{path}: {answer}");
        }
        // Nothing else is answered without one.
        let page = answer(address, "GET / HTTP/1.0\r\n\r\n").await;
        assert_eq!(page.split(' ').nth(1), Some("400"), "{page}");
        stop.send(()).expect("it runs");
        done.await.expect("it ends");
    }
}
