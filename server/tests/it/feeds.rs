//! Feed, sitemap, robots, security contact: what programs read.

use crate::each_database;
use crate::sample;
use crate::sample::{Chosen, bank, found};
use crate::support::Page;
use case_study::dates::{iso_day, rfc3339};
use case_study::import::ImportedCase;
use case_study::vocabulary::slugify;
use quick_xml::Reader;
use quick_xml::events::Event;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::entity::case;
use store::{DAY_MS, imports};

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

/// Where a link of a feed leads, from the root of the site.
fn link(page: &Page, rel: &str) -> Option<String> {
    let links = page.select(&format!("link[rel='{rel}']"));
    let href = links.first().and_then(|link| link.attr("href"))?;
    Some(
        href.strip_prefix("http://127.0.0.1:3000")
            .expect("of this site")
            .to_owned(),
    )
}

/// The cases that a feed says have gone, by their slugs.
fn gone(page: &Page) -> Vec<String> {
    let body = page.body();
    let marks = body.split("<at:deleted-entry ref=\"").skip(1);
    marks
        .map(|mark| {
            let id = mark.split('"').next().expect("an id");
            id.rsplit('/').next().expect("a slug").to_owned()
        })
        .collect()
}

/// The sample bank so many times, under other slugs.
fn copies(of: usize) -> Vec<ImportedCase> {
    (0..of)
        .flat_map(|copy| {
            bank().into_iter().map(move |mut case| {
                case.id = format!("{}-{copy}", case.id);
                case
            })
        })
        .collect()
}

each_database! {
    async fn a_feed_leads_on_to_its_last_case(app: TestApp) {
        let cases = copies(4);
        imports::import(&app.db, &cases, |_| {}).await.expect("stored");
        app.index_shows_all().await;
        let visitor = app.visitor();
        let (mut ids, mut pages) = (Vec::new(), Vec::new());
        let mut next = Some("/case-studies.atom".to_owned());
        while let Some(path) = next {
            let page = visitor.get(&path).await.expect(200);
            assert_eq!(link(&page, "self").as_deref(), Some(path.as_str()));
            assert_eq!(link(&page, "first").as_deref(), Some("/case-studies.atom"));
            assert_eq!(link(&page, "last").as_deref(), Some("/case-studies.atom?page=3"));
            let mut found = texts(&page, "id");
            assert_eq!(found.remove(0), "tag:127.0.0.1,2026:/case-studies.atom", "all are pages of one feed");
            ids.extend(found);
            next = link(&page, "next");
            pages.push(page);
        }
        assert_eq!((pages.len(), ids.len()), (3, cases.len()));
        let slugs: Vec<_> = ids.iter().map(|id| id.rsplit('/').next().expect("a slug").to_owned()).collect();
        let newest_first: Vec<_> = cases.iter().rev().map(|case| case.id.clone()).collect();
        assert_eq!(slugs, newest_first);
        assert_eq!(link(&pages[2], "previous").as_deref(), Some("/case-studies.atom?page=2"));
        assert_eq!(link(&pages[0], "previous"), None);
    }

    async fn the_feed_of_a_museum_leads_on_too(app: TestApp) {
        let cases: Vec<_> = copies(1).into_iter().map(|mut case| {
            case.content.museum = "Example Museum".into();
            case
        }).collect();
        imports::import(&app.db, &cases, |_| {}).await.expect("stored");
        let visitor = app.visitor();
        let first = visitor.get("/museums/example-museum/feed").await.expect(200);
        let second = visitor.get(&link(&first, "next").expect("a second page")).await.expect(200);
        assert_eq!((texts(&first, "id").len(), texts(&second, "id").len()), (21, 9));
        assert_eq!(link(&second, "next"), None);
        let past = visitor.get("/museums/example-museum/feed?page=9").await.expect(200);
        assert_eq!(texts(&past, "id").len(), 1);
    }

    async fn a_feed_says_what_has_gone_from_there(app: TestApp) {
        app.import_sample().await;
        let mut cases = bank();
        let theme = |case: &ImportedCase, slug: &str| case.content.themes.iter().any(|theme| theme == slug);
        let leaves = cases.iter_mut().find(|case| theme(case, "carers")).expect("a case for carers");
        leaves.content.themes.retain(|theme| theme != "carers");
        let left = leaves.id.clone();
        imports::import(&app.db, &cases, |_| {}).await.expect("stored");
        let down = cases.iter().rev().find(|case| theme(case, "carers")).expect("another for carers");
        let museum = slugify(&down.content.museum);
        // Another of the museum, so that it still has a feed.
        let mut more = down.clone();
        more.id = "another-of-it".into();
        imports::import(&app.db, &[more], |_| {}).await.expect("stored");
        sample::set_state(&app.db, &down.id, "taken_down").await;
        app.index_shows_all().await;

        let visitor = app.visitor();
        let gone_from = async |path: &str| gone(&visitor.get(path).await.expect(200));
        assert_eq!(gone_from("/case-studies.atom").await, std::slice::from_ref(&down.id));
        assert_eq!(gone_from(&format!("/museums/{museum}/feed")).await, std::slice::from_ref(&down.id));
        let mut carers = gone_from("/case-studies.atom?theme=carers").await;
        carers.sort();
        let mut expected = vec![down.id.clone(), left.clone()];
        expected.sort();
        assert_eq!(carers, expected);
        // One that is still in another of the themes asked for has not gone.
        let other = cases.iter().find(|case| case.id == left).expect("it").content.themes[0].clone();
        assert_eq!(gone_from(&format!("/case-studies.atom?theme=carers&theme={other}")).await, std::slice::from_ref(&down.id));
        // On the page that is asked for again, and where it is known.
        for path in ["/case-studies.atom?page=2", "/case-studies.atom?q=dementia", "/case-studies.atom?audience=carers"] {
            assert_eq!(gone_from(path).await, Vec::<String>::new(), "{path}");
        }
        // The id is that of the entry as it was.
        let page = visitor.get("/case-studies.atom").await.expect(200);
        assert!(page.body().contains(&format!(":/case-studies/{}\" when=\"", down.id)), "{page:?}");
        assert!(!texts(&page, "id").iter().any(|id| id.ends_with(&format!("/{}", down.id))));
    }

    async fn what_is_dated_later_is_told_as_of_now(app: TestApp) {
        app.import_sample().await;
        let ahead = app.clock.now_ms() + 10 * DAY_MS;
        let tx = app.db.begin().await.expect("a transaction");
        let generation = store::bank::raise_generation(&tx).await.expect("raised");
        case::Entity::update_many()
            .col_expr(case::Column::PublishedAt, Expr::value(ahead))
            .col_expr(case::Column::UpdatedAt, Expr::value(ahead))
            .col_expr(case::Column::ChangedIn, Expr::value(generation))
            .filter(case::Column::Slug.eq("house-of-memories"))
            .exec(&tx)
            .await
            .expect("updated");
        tx.commit().await.expect("committed");
        store::bank::announce(&app.db).await;
        app.index_shows_all().await;
        let visitor = app.visitor();
        let feed = visitor.get("/case-studies.atom").await.expect(200);
        let now = rfc3339(app.clock.now_ms());
        for name in ["published", "updated"] {
            assert!(texts(&feed, name).iter().all(|at| *at <= now), "{feed:?}");
        }
        // Its id is of the day that is stored, so it will not change.
        let id = format!("tag:127.0.0.1,{}:/case-studies/house-of-memories", iso_day(ahead));
        assert!(texts(&feed, "id").contains(&id), "{feed:?}");
        let map = visitor.get("/sitemap.xml").await.expect(200);
        let today = iso_day(app.clock.now_ms());
        assert!(texts(&map, "lastmod").iter().all(|day| *day <= today), "{map:?}");
        let json = visitor.get("/case-studies.json").await.expect(200).json();
        for item in json["items"].as_array().expect("items") {
            for member in ["date_published", "date_modified"] {
                assert!(item[member].as_str().expect("a time") <= rfc3339(app.clock.now_ms()).as_str(), "{item}");
            }
        }
    }

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
        let carers = visitor.get("/case-studies.atom?theme=carers&utm_source=x").await.expect(200);
        assert_eq!(texts(&carers, "id").len(), 7);
        assert_eq!(texts(&carers, "title")[0], "Casebook: Carers");
        assert_eq!(texts(&visitor.get("/case-studies.atom?theme=%00%1F%3C").await.expect(200), "id").len(), 1);
        // A page past the end has none, and leads back.
        let past = visitor.get("/case-studies.atom?theme=carers&page=7").await.expect(200);
        assert_eq!(texts(&past, "id"), [texts(&carers, "id")[0].clone()]);
        assert_eq!(link(&past, "previous").as_deref(), Some("/case-studies.atom?theme=carers"));
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
