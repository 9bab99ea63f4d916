//! A table of data, such as the moderation queue.

use crate::ui::{IntoMarkup, Markup};
use leptos::prelude::*;

/// A column's heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// The heading in words.
    pub label: String,
    /// Numbers line up at the right.
    pub numeric: bool,
}

impl Column {
    /// A plain column of words.
    #[must_use]
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            ..Self::default()
        }
    }
}

/// A real table with caption and headings. The first cell of a row is its heading.
///
/// On a narrow screen each row becomes a card and each cell names its column.
#[component]
pub fn DataTable(
    #[prop(into)] caption: String,
    /// The page's heading says the same already: keep the caption for screen readers only.
    #[prop(optional)]
    caption_hidden: bool,
    columns: Vec<Column>,
    rows: Vec<Vec<Markup>>,
) -> impl IntoView {
    let heads = columns.iter().cloned().map(head).collect_view();
    let rows = rows
        .into_iter()
        .map(|cells| {
            let cells = cells
                .into_iter()
                .enumerate()
                .map(|(index, cell)| {
                    let column = columns.get(index);
                    let numeric = column
                        .is_some_and(|column| column.numeric)
                        .then_some("numeric");
                    let label = column.map(|column| column.label.clone());
                    if index == 0 {
                        view! { <th scope="row">{cell}</th> }.into_markup()
                    } else {
                        view! { <td class=numeric data-label=label>{cell}</td> }.into_markup()
                    }
                })
                .collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    view! {
        <div class="data-table-room">
            <table class="data-table">
                <caption class=caption_hidden.then_some("visually-hidden")>{caption}</caption>
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn head(column: Column) -> impl IntoView {
    let numeric = column.numeric.then_some("numeric");
    view! { <th scope="col" class=numeric>{column.label}</th> }
}
