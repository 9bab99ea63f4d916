//! What the public reads: published revisions.
//!
//! Lists, searches and counts come from `index`, which is built from what this file
//! reads; the types they are asked for and answered with stand here. One case by its slug comes
//! from the database itself.

use super::entity::{case, revision};
use super::{Db, DbErr, blobs, read_content_to_show};
use case_study::evidence;
use case_study::evidence::{EvidenceLabel, People};
use case_study::public::public_part;
use case_study::{CaseState, CaseStudyContent, Facet, Origin, PublicContent};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// In which order a list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    #[default]
    Newest,
    Title,
    /// How well a case answers the words; the newest first where there are none.
    Relevance,
}

/// What a list is narrowed to: OR inside a facet, AND between facets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filters {
    /// What somebody is looking for, in their own words; may be empty.
    pub q: String,
    /// Slugs by facet.
    pub chosen: BTreeMap<Facet, Vec<String>>,
    pub sort: Sort,
}

/// A case as the public may read it.
#[derive(Debug, Clone)]
pub struct PublicCase {
    pub slug: String,
    pub state: CaseState,
    /// Compiled from public sources rather than submitted by the museum; every sample is.
    pub compiled: bool,
    /// Made by this program to be tried out.
    pub sample: bool,
    pub featured: bool,
    pub published_at: i64,
    pub updated_at: i64,
    pub content: PublicContent,
}

impl PublicCase {
    /// The evidence label that stands, and whether it is only suggested.
    #[must_use]
    pub fn evidence(&self) -> EvidenceLabel<'_> {
        EvidenceLabel::of(&self.content, self.compiled)
    }

    /// Who looked into what changed, how, and how many people were counted, in a line.
    #[must_use]
    pub fn evidence_in_words(&self) -> String {
        evidence::in_words(&self.content, self.compiled)
    }

    /// The number of people it gives.
    #[must_use]
    pub fn people(&self) -> Option<People> {
        People::of(&self.content, self.compiled)
    }
}

/// A page of a list.
#[derive(Debug, Clone, Default)]
pub struct Found {
    pub cases: Vec<PublicCase>,
    pub total: u64,
    /// How many of them have all of the words that were looked for; without words, all.
    pub with_all: u64,
    pub pages: u64,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermCount {
    pub slug: Cow<'static, str>,
    pub label: Cow<'static, str>,
    /// How many cases the list would show with this value chosen beside the other facets.
    pub count: u64,
}

/// What lies behind a slug.
#[derive(Debug)]
pub enum BySlug {
    Public {
        case: Box<PublicCase>,
        /// Whether its museum takes messages from readers. Lists come from the index, which holds no
        /// contact, and do not know it.
        takes_questions: bool,
    },
    /// It was public once; the answer is 410.
    TakenDown,
    Missing,
}

impl BySlug {
    fn of(case: WithContact) -> Self {
        if case.public.state.is_public() {
            Self::Public {
                takes_questions: case.address_for_questions.is_some(),
                case: Box::new(case.public),
            }
        } else if case.public.state == CaseState::Unpublished {
            Self::Missing
        } else {
            Self::TakenDown
        }
    }
}

/// Whether its words were compiled from public sources rather than sent in by its museum. Those of a sample were,
/// also where it goes the way of what museums send.
pub(super) fn is_compiled(origin: &str, sample: bool) -> bool {
    sample || Origin::is_compiled(origin)
}

pub(super) fn is_public() -> Condition {
    let public = CaseState::ALL
        .iter()
        .filter(|state| state.is_public())
        .map(|state| state.slug());
    Condition::all().add(case::Column::State.is_in(public))
}

/// A case with the contact that never leaves this crate but by mail.
pub(super) struct WithContact {
    pub id: i64,
    pub public: PublicCase,
    /// `None` where its museum takes no messages from readers.
    pub address_for_questions: Option<String>,
}

#[derive(FromQueryResult)]
struct PublicRow {
    id: i64,
    slug: Option<String>,
    state: String,
    origin: String,
    sample: bool,
    featured: bool,
    published_at: Option<i64>,
    updated_at: Option<i64>,
    revision_id: i64,
    content: String,
}

impl PublicRow {
    async fn into_case(self, db: &impl ConnectionTrait) -> Result<WithContact, DbErr> {
        let mut content = read_content_to_show(&self.content)?;
        blobs::without_ended(db, self.revision_id, &mut content).await?;
        Ok(self.with_text(content))
    }

    fn with_text(self, content: CaseStudyContent) -> WithContact {
        let address_for_questions = content.address_for_questions().map(str::to_owned);
        let public = PublicCase {
            slug: self.slug.unwrap_or_default(),
            // A state that this version does not know is not shown to anybody.
            state: CaseState::from_slug(&self.state).unwrap_or(CaseState::Unpublished),
            compiled: is_compiled(&self.origin, self.sample),
            sample: self.sample,
            featured: self.featured,
            published_at: self.published_at.unwrap_or_default(),
            updated_at: self.updated_at.unwrap_or_default(),
            content: public_part(content),
        };
        WithContact {
            id: self.id,
            public,
            address_for_questions,
        }
    }
}

/// Rows as cases in the same order, without files whose consent has ended: one more question to the database for all
/// of them together, where there are files. An error stands for a row that cannot be read.
async fn into_cases(
    rows: Vec<PublicRow>,
    db: &impl ConnectionTrait,
) -> Result<Vec<(i64, Result<WithContact, DbErr>)>, DbErr> {
    let read: Vec<(PublicRow, Result<CaseStudyContent, DbErr>)> = rows
        .into_iter()
        .map(|row| {
            let content = read_content_to_show(&row.content);
            (row, content)
        })
        .collect();
    let texts = read
        .iter()
        .filter_map(|(row, content)| Some((row.revision_id, content.as_ref().ok()?)));
    let shown = blobs::shown(db, texts).await?;
    Ok(read
        .into_iter()
        .map(|(row, content)| {
            let id = row.id;
            let case = content.map(|mut content| {
                shown.leave_in(row.revision_id, &mut content);
                row.with_text(content)
            });
            (id, case)
        })
        .collect())
}

/// Cases with their published text, whatever their state.
pub(super) fn select_public() -> sea_orm::Select<case::Entity> {
    case::Entity::find()
        .select_only()
        .columns([
            case::Column::Id,
            case::Column::Slug,
            case::Column::State,
            case::Column::Origin,
            case::Column::Sample,
            case::Column::Featured,
            case::Column::PublishedAt,
            case::Column::UpdatedAt,
        ])
        .column_as(revision::Column::Id, "revision_id")
        .column_as(revision::Column::Content, "content")
        .join(
            JoinType::InnerJoin,
            case::Entity::belongs_to(revision::Entity)
                .from(case::Column::PublishedRevisionId)
                .to(revision::Column::Id)
                .into(),
        )
}

/// What lies behind a slug.
///
/// # Errors
/// When the database does not answer.
pub async fn by_slug(db: &Db, slug: &str) -> Result<BySlug, DbErr> {
    let row: Option<PublicRow> = select_public()
        .filter(case::Column::Slug.eq(slug))
        .into_model()
        .one(db.reader())
        .await?;
    let Some(row) = row else {
        return Ok(BySlug::Missing);
    };
    row.into_case(db.reader()).await.map(BySlug::of)
}

/// What lies behind each of a handful of slugs, in the order asked.
///
/// # Errors
/// When the database does not answer.
pub async fn by_slugs(db: &Db, slugs: &[String]) -> Result<Vec<BySlug>, DbErr> {
    if slugs.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<PublicRow> = select_public()
        .filter(case::Column::Slug.is_in(slugs))
        .into_model()
        .all(db.reader())
        .await?;
    let mut found = BTreeMap::new();
    for (_, case) in into_cases(rows, db.reader()).await? {
        let case = case?;
        found.insert(case.public.slug.clone(), BySlug::of(case));
    }
    Ok(slugs
        .iter()
        .map(|slug| found.remove(slug).unwrap_or(BySlug::Missing))
        .collect())
}

/// The cases with these numbers that the public may read.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn by_ids(db: &Db, ids: &[i64]) -> Result<HashMap<i64, PublicCase>, DbErr> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<PublicRow> = select_public()
        .filter(is_public())
        .filter(case::Column::Id.is_in(ids.iter().copied()))
        .into_model()
        .all(db.reader())
        .await?;
    let cases = into_cases(rows, db.reader()).await?.into_iter();
    cases.map(|(id, case)| Ok((id, case?.public))).collect()
}

/// A case that the public may read now, by its slug.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn public_by_slug(
    db: &impl ConnectionTrait,
    slug: &str,
) -> Result<Option<WithContact>, DbErr> {
    one_public(db, Condition::all().add(case::Column::Slug.eq(slug))).await
}

/// A case that the public may read now, by its id.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn public_by_id(
    db: &impl ConnectionTrait,
    id: i64,
) -> Result<Option<WithContact>, DbErr> {
    one_public(db, Condition::all().add(case::Column::Id.eq(id))).await
}

async fn one_public(
    db: &impl ConnectionTrait,
    which: Condition,
) -> Result<Option<WithContact>, DbErr> {
    let row: Option<PublicRow> = select_public()
        .filter(is_public())
        .filter(which)
        .into_model()
        .one(db)
        .await?;
    Ok(match row {
        Some(row) => Some(row.into_case(db).await?),
        None => None,
    })
}

/// A case as the index reads it.
#[derive(Debug)]
pub struct ForIndex {
    pub id: i64,
    /// `None` when the public may not read it, or when what is stored cannot be read.
    pub case: Option<PublicCase>,
}

/// The next cases after `after_id` that were published once, by their ids. With `since`, only
/// those that changed in public after that generation.
///
/// # Errors
/// When the database does not answer.
pub async fn for_index(
    db: &Db,
    since: Option<i64>,
    after_id: i64,
    most: u64,
) -> Result<Vec<ForIndex>, DbErr> {
    let mut select = select_public().filter(case::Column::Id.gt(after_id));
    select = match since {
        Some(generation) => select.filter(case::Column::ChangedIn.gt(generation)),
        None => select.filter(is_public()),
    };
    let rows: Vec<PublicRow> = select
        .order_by_asc(case::Column::Id)
        .limit(most)
        .into_model()
        .all(db.reader())
        .await?;
    as_read_by_index(db, rows).await
}

/// These cases as they stand now, those that the public may not read among them.
///
/// # Errors
/// When the database does not answer.
pub async fn for_index_of(db: &Db, ids: &[i64]) -> Result<Vec<ForIndex>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<PublicRow> = select_public()
        .filter(case::Column::Id.is_in(ids.iter().copied()))
        .into_model()
        .all(db.reader())
        .await?;
    as_read_by_index(db, rows).await
}

/// The cases that changed in public after this generation and that the public may not read now.
///
/// # Errors
/// When the database does not answer.
pub async fn gone_since(db: &Db, generation: i64) -> Result<Vec<i64>, DbErr> {
    case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .filter(case::Column::ChangedIn.gt(generation))
        .filter(is_public().not())
        .into_tuple()
        .all(db.reader())
        .await
}

async fn as_read_by_index(db: &Db, rows: Vec<PublicRow>) -> Result<Vec<ForIndex>, DbErr> {
    let cases = into_cases(rows, db.reader()).await?.into_iter();
    Ok(cases
        .map(|(id, case)| {
            let case = case.map_err(|error| {
                // One damaged row must not keep all others from being found.
                tracing::error!(case = id, %error, "a published case cannot be read and is left out of the index");
            });
            let case = case.ok().map(|case| case.public);
            ForIndex {
                id,
                case: case.filter(|case| case.state.is_public()),
            }
        })
        .collect())
}

/// How many cases the public may read.
///
/// # Errors
/// When the database does not answer.
pub async fn count(db: &Db) -> Result<u64, DbErr> {
    case::Entity::find()
        .filter(is_public())
        .filter(case::Column::PublishedRevisionId.is_not_null())
        .count(db.reader())
        .await
}
