//! What the museum declared when it sent the case study.

use crate::ui::Details;
use crate::ui::{IntoMarkup, Markup};
use case_study::declarations::{DECLARATIONS, WORDING_VERSION};
use leptos::prelude::*;
use store::declarations::Given;

/// What was declared, newest wording first: its words where they are still today's, else its version.
pub(super) fn view(given: &[Given]) -> Markup {
    if given.is_empty() {
        return "Nothing: it was not sent through the form".into_markup();
    }
    let (today, earlier): (Vec<&Given>, Vec<&Given>) =
        given.iter().partition(|one| one.wording == WORDING_VERSION);
    let mut versions: Vec<&str> = earlier.iter().map(|one| one.wording.as_str()).collect();
    versions.dedup();
    let earlier = versions
        .into_iter()
        .map(|version| {
            let count = earlier.iter().filter(|one| one.wording == version).count();
            view! { <p>{summary(count, version)}</p> }
        })
        .collect_view();
    let declared: Vec<&str> = DECLARATIONS
        .iter()
        .filter(|declaration| today.iter().any(|one| one.key == declaration.key))
        .map(|declaration| declaration.words)
        .collect();
    let today = (!declared.is_empty()).then(|| {
        let summary = summary(declared.len(), WORDING_VERSION);
        let items = declared
            .into_iter()
            .map(|words| view! { <li>{words}</li> })
            .collect_view();
        view! { <Details summary=summary><ul class="review-list">{items}</ul></Details> }
    });
    view! {
        {today}
        {earlier}
    }
    .into_markup()
}

fn summary(count: usize, wording: &str) -> String {
    let count = match count {
        1 => "1 statement".to_owned(),
        count => format!("{count} statements"),
    };
    format!("{count}, wording {wording}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(key: &str, wording: &str) -> Given {
        Given {
            key: key.to_owned(),
            wording: wording.to_owned(),
            revision_id: 1,
            account_id: None,
            given_at: 1,
        }
    }

    #[test]
    fn only_what_was_agreed_to_in_todays_words_is_repeated() {
        let html = view(&[given(DECLARATIONS[0].key, WORDING_VERSION)]).to_html();
        assert!(
            html.contains("1 statement, wording") && html.contains(DECLARATIONS[0].words),
            "{html}"
        );
        assert!(!html.contains(DECLARATIONS[1].words), "{html}");
        let old = [given("authority", "2019-01"), given("true", "2019-01")];
        let html = view(&old).to_html();
        assert!(html.contains("2 statements, wording 2019-01"), "{html}");
        assert!(view(&[]).to_html().starts_with("Nothing"));
    }
}
