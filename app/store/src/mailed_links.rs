//! Private links and one-time codes for people without an account.

use super::entity::{access_link, code_guess, submission};
use super::{DAY_MS, Db, DbErr, Transaction, fresh_token, hash_token, random_bytes, submissions};
use case_study::text_input::plain;
use case_study::times::{CODE_MINUTES, LINK_DAYS};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select, Set,
};
use std::net::IpAddr;

/// What a code or a link in a mail needs to open something, so that no mail leaves with one that opens nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opens {
    /// As it lies in the database.
    pub token_hash: String,
    /// Until when, in milliseconds since 1970.
    pub until: i64,
}

const FOLLOW: &str = "follow";
const UNLOCK: &str = "unlock";
/// A link that its author made for a colleague. It only reads: no code is mailed for it.
const READ: &str = "read";

/// One submission has so many links for colleagues at once.
pub const MOST_READ_LINKS: u64 = 10;

const FOLLOW_MS: i64 = LINK_DAYS * DAY_MS;
const UNLOCK_MS: i64 = CODE_MINUTES * 60 * 1000;
/// How long a code lives on when another is mailed.
const BESIDE_MS: i64 = 2 * 60 * 1000;
/// Guesses of one network at a code.
const NETWORK_GUESSES: u64 = 5;
/// Guesses of all networks together before a code is worthless: at most twelve codes a day go to one
/// address, so whoever guesses at all of them from everywhere is right once in eleven years.
const MAX_GUESSES: i32 = 20;

/// Makes a link that reads one submission. The token exists only in the mail.
///
/// # Errors
/// When the database does not answer.
pub async fn issue_link(tx: &Transaction, submission_id: i64) -> Result<String, DbErr> {
    let token = fresh_token();
    insert(tx, submission_id, FOLLOW, &token, FOLLOW_MS).await?;
    Ok(token)
}

/// Whether the address of a submission was mailed a link: links of an earlier address are gone.
///
/// # Errors
/// When the database does not answer.
pub async fn has_link(db: &impl ConnectionTrait, submission_id: i64) -> Result<bool, DbErr> {
    let link = access_link::Entity::find()
        .filter(access_link::Column::SubmissionId.eq(submission_id))
        .filter(access_link::Column::Purpose.eq(FOLLOW))
        .one(db)
        .await?;
    Ok(link.is_some())
}

/// The ids of submissions with a link, as a part of another question.
pub(super) fn with_link() -> SelectStatement {
    Query::select()
        .column(access_link::Column::SubmissionId)
        .from(access_link::Entity)
        .and_where(access_link::Column::Purpose.eq(FOLLOW))
        .to_owned()
}

/// Makes every link and code of a submission worthless: they went to an address that is not
/// that of its author, or no longer.
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
    opened(db, token, FOLLOW).await
}

/// The submission that a link for a colleague shows, while it lasts.
///
/// # Errors
/// When the database does not answer.
pub async fn read(db: &Db, token: &str) -> Result<Option<i64>, DbErr> {
    opened(db, token, READ).await
}

async fn opened(db: &Db, token: &str, purpose: &str) -> Result<Option<i64>, DbErr> {
    let row = access_link::Entity::find()
        .filter(access_link::Column::TokenHash.eq(hash_token(token)))
        .filter(access_link::Column::Purpose.eq(purpose))
        .filter(access_link::Column::ExpiresAt.gt(db.now_ms()))
        .one(db.reader())
        .await?;
    Ok(row.map(|row| row.submission_id))
}

/// A link that its author made for a colleague.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadLink {
    pub id: i64,
    pub created_at: i64,
    pub expires_at: i64,
}

/// The links for colleagues that still work, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn read_links(db: &Db, submission_id: i64) -> Result<Vec<ReadLink>, DbErr> {
    let rows = live_read_links(submission_id, db.now_ms())
        .order_by_desc(access_link::Column::Id)
        .all(db.reader())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| ReadLink {
            id: row.id,
            created_at: row.created_at,
            expires_at: row.expires_at,
        })
        .collect())
}

/// Makes the link for a colleague that the form with this key asks for, and returns its token; a form that is
/// sent again asks for the same one. None when there are as many as there may be.
///
/// # Errors
/// When the database does not answer.
pub async fn issue_read_link(
    db: &Db,
    submission_id: i64,
    key: &str,
) -> Result<Option<String>, DbErr> {
    let tx = db.begin().await?;
    // Locked, so that two presses are one after the other.
    if submissions::locked(&tx, submission_id).await?.is_none() {
        return Ok(None);
    }
    // Nobody but the page that asked knows the key, and from the token nobody finds it.
    let token = hash_token(&format!("read {submission_id} {key}"));
    let before = live_read_links(submission_id, tx.now_ms()).all(&tx).await?;
    let hash = hash_token(&token);
    if before.iter().any(|link| link.token_hash == hash) {
        return Ok(Some(token));
    }
    if before.len() as u64 >= MOST_READ_LINKS {
        return Ok(None);
    }
    insert(&tx, submission_id, READ, &token, FOLLOW_MS).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// Ends a link for a colleague. Pressed twice, the second changes nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn end_read_link(db: &Db, submission_id: i64, id: i64) -> Result<(), DbErr> {
    access_link::Entity::delete_many()
        .filter(access_link::Column::Id.eq(id))
        .filter(access_link::Column::SubmissionId.eq(submission_id))
        .filter(access_link::Column::Purpose.eq(READ))
        .exec(db.writer())
        .await?;
    Ok(())
}

fn live_read_links(submission_id: i64, now: i64) -> Select<access_link::Entity> {
    access_link::Entity::find()
        .filter(access_link::Column::SubmissionId.eq(submission_id))
        .filter(access_link::Column::Purpose.eq(READ))
        .filter(access_link::Column::ExpiresAt.gt(now))
}

/// Makes a six-figure code that opens writing once. One that was mailed in the last two minutes goes on
/// working beside it: mails overtake each other, and whoever else has the link may have asked for this
/// one.
///
/// # Errors
/// When the database does not answer.
pub async fn issue_code(tx: &Transaction, submission_id: i64) -> Result<String, DbErr> {
    let now = tx.now_ms();
    access_link::Entity::delete_many()
        .filter(access_link::Column::SubmissionId.eq(submission_id))
        .filter(access_link::Column::Purpose.eq(UNLOCK))
        .filter(
            access_link::Column::CreatedAt
                .lt(now - BESIDE_MS)
                .or(access_link::Column::UsedAt.is_not_null()),
        )
        .exec(tx)
        .await?;
    let beside: Vec<String> = access_link::Entity::find()
        .filter(access_link::Column::SubmissionId.eq(submission_id))
        .filter(access_link::Column::Purpose.eq(UNLOCK))
        .all(tx)
        .await?
        .into_iter()
        .map(|row| row.token_hash)
        .collect();
    loop {
        let code = format!("{:06}", u64::from_le_bytes(random_bytes()) % 1_000_000);
        let key = code_key(submission_id, &code);
        // Once in a million the dice fall the same.
        if !beside.contains(&hash_token(&key)) {
            insert(tx, submission_id, UNLOCK, &key, UNLOCK_MS).await?;
            return Ok(code);
        }
    }
}

/// What a code that was just made opens.
pub(super) fn code_opens(tx: &Transaction, submission_id: i64, code: &str) -> Opens {
    Opens {
        token_hash: hash_token(&code_key(submission_id, code)),
        until: tx.now_ms() + UNLOCK_MS,
    }
}

/// Whether a code or link, by its hash, opens something.
pub(super) async fn opens(tx: &Transaction, token_hash: &str) -> Result<bool, DbErr> {
    let live = access_link::Entity::find()
        .filter(access_link::Column::TokenHash.eq(token_hash))
        .filter(access_link::Column::UsedAt.is_null())
        .filter(access_link::Column::ExpiresAt.gt(tx.now_ms()))
        .filter(access_link::Column::Attempts.lt(MAX_GUESSES))
        .count(tx)
        .await?;
    Ok(live > 0)
}

/// Whether this is a code that was mailed. Right or wrong, the guess counts: five from one network, and
/// a bound for all networks together. Strangers who have the link use up their own guesses and not those
/// of the person who has the mail.
///
/// # Errors
/// When the database does not answer.
pub async fn redeem_code(
    db: &Db,
    submission_id: i64,
    network: IpAddr,
    code: &str,
) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    // The submission before its codes, as whoever changes its address and ends them does.
    let held = submissions::locked(&tx, submission_id).await?;
    // Locked, so that guesses at the same moment are counted one after the other.
    let live = access_link::Entity::find()
        .filter(access_link::Column::SubmissionId.eq(submission_id))
        .filter(access_link::Column::Purpose.eq(UNLOCK))
        .filter(access_link::Column::UsedAt.is_null())
        .filter(access_link::Column::ExpiresAt.gt(tx.now_ms()))
        .filter(access_link::Column::Attempts.lt(MAX_GUESSES))
        .order_by_desc(access_link::Column::Id)
        .lock_exclusive()
        .all(&tx)
        .await?;
    let network_hash = hash_token(&format!("{submission_id}:{network}"));
    let digits: String = plain(code).chars().filter(char::is_ascii_digit).collect();
    let typed = hash_token(&code_key(submission_id, &digits));
    let mut right = false;
    for row in &live {
        if guess(&tx, row.id, &network_hash).await? {
            right |= row.token_hash == typed;
        }
    }
    if right {
        // The others were for the same door.
        access_link::Entity::update_many()
            .col_expr(access_link::Column::UsedAt, Expr::value(tx.now_ms()))
            .filter(access_link::Column::Id.is_in(live.iter().map(|row| row.id)))
            .exec(&tx)
            .await?;
        if held.is_some_and(|submission| !submission.address_confirmed) {
            confirm_address(&tx, submission_id).await?;
        }
    }
    tx.commit().await?;
    Ok(right)
}

/// Whoever has a code reads what is sent to the address of a submission.
async fn confirm_address(tx: &Transaction, submission_id: i64) -> Result<(), DbErr> {
    submission::Entity::update_many()
        .col_expr(
            submission::Column::AddressConfirmedAt,
            Expr::value(Some(tx.now_ms())),
        )
        .filter(submission::Column::Id.eq(submission_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Counts one guess at a code. `false` when this network has had its share.
async fn guess(tx: &Transaction, code_id: i64, network_hash: &str) -> Result<bool, DbErr> {
    let before = code_guess::Entity::find()
        .filter(code_guess::Column::AccessLinkId.eq(code_id))
        .filter(code_guess::Column::NetworkHash.eq(network_hash))
        .count(tx)
        .await?;
    if before >= NETWORK_GUESSES {
        return Ok(false);
    }
    code_guess::Entity::insert(code_guess::ActiveModel {
        access_link_id: Set(code_id),
        network_hash: Set(network_hash.to_owned()),
        guessed_at: Set(tx.now_ms()),
        ..Default::default()
    })
    .exec_without_returning(tx)
    .await?;
    access_link::Entity::update_many()
        .col_expr(
            access_link::Column::Attempts,
            Expr::col(access_link::Column::Attempts).add(1),
        )
        .filter(access_link::Column::Id.eq(code_id))
        .exec(tx)
        .await?;
    Ok(true)
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
