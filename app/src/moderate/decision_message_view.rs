//! The form of a decision with a message.

use super::decision_message::{Letter, MESSAGE, Purpose};
use super::event_text::titled;
use super::review_context;
use crate::ui::{
    BackLink, Banner, BannerKind, Button, ButtonLook, Choice, Details, ErrorSummary, FieldFrame,
    FormError, PageHeading, Paragraphs, Radios, Select, TextArea, describedby,
};
use crate::ui::{IntoMarkup, Markup};
use case_study::Section;
use case_study::fields::fields_of;
use case_study::mail_templates::Mail;
use leptos::prelude::*;

/// Everything the page shows.
pub(super) struct MessageProps {
    pub purpose: Purpose,
    pub reference: String,
    pub title: String,
    pub letter: Letter,
    /// The mail as far as it is written.
    pub mail: Option<Mail>,
    pub mail_to: String,
    pub version: i64,
    pub errors: Vec<FormError>,
    pub preview: bool,
}

/// The whole page.
pub(super) fn page(drawn: MessageProps) -> impl IntoView {
    let caption = format!("{}: {}", drawn.reference, titled(&drawn.title));
    view! {
        <BackLink href=review_context::href(&drawn.reference) label="Back to the case study"/>
        <ErrorSummary errors=drawn.errors.clone()/>
        <PageHeading title=drawn.purpose.title() caption=caption lede=lede(drawn.purpose)/>
        {nobody_to_tell(&drawn)}
        {form(drawn)}
    }
}

const fn lede(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Changes => {
            "Say what to change and how. The museum gets a mail with your words, and the case study comes back to the \
             queue when they send it again."
        }
        Purpose::Decline => {
            "Say kindly why not. The museum gets a mail with your words. You can open the review again if it was a mistake."
        }
        Purpose::TakeDown => "Readers stop seeing it at once. You can put it back.",
    }
}

fn nobody_to_tell(drawn: &MessageProps) -> Option<Markup> {
    let nobody = drawn.mail_to.is_empty() && drawn.purpose != Purpose::TakeDown;
    nobody.then(|| {
        view! {
            <Banner kind=BannerKind::Warning>
                <p>"No e-mail address was given, so no mail is sent. Your words stand in the history."</p>
            </Banner>
        }
        .into_markup()
    })
}

/// The form alone; the page of a conflict shows it too.
pub(super) fn form(drawn: MessageProps) -> impl IntoView {
    let MessageProps {
        purpose,
        reference,
        letter,
        mail,
        version,
        errors,
        preview,
        ..
    } = drawn;
    let error = |key: &str| FormError::of(&errors, key);
    let reason =
        (!purpose.reasons().is_empty()).then(|| reasons(purpose, &letter.reason, error("reason")));
    let place = (purpose == Purpose::Changes).then(|| place(&letter.field, error("field")));
    let message = message(purpose, letter.message, error("message"));
    let look = if purpose == Purpose::Changes {
        ButtonLook::Primary
    } else {
        ButtonLook::Danger
    };
    let send = match purpose {
        Purpose::Changes => "Send this to the museum",
        Purpose::Decline => "Decline and send this",
        Purpose::TakeDown => "Take it down",
    };
    let show_mail = mail.is_some().then(|| {
        view! { <Button label="Show me the mail first" name="preview" value="yes" look=ButtonLook::Secondary/> }
    });
    let mail = mail.map(|mail| mail_view(mail, preview));
    let back = review_context::href(&reference);
    let action = format!("{back}/{}", purpose.slug());
    view! {
        <form class="form letter" method="post" action=action novalidate>
            <input type="hidden" name="version" value=version/>
            {reason}
            {place}
            {message}
            {mail}
            <div class="actions">
                <Button label=send look=look/>
                {show_mail}
                <a href=back>"Cancel"</a>
            </div>
        </form>
    }
}

fn reasons(purpose: Purpose, chosen: &str, error: Option<String>) -> impl IntoView + use<> {
    let options = purpose
        .reasons()
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
            hint="The sentence under it opens your message in the mail."
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
        .flat_map(|section| fields_of(*section).filter(|field| field.is_asked()))
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
            hint="The mail names this part of the form."
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

fn message(purpose: Purpose, text: String, error: Option<String>) -> impl IntoView {
    let (least, most) = MESSAGE;
    let (label, hint) = match purpose {
        Purpose::Changes => (
            "What to change",
            "Say what would make it right. A few plain, kind sentences are best.",
        ),
        Purpose::Decline => (
            "Your message",
            "Say what stood in the way, and what would be welcome instead.",
        ),
        Purpose::TakeDown => (
            "Why it is taken down",
            "Kept in the history. Nobody is mailed: write or phone yourself.",
        ),
    };
    let hint = format!("{hint} {least} to {most} characters.");
    let described = describedby("message", true, error.is_some());
    let invalid = error.is_some();
    view! {
        <FieldFrame id="message" label=label hint=hint error=error>
            <TextArea id="message" name="message" value=text rows=8 describedby=described invalid=invalid/>
        </FieldFrame>
    }
}

fn mail_view(mail: Mail, open: bool) -> impl IntoView {
    view! {
        <Details summary="The mail they get" open=open>
            <p class="mail-subject">{mail.subject}</p>
            <div class="mail-body"><Paragraphs text=mail.body/></div>
        </Details>
    }
}
