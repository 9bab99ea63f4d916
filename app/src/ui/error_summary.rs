//! The list of what went wrong, above the heading of a form.

use leptos::prelude::*;

/// One thing to mend: the field's id and the sentence that stands beside it too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    /// Id of the control the link lands on; an address when the control stands on another page.
    pub field: String,
    /// The same words as beside the field.
    pub message: String,
}

impl FormError {
    /// An error of the field with this id.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }

    /// The words that stand beside a field, if something is wrong with it.
    #[must_use]
    pub fn of(errors: &[Self], field: &str) -> Option<String> {
        let error = errors.iter().find(|error| error.field == field)?;
        Some(error.message.clone())
    }
}

#[cfg(feature = "ssr")]
impl From<case_study::FieldError> for FormError {
    fn from(error: case_study::FieldError) -> Self {
        Self::new(error.field, error.message)
    }
}

/// "There is a problem", with a link to each field. Draws nothing without errors.
///
/// It takes the focus without script: `autofocus` on a focusable element works on load.
#[component]
pub fn ErrorSummary(errors: Vec<FormError>) -> impl IntoView {
    if errors.is_empty() {
        return None;
    }
    let items = errors
        .into_iter()
        .map(|error| {
            let href = if error.field.starts_with('/') {
                error.field
            } else {
                format!("#{}", error.field)
            };
            view! { <li><a href=href>{error.message}</a></li> }
        })
        .collect_view();
    Some(view! {
        <div class="error-summary" id="error-summary" role="alert" tabindex="-1" autofocus>
            <h2>"There is a problem"</h2>
            <ul>{items}</ul>
        </div>
    })
}
