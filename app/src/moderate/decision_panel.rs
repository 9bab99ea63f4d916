//! What can be done with a submission now: one small form a move, each with the version it was
//! drawn for. The table of moves and the policy decide what is here.

use super::review_context;
use super::review_context::{Desk, PublicSide};
use crate::ui::{Button, ButtonLook, LinkButton};
use crate::ui::{IntoMarkup, Markup};
use case_study::policy::{Permission, allows};
use case_study::tags::suggested_evidence_label;
use case_study::{Action, CaseAction, CaseStudyContent, Status, Vocabulary};
use leptos::prelude::*;

/// What the panel needs to know.
pub(super) struct Panel<'a> {
    pub desk: &'a Desk,
    pub content: &'a CaseStudyContent,
    pub public: &'a PublicSide,
    pub assignee: Option<&'a str>,
    pub next: Option<String>,
    /// A banner already says where to go next.
    pub done: bool,
}

/// A button that posts to `/moderate/cases/{reference}/{action}`.
fn button(desk: &Desk, action: &str, label: &'static str, look: ButtonLook) -> Markup {
    let action = format!("{}/{action}", desk.href());
    view! {
        <form method="post" action=action>
            <input type="hidden" name="version" value=desk.submission.version/>
            <Button label=label look=look/>
        </form>
    }
    .into_markup()
}

fn page(desk: &Desk, page: &str, label: &'static str, look: ButtonLook) -> Markup {
    view! { <LinkButton href=format!("{}/{page}", desk.href()) label=label look=look/> }
        .into_markup()
}

/// The panel.
pub(super) fn view(panel: &Panel<'_>) -> impl IntoView + use<> {
    let desk = panel.desk;
    let decisions = decisions(panel);
    let none = decisions
        .is_empty()
        .then(|| view! { <p>{why_nothing(desk.submission.status)}</p> });
    let assign = assigning(panel);
    let tags = may(desk, Permission::Tag).then(|| {
        view! {
            <div class="panel-part">
                {page(desk, "tags", "Set the tags", ButtonLook::Secondary)}
                {label_hint(panel)}
            </div>
        }
    });
    let open = panel.public.href().map(|href| {
        view! { <p class="panel-public"><a href=href>"See the public page"</a></p> }
    });
    let next = panel.next.as_ref().filter(|_| !panel.done).map(|next| {
        view! { <p class="panel-next">"Next in the queue: "<a href=review_context::href(next)>{next.clone()}</a></p> }
    });
    view! {
        <section class="decision" id="decide" aria-labelledby="decide-title" tabindex="-1">
            <h2 id="decide-title">"What you can do"</h2>
            {none}
            {assign}
            {tags}
            <div class="panel-part panel-decisions">{decisions}</div>
            {open}
            {next}
        </section>
    }
}

fn may(desk: &Desk, permission: Permission) -> bool {
    allows(permission, desk.submission.status, &desk.actor.roles)
}

fn assigning(panel: &Panel<'_>) -> Option<Markup> {
    let desk = panel.desk;
    if !may(desk, Permission::Assign) {
        return None;
    }
    let starts = desk.submission.status == Status::Submitted;
    Some(match panel.assignee {
        // The museum sent it again, and it is still on the same desk.
        _ if starts && desk.is_mine() => view! {
            <div class="panel-part">
                <p>"You read this one before. It has come back."</p>
                {button(desk, "assign", "Start the review", ButtonLook::Primary)}
                {button(desk, "give-back", "Give it back", ButtonLook::Quiet)}
            </div>
        }
        .into_markup(),
        _ if desk.is_mine() => view! {
            <div class="panel-part">
                <p>"You are reading this one."</p>
                {button(desk, "give-back", "Give it back", ButtonLook::Quiet)}
            </div>
        }
        .into_markup(),
        Some(name) => view! {
            <div class="panel-part">
                <p>{format!("{name} is reading this one.")}</p>
                {button(desk, "assign", "Take it over", ButtonLook::Quiet)}
            </div>
        }
        .into_markup(),
        None if starts => view! {
            <div class="panel-part">
                {button(desk, "assign", "Take it on and start the review", ButtonLook::Primary)}
            </div>
        }
        .into_markup(),
        None => view! {
            <div class="panel-part">{button(desk, "assign", "Take it on", ButtonLook::Secondary)}</div>
        }
        .into_markup(),
    })
}

/// What will stand as the evidence label if nobody chooses one.
fn label_hint(panel: &Panel<'_>) -> Option<Markup> {
    if !panel.content.evidence_label.is_empty() {
        return None;
    }
    let suggested = Vocabulary::Evidence.label_of(suggested_evidence_label(panel.content));
    let words = format!(
        "No evidence label is chosen yet. Publishing takes the one we suggest: {suggested}."
    );
    Some(view! { <p class="meta">{words}</p> }.into_markup())
}

fn decisions(panel: &Panel<'_>) -> Vec<Markup> {
    let desk = panel.desk;
    let mut found: Vec<Markup> = Vec::new();
    let open = desk.submission.status.actions(&desk.actor.roles);
    // What most people came for stands first. Taking it on starts the review; sending and
    // withdrawing are the author's.
    let shown = [
        Action::Approve,
        Action::Publish,
        Action::RequestChanges,
        Action::Reopen,
        Action::Decline,
    ];
    for action in shown.into_iter().filter(|action| open.contains(action)) {
        match action {
            Action::Approve => {
                found.push(button(
                    desk,
                    "approve-and-publish",
                    "Approve and publish",
                    ButtonLook::Primary,
                ));
                found.push(button(
                    desk,
                    "approve",
                    "Approve, publish later",
                    ButtonLook::Secondary,
                ));
            }
            Action::Publish => found.push(button(desk, "publish", "Publish", ButtonLook::Primary)),
            Action::RequestChanges => found.push(page(
                desk,
                "changes",
                "Ask for changes",
                ButtonLook::Secondary,
            )),
            Action::Reopen => found.push(button(
                desk,
                "reopen",
                "Open the review again",
                ButtonLook::Secondary,
            )),
            Action::Decline => found.push(page(desk, "decline", "Decline", ButtonLook::Danger)),
            Action::StartReview | Action::Submit | Action::Withdraw => {}
        }
    }
    if may(desk, Permission::TakeDown) {
        let case = |action| {
            panel
                .public
                .state
                .after(action, &desk.actor.roles)
                .is_some()
        };
        if case(CaseAction::TakeDown) {
            found.push(page(desk, "take-down", "Take it down", ButtonLook::Danger));
        }
        if case(CaseAction::Restore) {
            found.push(button(desk, "restore", "Put it back", ButtonLook::Primary));
        }
    }
    found
}

const fn why_nothing(status: Status) -> &'static str {
    match status {
        Status::ChangesRequested => {
            "It is with the museum now. It comes back to the queue when they send it again."
        }
        Status::Withdrawn => "The museum withdrew it. There is nothing to decide.",
        _ => "There is nothing to decide.",
    }
}
