//! What the bank adds up to, against the sample bank counted here by other means.

use crate::each_database;
use crate::sample;
use crate::sample::{Chosen, bank, counts};
use crate::support::Page;
use std::collections::{BTreeMap, BTreeSet};

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
    async fn the_sample_bank_adds_up(app: TestApp) {
        app.import_sample().await;
        let page = app.visitor().get("/impact").await.expect(200);
        let bank = bank();
        let numbers: Vec<u64> = bank.iter().filter_map(|case| case.content.participants.map(u64::from)).collect();
        let museums: BTreeSet<String> = bank.iter().map(|case| case.content.museum.to_lowercase()).collect();
        let countries: BTreeSet<&str> = bank.iter().map(|case| case.content.country.as_str()).collect();
        // By hand, so that the test does not only agree with itself.
        assert_eq!((numbers.len(), numbers.iter().sum::<u64>()), (14, 22_789));
        assert_eq!((museums.len(), countries.len()), (28, 10));
        let expected = [
            ("28 case studies", "/case-studies"),
            ("28 museums and groups", "/museums"),
            ("10 countries", "#countries"),
            ("22,789 people counted", "#people"),
        ];
        assert_eq!(figures(&page), expected.map(|(text, href)| (text.to_owned(), href.to_owned())));
        let text = page.text();
        for words in [
            "Added up from 14 case studies: 22,789 people.",
            "14 case studies give no number and are left out.",
            "Half of them counted 200 or fewer. The largest number, 10,000, comes from House of Memories",
            "and is 44 in 100 of the whole.",
            "People, never visits.",
            "None of the 28 case studies says it.",
            "were compiled from public sources",
        ] {
            assert!(text.contains(words), "{words}: {page:?}");
        }
        let bands = tally(&page, "Case studies by how many people took part");
        assert_eq!(bands.values().cloned().collect::<Vec<_>>(), ["20,350", "1,809", "630", "0"]);
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
                    let label = if facet == "evidence" { format!("Evidence: {label}") } else { label };
                    (label, count.to_string())
                })
                .collect();
            assert_eq!(found, expected, "{facet}");
        }
    }

    async fn every_figure_leads_to_as_many_cases_as_it_says(app: TestApp) {
        app.import_sample().await;
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
        assert_eq!(status(&visitor.get("/impact/people-1000-and-more").await.expect(200)), "3 case studies");
        assert_eq!(status(&visitor.get("/impact/measure-sroi?page=7").await.expect(200)), "2 case studies");
        for odd in ["no-such-figure", "measure-", "measure-no-such", "%00", "..%2f", "people-1000-and-more%27"] {
            visitor.get(&format!("/impact/{odd}")).await.expect(404);
        }
    }

    async fn the_numbers_follow_the_bank(app: TestApp) {
        let visitor = app.visitor();
        let empty = visitor.get("/impact").await.expect(200);
        assert!(empty.text().contains("nothing to count"), "{empty:?}");
        app.import_sample().await;
        assert_eq!(visitor.get("/impact").await.expect(200).select(".figures li").len(), 4);
        sample::set_state(&app.db, "house-of-memories", "taken_down").await;
        let tx = app.db.begin().await.expect("a transaction");
        store::bank::raise_generation(&tx).await.expect("raised");
        tx.commit().await.expect("committed");
        let page = visitor.get("/impact").await.expect(200);
        assert!(page.text().contains("Added up from 13 case studies: 12,789 people."), "{page:?}");
    }
}
