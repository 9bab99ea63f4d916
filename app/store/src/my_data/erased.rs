//! Erasing an address: what names the person to staff goes from every text, letter and job; what readers see of a case
//! study stays; an event without the address says that it was done.

use super::{account_of, is_address, is_staff, queued, submissions_of, texts, words};
use crate::address_links::{self, Purpose};
use crate::entity::{
    account, account_factor, erasure, intake_mail, letter, material, question, reader_message,
    submission, thought,
};
use crate::history::{Actor, NewHistoryEntry, record};
use crate::moderation_queue::search_key;
use crate::{
    Db, DbErr, Transaction, accounts, bank, hash_token, known_places, mailed_links, read_in_marks,
    submissions, unsent,
};
use case_study::{EventKind, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set, Unchanged};

/// What was erased.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Erased {
    /// Case studies that were sent, which stay without the address.
    pub case_studies: usize,
    /// Drafts that were never sent, which are gone.
    pub drafts: usize,
    /// The account of a member of staff stays: an admin ends it.
    pub staff_account_stays: bool,
}

/// Erases the address that a link belongs to, and uses the link up. None where the link opens nothing any more.
///
/// # Errors
/// When the database does not answer, or holds what cannot be read. Nothing was erased then.
pub async fn erase(db: &Db, token: &str) -> Result<Option<Erased>, DbErr> {
    let tx = db.begin().await?;
    let purpose = Purpose::MyData;
    let Some(key) = address_links::address_of(&tx, tx.now_ms(), purpose, token).await? else {
        return Ok(None);
    };
    // In the order in which everybody locks: account, submissions, what hangs on them, the generation, cases.
    let account = match account_of(&tx, &key).await? {
        Some(row) => accounts::locked(&tx, row.id).await?,
        None => None,
    };
    let staff_account_stays = account.as_ref().is_some_and(is_staff);
    let account = account.filter(|row| !is_staff(row));
    let mut erased = Erased {
        staff_account_stays,
        ..Erased::default()
    };
    let mut sent = Vec::new();
    let of_account = account.as_ref().map(|row| row.id);
    for row in submissions_of(&tx, &key, of_account).await? {
        let Some(held) = submissions::locked(&tx, row.id).await? else {
            continue;
        };
        if held.status == Status::Draft && held.first_sent_at.is_none() {
            let kind = EventKind::ErasePerson;
            unsent::delete(&tx, &held, &Actor::submitter(), kind).await?;
            erased.drafts += 1;
        } else {
            forget_submission(&tx, &row, &key).await?;
            sent.push(row.id);
        }
    }
    erased.case_studies = sent.len();
    forget_letters(&tx, &sent).await?;
    // Files that they brought may name anybody.
    material::Entity::delete_many()
        .filter(material::Column::SubmissionId.is_in(sent.iter().copied()))
        .exec(&tx)
        .await?;
    words::forget(&tx, &key).await?;
    forget_messages(&tx, &key).await?;
    queued::forget(&tx, &key).await?;
    if let Some(row) = account {
        forget_account(&tx, &row).await?;
    }
    let any_is_public = texts::forget(&tx, &key, &sent).await?;
    address_links::end_of_address(&tx, purpose, &key).await?;
    let now = tx.now_ms();
    erasure::Entity::insert(erasure::ActiveModel {
        email_hash: Set(hash_token(&key)),
        at: Set(now),
        created_at: Set(now),
        ..Default::default()
    })
    .exec_without_returning(&tx)
    .await?;
    tx.commit().await?;
    tracing::info!(
        case_studies = erased.case_studies,
        drafts = erased.drafts,
        "an address was erased"
    );
    if any_is_public {
        bank::announce(db).await;
    }
    Ok(Some(erased))
}

/// It is nobody's to write any more, and its links and codes open nothing.
async fn forget_submission(
    tx: &Transaction,
    row: &submission::Model,
    key: &str,
) -> Result<(), DbErr> {
    mailed_links::revoke_links(tx, row.id).await?;
    submission::Entity::update(submission::ActiveModel {
        id: Unchanged(row.id),
        submitter_email: Set(String::new()),
        account_id: Set(None),
        address_confirmed_at: Set(None),
        search_key: Set(search_key(&row.title, &row.museum, &row.reference, "")),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    texts::forget_copy(tx, row.id, key, true).await?;
    let entry = NewHistoryEntry {
        submission_id: Some(row.id),
        case_id: Some(row.case_id),
        ..NewHistoryEntry::of(EventKind::ErasePerson)
    };
    record(tx, &Actor::submitter(), entry).await
}

/// What they wrote to us goes whole.
async fn forget_letters(tx: &Transaction, theirs: &[i64]) -> Result<(), DbErr> {
    letter::Entity::update_many()
        .col_expr(letter::Column::Subject, Expr::value(""))
        .col_expr(letter::Column::Body, Expr::value(""))
        .col_expr(letter::Column::AccountId, Expr::value(None::<i64>))
        .filter(letter::Column::FromMuseum.eq(true))
        .filter(letter::Column::SubmissionId.is_in(theirs.iter().copied()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Their name and address beside what they wrote to the moderators, who still have to deal with it; a message that
/// waits for a museum goes whole.
async fn forget_messages(tx: &Transaction, key: &str) -> Result<(), DbErr> {
    reader_message::Entity::update_many()
        .col_expr(reader_message::Column::Sender, Expr::value(""))
        .col_expr(reader_message::Column::Email, Expr::value(""))
        .filter(is_address(reader_message::Column::Email, key))
        .exec(tx)
        .await?;
    thought::Entity::update_many()
        .col_expr(thought::Column::Email, Expr::value(""))
        .filter(is_address(thought::Column::Email, key))
        .exec(tx)
        .await?;
    // That it was read stays, so that it is not read in again.
    read_in_marks::emptied()
        .filter(is_address(intake_mail::Column::Sender, key))
        .exec(tx)
        .await?;
    question::Entity::delete_many()
        .filter(question::Column::EmailKey.eq(key))
        .exec(tx)
        .await?;
    Ok(())
}

/// The row stays, without a name, because the history names it by its number; nobody signs in with it.
async fn forget_account(tx: &Transaction, row: &account::Model) -> Result<(), DbErr> {
    account::Entity::update(account::ActiveModel {
        id: Unchanged(row.id),
        email: Set(String::new()),
        email_key: Set(format!("erased {}", row.id)),
        name: Set("An erased account".to_owned()),
        password_hash: Set(String::new()),
        disabled: Set(true),
        museums: Set("[]".to_owned()),
        second_factor_at: Set(None),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    account_factor::Entity::delete_many()
        .filter(account_factor::Column::AccountId.eq(row.id))
        .exec(tx)
        .await?;
    known_places::forget(tx, row.id).await?;
    address_links::delete(tx, row.id, None).await?;
    accounts::end_sessions(tx, row.id).await
}
