//! Asking a server as fast as it answers, and what that measures.

use crate::http::{Connection, request, request_as};
use std::cell::Cell;
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::task::LocalSet;

/// How many ask at once where throughput is measured.
pub const CONNECTIONS: usize = 16;

/// What one connection alone saw.
#[derive(Debug, Clone, Copy)]
pub struct Waits {
    pub p50: Duration,
    pub p99: Duration,
    /// Bytes of an answer on the wire, on average.
    pub bytes: usize,
}

/// Asks for these addresses one after the other on one connection.
pub async fn waits(server: SocketAddr, paths: &[String], time: Duration) -> io::Result<Waits> {
    waits_as(server, paths, "", time).await
}

/// The same as somebody with this cookie.
pub async fn waits_as(
    server: SocketAddr,
    paths: &[String],
    cookie: &str,
    time: Duration,
) -> io::Result<Waits> {
    let requests: Vec<Vec<u8>> = paths.iter().map(|path| request_as(path, cookie)).collect();
    let mut connection = Connection::open(server).await?;
    let mut seen = Vec::new();
    let mut bytes = 0;
    let began = Instant::now();
    // A round more than asked for is better than a quantile of nothing.
    while began.elapsed() < time || seen.len() < 100 {
        let asked = Instant::now();
        let answer = connection
            .ask(&requests[seen.len() % requests.len()])
            .await?;
        seen.push(asked.elapsed());
        expect_ok(answer.status, &paths[(seen.len() - 1) % paths.len()])?;
        bytes += answer.bytes;
    }
    let bytes = bytes / seen.len();
    seen.sort_unstable();
    let at = |quantile: usize| seen[(seen.len() * quantile / 100).min(seen.len() - 1)];
    Ok(Waits {
        p50: at(50),
        p99: at(99),
        bytes,
    })
}

/// Requests a second at [`CONNECTIONS`] connections.
pub async fn throughput(server: SocketAddr, paths: &[String], time: Duration) -> io::Result<f64> {
    let requests: Rc<Vec<Vec<u8>>> = Rc::new(paths.iter().map(|path| request(path)).collect());
    let done = Rc::new(Cell::new(0_usize));
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        connections.push(Connection::open(server).await?);
    }
    let tasks = LocalSet::new();
    let began = Instant::now();
    let end = began + time;
    let mut running = Vec::new();
    for (at, mut connection) in connections.into_iter().enumerate() {
        let (requests, done) = (requests.clone(), done.clone());
        running.push(tasks.spawn_local(async move {
            // Each begins somewhere else in the list.
            let mut next = at * requests.len() / CONNECTIONS;
            while Instant::now() < end {
                let answer = connection.ask(&requests[next % requests.len()]).await?;
                expect_ok(answer.status, "under load")?;
                next += 1;
                done.set(done.get() + 1);
            }
            Ok::<_, io::Error>(())
        }));
    }
    tasks.await;
    let took = began.elapsed();
    for task in running {
        task.await.map_err(io::Error::other)??;
    }
    Ok(done.get() as f64 / took.as_secs_f64())
}

fn expect_ok(status: u16, path: &str) -> io::Result<()> {
    if status == 200 {
        Ok(())
    } else {
        Err(io::Error::other(format!(
            "the answer to {path} was {status}"
        )))
    }
}
