//! What the product is compared with: an axum handler that gives out finished answers and does
//! nothing else, behind the same accept loop.

use crate::http::{Connection, request, value};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use server::settings::TrustedProxies;
use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

/// A finished answer.
#[derive(Serialize, Deserialize)]
struct Finished {
    path: String,
    headers: Vec<(String, String)>,
    body_hex: String,
}

/// Asks `server` for these addresses and writes the answers down.
pub async fn collect(server: SocketAddr, paths: &[String], file: &Path) -> io::Result<()> {
    let mut connection = Connection::open(server).await?;
    let mut finished = Vec::new();
    for path in paths {
        // The second answer comes out of the cache.
        connection.ask(&request(path)).await?;
        let answer = connection.ask(&request(path)).await?;
        let (head, body) = connection.bytes().split_at(answer.head);
        let head = String::from_utf8_lossy(head);
        if answer.status != 200 || value(&head, "content-length").is_none() {
            return Err(io::Error::other(format!("{path} was not kept")));
        }
        let headers = head
            .split("\r\n")
            .filter_map(|line| line.split_once(": "))
            // Both servers write these two themselves.
            .filter(|(name, _)| !["date", "content-length"].contains(name))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        finished.push(Finished {
            path: path.clone(),
            headers,
            body_hex: hex::encode(body),
        });
    }
    std::fs::write(file, serde_json::to_string(&finished)?)
}

type Answers = Arc<HashMap<String, (HeaderMap, Bytes)>>;

/// Serves the answers of a file until it is stopped.
pub async fn serve(file: &Path, address: SocketAddr) -> io::Result<()> {
    let finished: Vec<Finished> = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    let mut answers = HashMap::new();
    for one in finished {
        let mut headers = HeaderMap::new();
        for (name, value) in one.headers {
            let name = HeaderName::try_from(name).map_err(io::Error::other)?;
            headers.append(
                name,
                HeaderValue::try_from(value).map_err(io::Error::other)?,
            );
        }
        let body = Bytes::from(hex::decode(one.body_hex).map_err(io::Error::other)?);
        answers.insert(one.path, (headers, body));
    }
    let router = Router::new()
        .fallback(answer)
        .with_state(Answers::new(answers));
    let listener = tokio::net::TcpListener::bind(address).await?;
    let nobody = TrustedProxies::parse("").map_err(io::Error::other)?;
    server::listener::serve(listener, router, nobody, std::future::pending()).await;
    Ok(())
}

async fn answer(State(answers): State<Answers>, OriginalUri(uri): OriginalUri) -> Response {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    if path == "/readyz" {
        return StatusCode::OK.into_response();
    }
    let Some((headers, body)) = answers.get(path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = Response::new(Body::from(body.clone()));
    *response.headers_mut() = headers.clone();
    response
}
