//! Which museums a member of staff works for, as they or an admin say it: nobody decides about their own museum's case
//! studies. An address says a part of that already; this is for who has another.

use super::entity::{account, museum};
use super::history::{Actor, Detail, NewHistoryEntry, record};
use super::{Db, DbErr, Transaction, accounts, museums, place_of};
use case_study::policy::manages_people;
use case_study::text_input::sort_key;
use case_study::{EventKind, Role};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// A museum that somebody works for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnMuseum {
    pub id: i64,
    /// As the public knows it.
    pub name: String,
}

/// What is said anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MuseumChange<'a> {
    /// The name of a museum, however it is spelled.
    Add(&'a str),
    /// By its id.
    Remove(i64),
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Kept {
    Done,
    /// It was like this already.
    Already,
    /// No museum of this name has a case study here.
    NoSuchMuseum,
    /// A newer version of the program keeps it in a shape that this one does not know.
    Newer,
    /// Whoever says it is neither this person nor an admin, or this person is no member of staff.
    NotAllowed,
}

/// The museums that an account works for, by name. Those that are not there any more are left out.
///
/// # Errors
/// When the database does not answer.
pub async fn of_account(db: &Db, account_id: i64) -> Result<Vec<OwnMuseum>, DbErr> {
    let row = account::Entity::find_by_id(account_id)
        .one(db.reader())
        .await?;
    let ids = row.and_then(|row| read(&row.museums)).unwrap_or_default();
    named(db.reader(), &ids).await
}

/// Keeps for an account that it works for a museum, or no longer does, with the entry that says who changed it.
///
/// # Errors
/// When the database does not answer.
pub async fn change(
    db: &Db,
    by: i64,
    account_id: i64,
    change: MuseumChange<'_>,
) -> Result<Kept, DbErr> {
    let tx = db.begin().await?;
    // Both at once and as whoever writes: a lock that is made stronger afterwards is one that two wait for.
    let rows = accounts::locked_in_order(&tx, &[by, account_id]).await?;
    let Some(actor) = may(&rows, by, account_id) else {
        return Ok(Kept::NotAllowed);
    };
    let Some(row) = rows.iter().find(|row| row.id == account_id) else {
        return Ok(Kept::NotAllowed);
    };
    if !Role::from_slug(&row.role).is_some_and(Role::is_staff) {
        return Ok(Kept::NotAllowed);
    }
    let Some(mut ids) = read(&row.museums) else {
        return Ok(Kept::Newer);
    };
    let note = match change {
        MuseumChange::Add(name) => {
            let Some(found) = of_name(&tx, name).await? else {
                return Ok(Kept::NoSuchMuseum);
            };
            if ids.contains(&found.id) {
                return Ok(Kept::Already);
            }
            ids.push(found.id);
            format!("Added: {}", found.name)
        }
        MuseumChange::Remove(id) => {
            if !ids.contains(&id) {
                return Ok(Kept::Already);
            }
            ids.retain(|one| *one != id);
            let gone = named(&tx, &[id]).await?.pop();
            format!("Removed: {}", gone.map_or_else(String::new, |one| one.name))
        }
    };
    let museums = serde_json::to_string(&ids).map_err(|error| DbErr::Custom(place_of(&error)))?;
    account::Entity::update_many()
        .col_expr(account::Column::Museums, Expr::value(museums))
        .filter(account::Column::Id.eq(account_id))
        .exec(&tx)
        .await?;
    let entry = NewHistoryEntry {
        detail: Detail {
            account: Some(account_id),
            note,
            ..Detail::default()
        },
        ..NewHistoryEntry::of(EventKind::ChangeMuseums)
    };
    record(&tx, &actor, entry).await?;
    tx.commit().await?;
    Ok(Kept::Done)
}

/// Who says it, where they may: this person, or an admin.
fn may(rows: &[account::Model], by: i64, account_id: i64) -> Option<Actor> {
    let row = rows.iter().find(|row| row.id == by && !row.disabled)?;
    let role = Role::from_slug(&row.role).filter(|role| role.is_staff())?;
    (by == account_id || manages_people(&[role])).then(|| Actor {
        account_id: Some(by),
        roles: vec![role],
    })
}

/// The ids as they are stored; none where they are in another shape.
fn read(museums: &str) -> Option<Vec<i64>> {
    if museums.is_empty() {
        return Some(Vec::new());
    }
    serde_json::from_str(museums).ok()
}

async fn of_name(tx: &Transaction, name: &str) -> Result<Option<museum::Model>, DbErr> {
    museum::Entity::find()
        .filter(museum::Column::NameKey.is_in(museums::keys(name)))
        .order_by_asc(museum::Column::Id)
        .one(tx)
        .await
}

async fn named(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<OwnMuseum>, DbErr> {
    let rows = museum::Entity::find()
        .filter(museum::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    let mut found: Vec<OwnMuseum> = rows
        .into_iter()
        .map(|row| OwnMuseum {
            id: row.id,
            name: row.name,
        })
        .collect();
    found.sort_by_cached_key(|one| sort_key(&one.name));
    Ok(found)
}
