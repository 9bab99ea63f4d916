//! Saving while people type, in the browser: what is sent, and what became of it.
//!
//! One request is under way at a time, so none overtakes another. One that got no answer may have
//! been stored all the same: it is sent again word for word before anything newer, which tells,
//! and renews the base. A newer text on the old base would look like somebody else's.

use super::form_state::SectionForm;
use super::leaving::Departure;
use super::request::{Reply, patience, post};
use super::schedule::Schedule;
use super::word_counts::show_word_counts;
use super::words::{
    CLOSED, NOT_OURS, NOT_YOURS, OVERTAKEN, TOO_MUCH, cannot_go_on, hindered, saved, warning,
};
use super::{SaveDraft, SaveOutcome, SaveStatus};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use web_sys::js_sys::Date;
use web_sys::{AbortController, HtmlFormElement};

/// A small request that has no answer after this is given up and sent again.
const ANSWER_WAIT: Duration = Duration::from_secs(15);

/// The form as it was at one moment, ready to be sent.
pub(super) struct Snapshot {
    /// How often it had changed.
    pub at: u32,
    pub body: String,
}

/// What is on its way to the server.
pub(super) struct UnderWay {
    pub snapshot: Snapshot,
    /// Whether it arrives although the page is left.
    pub outlives: bool,
    pub abort: AbortController,
}

/// Whether saving goes on by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Halted {
    No,
    /// This browser lost its right to write, which it may get back in another tab.
    UntilReturn,
    /// Saving again would be wrong or hopeless.
    ForGood,
}

/// What a request means for somebody who waits to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Saved,
    /// Not saved, but the server is there: its own page says what is the matter, and gives back
    /// every word.
    ServerSpeaks,
    Failed,
}

pub(super) struct FormWatcher {
    pub form: SectionForm,
    status: RwSignal<SaveStatus>,
    pub reference: String,
    pub section: String,
    /// How often the form changed, and how much of that is saved.
    pub typed: Cell<u32>,
    saved: Cell<u32>,
    schedule: RefCell<Schedule>,
    timer: Cell<Option<TimeoutHandle>>,
    halted: Cell<Halted>,
    pub under_way: RefCell<Option<UnderWay>>,
    /// Counts requests: the answer to one that was given up is not listened to.
    pub turn: Cell<u32>,
    pub unanswered: RefCell<Option<Snapshot>>,
    pub departure: Departure,
}

impl FormWatcher {
    pub fn new(
        form: HtmlFormElement,
        status: RwSignal<SaveStatus>,
        reference: String,
        section: String,
    ) -> Self {
        Self {
            form: SectionForm::new(form),
            status,
            reference,
            section,
            typed: Cell::default(),
            saved: Cell::default(),
            schedule: RefCell::default(),
            timer: Cell::default(),
            halted: Cell::new(Halted::No),
            under_way: RefCell::default(),
            turn: Cell::default(),
            unanswered: RefCell::default(),
            departure: Departure::default(),
        }
    }

    /// Typed before this woke, or put back by the browser: nobody told us, and it is unsaved. At
    /// once, because after Back the same text is stored already, which renews the base before
    /// anything else is typed. Unless somebody else saved since: then nothing is written.
    pub fn save_what_was_put_back(self: &Rc<Self>) -> bool {
        let is_news = self.typed.get() == 0 && self.form.differs();
        if is_news {
            self.typed.set(1);
            self.form.take_back_base();
            self.save(false);
        } else if self.typed.get() == 0 && document().ready_state() == "complete" {
            // The base as the page was drawn. Not before: the browser may still put words back.
            let (base, _) = self.form.answers();
            self.form.set_base(&base);
        }
        is_news
    }

    pub fn is_unsaved(&self) -> bool {
        self.typed.get() != self.saved.get()
    }

    /// Whether there is something to save, and sense in trying.
    pub fn may_be_saved(&self) -> bool {
        self.is_unsaved() && self.halted.get() == Halted::No
    }

    pub fn changed(self: &Rc<Self>) {
        self.typed.set(self.typed.get().wrapping_add(1));
        self.departure.stays();
        self.schedule.borrow_mut().changed(Date::now());
        if self.halted.get() == Halted::No {
            self.save_when_due();
        } else {
            show_word_counts(&self.form.element);
        }
    }

    fn save_when_due(self: &Rc<Self>) {
        let wait = self.schedule.borrow().wait(Date::now());
        self.save_in(wait);
    }

    pub fn save_in(self: &Rc<Self>, wait: Duration) {
        self.stop_timer();
        let watcher = Rc::clone(self);
        let timer = set_timeout_with_handle(
            move || {
                watcher.timer.set(None);
                show_word_counts(&watcher.form.element);
                if watcher.may_be_saved() {
                    watcher.save(false);
                }
            },
            wait,
        );
        self.timer.set(timer.ok());
    }

    fn stop_timer(&self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
    }

    /// Somebody looks at the page again, perhaps with a right to write that was lost before.
    pub fn returned(self: &Rc<Self>) {
        if self.may_be_saved() || self.halted.get() == Halted::UntilReturn {
            self.save(false);
        }
    }

    /// Sends what was not answered, else the form as it is. `outlive`: although the page is left.
    pub fn save(self: &Rc<Self>, outlive: bool) {
        if self.under_way.borrow().is_some() {
            return;
        }
        let unanswered = self.unanswered.take();
        self.send(unanswered.unwrap_or_else(|| self.snapshot()), outlive);
    }

    pub fn snapshot(&self) -> Snapshot {
        self.schedule.borrow_mut().sent();
        let (base, answers) = self.form.answers();
        let call = SaveDraft {
            reference: self.reference.clone(),
            section: self.section.clone(),
            base,
            answers,
        };
        Snapshot {
            at: self.typed.get(),
            body: serde_json::to_string(&call).unwrap_or_default(),
        }
    }

    pub fn send(self: &Rc<Self>, snapshot: Snapshot, outlive: bool) {
        let Ok(abort) = AbortController::new() else {
            return;
        };
        self.stop_timer();
        let turn = self.turn.get().wrapping_add(1);
        self.turn.set(turn);
        let body = snapshot.body.clone();
        *self.under_way.borrow_mut() = Some(UnderWay {
            snapshot,
            outlives: outlive,
            abort: abort.clone(),
        });
        let given_up = abort.clone();
        let limit = set_timeout_with_handle(move || given_up.abort(), patience(ANSWER_WAIT, &body));
        let watcher = Rc::clone(self);
        spawn_local(async move {
            let reply = post(&body, &abort, outlive).await;
            if let Ok(limit) = limit {
                limit.clear();
            }
            if watcher.turn.get() == turn
                && let Some(UnderWay { snapshot, .. }) = watcher.under_way.take()
            {
                let at = snapshot.at;
                let verdict = watcher.answered(snapshot, reply);
                if watcher.may_be_saved() && at != watcher.typed.get() && verdict != Verdict::Failed
                {
                    // A page that is hidden may not live until the next pause.
                    if document().hidden() {
                        watcher.save(true);
                    } else {
                        watcher.save_when_due();
                    }
                }
                watcher.go_on(verdict);
            }
        });
    }

    fn answered(self: &Rc<Self>, snapshot: Snapshot, reply: Reply) -> Verdict {
        if let Reply::Later(why, asked_seconds) = reply {
            let failed = self
                .schedule
                .borrow_mut()
                .failed(Date::now(), asked_seconds);
            if self.is_unsaved() {
                *self.unanswered.borrow_mut() = Some(snapshot);
                self.say(hindered(why));
                self.save_in(failed);
            } else {
                self.say(cannot_go_on(why));
            }
            return Verdict::Failed;
        }
        self.schedule.borrow_mut().answered();
        match reply {
            Reply::Outcome(SaveOutcome::Saved { base, unread }) => {
                self.halted.set(Halted::No);
                self.saved.set(snapshot.at);
                self.form.set_base(&base);
                self.form.mark(&unread);
                let now = Date::new_0();
                self.say(saved(now.get_hours(), now.get_minutes(), &unread));
                return Verdict::Saved;
            }
            // The next change may mend these two; until then there is nothing to try again.
            Reply::TooMuch => self.say(warning(TOO_MUCH)),
            Reply::Outcome(SaveOutcome::Overtaken) => self.halt(Halted::ForGood, OVERTAKEN),
            Reply::Outcome(SaveOutcome::Closed) => self.halt(Halted::ForGood, CLOSED),
            Reply::NotYours => self.halt(Halted::UntilReturn, NOT_YOURS),
            Reply::NotOurs => {
                self.halt(Halted::ForGood, NOT_OURS);
                return Verdict::Failed;
            }
            Reply::Later(..) => {}
        }
        Verdict::ServerSpeaks
    }

    fn halt(&self, halted: Halted, words: &str) {
        self.halted.set(halted);
        self.say(warning(words));
    }

    /// Said only when it changes, or a screen reader would hear it every half minute.
    pub fn say(&self, status: SaveStatus) {
        if self.status.get_untracked() != status {
            self.status.set(status);
        }
    }
}
