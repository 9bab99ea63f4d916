use super::{FeedPage, Site, Subject, feed};
use crate::list_query::ListQuery;
use crate::web::ids::Ids;
use case_study::public::public_part;
use case_study::{CaseState, CaseStudyContent};
use quick_xml::events::Event;
use store::cases::PublicCase;
use store::departures::Departed;

const LATER: i64 = 1_900_000_000_000;

/// The first page of one, at this address and time.
fn drawn(query: &str, cases: &[PublicCase], public_url: &str, now: i64) -> String {
    let page = FeedPage {
        subject: &Subject::list(&ListQuery::parse(query)),
        cases,
        gone: &[],
        number: 1,
        of: 1,
    };
    let site = Site {
        public_url,
        ids: &Ids::of("https://bank.example:8443"),
        now,
    };
    feed(&page, &site).unwrap()
}

fn case(title: &str) -> PublicCase {
    PublicCase {
        slug: "tea".into(),
        state: CaseState::Live,
        compiled: false,
        sample: false,
        featured: false,
        published_at: 1_795_198_662_123,
        updated_at: 1_795_998_662_123,
        content: public_part(CaseStudyContent {
            title: title.into(),
            summary: "</summary><script>alert(1)</script>]]>&nbsp;\u{8}".into(),
            museum: "Tea & Sons".into(),
            themes: vec!["carers".into(), "\"odd\"".into()],
            ..Default::default()
        }),
    }
}

/// Every text of the document, if it is well formed.
fn texts(xml: &str) -> String {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut found = String::new();
    let mut depth = 0_i32;
    loop {
        match reader
            .read_event()
            .unwrap_or_else(|error| panic!("{error}: {xml}"))
        {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Text(text) => found.push_str(&text),
            Event::GeneralRef(entity) => found.push_str(&format!("[{}]", &*entity)),
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    found
}

#[test]
fn hostile_words_stay_words() {
    let xml = drawn(
        "region=%3C%26%00%1f%22",
        &[case("<i>]]></i> & \u{0}\u{1b}more")],
        "https://bank.example",
        LATER,
    );
    assert!(!xml.contains("<script>") && !xml.contains("<i>"), "{xml}");
    let words = texts(&xml);
    assert!(
        words.contains("[lt]i[gt]]][gt][lt]/i[gt] [amp] more"),
        "{words}"
    );
    assert!(!xml.chars().any(|c| c.is_control() && !c.is_whitespace()));
}

#[test]
fn ids_stay_wherever_the_bank_is_and_dates_are_those_of_the_case() {
    let xml = drawn(
        "theme=carers",
        &[case("Tea")],
        "https://elsewhere.example",
        LATER,
    );
    assert!(
        xml.contains("<id>tag:bank.example,2026-11-20:/case-studies/tea</id>"),
        "{xml}"
    );
    assert!(
        xml.contains("<id>tag:bank.example,2026:/case-studies.atom?theme=carers</id>"),
        "{xml}"
    );
    assert!(
        xml.contains("<published>2026-11-20T18:17:42Z</published>"),
        "{xml}"
    );
    assert!(xml.contains("<name>Tea &amp; Sons</name>"), "{xml}");
    assert!(
        xml.contains("href=\"https://elsewhere.example/case-studies?theme=carers\""),
        "{xml}"
    );
    assert_eq!(
        xml.matches("<updated>2026-11-30T00:31:02Z</updated>")
            .count(),
        2,
        "{xml}"
    );
}

#[test]
fn what_is_dated_later_is_told_as_of_now_under_its_own_id() {
    // A day before it was published.
    let now = 1_795_198_662_123 - 86_400_000;
    let xml = drawn("", &[case("Tea")], "https://bank.example", now);
    assert_eq!(xml.matches("2026-11-19T18:17:42Z").count(), 3, "{xml}");
    assert!(
        xml.contains("<id>tag:bank.example,2026-11-20:/case-studies/tea</id>"),
        "{xml}"
    );
}

#[test]
fn pages_lead_on_and_the_first_says_what_has_gone() {
    let subject = Subject::list(&ListQuery::parse("theme=carers&page=2"));
    let gone = [Departed {
        slug: "cake".into(),
        published_at: 1_795_198_662_123,
        at: 1_795_998_662_123,
    }];
    let site = Site {
        public_url: "https://bank.example",
        ids: &Ids::of("https://bank.example"),
        now: LATER,
    };
    let page = |number, of, gone| {
        feed(
            &FeedPage {
                subject: &subject,
                cases: &[],
                gone,
                number,
                of,
            },
            &site,
        )
        .unwrap()
    };
    let link = |xml: &str, rel: &str, page: &str| {
        let href = format!("https://bank.example/case-studies.atom?theme=carers{page}");
        xml.contains(&format!(
            "rel=\"{rel}\" type=\"application/atom+xml\" href=\"{href}\""
        ))
    };
    let middle = page(2, 3, &[]);
    for (rel, page) in [
        ("self", "&amp;page=2"),
        ("first", ""),
        ("last", "&amp;page=3"),
        ("previous", ""),
        ("next", "&amp;page=3"),
    ] {
        assert!(link(&middle, rel, page), "{rel}: {middle}");
    }
    let last = page(3, 3, &[]);
    assert!(link(&last, "previous", "&amp;page=2"), "{last}");
    assert!(!last.contains("rel=\"next\""), "{last}");
    // All are pages of one feed.
    let id = "<id>tag:bank.example,2026:/case-studies.atom?theme=carers</id>";
    assert!(middle.contains(id) && last.contains(id), "{middle} {last}");

    let only = page(1, 1, &gone);
    for rel in ["first", "last", "previous", "next"] {
        assert!(!only.contains(&format!("rel=\"{rel}\"")), "{rel}: {only}");
    }
    assert!(
        only.contains(
            "<at:deleted-entry ref=\"tag:bank.example,2026-11-20:/case-studies/cake\" \
             when=\"2026-11-30T00:31:02Z\"/>"
        ),
        "{only}"
    );
    assert!(
        only.contains("<updated>2026-11-30T00:31:02Z</updated>"),
        "{only}"
    );
}

#[test]
fn a_feed_without_entries_is_a_feed() {
    let xml = drawn("", &[], "http://127.0.0.1:3000", LATER);
    assert!(texts(&xml).contains("Casebook: new case studies"));
}
