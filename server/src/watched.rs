//! Tasks that have to run as long as the program does: one that panics or ends by itself is started again.

use std::time::Duration;
use tokio::sync::watch;

/// Before a task is started again: a fault that comes back at once must not fill the log.
const BEFORE_AGAIN: Duration = Duration::from_secs(1);

/// Becomes ready when the program is told to stop.
pub async fn stopped(mut stop: watch::Receiver<bool>) {
    // The sender goes away only with the process.
    let _ = stop.wait_for(|stopped| *stopped).await;
}

/// Runs the task that `begin` makes until the program stops, again and again if it must. The task is given what it
/// is to stop at, and has ended when this has.
pub async fn keep_running<F>(
    what: &'static str,
    stop: watch::Receiver<bool>,
    begin: impl Fn(watch::Receiver<bool>) -> F,
) where
    F: Future<Output = ()> + Send + 'static,
{
    loop {
        let ended = tokio::spawn(begin(stop.clone())).await;
        if *stop.borrow() {
            return;
        }
        match ended {
            Ok(()) => tracing::error!(what, "a task ended and is started again"),
            // Without its words: those of a panic may quote a value.
            Err(_) => tracing::error!(what, "a task ended badly and is started again"),
        }
        tokio::select! {
            () = stopped(stop.clone()) => return,
            () = tokio::time::sleep(BEFORE_AGAIN) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{keep_running, stopped};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::sync::watch;

    #[tokio::test(start_paused = true)]
    async fn a_task_that_panics_or_ends_is_started_again_until_the_program_stops() {
        let (tell, stop) = watch::channel(false);
        let starts = Arc::new(AtomicUsize::new(0));
        let counted = starts.clone();
        let kept = tokio::spawn(keep_running("a test", stop, move |stop| {
            let start = counted.fetch_add(1, Ordering::Relaxed);
            async move {
                match start {
                    0 => panic!("the first one breaks"),
                    1 => {}
                    _ => stopped(stop).await,
                }
            }
        }));
        while starts.load(Ordering::Relaxed) < 3 {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        tell.send(true).expect("it listens");
        kept.await.expect("it ends well");
        assert_eq!(starts.load(Ordering::Relaxed), 3);
    }
}
