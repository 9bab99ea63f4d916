//! What marks a sample on the moderators' pages: nobody should take one for what a museum sent.

use super::review_context::ReviewContext;
use crate::ui::Banner;
use crate::web::error::PageError;
use crate::web::state::AppState;
use leptos::prelude::*;
use store::samples;

/// Whether the case on the desk is a sample.
pub(super) async fn load(state: &AppState, review: &ReviewContext) -> Result<bool, PageError> {
    let case_id = review.submission.case_id;
    Ok(samples::is_sample(state.db.reader(), case_id).await?)
}

/// Above a sample; nothing above anything else.
pub(super) fn view(is_sample: bool) -> Option<impl IntoView> {
    is_sample.then(|| {
        view! {
            <Banner heading="This is a sample">
                <p>"It is made from public pages: try everything. Emails about it go to a folder, never to a museum."</p>
            </Banner>
        }
    })
}
