//! Every move of a case from every state, through the pages, against a table written by hand.

use super::rows::{Desk, WHY};
use crate::each_database;
use crate::support::TestApp;
use case_study::{CaseState, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::entity::case;

/// What staff press about a case, by the state that it is in: where it leads; `.` where it cannot be done.
const CASES: [(&str, [&str; 6]); 5] = [
    ("live", ["taken_down", ".", "archived", ".", "live", "."]),
    (
        "due_for_review",
        ["taken_down", ".", "archived", "live", "due_for_review", "."],
    ),
    (
        "archived",
        ["taken_down", ".", ".", "live", "archived", "."],
    ),
    ("taken_down", [".", "live", ".", ".", ".", "."]),
    ("unpublished", [".", ".", ".", ".", ".", "."]),
];
const PRESSED: [&str; 6] = [
    "take-down",
    "restore",
    "finish",
    "confirm",
    "feature",
    "unfeature",
];

impl Desk {
    async fn case(&self, app: &TestApp) -> case::Model {
        let id = app.submission(self.id).await.case_id;
        case::Entity::find_by_id(id)
            .one(app.db.reader())
            .await
            .unwrap()
            .expect("a case")
    }
}

/// Puts a case into a state and on or off the front page, also where no move leads yet.
async fn set_case(app: &TestApp, id: i64, state: &str, featured: bool) {
    case::Entity::update_many()
        .col_expr(case::Column::State, Expr::value(state))
        .col_expr(case::Column::Featured, Expr::value(featured))
        .filter(case::Column::Id.eq(id))
        .exec(app.db.writer())
        .await
        .unwrap();
}

#[test]
fn the_table_has_every_state() {
    let states: Vec<&str> = CASES.iter().map(|row| row.0).collect();
    assert!(
        CaseState::ALL
            .iter()
            .all(|state| states.contains(&state.slug()))
    );
}

each_database! {
    async fn every_move_of_a_museums_case_from_every_state(app: TestApp) {
        for (state, cells) in CASES {
            let at = if state == "unpublished" { Status::Approved } else { Status::Published };
            for (action, to) in PRESSED.into_iter().zip(cells) {
                let desk = Desk::at(&app, at, "Tea and objects").await;
                set_case(&app, desk.case(&app).await.id, state, false).await;
                let before = desk.case(&app).await;
                let why = [WHY];
                let long = matches!(action, "take-down" | "restore");
                let page = desk.decides(&app, action, &why[..usize::from(long)]).await;
                let after = desk.case(&app).await;
                if to == "." {
                    drop(page.expect(409));
                    assert_eq!(after, before, "{action} when {state}");
                    continue;
                }
                drop(page.expect(303));
                assert_eq!((after.state.as_str(), after.featured), (to, action == "feature"), "{action} when {state}");
                // The front page raises no version.
                assert_eq!(after.version, before.version + i64::from(action != "feature"), "{action} when {state}");
                let slug = action.replace('-', "_");
                assert_eq!(app.entries(desk.id, &slug).await.len(), 1, "{action} when {state}");
                let readers = if to == "taken_down" { 410 } else { 200 };
                let address = format!("/case-studies/{}", after.slug.expect("an address"));
                drop(app.visitor().get(&address).await.expect(readers));
            }
        }
        // Off the front page, from every state that readers see; on it twice is once.
        for (state, featured) in [("live", 303), ("due_for_review", 303), ("archived", 303), ("taken_down", 409)] {
            let desk = Desk::at(&app, Status::Published, "Tea and objects").await;
            set_case(&app, desk.case(&app).await.id, state, true).await;
            drop(desk.decides(&app, "feature", &[]).await.expect(409));
            drop(desk.decides(&app, "unfeature", &[]).await.expect(featured));
            let after = desk.case(&app).await;
            assert_eq!((after.state.as_str(), after.featured), (state, featured == 409));
        }
    }

    async fn every_move_of_a_compiled_case_from_every_state(app: TestApp) {
        app.import_sample().await;
        let find = async || {
            let found = case::Entity::find().filter(case::Column::Slug.eq("house-of-memories"));
            found.one(app.db.reader()).await.unwrap().expect("a compiled case")
        };
        let (sam, id) = (app.moderator().await, find().await.id);
        assert_eq!(find().await.state, "live", "an import makes it public");
        for (state, cells) in CASES.into_iter().filter(|row| row.0 != "unpublished") {
            for (action, to) in PRESSED.into_iter().zip(cells) {
                set_case(&app, id, state, false).await;
                let before = find().await;
                let version = before.version.to_string();
                let fields = [("version", version.as_str()), WHY];
                let long = matches!(action, "take-down" | "restore");
                let path = format!("/moderate/bank/house-of-memories/{action}");
                let page = sam.post(&path, &fields[..1 + usize::from(long)]).await;
                if to == "." {
                    drop(page.expect(409));
                    assert_eq!(find().await, before, "{action} when {state}");
                } else {
                    drop(page.expect(303));
                    let after = find().await;
                    assert_eq!((after.state.as_str(), after.featured), (to, action == "feature"), "{action} when {state}");
                }
            }
        }
    }

    async fn a_newer_version_goes_live_from_every_state(app: TestApp) {
        const PUT_BACK: [(&str, &str); 2] = [("put_back", "yes"), ("message", "It names no one any more.")];
        for state in ["live", "due_for_review", "archived", "taken_down"] {
            for who in ["staff", "program"] {
                let desk = Desk::at(&app, Status::Published, "Tea and objects").await;
                let newer = desk.new_version(&app).await;
                set_case(&app, desk.case(&app).await.id, state, false).await;
                let is_down = state == "taken_down";
                if who == "program" {
                    app.plan_publish(newer.id, None).await;
                    assert_eq!(app.carry_out_planned().await, 1);
                } else {
                    if is_down {
                        // Not without the tick and a sentence.
                        drop(newer.decides(&app, "publish", &[]).await.expect(422));
                    }
                    drop(newer.decides(&app, "publish", &PUT_BACK[..2 * usize::from(is_down)]).await.expect(303));
                }
                let (earlier, later) = (app.submission(desk.id).await.status, app.submission(newer.id).await.status);
                if is_down && who == "program" {
                    // Only people put back what was taken down.
                    assert_eq!((earlier, later), (Status::Published.into(), Status::Approved.into()));
                    assert_eq!(desk.case(&app).await.state, state);
                } else {
                    assert_eq!((earlier, later), (Status::Replaced.into(), Status::Published.into()), "{state} {who}");
                    assert_eq!(desk.case(&app).await.state, "live", "{state} {who}");
                }
            }
        }
    }
}
