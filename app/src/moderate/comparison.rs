//! "Changed since last time", which is two questions: what did the museum change after we asked, and what was
//! changed since it sent its text.

use super::text_diff::{Difference, Run, between, marked};
use crate::ui::{Details, when};
use crate::ui::{IntoMarkup, Markup};
use case_study::text::lower_first;
use case_study::{EditWeight, RevisionKind, Stored};
use leptos::prelude::*;
use std::collections::BTreeSet;
use store::submissions::PastRevision;

/// A difference of more words than this, or of more than one answer, is closed: the story below it begins on
/// the first screen.
const SHORT: usize = 40;
/// How many answers are named before the rest is only counted.
const NAMED: usize = 3;

/// The way from one text to a later one, with what it changed.
pub(super) struct Step {
    /// Who made the later text: "What the museum changed".
    pub heading: String,
    pub differences: Vec<Difference>,
    /// Keys of the fields that staff wrote.
    pub by_us: BTreeSet<String>,
    /// The museum made it, when it sent its text again.
    pub by_museum: bool,
}

/// What differs between the text that we asked about and the one that came back, and between that and the text as
/// it stands now. The first text of all came back from nothing.
pub(super) fn steps(texts: &[PastRevision]) -> Vec<Step> {
    let sent = texts
        .iter()
        .rposition(|text| text.kind == RevisionKind::AsSubmitted)
        .unwrap_or_default();
    let asked = sent.checked_sub(1);
    let mut steps = Vec::new();
    if let (Some(before), Some(after)) = (asked.and_then(|at| texts.get(at)), texts.get(sent)) {
        let heading = format!(
            "What the museum changed, {}",
            when::moment(after.created_at)
        );
        steps.extend(step(heading, before, after).map(|step| Step {
            by_museum: true,
            ..step
        }));
    }
    if let (Some(before), Some(after)) = (texts.get(sent), texts.last()) {
        let since = texts.get(sent + 1..).unwrap_or_default();
        let heading = match weights(since) {
            weights if weights.is_empty() => "What we changed since it was sent".to_owned(),
            weights => format!("What we changed since it was sent ({weights})"),
        };
        steps.extend(step(heading, before, after));
    }
    steps
}

/// What kinds of change these texts brought: "what it says; spelling or form".
fn weights(texts: &[PastRevision]) -> String {
    let mut words: Vec<String> = Vec::new();
    for text in texts {
        let weight = text.weight.as_ref().and_then(Stored::known);
        let said = weight.map(|weight: EditWeight| lower_first(weight.in_history()));
        words.extend(said.filter(|said| !words.contains(said)));
    }
    words.join("; ")
}

fn step(heading: String, before: &PastRevision, after: &PastRevision) -> Option<Step> {
    let differences = between(&before.content, &after.content);
    (!differences.is_empty()).then(|| Step {
        heading,
        differences,
        by_us: after.by_us.clone(),
        by_museum: false,
    })
}

impl Step {
    /// Whether it takes no more than a few lines.
    fn is_short(&self) -> bool {
        let [one] = self.differences.as_slice() else {
            return false;
        };
        let lines = one.before.iter().chain(&one.after);
        lines
            .map(|line| line.split_whitespace().count())
            .sum::<usize>()
            <= SHORT
    }

    /// What was changed, and in which answers.
    fn in_one_line(&self) -> String {
        let all = self.differences.len();
        let named: Vec<&str> = self
            .differences
            .iter()
            .take(NAMED)
            .map(|one| one.field.heading)
            .collect();
        let more = if all > NAMED {
            format!(" and {} more", all - NAMED)
        } else {
            String::new()
        };
        format!("{}: {}{more}", self.heading, named.join(", "))
    }
}

/// The region before the story; nothing where nothing was changed.
pub(super) fn section(steps: &[Step]) -> Option<impl IntoView + use<>> {
    if steps.is_empty() {
        return None;
    }
    let steps = steps
        .iter()
        .map(|step| {
            let differences = step
                .differences
                .iter()
                .map(|one| difference(one, step.by_us.contains(one.field.key)))
                .collect_view();
            view! { <Details summary=step.in_one_line() open=step.is_short()>{differences}</Details> }
        })
        .collect_view();
    Some(view! {
        <section class="review-changed" aria-labelledby="changed-since">
            <h2 id="changed-since" class="visually-hidden">"Changed since last time"</h2>
            {steps}
        </section>
    })
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
                <p class="meta">"Before"</p>
                {before}
            </div>
            <div class="difference-side">
                <p class="meta">{if ours { "After, written by us" } else { "After" }}</p>
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
    view! { <p class="meta">"Nothing"</p> }.into_markup()
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

    fn titled(title: &str) -> CaseStudyContent {
        CaseStudyContent {
            title: title.into(),
            ..Default::default()
        }
    }

    fn drawn(steps: &[Step]) -> String {
        section(steps).map_or_else(String::new, |section| section.to_html())
    }

    #[test]
    fn a_moderators_change_says_its_weight_and_what_is_ours() {
        let mut edited = revision(2, RevisionKind::AsEdited, titled("Tea"));
        edited.weight = Some(EditWeight::Meaning.into());
        edited.by_us.insert("title".into());
        let first = revision(1, RevisionKind::AsSubmitted, CaseStudyContent::default());
        let steps = steps(&[first, edited]);
        assert_eq!(
            steps[0].heading,
            "What we changed since it was sent (what it says)"
        );
        let html = drawn(&steps);
        assert!(html.contains("After, written by us"), "{html}");
    }

    #[test]
    fn there_are_two_differences_asked_and_answered_and_sent_and_now() {
        let texts = [
            revision(1, RevisionKind::AsSubmitted, titled("Tee")),
            revision(2, RevisionKind::AsEdited, titled("Tea")),
            revision(3, RevisionKind::AsSubmitted, titled("Tea <b>")),
            revision(4, RevisionKind::AsEdited, titled("Tea again")),
            revision(5, RevisionKind::AsPublished, titled("Tea at last")),
        ];
        let sides = |texts: &[PastRevision]| -> Vec<(Vec<String>, Vec<String>)> {
            steps(texts)
                .into_iter()
                .map(|mut step| step.differences.remove(0))
                .map(|one| (one.before, one.after))
                .collect()
        };
        let words = |before: &str, after: &str| (vec![before.to_owned()], vec![after.to_owned()]);
        assert_eq!(
            sides(&texts),
            [words("Tea", "Tea <b>"), words("Tea <b>", "Tea at last")]
        );
        assert_eq!(sides(&texts[..3]), [words("Tea", "Tea <b>")]);
        assert_eq!(sides(&texts[..2]), [words("Tee", "Tea")]);
        assert_eq!((sides(&texts[..1]), sides(&[])), (Vec::new(), Vec::new()));
        let html = drawn(&steps(&texts[..3]));
        assert!(html.contains("<ins>&lt;b&gt;</ins>"), "{html}");
        assert!(
            html.contains("What the museum changed") && !html.contains("<del>"),
            "{html}"
        );
    }

    #[test]
    fn what_is_long_is_closed_and_named_in_its_line() {
        let open = |content: CaseStudyContent| {
            let texts = [
                revision(1, RevisionKind::AsSubmitted, titled("Tea")),
                revision(2, RevisionKind::AsSubmitted, content),
            ];
            let html = drawn(&steps(&texts));
            (html.contains("<details open"), html)
        };
        assert!(open(titled("Tea and cake")).0);
        assert!(!open(titled(&"word ".repeat(SHORT))).0);
        let (is_open, html) = open(CaseStudyContent {
            museum: "Harbour Museum".into(),
            need: "People were lonely.".into(),
            did: "We met.".into(),
            ..titled("Tea and cake")
        });
        assert!(!is_open, "{html}");
        assert!(html.contains("Museum, Title, Why and 1 more"), "{html}");
    }
}
