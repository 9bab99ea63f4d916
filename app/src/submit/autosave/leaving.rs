//! Before the page is left: what is unsaved is saved first, and only then does the button or the
//! link do what it does.

use super::browser::{FormWatcher, UnderWay, Verdict};
use super::request::patience;
use super::words::saving;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::js_sys::Date;
use web_sys::{
    BeforeUnloadEvent, Element, HtmlAnchorElement, HtmlElement, HtmlFormElement, MouseEvent,
    Storage, SubmitEvent,
};

/// Whoever pressed a button waits no longer than this for a small request that was sent before.
const HURRY: Duration = Duration::from_secs(3);
/// Where a tab remembers that it sent its last words while it left a page, and for how long that
/// matters, in milliseconds.
const LEFT: &str = "casebook-left";
const STILL_FRESH: u64 = 30_000;

/// What was pressed.
enum Pressed {
    Button {
        form: HtmlFormElement,
        button: Option<HtmlElement>,
    },
    Link(String),
}

/// Somebody is about to go.
#[derive(Default)]
pub(super) struct Departure {
    pressed: RefCell<Option<Pressed>>,
    /// This event was held back once and may pass.
    passing: Cell<bool>,
    /// The form is on its way with every word in it: nothing to warn of.
    going: Cell<bool>,
}

impl Departure {
    /// The person types on: whatever was on its way, the page is still here.
    pub fn stays(&self) {
        self.going.set(false);
    }
}

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// A whole number, because reading and writing others would be a tenth of the island.
fn now() -> u64 {
    Date::now() as u64
}

/// Tells two texts apart, and is kept instead of them (FNV-1a).
fn digest(answers: &[(String, String)]) -> u32 {
    answers
        .iter()
        .flat_map(|(key, value)| [key, value])
        .flat_map(|text| text.bytes().chain([0]))
        .fold(0x811c_9dc5, |digest, byte| {
            (digest ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        })
}

impl FormWatcher {
    /// What the tab remembers of this page and its text.
    fn note(&self) -> String {
        let (_, answers) = self.form.answers();
        format!("{}/{} {}", self.reference, self.section, digest(&answers))
    }

    fn leave_note(&self) {
        if let Some(storage) = storage() {
            let _ = storage.set_item(LEFT, &format!("{} {}", now(), self.note()));
        }
    }

    /// Whether this tab left the page a moment ago and sent words behind it that are not in the
    /// page: the server had drawn it before it got them. Says so once.
    pub fn was_drawn_too_soon(&self) -> bool {
        let Some(storage) = storage() else {
            return false;
        };
        let Ok(Some(left)) = storage.get_item(LEFT) else {
            return false;
        };
        let _ = storage.remove_item(LEFT);
        let Some((at, note)) = left.split_once(' ') else {
            return false;
        };
        let is_fresh = at
            .parse()
            .is_ok_and(|at: u64| now().saturating_sub(at) < STILL_FRESH);
        let page = |note: &str| note.split(' ').next().map(str::to_owned);
        let drawn = self.note();
        is_fresh && page(note) == page(&drawn) && note != drawn
    }

    /// A form of the page is about to be sent. This one goes only once its text is saved, and
    /// with the new base: else an answer that never comes would take the page and its words along.
    pub fn submitted(self: &Rc<Self>, event: &SubmitEvent) {
        if self.departure.passing.get() || event.default_prevented() {
            return;
        }
        let Some(form) = event
            .target()
            .and_then(|form| form.dyn_into::<HtmlFormElement>().ok())
        else {
            return;
        };
        if form != self.form.element && !self.may_be_saved() {
            return;
        }
        event.prevent_default();
        let button = event.submitter();
        self.leave(Pressed::Button { form, button });
    }

    /// A link of the page was pressed, in the ordinary way.
    pub fn clicked(self: &Rc<Self>, event: &MouseEvent) {
        let elsewhere =
            event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        if event.default_prevented() || event.button() != 0 || elsewhere || !self.may_be_saved() {
            return;
        }
        let Some(link) = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|target| {
                target
                    .closest("a[href]:not([target], [download])")
                    .ok()
                    .flatten()
            })
            .and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok())
        else {
            return;
        };
        let href = link.href();
        let here = window().location().href().unwrap_or_default();
        let page_of = |address: &str| address.split('#').next().map(str::to_owned);
        let within = href.contains('#') && page_of(&href) == page_of(&here);
        if !within && href.starts_with("http") {
            event.prevent_default();
            self.leave(Pressed::Link(href));
        }
    }

    fn leave(self: &Rc<Self>, pressed: Pressed) {
        // The first press counts.
        if self.departure.pressed.borrow().is_some() {
            return;
        }
        *self.departure.pressed.borrow_mut() = Some(pressed);
        self.say(saving());
        let wait = self
            .under_way
            .borrow()
            .as_ref()
            .map(|under_way| patience(HURRY, &under_way.snapshot.body));
        let Some(wait) = wait else {
            self.save(false);
            return;
        };
        let (watcher, turn) = (Rc::clone(self), self.turn.get());
        set_timeout(
            move || {
                if watcher.turn.get() == turn && watcher.under_way.borrow().is_some() {
                    watcher.give_up();
                    watcher.save(false);
                }
            },
            wait,
        );
    }

    /// A request has ended. If somebody waits for it, they go on, or are told why not.
    pub fn go_on(self: &Rc<Self>, verdict: Verdict) {
        let Some(pressed) = self.departure.pressed.take() else {
            return;
        };
        if verdict == Verdict::Saved && self.is_unsaved() {
            // Typed since; or what was saved had waited for an answer for longer.
            *self.departure.pressed.borrow_mut() = Some(pressed);
            self.save(false);
            return;
        }
        match pressed {
            Pressed::Button { form, button } => {
                let own = form == self.form.element;
                if own && verdict == Verdict::Failed {
                    return;
                }
                self.departure.going.set(own);
                self.departure.passing.set(true);
                // A form that cannot be sent so is still there, with its button.
                let _ = form.request_submit_with_submitter(button.as_ref());
                self.departure.passing.set(false);
            }
            // If it is not saved, the browser asks.
            Pressed::Link(href) => {
                let _ = window().location().set_href(&href);
            }
        }
    }

    /// The tab is about to be closed or to load something else, and the browser can ask. What is
    /// unsaved is on its way while people read the question.
    pub fn asked_to_leave(self: &Rc<Self>, event: &BeforeUnloadEvent) {
        if self.departure.going.get() || !self.is_unsaved() {
            return;
        }
        if self.may_be_saved() {
            self.save(true);
            self.leave_note();
        }
        event.prevent_default();
    }

    /// The page goes, and no answer will be read: the newest text goes out, whatever was under way.
    pub fn left(self: &Rc<Self>) {
        if self.departure.going.get() || !self.may_be_saved() {
            return;
        }
        let is_on_its_way = self.under_way.borrow().as_ref().is_some_and(|under_way| {
            under_way.outlives && under_way.snapshot.at == self.typed.get()
        });
        if is_on_its_way {
            return;
        }
        self.give_up();
        self.unanswered.take();
        self.send(self.snapshot(), true);
        self.leave_note();
    }

    /// Stops waiting for the request under way; it may have arrived, so it is sent again.
    fn give_up(&self) {
        if let Some(UnderWay {
            snapshot, abort, ..
        }) = self.under_way.take()
        {
            self.turn.set(self.turn.get().wrapping_add(1));
            abort.abort();
            *self.unanswered.borrow_mut() = Some(snapshot);
        }
    }
}
