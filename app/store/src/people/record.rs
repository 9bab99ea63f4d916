//! Who did what: the history of one account, newest first.

use crate::entity::{account, case, event, submission};
use crate::history::Detail;
use crate::{Db, DbErr};
use case_study::{EventKind, Stored};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;

const PER_PAGE: u64 = 25;

/// Something that somebody did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonEntry {
    pub at: i64,
    pub kind: Stored<EventKind>,
    /// The submission it was done to: its reference and title. What its museum never sent is nobody else's to
    /// hear of.
    pub submission: Option<(String, String)>,
    /// The case it was done to, where no submission stands for it: its slug, if it has one, and title.
    pub case: Option<(Option<String>, String)>,
    /// The account it was done to, by its id, and its name while it is there.
    pub account: Option<(i64, Option<String>)>,
    /// What it was before and is after, for a role.
    pub before: Vec<String>,
    pub after: Vec<String>,
}

/// A page of them.
#[derive(Debug, Clone, Default)]
pub struct PersonEntries {
    pub rows: Vec<PersonEntry>,
    pub total: u64,
    pub pages: u64,
}

/// What an account did, newest first. `page` counts from 1; after the last one there is nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn entries(db: &Db, account_id: i64, page: u64) -> Result<PersonEntries, DbErr> {
    let paginator = event::Entity::find()
        .filter(event::Column::AccountId.eq(account_id))
        .order_by_desc(event::Column::Id)
        .paginate(db.reader(), PER_PAGE);
    let size = paginator.num_items_and_pages().await?;
    let events = if page > size.number_of_pages {
        Vec::new()
    } else {
        paginator.fetch_page(page.saturating_sub(1)).await?
    };
    let details: Vec<Detail> = events
        .iter()
        .map(|event| serde_json::from_str(&event.detail).unwrap_or_default())
        .collect();
    let submissions: HashMap<i64, (String, String)> = submission::Entity::find()
        .filter(submission::Column::Id.is_in(events.iter().filter_map(|event| event.submission_id)))
        .filter(submission::Column::SubmittedAt.is_not_null())
        .all(db.reader())
        .await?
        .into_iter()
        .map(|row| (row.id, (row.reference, row.title)))
        .collect();
    let cases: HashMap<i64, (Option<String>, String)> = case::Entity::find()
        .filter(case::Column::Id.is_in(events.iter().filter_map(|event| event.case_id)))
        .all(db.reader())
        .await?
        .into_iter()
        .map(|row| (row.id, (row.slug, row.title)))
        .collect();
    let names: HashMap<i64, String> = account::Entity::find()
        .filter(account::Column::Id.is_in(details.iter().filter_map(|detail| detail.account)))
        .all(db.reader())
        .await?
        .into_iter()
        .map(|row| (row.id, row.name))
        .collect();
    let rows = events
        .into_iter()
        .zip(details)
        .map(|(event, detail)| PersonEntry {
            at: event.at,
            kind: Stored::read(&event.action),
            submission: event
                .submission_id
                .and_then(|id| submissions.get(&id).cloned()),
            case: event
                .case_id
                .filter(|_| event.submission_id.is_none())
                .and_then(|id| cases.get(&id).cloned()),
            account: detail
                .account
                .filter(|id| *id != account_id)
                .map(|id| (id, names.get(&id).cloned())),
            before: detail.before,
            after: detail.after,
        })
        .collect();
    Ok(PersonEntries {
        rows,
        total: size.number_of_items,
        pages: size.number_of_pages,
    })
}
