//! What is held about an e-mail address: shown to its holder as a file, and erased. Both by one mailed link, so that
//! nobody else learns whether an address is known here.
//!
//! Whoever adds a table that holds an address adds it to `held.rs` and to `erased.rs`, and one that holds words of people
//! to `words.rs`.

mod erased;
mod held;
mod queued;
mod texts;
mod words;

pub use erased::{Erased, erase};
pub use held::held;

use super::address_links::{self, Purpose};
use super::entity::{account, submission};
use super::mail_limits::TypedFor;
use super::{Db, DbErr, mail_limits, outbox};
use case_study::Role;
use case_study::email::email_key;
use case_study::mail_templates::MailContext;
use case_study::whole_address::always_part_of;
use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// Mails the link to an address, whether anything is held about it or not. Nobody is told whether the address was asked
/// for too often: then a link that works lies in its inbox.
///
/// # Errors
/// When the database does not answer.
pub async fn ask(db: &Db, mail_context: &MailContext, email: &str) -> Result<(), DbErr> {
    let tx = db.begin().await?;
    if mail_limits::count(&tx, TypedFor::MyData, email)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let token = address_links::issue_for_address(&tx, Purpose::MyData, &email_key(email)).await?;
    let opens = address_links::what_opens(&tx, Purpose::MyData, &token);
    outbox::enqueue_link(&tx, email, mail_context.my_data(&token), opens).await?;
    tx.commit().await
}

/// The key of the address that a mailed link belongs to, while it works.
///
/// # Errors
/// When the database does not answer.
pub async fn opened(db: &Db, token: &str) -> Result<Option<String>, DbErr> {
    address_links::address_of(db.reader(), db.now_ms(), Purpose::MyData, token).await
}

/// Somebody of the staff has this address: their account is an admin's to end.
///
/// # Errors
/// When the database does not answer.
pub async fn is_of_staff(db: &Db, key: &str) -> Result<bool, DbErr> {
    let account = account_of(db.reader(), key).await?;
    Ok(account.is_some_and(|account| is_staff(&account)))
}

fn is_staff(account: &account::Model) -> bool {
    Role::from_slug(&account.role).is_none_or(Role::is_staff)
}

async fn account_of(db: &impl ConnectionTrait, key: &str) -> Result<Option<account::Model>, DbErr> {
    account::Entity::find()
        .filter(account::Column::EmailKey.eq(key))
        .one(db)
        .await
}

/// Those that came from this address, or belong to its account, the oldest first.
async fn submissions_of(
    db: &impl ConnectionTrait,
    key: &str,
    account_id: Option<i64>,
) -> Result<Vec<submission::Model>, DbErr> {
    let mut whose = Condition::any().add(is_address(submission::Column::SubmitterEmail, key));
    if let Some(id) = account_id {
        whose = whose.add(submission::Column::AccountId.eq(id));
    }
    submission::Entity::find()
        .filter(whose)
        .order_by_asc(submission::Column::Id)
        .all(db)
        .await
}

/// A column is this address, whatever its capitals.
fn is_address(column: impl ColumnTrait, key: &str) -> Expr {
    Expr::expr(Func::lower(Expr::col(column.as_column_ref()))).eq(key)
}

/// This address may stand in a column of text. A longer one that ends or begins like it is found too: whether it stands
/// there whole is for [`whole_address`](case_study::whole_address) to say.
fn may_hold(column: impl ColumnTrait, key: &str) -> Expr {
    let part = always_part_of(key);
    let mut pattern = String::with_capacity(part.len() + 4);
    pattern.push('%');
    for sign in part.chars() {
        if matches!(sign, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(sign);
    }
    pattern.push('%');
    Expr::expr(Func::lower(Expr::col(column.as_column_ref())))
        .like(LikeExpr::new(pattern).escape('!'))
}
