//! Erasing an address: what names the person to staff goes from every text, letter and job; what readers see of a case
//! study stays; an event without the address says that it was done.

use super::{account_of, holds_address, is_address, is_staff, submissions_of};
use crate::address_links::{self, Purpose};
use crate::entity::{
    account, account_factor, agreement, case, erasure, event, field_note, intake_mail, job, letter,
    material, planned_move, question, reader_message, revision, submission, thought, working_copy,
};
use crate::history::{Actor, NewHistoryEntry, record};
use crate::moderation_queue::search_key;
use crate::{
    Db, DbErr, Transaction, accounts, bank, hash_token, mailed_links, read_content, submissions,
    unsent, write_content,
};
use case_study::person::{OF_ITS_CONTACT, forget_in, without_address};
use case_study::{EventKind, Status};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Set, Unchanged,
};
use std::collections::BTreeSet;

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
    forget_words(&tx, &key).await?;
    forget_messages(&tx, &key).await?;
    job::Entity::delete_many()
        .filter(holds_address(job::Column::Payload, &key))
        .exec(&tx)
        .await?;
    if let Some(row) = account {
        forget_account(&tx, &row).await?;
    }
    let any_is_public = forget_texts(&tx, &key, &sent).await?;
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
    forget_copy(tx, row.id, key, true).await?;
    let entry = NewHistoryEntry {
        submission_id: Some(row.id),
        case_id: Some(row.case_id),
        ..NewHistoryEntry::of(EventKind::ErasePerson)
    };
    record(tx, &Actor::submitter(), entry).await
}

/// What is being written, and what was typed there and cannot be read yet.
async fn forget_copy(
    tx: &Transaction,
    submission_id: i64,
    key: &str,
    theirs: bool,
) -> Result<(), DbErr> {
    let copy = working_copy::Entity::find_by_id(submission_id)
        .one(tx)
        .await?;
    let Some(copy) = copy else {
        return Ok(());
    };
    let mut content = read_content(&copy.content)?;
    forget_in(&mut content, key, theirs);
    // What a newer version keeps there in another shape is not read: it goes whole.
    let mut unread: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&copy.unread).unwrap_or_default();
    for member in OF_ITS_CONTACT {
        unread.remove(member);
    }
    let unread = serde_json::Value::Object(unread).to_string();
    let content = write_content(&content)?;
    let mut changed = copy.into_active_model();
    changed.content = Set(content);
    changed.unread = Set(unread);
    changed.update(tx).await?;
    Ok(())
}

/// Every text that was cut. Whether one of them is public: its page is drawn anew, because its museum may take no
/// messages any more.
async fn forget_texts(tx: &Transaction, key: &str, theirs: &[i64]) -> Result<bool, DbErr> {
    let texts = revision::Entity::find()
        .filter(
            revision::Column::SubmissionId
                .is_in(theirs.iter().copied())
                .or(holds_address(revision::Column::Content, key)),
        )
        .order_by_asc(revision::Column::Id)
        .all(tx)
        .await?;
    let mut cases = BTreeSet::new();
    for text in texts {
        let mut content = read_content(&text.content)?;
        let is_theirs = text.submission_id.is_some_and(|id| theirs.contains(&id));
        if !forget_in(&mut content, key, is_theirs) {
            continue;
        }
        revision::Entity::update_many()
            .col_expr(
                revision::Column::Content,
                Expr::value(write_content(&content)?),
            )
            .filter(revision::Column::Id.eq(text.id))
            .exec(tx)
            .await?;
        cases.insert(text.case_id);
    }
    let copies: Vec<i64> = working_copy::Entity::find()
        .select_only()
        .column(working_copy::Column::SubmissionId)
        .filter(holds_address(working_copy::Column::Content, key))
        .into_tuple()
        .all(tx)
        .await?;
    for id in copies {
        forget_copy(tx, id, key, false).await?;
    }
    if cases.is_empty() {
        return Ok(false);
    }
    let generation = bank::raise_generation(tx).await?;
    let changed = case::Entity::update_many()
        .col_expr(case::Column::ChangedIn, Expr::value(generation))
        .filter(case::Column::Id.is_in(cases))
        .filter(case::Column::PublishedRevisionId.is_not_null())
        .exec(tx)
        .await?;
    Ok(changed.rows_affected > 0)
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

/// Takes the address out of everything else that people wrote.
async fn forget_words(tx: &Transaction, key: &str) -> Result<(), DbErr> {
    macro_rules! take_out_of {
        ($entity:ident . $column:ident as $member:ident) => {
            let rows = $entity::Entity::find()
                .filter(holds_address($entity::Column::$column, key))
                .all(tx)
                .await?;
            for row in rows {
                let Some(left) = without_address(&row.$member, key) else {
                    continue;
                };
                $entity::Entity::update_many()
                    .col_expr($entity::Column::$column, Expr::value(left))
                    .filter($entity::Column::Id.eq(row.id))
                    .exec(tx)
                    .await?;
            }
        };
    }
    take_out_of!(letter.Subject as subject);
    take_out_of!(letter.Body as body);
    take_out_of!(material.Pieces as pieces);
    take_out_of!(agreement.Words as words);
    take_out_of!(field_note.Words as words);
    take_out_of!(field_note.Reply as reply);
    take_out_of!(planned_move.Payload as payload);
    take_out_of!(event.Detail as detail);
    take_out_of!(reader_message.Body as body);
    take_out_of!(thought.Topic as topic);
    take_out_of!(thought.Body as body);
    take_out_of!(thought.Answer as answer);
    take_out_of!(intake_mail.Subject as subject);
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
    intake_mail::Entity::update_many()
        .col_expr(intake_mail::Column::Subject, Expr::value(""))
        .col_expr(intake_mail::Column::Sender, Expr::value(""))
        .col_expr(intake_mail::Column::Files, Expr::value("[]"))
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
    address_links::delete(tx, row.id, None).await?;
    accounts::end_sessions(tx, row.id).await
}
