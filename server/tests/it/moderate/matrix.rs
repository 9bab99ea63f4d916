//! Every decision in every status, through the pages, against a table written by hand.

use crate::each_database;
use case_study::{Decision, Status};

const ACTIONS: [&str; 17] = [
    "assign",
    "give-back",
    "tags",
    "changes",
    "approve",
    "approve-and-publish",
    "publish",
    "decline",
    "reopen",
    "take-down",
    "restore",
    "ask-yes",
    "call-back",
    "finish",
    "confirm",
    "feature",
    "unfeature",
];

/// `y`: it is done (303). `m`: the page says what is missing first (422). `.`: it cannot be done where the
/// submission stands (409). Nobody has taken any of them on, so there is nothing to give back; none is taken
/// down, so nothing to put back, and none stands on the front page; what waits is taken into review by any decision; nobody chose an evidence label but of those that wait for a yes.
const BY_HAND: [(Status, &str); 10] = [
    (Status::Submitted, "y.yyyy.y...m....."),
    (Status::InReview, "y.yyyy.y...m....."),
    (Status::ChangesRequested, ".......y....y...."),
    (Status::AwaitingYes, ".......y....y...."),
    (Status::Approved, "y.y...y.y........"),
    (Status::Published, "..y......y...y.y."),
    (Status::Replaced, "................."),
    (Status::Declined, "........y........"),
    (Status::Withdrawn, "................."),
    (Status::Lapsed, "........y........"),
];

fn fields(action: &str, version: &str) -> Vec<(&'static str, String)> {
    let mut fields = vec![("version", version.to_owned())];
    let mut add = |key, value: &str| fields.push((key, value.to_owned()));
    match action {
        "tags" => {
            for (key, value) in [
                ("strand", "workforce"),
                ("themes", "carers"),
                ("audiences", "carers"),
                ("activities", "walking"),
                ("evidence_label", "monitored"),
                ("content_notes", "none"),
            ] {
                add(key, value);
            }
        }
        "changes" => {
            add("reason", "evidence-gap");
            add("message", "How many people told you so?");
        }
        "decline" => {
            add("reason", "out-of-scope");
            add("message", "It was a pleasure to read.");
        }
        "take-down" => add("message", "A person in it asked us to."),
        "restore" => add("message", "They agree to it now, by phone."),
        _ => {}
    }
    fields
}

#[test]
fn the_table_has_a_row_for_every_status_but_a_draft_and_a_cell_for_every_decision() {
    let rows: Vec<Status> = BY_HAND.iter().map(|(status, _)| *status).collect();
    let sent: Vec<Status> = Status::ALL
        .iter()
        .copied()
        .filter(|status| *status != Status::Draft)
        .collect();
    assert_eq!(rows, sent);
    for (status, cells) in BY_HAND {
        assert_eq!(cells.len(), ACTIONS.len(), "{}", status.slug());
    }
}

each_database! {
    async fn every_decision_in_every_status(app: TestApp) {
        let mut columns: Vec<&str> = Decision::ALL.iter().map(|decision| decision.words().slug).collect();
        columns.push("tags");
        columns.sort_unstable();
        let mut by_hand = ACTIONS;
        by_hand.sort_unstable();
        assert_eq!(columns, by_hand, "every decision has a column");
        let moderator = app.moderator().await;
        for (status, cells) in BY_HAND {
            let (mut id, mut reference) = app.standing_at(status, "Tea and objects").await;
            for (action, cell) in ACTIONS.iter().zip(cells.chars()) {
                let before = app.submission(id).await;
                let version = before.version.to_string();
                let fields = fields(action, &version);
                let fields: Vec<(&str, &str)> = fields.iter().map(|(key, value)| (*key, value.as_str())).collect();
                let page = moderator.post(&format!("/moderate/cases/{reference}/{action}"), &fields).await;
                let expected = match cell {
                    'y' => 303,
                    'm' => 422,
                    _ => 409,
                };
                assert_eq!(page.status().as_u16(), expected, "{action} when {}: {page:?}", status.slug());
                if cell == 'y' {
                    // Go on with a fresh one: this one has moved.
                    (id, reference) = app.standing_at(status, "Tea and objects").await;
                } else {
                    let after = app.submission(id).await;
                    assert_eq!((after.status, after.version), (before.status, before.version), "{action}");
                    if cell == 'm' {
                        assert!(page.text().contains("evidence label"), "{page:?}");
                        continue;
                    }
                    assert!(page.text().contains("That cannot be done now"), "{page:?}");
                    assert!(page.text().contains(status.label()), "{page:?}");
                }
            }
        }
    }

    async fn the_page_offers_exactly_what_can_be_done(app: TestApp) {
        let moderator = app.moderator().await;
        for (status, cells) in BY_HAND {
            let (_, reference) = app.standing_at(status, "Tea and objects").await;
            let page = moderator.get(&format!("/moderate/cases/{reference}")).await.expect(200);
            for (action, cell) in ACTIONS.iter().zip(cells.chars()) {
                let here = page.select(&format!(".decision form[action$='/{action}'], .decision a[href$='/{action}']"));
                assert_eq!(!here.is_empty(), cell != '.', "{action} when {}", status.slug());
            }
        }
    }
}
