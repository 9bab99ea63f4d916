//! Saving while people type, in the browser.

use super::word_counts::show_word_counts;
use super::{BASE, SaveOutcome, save_draft};
use crate::browser_events::on;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::js_sys::{Array, Date, try_iter};
use web_sys::{
    BeforeUnloadEvent, FormData, HtmlElement, HtmlFormElement, HtmlInputElement,
    HtmlTextAreaElement, SubmitEvent,
};

/// People pause this long when a thought is finished.
const PAUSE: Duration = Duration::from_millis(1500);
/// The first wait after a failure; it doubles each time.
const FIRST_WAIT: Duration = Duration::from_secs(2);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// A press of the button waits no longer than this for a save that is under way.
const SUBMIT_WAIT: Duration = Duration::from_secs(3);

const OFFLINE: &str = "Not saved: you seem to be offline. We keep trying.";
const FAILED: &str = "Not saved: something went wrong on our side. We keep trying.";
const OVERTAKEN: &str = "Somebody changed this page elsewhere, so we stopped saving. Press \u{201c}Save and continue\u{201d} to see both.";
const CLOSED: &str = "Not saved: this case study was sent or withdrawn meanwhile.";
const REFUSED: &str = "Not saved: this browser can no longer write here. Copy your text, then open the link in our mail.";

/// How often the form changed, and how much of that is saved.
#[derive(Default)]
struct Progress {
    typed: Cell<u32>,
    saved: Cell<u32>,
    saving: Cell<bool>,
    /// Saving again would be wrong or hopeless.
    stopped: Cell<bool>,
    failures: Cell<u32>,
}

struct FormWatcher {
    form: HtmlFormElement,
    status: RwSignal<String>,
    reference: String,
    section: String,
    progress: Progress,
    timer: Cell<Option<TimeoutHandle>>,
    /// The button pressed while a save was under way; empty text for none in particular.
    pressed: RefCell<Option<Option<HtmlElement>>>,
}

/// Watches the form inside `root`, once it is there.
pub(super) fn watch(
    root: NodeRef<Div>,
    status: RwSignal<String>,
    reference: String,
    section: String,
) {
    Effect::new(move |_| {
        let Some(form) = root
            .get()
            .and_then(|root| root.query_selector("form").ok().flatten())
            .and_then(|form| form.dyn_into::<HtmlFormElement>().ok())
        else {
            return;
        };
        let watcher = Rc::new(FormWatcher {
            form,
            status,
            reference: reference.clone(),
            section: section.clone(),
            progress: Progress::default(),
            timer: Cell::new(None),
            pressed: RefCell::new(None),
        });
        show_word_counts(&watcher.form);
        watcher.listen();
        // Typed before this woke, or put back by the browser: nobody told us, and it is unsaved.
        if watcher.differs() {
            watcher.typed();
        }
    });
}

impl FormWatcher {
    fn listen(self: &Rc<Self>) {
        let watcher = Rc::clone(self);
        on(&self.form, "input", move |_: web_sys::Event| {
            watcher.typed()
        });
        let watcher = Rc::clone(self);
        on(&self.form, "submit", move |event: SubmitEvent| {
            watcher.submitted(&event)
        });
        let watcher = Rc::clone(self);
        on(&window(), "online", move |_: web_sys::Event| {
            if watcher.is_unsaved() {
                watcher.save_in(Duration::ZERO);
            }
        });
        let watcher = Rc::clone(self);
        on(
            &window(),
            "beforeunload",
            move |event: BeforeUnloadEvent| {
                if watcher.is_unsaved() {
                    event.prevent_default();
                }
            },
        );
    }

    /// Whether the form holds something else than the server sent.
    fn differs(&self) -> bool {
        let Ok(fields) = self
            .form
            .query_selector_all("input:not([type=hidden]), textarea")
        else {
            return false;
        };
        (0..fields.length())
            .filter_map(|at| fields.get(at))
            .any(|field| match field.dyn_ref::<HtmlTextAreaElement>() {
                Some(text) => text
                    .default_value()
                    .is_ok_and(|before| before != text.value()),
                None => field.dyn_ref::<HtmlInputElement>().is_some_and(|input| {
                    input.value() != input.default_value()
                        || input.checked() != input.default_checked()
                }),
            })
    }

    fn is_unsaved(&self) -> bool {
        self.progress.typed.get() != self.progress.saved.get()
    }

    fn typed(self: &Rc<Self>) {
        self.progress
            .typed
            .set(self.progress.typed.get().wrapping_add(1));
        if !self.progress.stopped.get() {
            self.save_in(PAUSE);
        } else {
            show_word_counts(&self.form);
        }
    }

    fn save_in(self: &Rc<Self>, wait: Duration) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        let watcher = Rc::clone(self);
        let timer = set_timeout_with_handle(
            move || {
                watcher.timer.set(None);
                show_word_counts(&watcher.form);
                watcher.save();
            },
            wait,
        );
        self.timer.set(timer.ok());
    }

    fn save(self: &Rc<Self>) {
        if self.progress.saving.get() || self.progress.stopped.get() || !self.is_unsaved() {
            return;
        }
        self.progress.saving.set(true);
        let at = self.progress.typed.get();
        let (base, answers) = self.answers();
        let watcher = Rc::clone(self);
        spawn_local(async move {
            let outcome = save_draft(
                watcher.reference.clone(),
                watcher.section.clone(),
                base,
                answers,
            )
            .await;
            watcher.progress.saving.set(false);
            watcher.answered(at, outcome);
            if let Some(button) = watcher.pressed.take() {
                watcher.submit(button.as_ref());
            }
        });
    }

    /// The fields of the form, and the base among them.
    fn answers(&self) -> (String, Vec<(String, String)>) {
        let mut base = String::new();
        let mut answers = Vec::new();
        if let Ok(data) = FormData::new_with_form(&self.form)
            && let Ok(Some(entries)) = try_iter(&data)
        {
            for entry in entries.flatten() {
                let pair: Array = entry.unchecked_into();
                if let (Some(key), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string())
                {
                    if key == BASE {
                        base = value
                    } else {
                        answers.push((key, value))
                    }
                }
            }
        }
        (base, answers)
    }

    fn answered(self: &Rc<Self>, at: u32, outcome: Result<SaveOutcome, ServerFnError>) {
        let progress = &self.progress;
        match outcome {
            Ok(SaveOutcome::Saved { base }) => {
                progress.failures.set(0);
                progress.saved.set(at);
                self.set_base(&base);
                self.say(saved_at());
                if self.is_unsaved() {
                    self.save_in(PAUSE);
                }
            }
            Ok(SaveOutcome::Invalid { message }) => {
                // The next change may mend it; until then there is nothing to try again.
                self.say(format!("Not saved yet. {message}."));
            }
            Ok(SaveOutcome::Overtaken) => self.stop(OVERTAKEN),
            Ok(SaveOutcome::Closed) => self.stop(CLOSED),
            Err(ServerFnError::Request(_)) => self.try_again(OFFLINE),
            Err(ServerFnError::Args(_)) => self.stop(REFUSED),
            Err(_) => self.try_again(FAILED),
        }
    }

    fn stop(&self, words: &str) {
        self.progress.stopped.set(true);
        self.say(words.to_owned());
    }

    fn try_again(self: &Rc<Self>, words: &str) {
        let failures = self.progress.failures.get();
        self.progress.failures.set(failures + 1);
        self.say(words.to_owned());
        self.save_in(
            FIRST_WAIT
                .saturating_mul(1 << failures.min(4))
                .min(LONGEST_WAIT),
        );
    }

    /// Said only when it changes, or a screen reader would hear it every half minute.
    fn say(&self, words: String) {
        if self.status.get_untracked() != words {
            self.status.set(words);
        }
    }

    fn set_base(&self, base: &str) {
        if let Ok(Some(input)) = self.form.query_selector(&format!("input[name={BASE}]"))
            && let Ok(input) = input.dyn_into::<HtmlInputElement>()
        {
            input.set_value(base);
        }
    }

    /// The form is on its way. A save under way must end first: it changes the base, and the form
    /// would come back as if somebody else had written.
    fn submitted(self: &Rc<Self>, event: &SubmitEvent) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        if self.progress.saving.get() {
            event.prevent_default();
            if self.pressed.borrow().is_none() {
                *self.pressed.borrow_mut() = Some(event.submitter());
                let watcher = Rc::clone(self);
                set_timeout(
                    move || {
                        if let Some(button) = watcher.pressed.take() {
                            watcher.progress.saving.set(false);
                            watcher.submit(button.as_ref());
                        }
                    },
                    SUBMIT_WAIT,
                );
            }
            return;
        }
        // Nothing to warn of, and nothing to save beside it.
        self.progress.saved.set(self.progress.typed.get());
    }

    fn submit(&self, button: Option<&HtmlElement>) {
        // A form that cannot be sent so is still there, with its button.
        let _ = self.form.request_submit_with_submitter(button);
    }
}

fn saved_at() -> String {
    let now = Date::new_0();
    format!("Saved at {:02}:{:02}.", now.get_hours(), now.get_minutes())
}
