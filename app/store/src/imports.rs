//! Storing cases read from a bank file: all or nothing, and nothing twice.
//!
//! A file may hold many thousand cases, and while it is read in people go on saving and taking down. So its cases are
//! staged first, some at a time, in transactions that nobody has to wait for, where no reader sees them
//! ([`staging`]); then one short transaction makes all of them public ([`going_live`]). An import that is killed or
//! refused has made nothing public; what it staged is tidied ([`leftovers`]).

mod at_once;
mod going_live;
mod judging;
mod leftovers;
mod staging;

pub use leftovers::tidy;

use super::entity::{case, staged_case};
use super::{Db, DbErr, Transaction, bank, unavailable};
use case_study::CaseState;
use case_study::import::ImportedCase;
use judging::Judged;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter};
use staging::{Stage, Staged};
use std::time::{Duration, Instant};

/// Cases staged in one transaction: about a tenth of a second in which others wait.
const BATCH: usize = 100;
/// How long `SQLite` is left to others after each. Who waits for its lock looks again at least this often; without the
/// pause they might never find it free.
const PAUSE: Duration = Duration::from_millis(100);
/// How long an import waits for a database that is busy. Nobody sits and waits for it.
const PATIENCE: Duration = Duration::from_secs(60);

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    pub added: usize,
    /// Cases of an earlier import whose text is different now.
    pub updated: usize,
    pub unchanged: usize,
    /// Slugs of cases that somebody changed here since they were imported, or that a museum submitted here, and that
    /// the file would change: they are as they were.
    pub left: Vec<String>,
    /// Slugs of cases that were taken down here, and stay so. They are counted as unchanged.
    pub taken_down: Vec<String>,
}

/// Why an import was refused. Nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum ImportFailure {
    #[error("{}", taken_in_words(.0))]
    SlugTaken(Vec<String>),
    /// It stood still for so long that another program tidied what it had staged.
    #[error(
        "this import stopped for several minutes, so another command tidied away what it had stored. Run it again"
    )]
    GivenUp,
    #[error(transparent)]
    Db(#[from] DbErr),
}

fn taken_in_words(ids: &[String]) -> String {
    let each: Vec<String> = ids
        .iter()
        .map(|id| {
            format!(
                "case \u{201c}{id}\u{201d}: a case submitted by a museum has this address already"
            )
        })
        .collect();
    each.join("; ")
}

/// Whether the bank holds no case at all, drafts included.
///
/// # Errors
/// When the database does not answer.
pub async fn is_empty(db: &Db) -> Result<bool, DbErr> {
    let there = case::Entity::find().filter(is_not_staged());
    Ok(there.count(db.reader()).await? == 0)
}

/// Everything but cases that an import has staged: whether they will ever be there is not known.
pub(super) fn is_not_staged() -> Condition {
    let staged = Query::select()
        .column(staged_case::Column::CaseId)
        .from(staged_case::Entity)
        .and_where(staged_case::Column::IsNew.eq(true))
        .to_owned();
    Condition::any()
        .add(case::Column::State.ne(CaseState::Unpublished.slug()))
        .add(case::Column::Id.not_in_subquery(staged))
}

/// Publishes imported cases directly, all in one step: a list compiled by hand is marked as
/// compiled from public sources, a file that `export` wrote says where each case came from.
/// `progress` hears how many are stored; they are public when this returns.
///
/// # Errors
/// See [`ImportFailure`].
pub async fn import(
    db: &Db,
    cases: &[ImportedCase],
    progress: impl FnMut(usize),
) -> Result<Imported, ImportFailure> {
    store_all(db, cases, Whose::Operators, progress).await
}

/// The same for the cases that the program brings along to be tried out: they are marked as samples, and what is
/// in the bank and is no sample is left as it is.
///
/// # Errors
/// See [`ImportFailure`].
pub async fn import_samples(
    db: &Db,
    cases: &[ImportedCase],
    progress: impl FnMut(usize),
) -> Result<Imported, ImportFailure> {
    store_all(db, cases, Whose::Programs, progress).await
}

/// Whose file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Operators,
    Programs,
}

impl Whose {
    /// Whether a case of it is a sample.
    fn is_sample(self, imported: &ImportedCase) -> bool {
        self == Self::Programs || imported.kept.is_some_and(|kept| kept.sample)
    }
}

/// What became of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum One {
    Added,
    Updated,
    Unchanged,
    TakenDown,
    Left,
    Taken,
}

impl One {
    /// Of a case that is not stored.
    const fn of(judged: &Judged) -> Self {
        match judged {
            Judged::Unchanged => Self::Unchanged,
            Judged::TakenDown => Self::TakenDown,
            Judged::Left => Self::Left,
            Judged::Taken => Self::Taken,
            Judged::Store(_) => Self::Updated,
        }
    }
}

async fn store_all(
    db: &Db,
    cases: &[ImportedCase],
    whose: Whose,
    progress: impl FnMut(usize),
) -> Result<Imported, ImportFailure> {
    tidy(db).await?;
    let tx = begin(db).await?;
    let import_id = staging::begin(&tx).await?;
    tx.commit().await?;
    let done = stage_and_go_live(db, import_id, cases, whose, progress).await;
    if let Err(error) = leftovers::clear(db, import_id).await {
        // The next import does it, or a server within the hour.
        tracing::warn!(%error, "what an import staged is not tidied yet");
    }
    let done = summary(cases, &done?);
    bank::announce(db).await;
    Ok(done)
}

async fn stage_and_go_live(
    db: &Db,
    import_id: i64,
    cases: &[ImportedCase],
    whose: Whose,
    mut progress: impl FnMut(usize),
) -> Result<Vec<One>, ImportFailure> {
    let mut became = Vec::with_capacity(cases.len());
    let mut later = Vec::new();
    for batch in cases.chunks(BATCH) {
        if !became.is_empty() && !db.is_postgres() {
            tokio::time::sleep(PAUSE).await;
        }
        let tx = begin(db).await?;
        bank::hold_generation(&tx).await?;
        if !staging::goes_on(&tx, import_id, Stage::Staging).await? {
            return Err(ImportFailure::GivenUp);
        }
        for imported in batch {
            let place = became.len();
            let one = match staging::stage(&tx, import_id, place, imported, whose).await? {
                Staged::Done(one) => one,
                Staged::Later => {
                    later.push(place);
                    One::Updated
                }
            };
            became.push(one);
        }
        tx.commit().await?;
        progress(became.len());
    }
    taken(cases, &became)?;
    let is_stored = |one: &One| matches!(one, One::Added | One::Updated);
    if became.iter().any(is_stored) {
        let tx = begin(db).await?;
        let again = going_live::go_live(&tx, import_id, cases, whose, &later).await?;
        for (place, one) in again {
            became[place] = one;
        }
        taken(cases, &became)?;
        tx.commit().await?;
    }
    Ok(became)
}

/// Begins a transaction that writes, as soon as others let it.
async fn begin(db: &Db) -> Result<Transaction, DbErr> {
    let until = Instant::now() + PATIENCE;
    loop {
        match db.begin().await {
            Err(error) if unavailable::is_busy(&error) && Instant::now() < until => {
                tokio::time::sleep(PAUSE).await;
            }
            begun => return begun,
        }
    }
}

/// Refuses a file that names the address of what a museum submitted.
fn taken(cases: &[ImportedCase], became: &[One]) -> Result<(), ImportFailure> {
    let taken = with(cases, became, One::Taken);
    if taken.is_empty() {
        Ok(())
    } else {
        Err(ImportFailure::SlugTaken(taken))
    }
}

fn with(cases: &[ImportedCase], became: &[One], which: One) -> Vec<String> {
    cases
        .iter()
        .zip(became)
        .filter(|(_, one)| **one == which)
        .map(|(imported, _)| imported.id.clone())
        .collect()
}

fn summary(cases: &[ImportedCase], became: &[One]) -> Imported {
    let count = |which: &[One]| became.iter().filter(|one| which.contains(one)).count();
    Imported {
        added: count(&[One::Added]),
        updated: count(&[One::Updated]),
        unchanged: count(&[One::Unchanged, One::TakenDown]),
        left: with(cases, became, One::Left),
        taken_down: with(cases, became, One::TakenDown),
    }
}
