//! Mails in the outbox that have to do with an address. Nobody is shown, and nobody's erasing deletes, what goes to
//! somebody else.

use super::may_hold;
use crate::entity::job;
use crate::outbox::QueuedMail;
use crate::{Db, DbErr, Transaction};
use case_study::dates::rfc3339;
use case_study::email::email_key;
use case_study::whole_address::without_address_in_json;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

/// What a mail has to do with the address.
enum Found {
    ToThem(QueuedMail),
    /// What they wrote, on its way to a museum.
    FromThem(QueuedMail),
    /// It stands in a mail to somebody else. The mail as it is without it.
    Inside(String),
}

impl Found {
    fn of(payload: &str, key: &str) -> Option<Self> {
        let mail: Option<QueuedMail> = serde_json::from_str(payload).ok();
        match mail {
            Some(mail) if email_key(&mail.to) == key => Some(Self::ToThem(mail)),
            Some(mail) if email_key(&mail.reply_to) == key => Some(Self::FromThem(mail)),
            _ => without_address_in_json(payload, key).map(Self::Inside),
        }
    }
}

async fn find(db: &impl ConnectionTrait, key: &str) -> Result<Vec<(job::Model, Found)>, DbErr> {
    let rows = job::Entity::find()
        .filter(may_hold(job::Column::Payload, key))
        .order_by_asc(job::Column::Id)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let found = Found::of(&row.payload, key)?;
            Some((row, found))
        })
        .collect())
}

/// What the file says of them.
#[derive(Default)]
pub(super) struct Held {
    /// Without their words: those hold private links.
    pub to_them: Vec<Value>,
    /// Without the address of the museum.
    pub from_them: Vec<Value>,
    /// Mails to others in which the address stands.
    pub inside: Vec<Value>,
}

pub(super) async fn held(db: &Db, key: &str) -> Result<Held, DbErr> {
    let mut held = Held::default();
    for (row, found) in find(db.reader(), key).await? {
        let written_at = rfc3339(row.created_at);
        match found {
            Found::ToThem(mail) => held.to_them.push(json!({
                "to": mail.to,
                "subject": mail.subject,
                "written_at": written_at,
            })),
            Found::FromThem(mail) => held.from_them.push(json!({
                "email": mail.reply_to,
                "text": mail.body,
                "sent_at": written_at,
            })),
            Found::Inside(_) => held
                .inside
                .push(json!({ "in": "email", "written_at": written_at })),
        }
    }
    Ok(held)
}

/// Deletes what goes to them, and what they wrote to a museum and waits for it. Mails to others go on without the
/// address.
pub(super) async fn forget(tx: &Transaction, key: &str) -> Result<(), DbErr> {
    for (row, found) in find(tx, key).await? {
        match found {
            Found::ToThem(_) | Found::FromThem(_) => {
                job::Entity::delete_by_id(row.id).exec(tx).await?;
            }
            Found::Inside(left) => {
                job::Entity::update_many()
                    .col_expr(job::Column::Payload, Expr::value(left))
                    .filter(job::Column::Id.eq(row.id))
                    // It was sent since, and nothing of it is left.
                    .filter(job::Column::Payload.ne(""))
                    .exec(tx)
                    .await?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Found;

    const KEY: &str = "ana@museum.example";

    fn found(to: &str, body: &str, reply_to: &str) -> Option<Found> {
        let mail =
            serde_json::json!({ "to": to, "subject": "Tea", "body": body, "reply_to": reply_to });
        Found::of(&mail.to_string(), KEY)
    }

    #[test]
    fn a_mail_is_theirs_by_whom_it_goes_to_and_not_by_what_it_says() {
        assert!(matches!(
            found("Ana@museum.example", "", ""),
            Some(Found::ToThem(_))
        ));
        let asked = found("jo@museum.example", "She asks.", "ANA@museum.example");
        assert!(matches!(asked, Some(Found::FromThem(_))));
        assert!(found("joana@museum.example", "Hello Jo.", "").is_none());
        let quoted = found("sam@bank.example", "Hello,\nana@museum.example wrote.", "");
        let Some(Found::Inside(left)) = quoted else {
            panic!("it stands inside");
        };
        assert!(
            left.contains("sam@bank.example") && !left.contains(KEY),
            "{left}"
        );
        // What a newer version queued in another shape.
        let newer = Found::of(r#"{"to":["ana@museum.example"],"kind":"digest"}"#, KEY);
        let Some(Found::Inside(left)) = newer else {
            panic!("it stands inside");
        };
        assert!(left.contains("digest") && !left.contains(KEY), "{left}");
        assert!(Found::of("", KEY).is_none());
    }
}
