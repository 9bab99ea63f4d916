//! The clients of the program: they press what the model does. What is stored then is read in `stored`.

use super::state::{Press, Seen};
use super::world::{CASES, Deed, MUSEUMS, STAFF, World};
use crate::support::{TestApp, Visitor};
use case_study::Role;
use case_study::declarations::{Occasion, asked_at};
use case_study::signed_text::SignedText;
use std::collections::HashMap;
use store::drafts;

pub struct Clients {
    pub app: TestApp,
    pub accounts: Vec<i64>,
    visitors: Vec<Visitor>,
    /// Ids and references of the submissions.
    pub places: Vec<(i64, String)>,
    /// What the model's own numbers stand for: ids of plans, notes and askings.
    pub ids: HashMap<u64, i64>,
    began: i64,
    /// In the model's seconds.
    signed_in_at: i64,
}

impl Clients {
    pub async fn new(app: TestApp, world: &World) -> Self {
        let mut accounts = Vec::new();
        for at in 0..MUSEUMS + STAFF {
            let role = match at {
                0..MUSEUMS => Role::Submitter,
                MUSEUMS => Role::Admin,
                _ => Role::Moderator,
            };
            accounts.push(app.account(role).await.0);
        }
        let began = app.clock.now_ms();
        let mut clients = Self {
            app,
            accounts,
            visitors: Vec::new(),
            places: Vec::new(),
            ids: HashMap::new(),
            began,
            signed_in_at: 0,
        };
        clients.sign_in().await;
        for at in 0..CASES {
            let place = clients.begin(world.cases[at].owner).await;
            clients.places.push(place);
        }
        clients
    }

    async fn sign_in(&mut self) {
        self.visitors.clear();
        for account in &self.accounts {
            let visitor = self.app.visitor();
            let path = format!("/test/signed-in/{account}");
            drop(visitor.post(&path, &[]).await.expect(204));
            self.visitors.push(visitor);
        }
    }

    async fn begin(&self, owner: usize) -> (i64, String) {
        let (id, reference) = self.app.draft("Tea and objects").await;
        let adopted = drafts::adopt(&self.app.db, &[id], self.accounts[owner]).await;
        adopted.expect("the database answers");
        (id, reference)
    }

    fn id(&self, uid: u64) -> i64 {
        *self.ids.get(&uid).expect("the model's number is known")
    }

    /// Does it; the answer, if there is one. The clock is the model's.
    pub async fn does(&mut self, deed: &Deed, now: i64) -> u16 {
        self.app.clock.set(self.began + now * 1000);
        // Nobody stays signed in for ever.
        if now - self.signed_in_at > 600 {
            self.signed_in_at = now;
            self.sign_in().await;
        }
        match deed {
            Deed::Begin { at, owner } => {
                self.places[*at] = self.begin(*owner).await;
                0
            }
            Deed::Work { is_long } => {
                if *is_long {
                    self.sign_in().await;
                }
                self.app.look_after().await;
                self.app.carry_out_planned().await;
                0
            }
            Deed::Museum { who, at, press } => self.museum(*who, *at, press).await,
            Deed::Staff {
                who,
                at,
                seen,
                press,
            } => self.staff(MUSEUMS + who, *at, seen, press).await,
        }
    }

    async fn museum(&self, who: usize, at: usize, press: &Press) -> u16 {
        let (visitor, (id, reference)) = (&self.visitors[who], &self.places[at]);
        let home = format!("/submit/{reference}");
        let page = match press {
            Press::Withdraw => visitor.post(&format!("{home}/withdraw"), &[]).await,
            Press::Resume => visitor.post(&format!("{home}/resume"), &[]).await,
            Press::Tell { over } => {
                let answer = if *over { "over" } else { "true" };
                let path = format!("{home}/still-true");
                visitor.post(&path, &[("answer", answer)]).await
            }
            Press::Send { sure } => {
                let path = format!("{home}/check");
                let base = visitor.get(&path).await.value("base").unwrap_or_default();
                let ticks = asked_at(Occasion::LongWay).map(|one| ("declarations", one.key));
                let mut fields: Vec<_> = ticks.chain([("base", base.as_str())]).collect();
                if *sure {
                    fields.push(("unchanged", "yes"));
                }
                visitor.post(&path, &fields).await
            }
            Press::Say { asking, what } => {
                let asking = self.id(*asking).to_string();
                let text = self.app.content(*id).await;
                let shown = SignedText::of(&text);
                let mut fields = vec![
                    ("agreement", asking.as_str()),
                    ("base", shown.fingerprint()),
                    ("action", *what),
                ];
                match *what {
                    "yes" => {
                        let ticks = asked_at(Occasion::Yes).map(|one| ("declarations", one.key));
                        fields.extend(ticks);
                    }
                    "write" => fields.push(("words", "The year is not right yet.")),
                    _ => {}
                }
                visitor.post(&format!("{home}/page"), &fields).await
            }
            _ => unreachable!("no press of a museum: {press:?}"),
        };
        page.status().as_u16()
    }

    async fn staff(&self, who: usize, at: usize, seen: &Seen, press: &Press) -> u16 {
        let (visitor, (_, reference)) = (&self.visitors[who], &self.places[at]);
        let home = format!("/moderate/cases/{reference}");
        let version = seen.version.to_string();
        let mut fields: Vec<(&str, String)> = vec![("version", version.clone())];
        let mut add = |key, value: &str| fields.push((key, value.to_owned()));
        let action = match press {
            Press::Decide { decision, despite } => {
                match *decision {
                    "changes" => {
                        add("reason", "jargon");
                        add("message", "Please say what an MDT is.");
                        let notes: Vec<_> = seen
                            .notes
                            .iter()
                            .map(|uid| self.id(*uid).to_string())
                            .collect();
                        add("notes", &notes.join(","));
                    }
                    "decline" => {
                        add("reason", "out-of-scope");
                        add("message", "It was a pleasure to read.");
                    }
                    _ => {}
                }
                if let Some(reads) = seen.assignee.filter(|_| *despite) {
                    add("despite", &self.accounts[MUSEUMS + reads].to_string());
                }
                (*decision).to_owned()
            }
            Press::Case { action } => {
                if matches!(*action, "take-down" | "restore") {
                    add("message", "A person in it asked us to.");
                }
                (*action).to_owned()
            }
            Press::Take => "assign".to_owned(),
            Press::HandOver { to } => {
                add("to", &self.accounts[MUSEUMS + to].to_string());
                "assign".to_owned()
            }
            Press::GiveBack => "give-back".to_owned(),
            Press::Second => "second".to_owned(),
            Press::Sensitive { is } => {
                add("sensitive", if *is { "yes" } else { "no" });
                "sensitive".to_owned()
            }
            Press::Stop { plan } => format!("planned/{}/stop", self.id(*plan)),
            Press::Now { plan } => format!("planned/{}/now", self.id(*plan)),
            Press::Label { label } => {
                let page = visitor.get(&format!("{home}/tags")).await;
                if page.status().as_u16() != 200 {
                    return page.status().as_u16();
                }
                let chosen = [("version", version.as_str()), ("evidence_label", *label)];
                let saved = visitor.submit(&page, "form.tags-form", &chosen).await;
                return saved.status().as_u16();
            }
            // A note knows no version.
            Press::Note { .. } | Press::Remove { .. } | Press::Settle { .. } => {
                return self.note(visitor, &home, press).await;
            }
            _ => unreachable!("no press of the staff: {press:?}"),
        };
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(key, value)| (*key, value.as_str()))
            .collect();
        let page = visitor.post(&format!("{home}/{action}"), &fields).await;
        page.status().as_u16()
    }

    async fn note(&self, visitor: &Visitor, home: &str, press: &Press) -> u16 {
        let (path, fields) = match press {
            Press::Remove { note } => (format!("/{}", self.id(*note)), vec![("action", "remove")]),
            Press::Settle { note } => (format!("/{}", self.id(*note)), vec![("action", "settle")]),
            _ => {
                let reach = if matches!(press, Press::Note { for_museum: true }) {
                    "museum"
                } else {
                    "team"
                };
                let words = ("note", "Where did they meet?");
                (
                    String::new(),
                    vec![("field", "did"), words, ("reach", reach)],
                )
            }
        };
        let page = visitor.post(&format!("{home}/notes{path}"), &fields).await;
        page.status().as_u16()
    }
}
