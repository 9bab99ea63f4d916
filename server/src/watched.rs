//! Tasks that have to run as long as the program does: one that panics or ends by itself is started again, and for
//! how long it does not work is known.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// Before a task is started again for the first time; then twice as long each time. A fault that comes back at once
/// must not fill the log.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// A task that ran for so long works again.
const WORKS_AFTER: Duration = Duration::from_secs(30);

/// Becomes ready when the program is told to stop.
pub async fn stopped(mut stop: watch::Receiver<bool>) {
    // The sender goes away only with the process.
    let _ = stop.wait_for(|stopped| *stopped).await;
}

/// The tasks that are kept running, and since when one does not work; clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Watched(Arc<Mutex<BTreeMap<&'static str, Instant>>>);

impl Watched {
    /// Runs the task that `begin` makes until the program stops, again and again if it must. The task is given what
    /// it is to stop at, and has ended when this has.
    pub async fn keep_running<F>(
        self,
        what: &'static str,
        stop: watch::Receiver<bool>,
        begin: impl Fn(watch::Receiver<bool>) -> F,
    ) where
        F: Future<Output = ()> + Send + 'static,
    {
        let mut pause = FIRST_PAUSE;
        loop {
            let mut task = tokio::spawn(begin(stop.clone()));
            let ended = match tokio::time::timeout(WORKS_AFTER, &mut task).await {
                Ok(ended) => ended,
                Err(_) => {
                    pause = FIRST_PAUSE;
                    self.works(what);
                    task.await
                }
            };
            if *stop.borrow() {
                return;
            }
            self.does_not_work(what);
            let seconds = pause.as_secs();
            match ended {
                Ok(()) => tracing::error!(what, seconds, "a task ended and is started again"),
                // Without its words: those of a panic may quote a value.
                Err(_) => tracing::error!(what, seconds, "a task ended badly and is started again"),
            }
            tokio::select! {
                () = stopped(stop.clone()) => return,
                () = tokio::time::sleep(pause) => {}
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// What does not work, and for how long, by name. A task that was just started again counts until it has run for
    /// a while.
    #[must_use]
    pub fn not_working(&self) -> Vec<(&'static str, Duration)> {
        let tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tasks
            .iter()
            .map(|(what, since)| (*what, since.elapsed()))
            .collect()
    }

    fn works(&self, what: &'static str) {
        let mut tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tasks.remove(what).is_some() {
            tracing::info!(what, "a task works again");
        }
    }

    fn does_not_work(&self, what: &'static str) {
        let mut tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.entry(what).or_insert_with(Instant::now);
    }
}

#[cfg(test)]
mod tests {
    use super::{WORKS_AFTER, Watched, stopped};
    use std::sync::Arc;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;
    use tokio::sync::watch;
    use tokio::time::Instant;

    #[tokio::test(start_paused = true)]
    async fn a_task_that_panics_or_ends_is_started_again_until_the_program_stops() {
        let (tell, stop) = watch::channel(false);
        let watched = Watched::default();
        let starts = Arc::new(AtomicUsize::new(0));
        let (counted, watching) = (starts.clone(), watched.clone());
        let begin = move |stop| {
            let start = counted.fetch_add(1, Ordering::Relaxed);
            async move {
                match start {
                    0 => panic!("the first one breaks"),
                    1 => {}
                    _ => stopped(stop).await,
                }
            }
        };
        let kept = tokio::spawn(watching.keep_running("a test", stop, begin));
        while starts.load(Ordering::Relaxed) < 3 {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let not_working = watched.not_working();
        assert_eq!(not_working.len(), 1, "{not_working:?}");
        assert_eq!(not_working[0].0, "a test");
        tokio::time::sleep(WORKS_AFTER + Duration::from_millis(1)).await;
        assert!(watched.not_working().is_empty(), "it has run for a while");
        tell.send(true).expect("it listens");
        kept.await.expect("it ends well");
        assert_eq!(starts.load(Ordering::Relaxed), 3);
    }

    async fn breaks() {
        panic!("it breaks")
    }

    #[tokio::test(start_paused = true)]
    async fn one_that_breaks_every_time_is_started_ever_later_and_has_not_worked_all_the_while() {
        let (_tell, stop) = watch::channel(false);
        let (watched, starts) = (Watched::default(), Arc::new(Mutex::new(Vec::new())));
        let (watching, noted) = (watched.clone(), starts.clone());
        let begin = move |_| {
            noted
                .lock()
                .expect("no panic holds it")
                .push(Instant::now());
            breaks()
        };
        tokio::spawn(watching.keep_running("a test", stop, begin));
        while starts.lock().expect("no panic holds it").len() < 9 {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let starts = starts.lock().expect("no panic holds it").clone();
        let pauses: Vec<u64> = starts
            .windows(2)
            .map(|two| (two[1] - two[0]).as_secs())
            .collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60]);
        let not_working = watched.not_working();
        assert!(
            not_working[0].1 >= Duration::from_secs(180),
            "{not_working:?}"
        );
    }
}
