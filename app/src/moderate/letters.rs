//! Letters of a case, to its museum and from it, as moderators read them; and `POST …/seen`, which says that
//! what the museum wrote was read. Opening the page does not: whoever only looks has not read it.

use super::flash::Flash;
use super::review_context;
use super::review_context::ReviewContext;
use crate::ui::{Button, ButtonLook, IntoMarkup, LinkButton, Markup, Paragraphs, when};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::Stored;
use case_study::stored::NEWER;
use leptos::prelude::*;
use store::correspondence;
use store::job_state::JobState;
use store::letters::Letter;

/// The newest letter that stood on the page.
const LAST: &str = "last";

/// `POST /moderate/cases/{reference}/seen`. Pressed twice, the second changes nothing.
///
/// # Errors
/// See [`review_context::open`]; also when the form is not ours.
pub async fn seen(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let review = review_context::open(&state, &context, &reference).await?;
    let answers = forms::read(&body, |key| key == LAST)?;
    let last = answers.one(LAST).parse().map_err(|_| forms::NotOurs)?;
    let submission = &review.submission;
    correspondence::mark_seen(&state.db, submission.case_id, last).await?;
    Ok(Redirect::to(&Flash::Seen.href(&submission.reference)).into_response())
}

/// Beside what has a letter that nobody has seen.
pub(super) fn new_mark() -> Markup {
    view! { " "<strong class="status status-waiting letter-new">"New letter"</strong> }
        .into_markup()
}

/// Everything that was written, the newest first, and the way to write.
pub(super) fn view(review: &ReviewContext, letters: &[Letter]) -> impl IntoView + use<> {
    let href = review.href();
    let seen = letters
        .iter()
        .filter(|letter| letter.is_new)
        .map(|letter| letter.id)
        .max()
        .map(|last| {
            view! {
                <form method="post" action=format!("{href}/seen")>
                    <input type="hidden" name=LAST value=last/>
                    <Button label="Seen" look=ButtonLook::Secondary about="the new letters"/>
                </form>
            }
        });
    let none = letters
        .is_empty()
        .then(|| view! { <p>"Nothing was written yet."</p> });
    let list = letters.iter().rev().map(one).collect_view();
    let list = (!letters.is_empty()).then(|| view! { <ol class="letters">{list}</ol> });
    view! {
        <section class="review-section" aria-labelledby="letters">
            <h2 id="letters" tabindex="-1">"Letters"</h2>
            <p class="meta">"Everything that the museum and we wrote about it. Newest first."</p>
            {none}
            {list}
            <div class="actions">
                <LinkButton href=format!("{href}/letter") label="Write to the museum" look=ButtonLook::Secondary/>
                {seen}
            </div>
        </section>
    }
}

fn one(letter: &Letter) -> impl IntoView + use<> {
    let who = if letter.from_museum {
        "From the museum"
    } else {
        "To the museum"
    };
    let new = letter.is_new.then(new_mark);
    let subject = (!letter.subject.is_empty())
        .then(|| view! { <p class="mail-subject">{letter.subject.clone()}</p> });
    let arrived = (!letter.from_museum)
        .then(|| view! { <p class="meta">{arrived_in_words(letter.mail.as_ref())}</p> });
    view! {
        <li class="letter-kept">
            <p class="letter-head"><strong>{who}</strong>" "<time datetime=when::iso(letter.at)>{when::moment(letter.at)}</time>{new}</p>
            {subject}
            <Paragraphs text=letter.body.clone()/>
            {arrived}
        </li>
    }
}

/// How far the mail of a letter got.
fn arrived_in_words(mail: Option<&Stored<JobState>>) -> Markup {
    let words = match mail {
        None => "Not emailed: there was no address. The museum can read it with its case study.",
        Some(Stored::Known(JobState::Waiting)) => "Its email is on its way.",
        Some(Stored::Known(JobState::Done)) => "Its email was delivered.",
        Some(Stored::Known(JobState::Dead)) => {
            return view! { "Its email did not arrive. "<a href=paths::MODERATE_MAILS>"See what you can do"</a> }
                .into_markup();
        }
        Some(Stored::Newer(_)) => NEWER,
    };
    words.into_markup()
}

#[cfg(test)]
mod tests {
    use super::{arrived_in_words, one};
    use case_study::Stored;
    use leptos::prelude::*;
    use store::job_state::JobState;
    use store::letters::Letter;

    #[test]
    fn each_letter_of_ours_says_whether_it_arrived() {
        let said =
            |mail: Option<JobState>| arrived_in_words(mail.map(Stored::Known).as_ref()).to_html();
        assert!(said(None).starts_with("Not emailed"));
        assert_eq!(said(Some(JobState::Waiting)), "Its email is on its way.");
        assert_eq!(said(Some(JobState::Done)), "Its email was delivered.");
        assert!(said(Some(JobState::Dead)).contains("/moderate/mails"));
    }

    #[test]
    fn what_a_museum_wrote_is_text_and_marked_until_it_is_seen() {
        let letter = Letter {
            id: 7,
            from_museum: true,
            subject: String::new(),
            body: "<b>Any news?</b>".into(),
            at: 0,
            mail: None,
            is_new: true,
        };
        let html = one(&letter).to_html();
        assert!(html.contains("&lt;b&gt;Any news?"), "{html}");
        assert!(
            html.contains("New letter") && !html.contains("Not emailed"),
            "{html}"
        );
        let seen = one(&Letter {
            is_new: false,
            ..letter
        });
        assert!(!seen.to_html().contains("New letter"));
    }
}
