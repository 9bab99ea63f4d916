//! The boxes of the three forms.

use super::form::{Form, TRAP};
use crate::ui::Markup;
use crate::ui::{FieldFrame, InputWidth, TextArea, TextInput, describedby};
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

/// What every form carries unseen: its key, and a box that only programs fill in. Nobody meets the
/// box: it is neither drawn nor read out nor reached by keyboard.
pub(super) fn unseen(form: &Form) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="form_key" value=form.key.clone()/>
        <div hidden>
            <label for=TRAP>"Leave this empty"</label>
            <input id=TRAP name=TRAP type="text" autocomplete="off" tabindex="-1"/>
        </div>
    }
}

/// The button, with the error that belongs to no box. The link of the error summary lands here.
pub(super) fn send(form: &Form, button: Markup) -> impl IntoView + use<> {
    let error = form.error("send").map(|error| {
        view! {
            <p class="field-error">
                <span class="visually-hidden">"Error: "</span>
                {error}
            </p>
        }
    });
    view! {
        <div id="send" tabindex="-1" class="writing-send">
            {error}
            <div class="actions">{button}</div>
        </div>
    }
}
