//! Harvesting: the six verbs, every error, lists in several parts, what was taken down.

mod sets;

use crate::each_database;
use crate::sample;
use crate::support::{Page, TestApp, Visitor};
use case_study::dates::{iso_day, rfc3339};
use quick_xml::Reader;
use quick_xml::events::Event;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::BTreeSet;
use store::entity::{case, revision};
use store::imports;

/// An element with its attributes and the text directly inside it.
#[derive(Debug, Clone, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    depth: usize,
}

impl Element {
    fn attr(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Every element in document order, if the document is well formed.
fn elements(page: &Page) -> Vec<Element> {
    assert_eq!(page.header("content-type"), "text/xml; charset=utf-8");
    let body = page.body();
    let mut reader = Reader::from_str(&body);
    let (mut open, mut all): (Vec<usize>, Vec<Element>) = (Vec::new(), Vec::new());
    loop {
        let event = reader
            .read_event()
            .unwrap_or_else(|error| panic!("{error}: {page:?}"));
        match event {
            Event::Start(ref start) | Event::Empty(ref start) => {
                let attributes = start
                    .attributes()
                    .map(|one| {
                        let one = one.expect("an attribute");
                        (one.key.as_ref().to_owned(), one.value.to_string())
                    })
                    .collect();
                all.push(Element {
                    name: start.name().as_ref().to_owned(),
                    attributes,
                    text: String::new(),
                    depth: open.len(),
                });
                if matches!(event, Event::Start(_)) {
                    open.push(all.len() - 1);
                }
            }
            Event::End(_) => {
                open.pop().expect("an element is open");
            }
            Event::Text(text) => {
                if let Some(at) = open.last() {
                    all[*at].text.push_str(text.trim());
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    assert_eq!(all[0].name, "OAI-PMH");
    assert_eq!(all[1].name, "responseDate");
    assert_eq!(all[2].name, "request");
    assert_eq!(all[2].text, "http://127.0.0.1:3000/oai");
    all
}

fn texts<'a>(elements: &'a [Element], name: &str) -> Vec<&'a str> {
    elements
        .iter()
        .filter(|element| element.name == name)
        .map(|element| element.text.as_str())
        .collect()
}

async fn ask(visitor: &Visitor, query: &str) -> Vec<Element> {
    elements(&visitor.get(&format!("/oai?{query}")).await.expect(200))
}

/// The error code of an answer.
async fn code(visitor: &Visitor, query: &str) -> String {
    let all = ask(visitor, query).await;
    let error = all
        .iter()
        .find(|element| element.name == "error")
        .unwrap_or_else(|| panic!("no error: {query}"));
    let code = error.attr("code").expect("a code").to_owned();
    // A question that was not understood is not repeated.
    let repeated = all[2].attributes.len();
    let unclear = code == "badVerb" || code == "badArgument";
    assert_eq!(repeated == 0, unclear, "{query}");
    code
}

/// Every slug of a list, through all its parts; how many parts there were.
async fn harvest(visitor: &Visitor, query: &str) -> (Vec<String>, usize) {
    let verb = query.split('&').next().expect("a verb").to_owned();
    let (mut slugs, mut parts, mut next) = (Vec::new(), 0, query.to_owned());
    loop {
        parts += 1;
        let all = ask(visitor, &next).await;
        for identifier in texts(&all, "identifier") {
            slugs.push(identifier.trim_start_matches("oai:127.0.0.1:").to_owned());
        }
        let token = all.iter().find(|element| element.name == "resumptionToken");
        let Some(token) = token.filter(|token| !token.text.is_empty()) else {
            if parts > 1 {
                let last = token.expect("an empty token ends a list in parts");
                assert_eq!(
                    last.attr("completeListSize"),
                    Some(slugs.len().to_string().as_str())
                );
            }
            return (slugs, parts);
        };
        next = format!("{verb}&resumptionToken={}", token.text);
    }
}

async fn set_changed(app: &TestApp, slug: &str, at: i64) {
    case::Entity::update_many()
        .col_expr(case::Column::UpdatedAt, Expr::value(at))
        .filter(case::Column::Slug.eq(slug))
        .exec(app.db.writer())
        .await
        .expect("updated");
}

/// A token that nobody gave out, with the checksum that anybody can work out.
fn forged(text: &str) -> String {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    hash.update("casebook-oai-1\0");
    hash.update(text);
    format!(
        "{}{}",
        hex::encode(text),
        hex::encode(&hash.finalize()[..8])
    )
}

/// Writes something over the published text of a case that is no case study.
async fn damage(app: &TestApp, slug: &str) {
    let tx = app.db.begin().await.expect("a transaction");
    let generation = store::bank::raise_generation(&tx).await.expect("raised");
    let row = case::Entity::find()
        .filter(case::Column::Slug.eq(slug))
        .one(&tx)
        .await
        .expect("reads")
        .expect("the case");
    revision::Entity::update_many()
        .col_expr(revision::Column::Content, Expr::value(r#"{"title": 7}"#))
        .filter(revision::Column::Id.eq(row.published_revision_id))
        .exec(&tx)
        .await
        .expect("updated");
    case::Entity::update_many()
        .col_expr(case::Column::ChangedIn, Expr::value(generation))
        .filter(case::Column::Id.eq(row.id))
        .exec(&tx)
        .await
        .expect("updated");
    tx.commit().await.expect("committed");
    store::bank::announce(&app.db).await;
}

each_database! {
    async fn identify_and_the_lists_without_records(app: TestApp) {
        app.import_sample().await;
        set_changed(&app, "house-of-memories", 1_000_000_000_000).await;
        let visitor = app.visitor();
        let all = ask(&visitor, "verb=Identify").await;
        assert_eq!(texts(&all, "protocolVersion"), ["2.0"]);
        assert_eq!(texts(&all, "baseURL"), ["http://127.0.0.1:3000/oai"]);
        assert_eq!(texts(&all, "adminEmail"), ["help@example.org"]);
        assert_eq!(texts(&all, "earliestDatestamp"), ["2001-09-09T01:46:40Z"]);
        assert_eq!(texts(&all, "deletedRecord"), ["persistent"]);
        assert_eq!(texts(&all, "granularity"), ["YYYY-MM-DDThh:mm:ssZ"]);
        assert_eq!(all[2].attr("verb"), Some("Identify"));

        let formats = ask(&visitor, "verb=ListMetadataFormats").await;
        assert_eq!(texts(&formats, "metadataPrefix"), ["oai_dc"]);
        let one = ask(&visitor, "verb=ListMetadataFormats&identifier=oai:127.0.0.1:house-of-memories").await;
        assert_eq!(texts(&one, "metadataPrefix"), ["oai_dc"]);

        let sets = ask(&visitor, "verb=ListSets").await;
        let specs: BTreeSet<&str> = texts(&sets, "setSpec").into_iter().collect();
        assert!(specs.contains("theme") && specs.contains("theme:carers") && specs.contains("strand:workforce"));
        assert_eq!(specs.len(), texts(&sets, "setSpec").len());
        let terms = case_study::Vocabulary::Theme.terms().len() + case_study::Vocabulary::Strand.terms().len();
        assert_eq!(specs.len(), terms + 2);
    }

    async fn a_record_says_what_the_case_says(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for case in sample::bank() {
            let all = ask(&visitor, &format!("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:{}", case.id)).await;
            assert_eq!(texts(&all, "dc:identifier"), [format!("http://127.0.0.1:3000/case-studies/{}", case.id)]);
            assert_eq!(texts(&all, "dc:creator"), ["Casebook"]);
            assert_eq!(texts(&all, "dc:date"), [iso_day(app.clock.now_ms())]);
            assert_eq!(texts(&all, "dc:source").len(), case.content.sources.len());
            assert_eq!(texts(&all, "dc:subject").len(), case.content.themes.len() + case.content.audiences.len() + case.content.activities.len());
            let sets: BTreeSet<String> = texts(&all, "setSpec").into_iter().map(str::to_owned).collect();
            let mut expected: BTreeSet<String> = case.content.themes.iter().map(|theme| format!("theme:{theme}")).collect();
            expected.insert(format!("strand:{}", case.content.strand));
            expected.extend(Some(&case.content.second_strand).filter(|slug| !slug.is_empty()).map(|slug| format!("strand:{slug}")));
            assert_eq!(sets, expected, "{}", case.id);
        }
    }

    async fn every_slip_has_its_code(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for (query, expected) in [
            ("", "badVerb"),
            ("verb=Nonsense", "badVerb"),
            ("verb=Identify&verb=Identify", "badVerb"),
            ("verb=Identify&colour=red", "badArgument"),
            ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
            ("verb=ListRecords", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-20&until=2026-11-20T10:00:00Z", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&set=%00%1f", "badArgument"),
            ("verb=GetRecord&metadataPrefix=marc21&identifier=oai:127.0.0.1:house-of-memories", "cannotDisseminateFormat"),
            ("verb=ListIdentifiers&metadataPrefix=marc21", "cannotDisseminateFormat"),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:no-such-case", "idDoesNotExist"),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:elsewhere.example:house-of-memories", "idDoesNotExist"),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=%3Cscript%3E%26", "idDoesNotExist"),
            ("verb=ListMetadataFormats&identifier=nonsense", "idDoesNotExist"),
            ("verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01", "noRecordsMatch"),
            ("verb=ListRecords&metadataPrefix=oai_dc&set=theme:no-such-theme", "noRecordsMatch"),
            ("verb=ListRecords&metadataPrefix=oai_dc&set=no-such-set", "noRecordsMatch"),
            ("verb=ListRecords&resumptionToken=nonsense", "badResumptionToken"),
            ("verb=ListSets&resumptionToken=nonsense", "badResumptionToken"),
        ] {
            assert_eq!(code(&visitor, query).await, expected, "{query}");
        }
    }

    async fn long_lists_come_in_parts_and_lose_nothing(app: TestApp) {
        let mut cases = sample::bank();
        let originals = cases.clone();
        for copy in 1..8 {
            for case in &originals {
                let mut case = case.clone();
                case.id = format!("{}-{copy}", case.id);
                cases.push(case);
            }
        }
        imports::import(&app.db, &cases, |_| {}).await.expect("stored");
        let visitor = app.visitor();
        let mut expected: Vec<String> = cases.iter().map(|case| case.id.clone()).collect();
        expected.sort();
        for verb in ["ListIdentifiers", "ListRecords"] {
            let (mut slugs, parts) = harvest(&visitor, &format!("verb={verb}&metadataPrefix=oai_dc")).await;
            assert_eq!(parts, 3);
            slugs.sort();
            assert_eq!(slugs, expected, "{verb}");
        }
        let carers = cases.iter().filter(|case| case.content.themes.iter().any(|theme| theme == "carers")).count();
        let (slugs, _) = harvest(&visitor, "verb=ListIdentifiers&metadataPrefix=oai_dc&set=theme:carers").await;
        assert_eq!(slugs.len(), carers);
        let (slugs, _) = harvest(&visitor, "verb=ListIdentifiers&metadataPrefix=oai_dc&set=theme").await;
        assert_eq!(slugs.len(), cases.iter().filter(|case| !case.content.themes.is_empty()).count());
        // Somebody asks for the list again with a letter of the token changed.
        let all = ask(&visitor, "verb=ListIdentifiers&metadataPrefix=oai_dc").await;
        let token = texts(&all, "resumptionToken")[0].to_owned();
        let damaged = format!("{}{}", if token.starts_with('0') { "1" } else { "0" }, &token[1..]);
        assert_eq!(code(&visitor, &format!("verb=ListIdentifiers&resumptionToken={damaged}")).await, "badResumptionToken");
        assert_eq!(code(&visitor, &format!("verb=ListIdentifiers&metadataPrefix=oai_dc&resumptionToken={token}")).await, "badArgument");
    }

    async fn times_select_what_changed_between_them(app: TestApp) {
        app.import_sample().await;
        let day = 86_400_000;
        // 9 September 2001, 01:46:40, with a part of a second that harvesters do not see.
        set_changed(&app, "house-of-memories", 1_000_000_000_500).await;
        set_changed(&app, "museums-on-prescription", 1_000_000_000_000 + day).await;
        let visitor = app.visitor();
        let slugs = async |times: &str| harvest(&visitor, &format!("verb=ListIdentifiers&metadataPrefix=oai_dc&{times}")).await.0;
        let (first, second) = ("house-of-memories", "museums-on-prescription");
        assert_eq!(slugs("from=2001-09-09&until=2001-09-09").await, [first]);
        assert_eq!(slugs("from=2001-09-09T01:46:40Z&until=2001-09-09T01:46:40Z").await, [first]);
        assert_eq!(slugs("until=2001-09-10").await, [first, second]);
        assert_eq!(slugs("from=2001-09-09T01:46:41Z&until=2001-12-31T00:00:00Z").await, [second]);
        assert_eq!(slugs("from=2001-09-11").await.len(), 26);
        assert_eq!(code(&visitor, "verb=ListIdentifiers&metadataPrefix=oai_dc&until=2001-09-09T01:46:39Z").await, "noRecordsMatch");
    }

    async fn what_was_taken_down_stays_as_a_deleted_record(app: TestApp) {
        app.import_sample().await;
        sample::set_state(&app.db, "house-of-memories", "taken_down").await;
        set_changed(&app, "house-of-memories", 1_000_000_000_000).await;
        let visitor = app.visitor();
        let all = ask(&visitor, "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:house-of-memories").await;
        let header = all.iter().find(|element| element.name == "header").expect("a header");
        assert_eq!(header.attr("status"), Some("deleted"));
        assert_eq!(texts(&all, "datestamp"), [rfc3339(1_000_000_000_000)]);
        assert!(!all.iter().any(|element| element.name == "metadata" || element.name == "dc:title"));
        let list = ask(&visitor, "verb=ListRecords&metadataPrefix=oai_dc").await;
        assert_eq!(list.iter().filter(|element| element.name == "header").count(), 28);
        assert_eq!(list.iter().filter(|element| element.name == "metadata").count(), 27);
        assert_eq!(list.iter().filter(|element| element.attr("status") == Some("deleted")).count(), 1);
        // A draft never was public.
        sample::set_state(&app.db, "museums-on-prescription", "unpublished").await;
        assert_eq!(code(&visitor, "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:museums-on-prescription").await, "idDoesNotExist");
    }

    async fn a_form_asks_the_same(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let page = visitor.post("/oai", &[("verb", "ListIdentifiers"), ("metadataPrefix", "oai_dc")]).await.expect(200);
        let by_post = elements(&page);
        let by_get = ask(&visitor, "verb=ListIdentifiers&metadataPrefix=oai_dc").await;
        assert_eq!(texts(&by_post, "identifier"), texts(&by_get, "identifier"));
        assert_eq!(by_post.iter().map(|element| element.depth).max(), Some(3));
    }

    async fn a_forged_token_is_refused_or_answered(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for (text, refused) in [
            (r#"[null,null,["theme","\u0000"],null,0,null]"#, true),
            (r#"[null,null,["theme","a b"],null,0,null]"#, true),
            (r#"[null,null,["country","GB"],null,0,null]"#, true),
            (r#"[null,null,null,null,5,4]"#, true),
            // Whoever forges these fools themselves alone.
            (r#"[null,null,null,null,18446744073709551615,null]"#, false),
            (r#"[null,null,null,[-9223372036854775808,-9223372036854775808],18446744073709551615,18446744073709551615]"#, false),
            (r#"[-9223372036854775808,9223372036854775807,["theme",null],null,0,0]"#, false),
        ] {
            let query = format!("verb=ListIdentifiers&resumptionToken={}", forged(text));
            if refused {
                assert_eq!(code(&visitor, &query).await, "badResumptionToken", "{text}");
            } else {
                assert_eq!(texts(&ask(&visitor, &query).await, "identifier").len(), 28, "{text}");
            }
        }
        // With more to come after it, too.
        let mut cases = sample::bank();
        for copy in 1..5 {
            cases.extend(sample::bank().into_iter().map(|mut case| {
                case.id = format!("{}-{copy}", case.id);
                case
            }));
        }
        imports::import(&app.db, &cases, |_| {}).await.expect("stored");
        let query = format!("verb=ListIdentifiers&resumptionToken={}", forged("[null,null,null,null,18446744073709551615,null]"));
        let all = ask(&visitor, &query).await;
        assert_eq!(texts(&all, "identifier").len(), 100);
        let next = format!("verb=ListIdentifiers&resumptionToken={}", texts(&all, "resumptionToken")[0]);
        visitor.get(&format!("/oai?{next}")).await.expect(200);
    }

    async fn one_text_that_cannot_be_read_hides_no_other(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        // The one that is given first.
        let first = harvest(&visitor, "verb=ListIdentifiers&metadataPrefix=oai_dc").await.0[0].clone();
        damage(&app, &first).await;
        let (slugs, _) = harvest(&visitor, "verb=ListRecords&metadataPrefix=oai_dc").await;
        assert_eq!(slugs.len(), 27);
        assert!(!slugs.contains(&first));
        assert_eq!(code(&visitor, &format!("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:{first}")).await, "idDoesNotExist");
        // Nor the pages about the whole bank.
        for path in ["/", "/impact", "/themes", "/museums", "/case-studies?view=map", "/sitemap.xml"] {
            visitor.get(path).await.expect(200);
        }
        let figures = visitor.get("/impact").await.expect(200);
        assert!(figures.one(".figures").text().starts_with("27 case studies"), "{figures:?}");
    }

    async fn a_text_that_cannot_be_read_ends_no_list_early(app: TestApp) {
        let mut cases = Vec::new();
        for copy in 0..8 {
            cases.extend(sample::bank().into_iter().map(|mut case| {
                case.id = format!("{}-{copy}", case.id);
                case
            }));
        }
        imports::import(&app.db, &cases, |_| {}).await.expect("stored");
        let visitor = app.visitor();
        let (all, _) = harvest(&visitor, "verb=ListIdentifiers&metadataPrefix=oai_dc").await;
        for at in [0, 50, 99, 100, 223] {
            damage(&app, &all[at]).await;
        }
        let (mut found, mut next) = (Vec::new(), "verb=ListIdentifiers&metadataPrefix=oai_dc".to_owned());
        loop {
            let page = ask(&visitor, &next).await;
            found.extend(texts(&page, "identifier").into_iter().map(|one| one.trim_start_matches("oai:127.0.0.1:").to_owned()));
            let token = texts(&page, "resumptionToken").into_iter().find(|token| !token.is_empty()).map(str::to_owned);
            let Some(token) = token else { break };
            next = format!("verb=ListIdentifiers&resumptionToken={token}");
        }
        let expected: Vec<String> = all.iter().enumerate().filter(|(at, _)| ![0, 50, 99, 100, 223].contains(at)).map(|(_, slug)| slug.clone()).collect();
        assert_eq!(found, expected);
    }

    async fn an_answer_is_dated_before_anything_that_may_still_be_on_its_way(app: TestApp) {
        app.import_sample().await;
        let all = ask(&app.visitor(), "verb=ListIdentifiers&metadataPrefix=oai_dc").await;
        // Whoever asks next from the date of this answer on is given what was stamped a moment before it once more.
        let (date, stamps) = (texts(&all, "responseDate")[0], texts(&all, "datestamp"));
        assert!(stamps.iter().all(|stamp| date < *stamp), "{date}: {stamps:?}");
        let again = ask(&app.visitor(), &format!("verb=ListIdentifiers&metadataPrefix=oai_dc&from={date}")).await;
        assert_eq!(texts(&again, "identifier").len(), 28);
    }

    async fn hostile_words_stay_words(app: TestApp) {
        app.import_sample().await;
        sample::change_content(&app.db, "house-of-memories", |content| {
            content.title = "]]><script>alert(1)</script> & \u{0}\u{fffe}".into();
        })
        .await;
        let page = app.visitor().get("/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:house-of-memories").await.expect(200);
        assert!(!page.body().contains("<script"), "{page:?}");
        assert_eq!(elements(&page).iter().filter(|element| element.name == "dc:title").count(), 1);
    }

    async fn an_empty_bank_answers(app: TestApp) {
        let visitor = app.visitor();
        assert_eq!(texts(&ask(&visitor, "verb=Identify").await, "earliestDatestamp"), ["1970-01-01T00:00:00Z"]);
        assert_eq!(code(&visitor, "verb=ListRecords&metadataPrefix=oai_dc").await, "noRecordsMatch");
    }
}
