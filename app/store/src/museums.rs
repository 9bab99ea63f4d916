//! Museums: those that have a published case, under the name that the public knows, with what their newest
//! published text says of them.

use super::entity::{case, museum};
use super::free_slug::{Of, free_slug};
use super::{Db, DbErr, Transaction, cases, place_of};
use case_study::CaseStudyContent;
use case_study::text_input::{name_key, one_line};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde::{Deserialize, Serialize};

/// What is known of a museum, as its newest published text says it: slugs of the vocabularies, and the place
/// in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MuseumFacts {
    pub museum_type: String,
    pub museum_size: String,
    pub governance: String,
    pub town: String,
    pub region: String,
    pub country: String,
}

impl MuseumFacts {
    fn of(content: &CaseStudyContent) -> Self {
        Self {
            museum_type: content.museum_type.clone(),
            museum_size: content.museum_size.clone(),
            governance: content.governance.clone(),
            town: content.town.clone(),
            region: content.region.clone(),
            country: content.country.clone(),
        }
    }
}

/// A museum with a public case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// As the public knows it.
    pub name: String,
    pub facts: MuseumFacts,
}

/// The museum of this name, however it is spelled, if it has a public case.
///
/// # Errors
/// When the database does not answer.
pub async fn known(db: &Db, name: &str) -> Result<Option<Known>, DbErr> {
    let has_public_case = Query::select()
        .column(case::Column::MuseumId)
        .from(case::Entity)
        .cond_where(cases::is_public())
        .and_where(case::Column::MuseumId.is_not_null())
        .to_owned();
    let row = museum::Entity::find()
        .filter(museum::Column::NameKey.is_in(keys(name)))
        .filter(museum::Column::Id.in_subquery(has_public_case))
        .order_by_asc(museum::Column::Id)
        .one(db.reader())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let facts =
        serde_json::from_str(&row.facts).map_err(|error| DbErr::Custom(place_of(&error)))?;
    Ok(Some(Known {
        name: row.name,
        facts,
    }))
}

/// The key of a name, and the one that earlier versions made of it.
pub(super) fn keys(name: &str) -> [String; 2] {
    [name_key(name), name.trim().to_lowercase()]
}

/// The museum that a text names, with what the text says of it; made where there is none of that name.
pub(super) async fn of_text(tx: &Transaction, content: &CaseStudyContent) -> Result<i64, DbErr> {
    let facts = facts_in(content)?;
    let id = named_in(tx, content).await?;
    museum::Entity::update(museum::ActiveModel {
        id: sea_orm::Unchanged(id),
        facts: Set(facts),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    Ok(id)
}

/// What a text says of its museum, as it is stored.
pub(super) fn facts_in(content: &CaseStudyContent) -> Result<String, DbErr> {
    serde_json::to_string(&MuseumFacts::of(content))
        .map_err(|error| DbErr::Custom(place_of(&error)))
}

/// The museum that a text names. One of a new name is made; nobody hears of it before it has a public case. What is
/// known of one that was there stays. Whoever asks holds the bank's generation: two that make the same would collide.
pub(super) async fn named_in(tx: &Transaction, content: &CaseStudyContent) -> Result<i64, DbErr> {
    if let Some(row) = museum::Entity::find()
        .filter(museum::Column::NameKey.is_in(keys(&content.museum)))
        .order_by_asc(museum::Column::Id)
        .one(tx)
        .await?
    {
        return Ok(row.id);
    }
    let inserted = museum::Entity::insert(museum::ActiveModel {
        slug: Set(free_slug(tx, Of::Museum, &content.museum).await?),
        name: Set(one_line(&content.museum)),
        name_key: Set(name_key(&content.museum)),
        created_at: Set(tx.now_ms()),
        facts: Set(facts_in(content)?),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    Ok(inserted.last_insert_id)
}
