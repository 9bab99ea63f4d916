//! Every move of a case from every state, through the pages, against a table written by hand.

use super::rows::{Desk, WHY};
use crate::each_database;
use crate::support::TestApp;
use case_study::{CaseAction, CaseState, Role, Status};
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

/// Sets when it is asked about again.
async fn set_due(app: &TestApp, id: i64, at: i64) {
    case::Entity::update_many()
        .col_expr(case::Column::ReviewDueAt, Expr::value(at))
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

/// What the museum presses on the page that asks whether it is still true, and what the program does two years on, by
/// the state: where it leads; `.` where it cannot be done.
const OF_OTHERS: [(&str, [&str; 3]); 5] = [
    ("live", ["archived", ".", "due_for_review"]),
    ("due_for_review", ["archived", "live", "."]),
    ("archived", [".", "live", "."]),
    ("taken_down", [".", ".", "."]),
    ("unpublished", [".", ".", "."]),
];
const BY_OTHERS: [&str; 3] = ["finish", "confirm", "fall_due"];

#[test]
fn every_move_of_a_case_stands_in_one_of_the_tables() {
    for (state, cells) in CASES {
        let from = CaseState::from_slug(state).expect("a state");
        let others = OF_OTHERS
            .iter()
            .find(|row| row.0 == state)
            .expect("a row")
            .1;
        let led = |to: Option<CaseState>| to.map_or(".", CaseState::slug);
        for action in CaseAction::ALL {
            let word = action.slug().replace('_', "-");
            if let Some(at) = PRESSED.iter().position(|one| *one == word) {
                // It stands on the front page, or not: which of the two can be pressed.
                let to = from.after(*action, &[Role::Moderator]);
                let expected = if *action == CaseAction::Unfeature {
                    led(to)
                } else {
                    cells[at]
                };
                assert_eq!(led(to), expected, "{state} {word} by staff");
            }
            let museum = led(from.after(*action, &[Role::Submitter]));
            let program = led(from.after(*action, &[Role::Program]));
            match BY_OTHERS.iter().position(|one| *one == action.slug()) {
                Some(2) => assert_eq!((museum, program), (".", others[2]), "{state} {word}"),
                Some(at) => assert_eq!((museum, program), (others[at], "."), "{state} {word}"),
                // With a text, and never down again: `a_newer_version_goes_live_from_every_state`.
                None if *action == CaseAction::GoLive => {
                    assert_eq!(museum, ".", "{state}");
                    assert_eq!(program == ".", state == "taken_down", "{state}");
                }
                None => assert_eq!((museum, program), (".", "."), "{state} {word}"),
            }
        }
    }
}

each_database! {
    async fn a_museum_and_two_years_move_a_case_from_every_state(app: TestApp) {
        for (state, cells) in OF_OTHERS {
            let at = if state == "unpublished" { Status::Approved } else { Status::Published };
            for (action, to) in BY_OTHERS.into_iter().zip(cells) {
                let desk = Desk::at(&app, at, "Tea and objects").await;
                let id = desk.case(&app).await.id;
                set_case(&app, id, state, false).await;
                set_due(&app, id, app.clock.now_ms()).await;
                let before = desk.case(&app).await;
                match action {
                    "fall_due" => drop(app.look_after().await),
                    _ => {
                        let answer = if action == "confirm" { "true" } else { "over" };
                        desk.says_of_the_page(answer).await;
                    }
                }
                let after = desk.case(&app).await;
                if to == "." {
                    assert_eq!(after, before, "{action} when {state}");
                    assert!(app.entries(desk.id, action).await.is_empty(), "{action} when {state}");
                } else {
                    assert_eq!(after.state, to, "{action} when {state}");
                    let entries = app.entries(desk.id, action).await;
                    let role = if action == "fall_due" { Role::Program } else { Role::Submitter };
                    assert_eq!(entries.len(), 1, "{action} when {state}");
                    assert_eq!(entries[0].role, role.slug(), "{action} when {state}");
                }
                // Out of the way of what falls due next.
                set_due(&app, id, i64::MAX).await;
            }
        }
    }

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
