//! Searching, as a reader does: words in the address, cases on the page.

use crate::each_database;
use crate::support::{Page, Visitor};
use serde::Deserialize;

/// A question somebody asks, and the cases that must stand in the first three: of its own words, or of
/// those that it is asked about.
#[derive(Deserialize)]
struct Asked {
    question: String,
    expects: Vec<String>,
    /// What it is asked whether it meant, if it is.
    #[serde(default)]
    meant: Option<String>,
}

/// The cases of a list, in its order.
pub(crate) fn slugs(page: &Page) -> Vec<String> {
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

pub(crate) async fn search(visitor: &Visitor, words: &str) -> Page {
    let q = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("q", words)
        .finish();
    visitor.get(&format!("/case-studies?{q}")).await.expect(200)
}

fn marks(page: &Page) -> Vec<String> {
    page.select(".card mark")
        .iter()
        .map(|mark| mark.text().to_lowercase())
        .collect()
}

each_database! {
    async fn words_are_ranked_and_not_all_required(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let page = search(&visitor, "dementia zeppelin awareness training").await;
        assert_eq!(slugs(&page)[0], "house-of-memories");
        assert!(page.text().contains("No case study mentions “zeppelin”. These match the rest of your search."), "{page:?}");
        assert!(slugs(&page).len() > 1);
        let current = page.one(".sorting [aria-current]");
        assert_eq!(current.text(), "Best match");
        let newest = visitor.get("/case-studies?q=dementia&sort=newest").await.expect(200);
        assert_eq!(newest.one(".sorting [aria-current]").text(), "Newest first");
        assert!(visitor.get("/case-studies").await.expect(200).select(".sorting a").iter().all(|link| link.text() != "Best match"));
    }

    async fn words_are_found_in_any_form_case_and_accent(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let expected = slugs(&search(&visitor, "dementia").await);
        assert!(!expected.is_empty());
        for words in ["DEMENTIA", "Dément\u{ed}a", "dementia's"] {
            assert_eq!(slugs(&search(&visitor, words).await), expected, "{words}");
        }
    }

    async fn a_word_that_finds_nothing_is_asked_about_and_never_replaced(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let meant = search(&visitor, "dementia garden").await;
        let found = |page: &Page| page.one("[role=status]").text().to_owned();
        let page = search(&visitor, "demetnia garden").await;
        assert!(page.one(".list-meant").text().starts_with("Did you mean “dementia garden”? "), "{page:?}");
        assert_eq!(page.one(".list-meant a").attr("href").as_deref(), Some("/case-studies?q=dementia+garden"));
        // What is shown is what was asked for, and no case has all of it.
        assert_eq!(slugs(&page), slugs(&search(&visitor, "garden").await));
        assert!(found(&page).starts_with("No case study has all of your words, "), "{}", found(&page));
        assert!(found(&meant).contains("with all of your words"), "{}", found(&meant));
        let nothing = search(&visitor, "demetnia").await;
        assert_eq!(found(&nothing), "No case studies");
        assert_eq!(slugs(&nothing), [""; 0]);
        assert!(nothing.text().contains("Nothing found for “demetnia”. Check the spelling, try one or two words, or browse themes."), "{nothing:?}");
        let count = found(&search(&visitor, "dementia").await);
        assert_eq!(nothing.one(".list-meant").text(), format!("Did you mean “dementia”? {count}"));
    }

    async fn cases_with_all_words_stand_above_a_line(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let page = search(&visitor, "dementia Wales").await;
        let with_all = 2;
        let all = slugs(&page);
        assert_eq!(all[0], "museums-inspiring-memories");
        assert_eq!(page.one("[role=status]").text(), format!("2 case studies with all of your words, {} with some", all.len() - with_all));
        assert_eq!(page.one(".list-some h2").text(), "These have some of your words");
        assert_eq!(page.select(".list-some .card").len(), all.len() - with_all);
        // The same in every answer.
        let api = visitor.get("/api/v1/case-studies?q=dementia+Wales").await.expect(200).json();
        assert_eq!(api["with_all_words"], with_all);
        assert_eq!(api["total"], all.len());
        let table = visitor.get("/case-studies.csv?q=dementia+Wales").await.expect(200);
        assert_eq!(table.header("casebook-with-all-words"), "2");
        assert_eq!(table.header("casebook-total"), all.len().to_string());
        let rows = table.body();
        let place = |slug: &str| rows.find(slug).unwrap_or(usize::MAX);
        assert!(all.iter().map(|slug| place(slug)).collect::<Vec<_>>().is_sorted(), "{rows}");
        let feed = visitor.get("/case-studies.json?q=dementia+Wales").await.expect(200).json();
        assert_eq!(feed["_casebook"]["with_all_words"], with_all);
        // Another order is one of the whole list.
        let by_title = visitor.get("/case-studies?q=dementia+Wales&sort=title").await.expect(200);
        assert_eq!(by_title.select(".list-some").len(), 0);
        assert_eq!(by_title.one("[role=status]").text(), page.one("[role=status]").text());
        // Counts beside filters are of everything that is found.
        let strands = api["facets"]["strand"].as_array().expect("strands").iter();
        assert!(strands.map(|term| term["count"].as_u64().expect("a number")).sum::<u64>() >= all.len() as u64);
    }

    async fn pages_of_a_search_go_on_where_the_one_before_ended(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let query = "q=people+health+museum+training";
        let one = visitor.get(&format!("/api/v1/case-studies?{query}&per_page=100")).await.expect(200).json();
        let of = |answer: &serde_json::Value| -> Vec<String> {
            answer["items"].as_array().expect("items").iter().map(|item| item["slug"].as_str().expect("a slug").to_owned()).collect()
        };
        let mut pages = Vec::new();
        for page in 1..=7 {
            pages.extend(of(&visitor.get(&format!("/api/v1/case-studies?{query}&per_page=4&page={page}")).await.expect(200).json()));
        }
        assert_eq!(pages, of(&one));
        let with_all = usize::try_from(one["with_all_words"].as_u64().expect("a number")).unwrap();
        let (first, second) = (visitor.get(&format!("/case-studies?{query}")).await.expect(200), visitor.get(&format!("/case-studies?{query}&page=2")).await.expect(200));
        let some = first.select(".list-some .card").len() + second.select(".list-some .card").len();
        assert_eq!(some + with_all, slugs(&first).len() + slugs(&second).len());
    }

    async fn a_minus_leaves_out_and_or_takes_either(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let found = async |query: &str| {
            let answer = visitor.get(&format!("/api/v1/case-studies?{query}&per_page=100")).await.expect(200).json();
            let mut slugs: Vec<String> = answer["items"].as_array().expect("items").iter().map(|item| item["slug"].as_str().expect("a slug").to_owned()).collect();
            slugs.sort();
            (slugs, answer["with_all_words"].as_u64().expect("a number"))
        };
        let (with, _) = found("q=%22dementia%22").await;
        let (without, _) = found("q=-dementia").await;
        assert_eq!(with.len() + without.len(), 28);
        assert!(without.iter().all(|slug| !with.contains(slug)));
        let page = search(&visitor, "loneliness -dementia").await;
        assert!(page.text().contains("Case studies with “dementia” are left out."), "{page:?}");
        assert!(slugs(&page).iter().all(|slug| without.contains(slug)));
        let (either, with_all) = found("q=stroke+OR+homelessness").await;
        assert_eq!(with_all, either.len() as u64, "one of two is all");
        assert_eq!(found("q=stroke+homelessness").await.0, either);
        assert_eq!(found("q=dementia+AND+Wales").await, found("q=dementia+Wales").await);
    }

    async fn quotes_hold_words_together(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let loose = slugs(&search(&visitor, "art workshops").await);
        let together = slugs(&search(&visitor, "\"art workshops\"").await);
        assert!(!together.is_empty() && together.len() < loose.len(), "{together:?} {loose:?}");
        for slug in &together {
            let case = visitor.get(&format!("/case-studies/{slug}")).await.expect(200);
            assert!(case.text().to_lowercase().contains("art workshops"), "{slug}");
        }
        assert_eq!(search(&visitor, "\"box memory zeppelin\"").await.one("[role=status]").text(), "No case studies");
    }

    async fn what_is_found_is_marked_and_stays_text(app: TestApp) {
        app.import_sample().await;
        crate::sample::change_content(&app.db, "house-of-memories", |content| {
            content.title = "<script>alert(1)</script> zeppelins & tea".into();
            content.summary = "A <b>zeppelin</b> flies.".into();
            content.did = format!("{}<i>zeppelin</i> with a hedgehog.", "Word after word. ".repeat(30));
        })
        .await;
        let visitor = app.visitor();
        let page = search(&visitor, "zeppelin hedgehog").await;
        assert_eq!(marks(&page), ["zeppelins", "zeppelin", "zeppelin", "hedgehog"]);
        // A line shows its summary where something was found in it, and a passage of the story under it.
        let passages: Vec<String> = page.select(".card-passage").iter().map(|passage| passage.text().to_owned()).collect();
        assert_eq!(passages.len(), 2, "{passages:?}");
        assert_eq!(passages[0], "A <b>zeppelin</b> flies.");
        assert!(passages[1].starts_with("… ") && passages[1].ends_with(" <i>zeppelin</i> with a hedgehog."), "{passages:?}");
        let body = page.body();
        assert!(!body.contains("<script>alert") && !body.contains("<b>") && !body.contains("<i>"));
        let other = search(&visitor, "<mark>\"><script>alert(1)</script>").await;
        assert!(!other.body().contains("<script>alert"), "{other:?}");
    }

    async fn synonyms_places_and_labels_are_found(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for (words, slug) in [
            ("seniors loneliness", "museums-on-prescription"),
            ("social prescribing pensioners", "museums-on-prescription"),
            ("Liverpool", "house-of-memories"),
        ] {
            assert!(slugs(&search(&visitor, words).await).iter().take(3).any(|found| found == slug), "{words}");
        }
        let finland = visitor.get("/api/v1/case-studies?q=Finland").await.expect(200).json();
        let by_filter = visitor.get("/api/v1/case-studies?country=FI").await.expect(200).json();
        // No other case names the country.
        assert_eq!((&finland["total"], &by_filter["total"]), (&1.into(), &1.into()));
        assert_eq!(finland["items"][0]["slug"], "finnish-museums-value-of-wellbeing");
    }

    async fn filters_and_words_keep_each_other(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let page = visitor.get("/case-studies?q=dementia&theme=carers&sort=title").await.expect(200);
        assert_eq!(page.one("h1").text(), "Case studies: “dementia”, carers");
        assert_eq!(page.value("q").as_deref(), Some("dementia"));
        assert_eq!(page.one("input[name=q]").attr("form").as_deref(), Some("filters"));
        assert_eq!(page.select("form#filters").len(), 1);
        let chip = page.one("a.chip").attr("href");
        assert_eq!(chip.as_deref(), Some("/case-studies?q=dementia&sort=title"));
        let canonical = page.one(r#"link[rel="canonical"]"#).attr("href");
        assert_eq!(canonical.as_deref(), Some("http://127.0.0.1:3000/case-studies?q=dementia&theme=carers&sort=title"));
    }

    async fn odd_questions_are_ordinary_pages(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let long = "dementia ".repeat(1_200);
        let endless = "x".repeat(10_000);
        let quotes = "\"".repeat(2_001);
        let misspelt: String = ["demetnia", "lonelynes", "gardning", "hospitl", "musuem"].join(" ").repeat(10);
        let odd = [
            long.as_str(), &endless, &quotes, &misspelt, "", " ", "\"", "\"\"", "title:dementia AND (", "-dementia", "+dementia", "*", "?*:",
            "dementia^1000", "dementia~9", "[a TO z]", "{* TO *}", "/.*/", "\\", "NOT", "AND OR NOT", "'; DROP TABLE cases; --",
            "\u{0}\u{1}\u{7f}", "\r\nSet-Cookie: a=b", "\u{202e}evil\u{202c}", "\u{feff}", "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
            "博物館", "متحف", "Ω≈ç√∫", "ﬃ", "İstanbul", "e\u{301}\u{301}\u{301}", "%", "%00", "<svg onload=alert(1)>", "${7*7}", "{{7*7}}",
            "../../etc/passwd", "the of and in", "0", "-1", "1e309", "null", "\u{d7ff}\u{e000}\u{10ffff}",
        ];
        for words in odd {
            let page = search(&visitor, words).await;
            assert_eq!(page.select("h1").len(), 1, "{words:?}");
        }
        for raw in ["q=%FF%FE", "q=%", "q", "q=a&q=b", "q=%C3%28&exact=maybe", "exact=1", "Q=tea"] {
            visitor.get(&format!("/case-studies?{raw}")).await.expect(200);
            visitor.get(&format!("/api/v1/case-studies?{raw}")).await.expect(200);
        }
    }

    async fn every_question_finds_its_case_in_the_first_three(app: TestApp) {
        app.import_sample().await;
        let asked = read(include_str!("questions.json"));
        assert_eq!(asked.len(), 30);
        let missed = missed(&app.visitor(), &asked).await;
        assert!(missed.is_empty(), "{} of {} missed:\n{}", missed.len(), asked.len(), missed.join("\n"));
    }

    async fn ten_questions_nothing_was_tuned_to_are_found_as_often_as_at_first(app: TestApp) {
        /// How many of them were found the first time they were ever asked. They say how well
        /// searching carries over: never change synonyms or weights for one of them.
        const FOUND_AT_FIRST: usize = 10;
        app.import_sample().await;
        let asked = read(include_str!("questions-later.json"));
        assert_eq!(asked.len(), 10);
        let missed = missed(&app.visitor(), &asked).await;
        assert!(asked.len() - missed.len() >= FOUND_AT_FIRST, "missed:\n{}", missed.join("\n"));
    }
}

fn read(text: &str) -> Vec<Asked> {
    serde_json::from_str(text).expect("questions")
}

/// The questions whose cases are not all among the first three, with what stands there instead.
async fn missed(visitor: &Visitor, asked: &[Asked]) -> Vec<String> {
    let mut missed = Vec::new();
    for Asked {
        question,
        expects,
        meant,
    } in asked
    {
        let mut page = search(visitor, question).await;
        if let Some(meant) = meant {
            let link = page.one(".list-meant a");
            assert_eq!(link.text(), format!("\u{201c}{meant}\u{201d}"));
            let href = link.attr("href").expect("a link");
            page = visitor.get(&href).await.expect(200);
        }
        let found = slugs(&page);
        let first: Vec<&String> = found.iter().take(3).collect();
        if !expects.iter().all(|slug| first.contains(&slug)) {
            missed.push(format!(
                "{question}\n  wants {expects:?}\n  first {first:?}"
            ));
        }
    }
    missed
}
