//! The worker: takes mails from the outbox and hands them over, several at a time, mails links that are overdue, and
//! sweeps what has expired.

use crate::mail_transport::{HandsOver, MailError};
use case_study::mail_templates::MailContext;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::outbox::Claimed;
use store::{
    Db, DbErr, address_links, buckets, dead_letters, drafts, known_places, mail_limits,
    mailed_links, mails_read_in, message_inbox, outbox, questions, sessions, thoughts,
};
use tokio::task::{Id, JoinError, JoinSet};
use tracing::Instrument;

/// How often to look. A read of an index that is in memory; nothing is written while idle.
const PAUSE: Duration = Duration::from_millis(500);
const SWEEP: Duration = Duration::from_secs(60 * 60);
/// How often to look for drafts whose address was given and left without pressing a button.
const LINKS: Duration = Duration::from_secs(60);
/// Handing over a mail ends before another worker may take it.
const SEND_WITHIN: Duration = Duration::from_secs(45);
const _: () = assert!(SEND_WITHIN.as_millis() < outbox::LEASE_MS as u128);
/// So many mails are handed over at a time. A server that hangs over one of them holds up no other, and none is
/// rushed.
pub const AT_ONCE: usize = 4;
/// So many codes leave beside these: whoever waits for one does not wait for four that hang.
pub const CODES_BESIDE: usize = 1;

/// Works until `stop` completes. Mails being handed over are finished first.
pub async fn run(
    db: Db,
    mailer: Arc<impl HandsOver>,
    mail_context: MailContext,
    stop: impl Future<Output = ()>,
) {
    let mut stop = std::pin::pin!(stop);
    let mut swept: Option<Instant> = None;
    let mut linked: Option<Instant> = None;
    let mut in_hand = InHand::new(db.clone(), mailer);
    loop {
        if let Err(error) = db.agree_on_time().await {
            tracing::warn!(%error, "the database was not asked what time it is");
        }
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
        if let Err(error) = in_hand.fill().await {
            tracing::error!(%error, "the outbox could not be read");
        }
        tokio::select! {
            biased;
            () = &mut stop => break,
            ended = in_hand.next_done() => in_hand.settle(ended).await,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
    while !in_hand.is_empty() {
        let ended = in_hand.next_done().await;
        in_hand.settle(ended).await;
    }
}

/// The mails that are being handed over, each in a task of its own.
struct InHand<M> {
    db: Db,
    mailer: Arc<M>,
    tasks: JoinSet<()>,
    jobs: HashMap<Id, Claimed>,
}

impl<M: HandsOver> InHand<M> {
    fn new(db: Db, mailer: Arc<M>) -> Self {
        Self {
            db,
            mailer,
            tasks: JoinSet::new(),
            jobs: HashMap::new(),
        }
    }

    fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    /// Takes what is due until the hands are full.
    async fn fill(&mut self) -> Result<(), DbErr> {
        while self.tasks.len() < AT_ONCE + CODES_BESIDE && outbox::any_due(&self.db).await? {
            let ids: Vec<i64> = self.jobs.values().map(|job| job.id).collect();
            let taken = if self.tasks.len() < AT_ONCE {
                outbox::claim_beside(&self.db, &ids).await?
            } else {
                outbox::claim_code_beside(&self.db, &ids).await?
            };
            // Another instance may have taken it in between.
            let Some(job) = taken else { break };
            let (db, mailer, held) = (self.db.clone(), self.mailer.clone(), job.clone());
            let span = span_of(&job);
            let deed = async move {
                if let Err(error) = hand_over(&db, &*mailer, &job).await {
                    tracing::error!(%error, "what became of a mail could not be written down");
                }
            };
            let task = self.tasks.spawn(deed.instrument(span));
            self.jobs.insert(task.id(), held);
        }
        Ok(())
    }

    /// Waits until one of them was handed over or failed; for ever where there is none.
    async fn next_done(&mut self) -> Result<Id, JoinError> {
        match self.tasks.join_next_with_id().await {
            None => std::future::pending().await,
            Some(ended) => ended.map(|(task, ())| task),
        }
    }

    /// Lets go of one of them. A mail that makes its task panic is tried again like any other, and holds up none.
    async fn settle(&mut self, ended: Result<Id, JoinError>) {
        let task = ended.as_ref().map_or_else(JoinError::id, |task| *task);
        let Some(job) = self.jobs.remove(&task).filter(|_| ended.is_err()) else {
            return;
        };
        // Without its words: those of a panic may quote a value.
        tracing::error!(job = job.id, "handing over a mail ended badly");
        let why = "for now: handing it over ended badly";
        if let Err(error) = outbox::fail(&self.db, &job, why, false).await {
            tracing::error!(%error, "what became of a mail could not be written down");
        }
    }
}

fn span_of(job: &Claimed) -> tracing::Span {
    tracing::info_span!("job", job = job.id, attempts = job.attempts)
}

/// Hands over the next mail that is due. `false` when there is none.
///
/// # Errors
/// When the database does not answer. The job is tried again when its lease ends.
pub async fn work_once(db: &Db, mailer: &impl HandsOver) -> Result<bool, DbErr> {
    if !outbox::any_due(db).await? {
        return Ok(false);
    }
    // Another instance may have taken it in between.
    let Some(job) = outbox::claim(db).await? else {
        return Ok(false);
    };
    hand_over(db, mailer, &job)
        .instrument(span_of(&job))
        .await?;
    Ok(true)
}

/// Hands over the mails about samples that are due, and no other, for a command that stands beside a server; how
/// many were.
///
/// # Errors
/// When the database does not answer.
pub async fn hand_over_samples(db: &Db, mailer: &impl HandsOver) -> Result<usize, DbErr> {
    let mut handed_over = 0;
    while let Some(job) = outbox::claim_of_samples(db).await? {
        hand_over(db, mailer, &job).await?;
        handed_over += 1;
    }
    Ok(handed_over)
}

async fn hand_over(db: &Db, mailer: &impl HandsOver, job: &Claimed) -> Result<(), DbErr> {
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
