//! Accepting connections, with limits that `axum::serve` does not set, and an orderly end.

mod silent;
mod timeouts;

use crate::settings::TrustedProxies;
use app::web::places::{Bounds, Places};
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use silent::{Newcomer, Silent};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use timeouts::Patient;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::Service;

/// More wait in the system's queue until one of these ends. Where all are taken, the oldest that has sent no
/// whole header makes room.
const CONNECTIONS: usize = 1024;
/// Browsers open six at a time. Whoever has a /48 has as much as four households, and leaves three quarters of
/// [`CONNECTIONS`]. Loopback and trusted proxies stand for many and are not counted.
const OF_ONE_NETWORK: Bounds = Bounds {
    own: 64,
    wide: 256,
    // That is for `CONNECTIONS` to say: who finds none of those free waits instead of being turned away.
    all: usize::MAX,
};
/// How long somebody is heard out when all connections are taken: one that has just come may be about to speak, and the
/// others may all have spoken.
const HEARD_OUT: Duration = Duration::from_secs(1);
/// How often is looked then whether one has been silent for so long.
const LOOK_AGAIN: Duration = Duration::from_millis(100);
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
    serve_at_most(CONNECTIONS, listener, router, trusted, stop).await;
}

/// The same with another number of connections at once.
pub async fn serve_at_most(
    connections: usize,
    listener: TcpListener,
    router: Router,
    trusted: TrustedProxies,
    stop: impl Future<Output = ()>,
) {
    let mut stop = std::pin::pin!(stop);
    let slots = Arc::new(Semaphore::new(connections));
    let silent = Silent::default();
    let counts = Places::new(OF_ONE_NETWORK);
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = next(&listener, &slots, &silent) => accepted,
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
        let newcomer = silent.newcomer();
        let connection = connection(stream, peer, router.clone(), newcomer.clone());
        let connection = graceful.watch(connection);
        let task = tokio::spawn(async move {
            if let Err(error) = connection.await {
                // Time-outs and browsers that go away: daily business.
                tracing::debug!(%error, "a connection ended early");
            }
            drop((slot, place));
        });
        newcomer.is_served_by(task.abort_handle());
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
    silent: &Silent,
) -> Option<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
    let slot = loop {
        if let Ok(slot) = slots.clone().try_acquire_owned() {
            break slot;
        }
        if silent.close_oldest(HEARD_OUT) {
            tracing::warn!("there are too many connections; one that said nothing was closed");
        }
        // That one's, or that of whoever ends first.
        let freed = tokio::time::timeout(LOOK_AGAIN, slots.clone().acquire_owned()).await;
        if let Ok(slot) = freed {
            break slot.ok()?;
        }
    };
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
    newcomer: Arc<Newcomer>,
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
        newcomer.spoke();
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

#[cfg(test)]
mod tests {
    use super::{CONNECTIONS, OF_ONE_NETWORK, Places};
    use app::web::places::Place;

    fn taken(places: &Places, addresses: impl Iterator<Item = String>) -> Vec<Place> {
        addresses
            .filter_map(|address| places.take(Some(address.parse().unwrap())))
            .collect()
    }

    #[test]
    fn the_65th_address_of_one_household_is_turned_away() {
        let places = Places::new(OF_ONE_NETWORK);
        let one = taken(
            &places,
            (0..65).map(|host| format!("2001:db8:1:2::{host:x}")),
        );
        assert_eq!(one.len(), 64);
        // Neither do many nets of one line take all there are.
        let line = taken(
            &places,
            (0..2000).map(|net| format!("2001:db8:1:{net:x}::1")),
        );
        assert_eq!(one.len() + line.len(), 256);
        assert!(one.len() + line.len() <= CONNECTIONS / 4);
        // Somebody else is served, and an address of IPv4 is a network of its own.
        let other = taken(
            &places,
            (0..65).map(|host| format!("2001:db8:2:2::{host:x}")),
        );
        assert_eq!(other.len(), 64);
        for address in ["192.0.2.1", "192.0.2.2"] {
            let office = taken(&places, (0..65).map(|_| address.to_owned()));
            assert_eq!(office.len(), 64, "{address}");
        }
    }

    #[test]
    fn proxies_are_not_counted() {
        let places = Places::new(OF_ONE_NETWORK);
        let all: Vec<_> = (0..CONNECTIONS).filter_map(|_| places.take(None)).collect();
        assert_eq!(all.len(), CONNECTIONS);
    }
}
