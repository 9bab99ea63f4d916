//! What was just decided about the submission before this one: the address names it, and its status says whether
//! that still holds. `?done=published&of=WB-…`

use super::event_text::titled;
use super::flash::Flash;
use super::review_context;
use super::review_context::public_href;
use crate::ui::{Banner, BannerKind, IntoMarkup, Markup};
use crate::web::error::PageError;
use crate::web::state::AppState;
use case_study::decision::DoneWords;
use leptos::prelude::*;
use store::planned_moves::{Waiting, waiting_for};
use store::submissions;
use url::form_urlencoded;

const OF: &str = "of";

/// The one before, and what was done.
pub(super) struct Former {
    title: String,
    reference: String,
    words: DoneWords,
    public: Option<String>,
}

/// Where `reference` is shown, with what was decided about `former`.
pub(super) fn href(reference: &str, done: Flash, former: &str) -> String {
    let shown = review_context::href(reference);
    format!("{shown}?done={}&{OF}={former}", done.words().code)
}

/// What the address says, unless it is about the page's own submission or does not hold any more.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn load(
    state: &AppState,
    query: &str,
    own: &str,
) -> Result<Option<Former>, PageError> {
    let named = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == OF);
    let Some((_, reference)) = named else {
        return Ok(None);
    };
    let Some(submission) = submissions::by_reference(state.db.reader(), &reference)
        .await?
        .filter(|one| one.submitted_at.is_some() && one.reference != own)
    else {
        return Ok(None);
    };
    let public = submissions::public_side(&state.db, submission.case_id).await?;
    let waiting = waiting_for(state.db.reader(), submission.id).await?;
    let waits = waiting.iter().any(Waiting::is_decided);
    let done = Flash::read(query, &submission.status, &public.state)
        .filter(|done| done.is_still_so(waits));
    Ok(done.map(|done| Former {
        title: titled(&submission.title),
        reference: submission.reference,
        words: done.words(),
        public: public_href(&public).filter(|_| done.shows_public_page()),
    }))
}

/// What it says, and what follows.
pub(super) fn view(former: &Former, more: Option<Markup>) -> impl IntoView + use<> {
    let heading = format!("{}: {}", former.words.heading, former.title);
    let own = review_context::href(&former.reference);
    let open = former.public.clone().map(|href| {
        view! { " "<a href=href>"See the public page"</a>"." }
    });
    let text = view! {
        <p>{former.words.text}" "<a href=own>"Go back to it"</a>"."{open}</p>
        {more}
    }
    .into_markup();
    view! { <Banner kind=BannerKind::Success heading=heading>{text}</Banner> }
}
