//! What is kept for readers without a session, and what never is.

use crate::each_database;
use crate::sample::{change_content, set_state};
use crate::support::{Page, TestApp, TestIndex, Visitor, site};
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request};
use case_study::Status;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use server::layers::page_cache::PageCache;
use server::layers::page_cache::rules::Rules;
use server::router::listed;
use std::io::Read;
use std::time::{Duration, Instant};
use store::bank;
use store::entity::case;

/// One address of every kind that is kept.
const KEPT: &[&str] = &[
    "/",
    "/case-studies",
    "/case-studies?theme=carers&page=1",
    "/case-studies?view=map",
    "/case-studies/house-of-memories",
    "/case-studies/house-of-memories.json",
    "/case-studies/house-of-memories.png",
    "/case-studies/house-of-memories/embed",
    "/themes",
    "/themes/carers",
    "/audiences/older-people",
    "/museums",
    "/museums/dulwich-picture-gallery",
    "/museums/dulwich-picture-gallery/feed",
    "/impact",
    "/impact/people-counted",
    "/about-evidence",
    "/open-data",
    "/about",
    "/accessibility",
    "/privacy",
    "/case-studies.atom",
    "/case-studies.json?theme=carers",
    "/api/v1/case-studies?theme=carers&per_page=3",
    "/api/v1/case-studies/house-of-memories",
    "/api/v1/facets",
    "/openapi.json",
    "/open-data/dictionary.json",
    "/sitemap.xml",
    "/robots.txt",
];

fn cache(app: &TestApp) -> &PageCache {
    app.options.page_cache.as_ref().expect("there is a cache")
}

async fn ask(visitor: &Visitor, method: Method, path: &str, headers: &[(&str, &str)]) -> Page {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    visitor
        .raw(request.body(Body::empty()).expect("a request"))
        .await
}

/// Publishes the sample bank and waits for the index: while it is behind, nothing is kept.
async fn filled(app: &TestApp) {
    app.import_sample().await;
    let generation = bank::generation(&app.db).await.expect("a generation");
    assert!(
        app.state.index.caught_up(generation).await,
        "the index follows"
    );
}

/// The headers that are not of one request alone.
fn lasting(page: &Page) -> HeaderMap {
    let mut headers = page.headers().clone();
    headers.remove("x-request-id");
    headers
}

/// The bytes before they were squeezed.
fn unpacked(page: &Page) -> Vec<u8> {
    let mut bytes = Vec::new();
    match page.header("content-encoding") {
        "br" => brotli::Decompressor::new(page.bytes(), 4096).read_to_end(&mut bytes),
        "gzip" => flate2::read::GzDecoder::new(page.bytes()).read_to_end(&mut bytes),
        _ => page.bytes().read_to_end(&mut bytes),
    }
    .expect("it unpacks");
    bytes
}

fn count_of_list(page: &Page) -> String {
    page.one("[role=status]").text().to_owned()
}

each_database! {
    async fn what_is_kept_is_what_was_drawn(app: TestApp) {
        filled(&app).await;
        let plain = app.variant(|variant| variant.page_cache = None);
        let visitor = app.visitor();
        let (mut entries, mut hits) = (0, 0);
        for path in KEPT {
            for coding in ["br", "gzip", "identity"] {
                let headers = [("accept-encoding", coding)];
                let drawn = ask(&visitor, Method::GET, path, &headers).await.expect(200);
                entries += 1;
                assert_eq!((cache(&app).count(), cache(&app).hits()), (entries, hits), "{path} {coding}");
                let kept = ask(&visitor, Method::GET, path, &headers).await.expect(200);
                hits += 1;
                assert_eq!((cache(&app).count(), cache(&app).hits()), (entries, hits), "{path} {coding}");
                assert_eq!(kept.bytes(), drawn.bytes(), "{path} {coding}");
                assert_eq!(kept.headers(), &lasting(&drawn), "{path} {coding}");
                assert_eq!(kept.header("content-length"), kept.bytes().len().to_string(), "{path}");
                // The same without a cache, but for what the cache knows because it has the whole.
                let uncached = ask(&plain.visitor(), Method::GET, path, &headers).await.expect(200);
                assert_eq!(unpacked(&uncached), unpacked(&kept), "{path} {coding}");
                assert!(kept.bytes().len() <= uncached.bytes().len(), "{path} {coding}");
                let mut more = kept.headers().clone();
                if !uncached.headers().contains_key("etag") {
                    assert!(kept.header("etag").starts_with('"'), "{path}: a strong tag");
                    more.remove("etag");
                }
                let mut uncached = lasting(&uncached);
                for headers in [&mut more, &mut uncached] {
                    headers.remove("content-length");
                }
                assert_eq!(more, uncached, "{path} {coding}");
            }
        }
    }

    async fn what_is_no_part_of_the_key_changes_nothing(app: TestApp) {
        // Every key that some page reads, with a value that would show.
        const KEYS: &str = "q=tea&theme=mental-health&country=FI&sort=title&page=2&view=map&area=world&per_page=2\
            &shortlist=house-of-memories&cases=house-of-memories&url=x&format=xml";
        filled(&app).await;
        let plain = app.variant(|variant| variant.page_cache = None).visitor();
        let rules = Rules::of(&listed(site()));
        let key = |path: &str, query: &str| {
            let mut key = String::new();
            rules.write_address(&mut key, path, query).then_some(key)
        };
        for address in KEPT {
            let (path, query) = address.split_once('?').unwrap_or((address, ""));
            if key(path, KEYS) != key(path, "") {
                continue;
            }
            let with = plain.get(&format!("{path}?{KEYS}")).await.expect(200);
            let without = plain.get(path).await.expect(200);
            assert_eq!(with.body(), without.body(), "{path} reads its query: say so in routes.rs");
            assert_eq!(query, "", "{path}");
        }
    }

    async fn pages_of_everybody_say_what_they_depend_on(app: TestApp) {
        filled(&app).await;
        for _ in 0..2 {
            let page = ask(&app.visitor(), Method::GET, "/case-studies", &[("accept-encoding", "gzip")]).await.expect(200);
            let vary: Vec<_> = page.headers().get_all("vary").iter().collect();
            assert_eq!(vary, ["cookie", "accept-encoding"]);
            // To be kept, and asked about each time.
            assert_eq!(page.header("cache-control"), "no-cache, no-transform");
        }
    }

    async fn keys_that_nobody_reads_make_no_entries(app: TestApp) {
        filled(&app).await;
        let visitor = app.visitor();
        for number in 0..20 {
            visitor.get(&format!("/case-studies?theme=carers&utm_{number}={number}")).await.expect(200);
            visitor.get(&format!("/?x{number}")).await.expect(200);
            visitor.get(&format!("/case-studies/house-of-memories?utm_{number}=x")).await.expect(200);
        }
        assert_eq!((cache(&app).count(), cache(&app).hits()), (3, 57));
    }

    async fn what_is_published_edited_or_taken_down_is_seen_at_once(app: TestApp) {
        filled(&app).await;
        let visitor = app.visitor();
        let case = "/case-studies/house-of-memories";
        let all = [case, "/case-studies", "/", "/sitemap.xml", "/case-studies.atom", "/api/v1/case-studies", "/museums"];
        let titled = async |path: &str, words: &str| visitor.get(path).await.expect(200).body().contains(words);
        for path in all {
            visitor.get(path).await.expect(200);
            visitor.get(path).await.expect(200);
        }
        assert_eq!(cache(&app).hits(), all.len() as u64);

        change_content(&app.db, "house-of-memories", |content| content.title = "A zeppelin over the dock".into()).await;
        assert!(titled(case, "A zeppelin over the dock").await);
        assert!(titled("/api/v1/case-studies/house-of-memories", "A zeppelin over the dock").await);

        app.standing_at(Status::Published, "Tea with the xylophone ensemble").await;
        for path in all.iter().filter(|path| !path.starts_with(case) && **path != "/museums" && **path != "/sitemap.xml") {
            assert!(titled(path, "Tea with the xylophone ensemble").await, "{path}");
        }
        assert!(titled("/museums", "Example Museum").await);
        assert_eq!(count_of_list(&visitor.get("/case-studies").await), "29 case studies, page 1 of 3");

        set_state(&app.db, "house-of-memories", "taken_down").await;
        visitor.get(case).await.expect(410);
        visitor.get("/case-studies/house-of-memories.json").await.expect(410);
        assert!(!titled("/sitemap.xml", "house-of-memories").await);
        assert_eq!(count_of_list(&visitor.get("/case-studies").await), "28 case studies, page 1 of 3");
        set_state(&app.db, "house-of-memories", "live").await;
        visitor.get(case).await.expect(200);
    }

    async fn what_another_program_takes_down_is_gone_within_two_seconds(app: TestApp) {
        filled(&app).await;
        let visitor = app.visitor();
        for path in ["/case-studies/house-of-memories", "/case-studies", "/impact"] {
            visitor.get(path).await.expect(200);
        }
        // As another program does it: nothing is announced here.
        let tx = app.db.begin().await.unwrap();
        let generation = bank::raise_generation(&tx).await.unwrap();
        case::Entity::update_many()
            .col_expr(case::Column::State, Expr::value("taken_down"))
            .col_expr(case::Column::ChangedIn, Expr::value(generation))
            .filter(case::Column::Slug.eq("house-of-memories"))
            .exec(&tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let since = Instant::now();
        loop {
            let gone = visitor.get("/case-studies/house-of-memories").await.status() == 410;
            let list = count_of_list(&visitor.get("/case-studies").await);
            if gone && list == "27 case studies, page 1 of 3" {
                break;
            }
            assert!(since.elapsed() < Duration::from_secs(2), "{gone} {list}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    async fn a_list_older_than_the_bank_is_not_kept(app: TestApp) {
        filled(&app).await;
        let search = TestIndex::halted(&app.db).await;
        let app = app.variant(|variant| variant.search = Some(search));
        let visitor = app.visitor();
        visitor.get("/case-studies?theme=carers").await.expect(200);
        visitor.get("/case-studies/house-of-memories").await.expect(200);
        assert_eq!(cache(&app).count(), 2);
        set_state(&app.db, "house-of-memories", "taken_down").await;
        // Two seconds of waiting, and then the older list.
        visitor.get("/case-studies?theme=carers").await.expect(200);
        visitor.get("/case-studies/house-of-memories").await.expect(410);
        visitor.get("/about-evidence").await.expect(200);
        assert_eq!((cache(&app).count(), cache(&app).hits()), (2, 0), "nothing newer is kept");
    }

    async fn whoever_has_a_session_has_pages_of_their_own(app: TestApp) {
        filled(&app).await;
        let (reader, moderator) = (app.visitor(), app.moderator().await);
        let kept = reader.get("/case-studies").await.expect(200);
        let own = moderator.get("/case-studies").await.expect(200);
        assert!(own.text().contains("Moderator 1") && own.header("cache-control") == "no-store, no-transform", "{own:?}");
        assert_eq!(cache(&app).hits(), 0);
        moderator.get("/themes").await.expect(200);
        moderator.get("/case-studies.atom").await.expect(200);
        assert_eq!(cache(&app).count(), 1, "nothing of theirs is kept");
        let again = reader.get("/case-studies").await.expect(200);
        assert_eq!((again.body(), cache(&app).hits()), (kept.body(), 1));
        // A cookie that opens nothing is not looked up here, and another's cookie is no session.
        let stranger = app.visitor();
        stranger.set_cookie("sid", "made-up");
        stranger.get("/case-studies").await.expect(200);
        assert_eq!(cache(&app).hits(), 1);
        let marked = app.visitor();
        marked.set_cookie("consent", "yes");
        marked.get("/case-studies").await.expect(200);
        assert_eq!(cache(&app).hits(), 2);
        // What only decodes to ours is a neighbour's, and two of ours are none.
        for (number, cookies) in ["%73id=a", "s%69d=a; theme=dark", "sid=a; sid=b"].into_iter().enumerate() {
            ask(&app.visitor(), Method::GET, "/case-studies", &[("cookie", cookies)]).await.expect(200);
            assert_eq!(cache(&app).hits(), 3 + number as u64, "{cookies}");
        }
    }

    async fn head_is_the_same_without_the_body(app: TestApp) {
        filled(&app).await;
        let visitor = app.visitor();
        for path in ["/case-studies", "/api/v1/facets", "/case-studies/house-of-memories"] {
            let drawn = ask(&visitor, Method::HEAD, path, &[]).await.expect(200);
            let page = visitor.get(path).await.expect(200);
            let kept = ask(&visitor, Method::HEAD, path, &[]).await.expect(200);
            assert!(drawn.bytes().is_empty() && kept.bytes().is_empty() && !page.bytes().is_empty());
            assert_eq!(lasting(&drawn), *page.headers(), "{path}");
            assert_eq!(kept.headers(), page.headers(), "{path}");
        }
        assert_eq!((cache(&app).count(), cache(&app).hits()), (3, 6));
    }

    async fn whoever_has_the_bytes_is_sent_none(app: TestApp) {
        filled(&app).await;
        let visitor = app.visitor();
        for coding in ["br", "identity"] {
            let first = ask(&visitor, Method::GET, "/case-studies", &[("accept-encoding", coding)]).await.expect(200);
            let tag = first.header("etag").to_owned();
            let headers = [("accept-encoding", coding), ("if-none-match", tag.as_str())];
            for method in [Method::GET, Method::HEAD] {
                let known = ask(&visitor, method, "/case-studies", &headers).await.expect(304);
                assert!(known.bytes().is_empty(), "{known:?}");
                for name in ["etag", "cache-control", "vary", "content-security-policy", "x-content-type-options"] {
                    assert_eq!(known.header(name), first.header(name), "{name}");
                }
                for name in ["content-type", "content-encoding", "content-length"] {
                    assert!(!known.headers().contains_key(name) || known.header(name) == "0", "{name}: {known:?}");
                }
            }
            let other = if coding == "br" { "identity" } else { "br" };
            ask(&visitor, Method::GET, "/case-studies", &[("accept-encoding", other), ("if-none-match", &tag)]).await.expect(200);
        }
        // Drawn anew with the same bytes: still nothing to send.
        let tag = visitor.get("/privacy").await.expect(200).header("etag").to_owned();
        set_state(&app.db, "house-of-memories", "taken_down").await;
        let hits = cache(&app).hits();
        ask(&visitor, Method::GET, "/privacy", &[("if-none-match", &tag)]).await.expect(304);
        assert_eq!(cache(&app).hits(), hits);
        let tag = visitor.get("/case-studies").await.expect(200).header("etag").to_owned();
        set_state(&app.db, "house-of-memories", "live").await;
        ask(&visitor, Method::GET, "/case-studies", &[("if-none-match", &tag)]).await.expect(200);
    }

    async fn hostile_queries_are_answered_and_not_kept(app: TestApp) {
        filled(&app).await;
        let visitor = app.visitor();
        let long = "x".repeat(10_000);
        for path in [
            "/case-studies?q=lonely+older+people".to_owned(),
            "/case-studies/suggest?q=tea".to_owned(),
            format!("/case-studies?q={long}"),
            format!("/case-studies?{long}"),
            format!("/?{long}"),
            format!("/api/v1/case-studies?theme={long}"),
        ] {
            visitor.get(&path).await.expect(200);
        }
        for path in ["/case-studies/no-such-case", "/no/such/page", "/themes/none"] {
            visitor.get(path).await.expect(404);
        }
        visitor.get("/api/v1/case-studies?per_page=all").await.expect(400);
        visitor.get("/case-studies.csv").await.expect(200);
        visitor.get("/oai?verb=Identify").await.expect(200);
        visitor.get("/account/sign-in").await.expect(200);
        visitor.get("/submit").await.expect(200);
        assert_eq!(cache(&app).count(), 0);
    }

    async fn what_is_kept_never_weighs_more_than_it_may(app: TestApp) {
        const MOST: u64 = 400_000;
        filled(&app).await;
        let app = app.variant(|variant| variant.page_cache = Some(MOST));
        let visitor = app.visitor();
        let page = visitor.get("/api/v1/facets").await.expect(200);
        let one = cache(&app).weight();
        assert!(one > page.bytes().len() as u64 && one < MOST / 2, "{one}");
        for number in 0..40 {
            visitor.get(&format!("/case-studies?region=place-{number}")).await.expect(200);
            assert!(cache(&app).weight() <= MOST, "{}", cache(&app).weight());
        }
        assert!(cache(&app).count() > 1);
    }

    async fn other_layers_keep_their_say(app: TestApp) {
        filled(&app).await;
        let visitor = app.visitor();
        visitor.get("/case-studies").await.expect(200);
        ask(&visitor, Method::GET, "/case-studies", &[("host", "evil.test")]).await.expect(421);
        ask(&visitor, Method::POST, "/case-studies", &[("sec-fetch-site", "cross-site")]).await.expect(403);
        ask(&visitor, Method::DELETE, "/case-studies", &[("sec-fetch-site", "same-origin")]).await.expect(405);
        let with_body = Request::get("/case-studies").header("content-length", "300000").body(Body::from("x".repeat(300_000)));
        visitor.raw(with_body.unwrap()).await.expect(413);
        assert_eq!(cache(&app).hits(), 0);

        let app = app.variant(|variant| {
            variant.public_url = "https://bank.example.org".to_owned();
            variant.trusted_proxies = "10.0.0.1".to_owned();
        });
        let visitor = app.visitor().from("10.0.0.1");
        visitor.get("/case-studies").await.expect(200);
        let kept = ask(&visitor, Method::GET, "/case-studies", &[("x-forwarded-proto", "https")]).await.expect(200);
        assert_eq!(kept.header("strict-transport-security"), "max-age=63072000; includeSubDomains; preload");
        assert_eq!(cache(&app).hits(), 1);
        let moved = ask(&visitor, Method::GET, "/case-studies", &[("x-forwarded-proto", "http")]).await.expect(308);
        assert_eq!(moved.location(), "https://bank.example.org/case-studies");
    }
}
