//! How one message from a reader looks, with what can be done about it.

use super::carried_out;
use super::event_text::titled;
use super::reader_message::{MessageAction, MessageProps, href};
use super::similar_view::in_words;
use super::{history, inbox_item, message_inbox, review_context};
use crate::ui::{
    BackLink, Button, ButtonLook, ErrorSummary, FieldFrame, FormError, LinkButton, PageHeading,
    StatusTag, SummaryList, TextArea, describedby, when,
};
use crate::ui::{IntoMarkup, Markup};
use case_study::reader_message::{MessageKind, MessageState};
use case_study::stored::NEWER;
use case_study::{CaseAction, Decision, Role};
use leptos::prelude::*;
use store::message_inbox::ReaderMessage;
use store::similar::{Place, Similar};

/// The whole page.
pub(super) fn view(shown: MessageProps) -> impl IntoView {
    let message = &shown.message;
    let overtaken = shown
        .overtaken
        .then_some("So nothing was changed. The history says who did what.");
    let banner = inbox_item::banner(overtaken, shown.done.map(MessageAction::words));
    let kept = inbox_item::kept(shown.overtaken, &shown.note);
    let caption = format!(
        "{}, {}",
        message.kind.label(),
        when::moment(message.created_at)
    );
    let history = history::view(&shown.history);
    let panel = panel(&shown);
    let read = summary(message, shown.submission.as_deref());
    view! {
        <BackLink href=paths::MODERATE_MESSAGES label=message_inbox::TITLE/>
        {banner}
        <ErrorSummary errors=shown.errors.clone()/>
        <PageHeading title=message.about() caption=caption/>
        {kept}
        <div class="columns review-columns">
            <div class="columns-main review">
                {read}
                <section class="review-section" aria-labelledby="history">
                    <h2 id="history">"History"</h2>
                    {history}
                </section>
            </div>
            <div class="columns-side review-side">{panel}</div>
        </div>
    }
}

fn summary(message: &ReaderMessage, submission: Option<&str>) -> impl IntoView + use<> {
    let case = &message.case;
    let title = if case.state.is_public() {
        view! { <a href=paths::case_study(&case.slug)>{case.title.clone()}</a> }.into_markup()
    } else {
        case.title.clone().into_markup()
    };
    let from = if case.compiled {
        view! { <p>"Compiled from public sources; the museum was not asked."</p> }.into_markup()
    } else {
        submission
            .map(|reference| {
                view! { <p>"Sent by the museum: "<a href=review_context::href(reference)>{reference.to_owned()}</a></p> }
            })
            .into_markup()
    };
    let sender = inbox_item::sender(&message.name, &message.email, &message.state);
    let rows = vec![
        inbox_item::row(
            "Case study",
            view! {
                <p>{title}</p>
                <p><StatusTag slug=case.state.slug().to_owned() label=case.state.label()/></p>
                {from}
            }
            .into_markup(),
        ),
        inbox_item::row("What they wrote", inbox_item::text(&message.text)),
        inbox_item::row("From", sender),
    ];
    view! { <SummaryList rows=rows/> }
}

/// The page of the case that the message is about.
fn home(shown: &MessageProps) -> String {
    let slug = &shown.message.case.slug;
    shown.submission.as_ref().map_or_else(
        || paths::moderate_bank(slug),
        |reference| paths::moderate_case(reference),
    )
}

/// Where one sees what comes back, and says why.
fn restore_href(shown: &MessageProps) -> String {
    format!("{}/{}", home(shown), Decision::Restore.words().slug)
}

/// The form on which the text is changed, with the message above it.
fn correct_href(shown: &MessageProps) -> String {
    carried_out::with_message(format!("{}/edit", home(shown)), Some(&shown.message))
}

fn panel(shown: &MessageProps) -> impl IntoView + use<> {
    let message = &shown.message;
    // What a newer version wrote is dealt with there.
    let known = message.kind.known().and_then(|_| message.state.known());
    let decide = match known {
        None => view! { <p>{NEWER}</p> }.into_markup(),
        Some(MessageState::Open) => handle_form(shown).into_markup(),
        Some(MessageState::Handled) => button(
            message,
            MessageAction::Reopen,
            "Open it again",
            ButtonLook::Secondary,
        ),
    };
    // The table of moves decides, as it does when the button is pressed.
    let may = |action| {
        message
            .case
            .state
            .after(action, &[Role::Moderator])
            .is_some()
    };
    let case = if may(CaseAction::TakeDown) {
        view! {
            <p>"May someone come to harm? Take it down first, then find out more. You can put it back."</p>
            {button(message, MessageAction::TakeDown, "Take the case study down", ButtonLook::Danger)}
        }
        .into_markup()
    } else if may(CaseAction::Restore) {
        view! {
            <p>"Readers do not see the case study now."</p>
            <LinkButton href=restore_href(shown) label="Put it back" look=ButtonLook::Secondary/>
        }
        .into_markup()
    } else {
        ().into_markup()
    };
    let advice = match message.kind.known() {
        Some(MessageKind::Concern) | None => None,
        Some(MessageKind::Claim) => Some(
            "Check that they speak for the museum: write to the address on the museum's own site if you are not sure.",
        ),
        Some(MessageKind::Correction) => Some("Ask for a source where a number or a claim changes."),
    }
    .map(|words| view! { <p class="panel-part">{words}</p> });
    let correct = (message.kind == MessageKind::Correction && message.state == MessageState::Open)
        .then(|| {
            view! {
                <div class="panel-part">
                    <LinkButton href=correct_href(shown) label="Correct the text" look=ButtonLook::Secondary/>
                </div>
            }
        });
    let claiming =
        (message.kind == MessageKind::Claim).then(|| claiming(&message.case.slug, &shown.waiting));
    view! {
        <section class="decision" aria-labelledby="decide-title">
            <h2 id="decide-title">"What you can do"</h2>
            {advice}
            {correct}
            {claiming}
            <div class="panel-part">{case}</div>
            <div class="panel-part">{decide}</div>
        </section>
    }
}

/// How a museum's own case study takes the place of the page, and those that may be it.
fn claiming(slug: &str, waiting: &[(Similar, i64)]) -> impl IntoView + use<> {
    let lines: Vec<Markup> = waiting
        .iter()
        .filter_map(|(one, version)| {
            let Place::Waiting { reference, .. } = &one.place else {
                return None;
            };
            let href = review_context::href(reference);
            let title = titled(&one.title);
            let words = in_words(&one.reasons);
            // The first press shows what will happen and changes nothing.
            let line = view! {
                <li>
                    <a href=href>{title.clone()}</a>" "<span class="meta">{words}</span>
                    <form method="post" action=paths::moderate_join(reference)>
                        <input type="hidden" name="version" value=*version/>
                        <input type="hidden" name="case" value=slug.to_owned()/>
                        <Button label="Make it a new version of this page" look=ButtonLook::Secondary about=title/>
                    </form>
                </li>
            };
            Some(line.into_markup())
        })
        .collect();
    let list = (!lines.is_empty()).then(|| {
        view! {
            <p>"These wait and are like it:"</p>
            <ul>{lines}</ul>
        }
    });
    view! {
        <div class="panel-part stack">
            <p>"To give the page to its museum, ask them to send their own case study. On its page, choose \u{201c}This is a new version of\u{201d} this one. Once you publish it, theirs stands in its place."</p>
            {list}
        </div>
    }
}

fn handle_form(shown: &MessageProps) -> impl IntoView + use<> {
    let note = shown.note.clone();
    let error = FormError::of(&shown.errors, "note");
    let invalid = error.is_some();
    view! {
        <form method="post" action=action(&shown.message, MessageAction::Handle) class="stack" novalidate>
            <input type="hidden" name="version" value=shown.message.version/>
            <FieldFrame id="note" label="What did you do?" hint="Only moderators read it." error=error>
                <TextArea
                    id="note"
                    name="note"
                    value=note
                    rows=4
                    describedby=describedby("note", true, invalid)
                    invalid=invalid
                />
            </FieldFrame>
            <Button label="Mark as handled"/>
        </form>
    }
}

fn action(message: &ReaderMessage, deed: MessageAction) -> String {
    format!("{}/{}", href(message.id), deed.slug())
}

fn button(
    message: &ReaderMessage,
    deed: MessageAction,
    label: &'static str,
    look: ButtonLook,
) -> Markup {
    inbox_item::button(action(message, deed), message.version, label, look)
}
