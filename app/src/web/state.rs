//! What every request can reach.

use crate::passwords::Passwords;
use crate::web::bots::Bots;
use crate::web::ids::Ids;
use crate::web::kept_files::KeptFiles;
use crate::web::rate_limits::RateLimits;
use case_study::mail_templates::MailContext;
use documents::Reader;
use index::SearchIndex;
use media::Media;
use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use std::sync::Arc;
use store::Db;
use store::catalogue::CatalogueCache;

/// Shared by all requests; cloning is cheap.
#[derive(Clone)]
pub struct AppState {
    pub db: Db,
    pub index: SearchIndex,
    /// The whole bank at a glance.
    pub catalogue: Arc<CatalogueCache>,
    pub settings: Arc<Settings>,
    pub passwords: Arc<Passwords>,
    pub rate_limits: Arc<RateLimits>,
    pub bots: Bots,
    pub preview_pictures: PreviewPictures,
    /// Whole lists, each written once for a state of the bank.
    pub kept_files: KeptFiles,
    /// Photographs, which lie outside of the database.
    pub media: Media,
    /// Opens the files that people bring, in a process of its own.
    pub reader: Reader,
}

/// The pictures for previews that were asked for last, by a text that says all they show. Drawing one
/// takes a core some ten milliseconds.
#[derive(Debug, Clone)]
pub struct PreviewPictures(Cache<String, Arc<[u8]>>);

impl PreviewPictures {
    /// At about 40 KB each.
    const MOST: u64 = 48;

    #[must_use]
    pub fn get(&self, key: &str) -> Option<Arc<[u8]>> {
        self.0.get(key)
    }

    pub fn keep(&self, key: String, picture: &[u8]) {
        self.0.insert(key, picture.into());
    }
}

impl Default for PreviewPictures {
    fn default() -> Self {
        let newest = EvictionPolicy::lru();
        Self(
            Cache::builder()
                .max_capacity(Self::MOST)
                .eviction_policy(newest)
                .build(),
        )
    }
}

/// What pages and mails need to know about this installation.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Base of all absolute links, without a slash at the end. Never taken from a request.
    pub public_url: String,
    /// Names that others keep for what is here; they do not follow `public_url`.
    pub ids: Ids,
    /// The operator's mail address, for help and other formats; may be empty.
    pub contact: String,
    /// The address that our own mails come from, without a name.
    pub mail_from: String,
    /// How long a museum usually waits for an answer, in words: "usually within ten working days".
    pub usual_wait: String,
    /// So many days after it was sent, a case study should have an answer.
    pub due_days: i64,
    /// Who runs the site, as readers are told; may be empty.
    pub run_by: String,
    /// Moderators and admins need a second factor before anything else.
    pub staff_need_second_factor: bool,
    /// Changes when any asset does; part of every asset's URL, so assets are cached for ever.
    pub asset_version: String,
}

impl Settings {
    /// Whether browsers reach the site by https.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// Where style, fonts and scripts are, without a slash at the end.
    #[must_use]
    pub fn asset_root(&self) -> String {
        format!("/assets/{}", self.asset_version)
    }

    #[must_use]
    pub fn mail_context(&self) -> MailContext {
        MailContext {
            public_url: self.public_url.clone(),
            contact: self.contact.clone(),
            usual_wait: self.usual_wait.clone(),
        }
    }
}
