//! What marks a sample on the moderators' pages: nobody should take one for what a museum sent.

use super::review_context::ReviewContext;
use crate::ui::{Banner, IntoMarkup, Markup};
use crate::web::error::PageError;
use crate::web::state::AppState;
use case_study::Status;
use leptos::prelude::*;
use store::samples;

/// Whether the case on the desk is a sample.
pub(super) async fn load(state: &AppState, review: &ReviewContext) -> Result<bool, PageError> {
    let case_id = review.submission.case_id;
    Ok(samples::is_sample(state.db.reader(), case_id).await?)
}

/// Above a sample; nothing above anything else. Whoever tries the bank out is both sides. In a line where a banner
/// already says what was done: of two, the second pushes the text that one reads next off a small screen.
pub(super) fn view(is_sample: bool, in_a_line: bool, status: Option<Status>) -> Option<Markup> {
    let answers = (status == Some(Status::AwaitingYes)).then_some(
        " To answer in the museum\u{2019}s place, open the link in its newest email there.",
    );
    is_sample.then(|| {
        if in_a_line {
            return view! { <p class="meta">"This is a sample. Emails about it go to a folder."{answers}</p> }
                .into_markup();
        }
        view! {
            <Banner heading="This is a sample">
                <p>"It is made from public pages: try everything. Emails about it go to a folder, never to a museum."{answers}</p>
            </Banner>
        }
        .into_markup()
    })
}
