//! A router that can say what it holds.
//!
//! axum does not list its routes. The access test walks every one of them against a written
//! matrix, so routes are added here, where they are listed as they are added.

use crate::web::state::AppState;
use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodFilter, on};

/// A route as it was added.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    pub method: &'static str,
    /// With axum's braces, such as `/case-studies/{slug}`.
    pub path: &'static str,
}

/// A router and the list of what it holds.
#[derive(Default)]
pub struct RouteTable {
    router: Router<AppState>,
    listed: Vec<Route>,
}

impl RouteTable {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A page or a document that is read.
    #[must_use]
    pub fn get<H: Handler<T, AppState>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        // axum answers HEAD with the same handler.
        self.add(MethodFilter::GET, "GET", path, handler)
    }

    /// A form that changes something.
    #[must_use]
    pub fn post<H: Handler<T, AppState>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add(MethodFilter::POST, "POST", path, handler)
    }

    fn add<H: Handler<T, AppState>, T: 'static>(
        mut self,
        filter: MethodFilter,
        method: &'static str,
        path: &'static str,
        handler: H,
    ) -> Self {
        self.router = self.router.route(path, on(filter, handler));
        self.listed.push(Route { method, path });
        self
    }

    /// Everything of another table.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.listed.extend(other.listed);
        self
    }

    #[must_use]
    pub fn listed(&self) -> &[Route] {
        &self.listed
    }

    pub fn into_router(self) -> Router<AppState> {
        self.router
    }
}
