//! Museums: those that have a published case, under the name that the public knows, with what their newest
//! published text says of them.

use super::entity::museum;
use super::publishing::first_free;
use super::{DbErr, Transaction, place_of};
use case_study::CaseStudyContent;
use case_study::text_input::{name_key, one_line};
use case_study::vocabulary::slugify;
use case_study::vocabulary::slugs::cut_slug;
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

/// The museum that a text names, with what the text says of it; made where there is none of that name.
pub(super) async fn of_text(tx: &Transaction, content: &CaseStudyContent) -> Result<i64, DbErr> {
    let facts = serde_json::to_string(&MuseumFacts::of(content))
        .map_err(|error| DbErr::Custom(place_of(&error)))?;
    let key = name_key(&content.museum);
    // Rows of earlier versions are found by the key that those made.
    let earlier = content.museum.trim().to_lowercase();
    if let Some(row) = museum::Entity::find()
        .filter(museum::Column::NameKey.is_in([key.clone(), earlier]))
        .order_by_asc(museum::Column::Id)
        .one(tx)
        .await?
    {
        museum::Entity::update(museum::ActiveModel {
            id: sea_orm::Unchanged(row.id),
            facts: Set(facts),
            ..Default::default()
        })
        .exec(tx)
        .await?;
        return Ok(row.id);
    }
    let whole = slugify(&content.museum);
    let wanted = cut_slug(&whole);
    let taken = museum::Entity::find()
        .filter(museum::Column::Slug.starts_with(wanted))
        .all(tx)
        .await?;
    let slug = first_free(wanted, "museum", |slug| {
        taken.iter().any(|row| row.slug == slug)
    });
    let inserted = museum::Entity::insert(museum::ActiveModel {
        slug: Set(slug),
        name: Set(one_line(&content.museum)),
        name_key: Set(key),
        created_at: Set(tx.now_ms()),
        facts: Set(facts),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    Ok(inserted.last_insert_id)
}
