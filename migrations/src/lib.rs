//! The schema, step by step, the same for SQLite and PostgreSQL.
//!
//! Forward only: a step that has been released is never edited. Times are i64 milliseconds since
//! 1970 (UTC); texts that programs compare are stored normalised in a `_key` column; JSON is
//! opaque text. Nothing here imports the application's types, so old steps keep compiling.

pub use sea_orm_migration::{MigratorTrait, sea_orm};

use sea_orm_migration::MigrationTrait;

mod m0001_accounts;
mod m0002_bank;
mod m0003_record;
mod m0004_search;
mod m0005_reader_messages;
mod m0006_mailed_addresses;
mod m0007_unread_answers;
mod m0008_code_guesses;
mod m0009_left_sets;
mod m0010_site_settings;
mod m0011_rounds;
mod m0012_moderation;
mod m0013_pictures;
mod m0014_upkeep;
mod m0015_material;
mod m0016_inboxes;
mod m0017_queue_order;
mod m0018_links_once;
mod m0019_searched_in_order;
mod m0020_mails_in_order;
mod m0021_staged_imports;
mod m0022_known_places;

/// All steps, oldest first.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_accounts::Migration),
            Box::new(m0002_bank::Migration),
            Box::new(m0003_record::Migration),
            Box::new(m0004_search::Migration),
            Box::new(m0005_reader_messages::Migration),
            Box::new(m0006_mailed_addresses::Migration),
            Box::new(m0007_unread_answers::Migration),
            Box::new(m0008_code_guesses::Migration),
            Box::new(m0009_left_sets::Migration),
            Box::new(m0010_site_settings::Migration),
            Box::new(m0011_rounds::Migration),
            Box::new(m0012_moderation::Migration),
            Box::new(m0013_pictures::Migration),
            Box::new(m0014_upkeep::Migration),
            Box::new(m0015_material::Migration),
            Box::new(m0016_inboxes::Migration),
            Box::new(m0017_queue_order::Migration),
            Box::new(m0018_links_once::Migration),
            Box::new(m0019_searched_in_order::Migration),
            Box::new(m0020_mails_in_order::Migration),
            Box::new(m0021_staged_imports::Migration),
            Box::new(m0022_known_places::Migration),
        ]
    }
}
