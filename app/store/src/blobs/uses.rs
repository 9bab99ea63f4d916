//! Which texts name which pictures and documents: noted in the transaction that writes a text.

use super::days::note_days;
use super::{Blob, BlobKind, may_be_shown, to_uses};
use crate::entity::{blob, blob_use};
use crate::{DbErr, Transaction};
use case_study::CaseStudyContent;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, Set};
use std::collections::{BTreeSet, HashMap, HashSet};

/// What names a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    Revision(i64),
    WorkingCopy(i64),
}

impl Holder {
    pub(super) const REVISION: &'static str = "revision";
    pub(super) const WORKING_COPY: &'static str = "working_copy";

    const fn parts(self) -> (&'static str, i64) {
        match self {
            Self::Revision(id) => (Self::REVISION, id),
            Self::WorkingCopy(id) => (Self::WORKING_COPY, id),
        }
    }
}

/// Takes out of a text every file that is not there or whose consent has ended, and corrects the sizes of the
/// others. Its rows are locked, so that none of them is removed before the text is written.
pub(crate) async fn settle(
    tx: &Transaction,
    case_id: i64,
    content: &mut CaseStudyContent,
) -> Result<(), DbErr> {
    if names(content).is_empty() {
        return Ok(());
    }
    let rows = may_be_shown()
        .filter(blob::Column::CaseId.eq(case_id))
        .filter(blob::Column::Sha256.is_in(names(content)))
        .lock_shared()
        .all(tx)
        .await?;
    let rows: HashMap<String, Blob> = rows
        .into_iter()
        .map(|row| (row.sha256.clone(), Blob::of(row)))
        .collect();
    let of_kind = |name: &str, kind| rows.get(name).filter(|blob| blob.kind == Some(kind));
    content.pictures.retain_mut(|picture| {
        let Some(blob) = of_kind(&picture.blob, BlobKind::Picture) else {
            return false;
        };
        (picture.width, picture.height) = (blob.width, blob.height);
        true
    });
    content.documents.retain_mut(|document| {
        let Some(blob) = of_kind(&document.blob, BlobKind::Document) else {
            return false;
        };
        document.bytes = blob.bytes;
        true
    });
    Ok(())
}

/// The files of some revisions that may be shown now.
pub(crate) struct Shown(HashSet<(i64, String)>);

impl Shown {
    /// Takes out of the text of a revision every file that may not be shown any more.
    pub(crate) fn leave_in(&self, revision_id: i64, content: &mut CaseStudyContent) {
        leave_in(content, |name| {
            self.0.contains(&(revision_id, name.to_owned()))
        });
    }
}

fn leave_in(content: &mut CaseStudyContent, may_be_shown: impl Fn(&str) -> bool) {
    content
        .pictures
        .retain(|picture| may_be_shown(&picture.blob));
    content
        .documents
        .retain(|document| may_be_shown(&document.blob));
}

/// Which files of these revisions, each with its text, may be shown: one question for all of them, and none where
/// there are no files. That a file is there is not enough: one whose consent ended may have been sent again since, for
/// a text that is not public yet.
pub(crate) async fn shown<'a>(
    db: &impl ConnectionTrait,
    texts: impl Iterator<Item = (i64, &'a CaseStudyContent)>,
) -> Result<Shown, DbErr> {
    let with_files: Vec<i64> = texts
        .filter(|(_, content)| !names(content).is_empty())
        .map(|(revision_id, _)| revision_id)
        .collect();
    if with_files.is_empty() {
        return Ok(Shown(HashSet::new()));
    }
    let found = may_be_shown()
        .select_only()
        .column(blob_use::Column::HolderId)
        .column(blob::Column::Sha256)
        .join(JoinType::InnerJoin, to_uses())
        .filter(blob_use::Column::Holder.eq(Holder::REVISION))
        .filter(blob_use::Column::HolderId.is_in(with_files))
        .into_tuple::<(i64, String)>()
        .all(db)
        .await?;
    Ok(Shown(found.into_iter().collect()))
}

/// Takes out of the text of a revision every file that may not be shown any more. A text without files costs nothing.
pub(crate) async fn without_ended(
    db: &impl ConnectionTrait,
    revision_id: i64,
    content: &mut CaseStudyContent,
) -> Result<(), DbErr> {
    let shown = shown(db, std::iter::once((revision_id, &*content))).await?;
    shown.leave_in(revision_id, content);
    Ok(())
}

/// The same for what is still being written, where a file may have just been sent that no text has noted yet.
pub(crate) async fn without_ended_in_copy(
    db: &impl ConnectionTrait,
    case_id: i64,
    content: &mut CaseStudyContent,
) -> Result<(), DbErr> {
    if names(content).is_empty() {
        return Ok(());
    }
    let found: HashSet<String> = may_be_shown()
        .select_only()
        .column(blob::Column::Sha256)
        .filter(blob::Column::CaseId.eq(case_id))
        .into_tuple::<String>()
        .all(db)
        .await?
        .into_iter()
        .collect();
    leave_in(content, |name| found.contains(name));
    Ok(())
}

fn names(content: &CaseStudyContent) -> BTreeSet<&str> {
    let pictures = content.pictures.iter().map(|one| one.blob.as_str());
    let documents = content.documents.iter().map(|one| one.blob.as_str());
    pictures.chain(documents).collect()
}

/// Notes which files a text names, and until when they may be shown, in the transaction that writes the text.
pub(crate) async fn note_uses(
    tx: &Transaction,
    case_id: i64,
    holder: Holder,
    content: &CaseStudyContent,
) -> Result<(), DbErr> {
    let (kind, holder_id) = holder.parts();
    // A revision is new, so nothing is noted of it yet.
    if let Holder::WorkingCopy(_) = holder {
        blob_use::Entity::delete_many()
            .filter(blob_use::Column::Holder.eq(kind))
            .filter(blob_use::Column::HolderId.eq(holder_id))
            .exec(tx)
            .await?;
    }
    if names(content).is_empty() {
        return Ok(());
    }
    let rows = blob::Entity::find()
        .filter(blob::Column::CaseId.eq(case_id))
        .filter(blob::Column::Sha256.is_in(names(content)))
        .all(tx)
        .await?;
    let now = tx.now_ms();
    for row in rows {
        blob_use::Entity::insert(blob_use::ActiveModel {
            blob_id: Set(row.id),
            holder: Set(kind.to_owned()),
            holder_id: Set(holder_id),
            created_at: Set(now),
            ..Default::default()
        })
        .exec(tx)
        .await?;
    }
    note_days(tx, case_id, content).await
}

/// The files of one case become those of another, whose texts name them from now on. What both have stays the
/// other's; a text for which its consent had ended does not show it there either.
pub(crate) async fn move_to(tx: &Transaction, from: i64, to: i64) -> Result<(), DbErr> {
    let rows = blob::Entity::find()
        .filter(blob::Column::CaseId.eq(from))
        .all(tx)
        .await?;
    for row in rows {
        let other = blob::Entity::find()
            .filter(blob::Column::CaseId.eq(to))
            .filter(blob::Column::Sha256.eq(row.sha256.as_str()))
            .one(tx)
            .await?;
        match other {
            Some(_) if row.consent_ended_at.is_some() => {
                blob_use::Entity::delete_many()
                    .filter(blob_use::Column::BlobId.eq(row.id))
                    .exec(tx)
                    .await?;
            }
            Some(other) => {
                blob_use::Entity::update_many()
                    .col_expr(blob_use::Column::BlobId, Expr::value(other.id))
                    .filter(blob_use::Column::BlobId.eq(row.id))
                    .exec(tx)
                    .await?;
            }
            None => {
                blob::Entity::update_many()
                    .col_expr(blob::Column::CaseId, Expr::value(to))
                    .filter(blob::Column::Id.eq(row.id))
                    .exec(tx)
                    .await?;
            }
        }
    }
    Ok(())
}
