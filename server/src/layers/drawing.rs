//! How much is drawn at once: for one network, for all, and on the threads that serve.
//!
//! What is drawn for a request passes here: pages, data, cards, forms that were sent. What is kept, assets and
//! probes do not, and so are answered however much is being drawn.
//!
//! | what | at once for a network, its /48, all | then |
//! |---|---|---|
//! | what is read | 24, 48, 96 | as many wait for two seconds, then 503 |
//! | what is sent | 64, 128, 256 | as many wait for five seconds, then 503 with what was typed |
//!
//! A place is held from the whole request to the whole answer, also while the database is waited for. What
//! computes takes turns besides: a page that is read is worked on only by as many threads at once as there are
//! cores, and the program has two threads more than that ([`threads`]), so whatever is drawn, somebody is free
//! to answer what takes no time. Why, and why these numbers, stands in `docs/decisions/0028`.

use super::spooled_upload::is_upload;
use app::web::error::wait_a_while;
use app::web::places::{Bounds, Queue};
use app::web::rate_limits::ClientNetwork;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::thread::available_parallelism;
use std::time::Duration;
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};

/// When somebody for whom there was no place should come again, in seconds.
const AGAIN: u64 = 3;
/// Threads beside those that draw.
const FREE_THREADS: usize = 2;

/// How much may be drawn at once.
#[derive(Debug, Clone, Copy)]
pub struct DrawingBounds {
    /// Pages and data that are read.
    pub reads: Bounds,
    /// How long somebody waits who finds no place to read.
    pub reads_wait: Duration,
    /// Forms that are sent.
    pub writes: Bounds,
    /// How long somebody waits who finds no place to send.
    pub writes_wait: Duration,
}

impl Default for DrawingBounds {
    fn default() -> Self {
        Self {
            reads: Bounds {
                own: 24,
                wide: 48,
                all: 96,
            },
            reads_wait: Duration::from_secs(2),
            // Whoever sends something has more to lose than somebody who reads.
            writes: Bounds {
                own: 64,
                wide: 128,
                all: 256,
            },
            writes_wait: Duration::from_secs(5),
        }
    }
}

/// Who draws. Clones share places and turns.
#[derive(Debug, Clone)]
pub struct Drawing {
    reads: Queue,
    writes: Queue,
    turns: Arc<Semaphore>,
}

impl Drawing {
    #[must_use]
    pub fn new(bounds: DrawingBounds) -> Self {
        Self {
            reads: Queue::new(bounds.reads, bounds.reads, bounds.reads_wait),
            writes: Queue::new(bounds.writes, bounds.writes, bounds.writes_wait),
            turns: Arc::new(Semaphore::new(cores())),
        }
    }

    /// Those who have a place to read, and those who wait for one.
    #[must_use]
    pub fn reading(&self) -> (usize, usize) {
        (self.reads.taken(), self.reads.waiting())
    }

    /// Those who have a place to send something.
    #[must_use]
    pub fn sending(&self) -> usize {
        self.writes.taken()
    }
}

impl Default for Drawing {
    fn default() -> Self {
        Self::new(DrawingBounds::default())
    }
}

fn cores() -> usize {
    available_parallelism().map_or(2, usize::from)
}

/// So many threads the program serves with: those that draw, and a few that are free whatever is drawn.
#[must_use]
pub fn threads() -> usize {
    cores() + FREE_THREADS
}

/// Draws when there is a place, or asks to come again.
pub async fn drawn(State(drawing): State<Drawing>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    // Files that are sent have places of their own, few of them, and may take minutes.
    let uploads = is_upload(&parts);
    let reads = matches!(parts.method, Method::GET | Method::HEAD);
    let network = parts.extensions.get::<ClientNetwork>().map(|own| own.0);
    let request = Request::from_parts(parts, body);
    if uploads {
        return next.run(request).await;
    }
    let queue = if reads {
        &drawing.reads
    } else {
        &drawing.writes
    };
    let Some(_place) = queue.enter(network).await else {
        return wait_a_while(StatusCode::SERVICE_UNAVAILABLE.into_response(), AGAIN);
    };
    if reads {
        InTurn::new(next.run(request), drawing.turns.clone()).await
    } else {
        next.run(request).await
    }
}

/// A future that is worked on only while it has one of the turns. Waiting, for the database or anything else,
/// takes none.
struct InTurn<F> {
    future: Pin<Box<F>>,
    turns: Arc<Semaphore>,
    next_turn: Option<NextTurn>,
}

type NextTurn = Pin<Box<dyn Future<Output = Result<OwnedSemaphorePermit, AcquireError>> + Send>>;

impl<F: Future> InTurn<F> {
    fn new(future: F, turns: Arc<Semaphore>) -> Self {
        Self {
            future: Box::pin(future),
            turns,
            next_turn: None,
        }
    }
}

impl<F: Future> Future for InTurn<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.get_mut();
        let mut next_turn = this
            .next_turn
            .take()
            .unwrap_or_else(|| Box::pin(this.turns.clone().acquire_owned()));
        let Poll::Ready(turn) = next_turn.as_mut().poll(context) else {
            this.next_turn = Some(next_turn);
            return Poll::Pending;
        };
        let outcome = this.future.as_mut().poll(context);
        // Given back whether it is done or waits for something. Nobody closes the semaphore, and without a
        // turn it would be drawn all the same.
        drop(turn);
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::InTurn;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::sync::{Barrier, Semaphore};
    use tokio::task::yield_now;

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn only_as_many_as_there_are_turns_are_worked_on_at_once() {
        let turns = Arc::new(Semaphore::new(2));
        let (working, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let all: Vec<_> = (0..16)
            .map(|_| {
                let (working, most) = (working.clone(), most.clone());
                let work = async move {
                    for _ in 0..20 {
                        let now = working.fetch_add(1, Ordering::SeqCst) + 1;
                        most.fetch_max(now, Ordering::SeqCst);
                        // Something that computes and gives its thread to nobody.
                        std::hint::black_box((0..20_000_u64).sum::<u64>());
                        working.fetch_sub(1, Ordering::SeqCst);
                        yield_now().await;
                    }
                };
                tokio::spawn(InTurn::new(work, turns.clone()))
            })
            .collect();
        for one in all {
            one.await.unwrap();
        }
        assert!(most.load(Ordering::SeqCst) <= 2);
        assert_eq!(turns.available_permits(), 2);
    }

    /// Four that wait for each other never hold the one turn while they wait.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn who_waits_has_no_turn() {
        let turns = Arc::new(Semaphore::new(1));
        let all_here = Arc::new(Barrier::new(4));
        let all: Vec<_> = (0..4)
            .map(|_| {
                let all_here = all_here.clone();
                let wait = async move {
                    all_here.wait().await;
                };
                tokio::spawn(InTurn::new(wait, turns.clone()))
            })
            .collect();
        for one in all {
            one.await.unwrap();
        }
    }

    #[tokio::test]
    async fn who_leaves_the_queue_takes_no_turn_along() {
        let turns = Arc::new(Semaphore::new(1));
        let held = turns.clone().acquire_owned().await.unwrap();
        let gone = tokio::spawn(InTurn::new(async {}, turns.clone()));
        yield_now().await;
        gone.abort();
        assert!(gone.await.is_err());
        drop(held);
        InTurn::new(async {}, turns.clone()).await;
        assert_eq!(turns.available_permits(), 1);
    }
}
