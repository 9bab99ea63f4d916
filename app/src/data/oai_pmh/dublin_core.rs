//! A case as the fifteen elements of Dublin Core.

use crate::formats::citation::Citation;
use crate::ui::SITE_NAME;
use case_study::Vocabulary;
use case_study::declarations::LICENCE;
use store::cases::PublicCase;

/// Element and value, in the order they are written; only what has a value.
pub fn elements(case: &PublicCase, public_url: &str) -> Vec<(&'static str, String)> {
    let content = &case.content;
    let citation = Citation::of(case, public_url);
    let labels = |vocabulary: Vocabulary, slugs: &[String]| -> Vec<String> {
        slugs.iter().map(|slug| vocabulary.label_of(slug)).collect()
    };
    let mut elements = vec![
        ("title", content.title.clone()),
        ("creator", citation.author),
    ];
    let subjects = [
        labels(Vocabulary::Theme, &content.themes),
        labels(Vocabulary::Audience, &content.audiences),
        labels(Vocabulary::Activity, &content.activities),
    ];
    elements.extend(
        subjects
            .concat()
            .into_iter()
            .map(|label| ("subject", label)),
    );
    elements.push(("description", content.summary.clone()));
    if case.compiled {
        elements.push(("description", citation.note));
    }
    elements.push(("publisher", SITE_NAME.to_owned()));
    elements.extend(
        content
            .partners
            .iter()
            .map(|name| ("contributor", name.clone())),
    );
    elements.push(("date", citation.published));
    elements.push(("type", "Text".to_owned()));
    elements.push(("format", "text/html".to_owned()));
    elements.push(("identifier", citation.url));
    elements.extend(
        content
            .sources
            .iter()
            .map(|source| ("source", source.clone())),
    );
    elements.push(("language", "en".to_owned()));
    elements.push(("coverage", content.place_in_words()));
    elements.extend(content.dates_in_words().map(|dates| ("coverage", dates)));
    elements.push(("rights", LICENCE.name.to_owned()));
    elements.push(("rights", LICENCE.url.to_owned()));
    elements.retain(|(_, value)| !value.trim().is_empty());
    elements
}
