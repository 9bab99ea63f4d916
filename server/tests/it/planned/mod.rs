//! What is planned: at its time, once, whatever happens in between. Silent museums. Versions of what is public.

mod cases;
mod decisions;
mod due;
mod new_version;
mod overtaken;
mod races;
mod restart;
mod silence;
mod stale;
mod still_true;
mod unsent;

use crate::support::{TestApp, Visitor};
use case_study::planned::PlannedAction;
use case_study::{Role, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use server::planned::{PassedOver, work_once};
use store::entity::{
    access_link, case, event, job, planned_move, revision, submission, working_copy,
};
use store::{mailed_links, planned_moves, submissions};

const MINUTE_MS: i64 = 60 * 1000;
const UNDO_MS: i64 = 10 * MINUTE_MS;

impl TestApp {
    /// Carries out everything that is due; how many plans ended.
    pub async fn carry_out_planned(&self) -> usize {
        let context = self.state.settings.mail_context();
        let mut all = 0;
        loop {
            let ended = work_once(&self.db, &context, &mut PassedOver::default()).await;
            match ended.expect("the database answers") {
                0 => return all,
                ended => all += ended,
            }
        }
    }

    /// What the program looks for every hour; how much it found.
    pub async fn look_after(&self) -> usize {
        server::planned::look_after(&self.db, &self.state.settings.mail_context()).await
    }

    /// Makes a draft one that staff began, and that no museum took over.
    pub async fn begun_by_staff(&self, id: i64) {
        submission::Entity::update_many()
            .col_expr(submission::Column::BegunBy, Expr::value("moderator"))
            .col_expr(submission::Column::AccountId, Expr::value(None::<i64>))
            .filter(submission::Column::Id.eq(id))
            .exec(self.db.writer())
            .await
            .expect("the database answers");
    }

    /// How many rows there are of a submission and its case.
    pub async fn left_of(&self, id: i64, case_id: i64) -> u64 {
        let read = self.db.reader();
        let counts = [
            submission::Entity::find_by_id(id).count(read).await,
            case::Entity::find_by_id(case_id).count(read).await,
            working_copy::Entity::find_by_id(id).count(read).await,
            event::Entity::find()
                .filter(event::Column::CaseId.eq(case_id))
                .count(read)
                .await,
            event::Entity::find()
                .filter(event::Column::SubmissionId.eq(id))
                .count(read)
                .await,
            access_link::Entity::find()
                .filter(access_link::Column::SubmissionId.eq(id))
                .count(read)
                .await,
            planned_move::Entity::find()
                .filter(planned_move::Column::SubmissionId.eq(id))
                .count(read)
                .await,
            job::Entity::find()
                .filter(job::Column::SubmissionId.eq(id))
                .count(read)
                .await,
        ];
        counts.into_iter().map(|count| count.unwrap()).sum()
    }

    /// An approved case study that is planned to go public, by a moderator: its id and reference, and the plan's id.
    async fn planned(&self, title: &str) -> (i64, String, i64) {
        let (account, _) = self.account(Role::Moderator).await;
        let (id, reference) = self.standing_at(Status::Approved, title).await;
        let plan = self.plan_publish(id, Some(account)).await;
        (id, reference, plan)
    }

    pub async fn plan_publish(&self, id: i64, account_id: Option<i64>) -> i64 {
        let tx = self.db.begin().await.expect("a transaction");
        let submission = submissions::locked(&tx, id)
            .await
            .unwrap()
            .expect("it is there");
        let plan = planned_moves::plan_publish(&tx, &submission, account_id).await;
        tx.commit().await.expect("it is kept");
        plan.expect("it is planned")
    }

    async fn plan(&self, id: i64) -> planned_move::Model {
        let row = planned_move::Entity::find_by_id(id)
            .one(self.db.reader())
            .await;
        row.unwrap().expect("the plan is there")
    }

    /// How a plan ended: its state and why.
    async fn end_of(&self, plan: i64) -> (String, String) {
        let row = self.plan(plan).await;
        assert_eq!(row.ended_at.is_some(), row.state != "waiting", "{row:?}");
        (row.state, row.outcome)
    }

    /// What waits for a submission: the action and when it is due.
    async fn waiting(&self, id: i64) -> Vec<(PlannedAction, i64)> {
        let waiting = planned_moves::waiting_for(self.db.reader(), id)
            .await
            .unwrap();
        waiting
            .into_iter()
            .map(|one| (one.action, one.due_at))
            .collect()
    }

    /// The entries of a submission's history of this kind.
    pub async fn entries(&self, id: i64, kind: &str) -> Vec<event::Model> {
        event::Entity::find()
            .filter(event::Column::SubmissionId.eq(id))
            .filter(event::Column::Action.eq(kind))
            .order_by_asc(event::Column::Id)
            .all(self.db.reader())
            .await
            .unwrap()
    }

    /// The kinds of texts that were cut from a submission, oldest first.
    pub async fn texts(&self, id: i64) -> Vec<String> {
        let rows = revision::Entity::find()
            .filter(revision::Column::SubmissionId.eq(id))
            .order_by_asc(revision::Column::Number)
            .all(self.db.reader())
            .await
            .unwrap();
        rows.into_iter().map(|row| row.kind).collect()
    }

    /// The subjects of the mails to this address, without the reference.
    async fn subjects_to(&self, address: &str) -> Vec<String> {
        let mails = self.mails().await;
        mails
            .into_iter()
            .filter(|mail| mail.to.contains(address))
            .map(|mail| {
                mail.subject
                    .split(" (WB-")
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            })
            .collect()
    }

    /// A browser of the museum, let in by a mailed code.
    pub async fn museum_of(&self, id: i64, reference: &str) -> Visitor {
        let tx = self.db.begin().await.expect("a transaction");
        let token = mailed_links::issue_link(&tx, id).await.expect("a link");
        let code = mailed_links::issue_code(&tx, id).await.expect("a code");
        tx.commit().await.expect("it is kept");
        let museum = self.visitor();
        let path = format!("/track/{token}");
        drop(museum.get(&path).await.expect(200));
        let opened = museum
            .post(&format!("{path}/unlock"), &[("code", &code)])
            .await
            .expect(303);
        assert_eq!(opened.location(), format!("/submit/{reference}"));
        museum
    }
}
