//! How long it may take until a museum hears from us.

use crate::web::error::PageError;
use crate::web::state::AppState;
use case_study::Status;
use leptos::prelude::*;
use store::submissions::Submission;
use store::{DAY_MS, waiting};

/// What is known of the wait of one that nobody has started to read.
pub(super) struct Wait {
    /// How many were sent before it and still wait.
    ahead: u64,
    /// How long others usually waited, in milliseconds, once there are enough of them.
    usual: Option<i64>,
    /// What is said before that.
    promised: String,
}

impl Wait {
    /// None where nothing waits for a moderator to begin.
    pub async fn load(
        state: &AppState,
        submission: &Submission,
    ) -> Result<Option<Self>, PageError> {
        if submission.status != Status::Submitted {
            return Ok(None);
        }
        Ok(Some(Self {
            ahead: waiting::ahead_of(&state.db, submission).await?,
            usual: waiting::usual(&state.db).await?,
            promised: state.settings.usual_wait.clone(),
        }))
    }
}

pub(super) fn view(wait: &Wait) -> impl IntoView + use<> {
    view! {
        <p class="wait-ahead">{ahead_in_words(wait.ahead)}</p>
        <p class="wait-usual">{usual_in_words(wait.usual, &wait.promised)}</p>
    }
}

fn ahead_in_words(ahead: u64) -> String {
    match ahead {
        0 => "It is next in the queue.".to_owned(),
        1 => "One that was sent before yours still waits.".to_owned(),
        many => format!("{many} that were sent before yours still wait."),
    }
}

fn usual_in_words(usual: Option<i64>, promised: &str) -> String {
    let Some(usual) = usual else {
        return format!("You hear from us {promised}.");
    };
    let days = (usual + DAY_MS / 2) / DAY_MS;
    let after = match days {
        _ if usual <= DAY_MS => "within a day".to_owned(),
        ..=1 => "after about a day".to_owned(),
        2..=13 => format!("after about {days} days"),
        _ => format!("after about {} weeks", (days + 3) / 7),
    };
    format!("Lately, museums heard from us {after}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_before_it_is_counted() {
        assert_eq!(ahead_in_words(0), "It is next in the queue.");
        assert_eq!(
            ahead_in_words(1),
            "One that was sent before yours still waits."
        );
        assert_eq!(
            ahead_in_words(7),
            "7 that were sent before yours still wait."
        );
    }

    #[test]
    fn the_wait_is_in_days_and_then_in_weeks() {
        let said = |days: i64| usual_in_words(Some(days * DAY_MS), "soon");
        assert_eq!(
            usual_in_words(Some(3_600_000), "soon"),
            "Lately, museums heard from us within a day."
        );
        assert_eq!(said(1), "Lately, museums heard from us within a day.");
        assert_eq!(
            usual_in_words(Some(DAY_MS + 1), "soon"),
            "Lately, museums heard from us after about a day."
        );
        assert_eq!(
            said(13),
            "Lately, museums heard from us after about 13 days."
        );
        assert_eq!(
            said(18),
            "Lately, museums heard from us after about 3 weeks."
        );
        assert_eq!(
            usual_in_words(None, "usually within ten working days"),
            "You hear from us usually within ten working days."
        );
    }
}
