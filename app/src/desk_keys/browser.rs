//! What the island does in the browser.

use super::{HELP, SAID};
use crate::browser_events::on;
use leptos::prelude::*;
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlDialogElement, HtmlElement, KeyboardEvent};

/// Where text is typed, or something else has the keys.
const WRITES: &str = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog";
/// The titles of the queue.
const ROWS: &str = ".queue .row-title";
const SURE: &str = "Press a again to approve.";
const NOTHING: &str = "That cannot be done here.";

/// What a key leads to, the first that the page has.
fn places(key: &str) -> &'static [&'static str] {
    match key {
        "j" => &["[data-key=j]"],
        "k" => &["[data-key=k]"],
        "a" => &[
            "[data-key=a]",
            ".decision form[action$='/approve-and-publish'] button",
            ".decision form[action$='/approve'] button",
            ".decision form[action$='/publish'] button",
        ],
        "r" => &["[data-key=r]", ".decision a[href$='/changes']"],
        "e" => &["[data-key=e]", ".decision a[href$='/edit']"],
        "n" => &["[data-key=n]", "form[action$='/notes'] textarea"],
        _ => &[],
    }
}

/// Listens for as long as the page lives.
pub(super) fn watch() {
    // Whoever looks at the page from outside sees that keys are heard.
    if let Some(page) = document().document_element() {
        let _ = page.set_attribute("data-keys", "on");
    }
    let asked = Cell::new(false);
    on(&document(), "keydown", move |event: KeyboardEvent| {
        let asked_before = asked.replace(false);
        if is_ours(&event) {
            asked.set(pressed(&event, asked_before));
        }
    });
}

/// Whether a key is meant for this page.
fn is_ours(event: &KeyboardEvent) -> bool {
    let writes = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|target| target.closest(WRITES).is_ok_and(|found| found.is_some()));
    !(event.default_prevented()
        || event.ctrl_key()
        || event.alt_key()
        || event.meta_key()
        || event.is_composing()
        || event.repeat()
        || writes)
}

/// Does what a key means; whether approving now waits for a second press.
fn pressed(event: &KeyboardEvent, asked: bool) -> bool {
    let key = event.key();
    if key == "?" {
        event.prevent_default();
        show_help();
        return false;
    }
    let places = places(&key);
    if places.is_empty() {
        return false;
    }
    event.prevent_default();
    if matches!(key.as_str(), "j" | "k") && step(key == "j") {
        return false;
    }
    let Some(found) = places.iter().find_map(|place| find(place)) else {
        say(NOTHING);
        return false;
    };
    say("");
    let _ = found.focus();
    if key == "a" && !asked {
        say(SURE);
        return true;
    }
    if found.tag_name() != "TEXTAREA" {
        found.click();
    }
    false
}

fn find(place: &str) -> Option<HtmlElement> {
    document().query_selector(place).ok()??.dyn_into().ok()
}

/// In a list the focus goes from title to title; `false` where there is no list.
fn step(onwards: bool) -> bool {
    let Ok(rows) = document().query_selector_all(ROWS) else {
        return false;
    };
    let length = rows.length();
    if length == 0 {
        return false;
    }
    let focused = document().active_element();
    let at = (0..length).find(|at| {
        let row = rows.get(*at).and_then(|row| row.dyn_into::<Element>().ok());
        row.is_some() && row == focused
    });
    let to = match at {
        None if onwards => 0,
        None => length - 1,
        Some(at) if onwards => (at + 1) % length,
        Some(at) => (at + length - 1) % length,
    };
    if let Some(row) = rows
        .get(to)
        .and_then(|row| row.dyn_into::<HtmlElement>().ok())
    {
        let _ = row.focus();
    }
    true
}

fn show_help() {
    let help = document().get_element_by_id(HELP);
    if let Some(help) = help.and_then(|help| help.dyn_into::<HtmlDialogElement>().ok()) {
        let _ = help.show_modal();
    }
}

fn say(words: &str) {
    if let Some(said) = document().get_element_by_id(SAID) {
        said.set_text_content(Some(words));
    }
}
