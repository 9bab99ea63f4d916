//! How the evidence of a case was gathered.

use leptos::prelude::*;
use std::ops::Range;

/// The five labels, from the first step to the last.
const STEPS: [&str; 5] = [
    "described",
    "monitored",
    "evaluated",
    "independently-evaluated",
    "published-research",
];

/// How the evidence was gathered: the label in words with one filled dot a step.
///
/// It says how something is known, not how good the project is.
#[component]
pub fn EvidenceLabel(#[prop(into)] slug: String, #[prop(into)] label: String) -> impl IntoView {
    let reached = STEPS
        .iter()
        .position(|step| *step == slug)
        .map_or(0, |index| index + 1);
    let class = format!("evidence evidence-{reached}");
    let (on, off) = (dots(0..reached), dots(reached..STEPS.len()));
    view! {
        <span class=class>
            <svg class="evidence-dots" viewBox="0 0 54 10" width="54" height="10" aria-hidden="true" focusable="false">
                {on.map(|path| view! { <path class="dot-on" d=path></path> })}
                {off.map(|path| view! { <path class="dot-off" d=path></path> })}
            </svg>
            <span class="evidence-words"><span class="visually-hidden">"Evidence: "</span>{label}</span>
        </span>
    }
}

/// Dots of four units around, one path for all of a kind: a list shows sixty.
fn dots(steps: Range<usize>) -> Option<String> {
    let path: String = steps
        .map(|step| format!("M{} 5a4 4 0 1 0 8 0 4 4 0 1 0-8 0", step * 11 + 1))
        .collect();
    (!path.is_empty()).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::dots;

    #[test]
    fn a_dot_for_each_step_and_no_empty_path() {
        assert_eq!(dots(0..5).map(|path| path.matches('M').count()), Some(5));
        assert_eq!(
            dots(4..5).as_deref(),
            Some("M45 5a4 4 0 1 0 8 0 4 4 0 1 0-8 0")
        );
        assert_eq!(dots(5..5), None);
    }
}
