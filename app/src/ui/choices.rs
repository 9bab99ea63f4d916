//! Radios, checkboxes and the drop-down list.

use super::maybe_text::MaybeText;
use leptos::prelude::*;

/// One thing a person may choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the person reads.
    pub label: String,
    /// A short explanation under the label.
    pub hint: Option<String>,
    /// Chosen already.
    pub checked: bool,
}

/// Choose one. Stands inside a `FieldFrame` with `legend=true`.
///
/// The first control carries the field's own id, so a link in the error summary lands on it.
#[component]
pub fn Radios(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    options: Vec<Choice>,
    #[prop(optional, into)] describedby: MaybeText,
    #[prop(optional)] invalid: bool,
    #[prop(optional)] columns: bool,
) -> impl IntoView {
    choices("radio", id, name, options, describedby, invalid, columns)
}

/// Choose any. Stands inside a `FieldFrame` with `legend=true`; long lists want `columns`.
#[component]
pub fn Checkboxes(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    options: Vec<Choice>,
    #[prop(optional, into)] describedby: MaybeText,
    #[prop(optional)] invalid: bool,
    #[prop(optional)] columns: bool,
) -> impl IntoView {
    choices("checkbox", id, name, options, describedby, invalid, columns)
}

fn choices(
    kind: &'static str,
    id: String,
    name: String,
    options: Vec<Choice>,
    describedby: MaybeText,
    invalid: bool,
    columns: bool,
) -> impl IntoView {
    let class = match (columns, invalid) {
        (false, false) => "choices",
        (true, false) => "choices choices-columns",
        (false, true) => "choices choices-invalid",
        (true, true) => "choices choices-columns choices-invalid",
    };
    let mut describedby = describedby.into_inner();
    let items = options
        .into_iter()
        .enumerate()
        .map(|(index, option)| {
            let control = if index == 0 {
                id.clone()
            } else {
                format!("{id}-{}", index + 1)
            };
            let hint_id = option
                .hint
                .as_ref()
                .map(|_| format!("{control}-choice-hint"));
            // Heard once, at the first control: the group's legend is read there too.
            let described = match (describedby.take(), hint_id.clone()) {
                (Some(group), Some(own)) => Some(format!("{group} {own}")),
                (group, own) => group.or(own),
            };
            let hint = option
                .hint
                .map(|hint| view! { <p class="choice-hint" id=hint_id>{hint}</p> });
            view! {
                <div class="choice">
                    <input
                        type=kind
                        id=control.clone()
                        name=name.clone()
                        value=option.value
                        checked=option.checked
                        aria-describedby=described
                    />
                    <label for=control>{option.label}</label>
                    {hint}
                </div>
            }
        })
        .collect_view();
    view! { <div class=class>{items}</div> }
}

/// Choose one of many from a drop-down list; for a handful use `Radios`.
#[component]
pub fn Select(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    options: Vec<Choice>,
    /// A first, empty line such as "Choose a country".
    #[prop(optional, into)]
    prompt: MaybeText,
    #[prop(optional_no_strip, into)] autocomplete: Option<&'static str>,
    #[prop(optional, into)] describedby: MaybeText,
    #[prop(optional)] invalid: bool,
) -> impl IntoView {
    let prompt = prompt
        .into_inner()
        .map(|prompt| view! { <option value="">{prompt}</option> });
    let options = options
        .into_iter()
        .map(|option| {
            view! { <option value=option.value selected=option.checked>{option.label}</option> }
        })
        .collect_view();
    view! {
        <select
            class="input input-select"
            id=id
            name=name
            autocomplete=autocomplete
            aria-describedby=describedby.into_inner()
            aria-invalid=invalid.then_some("true")
        >
            {prompt}
            {options}
        </select>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_link_lands_on_the_first_choice() {
        let options = vec![
            Choice {
                value: "a".into(),
                label: "A & B".into(),
                hint: Some("both".into()),
                checked: true,
            },
            Choice {
                value: "b".into(),
                label: "B".into(),
                ..Choice::default()
            },
        ];
        let html = view! { <Checkboxes id="themes" name="themes" options=options/> }.to_html();
        assert!(
            html.contains(r#"id="themes""#) && html.contains(r#"id="themes-2""#),
            "{html}"
        );
        assert!(html.contains("A &amp; B"), "{html}");
        assert_eq!(html.matches(" checked").count(), 1, "{html}");
        assert!(
            html.contains(r#"aria-describedby="themes-choice-hint""#),
            "{html}"
        );
    }
}
