//! What was read in out of the old inbox: the list of it, and forgetting who wrote it. `intake` writes it.

use super::entity::{intake_mail, letter};
use super::submissions::Submission;
use super::{DAY_MS, Db, DbErr};
use super::{read_in_marks, submissions};
use case_study::Stored;
use case_study::intake::{Outcome, Why};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

const PER_PAGE: u64 = 50;
/// Subject and sender of what was read in are forgotten after so many days.
pub const KEPT_DAYS: i64 = 90;

/// An email that was read, as a line of the list.
#[derive(Debug, Clone)]
pub struct ReadIn {
    pub outcome: Stored<Outcome>,
    /// Why it was left alone.
    pub why: Option<Stored<Why>>,
    /// Empty once it was forgotten.
    pub subject: String,
    pub sender: String,
    pub files: Vec<String>,
    pub at: i64,
    /// What it became.
    pub target: Target,
}

/// What an email became.
#[derive(Debug, Clone)]
pub enum Target {
    Nothing,
    /// A draft, or what a museum sent since; or a letter about it.
    Submission(Box<Submission>),
    /// By its id.
    Thought(i64),
}

/// A page of the list.
#[derive(Debug, Clone, Default)]
pub struct ReadInPage {
    pub rows: Vec<ReadIn>,
    pub total: u64,
    pub pages: u64,
}

/// What was read in and became this, the last first. `page` counts from 1; after the last one there is nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &Db, outcome: Outcome, page: u64) -> Result<ReadInPage, DbErr> {
    let paginator = intake_mail::Entity::find()
        .filter(intake_mail::Column::Outcome.eq(outcome.slug()))
        .order_by_desc(intake_mail::Column::Id)
        .paginate(db.reader(), PER_PAGE);
    let size = paginator.num_items_and_pages().await?;
    let (total, pages) = (size.number_of_items, size.number_of_pages);
    // An address may ask for any number, and the library multiplies it unchecked.
    let found = if page > pages {
        Vec::new()
    } else {
        paginator.fetch_page(page.saturating_sub(1)).await?
    };
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        let target = target(db, outcome, row.target_id).await?;
        rows.push(ReadIn {
            outcome: Stored::read(&row.outcome),
            why: Some(row.why.as_str())
                .filter(|why| !why.is_empty())
                .map(Stored::read),
            files: serde_json::from_str(&row.files).unwrap_or_default(),
            subject: row.subject,
            sender: row.sender,
            at: row.created_at,
            target,
        });
    }
    Ok(ReadInPage { rows, total, pages })
}

async fn target(db: &Db, outcome: Outcome, id: Option<i64>) -> Result<Target, DbErr> {
    let Some(id) = id else {
        return Ok(Target::Nothing);
    };
    let submission_id = match outcome {
        Outcome::Draft => id,
        Outcome::Thought => return Ok(Target::Thought(id)),
        Outcome::Answer => {
            let letter = letter::Entity::find_by_id(id).one(db.reader()).await?;
            match letter.and_then(|letter| letter.submission_id) {
                Some(id) => id,
                None => return Ok(Target::Nothing),
            }
        }
        Outcome::LeftAlone => return Ok(Target::Nothing),
    };
    let found = submissions::by_id(db.reader(), submission_id).await?;
    Ok(found.map_or(Target::Nothing, |one| Target::Submission(Box::new(one))))
}

/// How many became each of them, in the order of [`Outcome::ALL`].
///
/// # Errors
/// When the database does not answer.
pub async fn counts(db: &Db) -> Result<[u64; 4], DbErr> {
    let mut counts = [0; 4];
    for (count, outcome) in counts.iter_mut().zip(Outcome::ALL) {
        *count = intake_mail::Entity::find()
            .filter(intake_mail::Column::Outcome.eq(outcome.slug()))
            .count(db.reader())
            .await?;
    }
    Ok(counts)
}

/// Forgets subject, sender and files of what was read in long ago; the mark that it was read stays. Returns how many
/// were touched.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(db: &Db) -> Result<u64, DbErr> {
    let updated = read_in_marks::emptied()
        .filter(intake_mail::Column::CreatedAt.lt(db.now_ms() - KEPT_DAYS * DAY_MS))
        .exec(db.writer())
        .await?;
    Ok(updated.rows_affected)
}
