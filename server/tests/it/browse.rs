//! Reading, through the real router: front page, list, one case, the pages about the site.

use crate::each_database;
use crate::sample;
use crate::sample::{Chosen, bank, combinations, counts, found, query};
use crate::support::Page;

/// A page of each kind that readers see.
const READING: [&str; 20] = [
    "/",
    "/case-studies/suggest?q=de",
    "/open-data",
    "/case-studies",
    "/case-studies?view=map",
    "/case-studies/house-of-memories",
    "/compare",
    "/compare?case=house-of-memories&case=azure-ireland",
    "/compare/pack?case=house-of-memories&case=azure-ireland",
    "/themes",
    "/themes/carers",
    "/audiences",
    "/audiences/older-people",
    "/museums",
    "/museums/dulwich-picture-gallery",
    "/impact",
    "/about-evidence",
    "/about",
    "/accessibility",
    "/privacy",
];

/// Of a line of a list, as it is sent before it is compressed.
const MOST_BYTES: usize = 2_900;

fn slugs(page: &Page) -> Vec<String> {
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

fn filter_count(page: &Page, name: &str, value: &str) -> Option<String> {
    let options = page.select(".filter label");
    let option = options.iter().find(|option| {
        option.html().contains(&format!("name=\"{name}\""))
            && option.html().contains(&format!("value=\"{value}\""))
    })?;
    option.text().rsplit(' ').next().map(str::to_owned)
}

each_database! {
    async fn the_front_page_shows_what_there_is(app: TestApp) {
        app.import_sample().await;
        let page = app.visitor().get("/").await.expect(200);
        let text = page.text();
        for words in ["is a state of being comfortable, healthy or happy", "23 case studies", "5 case studies", "All 28 case studies", "look after the people who do the work"] {
            assert!(text.contains(words), "{words}: {page:?}");
        }
        assert_eq!(slugs(&page), found(&bank(), &Chosen::new())[..5]);
        let carers = page.select(".index-entry").into_iter().find(|entry| entry.text().starts_with("Carers")).expect("an entry");
        assert_eq!(carers.text(), "Carers 6 case studies");
        assert_eq!(carers.attr("href").as_deref(), Some("/themes/carers"));
    }

    async fn an_empty_bank_has_pages_too(app: TestApp) {
        let visitor = app.visitor();
        assert!(visitor.get("/").await.expect(200).text().contains("Yours could be the first"));
        let list = visitor.get("/case-studies").await.expect(200);
        assert_eq!(list.one("[role=status]").text(), "No case studies");
        visitor.get("/about-evidence").await.expect(200);
    }

    async fn every_page_that_is_read_has_one_main_action_in_its_header_and_one_of_its_own_at_most(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for path in READING {
            let page = visitor.get(path).await.expect(200);
            let main = page.one(".site-header .button");
            assert_eq!((main.text(), main.attr("href").as_deref()), ("Share a case study", Some("/submit")), "{path}");
            let own = page.select("main .button:not(.button-secondary, .button-quiet, .button-danger)");
            assert!(own.len() <= 1, "{path}: {own:?}");
            assert_eq!(page.select("header a[href='/account/sign-in']").len(), 0, "{path}");
            assert_eq!(page.select("footer a[href='/account/sign-in']").len(), 1, "{path}");
        }
        for (path, words) in [
            ("/case-studies/house-of-memories", "Case studies"),
            ("/themes/carers", "Themes"),
            ("/case-studies?view=map", "Map"),
            ("/about-evidence", "Evidence"),
            ("/impact", "Evidence"),
            ("/about", "About"),
        ] {
            let page = visitor.get(path).await.expect(200);
            assert_eq!(page.one(".site-nav [aria-current]").text(), words, "{path}");
        }
    }

    async fn lists_have_a_way_past_their_filters(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for (path, has) in [("/case-studies", true), ("/case-studies?theme=carers", true), ("/case-studies?view=map", true), ("/themes/carers", false)] {
            let page = visitor.get(path).await.expect(200);
            let skips: Vec<String> = page.select("a.skip-link").iter().filter_map(|link| link.attr("href")).collect();
            let expected: &[&str] = if has { &["#main", "#results"] } else { &["#main"] };
            assert_eq!(skips, expected, "{path}");
            assert_eq!(page.select("#results .card, #results .place").is_empty(), !has, "{path}");
        }
    }

    async fn the_line_of_a_list_is_light(app: TestApp) {
        app.import_sample().await;
        let page = app.visitor().get("/case-studies").await.expect(200);
        let lines = page.select(".card-grid > li");
        assert_eq!(lines.len(), 12);
        for line in lines {
            let bytes = line.html().len();
            assert!(bytes <= MOST_BYTES, "{bytes} bytes: {}", line.text());
        }
        assert_eq!(page.select(".card-grid > li svg.motif").len(), 12, "each has a picture");
        assert_eq!(page.select(".card-grid > li svg.motif > svg").len(), 24, "of two panels");
    }

    async fn the_page_about_evidence_counts_what_the_list_shows(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let page = visitor.get("/about-evidence").await.expect(200);
        let expected: Vec<(String, u64)> = counts(&bank(), &Chosen::new(), "evidence").into_iter().collect();
        let mut seen = Vec::new();
        for link in page.select(".label-count a") {
            let href = link.attr("href").expect("an address");
            let count: u64 = link.text().split(' ').next().and_then(|count| count.parse().ok()).expect("a number");
            let list = visitor.get(&href).await.expect(200);
            assert!(list.one("[role=status]").text().starts_with(&format!("{count} case stud")), "{href}");
            seen.push((href.trim_start_matches("/case-studies?evidence=").to_owned(), count));
        }
        seen.sort();
        assert_eq!(seen, expected);
        let suggested = bank().iter().filter(|case| case.content.evidence_label.is_empty()).count();
        assert!(page.text().contains(&format!("{suggested} of the 28 labels are suggested.")), "{page:?}");
        // The numbers in brief are those of the page of all numbers, which each of them leads to.
        let brief = |page: &Page| page.select(".figures a").iter().map(|link| link.text().to_owned()).collect::<Vec<_>>();
        let all = visitor.get("/impact").await.expect(200);
        assert_eq!(brief(&page), brief(&all));
        assert_eq!(all.select("main a[href='/about-evidence']").len(), 1);
    }

    async fn the_page_about_the_site_says_why_and_who(app: TestApp) {
        let page = app.visitor().get("/about").await.expect(200);
        for words in ["Look after the people who do the work", "Casebook is run by the Tea Museum.", "Write to help@example.org"] {
            assert!(page.text().contains(words), "{words}: {page:?}");
        }
        assert_eq!(page.one("main a[href^='mailto:']").attr("href").as_deref(), Some("mailto:help@example.org"));
        assert!(app.visitor().get("/sitemap.xml").await.expect(200).body().contains("/about</loc>"));
    }

    async fn featured_cases_come_first(app: TestApp) {
        use store::entity::case;
        use sea_orm::sea_query::Expr;
        use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
        app.import_sample().await;
        case::Entity::update_many()
            .col_expr(case::Column::Featured, Expr::value(true))
            .filter(case::Column::Slug.eq("house-of-memories"))
            .exec(app.db.writer())
            .await
            .expect("featured");
        let page = app.visitor().get("/").await.expect(200);
        assert_eq!(slugs(&page)[0], "house-of-memories");
        assert!(page.text().contains("Featured and newest"));
    }

    async fn the_list_is_newest_first_and_has_pages(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let all = found(&bank(), &Chosen::new());
        let mut seen = Vec::new();
        for number in 1..=3 {
            let page = visitor.get(&format!("/case-studies?page={number}")).await.expect(200);
            assert_eq!(page.one("[role=status]").text(), format!("28 case studies, page {number} of 3"));
            assert_eq!(page.select(r#"link[rel="prev"]"#).len(), usize::from(number > 1));
            assert_eq!(page.select(r#"link[rel="next"]"#).len(), usize::from(number < 3));
            seen.extend(slugs(&page));
        }
        assert_eq!(seen, all);
        let second = visitor.get("/case-studies?page=2&theme=&q=&utm_source=x").await.expect(200);
        assert_eq!(second.one(r#"link[rel="canonical"]"#).attr("href").as_deref(), Some("http://127.0.0.1:3000/case-studies?page=2"));
        assert_eq!(second.one(r#"link[rel="prev"]"#).attr("href").as_deref(), Some("/case-studies"));
        assert_eq!(second.one("title").text(), "Case studies (page 2 of 3) – Casebook");
    }

    async fn pages_that_are_not_there_say_so(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for number in ["4", "999999999999999999999999"] {
            let page = visitor.get(&format!("/case-studies?page={number}")).await.expect(200);
            assert!(page.text().contains("This list has 3 pages."), "{page:?}");
            assert_eq!(page.one(".list-empty a").attr("href").as_deref(), Some("/case-studies"));
            assert_eq!(page.select(r#"meta[name="robots"]"#).len(), 1);
        }
        for number in ["0", "-1", "two", "1e3", ""] {
            let page = visitor.get(&format!("/case-studies?page={number}")).await.expect(200);
            assert_eq!(slugs(&page).len(), 12, "{number}");
        }
    }

    async fn every_strand_and_theme_lists_its_cases(app: TestApp) {
        app.import_sample().await;
        let (visitor, bank) = (app.visitor(), bank());
        let all = visitor.get("/case-studies").await.expect(200);
        for facet in ["strand", "theme"] {
            for (value, count) in sample::counts(&bank, &Chosen::new(), facet) {
                assert_eq!(filter_count(&all, facet, &value).as_deref(), Some(count.to_string().as_str()), "{facet} {value}");
                let chosen = Chosen::from([(facet, vec![value.clone()])]);
                let page = visitor.get(&format!("/case-studies?{facet}={value}")).await.expect(200);
                let expected = found(&bank, &chosen);
                assert_eq!(slugs(&page), expected[..expected.len().min(12)], "{facet} {value}");
                assert_eq!(page.select(".chip").len(), 1);
            }
        }
        assert_eq!(found(&bank, &Chosen::from([("strand", vec!["community".to_owned()])])).len(), 23);
        assert_eq!(found(&bank, &Chosen::from([("strand", vec!["workforce".to_owned()])])).len(), 5);
    }

    async fn filters_are_or_inside_a_facet_and_and_between(app: TestApp) {
        app.import_sample().await;
        let (visitor, bank) = (app.visitor(), bank());
        for chosen in combinations(&bank, 24) {
            let query = query(&chosen);
            let expected = found(&bank, &chosen);
            let page = visitor.get(&format!("/case-studies?{query}")).await.expect(200);
            assert_eq!(slugs(&page), expected[..expected.len().min(12)], "{query}");
            // What has no group in the form is kept by it, so that nothing is lost on Apply.
            let mut kept = page.fields("form[aria-label=Filters]");
            kept.sort();
            kept.dedup();
            let mut wanted: Vec<(String, String)> =
                chosen.iter().flat_map(|(facet, values)| values.iter().map(|value| ((*facet).to_owned(), value.clone()))).collect();
            wanted.sort();
            wanted.dedup();
            assert_eq!(kept, wanted, "{query}");
        }
    }

    async fn a_filter_nobody_matches_is_an_ordinary_page(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for query in ["theme=no-such-theme", "country=XX", "region=%00%27%22", "year=1066", "theme=%FF%FE"] {
            let page = visitor.get(&format!("/case-studies?{query}")).await.expect(200);
            assert_eq!(page.one("[role=status]").text(), "No case studies", "{query}");
            assert!(page.text().contains("See all case studies"), "{query}");
        }
        let page = visitor.get("/case-studies?theme=carers&country=XX").await.expect(200);
        assert!(page.text().contains("Clear all filters"), "{page:?}");
        assert_eq!(page.one("h1").text(), "Case studies: carers, XX");
    }

    async fn the_list_by_title_begins_with_the_first_letter(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let mut letters = Vec::new();
        for number in 1..=3 {
            let page = visitor.get(&format!("/case-studies?sort=title&page={number}")).await.expect(200);
            letters.extend(page.select("a.card-link").iter().filter_map(|link| link.text().to_lowercase().chars().next()));
        }
        assert_eq!(letters.len(), 28);
        assert!(letters.is_sorted(), "{letters:?}");
    }

    async fn every_case_has_a_page_with_what_it_holds(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for case in bank() {
            let page = visitor.get(&format!("/case-studies/{}", case.id)).await.expect(200);
            let text = page.text();
            let content = &case.content;
            assert_eq!(page.one("h1").text(), content.title);
            let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            for words in [&content.summary, &content.museum, &content.need, &content.did, &content.changed, &content.method, &content.funder, &content.participants_note, &content.main_result, &content.evidence_reason, &content.not_checked]
                .into_iter()
                .chain(&content.lessons)
                .chain(&content.partners)
                .chain(&content.measures_other)
            {
                assert!(text.contains(&squeeze(words)), "{}: {words}", case.id);
            }
            for source in &content.sources {
                assert!(page.select(".case-end a").iter().any(|link| link.attr("href").as_deref() == Some(source)), "{}: {source}", case.id);
            }
            assert!(text.contains("Compiled from public sources; not submitted by the museum."), "{}", case.id);
            let public = content.not_checked.contains(&content.uncertain);
            assert!(public || !text.contains(&squeeze(&content.uncertain)), "{}", case.id);
            for core in ["How many", "When", "Still running", "Staff and volunteer time", "Cost", "Funder", "Evaluator"] {
                assert!(page.select(".case-facts dt").iter().any(|term| term.text() == core), "{}: {core}", case.id);
            }
        }
    }

    async fn results_are_a_persons_sentence_or_whole(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let in_short = async |main_result: &str| {
            sample::change_content(&app.db, "museums-on-prescription", |content| {
                content.main_result = main_result.into();
                content.changed = format!("{}\n\nOn the scale nothing changed.", "Everyone enjoyed it. ".repeat(40));
            })
            .await;
            let page = visitor.get("/case-studies/museums-on-prescription").await.expect(200);
            page.one(".in-short").text().to_owned()
        };
        assert!(in_short("").await.contains("On the scale nothing changed."));
        let sentence = in_short("Nobody's score changed.").await;
        assert!(sentence.contains("Nobody's score changed. Read the full results"), "{sentence}");
        assert!(!sentence.contains("Everyone enjoyed it."), "{sentence}");
        // Nor does a search show half of it.
        let found = visitor.get("/case-studies?q=scale+nothing+changed").await.expect(200);
        assert!(!found.select(".card-passage").iter().any(|passage| passage.text().contains("On the scale")), "{found:?}");
    }

    async fn lists_say_once_that_nothing_in_them_was_sent_in(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for path in ["/", "/case-studies", "/themes/carers", "/case-studies/house-of-memories"] {
            let page = visitor.get(path).await.expect(200);
            assert_eq!((page.select(".list-sources").len(), page.select(".card-sample").len()), (1, 0), "{path}");
        }
        app.standing_at(case_study::Status::Published, "Tea with the xylophone ensemble").await;
        let list = visitor.get("/case-studies").await.expect(200);
        assert_eq!((list.select(".list-sources").len(), list.select(".card-sample").len()), (0, 11), "{list:?}");
        assert!(!list.text().contains("told by the people who did it"), "{list:?}");
    }

    async fn tags_lead_to_their_page_or_to_the_list_filtered_by_them(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let page = visitor.get("/case-studies/house-of-memories").await.expect(200);
        let links: Vec<String> = page.select(".fact-links a").iter().filter_map(|link| link.attr("href")).collect();
        assert!(links.contains(&"/themes/carers".to_owned()), "{links:?}");
        assert!(links.contains(&"/case-studies?country=GB".to_owned()), "{links:?}");
        for link in links.iter().filter(|link| link.contains('?')) {
            let list = visitor.get(&format!("{link}&sort=title")).await.expect(200);
            assert_ne!(list.one("[role=status]").text(), "No case studies", "{link}");
        }
    }

    async fn taken_down_is_gone_and_missing_is_not_found(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        sample::set_state(&app.db, "house-of-memories", "taken_down").await;
        let gone = visitor.get("/case-studies/house-of-memories").await.expect(410);
        assert_eq!(gone.one("h1").text(), "This case study was taken down");
        assert!(!gone.text().contains("dementia"), "{gone:?}");
        let list = visitor.get("/case-studies").await.expect(200);
        assert!(list.one("[role=status]").text().starts_with("27 case studies"));
        for path in ["no-such-case", "No-such-case/", "%00", "a%20b", "..%2f..%2fetc"] {
            visitor.get(&format!("/case-studies/{path}")).await.expect(404);
        }
        sample::set_state(&app.db, "house-of-memories", "archived").await;
        assert!(visitor.get("/case-studies/house-of-memories").await.expect(200).text().contains("no longer kept up to date"));
    }

    async fn content_notes_come_before_everything(app: TestApp) {
        app.import_sample().await;
        sample::change_content(&app.db, "house-of-memories", |content| content.content_notes = vec!["bereavement-or-baby-loss".into()]).await;
        let page = app.visitor().get("/case-studies/house-of-memories").await.expect(200);
        let body = page.body();
        let at = |words: &str| body.find(words).unwrap_or_else(|| panic!("{words}: {page:?}"));
        assert!(at("This case study talks about the death of a baby") < at("case-summary"));
        assert!(at("case-summary") < at("class=\"motif"));
        assert!(body.contains("Skip to the story"));
    }

    async fn readers_get_no_cookie_and_no_script(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for path in READING {
            let page = visitor.get(path).await.expect(200);
            assert_eq!(page.header("set-cookie"), "", "{path}");
            // The list alone has an island, which suggests while people type.
            if path != "/case-studies" {
                // Linked data is never run.
                assert_eq!(page.select("script:not([type='application/ld+json'])").len(), 0, "{path}");
                assert!(page.header("content-security-policy").contains("script-src 'none'"), "{path}");
            }
            assert_eq!(page.select("[style]").len(), 0, "{path}");
            assert_eq!(page.select("h1").len(), 1, "{path}");
            assert!(!page.one(r#"meta[name="description"]"#).attr("content").unwrap_or_default().is_empty(), "{path}");
            // Every link inside the page leads to something that has the id.
            for link in page.select("a[href^='#']") {
                let target = link.attr("href").unwrap_or_default();
                assert_eq!(page.select(&target).len(), 1, "{path}: {target}");
            }
        }
    }

    async fn links_between_pages_for_readers_work(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let mut links = std::collections::BTreeSet::new();
        for path in READING {
            let page = visitor.get(path).await.expect(200);
            links.extend(page.select("a[href^='/']").iter().filter_map(|link| link.attr("href")));
        }
        assert!(links.len() > 40, "{links:?}");
        for link in links {
            visitor.get(&link).await.expect(200);
        }
    }
}
