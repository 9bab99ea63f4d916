//! Tells members of staff: the morning's mail, and mails that did not arrive. A task of its own, because it waits for
//! a time of day.

use case_study::mail_templates::MailContext;
use std::time::Duration;
use store::{Db, DbErr, digests, held, notices};

/// How often to look. The clock is read each time, so one that jumps is followed; nothing is written while nothing is
/// due.
const PAUSE: Duration = Duration::from_secs(20);

/// Works until `stop` completes.
pub async fn run(db: Db, mail_context: MailContext, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    loop {
        match work_once(&db, &mail_context).await {
            Ok(0) => {}
            Ok(mails) => tracing::info!(mails, "wrote to members of staff"),
            Err(error) => tracing::error!(%error, "members of staff could not be written to"),
        }
        tokio::select! {
            biased;
            () = &mut stop => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

/// Writes what is due now; how many mails.
///
/// # Errors
/// When the database does not answer.
pub async fn work_once(db: &Db, mail_context: &MailContext) -> Result<usize, DbErr> {
    if held::since(db.reader()).await?.is_some() {
        return Ok(0);
    }
    let failures = notices::tell_of_failures(db, mail_context).await?;
    Ok(failures + digests::write_due(db, mail_context).await?)
}
