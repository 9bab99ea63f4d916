//! The one router: routes inside, layers around, in an order that matters.

use crate::assets::Site;
use crate::health::Health;
use crate::layers::access_log::access_log;
use crate::layers::client::{Client, client};
use crate::layers::compression::{compress_drawn, compress_whole, compression};
use crate::layers::cross_site::{OwnOrigin, require_origin};
use crate::layers::drawing::{Drawing, drawn};
use crate::layers::error_pages::error_pages;
use crate::layers::headers::{Policy, headers};
use crate::layers::host::host;
use crate::layers::options::{Methods, options};
use crate::layers::own_cookies::own_cookies;
use crate::layers::page_cache::{PageCache, page_cache};
use crate::layers::posted_body::posted_body;
use crate::layers::right_address::{Addresses, right_address};
use crate::layers::spooled_upload::is_upload;
use crate::sessions;
use crate::sessions::Sessions;
use crate::settings::{PublicUrl, TrustedProxies};
use crate::{assets, health, server_functions};
use app::web::document::OpenToOtherSites;
use app::web::page::inline_script;
use app::web::route_table::{Route, RouteTable};
use app::web::state::AppState;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;

/// A page takes milliseconds. What takes this long has lost its database.
const HANDLER_TIMEOUT: Duration = Duration::from_secs(15);
/// A photograph takes a second or two, and ten may wait behind ten.
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(120);

/// What the layers need to know.
#[derive(Debug, Clone)]
pub struct RouterOptions {
    pub public_url: PublicUrl,
    pub trusted_proxies: TrustedProxies,
    pub health: Health,
    pub site: Site,
    /// Where answers for everybody are kept; none, to draw each of them.
    pub page_cache: Option<Arc<PageCache>>,
    /// How much is drawn at once.
    pub drawing: Drawing,
}

/// Everything the site answers.
pub fn router(state: AppState, options: &RouterOptions) -> Router {
    layered(pages(), state, options)
}

/// Every route there is, for the access test.
#[must_use]
pub fn listed(site: Site) -> Vec<Route> {
    let tables = [
        page_table(),
        app::routes::data(),
        app::routes::framed(),
        assets::table(site),
        health::table(Health::default()),
    ];
    tables
        .iter()
        .flat_map(|table| table.listed().to_vec())
        .collect()
}

/// What has a session: pages and server functions.
fn page_table() -> RouteTable {
    app::routes::pages().and(server_functions::table())
}

/// The routes with a session.
pub fn pages() -> Router<AppState> {
    page_table().into_router()
}

/// Puts the layers around `pages`. Tests add routes of their own to them.
///
/// `layer` wraps what is there already, so this reads from the inside out.
pub fn layered(pages: Router<AppState>, state: AppState, settings: &RouterOptions) -> Router {
    let https = settings.public_url.is_https();
    let public_url = Arc::new(settings.public_url.clone());
    let policy = Arc::new(Policy::new(&inline_script(&state.settings), https));
    let session_layer = sessions::layer(Sessions::new(state.db.clone()), https);

    let with_session = pages
        .fallback(|| async { StatusCode::NOT_FOUND })
        // Inside the session layer: an error page names who is signed in.
        .layer(from_fn_with_state(state.clone(), error_pages))
        // Only here: style and feeds must not cost a look into the table of sessions.
        .layer(session_layer)
        .layer(from_fn(sessions::unless_database_is_busy));

    // Also where there was no place: scripts of other sites may read that too.
    let open = in_places(app::routes::data().into_router(), &settings.drawing)
        .layer(map_response(open_to_other_sites));

    let site = in_places(with_session, &settings.drawing)
        .merge(open)
        .merge(in_places(
            app::routes::framed().into_router(),
            &settings.drawing,
        ))
        // Neither drawn nor counted.
        .merge(assets::table(settings.site).into_router())
        .method_not_allowed_fallback(|| async { StatusCode::METHOD_NOT_ALLOWED })
        // Slow handlers and large bodies are cut off whatever route they are for. A handler's time
        // begins when the body is there.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn(in_time))
        .layer(from_fn(posted_body))
        // Before anything above can act: who is calling, and may their browser call for them?
        .layer(from_fn_with_state(
            Client {
                trusted: Arc::new(settings.trusted_proxies.clone()),
                public_url: public_url.clone(),
                unnamed: Arc::default(),
            },
            client,
        ))
        .layer(from_fn_with_state(
            OwnOrigin {
                cookie: sessions::cookie_name(https),
                public_url: public_url.clone(),
            },
            require_origin,
        ))
        // Whoever reads cookies further in finds only ours.
        .layer(from_fn_with_state(https, own_cookies))
        // `Origin` is compared with `Host`, so the host is checked first, which is further out.
        .layer(CsrfLayer::new())
        .layer(from_fn_with_state(public_url, host))
        // Around all that refuses or breaks: a panic becomes a bare 500, and every bare status a page.
        .layer(CatchPanicLayer::custom(
            |_: Box<dyn std::any::Any + Send>| StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        ))
        .layer(from_fn_with_state(state.clone(), error_pages))
        // Around the error pages: they are compressed like any other.
        .layer(from_fn(compress_whole))
        .layer(compression());

    // Probes call by address and want one word: no host check, no page around an error.
    let all = site
        .merge(health::table(settings.health.clone()).into_router())
        // Load balancers ask without a host.
        .layer(from_fn_with_state(
            Arc::new(Methods::of(&listed(settings.site))),
            options,
        ))
        // On everything, or an error would come without them.
        .layer(from_fn_with_state(policy, headers))
        // Outermost: the id is there for all of the above, and the line says what was really sent.
        .layer(from_fn(access_log))
        .with_state(state);

    // Around the whole router: what stands at another address is asked through all of the above.
    let respelling = Router::new()
        .fallback_service(all)
        .layer(from_fn_with_state(Arc::new(addresses()), right_address));
    match &settings.page_cache {
        // Around everything: an answer that is kept passes not even the routes.
        Some(cache) => respelling.layer(from_fn_with_state(cache.clone(), page_cache)),
        None => respelling,
    }
}

/// Draws what these routes answer when there is a place for it, squeezing included: that is half of the work.
fn in_places(routes: Router<AppState>, drawing: &Drawing) -> Router<AppState> {
    routes
        .layer(from_fn(compress_drawn))
        .layer(from_fn_with_state(drawing.clone(), drawn))
}

/// The addresses that people type and link to. Assets, probes and the islands' calls are the program's own.
fn addresses() -> Addresses {
    let tables = [
        app::routes::pages(),
        app::routes::data(),
        app::routes::framed(),
    ];
    let routes: Vec<Route> = tables
        .iter()
        .flat_map(|table| table.listed().to_vec())
        .collect();
    Addresses::of(&routes)
}

/// Cuts off what takes too long. Photographs are opened one at a time, so whoever sends some may have to wait for
/// those of others.
async fn in_time(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let limit = if is_upload(&parts) {
        UPLOAD_TIMEOUT
    } else {
        HANDLER_TIMEOUT
    };
    let handled = next.run(Request::from_parts(parts, body));
    tokio::time::timeout(limit, handled)
        .await
        .unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

async fn open_to_other_sites(mut response: Response) -> Response {
    response.extensions_mut().insert(OpenToOtherSites);
    response
}
