//! Private links and one-time codes for people without an account.

use super::entity::access_link;
use super::{DAY_MS, Db, DbErr, Transaction, fresh_token, hash_token, random_bytes};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

const FOLLOW: &str = "follow";
const UNLOCK: &str = "unlock";

/// A mailed link works for a year: reviewing and changing a case takes months at times.
const FOLLOW_MS: i64 = 365 * DAY_MS;
/// ASVS 6.6.2 allows a mailed code ten minutes.
const UNLOCK_MS: i64 = 10 * 60 * 1000;
/// Wrong guesses before a code is worthless.
const MAX_GUESSES: i32 = 5;

/// Makes a link that reads one submission. The token exists only in the mail.
///
/// # Errors
/// When the database does not answer.
pub async fn issue_link(tx: &Transaction, submission_id: i64) -> Result<String, DbErr> {
    let token = fresh_token();
    insert(tx, submission_id, FOLLOW, &token, FOLLOW_MS).await?;
    Ok(token)
}

/// Makes every link and code of a submission worthless: they went to an address that was mistyped.
///
/// # Errors
/// When the database does not answer.
pub async fn revoke_links(tx: &impl ConnectionTrait, submission_id: i64) -> Result<(), DbErr> {
    access_link::Entity::delete_many()
        .filter(access_link::Column::SubmissionId.eq(submission_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes links and codes that open nothing any more.
///
/// # Errors
/// When the database does not answer.
pub async fn delete_expired(db: &Db) -> Result<u64, DbErr> {
    let deleted = access_link::Entity::delete_many()
        .filter(access_link::Column::ExpiresAt.lte(db.now_ms()))
        .exec(db.writer())
        .await?;
    Ok(deleted.rows_affected)
}

/// The submission a mailed link reads, while it lasts.
///
/// # Errors
/// When the database does not answer.
pub async fn follow(db: &Db, token: &str) -> Result<Option<i64>, DbErr> {
    let row = access_link::Entity::find()
        .filter(access_link::Column::TokenHash.eq(hash_token(token)))
        .filter(access_link::Column::Purpose.eq(FOLLOW))
        .filter(access_link::Column::ExpiresAt.gt(db.now_ms()))
        .one(db.reader())
        .await?;
    Ok(row.map(|row| row.submission_id))
}

/// Makes a six-figure code that opens writing once; an earlier code stops working.
///
/// # Errors
/// When the database does not answer.
pub async fn issue_code(tx: &Transaction, submission_id: i64) -> Result<String, DbErr> {
    access_link::Entity::delete_many()
        .filter(access_link::Column::SubmissionId.eq(submission_id))
        .filter(access_link::Column::Purpose.eq(UNLOCK))
        .exec(tx)
        .await?;
    let code = format!("{:06}", u64::from_le_bytes(random_bytes()) % 1_000_000);
    insert(
        tx,
        submission_id,
        UNLOCK,
        &code_key(submission_id, &code),
        UNLOCK_MS,
    )
    .await?;
    Ok(code)
}

/// Whether this is the code that was mailed. Right or wrong, the guess counts.
///
/// # Errors
/// When the database does not answer.
pub async fn redeem_code(db: &Db, submission_id: i64, code: &str) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    let row = access_link::Entity::find()
        .filter(access_link::Column::SubmissionId.eq(submission_id))
        .filter(access_link::Column::Purpose.eq(UNLOCK))
        .filter(access_link::Column::UsedAt.is_null())
        .filter(access_link::Column::ExpiresAt.gt(db.now_ms()))
        .filter(access_link::Column::Attempts.lt(MAX_GUESSES))
        .order_by_desc(access_link::Column::Id)
        .one(&tx)
        .await?;
    let Some(row) = row else {
        tx.rollback().await?;
        return Ok(false);
    };
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let right = row.token_hash == hash_token(&code_key(submission_id, &digits));
    // The condition repeats the check: of two requests with the right code one wins.
    let counted = access_link::Entity::update_many()
        .col_expr(
            access_link::Column::Attempts,
            Expr::col(access_link::Column::Attempts).add(1),
        )
        .col_expr(
            access_link::Column::UsedAt,
            Expr::value(right.then(|| tx.now_ms())),
        )
        .filter(access_link::Column::Id.eq(row.id))
        .filter(access_link::Column::UsedAt.is_null())
        .filter(access_link::Column::Attempts.eq(row.attempts))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(right && counted.rows_affected == 1)
}

/// The submission is part of what is hashed: six figures alone would collide between drafts.
fn code_key(submission_id: i64, code: &str) -> String {
    format!("{submission_id}:{code}")
}

async fn insert(
    tx: &Transaction,
    submission_id: i64,
    purpose: &str,
    token: &str,
    lasts: i64,
) -> Result<(), DbErr> {
    let now = tx.now_ms();
    access_link::Entity::insert(access_link::ActiveModel {
        token_hash: Set(hash_token(token)),
        submission_id: Set(submission_id),
        purpose: Set(purpose.to_owned()),
        attempts: Set(0),
        created_at: Set(now),
        expires_at: Set(now + lasts),
        ..Default::default()
    })
    .exec_without_returning(tx)
    .await?;
    Ok(())
}
