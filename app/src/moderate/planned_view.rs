//! What is decided and not carried out yet: a part of the panel, with the buttons that call it back or do it now.

use super::event_text::at;
use super::review_context::ReviewContext;
use crate::ui::{Button, ButtonLook, IntoMarkup, Markup};
use crate::web::error::PageError;
use crate::web::state::AppState;
use case_study::planned::PlanEnd;
use case_study::{CaseState, Decision};
use leptos::prelude::*;
use store::DAY_MS;
use store::accounts;
use store::case_transitions::is_featured;
use store::overtaken_plans;
use store::overtaken_plans::CameToNothing;
use store::planned_moves::{Waiting, waiting_for, waiting_for_case};

/// For so long a page says of a case that something planned for it came to nothing: it has no status that would show
/// that something else was decided since.
const TOLD_FOR_MS: i64 = 14 * DAY_MS;

/// What is planned for a submission and for its case.
pub(super) struct Planned {
    of_submission: Vec<Decided>,
    of_case: Vec<Decided>,
    /// What was decided last and did not happen.
    nothing: Vec<Nothing>,
    /// Its case stands on the front page before the others.
    pub is_featured: bool,
    now: i64,
}

/// Something that somebody decided, and who.
struct Decided {
    plan: Waiting,
    by: Option<String>,
}

/// Something that was decided and did not happen, and who decided it.
struct Nothing {
    came: CameToNothing,
    by: String,
}

/// What is planned for the submission at hand.
pub(super) async fn load(state: &AppState, review: &ReviewContext) -> Result<Planned, PageError> {
    let submission = &review.submission;
    let db = state.db.reader();
    let mut planned = load_of_case(state, submission.case_id).await?;
    planned.of_submission = decided(state, waiting_for(db, submission.id).await?).await?;
    let last = overtaken_plans::last_of_submission(db, submission.id).await?;
    // Where something else was decided since, there is nothing to do again.
    let last = last.filter(|came| {
        let decision = came.action.decision();
        decision.is_some_and(|decision| {
            decision.is_open(
                &submission.status,
                &CaseState::Unpublished.into(),
                &review.actor.roles,
            )
        })
    });
    if let Some(came) = last {
        planned.nothing.push(nothing(state, came).await?);
    }
    Ok(planned)
}

async fn nothing(state: &AppState, came: CameToNothing) -> Result<Nothing, PageError> {
    let account = match came.account_id {
        Some(id) => accounts::by_id(&state.db, id).await?,
        None => None,
    };
    let by = account.map_or_else(|| "someone who has left".to_owned(), |account| account.name);
    Ok(Nothing { came, by })
}

/// What is planned for a case.
pub(super) async fn load_of_case(state: &AppState, case_id: i64) -> Result<Planned, PageError> {
    let db = state.db.reader();
    let waiting = waiting_for_case(db, case_id).await?;
    let mut came = Vec::new();
    let last = overtaken_plans::last_of_case(db, case_id).await?;
    let recent = state.db.now_ms() - TOLD_FOR_MS;
    if let Some(last) = last.filter(|came| came.ended_at > recent) {
        came.push(nothing(state, last).await?);
    }
    Ok(Planned {
        of_submission: Vec::new(),
        nothing: came,
        of_case: decided(state, waiting).await?,
        is_featured: is_featured(&state.db, case_id).await?,
        now: state.db.now_ms(),
    })
}

async fn decided(state: &AppState, waiting: Vec<Waiting>) -> Result<Vec<Decided>, PageError> {
    let mut found = Vec::new();
    for plan in waiting {
        if plan.action.is_the_programs_own() {
            continue;
        }
        let account = match plan.account_id {
            Some(id) => accounts::by_id(&state.db, id).await?,
            None => None,
        };
        let by = account.map(|account| account.name);
        found.push(Decided { plan, by });
    }
    Ok(found)
}

impl Planned {
    /// Somebody decided about the submission: that is called back before something else is decided.
    pub fn is_decided(&self) -> bool {
        self.of_submission.iter().any(|one| one.plan.is_decided())
    }

    /// Anything waits to be carried out.
    pub fn waits(&self) -> bool {
        self.is_decided() || !self.of_case.is_empty()
    }
}

/// The part of the panel; nothing where nothing is planned. `home` is the address of the page about the whole case
/// study, `version` what is on it.
pub(super) fn view(planned: &Planned, home: &str, version: i64) -> Option<impl IntoView + use<>> {
    let of_submission = planned
        .of_submission
        .iter()
        .map(|one| entry(one, home, version, planned.now, true));
    let of_case = planned
        .of_case
        .iter()
        .map(|one| entry(one, home, version, planned.now, false));
    let nothing = planned.nothing.iter();
    let nothing = nothing.map(|one| came_to_nothing(one, home, planned.now));
    let entries: Vec<Markup> = of_submission.chain(of_case).chain(nothing).collect();
    (!entries.is_empty()).then(|| {
        view! { <div class="panel-part" id="planned">{entries}</div> }
    })
}

fn entry(one: &Decided, home: &str, version: i64, now: i64, may_be_done_now: bool) -> Markup {
    let plan = &one.plan;
    let words = goes_at(plan, now);
    if !plan.holds {
        return view! {
            <p>{format!("{words} was decided, and will not happen: something changed since.")}</p>
        }
        .into_markup();
    }
    let by = one
        .by
        .as_ref()
        .map(|name| view! { <p class="meta">{format!("Decided by {name}.")}</p> });
    let form = |deed: &str, label: &'static str, look: ButtonLook| {
        let action = format!("{home}/planned/{}/{deed}", plan.id);
        view! {
            <form method="post" action=action>
                <input type="hidden" name="version" value=version/>
                <Button label=label look=look about=plan.action.when_due()/>
            </form>
        }
        .into_markup()
    };
    let now = may_be_done_now.then(|| form("now", "Do it now", ButtonLook::Secondary));
    view! {
        <p><strong>{format!("{words}.")}</strong></p>
        {by}
        {form("stop", "Call it back", ButtonLook::Primary)}
        {now}
    }
    .into_markup()
}

/// What was decided and did not happen, and how to decide it again.
fn came_to_nothing(one: &Nothing, home: &str, now: i64) -> Markup {
    let CameToNothing {
        action,
        due_at,
        why,
        ..
    } = &one.came;
    let verb = if *due_at > now { "will" } else { "did" };
    let words = format!(
        "{} {}: {} decided that, and it {verb} not happen. {}",
        action.when_due(),
        at(*due_at, now),
        one.by,
        match why {
            // What is in words for whoever planned it is another's here.
            PlanEnd::MayNot => "That account may not do it any more.",
            _ => why.in_words().unwrap_or_default(),
        }
    );
    let again = action
        .decision()
        .map(Decision::words)
        .filter(|words| words.message.is_some())
        .map(|words| {
            let about = format!(": {}", words.button);
            view! {
                <p>
                    <a href=format!("{home}/{}", words.slug)>
                        "Decide it again, with the same words"<span class="visually-hidden">{about}</span>
                    </a>
                </p>
            }
        });
    view! { <p>{words}</p>{again} }.into_markup()
}

/// "It is declined at 2:15 pm".
pub(super) fn goes_at(plan: &Waiting, now: i64) -> String {
    format!("{} {}", plan.action.when_due(), at(plan.due_at, now))
}

#[cfg(test)]
mod tests {
    use super::{Decided, Waiting, entry, goes_at};
    use case_study::planned::PlannedAction;
    use leptos::prelude::RenderHtml;

    // 3 March 2026, 14:05 UTC.
    const THEN: i64 = 1_772_546_709_000;

    fn plan(holds: bool) -> Waiting {
        Waiting {
            id: 7,
            action: PlannedAction::Decline,
            due_at: THEN,
            account_id: Some(1),
            holds,
        }
    }

    #[test]
    fn it_says_until_when_and_offers_both_buttons() {
        assert_eq!(
            goes_at(&plan(true), THEN - 60_000),
            "It is declined at 2:05 pm"
        );
        let drawn = |holds, now| {
            let by = Some("Sam Field".to_owned());
            let plan = plan(holds);
            let markup = entry(
                &Decided { plan, by },
                "/moderate/cases/WB",
                3,
                THEN - 60_000,
                now,
            );
            markup.to_html()
        };
        let html = drawn(true, true);
        for words in [
            "It is declined at 2:05 pm.",
            "Decided by Sam Field.",
            "/moderate/cases/WB/planned/7/stop",
            "/moderate/cases/WB/planned/7/now",
        ] {
            assert!(html.contains(words), "{words}: {html}");
        }
        assert!(!drawn(true, false).contains("/now"));
        // What will not happen any more has no button.
        assert!(!drawn(false, true).contains("<form"));
    }
}
