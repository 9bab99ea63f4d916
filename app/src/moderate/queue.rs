//! `/moderate`: who waits. What came back comes before what is new, and of these the first sent.

use super::queue_former;
use super::queue_view;
use super::queue_view::{QueueProps, Said};
use crate::ui::Nav;
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use case_study::text_input::one_line;
use case_study::{Action, Status, Vocabulary};
use store::accounts::Account;
use store::moderation_queue;
use store::moderation_queue::{Assigned, QueueFilter, Tab};
use store::{dead_letters, held, keys, message_inbox, thoughts, upkeep};
use url::form_urlencoded;

/// Longer is no title, museum, reference or address.
const LONGEST_SEARCH: usize = 300;
const YES: &str = "yes";

/// What the address asks for, as it is written there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// None for what waits, or for the whole queue where something is looked for.
    pub tab: Option<Tab>,
    /// Addresses of earlier versions name statuses; empty means all of the tab.
    pub statuses: Vec<Status>,
    pub assigned: Whose,
    /// A strand's slug, or empty.
    pub strand: String,
    pub silent: bool,
    pub came_back: bool,
    /// What is looked for, or empty.
    pub words: String,
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
    /// A colleague's, by the account's number.
    Colleague(i64),
}

impl Whose {
    pub fn slug(self) -> String {
        match self {
            Self::Anyone => String::new(),
            Self::Mine => "me".to_owned(),
            Self::Nobody => "nobody".to_owned(),
            Self::Colleague(id) => id.to_string(),
        }
    }

    fn read(slug: &str) -> Self {
        match slug {
            "me" => Self::Mine,
            "nobody" => Self::Nobody,
            _ => slug.parse().map_or(Self::Anyone, Self::Colleague),
        }
    }
}

/// The word of a tab in addresses.
pub(super) const fn slug_of(tab: Tab) -> &'static str {
    match tab {
        Tab::Waiting => "waiting",
        Tab::CameBack => "came-back",
        Tab::Mine => "mine",
        Tab::WithMuseum => "with-museum",
        Tab::AwaitingYes => "awaiting-yes",
        Tab::Done => "done",
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
                "tab" => asked.tab = Tab::ALL.into_iter().find(|tab| slug_of(*tab) == value),
                "status" => {
                    if let Some(status) = Status::from_slug(&value).filter(|status| {
                        *status != Status::Draft && !asked.statuses.contains(status)
                    }) {
                        asked.statuses.push(status);
                    }
                }
                "assigned" => asked.assigned = Whose::read(&value),
                "strand" => {
                    asked.strand = Vocabulary::Strand
                        .term(&value)
                        .map(|term| term.slug.to_owned())
                        .unwrap_or_default();
                }
                "silent" => asked.silent = value == YES,
                "came_back" => asked.came_back = value == YES,
                "q" => asked.words = one_line(&value).chars().take(LONGEST_SEARCH).collect(),
                "page" => asked.page = value.parse().ok().filter(|page| *page > 0).unwrap_or(1),
                _ => {}
            }
        }
        asked
    }

    /// The address that asks for the same on another page.
    pub fn href(&self, page: u64) -> String {
        let query = self.query(page);
        if query.is_empty() {
            paths::MODERATE.to_owned()
        } else {
            format!("{}?{query}", paths::MODERATE)
        }
    }

    /// What stands after the question mark.
    pub fn query(&self, page: u64) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(tab) = self.tab {
            query.append_pair("tab", slug_of(tab));
        }
        for status in &self.statuses {
            query.append_pair("status", status.slug());
        }
        let flag = |on: bool| if on { YES } else { "" };
        let assigned = self.assigned.slug();
        for (key, value) in [
            ("q", self.words.as_str()),
            ("assigned", assigned.as_str()),
            ("strand", self.strand.as_str()),
            ("silent", flag(self.silent)),
            ("came_back", flag(self.came_back)),
        ] {
            if !value.is_empty() {
                query.append_pair(key, value);
            }
        }
        if page > 1 {
            query.append_pair("page", &page.to_string());
        }
        query.finish()
    }

    /// The tab that is shown; none where the whole queue is looked through.
    pub fn shown_tab(&self) -> Option<Tab> {
        match (self.tab, self.statuses.first()) {
            (Some(tab), _) => Some(tab),
            (None, Some(status)) => Some(Tab::of(*status)),
            (None, None) if self.words.is_empty() => Some(Tab::Waiting),
            (None, None) => None,
        }
    }

    /// Whether less than a whole tab is asked for.
    pub fn is_narrowed(&self) -> bool {
        self.has_filters() || !self.words.is_empty()
    }

    /// Whether something is chosen beside the tab and the words.
    pub fn has_filters(&self) -> bool {
        !self.statuses.is_empty()
            || self.assigned != Whose::Anyone
            || !self.strand.is_empty()
            || self.silent
            || self.came_back
    }

    fn filter(&self, me: i64) -> QueueFilter {
        QueueFilter {
            tab: self.shown_tab(),
            statuses: self.statuses.clone(),
            assigned: match self.assigned {
                Whose::Anyone => Assigned::Anyone,
                Whose::Mine => Assigned::To(me),
                Whose::Nobody => Assigned::Nobody,
                Whose::Colleague(id) => Assigned::To(id),
            },
            strand: self.strand.clone(),
            silent: self.silent,
            came_back: self.came_back,
            words: self.words.clone(),
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
    let me = context.viewer.staff(&asked.href(asked.page))?.clone();
    let former = queue_former::load(&state, &query, "").await?;
    let said = former.map_or(Said::Nothing, Said::Former);
    page(&state, &context, &me, asked, said).await
}

/// The queue, with what is said above it.
pub(super) async fn page(
    state: &AppState,
    context: &PageContext,
    me: &Account,
    asked: Asked,
    said: Said,
) -> Result<Response, PageError> {
    let db = &state.db;
    let status = said.status();
    let filter = asked.filter(me.id);
    // Beside each other: none of it depends on another.
    let other_lists = async {
        tokio::try_join!(
            dead_letters::count(db),
            dead_letters::trouble(db),
            message_inbox::count_open(db),
            thoughts::count_open(db),
            upkeep::count_due(db),
            held::since(db.reader()),
        )
    };
    let (queue, next, colleagues, keys, other_lists) = tokio::try_join!(
        moderation_queue::queue(db, &filter, me.id),
        moderation_queue::next_in_queue(db, None, me.id),
        moderation_queue::colleagues(db),
        keys::are_on(db, me.id),
        other_lists,
    )?;
    let (undelivered, trouble, messages, thoughts, due, held) = other_lists;
    // Of what is decided nothing is asked any more.
    let undecided: Vec<i64> = queue
        .rows
        .iter()
        .filter(|row| row.status.actions(&[me.role]).contains(&Action::Join))
        .map(|row| row.id)
        .collect();
    let shown = QueueProps {
        similar: store::similar::marks(db, &undecided).await?,
        queue,
        next,
        colleagues,
        undelivered,
        trouble,
        is_held: held.is_some(),
        messages,
        thoughts,
        due,
        now: db.now_ms(),
        due_days: state.settings.due_days,
        me: me.id,
        keys,
        asked,
        said,
    };
    let mut page = Page::new("Queue")
        .private()
        .at(Nav::Moderate)
        .status(status);
    if keys {
        page = page.with_islands();
    }
    Ok(page.render(context, move || queue_view::view(shown)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(href: &str) -> Asked {
        Asked::read(href.split_once('?').map_or("", |(_, query)| query))
    }

    #[test]
    fn an_address_reads_back_as_it_is_written() {
        let href = "/moderate?tab=done&status=published&q=tea+50%25&assigned=7&strand=workforce&silent=yes&came_back=yes&page=3";
        let asked = read(href);
        assert_eq!(asked.tab, Some(Tab::Done));
        assert_eq!(asked.words, "tea 50%");
        assert_eq!(asked.assigned, Whose::Colleague(7));
        assert_eq!(asked.href(3), href);
        assert_eq!(read("/moderate").href(1), "/moderate");
    }

    #[test]
    fn an_address_of_before_the_tabs_opens_what_it_named() {
        let href =
            "/moderate?status=submitted&status=in_review&assigned=me&strand=workforce&page=3";
        let asked = read(href);
        assert_eq!(asked.statuses, [Status::Submitted, Status::InReview]);
        assert_eq!(
            (asked.assigned, asked.strand.as_str(), asked.page),
            (Whose::Mine, "workforce", 3)
        );
        assert_eq!(asked.href(3), href);
        assert_eq!(asked.shown_tab(), Some(Tab::Waiting));
        let of = |status: &str| read(&format!("/moderate?status={status}")).shown_tab();
        assert_eq!(of("declined"), Some(Tab::Done));
        assert_eq!(of("changes_requested"), Some(Tab::WithMuseum));
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let asked = Asked::read(
            "tab=lost&status=draft&status=lost&assigned=%3Cb%3E&strand=x&page=-1&utm=1&silent=1",
        );
        assert_eq!(
            asked,
            Asked {
                page: 1,
                ..Asked::default()
            }
        );
        assert_eq!(asked.href(1), "/moderate");
    }

    #[test]
    fn words_are_looked_for_everywhere_unless_a_tab_is_named() {
        assert_eq!(read("/moderate?q=tea").shown_tab(), None);
        assert_eq!(read("/moderate?q=+").shown_tab(), Some(Tab::Waiting));
        assert_eq!(
            read("/moderate?q=tea&tab=mine").shown_tab(),
            Some(Tab::Mine)
        );
        assert_eq!(
            read(&format!("/moderate?q={}", "x".repeat(999)))
                .words
                .len(),
            300
        );
    }
}
