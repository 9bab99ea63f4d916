//! The list of an inbox: what is open, or what is handled. Both inboxes show theirs the same way.

use super::part_asked::PartAsked;
use crate::ui::{BackLink, Column, DataTable, PageHeading, Pagination, when};
use crate::ui::{IntoMarkup, Markup};
use case_study::Stored;
use case_study::reader_message::MessageState;
use case_study::stored::NEWER;
use leptos::prelude::*;

/// What one of these lists says of its own.
#[derive(Clone, Copy)]
pub(super) struct InboxList {
    pub path: &'static str,
    pub title: &'static str,
    /// What stands above those that are open.
    pub lede: &'static str,
    pub columns: &'static [&'static str],
    /// What it holds: one, and several.
    pub nouns: (&'static str, &'static str),
}

/// What the address asks for.
pub(super) type Asked = PartAsked<MessageState>;

impl InboxList {
    /// The address that asks for this.
    pub fn href(self, asked: Asked) -> String {
        asked.href(self.path)
    }

    /// The whole page: these rows, of so many on so many pages.
    pub fn view(
        self,
        asked: Asked,
        rows: Vec<Vec<Markup>>,
        total: u64,
        pages: u64,
    ) -> impl IntoView {
        let (lede, nothing, other, other_words) = match asked.part {
            MessageState::Open => (
                self.lede,
                "No one is waiting for an answer.",
                MessageState::Handled,
                "See what is handled",
            ),
            MessageState::Handled => (
                "What moderators have dealt with, the last first.",
                "Nothing here yet.",
                MessageState::Open,
                "See what is open",
            ),
        };
        let other = self.href(Asked::first_page(other));
        let list = if rows.is_empty() {
            view! { <div class="queue-empty"><p class="lede">{nothing}</p></div> }.into_markup()
        } else {
            let columns: Vec<Column> = self.columns.iter().copied().map(Column::new).collect();
            let caption = format!(
                "{}, {}",
                self.count_in_words(total),
                asked.part.label().to_lowercase()
            );
            let href = move |page| self.href(Asked { page, ..asked });
            view! {
                <DataTable caption=caption columns=columns rows=rows/>
                <Pagination page=asked.page pages=pages href=href/>
            }
            .into_markup()
        };
        view! {
            <div class="queue">
                <BackLink href=paths::MODERATE label="Queue"/>
                <PageHeading title=self.title lede=lede/>
                <p class="queue-other"><a href=other>{other_words}</a></p>
                {list}
            </div>
        }
    }

    /// "1 message", "3 messages".
    fn count_in_words(self, count: u64) -> String {
        let (one, several) = self.nouns;
        match count {
            1 => format!("1 {one}"),
            _ => format!("{count} {several}"),
        }
    }
}

/// The cell that says since when one waits, or when it was handled.
pub(super) fn waiting(created_at: i64, handled_at: Option<i64>, now: i64) -> Markup {
    match handled_at {
        Some(at) => view! { <div>"Handled "<when::Day ms=at/></div> }.into_markup(),
        None => view! {
            <div>
                <span class="row-waiting">{when::since(created_at, now)}</span>
                <span class="row-since">"since "<when::Day ms=created_at/></span>
            </div>
        }
        .into_markup(),
    }
}

/// What stands beside one that a newer version of the program handles.
pub(super) fn newer(state: &Stored<MessageState>) -> Option<Markup> {
    state
        .known()
        .is_none()
        .then(|| view! { <span class="row-reference">{NEWER}</span> }.into_markup())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: InboxList = InboxList {
        path: paths::MODERATE_THOUGHTS,
        title: "Thoughts",
        lede: "The longest waiting first.",
        columns: &["What it is about"],
        nouns: ("thought", "thoughts"),
    };

    #[test]
    fn one_is_counted_as_one() {
        assert_eq!(LIST.count_in_words(1), "1 thought");
        assert_eq!(LIST.count_in_words(2), "2 thoughts");
    }
}
