//! A write that is given up half-way, as when a browser goes away or a time limit ends it: after
//! every number of steps, nothing of it is stored by halves and the next writes are kept.

use super::rows::{Watched, changed};
use super::writes::{Ready, WRITES};
use crate::support::Kind;
use std::future::poll_fn;
use std::task::Poll;

/// Those that stand for the others: one or several transactions, with and without a session.
const TRIED: &[&str] = &[
    "begin",
    "save",
    "unlock",
    "tag",
    "approve_and_publish",
    "concern",
];

/// These end with a session of its own transaction, after what it opens.
const IN_STEPS: &[&str] = &["begin", "unlock"];

/// Goes on with it so many times, then drops it. What it answered, if it got there.
async fn given_up_after(steps: usize, ready: &Ready) -> Option<bool> {
    let mut attempt = ready();
    let mut left = steps;
    poll_fn(|context| {
        left -= 1;
        match attempt.as_mut().poll(context) {
            Poll::Ready(answer) => Poll::Ready(Some(answer)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

async fn each_write_given_up(kind: Kind) {
    let Some(watched) = Watched::new(kind).await else {
        return;
    };
    for (name, make_ready) in WRITES.iter().filter(|(name, _)| TRIED.contains(name)) {
        let written = watched.tables_of(name, make_ready).await;
        let mut ready = make_ready(watched.app.clone()).await;
        let mut before = watched.rows().await;
        for steps in 1.. {
            let told = format!("{name}, given up after {steps} steps");
            let answered = given_up_after(steps, &ready).await;
            watched.the_next_writes_are_kept(&told).await;
            // What was under way when it was given up has ended by now: it stood before them.
            let now = changed(&before, &watched.rows().await);
            assert!(
                now.is_empty() || now == written || IN_STEPS.contains(name),
                "{told}: changed {now:?} of {written:?}"
            );
            if answered.is_some() {
                assert_eq!((answered, now), (Some(true), written), "{told}");
                break;
            }
            if !now.is_empty() {
                ready = make_ready(watched.app.clone()).await;
                before = watched.rows().await;
            }
        }
    }
    watched.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_any_number_of_steps_on_sqlite() {
    each_write_given_up(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_any_number_of_steps_on_postgres() {
    each_write_given_up(Kind::Postgres).await;
}
