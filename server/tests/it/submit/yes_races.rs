//! A museum's yes against somebody who acts at the same moment, again and again.
//!
//! What may come of it is written down beforehand, row by row; every run is one of the rows.

use crate::each_database;
use crate::support::how_often::races;
use crate::support::{Page, TestApp, Visitor};
use case_study::agreement::Said;
use case_study::declarations::{Occasion, asked_at};
use case_study::planned::PlannedAction;
use case_study::signed_text::SignedText;
use case_study::{Move, Role, Status};
use store::history::Actor;
use store::{agreements, declarations, drafts, history, planned_moves, submissions};

/// What an [`Asked`] came to: see its outcome.
type Ended = (Status, Option<Said>, usize, usize, usize, usize);

/// A page that its museum is asked about, and what a form of it sends.
struct Asked {
    id: i64,
    reference: String,
    version: String,
    agreement: String,
    base: String,
}

impl Asked {
    async fn new(app: &TestApp, moderator: &Visitor, account: i64, title: &str) -> Self {
        let (id, reference) = app.standing_at(Status::InReview, title).await;
        drafts::adopt(&app.db, &[id], account).await.unwrap();
        app.label(moderator, &reference, "monitored").await;
        let ask = Move::AskYes {
            questions: Vec::new(),
            message: String::new(),
        };
        app.make(id, &ask, &Actor::operator()).await;
        let stands = app.submission(id).await;
        let text = submissions::current_content(app.db.reader(), &stands)
            .await
            .unwrap();
        let asked = agreements::newest(app.db.reader(), id)
            .await
            .unwrap()
            .expect("it is asked");
        Self {
            id,
            reference,
            version: stands.version.to_string(),
            agreement: asked.id.to_string(),
            base: SignedText::of(&text).fingerprint().to_owned(),
        }
    }

    async fn press(&self, museum: &Visitor, action: &str, words: &str) -> u16 {
        let mut fields: Vec<(&str, &str)> = asked_at(Occasion::Yes)
            .map(|one| ("declarations", one.key))
            .collect();
        fields.extend([
            ("agreement", self.agreement.as_str()),
            ("base", &self.base),
            ("action", action),
            ("words", words),
        ]);
        museum
            .post(&format!("/submit/{}/page", self.reference), &fields)
            .await
            .status()
            .as_u16()
    }

    /// Status, what was said, how many statements were declared, how often each move was made, and how many
    /// publications wait for their time.
    async fn outcome(&self, app: &TestApp) -> Ended {
        let stands = app.submission(self.id).await;
        let asked = agreements::newest(app.db.reader(), self.id)
            .await
            .unwrap()
            .expect("it was asked");
        let given = declarations::of_submission(app.db.reader(), self.id)
            .await
            .unwrap();
        let past = history::history(&app.db, self.id).await.unwrap();
        let made = |slug: &str| {
            past.iter()
                .filter(|event| event.kind.slug() == slug)
                .count()
        };
        let said = asked.said.as_ref().and_then(|said| said.known());
        let status = stands.status.known().expect("a status of ours");
        let waiting = planned_moves::waiting_for(app.db.reader(), self.id)
            .await
            .unwrap();
        let publications = waiting
            .iter()
            .filter(|one| one.action == PlannedAction::Publish)
            .count();
        (
            status,
            said,
            given.len(),
            made("agree"),
            made("call_back") + made("amend"),
            publications,
        )
    }
}

/// A moderator sets the tags, the evidence label among them.
async fn tag(moderator: &Visitor, reference: &str, version: &str, label: &str) -> Page {
    let fields = [
        ("version", version),
        ("strand", "workforce"),
        ("themes", "carers"),
        ("audiences", "carers"),
        ("activities", "walking"),
        ("evidence_label", label),
        ("content_notes", "none"),
    ];
    moderator
        .post(&format!("/moderate/cases/{reference}/tags"), &fields)
        .await
}

async fn museum(app: &TestApp) -> (i64, Visitor) {
    let (account, _) = app.account(Role::Submitter).await;
    let visitor = app.visitor();
    drop(
        visitor
            .post(&format!("/test/signed-in/{account}"), &[])
            .await
            .expect(204),
    );
    (account, visitor)
}

each_database! {
    async fn two_yeses_against_a_moderator_who_takes_it_back_and_changes_it(app: TestApp) {
        let sam = app.moderator().await;
        let (account, ana) = museum(&app).await;
        let bo = ana.clone();
        // Both yeses, taking it back, the change after that; then what is stored. Three statements were declared
        // when it was sent, and with the one yes that is taken they are declared for the page that was shown.
        let yes = ([303, 303, 409, 409], (Status::Approved, Some(Said::Yes), 6, 1, 0, 1));
        let back = ([409, 409, 303, 303], (Status::InReview, Some(Said::Void), 3, 0, 1, 0));
        let mut seen = [0, 0];
        for run in 0..races(5) {
            let asked = Asked::new(&app, &sam, account, &format!("Tea and objects {run}")).await;
            let case = format!("/moderate/cases/{}", asked.reference);
            let change = async {
                let path = format!("{case}/call-back");
                let taken = sam.post(&path, &[("version", &asked.version)]).await.status().as_u16();
                // Only from the page as it stands then.
                let next = (asked.version.parse::<i64>().unwrap() + 1).to_string();
                let changed = if taken == 303 {
                    tag(&sam, &asked.reference, &next, "evaluated").await.status().as_u16()
                } else {
                    409
                };
                [taken, changed]
            };
            let (one, two, [taken, changed]) =
                tokio::join!(asked.press(&ana, "yes", ""), asked.press(&bo, "yes", ""), change);
            let run = ([one, two, taken, changed], asked.outcome(&app).await);
            assert!(run == yes || run == back, "{run:?} was not written down");
            seen[usize::from(run == back)] += 1;
        }
        eprintln!("the yes first: {}, taken back first: {}", seen[0], seen[1]);
    }

    async fn a_yes_against_a_change_of_the_same_museum(app: TestApp) {
        let sam = app.moderator().await;
        let (account, ana) = museum(&app).await;
        let bo = ana.clone();
        let yes = ([303, 409], (Status::Approved, Some(Said::Yes), 6, 1, 0, 1));
        let change = ([409, 303], (Status::ChangesRequested, Some(Said::Change), 3, 0, 1, 0));
        let mut seen = [0, 0];
        for run in 0..races(5) {
            let asked = Asked::new(&app, &sam, account, &format!("Objects and tea {run}")).await;
            let (one, two) = tokio::join!(asked.press(&ana, "yes", ""), asked.press(&bo, "change", ""));
            let run = ([one, two], asked.outcome(&app).await);
            assert!(run == yes || run == change, "{run:?} was not written down");
            seen[usize::from(run == change)] += 1;
        }
        eprintln!("the yes first: {}, the change first: {}", seen[0], seen[1]);
    }
}
