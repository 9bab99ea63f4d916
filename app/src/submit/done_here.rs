//! "Done on this computer", for whoever writes without an account: the browser opens their case
//! studies without asking, and others may use it next.

use crate::ui::{Button, ButtonLook};
use crate::web::error::PageError;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use leptos::prelude::*;
use store::submissions;

/// What this browser would let go.
pub(super) struct DoneHere {
    /// How many case studies it opens.
    count: usize,
    /// References of those that nobody can come back to: we have no address to mail a link to.
    without_address: Vec<String>,
}

impl DoneHere {
    /// None where an account guards everything, or nothing is open here.
    pub async fn load(state: &AppState, context: &PageContext) -> Result<Option<Self>, PageError> {
        if !context.viewer.has_drafts_without_account() {
            return Ok(None);
        }
        let open = submissions::by_ids(&state.db, context.viewer.drafts()).await?;
        let without_address = open
            .iter()
            .filter(|one| one.submitter_email.is_empty() && one.status.is_open_to_its_author())
            .map(|one| one.reference.clone())
            .collect();
        Ok(Some(Self {
            count: open.len(),
            without_address,
        }))
    }
}

pub(super) fn view(done: DoneHere) -> impl IntoView {
    let what = match done.count {
        0 | 1 => "your case study",
        _ => "your case studies",
    };
    let lost = (!done.without_address.is_empty()).then(|| {
        let references = done
            .without_address
            .iter()
            .map(|reference| view! { <li><a href=paths::draft_section(reference, "contact")>{reference.clone()}</a></li> })
            .collect_view();
        view! {
            <p>"We have no email address for these, so no one could come back to them after that. Give one first:"</p>
            <ul>{references}</ul>
        }
    });
    view! {
        <section class="section measure stack" aria-labelledby="done-here">
            <h2 id="done-here">"Do others use this computer?"</h2>
            <p>
                {format!("This browser opens {what} without a password. When you are done, press the button: no one here can open it then, and you come back with the link in our email.")}
            </p>
            {lost}
            <form class="done-here" method="post" action=paths::SIGN_OUT>
                <Button label="Done on this computer" look=ButtonLook::Secondary/>
            </form>
        </section>
    }
}
