//! What an operator changes about an account, on the command line: with the entry that says so, and never so that
//! nobody is left who can look after the people, unless that is said.

use super::entity::account;
use super::history::{Actor, Detail, NewHistoryEntry, record};
use super::invitations::is_invited;
use super::people::{admins_among, locked_with_admins};
use super::{Db, DbErr, accounts, address_links, moderation_queue};
use case_study::{EventKind, Role};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set, Unchanged};

/// What is changed.
#[derive(Debug, Clone)]
pub enum Change {
    /// Nobody signs in with it any more; what it did stays in the history.
    Disable,
    Enable,
    Role(Role),
    /// The hash of a new password.
    Password(String),
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Changed {
    Done,
    /// No account has this address.
    NoOne,
    /// It is the only one that can look after the people.
    LastAdmin,
    /// They were invited and chose no password yet, so there is nothing to enable.
    Invited,
}

impl Changed {
    /// Whether it was done.
    #[must_use]
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Done)
    }
}

/// How many case studies that are not done lie with the account of this address: once it is closed, they are offered
/// to everybody.
///
/// # Errors
/// When the database does not answer.
pub async fn lying_with(db: &Db, email: &str) -> Result<u64, DbErr> {
    let found = account::Entity::find()
        .filter(account::Column::EmailKey.is_in(accounts::keys(email)))
        .one(db.reader())
        .await?;
    match found {
        Some(row) => moderation_queue::lying_with(db.reader(), row.id).await,
        None => Ok(0),
    }
}

/// Changes an account and ends all its sessions, together: whoever is signed in with it has to sign
/// in again, as what the account is now. Where it is disabled or gets another password, mailed links to it
/// open nothing any more. `even_the_last_admin`: also where nobody else could look after the people.
///
/// # Errors
/// When the database does not answer.
pub async fn change(
    db: &Db,
    email: &str,
    change: Change,
    even_the_last_admin: bool,
) -> Result<Changed, DbErr> {
    let tx = db.begin().await?;
    let found = account::Entity::find()
        .filter(account::Column::EmailKey.is_in(accounts::keys(email)))
        .one(&tx)
        .await?;
    let Some(id) = found.map(|row| row.id) else {
        return Ok(Changed::NoOne);
    };
    let rows = locked_with_admins(&tx, id).await?;
    let Some(row) = rows.iter().find(|row| row.id == id) else {
        return Ok(Changed::NoOne);
    };
    let steps_down = match &change {
        Change::Disable => true,
        Change::Role(role) => *role != Role::Admin,
        Change::Enable | Change::Password(_) => false,
    };
    if steps_down && !even_the_last_admin && admins_among(&rows) == [id] {
        return Ok(Changed::LastAdmin);
    }
    if matches!(change, Change::Enable) && is_invited(row) {
        return Ok(Changed::Invited);
    }
    if matches!(change, Change::Disable | Change::Password(_)) {
        // Whoever has an older one, in a mailbox that is no more its holder's, does not undo this with it.
        address_links::delete(&tx, id, None).await?;
    }
    let mut changed = account::ActiveModel {
        id: Unchanged(id),
        ..Default::default()
    };
    let mut detail = Detail {
        account: Some(id),
        ..Detail::default()
    };
    let kind = match change {
        Change::Disable => {
            changed.disabled = Set(true);
            (!row.disabled).then_some(EventKind::Disable)
        }
        Change::Enable => {
            changed.disabled = Set(false);
            row.disabled.then_some(EventKind::Enable)
        }
        Change::Role(role) => {
            changed.role = Set(role.slug().to_owned());
            detail.before = vec![row.role.clone()];
            detail.after = vec![role.slug().to_owned()];
            (row.role != role.slug()).then_some(EventKind::ChangeRole)
        }
        Change::Password(hash) => {
            changed.password_hash = Set(hash);
            Some(EventKind::ChangePassword)
        }
    };
    account::Entity::update(changed).exec(&tx).await?;
    accounts::end_sessions(&tx, id).await?;
    // What it was already is not written down once more.
    if let Some(kind) = kind {
        let entry = NewHistoryEntry {
            detail,
            ..NewHistoryEntry::of(kind)
        };
        record(&tx, &Actor::operator(), entry).await?;
    }
    tx.commit().await?;
    Ok(Changed::Done)
}
