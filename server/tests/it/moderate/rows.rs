//! Every move that there is, through the pages of who makes it, against tables written by hand; and who presses what
//! cannot be done changes nothing. What staff decide about a submission in any status stands in `matrix`, moves of cases
//! in `case_rows`.

use crate::each_database;
use crate::support::{Page, TestApp, Visitor};
use case_study::declarations::{Occasion, asked_at};
use case_study::{Action, Move, Role, Status};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::entity::submission;
use store::history::Actor;
use store::{DAY_MS, agreements, drafts};

/// From, action, who presses (the museum, staff, the program), to. What leads nowhere is deleted.
const ROWS: [(&str, &str, &str, &str); 40] = [
    ("draft", "drop", "staff", DELETED),
    ("draft", "expire", "program", DELETED),
    ("draft", "submit", "museum", "submitted"),
    ("draft", "withdraw", "museum", "withdrawn"),
    ("submitted", "start_review", "staff", "in_review"),
    ("submitted", "decline", "staff", "declined"),
    ("submitted", "withdraw", "museum", "withdrawn"),
    ("submitted", "join", "staff", "submitted"),
    ("in_review", "request_changes", "staff", "changes_requested"),
    ("in_review", "ask_yes", "staff", "awaiting_yes"),
    ("in_review", "approve", "staff", "approved"),
    ("in_review", "decline", "staff", "declined"),
    ("in_review", "withdraw", "museum", "withdrawn"),
    ("in_review", "second", "staff", "in_review"),
    ("in_review", "join", "staff", "in_review"),
    ("changes_requested", "submit", "museum", "submitted"),
    ("changes_requested", "decline", "staff", "declined"),
    ("changes_requested", "withdraw", "museum", "withdrawn"),
    ("changes_requested", "call_back", "staff", "in_review"),
    ("changes_requested", "lapse", "program", "lapsed"),
    ("changes_requested", "join", "staff", "changes_requested"),
    ("awaiting_yes", "decline", "staff", "declined"),
    ("awaiting_yes", "call_back", "staff", "in_review"),
    ("awaiting_yes", "agree", "museum", "approved"),
    ("awaiting_yes", "answer", "museum", "in_review"),
    ("awaiting_yes", "amend", "museum", "changes_requested"),
    ("awaiting_yes", "refuse", "museum", "withdrawn"),
    ("awaiting_yes", "lapse", "program", "lapsed"),
    ("awaiting_yes", "second", "staff", "awaiting_yes"),
    ("awaiting_yes", "join", "staff", "awaiting_yes"),
    ("lapsed", "resume", "museum", "changes_requested"),
    ("lapsed", "reopen", "staff", "in_review"),
    ("approved", "publish", "staff", "published"),
    ("approved", "publish", "program", "published"),
    ("approved", "reopen", "staff", "in_review"),
    ("approved", "withdraw", "museum", "withdrawn"),
    ("approved", "second", "staff", "approved"),
    ("approved", "join", "staff", "approved"),
    ("published", "replace", "staff", "replaced"),
    ("declined", "reopen", "staff", "in_review"),
];

const DELETED: &str = "deleted";

/// Compiled cases to join, one for each of the statuses in which that can be.
const PAGES: [(&str, &str); 5] = [
    ("submitted", "house-of-memories"),
    ("in_review", "museums-on-prescription"),
    ("changes_requested", "heritage-in-hospitals"),
    ("awaiting_yes", "not-so-grim-up-north"),
    ("approved", "azure-ireland"),
];
pub(super) const WHY: (&str, &str) = ("message", "A person in it asked us to.");
const OF_MUSEUMS: [&str; 7] = [
    "submit", "withdraw", "resume", "agree", "answer", "amend", "refuse",
];

/// A submission with its museum and a moderator at their browsers.
pub(super) struct Desk {
    pub id: i64,
    reference: String,
    museum: Visitor,
    sam: Visitor,
    /// What its museum was asked last.
    asking: Option<i64>,
}

impl Desk {
    async fn of(app: &TestApp, id: i64, reference: String) -> Self {
        let (account, _) = app.account(Role::Submitter).await;
        drafts::adopt(&app.db, &[id], account).await.unwrap();
        let museum = app.visitor();
        drop(
            museum
                .post(&format!("/test/signed-in/{account}"), &[])
                .await
                .expect(204),
        );
        let asked = agreements::newest(app.db.reader(), id).await.unwrap();
        Self {
            id,
            reference,
            museum,
            sam: app.moderator().await,
            asking: asked.map(|asked| asked.id),
        }
    }

    pub async fn at(app: &TestApp, status: Status, title: &str) -> Self {
        let (id, reference) = app.standing_at(status, title).await;
        Self::of(app, id, reference).await
    }

    /// At this status, and its museum was asked for its yes before.
    async fn asked_before(app: &TestApp, status: Status) -> Self {
        if matches!(status, Status::Draft | Status::AwaitingYes) {
            return Self::at(app, status, "Tea and objects").await;
        }
        let (id, reference) = app
            .standing_at(Status::AwaitingYes, "Tea and objects")
            .await;
        let changes = Move::RequestChanges {
            reason: String::new(),
            field: String::new(),
            message: String::new(),
        };
        let decline = Move::Decline {
            reason: String::new(),
            message: String::new(),
        };
        let moves = match status {
            Status::ChangesRequested | Status::Submitted => vec![changes],
            Status::Approved => vec![Move::Approve],
            Status::Published => vec![Move::Approve, Move::Publish],
            Status::Replaced => vec![Move::Approve, Move::Publish, Move::Replace],
            Status::Declined => vec![decline],
            Status::Lapsed => vec![changes, Move::Lapse],
            _ => vec![],
        };
        app.make(id, &Move::CallBack, &Actor::operator()).await;
        for wanted in moves {
            let actor = if wanted == Move::Lapse {
                Actor::program()
            } else {
                Actor::operator()
            };
            app.make(id, &wanted, &actor).await;
        }
        match status {
            Status::Submitted => app.send(id).await,
            Status::Withdrawn => app.make(id, &Move::Withdraw, &Actor::submitter()).await,
            _ => {}
        }
        assert_eq!(app.submission(id).await.status, status);
        Self::of(app, id, reference).await
    }

    pub async fn decides(&self, app: &TestApp, action: &str, more: &[(&str, &str)]) -> Page {
        let version = app.submission(self.id).await.version.to_string();
        let mut fields = vec![("version", version.as_str())];
        fields.extend_from_slice(more);
        self.sam
            .post(
                &format!("/moderate/cases/{}/{action}", self.reference),
                &fields,
            )
            .await
    }

    /// What its museum presses, or somebody in their place.
    async fn says(&self, app: &TestApp, who: &Visitor, action: &str) -> Page {
        let home = format!("/submit/{}", self.reference);
        let what = match action {
            "submit" => {
                let path = format!("{home}/check");
                let base = who.get(&path).await.value("base").unwrap_or_default();
                let ticks = asked_at(Occasion::LongWay).map(|one| ("declarations", one.key));
                let fields: Vec<_> = ticks
                    .chain([("base", base.as_str()), ("unchanged", "yes")])
                    .collect();
                return who.post(&path, &fields).await;
            }
            "agree" => "yes",
            "answer" => "write",
            "amend" => "change",
            "refuse" => "sure",
            _ => return who.post(&format!("{home}/{action}"), &[]).await,
        };
        let asking = self.asking.unwrap_or(1).to_string();
        let text = app.content(self.id).await;
        let shown = case_study::signed_text::SignedText::of(&text);
        let ticks = asked_at(Occasion::Yes).map(|one| ("declarations", one.key));
        let rest = [
            ("agreement", asking.as_str()),
            ("base", shown.fingerprint()),
            ("action", what),
            ("words", "The year is wrong."),
        ];
        let fields: Vec<_> = ticks.filter(|_| what == "yes").chain(rest).collect();
        who.post(&format!("{home}/page"), &fields).await
    }

    /// What its museum presses on the page that asks whether it is still true.
    pub async fn says_of_the_page(&self, answer: &str) {
        let path = format!("/submit/{}/still-true", self.reference);
        drop(
            self.museum
                .post(&path, &[("answer", answer)])
                .await
                .expect(303),
        );
    }

    /// Begins a new version of what is public and leaves it approved.
    pub async fn new_version(&self, app: &TestApp) -> Self {
        let begun = self.decides(app, "new-version", &[]).await.expect(303);
        let reference = begun
            .location()
            .rsplit('/')
            .next()
            .expect("a reference")
            .to_owned();
        let row = submission::Entity::find()
            .filter(submission::Column::Reference.eq(&reference))
            .one(app.db.reader());
        let id = row.await.unwrap().expect("a version").id;
        app.make(id, &Move::Approve, &Actor::operator()).await;
        Self {
            id,
            reference,
            museum: self.museum.clone(),
            sam: self.sam.clone(),
            asking: None,
        }
    }

    /// The press of a row.
    async fn press(&self, app: &TestApp, from: &str, action: &str, who: &str) {
        const CHANGES: [(&str, &str); 2] = [
            ("reason", "jargon"),
            ("message", "Please say what an MDT is."),
        ];
        const DECLINE: [(&str, &str); 2] = [
            ("reason", "out-of-scope"),
            ("message", "It was a pleasure to read."),
        ];
        let page = match (action, who) {
            (_, "museum") => self.says(app, &self.museum, action).await,
            ("lapse", _) => {
                app.clock.advance(91 * DAY_MS);
                return assert!(app.carry_out_planned().await > 0);
            }
            ("expire", _) => {
                app.clock.advance(83 * DAY_MS);
                assert_eq!(app.look_after().await, 1);
                app.clock.advance(8 * DAY_MS);
                return assert_eq!(app.carry_out_planned().await, 1);
            }
            ("drop", _) => {
                app.begun_by_staff(self.id).await;
                self.decides(app, action, &[]).await
            }
            ("publish", "program") => {
                app.plan_publish(self.id, None).await;
                return assert_eq!(app.carry_out_planned().await, 1);
            }
            ("replace", _) => {
                let newer = self.new_version(app).await;
                newer.decides(app, "publish", &[]).await
            }
            ("start_review", _) => self.decides(app, "assign", &[]).await,
            ("request_changes", _) => self.decides(app, "changes", &CHANGES).await,
            ("decline", _) => self.decides(app, "decline", &DECLINE).await,
            ("ask_yes", _) => {
                app.label(&self.sam, &self.reference, "monitored").await;
                self.decides(app, "ask-yes", &[]).await
            }
            ("call_back", _) => self.decides(app, "call-back", &[]).await,
            ("join", _) => {
                let page = PAGES.iter().find(|page| page.0 == from).expect("a page").1;
                self.decides(app, "join", &[("case", page), ("sure", "yes")])
                    .await
            }
            _ => self.decides(app, action, &[]).await,
        };
        drop(page.expect(303));
    }
}

#[test]
fn every_move_of_the_program_has_a_row() {
    for from in Status::ALL {
        for action in Action::ALL {
            for (who, role) in [
                ("museum", Role::Submitter),
                ("staff", Role::Moderator),
                ("program", Role::Program),
            ] {
                // A newer version is published in either's name; both publish what is pressed for the row of staff.
                if (*action, who) == (Action::Replace, "program") {
                    continue;
                }
                let row = ROWS
                    .iter()
                    .find(|row| (row.0, row.1, row.2) == (from.slug(), action.slug(), who));
                let deleted = from.is_deleted_by(*action, &[role]).then_some(DELETED);
                let to = from.after(*action, &[role]).map(Status::slug).or(deleted);
                assert_eq!(to, row.map(|row| row.3), "{from:?} {action:?} {who}");
            }
        }
    }
}

each_database! {
    async fn every_row_through_the_pages_of_who_makes_it(app: TestApp) {
        app.import_sample().await;
        for (from, action, who, to) in ROWS {
            let at = Status::from_slug(from).expect("a status");
            let desk = Desk::at(&app, at, "Tea and objects").await;
            if to == DELETED {
                // Alone of its kind: what grew old before goes with the first look.
                app.clock.advance(200 * DAY_MS);
                app.look_after().await;
                app.clock.advance(8 * DAY_MS);
                app.carry_out_planned().await;
                let desk = Desk::at(&app, at, "Tea and objects").await;
                let case_id = app.submission(desk.id).await.case_id;
                desk.press(&app, from, action, who).await;
                assert_eq!(app.left_of(desk.id, case_id).await, 0, "{from} {action} by {who}");
                continue;
            }
            desk.press(&app, from, action, who).await;
            let now = app.submission(desk.id).await;
            assert_eq!(now.status.slug(), to, "{from} {action} by {who}");
            let entry = app.entries(desk.id, action).await.pop().expect("it stands in the history");
            let role = match who {
                "museum" => Role::Submitter,
                "staff" => Role::Moderator,
                _ => Role::Program,
            };
            let kept = (entry.role.as_str(), entry.from_state.as_deref(), entry.to_state.as_deref());
            // Any decision about what waits starts its review first.
            let left = if (from, action) == ("submitted", "decline") { "in_review" } else { from };
            assert_eq!(kept, (role.slug(), Some(left), Some(to)), "{from} {action} by {who}");
            // Out of the way of what is due later.
            if matches!(now.status.known(), Some(Status::ChangesRequested)) {
                app.make(desk.id, &Move::Withdraw, &Actor::submitter()).await;
            }
            if now.status == Status::AwaitingYes {
                app.make(desk.id, &Move::CallBack, &Actor::operator()).await;
            }
        }
    }

    async fn a_planned_publication_of_a_newer_version_replaces_the_earlier_one(app: TestApp) {
        let desk = Desk::at(&app, Status::Published, "Tea and objects").await;
        let newer = desk.new_version(&app).await;
        app.plan_publish(newer.id, None).await;
        assert_eq!(app.carry_out_planned().await, 1);
        assert_eq!(app.submission(desk.id).await.status, Status::Replaced);
        assert_eq!(app.submission(newer.id).await.status, Status::Published);
        assert_eq!(app.entries(desk.id, "replace").await[0].role, Role::Program.slug());
    }

    async fn a_museum_changes_nothing_where_there_is_no_row(app: TestApp) {
        for at in Status::ALL {
            let desk = Desk::asked_before(&app, *at).await;
            let other = app.submitter().await;
            let before = app.submission(desk.id).await;
            let as_before = async |what: &str| {
                let now = app.submission(desk.id).await;
                assert_eq!((now.status, now.version), (before.status.clone(), before.version), "{what} at {at:?}");
            };
            for action in OF_MUSEUMS {
                if *at != Status::Draft || !matches!(action, "agree" | "answer" | "amend" | "refuse") {
                    // Another museum's is none, whatever is pressed.
                    drop(desk.says(&app, &other, action).await.expect(404));
                    as_before(action).await;
                }
                if ROWS.iter().any(|row| (row.0, row.1, row.2) == (at.slug(), action, "museum")) {
                    continue;
                }
                let expected = match action {
                    // It is sent, withdrawn or open already, or stands elsewhere: that page says so.
                    "submit" | "withdraw" | "resume" => 303,
                    // The form names what was never asked.
                    _ if *at == Status::Draft => 400,
                    _ => 409,
                };
                drop(desk.says(&app, &desk.museum, action).await.expect(expected));
                as_before(action).await;
            }
        }
    }

    async fn staff_join_and_second_nothing_where_there_is_no_row_and_a_draft_is_not_theirs(app: TestApp) {
        app.import_sample().await;
        for at in Status::ALL {
            let desk = Desk::at(&app, *at, "Tea and objects").await;
            let before = app.submission(desk.id).await;
            let join = [("case", "house-of-memories"), ("sure", "yes")];
            for (action, fields) in [("second", &[][..]), ("join", &join[..])] {
                if ROWS.iter().any(|row| (row.0, row.1) == (at.slug(), action)) {
                    continue;
                }
                let expected = if *at == Status::Draft { 404 } else { 409 };
                drop(desk.decides(&app, action, fields).await.expect(expected));
                let now = app.submission(desk.id).await;
                assert_eq!((now.status, now.version), (before.status.clone(), before.version), "{action} at {at:?}");
            }
            if *at == Status::Draft {
                for action in ["assign", "approve", "publish", "reopen", "call-back", "take-down"] {
                    let why = [WHY];
                    drop(desk.decides(&app, action, &why[..usize::from(action == "take-down")]).await.expect(404));
                }
                assert_eq!(app.submission(desk.id).await.version, before.version);
            }
        }
    }

    async fn the_program_puts_nothing_aside_where_no_museum_is_asked(app: TestApp) {
        let mut stand = Vec::new();
        for at in Status::ALL {
            if !matches!(at, Status::ChangesRequested | Status::AwaitingYes) {
                stand.push((at, app.standing_at(*at, "Tea and objects").await.0));
            }
        }
        app.clock.advance(200 * DAY_MS);
        assert_eq!(app.carry_out_planned().await, 0);
        for (at, id) in stand {
            assert_eq!(app.submission(id).await.status, *at);
        }
    }
}
