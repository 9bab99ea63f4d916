//! What members of staff are told at once, each as they chose. The morning's mail is in [`digests`](super::digests).

use super::entity::{account, job, submission};
use super::history::Actor;
use super::outbox::Concerning;
use super::outbox::DEAD;
use super::submissions::Submission;
use super::{DAY_MS, Db, DbErr, Transaction, outbox};
use case_study::mail_failure::in_words;
use case_study::mail_templates::{Mail, MailContext};
use case_study::notice_mail_templates::Noticed;
use case_study::notices::Notices;
use case_study::{Action, Move, Role, Status, Stored};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// How an account wants to be told; none for one that this version does not know.
///
/// # Errors
/// When the database does not answer.
pub async fn of_account(db: &Db, account_id: i64) -> Result<Option<Notices>, DbErr> {
    let row = account::Entity::find_by_id(account_id)
        .one(db.reader())
        .await?;
    Ok(row.and_then(|row| chosen(&row)))
}

/// Keeps how an account wants to be told. The morning's mail counts from now.
///
/// # Errors
/// When the database does not answer.
pub async fn choose(db: &Db, account_id: i64, notices: Notices) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::Notices, Expr::value(notices.slug()))
        .col_expr(account::Column::DigestAt, Expr::value(Some(db.now_ms())))
        .filter(account::Column::Id.eq(account_id))
        .filter(account::Column::Notices.ne(notices.slug()))
        .exec(db.writer())
        .await?;
    Ok(())
}

fn chosen(row: &account::Model) -> Option<Notices> {
    Stored::<Notices>::read(&row.notices).known()
}

const fn about(submission: &Submission) -> Noticed<'_> {
    Noticed {
        reference: submission.reference.as_str(),
        title: submission.title.as_str(),
    }
}

/// Tells of a move: whose it is hears of what its museum did, everybody who wants to of what came back, and who is
/// reading it of what a colleague did. `submission` is as it stood before.
pub(super) async fn after_move(
    tx: &Transaction,
    mail_context: &MailContext,
    actor: &Actor,
    submission: &Submission,
    wanted: &Move,
) -> Result<(), DbErr> {
    if actor.roles.contains(&Role::Submitter) {
        return of_museum(tx, mail_context, submission, wanted).await;
    }
    let (Some(me), Some(reading)) = (actor.account_id, submission.assignee_id) else {
        return Ok(());
    };
    if me == reading || matches!(wanted.action(), Action::Replace | Action::StartReview) {
        return Ok(());
    }
    colleague_acted(tx, mail_context, submission, me, reading, wanted.action()).await
}

async fn of_museum(
    tx: &Transaction,
    mail_context: &MailContext,
    submission: &Submission,
    wanted: &Move,
) -> Result<(), DbErr> {
    let about = about(submission);
    let mail = match (wanted, wanted.museum_answer()) {
        (Move::Submit { .. }, _) if submission.status == Status::ChangesRequested => {
            mail_context.came_back(about)
        }
        (Move::Withdraw, _) if submission.reached_the_moderators() => {
            mail_context.museum_withdrew(about)
        }
        // It comes back when it is sent.
        (Move::Amend { .. }, _) => return Ok(()),
        (_, Some((_, said))) => mail_context.museum_answered(about, said),
        _ => return Ok(()),
    };
    let came_back = *wanted != Move::Withdraw;
    let told = match submission.assignee_id {
        Some(id) => wanting(tx, Some(id)).await?,
        None if came_back => wanting(tx, None).await?,
        None => Vec::new(),
    };
    for person in told {
        send(tx, &person, submission, mail.clone()).await?;
    }
    Ok(())
}

async fn colleague_acted(
    tx: &Transaction,
    mail_context: &MailContext,
    submission: &Submission,
    me: i64,
    reading: i64,
    action: Action,
) -> Result<(), DbErr> {
    let people = account::Entity::find()
        .filter(account::Column::Id.is_in([me, reading]))
        .filter(account::Column::Disabled.eq(false))
        .all(tx)
        .await?;
    let find = |id: i64| people.iter().find(|person| person.id == id);
    let (Some(actor), Some(reader)) = (find(me), find(reading)) else {
        return Ok(());
    };
    if !chosen(reader).is_some_and(Notices::hears_of_colleagues) {
        return Ok(());
    }
    let mail = mail_context.colleague_acted(about(submission), &actor.name, action);
    send(tx, reader, submission, mail).await
}

/// Tells an account that a colleague gave it something to read.
///
/// # Errors
/// When the database does not answer.
pub async fn assigned(
    tx: &Transaction,
    mail_context: &MailContext,
    submission: &Submission,
    assignee: i64,
    by: &Actor,
) -> Result<(), DbErr> {
    if by.account_id == Some(assignee) {
        return Ok(());
    }
    let name = match by.account_id {
        Some(id) => account::Entity::find_by_id(id).one(tx).await?,
        None => None,
    };
    let name = name.map_or_else(|| "An operator".to_owned(), |person| person.name);
    let mail = mail_context.assigned_to_you(about(submission), &name);
    for person in wanting(tx, Some(assignee)).await? {
        send(tx, &person, submission, mail.clone()).await?;
    }
    Ok(())
}

/// Tells everybody who wants it at once that somebody may come to harm by what is public.
pub(super) async fn urgent(
    tx: &Transaction,
    mail_context: &MailContext,
    case_id: i64,
    title: &str,
    what: &str,
    message_id: i64,
) -> Result<(), DbErr> {
    let mail = mail_context.urgent_concern(title, what, message_id);
    for person in wanting(tx, None).await? {
        let about = Concerning::Case(case_id);
        outbox::enqueue_about(tx, about, &person.email, mail.clone()).await?;
    }
    Ok(())
}

/// Tells whoever reads a submission that a mail about it did not arrive, once for each. Returns how many mails were
/// written.
///
/// # Errors
/// When the database does not answer.
pub async fn tell_of_failures(db: &Db, mail_context: &MailContext) -> Result<usize, DbErr> {
    let told = Query::select()
        .column(account::Column::Id)
        .from(account::Entity)
        .and_where(account::Column::Notices.eq(Notices::AtOnce.slug()))
        .and_where(account::Column::Disabled.eq(false))
        .to_owned();
    let theirs = Query::select()
        .column(submission::Column::Id)
        .from(submission::Entity)
        .and_where(submission::Column::AssigneeId.in_subquery(told))
        .to_owned();
    let dead = job::Entity::find()
        .filter(job::Column::State.eq(DEAD))
        .filter(job::Column::FinishedAt.gt(db.now_ms() - DAY_MS))
        .filter(job::Column::SubmissionId.in_subquery(theirs))
        // A notice that did not arrive makes no other.
        .filter(job::Column::UniqueKey.is_null())
        .order_by_asc(job::Column::Id)
        .all(db.reader())
        .await?;
    let mut written = 0;
    for failed in dead {
        let Some(submission_id) = failed.submission_id else {
            continue;
        };
        let key = format!("failed:{}:", failed.id);
        let told = job::Entity::find()
            .filter(job::Column::UniqueKey.starts_with(&key))
            .one(db.reader())
            .await?;
        if told.is_some() {
            continue;
        }
        let tx = db.begin().await?;
        let row = submission::Entity::find_by_id(submission_id)
            .one(&tx)
            .await?;
        let Some(submission) = row.map(Submission::from_row) else {
            continue;
        };
        let mail =
            mail_context.email_did_not_arrive(about(&submission), &in_words(&failed.last_error));
        for person in wanting(&tx, submission.assignee_id).await? {
            if mail_goes_to(&failed, &person.email) {
                continue;
            }
            let key = format!("{key}{}", person.id);
            let about = Concerning::Submission(submission_id);
            if outbox::enqueue_once(&tx, &key, about, &person.email, mail.clone()).await? {
                written += 1;
            }
        }
        tx.commit().await?;
    }
    Ok(written)
}

/// It was a notice to this very person.
fn mail_goes_to(failed: &job::Model, address: &str) -> bool {
    serde_json::from_str::<outbox::QueuedMail>(&failed.payload).is_ok_and(|mail| mail.to == address)
}

/// Staff who want to be told at once: this account, or all of them.
async fn wanting(
    db: &impl ConnectionTrait,
    account_id: Option<i64>,
) -> Result<Vec<account::Model>, DbErr> {
    let staff = Role::ALL.iter().filter(|role| role.is_staff());
    let mut select = account::Entity::find()
        .filter(account::Column::Disabled.eq(false))
        .filter(account::Column::Notices.eq(Notices::AtOnce.slug()))
        .filter(account::Column::Role.is_in(staff.map(|role| role.slug())));
    if let Some(id) = account_id {
        select = select.filter(account::Column::Id.eq(id));
    }
    select.order_by_asc(account::Column::Id).all(db).await
}

async fn send(
    tx: &Transaction,
    person: &account::Model,
    submission: &Submission,
    mail: Mail,
) -> Result<(), DbErr> {
    let about = Concerning::Submission(submission.id);
    outbox::enqueue_about(tx, about, &person.email, mail).await?;
    Ok(())
}
