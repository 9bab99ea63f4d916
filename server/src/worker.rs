//! The worker: takes mails from the outbox and hands them over, mails links that are overdue, and
//! sweeps what has expired.

use crate::mail_transport::{MailError, Mailer};
use case_study::mail_templates::MailContext;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::outbox::Claimed;
use store::{
    Db, DbErr, address_links, buckets, dead_letters, drafts, known_places, mail_limits,
    mailed_links, mails_read_in, message_inbox, outbox, questions, sessions, thoughts,
};
use tracing::Instrument;

/// How often to look. A read of an index that is in memory; nothing is written while idle.
const PAUSE: Duration = Duration::from_millis(500);
const SWEEP: Duration = Duration::from_secs(60 * 60);
/// How often to look for drafts whose address was given and left without pressing a button.
const LINKS: Duration = Duration::from_secs(60);
/// Handing over a mail ends before another worker may take it.
const SEND_WITHIN: Duration = Duration::from_secs(45);
const _: () = assert!(SEND_WITHIN.as_millis() < outbox::LEASE_MS as u128);

/// Works until `stop` completes. A mail being handed over is finished first.
pub async fn run(
    db: Db,
    mailer: Arc<Mailer>,
    mail_context: MailContext,
    stop: impl Future<Output = ()>,
) {
    let mut stop = std::pin::pin!(stop);
    let mut swept: Option<Instant> = None;
    let mut linked: Option<Instant> = None;
    loop {
        if linked.is_none_or(|at| at.elapsed() >= LINKS) {
            linked = Some(Instant::now());
            if let Err(error) = drafts::mail_overdue_links(&db, &mail_context).await {
                tracing::error!(%error, "links to drafts were not mailed");
            }
        }
        if swept.is_none_or(|at| at.elapsed() >= SWEEP) {
            swept = Some(Instant::now());
            sweep(&db).instrument(tracing::info_span!("sweep")).await;
        }
        let worked = match work_once(&db, &mailer).await {
            Ok(worked) => worked,
            Err(error) => {
                tracing::error!(%error, "the outbox could not be read");
                false
            }
        };
        // With more to do there is no pause, but the signal is still heard between two mails.
        let pause = if worked { Duration::ZERO } else { PAUSE };
        tokio::select! {
            biased;
            () = &mut stop => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Hands over the next mail that is due. `false` when there is none.
///
/// # Errors
/// When the database does not answer. The job is tried again when its lease ends.
pub async fn work_once(db: &Db, mailer: &Mailer) -> Result<bool, DbErr> {
    if !outbox::any_due(db).await? {
        return Ok(false);
    }
    // Another instance may have taken it in between.
    let Some(job) = outbox::claim(db).await? else {
        return Ok(false);
    };
    let span = tracing::info_span!("job", job = job.id, attempts = job.attempts);
    hand_over(db, mailer, &job).instrument(span).await?;
    Ok(true)
}

/// Hands over the mails about samples that are due, and no other, for a command that stands beside a server; how
/// many were.
///
/// # Errors
/// When the database does not answer.
pub async fn hand_over_samples(db: &Db, mailer: &Mailer) -> Result<usize, DbErr> {
    let mut handed_over = 0;
    while let Some(job) = outbox::claim_of_samples(db).await? {
        hand_over(db, mailer, &job).await?;
        handed_over += 1;
    }
    Ok(handed_over)
}

async fn hand_over(db: &Db, mailer: &Mailer, job: &Claimed) -> Result<(), DbErr> {
    let sent = tokio::time::timeout(SEND_WITHIN, mailer.send(job))
        .await
        .unwrap_or_else(|_| Err(MailError::Temporary("it took too long".to_owned())));
    let held = match sent {
        Ok(()) => outbox::finish(db, job).await?,
        Err(error) => set_aside(db, job, &error).await?,
    };
    if !held {
        tracing::warn!("a mail took longer than its lease; another worker has it");
    }
    Ok(())
}

async fn set_aside(db: &Db, job: &Claimed, error: &MailError) -> Result<bool, DbErr> {
    let hopeless = matches!(error, MailError::Permanent(_));
    tracing::warn!(hopeless, %error, "a mail was not handed over");
    outbox::fail(db, job, &error.to_string(), hopeless).await
}

/// Removes what is kept for a time only.
pub async fn sweep(db: &Db) {
    let swept = [
        ("expired sessions", sessions::delete_expired(db).await),
        (
            "messages to museums that nobody confirmed",
            questions::delete_expired(db).await,
        ),
        (
            "what readers wrote long ago",
            message_inbox::forget(db).await,
        ),
        (
            "thoughts on the campaign of long ago",
            thoughts::forget(db).await,
        ),
        (
            "subjects and senders of emails of long ago",
            mails_read_in::forget(db).await,
        ),
        ("links and codes", mailed_links::delete_expired(db).await),
        ("links of accounts", address_links::delete_expired(db).await),
        (
            "how often addresses were mailed",
            mail_limits::delete_expired(db).await,
        ),
        ("counts of tries", buckets::delete_expired(db).await),
        (
            "places where nobody signed in for long",
            known_places::delete_expired(db).await,
        ),
        ("mails of long ago", dead_letters::forget(db).await),
    ];
    for (what, result) in swept {
        match result {
            Ok(0) => {}
            Ok(count) => tracing::info!(what, count, "removed"),
            Err(error) => tracing::error!(what, %error, "could not be removed"),
        }
    }
}
