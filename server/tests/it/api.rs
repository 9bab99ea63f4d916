//! The API others build on: its shapes, its counts, what it never says.

use crate::each_database;
use crate::sample;
use crate::sample::{Chosen, FACETS, bank, combinations, counts, found, query};
use crate::support::TestIndex;
use axum::body::Body;
use axum::http::Request;
use case_study::public::public_part;
use serde_json::Value;

fn strings(value: &Value) -> Vec<String> {
    value
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one.as_str().expect("text").to_owned())
        .collect()
}

fn slugs(answer: &Value) -> Vec<String> {
    answer["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| item["slug"].as_str().expect("a slug").to_owned())
        .collect()
}

each_database! {
    async fn the_list_has_the_shape_others_rely_on(app: TestApp) {
        app.import_sample().await;
        let page = app.visitor().get("/api/v1/case-studies").await.expect(200);
        assert_eq!(page.header("content-type"), "application/json");
        assert_eq!(page.header("cache-control"), "public, max-age=60");
        assert_eq!(page.header("access-control-allow-origin"), "*");
        assert_eq!(page.header("set-cookie"), "");
        let answer = page.json();
        assert_eq!((&answer["total"], &answer["page"], &answer["per_page"]), (&28.into(), &1.into(), &20.into()));
        assert_eq!(answer["items"].as_array().expect("items").len(), 20);
        let all = bank();
        for item in answer["items"].as_array().expect("items") {
            let case = all.iter().find(|case| item["slug"] == case.id.as_str()).expect("a case of the file");
            assert_eq!(item["title"], case.content.title.as_str());
            assert_eq!(item["summary"], case.content.summary.as_str());
            assert_eq!(item["museum"], case.content.museum.as_str());
            assert_eq!(item["country"], case.content.country.as_str());
            assert_eq!(item["region"], case.content.region.as_str());
            assert_eq!(item["strand"], case.content.strand.as_str());
            let label = sample::evidence(&case.content);
            let nobody_chose = case.content.evidence_label.is_empty()
                || (case.content.evidence_reason.is_empty() && case_study::evidence::is_as_derived(&public_part(case.content.clone())));
            assert_eq!(item["evidence"], label.as_str(), "{}", case.id);
            assert_eq!(item["evidence_suggested"], nobody_chose, "{}", case.id);
            for (member, text) in [
                ("main_result", &case.content.main_result),
                ("not_checked", &case.content.not_checked),
                ("evidence_reason", &case.content.evidence_reason),
                ("participants_counted", &case.content.participants_counted),
            ] {
                assert_eq!(item[member], text.as_str(), "{} {member}", case.id);
            }
            assert_eq!(strings(&item["themes"]), case.content.themes);
            assert_eq!(strings(&item["audiences"]), case.content.audiences);
            assert_eq!(strings(&item["activities"]), case.content.activities);
            assert_eq!(item["url"], format!("http://127.0.0.1:3000/case-studies/{}", case.id));
            let published = item["published_at"].as_str().expect("a time");
            assert!(published.len() == 20 && published.ends_with('Z'), "{published}");
        }
        let mut facets: Vec<&str> = answer["facets"].as_object().expect("facets").keys().map(String::as_str).collect();
        let mut expected = FACETS.to_vec();
        facets.sort_unstable();
        expected.sort_unstable();
        assert_eq!(facets, expected);
    }

    async fn counts_are_those_of_counting_by_hand(app: TestApp) {
        app.import_sample().await;
        let (visitor, bank) = (app.visitor(), bank());
        for chosen in combinations(&bank, 36).into_iter().chain([Chosen::new()]) {
            let query = query(&chosen);
            let answer = visitor.get(&format!("/api/v1/case-studies?per_page=100&{query}")).await.expect(200).json();
            let expected = found(&bank, &chosen);
            assert_eq!(slugs(&answer), expected, "{query}");
            assert_eq!(answer["total"], expected.len(), "{query}");
            for facet in FACETS {
                let by_hand = counts(&bank, &chosen, facet);
                let terms = answer["facets"][facet].as_array().expect("a facet");
                let mut listed = std::collections::BTreeMap::new();
                for term in terms {
                    assert!(!term["label"].as_str().expect("a label").is_empty(), "{facet}");
                    let slug = term["slug"].as_str().expect("a slug").to_owned();
                    let count = term["count"].as_u64().expect("a number");
                    assert_eq!(listed.insert(slug.clone(), count), None, "{facet} {slug} is listed twice");
                }
                for (slug, count) in &by_hand {
                    assert_eq!(listed.get(slug), Some(count), "{query}: {facet} {slug}");
                }
                assert_eq!(listed.values().sum::<u64>(), by_hand.values().sum::<u64>(), "{query}: {facet}");
            }
            let facets = visitor.get(&format!("/api/v1/facets?{query}")).await.expect(200).json();
            assert_eq!(facets["facets"], answer["facets"], "{query}");
            assert_eq!(facets["total"], answer["total"], "{query}");
        }
    }

    async fn every_value_of_a_vocabulary_is_listed(app: TestApp) {
        let answer = app.visitor().get("/api/v1/facets").await.expect(200).json();
        assert_eq!(answer["facets"]["theme"].as_array().expect("themes").len(), case_study::Vocabulary::Theme.terms().len());
        assert_eq!(answer["facets"]["evidence"][0]["slug"], "described");
        assert_eq!(answer["facets"]["evidence"][0]["count"], 0);
        assert_eq!(answer["total"], 0);
    }

    async fn pages_have_bounds(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let get = async |query: &str| visitor.get(&format!("/api/v1/case-studies?{query}")).await.expect(200).json();
        assert_eq!(slugs(&get("per_page=10&page=3").await).len(), 8);
        assert_eq!(slugs(&get("per_page=10&page=4").await), Vec::<String>::new());
        assert_eq!(get("per_page=1000").await["per_page"], 100);
        assert_eq!(get("per_page=0").await["per_page"], 1);
        assert_eq!(get("page=nonsense").await["page"], 1);
        let pages: Vec<String> = {
            let mut all = Vec::new();
            for page in 1..=6 {
                all.extend(slugs(&get(&format!("per_page=5&page={page}")).await));
            }
            all
        };
        assert_eq!(pages, found(&bank(), &Chosen::new()));
        let refused = visitor.get("/api/v1/case-studies?per_page=many").await.expect(400);
        assert_eq!(refused.json()["error"], "per_page is a whole number from 1 to 100.");
    }

    async fn a_label_is_suggested_until_a_person_chooses_one(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let says = async |label: &str, reason: &str| {
            sample::change_content(&app.db, "house-of-memories", |content| {
                content.design = "survey".into();
                content.evidence_label = label.into();
                content.evidence_reason = reason.into();
            })
            .await;
            let mut said = Vec::new();
            for path in ["/api/v1/case-studies/house-of-memories", "/case-studies/house-of-memories.json"] {
                let case = visitor.get(path).await.expect(200).json();
                said.push((case["evidence"].as_str().expect("a slug").to_owned(), case["evidence_suggested"] == true));
            }
            assert_eq!(said[0], said[1]);
            let page = visitor.get("/case-studies/house-of-memories").await.expect(200);
            let on_page = page.text().contains("(suggested)");
            let (slug, suggested) = said.remove(0);
            assert_eq!(on_page, suggested, "{page:?}");
            let listed = visitor.get(&format!("/api/v1/case-studies?evidence={slug}&per_page=100")).await.expect(200).json();
            assert!(slugs(&listed).contains(&"house-of-memories".to_owned()), "{slug}");
            (slug, suggested)
        };
        assert_eq!(says("", "").await, ("evaluated".to_owned(), true));
        // As earlier versions wrote it into every compiled case.
        assert_eq!(says("evaluated", "").await, ("evaluated".to_owned(), true));
        assert_eq!(says("evaluated", "The report says how.").await, ("evaluated".to_owned(), false));
        assert_eq!(says("independently-evaluated", "By a university.").await, ("independently-evaluated".to_owned(), false));
        sample::set_origin(&app.db, "house-of-memories", "submitted").await;
        assert_eq!(says("evaluated", "").await, ("evaluated".to_owned(), false));
    }

    async fn one_case_holds_all_that_is_public(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for case in bank() {
            let answer = visitor.get(&format!("/api/v1/case-studies/{}", case.id)).await.expect(200).json();
            let whole = serde_json::to_value(&case.content).expect("content");
            for field in case_study::FIELDS {
                if field.seen_by == case_study::SeenBy::Everyone {
                    assert_eq!(answer[field.key], whole[field.key], "{} {}", case.id, field.key);
                } else {
                    assert!(answer.get(field.key).is_none(), "{} {}", case.id, field.key);
                }
            }
            assert_eq!(answer["slug"], case.id.as_str());
            assert_eq!(answer["compiled_from_public_sources"], true);
        }
    }

    async fn errors_are_json(app: TestApp) {
        app.import_sample().await;
        sample::set_state(&app.db, "house-of-memories", "taken_down").await;
        let visitor = app.visitor();
        for (path, status) in [
            ("/api/v1/case-studies/no-such-case", 404),
            ("/api/v1/case-studies/%00", 404),
            ("/api/v1/case-studies/HOUSE", 404),
            ("/api/v1/case-studies/house-of-memories", 410),
        ] {
            let page = visitor.get(path).await.expect(status);
            assert!(page.header("content-type").starts_with("application/json"), "{path}");
            assert!(page.json()["error"].as_str().expect("a sentence").ends_with('.'), "{path}");
            assert_eq!(page.header("cache-control"), "no-store", "{path}");
        }
        assert_eq!(visitor.get("/api/v1/case-studies").await.expect(200).json()["total"], 27);
    }

    async fn nothing_is_sent_twice_until_the_bank_changes(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let first = visitor.get("/api/v1/case-studies?theme=carers").await.expect(200);
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with("W/\""), "{tag}");
        let ask = async |tag: &str| {
            let request = Request::get("/api/v1/case-studies?theme=carers").header("if-none-match", tag).body(Body::empty()).expect("a request");
            visitor.raw(request).await
        };
        let again = ask(&tag).await.expect(304);
        assert!(again.bytes().is_empty());
        assert_eq!(again.header("etag"), tag);
        assert_eq!(again.header("access-control-allow-origin"), "*");
        let tx = app.db.begin().await.expect("a transaction");
        store::bank::raise_generation(&tx).await.expect("raised");
        tx.commit().await.expect("committed");
        store::bank::announce(&app.db).await;
        assert_ne!(ask(&tag).await.expect(200).header("etag"), tag);
    }

    async fn what_another_site_or_index_says_has_another_tag(app: TestApp) {
        app.import_sample().await;
        let tag = async |app: &TestApp, host: &str| {
            let request = Request::get("/api/v1/case-studies").header("host", host).body(Body::empty()).expect("a request");
            app.visitor().raw(request).await.expect(200).header("etag").to_owned()
        };
        let first = tag(&app, "127.0.0.1:3000").await;
        let moved = app.variant(|variant| variant.public_url = "http://127.0.0.1:4000".to_owned());
        assert_ne!(tag(&moved, "127.0.0.1:4000").await, first);
        // The same bank, with other words that mean the same.
        let folder = std::sync::Arc::new(tempfile::tempdir().expect("a folder"));
        std::fs::write(folder.path().join("synonyms.txt"), "tea, kettle\n").expect("written");
        let search = TestIndex::start_in(&app.db, folder).await;
        assert!(search.index.caught_up(app.state.index.generation()).await);
        let before = search.index.edition();
        let worded = app.variant(|variant| variant.search = Some(search.clone()));
        let other = tag(&worded, "127.0.0.1:3000").await;
        assert_ne!(other, first);
        assert_eq!(search.index.edition(), before);
        assert_eq!(tag(&worded, "127.0.0.1:3000").await, other);
    }
}
