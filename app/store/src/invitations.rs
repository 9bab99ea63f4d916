//! Inviting people. Whoever is invited has an account at once that nobody can sign in with: it is disabled and
//! has no password. The mailed link gives it one.

use super::address_links::Purpose;
use super::entity::account;
use super::history::{Actor, Detail, NewHistoryEntry, record};
use super::mail_limits::TypedFor;
use super::new_password::themselves;
use super::people::Standing;
use super::{Db, DbErr, Transaction, accounts, address_links, mail_limits, outbox};
use case_study::email::{email_key, tidy_email};
use case_study::mail_templates::MailContext;
use case_study::{EventKind, Role, Stored};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set, SqlErr, Unchanged};

/// Whom an admin invites. The name can be corrected by whoever takes the invitation up.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    pub email: String,
    pub name: String,
    pub role: Role,
}

/// What became of an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Invited {
    /// It is on its way to this account.
    Sent(i64),
    /// Somebody has this address already.
    Known { id: i64, standing: Standing },
    /// The address was mailed too often; so many seconds to wait.
    TooOften(u64),
    /// The account is none that waits for an invitation to be taken up, or is not there.
    NotInvited,
    /// Whoever asked is no admin any more.
    NotAllowed,
}

/// Makes an account that waits for its holder, and mails the link.
///
/// # Errors
/// When the database does not answer.
pub async fn invite(
    db: &Db,
    mail_context: &MailContext,
    admin: i64,
    new: &NewInvitation,
) -> Result<Invited, DbErr> {
    let tx = db.begin().await?;
    if !is_admin(&tx, admin).await? {
        return Ok(Invited::NotAllowed);
    }
    if let Some(known) = known(&tx, &new.email).await? {
        return Ok(known);
    }
    let inserted = account::Entity::insert(account::ActiveModel {
        email: Set(tidy_email(&new.email)),
        email_key: Set(email_key(&new.email)),
        name: Set(new.name.clone()),
        role: Set(new.role.slug().to_owned()),
        password_hash: Set(String::new()),
        disabled: Set(true),
        created_at: Set(tx.now_ms()),
        ..Default::default()
    })
    .exec(&tx)
    .await;
    let id = match inserted {
        Ok(inserted) => inserted.last_insert_id,
        // Another admin was faster by a moment.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            drop(tx);
            let tx = db.begin().await?;
            return Ok(known(&tx, &new.email).await?.unwrap_or(Invited::NotInvited));
        }
        Err(error) => return Err(error),
    };
    let detail = Detail {
        account: Some(id),
        after: vec![new.role.slug().to_owned()],
        ..Detail::default()
    };
    mail_link(tx, mail_context, admin, id, &new.email, detail).await
}

/// Mails the link of an invitation that nobody took up yet once more; the earlier one stops working.
///
/// # Errors
/// When the database does not answer.
pub async fn send_again(
    db: &Db,
    mail_context: &MailContext,
    admin: i64,
    id: i64,
) -> Result<Invited, DbErr> {
    let tx = db.begin().await?;
    accounts::locked_in_order(&tx, &[admin, id]).await?;
    if !is_admin(&tx, admin).await? {
        return Ok(Invited::NotAllowed);
    }
    let Some(row) = accounts::locked(&tx, id).await?.filter(is_invited) else {
        return Ok(Invited::NotInvited);
    };
    let detail = Detail {
        account: Some(id),
        ..Detail::default()
    };
    mail_link(tx, mail_context, admin, id, &row.email, detail).await
}

async fn mail_link(
    tx: Transaction,
    mail_context: &MailContext,
    admin: i64,
    id: i64,
    email: &str,
    detail: Detail,
) -> Result<Invited, DbErr> {
    if let Some(seconds) = mail_limits::count(&tx, TypedFor::Invitation, email).await? {
        return Ok(Invited::TooOften(seconds));
    }
    let key = email_key(email);
    let token = address_links::issue(&tx, Purpose::Invite, Some((id, &key))).await?;
    let entry = NewHistoryEntry {
        detail,
        ..NewHistoryEntry::of(EventKind::Invite)
    };
    record(&tx, &as_admin(admin), entry).await?;
    let opens = address_links::what_opens(&tx, Purpose::Invite, &token);
    let mail = mail_context.invitation(&token);
    outbox::enqueue_link(&tx, &tidy_email(email), mail, opens).await?;
    tx.commit().await?;
    Ok(Invited::Sent(id))
}

/// Takes an invitation back that nobody took up: the account that waited goes. `false` when there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn take_back(db: &Db, admin: i64, id: i64) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    accounts::locked_in_order(&tx, &[admin, id]).await?;
    if !is_admin(&tx, admin).await?
        || accounts::locked(&tx, id)
            .await?
            .filter(is_invited)
            .is_none()
    {
        return Ok(false);
    }
    address_links::delete(&tx, id, None).await?;
    account::Entity::delete_by_id(id).exec(&tx).await?;
    let entry = NewHistoryEntry {
        detail: Detail {
            account: Some(id),
            ..Detail::default()
        },
        ..NewHistoryEntry::of(EventKind::TakeInviteBack)
    };
    record(&tx, &as_admin(admin), entry).await?;
    tx.commit().await?;
    Ok(true)
}

/// Who is invited, for the page that the link opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitee {
    pub email: String,
    pub name: String,
    pub role: Stored<Role>,
}

/// Who a link invites, while it can be taken up.
///
/// # Errors
/// When the database does not answer.
pub async fn of_token(db: &Db, token: &str) -> Result<Option<Invitee>, DbErr> {
    let now = db.now_ms();
    let Some(id) = address_links::opened(db.reader(), now, Purpose::Invite, token).await? else {
        return Ok(None);
    };
    let row = account::Entity::find_by_id(id).one(db.reader()).await?;
    Ok(row.filter(is_invited).map(|row| Invitee {
        email: row.email,
        name: row.name,
        role: Stored::read(&row.role),
    }))
}

/// Takes an invitation up: the account has a name and a password, and can sign in. Its id, or nothing when the
/// link opens nothing any more.
///
/// # Errors
/// When the database does not answer.
pub async fn take_up(
    db: &Db,
    token: &str,
    name: &str,
    password_hash: String,
) -> Result<Option<i64>, DbErr> {
    let tx = db.begin().await?;
    let opened = address_links::opened(&tx, tx.now_ms(), Purpose::Invite, token).await?;
    let Some(id) = opened else { return Ok(None) };
    let Some(row) = accounts::locked(&tx, id).await?.filter(is_invited) else {
        return Ok(None);
    };
    if !address_links::take(&tx, Purpose::Invite, token, id).await? {
        return Ok(None);
    }
    account::Entity::update(account::ActiveModel {
        id: Unchanged(id),
        name: Set(name.to_owned()),
        password_hash: Set(password_hash),
        disabled: Set(false),
        ..Default::default()
    })
    .exec(&tx)
    .await?;
    let entry = NewHistoryEntry {
        detail: Detail {
            account: Some(id),
            ..Detail::default()
        },
        ..NewHistoryEntry::of(EventKind::Join)
    };
    record(&tx, &themselves(&row), entry).await?;
    tx.commit().await?;
    Ok(Some(id))
}

/// Whether nobody has taken the account up yet.
pub(super) fn is_invited(row: &account::Model) -> bool {
    row.password_hash.is_empty() && row.disabled
}

async fn is_admin(tx: &Transaction, id: i64) -> Result<bool, DbErr> {
    Ok(accounts::staff_role(tx, id).await? == Some(Role::Admin))
}

pub(super) fn as_admin(id: i64) -> Actor {
    Actor {
        account_id: Some(id),
        roles: vec![Role::Admin],
    }
}

async fn known(tx: &Transaction, email: &str) -> Result<Option<Invited>, DbErr> {
    let row = account::Entity::find()
        .filter(account::Column::EmailKey.is_in(accounts::keys(email)))
        .one(tx)
        .await?;
    Ok(row.map(|row| Invited::Known {
        id: row.id,
        standing: Standing::of(&row),
    }))
}
