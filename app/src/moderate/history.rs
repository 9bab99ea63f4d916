//! What happened to a submission, in words.

use super::comparison;
use super::event_text::who;
use super::text_diff::Difference;
use crate::ui::{Details, IntoMarkup, Markup};
use crate::ui::{Paragraphs, Timeline, TimelineEntry, when};
use case_study::fields::field;
use case_study::stored::NEWER;
use case_study::{Action, EditWeight, EventKind, Stored, Vocabulary};
use leptos::prelude::*;
use store::history::{Detail, HistoryEntry};

/// Answers saved with one press are written one by one; so close together they are one thing.
const TOGETHER_MS: i64 = 2_000;

/// The history, newest first.
pub(super) fn view(events: &[HistoryEntry]) -> impl IntoView + use<> {
    let mut entries: Vec<TimelineEntry> = grouped(events).into_iter().map(entry).collect();
    entries.reverse();
    view! { <Timeline entries=entries/> }
}

/// The history as a part of the page about a text, closed until somebody wants it.
pub(super) fn section(events: &[HistoryEntry]) -> impl IntoView + use<> {
    let list = events.last().map(|newest| {
        let count = match grouped(events).len() {
            1 => "1 entry".to_owned(),
            count => format!("{count} entries, newest first"),
        };
        let summary = format!(
            "{count}. The last one: {}, {}",
            newest.kind.text_for_staff(),
            when::moment(newest.at)
        );
        let entries = view(events);
        view! { <Details summary=summary>{entries}</Details> }
    });
    view! {
        <section class="review-section" aria-labelledby="history">
            <h2 id="history">"History"</h2>
            {list}
        </section>
    }
}

/// Events, with the tags and the words of one press together.
fn grouped(events: &[HistoryEntry]) -> Vec<Vec<&HistoryEntry>> {
    let mut groups: Vec<Vec<&HistoryEntry>> = Vec::new();
    for event in events {
        match groups.last_mut() {
            Some(group)
                if changes_an_answer(&event.kind)
                    && group.last().is_some_and(|last| {
                        last.kind == event.kind
                            && last.by == event.by
                            && last.detail.weight == event.detail.weight
                            && event.at - last.at < TOGETHER_MS
                    }) =>
            {
                group.push(event);
            }
            _ => groups.push(vec![event]),
        }
    }
    groups
}

fn changes_an_answer(kind: &Stored<EventKind>) -> bool {
    *kind == EventKind::Tag || *kind == EventKind::Edit
}

fn entry(group: Vec<&HistoryEntry>) -> TimelineEntry {
    let first = group[0];
    let detail = if first.kind == EventKind::Edit {
        Some(edits(&group))
    } else if first.kind == EventKind::Tag {
        let changes = group
            .iter()
            .map(|event| view! { <li>{tag_in_words(&event.detail)}</li> })
            .collect_view();
        Some(view! { <ul>{changes}</ul> }.into_markup())
    } else {
        letter(&first.kind, &first.detail)
    };
    TimelineEntry {
        when: when::moment(first.at),
        when_iso: when::iso(first.at),
        who: Some(who(first)),
        what: what(first),
        detail,
    }
}

/// What was done; where it was given to somebody, to whom.
fn what(event: &HistoryEntry) -> String {
    match event.detail.after.first() {
        Some(name) if event.kind == EventKind::HandOver => format!("Gave this to {name}"),
        _ => upper_first(event.kind.text_for_staff()),
    }
}

/// What kind of change it was, and what each answer was before.
fn edits(group: &[&HistoryEntry]) -> Markup {
    let weight = EditWeight::from_slug(&group[0].detail.weight);
    let changed: Vec<Difference> = group
        .iter()
        .filter_map(|event| {
            let field = field(&event.detail.field)?;
            Some(Difference {
                field,
                before: field.kind.to_lines(&event.detail.before),
                after: field.kind.to_lines(&event.detail.after),
            })
        })
        .collect();
    let names: Vec<&str> = changed.iter().map(|one| one.field.heading).collect();
    let words = match weight {
        Some(weight) => format!("{}: {}", weight.in_history(), names.join(", ")),
        None => names.join(", "),
    };
    // What a moderator wrote where nothing stood, or what says something else, is ours.
    let ours = weight.is_some_and(|weight| weight != EditWeight::Form);
    let differences = changed
        .iter()
        .map(|one| comparison::difference(one, ours || one.before.is_empty()))
        .collect_view();
    view! {
        <p>{words}</p>
        <Details summary="See what changed">{differences}</Details>
    }
    .into_markup()
}

/// Reason, field and message of a decision; nothing when there are none.
fn letter(kind: &Stored<EventKind>, detail: &Detail) -> Option<Markup> {
    let newer = kind
        .known()
        .is_none()
        .then(|| view! { <p class="meta">{NEWER}</p> });
    let reasons = if *kind == EventKind::Move(Action::Decline) {
        Vocabulary::DeclineReason
    } else {
        Vocabulary::ReturnReason
    };
    let reason = (!detail.reason.is_empty()).then(|| {
        view! { <p>{format!("Reason: {}", reasons.label_of(&detail.reason))}</p> }
    });
    let place = field(&detail.field).map(|field| {
        view! { <p>{format!("Where: {}, {}", field.section.heading(), field.heading)}</p> }
    });
    let asked = detail
        .asked
        .iter()
        .map(|line| view! { <p>{line.clone()}</p> })
        .collect_view();
    let same = detail
        .unchanged
        .then(|| view! { <p>"Nothing was changed, and no reply was written."</p> });
    let message =
        (!detail.message.is_empty()).then(|| view! { <Paragraphs text=detail.message.clone()/> });
    let note = (!detail.note.is_empty()).then(|| view! { <Paragraphs text=detail.note.clone()/> });
    let alone = detail
        .alone
        .then(|| view! { <p>"Decided alone, because no one else could."</p> });
    let says = !detail.asked.is_empty() || detail.unchanged;
    (says
        || newer.is_some()
        || reason.is_some()
        || place.is_some()
        || message.is_some()
        || note.is_some()
        || alone.is_some())
    .then(|| view! { {newer}{reason}{place}{asked}{message}{same}{note}{alone} }.into_markup())
}

/// "Themes: added Carers; removed Mental health".
fn tag_in_words(detail: &Detail) -> String {
    let Some(field) = field(&detail.field) else {
        return "A tag that is no longer used".to_owned();
    };
    let only_in = |own: &[String], other: &[String]| {
        let slugs: Vec<String> = own
            .iter()
            .filter(|slug| !other.contains(slug))
            .cloned()
            .collect();
        field.kind.to_lines(&slugs).join(", ")
    };
    let (out, put) = (
        only_in(&detail.before, &detail.after),
        only_in(&detail.after, &detail.before),
    );
    let heading = field.heading;
    match (out.is_empty(), put.is_empty()) {
        (true, true) => format!("{heading}: nothing changed"),
        (true, false) => format!("{heading}: added {put}"),
        (false, true) => format!("{heading}: removed {out}"),
        (false, false) => format!("{heading}: added {put}; removed {out}"),
    }
}

fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use case_study::Role;

    fn event(word: &str, at: i64, detail: Detail) -> HistoryEntry {
        HistoryEntry {
            at,
            by: Some("Sam Field".into()),
            account_id: Some(1),
            role: Role::Moderator.into(),
            kind: Stored::read(word),
            detail,
            letter_id: None,
        }
    }

    fn tag(field: &str, before: &[&str], after: &[&str]) -> Detail {
        let strings = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        Detail {
            field: field.into(),
            before: strings(before),
            after: strings(after),
            ..Default::default()
        }
    }

    #[test]
    fn tags_are_said_in_words() {
        let words = |detail: Detail| tag_in_words(&detail);
        assert_eq!(
            words(tag(
                "themes",
                &["carers", "mental-health"],
                &["carers", "healthy-ageing"]
            )),
            "Themes: added Healthy ageing; removed Mental health"
        );
        assert_eq!(
            words(tag("evidence_label", &[], &["monitored"])),
            "Evidence: added Monitored"
        );
        assert_eq!(
            words(tag("second_strand", &["workforce"], &[])),
            "Also for: removed Museum teams"
        );
        assert_eq!(
            words(tag("gone", &["a"], &[])),
            "A tag that is no longer used"
        );
    }

    #[test]
    fn words_of_one_press_are_one_entry_with_their_weight() {
        let edit = |field: &str, before: &str, after: &str| Detail {
            weight: "form".into(),
            ..tag(field, &[before], &[after])
        };
        let events = [
            event("edit", 0, edit("title", "Tee", "Tea")),
            event("edit", 1, edit("did", "We mett <b>.", "We met.")),
        ];
        let html = view(&events).to_html();
        assert_eq!(html.matches("timeline-entry").count(), 1, "{html}");
        assert!(
            html.contains("Spelling or form: Title, What they did"),
            "{html}"
        );
        assert!(
            html.contains("<del>Tee</del>") && html.contains("<ins>Tea</ins>"),
            "{html}"
        );
        assert!(
            html.contains("&lt;b&gt;") && !html.contains("written by us"),
            "{html}"
        );
    }

    #[test]
    fn a_closed_history_says_how_much_there_is_and_what_came_last() {
        let events = [
            event("submit", 0, Detail::default()),
            event("tag", 10_000, tag("themes", &[], &["carers"])),
            event("tag", 10_001, tag("strand", &[], &["community"])),
        ];
        let html = section(&events).to_html();
        assert!(
            html.contains("2 entries, newest first. The last one: changed its tags, "),
            "{html}"
        );
        assert!(!html.contains("<details open"), "{html}");
        assert!(
            section(&events[..1])
                .to_html()
                .contains("1 entry. The last one: ")
        );
        assert!(!section(&[]).to_html().contains("<details"));
    }

    #[test]
    fn tags_of_one_press_are_one_entry_and_the_newest_is_first() {
        let asked = Detail {
            reason: "evidence-gap".into(),
            field: "changed".into(),
            message: "How many <b>said</b> so?".into(),
            ..Default::default()
        };
        let events = [
            event("submit", 0, Detail::default()),
            event("tag", 10_000, tag("themes", &[], &["carers"])),
            event("tag", 10_001, tag("strand", &["community"], &["workforce"])),
            event("tag", 60_000, tag("strand", &["workforce"], &["community"])),
            event("request_changes", 90_000, asked),
        ];
        let html = view(&events).to_html();
        assert_eq!(html.matches("timeline-entry").count(), 4, "{html}");
        assert!(
            html.find("Asked for changes") < html.find("Sent this for review"),
            "{html}"
        );
        assert!(
            html.contains("Reason: Claim is stronger than the evidence"),
            "{html}"
        );
        assert!(html.contains("&lt;b&gt;said"), "{html}");
    }
}
