//! All that was staged becomes public in one short step, under the bank's generation and with one time: whoever harvests
//! the bank by time hears of all of it or of nothing, and nothing is older than the moment in which it could be read.

use super::at_once::import_one;
use super::leftovers::remove_staged;
use super::staging::{Stage, goes_on};
use super::{ImportFailure, One, Whose};
use crate::entity::{case, staged_case};
use crate::history::{Actor, Detail};
use crate::publishing::REVIEW_AFTER_MS;
use crate::sets::SETS;
use crate::{DbErr, Transaction, bank};
use case_study::import::ImportedCase;
use case_study::{CaseState, EventKind, Facet};
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    Statement, Value,
};

/// Makes everything public that was staged, and stores what could not be; returns what became of the latter, by place.
pub(super) async fn go_live(
    tx: &Transaction,
    import_id: i64,
    cases: &[ImportedCase],
    whose: Whose,
    later: &[usize],
) -> Result<Vec<(usize, One)>, ImportFailure> {
    let generation = bank::raise_generation(tx).await?;
    if !goes_on(tx, import_id, Stage::Live).await? {
        return Err(ImportFailure::GivenUp);
    }
    let mut again: Vec<usize> = later.to_vec();
    let overtaken = overtaken(tx, import_id).await?;
    again.extend(
        overtaken
            .iter()
            .filter_map(|row| usize::try_from(row.place).ok()),
    );
    // Before the others take their addresses: what came in between may have one of them.
    remove_staged(tx, &overtaken).await?;
    write_cases(tx, import_id, generation).await?;
    write_museums(tx, import_id).await?;
    write_sets(tx, import_id).await?;
    write_history(tx, import_id).await?;
    again.sort_unstable();
    let mut done = Vec::with_capacity(again.len());
    for place in again {
        if let Some(imported) = cases.get(place) {
            done.push((place, import_one(tx, imported, whose).await?));
        }
    }
    Ok(done)
}

/// What somebody changed since it was staged: the case, or its address is another's now.
async fn overtaken(tx: &Transaction, import_id: i64) -> Result<Vec<staged_case::Model>, DbErr> {
    let of_case = staged_case::Entity::belongs_to(case::Entity)
        .from(staged_case::Column::CaseId)
        .to(case::Column::Id);
    let mine = |column: case::Column| Expr::col((case::Entity, column));
    let seen = |column: staged_case::Column| Expr::col((staged_case::Entity, column));
    let another_text = Condition::all()
        .add(staged_case::Column::IsNew.eq(false))
        .add(
            Condition::any()
                .add(
                    mine(case::Column::PublishedRevisionId)
                        .ne(seen(staged_case::Column::SeenRevisionId)),
                )
                .add(case::Column::PublishedRevisionId.is_null()),
        );
    let changed = Condition::any()
        .add(case::Column::Id.is_null())
        .add(mine(case::Column::State).ne(seen(staged_case::Column::SeenState)))
        .add(mine(case::Column::Version).ne(seen(staged_case::Column::SeenVersion)))
        .add(another_text);
    let mut found = staged_case::Entity::find()
        .filter(staged_case::Column::ImportId.eq(import_id))
        .join(JoinType::LeftJoin, of_case.into())
        .filter(changed)
        .all(tx)
        .await?;
    let of_slug = staged_case::Entity::belongs_to(case::Entity)
        .from(staged_case::Column::Slug)
        .to(case::Column::Slug);
    let known: Vec<i64> = found.iter().map(|row| row.id).collect();
    let taken = staged_case::Entity::find()
        .filter(staged_case::Column::ImportId.eq(import_id))
        .filter(staged_case::Column::IsNew.eq(true))
        .filter(staged_case::Column::Id.is_not_in(known))
        .join(JoinType::InnerJoin, of_slug.into())
        .order_by_asc(staged_case::Column::Place)
        .all(tx)
        .await?;
    found.extend(taken);
    Ok(found)
}

/// What [`publishing::go_live`](crate::publishing) writes of a case, of all of them together.
async fn write_cases(tx: &Transaction, import_id: i64, generation: i64) -> Result<(), DbErr> {
    let now = tx.now_ms();
    let always = "state = $2, published_revision_id = s.revision_id, imported_revision_id = s.revision_id, \
                  published_at = COALESCE(cases.published_at, $3), updated_at = $3, review_due_at = $4, \
                  version = cases.version + 1, changed_in = $5";
    let of_import = "FROM staged_cases AS s WHERE s.case_id = cases.id AND s.import_id = $1";
    let values: [Value; 5] = [
        import_id.into(),
        CaseState::Live.slug().into(),
        now.into(),
        (now + REVIEW_AFTER_MS).into(),
        generation.into(),
    ];
    // The rest of a new case is there already.
    let new = format!("UPDATE cases SET slug = s.slug, {always} {of_import} AND s.is_new");
    // An operator's own text under the address of a sample is none.
    let changed = format!(
        "UPDATE cases SET title = s.title, title_key = s.title_key, museum_id = s.museum_id, sample = s.sample, \
         {always} {of_import} AND NOT s.is_new"
    );
    run(tx, &new, values.clone()).await?;
    run(tx, &changed, values).await
}

/// What the newest text of a museum says of it, that of the file which stands last.
async fn write_museums(tx: &Transaction, import_id: i64) -> Result<(), DbErr> {
    let sql = "UPDATE museums SET facts = (SELECT s.facts FROM staged_cases AS s WHERE s.import_id = $1 \
               AND s.museum_id = museums.id ORDER BY s.place DESC LIMIT 1) \
               WHERE id IN (SELECT m.museum_id FROM staged_cases AS m WHERE m.import_id = $1)";
    run(tx, sql, [import_id.into()]).await
}

/// Who followed a case in a set is told that it left; the sets of a new case are there already.
async fn write_sets(tx: &Transaction, import_id: i64) -> Result<(), DbErr> {
    let sets = SETS.map(Facet::slug).map(|slug| format!("'{slug}'"));
    let of_changed = format!(
        "vocabulary IN ({}) AND case_id IN \
         (SELECT c.case_id FROM staged_cases AS c WHERE c.import_id = $1 AND NOT c.is_new)",
        sets.join(", ")
    );
    let is_wanted = "EXISTS (SELECT 1 FROM staged_terms AS t WHERE t.import_id = $1 \
                     AND t.case_id = case_terms.case_id AND t.vocabulary = case_terms.vocabulary \
                     AND t.slug = case_terms.slug)";
    let leave = format!(
        "UPDATE case_terms SET left_at = $2 WHERE left_at IS NULL AND {of_changed} AND NOT {is_wanted}"
    );
    run(tx, &leave, [import_id.into(), tx.now_ms().into()]).await?;
    let back = format!(
        "UPDATE case_terms SET left_at = NULL WHERE left_at IS NOT NULL AND {of_changed} AND {is_wanted}"
    );
    run(tx, &back, [import_id.into()]).await?;
    let join = "INSERT INTO case_terms (case_id, vocabulary, slug) \
                SELECT t.case_id, t.vocabulary, t.slug FROM staged_terms AS t WHERE t.import_id = $1 \
                ON CONFLICT DO NOTHING";
    run(tx, join, [import_id.into()]).await
}

async fn write_history(tx: &Transaction, import_id: i64) -> Result<(), DbErr> {
    let detail = serde_json::to_string(&Detail::default())
        .map_err(|error| DbErr::Custom(error.to_string()))?;
    let sql = "INSERT INTO events (case_id, role, action, to_state, detail, at) \
               SELECT s.case_id, $2, $3, $4, $5, $6 FROM staged_cases AS s WHERE s.import_id = $1 \
               ORDER BY s.place";
    let values: [Value; 6] = [
        import_id.into(),
        Actor::operator().recorded_role().slug().into(),
        EventKind::Import.slug().into(),
        CaseState::Live.slug().into(),
        detail.into(),
        tx.now_ms().into(),
    ];
    run(tx, sql, values).await
}

/// Both databases know a value by `$` and its number.
async fn run(
    tx: &Transaction,
    sql: &str,
    values: impl IntoIterator<Item = Value> + Send,
) -> Result<(), DbErr> {
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    tx.execute_raw(statement).await.map(drop)
}
