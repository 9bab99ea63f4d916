//! The feed of new case studies (RFC 4287).

use super::xml;
use super::xml::Xml;
use crate::list_query::ListQuery;
use crate::list_query::heading::in_short;

use crate::formats::citation::author;
use crate::ui::SITE_NAME;
use case_study::Vocabulary;
use case_study::dates::{iso_day, rfc3339};
use case_study::declarations::LICENCE;
use std::io;
use store::cases::PublicCase;

/// When this bank's ids began to be given out: part of every id, so it never changes.
const IDS_SINCE: &str = "2026";

/// What a feed is of, and where it stands: addresses from the root of the site.
pub struct Subject {
    title: String,
    feed: String,
    page: String,
}

impl Subject {
    /// The list as it was asked for.
    pub fn list(query: &ListQuery) -> Self {
        let title = match in_short(query) {
            None => format!("{SITE_NAME}: new case studies"),
            Some(choices) => xml::clean(&format!("{SITE_NAME}: {choices}")),
        };
        Self {
            title,
            feed: query.href_under(paths::ATOM),
            page: query.href(),
        }
    }

    /// What a museum has in the bank.
    pub fn museum(slug: &str, name: &str) -> Self {
        Self {
            title: xml::clean(&format!("{SITE_NAME}: {name}")),
            feed: paths::museum_feed(slug),
            page: paths::museum(slug),
        }
    }
}

/// The feed of these cases, the newest first.
pub fn feed(subject: &Subject, cases: &[PublicCase], public_url: &str) -> io::Result<String> {
    let mut document = xml::document()?;
    let absolute = |path: &str| format!("{public_url}{path}");
    let Subject { title, feed, page } = subject;
    // A feed without entries changed when it began.
    let updated = cases
        .iter()
        .map(|case| case.updated_at)
        .max()
        .unwrap_or_default();
    document
        .create_element("feed")
        .with_attributes([("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", "en")])
        .write_inner_content(|xml| {
            xml::text(xml, "id", &tag_uri(public_url, IDS_SINCE, feed))?;
            xml::text(xml, "title", title)?;
            xml::text(xml, "updated", &rfc3339(updated))?;
            xml::empty(
                xml,
                "link",
                &[
                    ("rel", "self"),
                    ("type", "application/atom+xml"),
                    ("href", &absolute(feed)),
                ],
            )?;
            xml::empty(
                xml,
                "link",
                &[
                    ("rel", "alternate"),
                    ("type", "text/html"),
                    ("href", &absolute(page)),
                ],
            )?;
            xml::text(xml, "rights", &LICENCE.in_a_line())?;
            xml.create_element("author")
                .write_inner_content(|xml| xml::text(xml, "name", SITE_NAME))?;
            cases
                .iter()
                .try_for_each(|case| entry(xml, case, public_url))
        })?;
    xml::finish(document)
}

fn entry(xml: &mut Xml, case: &PublicCase, public_url: &str) -> io::Result<()> {
    let content = &case.content;
    let path = paths::case_study(&case.slug);
    let mut by = author(case).to_owned();
    if case.compiled {
        by.push_str(&format!(", from public sources about {}", content.museum));
    }
    xml.create_element("entry").write_inner_content(|xml| {
        xml::text(
            xml,
            "id",
            &tag_uri(public_url, &iso_day(case.published_at), &path),
        )?;
        xml::text(xml, "title", &content.title)?;
        xml::text(xml, "published", &rfc3339(case.published_at))?;
        xml::text(xml, "updated", &rfc3339(case.updated_at))?;
        xml::empty(
            xml,
            "link",
            &[
                ("rel", "alternate"),
                ("type", "text/html"),
                ("href", &format!("{public_url}{path}")),
            ],
        )?;
        xml.create_element("author")
            .write_inner_content(|xml| xml::text(xml, "name", &by))?;
        for theme in &content.themes {
            xml::empty(
                xml,
                "category",
                &[
                    ("term", theme),
                    ("label", &Vocabulary::Theme.label_of(theme)),
                ],
            )?;
        }
        xml::text(xml, "rights", &LICENCE.in_a_line())?;
        xml::text(xml, "summary", &content.summary)
    })?;
    Ok(())
}

/// An id that stays when pages move (RFC 4151).
fn tag_uri(public_url: &str, since: &str, path: &str) -> String {
    let host = url::Url::parse(public_url)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned));
    format!(
        "tag:{},{since}:{path}",
        host.as_deref().unwrap_or("localhost")
    )
}

#[cfg(test)]
mod tests {
    use super::{Subject, feed, tag_uri};
    use crate::list_query::ListQuery;
    use case_study::public::public_part;
    use case_study::{CaseState, CaseStudyContent};
    use quick_xml::events::Event;
    use store::cases::PublicCase;

    fn case(title: &str) -> PublicCase {
        PublicCase {
            slug: "tea".into(),
            state: CaseState::Live,
            compiled: false,
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
        let xml = feed(
            &Subject::list(&ListQuery::parse("region=%3C%26%00%1f%22")),
            &[case("<i>]]></i> & \u{0}\u{1b}more")],
            "https://bank.example",
        )
        .unwrap();
        assert!(!xml.contains("<script>") && !xml.contains("<i>"), "{xml}");
        let words = texts(&xml);
        assert!(
            words.contains("[lt]i[gt]]][gt][lt]/i[gt] [amp] more"),
            "{words}"
        );
        assert!(!xml.chars().any(|c| c.is_control() && !c.is_whitespace()));
    }

    #[test]
    fn ids_stay_and_dates_are_those_of_the_case() {
        let xml = feed(
            &Subject::list(&ListQuery::parse("theme=carers")),
            &[case("Tea")],
            "https://bank.example:8443",
        )
        .unwrap();
        assert!(
            xml.contains("<id>tag:bank.example,2026-11-20:/case-studies/tea</id>"),
            "{xml}"
        );
        assert!(
            xml.contains("<published>2026-11-20T18:17:42Z</published>"),
            "{xml}"
        );
        assert!(xml.contains("<name>Tea &amp; Sons</name>"), "{xml}");
        assert!(
            xml.contains("href=\"https://bank.example:8443/case-studies?theme=carers\""),
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
    fn a_feed_without_entries_is_a_feed() {
        let xml = feed(
            &Subject::list(&ListQuery::default()),
            &[],
            "http://127.0.0.1:3000",
        )
        .unwrap();
        assert!(texts(&xml).contains("Casebook: new case studies"));
        assert_eq!(tag_uri("nonsense", "2026", "/x"), "tag:localhost,2026:/x");
    }
}
