//! The second person's yes, where somebody could be harmed: who gave it, who may give it, and what somebody did so
//! that it would not be needed.

use crate::cut_texts::CutText;
use crate::entity::{agreement, event, revision, submission};
use crate::submissions::keys_of;
use crate::{DbErr, agreements, read_content_to_show};
use case_study::agreement::Said;
use case_study::sensitive::{Sensitive, sensitive};
use case_study::tags::is_tag;
use case_study::{EditWeight, EventKind};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, HashSet};

/// Who wrote something of the text since the museum last sent it or agreed. A tag is no word of it.
pub(super) fn authors_since(texts: &[CutText], seen: Option<i64>) -> HashSet<i64> {
    let form = EditWeight::Form.slug();
    let mut authors = HashSet::new();
    let mut ours = 0;
    for text in texts {
        let now_ours = keys_of(&text.by_us)
            .iter()
            .filter(|key| !is_tag(key))
            .count();
        let wrote = text.weight.as_deref().is_some_and(|weight| weight != form) || now_ours > ours;
        if wrote && text.weight.is_some() && seen.is_none_or(|seen| text.id > seen) {
            authors.extend(text.account_id);
        }
        ours = now_ours;
    }
    authors
}

/// The accounts that said yes to this very text, whatever they are now.
pub(super) async fn given_for(
    db: &impl ConnectionTrait,
    submission_id: i64,
    revision_id: i64,
) -> Result<HashSet<i64>, DbErr> {
    let given: Vec<Option<i64>> = agreement::Entity::find()
        .select_only()
        .column(agreement::Column::AccountId)
        .filter(agreement::Column::SubmissionId.eq(submission_id))
        .filter(agreement::Column::Side.eq(agreements::COLLEAGUE))
        .filter(agreement::Column::Answer.eq(Said::Yes.slug()))
        .filter(agreement::Column::RevisionId.eq(revision_id))
        .into_tuple()
        .all(db)
        .await?;
    Ok(given.into_iter().flatten().collect())
}

/// Whether a moderator's tick stands that somebody could be harmed.
pub(super) async fn is_ticked(
    db: &impl ConnectionTrait,
    submission_id: i64,
) -> Result<bool, DbErr> {
    let by: Option<Option<i64>> = submission::Entity::find_by_id(submission_id)
        .select_only()
        .column(submission::Column::SensitiveBy)
        .into_tuple()
        .one(db)
        .await?;
    Ok(by.flatten().is_some())
}

/// Who took such a tick back last; nobody where none was, or another stands.
pub(super) async fn who_took_tick_back(
    db: &impl ConnectionTrait,
    submission_id: i64,
) -> Result<Option<i64>, DbErr> {
    let kinds = [EventKind::MarkSensitive, EventKind::UnmarkSensitive].map(EventKind::slug);
    let last: Option<(String, Option<i64>)> = event::Entity::find()
        .select_only()
        .columns([event::Column::Action, event::Column::AccountId])
        .filter(event::Column::SubmissionId.eq(submission_id))
        .filter(event::Column::Action.is_in(kinds))
        .order_by_desc(event::Column::Id)
        .into_tuple()
        .one(db)
        .await?;
    let last = last.filter(|(kind, _)| kind == EventKind::UnmarkSensitive.slug());
    Ok(last.and_then(|(_, by)| by))
}

/// Whether somebody took out of the text what made it need two people, since its museum last sent it or agreed: a
/// reason that stood in a text of somebody else's, and that a change of theirs ended. What they put in themselves
/// they may take out.
pub(super) async fn took_out(
    db: &impl ConnectionTrait,
    texts: &[CutText],
    seen: Option<i64>,
    who: i64,
    now: &[Sensitive],
) -> Result<bool, DbErr> {
    let is_theirs = |text: &CutText| text.weight.is_some() && text.account_id == Some(who);
    let since = texts
        .iter()
        .position(|text| Some(text.id) == seen)
        .unwrap_or_default();
    let texts = texts.get(since..).unwrap_or_default();
    // Nearly everybody who decides changed nothing.
    if !texts.iter().skip(1).any(is_theirs) {
        return Ok(false);
    }
    let reasons = reasons_of(db, texts).await?;
    let of = |text: &CutText| reasons.get(&text.id).map_or(&[][..], Vec::as_slice);
    let mut of_others: Vec<&Sensitive> = Vec::new();
    for (before, text) in texts.iter().zip(texts.iter().skip(1)) {
        if !is_theirs(before) {
            of_others.extend(of(before));
        }
        let ended = |reason: &&Sensitive| !of(text).contains(reason) && !now.contains(reason);
        let mut gone = of(before).iter().filter(ended);
        if is_theirs(text) && gone.any(|reason| of_others.contains(&reason)) {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn reasons_of(
    db: &impl ConnectionTrait,
    texts: &[CutText],
) -> Result<HashMap<i64, Vec<Sensitive>>, DbErr> {
    let rows: Vec<(i64, String)> = revision::Entity::find()
        .select_only()
        .columns([revision::Column::Id, revision::Column::Content])
        .filter(revision::Column::Id.is_in(texts.iter().map(|text| text.id)))
        .into_tuple()
        .all(db)
        .await?;
    rows.into_iter()
        .map(|(id, content)| Ok((id, sensitive(&read_content_to_show(&content)?))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::authors_since;
    use crate::cut_texts::CutText;
    use std::collections::HashSet;

    fn text(id: i64, by: i64, weight: Option<&str>, by_us: &str) -> CutText {
        CutText {
            id,
            kind: "as_edited".into(),
            account_id: Some(by),
            weight: weight.map(str::to_owned),
            by_us: by_us.into(),
        }
    }

    #[test]
    fn who_wrote_what_it_says_is_an_author_and_who_corrected_spelling_is_not() {
        let texts = [
            text(1, 9, None, "[]"),
            text(2, 1, Some("form"), "[]"),
            text(3, 2, Some("meaning"), "[\"did\"]"),
            text(4, 3, Some("form"), "[\"did\"]"),
            // Filled in what stood empty.
            text(5, 4, Some("form"), "[\"did\",\"summary\"]"),
            text(6, 5, Some("protection"), "[\"did\",\"summary\"]"),
            // Chose the evidence label.
            text(
                7,
                6,
                Some("form"),
                "[\"did\",\"evidence_label\",\"summary\"]",
            ),
        ];
        assert_eq!(authors_since(&texts, None), HashSet::from([2, 4, 5]));
        // What the museum has seen since is its own.
        assert_eq!(authors_since(&texts, Some(3)), HashSet::from([4, 5]));
        assert_eq!(authors_since(&texts, Some(6)), HashSet::new());
    }
}
