//! One page of the queue, with what is shown of each.

use super::{Db, decides_no_more, has_new_letter};
use crate::entity::{account, case, revision, submission};
use crate::planned_moves;
use crate::planned_moves::Waiting;
use crate::{DbErr, read_content_to_show};
use case_study::{CaseStudyContent, Status, Stored};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{HashMap, HashSet};

/// One line of the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueRow {
    pub id: i64,
    pub reference: String,
    /// As in [`Submission`](crate::submissions::Submission): forms carry it.
    pub version: i64,
    pub title: String,
    pub museum: String,
    pub strand: String,
    pub status: Stored<Status>,
    pub submitted_at: Option<i64>,
    pub updated_at: i64,
    pub decided_at: Option<i64>,
    pub assignee: Option<String>,
    /// Its museum sent it again, or answered.
    pub came_back: bool,
    /// Its museum wrote, and no moderator said yet that it was seen.
    pub has_new_letter: bool,
    /// Made by this program to be tried out.
    pub sample: bool,
    /// What somebody decided and is carried out later.
    pub planned: Option<Waiting>,
    /// The text as it stands with the moderators.
    pub text: CaseStudyContent,
}

/// The submissions with these ids, in this order.
pub(super) async fn load(db: &Db, ids: &[i64]) -> Result<Vec<QueueRow>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = submission::Entity::find()
        .filter(submission::Column::Id.is_in(ids.iter().copied()))
        .all(db.reader())
        .await?;
    let names = account::Entity::find()
        .filter(account::Column::Id.is_in(found.iter().filter_map(|row| row.assignee_id)))
        .filter(decides_no_more().not())
        .all(db.reader());
    let with_letter = submission::Entity::find()
        .select_only()
        .column(submission::Column::Id)
        .filter(submission::Column::Id.is_in(ids.iter().copied()))
        .filter(has_new_letter())
        .into_tuple::<i64>()
        .all(db.reader());
    let samples = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .filter(case::Column::Id.is_in(found.iter().map(|row| row.case_id)))
        .filter(case::Column::Sample.eq(true))
        .into_tuple::<i64>()
        .all(db.reader());
    let (names, with_letter, samples, mut planned, mut texts) = tokio::try_join!(
        names,
        with_letter,
        samples,
        planned(db, ids),
        texts(db, ids),
    )?;
    let names: HashMap<i64, String> = names
        .into_iter()
        .map(|account| (account.id, account.name))
        .collect();
    let with_letter: HashSet<i64> = with_letter.into_iter().collect();
    let samples: HashSet<i64> = samples.into_iter().collect();
    let mut rows: HashMap<i64, QueueRow> = found
        .into_iter()
        .map(|row| {
            let one = QueueRow {
                id: row.id,
                has_new_letter: with_letter.contains(&row.id),
                sample: samples.contains(&row.case_id),
                planned: planned.remove(&row.id),
                text: texts.remove(&row.id).unwrap_or_default(),
                status: Stored::read(&row.status),
                reference: row.reference,
                version: row.version,
                title: row.title,
                museum: row.museum,
                strand: row.strand,
                submitted_at: row.submitted_at,
                updated_at: row.updated_at,
                decided_at: row.decided_at,
                assignee: row.assignee_id.and_then(|id| names.get(&id).cloned()),
                came_back: row.came_back,
            };
            (row.id, one)
        })
        .collect();
    Ok(ids.iter().filter_map(|id| rows.remove(id)).collect())
}

/// What people decided about these and is carried out later, the next first.
async fn planned(db: &Db, ids: &[i64]) -> Result<HashMap<i64, Waiting>, DbErr> {
    let waiting = planned_moves::waiting_for_each(db.reader(), ids).await?;
    Ok(waiting
        .into_iter()
        .filter_map(|(id, plans)| {
            let decided = plans
                .into_iter()
                .find(|plan| plan.is_decided() && plan.holds);
            Some((id, decided?))
        })
        .collect())
}

/// The newest text of each. One that cannot be read leaves its row in the queue, without what it says.
async fn texts(db: &Db, ids: &[i64]) -> Result<HashMap<i64, CaseStudyContent>, DbErr> {
    let newest: Vec<i64> = revision::Entity::find()
        .select_only()
        .column_as(revision::Column::Id.max(), "newest")
        .filter(revision::Column::SubmissionId.is_in(ids.iter().copied()))
        .group_by(revision::Column::SubmissionId)
        .into_tuple()
        .all(db.reader())
        .await?;
    Ok(revision::Entity::find()
        .filter(revision::Column::Id.is_in(newest))
        .all(db.reader())
        .await?
        .into_iter()
        .filter_map(|row| Some((row.submission_id?, read_content_to_show(&row.content).ok()?)))
        .collect())
}
