//! Text at every door of the site: read the same way by each form, found and sorted the same way.

use crate::each_database;
use crate::submit::steps::{answer, begin, content};
use crate::support::{PASSWORD, TestApp, Visitor};
use case_study::Role;
use case_study::import::{ImportedCase, read};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use store::entity::{museum, reader_message};
use store::imports;

/// Signs that nobody sees, as the reports of other systems name them.
const INVISIBLE: [char; 8] = [
    '\u{ad}', '\u{200b}', '\u{200f}', '\u{202a}', '\u{202e}', '\u{2060}', '\u{2066}', '\u{feff}',
];

/// Addresses that no mail can ever reach.
const NEVER: [&str; 5] = [
    "ana@[127.0.0.1]",
    "ana..lee@museum.example",
    "ana@museum",
    "jörg@museum.example",
    "ana@museum.invalid",
];

fn case(id: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut case = json!({
        "id": id, "title": "Something else", "museum": "Example Museum",
        "museum_type": "university-museum", "country": "Finland", "strand": "community",
        "themes": ["carers"], "summary": "A summary.", "evidence": { "design": "survey" },
        "source_url": "https://museum.example/",
    });
    change(&mut case);
    case
}

fn cases(list: &[Value]) -> Vec<ImportedCase> {
    read(&Value::from(list.to_vec()).to_string()).expect("the list is right")
}

async fn import(app: &TestApp, list: &[Value]) {
    imports::import(&app.db, &cases(list), |_| {})
        .await
        .expect("stored");
}

async fn found(visitor: &Visitor, query: &[(&str, &str)]) -> Vec<String> {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(query)
        .finish();
    let list = visitor
        .get(&format!("/api/v1/case-studies?per_page=100&{query}"))
        .await
        .expect(200)
        .json();
    list["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| item["slug"].as_str().expect("a slug").to_owned())
        .collect()
}

each_database! {
    async fn an_address_is_mailed_without_what_nobody_sees(app: TestApp) {
        for sign in INVISIBLE {
            for typed in [
                format!("{sign}ana@museum.example"),
                format!("ana@{sign}museum.example"),
                format!("ana@museum.example{sign} "),
            ] {
                let visitor = app.visitor();
                let new = visitor.get("/submit/new").await.expect(200);
                let fields = [("title", "Tea"), ("email", typed.as_str())];
                drop(visitor.submit(&new, "form.form", &fields).await.expect(303));
                // Six mails a day are the most for one address.
                app.clock.advance(store::DAY_MS);
            }
        }
        let mails = app.mails().await;
        assert_eq!(mails.len(), 3 * INVISIBLE.len());
        assert!(mails.iter().all(|mail| mail.to == "ana@museum.example"), "{mails:?}");
    }

    async fn a_domain_with_an_umlaut_is_mailed_in_its_ascii_form(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "info@müzeum.example").await;
        assert_eq!(app.mails().await[0].to, "info@xn--mzeum-kva.example");
        assert_eq!(content(&app, &reference).await.contact_email, "info@xn--mzeum-kva.example");
        // Its author reads it as they typed it, and saving that changes nothing.
        let page = visitor.get(&format!("/submit/{reference}/contact")).await.expect(200);
        assert_eq!(page.value("contact_email").as_deref(), Some("info@müzeum.example"));
        drop(answer(&visitor, &reference, "contact", &[]).await.expect(303));
        assert_eq!(content(&app, &reference).await.contact_email, "info@xn--mzeum-kva.example");
    }

    async fn an_address_that_no_mail_reaches_is_refused_where_it_is_typed(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        for typed in NEVER {
            let new = visitor.get("/submit/new").await.expect(200);
            let refused = visitor.submit(&new, "form.form", &[("title", "Tea"), ("email", typed)]).await.expect(422);
            assert!(!refused.one("#email-error").text().is_empty(), "{typed}");
            assert_eq!(refused.value("email").as_deref(), Some(typed));

            drop(answer(&visitor, &reference, "contact", &[("contact_email", typed)]).await.expect(303));
            let refused = visitor.get(&format!("/submit/{reference}/contact")).await.expect(200);
            assert!(refused.one("#contact_email-error").text().contains("email address"), "{typed}: {refused:?}");
            assert_eq!(refused.value("contact_email").as_deref(), Some(typed));

            for (form, fields) in [
                ("concern", &[("reason", "other"), ("text", "Something is odd here.")][..]),
                ("claim", &[("kind", "claim"), ("name", "Ana"), ("text", "Something is odd here.")]),
            ] {
                let page = visitor.get(&format!("/case-studies/house-of-memories/{form}")).await.expect(200);
                let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("email", typed)]).collect();
                let refused = visitor.submit(&page, "main form", &fields).await.expect(422);
                assert!(!refused.one("#email-error").text().is_empty(), "{form} {typed}");
            }
        }
        assert_eq!(app.mails().await, []);
        assert_eq!(reader_message::Entity::find().count(app.db.reader()).await.unwrap(), 0);
    }

    async fn a_claim_is_stored_without_what_nobody_sees(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let page = visitor.get("/case-studies/house-of-memories/claim").await.expect(200);
        let fields = [
            ("kind", "claim"),
            ("name", "A\u{202e}na\u{0}"),
            ("email", "\u{202a}ana@museum.example\u{202c}"),
            ("text", "It is ours.\u{2028}Sinc\u{65}\u{301} 2019\u{200b}."),
        ];
        drop(visitor.submit(&page, "main form", &fields).await.expect(303));
        let row = reader_message::Entity::find().one(app.db.reader()).await.unwrap().expect("a message");
        assert_eq!((row.email.as_str(), row.sender.as_str()), ("ana@museum.example", "Ana"));
        assert_eq!(row.body, "It is ours.\nSincé 2019.");
    }

    async fn one_signs_in_with_an_address_that_was_copied(app: TestApp) {
        let (_, email) = app.account(Role::Moderator).await;
        for sign in INVISIBLE {
            let typed = format!("{sign}{email}{sign}");
            let visitor = app.visitor();
            drop(visitor.post("/account/sign-in", &[("email", typed.as_str()), ("password", PASSWORD)]).await.expect(303));
            drop(visitor.get("/moderate").await.expect(200));
        }
    }

    async fn answers_pass_the_door(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "T\u{202e}ea\u{0} and muse\u{301}e", "").await;
        assert_eq!(content(&app, &reference).await.title, "Tea and musée");
        let typed = [
            ("need", "One\u{b}two\u{2028}three\u{85}four\u{feff}"),
            ("did", "می\u{200c}خواهم \u{200d}tea"),
        ];
        drop(answer(&visitor, &reference, "story", &typed).await);
        let stored = content(&app, &reference).await;
        assert_eq!(stored.need, "One\ntwo\nthree\nfour");
        assert_eq!(stored.did, "می\u{200c}خواهم tea");
    }

    async fn numbers_are_read_or_refused_and_never_stripped(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        for typed in ["1,200", "1 200", "1.200", "1\u{2019}200", "1\u{202f}200"] {
            drop(answer(&visitor, &reference, "evidence", &[("participants", "7")]).await);
            drop(answer(&visitor, &reference, "evidence", &[("participants", typed)]).await);
            assert_eq!(content(&app, &reference).await.participants, Some(1200), "{typed}");
        }
        for typed in ["12,5", "8, 12", "12, 15, 9", "12 34", "1,2,3"] {
            drop(answer(&visitor, &reference, "evidence", &[("participants", typed)]).await.expect(303));
            let page = visitor.get(&format!("/submit/{reference}/evidence")).await.expect(200);
            assert_eq!(
                page.one("#participants-error").text(),
                "Error: Number of people: enter a whole number in digits, such as 120 or about 120"
            );
            assert_eq!(page.value("participants").as_deref(), Some(typed));
            assert_ne!(content(&app, &reference).await.participants, Some(typed.replace([',', ' '], "").parse().unwrap()), "{typed}");
        }
    }

    async fn years_beyond_ten_years_hence_are_refused(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "").await;
        for (year, fine) in [("1799", false), ("1800", true), ("9999", false)] {
            drop(answer(&visitor, &reference, "glance", &[("started", year)]).await.expect(303));
            let saved = visitor.get(&format!("/submit/{reference}/glance")).await.expect(200);
            assert_eq!(saved.text().contains("from 1800 to ten years from now"), !fine, "{year}: {saved:?}");
        }
    }

    async fn two_spellings_of_a_museum_are_one(app: TestApp) {
        let named = ["Musée d'Étain", "Muse\u{301}e  d\u{2019}E\u{301}tain", "MUSÉE D'ÉTAIN\u{200b}"];
        let list: Vec<Value> = named
            .iter()
            .enumerate()
            .map(|(at, name)| case(&format!("case-{at}"), |case| case["museum"] = json!(name)))
            .collect();
        import(&app, &list).await;
        let museums = museum::Entity::find().all(app.db.reader()).await.unwrap();
        assert_eq!(museums.len(), 1, "{museums:?}");
        assert_eq!(museums[0].slug, "musee-detain");
        drop(app.visitor().get("/museums/musee-detain").await.expect(200));
    }

    async fn every_imported_case_can_be_opened(app: TestApp) {
        let longest = "a".repeat(200);
        import(&app, &[case(&longest, |_| {})]).await;
        let visitor = app.visitor();
        drop(visitor.get(&format!("/case-studies/{longest}")).await.expect(200));
        let name = format!("{} museum", "& ".repeat(55));
        import(&app, &[case("many-ands", |case| case["museum"] = json!(name))]).await;
        let museums = museum::Entity::find().all(app.db.reader()).await.unwrap();
        let slug = museums.into_iter().map(|row| row.slug).max_by_key(String::len).expect("a museum");
        assert!((100..=200).contains(&slug.len()), "{slug}");
        drop(visitor.get(&format!("/museums/{slug}")).await.expect(200));
    }

    async fn elisions_capitals_compounds_and_scripts_without_spaces_are_found(app: TestApp) {
        import(&app, &[
            case("art", |case| case["museum"] = json!("Musée d'Art Moderne")),
            case("homme", |case| case["museum"] = json!("Musée de l\u{2019}Homme")),
            case("nature", |case| case["summary"] = json!("Homme et nature.")),
            case("auto", |case| case["museum"] = json!("Museo dell'Automobile")),
            case("aquila", |case| case["town"] = json!("L'Aquila")),
            case("istanbul", |case| case["town"] = json!("İstanbul")),
            case("beijing", |case| case["museum"] = json!("博物馆健康项目")),
            case("tea", |case| case["summary"] = json!("茶会と美術館。")),
            case("compound", |case| case["summary"] = json!("Gesundheitsförderungsmaßnahmen im Museum.")),
            case("health", |case| case["summary"] = json!("Gesundheit.")),
            case("irish", |case| case["museum"] = json!("O'Brien Museum, don't knock")),
        ]).await;
        let visitor = app.visitor();
        for (words, expected) in [
            ("art", &["art"][..]),
            ("d'Art", &["art"]),
            ("Homme", &["homme", "nature"]),
            ("l'homme", &["homme", "nature"]),
            ("\"Homme\"", &["homme", "nature"]),
            ("\"de l'Homme\"", &["homme"]),
            ("Automobile", &["auto"]),
            ("aquila", &["aquila"]),
            ("istanbul", &["istanbul"]),
            ("İSTANBUL", &["istanbul"]),
            ("健康", &["beijing"]),
            ("\"健康\"", &["beijing"]),
            ("博物馆", &["beijing"]),
            ("茶", &["tea"]),
            ("美術館", &["tea"]),
            ("Gesundheit", &["compound", "health"]),
            ("Maßnahmen", &["compound"]),
            ("O'Brien", &["irish"]),
            ("obrien", &["irish"]),
            ("don't", &["irish"]),
        ] {
            for query in [&[("q", words)][..], &[("q", words), ("exact", "1")]] {
                let mut slugs = found(&visitor, query).await;
                slugs.sort();
                assert_eq!(slugs, expected, "{query:?}");
            }
        }
    }

    async fn titles_stand_in_the_order_of_their_letters(app: TestApp) {
        let titles = ["zebra and tea", "Étude for tea", "\u{201c}Eclair\u{201d} and tea", "apple tea", "E\u{301}tage of tea"];
        let list: Vec<Value> = titles
            .iter()
            .enumerate()
            .map(|(at, title)| case(&format!("case-{at}"), |case| case["title"] = json!(title)))
            .collect();
        import(&app, &list).await;
        let slugs = found(&app.visitor(), &[("sort", "title")]).await;
        assert_eq!(slugs, ["case-3", "case-2", "case-4", "case-1", "case-0"]);
    }

    async fn a_museum_with_commas_is_one_author(app: TestApp) {
        import(&app, &[case("oxford", |case| case["museum"] = json!("Museum of Oxford, Town Hall, Oxford"))]).await;
        crate::sample::set_origin(&app.db, "oxford", "submitted").await;
        let visitor = app.visitor();
        for path in ["/case-studies/oxford.ris", "/compare/pack.ris?case=oxford"] {
            let text = visitor.get(path).await.expect(200).body();
            let authors: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("AU  - ")).collect();
            assert_eq!(authors, ["Museum of Oxford \u{2013} Town Hall \u{2013} Oxford"], "{path}");
        }
        let text = visitor.get("/case-studies/oxford.bib").await.expect(200).body();
        let entries = biblatex::Bibliography::parse(&text).expect("BibTeX");
        let authors = entries.get("casebook-oxford").expect("the entry").author().expect("authors");
        assert_eq!(authors.len(), 1, "{text}");
        assert_eq!(authors[0].name, "Museum of Oxford, Town Hall, Oxford");
    }
}
