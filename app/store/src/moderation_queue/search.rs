//! Finding a submission by its title, museum, reference or address.

use crate::entity::submission;
use crate::{Db, DbErr};
use case_study::Reference;
use case_study::text_input;
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};

/// More words say nothing more.
const MOST_WORDS: usize = 8;
/// Stands before a sign that means something in a pattern. A backslash would, on its own, in one of the two
/// databases and not in the other.
const ESCAPE: char = '!';
/// Rows without a key that are given one in one go.
const BATCH: u64 = 500;

/// What a submission is found by.
#[must_use]
pub fn search_key(title: &str, museum: &str, reference: &str, address: &str) -> String {
    [title, museum, reference, address]
        .map(text_input::search_key)
        .join("\n")
}

/// Every one of these words stands in it somewhere.
pub(super) fn holds(words: &str) -> Condition {
    let folded = match words.parse::<Reference>() {
        Ok(reference) => text_input::search_key(reference.as_str()),
        Err(_) => text_input::search_key(words),
    };
    let mut all = Condition::all();
    for word in folded.split_whitespace().take(MOST_WORDS) {
        let pattern = LikeExpr::new(pattern(word)).escape(ESCAPE);
        all = all.add(Expr::col(submission::Column::SearchKey).like(pattern));
    }
    all
}

fn pattern(word: &str) -> String {
    let mut pattern = String::from("%");
    for letter in word.chars() {
        if matches!(letter, '%' | '_' | ESCAPE) {
            pattern.push(ESCAPE);
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// Gives a key to what an earlier version stored without one, and returns to how many.
///
/// # Errors
/// When the database does not answer.
pub async fn fill_search_keys(db: &Db) -> Result<u64, DbErr> {
    let mut filled = 0;
    loop {
        let found = submission::Entity::find()
            .filter(submission::Column::SearchKey.eq(""))
            .limit(BATCH)
            .all(db.reader())
            .await?;
        if found.is_empty() {
            return Ok(filled);
        }
        let tx = db.begin().await?;
        for row in found {
            let key = search_key(
                &row.title,
                &row.museum,
                &row.reference,
                &row.submitter_email,
            );
            // Whoever writes it now, writes the key along.
            let written = submission::Entity::update_many()
                .col_expr(submission::Column::SearchKey, Expr::value(key))
                .filter(submission::Column::Id.eq(row.id))
                .filter(submission::Column::SearchKey.eq(""))
                .exec(&tx)
                .await?;
            filled += written.rows_affected;
        }
        tx.commit().await?;
    }
}

#[cfg(test)]
mod tests {
    use super::{pattern, search_key};

    #[test]
    fn signs_of_patterns_are_looked_for_as_they_are() {
        assert_eq!(pattern("50%"), "%50!%%");
        assert_eq!(pattern("a_b!"), "%a!_b!!%");
        assert_eq!(pattern("\\"), "%\\%");
    }

    #[test]
    fn one_key_holds_all_four() {
        let key = search_key("Caf\u{e9}", "Tea Museum", "WB-2345-6789", "Ana@Example.org");
        assert_eq!(key, "cafe\ntea museum\nwb-2345-6789\nana@example.org");
    }
}
