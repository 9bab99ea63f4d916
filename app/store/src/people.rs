//! The people who can sign in, for an admin: who they are, what each did, and what they may do.

mod record;

pub use record::{PersonEntries, PersonEntry, entries};

use super::entity::{account, event, session};
use super::history::{Detail, NewHistoryEntry};
use super::invitations::{as_admin, is_invited};
use super::{Db, DbErr, Transaction, account_factors, accounts, address_links, history};
use case_study::mail_templates::MailContext;
use case_study::{Action, CaseAction, EventKind, Role, Stored};
use sea_orm::sea_query::{Expr, ExprTrait, LockType};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set,
    Unchanged,
};
use std::collections::HashMap;

/// What counts as a decision. Publishing does not: it follows an approval, or the clock.
const DECISIONS: [EventKind; 6] = [
    EventKind::Move(Action::Approve),
    EventKind::Move(Action::AskYes),
    EventKind::Move(Action::RequestChanges),
    EventKind::Move(Action::Decline),
    EventKind::CaseMove(CaseAction::TakeDown),
    EventKind::CaseMove(CaseAction::Restore),
];

const PER_PAGE: u64 = 50;

/// Whether somebody can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Enabled,
    Disabled,
    /// Invited, and not here yet.
    Invited,
}

impl Standing {
    pub(super) fn of(row: &account::Model) -> Self {
        match row.disabled {
            false => Self::Enabled,
            true if is_invited(row) => Self::Invited,
            true => Self::Disabled,
        }
    }
}

/// Somebody who can sign in, could, or is invited to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub email: String,
    pub role: Stored<Role>,
    pub standing: Standing,
    /// Until when the invitation works, if one does.
    pub invited_until: Option<i64>,
    pub seen_at: Option<i64>,
    pub has_second_factor: bool,
    pub decisions: i64,
}

/// A page of the list.
#[derive(Debug, Clone, Default)]
pub struct People {
    pub rows: Vec<Person>,
    pub total: u64,
    pub pages: u64,
}

/// Everybody, admins first, then moderators, then museums; within these by name. `page` counts from 1.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &Db, page: u64) -> Result<People, DbErr> {
    // The three words stand in this order in the alphabet.
    let paginator = account::Entity::find()
        .order_by_asc(account::Column::Role)
        .order_by_asc(account::Column::Name)
        .order_by_asc(account::Column::Id)
        .paginate(db.reader(), PER_PAGE);
    let size = paginator.num_items_and_pages().await?;
    let rows = if page > size.number_of_pages {
        Vec::new()
    } else {
        paginator.fetch_page(page.saturating_sub(1)).await?
    };
    Ok(People {
        rows: with_figures(db, rows).await?,
        total: size.number_of_items,
        pages: size.number_of_pages,
    })
}

/// One of them.
///
/// # Errors
/// When the database does not answer.
pub async fn person(db: &Db, id: i64) -> Result<Option<Person>, DbErr> {
    let row = account::Entity::find_by_id(id).one(db.reader()).await?;
    Ok(with_figures(db, row.into_iter().collect()).await?.pop())
}

async fn with_figures(db: &Db, rows: Vec<account::Model>) -> Result<Vec<Person>, DbErr> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let decided: HashMap<Option<i64>, i64> = event::Entity::find()
        .select_only()
        .column(event::Column::AccountId)
        .column_as(event::Column::Id.count(), "decisions")
        .filter(event::Column::AccountId.is_in(ids.iter().copied()))
        .filter(event::Column::Action.is_in(DECISIONS.map(EventKind::slug)))
        .group_by(event::Column::AccountId)
        .into_tuple::<(Option<i64>, i64)>()
        .all(db.reader())
        .await?
        .into_iter()
        .collect();
    let seen: HashMap<Option<i64>, Option<i64>> = session::Entity::find()
        .select_only()
        .column(session::Column::AccountId)
        .column_as(Expr::col(session::Column::SeenAt).max(), "seen")
        .filter(session::Column::AccountId.is_in(ids.iter().copied()))
        .group_by(session::Column::AccountId)
        .into_tuple::<(Option<i64>, Option<i64>)>()
        .all(db.reader())
        .await?
        .into_iter()
        .collect();
    let invited: HashMap<Option<i64>, i64> = address_links::invited_until(db, &ids)
        .await?
        .into_iter()
        .collect();
    Ok(rows
        .into_iter()
        .map(|row| {
            let key = Some(row.id);
            Person {
                standing: Standing::of(&row),
                role: Stored::read(&row.role),
                invited_until: invited.get(&key).copied(),
                seen_at: Ord::max(row.seen_at, seen.get(&key).copied().flatten()),
                has_second_factor: row.second_factor_at.is_some(),
                decisions: decided.get(&key).copied().unwrap_or_default(),
                id: row.id,
                name: row.name,
                email: row.email,
            }
        })
        .collect())
}

/// What an admin changes about somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonChange {
    Role(Role),
    Disable,
    Enable,
    /// Signs them out everywhere.
    EndSessions,
    /// They lost what makes their codes.
    RemoveSecondFactor,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Changed {
    Done,
    /// It was like this already.
    Already,
    /// Nobody could look after the people any more.
    LastAdmin,
    /// Whoever asked is no admin any more.
    NotAllowed,
    /// There is nobody of that number, or only an invitation.
    Gone,
}

/// The row of an account with every admin's, locked until the transaction ends.
pub(super) async fn locked_with_admins(
    tx: &Transaction,
    id: i64,
) -> Result<Vec<account::Model>, DbErr> {
    account::Entity::find()
        .filter(
            Condition::any()
                .add(account::Column::Id.eq(id))
                .add(account::Column::Role.eq(Role::Admin.slug())),
        )
        // Everybody locks them in the same order.
        .order_by_asc(account::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(tx)
        .await
}

/// Those of them who can look after the people.
pub(super) fn admins_among(rows: &[account::Model]) -> Vec<i64> {
    let can_manage = |row: &&account::Model| row.role == Role::Admin.slug() && !row.disabled;
    rows.iter().filter(can_manage).map(|row| row.id).collect()
}

/// Changes an account and ends its sessions, together with the entry that says so. The last admin who can sign
/// in stays one: it is asked with every admin's row locked, so that of two who demote each other one remains.
///
/// # Errors
/// When the database does not answer.
pub async fn change(
    db: &Db,
    mail_context: &MailContext,
    admin: i64,
    id: i64,
    change: PersonChange,
) -> Result<Changed, DbErr> {
    let tx = db.begin().await?;
    let rows = locked_with_admins(&tx, id).await?;
    let admins = admins_among(&rows);
    if !admins.contains(&admin) {
        return Ok(Changed::NotAllowed);
    }
    let Some(row) = rows.iter().find(|row| row.id == id) else {
        return Ok(Changed::Gone);
    };
    let is_last = admins == [id];
    let mut changed = account::ActiveModel {
        id: Unchanged(id),
        ..Default::default()
    };
    let mut detail = Detail {
        account: Some(id),
        ..Detail::default()
    };
    let kind = match change {
        PersonChange::Role(role) => {
            if row.role == role.slug() {
                return Ok(Changed::Already);
            }
            if is_last {
                return Ok(Changed::LastAdmin);
            }
            detail.before = vec![row.role.clone()];
            detail.after = vec![role.slug().to_owned()];
            changed.role = Set(role.slug().to_owned());
            EventKind::ChangeRole
        }
        // An invitation is taken back, or taken up.
        _ if is_invited(row) => return Ok(Changed::Gone),
        PersonChange::Disable if row.disabled => return Ok(Changed::Already),
        PersonChange::Disable if is_last => return Ok(Changed::LastAdmin),
        PersonChange::Disable => {
            changed.disabled = Set(true);
            address_links::delete(&tx, id, None).await?;
            EventKind::Disable
        }
        PersonChange::Enable if !row.disabled => return Ok(Changed::Already),
        PersonChange::Enable => {
            changed.disabled = Set(false);
            EventKind::Enable
        }
        PersonChange::EndSessions => EventKind::EndSessions,
        PersonChange::RemoveSecondFactor if row.second_factor_at.is_none() => {
            return Ok(Changed::Already);
        }
        PersonChange::RemoveSecondFactor => {
            account_factors::remove(&tx, mail_context, row).await?;
            changed.second_factor_at = Set(None);
            EventKind::RemoveSecondFactor
        }
    };
    if change != PersonChange::EndSessions {
        account::Entity::update(changed).exec(&tx).await?;
    }
    accounts::end_sessions(&tx, id).await?;
    let entry = NewHistoryEntry {
        detail,
        ..NewHistoryEntry::of(kind)
    };
    history::record(&tx, &as_admin(admin), entry).await?;
    tx.commit().await?;
    Ok(Changed::Done)
}
