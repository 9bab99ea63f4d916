//! Where a request came from, as limits count it.

use super::bucket::prefix;
use crate::web::error::PageError;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::net::IpAddr;

/// The address of the browser, or of the nearest machine we have no reason to trust. The server
/// puts it on every request; a header that anybody can send counts only from a trusted proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientNetwork(pub IpAddr);

impl ClientNetwork {
    /// The network of that address: what one household or office gets.
    #[must_use]
    pub fn prefix(self) -> IpAddr {
        prefix(self.0)
    }
}

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
