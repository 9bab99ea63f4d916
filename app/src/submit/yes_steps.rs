//! The steps between a press of a button and an answer: a no is asked once more, and where only the mailed link
//! is there, a code is typed. Everything that was typed and ticked is carried along.

use super::code_step::{self, CodeStep};
use super::yes_form::{DECLARED, Pressed, WORDS, reply_keys};
use super::yes_view::{SURE_TITLE, Shown, WRITE, hidden, text_box};
use crate::ui::{Button, ButtonLook, IntoMarkup, PageHeading};
use leptos::prelude::*;

/// Everything that was typed and ticked, carried along.
fn carried(shown: &Shown, words: bool) -> impl IntoView + use<> {
    let typed = &shown.typed;
    let replies = reply_keys()
        .zip(&typed.replies)
        .map(|(key, reply)| view! { <input type="hidden" name=key value=reply.clone()/> })
        .collect_view();
    let ticks = typed
        .ticked
        .iter()
        .map(|key| view! { <input type="hidden" name=DECLARED value=key.clone()/> })
        .collect_view();
    let words =
        words.then(|| view! { <input type="hidden" name=WORDS value=typed.words.clone()/> });
    view! {
        {hidden(shown)}
        {replies}
        {ticks}
        {words}
    }
}

fn back() -> impl IntoView {
    view! { <Button label="Back to the page" name="back" value="yes" look=ButtonLook::Quiet/> }
}

/// A no is asked once more, with the reason if they like.
pub(super) fn sure(shown: &Shown) -> impl IntoView + use<> {
    let typed = &shown.typed;
    view! {
        <PageHeading
            title=SURE_TITLE
            caption=format!("Your reference is {}", shown.reference)
            lede="We will not publish it, and you cannot change it or send it again after this. You would have to start another."
        />
        <form class="form" method="post" action=shown.door.href() novalidate>
            {carried(shown, false)}
            <input type="hidden" name="action" value=Pressed::Sure.value()/>
            {text_box(WORDS.to_owned(), "Why?", Some("A few words help us to ask better next time."), &typed.words, &[])}
            <div class="actions">
                <Button label="Do not publish it" look=ButtonLook::Danger/>
                {back()}
            </div>
        </form>
    }
}

pub(super) const fn code_button(pressed: Pressed) -> &'static str {
    match pressed {
        Pressed::Yes => "Say yes and publish it",
        Pressed::Change => "Open it for changes",
        Pressed::Write => WRITE,
        Pressed::No | Pressed::Sure => "Do not publish it",
    }
}

/// The code that an answer takes where only the mailed link is there.
pub(super) fn code(shown: &Shown, wrong: bool) -> impl IntoView + use<> {
    let typed = &shown.typed;
    let carried_along = view! {
        {carried(shown, true)}
        <input type="hidden" name="action" value=typed.pressed.value()/>
    };
    code_step::view(CodeStep {
        reference: shown.reference.clone(),
        action: shown.door.href(),
        carried: carried_along.into_markup(),
        kept: "What you typed and ticked is kept on this page.",
        wrong: wrong.then(|| typed.code.clone().unwrap_or_default()),
        button: code_button(typed.pressed),
    })
}
