//! What the schema says of a table: its columns, what they hold, and what tells its rows apart.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

/// What a column holds. No step of the schema makes any other kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Boolean,
    Integer,
    BigInteger,
    Text,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
}

/// A table as it is in this database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    pub table: &'static str,
    pub columns: Vec<Column>,
    /// The places of the columns of its primary key, in its order.
    pub key: Vec<usize>,
}

impl Shape {
    /// Whether its rows are numbered.
    #[must_use]
    pub fn is_numbered(&self) -> bool {
        self.key.len() == 1 && self.key.iter().all(|at| self.columns[*at].name == "id")
    }
}

const OF_SQLITE: &str = "SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid";

const OF_POSTGRES: &str = "SELECT c.column_name::text, c.data_type::text, COALESCE(k.place, 0)::bigint \
     FROM information_schema.columns c LEFT JOIN ( \
         SELECT u.column_name::text AS name, u.ordinal_position AS place \
         FROM information_schema.table_constraints t JOIN information_schema.key_column_usage u \
         ON u.constraint_schema = t.constraint_schema AND u.constraint_name = t.constraint_name \
         AND u.table_name = t.table_name \
         WHERE t.constraint_type = 'PRIMARY KEY' AND t.table_schema = current_schema() AND t.table_name::text = $1 \
     ) k ON k.name = c.column_name::text \
     WHERE c.table_schema = current_schema() AND c.table_name::text = $1 ORDER BY c.ordinal_position";

/// The shape of a table; none where there is no such table.
///
/// # Errors
/// When the database does not answer, or the table holds a kind of value that no version wrote.
pub async fn shape_of(
    db: &impl ConnectionTrait,
    table: &'static str,
) -> Result<Option<Shape>, DbErr> {
    let backend = db.get_database_backend();
    let sql = if backend == DbBackend::Postgres {
        OF_POSTGRES
    } else {
        OF_SQLITE
    };
    let asked = Statement::from_sql_and_values(backend, sql, [table.into()]);
    let mut columns = Vec::new();
    let mut key = Vec::new();
    for (at, row) in db.query_all_raw(asked).await?.iter().enumerate() {
        let name: String = row.try_get_by_index(0)?;
        let declared: String = row.try_get_by_index(1)?;
        let place: i64 = row.try_get_by_index(2)?;
        let kind = kind_of(&declared).ok_or_else(|| {
            DbErr::Custom(format!(
                "the column {name} of {table} is of another kind than ours"
            ))
        })?;
        if place > 0 {
            key.push((place, at));
        }
        columns.push(Column { name, kind });
    }
    key.sort_unstable();
    Ok((!columns.is_empty()).then(|| Shape {
        table,
        columns,
        key: key.into_iter().map(|(_, at)| at).collect(),
    }))
}

/// From what either database calls it.
fn kind_of(declared: &str) -> Option<Kind> {
    let declared = declared.to_ascii_lowercase();
    let word = declared.split('(').next().unwrap_or_default().trim();
    match word {
        "boolean" => Some(Kind::Boolean),
        "integer" => Some(Kind::Integer),
        "bigint" => Some(Kind::BigInteger),
        "varchar" | "character varying" | "text" => Some(Kind::Text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, kind_of};

    #[test]
    fn both_databases_name_the_same_kinds() {
        for (declared, kind) in [
            ("varchar(16)", Kind::Text),
            ("varchar", Kind::Text),
            ("character varying", Kind::Text),
            ("text", Kind::Text),
            ("integer", Kind::Integer),
            ("bigint", Kind::BigInteger),
            ("boolean", Kind::Boolean),
        ] {
            assert_eq!(kind_of(declared), Some(kind), "{declared}");
        }
        assert_eq!(kind_of("bytea"), None);
    }
}
