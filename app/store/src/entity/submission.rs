//! One round of review. Its status is written by `transitions` alone.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submissions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub reference: String,
    pub case_id: i64,
    pub account_id: Option<i64>,
    pub status: String,
    pub version: i64,
    pub assignee_id: Option<i64>,
    pub submitter_email: String,
    pub start_key_hash: String,
    pub title: String,
    pub museum: String,
    pub strand: String,
    pub created_at: i64,
    pub updated_at: i64,
    pub submitted_at: Option<i64>,
    pub decided_at: Option<i64>,
    /// How often changes were asked for.
    pub round: i64,
    /// short or long
    pub way: String,
    /// museum, moderator or intake
    pub begun_by: String,
    /// The public text that a new version starts from.
    pub base_revision_id: Option<i64>,
    pub language: String,
    pub address_confirmed_at: Option<i64>,
    pub first_sent_at: Option<i64>,
    /// The moderator who said that it needs a second person's yes.
    pub sensitive_by: Option<i64>,
    /// Its museum sent it again, or answered.
    pub came_back: bool,
    /// Since when it has its place in the queue.
    pub queued_at: i64,
    /// What it is found by: see `moderation_queue::search_key`.
    pub search_key: String,
    /// Whether its museum may change every field of it, or only those that are asked about.
    pub all_fields_open: bool,
    /// From this version up to the next, nothing but tags was changed.
    pub tags_from: i64,
    pub tags_until: i64,
    /// What spellings of its title, and of its museum's name, have in common: see `similar`.
    pub title_key: Option<String>,
    pub museum_key: Option<String>,
    /// The public case that its museum says it is a new version of.
    pub new_version_of: Option<i64>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
