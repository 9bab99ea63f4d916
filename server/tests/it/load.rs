//! More than can be drawn at once: who waits, who is asked to come again, and who notices nothing.

use crate::each_database;
use crate::support::program::PATIENCE;
use crate::support::{Page, TestApp, Variant};
use app::web::places::Bounds;
use app::web::state::AppState;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use server::layers::drawing::DrawingBounds;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

const READER: &str = "198.51.100.7";
const OTHER: &str = "203.0.113.9";

/// Two at once for a network, three for a wide one, five for all, and nobody waits.
fn few() -> DrawingBounds {
    let bounds = Bounds {
        own: 2,
        wide: 3,
        all: 5,
    };
    DrawingBounds {
        reads: bounds,
        reads_wait: Duration::ZERO,
        writes: bounds,
        writes_wait: Duration::ZERO,
    }
}

/// Pages that are not done before the gate opens.
fn gated(gate: Arc<Semaphore>) -> impl FnOnce(&mut Variant) {
    let wait = async move || {
        let passed = gate.acquire().await.expect("nobody closes it");
        passed.forget();
        "drawn"
    };
    move |variant| {
        variant.drawing = few();
        variant.extra = Router::<AppState>::new()
            .route("/test/gate", get(wait.clone()).post(wait))
            .route("/test/page", get(|| async { "drawn" }))
            .route("/test/letter", post(|| async { "taken" }))
            .route(
                "/test/busy",
                get(|| async { StatusCode::SERVICE_UNAVAILABLE }),
            );
    }
}

async fn until(what: &str, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "{what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Readers at the gate, one from each of these addresses.
async fn at_the_gate(app: &TestApp, addresses: &[&str]) -> Vec<JoinHandle<Page>> {
    let before = app.options.drawing.reading().0;
    let all: Vec<_> = addresses
        .iter()
        .map(|address| {
            let visitor = app.visitor().from(address);
            tokio::spawn(async move { visitor.get("/test/gate").await })
        })
        .collect();
    until("they are at the gate", || {
        app.options.drawing.reading().0 == before + addresses.len()
    })
    .await;
    all
}

async fn let_in(gate: &Semaphore, waiting: Vec<JoinHandle<Page>>) {
    gate.add_permits(waiting.len());
    for one in waiting {
        assert_eq!(one.await.expect("no panic").expect(200).body(), "drawn");
    }
}

each_database! {
    async fn what_is_not_drawn_is_answered_whatever_is_drawn(app: TestApp) {
        app.import_sample().await;
        app.index_shows_all().await;
        let gate = Arc::new(Semaphore::new(0));
        let app = app.variant(gated(gate.clone()));
        let reader = app.visitor().from(READER);
        let page = reader.get("/case-studies").await.expect(200);
        let style = page.one("link[rel=stylesheet]").attr("href").expect("a style");
        reader.get("/case-studies.csv").await.expect(200);
        let drawn = at_the_gate(&app, &[READER, READER, OTHER, OTHER, "192.0.2.1"]).await;
        let hits = app.options.page_cache.as_ref().expect("a cache").hits();
        for path in ["/livez", "/readyz", "/case-studies", &style] {
            reader.get(path).await.expect(200);
        }
        assert_eq!(app.options.page_cache.as_ref().expect("a cache").hits(), hits + 1);
        // Everything else is asked to come again, wherever they are, with a page and with JSON.
        let page = app.visitor().from("192.0.2.77").get("/about").await.expect(503);
        assert_eq!((page.header("retry-after"), page.header("cache-control")), ("3", "no-store, no-transform"));
        assert_eq!(page.one("h1").text(), "We are busy just now");
        let page = app.visitor().from("192.0.2.77").get("/api/v1/facets").await.expect(503);
        assert_eq!((page.header("retry-after"), page.header("access-control-allow-origin")), ("3", "*"));
        assert_eq!(page.json()["error"], "Busy just now. Try again after the seconds in the Retry-After header.");
        let_in(&gate, drawn).await;
        assert_eq!(app.options.drawing.reading(), (0, 0));
        app.visitor().from("192.0.2.77").get("/about").await.expect(200);
    }

    async fn one_network_leaves_room_for_others(app: TestApp) {
        let gate = Arc::new(Semaphore::new(0));
        let app = app.variant(gated(gate.clone()));
        let asked = async |address: &str| app.visitor().from(address).get("/test/page").await.status().as_u16();
        let office = at_the_gate(&app, &[READER, READER]).await;
        assert_eq!((asked(READER).await, asked(OTHER).await), (503, 200));
        let_in(&gate, office).await;
        // One household, whatever the last half of its address says; and one line with many networks.
        let household = at_the_gate(&app, &["2001:db8:1:2::1", "2001:db8:1:2::2"]).await;
        assert_eq!((asked("2001:db8:1:2::3").await, asked("2001:db8:1:3::1").await), (503, 200));
        let neighbour = at_the_gate(&app, &["2001:db8:1:3::1"]).await;
        assert_eq!((asked("2001:db8:1:4::1").await, asked("2001:db8:2:4::1").await), (503, 200));
        let_in(&gate, household.into_iter().chain(neighbour).collect()).await;
        assert_eq!(asked("2001:db8:1:2::3").await, 200);
    }

    async fn what_is_sent_has_places_of_its_own_and_what_was_typed_is_given_back(app: TestApp) {
        let gate = Arc::new(Semaphore::new(0));
        let app = app.variant(gated(gate.clone()));
        let letter = [("message", "Dear all,\n\nplease wait.")];
        let reads = at_the_gate(&app, &[READER, READER]).await;
        app.visitor().from(READER).post("/test/letter", &letter).await.expect(200);
        let sent: Vec<_> = (0..2)
            .map(|_| {
                let visitor = app.visitor().from(READER);
                tokio::spawn(async move { visitor.post("/test/gate", &[]).await })
            })
            .collect();
        until("both are being taken", || app.options.drawing.sending() == 2).await;
        let page = app.visitor().from(READER).post("/test/letter", &letter).await.expect(503);
        assert_eq!(page.header("retry-after"), "3");
        assert_eq!(page.one(".kept-words h3").text(), "Message");
        let kept: Vec<String> = page.select(".kept-words p").iter().map(|one| one.text().to_owned()).collect();
        assert_eq!(kept, ["Dear all,", "please wait."]);
        app.visitor().from(OTHER).post("/test/letter", &letter).await.expect(200);
        let_in(&gate, reads.into_iter().chain(sent).collect()).await;
        app.visitor().from(READER).post("/test/letter", &letter).await.expect(200);
    }

    async fn of_five_times_as_many_as_can_be_drawn_four_fifths_are_asked_to_come_again(app: TestApp) {
        let gate = Arc::new(Semaphore::new(0));
        let app = app.variant(gated(gate.clone()));
        let addresses: Vec<String> = (0..25).map(|last| format!("192.0.2.{last}")).collect();
        let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
        let (first, others) = addresses.split_at(5);
        let drawn = at_the_gate(&app, first).await;
        let mut worst = Duration::ZERO;
        for address in others {
            let visitor = app.visitor().from(address);
            let page = visitor.get("/test/page").await.expect(503);
            assert_eq!(page.header("retry-after"), "3");
            let began = Instant::now();
            visitor.get("/livez").await.expect(200);
            worst = worst.max(began.elapsed());
        }
        let_in(&gate, drawn).await;
        for address in others {
            app.visitor().from(address).get("/test/page").await.expect(200);
        }
        eprintln!(
            "figure: 5 of 25 drawn at once, 20 asked to come again in 3 seconds and served then, /livez in {worst:?} at most"
        );
    }

    async fn who_waits_a_moment_is_served_as_soon_as_there_is_room(app: TestApp) {
        let gate = Arc::new(Semaphore::new(0));
        let app = app.variant(|variant| {
            gated(gate.clone())(variant);
            variant.drawing.reads_wait = PATIENCE;
        });
        let drawn = at_the_gate(&app, &[READER, READER]).await;
        let visitor = app.visitor().from(READER);
        let waits = tokio::spawn(async move { visitor.get("/test/page").await });
        until("one waits", || app.options.drawing.reading() == (2, 1)).await;
        let_in(&gate, drawn).await;
        waits.await.expect("no panic").expect(200);
    }

    async fn whatever_is_busy_says_when_to_come_again(app: TestApp) {
        let app = app.variant(gated(Arc::new(Semaphore::new(0))));
        let page = app.visitor().get("/test/busy").await.expect(503);
        assert_eq!(page.header("retry-after"), "5");
        app.options.health.stop();
        assert_eq!(app.visitor().get("/readyz").await.expect(503).header("retry-after"), "5");
    }
}
