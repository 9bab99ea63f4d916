//! A list as a JSON Feed (version 1.1, <https://www.jsonfeed.org/version/1.1/>).

use super::Format;
use super::case_json;
use super::citation::author;
use crate::list_query::ListQuery;
use crate::list_query::heading::in_short;
use crate::ui::SITE_NAME;
use crate::web::ids::Ids;
use crate::web::pictures;
use case_study::dates::rfc3339;
use case_study::fields::Place;
use case_study::public::public_fields;
use case_study::{Kind, Vocabulary};
use serde_json::{Value, json};
use store::cases::{Found, PublicCase};
use store::dated_ahead::told;

/// One page of the feed; `next_url` leads to the next. What is dated later than `now` is told as of now.
#[must_use]
pub fn feed(query: &ListQuery, found: &Found, public_url: &str, ids: &Ids, now: i64) -> Value {
    let absolute = |path: &str| format!("{public_url}{path}");
    let title = match in_short(query) {
        None => format!("{SITE_NAME}: case studies"),
        Some(choices) => format!("{SITE_NAME}: {choices}"),
    };
    let items: Vec<Value> = found
        .cases
        .iter()
        .map(|case| item(case, public_url, ids, now))
        .collect();
    let mut feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": absolute(&query.at_page(1).href()),
        "feed_url": absolute(&query.href_under(paths::JSON_FEED)),
        "description": "What museums have tried for people\u{2019}s wellbeing.",
        "language": "en",
        "authors": [{ "name": SITE_NAME, "url": absolute("/") }],
        "items": items,
        "_casebook": {
            "about": absolute(paths::OPEN_DATA),
            "total": found.total,
            "with_all_words": found.with_all,
        },
    });
    if query.page < found.pages
        && let Some(members) = feed.as_object_mut()
    {
        let next = query.at_page(query.page + 1).href_under(paths::JSON_FEED);
        members.insert("next_url".into(), absolute(&next).into());
    }
    feed
}

fn item(case: &PublicCase, public_url: &str, ids: &Ids, now: i64) -> Value {
    let content = &case.content;
    let url = paths::case_study_url(public_url, &case.slug);
    let author = author(case);
    let tags: Vec<String> = content
        .themes
        .iter()
        .map(|slug| Vocabulary::Theme.label_of(slug))
        .collect();
    json!({
        "id": ids.address(&paths::case_study(&case.slug)),
        "url": url,
        "title": content.title,
        "summary": content.summary,
        "content_text": story(case),
        "image": image(case, public_url),
        "date_published": rfc3339(told(case.published_at, now)),
        "date_modified": rfc3339(told(case.updated_at, now)),
        "authors": [{ "name": author }],
        "tags": tags,
        "language": "en",
        "_casebook": case_json::item(case, public_url),
    })
}

/// A photograph, else the drawn picture.
fn image(case: &PublicCase, public_url: &str) -> String {
    match pictures::in_front(&case.content) {
        Some(picture) => pictures::url(public_url, &case.slug, picture, pictures::LARGEST),
        None => format!("{public_url}{}", Format::Picture.href(&case.slug)),
    }
}

/// The long answers below each other, each under its heading.
fn story(case: &PublicCase) -> String {
    let content = &case.content;
    let parts: Vec<String> = public_fields()
        .filter(|field| {
            matches!(field.kind, Kind::Words { .. } | Kind::Lines { .. })
                || field.place() == Place::InShort
        })
        .filter(|field| field.is_answered(content))
        .map(|field| {
            format!(
                "{}\n\n{}",
                field.heading,
                field.to_lines(content).join("\n\n")
            )
        })
        .collect();
    if parts.is_empty() {
        // The format asks for a text in every item.
        return content.title.clone();
    }
    parts.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::feed;
    use crate::formats::sample::{case, full};
    use crate::list_query::ListQuery;
    use crate::web::ids::Ids;
    use case_study::CaseStudyContent;
    use store::cases::Found;

    #[test]
    fn pages_lead_to_the_next_and_the_last_does_not() {
        let found = |pages| Found {
            cases: vec![case(full()), case(CaseStudyContent::default())],
            total: 4,
            with_all: 4,
            pages,
        };
        let query = ListQuery::parse("theme=carers&page=2");
        let ids = Ids::of("https://first.example");
        let now = 1_900_000_000_000;
        let feed_of = |pages| feed(&query, &found(pages), "https://bank.example", &ids, now);
        let middle = feed_of(3);
        assert_eq!(
            middle["next_url"],
            "https://bank.example/case-studies.json?theme=carers&page=3"
        );
        assert_eq!(
            middle["feed_url"],
            "https://bank.example/case-studies.json?theme=carers&page=2"
        );
        assert_eq!(
            middle["home_page_url"],
            "https://bank.example/case-studies?theme=carers"
        );
        let first = &middle["items"][0];
        assert_eq!(first["id"], "https://first.example/case-studies/a-case");
        assert_eq!(first["url"], "https://bank.example/case-studies/a-case");
        assert_eq!(first["date_published"], "2026-11-20T18:17:42Z");
        let early = feed(&query, &found(3), "https://bank.example", &ids, 0);
        assert_eq!(early["items"][0]["date_modified"], "1970-01-01T00:00:00Z");
        assert_eq!(middle["title"], "Casebook: Carers");
        assert!(feed_of(2).get("next_url").is_none());
        assert!(!middle.to_string().contains("canary"));
        assert!(
            middle["items"][0]["content_text"]
                .as_str()
                .unwrap()
                .contains("text-of-hard")
        );
        assert_eq!(middle["items"][1]["content_text"], "");
    }
}
