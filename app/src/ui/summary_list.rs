//! Answers to read back: check your answers, review.

use crate::ui::Markup;
use leptos::prelude::*;

/// One answer.
pub struct SummaryRow {
    /// The question, short.
    pub key: String,
    /// The answer as it will be read; say "Not provided" where there is none.
    pub value: Markup,
    /// Where to change it, and the hidden words after the link's own: `("/submit/…", "the title")`.
    pub change: Option<(String, String)>,
    /// What is wrong with the answer.
    pub error: Option<String>,
}

/// A list of questions with their answers and a link to change each.
#[component]
pub fn SummaryList(
    rows: Vec<SummaryRow>,
    /// What the links to change an answer say.
    #[prop(default = "Change")]
    word: &'static str,
) -> impl IntoView {
    let rows = rows
        .into_iter()
        .map(|row| {
            let class = if row.error.is_some() {
                "summary-row summary-row-invalid"
            } else {
                "summary-row"
            };
            let error = row.error.map(|error| {
                view! {
                    <p class="field-error">
                        <span class="visually-hidden">"Error: "</span>
                        {error}
                    </p>
                }
            });
            let change = row.change.map(|(href, hidden)| {
                view! {
                    <dd class="summary-change">
                        <a href=href>
                            {word}<span class="visually-hidden">{format!(" {hidden}")}</span>
                        </a>
                    </dd>
                }
            });
            view! {
                <div class=class>
                    <dt class="summary-key">{row.key}</dt>
                    <dd class="summary-value">{error}{row.value}</dd>
                    {change}
                </div>
            }
        })
        .collect_view();
    view! { <dl class="summary-list">{rows}</dl> }
}
