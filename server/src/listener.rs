//! Accepting connections, with limits that `axum::serve` does not set, and an orderly end.

mod timeouts;

use crate::settings::TrustedProxies;
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use timeouts::Patient;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::Service;

/// More wait in the system's queue until one of these ends.
const CONNECTIONS: usize = 1024;
/// Browsers open six at a time. Loopback and trusted proxies stand for many and are not counted.
const CONNECTIONS_OF_ONE: usize = 64;
/// Whoever has not sent a whole header by then, or is silent between two requests, is cut off.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// Whoever takes nothing of their answer for this long is cut off too.
const READ_TIMEOUT: Duration = Duration::from_secs(30);
/// How long requests under way may take once the server has been told to stop.
const DRAIN: Duration = Duration::from_secs(10);

/// Serves until `stop` completes, then lets running requests end.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    trusted: TrustedProxies,
    stop: impl Future<Output = ()>,
) {
    let mut stop = std::pin::pin!(stop);
    let slots = Arc::new(Semaphore::new(CONNECTIONS));
    let counts = Counts::default();
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = next(&listener, &slots) => accepted,
        };
        let Some((stream, peer, slot)) = accepted else {
            continue;
        };
        let address = peer.ip().to_canonical();
        let exempt = address.is_loopback() || trusted.contains(address);
        let Some(place) = counts.take((!exempt).then_some(address)) else {
            tracing::warn!("a network has too many connections; one was closed");
            continue;
        };
        // Without this a page waits 40 ms for the other side's delayed acknowledgement.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "the connection was gone before it was set up");
        }
        let connection = graceful.watch(connection(stream, peer, router.clone()));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                // Time-outs and browsers that go away: daily business.
                tracing::debug!(%error, "a connection ended early");
            }
            drop((slot, place));
        });
    }
    // Closing the socket first: whoever comes now is refused at once instead of waiting.
    drop(listener);
    if tokio::time::timeout(DRAIN, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some requests did not end in time and were cut off");
    }
}

async fn next(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
    let slot = slots.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => Some((stream, peer, slot)),
        Err(error) => {
            // Out of file descriptors, as a rule: trying again at once would only burn time.
            tracing::error!(%error, "no connection could be accepted");
            tokio::time::sleep(Duration::from_millis(100)).await;
            None
        }
    }
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
) -> http1::Connection<
    TokioIo<Patient<TcpStream>>,
    impl hyper::service::HttpService<
        Incoming,
        ResBody = axum::body::Body,
        Error = std::convert::Infallible,
        Future: Send,
    >,
> {
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request)
    });
    http1::Builder::new()
        // hyper's time-outs do nothing without a timer.
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .keep_alive(true)
        .serve_connection(TokioIo::new(Patient::new(stream, READ_TIMEOUT)), service)
}

/// How many connections each address has.
#[derive(Debug, Clone, Default)]
struct Counts(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One connection's place, given back when it ends.
struct Place {
    counts: Counts,
    address: Option<IpAddr>,
}

impl Counts {
    /// A place for this address, or for one that is not counted.
    fn take(&self, address: Option<IpAddr>) -> Option<Place> {
        if let Some(address) = address {
            let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let count = counts.entry(address).or_default();
            if *count >= CONNECTIONS_OF_ONE {
                return None;
            }
            *count += 1;
        }
        Some(Place {
            counts: self.clone(),
            address,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(address) = self.address else { return };
        let mut counts = self.counts.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Entry::Occupied(mut entry) = counts.entry(address) {
            *entry.get_mut() -= 1;
            if *entry.get() == 0 {
                entry.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_and_given_back() {
        let counts = Counts::default();
        let one: IpAddr = "192.0.2.1".parse().unwrap();
        let mut places: Vec<_> = (0..CONNECTIONS_OF_ONE)
            .map(|_| counts.take(Some(one)).unwrap())
            .collect();
        assert!(counts.take(Some(one)).is_none());
        assert!(counts.take(Some("192.0.2.2".parse().unwrap())).is_some());
        assert!(counts.take(None).is_some());
        places.pop();
        assert!(counts.take(Some(one)).is_some());
        places.clear();
        assert!(counts.0.lock().unwrap().is_empty());
    }
}
