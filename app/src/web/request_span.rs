//! The span of the request that is being answered, so that whoever opens a submission or reads the
//! session can name it there. `Span::current` would not do: libraries put spans of their own between.

use tracing::{Instrument, Span};

tokio::task_local! {
    static REQUEST: Span;
}

/// Runs the answer to a request inside its span.
pub async fn within<F: Future>(span: Span, answer: F) -> F::Output {
    REQUEST.scope(span.clone(), answer.instrument(span)).await
}

/// Records the submission that a page has opened, by the number of its row.
pub fn record_submission(id: i64) {
    let _ = REQUEST.try_with(|span| {
        span.record("submission", id);
    });
}

/// Records the account that is signed in, by the number of its row.
pub fn record_account(id: i64) {
    let _ = REQUEST.try_with(|span| {
        span.record("account", id);
    });
}
