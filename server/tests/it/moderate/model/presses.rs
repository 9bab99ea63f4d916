//! What a press comes to: the answer, and how things stand then.

use super::moves::{DONE, NOT_NOW, NOT_YET};
use super::state::{Note, One, Press, Seen};
use super::tables::{bears_other_tags, leads, leads_case, moves_of};

const NONE: u16 = 404;

impl One {
    /// What a museum presses; 404 for another's.
    pub fn museum(&mut self, who: usize, press: &Press, now: i64, uids: &mut u64) -> u16 {
        if who != self.owner || self.status == "deleted" {
            return NONE;
        }
        match press {
            Press::Send { sure } => {
                let asked = self.status == "changes_requested" && self.asked_last == "changes";
                if asked && !sure {
                    return NOT_YET;
                }
                self.moves(None, "submit", now);
            }
            Press::Withdraw => self.moves(None, "withdraw", now),
            Press::Resume => self.moves(None, "resume", now),
            Press::Tell { over } => {
                let action = if *over { "finish" } else { "confirm" };
                if self.status == "published"
                    && let Some(to) = leads_case(self.case, action)
                {
                    self.case = to;
                    self.told(action, now);
                }
            }
            Press::Say { asking, what } => return self.say(*asking, what, now, uids),
            _ => unreachable!("no press of a museum: {press:?}"),
        }
        // What was not possible leads to where it stands, as a second press does.
        DONE
    }

    fn say(&mut self, asking: u64, what: &str, now: i64, uids: &mut u64) -> u16 {
        let (action, said) = match what {
            "yes" => ("agree", "yes"),
            "change" => ("amend", "change"),
            "write" => ("answer", "change"),
            _ => ("refuse", "no"),
        };
        let writes = what == "write";
        let at = self.askings.iter().position(|one| one.uid == asking);
        let at = at.expect("it was asked");
        let asked = self.askings[at].clone();
        if asked.said.is_some() || self.status != "awaiting_yes" {
            let alike = what != "change" || self.status == "changes_requested";
            let same = asked.said == Some(said) && alike && (!writes || asked.with_words);
            return if same { DONE } else { NOT_NOW };
        }
        self.askings[at].said = Some(said);
        self.askings[at].with_words = writes;
        self.moves(None, action, now);
        if what == "yes" {
            self.approved_by_museum = true;
            if self.may_publish(asked.by) {
                self.plan("publish", asked.by, Vec::new(), now, uids);
            }
        }
        DONE
    }

    /// What somebody of the staff presses, who looked last when it was so.
    pub fn staff(
        &mut self,
        who: usize,
        seen: &Seen,
        press: &Press,
        now: i64,
        uids: &mut u64,
    ) -> u16 {
        if !self.sent {
            return NONE;
        }
        let is_current = seen.version == self.version;
        let may_be_assigned = matches!(self.status, "submitted" | "in_review" | "approved");
        match press {
            Press::Decide { decision, despite } => {
                return self.decide(who, seen, decision, *despite, now, uids);
            }
            Press::Take if is_current && may_be_assigned => {
                self.version += 1;
                self.assignee = Some(who);
                self.moves(Some(who), "start_review", now);
            }
            Press::HandOver { to } if self.assignee == Some(*to) => {}
            Press::HandOver { to } if is_current && may_be_assigned => {
                self.version += 1;
                self.assignee = Some(*to);
            }
            Press::GiveBack if self.assignee == Some(who) && is_current && may_be_assigned => {
                self.version += 1;
                self.assignee = None;
            }
            Press::Sensitive { is } => {
                let open = may_be_assigned || self.status == "awaiting_yes";
                if !open || self.sensitive != *is && !is_current {
                    return NOT_NOW;
                }
                if self.sensitive != *is {
                    self.sensitive = *is;
                    self.took_back = (!is).then_some(who);
                    self.version += 1;
                }
            }
            Press::Second if is_current && leads(self.status, "second").is_some() => {
                self.moves(Some(who), "second", now);
                self.seconds.push(who);
            }
            Press::Label { label } => {
                let open = may_be_assigned || self.status == "published";
                if !open || self.label != *label && !is_current {
                    return NOT_NOW;
                }
                if self.label != *label {
                    self.label = *label;
                    let goes_on = self.tags.1 == self.version;
                    let from = if goes_on { self.tags.0 } else { self.version };
                    self.version += 1;
                    self.tags = (from, self.version);
                    self.seconds.clear();
                }
            }
            Press::Note { for_museum } if !for_museum || may_be_assigned => {
                *uids += 1;
                self.notes.push(Note {
                    uid: *uids,
                    for_museum: *for_museum,
                    state: "draft",
                });
            }
            Press::Remove { note } => match self.note(*note).map(|one| one.state) {
                Some("draft") => self.notes.retain(|one| one.uid != *note),
                _ => return NOT_NOW,
            },
            Press::Settle { note } => match self.note(*note) {
                Some(one) if matches!(one.state, "answered" | "settled") => one.state = "settled",
                _ => return NOT_NOW,
            },
            Press::Stop { plan } if self.plans.iter().any(|one| one.uid == *plan) => {
                self.plans.retain(|one| one.uid != *plan);
                self.version += 1;
            }
            Press::Now { plan } => {
                let Some(plan) = self.plans.iter().find(|one| one.uid == *plan).cloned() else {
                    return NOT_NOW;
                };
                if !self.holds(&plan) {
                    self.plans.retain(|one| one.uid != plan.uid);
                    return NOT_NOW;
                }
                return self.carry_out(&plan, who, now, uids);
            }
            Press::Case { action } => return self.move_case(action, is_current, now),
            _ => return NOT_NOW,
        }
        DONE
    }

    fn note(&mut self, uid: u64) -> Option<&mut Note> {
        self.notes.iter_mut().find(|note| note.uid == uid)
    }

    fn decide(
        &mut self,
        who: usize,
        seen: &Seen,
        decision: &'static str,
        despite: bool,
        now: i64,
        uids: &mut u64,
    ) -> u16 {
        let is_current = seen.version == self.version;
        let moves = moves_of(decision, self.status);
        let led = moves
            .iter()
            .try_fold(self.status, |from, action| leads(from, action));
        let is_open = led.is_some() && !self.is_decided();
        // What the page lacks is said before anything else, as far as it is open at all.
        if decision == "ask-yes" && is_open && self.label.is_empty() {
            return NOT_YET;
        }
        let read_by_other = self.assignee.is_some_and(|one| one != who)
            && matches!(self.status, "submitted" | "in_review");
        if !is_open
            || is_current && read_by_other && !despite
            || !self.is_as_seen(seen.version, bears_other_tags(decision))
        {
            return NOT_NOW;
        }
        if moves
            .iter()
            .any(|one| matches!(*one, "approve" | "publish"))
            && !self.may_publish(who)
        {
            return NOT_YET;
        }
        // Whatever was decided before and came to nothing ends now.
        self.plans.clear();
        let tells = decision != "reopen" || !(self.status == "approved" && self.approved_by_museum);
        if decision != "call-back" && tells {
            self.moves(Some(who), "start_review", now);
            self.plan(decision, who, seen.notes.clone(), now, uids);
        } else {
            self.make(decision, who, &seen.notes, now, uids);
        }
        DONE
    }

    fn move_case(&mut self, action: &str, is_current: bool, now: i64) -> u16 {
        let changes_nothing = match action {
            "feature" => self.featured,
            "unfeature" => !self.featured,
            // What is put back is the text that was on the page.
            "restore" => !is_current,
            _ => false,
        };
        match leads_case(self.case, action) {
            Some(to) if self.status == "published" && !changes_nothing => {
                self.case = to;
                self.told(action, now);
                match action {
                    "feature" => self.featured = true,
                    "unfeature" => self.featured = false,
                    _ => {}
                }
                DONE
            }
            _ => NOT_NOW,
        }
    }
}
