//! Words that an address may stand in, whoever wrote them: named in the file, and left without it.

use super::may_hold;
use crate::entity::{
    agreement, event, field_note, intake_mail, job, letter, material, planned_move, reader_message,
    thought,
};
use crate::{Db, DbErr, Transaction};
use case_study::dates::rfc3339;
use case_study::whole_address::{without_address, without_address_in_json};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Calls a macro for every column of such words: how it is read, what the file calls it, and when it was written.
/// Texts of case studies are in `texts.rs`, mails in `queued.rs`.
macro_rules! of_all_words {
    ($each:ident) => {
        $each! { letter.Subject as subject, without_address, "letter", created_at }
        $each! { letter.Body as body, without_address, "letter", created_at }
        $each! { material.Name as name, without_address, "file", created_at }
        $each! { material.Pieces as pieces, without_address_in_json, "file", created_at }
        $each! { agreement.Questions as questions, without_address_in_json, "question to a museum", created_at }
        $each! { agreement.Words as words, without_address, "answer of a museum", created_at }
        $each! { field_note.Words as words, without_address, "note", created_at }
        $each! { field_note.Reply as reply, without_address, "note", created_at }
        $each! { planned_move.Payload as payload, without_address_in_json, "decision", created_at }
        $each! { event.Detail as detail, without_address_in_json, "history", at }
        $each! { reader_message.Sender as sender, without_address, "message of a reader", created_at }
        $each! { reader_message.Body as body, without_address, "message of a reader", created_at }
        $each! { thought.Topic as topic, without_address, "thought", created_at }
        $each! { thought.Body as body, without_address, "thought", created_at }
        $each! { thought.Answer as answer, without_address, "thought", created_at }
        $each! { intake_mail.Subject as subject, without_address, "email read in", created_at }
        $each! { intake_mail.Files as files, without_address_in_json, "email read in", created_at }
        // The other side may say which address it does not know.
        $each! { job.LastError as last_error, without_address, "email", created_at }
    };
}

/// What the address stands in and when that was written, without the words: they are those of others.
pub(super) async fn held(db: &Db, key: &str) -> Result<Vec<Value>, DbErr> {
    let mut named = BTreeSet::new();
    let mut found = Vec::new();
    macro_rules! look_into {
        ($entity:ident . $column:ident as $member:ident, $without:ident, $what:literal, $at:ident) => {
            let rows = $entity::Entity::find()
                .filter(may_hold($entity::Column::$column, key))
                .order_by_asc($entity::Column::Id)
                .all(db.reader())
                .await?;
            for row in rows {
                if $without(&row.$member, key).is_some() && named.insert(($what, row.id)) {
                    found.push(json!({ "in": $what, "written_at": rfc3339(row.$at) }));
                }
            }
        };
    }
    of_all_words!(look_into);
    Ok(found)
}

/// Takes the address out of all of them.
pub(super) async fn forget(tx: &Transaction, key: &str) -> Result<(), DbErr> {
    macro_rules! take_out_of {
        ($entity:ident . $column:ident as $member:ident, $without:ident, $what:literal, $at:ident) => {
            let rows = $entity::Entity::find()
                .filter(may_hold($entity::Column::$column, key))
                .order_by_asc($entity::Column::Id)
                .all(tx)
                .await?;
            for row in rows {
                let Some(left) = $without(&row.$member, key) else {
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
    of_all_words!(take_out_of);
    Ok(())
}
