//! The only way in which staff change words or tags: a new revision, an event for each answer that changed,
//! and, where the public reads the text, pages and lists at once.

mod picture;

pub use picture::{PictureChange, set_picture};

use super::entity::{case, revision, submission};
use super::history::{Actor, Detail, NewHistoryEntry, record};
use super::moderation_queue::search_key;
use super::outcome::Outcome;
use super::publishing::NewRevision;
use super::submissions::{Submission, keys_of};
use super::transitions::{Overtaken, overtaken};
use super::{
    Db, DbErr, Transaction, accounts, bank, guards, history, letters, mailed_links, publishing,
    read_content, submissions,
};
use case_study::mail_templates::{About, MailContext};
use case_study::mending::{
    Change, WEIGHT, Whose, changes, faults, may_be_changed, weight_fault, weight_of,
};
use case_study::policy::{Permission, allows};
use case_study::similar::{museum_key, title_key};
use case_study::tags::is_tag;
use case_study::{
    Answers, CaseStudyContent, EditWeight, EventKind, Field, FieldError, Origin, RevisionKind,
    Status, Stored,
};
use sea_orm::sea_query::{Expr, ExprTrait, LockType};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::BTreeSet;

/// What is mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The text of a submission, by its id.
    Submission(i64),
    /// The public text of a compiled case, by the id of the case.
    Compiled(i64),
}

/// A change that a member of staff asks for.
#[derive(Clone, Copy)]
pub struct Mend<'a> {
    pub subject: Subject,
    /// The version of the submission, or of the compiled case, that the person was looking at.
    pub seen_version: i64,
    pub answers: &'a Answers,
    /// The fields that the answers are for. One that was not sent is emptied.
    pub fields: &'a [&'static Field],
    pub weight: EditWeight,
}

/// Sets these fields to these answers. Returns how many of them changed; none is fine.
///
/// # Errors
/// When the database does not answer.
pub async fn set_fields(
    db: &Db,
    mail_context: &MailContext,
    actor: &Actor,
    mend: Mend<'_>,
) -> Result<Outcome<usize>, DbErr> {
    if !mend.fields.iter().all(|field| may_be_changed(field)) {
        return Ok(Outcome::NotAllowed);
    }
    change(db, mail_context, actor, mend).await
}

async fn change(
    db: &Db,
    mail_context: &MailContext,
    actor: &Actor,
    mend: Mend<'_>,
) -> Result<Outcome<usize>, DbErr> {
    let tx = db.begin().await?;
    if !accounts::still_acts(&tx, actor).await? {
        return Ok(Outcome::NotAllowed);
    }
    let done = match mend.subject {
        Subject::Submission(id) => of_submission(&tx, mail_context, actor, id, &mend).await?,
        Subject::Compiled(id) => of_compiled(&tx, actor, id, &mend).await?,
    };
    match done {
        Mended::Made { count, is_public } => {
            tx.commit().await?;
            if is_public {
                bank::announce(db).await;
            }
            Ok(Outcome::Made(count))
        }
        Mended::Refused(outcome) => {
            tx.rollback().await?;
            Ok(outcome)
        }
    }
}

enum Mended {
    Made {
        count: usize,
        /// Readers see it.
        is_public: bool,
    },
    Refused(Outcome<usize>),
}

async fn of_submission(
    tx: &Transaction,
    mail_context: &MailContext,
    actor: &Actor,
    id: i64,
    mend: &Mend<'_>,
) -> Result<Mended, DbErr> {
    let Some(submission) = submissions::locked(tx, id).await? else {
        return Ok(Mended::Refused(Outcome::NotFound));
    };
    if !allows(Permission::Mend, &submission.status, &actor.roles) {
        return Ok(Mended::Refused(Outcome::NotAllowed));
    }
    if let Some(own) = guards::may_not_mend(tx, actor, &submission).await? {
        return Ok(Mended::Refused(Outcome::NotPublishable(vec![own])));
    }
    let is_public = submission.status == Status::Published;
    let whose = if is_public {
        Whose::Public
    } else {
        Whose::InReview
    };
    let before = submissions::current_content(tx, &submission).await?;
    let judged = judged(&before, mend, whose);
    // Who was faster is told before what is wrong: it may be wrong only since then.
    if submission.version != mend.seen_version && !changes_nothing(&judged) {
        return Ok(Mended::Refused(overtaken(tx, id).await?));
    }
    let Judged {
        after,
        changed,
        weight,
    } = match judged {
        Ok(judged) => judged,
        Err(refused) => return Ok(Mended::Refused(refused)),
    };
    let only_tags = changed.iter().all(|change| is_tag(change.field));
    if !raise_version(tx, &submission, &after, only_tags).await? {
        return Ok(Mended::Refused(overtaken(tx, id).await?));
    }
    if is_public {
        // As whoever publishes another version of the case does, before a text is cut.
        bank::hold_generation(tx).await?;
    }
    let revision = NewRevision {
        case_id: submission.case_id,
        submission_id: Some(id),
        kind: if is_public {
            RevisionKind::AsPublished
        } else {
            RevisionKind::AsEdited
        },
        account_id: actor.account_id,
        weight: Some(weight),
        by_us: with_ours(submissions::written_by_us(tx, id).await?, &changed, weight),
    };
    let revision_id = publishing::insert(tx, revision, &after).await?;
    keep_in_history(tx, actor, Some(id), submission.case_id, &changed, weight).await?;
    if weight == EditWeight::Protection && !submission.submitter_email.is_empty() {
        let token = mailed_links::issue_link(tx, id).await?;
        let about = About {
            reference: &submission.reference,
            title: "",
            token: &token,
        };
        let keys: Vec<&str> = changed.iter().map(|change| change.field).collect();
        let mail = mail_context.protected(about, &keys, is_public);
        letters::to_museum(tx, &submission, actor.account_id, mail).await?;
    }
    if is_public {
        publishing::show_mended(tx, submission.case_id, revision_id, &after).await?;
    }
    Ok(Mended::Made {
        count: changed.len(),
        is_public,
    })
}

/// A compiled case has no submission to lock. Whoever publishes one of its case waits for the lock on its
/// submissions, and an import for the bank's generation: each then sees what the other wrote.
async fn of_compiled(
    tx: &Transaction,
    actor: &Actor,
    case_id: i64,
    mend: &Mend<'_>,
) -> Result<Mended, DbErr> {
    if !actor.roles.iter().any(|role| role.is_staff()) {
        return Ok(Mended::Refused(Outcome::NotAllowed));
    }
    let of_museums = submission::Entity::find()
        .filter(submission::Column::CaseId.eq(case_id))
        .lock(LockType::NoKeyUpdate)
        .all(tx)
        .await?;
    bank::hold_generation(tx).await?;
    let Some(row) = case::Entity::find_by_id(case_id).one(tx).await? else {
        return Ok(Mended::Refused(Outcome::NotFound));
    };
    let published = Status::Published.slug();
    let has_own_text = of_museums.iter().any(|one| one.status == published);
    let (true, false, Some(public)) = (
        Origin::is_compiled(&row.origin),
        has_own_text,
        row.published_revision_id,
    ) else {
        return Ok(Mended::Refused(Outcome::NotAllowed));
    };
    let stored = revision::Entity::find_by_id(public)
        .one(tx)
        .await?
        .ok_or_else(|| DbErr::RecordNotFound(format!("revision {public}")))?;
    if let Some(own) = guards::may_not_mend_compiled(tx, actor, case_id).await? {
        return Ok(Mended::Refused(Outcome::NotPublishable(vec![own])));
    }
    let before = submissions::shown(tx, &stored).await?;
    let judged = judged(&before, mend, Whose::Compiled);
    if row.version != mend.seen_version && !changes_nothing(&judged) {
        return Ok(Mended::Refused(overtaken_case(tx, case_id).await?));
    }
    let Judged {
        after,
        changed,
        weight,
    } = match judged {
        Ok(judged) => judged,
        Err(refused) => return Ok(Mended::Refused(refused)),
    };
    let revision = NewRevision {
        case_id,
        submission_id: None,
        kind: RevisionKind::AsPublished,
        account_id: actor.account_id,
        weight: Some(weight),
        by_us: with_ours(keys_of(&stored.by_us), &changed, weight),
    };
    let revision_id = publishing::insert(tx, revision, &after).await?;
    keep_in_history(tx, actor, None, case_id, &changed, weight).await?;
    publishing::show_mended(tx, case_id, revision_id, &after).await?;
    Ok(Mended::Made {
        count: changed.len(),
        is_public: true,
    })
}

/// A text with the answers that were asked for.
struct Judged {
    after: CaseStudyContent,
    /// At least one.
    changed: Vec<Change>,
    weight: EditWeight,
}

/// The text with these answers and what they change, or why they cannot stand there.
fn judged(
    before: &CaseStudyContent,
    mend: &Mend<'_>,
    whose: Whose,
) -> Result<Judged, Outcome<usize>> {
    let mut after = before.clone();
    let mut errors = mend
        .answers
        .put_into(&mut after, mend.fields.iter().copied());
    for fault in faults(before, &after, mend.fields) {
        if errors.iter().all(|error| error.field != fault.field) {
            errors.push(fault);
        }
    }
    let changed = changes(before, &after, mend.fields.iter().copied());
    let weight = weight_of(&changed, mend.weight);
    if let Some(fault) = weight_fault(weight, &changed, whose).filter(|_| !changed.is_empty()) {
        errors.push(FieldError::new(WEIGHT, fault));
    }
    if !errors.is_empty() {
        return Err(Outcome::Incomplete(errors));
    }
    if changed.is_empty() {
        return Err(Outcome::Made(0));
    }
    Ok(Judged {
        after,
        changed,
        weight,
    })
}

/// A second press of the button is no conflict with the first.
const fn changes_nothing(judged: &Result<Judged, Outcome<usize>>) -> bool {
    matches!(judged, Err(Outcome::Made(0)))
}

fn with_ours(
    mut by_us: BTreeSet<String>,
    changed: &[Change],
    weight: EditWeight,
) -> BTreeSet<String> {
    let ours = changed
        .iter()
        .filter(|change| change.is_written_by_us(weight));
    by_us.extend(ours.map(|change| change.field.to_owned()));
    by_us
}

/// Raises the version of a submission, and what the queue knows of its text follows; `false` when somebody
/// was faster.
async fn raise_version(
    tx: &Transaction,
    submission: &Submission,
    after: &CaseStudyContent,
    only_tags: bool,
) -> Result<bool, DbErr> {
    let (mut from, mut until) = submission.only_tags;
    if only_tags {
        // It goes on where the last change of tags ended, or starts here.
        from = if until == submission.version {
            from
        } else {
            submission.version
        };
        until = submission.version + 1;
    }
    let found_by = search_key(
        &after.title,
        &after.museum,
        &submission.reference,
        &submission.submitter_email,
    );
    let updated = submission::Entity::update_many()
        .col_expr(
            submission::Column::Version,
            Expr::col(submission::Column::Version).add(1),
        )
        .col_expr(submission::Column::SearchKey, Expr::value(found_by))
        .col_expr(submission::Column::Title, Expr::value(after.title.as_str()))
        .col_expr(
            submission::Column::Museum,
            Expr::value(after.museum.as_str()),
        )
        .col_expr(
            submission::Column::TitleKey,
            Expr::value(title_key(&after.title)),
        )
        .col_expr(
            submission::Column::MuseumKey,
            Expr::value(museum_key(&after.museum)),
        )
        .col_expr(
            submission::Column::Strand,
            Expr::value(after.strand.as_str()),
        )
        .col_expr(submission::Column::UpdatedAt, Expr::value(tx.now_ms()))
        .col_expr(submission::Column::TagsFrom, Expr::value(from))
        .col_expr(submission::Column::TagsUntil, Expr::value(until))
        .filter(submission::Column::Id.eq(submission.id))
        .filter(submission::Column::Version.eq(submission.version))
        .exec(tx)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// An event for each answer that changed.
async fn keep_in_history(
    tx: &Transaction,
    actor: &Actor,
    submission_id: Option<i64>,
    case_id: i64,
    changed: &[Change],
    weight: EditWeight,
) -> Result<(), DbErr> {
    for change in changed {
        let tag = is_tag(change.field);
        let detail = Detail {
            field: change.field.to_owned(),
            before: change.before.clone(),
            after: change.after.clone(),
            // Tags are form: there is nothing to say about it.
            weight: if tag {
                String::new()
            } else {
                weight.slug().to_owned()
            },
            ..Detail::default()
        };
        let kind = if tag { EventKind::Tag } else { EventKind::Edit };
        let entry = NewHistoryEntry {
            submission_id,
            case_id: Some(case_id),
            detail,
            ..NewHistoryEntry::of(kind)
        };
        record(tx, actor, entry).await?;
    }
    Ok(())
}

/// The answer to somebody who came second at a compiled case.
async fn overtaken_case(tx: &Transaction, case_id: i64) -> Result<Outcome<usize>, DbErr> {
    let last = history::of_case(tx, case_id)
        .await?
        .pop()
        .ok_or_else(|| DbErr::RecordNotFound(format!("history of case {case_id}")))?;
    Ok(Outcome::Overtaken(Box::new(Overtaken {
        status: Stored::Known(Status::Published),
        by: last.by,
        kind: last.kind,
        at: last.at,
    })))
}

/// A compiled case as staff mend it.
#[derive(Debug, Clone)]
pub struct CompiledCase {
    pub case_id: i64,
    pub slug: String,
    pub state: Stored<case_study::CaseState>,
    pub version: i64,
    pub content: CaseStudyContent,
    /// The text that an import wrote.
    pub imported: CaseStudyContent,
    /// Keys of the fields that moderators wrote.
    pub by_us: BTreeSet<String>,
}

/// What stands at a slug of the public, for staff.
#[derive(Debug, Clone)]
pub enum AtSlug {
    Compiled(Box<CompiledCase>),
    /// A museum sent what the public reads: the reference of its submission.
    OfMuseum(String),
    Missing,
}

/// The case at this slug, whether it is public or was taken down.
///
/// # Errors
/// When the database does not answer.
pub async fn at_slug(db: &Db, slug: &str) -> Result<AtSlug, DbErr> {
    let found = case::Entity::find()
        .filter(case::Column::Slug.eq(slug))
        .one(db.reader())
        .await?;
    let Some((row, public)) = found.and_then(|row| {
        let public = row.published_revision_id?;
        Some((row, public))
    }) else {
        return Ok(AtSlug::Missing);
    };
    if let Some(submission) = submissions::published_of_case(db, row.id).await? {
        return Ok(AtSlug::OfMuseum(submission.reference));
    }
    if !Origin::is_compiled(&row.origin) {
        return Ok(AtSlug::Missing);
    }
    let wanted = [Some(public), row.imported_revision_id];
    let revisions = revision::Entity::find()
        .filter(revision::Column::Id.is_in(wanted.into_iter().flatten()))
        .all(db.reader())
        .await?;
    let text = |id: i64| revisions.iter().find(|revision| revision.id == id);
    let Some(stored) = text(public) else {
        return Ok(AtSlug::Missing);
    };
    let imported = row.imported_revision_id.and_then(text).unwrap_or(stored);
    Ok(AtSlug::Compiled(Box::new(CompiledCase {
        case_id: row.id,
        slug: slug.to_owned(),
        state: publishing::state_of(&row),
        version: row.version,
        content: read_content(&stored.content)?,
        imported: read_content(&imported.content)?,
        by_us: keys_of(&stored.by_us),
    })))
}
