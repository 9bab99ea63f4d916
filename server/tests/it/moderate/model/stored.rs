//! What is stored, against what the model says.

use super::clients::Clients;
use super::state::{Asking, One};
use super::world::{MUSEUMS, World};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use store::entity::{agreement, case, field_note, planned_move, revision, submission};

impl Clients {
    /// What is stored is what the model says, of every submission; new ids are learned.
    pub async fn agrees(&mut self, world: &World, step: &str) {
        let db = self.app.db.clone();
        let read = db.reader();
        let ids: Vec<i64> = self.places.iter().map(|place| place.0).collect();
        let rows = submission::Entity::find()
            .filter(submission::Column::Id.is_in(ids.iter().copied()))
            .all(read);
        let rows = rows.await.expect("the database answers");
        let plans = planned_move::Entity::find()
            .filter(planned_move::Column::SubmissionId.is_in(ids.iter().copied()))
            .filter(planned_move::Column::State.eq("waiting"))
            .filter(planned_move::Column::Action.is_not_in(["remind", "lapse", "expire"]))
            .order_by_asc(planned_move::Column::Id)
            .all(read);
        let plans = plans.await.expect("the database answers");
        let notes = field_note::Entity::find()
            .filter(field_note::Column::SubmissionId.is_in(ids.iter().copied()))
            .order_by_asc(field_note::Column::Id)
            .all(read);
        let notes = notes.await.expect("the database answers");
        let yes = agreement::Entity::find()
            .filter(agreement::Column::SubmissionId.is_in(ids.iter().copied()))
            .order_by_asc(agreement::Column::Id)
            .all(read);
        let yes = yes.await.expect("the database answers");
        for (at, one) in world.cases.iter().enumerate() {
            let row = rows.iter().find(|row| row.id == ids[at]);
            if one.status == "deleted" {
                assert!(row.is_none(), "{step}: {one:?}");
                continue;
            }
            let row = row.expect("it is there");
            let of = |id: Option<i64>| self.accounts.iter().position(|one| Some(*one) == id);
            let assignee = of(row.assignee_id).map(|who| who - MUSEUMS);
            let stored = (
                row.status.as_str(),
                row.version,
                assignee,
                row.round,
                row.sensitive_by.is_some(),
            );
            let told = (
                one.status,
                one.version,
                one.assignee,
                one.round,
                one.sensitive,
            );
            assert_eq!(stored, told, "{step}: {one:?}");

            let waiting: Vec<_> = plans
                .iter()
                .filter(|plan| plan.submission_id == Some(row.id))
                .collect();
            let stored: Vec<_> = waiting
                .iter()
                .map(|plan| (slug(&plan.action), plan.seen_version, of(plan.account_id)))
                .collect();
            let told: Vec<_> = one
                .plans
                .iter()
                .map(|plan| {
                    (
                        plan.decision.to_owned(),
                        Some(plan.seen),
                        Some(plan.by + MUSEUMS),
                    )
                })
                .collect();
            assert_eq!(stored, told, "{step}: {one:?}");
            let learned = one
                .plans
                .iter()
                .map(|plan| plan.uid)
                .zip(waiting.iter().map(|plan| plan.id));
            self.ids.extend(learned);

            let kept: Vec<_> = notes
                .iter()
                .filter(|note| note.submission_id == row.id)
                .collect();
            let stored: Vec<_> = kept
                .iter()
                .map(|note| (note.state.as_str(), note.reach == "museum"))
                .collect();
            let told: Vec<_> = one
                .notes
                .iter()
                .map(|note| (note.state, note.for_museum))
                .collect();
            assert_eq!(stored, told, "{step}: {one:?}");
            let learned = one
                .notes
                .iter()
                .map(|note| note.uid)
                .zip(kept.iter().map(|note| note.id));
            self.ids.extend(learned);

            let asked: Vec<_> = yes
                .iter()
                .filter(|row| row.submission_id == ids[at] && row.side == "museum")
                .collect();
            let stored: Vec<_> = asked.iter().map(|row| row.answer.as_deref()).collect();
            let told: Vec<_> = one
                .askings
                .iter()
                .map(|asking: &Asking| asking.said)
                .collect();
            assert_eq!(stored, told, "{step}: {one:?}");
            let learned = one
                .askings
                .iter()
                .map(|asking| asking.uid)
                .zip(asked.iter().map(|row| row.id));
            self.ids.extend(learned);
            self.case_agrees(row, &yes, one, step).await;
        }
    }

    /// The same of its case, and of the second yes to the newest text.
    async fn case_agrees(
        &self,
        row: &submission::Model,
        yes: &[agreement::Model],
        one: &One,
        step: &str,
    ) {
        let read = self.app.db.reader();
        let case = case::Entity::find_by_id(row.case_id).one(read).await;
        let case = case.expect("the database answers").expect("a case");
        assert_eq!(
            (case.state.as_str(), case.featured),
            (one.case, one.featured),
            "{step}: {one:?}"
        );
        let newest = revision::Entity::find()
            .filter(revision::Column::SubmissionId.eq(row.id))
            .order_by_desc(revision::Column::Id)
            .one(read);
        let newest = newest
            .await
            .expect("the database answers")
            .map(|text| text.id);
        let seconds = yes
            .iter()
            .filter(|yes| yes.submission_id == row.id && yes.side == "colleague");
        let of_newest = seconds
            .filter(|yes| Some(yes.revision_id) == newest)
            .count();
        assert_eq!(of_newest, one.seconds.len(), "{step}: {one:?}");
    }
}

/// A planned action in the words of an address.
fn slug(action: &str) -> String {
    match action {
        "request_changes" => "changes".to_owned(),
        other => other.replace('_', "-"),
    }
}
