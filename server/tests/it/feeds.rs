//! Feed, sitemap, robots, security contact: what programs read.

use crate::each_database;
use crate::sample;
use crate::sample::{Chosen, bank, found};
use crate::support::Page;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Texts of all elements of this name, if the document is well formed.
fn texts(page: &Page, name: &str) -> Vec<String> {
    let body = page.body();
    let mut reader = Reader::from_str(&body);
    let (mut open, mut found) = (Vec::new(), Vec::new());
    loop {
        match reader
            .read_event()
            .unwrap_or_else(|error| panic!("{error}: {page:?}"))
        {
            Event::Start(start) => {
                let this = start.name().as_ref().to_owned();
                if this == name {
                    found.push(String::new());
                }
                open.push(this);
            }
            Event::End(_) => {
                open.pop().expect("an element is open");
            }
            Event::Text(text) if open.last().is_some_and(|this| this == name) => {
                found.last_mut().expect("an element").push_str(&text);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?}");
    found
}

each_database! {
    async fn the_feed_has_the_cases_of_the_list(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let feed = visitor.get("/case-studies.atom").await.expect(200);
        assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
        assert_eq!(feed.header("access-control-allow-origin"), "*");
        // The feed's own id comes first.
        let ids = texts(&feed, "id");
        let expected: Vec<String> = found(&bank(), &Chosen::new());
        assert_eq!(ids.len(), 29);
        for (id, slug) in ids[1..].iter().zip(&expected) {
            assert!(id.starts_with("tag:127.0.0.1,") && id.ends_with(&format!(":/case-studies/{slug}")), "{id}");
        }
        assert_eq!(texts(&feed, "updated").len(), 29);
        assert_eq!(texts(&feed, "summary").len(), 28);
        assert_eq!(texts(&feed, "rights").len(), 29);
        let carers = visitor.get("/case-studies.atom?theme=carers&page=7&utm_source=x").await.expect(200);
        assert_eq!(texts(&carers, "id").len(), 7);
        assert_eq!(texts(&carers, "title")[0], "Casebook: Carers");
        assert_eq!(texts(&visitor.get("/case-studies.atom?theme=%00%1F%3C").await.expect(200), "id").len(), 1);
    }

    async fn the_feed_of_a_search_says_its_words_and_begins_with_the_newest(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let order: Vec<String> = found(&bank(), &Chosen::new());
        for sort in ["", "&sort=title", "&sort=relevance"] {
            let feed = visitor.get(&format!("/case-studies.atom?q=dementia&theme=carers{sort}")).await.expect(200);
            assert_eq!(texts(&feed, "title")[0], "Casebook: “dementia”, Carers");
            let ids = texts(&feed, "id");
            assert!(ids.len() > 2, "{ids:?}");
            // The feed has one address, whatever order the page had. (`texts` leaves out what stands for "&".)
            assert_eq!(ids[0], "tag:127.0.0.1,2026:/case-studies.atom?q=dementiatheme=carers", "{sort}");
            let places: Vec<usize> = ids[1..]
                .iter()
                .map(|id| order.iter().position(|slug| id.ends_with(&format!("/{slug}"))).expect("a case"))
                .collect();
            assert!(places.is_sorted(), "{sort}: {places:?}");
        }
    }

    async fn hostile_text_stays_text(app: TestApp) {
        app.import_sample().await;
        sample::change_content(&app.db, "house-of-memories", |content| {
            content.title = "</title><script>alert(1)</script> & ]]>".into();
            content.summary = "bell \u{7} and \u{fffe}".into();
        })
        .await;
        let visitor = app.visitor();
        let feed = visitor.get("/case-studies.atom").await.expect(200);
        assert!(!feed.body().contains("<script"), "{feed:?}");
        assert_eq!(texts(&feed, "summary").iter().filter(|text| text.as_str() == "bell  and ").count(), 1);
        let page = visitor.get("/case-studies/house-of-memories").await.expect(200);
        assert_eq!(page.select("script:not([type='application/ld+json'])").len(), 0);
        assert_eq!(page.one("h1").text(), "</title><script>alert(1)</script> & ]]>");
    }

    async fn the_sitemap_lists_every_public_case(app: TestApp) {
        app.import_sample().await;
        sample::set_state(&app.db, "house-of-memories", "taken_down").await;
        let page = app.visitor().get("/sitemap.xml").await.expect(200);
        let listed = texts(&page, "loc").into_iter().filter(|loc| loc.contains("/case-studies/")).count();
        assert_eq!(listed, 27);
        assert_eq!(texts(&page, "lastmod").len(), 27);
        sample::set_state(&app.db, "house-of-memories", "live").await;
        let page = app.visitor().get("/sitemap.xml").await.expect(200);
        assert_eq!(texts(&page, "lastmod").len(), 28);
        for loc in texts(&page, "loc").iter().filter(|loc| loc.contains("/case-studies/")) {
            app.visitor().get(loc.trim_start_matches("http://127.0.0.1:3000")).await.expect(200);
        }
    }

    async fn the_sitemap_leads_to_themes_people_and_museums_that_have_a_case(app: TestApp) {
        let visitor = app.visitor();
        let ways = |page: &Page| -> Vec<String> {
            let all = texts(page, "loc").into_iter().map(|loc| loc.trim_start_matches("http://127.0.0.1:3000").to_owned());
            all.filter(|path| ["/themes/", "/audiences/", "/museums/"].iter().any(|way| path.starts_with(way))).collect()
        };
        assert_eq!(ways(&visitor.get("/sitemap.xml").await.expect(200)), Vec::<String>::new());
        app.import_sample().await;
        let listed = ways(&visitor.get("/sitemap.xml").await.expect(200));
        for path in &listed {
            let page = visitor.get(path).await.expect(200);
            assert_eq!(page.select("meta[name=robots]").len(), 0, "{path}");
        }
        let themes: std::collections::BTreeSet<String> = bank().iter().flat_map(|case| case.content.themes.clone()).collect();
        let of_themes: std::collections::BTreeSet<String> =
            listed.iter().filter_map(|path| path.strip_prefix("/themes/")).map(str::to_owned).collect();
        assert_eq!(of_themes, themes);
        let museums: std::collections::BTreeSet<String> = bank().iter().map(|case| case.content.museum.trim().to_lowercase()).collect();
        assert_eq!(listed.iter().filter(|path| path.starts_with("/museums/")).count(), museums.len());
    }

    async fn crawlers_and_finders_of_holes_are_told(app: TestApp) {
        let visitor = app.visitor();
        let robots = visitor.get("/robots.txt").await.expect(200);
        assert!(robots.body().contains("Disallow: /moderate\n"));
        assert!(robots.body().contains("Sitemap: http://127.0.0.1:3000/sitemap.xml\n"));
        let security = visitor.get("/.well-known/security.txt").await.expect(200);
        assert!(security.body().starts_with("Contact: mailto:help@example.org\n"), "{security:?}");
        assert_eq!(security.header("content-type"), "text/plain; charset=utf-8");
    }
}
