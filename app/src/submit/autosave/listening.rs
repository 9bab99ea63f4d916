//! What the island listens to.

use super::SaveStatus;
use super::browser::FormWatcher;
use super::in_sight::keep_clear_of;
use super::list_filter;
use super::pasted_lines;
use super::word_counts::show_word_counts;
use crate::browser_events::on;
use leptos::html::Div;
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{BeforeUnloadEvent, Event, HtmlFormElement, MouseEvent, SubmitEvent};

/// Watches the form inside `root`, once it is there.
pub(super) fn watch(
    root: NodeRef<Div>,
    status: RwSignal<SaveStatus>,
    reference: String,
    section: String,
) {
    Effect::new(move |_| {
        let Some(root) = root.get() else { return };
        let Some(form) = root
            .query_selector("form")
            .ok()
            .flatten()
            .and_then(|form| form.dyn_into::<HtmlFormElement>().ok())
        else {
            return;
        };
        if let Ok(Some(line)) = root.query_selector(".save-status") {
            Effect::new(move |_| {
                status.track();
                let line = line.clone();
                request_animation_frame(move || keep_clear_of(&line));
            });
        }
        let watcher = Rc::new(FormWatcher::new(
            form,
            status,
            reference.clone(),
            section.clone(),
        ));
        show_word_counts(&watcher.form.element);
        list_filter::watch(&watcher.form.element);
        watcher.listen();
        let is_stale = watcher.was_drawn_too_soon();
        if !watcher.save_what_was_put_back() && is_stale {
            let _ = window().location().replace(&watcher.form.action());
        }
    });
}

impl FormWatcher {
    fn listen(self: &Rc<Self>) {
        let page = document();
        let watcher = Rc::clone(self);
        on(&self.form.element, "input", move |event: Event| {
            pasted_lines::spread(&event);
            watcher.changed();
        });
        let watcher = Rc::clone(self);
        on(&page, "submit", move |event: SubmitEvent| {
            watcher.submitted(&event);
        });
        let watcher = Rc::clone(self);
        on(&page, "click", move |event: MouseEvent| {
            watcher.clicked(&event);
        });
        let watcher = Rc::clone(self);
        on(&page, "visibilitychange", move |_: Event| {
            if !document().hidden() {
                watcher.returned();
            } else if watcher.may_be_saved() {
                // A phone may end the page any time from now on.
                watcher.save(true);
            }
        });
        for name in ["focus", "online"] {
            let watcher = Rc::clone(self);
            on(&window(), name, move |_: Event| watcher.returned());
        }
        let watcher = Rc::clone(self);
        on(
            &window(),
            "beforeunload",
            move |event: BeforeUnloadEvent| {
                watcher.asked_to_leave(&event);
            },
        );
        let watcher = Rc::clone(self);
        on(&window(), "pagehide", move |_: Event| watcher.left());
        let watcher = Rc::clone(self);
        on(&window(), "pageshow", move |_: Event| {
            watcher.departure.stays();
            if !watcher.save_what_was_put_back() {
                watcher.returned();
            }
        });
    }
}
