//! The message of a decision: what it must hold, and the mail it becomes.

use super::review_context::ReviewContext;
use crate::ui::FormError;
use crate::web::error::PageError;
use crate::web::state::AppState;
use case_study::agreement::LONGEST_QUESTION;
use case_study::answers::tidy;
use case_study::decision::{Beside, DecisionMessage, Does};
use case_study::field_notes::in_letter;
use case_study::fields::field;
use case_study::mail_templates::{About, Mail, MailContext};
use case_study::manner::{EditedLetter, Manner};
use case_study::text_input::one_line;
use case_study::vocabulary::Term;
use case_study::{Answers, CaseAction, Decision};
use store::case_transitions::is_featured;
use store::field_notes;
use store::field_notes::Note;
use store::planned_moves::{Waiting, waiting_for};
use store::submissions;

/// Shortest and longest message, in characters.
pub(super) const MESSAGE: (usize, usize) = (20, 2000);

/// The notes that stood on the page: their ids, a comma between them.
pub(super) const NOTES: &str = "notes";
/// The tick that opens every answer to the museum.
pub(super) const ALL_FIELDS: &str = "all_fields";

/// The notes that go with a request for changes; none with another decision.
pub(super) async fn notes(
    decision: Decision,
    state: &AppState,
    review: &ReviewContext,
) -> Result<Vec<Note>, PageError> {
    if decision != Decision::RequestChanges {
        return Ok(Vec::new());
    }
    Ok(field_notes::to_send(state.db.reader(), review.submission.id).await?)
}

/// The reasons to choose from; none for a decision whose message is the reason.
pub(super) fn reasons(decision: Decision) -> Vec<&'static Term> {
    decision
        .words()
        .message
        .and_then(|message| message.reasons)
        .map_or_else(Vec::new, |vocabulary| vocabulary.offered().collect())
}

/// Whether the form of a decision has a part of this name.
pub(super) fn is_known(decision: Decision, key: &str) -> bool {
    let Some(message) = decision.words().message else {
        return false;
    };
    match key {
        "message" => true,
        "reason" => message.reasons.is_some(),
        "preview" | LETTER | LETTER_OF => decision != Decision::Restore,
        "field" => message.names_a_field,
        NOTES | ALL_FIELDS => decision == Decision::RequestChanges,
        _ => question_keys(decision).any(|name| name == key),
    }
}

/// The names of the boxes for the questions that a decision may ask.
pub(super) fn question_keys(decision: Decision) -> impl Iterator<Item = String> {
    let most = decision
        .words()
        .message
        .map_or(0, |message| message.questions);
    (1..=most).map(|number| format!("question_{number}"))
}

/// Whether it can be made about the submission as it stands.
pub(super) async fn is_open(
    decision: Decision,
    state: &AppState,
    review: &ReviewContext,
) -> Result<bool, PageError> {
    let submission = &review.submission;
    let public = submissions::public_side(&state.db, submission.case_id).await?;
    if !decision.is_open(&submission.status, &public.state, &review.actor.roles) {
        return Ok(false);
    }
    match decision.does(&DecisionMessage::default()) {
        // What was decided is called back before something else is.
        Does::Moves(_) => {
            let waiting = waiting_for(state.db.reader(), submission.id).await?;
            Ok(!waiting.iter().any(Waiting::is_decided))
        }
        Does::MoveCase(action) => {
            let featured = is_featured(&state.db, submission.case_id).await?;
            Ok(!matches!(
                (action, featured),
                (CaseAction::Feature, true) | (CaseAction::Unfeature, false)
            ))
        }
        Does::Assign | Does::GiveBack => Ok(true),
    }
}

/// Reads what a moderator wrote.
pub(super) fn read(decision: Decision, answers: &Answers) -> DecisionMessage {
    DecisionMessage {
        questions: question_keys(decision)
            .map(|key| one_line(answers.one(&key)))
            .filter(|question| !question.is_empty())
            .collect(),
        reason: answers.one("reason").to_owned(),
        field: answers.one("field").to_owned(),
        message: tidy(answers.one("message")),
        manner: Manner {
            all_fields_open: answers.one(ALL_FIELDS) == "yes",
            notes: (decision == Decision::RequestChanges).then(|| unlisted(answers.one(NOTES))),
            ..Manner::default()
        },
    }
}

/// Ids of notes as a form holds them under [`NOTES`].
pub(super) fn listed(ids: &[i64]) -> String {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    ids.join(",")
}

/// The ids that a form held so.
pub(super) fn unlisted(listed: &str) -> Vec<i64> {
    listed.split(',').filter_map(|id| id.parse().ok()).collect()
}

/// Whether notes go with it.
pub(super) fn has_notes(written: &DecisionMessage) -> bool {
    let notes = written.manner.notes.as_ref();
    notes.is_some_and(|notes| !notes.is_empty())
}

/// What to mend before it can be sent.
pub(super) fn faults(decision: Decision, written: &DecisionMessage) -> Vec<FormError> {
    let error = |field: &str, message: String| FormError::new(field, message);
    let mut errors = Vec::new();
    let reasons = reasons(decision);
    // The notes say what to do, and why.
    let has_notes = has_notes(written);
    let no_reason = has_notes && written.reason.is_empty();
    if !no_reason && !reasons.is_empty() && !reasons.iter().any(|term| term.slug == written.reason)
    {
        errors.push(error("reason", "Choose the reason that fits best".into()));
    }
    if !written.field.is_empty() && !field(&written.field).is_some_and(|field| field.is_asked()) {
        errors.push(error(
            "field",
            "Choose a part of the form from the list".into(),
        ));
    }
    for (key, question) in question_keys(decision).zip(&written.questions) {
        let length = question.chars().count();
        if length > LONGEST_QUESTION {
            errors.push(error(
                &key,
                format!("The question has {length} characters. Shorten it to {LONGEST_QUESTION} or fewer"),
            ));
        }
    }
    let (least, most) = MESSAGE;
    let optional = has_notes
        || decision
            .words()
            .message
            .is_some_and(|message| message.optional);
    match written.message.chars().count() {
        0 if optional => {}
        length if optional && length <= most => {}
        0 => errors.push(error("message", "Write a message".into())),
        length if length < least => errors.push(error(
            "message",
            format!("The message has {length} characters. Write at least {least}, so that they know what to do"),
        )),
        length if length > most => errors.push(error(
            "message",
            format!("The message has {length} characters. Shorten it to {most} or fewer"),
        )),
        _ => {}
    }
    errors
}

/// The mail this would be, as the program writes it; none where nobody is told.
pub(super) fn mail(
    decision: Decision,
    written: &DecisionMessage,
    mail_context: &MailContext,
    review: &ReviewContext,
    notes: &[Note],
) -> Option<Mail> {
    let submission = &review.submission;
    // The real link is made when the mail is, and only its reader gets it.
    let about = About {
        reference: &submission.reference,
        title: &submission.title,
        token: "\u{2026}",
    };
    let mut written = written.clone();
    let optional = decision
        .words()
        .message
        .is_some_and(|message| message.optional);
    if written.message.is_empty() && !optional && notes.is_empty() {
        written.message = "[Your message stands here.]".to_owned();
    }
    // The address of a page that was never public is made when it is published.
    let lines: Vec<_> = notes.iter().map(Note::line).collect();
    let beside = Beside {
        asked: in_letter(&lines),
        back: None,
    };
    decision.mail(&written, mail_context, about, "\u{2026}", &beside)
}

/// The name of the box for the letter, and of what it was made from.
pub(super) const LETTER: &str = "letter";
pub(super) const LETTER_OF: &str = "letter_of";
/// Longest letter, in characters.
const LONGEST_LETTER: usize = 8000;

/// A mark of the words that the program wrote, by which a form knows whether they are still the same.
pub(super) fn mark(mail: &Mail) -> String {
    store::hash_token(&tidy(&mail.said))
}

/// What became of the letter that a form holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lettered {
    /// The letter as it was edited, to be sent or to be looked at once more.
    pub edited: Option<EditedLetter>,
    pub fault: Option<FormError>,
}

/// Reads the letter of a form. It is the moderator's own where it differs from what it was made of; `mail` is what
/// the program makes of the other answers now.
pub(super) fn lettered(answers: &Answers, mail: Option<&Mail>) -> Lettered {
    let (Some(mail), true) = (mail, answers.holds(LETTER)) else {
        return Lettered::default();
    };
    let typed = tidy(answers.one(LETTER));
    let made_of = answers.one(LETTER_OF);
    // As the program wrote it, now or when the form was drawn: it is written again.
    if typed == tidy(&mail.said) || store::hash_token(&typed) == made_of {
        return Lettered::default();
    }
    let length = typed.chars().count();
    let fault = if typed.is_empty() {
        Some("The letter is empty. Write what the museum reads".to_owned())
    } else if length > LONGEST_LETTER {
        Some(format!(
            "The letter has {length} characters. Shorten it to {LONGEST_LETTER} or fewer"
        ))
    } else if made_of != mark(mail) {
        Some(
            "You edited this letter, then changed what it was made of. Check that it says what you mean, then send it"
                .to_owned(),
        )
    } else {
        None
    };
    Lettered {
        edited: Some(EditedLetter {
            subject: String::new(),
            body: typed,
        }),
        fault: fault.map(|fault| FormError::new(LETTER, fault)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(reason: &str, field: &str, message: &str) -> DecisionMessage {
        DecisionMessage {
            reason: reason.into(),
            field: field.into(),
            message: message.into(),
            ..DecisionMessage::default()
        }
    }

    fn fields(letter: &DecisionMessage, decision: Decision) -> Vec<String> {
        faults(decision, letter)
            .into_iter()
            .map(|error| error.field)
            .collect()
    }

    #[test]
    fn a_return_needs_a_reason_and_a_message_and_may_name_a_field() {
        let message = "How many people told you so?";
        assert!(
            fields(
                &letter("evidence-gap", "changed", message),
                Decision::RequestChanges
            )
            .is_empty()
        );
        assert!(
            fields(
                &letter("evidence-gap", "", message),
                Decision::RequestChanges
            )
            .is_empty()
        );
        assert_eq!(
            fields(&letter("", "", ""), Decision::RequestChanges),
            ["reason", "message"]
        );
        assert_eq!(
            fields(
                &letter("promotional-x", "nowhere", message),
                Decision::RequestChanges
            ),
            ["reason", "field"]
        );
        // Set by moderators, so the museum has no page for it.
        assert_eq!(
            fields(
                &letter("evidence-gap", "evidence_label", message),
                Decision::RequestChanges
            ),
            ["field"]
        );
    }

    #[test]
    fn with_notes_neither_a_reason_nor_a_message_is_needed() {
        let mut written = letter("", "", "");
        written.manner.notes = Some(vec![7]);
        assert!(fields(&written, Decision::RequestChanges).is_empty());
        written.message = "x".repeat(2001);
        written.reason = "no-such-reason".into();
        assert_eq!(
            fields(&written, Decision::RequestChanges),
            ["reason", "message"]
        );
        written.manner.notes = Some(Vec::new());
        assert_eq!(
            fields(&letter("", "", ""), Decision::RequestChanges),
            ["reason", "message"]
        );
    }

    #[test]
    fn reasons_to_return_are_not_reasons_to_decline() {
        let message = "We are sorry that it does not fit.";
        assert_eq!(
            fields(&letter("jargon", "", message), Decision::Decline),
            ["reason"]
        );
        assert!(fields(&letter("out-of-scope", "", message), Decision::Decline).is_empty());
        assert!(fields(&letter("", "", message), Decision::TakeDown).is_empty());
    }

    #[test]
    fn a_letter_is_its_moderators_own_where_they_changed_it() {
        let mail = |said: &str| Mail {
            said: said.to_owned(),
            ..Mail::default()
        };
        let form = |letter: &str, made_of: &Mail| {
            let pairs = [(LETTER, letter.to_owned()), (LETTER_OF, mark(made_of))];
            let pairs = pairs.map(|(key, value)| (key.to_owned(), value));
            Answers::from_pairs(pairs, |_| true).unwrap_or_default()
        };
        let then = mail("Thank you.\n\nHow many came?");
        let now = mail("Thank you.\n\nHow many people came?");
        // Not shown, or left as it was: the program writes it.
        assert_eq!(
            lettered(&Answers::default(), Some(&then)),
            Lettered::default()
        );
        for made in [&then, &now] {
            let left = form(&then.said, &then);
            assert_eq!(lettered(&left, Some(made)), Lettered::default());
        }
        let own = lettered(&form("Dear Ana", &then), Some(&then));
        assert_eq!(
            own.edited.map(|letter| letter.body).as_deref(),
            Some("Dear Ana")
        );
        assert_eq!(own.fault, None);
        // What it was made of was changed afterwards: it is asked for once more, and kept.
        let asked = lettered(&form("Dear Ana", &then), Some(&now));
        assert!(asked.edited.is_some() && asked.fault.is_some());
        let again = lettered(&form("Dear Ana", &now), Some(&now));
        assert!(again.edited.is_some() && again.fault.is_none());
        for bad in ["", "  \n ", &"x".repeat(LONGEST_LETTER + 1)] {
            assert!(lettered(&form(bad, &then), Some(&then)).fault.is_some());
        }
        // Nobody is told: there is no letter.
        assert_eq!(
            lettered(&form("Dear Ana", &then), None),
            Lettered::default()
        );
    }

    #[test]
    fn messages_are_counted_in_characters() {
        for (length, fine) in [(19, false), (20, true), (2000, true), (2001, false)] {
            let found = faults(Decision::TakeDown, &letter("", "", &"é".repeat(length)));
            assert_eq!(found.is_empty(), fine, "{length}");
        }
    }
    #[test]
    fn showing_the_page_needs_no_words_and_asks_two_short_questions() {
        let asked = |questions: &[&str], message: &str| DecisionMessage {
            questions: questions.iter().map(|one| (*one).to_owned()).collect(),
            message: message.to_owned(),
            ..DecisionMessage::default()
        };
        let of = |written: &DecisionMessage| fields(written, Decision::AskYes);
        assert!(of(&asked(&[], "")).is_empty());
        assert!(of(&asked(&["How many came?"], "Short.")).is_empty());
        let long = "x".repeat(LONGEST_QUESTION + 1);
        assert_eq!(of(&asked(&["How many?", &long], "")), ["question_2"]);
        assert_eq!(of(&asked(&[], &"x".repeat(2001))), ["message"]);
        // The others take no question.
        assert_eq!(question_keys(Decision::Decline).count(), 0);
        assert!(!is_known(Decision::RequestChanges, "question_1"));
        assert!(is_known(Decision::AskYes, "question_2"));
        assert!(!is_known(Decision::AskYes, "question_3"));
    }
}
