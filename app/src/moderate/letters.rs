//! Letters of a case, to its museum and from it, as moderators read them; and `POST …/seen`, which says that
//! what the museum wrote was read. Opening the page does not: whoever only looks has not read it.

use super::flash::Flash;
use super::review_context;
use super::review_context::ReviewContext;
use crate::ui::{Button, ButtonLook, Details, LinkButton, Paragraphs, when};
use crate::ui::{IntoMarkup, Markup};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::stored::NEWER;
use case_study::text::lower_first;
use leptos::prelude::*;
use store::correspondence;
use store::job_state::JobState;
use store::letters::{Carrier, Letter};

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

/// Everything that was written, the newest first, and the way to write. It is open where there is something to
/// see: a letter that nobody has seen, one that did not arrive, or one that was `just_written`.
pub(super) fn view(
    review: &ReviewContext,
    letters: &[Letter],
    just_written: bool,
) -> impl IntoView + use<> {
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
    let open = just_written || seen.is_some() || in_trouble(letters).is_some();
    let list = match letters.last() {
        Some(newest) => {
            let list = letters.iter().rev().map(one).collect_view();
            view! {
                <Details summary=in_one_line(letters.len(), newest) open=open>
                    <ol class="letters">{list}</ol>
                </Details>
            }
            .into_markup()
        }
        None => view! { <p>"Nothing was written yet."</p> }.into_markup(),
    };
    view! {
        <section class="review-section" aria-labelledby="letters">
            <h2 id="letters" tabindex="-1">"Letters"</h2>
            {list}
            <div class="actions">
                <LinkButton href=format!("{href}/letter") label="Write to the museum" look=ButtonLook::Secondary/>
                {seen}
            </div>
        </section>
    }
}

/// "3 letters, newest first. The last one: to the museum, 3 March 2026 at 2:05 pm".
fn in_one_line(count: usize, newest: &Letter) -> String {
    let last = format!("{}, {}", lower_first(who(newest)), when::moment(newest.at));
    if count == 1 {
        format!("1 letter: {last}")
    } else {
        format!("{count} letters, newest first. The last one: {last}")
    }
}

/// The last letter to the museum, where its email did not arrive.
fn in_trouble(letters: &[Letter]) -> Option<&Carrier> {
    letters
        .iter()
        .rfind(|letter| !letter.from_museum)?
        .trouble()
}

/// Above the text, where the museum does not know what we wrote to it last: nobody should have to look for that.
pub(super) fn trouble(letters: &[Letter]) -> Option<impl IntoView + use<>> {
    let carrier = in_trouble(letters)?;
    let words = if carrier.next_try.is_some() {
        "The last letter has not arrived yet."
    } else {
        "The last letter did not arrive."
    };
    let cause = cause(carrier);
    Some(view! { <p class="field-error review-trouble"><a href="#letters">{words}</a>{cause}</p> })
}

const fn who(letter: &Letter) -> &'static str {
    if letter.from_museum {
        "From the museum"
    } else {
        "To the museum"
    }
}

fn one(letter: &Letter) -> impl IntoView + use<> {
    let new = letter.is_new.then(new_mark);
    let subject = (!letter.subject.is_empty())
        .then(|| view! { <p class="mail-subject">{letter.subject.clone()}</p> });
    let arrived = (!letter.from_museum).then(|| arrived_in_words(letter.mail.as_ref()));
    view! {
        <li class="letter-kept">
            <p class="letter-head"><strong>{who(letter)}</strong>" "<time datetime=when::iso(letter.at)>{when::moment(letter.at)}</time>{new}</p>
            {subject}
            <Paragraphs text=letter.body.clone()/>
            {arrived}
        </li>
    }
}

/// How far the mail of a letter got.
fn arrived_in_words(mail: Option<&Carrier>) -> Markup {
    let Some(carrier) = mail else {
        return quiet(
            "Not emailed: there was no address. The museum can read it with its case study.",
        );
    };
    match carrier.state.known() {
        Some(JobState::Waiting) if carrier.next_try.is_some() => troubled(
            "Its email has not arrived yet.",
            carrier,
            again_in_words(carrier).into_markup(),
        ),
        Some(JobState::Waiting) => quiet("Its email is on its way."),
        Some(JobState::Done) => quiet("Its email was delivered."),
        Some(JobState::Lapsed) => quiet("Its email was not sent: the link in it had ended."),
        Some(JobState::Dead) => troubled(
            "Its email did not arrive.",
            carrier,
            view! { {tried(carrier)}<a href=paths::MODERATE_MAILS>"See what you can do"</a> }
                .into_markup(),
        ),
        None => quiet(NEWER),
    }
}

fn quiet(words: &'static str) -> Markup {
    view! { <p class="meta">{words}</p> }.into_markup()
}

fn troubled(words: &'static str, carrier: &Carrier, then: Markup) -> Markup {
    view! { <p><strong>{words}</strong>{cause(carrier)}" "{then}</p> }.into_markup()
}

/// What the other side said, in its words.
fn cause(carrier: &Carrier) -> Option<String> {
    // How the outbox keeps it: whether it is worth trying again stands before it.
    let said = carrier.cause.trim();
    let said = ["for good: ", "for now: "]
        .into_iter()
        .find_map(|how| said.strip_prefix(how))
        .unwrap_or(said);
    (!said.is_empty()).then(|| format!(" The cause: {}.", said.trim_end_matches('.')))
}

/// "We tried 3 times. "
fn tried(carrier: &Carrier) -> String {
    match carrier.tries {
        ..=0 => String::new(),
        1 => "We tried once. ".to_owned(),
        times => format!("We tried {times} times. "),
    }
}

fn again_in_words(carrier: &Carrier) -> String {
    let next = carrier
        .next_try
        .map(|at| format!("We try again on {}.", when::moment(at)))
        .unwrap_or_default();
    format!("{}{next}", tried(carrier))
}

#[cfg(test)]
mod tests {
    use super::{arrived_in_words, in_one_line, one, trouble};
    use case_study::Stored;
    use leptos::prelude::*;
    use store::job_state::JobState;
    use store::letters::{Carrier, Letter};

    fn carrier(state: JobState) -> Carrier {
        Carrier {
            state: Stored::Known(state),
            cause: String::new(),
            tries: 0,
            next_try: None,
        }
    }

    fn letter(from_museum: bool, mail: Option<Carrier>) -> Letter {
        Letter {
            id: 7,
            from_museum,
            subject: String::new(),
            body: "<b>Any news?</b>".into(),
            at: 0,
            mail,
            is_new: from_museum,
        }
    }

    #[test]
    fn each_letter_of_ours_says_whether_it_arrived() {
        let said = |mail: Option<JobState>| arrived_in_words(mail.map(carrier).as_ref()).to_html();
        assert!(said(None).contains("Not emailed"));
        assert!(said(Some(JobState::Waiting)).contains("Its email is on its way."));
        assert!(said(Some(JobState::Done)).contains("Its email was delivered."));
        assert!(said(Some(JobState::Dead)).contains("/moderate/mails"));
    }

    #[test]
    fn one_that_did_not_arrive_says_why_how_often_and_what_happens_next() {
        let waits = Carrier {
            cause: "for now: <busy>".into(),
            tries: 2,
            next_try: Some(1_772_546_709_000),
            ..carrier(JobState::Waiting)
        };
        let html = arrived_in_words(Some(&waits)).to_html();
        for words in [
            "has not arrived yet",
            "The cause: &lt;busy&gt;.",
            "We tried 2 times.",
            "We try again on 3 March 2026",
        ] {
            assert!(html.contains(words), "{words}: {html}");
        }
        let dead = Carrier {
            cause: "for good: no such address.".into(),
            tries: 1,
            ..carrier(JobState::Dead)
        };
        let html = arrived_in_words(Some(&dead)).to_html();
        assert!(
            html.contains("The cause: no such address.") && html.contains("We tried once."),
            "{html}"
        );
    }

    #[test]
    fn only_the_last_letter_to_the_museum_is_told_of_above_the_text() {
        let dead = || letter(false, Some(carrier(JobState::Dead)));
        let done = || letter(false, Some(carrier(JobState::Done)));
        let said = |letters: &[Letter]| trouble(letters).map(|line| line.to_html());
        assert!(said(&[]).is_none() && said(&[dead(), done()]).is_none());
        let html = said(&[done(), dead(), letter(true, None)]).expect("a line");
        assert!(html.contains("did not arrive"), "{html}");
    }

    #[test]
    fn a_closed_list_says_how_many_there_are() {
        let line = |count| in_one_line(count, &letter(true, None));
        assert!(line(1).starts_with("1 letter: from the museum, "));
        assert!(line(3).starts_with("3 letters, newest first. The last one: from the museum, "));
    }

    #[test]
    fn what_a_museum_wrote_is_text_and_marked_until_it_is_seen() {
        let letter = letter(true, None);
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
