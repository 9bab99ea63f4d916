//! Storing cases read from a bank file: all or nothing, and nothing twice.

use super::entity::{case, revision};
use super::events::{Actor, NewEvent, record};
use super::{Db, DbErr, bank, now_ms, publishing, read_content};
use crate::case_study::CaseState;
use crate::case_study::import::ImportedCase;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, Set};

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    pub added: usize,
    /// Cases of an earlier import whose text is different now.
    pub updated: usize,
    pub unchanged: usize,
}

/// Why an import was refused. Nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum ImportFailure {
    #[error("case \u{201c}{0}\u{201d}: a case submitted by a museum has this address already")]
    SlugTaken(String),
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Whether the bank holds no case at all, drafts included.
///
/// # Errors
/// When the database does not answer.
pub async fn is_empty(db: &Db) -> Result<bool, DbErr> {
    Ok(case::Entity::find().count(db.reader()).await? == 0)
}

/// Publishes imported cases directly, marked as compiled from public sources, in one transaction.
/// `progress` hears how many are done.
///
/// # Errors
/// See [`ImportFailure`].
pub async fn import(
    db: &Db,
    cases: &[ImportedCase],
    mut progress: impl FnMut(usize),
) -> Result<Imported, ImportFailure> {
    let tx = db.begin().await?;
    let mut done = Imported::default();
    for (at, imported) in cases.iter().enumerate() {
        match import_one(&tx, imported).await? {
            One::Added => done.added += 1,
            One::Updated => done.updated += 1,
            One::Unchanged => done.unchanged += 1,
        }
        progress(at + 1);
    }
    tx.commit().await?;
    bank::announce(db).await;
    Ok(done)
}

enum One {
    Added,
    Updated,
    Unchanged,
}

async fn import_one(
    tx: &DatabaseTransaction,
    imported: &ImportedCase,
) -> Result<One, ImportFailure> {
    let actor = Actor::operator();
    let found = case::Entity::find()
        .filter(case::Column::Slug.eq(&imported.id))
        .one(tx)
        .await?;
    let (case_id, one) = match found {
        Some(row) if row.origin != "compiled" => {
            return Err(ImportFailure::SlugTaken(imported.id.clone()));
        }
        Some(row) if is_same(tx, &row, imported).await? => return Ok(One::Unchanged),
        // What a moderator took down stays down, whatever the file says.
        Some(row) if row.state == CaseState::TakenDown.slug() => return Ok(One::Unchanged),
        Some(row) => (row.id, One::Updated),
        None => (insert_case(tx, imported).await?, One::Added),
    };
    let revision_id =
        publishing::insert_revision(tx, case_id, None, "as_published", &imported.content, None)
            .await?;
    publishing::go_live(
        tx,
        case_id,
        revision_id,
        &imported.content,
        Some(&imported.id),
        &actor,
    )
    .await?;
    let event = NewEvent {
        case_id: Some(case_id),
        action: "import",
        to_state: Some(CaseState::Live.slug()),
        ..Default::default()
    };
    record(tx, &actor, event).await?;
    Ok(one)
}

async fn is_same(
    tx: &DatabaseTransaction,
    row: &case::Model,
    imported: &ImportedCase,
) -> Result<bool, DbErr> {
    let Some(revision_id) = row.published_revision_id else {
        return Ok(false);
    };
    let revision = revision::Entity::find_by_id(revision_id).one(tx).await?;
    Ok(match revision {
        Some(revision) => read_content(&revision.content)? == imported.content,
        None => false,
    })
}

async fn insert_case(tx: &DatabaseTransaction, imported: &ImportedCase) -> Result<i64, DbErr> {
    let inserted = case::Entity::insert(case::ActiveModel {
        slug: Set(None),
        state: Set(CaseState::Unpublished.slug().to_owned()),
        origin: Set("compiled".to_owned()),
        title: Set(imported.content.title.clone()),
        featured: Set(false),
        version: Set(1),
        created_at: Set(now_ms()),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    Ok(inserted.last_insert_id)
}
