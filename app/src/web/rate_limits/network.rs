//! Where a request came from, as limits count it.

use crate::web::error::PageError;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::net::IpAddr;

/// The address of the browser, or of the nearest machine we have no reason to trust. The server
/// puts it on every request; a header that anybody can send counts only from a trusted proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientNetwork(pub IpAddr);

impl<S: Sync> FromRequestParts<S> for ClientNetwork {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        // Failing closed: without an address nobody could be slowed down.
        parts
            .extensions
            .get::<Self>()
            .copied()
            .ok_or_else(|| PageError::Internal("the network layer is missing".into()))
    }
}
