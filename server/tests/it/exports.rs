//! Taking one case or a list away: formats after the slug, the table, what the page says of them.

use crate::each_database;
use crate::sample;
use crate::sample::{Chosen, bank, combinations, found, query};
use app::data::list_stream::Batches;
use app::formats::Format;
use app::formats::csv::as_typed;
use app::formats::dictionary::columns;
use axum::body::Body;
use axum::http::Request;
use case_study::{FIELDS, SeenBy};
use store::cases::Filters;

/// The lines of a table as records, the names of its columns first.
fn records(csv: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let csv = csv.strip_prefix('\u{feff}').expect("the mark of UTF-8");
    let mut reader = csv::ReaderBuilder::new().from_reader(csv.as_bytes());
    let names = reader
        .headers()
        .expect("names")
        .iter()
        .map(str::to_owned)
        .collect();
    let rows = reader
        .records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
        .collect();
    (names, rows)
}

each_database! {
    async fn every_case_has_every_format(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for case in bank() {
            for format in Format::ALL {
                if format == Format::Picture {
                    continue;
                }
                let page = visitor.get(&format.href(&case.id)).await.expect(200);
                assert_eq!(page.header("content-type"), format.content_type(), "{format:?}");
                assert_eq!(page.header("access-control-allow-origin"), "*");
                assert_eq!(page.header("cross-origin-resource-policy"), "cross-origin");
                assert_eq!(page.header("set-cookie"), "");
                assert_eq!(page.header("cache-control"), "public, max-age=60");
            }
            let json = visitor.get(&format!("/case-studies/{}.json", case.id)).await.expect(200).json();
            let api = visitor.get(&format!("/api/v1/case-studies/{}", case.id)).await.expect(200).json();
            assert_eq!(json, api);
        }
    }

    async fn bibtex_is_read_by_a_reader_of_bibtex(app: TestApp) {
        app.import_sample().await;
        let hostile = "Tea & {objects}: 100% \\input{x} #1_a ~ ^ $5 } @misc{y";
        sample::change_content(&app.db, "house-of-memories", |content| content.title = hostile.into()).await;
        let visitor = app.visitor();
        for case in bank() {
            let text = visitor.get(&format!("/case-studies/{}.bib", case.id)).await.expect(200).body();
            let entries = biblatex::Bibliography::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
            assert_eq!(entries.len(), 1, "{text}");
            let entry = entries.get(&format!("casebook-{}", case.id)).expect("the key");
            let plain = |chunks: &[biblatex::Spanned<biblatex::Chunk>]| {
                chunks.iter().map(|chunk| chunk.v.get()).collect::<String>()
            };
            let title = plain(entry.title().expect("a title"));
            let url = entry.url().expect("an address");
            assert_eq!(url, format!("http://127.0.0.1:3000/case-studies/{}", case.id));
            if case.id == "house-of-memories" {
                assert!(title.starts_with("Tea & ") && title.contains("100%") && title.contains("@misc"), "{title}");
            } else {
                assert_eq!(title, case.content.title);
            }
        }
    }

    async fn taken_down_is_gone_and_missing_is_not_found_in_every_format(app: TestApp) {
        app.import_sample().await;
        sample::set_state(&app.db, "house-of-memories", "taken_down").await;
        let visitor = app.visitor();
        for format in Format::ALL {
            let gone = visitor.get(&format.href("house-of-memories")).await.expect(410);
            assert!(!gone.body().contains("dementia"), "{gone:?}");
            let missing = visitor.get(&format.href("no-such-case")).await.expect(404);
            for page in [gone, missing] {
                assert!(page.header("cache-control").starts_with("no-store"), "{format:?}");
                // A picture is all that has no words of its own.
                let kind = if format == Format::Picture { "text/html; charset=utf-8" } else { format.content_type() };
                assert_eq!(page.header("content-type"), kind, "{page:?}");
            }
        }
        for odd in ["museums-on-prescription.", "museums-on-prescription.pdf", "museums-on-prescription.json.md", ".json",
                    "No-such-case.json", "museums-on-prescription%00.md", "a.b.c"] {
            visitor.get(&format!("/case-studies/{odd}")).await.expect(404);
        }
        // Whatever stands before the ending, the answer is of that kind: %FF is not even text.
        for format in Format::ALL.into_iter().filter(|format| *format != Format::Picture) {
            for odd in ["No-such-case", "", "%00", "%FF", "a.b", "..%2F..%2Fetc"] {
                let page = visitor.get(&format!("/case-studies/{odd}.{}", format.ending())).await.expect(404);
                assert_eq!(page.header("content-type"), format.content_type(), "{odd}");
                assert!(page.body().contains("There is no case study with this slug."), "{page:?}");
            }
        }
    }

    async fn nothing_is_sent_twice(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for path in ["/case-studies/house-of-memories.md", "/case-studies.csv", "/case-studies.json", "/open-data/cases.json"] {
            let tag = visitor.get(path).await.expect(200).header("etag").to_owned();
            let request = Request::get(path).header("if-none-match", &tag).body(Body::empty()).expect("a request");
            assert!(visitor.raw(request).await.expect(304).bytes().is_empty(), "{path}");
        }
    }

    async fn the_table_has_the_cases_of_the_list(app: TestApp) {
        app.import_sample().await;
        let (visitor, bank) = (app.visitor(), bank());
        for chosen in combinations(&bank, 24).into_iter().chain([Chosen::new()]) {
            let query = query(&chosen);
            let page = visitor.get(&format!("/case-studies.csv?{query}&page=9")).await.expect(200);
            assert_eq!(page.header("content-type"), "text/csv; charset=utf-8; header=present");
            assert_eq!(page.header("content-disposition"), "attachment; filename=\"case-studies.csv\"");
            let (names, rows) = records(&page.body());
            assert_eq!(names, columns().iter().map(|column| column.name.clone()).collect::<Vec<_>>());
            let slugs: Vec<&String> = rows.iter().map(|row| &row[0]).collect();
            assert_eq!(slugs, found(&bank, &chosen).iter().collect::<Vec<_>>(), "{query}");
        }
    }

    async fn a_list_is_whole_though_the_bank_changes_while_it_is_read(app: TestApp) {
        app.import_sample().await;
        let index = &app.state.index;
        assert!(index.caught_up(store::bank::generation(&app.db).await.expect("a number")).await);
        let slugs = |cases: Vec<store::cases::PublicCase>| cases.into_iter().map(|case| case.slug).collect::<Vec<_>>();
        let mut list = Batches::of_list(index, &Filters::default()).await.expect("begun");
        let mut read = slugs(list.next().await.expect("read").expect("cases"));
        assert!(read.len() < 28, "there is more to come");
        // One that was given goes, and what stood behind it moves up.
        sample::set_state(&app.db, &read[0], "taken_down").await;
        sample::change_content(&app.db, &read[1], |content| content.title = "AAA".into()).await;
        assert!(index.caught_up(store::bank::generation(&app.db).await.expect("a number")).await);
        while let Some(cases) = list.next().await.expect("read") {
            read.extend(slugs(cases));
        }
        assert_eq!(read, found(&bank(), &Chosen::new()));
        let now = app.visitor().get("/case-studies.csv").await.expect(200).body();
        assert_eq!(records(&now).1.len(), 27);
    }

    async fn the_table_holds_what_the_cases_hold(app: TestApp) {
        app.import_sample().await;
        let body = app.visitor().get("/case-studies.csv").await.expect(200).body();
        assert!(body.lines().count() >= 29 && body.ends_with("\r\n"));
        let (names, rows) = records(&body);
        assert_eq!(rows.len(), 28);
        for case in bank() {
            let row = rows.iter().find(|row| row[0] == case.id).expect("the case");
            let cell = |name: &str| {
                let at = names.iter().position(|one| one == name).unwrap_or_else(|| panic!("no column {name}"));
                as_typed(&row[at]).to_owned()
            };
            let content = &case.content;
            for (name, value) in [
                ("title", &content.title), ("museum", &content.museum), ("summary", &content.summary), ("did", &content.did),
                ("country", &content.country), ("evidence_label", &content.evidence_label), ("main_result", &content.main_result),
                ("evidence_reason", &content.evidence_reason), ("not_checked", &content.not_checked),
                ("participants_counted", &content.participants_counted), ("evidence", &sample::evidence(content)),
            ] {
                assert_eq!(&cell(name), value, "{} {name}", case.id);
            }
            assert_eq!(cell("themes"), content.themes.join(" | "), "{}", case.id);
            assert_eq!(cell("participants"), content.participants.map(|n| n.to_string()).unwrap_or_default(), "{}", case.id);
            assert_eq!(cell("position_lat"), content.position.map(|p| p.lat.to_string()).unwrap_or_default(), "{}", case.id);
            assert_eq!(cell("compiled_from_public_sources"), "true");
            assert!(["true", "false"].contains(&cell("evidence_suggested").as_str()), "{}", case.id);
            assert!(!content.evidence_label.is_empty() || cell("evidence_suggested") == "true", "{}", case.id);
            for field in FIELDS.iter().filter(|field| field.seen_by == SeenBy::Staff) {
                assert!(!names.iter().any(|name| name.starts_with(field.key)), "{}", field.key);
            }
        }
    }

    async fn no_cell_is_run_by_a_spreadsheet(app: TestApp) {
        app.import_sample().await;
        let typed = ["=HYPERLINK(\"https://evil.example\",\"x\")", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", " =1", "'=1", "\u{ff1d}1", "a\r\nb, \"c\""];
        for text in typed {
            sample::change_content(&app.db, "house-of-memories", |content| {
                content.title = text.into();
                content.museum = text.into();
                content.partners = vec![text.into(), "=2".into()];
            })
            .await;
            let body = app.visitor().get("/case-studies.csv").await.expect(200).body();
            let (names, rows) = records(&body);
            let row = rows.iter().find(|row| row[0] == "house-of-memories").expect("the case");
            for (name, cell) in names.iter().zip(row) {
                let number = cell.parse::<f64>().is_ok();
                assert!(number || !cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '\u{ff1d}']), "{name}: {cell:?}");
            }
            let title = names.iter().position(|name| name == "title").expect("a column");
            assert_eq!(as_typed(&row[title]), text);
        }
    }

    async fn the_page_offers_everything_to_take(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let page = visitor.get("/case-studies/house-of-memories").await.expect(200);
        let links: Vec<String> = page.select(".take-away a").iter().filter_map(|link| link.attr("href")).collect();
        assert_eq!(
            links,
            ["/case-studies/house-of-memories.bib", "/case-studies/house-of-memories.ris", "/case-studies/house-of-memories.md",
             "/case-studies/house-of-memories.json", "/open-data"]
        );
        for link in links {
            visitor.get(&link).await.expect(200);
        }
        assert!(page.one(".case-citation").text().contains("http://127.0.0.1:3000/case-studies/house-of-memories"));
        let alternates = page.select("link[rel=alternate]");
        for link in alternates {
            visitor.get(&link.attr("href").expect("an address")).await.expect(200);
        }
        let list = visitor.get("/case-studies?theme=carers&page=1").await.expect(200);
        let links: Vec<String> = list.select(".list-feed a").iter().filter_map(|link| link.attr("href")).collect();
        assert_eq!(links, ["/case-studies.atom?theme=carers", "/case-studies.csv?theme=carers", "/case-studies.json?theme=carers"]);
    }

    async fn linked_data_cannot_be_left(app: TestApp) {
        app.import_sample().await;
        let hostile = "</script><script>alert(1)</script><!--";
        sample::change_content(&app.db, "house-of-memories", |content| {
            content.title = hostile.into();
            content.museum = hostile.into();
            content.summary = "\"><img src=x onerror=alert(1)>".into();
        })
        .await;
        let page = app.visitor().get("/case-studies/house-of-memories").await.expect(200);
        let scripts = page.select("script");
        assert_eq!(scripts.len(), 1, "{page:?}");
        assert_eq!(scripts[0].attr("type").as_deref(), Some("application/ld+json"));
        assert_eq!(page.select("img").len(), 0, "{page:?}");
        let data: serde_json::Value = serde_json::from_str(&scripts[0].html().replace("<script type=\"application/ld+json\">", "").replace("</script>", "")).expect("JSON");
        assert_eq!(data["@type"], "Article");
        assert_eq!(data["headline"], hostile);
        assert_eq!(page.one("meta[property='og:title']").attr("content").as_deref(), Some(hostile));
        assert_eq!(page.one("meta[property='og:image']").attr("content").as_deref(), Some("http://127.0.0.1:3000/case-studies/house-of-memories.png"));
        assert!(page.header("content-security-policy").contains("script-src 'none'"));
    }

    async fn the_picture_is_a_picture(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let page = visitor.get("/case-studies/house-of-memories.png").await.expect(200);
        assert_eq!(page.header("content-type"), "image/png");
        let bytes = page.bytes();
        assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
        let number = |at: usize| u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        assert_eq!((number(16), number(20)), (1200, 630));
        let other = visitor.get("/case-studies/museums-on-prescription.png").await.expect(200);
        assert_ne!(other.bytes(), bytes);
    }
}
