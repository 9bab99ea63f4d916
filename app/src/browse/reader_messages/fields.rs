//! The boxes of the three forms.

use super::form::Form;
use crate::ui::Markup;
use crate::ui::{FieldFrame, InputWidth, SendArea, TextArea, TextInput, describedby};
use crate::web::bots::SEND;
use case_study::email::shown_email;
use leptos::prelude::*;

/// "Your name": a line.
pub(super) fn name(form: &Form, label: &'static str, hint: &'static str) -> impl IntoView + use<> {
    let (value, error) = (form.written.name.clone(), form.error("name"));
    let (has_hint, invalid) = (!hint.is_empty(), error.is_some());
    view! {
        <FieldFrame id="name" label=label hint=has_hint.then(|| hint.to_owned()) error=error>
            <TextInput
                id="name"
                name="name"
                value=value
                autocomplete="name"
                width=InputWidth::Medium
                spellcheck=false
                describedby=describedby("name", has_hint, invalid)
                invalid=invalid
            />
        </FieldFrame>
    }
}

/// An e-mail address.
pub(super) fn email(form: &Form, hint: String, optional: bool) -> impl IntoView + use<> {
    let (value, error) = (shown_email(&form.written.email), form.error("email"));
    let invalid = error.is_some();
    view! {
        <FieldFrame id="email" label="Your email address" hint=hint error=error optional=optional>
            <TextInput
                id="email"
                name="email"
                kind="email"
                value=value
                autocomplete="email"
                width=InputWidth::Medium
                describedby=describedby("email", true, invalid)
                invalid=invalid
            />
        </FieldFrame>
    }
}

/// What they have to say.
pub(super) fn text(form: &Form, label: &'static str, hint: &'static str) -> impl IntoView + use<> {
    let (value, error) = (form.written.text.clone(), form.error("text"));
    let invalid = error.is_some();
    view! {
        <FieldFrame id="text" label=label hint=hint error=error>
            <TextArea
                id="text"
                name="text"
                value=value
                rows=7
                describedby=describedby("text", true, invalid)
                invalid=invalid
            />
        </FieldFrame>
    }
}

/// What every form carries unseen: its key, and what programs are told by.
pub(super) fn unseen(form: &Form) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="form_key" value=form.key.clone()/>
        {form.unseen.view()}
    }
}

/// The button, with the error that belongs to no box.
pub(super) fn send(form: &Form, button: Markup) -> impl IntoView + use<> {
    view! { <SendArea id=SEND error=form.error(SEND)>{button}</SendArea> }
}
