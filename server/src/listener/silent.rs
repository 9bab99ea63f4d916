//! Connections that have not sent a whole header yet: the first to go when there are too many.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::task::AbortHandle;

/// Those connections by number, so the oldest stands first. Clones are the same ones.
#[derive(Debug, Clone, Default)]
pub(super) struct Silent(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    next: u64,
    waiting: BTreeMap<u64, Waiting>,
}

#[derive(Debug)]
struct Waiting {
    since: Instant,
    /// What ends it, once that is known.
    task: Option<AbortHandle>,
}

/// One of them, until it speaks or ends.
#[derive(Debug)]
pub(super) struct Newcomer {
    silent: Silent,
    number: u64,
    has_spoken: AtomicBool,
}

impl Silent {
    /// A connection that was just made. Clones of what is given back are the same connection.
    pub fn newcomer(&self) -> Arc<Newcomer> {
        let mut known = self.known();
        let number = known.next;
        known.next += 1;
        let waiting = Waiting {
            since: Instant::now(),
            task: None,
        };
        known.waiting.insert(number, waiting);
        drop(known);
        Arc::new(Newcomer {
            silent: self.clone(),
            number,
            has_spoken: AtomicBool::new(false),
        })
    }

    /// Ends the one that has been silent for longest, if one has been for so long.
    pub fn close_oldest(&self, silent_for: Duration) -> bool {
        let mut known = self.known();
        let oldest = known
            .waiting
            .iter()
            .find_map(|(number, one)| Some((*number, one.since, one.task.clone()?)));
        let Some((number, since, task)) = oldest else {
            return false;
        };
        if since.elapsed() < silent_for {
            return false;
        }
        known.waiting.remove(&number);
        task.abort();
        true
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Newcomer {
    /// Says what ends it.
    pub fn is_served_by(&self, task: AbortHandle) {
        // It may have spoken already.
        if let Some(known) = self.silent.known().waiting.get_mut(&self.number) {
            known.task = Some(task);
        }
    }

    /// It has sent a whole header, or is over.
    pub fn spoke(&self) {
        // Every request comes by here; only the first of a connection has something to say.
        if self.has_spoken.swap(true, Ordering::Relaxed) {
            return;
        }
        self.silent.known().waiting.remove(&self.number);
    }
}

impl Drop for Newcomer {
    fn drop(&mut self) {
        self.spoke();
    }
}

#[cfg(test)]
mod tests {
    use super::Silent;
    use std::time::Duration;

    #[tokio::test]
    async fn the_oldest_that_never_spoke_goes_first() {
        let silent = Silent::default();
        let mut tasks = Vec::new();
        let mut all = Vec::new();
        for _ in 0..4 {
            let one = silent.newcomer();
            let inside = one.clone();
            let task = tokio::spawn(async move {
                std::future::pending::<()>().await;
                drop(inside);
            });
            one.is_served_by(task.abort_handle());
            tasks.push(task);
            all.push(one);
        }
        all[0].spoke();
        assert!(
            !silent.close_oldest(Duration::from_secs(60)),
            "all of them have just come"
        );
        assert!(silent.close_oldest(Duration::ZERO));
        assert!(
            tasks
                .remove(1)
                .await
                .is_err_and(|error| error.is_cancelled())
        );
        assert!(!tasks[0].is_finished() && !tasks[1].is_finished());
        // The next in line spoke too, and of a third nobody knows yet what ends it.
        all[2].spoke();
        let _unknown = silent.newcomer();
        assert!(silent.close_oldest(Duration::ZERO));
        assert!(
            tasks
                .remove(2)
                .await
                .is_err_and(|error| error.is_cancelled())
        );
        assert!(!silent.close_oldest(Duration::ZERO));
        assert!(tasks.iter().all(|task| !task.is_finished()));
    }
}
