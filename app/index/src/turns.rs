//! Who may ask the index now. A question takes a core while it is answered, so questions wait for each other on threads
//! of their own, and the threads that serve stay free for everything that takes none.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Questions answered at once, for each core: one may wait for the disk while another computes.
const FOR_EACH_CORE: usize = 2;
/// Questions that wait their turn; whoever comes then is told at once that we are busy.
const MOST_WAITING: usize = 256;
/// How long a question waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);

/// The turns that there are.
pub(super) struct Turns {
    free: Arc<Semaphore>,
    waiting: AtomicUsize,
    most_waiting: usize,
}

impl Turns {
    /// As many as this machine has work for.
    pub fn of_this_machine() -> Self {
        let cores = available_parallelism().map_or(1, usize::from);
        Self::new(cores * FOR_EACH_CORE, MOST_WAITING)
    }

    fn new(at_once: usize, most_waiting: usize) -> Self {
        Self {
            free: Arc::new(Semaphore::new(at_once)),
            waiting: AtomicUsize::new(0),
            most_waiting,
        }
    }

    /// Waits for a turn, which lasts until it is dropped. `None` where too many wait, or it takes too long.
    pub async fn take(&self) -> Option<OwnedSemaphorePermit> {
        if let Ok(turn) = self.free.clone().try_acquire_owned() {
            return Some(turn);
        }
        let _place = Place::take(&self.waiting, self.most_waiting)?;
        let turn = tokio::time::timeout(PATIENCE, self.free.clone().acquire_owned());
        turn.await.ok()?.ok()
    }
}

/// A place among those who wait, given up when it is dropped.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize, most: usize) -> Option<Self> {
        let more = |now: usize| (now < most).then_some(now + 1);
        waiting
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, more)
            .ok()?;
        Some(Self(waiting))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::Turns;
    use std::sync::atomic::Ordering;

    #[tokio::test]
    async fn whoever_comes_when_too_many_wait_is_turned_away_at_once() {
        let turns = std::sync::Arc::new(Turns::new(1, 1));
        let first = turns.take().await.expect("it is free");
        let waits = {
            let turns = turns.clone();
            tokio::spawn(async move { turns.take().await.is_some() })
        };
        while turns.waiting.load(Ordering::Acquire) == 0 {
            tokio::task::yield_now().await;
        }
        assert!(turns.take().await.is_none(), "one waits already");
        drop(first);
        assert!(waits.await.expect("it ends"), "its turn came");
        assert_eq!(turns.waiting.load(Ordering::Acquire), 0);
        assert!(turns.take().await.is_some());
    }

    #[tokio::test]
    async fn whoever_gives_up_waiting_leaves_the_place() {
        let turns = Turns::new(1, 1);
        let _first = turns.take().await.expect("it is free");
        let mut waits = Box::pin(turns.take());
        assert!(waits_still(&mut waits).await, "it waits");
        assert_eq!(turns.waiting.load(Ordering::Acquire), 1);
        drop(waits);
        assert_eq!(turns.waiting.load(Ordering::Acquire), 0);
    }

    /// Looks once; whether it still waits.
    async fn waits_still<F: Future + Unpin>(future: &mut F) -> bool {
        std::future::poll_fn(|context| {
            let looked = std::pin::Pin::new(&mut *future).poll(context);
            std::task::Poll::Ready(looked.is_pending())
        })
        .await
    }
}
