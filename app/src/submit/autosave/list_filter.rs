//! A box above a long list that leaves only the lines that fit.
//!
//! It is drawn with the list, hidden, and shown here: nobody types into a box that does nothing. Without
//! script the whole list is there to read.

use crate::browser_events::on;
use wasm_bindgen::JsCast;
use web_sys::js_sys::JsString;
use web_sys::{Element, Event, HtmlFormElement, HtmlInputElement, KeyboardEvent};

const HIDDEN: &str = "hidden";

/// Shows the box of each long list of the form, and listens to it.
pub(super) fn watch(form: &HtmlFormElement) {
    for list in all(form, ".list-filter") {
        let found = |selector| list.query_selector(selector).ok().flatten();
        let (Some(find), Some(input)) = (found(".list-filter-find"), found("input")) else {
            continue;
        };
        let _ = find.remove_attribute(HIDDEN);
        let Ok(input) = input.dyn_into::<HtmlInputElement>() else {
            continue;
        };
        let typed = input.clone();
        on(&input, "input", move |event: Event| {
            // It is no answer, so nothing is to be saved.
            event.stop_propagation();
            leave(&list, typed.value());
        });
        on(&input, "keydown", |event: KeyboardEvent| {
            // It would send the whole form.
            if event.key() == "Enter" {
                event.prevent_default();
            }
        });
    }
}

/// Leaves the lines that hold every word, and those that are ticked.
fn leave(list: &Element, typed: String) {
    let typed = in_small(typed);
    let mut left = false;
    for line in all(list, ".choice") {
        let text = in_small(line.text_content().unwrap_or_default());
        let fits = typed.split(' ').all(|word| text.contains(word))
            || matches!(line.query_selector("input:checked"), Ok(Some(_)));
        let _ = if fits {
            line.remove_attribute(HIDDEN)
        } else {
            line.set_attribute(HIDDEN, "")
        };
        left |= fits;
    }
    if let Ok(Some(none)) = list.query_selector(".list-filter-none") {
        none.set_text_content((!left).then_some("Nothing in this list has these words."));
    }
}

/// The browser knows the small letters already; our own table of them would be a page's worth of weight.
fn in_small(text: String) -> String {
    JsString::from(text).to_lower_case().into()
}

fn all(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|at| found.get(at)?.dyn_into().ok())
        .collect()
}
