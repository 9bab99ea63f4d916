//! The list as a JSON Feed.

use crate::each_database;
use crate::sample::{Chosen, bank, combinations, found, query};
use serde_json::Value;

fn slugs(feed: &Value) -> Vec<String> {
    feed["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| {
            item["_casebook"]["slug"]
                .as_str()
                .expect("a slug")
                .to_owned()
        })
        .collect()
}

each_database! {
    async fn the_feed_has_the_cases_of_the_list(app: TestApp) {
        app.import_sample().await;
        let (visitor, bank) = (app.visitor(), bank());
        for chosen in combinations(&bank, 24).into_iter().chain([Chosen::new()]) {
            let query = query(&chosen);
            let page = visitor.get(&format!("/case-studies.json?{query}")).await.expect(200);
            assert_eq!(page.header("content-type"), "application/feed+json");
            assert_eq!(page.header("access-control-allow-origin"), "*");
            let feed = page.json();
            assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
            assert_eq!(slugs(&feed), found(&bank, &chosen), "{query}");
            assert_eq!(feed["_casebook"]["total"], found(&bank, &chosen).len(), "{query}");
            assert!(feed.get("next_url").is_none(), "{query}");
        }
    }

    async fn the_feed_of_a_search_says_its_words_and_begins_with_the_newest(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let order: Vec<String> = found(&bank(), &Chosen::new());
        for sort in ["", "&sort=title", "&sort=relevance"] {
            let feed = visitor.get(&format!("/case-studies.json?q=dementia{sort}")).await.expect(200).json();
            assert_eq!(feed["title"], "Casebook: “dementia”");
            assert_eq!(feed["feed_url"], "http://127.0.0.1:3000/case-studies.json?q=dementia", "{sort}");
            let places: Vec<usize> = slugs(&feed)
                .iter()
                .map(|slug| order.iter().position(|one| one == slug).expect("a case"))
                .collect();
            assert!(places.len() > 2 && places.is_sorted(), "{sort}: {places:?}");
        }
    }

    async fn items_have_what_readers_show(app: TestApp) {
        app.import_sample().await;
        let feed = app.visitor().get("/case-studies.json").await.expect(200).json();
        assert_eq!(feed["feed_url"], "http://127.0.0.1:3000/case-studies.json");
        assert_eq!(feed["home_page_url"], "http://127.0.0.1:3000/case-studies");
        let all = bank();
        for item in feed["items"].as_array().expect("items") {
            let case = all.iter().find(|case| item["_casebook"]["slug"] == case.id.as_str()).expect("a case");
            assert_eq!(item["id"], format!("http://127.0.0.1:3000/case-studies/{}", case.id));
            assert_eq!(item["title"], case.content.title.as_str());
            assert!(item["content_text"].as_str().expect("a text").contains(&case.content.summary), "{item}");
            assert_eq!(item["tags"].as_array().expect("tags").len(), case.content.themes.len());
            assert_eq!(item["authors"][0]["name"], "Casebook");
        }
    }

    async fn odd_addresses_are_answered(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for query in ["theme=%00%1f%3C", "page=99999999999999999999", "page=-1", "theme=%ff", "sort=nonsense"] {
            let feed = visitor.get(&format!("/case-studies.json?{query}")).await.expect(200).json();
            assert!(feed["items"].is_array(), "{query}");
        }
        assert_eq!(slugs(&visitor.get("/case-studies.json?page=2").await.expect(200).json()), Vec::<String>::new());
    }
}
