//! The form of a decision with a message.

use super::ask_yes;
use super::decision_message;
use super::decision_message::{ALL_FIELDS, LETTER, MESSAGE, NOTES};
use super::event_text::titled;
use super::letter_view;
use super::queue_onwards;
use super::review_context;
use super::review_context::ReviewContext;
use crate::ui::{
    BackLink, Banner, BannerKind, Button, ButtonLook, Checkboxes, Choice, Details, ErrorSummary,
    FieldFrame, FormError, KeptWords, PageHeading, Radios, Select, TextArea, describedby,
};
use crate::ui::{IntoMarkup, Markup};
use crate::web::state::AppState;
use case_study::decision::{DecisionMessage, MessageWords, Weight};
use case_study::field_notes::in_letter;
use case_study::mail_templates::Mail;
use case_study::vocabulary::Term;
use case_study::{Decision, FieldError, Section, Vocabulary};
use leptos::prelude::*;
use store::field_notes::Note;

/// Everything the page shows.
pub(super) struct MessageProps {
    pub decision: Decision,
    pub reference: String,
    pub title: String,
    pub message: DecisionMessage,
    /// The mail as far as it is written.
    pub mail: Option<Mail>,
    pub mail_to: String,
    pub version: i64,
    pub errors: Vec<FormError>,
    /// The words of the letter, once they are to be read: as the program wrote them, or as they were edited.
    pub letter: Option<String>,
    /// What the text still needs before its museum can be asked about it.
    pub not_ready: Vec<FieldError>,
    /// The form came back: what was typed stands in it.
    pub sent: bool,
    /// The notes that go with it.
    pub notes: Vec<Note>,
    /// It was decided before and came to nothing: what was written then stands in it.
    pub again: bool,
}

impl MessageProps {
    /// The form for a submission as it stands, with what was written so far.
    pub fn of(
        state: &AppState,
        review: &ReviewContext,
        decision: Decision,
        message: DecisionMessage,
        notes: Vec<Note>,
    ) -> Self {
        let submission = &review.submission;
        Self {
            decision,
            reference: submission.reference.clone(),
            title: submission.title.clone(),
            mail: decision_message::mail(
                decision,
                &message,
                &state.settings.mail_context(),
                review,
                &notes,
            ),
            mail_to: submission.submitter_email.clone(),
            letter: message.manner.letter.as_ref().map(|one| one.body.clone()),
            message,
            version: submission.version,
            errors: Vec::new(),
            not_ready: Vec::new(),
            sent: false,
            notes,
            again: false,
        }
    }
}

/// The look of a button of this weight.
pub(super) const fn look(weight: Weight) -> ButtonLook {
    match weight {
        Weight::Main => ButtonLook::Primary,
        Weight::Other => ButtonLook::Secondary,
        Weight::Grave => ButtonLook::Danger,
    }
}

/// The whole page.
pub(super) fn page(drawn: MessageProps) -> impl IntoView {
    let caption = format!("{}: {}", drawn.reference, titled(&drawn.title));
    let words = drawn.decision.words();
    let lede = words.message.map_or("", |message| message.lede);
    view! {
        <BackLink href=review_context::href(&drawn.reference) label="Back to the case study"/>
        <ErrorSummary errors=drawn.errors.clone()/>
        <PageHeading title=words.button caption=caption lede=lede/>
        {drawn.again.then(|| view! { <p class="measure">"This is what was written the last time. That was not carried out."</p> })}
        {nobody_to_tell(&drawn)}
        {ask_yes::not_ready(&drawn.reference, &drawn.not_ready)}
        {form(drawn)}
    }
}

fn nobody_to_tell(drawn: &MessageProps) -> Option<Markup> {
    let nobody = drawn.mail_to.is_empty() && drawn.mail.is_some();
    nobody.then(|| {
        view! {
            <Banner kind=BannerKind::Warning>
                <p>"No email address was given, so no email is sent. Your words are kept in the history."</p>
            </Banner>
        }
        .into_markup()
    })
}

/// The form alone; the page of a conflict shows it too.
pub(super) fn form(drawn: MessageProps) -> Option<impl IntoView> {
    let MessageProps {
        decision,
        reference,
        message: written,
        mail,
        version,
        errors,
        letter,
        not_ready,
        sent,
        notes,
        ..
    } = drawn;
    let words = decision.words().message?;
    if !not_ready.is_empty() && !sent {
        // Nobody writes a letter that cannot go.
        return None;
    }
    let error = |key: &str| FormError::of(&errors, key);
    let reason = words
        .reasons
        .map(|_| reasons(decision, &written.reason, error("reason")));
    let all_fields = written.manner.all_fields_open;
    // The notes say where to look.
    let place =
        (words.names_a_field && notes.is_empty()).then(|| place(&written.field, error("field")));
    let questions = ask_yes::questions(decision, &written.questions, &errors);
    let message = message(&words, written.message, error("message"), !notes.is_empty());
    let notes = notes_part(&notes, all_fields);
    let show_mail = mail.is_some().then(|| {
        view! { <Button label="Show me the email first" name="preview" value="yes" look=ButtonLook::Secondary/> }
    });
    let mail = mail
        .zip(letter)
        .map(|(mail, words)| letter_view::part(&mail, words, error(LETTER)));
    let back = review_context::href(&reference);
    let action = format!("{back}/{}", decision.words().slug);
    let on = decision.leads_on().then(|| {
        view! {
            <Button
                name=queue_onwards::THEN
                value=queue_onwards::NEXT
                label="Send, and read the next"
                look=ButtonLook::Secondary
            />
        }
    });
    Some(view! {
        <form class="form letter" method="post" action=action novalidate>
            <input type="hidden" name="version" value=version/>
            {notes}
            {reason}
            {place}
            {questions}
            {message}
            {mail}
            <div class="actions">
                <Button label=words.send look=look(words.send_weight)/>
                {on}
                {show_mail}
                <a href=back>"Cancel"</a>
            </div>
        </form>
    })
}

/// What was noted, as it stands in the letter, and whether other answers may be changed too.
fn notes_part(notes: &[Note], all_fields: bool) -> Option<Markup> {
    if notes.is_empty() {
        return None;
    }
    let lines: Vec<_> = notes.iter().map(Note::line).collect();
    let lines = in_letter(&lines)
        .into_iter()
        .map(|line| view! { <p>{line}</p> })
        .collect_view();
    let ids: Vec<i64> = notes.iter().map(|note| note.id).collect();
    let open = Choice {
        value: "yes".to_owned(),
        label: "Let them change anything".to_owned(),
        hint: Some("Otherwise they can change only what the notes are about.".to_owned()),
        checked: all_fields,
    };
    Some(
        view! {
            <section aria-labelledby="notes-to-send">
                <h2 id="notes-to-send">"Your notes"</h2>
                <KeptWords>{lines}</KeptWords>
            </section>
            <input type="hidden" name=NOTES value=decision_message::listed(&ids)/>
            <Checkboxes id=ALL_FIELDS name=ALL_FIELDS options=vec![open]/>
        }
        .into_markup(),
    )
}

/// More reasons than these stand in groups, closed until they are wanted.
const FEW: usize = 8;

/// The reasons, to choose one.
fn reasons(decision: Decision, chosen: &str, error: Option<String>) -> Markup {
    let terms = decision_message::reasons(decision);
    if terms.len() > FEW {
        return grouped_reasons(decision, chosen, error).into_markup();
    }
    let invalid = error.is_some();
    let options = terms.into_iter().map(|term| reason(term, chosen)).collect();
    view! {
        <FieldFrame id="reason" label="Reason" hint=REASON_HINT error=error legend=true>
            <Radios id="reason" name="reason" options=options invalid=invalid/>
        </FieldFrame>
    }
    .into_markup()
}

const REASON_HINT: &str = "The email starts with the sentence under it.";

fn reason(term: &Term, chosen: &str) -> Choice {
    Choice {
        value: term.slug.to_owned(),
        label: term.label.to_owned(),
        hint: Some(term.definition.to_owned()),
        checked: term.slug == chosen,
    }
}

fn grouped_reasons(
    decision: Decision,
    chosen: &str,
    error: Option<String>,
) -> impl IntoView + use<> {
    let terms = decision_message::reasons(decision);
    let label = terms.iter().find(|term| term.slug == chosen);
    let summary = label.map_or_else(
        || "Choose a reason".to_owned(),
        |term| format!("Reason: {}", term.label),
    );
    let invalid = error.is_some();
    let is_open = invalid || label.is_some();
    let groups = decision
        .words()
        .message
        .and_then(|message| message.reasons)
        .map_or_else(Vec::new, Vocabulary::grouped)
        .into_iter()
        .enumerate()
        .map(|(at, (name, terms))| {
            let options = terms.into_iter().map(|term| reason(term, chosen)).collect();
            // Errors lead to the first.
            let id = if at == 0 {
                "reason".to_owned()
            } else {
                format!("reason-{name}").to_lowercase()
            };
            view! {
                <FieldFrame id=id.clone() label=name legend=true>
                    <Radios id=id name="reason" options=options invalid=invalid/>
                </FieldFrame>
            }
        })
        .collect_view();
    let error = error.map(|error| {
        view! {
            <p class="field-error" id="reason-error">
                <span class="visually-hidden">"Error: "</span>
                {error}
            </p>
        }
    });
    view! {
        <div class=if invalid { "field field-invalid" } else { "field" }>
            {error}
            <Details summary=summary open=is_open>
                <div class="form">
                    <p class="field-hint">{REASON_HINT}</p>
                    {groups}
                </div>
            </Details>
        </div>
    }
}

/// The parts of the form that a museum can be asked about, to choose one.
pub(super) fn part_options(chosen: &str) -> Vec<Choice> {
    Section::FORM
        .iter()
        .flat_map(|section| section.asked())
        .map(|field| Choice {
            value: field.key.to_owned(),
            label: format!("{}: {}", field.section.heading(), field.heading),
            hint: None,
            checked: field.key == chosen,
        })
        .collect()
}

fn place(chosen: &str, error: Option<String>) -> impl IntoView + use<> {
    let options = part_options(chosen);
    let described = describedby("field", true, error.is_some());
    let invalid = error.is_some();
    view! {
        <FieldFrame
            id="field"
            label="Where to look"
            hint="The email names this part of the form."
            error=error
            optional=true
        >
            <Select
                id="field"
                name="field"
                options=options
                prompt="No one place"
                describedby=described
                invalid=invalid
            />
        </FieldFrame>
    }
}

fn message(
    words: &MessageWords,
    text: String,
    error: Option<String>,
    beside_notes: bool,
) -> impl IntoView + use<> {
    let (least, most) = MESSAGE;
    let MessageWords {
        label,
        hint,
        optional,
        ..
    } = *words;
    let optional = optional || beside_notes;
    let (label, hint) = if beside_notes {
        ("Anything else", "It stands after the notes.")
    } else {
        (label, hint)
    };
    let hint = if optional {
        format!("{hint} Up to {most} characters.")
    } else {
        format!("{hint} {least} to {most} characters.")
    };
    let described = describedby("message", true, error.is_some());
    let invalid = error.is_some();
    view! {
        <FieldFrame id="message" label=label hint=hint error=error optional=optional>
            <TextArea id="message" name="message" value=text rows=8 describedby=described invalid=invalid/>
        </FieldFrame>
    }
}
