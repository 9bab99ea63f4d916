//! Carries out what is planned, each plan at its time, and looks every hour for what grew old by itself. A task of its
//! own: no mail that takes long can hold it up, and a plan that cannot be carried out holds up no other.

use case_study::mail_templates::MailContext;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use store::planned_moves::Carried;
use store::{
    Db, DbErr, falling_due, held, imports, overtaken_plans, planned_moves, silence, unsent,
};

/// How often to look. A read of an index that is in memory; nothing is written while nothing is due. The clock is
/// read each time, so one that jumps is followed.
const PAUSE: Duration = Duration::from_millis(250);
/// How long a plan is left alone that the program could not carry out: the database was busy, or there is a fault.
const AFTER_FAILURE: Duration = Duration::from_secs(60);
/// How often to look for museums for which no silence is counted, and for what grew old.
const COUNT: Duration = Duration::from_secs(60 * 60);

/// Works until `stop` completes.
pub async fn run(db: Db, mail_context: MailContext, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    let mut passed_over = PassedOver::default();
    let mut counted: Option<Instant> = None;
    loop {
        if counted.is_none_or(|at| at.elapsed() >= COUNT) {
            counted = Some(Instant::now());
            match silence::count_everywhere(&db).await {
                Ok(0) => {}
                Ok(museums) => {
                    tracing::info!(museums, "began to count how long museums are silent")
                }
                Err(error) => tracing::error!(%error, "silent museums could not be found"),
            }
            look_after(&db, &mail_context).await;
            tidy_imports(&db).await;
        }
        let ended = match work_once(&db, &mail_context, &mut passed_over).await {
            Ok(ended) => ended,
            Err(error) => {
                tracing::error!(%error, "what is planned could not be read");
                0
            }
        };
        // With more to do there is no pause, but the signal is still heard.
        let pause = if ended > 0 { Duration::ZERO } else { PAUSE };
        tokio::select! {
            biased;
            () = &mut stop => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Makes due what was published or confirmed two years ago, and tells the authors of drafts that will go; how many of
/// both. What the database does not answer now it is asked again in an hour.
pub async fn look_after(db: &Db, mail_context: &MailContext) -> usize {
    if held::is_held(db).await {
        return 0;
    }
    let due = falling_due::fall_due(db, mail_context).await;
    let due = due.unwrap_or_else(|error| {
        tracing::error!(%error, "what is due could not be found");
        0
    });
    let warned = unsent::warn(db, mail_context).await;
    let warned = warned.unwrap_or_else(|error| {
        tracing::error!(%error, "drafts that will go could not be found");
        0
    });
    if due + warned > 0 {
        tracing::info!(due, warned, "looked after what grew old");
    }
    due + warned
}

/// Tidies what imports left that were killed.
async fn tidy_imports(db: &Db) {
    match imports::tidy(db).await {
        Ok(0) => {}
        Ok(imports) => tracing::info!(imports, "tidied what imports had staged"),
        Err(error) => tracing::error!(%error, "what imports had staged could not be tidied"),
    }
}

/// Plans that could not be carried out, and since when they are left alone.
#[derive(Debug, Default)]
pub struct PassedOver(HashMap<i64, Instant>);

impl PassedOver {
    fn ids(&mut self) -> Vec<i64> {
        self.0.retain(|_, since| since.elapsed() < AFTER_FAILURE);
        self.0.keys().copied().collect()
    }
}

/// Ends what was overtaken and carries out what is due; how many plans ended.
///
/// # Errors
/// When the database does not say what is due.
pub async fn work_once(
    db: &Db,
    mail_context: &MailContext,
    passed_over: &mut PassedOver,
) -> Result<usize, DbErr> {
    // A copy waits until somebody lets it go.
    if held::since(db.reader()).await?.is_some() {
        return Ok(0);
    }
    let mut ended = 0;
    // First, so that what is due and was overtaken is told as such.
    for id in overtaken_plans::find(db, &passed_over.ids()).await? {
        let (bank, context) = (db.clone(), mail_context.clone());
        let deed = async move { overtaken_plans::end(&bank, &context, id).await };
        ended += ended_by(id, deed, passed_over).await;
    }
    for id in planned_moves::due(db, &passed_over.ids()).await? {
        let (bank, context) = (db.clone(), mail_context.clone());
        let deed = async move { planned_moves::carry_out(&bank, &context, id).await };
        ended += ended_by(id, deed, passed_over).await;
    }
    Ok(ended)
}

/// How many plans ended by this: one or none.
async fn ended_by(
    id: i64,
    deed: impl Future<Output = Result<Carried, DbErr>> + Send + 'static,
    passed_over: &mut PassedOver,
) -> usize {
    // In a task of its own: a panic is one plan's, and the others go on.
    match tokio::spawn(deed).await {
        Ok(Ok(Carried::Ended(_))) => return 1,
        Ok(Ok(Carried::Busy | Carried::Over)) => {}
        Ok(Err(error)) => {
            tracing::error!(planned_move = id, %error, "a plan could not be carried out yet");
            passed_over.0.insert(id, Instant::now());
        }
        // Without its words: those of a panic may quote a value.
        Err(_) => {
            tracing::error!(planned_move = id, "carrying out a plan ended badly");
            passed_over.0.insert(id, Instant::now());
        }
    }
    0
}
