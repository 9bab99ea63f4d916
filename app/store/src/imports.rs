//! Storing cases read from a bank file: all or nothing, and nothing twice.

use super::entity::{case, revision};
use super::history::{Actor, NewHistoryEntry, record};
use super::{Db, DbErr, Transaction, bank, publishing, read_content, samples};
use case_study::evidence;
use case_study::import::ImportedCase;
use case_study::public::{public_fields, public_part};
use case_study::{
    CaseAction, CaseState, CaseStudyContent, EventKind, FIELDS, Origin, RevisionKind, SeenBy,
};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    pub added: usize,
    /// Cases of an earlier import whose text is different now.
    pub updated: usize,
    pub unchanged: usize,
    /// Slugs of cases that somebody changed here since they were imported, and that the file would
    /// change: they are as they were.
    pub left: Vec<String>,
}

/// Why an import was refused. Nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum ImportFailure {
    #[error("{}", taken_in_words(.0))]
    SlugTaken(Vec<String>),
    #[error(transparent)]
    Db(#[from] DbErr),
}

fn taken_in_words(ids: &[String]) -> String {
    let each: Vec<String> = ids
        .iter()
        .map(|id| {
            format!(
                "case \u{201c}{id}\u{201d}: a case submitted by a museum has this address already"
            )
        })
        .collect();
    each.join("; ")
}

/// Whether the bank holds no case at all, drafts included.
///
/// # Errors
/// When the database does not answer.
pub async fn is_empty(db: &Db) -> Result<bool, DbErr> {
    Ok(case::Entity::find().count(db.reader()).await? == 0)
}

/// Publishes imported cases directly in one transaction: a list compiled by hand is marked as
/// compiled from public sources, a file that `export` wrote says where each case came from.
/// `progress` hears how many are done.
///
/// # Errors
/// See [`ImportFailure`].
pub async fn import(
    db: &Db,
    cases: &[ImportedCase],
    progress: impl FnMut(usize),
) -> Result<Imported, ImportFailure> {
    store_all(db, cases, Whose::Operators, progress).await
}

/// The same for the cases that the program brings along to be tried out: they are marked as samples, and what is
/// in the bank and is no sample is left as it is.
///
/// # Errors
/// See [`ImportFailure`].
pub async fn import_samples(
    db: &Db,
    cases: &[ImportedCase],
    progress: impl FnMut(usize),
) -> Result<Imported, ImportFailure> {
    store_all(db, cases, Whose::Programs, progress).await
}

/// Whose file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Operators,
    Programs,
}

impl Whose {
    /// Whether a case of it is a sample.
    fn is_sample(self, imported: &ImportedCase) -> bool {
        self == Self::Programs || imported.kept.is_some_and(|kept| kept.sample)
    }
}

async fn store_all(
    db: &Db,
    cases: &[ImportedCase],
    whose: Whose,
    mut progress: impl FnMut(usize),
) -> Result<Imported, ImportFailure> {
    let tx = db.begin().await?;
    // Whoever changes a public text at the same time waits, and then sees what was imported.
    bank::hold_generation(&tx).await?;
    let mut done = Imported::default();
    let mut taken = Vec::new();
    for (at, imported) in cases.iter().enumerate() {
        match import_one(&tx, imported, whose).await? {
            One::Added => done.added += 1,
            One::Updated => done.updated += 1,
            One::Unchanged => done.unchanged += 1,
            One::Left => done.left.push(imported.id.clone()),
            One::Taken => taken.push(imported.id.clone()),
        }
        progress(at + 1);
    }
    if !taken.is_empty() {
        return Err(ImportFailure::SlugTaken(taken));
    }
    tx.commit().await?;
    bank::announce(db).await;
    Ok(done)
}

enum One {
    Added,
    Updated,
    Unchanged,
    /// The public reads what a person made of it here.
    Left,
    /// A case that a museum submitted has its address.
    Taken,
}

async fn import_one(
    tx: &Transaction,
    imported: &ImportedCase,
    whose: Whose,
) -> Result<One, ImportFailure> {
    let sample = whose.is_sample(imported);
    let actor = Actor::operator();
    let found = case::Entity::find()
        .filter(case::Column::Slug.eq(&imported.id))
        .one(tx)
        .await?;
    let stored = match &found {
        Some(row) => content_of(tx, row).await?,
        None => None,
    };
    let (case_id, one) = match found {
        // Nothing stands there but that a sample was removed.
        Some(row) if samples::is_removed(&row) => {
            samples::clear_place(tx, row.id, origin_of(imported)).await?;
            (row.id, One::Added)
        }
        Some(row) if whose == Whose::Programs && !row.sample => return Ok(One::Unchanged),
        // It came from a file once, and its museum has taken it over since.
        Some(row) if is_taken_over(&row) => {
            let same = stored
                .as_ref()
                .is_some_and(|stored| is_same(stored, imported, &row.origin));
            return Ok(if same { One::Unchanged } else { One::Left });
        }
        // A list compiled by hand has nothing to say of what a museum submitted.
        Some(row) if !Origin::is_compiled(&row.origin) && imported.kept.is_none() => {
            return Ok(One::Taken);
        }
        Some(row)
            if stored
                .as_ref()
                .is_some_and(|stored| is_same(stored, imported, &row.origin)) =>
        {
            return Ok(One::Unchanged);
        }
        Some(row) if !Origin::is_compiled(&row.origin) => {
            return Ok(One::Taken);
        }
        // What a moderator took down stays down, whatever the file says; and what a newer version
        // made of a case is left as it is.
        Some(row) if !may_go_live(&row, &actor) => return Ok(One::Unchanged),
        Some(row) if row.published_revision_id != row.imported_revision_id => {
            return Ok(One::Left);
        }
        Some(row) => (row.id, One::Updated),
        None => (insert_case(tx, imported, sample).await?, One::Added),
    };
    let content = with_staff_part(imported, stored);
    let revision_id =
        publishing::insert_revision(tx, case_id, None, RevisionKind::AsImported, &content, None)
            .await?;
    let live = publishing::go_live(
        tx,
        case_id,
        revision_id,
        &content,
        Some(&imported.id),
        &actor,
    )
    .await?;
    if !live {
        return Err(DbErr::RecordNotUpdated.into());
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

/// The file's text was public here once, and now the one that its museum sent is.
fn is_taken_over(row: &case::Model) -> bool {
    !Origin::is_compiled(&row.origin)
        && row.imported_revision_id.is_some()
        && row.published_revision_id != row.imported_revision_id
}

fn may_go_live(row: &case::Model, actor: &Actor) -> bool {
    let state = publishing::state_of(row);
    state != CaseState::TakenDown && state.after(CaseAction::GoLive, &actor.roles).is_some()
}

/// What the public reads of a case now.
async fn content_of(
    tx: &Transaction,
    row: &case::Model,
) -> Result<Option<CaseStudyContent>, DbErr> {
    let Some(revision_id) = row.published_revision_id else {
        return Ok(None);
    };
    let revision = revision::Entity::find_by_id(revision_id).one(tx).await?;
    revision
        .map(|revision| read_content(&revision.content))
        .transpose()
}

/// A file that `export` wrote has public fields only, so only those are compared.
fn is_same(stored: &CaseStudyContent, imported: &ImportedCase, origin: &str) -> bool {
    let (mut stored, mut file) = (stored.clone(), imported.content.clone());
    if Origin::is_compiled(origin) {
        forget_derived_label(&mut stored);
        forget_derived_label(&mut file);
    }
    match imported.kept {
        Some(_) => {
            let public = public_part(stored);
            public_fields().all(|field| field.answers(&public) == field.answers(&file))
        }
        None => FIELDS
            .iter()
            .all(|field| field.answers(&stored) == field.answers(&file)),
    }
}

/// Takes out an evidence label that counts as suggested in any case. Earlier versions wrote it into
/// compiled cases, and files they exported hold it: that makes no other text of it.
fn forget_derived_label(content: &mut CaseStudyContent) {
    if evidence::is_as_derived(&public_part(content.clone())) {
        content.evidence_label.clear();
    }
}

/// What is stored: the file's text, and what such a file cannot hold. That is what a newer version
/// stored beside it and, for one that `export` wrote, fields for staff and a position that is not for
/// the map.
fn with_staff_part(imported: &ImportedCase, stored: Option<CaseStudyContent>) -> CaseStudyContent {
    let mut content = imported.content.clone();
    let Some(stored) = stored else { return content };
    content.unknown = stored.unknown.clone();
    if imported.kept.is_some() {
        for field in FIELDS.iter().filter(|field| field.seen_by == SeenBy::Staff) {
            // What was stored was read once already, so it can be read again.
            let _ = field.put(&mut content, &field.answers(&stored));
        }
        if !content.on_map {
            content.position = stored.position;
        }
    }
    content
}

fn origin_of(imported: &ImportedCase) -> Origin {
    match imported.kept {
        Some(kept) if !kept.compiled => Origin::Submitted,
        _ => Origin::Compiled,
    }
}

async fn insert_case(
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
