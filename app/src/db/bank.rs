//! Bank-wide state: the vocabularies as rows, and the generation that every publish raises.

use super::entity::{counter, vocabulary_term};
use super::{Db, DbErr};
use crate::case_study::Vocabulary;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

const GENERATION: &str = "generation";

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

/// Raises the generation inside the transaction that changes what the public sees.
///
/// # Errors
/// When the database does not answer.
pub async fn raise_generation(tx: &impl ConnectionTrait) -> Result<(), DbErr> {
    let raised = counter::Entity::update_many()
        .col_expr(
            counter::Column::Value,
            Expr::col(counter::Column::Value).add(1),
        )
        .filter(counter::Column::Name.eq(GENERATION))
        .exec(tx)
        .await?;
    if raised.rows_affected == 0 {
        counter::Entity::insert(counter::ActiveModel {
            name: Set(GENERATION.to_owned()),
            value: Set(1),
        })
        .exec_without_returning(tx)
        .await?;
    }
    Ok(())
}
