//! The last day on which a photograph may be shown. What the public text says of it holds for as long as that is
//! public: nobody else has been asked, and a draft that is never sent asks nobody.

use super::Holder;
use crate::entity::{blob, blob_use, case};
use crate::{DbErr, Transaction};
use case_study::{CaseStudyContent, Picture};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeSet, HashMap};

/// Notes the days that a text says which is not public. What the public text shows keeps its own.
pub(super) async fn note_days(
    tx: &Transaction,
    case_id: i64,
    content: &CaseStudyContent,
) -> Result<(), DbErr> {
    if content.pictures.is_empty() {
        return Ok(());
    }
    let public_text = Query::select()
        .column(case::Column::PublishedRevisionId)
        .from(case::Entity)
        .and_where(case::Column::Id.eq(case_id))
        .to_owned();
    let public: Vec<i64> = blob_use::Entity::find()
        .select_only()
        .column(blob_use::Column::BlobId)
        .filter(blob_use::Column::Holder.eq(Holder::REVISION))
        .filter(blob_use::Column::HolderId.in_subquery(public_text))
        .into_tuple()
        .all(tx)
        .await?;
    write(tx, case_id, content, &public).await
}

/// The days that a text says hold from now on: it becomes the public one in this transaction.
pub(crate) async fn days_hold(
    tx: &Transaction,
    case_id: i64,
    content: &CaseStudyContent,
) -> Result<(), DbErr> {
    if content.pictures.is_empty() {
        return Ok(());
    }
    write(tx, case_id, content, &[]).await
}

/// Writes the days of everything but what `kept` is one with.
async fn write(
    tx: &Transaction,
    case_id: i64,
    content: &CaseStudyContent,
    kept: &[i64],
) -> Result<(), DbErr> {
    let rows = blob::Entity::find()
        .filter(blob::Column::CaseId.eq(case_id))
        .all(tx)
        .await?;
    let kept: BTreeSet<&str> = rows
        .iter()
        .filter(|row| kept.contains(&row.id) && row.consent_ended_at.is_none())
        .map(whole)
        .collect();
    let days = days(&rows, &content.pictures);
    for row in &rows {
        let until = days.get(whole(row)).filter(|_| !kept.contains(whole(row)));
        let Some(until) = until.filter(|until| **until != row.consent_until) else {
            continue;
        };
        blob::Entity::update_many()
            .col_expr(blob::Column::ConsentUntil, Expr::value(*until))
            .filter(blob::Column::Id.eq(row.id))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// The name of the whole that a picture is, or is a part of: the consent for both ends on one day.
fn whole(row: &blob::Model) -> &str {
    row.made_from.as_deref().unwrap_or(&row.sha256)
}

/// When each whole may no longer be shown: the first day that is said of it or of a part of it.
fn days<'a>(rows: &'a [blob::Model], pictures: &[Picture]) -> HashMap<&'a str, Option<i64>> {
    let mut days = HashMap::new();
    for picture in pictures {
        let Some(row) = rows.iter().find(|row| row.sha256 == picture.blob) else {
            continue;
        };
        let until = picture.until_ms();
        days.entry(whole(row))
            .and_modify(|day: &mut Option<i64>| *day = day.iter().copied().chain(until).min())
            .or_insert(until);
    }
    days
}

#[cfg(test)]
mod tests {
    use super::{days, whole};
    use crate::entity::blob;
    use case_study::Picture;

    fn row(id: i64, name: &str, made_from: Option<&str>) -> blob::Model {
        blob::Model {
            id,
            case_id: Some(1),
            entry_id: None,
            sha256: name.to_owned(),
            media_type: "image/jpeg".to_owned(),
            bytes: 1,
            width: Some(1),
            height: Some(1),
            state: "stored".to_owned(),
            kept_in: String::new(),
            consent_until: None,
            consent_ended_at: None,
            made_from: made_from.map(str::to_owned),
            created_at: 0,
        }
    }

    fn picture(name: &str, until: &str) -> Picture {
        Picture {
            blob: name.to_owned(),
            until: until.to_owned(),
            ..Picture::default()
        }
    }

    #[test]
    fn a_part_and_its_whole_have_one_last_day_and_it_is_the_first_that_is_said() {
        let rows = [
            row(1, "a", None),
            row(2, "part", Some("a")),
            row(3, "b", None),
        ];
        let said = [
            picture("part", "2030-05-02"),
            picture("b", ""),
            picture("not there", "2030-05-01"),
        ];
        let found = days(&rows, &said);
        assert_eq!((found.len(), found["b"]), (2, None));
        assert_eq!(found[whole(&rows[0])], said[0].until_ms());
        assert!(found["a"].is_some());
        for (one, other) in [
            ("2030-05-01", ""),
            ("", "2030-05-01"),
            ("2030-05-01", "2031-05-01"),
        ] {
            let said = [picture("a", one), picture("part", other)];
            let first = picture("a", "2030-05-01").until_ms();
            assert_eq!(days(&rows, &said)["a"], first, "{one} {other}");
        }
    }
}
