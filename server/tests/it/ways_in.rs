//! The ways in: themes, groups of people, museums, and what the front page leads to.

use crate::each_database;
use crate::sample;
use crate::sample::{Chosen, bank, found};
use crate::support::Page;
use case_study::Vocabulary;
use case_study::public::public_part;
use case_study::vocabulary::slugify;

fn cards(page: &Page) -> Vec<String> {
    page.select("a.card-link")
        .iter()
        .filter_map(|link| {
            Some(
                link.attr("href")?
                    .trim_start_matches("/case-studies/")
                    .to_owned(),
            )
        })
        .collect()
}

each_database! {
    async fn every_theme_and_group_has_a_page_with_its_newest(app: TestApp) {
        app.import_sample().await;
        let (visitor, bank) = (app.visitor(), bank());
        for (path, facet, vocabulary) in [("themes", "theme", Vocabulary::Theme), ("audiences", "audience", Vocabulary::Audience)] {
            let index = visitor.get(&format!("/{path}")).await.expect(200);
            let entries = index.select(".glossary > li");
            assert_eq!(entries.len(), vocabulary.terms().len());
            for (term, entry) in vocabulary.terms().iter().zip(entries) {
                let expected = found(&bank, &Chosen::from([(facet, vec![term.slug.to_owned()])]));
                let page = visitor.get(&format!("/{path}/{}", term.slug)).await.expect(200);
                assert_eq!(page.one("h1").text(), term.label);
                assert_eq!(page.one(".lede").text(), format!("{}.", term.definition));
                assert_eq!(cards(&page), expected[..expected.len().min(6)], "{}", term.slug);
                let count = match expected.len() {
                    0 => "None yet".to_owned(),
                    1 => "1 case study".to_owned(),
                    many => format!("{many} case studies"),
                };
                assert!(entry.text().contains(&count), "{}: {}", term.slug, entry.text());
                assert_eq!(page.select(r#"meta[name="robots"]"#).len(), usize::from(expected.is_empty()), "{}", term.slug);
            }
            for odd in ["no-such", "No-such", "%00", "carers%20", "a%2fb"] {
                visitor.get(&format!("/{path}/{odd}")).await.expect(404);
            }
        }
    }

    async fn a_theme_says_how_many_how_they_know_and_what_goes_with_it(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let page = visitor.get("/themes/carers").await.expect(200);
        let text = page.one(".way-count").text().to_owned();
        let cases: Vec<_> = bank().into_iter().filter(|case| case.content.themes.contains(&"carers".to_owned())).collect();
        assert!(text.starts_with(&format!("{} case studies from {} museums", cases.len(), cases.len())), "{text}");
        for label in ["described", "monitored", "evaluated"] {
            let count = cases.iter().filter(|case| sample::evidence(&case.content) == label).count();
            assert_eq!(text.contains(&format!("{count} {label}")), count > 0, "{text}");
        }
        // Every neighbour leads to as many cases as it says, but other themes, which stand alone.
        for neighbour in page.select(".neighbours li") {
            let html = scraper::Html::parse_fragment(neighbour.html());
            let link = html.select(&scraper::Selector::parse("a").expect("a selector")).next().expect("a link");
            let href = link.value().attr("href").expect("an address").to_owned();
            let shown = visitor.get(&href).await.expect(200);
            if href.contains('?') {
                let said = neighbour.text().rsplit(' ').nth(2).expect("a number").to_owned();
                assert!(shown.one("[role=status]").text().starts_with(&format!("{said} case stud")), "{}: {}", neighbour.text(), shown.one("[role=status]").text());
            }
        }
        assert!(page.select(".neighbours li").len() > 12);
        let feed = visitor.get("/case-studies.atom?theme=carers").await.expect(200);
        assert_eq!(feed.body().matches("<entry>").count(), cases.len());
        assert!(page.select("a").iter().any(|link| link.attr("href").as_deref() == Some("/case-studies.atom?theme=carers")));
    }

    async fn every_museum_has_a_page_and_a_feed(app: TestApp) {
        app.import_sample().await;
        let (visitor, bank) = (app.visitor(), bank());
        let index = visitor.get("/museums").await.expect(200);
        assert!(index.text().contains("28 museums and groups of museums"));
        let names: Vec<String> = index.select(".index-museums a").iter().map(|link| link.text().to_owned()).collect();
        assert_eq!(names.len(), 28);
        for case in &bank {
            let content = &case.content;
            let slug = slugify(&content.museum);
            assert!(names.contains(&content.museum), "{}", content.museum);
            let page = visitor.get(&format!("/museums/{slug}")).await.expect(200);
            assert_eq!(page.one("h1").text(), content.museum);
            assert_eq!(page.one(".page-heading .caption").text(), Vocabulary::MuseumType.label_of(&content.museum_type));
            assert_eq!(page.one(".page-heading .lede").text(), public_part(content.clone()).place_in_words());
            assert_eq!(cards(&page), std::slice::from_ref(&case.id));
            let feed = visitor.get(&format!("/museums/{slug}/feed")).await.expect(200);
            assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
            assert_eq!(feed.body().matches("<entry>").count(), 1);
            assert!(feed.body().contains(&format!("href=\"http://127.0.0.1:3000/museums/{slug}\"")));
        }
        for odd in ["no-such-museum", "%00", "No-such-museum"] {
            visitor.get(&format!("/museums/{odd}")).await.expect(404);
            visitor.get(&format!("/museums/{odd}/feed")).await.expect(404);
        }
        assert!(visitor.get("/museums?page=99").await.expect(200).text().contains("Dulwich"));
    }

    async fn a_museum_without_a_public_case_has_no_page(app: TestApp) {
        app.import_sample().await;
        sample::set_state(&app.db, "dulwich-prescription-for-art", "taken_down").await;
        app.visitor().get("/museums/dulwich-picture-gallery").await.expect(404);
        assert_eq!(app.visitor().get("/museums").await.expect(200).select(".index-museums a").len(), 27);
    }

    async fn a_case_leads_to_its_museum_its_themes_and_its_people(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let page = visitor.get("/case-studies/house-of-memories").await.expect(200);
        let links: Vec<String> = page.select("main a").iter().filter_map(|link| link.attr("href")).collect();
        for wanted in [
            "/museums/national-museums-liverpool-museum-of-liverpool",
            "/themes/carers",
            "/themes/dementia-and-memory",
            "/audiences/health-and-care-staff",
        ] {
            assert!(links.iter().any(|link| link == wanted), "{wanted}: {links:?}");
            visitor.get(wanted).await.expect(200);
        }
    }

    async fn the_front_page_counts_and_leads_on(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let page = visitor.get("/").await.expect(200);
        let figures: Vec<String> = page.select(".figures a").iter().map(|link| link.text().to_owned()).collect();
        assert_eq!(figures[..3], ["28 case studies", "28 museums and groups", "10 countries"]);
        // What the number of people says is tested with the page that it leads to.
        assert_eq!(figures.len(), 3 + usize::from(!sample::took_part(&bank()).is_empty()));
        // Imported a moment ago, so in this month; at the turn of a month it may be the last one.
        assert!(page.select("h2").iter().any(|heading| heading.text().starts_with("New in ") || heading.text() == "Newest"), "{page:?}");
        let theme = page.one("#week a").attr("href").expect("an address");
        let slug = theme.trim_start_matches("/themes/").to_owned();
        let expected = found(&bank(), &Chosen::from([("theme", vec![slug])]));
        let titles: Vec<String> = page.select(".home-week-titles a").iter().filter_map(|link| link.attr("href")).collect();
        assert!(expected.len() >= 2);
        assert_eq!(titles, expected.iter().take(3).map(|slug| format!("/case-studies/{slug}")).collect::<Vec<_>>());
        for wanted in ["/themes", "/audiences", "/museums", "/case-studies?view=map", "/impact"] {
            assert!(page.select("main a").iter().any(|link| link.attr("href").as_deref() == Some(wanted)), "{wanted}");
        }
    }

    async fn an_empty_bank_has_ways_in_too(app: TestApp) {
        let visitor = app.visitor();
        for path in ["/themes", "/audiences", "/museums", "/themes/carers", "/case-studies?view=map", "/impact"] {
            visitor.get(path).await.expect(200);
        }
        visitor.get("/museums/any").await.expect(404);
    }
}
