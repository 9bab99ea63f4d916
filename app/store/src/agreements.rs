//! Texts that were shown to a museum for its yes, and what it said.
//!
//! An agreement names the very revision that was shown. An answer names the agreement that it answers: one to
//! an asking that was taken back says nothing about the next.

use super::entity::{agreement, revision};
use super::history::Actor;
use super::submissions::Submission;
use super::{DbErr, Transaction, declarations, letters, place_of, submissions};
use case_study::agreement::{SUBJECT, Said};
use case_study::declarations::{Declaration, Declared, MISSING, Occasion, asked_at, covers};
use case_study::revision::EditWeight;
use case_study::short_way::Way;
use case_study::signed_text::SignedText;
use case_study::validation::check_to_publish;
use case_study::{CaseStudyContent, FieldError, Move, RevisionKind, Stored};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select, Set, UpdateMany,
};

pub(super) const MUSEUM: &str = "museum";
/// A second person of the team, whose yes is for one text word for word.
pub(super) const COLLEAGUE: &str = "colleague";

/// An asking as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    pub id: i64,
    /// The text that was shown.
    pub revision_id: i64,
    /// At most two, shown beside the page.
    pub questions: Vec<String>,
    pub asked_by: Option<i64>,
    pub asked_at: i64,
    /// What was said; none while it is open.
    pub said: Option<Stored<Said>>,
    /// What was written with the answer.
    pub words: String,
    pub answered_at: Option<i64>,
}

impl Agreement {
    fn of(row: agreement::Model) -> Self {
        Self {
            id: row.id,
            revision_id: row.revision_id,
            // Questions that cannot be read are not asked; the letter holds them too.
            questions: serde_json::from_str(&row.questions).unwrap_or_default(),
            asked_by: row.asked_by,
            asked_at: row.asked_at,
            said: row.answer.as_deref().map(Stored::read),
            words: row.words,
            answered_at: row.answered_at,
        }
    }

    /// Whether it still waits for an answer.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.said.is_none()
    }
}

/// Why an answer was not taken. Nothing of it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NotTaken {
    /// It answers another text than the one that is asked about now.
    OtherText,
    Incomplete(Vec<FieldError>),
}

/// What an answer left behind: the letter that it became, if anything was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Taken {
    pub letter_id: Option<i64>,
    pub letter: String,
}

/// What stands in the way of showing a text to its museum: everything that a page needs, and the evidence
/// label, which a person chooses. Only what the museum alone can declare may be missing.
#[must_use]
pub fn not_ready(content: &CaseStudyContent) -> Vec<FieldError> {
    let mut missing = check_to_publish(content);
    if content.evidence_label.is_empty() && FieldError::of(&missing, "evidence_label").is_none() {
        missing.push(FieldError::new(
            "evidence_label",
            "Choose the evidence label: readers see it on the page",
        ));
    }
    missing
}

/// The newest asking of a submission's museum.
///
/// # Errors
/// When the database does not answer.
pub async fn newest(
    db: &impl ConnectionTrait,
    submission_id: i64,
) -> Result<Option<Agreement>, DbErr> {
    let row = of_museum(submission_id)
        .order_by_desc(agreement::Column::Id)
        .one(db)
        .await?;
    Ok(row.map(Agreement::of))
}

/// One asking of a submission's museum.
///
/// # Errors
/// When the database does not answer.
pub async fn by_id(
    db: &impl ConnectionTrait,
    submission_id: i64,
    id: i64,
) -> Result<Option<Agreement>, DbErr> {
    let row = of_museum(submission_id)
        .filter(agreement::Column::Id.eq(id))
        .one(db)
        .await?;
    Ok(row.map(Agreement::of))
}

/// The text that a submission's museum last said yes to. Whether the yes still holds is for whoever knows
/// what was changed since: a newer text of weight meaning ends it.
///
/// # Errors
/// When the database does not answer.
pub async fn last_yes(db: &impl ConnectionTrait, submission_id: i64) -> Result<Option<i64>, DbErr> {
    let row = of_museum(submission_id)
        .filter(agreement::Column::Answer.eq(Said::Yes.slug()))
        .order_by_desc(agreement::Column::Id)
        .one(db)
        .await?;
    Ok(row.map(|row| row.revision_id))
}

/// Whether something newer than this text says something else: a text that its museum sent, or a change of
/// weight meaning.
///
/// # Errors
/// When the database does not answer.
pub async fn says_more_since(
    db: &impl ConnectionTrait,
    submission_id: i64,
    revision_id: i64,
) -> Result<bool, DbErr> {
    let newer = revision::Entity::find()
        .filter(revision::Column::SubmissionId.eq(submission_id))
        .filter(revision::Column::Id.gt(revision_id))
        .all(db)
        .await?;
    Ok(newer.iter().any(|text| {
        text.kind == RevisionKind::AsSubmitted.slug()
            || text.weight.as_deref() == Some(EditWeight::Meaning.slug())
    }))
}

/// Asks the museum about the newest text.
pub(super) async fn ask(
    tx: &Transaction,
    submission: &Submission,
    questions: &[String],
    actor: &Actor,
) -> Result<Result<(), Vec<FieldError>>, DbErr> {
    let missing = not_ready(&submissions::current_content(tx, submission).await?);
    if !missing.is_empty() {
        return Ok(Err(missing));
    }
    let text = submissions::latest_revision(tx, submission.id)
        .await?
        .ok_or_else(|| {
            DbErr::RecordNotFound(format!("revision of submission {}", submission.id))
        })?;
    let questions =
        serde_json::to_string(questions).map_err(|error| DbErr::Custom(place_of(&error)))?;
    let now = tx.now_ms();
    agreement::Entity::insert(agreement::ActiveModel {
        submission_id: Set(submission.id),
        revision_id: Set(text.id),
        side: Set(MUSEUM.to_owned()),
        questions: Set(questions),
        asked_by: Set(actor.account_id),
        asked_at: Set(now),
        created_at: Set(now),
        ..Default::default()
    })
    .exec_without_returning(tx)
    .await?;
    Ok(Ok(()))
}

/// Keeps a second person's yes to the newest text.
pub(super) async fn second(
    tx: &Transaction,
    submission: &Submission,
    actor: &Actor,
) -> Result<(), DbErr> {
    let Some(text) = submissions::latest_revision(tx, submission.id).await? else {
        return Ok(());
    };
    let now = tx.now_ms();
    agreement::Entity::insert(agreement::ActiveModel {
        submission_id: Set(submission.id),
        revision_id: Set(text.id),
        side: Set(COLLEAGUE.to_owned()),
        questions: Set("[]".to_owned()),
        asked_by: Set(actor.account_id),
        asked_at: Set(now),
        answer: Set(Some(Said::Yes.slug().to_owned())),
        account_id: Set(actor.account_id),
        answered_at: Set(Some(now)),
        created_at: Set(now),
        ..Default::default()
    })
    .exec_without_returning(tx)
    .await?;
    Ok(())
}

/// What the museum was asked is asked no more.
pub(super) async fn void_open(tx: &Transaction, submission_id: i64) -> Result<(), DbErr> {
    open(submission_id)
        .col_expr(agreement::Column::Answer, Expr::value(Said::Void.slug()))
        .col_expr(agreement::Column::AnsweredAt, Expr::value(tx.now_ms()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Notes that the museum was reminded of what it is asked, if it is.
pub(super) async fn count_reminder(tx: &Transaction, submission_id: i64) -> Result<(), DbErr> {
    open(submission_id)
        .col_expr(
            agreement::Column::Reminded,
            Expr::col(agreement::Column::Reminded).add(1),
        )
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes a museum's answer, if the move is one: what it said about the text that it was shown, its letter, and
/// what it declared.
pub(super) async fn take(
    tx: &Transaction,
    submission: &Submission,
    wanted: &Move,
    actor: &Actor,
) -> Result<Result<Taken, NotTaken>, DbErr> {
    let Some((answer, said)) = wanted.museum_answer() else {
        return Ok(Ok(Taken::default()));
    };
    let asked = by_id(tx, submission.id, answer.agreement).await?;
    let Some(asked) = asked.filter(Agreement::is_open) else {
        return Ok(Err(NotTaken::OtherText));
    };
    let letter = answer.letter(&asked.questions);
    match wanted {
        Move::Agree { declarations, .. } => {
            if let Err(why) = agree(tx, submission, &asked, declarations, actor).await? {
                return Ok(Err(why));
            }
        }
        Move::Answer { .. } if letter.is_empty() => {
            let missing = FieldError::new("words", NO_WORDS);
            return Ok(Err(NotTaken::Incomplete(vec![missing])));
        }
        _ => {}
    }
    write(tx, submission, asked.id, said, letter, actor)
        .await
        .map(Ok)
}

/// What an answer in words needs.
pub const NO_WORDS: &str = "Write what is not right yet";

/// The yes is for the text that stands now, and everything is declared for it: what is ticked beside the yes,
/// and what was sworn at sending and is repeated on the page.
async fn agree(
    tx: &Transaction,
    submission: &Submission,
    asked: &Agreement,
    declared: &Declared,
    actor: &Actor,
) -> Result<Result<(), NotTaken>, DbErr> {
    let shown = submissions::current_content(tx, submission).await?;
    if declared.fingerprint != SignedText::of(&shown).fingerprint()
        || says_more_since(tx, submission.id, asked.revision_id).await?
    {
        return Ok(Err(NotTaken::OtherText));
    }
    if !covers(&declared.keys, Occasion::Yes) {
        let missing = FieldError::new("declarations", MISSING);
        return Ok(Err(NotTaken::Incomplete(vec![missing])));
    }
    let text = submissions::latest_revision(tx, submission.id)
        .await?
        .map_or(asked.revision_id, |text| text.id);
    let keys: Vec<String> = sworn_at_sending(&submission.way)
        .chain(asked_at(Occasion::Yes))
        .map(|declaration| declaration.key.to_owned())
        .collect();
    declarations::keep(tx, submission, text, &keys, actor).await?;
    Ok(Ok(()))
}

/// What a museum that sent its case in this way swore then, and swears again with its yes.
pub fn sworn_at_sending(way: &str) -> impl Iterator<Item = &'static Declaration> {
    let occasion = if way == Way::Short.slug() {
        Occasion::ShortWay
    } else {
        Occasion::LongWay
    };
    asked_at(occasion).filter(|one| !asked_at(Occasion::Yes).any(|again| again.key == one.key))
}

async fn write(
    tx: &Transaction,
    submission: &Submission,
    agreement_id: i64,
    said: Said,
    letter: String,
    actor: &Actor,
) -> Result<Taken, DbErr> {
    open(submission.id)
        .col_expr(agreement::Column::Answer, Expr::value(said.slug()))
        .col_expr(agreement::Column::Words, Expr::value(letter.clone()))
        .col_expr(agreement::Column::AccountId, Expr::value(actor.account_id))
        .col_expr(agreement::Column::AnsweredAt, Expr::value(tx.now_ms()))
        .filter(agreement::Column::Id.eq(agreement_id))
        .exec(tx)
        .await?;
    if letter.is_empty() {
        return Ok(Taken::default());
    }
    let id = letters::from_museum(tx, submission, actor.account_id, SUBJECT, &letter).await?;
    Ok(Taken {
        letter_id: Some(id),
        letter,
    })
}

fn of_museum(submission_id: i64) -> Select<agreement::Entity> {
    agreement::Entity::find()
        .filter(agreement::Column::SubmissionId.eq(submission_id))
        .filter(agreement::Column::Side.eq(MUSEUM))
}

fn open(submission_id: i64) -> UpdateMany<agreement::Entity> {
    agreement::Entity::update_many()
        .filter(agreement::Column::SubmissionId.eq(submission_id))
        .filter(agreement::Column::Side.eq(MUSEUM))
        .filter(agreement::Column::Answer.is_null())
}
