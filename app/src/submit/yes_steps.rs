//! The steps between a press of a button and an answer: a no is asked once more, and where only the mailed link
//! is there, a code is typed. Everything that was typed and ticked is carried along.

use super::yes_form::{DECLARED, Pressed, WORDS, reply_keys};
use super::yes_view::{CODE_TITLE, SURE_TITLE, Shown, WRITE, hidden, text_box};
use crate::ui::{
    Button, ButtonLook, ErrorSummary, FieldFrame, FormError, InputWidth, PageHeading, TextInput,
    describedby,
};
use crate::web::browser_key::COOKIE_SET;
use leptos::prelude::*;

const WRONG_CODE: &str = "That code is not right or no longer works. Type the one from our newest email, or ask for another";

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
    let error = wrong.then_some(WRONG_CODE);
    let errors = error
        .map(|message| FormError::new("code", message))
        .into_iter()
        .collect::<Vec<_>>();
    let value = if wrong {
        typed.code.clone().unwrap_or_default()
    } else {
        String::new()
    };
    view! {
        <ErrorSummary errors=errors/>
        <PageHeading
            title=CODE_TITLE
            caption=format!("Your reference is {}", shown.reference)
            lede="The link lets anyone who has it read. To answer, type the code that we emailed to you just now."
        />
        <form class="form" method="post" action=shown.door.href() novalidate>
            {carried(shown, true)}
            <input type="hidden" name="action" value=typed.pressed.value()/>
            <input type="hidden" name=COOKIE_SET value="1"/>
            <p>"It works once, for ten minutes. If none comes within a few minutes, check your junk mail, or ask for another. What you typed and ticked is kept on this page."</p>
            <FieldFrame id="code" label="Code" hint="The 6 numbers in our email." error=error>
                <TextInput
                    id="code"
                    name="code"
                    kind="number"
                    value=value
                    autocomplete="one-time-code"
                    width=InputWidth::Short
                    describedby=describedby("code", true, wrong)
                    invalid=wrong
                />
            </FieldFrame>
            <div class="actions">
                <Button label=code_button(typed.pressed)/>
                <Button label="Email me another code" name="again" value="yes" look=ButtonLook::Secondary/>
                {back()}
            </div>
        </form>
    }
}
