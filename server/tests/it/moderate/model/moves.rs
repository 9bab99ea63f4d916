//! What a move does, at once, planned, or when it is due.

use super::state::{Asking, One, Plan};
use super::tables::{leads, leads_case, moves_of};

/// How long a decision can be called back, and a museum be silent, in seconds.
const UNDO: i64 = 10 * 60;
const SILENCE: i64 = 90 * 24 * 60 * 60;
/// A draft in which nobody writes is planned to go, and goes; what is public is asked about again. In seconds.
const UNSENT: i64 = 83 * 24 * 60 * 60;
const GOES: i64 = 90 * 24 * 60 * 60;
const STILL_TRUE: i64 = 730 * 24 * 60 * 60;

pub const DONE: u16 = 303;
pub const NOT_NOW: u16 = 409;
pub const NOT_YET: u16 = 422;

impl One {
    /// Whether nothing stands in the way of this person's publishing it.
    pub fn may_publish(&self, who: usize) -> bool {
        let two = self.sensitive || self.took_back == Some(who);
        !two || self.seconds.iter().any(|one| *one != who)
    }

    pub fn plan(
        &mut self,
        decision: &'static str,
        by: usize,
        notes: Vec<u64>,
        now: i64,
        uids: &mut u64,
    ) {
        self.plans.retain(|plan| plan.decision != decision);
        self.version += 1;
        *uids += 1;
        self.plans.push(Plan {
            uid: *uids,
            decision,
            seen: self.version,
            by,
            due: now + UNDO,
            notes,
        });
    }

    /// Carries out a plan that holds, in the name of somebody.
    pub fn carry_out(&mut self, plan: &Plan, who: usize, now: i64, uids: &mut u64) -> u16 {
        let publishes = moves_of(plan.decision, self.status);
        let judged = publishes
            .iter()
            .any(|one| matches!(*one, "approve" | "publish"));
        if judged && !self.may_publish(who) {
            return NOT_YET;
        }
        self.plans.retain(|one| one.uid != plan.uid);
        self.make(plan.decision, who, &plan.notes, now, uids);
        DONE
    }

    pub fn make(&mut self, decision: &str, who: usize, notes: &[u64], now: i64, uids: &mut u64) {
        if decision == "changes" {
            for note in self.notes.iter_mut().filter(|note| note.is_to_send()) {
                if notes.contains(&note.uid) {
                    note.state = "sent";
                }
            }
        }
        for action in moves_of(decision, self.status) {
            self.moves(Some(who), action, now);
        }
        if decision == "ask-yes" {
            *uids += 1;
            self.askings.push(Asking {
                uid: *uids,
                by: who,
                said: None,
                with_words: false,
            });
        }
    }

    /// Makes one move, if the table has it.
    pub fn moves(&mut self, who: Option<usize>, action: &str, now: i64) {
        let Some(to) = leads(self.status, action) else {
            return;
        };
        let waited = matches!(self.status, "changes_requested" | "awaiting_yes");
        let waits = matches!(to, "changes_requested" | "awaiting_yes");
        let changed = to != self.status;
        self.status = to;
        self.version += 1;
        if waited && changed {
            self.lapses = None;
        }
        if waits && (changed || action == "second") {
            self.lapses = Some(now + SILENCE);
        }
        self.plans.retain(|plan| {
            let last = moves_of(plan.decision, "").last().copied();
            last != Some(action) && action != "withdraw"
        });
        let reads = [
            "start_review",
            "request_changes",
            "ask_yes",
            "approve",
            "decline",
        ];
        if reads.contains(&action) && self.assignee.is_none() {
            self.assignee = who;
        }
        match action {
            "submit" => {
                self.sent = true;
                self.goes = None;
                self.seconds.clear();
                self.notes_move("sent", "answered");
            }
            "request_changes" => {
                self.round += 1;
                self.asked_last = "changes";
            }
            "ask_yes" => self.asked_last = "yes",
            "approve" => self.approved_by_museum = false,
            "publish" => {
                self.case = leads_case(self.case, "go_live").expect("it goes live");
                self.asked_again = now + STILL_TRUE;
                self.seconds.clear();
            }
            _ => {}
        }
        if matches!(action, "call_back" | "decline" | "lapse") {
            for asking in self.askings.iter_mut().filter(|one| one.said.is_none()) {
                asking.said = Some("void");
            }
        }
        if to == "in_review" {
            self.notes_move("sent", "draft");
        }
    }

    fn notes_move(&mut self, from: &str, to: &'static str) {
        for note in self.notes.iter_mut() {
            if note.for_museum && note.state == from {
                note.state = to;
            }
        }
    }

    /// What the program does by itself when it is so late.
    pub fn work(&mut self, now: i64, uids: &mut u64) {
        self.grow_old(now);
        self.forget_overtaken();
        let mut due: Vec<(i64, Option<Plan>)> = self
            .plans
            .iter()
            .filter(|plan| plan.due < now)
            .map(|plan| (plan.due, Some(plan.clone())))
            .collect();
        due.extend(self.lapses.filter(|at| *at < now).map(|at| (at, None)));
        due.sort_by_key(|(at, _)| *at);
        for (at, plan) in due {
            match plan {
                Some(plan) if self.plans.contains(&plan) => {
                    if self.holds(&plan) {
                        self.carry_out(&plan, plan.by, now, uids);
                    }
                    self.plans.retain(|one| one.uid != plan.uid);
                }
                // Unless it is counted anew.
                None if self.lapses == Some(at) => self.moves(None, "lapse", now),
                _ => {}
            }
        }
        self.forget_overtaken();
    }

    /// What nobody looked after. A draft goes a week after its account was told.
    fn grow_old(&mut self, now: i64) {
        if self.asked_again < now
            && let Some(to) = leads_case(self.case, "fall_due")
        {
            self.case = to;
        }
        if self.status == "draft" && self.goes.is_none() && self.written + UNSENT < now {
            self.goes = Some((self.written + GOES).max(now + GOES - UNSENT));
        }
        if self.goes.is_some_and(|at| at < now)
            && let Some(to) = leads(self.status, "expire")
        {
            self.status = to;
        }
    }

    /// Somebody says that it is still true, or that the work is over.
    pub fn told(&mut self, action: &str, now: i64) {
        if action == "confirm" {
            self.asked_again = now + STILL_TRUE;
        }
    }

    /// What something overtook waits no more, whenever it was to be.
    fn forget_overtaken(&mut self) {
        let (held, all) = (self.clone(), std::mem::take(&mut self.plans));
        self.plans = all.into_iter().filter(|plan| held.holds(plan)).collect();
    }
}
