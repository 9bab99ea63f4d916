//! A new password for oneself: by a mailed link when the old one is forgotten, or with the old one.
//!
//! Whoever asks for a link learns nothing, in words or in time: for an address without an account the same
//! is counted, the same link is written that opens nothing, and the same job that is done already.

use super::accounts::Account;
use super::address_links::Purpose;
use super::entity::account;
use super::history::{Actor, Detail, NewHistoryEntry, record};
use super::mail_limits::TypedFor;
use super::outbox::Concerning;
use super::{Db, DbErr, Transaction, accounts, address_links, mail_limits, outbox};
use case_study::email::email_key;
use case_study::mail_templates::MailContext;
use case_study::{EventKind, Role};
use sea_orm::{EntityTrait, Set, Unchanged};

/// Mails the link, if there is an account that can sign in. Nobody is told whether there is one, nor whether
/// this address was asked for too often: then a link that works lies in its inbox.
///
/// # Errors
/// When the database does not answer.
pub async fn ask(db: &Db, mail_context: &MailContext, email: &str) -> Result<(), DbErr> {
    let tx = db.begin().await?;
    if mail_limits::count(&tx, TypedFor::NewPassword, email)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let account = accounts::of_address(&tx, email).await?;
    let key = email_key(email);
    let whose = account.as_ref().map(|account| (account.id, key.as_str()));
    let token = address_links::issue(&tx, Purpose::Password, whose).await?;
    let mail = mail_context.new_password(&token);
    match account {
        Some(account) => {
            let opens = address_links::what_opens(&tx, Purpose::Password, &token);
            outbox::enqueue_code(&tx, Concerning::Nothing, &account.email, mail, opens).await?;
        }
        None => outbox::enqueue_nothing(&tx).await?,
    }
    tx.commit().await
}

/// Whose password a mailed link sets; none where it can be used no longer.
///
/// # Errors
/// When the database does not answer.
pub async fn whose(db: &Db, token: &str) -> Result<Option<Account>, DbErr> {
    let now = db.now_ms();
    let Some(id) = address_links::opened(db.reader(), now, Purpose::Password, token).await? else {
        return Ok(None);
    };
    accounts::by_id(db, id).await
}

/// Sets the password of the account that a link belongs to, signs it out everywhere and uses the link up, with
/// every other of the account. `false` when the link opens nothing any more.
///
/// # Errors
/// When the database does not answer.
pub async fn set(
    db: &Db,
    mail_context: &MailContext,
    token: &str,
    hash: String,
) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    let opened = address_links::opened(&tx, tx.now_ms(), Purpose::Password, token).await?;
    // The account first, as whoever changes it does: see the order of locks.
    let Some(id) = opened else { return Ok(false) };
    let Some(row) = accounts::locked(&tx, id).await?.filter(|row| !row.disabled) else {
        return Ok(false);
    };
    if !address_links::take(&tx, Purpose::Password, token, id).await? {
        return Ok(false);
    }
    replace(&tx, mail_context, row, hash).await?;
    tx.commit().await?;
    Ok(true)
}

/// Gives somebody who is signed in a new password in place of the one that was just checked, and signs the
/// account out everywhere. `false` when it has another one by now, or was disabled.
///
/// # Errors
/// When the database does not answer.
pub async fn change_own(
    db: &Db,
    mail_context: &MailContext,
    account: &Account,
    checked: &str,
    hash: String,
) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    let row = accounts::locked(&tx, account.id).await?;
    let Some(row) = row.filter(|row| !row.disabled && row.password_hash == checked) else {
        return Ok(false);
    };
    replace(&tx, mail_context, row, hash).await?;
    tx.commit().await?;
    Ok(true)
}

async fn replace(
    tx: &Transaction,
    mail_context: &MailContext,
    row: account::Model,
    hash: String,
) -> Result<(), DbErr> {
    account::Entity::update(account::ActiveModel {
        id: Unchanged(row.id),
        password_hash: Set(hash),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    accounts::end_sessions(tx, row.id).await?;
    address_links::delete(tx, row.id, None).await?;
    let entry = NewHistoryEntry {
        detail: Detail {
            account: Some(row.id),
            ..Detail::default()
        },
        ..NewHistoryEntry::of(EventKind::ChangePassword)
    };
    record(tx, &themselves(&row), entry).await?;
    outbox::enqueue_mail(tx, &row.email, mail_context.password_changed()).await?;
    Ok(())
}

/// The holder of an account, as the history records them.
pub(super) fn themselves(row: &account::Model) -> Actor {
    Actor {
        account_id: Some(row.id),
        roles: Role::from_slug(&row.role).into_iter().collect(),
    }
}
