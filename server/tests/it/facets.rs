//! Facets with counts: what the index counts is what counting the contents by hand gives.

use crate::each_database;
use crate::sample;
use crate::sample::{Chosen, FACETS, bank, combinations, query};
use crate::support::{Page, Visitor};
use case_study::import::ImportedCase;
use std::collections::{BTreeMap, BTreeSet};

/// Words to narrow by: alone, several, misspelt, in quotes, in no case at all.
const WORDS: [&str; 6] = [
    "dementia",
    "gardens nature",
    "demetnia",
    "\"older people\"",
    "hospital volunteers",
    "xyzzyplugh",
];

async fn api(visitor: &Visitor, query: &str) -> serde_json::Value {
    visitor
        .get(&format!("/api/v1/case-studies?per_page=100&{query}"))
        .await
        .expect(200)
        .json()
}

fn slugs(list: &serde_json::Value) -> Vec<String> {
    let items = list["items"].as_array().expect("items");
    items
        .iter()
        .map(|item| item["slug"].as_str().expect("a slug").to_owned())
        .collect()
}

/// The values with a case, as the answer counts them.
fn counted(list: &serde_json::Value, facet: &str) -> BTreeMap<String, u64> {
    let terms = list["facets"][facet].as_array().expect("terms");
    terms
        .iter()
        .map(|term| {
            (
                term["slug"].as_str().expect("a slug").to_owned(),
                term["count"].as_u64().expect("a count"),
            )
        })
        .filter(|(_, count)| *count > 0)
        .collect()
}

fn and_words(query: &str, words: &str) -> String {
    let q = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("q", words)
        .finish();
    format!("{query}&{q}")
}

/// Lists and counts of one narrowing, among the cases that have the words.
fn check(list: &serde_json::Value, among: &[ImportedCase], chosen: &Chosen, said: &str) {
    let expected: BTreeSet<String> = sample::found(among, chosen).into_iter().collect();
    assert_eq!(
        slugs(list).into_iter().collect::<BTreeSet<_>>(),
        expected,
        "{said}"
    );
    assert_eq!(
        list["total"].as_u64(),
        Some(expected.len() as u64),
        "{said}"
    );
    for facet in FACETS {
        assert_eq!(
            counted(list, facet),
            sample::counts(among, chosen, facet),
            "{facet} of {said}"
        );
    }
}

fn boxes(page: &Page, facet: &str) -> Vec<String> {
    let css = format!("form#filters input[name={facet}]");
    page.select(&css)
        .iter()
        .filter_map(|input| input.attr("value"))
        .collect()
}

each_database! {
    async fn five_hundred_narrowings_count_as_by_hand(app: TestApp) {
        app.import_sample().await;
        let (visitor, bank) = (app.visitor(), bank());
        let mut with_words: BTreeMap<&str, Vec<ImportedCase>> = BTreeMap::new();
        for words in WORDS {
            let having: BTreeSet<String> = slugs(&api(&visitor, &and_words("", words)).await).into_iter().collect();
            with_words.insert(words, bank.iter().filter(|case| having.contains(&case.id)).cloned().collect());
        }
        assert!(with_words["xyzzyplugh"].is_empty());
        assert!(!with_words["dementia"].is_empty() && with_words["dementia"].len() < bank.len());
        for (number, chosen) in combinations(&bank, 500).into_iter().enumerate() {
            let query = query(&chosen);
            if number % 2 == 0 {
                check(&api(&visitor, &query).await, &bank, &chosen, &query);
            } else {
                let words = WORDS[number % WORDS.len()];
                let query = and_words(&query, words);
                check(&api(&visitor, &query).await, &with_words[words], &chosen, &query);
            }
        }
    }

    async fn the_form_has_a_group_for_each_facet(app: TestApp) {
        app.import_sample().await;
        let (visitor, bank) = (app.visitor(), bank());
        let page = visitor.get("/case-studies").await.expect(200);
        // A facet that no case answers yet is left out: the sample bank names no cost.
        let answered = FACETS.iter().filter(|facet| !sample::counts(&bank, &Chosen::new(), facet).is_empty()).count();
        assert_eq!(page.select("form#filters fieldset").len(), answered);
        assert_eq!(answered, 11);
        assert_eq!(page.select("details.filter[open]").len(), 3);
        for facet in FACETS {
            let expected: BTreeSet<String> = sample::counts(&bank, &Chosen::new(), facet).into_keys().collect();
            assert_eq!(boxes(&page, facet).into_iter().collect::<BTreeSet<_>>(), expected, "{facet}");
        }
        // A long group shows ten and folds the rest away.
        let theme = page.select("details.filter").into_iter().nth(1).expect("themes");
        let shown = theme.html().split("filter-more").next().expect("the beginning").matches("<label").count();
        assert_eq!(shown, 10, "{theme:?}");
    }

    async fn a_list_without_a_case_offers_the_nearest(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let page = visitor.get("/case-studies?q=dementia&country=FI&strand=community").await.expect(200);
        assert_eq!(page.one("[role=status]").text(), "No case studies");
        let offers = page.select(".list-nearest li");
        assert!(!offers.is_empty(), "{page:?}");
        for link in page.select(".list-nearest a") {
            let list = visitor.get(&link.attr("href").expect("a link")).await.expect(200);
            let count = list.one("[role=status]").text().to_owned();
            let count = count.split(',').next().expect("a count");
            assert_ne!(count, "No case studies");
            assert!(offers.iter().any(|offer| offer.text().ends_with(count)), "{count}: {offers:?}");
        }
        let text = page.one(".list-nearest").text().to_owned();
        assert!(text.contains("Without “Finland” (country): "), "{text}");
        assert!(text.contains("“dementia” without filters: "), "{text}");
    }

    async fn two_hundred_filters_and_pages_out_of_range_are_pages(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let many: String = (0..200).map(|n| format!("{}=value-{n}&", FACETS[n % 12])).collect();
        for query in [many.as_str(), "page=99999999999", "page=-1&theme=carers", "theme=&country=%00", "sort=no&page=x&utm=1"] {
            let page = visitor.get(&format!("/case-studies?{query}")).await.expect(200);
            assert_eq!(page.select("h1").len(), 1, "{query}");
            visitor.get(&format!("/api/v1/case-studies?{query}")).await.expect(200);
            visitor.get(&format!("/case-studies.atom?{query}")).await.expect(200);
        }
    }
}
