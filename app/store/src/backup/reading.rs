//! Reading a table in the order of its key, some rows at a time.

use super::shape::{Kind, Shape};
use super::tables::KEPT;
use super::{AT_ONCE, Row};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement, Value};
use serde_json::Value as Json;

/// The next rows of a table after one of them, or its first; fewer than [`AT_ONCE`] at the end.
///
/// # Errors
/// When the database does not answer.
pub async fn rows(
    db: &impl ConnectionTrait,
    shape: &Shape,
    after: Option<&Row>,
) -> Result<Vec<Row>, DbErr> {
    let backend = db.get_database_backend();
    let columns: Vec<String> = shape
        .columns
        .iter()
        .map(|column| {
            // One kind of number is read on either database.
            match column.kind {
                Kind::Boolean => format!("CAST(CAST(\"{}\" AS integer) AS bigint)", column.name),
                Kind::Integer | Kind::BigInteger => format!("CAST(\"{}\" AS bigint)", column.name),
                Kind::Text => format!("\"{}\"", column.name),
            }
        })
        .collect();
    let key: Vec<String> = shape
        .key
        .iter()
        .map(|at| format!("\"{}\"", shape.columns[*at].name))
        .collect();
    let key = key.join(", ");
    let only = KEPT.iter().find(|kept| kept.name == shape.table);
    let only = only.map(|kept| kept.only).filter(|only| !only.is_empty());
    let mut conditions: Vec<String> = only.map(|only| format!("({only})")).into_iter().collect();
    let mut values = Vec::new();
    if let Some(after) = after {
        let marks: Vec<String> = (1..=shape.key.len())
            .map(|number| mark(backend, number))
            .collect();
        conditions.push(format!("({key}) > ({})", marks.join(", ")));
        for at in &shape.key {
            values.push(key_value(&after[*at])?);
        }
    }
    let filter = if conditions.is_empty() {
        String::new()
    } else {
        format!(" WHERE {}", conditions.join(" AND "))
    };
    let sql = format!(
        "SELECT {} FROM \"{}\"{filter} ORDER BY {key} LIMIT {AT_ONCE}",
        columns.join(", "),
        shape.table
    );
    let asked = Statement::from_sql_and_values(backend, sql, values);
    let found = db.query_all_raw(asked).await?;
    found.iter().map(|row| plain(shape, row)).collect()
}

/// How a value that is given is written in a statement.
pub(super) fn mark(backend: DbBackend, number: usize) -> String {
    if backend == DbBackend::Postgres {
        format!("${number}")
    } else {
        "?".to_owned()
    }
}

fn plain(shape: &Shape, row: &QueryResult) -> Result<Row, DbErr> {
    let values = shape.columns.iter().enumerate();
    values
        .map(|(at, column)| {
            Ok(match column.kind {
                Kind::Text => row
                    .try_get_by_index::<Option<String>>(at)?
                    .map_or(Json::Null, Json::from),
                Kind::Boolean => row
                    .try_get_by_index::<Option<i64>>(at)?
                    .map_or(Json::Null, |value| Json::from(value != 0)),
                Kind::Integer | Kind::BigInteger => row
                    .try_get_by_index::<Option<i64>>(at)?
                    .map_or(Json::Null, Json::from),
            })
        })
        .collect()
}

fn key_value(value: &Json) -> Result<Value, DbErr> {
    match value {
        Json::String(text) => Some(text.clone().into()),
        Json::Number(number) => number.as_i64().map(Value::from),
        _ => None,
    }
    .ok_or_else(|| DbErr::Custom("a row has no key".to_owned()))
}

/// The number that the last row of a numbered table was given, also where that row is gone: no number is given twice.
///
/// # Errors
/// When the database does not answer.
pub async fn last_id(db: &impl ConnectionTrait, table: &str) -> Result<Option<i64>, DbErr> {
    let backend = db.get_database_backend();
    if backend != DbBackend::Postgres {
        let sql = "SELECT CAST(seq AS bigint) FROM sqlite_sequence WHERE name = ?";
        let asked = Statement::from_sql_and_values(backend, sql, [table.into()]);
        return match db.query_one_raw(asked).await? {
            Some(row) => row.try_get_by_index(0),
            None => Ok(None),
        };
    }
    let sql = "SELECT pg_get_serial_sequence($1, 'id')";
    let asked = Statement::from_sql_and_values(backend, sql, [format!("\"{table}\"").into()]);
    let Some(row) = db.query_one_raw(asked).await? else {
        return Ok(None);
    };
    // Quoted by the database where that is needed.
    let Some(sequence) = row.try_get_by_index::<Option<String>>(0)? else {
        return Ok(None);
    };
    let sql = format!("SELECT CASE WHEN is_called THEN last_value END FROM {sequence}");
    let asked = Statement::from_string(backend, sql);
    match db.query_one_raw(asked).await? {
        Some(row) => row.try_get_by_index(0),
        None => Ok(None),
    }
}
