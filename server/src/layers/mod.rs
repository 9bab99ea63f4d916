//! What happens to every request before and after its page: one file a concern. The order, and
//! why, stands in `router.rs`.

pub mod access_log;
pub mod client;
pub mod compression;
pub mod cross_site;
pub mod drawing;
pub mod error_pages;
pub mod headers;
pub mod host;
pub mod options;
pub mod own_cookies;
pub mod page_cache;
pub mod posted_body;
pub mod right_address;
pub mod spooled_upload;
