//! A moderator sets or corrects tags: a new revision, an event for each change, and the public
//! page and lists at once when the case is live.

use super::entity::submission;
use super::history::{Actor, Detail, NewHistoryEntry, record};
use super::outcome::Outcome;
use super::transitions::overtaken;
use super::{Db, DbErr, accounts, bank, publishing, submissions};
use case_study::policy::{Permission, allows};
use case_study::tags::{changes, tag_fields};
use case_study::validation::check_section;
use case_study::{Answers, EventKind, RevisionKind, Section, Status, Strictness};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Sets all tags to `answers`. Returns how many of them changed; none is fine.
///
/// # Errors
/// When the database does not answer.
pub async fn set_tags(
    db: &Db,
    actor: &Actor,
    submission_id: i64,
    seen_version: i64,
    answers: &Answers,
) -> Result<Outcome<usize>, DbErr> {
    let tx = db.begin().await?;
    if !accounts::still_acts(&tx, actor).await? {
        return Ok(Outcome::NotAllowed);
    }
    let Some(submission) = submissions::locked(&tx, submission_id).await? else {
        return Ok(Outcome::NotFound);
    };
    if !allows(Permission::Tag, &submission.status, &actor.roles) {
        return Ok(Outcome::NotAllowed);
    }
    let before = submissions::current_content(&tx, &submission).await?;
    let mut after = before.clone();
    let mut errors = answers.put_into(&mut after, tag_fields());
    let is_tag = |key: &str| tag_fields().any(|field| field.key == key);
    for section in Section::ALL {
        let found = check_section(&after, *section, Strictness::ToPublish);
        errors.extend(found.into_iter().filter(|error| is_tag(&error.field)));
    }
    if !errors.is_empty() {
        return Ok(Outcome::Incomplete(errors));
    }
    let changed = changes(&before, &after);
    if changed.is_empty() {
        return Ok(Outcome::Made(0));
    }
    let updated = submission::Entity::update_many()
        .col_expr(
            submission::Column::Version,
            Expr::col(submission::Column::Version).add(1),
        )
        .col_expr(
            submission::Column::Strand,
            Expr::value(after.strand.clone()),
        )
        .col_expr(submission::Column::UpdatedAt, Expr::value(db.now_ms()))
        .filter(submission::Column::Id.eq(submission.id))
        .filter(submission::Column::Version.eq(seen_version))
        .exec(&tx)
        .await?;
    if updated.rows_affected != 1 {
        let faster = overtaken(&tx, submission_id).await?;
        tx.rollback().await?;
        return Ok(faster);
    }
    if submission.status == Status::Published {
        let revision = publishing::cut_revision(
            &tx,
            &submission,
            RevisionKind::AsPublished,
            &after,
            actor.account_id,
        )
        .await?;
        publishing::retag(&tx, submission.case_id, revision, &after).await?;
    } else {
        publishing::cut_revision(
            &tx,
            &submission,
            RevisionKind::AsEdited,
            &after,
            actor.account_id,
        )
        .await?;
    }
    for change in &changed {
        let detail = Detail {
            field: change.field.to_owned(),
            before: change.before.clone(),
            after: change.after.clone(),
            ..Default::default()
        };
        record(
            &tx,
            actor,
            NewHistoryEntry {
                submission_id: Some(submission.id),
                case_id: Some(submission.case_id),
                detail,
                ..NewHistoryEntry::of(EventKind::Tag)
            },
        )
        .await?;
    }
    tx.commit().await?;
    if submission.status == Status::Published {
        bank::announce(db).await;
    }
    Ok(Outcome::Made(changed.len()))
}
