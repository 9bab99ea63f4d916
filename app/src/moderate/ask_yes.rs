//! Showing a page to its museum: the questions beside it, what is missing before it can be shown, and what came
//! of it.

use super::decision_message;
use super::review_context;
use crate::ui::{Banner, BannerKind, FieldFrame, FormError, TextInput, describedby, when};
use crate::ui::{IntoMarkup, Markup};
use case_study::agreement::{LONGEST_QUESTION, Said};
use case_study::publishable::Obstacle;
use case_study::stored::NEWER;
use case_study::{Decision, FieldError};
use leptos::prelude::*;
use store::agreements::Agreement;

/// The boxes for the questions that a decision may ask; none for most.
pub(super) fn questions(
    decision: Decision,
    written: &[String],
    errors: &[FormError],
) -> Vec<Markup> {
    decision_message::question_keys(decision)
        .enumerate()
        .map(|(at, key)| {
            let error = FormError::of(errors, &key);
            let (label, hint) = if at == 0 {
                (
                    "A question for them",
                    format!(
                        "It stands beside the page, with a box for their answer. Up to {LONGEST_QUESTION} characters."
                    ),
                )
            } else {
                ("Another question", String::new())
            };
            let described = describedby(&key, at == 0, error.is_some());
            let invalid = error.is_some();
            let value = written.get(at).cloned().unwrap_or_default();
            let hint = (!hint.is_empty()).then_some(hint);
            view! {
                <FieldFrame id=key.clone() label=label hint=hint error=error optional=true>
                    <TextInput id=key.clone() name=key.clone() value=value describedby=described invalid=invalid/>
                </FieldFrame>
            }
            .into_markup()
        })
        .collect()
}

/// What was asked last, and what came of it. `changed`: the text says something else since.
pub(super) fn standing(asked: &Agreement, changed: bool) -> String {
    let Some(said) = &asked.said else {
        return format!("Shown on {}. No answer yet", when::day(asked.asked_at));
    };
    let on = when::day(asked.answered_at.unwrap_or(asked.asked_at));
    match said.known() {
        Some(Said::Yes) if changed => format!(
            "They said yes on {on}. What it says was changed since, so it needs their yes again"
        ),
        Some(Said::Yes) => format!("They said yes on {on}"),
        Some(Said::Change) => format!("They asked for changes on {on}"),
        Some(Said::No) => format!("They said no on {on}"),
        Some(Said::Void) => format!("Taken back on {on}, before they answered"),
        None => NEWER.to_owned(),
    }
}

/// What the text still needs, a sentence an answer; nothing where it can be shown.
pub(super) fn not_ready(reference: &str, missing: &[FieldError]) -> Option<Markup> {
    if missing.is_empty() {
        return None;
    }
    let items = missing
        .iter()
        .map(|error| view! { <li>{Obstacle::Needed(error.clone()).in_words()}</li> })
        .collect_view();
    let href = review_context::href(reference);
    Some(
        view! {
            <Banner kind=BannerKind::Warning heading="It cannot be shown yet">
                <p>"The page still needs this:"</p>
                <ul>{items}</ul>
                <p><a href=href>"Fill it in first"</a></p>
            </Banner>
        }
        .into_markup(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_of_it_is_said_with_its_day() {
        let asked = |said: Option<Said>| Agreement {
            id: 1,
            revision_id: 1,
            questions: Vec::new(),
            asked_by: None,
            asked_at: 1_772_546_709_000,
            said: said.map(Into::into),
            words: String::new(),
            answered_at: said.map(|_| 1_772_633_109_000),
        };
        let words = |said, changed| standing(&asked(said), changed);
        assert_eq!(words(None, false), "Shown on 3 March 2026. No answer yet");
        assert_eq!(
            words(Some(Said::Yes), false),
            "They said yes on 4 March 2026"
        );
        assert!(words(Some(Said::Yes), true).ends_with("so it needs their yes again"));
        assert_eq!(words(Some(Said::No), true), "They said no on 4 March 2026");
        assert!(words(Some(Said::Void), false).starts_with("Taken back on 4 March 2026"));
    }
}
