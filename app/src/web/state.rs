//! What every request can reach.

use crate::passwords::Passwords;
use crate::web::rate_limits::RateLimits;
use case_study::mail_templates::MailContext;
use index::SearchIndex;
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
}

/// What pages and mails need to know about this installation.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Base of all absolute links, without a slash at the end. Never taken from a request.
    pub public_url: String,
    /// The operator's mail address, for help and other formats; may be empty.
    pub contact: String,
    /// Changes when any asset does; part of every asset's URL, so assets are cached for ever.
    pub asset_version: String,
}

impl Settings {
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
        }
    }
}
