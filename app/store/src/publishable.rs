//! What stands in the way of publishing a submission. Asked on its page, and again inside the move.

use super::cut_texts::CutText;
use super::entity::{case, revision};
use super::guards::Standing;
use super::submissions::{Submission, keys_of};
use super::{DbErr, agreements, cut_texts, declarations, guards, read_content, submissions};
use case_study::declarations::covers_publication;
use case_study::fields::field;
use case_study::mending::{changeable, changes};
use case_study::publishable::{Obstacle, brings_back};
use case_study::tags::is_tag;
use case_study::validation::check_to_publish;
use case_study::{Action, CaseStudyContent, EditWeight, RevisionKind};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// Everything that has to be done to its text before; nothing when it may be published.
///
/// # Errors
/// When the database does not answer.
pub async fn obstacles(
    db: &impl ConnectionTrait,
    submission: &Submission,
) -> Result<Vec<Obstacle>, DbErr> {
    let content = submissions::current_content(db, submission).await?;
    of_text(db, submission, &content).await
}

/// The same for whoever has read it.
async fn of_text(
    db: &impl ConnectionTrait,
    submission: &Submission,
    content: &CaseStudyContent,
) -> Result<Vec<Obstacle>, DbErr> {
    let texts = cut_texts::of_submission(db, submission.id).await?;
    let mut found: Vec<Obstacle> = check_to_publish(content)
        .into_iter()
        .map(Obstacle::Needed)
        .collect();
    found.extend(undoes(db, submission, content).await?);
    let seen = seen_by_museum(db, submission, &texts).await?;
    if let Some(unseen) = not_agreed(&texts, seen) {
        found.push(unseen);
    } else if !is_declared(db, submission, &texts).await? {
        // What the museum says yes to is declared with it, so that is only asked of a text that stands.
        found.push(Obstacle::NotDeclared);
    }
    Ok(found)
}

/// The same for somebody who would publish it, with what the guards say of them.
///
/// # Errors
/// When the database does not answer.
pub async fn obstacles_for(
    db: &impl ConnectionTrait,
    submission: &Submission,
    decider: Option<i64>,
) -> Result<Vec<Obstacle>, DbErr> {
    Ok(ahead(db, submission, decider).await?.0)
}

/// The same, with how the guards stand: both from one reading of the text.
///
/// # Errors
/// When the database does not answer.
pub async fn ahead(
    db: &impl ConnectionTrait,
    submission: &Submission,
    decider: Option<i64>,
) -> Result<(Vec<Obstacle>, Standing), DbErr> {
    let content = submissions::current_content(db, submission).await?;
    let mut found = of_text(db, submission, &content).await?;
    let standing = guards::standing_of(db, submission, &content, decider).await?;
    found.extend(standing.obstacles(Action::Publish));
    Ok((found, standing))
}

/// The newest text that the museum sent or said yes to; of a new version that it did neither with, the one
/// that it started from.
pub(super) async fn seen_by_museum(
    db: &impl ConnectionTrait,
    submission: &Submission,
    texts: &[CutText],
) -> Result<Option<i64>, DbErr> {
    let sent = texts
        .iter()
        .rfind(|text| text.kind == RevisionKind::AsSubmitted.slug())
        .map(|text| text.id);
    let agreed = agreements::last_yes(db, submission.id).await?;
    Ok(sent.max(agreed).or(submission.base_revision_id))
}

/// Whether staff changed what a text says after the museum last saw it.
fn not_agreed(texts: &[CutText], seen: Option<i64>) -> Option<Obstacle> {
    let meaning = EditWeight::Meaning.slug();
    let changed = texts.iter().any(|text| {
        text.weight.as_deref() == Some(meaning) && seen.is_none_or(|seen| text.id > seen)
    });
    let newest = texts.last().filter(|_| changed)?;
    Some(Obstacle::NotAgreed(
        keys_of(&newest.by_us)
            .into_iter()
            .filter(|key| !is_tag(key))
            .collect(),
    ))
}

/// Whether every declaration was given, for a text whose meaning staff did not change since. A new version has
/// those about the public text that it starts from.
async fn is_declared(
    db: &impl ConnectionTrait,
    submission: &Submission,
    texts: &[CutText],
) -> Result<bool, DbErr> {
    let meaning = EditWeight::Meaning.slug();
    let changed = texts
        .iter()
        .rfind(|text| text.weight.as_deref() == Some(meaning));
    let since = changed.map_or(0, |text| text.id);
    let given = declarations::of_submission(db, submission.id).await?;
    let counts = given.into_iter().filter(|one| one.revision_id >= since);
    let keys: Vec<String> = counts.map(|one| one.key).collect();
    Ok(covers_publication(&keys))
}

/// Answers of the public text that were changed to protect a person since a version was begun, where this
/// version says something of its own and has words again that were taken out. An answer that it did not touch
/// is taken over when it is published.
async fn undoes(
    db: &impl ConnectionTrait,
    submission: &Submission,
    content: &CaseStudyContent,
) -> Result<Vec<Obstacle>, DbErr> {
    let Some(base_id) = submission.base_revision_id else {
        return Ok(Vec::new());
    };
    let public = case::Entity::find_by_id(submission.case_id)
        .one(db)
        .await?
        .and_then(|row| row.published_revision_id);
    let Some(public_id) = public.filter(|public| *public != base_id) else {
        return Ok(Vec::new());
    };
    let since = revision::Entity::find()
        .filter(revision::Column::CaseId.eq(submission.case_id))
        .filter(revision::Column::Id.between(base_id, public_id))
        .order_by_asc(revision::Column::Id)
        .all(db)
        .await?;
    let protected = since.iter().any(|text| {
        text.submission_id != Some(submission.id)
            && text.weight.as_deref() == Some(EditWeight::Protection.slug())
    });
    let (Some(base), Some(public)) = (since.first(), since.last().filter(|_| protected)) else {
        return Ok(Vec::new());
    };
    let (base, public) = (read_content(&base.content)?, read_content(&public.content)?);
    let words = changeable().filter(|field| !is_tag(field.key));
    Ok(changes(&base, &public, words)
        .into_iter()
        .filter(|change| {
            let here = field(change.field).map_or_else(Vec::new, |field| field.answers(content));
            here != change.before && brings_back(change, &here)
        })
        .map(|change| Obstacle::Undoes(change.field.to_owned()))
        .collect())
}
