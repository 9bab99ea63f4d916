//! What the bank adds up to, against numbers that stand here and the sample bank counted by other means.

use crate::each_database;
use crate::sample;
use crate::sample::{Chosen, bank, counts};
use crate::support::Page;
use crate::support::complete_case::answers_of;
use case_study::{Move, Section};
use std::collections::{BTreeMap, BTreeSet};
use store::history::Actor;
use store::imports;

/// Numbers of people of the sample bank, as this test counts them: only three took part.
const COUNTED: [(&str, u32, &str); 8] = [
    ("museums-on-prescription", 150, "took_part"),
    ("heritage-in-hospitals", 115, "took_part"),
    ("multaka-oxford", 50, "took_part"),
    ("house-of-memories", 10_000, "trained"),
    ("ma-supporting-team-wellbeing", 658, "surveyed"),
    ("beaney-paper-apothecary", 6_500, "visited"),
    ("not-so-grim-up-north", 100, "planned"),
    ("finnish-museums-value-of-wellbeing", 3_850, ""),
];

/// The numbers of a table, by the words of its first cell; the last cell of a line.
fn tally(page: &Page, caption: &str) -> BTreeMap<String, String> {
    let tables = page.select("table.tally");
    let table = tables
        .iter()
        .find(|table| table.text().starts_with(caption))
        .unwrap_or_else(|| panic!("{caption}: {page:?}"));
    let html = scraper::Html::parse_fragment(table.html());
    let row = scraper::Selector::parse("tbody tr").expect("a selector");
    let cell = scraper::Selector::parse("th, td").expect("a selector");
    html.select(&row)
        .map(|row| {
            let cells: Vec<String> = row
                .select(&cell)
                .map(|cell| {
                    let text: String = cell.text().collect();
                    text.split_whitespace().collect::<Vec<_>>().join(" ")
                })
                .collect();
            (cells[0].clone(), cells[cells.len() - 1].clone())
        })
        .collect()
}

fn figures(page: &Page) -> Vec<(String, String)> {
    page.select(".figures a")
        .iter()
        .map(|link| {
            (
                link.text().to_owned(),
                link.attr("href").unwrap_or_default(),
            )
        })
        .collect()
}

fn status(page: &Page) -> String {
    page.one("[role=status]").text().to_owned()
}

each_database! {
    async fn only_people_who_took_part_are_added_up(app: TestApp) {
        let bank = sample::counted(&COUNTED);
        imports::import(&app.db, &bank, |_| {}).await.expect("stored");
        // A museum is asked how many took part, so its number needs no kind.
        let (id, _) = app.draft("Tea with the xylophone ensemble").await;
        let mut evidence = answers_of(Section::Evidence);
        evidence.push(("participants", "12".to_owned()));
        app.answer(id, Section::Evidence, &evidence).await;
        app.send(id).await;
        for wanted in [Move::StartReview, Move::Approve, Move::Publish] {
            app.make(id, &wanted, &Actor::operator()).await;
        }
        let visitor = app.visitor();
        let page = visitor.get("/impact").await.expect(200);
        let museums: BTreeSet<String> = bank.iter().map(|case| case.content.museum.to_lowercase()).collect();
        assert_eq!(museums.len(), 28);
        let expected = [
            ("29 case studies", "/case-studies"),
            ("29 museums and groups", "/museums"),
            ("10 countries", "#countries"),
            ("327 people who took part, in 4 case studies that give a number", "#people"),
        ];
        assert_eq!(figures(&page), expected.map(|(text, href)| (text.to_owned(), href.to_owned())));
        let text = page.text();
        for words in [
            "327 people took part, in 4 case studies that give a number.",
            "5 case studies count other people, such as those who were trained or answered a survey, or do not say who was counted.",
            "20 case studies give no number.",
            "Half of them counted 50 or fewer. The largest number, 150, comes from Museums on Prescription",
            "and is 46% of the total.",
            "46% of the people who took part are those of one case study: Museums on Prescription",
            "People, never visits.",
            "None of the 29 case studies says it.",
        ] {
            assert!(text.contains(words), "{words}: {page:?}");
        }
        for untrue in ["Nothing is estimated", "the museums' own", "told by the people"] {
            assert!(!text.contains(untrue), "{untrue}: {page:?}");
        }
        let bands = tally(&page, "Case studies by how many people took part");
        assert_eq!(bands.values().cloned().collect::<Vec<_>>(), ["0", "0", "315", "12"]);
        let behind = visitor.get("/impact/people-counted").await.expect(200);
        let lines: Vec<String> = behind.select(".case-line-number").iter().map(|line| line.text().to_owned()).collect();
        assert_eq!(lines, ["150 people", "115 people", "50 people", "12 people"]);
        let others = visitor.get("/impact/people-counted-otherwise").await.expect(200);
        let mut lines: Vec<String> = others.select(".case-line-number").iter().map(|line| line.text().to_owned()).collect();
        lines.sort();
        assert_eq!(lines, ["10,000 trained", "100 planned", "3,850 counted", "6,500 visitors", "658 survey answers"]);

        // The front page says the same and no more.
        let front = visitor.get("/").await.expect(200);
        let shown = figures(&front);
        assert_eq!(shown.last().map(|(text, _)| text.as_str()), Some(expected[3].0));
        assert!(front.text().contains("46% of the people who took part are those of one case study"), "{front:?}");
    }

    async fn a_bank_that_counted_nobody_says_so(app: TestApp) {
        let bank = sample::counted(&[("house-of-memories", 10_000, "trained")]);
        imports::import(&app.db, &bank, |_| {}).await.expect("stored");
        let page = app.visitor().get("/impact").await.expect(200);
        assert_eq!(figures(&page).len(), 3, "{page:?}");
        assert!(page.text().contains("No case study says how many people took part."), "{page:?}");
        assert_eq!(figures(&app.visitor().get("/").await.expect(200)).len(), 3);
    }

    async fn the_sample_bank_adds_up(app: TestApp) {
        app.import_sample().await;
        let page = app.visitor().get("/impact").await.expect(200);
        let numbers = sample::took_part(&bank());
        let total: u64 = numbers.iter().sum();
        if numbers.is_empty() {
            assert!(page.text().contains("No case study says how many people took part."), "{page:?}");
        } else {
            let words = format!("{} people took part, in", case_study::text::with_commas(total));
            assert!(page.text().contains(&words), "{words}: {page:?}");
        }
        assert!(page.text().contains("were compiled from public sources"), "{page:?}");
    }

    async fn every_table_counts_what_the_list_shows(app: TestApp) {
        app.import_sample().await;
        let (visitor, bank) = (app.visitor(), bank());
        let page = visitor.get("/impact").await.expect(200);
        for (facet, captions) in [
            ("theme", &["Case studies by theme", "More themes"][..]),
            ("country", &["Case studies by country"][..]),
            ("year", &["Case studies by year"][..]),
            ("evidence", &["Case studies by evidence label"][..]),
        ] {
            let mut found = BTreeMap::new();
            for caption in captions {
                found.extend(tally(&page, caption));
            }
            found.retain(|_, count| count != "0");
            let expected: BTreeMap<String, String> = counts(&bank, &Chosen::new(), facet)
                .into_iter()
                .map(|(slug, count)| {
                    let label = case_study::Facet::from_slug(facet).expect("a facet").label_of(&slug);
                    (label, count.to_string())
                })
                .collect();
            assert_eq!(found, expected, "{facet}");
        }
    }

    async fn every_figure_leads_to_as_many_cases_as_it_says(app: TestApp) {
        let bank = sample::counted(&COUNTED);
        imports::import(&app.db, &bank, |_| {}).await.expect("stored");
        sample::change_content(&app.db, "house-of-memories", |content| content.hard = "The van broke down. ".repeat(20)).await;
        let visitor = app.visitor();
        let page = visitor.get("/impact").await.expect(200);
        assert!(page.text().contains("1 case study of 28 says what did not work"), "{page:?}");
        assert!(page.one(".hard-words").text().starts_with("The van broke down."));
        let mut looked_at = 0;
        for link in page.select("main a[href^='/impact/']") {
            let behind = visitor.get(&link.attr("href").expect("an address")).await.expect(200);
            let lines = behind.select(".case-line").len();
            let said = status(&behind);
            assert_eq!(said.split(' ').next(), Some(lines.to_string().as_str()), "{}", behind.path());
            if link.text().ends_with("case studies") && link.text().starts_with(char::is_numeric) {
                assert_eq!(said, link.text(), "{}", behind.path());
            }
            looked_at += 1;
        }
        assert!(looked_at > 20, "{looked_at}");
        let all = visitor.get("/impact/compiled").await.expect(200);
        assert_eq!(status(&all), "28 case studies");
        assert_eq!(status(&visitor.get("/impact/what-was-hard").await.expect(200)), "1 case study");
        assert_eq!(status(&visitor.get("/impact/people-50-to-199").await.expect(200)), "3 case studies");
        assert_eq!(status(&visitor.get("/impact/people-counted-otherwise").await.expect(200)), "5 case studies");
        let suggested = bank.iter().filter(|case| case.content.evidence_label.is_empty()).count();
        let said = status(&visitor.get("/impact/suggested-label").await.expect(200));
        assert!(said.starts_with(&format!("{suggested} case stud")), "{said}");
        assert_eq!(status(&visitor.get("/impact/measure-sroi?page=7").await.expect(200)), "2 case studies");
        for odd in ["no-such-figure", "measure-", "measure-no-such", "%00", "..%2f", "people-1000-and-more%27"] {
            visitor.get(&format!("/impact/{odd}")).await.expect(404);
        }
    }

    async fn the_numbers_follow_the_bank(app: TestApp) {
        let visitor = app.visitor();
        let empty = visitor.get("/impact").await.expect(200);
        assert!(empty.text().contains("nothing to count"), "{empty:?}");
        imports::import(&app.db, &sample::counted(&COUNTED), |_| {}).await.expect("stored");
        assert_eq!(visitor.get("/impact").await.expect(200).select(".figures li").len(), 4);
        sample::set_state(&app.db, "museums-on-prescription", "taken_down").await;
        let tx = app.db.begin().await.expect("a transaction");
        store::bank::raise_generation(&tx).await.expect("raised");
        tx.commit().await.expect("committed");
        let page = visitor.get("/impact").await.expect(200);
        assert!(page.text().contains("165 people took part, in 2 case studies that give a number."), "{page:?}");
    }
}
