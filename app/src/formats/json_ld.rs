//! What search engines read of a case: schema.org as JSON-LD.
//!
//! The type is `Article`: a case is a text to read, with a headline, an author and dates. `Report`
//! would be narrower, but what reads these blocks knows articles; `ScholarlyArticle` would promise
//! more than a museum's own account.

use super::Format;

use crate::ui::SITE_NAME;
use crate::web::pictures;
use case_study::Vocabulary;
use case_study::dates::rfc3339;
use case_study::declarations::LICENCE;
use case_study::text::short_place;
use serde_json::{Map, Value, json};
use store::cases::PublicCase;

/// The text of a `<script type="application/ld+json">`, safe inside it.
#[must_use]
pub fn block(case: &PublicCase, public_url: &str) -> String {
    inside_a_script(&article(case, public_url))
}

fn article(case: &PublicCase, public_url: &str) -> Value {
    let content = &case.content;
    let url = paths::case_study_url(public_url, &case.slug);
    let site =
        json!({ "@type": "Organization", "name": SITE_NAME, "url": format!("{public_url}/") });
    let museum = json!({ "@type": "Museum", "name": content.museum });
    let mut members = Map::new();
    let mut say = |key: &str, value: Value| {
        members.insert(key.to_owned(), value);
    };
    say("@context", "https://schema.org".into());
    say("@type", "Article".into());
    say("@id", url.clone().into());
    say("url", url.clone().into());
    say("mainEntityOfPage", url.into());
    say("headline", content.title.clone().into());
    say("description", content.summary.clone().into());
    say("inLanguage", "en".into());
    say("datePublished", rfc3339(case.published_at).into());
    say("dateModified", rfc3339(case.updated_at).into());
    say(
        "author",
        if case.compiled {
            site.clone()
        } else {
            museum.clone()
        },
    );
    say("publisher", site);
    say("about", museum);
    say("license", LICENCE.url.into());
    say("isAccessibleForFree", true.into());
    say("image", image(case, public_url));
    if !content.themes.is_empty() {
        let labels: Vec<String> = content
            .themes
            .iter()
            .map(|slug| Vocabulary::Theme.label_of(slug))
            .collect();
        say("keywords", labels.into());
    }
    let place = short_place(content);
    if !place.is_empty() {
        let mut location = Map::new();
        location.insert("@type".into(), "Place".into());
        location.insert("name".into(), place.into());
        if let Some(point) = content.position {
            location.insert(
                "geo".into(),
                json!({ "@type": "GeoCoordinates", "latitude": point.lat, "longitude": point.lon }),
            );
        }
        say("contentLocation", Value::Object(location));
    }
    if !content.sources.is_empty() {
        say("isBasedOn", content.sources.clone().into());
    }
    Value::Object(members)
}

/// A photograph with what it shows and who took it, else the drawn picture.
fn image(case: &PublicCase, public_url: &str) -> Value {
    let Some(picture) = pictures::in_front(&case.content) else {
        return json!({
            "@type": "ImageObject",
            "url": format!("{public_url}{}", Format::Picture.href(&case.slug)),
            "width": super::preview_picture::WIDTH,
            "height": super::preview_picture::HEIGHT,
        });
    };
    let mut image = json!({
        "@type": "ImageObject",
        "url": pictures::url(public_url, &case.slug, picture, pictures::LARGEST),
        "width": picture.width,
        "height": picture.height,
    });
    for (key, words) in [
        ("description", picture.alt()),
        ("caption", &picture.caption),
        ("creditText", &picture.credit),
    ] {
        if !words.is_empty() {
            image[key] = words.into();
        }
    }
    image
}

/// JSON in which no character can end the script, begin a comment or be taken for an entity.
/// Whatever draws it may escape these characters or not: none of them is left.
fn inside_a_script(value: &Value) -> String {
    let mut out = String::new();
    for c in value.to_string().chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::block;
    use crate::formats::sample::{case, full};
    use case_study::CaseStudyContent;

    #[test]
    fn no_text_can_end_the_script() {
        let hostile = "</script><script>alert(1)</script><!-- & \u{2028} ]]>";
        let text = block(
            &case(CaseStudyContent {
                title: hostile.into(),
                museum: hostile.into(),
                ..Default::default()
            }),
            "https://bank.example",
        );
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["headline"], hostile);
    }

    #[test]
    fn the_author_is_the_museum_or_whoever_compiled_it() {
        fn read(one: &store::cases::PublicCase) -> serde_json::Value {
            serde_json::from_str(&block(one, "https://bank.example")).unwrap()
        }
        let mut content = full();
        let one = case(content.clone());
        assert_eq!(read(&one)["author"]["name"], "text-of-museum");
        assert_eq!(read(&one)["contentLocation"]["geo"]["latitude"], 53.41);
        content.on_map = false;
        let mut one = case(content);
        one.compiled = true;
        assert_eq!(read(&one)["author"]["name"], "Casebook");
        assert!(read(&one)["contentLocation"].get("geo").is_none());
        assert!(!block(&one, "").contains("canary"));
    }

    #[test]
    fn a_photograph_stands_for_it_unless_a_note_comes_first() {
        let mut content = full();
        content.content_notes.clear();
        let picture = content.pictures[0].clone();
        let image = |content: &CaseStudyContent| {
            let text = block(&case(content.clone()), "https://bank.example");
            let read: serde_json::Value = serde_json::from_str(&text).unwrap();
            read["image"].clone()
        };
        let shown = image(&content);
        assert_eq!(shown["creditText"], picture.credit);
        let url = shown["url"].as_str().unwrap();
        assert!(
            url.contains(&format!("/{}-{}.jpg", picture.blob, picture.width)),
            "{url}"
        );
        content.content_notes = vec!["suicide-or-self-harm".into()];
        let drawn = image(&content);
        assert!(drawn["url"].as_str().unwrap().ends_with(".png"), "{drawn}");
        assert_eq!(drawn["creditText"], serde_json::Value::Null);
    }
}
