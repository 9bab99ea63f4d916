//! A submission becomes a new version of a case that is public: its texts, letters and history go there, and the
//! case that it was sent as goes, for nobody ever read it. Readers see the public text until the new one is
//! published; of a compiled case that is how a museum takes it over.

use super::entity::{case, event, letter, museum, planned_move, revision, submission};
use super::history::{Actor, Detail, NewHistoryEntry, record};
use super::outcome::Outcome;
use super::submissions::Submission;
use super::transitions::{Moved, overtaken};
use super::{Db, DbErr, Transaction, accounts, bank, blobs, drafts, guards, samples, submissions};
use case_study::{Action, CaseState, EventKind, Origin, Reference, Stored};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, SqlErr,
};

/// The case that a submission may become a version of, as a person is told about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub case_id: i64,
    pub slug: String,
    pub title: String,
    pub state: Stored<CaseState>,
    /// Compiled from public sources; no museum sent it.
    pub compiled: bool,
    pub museum: String,
    /// The submission that readers see now, where a museum sent it.
    pub published: Option<String>,
}

/// Why a submission does not become a version of that case. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It is of that case already.
    Itself,
    /// Readers have seen its own case.
    WasPublic,
    /// Readers never saw the other one.
    NotPublic,
    /// The other one was taken down.
    TakenDown,
    /// Another version of it is under review.
    InTheWay { reference: String },
    /// It is a sample, and the other one is not.
    Sample,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Joined {
    Done(Moved),
    Refused(Why),
    /// Somebody was faster, or this person may not: as of every move.
    Not(Outcome<Moved>),
}

/// The case that somebody names: by the last part of its address, by the whole address, or by the reference of
/// the submission that made it public.
///
/// # Errors
/// When the database does not answer.
pub async fn target(db: &Db, words: &str) -> Result<Option<Target>, DbErr> {
    let words = words.trim().trim_end_matches('/');
    let last = words.rsplit('/').next().unwrap_or_default();
    let which = match last.parse::<Reference>() {
        Ok(reference) => match submissions::by_reference(db.reader(), reference.as_str()).await? {
            // What its museum never sent is nobody's to hear of.
            Some(submission) if submission.reached_the_moderators() => {
                case::Column::Id.eq(submission.case_id)
            }
            _ => return Ok(None),
        },
        Err(_) => case::Column::Slug.eq(last),
    };
    let Some(row) = case::Entity::find().filter(which).one(db.reader()).await? else {
        return Ok(None);
    };
    let museum = match row.museum_id {
        Some(id) => museum::Entity::find_by_id(id).one(db.reader()).await?,
        None => None,
    };
    let published = submissions::published_of_case(db, row.id).await?;
    Ok(Some(Target {
        case_id: row.id,
        slug: row.slug.clone().unwrap_or_default(),
        title: row.title.clone(),
        state: Stored::read(&row.state),
        compiled: Origin::is_compiled(&row.origin),
        museum: museum.map(|museum| museum.name).unwrap_or_default(),
        published: published.map(|one| one.reference),
    }))
}

/// Why it would be refused as things stand now, for a page that asks before it is done.
///
/// # Errors
/// When the database does not answer.
pub async fn refusal(db: &Db, submission: &Submission, case_id: i64) -> Result<Option<Why>, DbErr> {
    Ok(read(db.reader(), submission, case_id).await?.err())
}

/// Makes a submission a new version of a public case. `seen_version` is the version of the submission that the
/// person was looking at.
///
/// # Errors
/// When the database does not answer.
pub async fn join(
    db: &Db,
    actor: &Actor,
    submission_id: i64,
    seen_version: i64,
    case_id: i64,
) -> Result<Joined, DbErr> {
    let tx = db.begin().await?;
    match join_in(&tx, actor, submission_id, seen_version, case_id).await {
        Ok(Joined::Done(moved)) => {
            tx.commit().await?;
            moved.log(actor);
            Ok(Joined::Done(moved))
        }
        Ok(refused) => {
            tx.rollback().await?;
            Ok(refused)
        }
        // Another version of that case was sent in this moment: the index has one of them at a time.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            tx.rollback().await?;
            match drafts::open_version(db.reader(), case_id).await? {
                Some(reference) => Ok(Joined::Refused(Why::InTheWay { reference })),
                None => Ok(Joined::Not(Outcome::NotAllowed)),
            }
        }
        Err(error) => Err(error),
    }
}

async fn join_in(
    tx: &Transaction,
    actor: &Actor,
    submission_id: i64,
    seen_version: i64,
    case_id: i64,
) -> Result<Joined, DbErr> {
    if !accounts::still_acts(tx, actor).await? {
        return Ok(Joined::Not(Outcome::NotAllowed));
    }
    let Some(submission) = submissions::locked(tx, submission_id).await? else {
        return Ok(Joined::Not(Outcome::NotFound));
    };
    if submission.version != seen_version {
        return overtaken(tx, submission_id).await.map(Joined::Not);
    }
    let to = submission.status.after(Action::Join, &actor.roles);
    let Some((from, to)) = submission.status.known().zip(to) else {
        return Ok(Joined::Not(Outcome::NotAllowed));
    };
    if let Err(why) = read(tx, &submission, case_id).await? {
        return Ok(Joined::Refused(why));
    }
    // Asked here, where nobody can change whose it is meanwhile.
    if let Some(own) = guards::may_not_mend(tx, actor, &submission).await? {
        return Ok(Joined::Not(Outcome::NotPublishable(vec![own])));
    }
    // First the submission, so that whoever sends another version of that case is met at the index and not while
    // the generation is held.
    take_place(tx, &submission, case_id).await?;
    // From here on nobody makes another text public, and none of that case gets a number.
    bank::hold_generation(tx).await?;
    // As it stands now: it may have been published anew, or taken down, since it was read.
    let public = match read(tx, &submission, case_id).await? {
        Ok(public) => public,
        Err(why) => return Ok(Joined::Refused(why)),
    };
    start_from(tx, submission_id, public.revision_id).await?;
    move_texts(tx, submission.case_id, case_id).await?;
    move_record(tx, submission.case_id, case_id).await?;
    blobs::move_to(tx, submission.case_id, case_id).await?;
    if public.becomes_real {
        samples::no_longer(tx, case_id).await?;
    }
    case::Entity::delete_by_id(submission.case_id)
        .exec(tx)
        .await?;
    let entry = NewHistoryEntry {
        submission_id: Some(submission_id),
        case_id: Some(case_id),
        from_state: Some(from.slug()),
        to_state: Some(to.slug()),
        detail: Detail {
            note: public.title,
            ..Detail::default()
        },
        ..NewHistoryEntry::of(EventKind::Move(Action::Join))
    };
    record(tx, actor, entry).await?;
    Ok(Joined::Done(Moved {
        submission_id,
        reference: submission.reference,
        action: Action::Join,
        from,
        status: to,
    }))
}

/// What readers see of the other case.
struct Public {
    revision_id: i64,
    title: String,
    /// A sample, which a museum takes over with what it really sent.
    becomes_real: bool,
}

/// Looks at both cases. `submission` is as it was before anything was written.
async fn read(
    db: &impl ConnectionTrait,
    submission: &Submission,
    case_id: i64,
) -> Result<Result<Public, Why>, DbErr> {
    if submission.case_id == case_id {
        return Ok(Err(Why::Itself));
    }
    let own = case::Entity::find_by_id(submission.case_id).one(db).await?;
    let other = case::Entity::find_by_id(case_id).one(db).await?;
    // A case that was public once keeps its address.
    let Some(own) = own.filter(|own| {
        own.slug.is_none() && own.published_revision_id.is_none() && is(own, CaseState::Unpublished)
    }) else {
        return Ok(Err(Why::WasPublic));
    };
    let Some(other) = other else {
        return Ok(Err(Why::NotPublic));
    };
    if is(&other, CaseState::TakenDown) {
        return Ok(Err(Why::TakenDown));
    }
    let is_public = Stored::<CaseState>::read(&other.state).is_public();
    let Some(revision_id) = other.published_revision_id.filter(|_| is_public) else {
        return Ok(Err(Why::NotPublic));
    };
    // What was made to be tried out never stands in the place of anything real.
    if own.sample && !other.sample {
        return Ok(Err(Why::Sample));
    }
    // Versions of a case need a public one, so nothing else was ever sent as this one.
    let company = submission::Entity::find()
        .filter(submission::Column::CaseId.eq(own.id))
        .filter(submission::Column::Id.ne(submission.id))
        .count(db)
        .await?;
    if company > 0 {
        return Ok(Err(Why::WasPublic));
    }
    let in_the_way = drafts::open_version(db, case_id).await?;
    if let Some(reference) = in_the_way.filter(|reference| *reference != submission.reference) {
        return Ok(Err(Why::InTheWay { reference }));
    }
    Ok(Ok(Public {
        revision_id,
        becomes_real: other.sample && !own.sample,
        title: other.title,
    }))
}

fn is(row: &case::Model, state: CaseState) -> bool {
    Stored::<CaseState>::read(&row.state) == state
}

/// The submission is of the other case, which raises its version: whoever looked at it before looks again.
async fn take_place(tx: &Transaction, submission: &Submission, case_id: i64) -> Result<(), DbErr> {
    submission::Entity::update_many()
        .col_expr(submission::Column::CaseId, Expr::value(case_id))
        .col_expr(
            submission::Column::Version,
            Expr::col(submission::Column::Version).add(1),
        )
        .col_expr(submission::Column::UpdatedAt, Expr::value(tx.now_ms()))
        .col_expr(submission::Column::NewVersionOf, Expr::value(None::<i64>))
        .filter(submission::Column::Id.eq(submission.id))
        .exec(tx)
        .await?;
    Ok(())
}

async fn start_from(tx: &Transaction, submission_id: i64, revision_id: i64) -> Result<(), DbErr> {
    submission::Entity::update_many()
        .col_expr(
            submission::Column::BaseRevisionId,
            Expr::value(Some(revision_id)),
        )
        .filter(submission::Column::Id.eq(submission_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Its texts are numbered on behind those of the other case. Their ids stay: declarations and agreements name them.
async fn move_texts(tx: &Transaction, from: i64, to: i64) -> Result<(), DbErr> {
    let last = revision::Entity::find()
        .filter(revision::Column::CaseId.eq(to))
        .order_by_desc(revision::Column::Number)
        .one(tx)
        .await?;
    let texts = revision::Entity::find()
        .filter(revision::Column::CaseId.eq(from))
        .order_by_asc(revision::Column::Number)
        .all(tx)
        .await?;
    let next = last.map_or(1, |last| last.number + 1);
    for (text, number) in texts.into_iter().zip(next..) {
        revision::Entity::update_many()
            .col_expr(revision::Column::CaseId, Expr::value(to))
            .col_expr(revision::Column::Number, Expr::value(number))
            .filter(revision::Column::Id.eq(text.id))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Letters, history and what is planned for the case.
async fn move_record(tx: &Transaction, from: i64, to: i64) -> Result<(), DbErr> {
    letter::Entity::update_many()
        .col_expr(letter::Column::CaseId, Expr::value(to))
        .filter(letter::Column::CaseId.eq(from))
        .exec(tx)
        .await?;
    event::Entity::update_many()
        .col_expr(event::Column::CaseId, Expr::value(to))
        .filter(event::Column::CaseId.eq(from))
        .exec(tx)
        .await?;
    planned_move::Entity::update_many()
        .col_expr(planned_move::Column::CaseId, Expr::value(to))
        .filter(planned_move::Column::CaseId.eq(from))
        .exec(tx)
        .await?;
    Ok(())
}
