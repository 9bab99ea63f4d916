//! Everything that is held about an address, as a document for its holder.

use super::{account_of, is_address, queued, submissions_of, texts, words};
use crate::entity::{
    agreement, declaration, field_note, intake_mail, letter, question, reader_message, revision,
    session, submission, thought, working_copy,
};
use crate::{Db, DbErr, history, material, read_content_to_show};
use case_study::dates::rfc3339;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

/// Everything that is held about the address with this key. Times are in UTC. The page gives every list of it a line.
///
/// # Errors
/// When the database does not answer, or holds what cannot be read.
pub async fn held(db: &Db, key: &str) -> Result<Value, DbErr> {
    let account = account_of(db.reader(), key).await?;
    let of_account = account.as_ref().map(|row| row.id);
    let mut case_studies = Vec::new();
    let submissions = submissions_of(db.reader(), key, of_account).await?;
    for row in &submissions {
        case_studies.push(of_submission(db, row).await?);
    }
    let own: Vec<i64> = submissions.iter().map(|row| row.id).collect();
    let account = match account {
        None => Value::Null,
        Some(row) => json!({
            "name": row.name,
            "email": row.email,
            "role": row.role,
            "begun_at": rfc3339(row.created_at),
            "last_signed_in_at": row.seen_at.map(rfc3339),
            "closed": row.disabled,
            "notices": row.notices,
            "signed_in_with": signed_in_with(db, row.id).await?,
        }),
    };
    let mut emails = queued::held(db, key).await?;
    let mut to_museums = questions(db, key).await?;
    to_museums.append(&mut emails.from_them);
    let mut stands_in = words::held(db, key).await?;
    stands_in.append(&mut emails.inside);
    Ok(json!({
        "address": key,
        "written_at": rfc3339(db.now_ms()),
        "account": account,
        "case_studies": case_studies,
        "named_in": texts::held(db, key, &own).await?,
        "messages_to_moderators": messages(db, key).await?,
        "messages_to_museums": to_museums,
        "thoughts": thoughts(db, key).await?,
        "emails_read_in": read_in(db, key).await?,
        "emails_on_their_way": emails.to_them,
        "stands_in": stands_in,
    }))
}

async fn of_submission(db: &Db, row: &submission::Model) -> Result<Value, DbErr> {
    let id = row.id;
    let copy = working_copy::Entity::find_by_id(id)
        .one(db.reader())
        .await?;
    let copy = match copy {
        None => Value::Null,
        Some(copy) => json!({
            "saved_at": rfc3339(copy.saved_at),
            "text": content(&copy.content)?,
        }),
    };
    let texts = revision::Entity::find()
        .filter(revision::Column::SubmissionId.eq(id))
        .order_by_asc(revision::Column::Id)
        .all(db.reader())
        .await?
        .into_iter()
        .map(|text| {
            Ok(json!({
                "kind": text.kind,
                "written_at": rfc3339(text.created_at),
                "text": content(&text.content)?,
            }))
        })
        .collect::<Result<Vec<_>, DbErr>>()?;
    let letters = letter::Entity::find()
        .filter(letter::Column::SubmissionId.eq(id))
        .order_by_asc(letter::Column::Id)
        .all(db.reader())
        .await?;
    let letters = letters.into_iter().map(|one| {
        json!({
            "from_you": one.from_museum,
            "written_at": rfc3339(one.created_at),
            "subject": one.subject,
            "text": one.body,
        })
    });
    let declared = declaration::Entity::find()
        .filter(declaration::Column::SubmissionId.eq(id))
        .order_by_asc(declaration::Column::Id)
        .all(db.reader())
        .await?;
    let declared = declared.into_iter().map(
        |one| json!({ "what": one.key, "wording": one.wording, "given_at": rfc3339(one.given_at) }),
    );
    let answers = agreement::Entity::find()
        .filter(agreement::Column::SubmissionId.eq(id))
        .filter(agreement::Column::Side.eq("museum"))
        .order_by_asc(agreement::Column::Id)
        .all(db.reader())
        .await?;
    let answers = answers.into_iter().map(|one| {
        json!({
            "asked_at": rfc3339(one.asked_at),
            "answer": one.answer,
            "words": one.words,
            "answered_at": one.answered_at.map(rfc3339),
        })
    });
    let notes = field_note::Entity::find()
        .filter(field_note::Column::SubmissionId.eq(id))
        .filter(field_note::Column::Reach.eq("museum"))
        .filter(field_note::Column::State.ne("draft"))
        .order_by_asc(field_note::Column::Id)
        .all(db.reader())
        .await?;
    let notes = notes
        .into_iter()
        .map(|one| json!({ "field": one.field, "asked": one.words, "your_reply": one.reply }));
    let brought = material::of_submission(db.reader(), id).await?;
    let brought = brought
        .into_iter()
        .map(|one| json!({ "name": one.name, "pieces": one.pieces }));
    let events = history::history(db, id).await?;
    let events = events.into_iter().filter_map(|one| {
        let what = one.kind.text_for_author(&one.role)?;
        Some(json!({ "at": rfc3339(one.at), "what": what }))
    });
    Ok(json!({
        "reference": row.reference,
        "title": row.title,
        "museum": row.museum,
        "status": row.status,
        "email": row.submitter_email,
        "begun_at": rfc3339(row.created_at),
        "sent_at": row.first_sent_at.map(rfc3339),
        "being_written": copy,
        "texts": texts,
        "letters": letters.collect::<Vec<_>>(),
        "brought": brought.collect::<Vec<_>>(),
        "declared": declared.collect::<Vec<_>>(),
        "answers": answers.collect::<Vec<_>>(),
        "questions": notes.collect::<Vec<_>>(),
        "history": events.collect::<Vec<_>>(),
    }))
}

fn content(stored: &str) -> Result<Value, DbErr> {
    let content = read_content_to_show(stored)?;
    serde_json::to_value(content).map_err(|error| DbErr::Custom(crate::place_of(&error)))
}

async fn messages(db: &Db, key: &str) -> Result<Vec<Value>, DbErr> {
    let rows = reader_message::Entity::find()
        .filter(is_address(reader_message::Column::Email, key))
        .order_by_asc(reader_message::Column::Id)
        .all(db.reader())
        .await?;
    let one = |row: reader_message::Model| {
        json!({
            "kind": row.kind,
            "name": row.sender,
            "email": row.email,
            "text": row.body,
            "sent_at": rfc3339(row.created_at),
            "handled_at": row.handled_at.map(rfc3339),
        })
    };
    Ok(rows.into_iter().map(one).collect())
}

async fn questions(db: &Db, key: &str) -> Result<Vec<Value>, DbErr> {
    let rows = question::Entity::find()
        .filter(question::Column::EmailKey.eq(key))
        .order_by_asc(question::Column::Id)
        .all(db.reader())
        .await?;
    let one = |row: question::Model| {
        json!({
            "name": row.sender,
            "email": row.email,
            "text": row.body,
            "sent_at": rfc3339(row.created_at),
            "deleted_at": rfc3339(row.expires_at),
        })
    };
    Ok(rows.into_iter().map(one).collect())
}

/// What they think of the campaign, with our answer.
async fn thoughts(db: &Db, key: &str) -> Result<Vec<Value>, DbErr> {
    let rows = thought::Entity::find()
        .filter(is_address(thought::Column::Email, key))
        .order_by_asc(thought::Column::Id)
        .all(db.reader())
        .await?;
    let one = |row: thought::Model| {
        json!({
            "topic": row.topic,
            "email": row.email,
            "text": row.body,
            "sent_at": rfc3339(row.created_at),
            "answer": row.answer,
            "handled_at": row.handled_at.map(rfc3339),
        })
    };
    Ok(rows.into_iter().map(one).collect())
}

/// Emails of theirs that were read in: what became of each stands elsewhere.
async fn read_in(db: &Db, key: &str) -> Result<Vec<Value>, DbErr> {
    let rows = intake_mail::Entity::find()
        .filter(is_address(intake_mail::Column::Sender, key))
        .order_by_asc(intake_mail::Column::Id)
        .all(db.reader())
        .await?;
    let one = |row: intake_mail::Model| {
        json!({
            "subject": row.subject,
            "sender": row.sender,
            "files": row.files,
            "read_in_at": rfc3339(row.created_at),
            "became": row.outcome,
        })
    };
    Ok(rows.into_iter().map(one).collect())
}

async fn signed_in_with(db: &Db, account_id: i64) -> Result<Vec<Value>, DbErr> {
    let rows = session::Entity::find()
        .filter(session::Column::AccountId.eq(account_id))
        .order_by_asc(session::Column::CreatedAt)
        .all(db.reader())
        .await?;
    let one = |row: session::Model| {
        json!({
            "browser": row.agent,
            "since": rfc3339(row.created_at),
            "last_used_at": row.seen_at.map(rfc3339),
        })
    };
    Ok(rows.into_iter().map(one).collect())
}
