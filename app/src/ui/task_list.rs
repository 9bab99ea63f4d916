//! The list of sections of a case study, each with how far it is.

use crate::ui::IntoMarkup;
use leptos::prelude::*;

/// How far a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskStatus {
    /// Every needed answer is there.
    Done,
    /// Begun.
    InProgress,
    /// Nothing yet.
    NotStarted,
    /// Nothing yet, and nothing needed.
    Optional,
    /// Waits for other tasks; the title is not a link.
    CannotStart,
}

impl TaskStatus {
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Done => ("Completed", "task-status task-done"),
            Self::InProgress => ("In progress", "task-status task-in-progress"),
            Self::NotStarted => ("Not started", "task-status task-not-started"),
            Self::Optional => ("Optional", "task-status task-optional"),
            Self::CannotStart => ("Cannot start yet", "task-status task-cannot-start"),
        }
    }
}

/// One line of the task list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskItem {
    /// Where it is done; `None` while it cannot be.
    pub href: Option<String>,
    /// Begins with a verb.
    pub title: String,
    /// A short explanation.
    pub hint: Option<String>,
    /// How far it is.
    pub status: TaskStatus,
}

/// Tasks in any order, each with its status in words. A second list on a page counts on from the first.
#[component]
pub fn TaskList(
    items: Vec<TaskItem>,
    /// How many tasks stand in lists before it.
    #[prop(optional)]
    before: usize,
) -> impl IntoView {
    let items = items
        .into_iter()
        .enumerate()
        .map(|(index, item)| {
            let (words, class) = item.status.words();
            let status_id = format!("task-{}-status", before + index + 1);
            let title = match item.href {
                Some(href) => view! {
                    <a class="task-title" href=href aria-describedby=status_id.clone()>{item.title}</a>
                }
                .into_markup(),
                None => view! { <span class="task-title">{item.title}</span> }.into_markup(),
            };
            let hint = item.hint.map(|hint| view! { <span class="task-hint">{hint}</span> });
            view! {
                <li class="task">
                    <span class="task-words">{title}{hint}</span>
                    <span class=class id=status_id>{words}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="task-list">{items}</ul> }
}
