//! Filling a table with rows of a backup.

use super::Row;
use super::reading::mark;
use super::shape::{Kind, Shape};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement, Value};
use serde_json::Value as Json;

/// Values in one statement: SQLite takes 32,766 of them, PostgreSQL 65,535.
const MOST_VALUES: usize = 15_000;

/// Takes out what the steps of the schema wrote into a table.
///
/// # Errors
/// When the database does not answer.
pub async fn empty(db: &impl ConnectionTrait, table: &str) -> Result<(), DbErr> {
    db.execute_unprepared(&format!("DELETE FROM \"{table}\""))
        .await?;
    Ok(())
}

/// Writes rows, whose values stand in the order of `columns`.
///
/// # Errors
/// When the table has no such column or takes no such value, or the database does not answer.
pub async fn insert(
    db: &impl ConnectionTrait,
    shape: &Shape,
    columns: &[String],
    rows: &[Row],
) -> Result<(), DbErr> {
    let kinds = columns.iter().map(|name| kind_of(shape, name));
    let kinds: Vec<Kind> = kinds.collect::<Result<_, _>>()?;
    if kinds.is_empty() {
        return Ok(());
    }
    let backend = db.get_database_backend();
    let names: Vec<String> = columns.iter().map(|name| format!("\"{name}\"")).collect();
    for some in rows.chunks((MOST_VALUES / kinds.len()).max(1)) {
        let mut values = Vec::with_capacity(some.len() * kinds.len());
        let mut tuples = Vec::with_capacity(some.len());
        for row in some {
            if row.len() != kinds.len() {
                return Err(of_another_kind(shape));
            }
            let mut marks = Vec::with_capacity(kinds.len());
            for (kind, value) in kinds.iter().zip(row) {
                values.push(typed(*kind, value).ok_or_else(|| of_another_kind(shape))?);
                marks.push(mark(backend, values.len()));
            }
            tuples.push(format!("({})", marks.join(", ")));
        }
        let sql = format!(
            "INSERT INTO \"{}\" ({}) VALUES {}",
            shape.table,
            names.join(", "),
            tuples.join(", ")
        );
        db.execute_raw(Statement::from_sql_and_values(backend, sql, values))
            .await?;
    }
    Ok(())
}

fn kind_of(shape: &Shape, name: &str) -> Result<Kind, DbErr> {
    let column = shape.columns.iter().find(|column| column.name == name);
    column
        .map(|column| column.kind)
        .ok_or_else(|| of_another_kind(shape))
}

fn of_another_kind(shape: &Shape) -> DbErr {
    DbErr::Custom(format!(
        "the rows of {} are not those of this schema",
        shape.table
    ))
}

/// The value as a column of this kind takes it; none where it is of another.
fn typed(kind: Kind, value: &Json) -> Option<Value> {
    Some(match (kind, value) {
        (Kind::Text, Json::Null) => Value::String(None),
        (Kind::Text, Json::String(text)) => text.clone().into(),
        (Kind::Boolean, Json::Null) => Value::Bool(None),
        (Kind::Boolean, Json::Bool(value)) => (*value).into(),
        (Kind::Integer | Kind::BigInteger, Json::Null) => Value::BigInt(None),
        (Kind::Integer | Kind::BigInteger, Json::Number(number)) => number.as_i64()?.into(),
        _ => return None,
    })
}

/// Sets the number after which the rows of a numbered table go on.
///
/// # Errors
/// When the database does not answer.
pub async fn set_last_id(
    db: &impl ConnectionTrait,
    table: &str,
    last: Option<i64>,
) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    let sql = format!("SELECT CAST(MAX(id) AS bigint) FROM \"{table}\"");
    let highest = match db
        .query_one_raw(Statement::from_string(backend, sql))
        .await?
    {
        Some(row) => row.try_get_by_index::<Option<i64>>(0)?,
        None => None,
    };
    let Some(last) = last.max(highest).filter(|last| *last > 0) else {
        return Ok(());
    };
    if backend == DbBackend::Postgres {
        let sql = "SELECT setval(pg_get_serial_sequence($1, 'id'), $2)";
        let values = [Value::from(format!("\"{table}\"")), last.into()];
        db.query_one_raw(Statement::from_sql_and_values(backend, sql, values))
            .await?;
        return Ok(());
    }
    let sql = "UPDATE sqlite_sequence SET seq = ? WHERE name = ?";
    let values = [Value::from(last), table.into()];
    let updated = db
        .execute_raw(Statement::from_sql_and_values(backend, sql, values))
        .await?;
    if updated.rows_affected() == 0 {
        let sql = "INSERT INTO sqlite_sequence (seq, name) VALUES (?, ?)";
        let values = [Value::from(last), table.into()];
        db.execute_raw(Statement::from_sql_and_values(backend, sql, values))
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Kind, typed};
    use serde_json::json;

    #[test]
    fn a_value_of_another_kind_is_none() {
        for (kind, value) in [
            (Kind::Text, json!(1)),
            (Kind::Boolean, json!(1)),
            (Kind::Integer, json!("1")),
            (Kind::BigInteger, json!(1.5)),
            (Kind::BigInteger, json!([1])),
        ] {
            assert!(typed(kind, &value).is_none(), "{kind:?}: {value}");
        }
        for (kind, value) in [
            (Kind::Text, json!("é")),
            (Kind::Text, json!(null)),
            (Kind::Boolean, json!(true)),
            (Kind::BigInteger, json!(i64::MIN)),
            (Kind::Integer, json!(null)),
        ] {
            assert!(typed(kind, &value).is_some(), "{kind:?}: {value}");
        }
    }
}
