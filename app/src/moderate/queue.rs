//! `/moderate`: who waits, the longest first.

use super::queue_view;
use super::queue_view::QueueProps;
use super::told_view;
use crate::ui::Nav;
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use case_study::{Status, Vocabulary};
use store::moderation_queue;
use store::moderation_queue::{Assigned, QueueFilter};
use store::{dead_letters, message_inbox};
use url::form_urlencoded;

/// What the address asks for, as it is written there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// Empty means everything that waits.
    pub statuses: Vec<Status>,
    pub assigned: Whose,
    /// A strand's slug, or empty.
    pub strand: String,
    /// Counts from 1.
    pub page: u64,
}

/// Whose submissions are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Whose {
    #[default]
    Anyone,
    Mine,
    Nobody,
}

impl Whose {
    pub const ALL: [Self; 3] = [Self::Anyone, Self::Mine, Self::Nobody];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Anyone => "",
            Self::Mine => "me",
            Self::Nobody => "nobody",
        }
    }
}

impl Asked {
    /// Reads a query. What it does not know it leaves out: a link from last year should still open.
    pub fn read(query: &str) -> Self {
        let mut asked = Self {
            page: 1,
            ..Self::default()
        };
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            match key.as_ref() {
                "status" => {
                    if let Some(status) = Status::from_slug(&value).filter(|status| {
                        *status != Status::Draft && !asked.statuses.contains(status)
                    }) {
                        asked.statuses.push(status);
                    }
                }
                "assigned" => {
                    asked.assigned = Whose::ALL
                        .into_iter()
                        .find(|whose| whose.slug() == value)
                        .unwrap_or_default();
                }
                "strand" => {
                    asked.strand = Vocabulary::Strand
                        .term(&value)
                        .map(|term| term.slug.to_owned())
                        .unwrap_or_default();
                }
                "page" => asked.page = value.parse().ok().filter(|page| *page > 0).unwrap_or(1),
                _ => {}
            }
        }
        asked
    }

    /// The address that asks for the same on another page.
    pub fn href(&self, page: u64) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for status in &self.statuses {
            query.append_pair("status", status.slug());
        }
        if self.assigned != Whose::Anyone {
            query.append_pair("assigned", self.assigned.slug());
        }
        if !self.strand.is_empty() {
            query.append_pair("strand", &self.strand);
        }
        if page > 1 {
            query.append_pair("page", &page.to_string());
        }
        let query = query.finish();
        if query.is_empty() {
            paths::MODERATE.to_owned()
        } else {
            format!("{}?{query}", paths::MODERATE)
        }
    }

    pub fn is_narrowed(&self) -> bool {
        !self.statuses.is_empty() || self.assigned != Whose::Anyone || !self.strand.is_empty()
    }

    fn filter(&self, me: i64) -> QueueFilter {
        QueueFilter {
            statuses: self.statuses.clone(),
            assigned: match self.assigned {
                Whose::Anyone => Assigned::Anyone,
                Whose::Mine => Assigned::To(me),
                Whose::Nobody => Assigned::Nobody,
            },
            strand: self.strand.clone(),
            page: self.page,
        }
    }
}

/// The queue.
///
/// # Errors
/// Sends everybody but staff away.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let query = query.unwrap_or_default();
    let asked = Asked::read(&query);
    let me = context.viewer.staff(&asked.href(asked.page))?;
    let queue = moderation_queue::queue(&state.db, &asked.filter(me.id), me.id).await?;
    let next = moderation_queue::next_waiting(&state.db, 0, me.id).await?;
    let shown = QueueProps {
        asked,
        queue,
        next,
        undelivered: dead_letters::count(&state.db).await?,
        trouble: told_view::load(&state).await?,
        messages: message_inbox::count_open(&state.db).await?,
        now: state.db.now_ms(),
    };
    let page = Page::new("Queue").private().at(Nav::Moderate);
    Ok(page.render(&context, move || queue_view::view(shown)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_as_it_is_written() {
        let href =
            "/moderate?status=submitted&status=in_review&assigned=me&strand=workforce&page=3";
        let asked = Asked::read(href.split_once('?').map_or("", |(_, query)| query));
        assert_eq!(asked.statuses, [Status::Submitted, Status::InReview]);
        assert_eq!(
            (asked.assigned, asked.strand.as_str(), asked.page),
            (Whose::Mine, "workforce", 3)
        );
        assert_eq!(asked.href(3), href);
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let asked = Asked::read("status=draft&status=lost&assigned=%3Cb%3E&strand=x&page=-1&utm=1");
        assert_eq!(
            asked,
            Asked {
                page: 1,
                ..Asked::default()
            }
        );
        assert_eq!(asked.href(1), "/moderate");
    }
}
