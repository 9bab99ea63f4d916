//! What the island does in the browser.

use super::{LIST, Suggestion, line_id, suggest};
use crate::browser_events::on;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent};

/// People who type on do not want to be asked for every letter.
const PAUSE: Duration = Duration::from_millis(150);
/// One letter fits too much.
const SHORTEST: usize = 2;

struct Suggester {
    input: HtmlInputElement,
    root: Element,
    lines: RwSignal<Vec<Suggestion>>,
    active: RwSignal<Option<usize>>,
    timer: Cell<Option<TimeoutHandle>>,
    /// How often the list was asked for or closed: an answer to an older question is dropped.
    turn: Cell<u32>,
    /// What every address takes along.
    kept: Rc<str>,
}

/// Watches the box inside `root`, once it is there.
pub(super) fn watch(
    root: NodeRef<Div>,
    lines: RwSignal<Vec<Suggestion>>,
    active: RwSignal<Option<usize>>,
    kept: String,
) {
    let kept: Rc<str> = kept.into();
    Effect::new(move |_| {
        let Some(root) = root.get() else { return };
        let Some(input) = root
            .query_selector("input[type=search]")
            .ok()
            .flatten()
            .and_then(|input| input.dyn_into::<HtmlInputElement>().ok())
        else {
            return;
        };
        let suggester = Rc::new(Suggester {
            input,
            root: root.unchecked_into(),
            lines,
            active,
            timer: Cell::new(None),
            turn: Cell::new(0),
            kept: Rc::clone(&kept),
        });
        suggester.prepare();
        suggester.listen();
    });
}

impl Suggester {
    /// Only now is the box more than a box.
    fn prepare(self: &Rc<Self>) {
        for (name, value) in [
            ("role", "combobox"),
            ("aria-autocomplete", "list"),
            ("aria-expanded", "false"),
            ("aria-controls", LIST),
        ] {
            let _ = self.input.set_attribute(name, value);
        }
        let (input, lines, active) = (self.input.clone(), self.lines, self.active);
        Effect::new(move |_| {
            let open = lines.with(|lines| !lines.is_empty());
            let _ = input.set_attribute("aria-expanded", if open { "true" } else { "false" });
            let _ = match active.get().filter(|_| open) {
                Some(at) => input.set_attribute("aria-activedescendant", &line_id(at)),
                None => input.remove_attribute("aria-activedescendant"),
            };
        });
    }

    fn listen(self: &Rc<Self>) {
        let suggester = Rc::clone(self);
        on(&self.input, "input", move |_: Event| suggester.typed());
        let suggester = Rc::clone(self);
        on(&self.input, "keydown", move |event: KeyboardEvent| {
            suggester.pressed(&event);
        });
        let suggester = Rc::clone(self);
        on(&self.input, "blur", move |_: Event| suggester.close());
        // Searching, or leaving in any other way: as for a line that is followed.
        let suggester = Rc::clone(self);
        on(&window(), "pagehide", move |_: Event| suggester.close());
        // A press of the mouse must not take the focus away before it is a click.
        let suggester = Rc::clone(self);
        on(&self.root, "mousedown", move |event: Event| {
            if suggester.line_of(&event).is_some() {
                event.prevent_default();
            }
        });
        let suggester = Rc::clone(self);
        on(&self.root, "click", move |event: Event| {
            if let Some(line) = suggester.line_of(&event) {
                suggester.follow(line.get_attribute("data-href"));
            }
        });
    }

    fn line_of(&self, event: &Event) -> Option<Element> {
        let target = event.target()?.dyn_into::<Element>().ok()?;
        target.closest("[role=option]").ok().flatten()
    }

    fn typed(self: &Rc<Self>) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        if self.input.value().trim().chars().count() < SHORTEST {
            self.close();
            return;
        }
        let suggester = Rc::clone(self);
        let timer = set_timeout_with_handle(move || suggester.ask(), PAUSE);
        self.timer.set(timer.ok());
    }

    fn ask(self: &Rc<Self>) {
        let turn = self.turn.get().wrapping_add(1);
        self.turn.set(turn);
        let suggester = Rc::clone(self);
        let text = self.input.value();
        spawn_local(async move {
            // Without an answer the box works as it is.
            let found = suggest(text).await.unwrap_or_default();
            if suggester.turn.get() == turn {
                suggester.active.set(None);
                suggester.lines.set(found);
            }
        });
    }

    fn pressed(&self, event: &KeyboardEvent) {
        let count = self.lines.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        let active = self.active.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => {
                event.prevent_default();
                self.active.set(match active {
                    Some(at) if at + 1 == count => None,
                    Some(at) => Some(at + 1),
                    None => Some(0),
                });
            }
            "ArrowUp" => {
                event.prevent_default();
                self.active.set(match active {
                    Some(0) => None,
                    Some(at) => Some(at - 1),
                    None => Some(count - 1),
                });
            }
            "Enter" => {
                if let Some(at) = active {
                    event.prevent_default();
                    self.follow(
                        self.lines
                            .with_untracked(|lines| lines.get(at).map(|line| line.href.clone())),
                    );
                }
            }
            "Escape" => {
                // The first press closes the list, the next one empties the box.
                event.prevent_default();
                self.close();
            }
            _ => {}
        }
    }

    fn close(&self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        self.turn.set(self.turn.get().wrapping_add(1));
        self.active.set(None);
        self.lines.set(Vec::new());
    }

    fn follow(&self, href: Option<String>) {
        if let Some(mut href) = href {
            // Back would bring the page as it was left, with the list open over it.
            self.close();
            if !self.kept.is_empty() {
                href.push(if href.contains('?') { '&' } else { '?' });
                href.push_str(&self.kept);
            }
            let _ = window().location().set_href(&href);
        }
    }
}
