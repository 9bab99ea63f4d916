//! What a move says: the letter that tells the museum, and what the history keeps.

use crate::entity::event;
use crate::history::{Actor, Detail};
use crate::mail_limits;
use crate::mail_limits::TypedFor;
use crate::submissions::Submission;
use crate::{DbErr, Transaction, letters, mailed_links, publishing};
use case_study::agreement::questions_in_words;
use case_study::decision::Beside;
use case_study::mail_templates::{About, Mail, MailContext};
use case_study::manner::Manner;
use case_study::{Move, Role};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The letter that tells the museum, if one does. Whoever moves a case study of their own may have typed the address of
/// anybody: no address is told of many of them.
pub(super) async fn tell_the_museum(
    tx: &Transaction,
    mail_context: &MailContext,
    actor: &Actor,
    submission: &Submission,
    wanted: &Move,
    (manner, beside): (&Manner, &Beside),
) -> Result<Option<i64>, DbErr> {
    if submission.submitter_email.is_empty() || !wanted.mails() {
        return Ok(None);
    }
    if *wanted == Move::Reopen && !stands_by_a_letter(tx, submission).await? {
        return Ok(None);
    }
    if actor.recorded_role() == Role::Submitter
        && !mail_limits::allow(tx, TypedFor::Move, submission).await?
    {
        return Ok(None);
    }
    let token = mailed_links::issue_link(tx, submission.id).await?;
    let about = About {
        reference: &submission.reference,
        title: &submission.title,
        token: &token,
    };
    let slug = if *wanted == Move::Publish {
        publishing::slug_of(tx, submission.case_id).await?
    } else {
        String::new()
    };
    match wanted.mail_beside(mail_context, about, &slug, beside) {
        Some(mail) => {
            let mail = edited(mail, manner);
            letters::to_museum(tx, submission, actor.account_id, mail).await
        }
        None => Ok(None),
    }
}

/// The letter as a moderator edited it, where one did.
pub(crate) fn edited(mail: Mail, manner: &Manner) -> Mail {
    match &manner.letter {
        Some(letter) => mail.saying(&letter.body),
        None => mail,
    }
}

/// Whether the museum had a letter that says that a submission stands where it does.
///
/// # Errors
/// When the database does not answer.
pub async fn stands_by_a_letter(
    db: &impl ConnectionTrait,
    submission: &Submission,
) -> Result<bool, DbErr> {
    let letter: Option<Option<i64>> = event::Entity::find()
        .select_only()
        .column(event::Column::LetterId)
        .filter(event::Column::SubmissionId.eq(submission.id))
        .filter(event::Column::ToState.eq(submission.status.slug()))
        .filter(Expr::col(event::Column::FromState).ne(Expr::col(event::Column::ToState)))
        .order_by_desc(event::Column::Id)
        .into_tuple()
        .one(db)
        .await?;
    Ok(letter.flatten().is_some())
}

/// What the history keeps of what a move carries; `letter` is what a museum wrote with an answer. Of a letter that
/// was edited before it went, it keeps what went.
pub(super) fn detail_of(wanted: &Move, letter: String, manner: &Manner) -> Detail {
    let detail = carried_by(wanted, letter);
    let edited = manner.letter.as_ref().filter(|_| wanted.mails());
    Detail {
        message: edited.map_or(detail.message, |letter| letter.body.clone()),
        note: match &manner.put_back {
            Some(why) if *wanted == Move::Publish => why.clone(),
            _ => detail.note,
        },
        ..detail
    }
}

fn carried_by(wanted: &Move, letter: String) -> Detail {
    match wanted {
        Move::RequestChanges {
            reason,
            field,
            message,
        } => Detail {
            reason: reason.clone(),
            field: field.clone(),
            message: message.clone(),
            ..Detail::default()
        },
        Move::Decline { reason, message } => Detail {
            reason: reason.clone(),
            message: message.clone(),
            ..Detail::default()
        },
        Move::AskYes { questions, message } => {
            let message = Some(message.clone()).filter(|message| !message.is_empty());
            let said = message.into_iter().chain(questions_in_words(questions));
            Detail {
                message: said.collect::<Vec<_>>().join("\n\n"),
                ..Detail::default()
            }
        }
        Move::Agree { .. } | Move::Answer { .. } | Move::Amend { .. } | Move::Refuse { .. } => {
            Detail {
                message: letter,
                ..Detail::default()
            }
        }
        Move::Submit { .. }
        | Move::StartReview
        | Move::Approve
        | Move::Publish
        | Move::Withdraw
        | Move::Reopen
        | Move::CallBack
        | Move::Lapse
        | Move::Resume
        | Move::Replace
        | Move::Second => Detail::default(),
    }
}
