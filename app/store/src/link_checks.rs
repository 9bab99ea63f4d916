//! Links of public case studies: which there are, when each was last looked at, and which do not work. Who asks
//! stands in the server.

mod looking;

pub use looking::{ToCheck, next, note};

use super::cases::is_public;
use super::entity::{case, link_check, revision, submission};
use super::{Db, DbErr, hash_token, read_content_to_show};
use case_study::{CaseState, Status};
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// So often in a row it must fail before anybody is told.
const TOLD_AFTER: i64 = 3;
/// Cases read in one go.
const BATCH: u64 = 200;

/// What became of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Works,
    /// It is not there any more.
    Broken,
    /// Nobody answered, or the site is broken.
    NoAnswer,
    /// Not an address that anybody could open.
    LeftAlone,
}

impl Outcome {
    const ALL: [Self; 4] = [Self::Works, Self::Broken, Self::NoAnswer, Self::LeftAlone];

    const fn slug(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Broken => "broken",
            Self::NoAnswer => "no_answer",
            Self::LeftAlone => "left_alone",
        }
    }

    /// As staff read it.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Works => "It works",
            Self::Broken => "The page is not there any more",
            Self::NoAnswer => "The site does not answer",
            Self::LeftAlone => "Not looked at",
        }
    }

    const fn fails(self) -> bool {
        matches!(self, Self::Broken | Self::NoAnswer)
    }
}

/// A link that does not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failing {
    pub slug: String,
    pub title: String,
    /// The submission whose text readers see, by its reference; none for a compiled case.
    pub reference: Option<String>,
    pub url: String,
    pub outcome: Outcome,
    /// Since when.
    pub since: i64,
}

/// Notes which links the public texts have now, and forgets those that went; how many there are.
///
/// # Errors
/// When the database does not answer, or holds what cannot be read.
pub async fn collect(db: &Db) -> Result<usize, DbErr> {
    let mut all = 0;
    let mut after = 0;
    loop {
        let texts: Vec<(i64, String)> = case::Entity::find()
            .select_only()
            .column(case::Column::Id)
            .column(revision::Column::Content)
            .join(
                JoinType::InnerJoin,
                case::Entity::belongs_to(revision::Entity)
                    .from(case::Column::PublishedRevisionId)
                    .to(revision::Column::Id)
                    .into(),
            )
            .filter(is_public())
            .filter(case::Column::Id.gt(after))
            .order_by_asc(case::Column::Id)
            .limit(BATCH)
            .into_tuple()
            .all(db.reader())
            .await?;
        let Some((last, _)) = texts.last() else {
            break;
        };
        after = *last;
        let mut links = BTreeMap::new();
        for (case_id, text) in &texts {
            let content = read_content_to_show(text)?;
            let of_text = content.links.into_iter().map(|link| link.url);
            let of_text: BTreeSet<String> = of_text
                .chain(content.sources)
                .map(|url| url.trim().to_owned())
                .filter(|url| url.starts_with("http://") || url.starts_with("https://"))
                .collect();
            all += of_text.len();
            links.insert(*case_id, of_text);
        }
        keep(db, links).await?;
    }
    let there = Query::select()
        .column(case::Column::Id)
        .from(case::Entity)
        .and_where(
            case::Column::State.is_in(
                CaseState::ALL
                    .iter()
                    .filter(|state| state.is_public())
                    .map(|state| state.slug()),
            ),
        )
        .to_owned();
    link_check::Entity::delete_many()
        .filter(link_check::Column::CaseId.not_in_subquery(there))
        .exec(db.writer())
        .await?;
    Ok(all)
}

/// The links of these cases are these and no others, each once: several instances may collect them in the same moment.
async fn keep(db: &Db, links: BTreeMap<i64, BTreeSet<String>>) -> Result<(), DbErr> {
    let mut known = link_check::Entity::find()
        .filter(link_check::Column::CaseId.is_in(links.keys().copied()))
        .all(db.reader())
        .await?;
    // Programs before this one wrote no hash, and perhaps the same link twice: then the earlier stays.
    known.sort_by_key(|row| (row.url_hash.is_none(), row.id));
    let mut there: HashMap<i64, BTreeSet<String>> = HashMap::new();
    let mut gone = Vec::new();
    let mut without_hash = Vec::new();
    for row in known {
        let is_linked = links
            .get(&row.case_id)
            .is_some_and(|of| of.contains(&row.url));
        let urls = there.entry(row.case_id).or_default();
        if !is_linked || urls.contains(&row.url) {
            gone.push(row.id);
            continue;
        }
        if row.url_hash.is_none() {
            without_hash.push((row.id, hash_token(&row.url)));
        }
        urls.insert(row.url);
    }
    let now = db.now_ms();
    let new: Vec<link_check::ActiveModel> = links
        .into_iter()
        .flat_map(|(case_id, urls)| urls.into_iter().map(move |url| (case_id, url)))
        .filter(|(case_id, url)| !there.get(case_id).is_some_and(|urls| urls.contains(url)))
        .map(|(case_id, url)| link_check::ActiveModel {
            case_id: Set(case_id),
            url_hash: Set(Some(hash_token(&url))),
            url: Set(url),
            outcome: Set(String::new()),
            checked_at: Set(0),
            failures: Set(0),
            created_at: Set(now),
            ..Default::default()
        })
        .collect();
    if !gone.is_empty() {
        link_check::Entity::delete_many()
            .filter(link_check::Column::Id.is_in(gone))
            .exec(db.writer())
            .await?;
    }
    for (id, hash) in without_hash {
        link_check::Entity::update_many()
            .col_expr(link_check::Column::UrlHash, Expr::value(hash))
            .filter(link_check::Column::Id.eq(id))
            .exec(db.writer())
            .await?;
    }
    if !new.is_empty() {
        link_check::Entity::insert_many(new)
            .on_conflict(
                OnConflict::columns([link_check::Column::CaseId, link_check::Column::UrlHash])
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(db.writer())
            .await?;
    }
    Ok(())
}

/// How many links do not work.
///
/// # Errors
/// When the database does not answer.
pub async fn count_failing(db: &Db) -> Result<u64, DbErr> {
    rows().count(db.reader()).await
}

fn rows() -> sea_orm::Select<link_check::Entity> {
    link_check::Entity::find().filter(link_check::Column::Failures.gte(TOLD_AFTER))
}

/// The links that do not work, the longest first, at most so many.
///
/// # Errors
/// When the database does not answer.
pub async fn failing(db: &Db, most: u64) -> Result<Vec<Failing>, DbErr> {
    let rows = rows()
        .order_by_asc(link_check::Column::FailingSince)
        .order_by_asc(link_check::Column::Id)
        .limit(most)
        .all(db.reader())
        .await?;
    let ids: BTreeSet<i64> = rows.iter().map(|row| row.case_id).collect();
    let cases: HashMap<i64, case::Model> = case::Entity::find()
        .filter(case::Column::Id.is_in(ids.iter().copied()))
        .filter(is_public())
        .all(db.reader())
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let references: HashMap<i64, String> = submission::Entity::find()
        .filter(submission::Column::CaseId.is_in(ids))
        .filter(submission::Column::Status.eq(Status::Published.slug()))
        .all(db.reader())
        .await?
        .into_iter()
        .map(|row| (row.case_id, row.reference))
        .collect();
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let case = cases.get(&row.case_id)?;
            Some(Failing {
                slug: case.slug.clone()?,
                title: case.title.clone(),
                reference: references.get(&row.case_id).cloned(),
                outcome: Outcome::ALL
                    .into_iter()
                    .find(|one| one.slug() == row.outcome)?,
                since: row.failing_since.unwrap_or(row.checked_at),
                url: row.url,
            })
        })
        .collect())
}
