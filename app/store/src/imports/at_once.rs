//! Storing a case and making it public in one go, for what cannot be staged: one that somebody changed while the others
//! were staged, the place of a sample that was removed, and a text whose photographs are here.

use super::judging::{Judged, ToStore, judge, origin_of};
use super::{One, Whose};
use crate::entity::case;
use crate::history::{Actor, NewHistoryEntry, record};
use crate::{DbErr, Transaction, publishing, samples};
use case_study::import::ImportedCase;
use case_study::{CaseState, EventKind, RevisionKind};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

pub(super) async fn import_one(
    tx: &Transaction,
    imported: &ImportedCase,
    whose: Whose,
) -> Result<One, DbErr> {
    let to_store = match judge(tx, imported, whose).await? {
        Judged::Store(to_store) => *to_store,
        other => return Ok(One::of(&other)),
    };
    let ToStore {
        row,
        content,
        clears_place,
    } = to_store;
    let sample = whose.is_sample(imported);
    let actor = Actor::operator();
    let one = match row {
        Some(_) if !clears_place => One::Updated,
        _ => One::Added,
    };
    let case_id = match row {
        Some(row) => row.id,
        None => insert_case(tx, imported, sample).await?,
    };
    if clears_place {
        samples::clear_place(tx, case_id, origin_of(imported)).await?;
    }
    let kind = RevisionKind::AsImported;
    let revision_id = publishing::insert_revision(tx, case_id, None, kind, &content, None).await?;
    let slug = Some(imported.id.as_str());
    if !publishing::go_live(tx, case_id, revision_id, &content, slug, &actor).await? {
        return Err(DbErr::RecordNotUpdated);
    }
    case::Entity::update_many()
        .col_expr(
            case::Column::ImportedRevisionId,
            Expr::value(Some(revision_id)),
        )
        // An operator's own text under the address of a sample is none.
        .col_expr(case::Column::Sample, Expr::value(sample))
        .filter(case::Column::Id.eq(case_id))
        .exec(tx)
        .await?;
    let event = NewHistoryEntry {
        case_id: Some(case_id),
        to_state: Some(CaseState::Live.slug()),
        ..NewHistoryEntry::of(EventKind::Import)
    };
    record(tx, &actor, event).await?;
    Ok(one)
}

/// A case that nobody can read yet: it has neither an address nor a public text.
pub(super) async fn insert_case(
    tx: &Transaction,
    imported: &ImportedCase,
    sample: bool,
) -> Result<i64, DbErr> {
    let inserted = case::Entity::insert(case::ActiveModel {
        slug: Set(None),
        state: Set(CaseState::Unpublished.slug().to_owned()),
        origin: Set(origin_of(imported).slug().to_owned()),
        sample: Set(sample),
        // Going live keeps it: a case that moves here was public before.
        published_at: Set(imported.kept.map(|kept| kept.published_at)),
        title: Set(imported.content.title.clone()),
        featured: Set(false),
        version: Set(1),
        created_at: Set(tx.now_ms()),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    Ok(inserted.last_insert_id)
}
