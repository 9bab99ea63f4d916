//! Writing what will be public where nobody reads it yet: a revision for each case, and a row that says what the case
//! will be. Of a case that is new also the case itself, without an address.

use super::at_once::insert_case;
use super::judging::{Judged, ToStore, judge};
use super::{One, Whose};
use crate::entity::{case, staged_case, staged_import, staged_term};
use crate::{DbErr, Transaction, museums, publishing, sets};
use case_study::import::ImportedCase;
use case_study::similar::title_key;
use case_study::{CaseState, CaseStudyContent, RevisionKind, dates};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

/// How an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Staging,
    /// All of it is public; what is left here can go.
    Live,
    /// None of it will be.
    GivenUp,
}

impl Stage {
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Staging => "staging",
            Self::Live => "live",
            Self::GivenUp => "given_up",
        }
    }
}

/// Begins an import, and returns its number.
pub(super) async fn begin(tx: &Transaction) -> Result<i64, DbErr> {
    let now = tx.now_ms();
    let inserted = staged_import::Entity::insert(staged_import::ActiveModel {
        state: Set(Stage::Staging.slug().to_owned()),
        created_at: Set(now),
        seen_at: Set(now),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    Ok(inserted.last_insert_id)
}

/// Says that an import goes on, as this; `false` when it was given up, as one is that was not seen for a while.
pub(super) async fn goes_on(tx: &Transaction, import_id: i64, stage: Stage) -> Result<bool, DbErr> {
    let updated = staged_import::Entity::update_many()
        .col_expr(staged_import::Column::State, Expr::value(stage.slug()))
        .col_expr(staged_import::Column::SeenAt, Expr::value(tx.now_ms()))
        .filter(staged_import::Column::Id.eq(import_id))
        .filter(staged_import::Column::State.eq(Stage::Staging.slug()))
        .exec(tx)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// What became of a case of a file.
pub(super) enum Staged {
    Done(One),
    /// It is stored when the others go live.
    Later,
}

/// Stages one case of a file. The bank's generation is held: museums of new names are made here.
pub(super) async fn stage(
    tx: &Transaction,
    import_id: i64,
    place: usize,
    imported: &ImportedCase,
    whose: Whose,
) -> Result<Staged, DbErr> {
    let to_store = match judge(tx, imported, whose).await? {
        Judged::Store(to_store) => *to_store,
        other => return Ok(Staged::Done(One::of(&other))),
    };
    let has_photographs = !to_store.content.pictures.is_empty();
    if to_store.clears_place || (to_store.row.is_some() && has_photographs) {
        return Ok(Staged::Later);
    }
    let sample = whose.is_sample(imported);
    let ToStore { row, content, .. } = to_store;
    let museum_id = museums::named_in(tx, &content).await?;
    let seen = Seen::of(row.as_ref());
    let case_id = match &row {
        Some(row) => row.id,
        None => new_case(tx, imported, sample, museum_id, &content).await?,
    };
    let kind = RevisionKind::AsImported;
    let revision_id = publishing::insert_revision(tx, case_id, None, kind, &content, None).await?;
    if row.is_some() {
        stage_sets(tx, import_id, case_id, &content).await?;
    } else {
        sets::write(tx, case_id, &content).await?;
    }
    staged_case::Entity::insert(staged_case::ActiveModel {
        import_id: Set(import_id),
        place: Set(i64::try_from(place).unwrap_or(i64::MAX)),
        case_id: Set(case_id),
        revision_id: Set(revision_id),
        is_new: Set(row.is_none()),
        sample: Set(sample),
        slug: Set(imported.id.clone()),
        title: Set(content.title.clone()),
        title_key: Set(Some(title_key(&content.title))),
        museum_id: Set(museum_id),
        facts: Set(museums::facts_in(&content)?),
        seen_state: Set(seen.state),
        seen_version: Set(seen.version),
        seen_revision_id: Set(seen.revision_id),
        created_at: Set(tx.now_ms()),
        ..Default::default()
    })
    .exec_without_returning(tx)
    .await?;
    Ok(Staged::Done(if row.is_some() {
        One::Updated
    } else {
        One::Added
    }))
}

/// How a case stood when it was staged.
struct Seen {
    state: String,
    version: i64,
    revision_id: Option<i64>,
}

impl Seen {
    fn of(row: Option<&case::Model>) -> Self {
        row.map_or_else(
            || Self {
                state: CaseState::Unpublished.slug().to_owned(),
                version: 1,
                revision_id: None,
            },
            |row| Self {
                state: row.state.clone(),
                version: row.version,
                revision_id: row.published_revision_id,
            },
        )
    }
}

/// A case with all that is not public before it goes live, so that little is left to write then.
async fn new_case(
    tx: &Transaction,
    imported: &ImportedCase,
    sample: bool,
    museum_id: i64,
    content: &CaseStudyContent,
) -> Result<i64, DbErr> {
    let case_id = insert_case(tx, imported, sample).await?;
    case::Entity::update(case::ActiveModel {
        id: sea_orm::Unchanged(case_id),
        museum_id: Set(Some(museum_id)),
        title_key: Set(Some(title_key(&content.title))),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    Ok(case_id)
}

async fn stage_sets(
    tx: &Transaction,
    import_id: i64,
    case_id: i64,
    content: &CaseStudyContent,
) -> Result<(), DbErr> {
    let wanted = sets::of_text(content, dates::year(tx.now_ms()));
    if wanted.is_empty() {
        return Ok(());
    }
    let all = wanted
        .into_iter()
        .map(|(facet, slug)| staged_term::ActiveModel {
            import_id: Set(import_id),
            case_id: Set(case_id),
            vocabulary: Set(facet.slug().to_owned()),
            slug: Set(slug),
        });
    staged_term::Entity::insert_many(all)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
