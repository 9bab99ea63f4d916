//! The map: which cases are on it, what its marks say, where they lead.

use crate::each_database;
use crate::sample;
use crate::sample::{Chosen, bank, found, query};
use crate::support::{Page, Visitor};
use std::collections::BTreeSet;

/// Slugs in the list below the map.
fn listed(page: &Page) -> Vec<String> {
    page.select(".place li a")
        .iter()
        .filter_map(|link| {
            Some(
                link.attr("href")?
                    .strip_prefix("/case-studies/")?
                    .to_owned(),
            )
        })
        .collect()
}

fn marks(page: &Page) -> Vec<(String, String)> {
    page.select("svg a.mark")
        .iter()
        .map(|mark| {
            (
                mark.attr("aria-label").unwrap_or_default(),
                mark.attr("href").unwrap_or_default(),
            )
        })
        .collect()
}

fn sorted(slugs: Vec<String>) -> Vec<String> {
    let set: BTreeSet<String> = slugs.into_iter().collect();
    set.into_iter().collect()
}

/// Follows marks until each stands for one case or one place; the slugs found on the way.
async fn look_closer(visitor: &Visitor, first: &str) -> BTreeSet<String> {
    let (mut open, mut seen, mut slugs) =
        (vec![first.to_owned()], BTreeSet::new(), BTreeSet::new());
    while let Some(path) = open.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        assert!(seen.len() < 60, "no end: {seen:?}");
        let page = visitor.get(&path).await.expect(200);
        for (_, href) in marks(&page) {
            if let Some(id) = href.strip_prefix('#') {
                slugs.extend(
                    page.select(&format!("#{id} li a"))
                        .iter()
                        .filter_map(|link| {
                            Some(
                                link.attr("href")?
                                    .strip_prefix("/case-studies/")?
                                    .to_owned(),
                            )
                        }),
                );
            } else if let Some(slug) = href.strip_prefix("/case-studies/") {
                slugs.insert(slug.to_owned());
            } else {
                open.push(href);
            }
        }
    }
    slugs
}

each_database! {
    async fn the_map_and_its_list_show_the_same(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let world = visitor.get("/case-studies?view=map&area=world").await.expect(200);
        assert_eq!(world.one("[role=status]").text(), "28 case studies");
        assert_eq!(sorted(listed(&world)), sorted(found(&bank(), &Chosen::new())));
        assert!(world.text().contains("Every case study has a place on the map."), "{world:?}");
        let abroad = ["montreal-museum-prescriptions", "moma-meet-me", "nmah-trauma-based-knowledge-work"];
        let europe = visitor.get("/case-studies?view=map").await.expect(200);
        assert_eq!(europe.one("[role=status]").text(), "25 case studies of 28 in this area");
        assert!(europe.text().contains("3 case studies are outside this area"), "{europe:?}");
        let expected = found(&bank(), &Chosen::new()).into_iter().filter(|slug| !abroad.contains(&slug.as_str())).collect();
        assert_eq!(sorted(listed(&europe)), sorted(expected));
        // Numbers on the marks add up to what the list says.
        let counted: usize = marks(&europe)
            .iter()
            .map(|(says, href)| -> usize {
                if href.starts_with("/case-studies/") {
                    return 1;
                }
                let before = says.split(" case stud").next().and_then(|text| text.rsplit(' ').next());
                before.and_then(|number| number.parse().ok()).unwrap_or(1)
            })
            .sum();
        assert_eq!(counted, 25, "{:?}", marks(&europe));
        assert_eq!(europe.select(".sorting [aria-current]").len(), 1);
    }

    async fn every_case_is_reached_by_looking_closer(app: TestApp) {
        app.import_sample().await;
        let found_on_map = look_closer(&app.visitor(), "/case-studies?view=map&area=world").await;
        assert_eq!(found_on_map.into_iter().collect::<Vec<_>>(), sorted(found(&bank(), &Chosen::new())));
    }

    async fn filters_narrow_the_map_as_they_narrow_the_list(app: TestApp) {
        app.import_sample().await;
        let (visitor, bank) = (app.visitor(), bank());
        for chosen in sample::combinations(&bank, 16) {
            let query = query(&chosen);
            let page = visitor.get(&format!("/case-studies?{query}&view=map&area=world")).await.expect(200);
            assert_eq!(sorted(listed(&page)), sorted(found(&bank, &chosen)), "{query}");
        }
        let carers = visitor.get("/case-studies?theme=carers&view=map").await.expect(200);
        assert_eq!(carers.one("h1").text(), "Case studies on the map: carers");
        assert!(carers.select(".sorting a").iter().all(|link| link.attr("href").unwrap_or_default().contains("theme=carers")));
        assert_eq!(carers.one(".chip").attr("href").as_deref(), Some("/case-studies?view=map"));
        let list = visitor.get("/case-studies?theme=carers").await.expect(200);
        assert!(list.select("a").iter().any(|link| link.attr("href").as_deref() == Some("/case-studies?theme=carers&view=map")));
    }

    async fn the_map_of_a_search_says_so_and_stays_a_map(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let page = visitor.get("/case-studies?q=demetnia&theme=carers&sort=title&view=map&area=world").await.expect(200);
        assert_eq!(page.one("h1").text(), "Case studies on the map: “demetnia”, carers");
        let kept = "&sort=title&view=map&area=world";
        let meant = page.one(".list-meant a");
        assert_eq!(meant.text(), "“dementia”");
        assert_eq!(meant.attr("href"), Some(format!("/case-studies?q=dementia&theme=carers{kept}")));
        let chips: Vec<(String, String)> = page.select("a.chip").iter()
            .map(|chip| (chip.text().to_owned(), chip.attr("href").unwrap_or_default())).collect();
        assert_eq!(chips, [
            ("Remove Words: “demetnia”".to_owned(), format!("/case-studies?theme=carers{kept}")),
            ("Remove Theme: Carers".to_owned(), format!("/case-studies?q=demetnia{kept}")),
        ]);
        assert_eq!(page.one(".chips-clear").attr("href").as_deref(), Some("/case-studies?view=map&area=world"));
        // The form asks for a map of the same part, with what is chosen.
        assert_eq!(page.one("input[name=q]").attr("form").as_deref(), Some("filters"));
        assert_eq!(page.value("q").as_deref(), Some("demetnia"));
        assert_eq!(page.one("form#filters").attr("action").as_deref(), Some("/case-studies"));
        let sent = |page: &Page| {
            let mut fields = page.fields("form#filters");
            fields.retain(|(key, _)| key != "q");
            fields
        };
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(sent(&page), [pair("theme", "carers"), pair("sort", "title"), pair("view", "map"), pair("area", "world")]);
        let plain = visitor.get("/case-studies?view=map").await.expect(200);
        assert_eq!(sent(&plain), [pair("view", "map")]);
        assert_eq!(page.one("[role=status]").text(), "No case studies here");
        // Both show the same cases.
        let meant = visitor.get(&meant.attr("href").expect("a link")).await.expect(200);
        assert_eq!(meant.select(".list-meant").len(), 0);
        let list = visitor.get("/case-studies?q=dementia&theme=carers&sort=title").await.expect(200);
        assert_eq!(meant.one("[role=status]").text(), list.one("[role=status]").text());
        let some = visitor.get("/case-studies?q=dementia+Wales&view=map&area=world").await.expect(200);
        assert!(some.text().contains("2 have all of your words; the others have some."), "{some:?}");
    }

    async fn a_town_stands_on_the_map_by_its_name(app: TestApp) {
        app.import_sample().await;
        sample::change_content(&app.db, "moma-meet-me", |content| content.position = None).await;
        let page = app.visitor().get("/case-studies?view=map&area=world").await.expect(200);
        assert_eq!(listed(&page).len(), 28);
        assert!(page.text().contains("Every case study has a place on the map."), "{page:?}");
        let case = app.visitor().get("/case-studies/moma-meet-me.json").await.expect(200).json();
        assert_eq!((case["position"]["lat"].as_f64(), case["position"]["lon"].as_f64()), (Some(40.71), Some(-74.01)));
    }

    async fn a_place_that_is_kept_private_is_nowhere(app: TestApp) {
        app.import_sample().await;
        sample::change_content(&app.db, "house-of-memories", |content| content.on_map = false).await;
        sample::change_content(&app.db, "moma-meet-me", |content| {
            content.position = None;
            content.town = "A town that no list knows".into();
        }).await;
        let page = app.visitor().get("/case-studies?view=map&area=world").await.expect(200);
        let listed = listed(&page);
        assert_eq!(listed.len(), 26);
        assert!(!listed.iter().any(|slug| slug == "house-of-memories" || slug == "moma-meet-me"));
        assert!(!page.text().contains("Liverpool"), "{page:?}");
        assert!(page.text().contains("2 case studies are not on the map: 1 chose not to show its place, of 1 we do not know where the town is"), "{page:?}");
    }

    async fn odd_addresses_are_ordinary_maps(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for odd in ["area=", "area=mars", "area=91,0,5", "area=NaN,NaN,5", "area=%00", "area=1e3,2,3", "page=99", "sort=title", "theme=no-such"] {
            let page = visitor.get(&format!("/case-studies?view=map&{odd}")).await.expect(200);
            assert_eq!(page.select("svg[role=group]").len(), 1, "{odd}");
        }
        // The poles, the date line, the middle of the sea.
        for area in ["90,0,2000", "-90,0,2000", "0,180,2000", "0,-180,25", "-48.9,-123.4,2000"] {
            let page = visitor.get(&format!("/case-studies?view=map&area={area}")).await.expect(200);
            assert!(page.text().contains("28 case studies are outside this area"), "{area}");
        }
    }

    async fn the_map_is_light_and_needs_nobody_else(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for area in ["world", "europe", "uk-and-ireland", "51.5,-0.12,50"] {
            let page = visitor.get(&format!("/case-studies?view=map&area={area}")).await.expect(200);
            // Style and font take 38 of the 60 KB.
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            std::io::Write::write_all(&mut packed, page.bytes()).expect("packed");
            let wire = packed.finish().expect("packed").len();
            assert!(wire < 22_000, "{area}: {wire}");
            assert_eq!(page.select("script, img, iframe, [style]").len(), 0, "{area}");
            assert_eq!(page.select("h1").len(), 1);
            for link in page.select("a[href^='#']") {
                let target = link.attr("href").unwrap_or_default();
                assert_eq!(page.select(&target).len(), 1, "{area}: {target}");
            }
        }
    }
}
