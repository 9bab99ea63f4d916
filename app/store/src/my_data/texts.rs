//! Texts of case studies in which an address stands: named in the file, and emptied of what names its holder to staff.

use super::may_hold;
use crate::entity::{case, revision, working_copy};
use crate::{
    Db, DbErr, Transaction, bank, cases, read_content, read_content_to_show, write_content,
};
use case_study::CaseStudyContent;
use case_study::dates::rfc3339;
use case_study::person::{forget_in, forget_in_unread, is_contact, stands_in};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Set,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Texts of others in which the address stands.
pub(super) async fn held(db: &Db, key: &str, own: &[i64]) -> Result<Vec<Value>, DbErr> {
    let texts = revision::Entity::find()
        .filter(may_hold(revision::Column::Content, key))
        .order_by_asc(revision::Column::Id)
        .all(db.reader())
        .await?;
    let mut found = Vec::new();
    for text in texts {
        let content = read_content_to_show(&text.content)?;
        let is_own = text.submission_id.is_some_and(|id| own.contains(&id));
        if is_own || !stands_in(&content, key) {
            continue;
        }
        let title = match cases::public_by_id(db.reader(), text.case_id).await? {
            Some(found) => Some(found.public.content.title.clone()),
            None => title_for(&content, key),
        };
        found.push(named(title, text.created_at, &content, key));
    }
    let copies = working_copy::Entity::find()
        .filter(copies_that_may_hold(key))
        .order_by_asc(working_copy::Column::SubmissionId)
        .all(db.reader())
        .await?;
    for copy in copies {
        let content = read_content_to_show(&copy.content)?;
        let is_typed = forget_in_unread(&copy.unread, key, false).is_some();
        if own.contains(&copy.submission_id) || !(is_typed || stands_in(&content, key)) {
            continue;
        }
        let title = title_for(&content, key);
        found.push(named(title, copy.saved_at, &content, key));
    }
    Ok(found)
}

fn named(title: Option<String>, at: i64, content: &CaseStudyContent, key: &str) -> Value {
    json!({
        "title": title,
        "written_at": rfc3339(at),
        "as_its_contact": is_contact(content, key),
    })
}

/// What is not public is named to its contact alone: nobody else hears of another museum's waiting case study.
fn title_for(content: &CaseStudyContent, key: &str) -> Option<String> {
    is_contact(content, key).then(|| content.title.clone())
}

fn copies_that_may_hold(key: &str) -> Condition {
    Condition::any()
        .add(may_hold(working_copy::Column::Content, key))
        .add(may_hold(working_copy::Column::Unread, key))
}

/// What is being written, and what was typed there and cannot be read yet. `theirs`: they sent it.
pub(super) async fn forget_copy(
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
    let theirs = theirs || is_contact(&content, key);
    let emptied = forget_in(&mut content, key, theirs);
    let unread = forget_in_unread(&copy.unread, key, theirs);
    if !emptied && unread.is_none() {
        return Ok(());
    }
    let content = write_content(&content)?;
    let mut changed = copy.into_active_model();
    changed.content = Set(content);
    if let Some(unread) = unread {
        changed.unread = Set(unread);
    }
    changed.update(tx).await?;
    Ok(())
}

/// Every text that was cut. Whether one of them is public: its page is drawn anew, because its museum may take no
/// messages any more.
pub(super) async fn forget(tx: &Transaction, key: &str, theirs: &[i64]) -> Result<bool, DbErr> {
    let texts = revision::Entity::find()
        .filter(
            Condition::any()
                .add(revision::Column::SubmissionId.is_in(theirs.iter().copied()))
                .add(may_hold(revision::Column::Content, key)),
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
        .filter(copies_that_may_hold(key))
        .order_by_asc(working_copy::Column::SubmissionId)
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
