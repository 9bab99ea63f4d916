//! What the public may read.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cases")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub slug: Option<String>,
    pub state: String,
    pub origin: String,
    pub museum_id: Option<i64>,
    pub published_revision_id: Option<i64>,
    pub title: String,
    pub featured: bool,
    pub published_at: Option<i64>,
    pub updated_at: Option<i64>,
    /// Written at every publication; what is due is asked by later work.
    pub review_due_at: Option<i64>,
    pub version: i64,
    pub created_at: i64,
    /// The bank's generation that its last public change raised.
    pub changed_in: i64,
    /// The text that an import wrote; while the public reads another one, a person changed it.
    pub imported_revision_id: Option<i64>,
    /// Made by this program to be tried out.
    pub sample: bool,
    /// When somebody last said that it is still true.
    pub confirmed_at: Option<i64>,
    /// What spellings of its title have in common: see `similar`.
    pub title_key: Option<String>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
