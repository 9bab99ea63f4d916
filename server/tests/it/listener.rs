//! The accept loop: an orderly end, and nobody takes all connections.

use axum::Router;
use axum::extract::ConnectInfo;
use axum::routing::get;
use server::listener::serve_at_most;
use server::settings::TrustedProxies;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    done: JoinHandle<()>,
}

async fn start(router: Router) -> Running {
    start_with(1024, router).await
}

async fn start_with(connections: usize, router: Router) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let stopped = async {
        let _ = stopped.await;
    };
    let done = tokio::spawn(serve_at_most(
        connections,
        listener,
        router,
        TrustedProxies::default(),
        stopped,
    ));
    Running {
        address,
        stop,
        done,
    }
}

async fn send(address: SocketAddr, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

async fn answer(mut stream: TcpStream) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text
}

#[tokio::test]
async fn a_request_under_way_is_finished_and_a_new_one_refused() {
    let (reached, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let gates = (reached.clone(), go_on.clone());
    let slow = async move || {
        gates.0.notify_one();
        gates.1.notified().await;
        "saved"
    };
    let running = start(Router::new().route("/slow", get(slow))).await;
    let stream = send(running.address, "/slow").await;
    reached.notified().await;
    running.stop.send(()).unwrap();
    let began = Instant::now();
    while TcpStream::connect(running.address).await.is_ok() {
        assert!(began.elapsed() < Duration::from_secs(5), "it still listens");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    go_on.notify_one();
    assert!(answer(stream).await.ends_with("saved"));
    tokio::time::timeout(Duration::from_secs(5), running.done)
        .await
        .expect("it ends when the last request has")
        .unwrap();
}

#[tokio::test]
async fn an_idle_connection_does_not_hold_the_end_up() {
    let running = start(Router::new().route("/", get(|| async { "ok" }))).await;
    let mut idle = send(running.address, "/").await;
    let mut bytes = [0; 12];
    idle.read_exact(&mut bytes).await.unwrap();
    assert_eq!(&bytes, b"HTTP/1.1 200");
    running.stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(5), running.done)
        .await
        .expect("it does not wait for the idle one")
        .unwrap();
}

#[tokio::test]
async fn handlers_learn_who_calls() {
    let who = async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string();
    let running = start(Router::new().route("/", get(who))).await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    let own = stream.local_addr().unwrap().to_string();
    let request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    assert!(answer(stream).await.ends_with(&own));
    running.stop.send(()).unwrap();
    running.done.await.unwrap();
}

#[tokio::test]
async fn who_says_nothing_makes_room_when_all_connections_are_taken() {
    let running = start_with(3, Router::new().route("/", get(|| async { "ok" }))).await;
    let mut spoke = send(running.address, "/").await;
    let mut bytes = [0; 12];
    spoke.read_exact(&mut bytes).await.unwrap();
    assert_eq!(&bytes, b"HTTP/1.1 200");
    let mut silent = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(running.address).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHos").await.unwrap();
        silent.push(stream);
    }
    // More than there is room for come one after the other, and each is answered.
    for _ in 0..4 {
        let mut stream = TcpStream::connect(running.address).await.unwrap();
        let request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).await.unwrap();
        assert!(answer(stream).await.ends_with("ok"));
    }
    // The oldest that said nothing was closed without a word; whoever has spoken is still served.
    let mut rest = Vec::new();
    // An end or a reset: it had sent what nobody read.
    let _ = silent[0].read_to_end(&mut rest).await;
    assert!(rest.is_empty(), "{rest:?}");
    spoke
        .write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        .await
        .unwrap();
    assert!(answer(spoke).await.contains("HTTP/1.1 200"));
    running.stop.send(()).unwrap();
    drop(silent);
    running.done.await.unwrap();
}

#[tokio::test]
async fn who_has_just_come_is_heard_out_though_all_connections_are_taken() {
    let running = start_with(2, Router::new().route("/", get(|| async { "ok" }))).await;
    let mut spoke = send(running.address, "/").await;
    let mut bytes = [0; 12];
    spoke.read_exact(&mut bytes).await.unwrap();
    // The last place there is, for somebody whose header takes a moment.
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    stream
        .write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        .await
        .unwrap();
    assert!(answer(stream).await.ends_with("ok"));
    running.stop.send(()).unwrap();
    drop(spoke);
    running.done.await.unwrap();
}
