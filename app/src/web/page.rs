//! Drawing a whole page into a response.
//!
//! A handler loads what the page says in one go, then hands over a view; nothing waits while the
//! view is drawn, so status, title and headers are final. Plain strings, no streaming.

use crate::ui::{Frame, IntoMarkup, Markup, Nav, bare_shell, shell, tidy_markers};
use crate::web::bots::Bots;
use crate::web::state::{AppState, Settings};
use crate::web::viewer::Viewer;
use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use leptos::config::LeptosOptions;
use leptos::hydration::HydrationScripts;
use leptos::prelude::*;
use leptos::reactive::owner::Owner;
use std::sync::Arc;
use store::accounts::Account;

/// What the frame of a page needs to know about the request.
#[derive(Clone)]
pub struct PageContext {
    pub settings: Arc<Settings>,
    pub viewer: Viewer,
    /// What the forms that anybody may post are checked with.
    pub bots: Bots,
    /// Path of the request, without the query.
    pub path: String,
}

impl FromRequestParts<AppState> for PageContext {
    type Rejection = crate::web::error::PageError;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> Result<Self, Self::Rejection> {
        let viewer = Viewer::from_request_parts(parts, state).await?;
        let path = parts
            .extensions
            .get::<OriginalUri>()
            .map_or_else(|| parts.uri.path().to_owned(), |uri| uri.path().to_owned());
        Ok(Self {
            settings: state.settings.clone(),
            viewer,
            bots: state.bots.clone(),
            path,
        })
    }
}

impl PageContext {
    /// The same request's page for somebody who has just signed in.
    #[must_use]
    pub fn signed_in(&self, account: &Account) -> Self {
        let mut context = self.clone();
        context.viewer.account = Some(account.clone());
        context
    }
}

/// Marks a response whose page runs the island script; the header layer allows it for those only.
#[derive(Debug, Clone, Copy)]
pub struct RunsIslands;

/// A page about to be drawn.
#[derive(Debug)]
pub struct Page {
    title: String,
    description: Option<String>,
    nav: Nav,
    status: StatusCode,
    islands: bool,
    has_results: bool,
    private: bool,
    indexed: bool,
    variant: bool,
    canonical: Option<String>,
    links: Vec<(&'static str, String)>,
    alternates: Vec<(&'static str, String)>,
    properties: Vec<(&'static str, String)>,
    data_block: Option<String>,
}

impl Page {
    /// A public page with this title; the site's name is added.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            description: None,
            nav: Nav::None,
            status: StatusCode::OK,
            islands: false,
            has_results: false,
            private: false,
            indexed: true,
            variant: false,
            canonical: None,
            links: Vec::new(),
            alternates: Vec::new(),
            properties: Vec::new(),
            data_block: None,
        }
    }

    /// What search engines and previews show.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// Which link of the header is the current one.
    #[must_use]
    pub const fn at(mut self, nav: Nav) -> Self {
        self.nav = nav;
        self
    }

    /// The page holds islands, so it ships the script.
    #[must_use]
    pub const fn with_islands(mut self) -> Self {
        self.islands = true;
        self
    }

    /// The page has filters and then results, which stand in an element with
    /// [`RESULTS_ID`](crate::ui::RESULTS_ID).
    #[must_use]
    pub const fn with_results(mut self) -> Self {
        self.has_results = true;
        self
    }

    /// For one person only: never stored by a cache, never found by a search engine.
    #[must_use]
    pub const fn private(mut self) -> Self {
        self.private = true;
        self.indexed = false;
        self
    }

    /// Open to all but kept out of search engines.
    #[must_use]
    pub const fn unlisted(mut self) -> Self {
        self.indexed = false;
        self
    }

    /// One of many drawings of a page that search engines know under this address, from the root
    /// of the site.
    #[must_use]
    pub fn variant_of(mut self, path_and_query: impl Into<String>) -> Self {
        self.variant = true;
        self.unlisted().canonical(path_and_query)
    }

    /// The page's one address, from the root of the site, where it is more than the path: a list
    /// with its filters.
    #[must_use]
    pub fn canonical(mut self, path_and_query: impl Into<String>) -> Self {
        self.canonical = Some(path_and_query.into());
        self
    }

    /// Another page in relation to this one, such as `next`, by its address from the root.
    #[must_use]
    pub fn link(mut self, rel: &'static str, path_and_query: impl Into<String>) -> Self {
        self.links.push((rel, path_and_query.into()));
        self
    }

    /// The same as another kind of document: its type, and its address from the root.
    #[must_use]
    pub fn alternate(mut self, kind: &'static str, path_and_query: impl Into<String>) -> Self {
        self.alternates.push((kind, path_and_query.into()));
        self
    }

    /// A property that previews read (Open Graph).
    #[must_use]
    pub fn property(mut self, name: &'static str, content: impl Into<String>) -> Self {
        self.properties.push((name, content.into()));
        self
    }

    /// Linked data (JSON-LD) for search engines. It stands in a `<script>` that is never run and is
    /// written as it is, so it must hold no `<`: see [`json_ld`](crate::formats::json_ld).
    #[must_use]
    pub fn data_block(mut self, json: String) -> Self {
        // A page without it is better than one with a hole.
        self.data_block = (!json.contains('<')).then_some(json);
        self
    }

    #[must_use]
    pub const fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// A form that came back with errors: 422, and a title that says so first.
    #[must_use]
    pub fn invalid(mut self) -> Self {
        self.status = StatusCode::UNPROCESSABLE_ENTITY;
        self.title = format!("Error: {}", self.title);
        self
    }

    /// Draws the page. The view is made inside, where islands find their context.
    pub fn render<V: IntoView + 'static>(
        self,
        context: &PageContext,
        body: impl FnOnce() -> V,
    ) -> Response {
        // Anybody signed in sees a page of their own: the header names them.
        let private = self.private || context.viewer.account.is_some();
        let islands = self.islands;
        let listed = self.indexed || self.variant;
        let html = draw(|| {
            let frame = Frame {
                title: self.title,
                description: self.description,
                canonical: (self.indexed || self.variant).then(|| {
                    format!(
                        "{}{}",
                        context.settings.public_url,
                        self.canonical.as_deref().unwrap_or(&context.path)
                    )
                }),
                noindex: !self.indexed,
                nav: self.nav,
                has_results: self.has_results,
                viewer: context.viewer.badge(),
                asset_root: context.settings.asset_root(),
                contact: context.settings.contact.clone(),
                links: self.links,
                alternates: self.alternates,
                properties: self.properties,
                data_block: self.data_block,
                head_extra: self.islands.then(|| island_scripts(&context.settings)),
            };
            // One type for every page: the document around it is compiled once.
            shell(frame, body().into_markup())
        });
        let html = tidy_markers(&html, islands);
        let mut response = (self.status, axum::response::Html(html)).into_response();
        let caching = caching(private, context.viewer.account.is_some(), self.status);
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        if listed {
            // The header names who is signed in. Not on forms: a browser forgets what it keeps of a
            // page when a cookie that the page depends on changes, and Back would fetch a new form.
            headers.insert(header::VARY, HeaderValue::from_static("cookie"));
        }
        if islands {
            response.extensions_mut().insert(RunsIslands);
        }
        response
    }
}

/// How long the answer may be kept. Nothing that shows an account is kept anywhere. A form that came
/// back with errors to somebody without one is kept by their own browser alone: Back to an answer
/// that was not kept shows the browser's error instead of what they typed.
fn caching(private: bool, signed_in: bool, status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT | StatusCode::PAYLOAD_TOO_LARGE
            if !signed_in =>
        {
            "private, no-cache"
        }
        _ if private => "no-store",
        _ => "no-cache",
    }
}

/// A page without header and footer, for a frame on somebody else's site.
pub fn bare<V: IntoView + 'static>(
    settings: &Settings,
    title: &str,
    status: StatusCode,
    body: impl FnOnce() -> V,
) -> Response {
    let (title, root) = (title.to_owned(), settings.asset_root());
    let html = draw(|| bare_shell(&title, &root, body().into_markup()));
    let mut response = (status, axum::response::Html(tidy_markers(&html, false))).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, crate::web::document::CACHING);
    response
}

/// Draws a view to a string, under an owner of its own that is cleared afterwards.
pub(crate) fn draw<V: IntoView + 'static>(view: impl FnOnce() -> V) -> String {
    let context = Arc::new(hydration_context::SsrSharedContext::new());
    let owner = Owner::new_root(Some(context));
    let html = owner.with(|| {
        if let Some(context) = Owner::current_shared_context() {
            // Outside islands nothing is hydrated, so no markers are written for it.
            context.set_is_hydrating(false);
        }
        view().into_view().to_html()
    });
    owner.unset_with_forced_cleanup();
    html
}

fn island_scripts(settings: &Settings) -> Markup {
    let options = LeptosOptions::builder()
        .output_name("casebook")
        .site_pkg_dir(settings.asset_version.clone())
        .hash_files(false)
        .build();
    view! { <HydrationScripts options=options islands=true root="/assets"/> }.into_markup()
}

/// The text of the one inline script, whose hash the content security policy allows.
#[must_use]
pub fn inline_script(settings: &Settings) -> String {
    let html = draw(|| island_scripts(settings));
    let script = html
        .split_once("<script")
        .and_then(|(_, rest)| rest.split_once('>'))
        .map(|(_, rest)| rest);
    script
        .and_then(|rest| rest.rsplit_once("</script>"))
        .map(|(text, _)| text.to_owned())
        .unwrap_or_default()
}
