//! What can be done with a submission now: one small form a move, each with the version it was
//! drawn for. The table of moves and the policy decide what is here.

use super::assigning;
use super::decision_message_view::look;
use super::obstacles_view;
use super::planned_view;
use super::planned_view::Planned;
use super::queue_onwards;
use super::review_context::{ReviewContext, public_href};
use crate::ui::{Button, ButtonLook, LinkButton};
use crate::ui::{IntoMarkup, Markup};
use case_study::decision::{DecisionMessage, Does, Weight};
use case_study::evidence::EvidenceLabel;
use case_study::policy::{Permission, allows};
use case_study::public::public_part;
use case_study::publishable::Obstacle;
use case_study::{CaseState, CaseStudyContent, Decision, Status, Stored};
use leptos::prelude::*;
use store::moderation_queue::{Colleague, NextUp};
use store::submissions::Publicly;

/// What the panel needs to know.
pub(super) struct Panel<'a> {
    pub review: &'a ReviewContext,
    pub content: &'a CaseStudyContent,
    pub public: &'a Publicly,
    pub assignee: Option<&'a str>,
    pub next: Option<NextUp>,
    /// Whom it can be given to.
    pub colleagues: &'a [Colleague],
    /// What has to be done before it can be published.
    pub obstacles: &'a [Obstacle],
    /// What is decided and not carried out yet.
    pub planned: &'a Planned,
    /// A banner already says where to go next.
    pub done: bool,
}

/// What is to be done next: its button is the one that stands out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// A case study is made of a museum's own words first.
    Prepare,
    /// Nothing is in the way but the museum's yes.
    AskYes,
    Decide,
}

impl Next {
    fn of(panel: &Panel<'_>) -> Self {
        if panel.review.submission.status != Status::InReview {
            return Self::Decide;
        }
        let mut obstacles = panel.obstacles.iter();
        let lacks_answers = obstacles
            .clone()
            .any(|one| matches!(one, Obstacle::Needed(_)));
        let lacks_yes =
            obstacles.any(|one| matches!(one, Obstacle::NotDeclared | Obstacle::NotAgreed(_)));
        if lacks_answers && is_in_one_piece(panel) {
            Self::Prepare
        } else if lacks_yes && !lacks_answers {
            Self::AskYes
        } else {
            Self::Decide
        }
    }
}

/// Whether its museum told it in its own words.
fn is_in_one_piece(panel: &Panel<'_>) -> bool {
    !panel.content.own_words.is_empty()
}

/// A button that posts to `/moderate/cases/{reference}/{action}`.
fn button(review: &ReviewContext, action: &str, label: &'static str, look: ButtonLook) -> Markup {
    let action = format!("{}/{action}", review.href());
    view! {
        <form method="post" action=action>
            <input type="hidden" name="version" value=review.submission.version/>
            <Button label=label look=look/>
        </form>
    }
    .into_markup()
}

/// Its button, and the same with the next case study to follow.
fn approve_and_publish(review: &ReviewContext, look: ButtonLook) -> Markup {
    let words = Decision::ApproveAndPublish.words();
    let action = format!("{}/{}", review.href(), words.slug);
    view! {
        <form class="stack" method="post" action=action>
            <input type="hidden" name="version" value=review.submission.version/>
            <Button label=words.button look=look/>
            <Button
                name=queue_onwards::THEN
                value=queue_onwards::NEXT
                label="Approve, publish and read the next"
                look=ButtonLook::Secondary
            />
        </form>
    }
    .into_markup()
}

fn page(review: &ReviewContext, page: &str, label: &'static str, look: ButtonLook) -> Markup {
    view! { <LinkButton href=format!("{}/{page}", review.href()) label=label look=look/> }
        .into_markup()
}

/// The panel.
pub(super) fn view(panel: &Panel<'_>) -> impl IntoView + use<> {
    let review = panel.review;
    let decisions = decisions(panel);
    let status = &review.submission.status;
    let planned = planned_view::view(panel.planned, &review.href(), review.submission.version);
    let none =
        (decisions.is_empty() && planned.is_none()).then(|| view! { <p>{why_nothing(status)}</p> });
    let with_museum = with_museum(status).map(|words| view! { <p>{words}</p> });
    let taken_down = taken_down(panel);
    let assign = assigning(panel);
    let mending = may(review, Permission::Mend).then(|| mending(panel));
    // Each answer and tag has its own way to be changed where it stands, so the decisions come first.
    let (to_prepare, mending) = if Next::of(panel) == Next::Prepare {
        (mending, None)
    } else {
        (None, mending)
    };
    let obstacles = obstacles_view::part(&review.href(), panel.obstacles);
    let open = public_href(panel.public).map(|href| {
        view! { <p class="panel-public"><a href=href>"See the public page"</a></p> }
    });
    let next = panel.next.as_ref().filter(|_| !panel.done);
    let next = next.map(|next| queue_onwards::in_panel(next, status));
    let colleagues = may(review, Permission::Assign)
        .then(|| assigning::part(review, panel.colleagues))
        .flatten();
    view! {
        <section class="decision" id="decide" aria-labelledby="decide-title" tabindex="-1">
            <h2 id="decide-title">"What you can do"</h2>
            {none}
            {planned}
            {with_museum}
            {assign}
            {colleagues}
            {to_prepare}
            {obstacles}
            <div class="panel-part panel-decisions">{taken_down}{decisions}</div>
            {mending}
            {open}
            {next}
        </section>
    }
}

/// The ways to change what it says and its tags.
fn mending(panel: &Panel<'_>) -> impl IntoView + use<> {
    let review = panel.review;
    let look = if Next::of(panel) == Next::Prepare {
        ButtonLook::Primary
    } else {
        ButtonLook::Secondary
    };
    let prepare = (is_in_one_piece(panel) && review.submission.status != Status::Published)
        .then(|| page(review, "prepare", "Prepare it for publication", look));
    view! {
        <div class="panel-part">
            {prepare}
            {page(review, "edit", "Edit the text", ButtonLook::Secondary)}
            {page(review, "tags", "Set the tags", ButtonLook::Secondary)}
            {label_hint(panel)}
        </div>
    }
}

pub(super) fn may(review: &ReviewContext, permission: Permission) -> bool {
    allows(permission, &review.submission.status, &review.actor.roles)
}

fn assigning(panel: &Panel<'_>) -> Option<Markup> {
    let review = panel.review;
    if !may(review, Permission::Assign) {
        return None;
    }
    let starts = review.submission.status == Status::Submitted;
    Some(match panel.assignee {
        // The museum sent it again, and it is still on the same desk.
        _ if starts && review.is_mine() => view! {
            <div class="panel-part">
                <p>{if review.submission.came_back { "You read this one before. It has come back." } else { "A colleague gave this one to you." }}</p>
                {button(review, "assign", "Start the review", ButtonLook::Primary)}
                {button(review, "give-back", "Give it back", ButtonLook::Quiet)}
            </div>
        }
        .into_markup(),
        _ if review.is_mine() => view! {
            <div class="panel-part">
                <p>"You are reading this one."</p>
                {button(review, "give-back", "Give it back", ButtonLook::Quiet)}
            </div>
        }
        .into_markup(),
        Some(name) => view! {
            <div class="panel-part">
                <p>{format!("{name} is reading this one.")}</p>
                {button(review, "assign", "Take it over", ButtonLook::Quiet)}
            </div>
        }
        .into_markup(),
        None if starts => view! {
            <div class="panel-part">
                {button(review, "assign", "Take it on and start the review", ButtonLook::Primary)}
            </div>
        }
        .into_markup(),
        None => view! {
            <div class="panel-part">{button(review, "assign", "Take it on", ButtonLook::Secondary)}</div>
        }
        .into_markup(),
    })
}

/// What readers will see as the evidence label if nobody chooses one.
fn label_hint(panel: &Panel<'_>) -> Option<Markup> {
    if !panel.content.evidence_label.is_empty() {
        return None;
    }
    let public = public_part(panel.content.clone());
    // What museums send is never compiled.
    let label = EvidenceLabel::of(&public, false).in_words();
    let words = format!("No evidence label is chosen yet. Readers see: {label}.");
    Some(view! { <p class="meta">{words}</p> }.into_markup())
}

/// What is decided about it. Taking it on starts the review, and has its own part.
fn decisions(panel: &Panel<'_>) -> Vec<Markup> {
    let review = panel.review;
    let next = Next::of(panel);
    let waits = review.submission.status == Status::Submitted;
    let mut open: Vec<Decision> = Decision::ALL
        .into_iter()
        .filter(|decision| !matches!(decision, Decision::Assign | Decision::GiveBack))
        .filter(|decision| {
            decision.is_open(
                &review.submission.status,
                &panel.public.state,
                &review.actor.roles,
            )
        })
        .collect();
    if panel.planned.is_decided() {
        // What was decided is called back before something else is.
        open.retain(|decision| is_of_the_case(*decision));
    }
    open.retain(|decision| match decision {
        Decision::Feature => !panel.planned.is_featured,
        Decision::Unfeature => panel.planned.is_featured,
        _ => true,
    });
    // Somebody else decides about one's own museum's.
    let is_own = |one: &Obstacle| matches!(one, Obstacle::OwnMuseum { alone: false, .. });
    if panel.obstacles.iter().any(is_own) {
        open.clear();
    }
    // What cannot be published before its museum has seen it is shown to it first.
    open.sort_by_key(|decision| next != Next::Decide && *decision != Decision::AskYes);
    open.into_iter()
        .map(|decision| {
            let words = decision.words();
            let look = match (next, decision) {
                (Next::AskYes, Decision::AskYes) => ButtonLook::Primary,
                (Next::Prepare | Next::AskYes, Decision::ApproveAndPublish) => {
                    ButtonLook::Secondary
                }
                // What nobody reads yet is taken on first.
                _ if waits && words.weight == Weight::Main => ButtonLook::Secondary,
                _ => look(words.weight),
            };
            let puts_back = decision.makes_public() && panel.public.state == CaseState::TakenDown;
            if words.message.is_some() || puts_back {
                let page = page(review, words.slug, words.button, look);
                let ticks = (decision == Decision::RequestChanges).then(|| {
                    view! { <p class="meta"><a href="#checklist">"Or tick what is missing"</a></p> }
                });
                return view! { {page}{ticks} }.into_markup();
            }
            let button = if decision == Decision::ApproveAndPublish {
                approve_and_publish(review, look)
            } else {
                button(review, words.slug, words.button, look)
            };
            let first = letter_link(review, decision);
            view! { {button}{first} }.into_markup()
        })
        .collect()
}

fn is_of_the_case(decision: Decision) -> bool {
    matches!(
        decision.does(&DecisionMessage::default()),
        Does::MoveCase(_)
    )
}

/// To the page on which the letter of a decision is read first, or its day is chosen.
fn letter_link(review: &ReviewContext, decision: Decision) -> Option<Markup> {
    let words = decision.words();
    let href = format!("{}/{}", review.href(), words.slug);
    if is_of_the_case(decision) {
        return decision.takes_a_date().then(|| day_link(&href));
    }
    let label = if decision.takes_a_date() {
        "Read the letter first, or choose a day"
    } else {
        "Read the letter first"
    };
    let about = format!(": {}", words.button);
    let link = view! { <p class="meta"><a href=href>{label}<span class="visually-hidden">{about}</span></a></p> };
    Some(link.into_markup())
}

/// To the page on which a day is chosen.
pub(super) fn day_link(href: &str) -> Markup {
    view! { <p class="meta"><a href=href.to_owned()>"Choose a day for it"</a></p> }.into_markup()
}

/// For what waits for its museum.
fn with_museum(status: &Stored<Status>) -> Option<&'static str> {
    match status.known()? {
        Status::ChangesRequested => {
            Some("It is with the museum now. It comes back to the queue when they send it again.")
        }
        Status::AwaitingYes => {
            Some("The museum has the page now. Nothing is published before they say yes.")
        }
        _ => None,
    }
}

/// What publishing asks for where an earlier text of it was taken down.
fn taken_down(panel: &Panel<'_>) -> Option<Markup> {
    let waits = matches!(
        panel.review.submission.status.known(),
        Some(Status::Submitted | Status::InReview | Status::Approved)
    );
    (waits && panel.public.state == CaseState::TakenDown).then(|| {
        view! { <p>"When you publish it you are asked why, because the page that readers saw before was taken down."</p> }
            .into_markup()
    })
}

fn why_nothing(status: &Stored<Status>) -> &'static str {
    match status {
        Stored::Newer(_) => "A newer version of this program handles it. Decide about it there.",
        Stored::Known(Status::Withdrawn) => "The museum withdrew it. There is nothing to decide.",
        Stored::Known(_) => "There is nothing to decide.",
    }
}
