//! What stands around every form control: its label or legend, hint and error.

use super::maybe_text::MaybeText;
use crate::ui::{Inside, IntoMarkup};
use leptos::prelude::*;

/// Draws the label (or, for a group of choices, the legend), the hint and the error of a field.
///
/// The hint's id is `{id}-hint` and the error's `{id}-error`; hand [`describedby`] to the control
/// inside. With `legend` the group itself points at them.
#[component]
pub fn FieldFrame(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    #[prop(optional)] optional: bool,
    #[prop(optional)] legend: bool,
    children: Inside,
) -> impl IntoView {
    let described = describedby(&id, hint.is_some(), error.is_some());
    let class = if error.is_some() {
        "field field-invalid"
    } else {
        "field"
    };
    let hint = hint.into_inner().map(|hint| {
        view! { <p class="field-hint" id=format!("{id}-hint")>{hint}</p> }
    });
    let error = error.into_inner().map(|error| {
        view! {
            <p class="field-error" id=format!("{id}-error")>
                <span class="visually-hidden">"Error: "</span>
                {error}
            </p>
        }
    });
    let optional = optional.then(|| view! { <span class="field-optional">" (optional)"</span> });
    if legend {
        view! {
            <fieldset class=class aria-describedby=described>
                <legend class="field-label">{label}{optional}</legend>
                {hint}
                {error}
                {children.draw()}
            </fieldset>
        }
        .into_markup()
    } else {
        view! {
            <div class=class>
                <label class="field-label" for=id>{label}{optional}</label>
                {hint}
                {error}
                {children.draw()}
            </div>
        }
        .into_markup()
    }
}

/// The ids a control's `aria-describedby` names: its hint, then its error.
#[must_use]
pub fn describedby(id: &str, has_hint: bool, has_error: bool) -> Option<String> {
    match (has_hint, has_error) {
        (true, true) => Some(format!("{id}-hint {id}-error")),
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn label_hint_and_error_belong_to_the_control() {
        let html = view! {
            <FieldFrame id="title" label="Title" hint="Say what it is" error="Write a title" optional=true>
                <input id="title"/>
            </FieldFrame>
        }
        .to_html();
        assert!(html.contains(r#"<label for="title""#), "{html}");
        assert!(
            html.contains(r#"id="title-hint""#) && html.contains(r#"id="title-error""#),
            "{html}"
        );
        assert!(html.contains("(optional)"), "{html}");
    }

    #[test]
    fn a_group_points_at_its_own_error() {
        let html = view! {
            <FieldFrame id="themes" label="Themes" error=Some("Choose a theme".to_owned()) legend=true>
                <i></i>
            </FieldFrame>
        }
        .to_html();
        assert!(
            html.contains(r#"aria-describedby="themes-error""#),
            "{html}"
        );
        assert!(html.contains("<legend"), "{html}");
    }
}
