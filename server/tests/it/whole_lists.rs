//! Whole lists as files: written once for a state of the bank, in turn, and sent from there.

use crate::each_database;
use crate::sample::set_state;
use crate::support::program::PATIENCE;
use crate::support::{Page, TestApp, Visitor};
use app::web::kept_files::KeptFiles;
use axum::body::Body;
use axum::http::{Method, Request};
use std::io::Read;
use std::time::{Duration, Instant};

const ALL: &str = "/open-data/cases.csv";

async fn ask(visitor: &Visitor, method: Method, path: &str, accepted: &str) -> Page {
    let request = Request::builder().method(method).uri(path);
    let request = request.header("accept-encoding", accepted);
    visitor
        .raw(request.body(Body::empty()).expect("a request"))
        .await
}

async fn filled(app: &TestApp) -> KeptFiles {
    app.import_sample().await;
    app.index_shows_all().await;
    app.state.kept_files.clone()
}

/// Waits for a state that comes by itself.
async fn until(what: &str, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "{what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

each_database! {
    async fn a_list_is_written_once_whoever_asks_for_it_and_how(app: TestApp) {
        let files = filled(&app).await;
        let visitor = app.visitor();
        let plain = visitor.get(ALL).await.expect(200);
        assert!(plain.body().contains("\r\nhouse-of-memories,"), "{plain:?}");
        for path in [ALL, "/case-studies.csv", "/case-studies.csv?sort=newest&page=3&utm_source=x"] {
            let again = visitor.get(path).await.expect(200);
            assert_eq!(again.bytes(), plain.bytes(), "{path}");
            assert_eq!(again.header("content-length"), plain.bytes().len().to_string(), "{path}");
            assert_eq!(again.header("casebook-total"), "28", "{path}");
        }
        for accepted in ["br, gzip", "gzip"] {
            let small = ask(&visitor, Method::GET, ALL, accepted).await.expect(200);
            assert_eq!(small.header("content-encoding"), "gzip", "{accepted}");
            assert_eq!(small.header("vary"), "accept-encoding", "{accepted}");
            assert_eq!(small.header("content-length"), small.bytes().len().to_string(), "{accepted}");
            let mut unpacked = Vec::new();
            flate2::read::GzDecoder::new(small.bytes()).read_to_end(&mut unpacked).expect("it unpacks");
            assert_eq!(unpacked, plain.bytes(), "{accepted}");
        }
        for accepted in ["br", "identity"] {
            let page = ask(&visitor, Method::GET, ALL, accepted).await.expect(200);
            assert_eq!((page.header("content-encoding"), page.bytes()), ("", plain.bytes()), "{accepted}");
        }
        let head = ask(&visitor, Method::HEAD, ALL, "identity").await.expect(200);
        assert!(head.bytes().is_empty());
        assert_eq!(files.written(), 1);
        // Other lists are other files.
        for path in ["/open-data/cases.json", "/case-studies.csv?theme=carers", "/case-studies.csv?sort=title"] {
            for _ in 0..2 {
                visitor.get(path).await.expect(200);
            }
        }
        assert_eq!((files.written(), files.count()), (4, 4));
    }

    async fn what_was_taken_down_is_in_no_file(app: TestApp) {
        let files = filled(&app).await;
        let visitor = app.visitor();
        for path in [ALL, "/open-data/cases.json", "/case-studies.csv?theme=carers"] {
            visitor.get(path).await.expect(200);
        }
        assert_eq!((files.written(), files.count()), (3, 3));
        set_state(&app.db, "house-of-memories", "taken_down").await;
        let after = visitor.get(ALL).await.expect(200);
        assert!(!after.body().contains("\r\nhouse-of-memories,"), "{after:?}");
        assert_eq!((files.written(), files.count()), (4, 1), "the older ones were let go of");
        // They are let go of though nobody asks again.
        set_state(&app.db, "museums-on-prescription", "taken_down").await;
        until("the file of an older bank goes", || files.count() == 0).await;
    }

    async fn what_somebody_looks_for_is_kept_nowhere(app: TestApp) {
        let files = filled(&app).await;
        let visitor = app.visitor();
        for number in 1..=2 {
            let page = visitor.get("/case-studies.csv?q=dementia").await.expect(200);
            assert!(page.body().contains("\r\nhouse-of-memories,"), "{page:?}");
            assert_eq!((files.written(), files.count()), (number, 0));
        }
    }

    async fn who_finds_too_many_waiting_is_asked_to_come_again(app: TestApp) {
        let files = filled(&app).await;
        let visitor = app.visitor().from("198.51.100.7");
        visitor.get(ALL).await.expect(200);
        let turn = files.turn(None).await.expect("nobody else writes");
        let ask = |visitor: &Visitor, query: &str| {
            let (visitor, path) = (visitor.clone(), format!("/case-studies.csv?{query}"));
            tokio::spawn(async move { visitor.get(&path).await })
        };
        let mut asked = vec![ask(&visitor, "theme=carers"), ask(&visitor, "q=dementia")];
        until("two wait for their turn", || files.waiting() == 2).await;
        // A network has no more than two in the queue, and is told so at once.
        let refused = visitor.get("/case-studies.csv?theme=mental-health").await.expect(503);
        assert_eq!(refused.header("retry-after"), "5");
        assert_eq!(refused.header("access-control-allow-origin"), "*");
        assert_eq!(refused.header("cache-control"), "no-store, no-transform");
        assert_eq!(refused.one("h1").text(), "We are busy just now");
        // What lies there already needs no turn.
        visitor.get(ALL).await.expect(200);
        visitor.get("/case-studies.csv").await.expect(200);
        // Another network may wait too.
        asked.push(ask(&app.visitor().from("203.0.113.9"), "theme=carers"));
        until("three wait for their turn", || files.waiting() == 3).await;
        assert_eq!(files.written(), 1);
        drop(turn);
        for one in asked {
            one.await.expect("no panic").expect(200);
        }
        // Of two who asked for the same list, one had it written.
        assert_eq!(files.written(), 3);
    }
}
