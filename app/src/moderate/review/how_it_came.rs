//! Who sent it and when, who reads it, what was declared and agreed to, and what is planned.

use crate::moderate::review_context::ReviewContext;
use crate::moderate::{ask_yes, declarations_view};
use crate::ui::{Fact, Facts, IntoMarkup, Markup, when};
use leptos::prelude::*;
use store::agreements::Agreement;
use store::declarations::Given;
use store::planned_moves::Waiting;

pub(super) struct HowItCame<'a> {
    pub review: &'a ReviewContext,
    pub assignee: Option<&'a str>,
    pub declared: &'a [Given],
    /// What the museum was asked last, and whether the text says something else since.
    pub asked: Option<&'a (Agreement, bool)>,
    pub planned: &'a [Waiting],
    pub now: i64,
}

pub(super) fn view(known: HowItCame<'_>) -> impl IntoView + use<> {
    let submission = &known.review.submission;
    let mut rows = Vec::new();
    let mut add = |term: &str, detail: Markup| {
        rows.push(Fact {
            term: term.to_owned(),
            detail,
        })
    };
    for plan in known.planned.iter().filter(|plan| plan.holds) {
        let at = when::moment(plan.due_at);
        add(plan.action.when_due(), at.into_markup());
    }
    if let Some(sent) = submission.submitted_at {
        let since = format!(" ({} ago)", when::since(sent, known.now));
        add("Sent", view! { <when::Day ms=sent/>{since} }.into_markup());
    }
    let by = if submission.submitter_email.is_empty() {
        "No address was given, so no one can be told by email".to_owned()
    } else {
        submission.submitter_email.clone()
    };
    add("Sent by", by.into_markup());
    let mine = if known.review.is_mine() { " (you)" } else { "" };
    let reader = known
        .assignee
        .map_or_else(|| "No one yet".to_owned(), |name| format!("{name}{mine}"));
    add("Assigned to", reader.into_markup());
    add("Declared", declarations_view::view(known.declared));
    if let Some((asked, changed)) = known.asked {
        add(
            "The museum\u{2019}s yes",
            ask_yes::standing(asked, *changed).into_markup(),
        );
    }
    view! { <Facts title="How it came" rows=rows/> }
}
