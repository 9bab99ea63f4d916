//! Style, script, fonts and pictures: carried inside the release binary, read from the folder
//! `target/site` by a debug build.
//!
//! Their URLs begin with a version that changes when any byte of any of them does, so browsers may
//! keep them for ever. A page from before an update, still open in a tab, asks for an old version:
//! it gets today's file, and keeps it for a minute only.

use app::web::coding::{Accepted, ChosenCoding, Coding};
use app::web::document::holds;
use app::web::route_table::RouteTable;
use app::web::state::AppState;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{Embed, EmbeddedFile};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// The files that browsers load. The program carries them and hands them in, so that everything
/// else compiles while they are still being built.
#[derive(Debug, Clone, Copy)]
pub struct Site {
    get: fn(&str) -> Option<EmbeddedFile>,
    paths: fn() -> Vec<Cow<'static, str>>,
}

impl Site {
    /// The files that a program was built with.
    #[must_use]
    pub fn of<Files: Embed>() -> Self {
        Self {
            get: Files::get,
            paths: || Files::iter().collect(),
        }
    }

    fn get(self, path: &str) -> Option<EmbeddedFile> {
        (self.get)(path)
    }

    /// The version of all assets together. Computed once at start: in a debug build this reads the
    /// folder, so a rebuilt style shows after a restart, which is what `make dev` does anyway.
    #[must_use]
    pub fn version(self) -> String {
        let mut paths = (self.paths)();
        paths.sort_unstable();
        let mut hash = Sha256::new();
        for path in paths {
            let Some(file) = self.get(&path) else {
                continue;
            };
            // Lengths keep one name and its neighbour's bytes apart.
            hash.update(path.len().to_le_bytes());
            hash.update(path.as_bytes());
            hash.update(file.metadata.sha256_hash());
        }
        hex::encode(&hash.finalize()[..8])
    }
}

/// `GET /assets/{version}/{path}`.
pub fn table(site: Site) -> RouteTable {
    RouteTable::new()
        .get(
            "/assets/{version}/{*path}",
            async move |State(state): State<AppState>,
                        Path((version, path)): Path<(String, String)>,
                        headers: HeaderMap| {
                asset(
                    site,
                    &path,
                    version == state.settings.asset_version,
                    &headers,
                )
            },
        )
        // In memory already, with tags of their own.
        .never_kept()
}

/// The compressed copies of a file, the smallest first, by what is behind its name.
const TWINS: [(Coding, &str); 2] = [(Coding::Brotli, ".br"), (Coding::Gzip, ".gz")];

fn asset(site: Site, path: &str, is_current: bool, headers: &HeaderMap) -> Response {
    let Some(plain) = site.get(path).filter(|_| !is_twin(path)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let accepted = Accepted::read(headers);
    let twin = TWINS.into_iter().find_map(|(coding, ending)| {
        let file = accepted
            .takes(coding)
            .then(|| site.get(&format!("{path}{ending}")))
            .flatten()?;
        Some((coding, file))
    });
    let has_twins = TWINS
        .iter()
        .any(|(_, ending)| site.get(&format!("{path}{ending}")).is_some());
    let (coding, file) = match twin {
        Some((coding, file)) => (Some(coding), file),
        None => (None, plain),
    };
    let mut response = answer(path, file, coding, headers);
    let out = response.headers_mut();
    out.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(if is_current {
            "public, max-age=31536000, immutable"
        } else {
            "public, max-age=60"
        }),
    );
    if has_twins {
        out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}

fn answer(path: &str, file: EmbeddedFile, coding: Option<Coding>, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]));
    let known = holds(headers, &tag);
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        file.data.into_response()
    };
    let out = response.headers_mut();
    if known {
        out.remove(header::CONTENT_TYPE);
    } else {
        out.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(content_type(path)),
        );
        if let Some(coding) = coding {
            out.insert(
                header::CONTENT_ENCODING,
                HeaderValue::from_static(coding.name()),
            );
        }
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        out.insert(header::ETAG, tag);
    }
    response.extensions_mut().insert(ChosenCoding);
    response
}

/// The compressed copies are found through the file they belong to, never by themselves.
fn is_twin(path: &str) -> bool {
    TWINS.iter().any(|(_, ending)| path.ends_with(ending))
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml; charset=utf-8",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        Some("json" | "webmanifest") => "application/json",
        Some("txt") => "text/plain; charset=utf-8",
        Some("xml") => "application/xml; charset=utf-8",
        _ => "application/octet-stream",
    }
}
