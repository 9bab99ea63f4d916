//! What a museum had already and sent along with its case study: what was read of it fills empty fields of the working copy, and
//! the rest stays beside it in pieces, for the museum and for moderators.

use super::drafts;
use super::drafts::Contact;
use super::entity::material;
use super::field_notes::{asked, open_fields};
use super::submissions::Submission;
use super::{Db, DbErr, Transaction, submissions};
use case_study::material::{MOST_MATERIAL, Piece, field_for_pieces, give_back, place as put_piece};
use case_study::{Answers, CaseStudyContent, FIELDS, Field};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set,
};

/// A file or a text as it was read.
#[derive(Debug, Clone)]
pub struct Brought {
    /// What its sender calls it.
    pub name: String,
    pub media_type: String,
    /// The answers that were found in it; everything else is empty.
    pub content: CaseStudyContent,
    pub pieces: Vec<Piece>,
}

/// A file or a text that came with a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    pub id: i64,
    pub name: String,
    pub media_type: String,
    pub pieces: Vec<Piece>,
}

impl Material {
    /// Pieces that nobody placed, with their numbers.
    pub fn left(&self) -> impl Iterator<Item = (usize, &Piece)> {
        self.pieces
            .iter()
            .enumerate()
            .filter(|(_, piece)| piece.is_left())
    }

    /// The fields that it answers, in the order of the form.
    #[must_use]
    pub fn answers(&self) -> Vec<&'static Field> {
        let is_placed = |field: &&Field| {
            self.pieces
                .iter()
                .any(|piece| piece.placed_in.iter().any(|key| key == field.key))
        };
        FIELDS.iter().filter(is_placed).collect()
    }
}

/// What became of a file or a text. Unless it was kept, nothing was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Kept {
    Kept,
    /// Its submission can no longer be written.
    Closed,
    /// There are as many as may be.
    Full,
}

/// What became of a piece that somebody placed. Unless it was placed, nothing was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Placed {
    Placed,
    /// It was placed before, or is not there.
    Gone,
    /// The field has its one answer, or may not be changed now.
    Taken,
    /// Its submission can no longer be written.
    Closed,
}

/// Keeps what was read, and fills with it what is empty. No answer is ever replaced.
///
/// # Errors
/// When the database does not answer.
pub async fn bring(db: &Db, submission_id: i64, brought: Brought) -> Result<Kept, DbErr> {
    let tx = db.begin().await?;
    let Some(submission) = writable(&tx, submission_id).await? else {
        return Ok(Kept::Closed);
    };
    let kept = bring_in(&tx, &submission, brought).await?;
    if kept == Kept::Kept {
        tx.commit().await?;
    }
    Ok(kept)
}

/// The same in a transaction that holds the submission, which may be written.
pub(super) async fn bring_in(
    tx: &Transaction,
    submission: &Submission,
    brought: Brought,
) -> Result<Kept, DbErr> {
    if is_full(tx, submission.id).await? {
        return Ok(Kept::Full);
    }
    let mut held = drafts::lock(tx, submission.id).await?;
    let notes = asked(tx, submission).await?;
    let open = open_fields(tx, submission, &held.copy, &notes).await?;
    let mut answers = Answers::default();
    let mut free = Vec::new();
    let mut pieces = brought.pieces;
    for field in FIELDS
        .iter()
        .filter(|field| field.is_asked() && !field.kind.is_files())
    {
        let found = field.answers(&brought.content);
        // A draft begins with the title and the address that are found: what says the same has its place there.
        if found.is_empty() || field.answers(&held.copy.content) == found {
            continue;
        }
        if held.copy.is_begun(field) || !open.is_open(field) {
            give_back(&mut pieces, field, &held.copy.content);
        } else {
            answers.set(field.key, found);
            free.push(field);
        }
    }
    // What of an answer did not fit is told where it is read: the piece holds all of it.
    let _ = held.copy.put(&answers, free.iter().copied());
    // An address in it is an answer, and not yet one that anybody asked us to mail.
    drafts::write(tx, submission, &held, Contact::Unseen).await?;
    insert(tx, submission.id, Brought { pieces, ..brought }).await?;
    Ok(Kept::Kept)
}

/// Keeps what was read beside a submission, whoever may write it now, and fills nothing with it: every piece is left to
/// a person.
pub(super) async fn bring_beside(
    tx: &Transaction,
    submission: &Submission,
    mut brought: Brought,
) -> Result<Kept, DbErr> {
    if is_full(tx, submission.id).await? {
        return Ok(Kept::Full);
    }
    let nothing = CaseStudyContent::default();
    for field in FIELDS {
        give_back(&mut brought.pieces, field, &nothing);
    }
    insert(tx, submission.id, brought).await?;
    Ok(Kept::Kept)
}

async fn is_full(tx: &Transaction, submission_id: i64) -> Result<bool, DbErr> {
    let count = material::Entity::find()
        .filter(material::Column::SubmissionId.eq(submission_id))
        .count(tx)
        .await?;
    Ok(count >= MOST_MATERIAL as u64)
}

async fn insert(tx: &Transaction, submission_id: i64, brought: Brought) -> Result<(), DbErr> {
    material::Entity::insert(material::ActiveModel {
        submission_id: Set(submission_id),
        name: Set(brought.name.chars().take(100).collect()),
        media_type: Set(brought.media_type.chars().take(100).collect()),
        pieces: Set(written(&brought.pieces)?),
        created_at: Set(tx.now_ms()),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    Ok(())
}

/// Puts a piece at the end of the answer to a field.
///
/// # Errors
/// When the database does not answer.
pub async fn place(
    db: &Db,
    submission_id: i64,
    material_id: i64,
    piece: usize,
    key: &str,
) -> Result<Placed, DbErr> {
    let tx = db.begin().await?;
    let Some(submission) = writable(&tx, submission_id).await? else {
        return Ok(Placed::Closed);
    };
    let row = material::Entity::find_by_id(material_id)
        .filter(material::Column::SubmissionId.eq(submission_id))
        .one(&tx)
        .await?;
    let (Some(row), Some(field)) = (row, field_for_pieces(key)) else {
        return Ok(Placed::Gone);
    };
    let mut pieces = read(&row.pieces);
    let Some(one) = pieces.get_mut(piece).filter(|piece| piece.is_left()) else {
        return Ok(Placed::Gone);
    };
    let contact = Contact::of([field]);
    if !put(&tx, &submission, &[(field, &*one)], contact).await? {
        return Ok(Placed::Taken);
    }
    one.placed_in.push(field.key.to_owned());
    rewrite(&tx, material_id, &pieces).await?;
    tx.commit().await?;
    Ok(Placed::Placed)
}

/// Puts every piece of a file where it seems to belong, as far as nothing stands there. How many were put.
///
/// # Errors
/// When the database does not answer.
pub async fn place_all(db: &Db, submission_id: i64, material_id: i64) -> Result<usize, DbErr> {
    let tx = db.begin().await?;
    let Some(submission) = writable(&tx, submission_id).await? else {
        return Ok(0);
    };
    let row = material::Entity::find_by_id(material_id)
        .filter(material::Column::SubmissionId.eq(submission_id))
        .one(&tx)
        .await?;
    let Some(row) = row else {
        return Ok(0);
    };
    let mut pieces = read(&row.pieces);
    let copy = drafts::lock(&tx, submission_id).await?.copy;
    let mut begun: Vec<&str> = Vec::new();
    let mut count = 0;
    for piece in pieces.iter_mut().filter(|piece| piece.is_left()) {
        let Some(field) = piece.suggested.as_deref().and_then(field_for_pieces) else {
            continue;
        };
        let is_free = !copy.is_begun(field) || begun.contains(&field.key);
        // One press for many pieces gives nobody's address.
        if is_free && put(&tx, &submission, &[(field, &*piece)], Contact::Unseen).await? {
            begun.push(field.key);
            piece.placed_in.push(field.key.to_owned());
            count += 1;
        }
    }
    rewrite(&tx, material_id, &pieces).await?;
    tx.commit().await?;
    Ok(count)
}

async fn put(
    tx: &Transaction,
    submission: &Submission,
    placed: &[(&'static Field, &Piece)],
    contact: Contact,
) -> Result<bool, DbErr> {
    let mut held = drafts::lock(tx, submission.id).await?;
    let notes = asked(tx, submission).await?;
    let open = open_fields(tx, submission, &held.copy, &notes).await?;
    let mut answers = Answers::default();
    for (field, piece) in placed {
        answers.set(field.key, held.copy.answers_to(field));
        if !open.is_open(field) || !put_piece(&mut answers, field, piece) {
            return Ok(false);
        }
    }
    let left_out = held
        .copy
        .put(&answers, placed.iter().map(|(field, _)| *field));
    if !left_out.is_empty() {
        return Ok(false);
    }
    drafts::write(tx, submission, &held, contact).await?;
    Ok(true)
}

async fn rewrite(tx: &Transaction, id: i64, pieces: &[Piece]) -> Result<(), DbErr> {
    material::Entity::update_many()
        .col_expr(material::Column::Pieces, Expr::value(written(pieces)?))
        .filter(material::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes a file back: what it filled stays.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(db: &Db, submission_id: i64, material_id: i64) -> Result<(), DbErr> {
    let tx = db.begin().await?;
    if writable(&tx, submission_id).await?.is_none() {
        return Ok(());
    }
    material::Entity::delete_many()
        .filter(material::Column::Id.eq(material_id))
        .filter(material::Column::SubmissionId.eq(submission_id))
        .exec(&tx)
        .await?;
    tx.commit().await
}

/// Everything that came with a submission, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_submission(
    db: &impl ConnectionTrait,
    submission_id: i64,
) -> Result<Vec<Material>, DbErr> {
    let rows = material::Entity::find()
        .filter(material::Column::SubmissionId.eq(submission_id))
        .order_by_asc(material::Column::Id)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Material {
            id: row.id,
            pieces: read(&row.pieces),
            name: row.name,
            media_type: row.media_type,
        })
        .collect())
}

/// Locked first: one that is just being sent is no longer open once the lock is there.
async fn writable(tx: &Transaction, submission_id: i64) -> Result<Option<Submission>, DbErr> {
    let submission = submissions::locked(tx, submission_id).await?;
    Ok(submission.filter(|one| one.status.is_open_to_its_author()))
}

fn written(pieces: &[Piece]) -> Result<String, DbErr> {
    serde_json::to_string(pieces).map_err(|fault| DbErr::Custom(fault.to_string()))
}

/// What a newer version wrote and this one cannot read is not shown, and not touched.
fn read(pieces: &str) -> Vec<Piece> {
    serde_json::from_str(pieces).unwrap_or_default()
}
