//! A picture that is kept outside of the database.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "blobs")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub case_id: Option<i64>,
    pub entry_id: Option<i64>,
    /// Of its largest size; the name that texts give it.
    pub sha256: String,
    pub media_type: String,
    /// Of all sizes together.
    pub bytes: i64,
    /// Of its largest size.
    pub width: Option<i32>,
    pub height: Option<i32>,
    /// `stored`, or `doomed` once its objects are to be removed.
    pub state: String,
    /// The box in the store that holds its sizes.
    pub kept_in: String,
    /// The end of the last day on which it may be shown.
    pub consent_until: Option<i64>,
    /// Since when it may not be shown any more.
    pub consent_ended_at: Option<i64>,
    /// The name of the picture that it is a part of: when the consent for one ends, it ends for both.
    pub made_from: Option<String>,
    pub created_at: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
