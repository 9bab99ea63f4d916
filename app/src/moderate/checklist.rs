//! What to look for while reading. What is ticked is an aid and stored nowhere; what is not becomes a note to the
//! museum, with words that are ready to be sent or changed.

use crate::ui::{Button, ButtonLook, IntoMarkup, Markup, TextArea};
use leptos::prelude::*;

/// Names of the parts of a note, as `POST …/notes` reads them.
const FIELD: &str = "field";
const REASON: &str = "note_reason";
const WORDS: &str = "note";
const REACH: &str = "reach";

/// What can be done where a point is not met.
enum Unmet {
    /// The museum is asked: at which field, for which reason (a term of the reasons to return), in which words.
    Note {
        field: &'static str,
        reason: &'static str,
        words: &'static str,
    },
    /// Moderators set the tags themselves.
    SetTags,
    /// It is talked over, not ticked.
    Nothing,
}

struct Point {
    question: &'static str,
    unmet: Unmet,
}

const fn note(
    question: &'static str,
    field: &'static str,
    reason: &'static str,
    words: &'static str,
) -> Point {
    Point {
        question,
        unmet: Unmet::Note {
            field,
            reason,
            words,
        },
    }
}

const POINTS: [Point; 15] = [
    note(
        "Is it clear who it was for, and why?",
        "need",
        "too-short",
        "Please say a little more about who this was for, and why you did it.",
    ),
    note(
        "Could another museum try it from what is written here?",
        "did",
        "how-missing",
        "Another museum may want to try this. Please add how people joined, who led each session, how often and how long.",
    ),
    note(
        "Is the museum’s part clear: its collection, its place, its people?",
        "did",
        "out-of-scope",
        "Please say what part your museum played: its collection, its place or its people.",
    ),
    note(
        "Do the results follow from the evidence? No claim should be stronger than the method behind it.",
        "changed",
        "evidence-gap",
        "You say here that something changed. Please tell us how you know, or change it to what people told you.",
    ),
    note(
        "Do method and numbers make sense? Were people counted, or visits?",
        "participants",
        "numbers-unclear",
        "Please check the numbers here, and say whether you counted people or visits.",
    ),
    note(
        "Does it say what was hard or did not work?",
        "hard",
        "lessons-missing",
        "What was hard, or did not work? Other museums find this the most useful part.",
    ),
    note(
        "Are there at least two lessons that someone could use?",
        "lessons",
        "lessons-missing",
        "Please share at least two lessons that another museum could use.",
    ),
    note(
        "Are partners credited, and is sponsorship or another interest named?",
        "partners",
        "partner-credit",
        "Please name your partners, if they are happy with that, and anyone who sponsored the work.",
    ),
    note(
        "Is it called therapy only where a qualified therapist led it?",
        "did",
        "evidence-gap",
        "Please say who led this. If no qualified therapist did, please choose another word than therapy.",
    ),
    note(
        "Is it in plain English, without unexplained short forms, with words that respect people?",
        "did",
        "jargon",
        "Please write short forms out in full, and use everyday words that respect people.",
    ),
    note(
        "Was the wellbeing of staff and volunteers thought of?",
        "team_care",
        "too-short",
        "How did you look after the staff and volunteers who did this work?",
    ),
    note(
        "Do the links work, and lead to pages that everyone can open?",
        "links",
        "accessibility-file",
        "Please check these links: each should lead to a page that everyone can open.",
    ),
    Point {
        question: "Do the tags fit?",
        unmet: Unmet::SetTags,
    },
    note(
        "Is it free of advertising, and either written for us or used with permission?",
        "did",
        "promotional",
        "Please tell us what you did, who it helped and what you learned, without advertising. If someone else wrote these words, please tell us who agreed that we may use them.",
    ),
    Point {
        question: "Does it fit the eight quality principles of the Culture, Health and Wellbeing Alliance? Talk them over; do not tick them off.",
        unmet: Unmet::Nothing,
    },
];

/// The list, closed until somebody wants it. `home` is the address of the page about the submission, where a note
/// can be made of a point; none where it cannot be now.
pub(super) fn view(home: Option<&str>) -> impl IntoView + use<> {
    let items = POINTS
        .iter()
        .enumerate()
        .map(|(at, point)| one(at + 1, point, home))
        .collect_view();
    view! {
        <section class="review-section" aria-labelledby="checklist">
            <h2 id="checklist">"Checklist"</h2>
            <details class="details">
                <summary>"What to look for while reading"</summary>
                <div class="details-words">
                    <fieldset class="checklist">
                        <legend class="meta">"Tick what is fine. Ticks are only for you, and are not kept. Turn the rest into notes."</legend>
                        <ul>{items}</ul>
                    </fieldset>
                </div>
            </details>
        </section>
    }
}

fn one(number: usize, point: &Point, home: Option<&str>) -> Markup {
    let id = format!("check-{number}");
    if matches!(point.unmet, Unmet::Nothing) {
        return view! { <li>{point.question}</li> }.into_markup();
    }
    let unmet = home.and_then(|home| unmet(&id, point, home));
    view! {
        <li>
            <div class="choice">
                <input type="checkbox" id=id.clone()/>
                <label for=id>{point.question}</label>
            </div>
            {unmet}
        </li>
    }
    .into_markup()
}

/// The way to do something about a point, hidden by the style where it is ticked.
fn unmet(id: &str, point: &Point, home: &str) -> Option<Markup> {
    match point.unmet {
        Unmet::Nothing => None,
        Unmet::SetTags => Some(
            view! { <p class="unmet"><a href=format!("{home}/tags")>"Change the tags"</a></p> }
                .into_markup(),
        ),
        Unmet::Note {
            field,
            reason,
            words,
        } => {
            let box_id = format!("{id}-words");
            Some(
                view! {
                    <details class="details unmet">
                        <summary>"Note this"<span class="visually-hidden">": "{point.question}</span></summary>
                        <form class="details-words" method="post" action=format!("{home}/notes")>
                            <input type="hidden" name=FIELD value=field/>
                            <input type="hidden" name=REASON value=reason/>
                            <input type="hidden" name=REACH value="museum"/>
                            <label for=box_id.clone()>"Note to the museum"</label>
                            <TextArea id=box_id name=WORDS value=words rows=3/>
                            <Button label="Keep this note" look=ButtonLook::Secondary about=point.question/>
                        </form>
                    </details>
                }
                .into_markup(),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{POINTS, Unmet, view};
    use case_study::Vocabulary;
    use case_study::fields::field;
    use leptos::prelude::*;

    #[test]
    fn each_note_is_about_a_question_of_the_form_for_a_reason_that_there_is() {
        let reasons: Vec<&str> = Vocabulary::ReturnReason
            .terms()
            .iter()
            .map(|term| term.slug)
            .collect();
        for point in &POINTS {
            if let Unmet::Note {
                field: key,
                reason,
                words,
            } = point.unmet
            {
                let field = field(key).unwrap_or_else(|| panic!("there is no field {key}"));
                assert!(field.is_asked(), "{key}");
                assert!(reasons.contains(&reason), "{reason}");
                assert!(words.ends_with(['.', '?']), "{words}");
            }
        }
    }

    #[test]
    fn a_point_becomes_a_note_only_where_notes_are_written() {
        let forms = |home| view(home).to_html().matches("<form").count();
        assert_eq!((forms(None), forms(Some("/moderate/cases/WB"))), (0, 13));
        let html = view(Some("/moderate/cases/WB")).to_html();
        assert!(
            html.contains("action=\"/moderate/cases/WB/notes\""),
            "{html}"
        );
        assert_eq!(html.matches("type=\"checkbox\"").count(), POINTS.len() - 1);
    }
}
