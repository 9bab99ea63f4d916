//! Who is calling: the address that limits count, and whether a proxy took the call over http.

use crate::settings::{PublicUrl, TrustedProxies};
use app::web::rate_limits::ClientNetwork;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const FORWARDED: HeaderName = HeaderName::from_static("forwarded");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// What the layer needs to know.
#[derive(Debug, Clone)]
pub struct Client {
    pub trusted: Arc<TrustedProxies>,
    pub public_url: Arc<PublicUrl>,
    pub unnamed: Arc<UnnamedProxies>,
}

/// Whether the operator was told of a proxy that they did not name: all who come through it count as one network, and one
/// of them can use up what is meant for each. Once for machines nearby, which a proxy is as a rule, and once for others,
/// so that no stranger who sends such a header keeps the first from being told.
#[derive(Debug, Default)]
pub struct UnnamedProxies {
    nearby: AtomicBool,
    elsewhere: AtomicBool,
}

impl UnnamedProxies {
    fn tell(&self, peer: IpAddr, headers: &HeaderMap) {
        if !headers.contains_key(FORWARDED_FOR) && !headers.contains_key(FORWARDED) {
            return;
        }
        let near = is_nearby(peer);
        let told = if near { &self.nearby } else { &self.elsewhere };
        if told.swap(true, Ordering::Relaxed) {
            return;
        }
        let network = ClientNetwork(peer).cut();
        if near {
            tracing::warn!(
                network,
                "a proxy passes people on that CASEBOOK_TRUSTED_PROXIES does not name: all of them are limited as if they \
                 were one person, who may keep the others out. Name the proxy there"
            );
        } else {
            tracing::warn!(
                network,
                "somebody was passed on from a network that CASEBOOK_TRUSTED_PROXIES does not name: name it there if it \
                 is a proxy of yours; if not, who it says was passed on was made up and did not count"
            );
        }
    }
}

/// This machine, or one of a network that has no addresses of its own in the internet (RFC 1918, RFC 4193).
fn is_nearby(peer: IpAddr) -> bool {
    match peer {
        IpAddr::V4(peer) => peer.is_loopback() || peer.is_private(),
        IpAddr::V6(peer) => peer.is_loopback() || peer.is_unique_local(),
    }
}

/// Puts a [`ClientNetwork`] on the request. Headers about it count only from a trusted proxy.
pub async fn client(State(client): State<Client>, mut request: Request, next: Next) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip().to_canonical());
    let Some(peer) = peer else {
        // Only a listener that forgot to say who called ends here.
        tracing::error!("a connection came without an address");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let from_proxy = client.trusted.contains(peer);
    let address = if from_proxy {
        behind(&client.trusted, peer, request.headers())
    } else {
        client.unnamed.tell(peer, request.headers());
        peer
    };
    request.extensions_mut().insert(ClientNetwork(address));
    if from_proxy && client.public_url.is_https() && came_over_http(request.headers()) {
        return to_https(&client.public_url, &request);
    }
    next.run(request).await
}

/// The nearest address that is not a trusted proxy, read from the right: the left end is whatever
/// the browser wrote there itself.
fn behind(trusted: &TrustedProxies, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let mut nearest = peer;
    // As bytes: a line to whose left somebody wrote what is no text still says on its right who called.
    let lines: Vec<_> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .map(HeaderValue::as_bytes)
        .collect();
    let line = lines.join(&b","[..]);
    for entry in line.rsplit(|byte| *byte == b',') {
        let entry = std::str::from_utf8(entry).ok();
        let Some(address) = entry.and_then(|entry| address(entry.trim())) else {
            break;
        };
        nearest = address;
        if !trusted.contains(address) {
            break;
        }
    }
    nearest
}

/// Some proxies add the port.
fn address(entry: &str) -> Option<IpAddr> {
    let address = entry
        .parse::<IpAddr>()
        .or_else(|_| entry.parse::<SocketAddr>().map(|socket| socket.ip()));
    address.ok().map(|address| address.to_canonical())
}

/// Whether a proxy says that the browser spoke plain http with it.
pub(super) fn came_over_http(headers: &HeaderMap) -> bool {
    headers
        .get(FORWARDED_PROTO)
        .is_some_and(|proto| proto.as_bytes().eq_ignore_ascii_case(b"http"))
}

/// A reader is sent on; a form that was sent in the clear has to be sent again by its person.
fn to_https(public_url: &PublicUrl, request: &Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let rest = request
        .uri()
        .path_and_query()
        .map_or("/", |rest| rest.as_str());
    (
        StatusCode::PERMANENT_REDIRECT,
        [(header::LOCATION, format!("{}{rest}", public_url.as_str()))],
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn found(trusted: &str, lines: &[&str]) -> String {
        let trusted = TrustedProxies::parse(trusted).unwrap();
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(
                FORWARDED_FOR,
                HeaderValue::from_bytes(line.as_bytes()).unwrap(),
            );
        }
        behind(&trusted, "10.0.0.1".parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn only_what_trusted_proxies_wrote_counts() {
        assert_eq!(found("10.0.0.0/8", &["198.51.100.7"]), "198.51.100.7");
        // The browser pretended to be 1.2.3.4; the proxy wrote where it really came from.
        assert_eq!(
            found("10.0.0.0/8", &["1.2.3.4, 198.51.100.7"]),
            "198.51.100.7"
        );
        assert_eq!(
            found("10.0.0.0/8", &["1.2.3.4", "198.51.100.7, 10.0.0.9"]),
            "198.51.100.7"
        );
        assert_eq!(found("10.0.0.0/8", &["198.51.100.7:4711"]), "198.51.100.7");
        // What is no text does not take along what the proxy wrote behind it.
        assert_eq!(
            found("10.0.0.0/8", &["\u{fc}, 198.51.100.7"]),
            "198.51.100.7"
        );
        assert_eq!(found("10.0.0.0/8", &["nonsense"]), "10.0.0.1");
        assert_eq!(found("10.0.0.0/8", &[]), "10.0.0.1");
    }

    #[test]
    fn what_is_no_text_hides_nobody() {
        let trusted = TrustedProxies::parse("10.0.0.0/8").unwrap();
        let mut headers = HeaderMap::new();
        let line = HeaderValue::from_bytes(b"\xff, 198.51.100.7").unwrap();
        headers.append(FORWARDED_FOR, line);
        let found = behind(&trusted, "10.0.0.1".parse().unwrap(), &headers);
        assert_eq!(found.to_string(), "198.51.100.7");
    }

    #[test]
    fn a_proxy_nearby_is_on_this_machine_or_in_a_private_network() {
        for (peer, near) in [
            ("127.0.0.1", true),
            ("::1", true),
            ("10.0.0.2", true),
            ("192.168.7.1", true),
            ("fd00::1", true),
            ("198.51.100.7", false),
            ("2001:db8::1", false),
        ] {
            assert_eq!(is_nearby(peer.parse().unwrap()), near, "{peer}");
        }
    }
}
