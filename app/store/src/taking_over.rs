//! What staff changed in a public text while its museum was writing a new version of it is taken over when that is
//! published.

use super::entity::{case, revision};
use super::submissions::Submission;
use super::{DbErr, Transaction, submissions};
use case_study::{CaseStudyContent, FIELDS, Field, Kind};
use sea_orm::EntityTrait;

/// A new version's text with what changed in the public text since it was begun. Where both changed the same
/// answer, the new version's stands.
pub(super) async fn with_changes_of_the_public_text(
    tx: &Transaction,
    submission: &Submission,
    content: CaseStudyContent,
) -> Result<CaseStudyContent, DbErr> {
    let Some(base_id) = submission.base_revision_id else {
        return Ok(content);
    };
    let public_id = case::Entity::find_by_id(submission.case_id)
        .one(tx)
        .await?
        .and_then(|row| row.published_revision_id);
    let Some(public_id) = public_id.filter(|id| *id != base_id) else {
        return Ok(content);
    };
    let (base, public) = (text(tx, base_id).await?, text(tx, public_id).await?);
    Ok(merged(&base, &public, content))
}

/// Without the files that it does not show any more: what the consent ended for is no change of staff's.
async fn text(tx: &Transaction, revision_id: i64) -> Result<CaseStudyContent, DbErr> {
    let row = revision::Entity::find_by_id(revision_id).one(tx).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound(format!("revision {revision_id}")))?;
    submissions::shown(tx, &row).await
}

fn merged(
    base: &CaseStudyContent,
    public: &CaseStudyContent,
    mut new: CaseStudyContent,
) -> CaseStudyContent {
    for field in FIELDS {
        let (before, now) = (answers(field, base), answers(field, public));
        if before != now && answers(field, &new) == before {
            take(field, public, &mut new);
        }
    }
    new
}

fn answers(field: &Field, content: &CaseStudyContent) -> Vec<String> {
    let mut answers = field.answers(content);
    if matches!(field.kind, Kind::Many(..)) {
        answers.sort();
    }
    answers
}

fn take(field: &Field, from: &CaseStudyContent, into: &mut CaseStudyContent) {
    // What was stored once can be stored again; if not, the text stays as it is.
    let _ = field.put(into, &field.answers(from));
}

#[cfg(test)]
mod tests {
    use super::merged;
    use case_study::CaseStudyContent;

    fn text(title: &str, need: &str, themes: &[&str]) -> CaseStudyContent {
        CaseStudyContent {
            title: title.into(),
            need: need.into(),
            themes: themes.iter().map(|slug| (*slug).to_owned()).collect(),
            ..Default::default()
        }
    }

    #[test]
    fn what_staff_changed_in_the_public_text_is_never_undone_by_a_version_that_did_not_touch_it() {
        let base = text("Tea", "People were lonly", &["carers"]);
        let public = text("Tea", "People were lonely", &["carers", "loneliness"]);
        let new = text("Tea and cake", "People were lonly", &["carers"]);
        assert_eq!(
            merged(&base, &public, new),
            text(
                "Tea and cake",
                "People were lonely",
                &["carers", "loneliness"]
            )
        );
    }

    #[test]
    fn what_the_new_version_changed_itself_stands() {
        let base = text("Tea", "", &["carers", "loneliness"]);
        let public = text("Tea", "", &["carers"]);
        let new = text("Tea", "", &["homelessness"]);
        assert_eq!(merged(&base, &public, new.clone()), new);
        // Another order is no change.
        let turned = text("Tea", "", &["loneliness", "carers"]);
        assert_eq!(merged(&base, &public, turned).themes, ["carers"]);
    }
}
