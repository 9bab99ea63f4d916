//! A bucket. Keys and the address of a store that is not Amazon's come from the variables that every tool for S3 reads:
//! `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT`, and `AWS_ALLOW_HTTP` for a store on a
//! network of one's own.

use super::Shelf;
use object_store::aws::AmazonS3Builder;
use object_store::path::Path;
use object_store::{BackoffConfig, ClientOptions, RetryConfig};
use std::sync::Arc;
use std::time::Duration;

/// The settings of a bucket cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BucketError {
    #[error("it names no bucket")]
    NoBucket,
    #[error("what follows the bucket's name is no path: {0}")]
    NoPath(#[from] object_store::path::Error),
    #[error("{0}")]
    Settings(#[from] object_store::Error),
}

/// Whoever waits for a page waits no longer for a picture of it.
const ANSWER: Duration = Duration::from_secs(20);
const CONNECTION: Duration = Duration::from_secs(5);

/// A bucket, and what every name in it begins with: `bucket` or `bucket/prefix`. Asks nothing of the store yet.
///
/// # Errors
/// When there can be no such bucket.
pub fn bucket(name_and_prefix: &str) -> Result<Shelf, BucketError> {
    from(AmazonS3Builder::from_env(), name_and_prefix)
}

pub(super) fn from(settings: AmazonS3Builder, name_and_prefix: &str) -> Result<Shelf, BucketError> {
    let (name, prefix) = name_and_prefix
        .split_once('/')
        .unwrap_or((name_and_prefix, ""));
    if name.is_empty() {
        return Err(BucketError::NoBucket);
    }
    // Another part of the program may have chosen one already, and it is the only one there is.
    drop(rustls::crypto::ring::default_provider().install_default());
    let allow_http = settings
        .get_config_value(&object_store::aws::AmazonS3ConfigKey::Client(
            object_store::ClientConfigKey::AllowHttp,
        ))
        .is_some_and(|value| matches!(value.as_str(), "true" | "1"));
    let client = ClientOptions::new()
        .with_allow_http(allow_http)
        .with_connect_timeout(CONNECTION)
        .with_timeout(ANSWER);
    let retries = RetryConfig {
        max_retries: 3,
        retry_timeout: ANSWER,
        backoff: BackoffConfig::default(),
    };
    let store = settings
        .with_bucket_name(name)
        .with_client_options(client)
        .with_retry(retries)
        .build()?;
    Ok(Shelf::of(Arc::new(store), Path::parse(prefix)?))
}
