//! The form of a decision with a message.

use super::ask_yes;
use super::decision_message;
use super::decision_message::{LETTER, MESSAGE};
use super::event_text::titled;
use super::letter_view;
use super::review_context;
use super::review_context::ReviewContext;
use crate::ui::{
    BackLink, Banner, BannerKind, Button, ButtonLook, Choice, ErrorSummary, FieldFrame, FormError,
    PageHeading, Radios, Select, TextArea, describedby,
};
use crate::ui::{IntoMarkup, Markup};
use crate::web::state::AppState;
use case_study::decision::{DecisionMessage, MessageWords, Weight};
use case_study::mail_templates::Mail;
use case_study::{Decision, FieldError, Section};
use leptos::prelude::*;

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
}

impl MessageProps {
    /// The form for a submission as it stands, with what was written so far.
    pub fn of(
        state: &AppState,
        review: &ReviewContext,
        decision: Decision,
        message: DecisionMessage,
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
            ),
            mail_to: submission.submitter_email.clone(),
            letter: message.manner.letter.as_ref().map(|one| one.body.clone()),
            message,
            version: submission.version,
            errors: Vec::new(),
            not_ready: Vec::new(),
            sent: false,
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
    let place = words
        .names_a_field
        .then(|| place(&written.field, error("field")));
    let questions = ask_yes::questions(decision, &written.questions, &errors);
    let message = message(&words, written.message, error("message"));
    let show_mail = mail.is_some().then(|| {
        view! { <Button label="Show me the email first" name="preview" value="yes" look=ButtonLook::Secondary/> }
    });
    let mail = mail
        .zip(letter)
        .map(|(mail, words)| letter_view::part(&mail, words, error(LETTER)));
    let back = review_context::href(&reference);
    let action = format!("{back}/{}", decision.words().slug);
    Some(view! {
        <form class="form letter" method="post" action=action novalidate>
            <input type="hidden" name="version" value=version/>
            {reason}
            {place}
            {questions}
            {message}
            {mail}
            <div class="actions">
                <Button label=words.send look=look(words.send_weight)/>
                {show_mail}
                <a href=back>"Cancel"</a>
            </div>
        </form>
    })
}

fn reasons(decision: Decision, chosen: &str, error: Option<String>) -> impl IntoView + use<> {
    let options = decision_message::reasons(decision)
        .iter()
        .map(|term| Choice {
            value: term.slug.to_owned(),
            label: term.label.to_owned(),
            hint: Some(term.definition.to_owned()),
            checked: term.slug == chosen,
        })
        .collect();
    let invalid = error.is_some();
    view! {
        <FieldFrame
            id="reason"
            label="Reason"
            hint="The email starts with the sentence under it."
            error=error
            legend=true
        >
            <Radios id="reason" name="reason" options=options invalid=invalid/>
        </FieldFrame>
    }
}

fn place(chosen: &str, error: Option<String>) -> impl IntoView + use<> {
    let options = Section::FORM
        .iter()
        .flat_map(|section| section.asked())
        .map(|field| Choice {
            value: field.key.to_owned(),
            label: format!("{}: {}", field.section.heading(), field.heading),
            hint: None,
            checked: field.key == chosen,
        })
        .collect();
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

fn message(words: &MessageWords, text: String, error: Option<String>) -> impl IntoView + use<> {
    let (least, most) = MESSAGE;
    let MessageWords {
        label,
        hint,
        optional,
        ..
    } = *words;
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
