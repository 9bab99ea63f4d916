//! What the museum declared when it sent the case study.

use crate::ui::Details;
use crate::ui::{IntoMarkup, Markup};
use case_study::declarations::{DECLARATIONS, DeclarationRecord, WORDING_VERSION};
use leptos::prelude::*;

/// Which wording was agreed to, and its words where they are still today's.
pub(super) fn view(record: Option<&str>) -> Markup {
    let Some(record) = record else {
        return "Nothing: it was not sent through the form".into_markup();
    };
    // A record that cannot be read is said to be there; what it holds is never guessed at.
    let Ok(declared) = serde_json::from_str::<DeclarationRecord>(record) else {
        return "A record that this page cannot read".into_markup();
    };
    let count = match declared.keys.len() {
        1 => "1 statement".to_owned(),
        count => format!("{count} statements"),
    };
    let summary = format!("{count}, wording {}", declared.version);
    if declared.version != WORDING_VERSION {
        return summary.into_markup();
    }
    let items = DECLARATIONS
        .iter()
        .filter(|declaration| declared.keys.iter().any(|key| key == declaration.key))
        .map(|declaration| view! { <li>{declaration.words}</li> })
        .collect_view();
    view! { <Details summary=summary><ul class="review-list">{items}</ul></Details> }.into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_agreed_to_in_todays_words_is_repeated() {
        let today = format!(r#"{{"version":"{WORDING_VERSION}","keys":["authority"],"at":1}}"#);
        let html = view(Some(&today)).to_html();
        assert!(
            html.contains("1 statement, wording") && html.contains(DECLARATIONS[0].words),
            "{html}"
        );
        assert!(!html.contains(DECLARATIONS[1].words), "{html}");
        let old = r#"{"version":"2019-01","keys":["authority","true"]}"#;
        assert_eq!(view(Some(old)).to_html(), "2 statements, wording 2019-01");
        assert!(view(None).to_html().starts_with("Nothing"));
        assert!(view(Some("nonsense")).to_html().contains("cannot read"));
    }
}
