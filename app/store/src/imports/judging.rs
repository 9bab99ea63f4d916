//! What becomes of a case of a file: whether it is new, another text, the same, or somebody else's.

use super::Whose;
use crate::entity::{case, revision};
use crate::history::Actor;
use crate::{DbErr, Transaction, publishing, read_content, samples};
use case_study::evidence;
use case_study::import::ImportedCase;
use case_study::public::{public_fields, public_part};
use case_study::{CaseAction, CaseState, CaseStudyContent, FIELDS, Origin, SeenBy};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// What becomes of a case of a file.
pub(super) enum Judged {
    Unchanged,
    /// It was taken down here, and stays so.
    TakenDown,
    /// The public reads what a person made of it here.
    Left,
    /// A case that a museum submitted has its address.
    Taken,
    Store(Box<ToStore>),
}

/// What is stored of a case of a file.
pub(super) struct ToStore {
    /// The case that is there already.
    pub row: Option<case::Model>,
    pub content: CaseStudyContent,
    /// Nothing stands there but that a sample was removed.
    pub clears_place: bool,
}

pub(super) async fn judge(
    tx: &Transaction,
    imported: &ImportedCase,
    whose: Whose,
) -> Result<Judged, DbErr> {
    let found = case::Entity::find()
        .filter(case::Column::Slug.eq(&imported.id))
        .one(tx)
        .await?;
    let Some(row) = found else {
        return Ok(Judged::Store(Box::new(ToStore {
            row: None,
            content: imported.content.clone(),
            clears_place: false,
        })));
    };
    let stored = content_of(tx, &row).await?;
    let clears_place = samples::is_removed(&row);
    if !clears_place && let Some(judged) = stays(&row, imported, whose, stored.as_ref()) {
        return Ok(judged);
    }
    Ok(Judged::Store(Box::new(ToStore {
        row: Some(row),
        content: with_staff_part(imported, stored),
        clears_place,
    })))
}

/// What is said of a case that stays as it is.
fn stays(
    row: &case::Model,
    imported: &ImportedCase,
    whose: Whose,
    stored: Option<&CaseStudyContent>,
) -> Option<Judged> {
    let is_taken_down = publishing::state_of(row) == CaseState::TakenDown;
    let unchanged = if is_taken_down {
        Judged::TakenDown
    } else {
        Judged::Unchanged
    };
    let is_same = stored.is_some_and(|stored| is_same(stored, imported, &row.origin));
    let is_submitted = !Origin::is_compiled(&row.origin);
    if whose == Whose::Programs && !row.sample {
        return Some(Judged::Unchanged);
    }
    // It came from a file once, and its museum has taken it over since.
    if is_taken_over(row) {
        return Some(if is_same { unchanged } else { Judged::Left });
    }
    // A list compiled by hand has nothing to say of what a museum submitted.
    if is_submitted && imported.kept.is_none() {
        return Some(Judged::Taken);
    }
    if is_same {
        return Some(unchanged);
    }
    // Sent in here. What an import brought here from another bank goes on to follow that.
    if is_submitted && row.imported_revision_id.is_none() {
        return Some(Judged::Left);
    }
    // What a moderator took down stays down, whatever the file says; and what a newer version
    // made of a case is left as it is.
    if !may_go_live(row, &Actor::operator()) {
        return Some(unchanged);
    }
    (row.published_revision_id != row.imported_revision_id).then_some(Judged::Left)
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

pub(super) fn origin_of(imported: &ImportedCase) -> Origin {
    match imported.kept {
        Some(kept) if !kept.compiled => Origin::Submitted,
        _ => Origin::Compiled,
    }
}
