//! "Changed since last time": each text of a submission against the one before it.

use super::text_diff::{Difference, Run, between, marked};
use crate::ui::{Details, when};
use crate::ui::{IntoMarkup, Markup};
use case_study::text::lower_first;
use case_study::{RevisionKind, Stored};
use leptos::prelude::*;
use std::collections::BTreeSet;
use store::submissions::PastRevision;

/// One step from a text to the next, with what it changed.
pub(super) struct Step {
    /// Who made the later text: "Changed by the museum".
    pub heading: String,
    pub differences: Vec<Difference>,
    /// Keys of the fields that staff wrote.
    pub by_us: BTreeSet<String>,
}

/// The steps that changed something, the latest first.
pub(super) fn steps(texts: &[PastRevision]) -> Vec<Step> {
    let mut steps: Vec<Step> = texts
        .windows(2)
        .filter_map(|pair| {
            let [before, after] = pair else { return None };
            let differences = between(&before.content, &after.content);
            let by = match after.kind.known() {
                Some(RevisionKind::AsSubmitted) => "the museum, when it sent this again",
                Some(RevisionKind::AsEdited) => "a moderator",
                Some(RevisionKind::AsPublished) => "a moderator, when or after it was published",
                Some(RevisionKind::AsImported) => "an import",
                None => "a newer version of this program",
            };
            let moment = when::moment(after.created_at);
            let heading = match after.weight.as_ref().and_then(Stored::known) {
                Some(weight) => format!(
                    "Changed by {by}, {moment} ({})",
                    lower_first(weight.in_history())
                ),
                None => format!("Changed by {by}, {moment}"),
            };
            (!differences.is_empty()).then(|| Step {
                heading,
                differences,
                by_us: after.by_us.clone(),
            })
        })
        .collect();
    steps.reverse();
    steps
}

/// All steps; the latest is open.
pub(super) fn view(steps: Vec<Step>) -> impl IntoView {
    steps
        .into_iter()
        .enumerate()
        .map(|(index, step)| {
            let differences = step
                .differences
                .iter()
                .map(|one| difference(one, step.by_us.contains(one.field.key)))
                .collect_view();
            view! { <Details summary=step.heading open=index == 0>{differences}</Details> }
        })
        .collect_view()
}

/// What one answer was and is; `ours` where staff wrote what stands there now.
pub(super) fn difference(one: &Difference, ours: bool) -> impl IntoView + use<> {
    let (before, after) = if one.is_list() {
        (
            items(&one.before, &one.after, Side::Before),
            items(&one.after, &one.before, Side::After),
        )
    } else {
        let (before, after) = (one.before.join("\n"), one.after.join("\n"));
        let (old, new) = marked(&before, &after);
        (text(old, Side::Before), text(new, Side::After))
    };
    view! {
        <div class="difference">
            <h3 class="difference-field">{one.field.heading}</h3>
            <div class="difference-side">
                <p class="difference-label">"Before"</p>
                {before}
            </div>
            <div class="difference-side">
                <p class="difference-label">{if ours { "After, written by us" } else { "After" }}</p>
                {after}
            </div>
        </div>
    }
}

#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

impl Side {
    fn mark(self, words: String) -> Markup {
        match self {
            Self::Before => view! { <del>{words}</del> }.into_markup(),
            Self::After => view! { <ins>{words}</ins> }.into_markup(),
        }
    }
}

fn empty() -> Markup {
    view! { <p class="not-given">"Nothing"</p> }.into_markup()
}

fn text(runs: Vec<Run>, side: Side) -> Markup {
    if runs.is_empty() {
        return empty();
    }
    let runs = runs
        .into_iter()
        .map(|run| match run {
            Run::Both(words) => format!("{words} ").into_markup(),
            Run::Own(words) => view! { {side.mark(words)}" " }.into_markup(),
        })
        .collect_view();
    view! { <p>{runs}</p> }.into_markup()
}

fn items(own: &[String], other: &[String], side: Side) -> Markup {
    if own.is_empty() {
        return empty();
    }
    let items = own
        .iter()
        .map(|item| {
            let words = item.clone();
            let shown = if other.contains(item) {
                words.into_markup()
            } else {
                side.mark(words)
            };
            view! { <li>{shown}</li> }
        })
        .collect_view();
    view! { <ul>{items}</ul> }.into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;
    use case_study::{CaseStudyContent, EditWeight};

    fn revision(number: i64, kind: RevisionKind, content: CaseStudyContent) -> PastRevision {
        PastRevision {
            number,
            kind: kind.into(),
            created_at: number * 1000,
            weight: None,
            by_us: BTreeSet::new(),
            content,
        }
    }

    #[test]
    fn a_moderators_change_says_its_weight_and_what_is_ours() {
        let first = CaseStudyContent::default();
        let second = CaseStudyContent {
            title: "Tea".into(),
            ..Default::default()
        };
        let mut edited = revision(2, RevisionKind::AsEdited, second);
        edited.weight = Some(EditWeight::Meaning.into());
        edited.by_us.insert("title".into());
        let steps = steps(&[revision(1, RevisionKind::AsSubmitted, first), edited]);
        assert!(
            steps[0].heading.ends_with("(what it says)"),
            "{}",
            steps[0].heading
        );
        let html = view(steps).to_html();
        assert!(html.contains("After, written by us"), "{html}");
    }

    #[test]
    fn each_text_stands_against_the_one_before_and_equal_ones_are_left_out() {
        let first = CaseStudyContent {
            title: "Tea".into(),
            ..Default::default()
        };
        let second = CaseStudyContent {
            title: "Tea <b>".into(),
            ..Default::default()
        };
        let texts = [
            revision(1, RevisionKind::AsSubmitted, first),
            revision(2, RevisionKind::AsSubmitted, second.clone()),
            revision(3, RevisionKind::AsPublished, second),
        ];
        let steps = steps(&texts);
        assert_eq!(steps.len(), 1);
        assert!(
            steps[0].heading.contains("the museum"),
            "{}",
            steps[0].heading
        );
        let html = view(steps).to_html();
        assert!(html.contains("<ins>&lt;b&gt;</ins>"), "{html}");
        assert!(!html.contains("<del>"), "{html}");
    }
}
