//! What has been public for two years without anybody saying that it is still true: its museum is asked, once, and
//! staff see it until somebody answers. Readers go on seeing it.

use super::carrying_out::of_case::published_of;
use super::case_transitions::{WhichCase, move_case_in};
use super::entity::case;
use super::history::Actor;
use super::outcome::Outcome;
use super::{Db, DbErr, bank};
use case_study::mail_templates::MailContext;
use case_study::{CaseAction, CaseState};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// So many are taken in one go; the others come with the next.
const AT_ONCE: u64 = 50;

/// Makes due what is due; how many. Each is a move of its own: one that fails holds up no other but those after it.
///
/// # Errors
/// When the database does not answer.
pub async fn fall_due(db: &Db, mail_context: &MailContext) -> Result<usize, DbErr> {
    let found: Vec<i64> = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .filter(case::Column::State.eq(CaseState::Live.slug()))
        .filter(case::Column::ReviewDueAt.lte(db.now_ms()))
        .order_by_asc(case::Column::ReviewDueAt)
        .order_by_asc(case::Column::Id)
        .limit(AT_ONCE)
        .into_tuple()
        .all(db.reader())
        .await?;
    let mut moved = 0;
    for case_id in found {
        let tx = db.begin().await?;
        let published = published_of(&tx, case_id).await?;
        let which = WhichCase {
            case_id,
            submission_id: published.map(|row| row.id),
            reader_message_id: None,
            seen_version: None,
        };
        let (tell, actor, action) = (Some(mail_context), Actor::program(), CaseAction::FallDue);
        let made = move_case_in(&tx, tell, &actor, which, action, "", None).await?;
        if matches!(made, Outcome::Made(_)) {
            tx.commit().await?;
            moved += 1;
        } else {
            // Somebody confirmed it or took it down in the moment between.
            tx.rollback().await?;
        }
    }
    if moved > 0 {
        bank::announce(db).await;
    }
    Ok(moved)
}
