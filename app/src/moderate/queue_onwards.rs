//! From a submission on to the next: where the cursor stands, what is skipped to, and what "and read the next" leads
//! to.

use super::flash::Flash;
use super::queue_former;
use super::queue_former::Former;
use super::queue_view::next_in_words;
use super::review_context;
use super::review_context::ReviewContext;
use crate::desk_keys;
use crate::ui::{IntoMarkup, Markup};
use crate::web::error::PageError;
use crate::web::state::AppState;
use axum::response::{IntoResponse, Redirect, Response};
use case_study::{Answers, Status, Stored};
use leptos::prelude::*;
use store::keys;
use store::moderation_queue::{
    Colleague, NextUp, Place, colleagues, next_in_queue, previous_in_queue,
};

/// What a form sends to be led on.
pub(super) const THEN: &str = "then";
pub(super) const NEXT: &str = "next";

/// What stands around the submission on its page.
pub(super) struct Onwards {
    pub next: Option<NextUp>,
    previous: Option<NextUp>,
    /// What was decided about the one before.
    pub former: Option<Former>,
    /// What was done to this one.
    pub done: Option<Flash>,
    /// Keys are on.
    pub keys: bool,
    pub colleagues: Vec<Colleague>,
}

/// Looks around. `done` is what the address says of this one, unless it speaks of the one before.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn load(
    state: &AppState,
    review: &ReviewContext,
    query: &str,
    done: Option<Flash>,
) -> Result<Onwards, PageError> {
    let (db, submission) = (&state.db, &review.submission);
    let (place, me) = (Place::of(submission), review.me.id);
    let former = queue_former::load(state, query, &submission.reference).await?;
    let keys = keys::are_on(db, me).await?;
    Ok(Onwards {
        next: next_in_queue(db, Some(place), me).await?,
        previous: if keys {
            previous_in_queue(db, place, me).await?
        } else {
            None
        },
        done: done.filter(|_| former.is_none()),
        former,
        keys,
        colleagues: colleagues(db).await?,
    })
}

/// Where a decision leads that was made "and read the next": to the next, which says what was decided. With the last
/// that waited people stay on its page: that is `answered`.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn after(
    state: &AppState,
    from: &Leaving,
    done: Flash,
    answered: Response,
) -> Result<Response, PageError> {
    let next = next_in_queue(&state.db, Some(from.place), from.me).await?;
    // What a colleague is reading is not pressed on anybody.
    Ok(match next.filter(|next| next.reading.is_none()) {
        Some(next) => {
            let href = queue_former::href(&next.reference, done, &from.reference);
            Redirect::to(&href).into_response()
        }
        None => answered,
    })
}

/// The submission that is left.
pub(super) struct Leaving {
    place: Place,
    me: i64,
    reference: String,
}

impl Leaving {
    /// The submission that a form leaves, where its button says "and read the next".
    pub fn asked(answers: &Answers, review: &ReviewContext) -> Option<Self> {
        (answers.one(THEN) == NEXT).then(|| Self {
            place: Place::of(&review.submission),
            me: review.me.id,
            reference: review.submission.reference.clone(),
        })
    }
}

impl Onwards {
    /// What was decided about the one before, if that is how people came here.
    pub fn banner(&self) -> Option<Markup> {
        let former = self.former.as_ref()?;
        Some(queue_former::view(former, None).into_markup())
    }

    /// What the keys need on the page: the way back, and their help.
    pub fn keys(&self) -> impl IntoView + use<> {
        let previous = self.previous.as_ref().map(|previous| {
            let href = review_context::href(&previous.reference);
            view! { <p class="meta">"Before it in the queue: "<a data-key="k" href=href>{next_in_words(previous)}</a></p> }
        });
        self.keys.then(|| view! { {previous}{desk_keys::part()} })
    }
}

/// In the banner that says what was done: where to go now.
pub(super) fn in_banner(next: Option<&NextUp>) -> Markup {
    match next {
        Some(next) => {
            let href = review_context::href(&next.reference);
            view! { <p>"Next: "<a data-key="j" href=href>{next_in_words(next)}</a></p> }
                .into_markup()
        }
        None => view! { <p>"Nothing else waits for you. "<a href=paths::MODERATE>"Back to the queue"</a></p> }
            .into_markup(),
    }
}

/// In the panel: the next, which is skipped to where this one still waits.
pub(super) fn in_panel(next: &NextUp, status: &Stored<Status>) -> Markup {
    let waits = matches!(
        status.known(),
        Some(Status::Submitted | Status::InReview | Status::Approved)
    );
    let words = if waits {
        "Skip to the next: "
    } else {
        "Next in the queue: "
    };
    let href = review_context::href(&next.reference);
    view! { <p class="panel-next">{words}<a data-key="j" href=href>{next_in_words(next)}</a></p> }
        .into_markup()
}
