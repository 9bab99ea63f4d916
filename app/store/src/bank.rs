//! Bank-wide state: the vocabularies as rows, and the generation that every publish raises.

use super::entity::{counter, vocabulary_term};
use super::{Db, DbErr, Transaction};
use case_study::Vocabulary;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Set};

const GENERATION: &str = "generation";
const IDENTITY: &str = "identity";

/// Writes the program's vocabularies into their table, after the migrations. Labels and
/// definitions follow the program; a term the program no longer has stays, because old cases
/// may carry it.
///
/// # Errors
/// When the database does not answer.
pub async fn sync_vocabularies(db: &Db) -> Result<(), DbErr> {
    let tx = db.begin().await?;
    for vocabulary in Vocabulary::ALL {
        let rows = vocabulary
            .terms()
            .iter()
            .zip(0_i32..)
            .map(|(term, position)| vocabulary_term::ActiveModel {
                vocabulary: Set(vocabulary.slug().to_owned()),
                slug: Set(term.slug.to_owned()),
                label: Set(term.label.to_owned()),
                definition: Set(term.definition.to_owned()),
                position: Set(position),
                ..Default::default()
            });
        vocabulary_term::Entity::insert_many(rows)
            .on_conflict(
                OnConflict::columns([
                    vocabulary_term::Column::Vocabulary,
                    vocabulary_term::Column::Slug,
                ])
                .update_columns([
                    vocabulary_term::Column::Label,
                    vocabulary_term::Column::Definition,
                    vocabulary_term::Column::Position,
                ])
                .to_owned(),
            )
            .exec_without_returning(&tx)
            .await?;
    }
    tx.commit().await
}

/// The generation of what the public sees; it only grows.
///
/// # Errors
/// When the database does not answer.
pub async fn generation(db: &Db) -> Result<i64, DbErr> {
    let row = counter::Entity::find_by_id(GENERATION)
        .one(db.reader())
        .await?;
    Ok(row.map_or(0, |row| row.value))
}

/// Which bank this is: a number drawn when the database was made. An index built from another
/// bank, or from one that was put in its place, is told by it.
///
/// # Errors
/// When the database does not answer.
pub async fn identity(db: &Db) -> Result<i64, DbErr> {
    let row = counter::Entity::find_by_id(IDENTITY)
        .one(db.reader())
        .await?;
    Ok(row.map_or(0, |row| row.value))
}

/// Which bank this is and how far it is, read in one moment: what was derived from another bank, or from a later state
/// than this one, is of no use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// See [`identity`].
    pub identity: i64,
    /// See [`generation`].
    pub generation: i64,
}

/// Which bank this is and how far it is.
///
/// # Errors
/// When the database does not answer.
pub async fn standing(db: &Db) -> Result<Standing, DbErr> {
    let rows = counter::Entity::find()
        .filter(counter::Column::Name.is_in([GENERATION, IDENTITY]))
        .all(db.reader())
        .await?;
    let value = |name: &str| {
        let row = rows.iter().find(|row| row.name == name);
        row.map_or(0, |row| row.value)
    };
    Ok(Standing {
        identity: value(IDENTITY),
        generation: value(GENERATION),
    })
}

/// Raises the generation inside the transaction that changes what the public sees, and returns
/// it. The lock on the row is held until the end of the transaction, so generations become
/// visible in the order of their numbers: who has read one has missed none before it.
///
/// Call it before touching a row of `cases`: two changes that took their locks in different
/// orders would wait for each other.
///
/// # Errors
/// When the database does not answer.
pub async fn raise_generation(tx: &impl ConnectionTrait) -> Result<i64, DbErr> {
    let raised = counter::Entity::update_many()
        .col_expr(
            counter::Column::Value,
            Expr::col(counter::Column::Value).add(1),
        )
        .filter(counter::Column::Name.eq(GENERATION))
        .exec(tx)
        .await?;
    if raised.rows_affected == 0 {
        return Err(DbErr::RecordNotFound("the bank's generation".to_owned()));
    }
    let row = counter::Entity::find_by_id(GENERATION).one(tx).await?;
    Ok(row.map_or(0, |row| row.value))
}

/// Waits for whoever is changing what the public sees, and keeps others waiting until the end of the
/// transaction, before anything is raised: for those who first have to read what is public. `SQLite` has
/// one writer anyway.
pub(super) async fn hold_generation(tx: &Transaction) -> Result<(), DbErr> {
    counter::Entity::find_by_id(GENERATION)
        .lock_exclusive()
        .one(tx)
        .await?;
    Ok(())
}

/// Tells this process that a public change was committed, so that its index follows at once.
/// Other processes notice within half a second.
pub async fn announce(db: &Db) {
    match generation(db).await {
        Ok(generation) => db.announce(generation),
        // The change itself is safe; the index looks for itself a moment later.
        Err(error) => tracing::warn!(%error, "a change could not be announced"),
    }
}
