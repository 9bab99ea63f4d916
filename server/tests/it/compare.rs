//! Comparing, through the real router: a shortlist that lives in the address, the table, the pack
//! and its references.

use crate::each_database;
use crate::sample;
use crate::sample::bank;
use crate::support::{Page, Visitor};
use case_study::CaseStudyContent;
use case_study::evidence;
use case_study::evidence::{EvidenceLabel, People};
use case_study::import::ImportedCase;
use case_study::public::public_part;

const THREE: &str =
    "case=house-of-memories&case=museums-on-prescription&case=ma-supporting-team-wellbeing";

fn one(id: &str) -> ImportedCase {
    let found = bank().into_iter().find(|case| case.id == id);
    found.unwrap_or_else(|| panic!("no case {id}"))
}

fn hrefs(page: &Page, css: &str) -> Vec<String> {
    page.select(css)
        .iter()
        .filter_map(|link| link.attr("href"))
        .collect()
}

/// The answers of a row, by its heading; `None` when there is no such row.
fn row(page: &Page, heading: &str) -> Option<Vec<String>> {
    let html = page
        .select("table.compare tbody tr")
        .into_iter()
        .find(|row| {
            let text = row.text();
            text.starts_with(heading)
        })?
        .html()
        .to_owned();
    let table = scraper::Html::parse_fragment(&format!("<table>{html}</table>"));
    let cell = scraper::Selector::parse("td").expect("a selector");
    let cells = table.select(&cell).map(|cell| {
        let pieces: Vec<String> = cell
            .text()
            .map(squeeze)
            .filter(|piece| !piece.is_empty())
            .collect();
        pieces.join(" ")
    });
    Some(cells.collect())
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Neither a cookie nor a script, and nothing for search engines to keep.
fn leaves_no_trace(page: &Page) {
    assert_eq!(page.header("set-cookie"), "", "{page:?}");
    assert!(
        page.header("content-security-policy")
            .contains("script-src 'none'"),
        "{page:?}"
    );
    assert_eq!(page.select("script").len(), 0, "{page:?}");
    assert_eq!(
        page.one(r#"meta[name="robots"]"#)
            .attr("content")
            .as_deref(),
        Some("noindex")
    );
}

async fn compare(visitor: &Visitor, query: &str) -> Page {
    visitor.get(&format!("/compare?{query}")).await.expect(200)
}

each_database! {
    async fn a_shortlist_grows_by_links_alone(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let list = visitor.get("/case-studies?theme=dementia-and-memory&sort=title").await.expect(200);
        assert_eq!(list.select(".shortlist").len(), 0);
        let before: Vec<String> = hrefs(&list, "a.card-link");
        let add = list.select("a.shortlist-add");
        assert_eq!(add.len(), before.len());
        let first = before[0].trim_start_matches("/case-studies/").to_owned();
        let link = add[0].attr("href").expect("an address");
        assert_eq!(link, format!("/case-studies?theme=dementia-and-memory&sort=title&shortlist={first}#card-{first}"));
        assert_eq!(add[0].attr("rel").as_deref(), Some("nofollow"));
        assert_eq!(list.one(&format!("#card-{first} a.shortlist-add")).attr("href"), Some(link.clone()));

        let with_one = visitor.get(&link).await.expect(200);
        assert_eq!(with_one.one(".shortlist-title").text(), "Your shortlist (1)");
        assert_eq!(with_one.select(".shortlist .button").len(), 0, "one case cannot be compared");
        let second = with_one.one("a.shortlist-add").attr("href").expect("an address");
        let with_two = visitor.get(&second).await.expect(200);
        assert_eq!(with_two.one(".shortlist-title").text(), "Your shortlist (2)");
        let other = before[1].trim_start_matches("/case-studies/").to_owned();
        let compare = format!("/compare?case={first}&case={other}");
        assert_eq!(with_two.one(".shortlist .button").attr("href").as_deref(), Some(compare.as_str()));
        assert_eq!(with_two.one("#shortlist-link").attr("value"), Some(format!("http://127.0.0.1:3000{compare}")));
        assert_eq!(with_two.one(".shortlist-clear").attr("href").as_deref(), Some("/case-studies?theme=dementia-and-memory&sort=title"));
        let removed = with_two.one(&format!("#card-{first} .shortlist-on a")).attr("href").expect("an address");
        assert_eq!(removed, format!("/case-studies?theme=dementia-and-memory&sort=title&shortlist={other}#card-{first}"));
    }

    async fn a_shortlist_changes_no_result_and_no_feed(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let kept = "shortlist=house-of-memories&shortlist=azure-ireland";
        for query in ["", "theme=carers", "q=older+people&strand=community", "sort=title&page=2", "country=XX", "page=99"] {
            let plain = visitor.get(&format!("/case-studies?{query}")).await.expect(200);
            let with = visitor.get(&format!("/case-studies?{kept}&{query}")).await.expect(200);
            let slugs = |page: &Page| -> Vec<String> {
                hrefs(page, "a.card-link").iter().map(|href| href.split('?').next().unwrap_or_default().to_owned()).collect()
            };
            assert_eq!(slugs(&with), slugs(&plain), "{query}");
            assert_eq!(with.one("[role=status]").text(), plain.one("[role=status]").text(), "{query}");
            assert_eq!(hrefs(&with, ".list-feed a"), hrefs(&plain, ".list-feed a"), "{query}");
            // Search engines know the list without it.
            let canonical = format!("http://127.0.0.1:3000{}", app::list_query::ListQuery::parse(query).href());
            assert_eq!(with.one(r#"link[rel="canonical"]"#).attr("href"), Some(canonical), "{query}");
            assert_eq!(with.one(r#"meta[name="robots"]"#).attr("content").as_deref(), Some("noindex"), "{query}");
            assert_eq!(with.header("set-cookie"), "");
            // Whatever the form sends next keeps it, in its order.
            let fields: Vec<_> = with.fields("form[aria-label=Filters]").into_iter().filter(|(name, _)| name == "shortlist").map(|(_, value)| value).collect();
            assert_eq!(fields, ["house-of-memories", "azure-ireland"], "{query}");
            let onwards = hrefs(&with, ".sorting a, .pagination a, .chips a, .list-empty a[href^='/case-studies'], a.card-link");
            for href in onwards {
                assert!(href.contains(kept), "{query}: {href}");
            }
        }
        for path in ["/case-studies.atom", "/case-studies.json"] {
            let plain = visitor.get(&format!("{path}?theme=carers")).await.expect(200).body();
            let with = visitor.get(&format!("{path}?theme=carers&{kept}")).await.expect(200).body();
            assert_eq!(with, plain, "{path}");
        }
        let map = visitor.get(&format!("/case-studies?view=map&{kept}")).await.expect(200);
        assert_eq!(map.one(".shortlist-title").text(), "Your shortlist (2)");
        assert_eq!(map.one(r#"link[rel="canonical"]"#).attr("href").as_deref(), Some("http://127.0.0.1:3000/case-studies?view=map"));
        assert!(hrefs(&map, ".place a[href^='/case-studies/']").iter().all(|href| href.contains(kept)));
    }

    async fn a_case_keeps_the_shortlist_and_the_way_back(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let list = visitor.get("/case-studies?theme=carers&shortlist=azure-ireland").await.expect(200);
        let open = list.one("#card-house-of-memories a.card-link").attr("href").expect("an address");
        assert_eq!(open, "/case-studies/house-of-memories?theme=carers&shortlist=azure-ireland");
        let case = visitor.get(&open).await.expect(200);
        assert_eq!(case.one(".shortlist-title").text(), "Your shortlist (1)");
        assert_eq!(case.one(".back-link").attr("href").as_deref(), Some("/case-studies?theme=carers&shortlist=azure-ireland"));
        assert_eq!(case.one(r#"link[rel="canonical"]"#).attr("href").as_deref(), Some("http://127.0.0.1:3000/case-studies/house-of-memories"));
        leaves_no_trace_but_data(&case);
        let add = case.one("a.shortlist-add").attr("href").expect("an address");
        assert_eq!(add, "/case-studies/house-of-memories?theme=carers&shortlist=azure-ireland&shortlist=house-of-memories");
        let added = visitor.get(&add).await.expect(200);
        assert_eq!(added.one(".shortlist .button").attr("href").as_deref(), Some("/compare?case=azure-ireland&case=house-of-memories"));
        // Without a shortlist a case is what it was.
        let plain = visitor.get("/case-studies/house-of-memories").await.expect(200);
        assert_eq!(plain.select(".shortlist").len(), 0);
        assert_eq!(plain.select(r#"meta[name="robots"]"#).len(), 0);
        assert_eq!(plain.one("a.shortlist-add").attr("href").as_deref(), Some("/case-studies/house-of-memories?shortlist=house-of-memories"));
    }

    async fn cases_stand_side_by_side(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let page = compare(&visitor, THREE).await;
        leaves_no_trace(&page);
        assert_eq!(page.one("h1").text(), "Compare 3 case studies");
        let cases: Vec<_> = ["house-of-memories", "museums-on-prescription", "ma-supporting-team-wellbeing"].map(one).into();
        let links = page.select("thead a.compare-title");
        for (link, case) in links.iter().zip(&cases) {
            assert_eq!(link.text(), case.content.title);
            assert_eq!(link.attr("href"), Some(format!("/case-studies/{}", case.id)));
        }
        assert_eq!(links.len(), 3);
        let names = ["House of Memories", "Museums on Prescription", "Supporting team wellbeing"];
        let people = |at: usize| {
            let public = public_part(cases[at].content.clone());
            let people = People::of(&public, true).expect("a number").in_words();
            squeeze(&format!("{} {people} {}", names[at], public.participants_note))
        };
        assert_eq!(row(&page, "How many").expect("a row"), [people(0), people(1), people(2)]);
        assert_eq!(row(&page, "When").expect("a row"), [0, 1, 2].map(|at: usize| format!("{} {}", names[at], public_part(cases[at].content.clone()).dates_in_words().expect("dates"))));
        let long = |heading: &str, text: fn(&CaseStudyContent) -> String| {
            let cells = row(&page, heading).unwrap_or_else(|| panic!("no row {heading}: {page:?}"));
            for ((cell, case), name) in cells.iter().zip(&cases).zip(names) {
                assert_eq!(*cell, squeeze(&format!("{name} {}", text(&case.content))), "{heading}");
            }
        };
        long("Summary", |content| content.summary.clone());
        long("What changed", |content| content.changed.clone());
        long("Lessons", |content| content.lessons.join(" "));
        let evidence = row(&page, "Evidence").expect("a row");
        for (cell, case) in evidence.iter().zip(&cases) {
            let public = public_part(case.content.clone());
            let label = EvidenceLabel::of(&public, true);
            let meaning = label.term().expect("a label").definition;
            assert!(cell.contains(&label.in_words()), "{cell}");
            assert!(cell.contains(&evidence::in_words(&public, true)), "{cell}");
            // What a label means is no claim that a suggested one can make.
            assert_eq!(cell.contains(meaning), !label.suggested, "{cell}");
            assert!(cell.contains(&squeeze(&public.evidence_reason)), "{cell}");
        }
        // Nobody of the sample bank says what it cost, and that is said.
        assert!(cases.iter().all(|case| case.content.cost_band.is_empty()));
        assert_eq!(row(&page, "Cost").expect("a row"), ["All three Not given in the sources we read"]);
        for core in ["How many", "When", "Still running", "Staff and volunteer time", "Funder", "Evaluator"] {
            assert!(row(&page, core).is_some(), "{core}: {page:?}");
        }
        assert_eq!(hrefs(&page, "a.compare-remove")[1], "/compare?case=house-of-memories&case=ma-supporting-team-wellbeing");
        assert_eq!(page.select("table caption").len(), page.select("table").len());
        assert_eq!(page.select("tbody th:not([scope])").len(), 0);
    }

    async fn result_and_doubt_stand_side_by_side(app: TestApp) {
        app.import_sample().await;
        sample::change_content(&app.db, "house-of-memories", |content| {
            content.main_result = "On the scale nothing changed.".into();
            content.not_checked = "We have not read the report.".into();
            content.changed = "Everyone enjoyed it. On the scale nothing changed.".into();
        })
        .await;
        sample::change_content(&app.db, "azure-ireland", |content| {
            content.main_result = String::new();
            content.not_checked = String::new();
            content.changed = format!("{} On the scale nothing changed.", "People smiled. ".repeat(40));
        })
        .await;
        let visitor = app.visitor();
        let page = compare(&visitor, "case=azure-ireland&case=house-of-memories").await;
        let result = row(&page, "Main result").expect("a row");
        // Where no person wrote a sentence, no program cuts one out.
        assert!(result[0].starts_with("Azure People smiled.") && result[0].ends_with("On the scale nothing changed."), "{result:?}");
        assert_eq!(result[1], "House of Memories On the scale nothing changed.");
        assert_eq!(row(&page, "What we could not check").expect("a row"), ["Azure Nothing noted", "House of Memories We have not read the report."]);
        let pack = visitor.get("/compare/pack?case=azure-ireland&case=house-of-memories").await.expect(200);
        let says = |css: &str, words: &str| pack.select(css).iter().any(|one| one.text().ends_with(words));
        assert!(says(".pack-chapter .short-part", "On the scale nothing changed."), "{pack:?}");
        assert!(says(".pack-facts .fact", "We have not read the report."), "{pack:?}");
    }

    async fn a_row_says_who_did_not_say(app: TestApp) {
        app.import_sample().await;
        sample::change_content(&app.db, "house-of-memories", |content| content.hard = "Finding a quiet room.".into()).await;
        sample::change_content(&app.db, "azure-ireland", |content| content.hard = String::new()).await;
        for id in ["house-of-memories", "azure-ireland"] {
            sample::change_content(&app.db, id, |content| content.audiences = vec!["carers".into(), "volunteers".into()]).await;
        }
        let visitor = app.visitor();
        let query = "case=azure-ireland&case=house-of-memories";
        let page = compare(&visitor, query).await;
        assert_eq!(row(&page, "What was hard").expect("a row"), ["Azure Not given in the sources we read", "House of Memories Finding a quiet room."]);
        assert_eq!(row(&page, "Who took part").expect("a row"), ["Both Unpaid carers and care partners Volunteers"]);
        let differing = compare(&visitor, &format!("{query}&show=differences")).await;
        assert_eq!(row(&differing, "Who took part"), None);
        assert!(row(&differing, "What was hard").is_some());
        assert_eq!(differing.one(".compare-bar [aria-current]").text(), "Only what differs");
        assert_eq!(hrefs(&differing, ".compare-bar a"), [format!("/compare?{query}"), format!("/compare?{query}&show=differences")]);
    }

    async fn what_is_gone_is_said_kindly(app: TestApp) {
        app.import_sample().await;
        sample::set_state(&app.db, "house-of-memories", "taken_down").await;
        let visitor = app.visitor();
        let gone = "One case study of this link is no longer here.";
        let page = compare(&visitor, &format!("{THREE}&utm_source=x")).await;
        assert_eq!(page.one("h1").text(), "Compare 2 case studies");
        assert_eq!(page.one(".shortlist-gone").text(), gone);
        assert!(!page.text().contains("House of Memories"), "{page:?}");
        let all = compare(&visitor, "case=house-of-memories&case=no-such&case=%00&case=a/b").await;
        assert_eq!(all.one("h1").text(), "Compare case studies");
        assert_eq!(all.one(".shortlist-gone").text(), "2 case studies of this link are no longer here.");
        let list = visitor.get("/case-studies?shortlist=house-of-memories&shortlist=azure-ireland").await.expect(200);
        assert_eq!(list.one(".shortlist-gone").text(), gone);
        assert_eq!(list.one(".shortlist-title").text(), "Your shortlist (1)");
        // Links go on without it.
        assert!(!list.body().contains("shortlist=house-of-memories"), "{list:?}");
        let only = visitor.get("/case-studies?shortlist=house-of-memories").await.expect(200);
        assert_eq!(only.one(".shortlist-gone").text(), gone);
        let pack = visitor.get(&format!("/compare/pack?{THREE}")).await.expect(200);
        assert_eq!(pack.one(".shortlist-gone").text(), gone);
        assert_eq!(pack.one("h1").text(), "2 case studies");
        let references = visitor.get(&format!("/compare/pack.bib?{THREE}")).await.expect(200).body();
        assert_eq!(references.matches("@misc{").count(), 2);
    }

    async fn too_few_and_too_many_are_asked(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let none = visitor.get("/compare").await.expect(200);
        assert_eq!(none.one("h1").text(), "Compare case studies");
        assert_eq!(none.select(r#"meta[name="robots"]"#).len(), 0);
        assert_eq!(hrefs(&none, "main a.button"), ["/case-studies"]);
        let single = compare(&visitor, "case=azure-ireland").await;
        assert!(single.text().contains("You have one case study on your shortlist."), "{single:?}");
        assert_eq!(hrefs(&single, "main a.button"), ["/case-studies?shortlist=azure-ireland"]);

        let six: Vec<String> = bank().into_iter().take(6).map(|case| case.id).collect();
        let query = |key: &str, slugs: &[String]| slugs.iter().map(|slug| format!("{key}={slug}")).collect::<Vec<_>>().join("&");
        let which = compare(&visitor, &query("case", &six)).await;
        leaves_no_trace(&which);
        assert_eq!(which.one("h1").text(), "Choose what to compare");
        let expected: Vec<(String, String)> = six[..4].iter().map(|slug| ("case".to_owned(), slug.clone()))
            .chain(six.iter().map(|slug| ("shortlist".to_owned(), slug.clone()))).collect();
        assert_eq!(which.fields("main form[method=get]"), expected);
        assert_eq!(which.select(".banner").len(), 0);

        // As the form sends it: two ticked, four kept for later.
        let sent = format!("{}&{}", query("case", &six[1..3]), query("shortlist", &six));
        let two = compare(&visitor, &sent).await;
        assert_eq!(two.one("h1").text(), "Compare 2 case studies");
        assert_eq!(two.one(".way-on a").attr("href"), Some(format!("/compare?{}", query("case", &six))));
        assert_eq!(two.one(".back-link").attr("href"), Some(format!("/case-studies?{}", query("shortlist", &six))));
        for (ticked, words) in [(1, "You ticked one."), (5, "You ticked 5.")] {
            let sent = format!("{}&{}", query("case", &six[..ticked]), query("shortlist", &six));
            let again = compare(&visitor, &sent).await;
            assert!(again.one(".banner").text().contains(words), "{again:?}");
            assert_eq!(again.fields("main form[method=get]").iter().filter(|(name, _)| name == "case").count(), ticked);
        }

        let all: Vec<String> = bank().into_iter().map(|case| case.id).collect();
        let many = compare(&visitor, &query("case", &all)).await;
        assert_eq!(many.one(".shortlist-gone").text(), "A shortlist holds twelve. 16 case studies of this link were left out.");
        let full = visitor.get(&format!("/case-studies?{}", query("shortlist", &all))).await.expect(200);
        assert_eq!(full.one(".shortlist-title").text(), "Your shortlist (12)");
        assert!(full.text().contains("Your shortlist is full"), "{full:?}");
        assert_eq!(full.select("a.shortlist-add").len(), 0);
    }

    async fn content_notes_come_before_the_table(app: TestApp) {
        app.import_sample().await;
        sample::change_content(&app.db, "house-of-memories", |content| content.content_notes = vec!["bereavement-or-baby-loss".into()]).await;
        let visitor = app.visitor();
        for path in ["/compare", "/compare/pack"] {
            let page = visitor.get(&format!("{path}?{THREE}")).await.expect(200);
            let title = one("house-of-memories").content.title;
            let note = page.one(".content-note").text().to_owned();
            assert!(note.contains(&format!("\u{201c}{title}\u{201d} talks about the death of a baby")), "{note}");
            let body = page.body();
            assert!(body.find("content-note") < body.find("<table"), "{path}");
        }
        let pack = visitor.get(&format!("/compare/pack?{THREE}")).await.expect(200);
        // Once at the start, once before the case itself.
        assert_eq!(pack.select(".content-note").len(), 2);
    }

    async fn a_pack_has_every_case_in_full_and_all_citations(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let page = visitor.get(&format!("/compare/pack?{THREE}")).await.expect(200);
        leaves_no_trace(&page);
        assert_eq!(page.one("h1").text(), "3 case studies");
        let text = page.text();
        let cases: Vec<_> = ["house-of-memories", "museums-on-prescription", "ma-supporting-team-wellbeing"].map(one).into();
        let headings: Vec<String> = page.select("article h2").iter().map(|heading| heading.text().to_owned()).collect();
        assert_eq!(headings, ["Contents", "Side by side", cases[0].content.title.as_str(), cases[1].content.title.as_str(), cases[2].content.title.as_str(), "Citations"]);
        for case in &cases {
            let content = &case.content;
            for words in [&content.summary, &content.museum, &content.need, &content.did, &content.changed, &content.method, &content.funder]
                .into_iter().chain(&content.lessons).chain(&content.partners)
            {
                assert!(text.contains(&squeeze(words)), "{}: {words}", case.id);
            }
            for source in &content.sources {
                assert!(hrefs(&page, ".pack-sources a").contains(source), "{}: {source}", case.id);
            }
            assert!(content.uncertain.is_empty() || !text.contains(&squeeze(&content.uncertain)), "{}", case.id);
            let url = format!("http://127.0.0.1:3000/case-studies/{}", case.id);
            let citation = page.select(".pack-citations li").into_iter().find(|line| line.text().contains(&url)).expect("a citation");
            assert!(citation.text().contains(&content.title), "{citation:?}");
        }
        let today = case_study::dates::local_iso_day(app.clock.now_ms());
        assert_eq!(page.one(".pack-made time").attr("datetime"), Some(today));
        let mut ids: Vec<String> = page.select("[id]").iter().filter_map(|element| element.attr("id")).collect();
        let all = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), all, "ids used twice");
        for link in hrefs(&page, "a[href^='#']") {
            assert_eq!(page.select(&link).len(), 1, "{link}");
        }
        // No passage is printed twice: the table leaves them to the cases.
        assert_eq!(text.matches(&squeeze(&cases[0].content.changed)).count(), 1);
        let empty = visitor.get("/compare/pack").await.expect(200);
        assert_eq!(empty.one("h1").text(), "Compare case studies");
        let single = visitor.get("/compare/pack?case=azure-ireland").await.expect(200);
        assert_eq!((single.one("h1").text(), single.select("table").len()), ("1 case study", 0));
        let six: Vec<String> = bank().into_iter().take(6).map(|case| format!("case={}", case.id)).collect();
        let six = visitor.get(&format!("/compare/pack?{}", six.join("&"))).await.expect(200);
        assert_eq!((six.select("table.compare-first").len(), six.select("table.compare-first thead th").len(), six.select(".pack-head").len()), (2, 8, 6));
    }

    async fn references_are_read_by_readers_of_references(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let bibtex = visitor.get(&format!("/compare/pack.bib?{THREE}")).await.expect(200);
        assert_eq!(bibtex.header("content-type"), "application/x-bibtex; charset=utf-8");
        let entries = biblatex::Bibliography::parse(&bibtex.body()).expect("BibTeX");
        let keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
        assert_eq!(keys, ["casebook-house-of-memories", "casebook-museums-on-prescription", "casebook-ma-supporting-team-wellbeing"]);
        let ris = visitor.get(&format!("/compare/pack.ris?{THREE}")).await.expect(200);
        assert_eq!(ris.header("content-type"), "application/x-research-info-systems; charset=utf-8");
        let mut alone = String::new();
        for case in ["house-of-memories", "museums-on-prescription", "ma-supporting-team-wellbeing"] {
            alone.push_str(&visitor.get(&format!("/case-studies/{case}.ris")).await.expect(200).body());
        }
        assert_eq!(ris.body(), alone);
        for ending in ["bib", "ris"] {
            visitor.get(&format!("/compare/pack.{ending}")).await.expect(404);
            visitor.get(&format!("/compare/pack.{ending}?case=no-such")).await.expect(404);
        }
        visitor.get("/compare/pack.pdf").await.expect(404);
    }

    async fn odd_links_are_ordinary_pages(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let many: String = (0..400).map(|n| format!("case=c{n}&")).collect();
        for query in ["case", "case=&case=", "case=%FF%FE", "case=%00", "case[]=a", "case=%3Cscript%3E", "shortlist=%F0%9F%8C%B1", "show=differences", "%%%", "&&&=", many.as_str(), &format!("case={}", "x".repeat(8_000))] {
            for path in ["/compare", "/compare/pack", "/case-studies", "/case-studies/house-of-memories"] {
                let page = visitor.get(&format!("{path}?{}", query.replace("case", if path == "/compare" || path == "/compare/pack" { "case" } else { "shortlist" }))).await.expect(200);
                assert!(!page.body().contains("<script>"), "{path} {query}");
            }
        }
    }
}

/// The same for a case's page, whose linked data is never run and which has one address.
fn leaves_no_trace_but_data(page: &Page) {
    assert_eq!(page.header("set-cookie"), "", "{page:?}");
    assert_eq!(
        page.select("script:not([type='application/ld+json'])")
            .len(),
        0
    );
    assert_eq!(
        page.one(r#"meta[name="robots"]"#)
            .attr("content")
            .as_deref(),
        Some("noindex")
    );
}
