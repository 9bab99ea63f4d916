//! The morning's mail: one for each account that wants it on each local day with something to say, at 8 am or as soon
//! after as the program runs. What a standstill left out is in the next one; days are not made up for.

use super::entity::{account, agreement, case, planned_move, reader_message, submission};
use super::outbox::Concerning;
use super::{DAY_MS, Db, DbErr, Transaction, dead_letters, letters, outbox, overtaken_plans};
use case_study::agreement::Said;
use case_study::local_time;
use case_study::mail_templates::MailContext;
use case_study::notice_mail_templates::{Digest, DigestLine};
use case_study::notices::Notices;
use case_study::planned::{PlanState, PlannedAction};
use case_study::reader_message::MessageState;
use case_study::{Role, Status};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

/// How long what is approved may wait before it is named.
const APPROVED_WAITS_MS: i64 = 2 * DAY_MS;

/// Writes every mail of this morning that is not written yet. Returns how many were.
///
/// # Errors
/// When the database does not answer.
pub async fn write_due(db: &Db, mail_context: &MailContext) -> Result<usize, DbErr> {
    let eight = local_time::morning(db.now_ms());
    if db.now_ms() < eight {
        return Ok(0);
    }
    let staff = Role::ALL.iter().filter(|role| role.is_staff());
    let due = account::Entity::find()
        .filter(account::Column::Disabled.eq(false))
        .filter(account::Column::Notices.eq(Notices::Daily.slug()))
        .filter(account::Column::Role.is_in(staff.map(|role| role.slug())))
        // An account that was made since has its first mail tomorrow.
        .filter(account::Column::CreatedAt.lt(eight))
        .filter(is_due(eight))
        .order_by_asc(account::Column::Id)
        .all(db.reader())
        .await?;
    let mut written = 0;
    for person in due {
        if write(db, mail_context, &person, eight).await? {
            written += 1;
        }
    }
    Ok(written)
}

/// This morning's is not written.
fn is_due(eight: i64) -> Condition {
    Condition::any()
        .add(account::Column::DigestAt.is_null())
        .add(account::Column::DigestAt.lt(eight))
}

/// Writes one, unless another instance has.
async fn write(
    db: &Db,
    mail_context: &MailContext,
    person: &account::Model,
    eight: i64,
) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    let now = tx.now_ms();
    let mine = account::Entity::update_many()
        .col_expr(account::Column::DigestAt, Expr::value(Some(now)))
        .filter(account::Column::Id.eq(person.id))
        .filter(account::Column::Disabled.eq(false))
        .filter(account::Column::Notices.eq(Notices::Daily.slug()))
        .filter(is_due(eight))
        .exec(&tx)
        .await?;
    if mine.rows_affected == 0 {
        tx.rollback().await?;
        return Ok(false);
    }
    let digest = gather(&tx, person.digest_at.unwrap_or(eight - DAY_MS)).await?;
    // A morning without news is over, too.
    let written = if digest.is_empty() {
        false
    } else {
        let key = format!("digest:{}:{}", person.id, local_time::local_iso_day(now));
        let mail = mail_context.digest(&digest, now);
        outbox::enqueue_once(&tx, &key, Concerning::Nothing, &person.email, mail).await?
    };
    tx.commit().await?;
    Ok(written)
}

/// What happened since then, and what waits. Samples are nobody's work.
async fn gather(tx: &Transaction, since: i64) -> Result<Digest, DbErr> {
    use submission::Column;
    let waits = || Column::Status.is_in([Status::Submitted, Status::InReview].map(Status::slug));
    let answered = Query::select()
        .column(agreement::Column::SubmissionId)
        .from(agreement::Entity)
        .and_where(agreement::Column::AnsweredAt.gt(since))
        .and_where(agreement::Column::Side.eq(super::agreements::MUSEUM))
        .and_where(agreement::Column::Answer.is_in([Said::Yes, Said::Change].map(Said::slug)))
        .to_owned();
    let goes_public = overtaken_plans::decided_as(&[PlannedAction::Publish]);
    let stale = Query::select()
        .column(planned_move::Column::SubmissionId)
        .from(planned_move::Entity)
        .and_where(planned_move::Column::State.eq(PlanState::Stale.slug()))
        .and_where(planned_move::Column::EndedAt.gt(since))
        .and_where(planned_move::Column::SubmissionId.is_not_null())
        .to_owned();
    let came_back = Condition::any()
        .add(
            Condition::all()
                .add(waits())
                .add(Column::Round.gt(0))
                .add(Column::SubmittedAt.gt(since)),
        )
        .add(Column::Id.in_subquery(answered));
    Ok(Digest {
        new: lines(
            tx,
            Condition::all()
                .add(waits())
                .add(Column::Round.eq(0))
                .add(Column::BegunBy.ne("moderator"))
                .add(Column::FirstSentAt.gt(since)),
        )
        .await?,
        came_back: lines(tx, came_back).await?,
        letters: lines(
            tx,
            Condition::all().add(Column::Id.in_subquery(letters::with_new_one())),
        )
        .await?,
        approved: lines(
            tx,
            Condition::all()
                .add(Column::Status.eq(Status::Approved.slug()))
                .add(Column::UpdatedAt.lt(tx.now_ms() - APPROVED_WAITS_MS))
                .add(Column::Id.not_in_subquery(goes_public)),
        )
        .await?,
        plans: lines(tx, Condition::all().add(Column::Id.in_subquery(stale))).await?,
        messages: reader_message::Entity::find()
            .filter(reader_message::Column::State.eq(MessageState::Open.slug()))
            .count(tx)
            .await?,
        emails: dead_letters::count_failing(tx).await?,
    })
}

async fn lines(db: &impl ConnectionTrait, which: Condition) -> Result<Vec<DigestLine>, DbErr> {
    let samples = Query::select()
        .column(case::Column::Id)
        .from(case::Entity)
        .and_where(case::Column::Sample.eq(true))
        .to_owned();
    // The two words that a line says; a text or an address of somebody's is not read for it.
    let rows: Vec<(String, String)> = submission::Entity::find()
        .select_only()
        .column(submission::Column::Reference)
        .column(submission::Column::Title)
        .filter(which)
        .filter(submission::Column::CaseId.not_in_subquery(samples))
        .order_by_asc(submission::Column::FirstSentAt)
        .order_by_asc(submission::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(reference, title)| DigestLine { reference, title })
        .collect())
}
