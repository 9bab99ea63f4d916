//! The form as it stands in the page: what is in it, its base, and which answers are marked.

use super::{BASE, TYPED_ON, Unread};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::js_sys::{Array, try_iter};
use web_sys::{
    Element, FormData, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
    NodeList,
};

const INVALID: &str = "aria-invalid";

/// The form of a section.
pub(super) struct SectionForm {
    pub element: HtmlFormElement,
    /// Controls that were marked here, not by the server.
    marked: RefCell<Vec<Element>>,
}

impl SectionForm {
    pub fn new(element: HtmlFormElement) -> Self {
        Self {
            element,
            marked: RefCell::default(),
        }
    }

    /// Whether it holds something else than the server sent.
    pub fn differs(&self) -> bool {
        let controls = self
            .element
            .query_selector_all("input:not([type=hidden]), textarea, select");
        controls.is_ok_and(|controls| elements(&controls).any(|control| has_changed(&control)))
    }

    /// Its answers, and the base among them.
    pub fn answers(&self) -> (String, Vec<(String, String)>) {
        let mut base = String::new();
        let mut answers = Vec::new();
        if let Ok(data) = FormData::new_with_form(&self.element)
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

    /// The page carries this base from now on. It is also kept in a box beside the form: where a browser draws
    /// the page anew on Back and puts back what was typed, it fills that box as well, for the same visit to the page.
    pub fn set_base(&self, base: &str) {
        self.write_base(base);
        if let Some(kept) = self.kept_base() {
            kept.set_value(base);
        }
    }

    /// Words that the browser put back belong to the base that this page had when they were typed: they were
    /// never told of what somebody else saved since.
    pub fn take_back_base(&self) {
        if let Some(kept) = self.kept_base().map(|kept| kept.value())
            && !kept.is_empty()
        {
            self.write_base(&kept);
        }
    }

    fn kept_base(&self) -> Option<HtmlInputElement> {
        let around = self.element.closest(".draft-keeper").ok().flatten()?;
        let kept = around
            .query_selector(&format!("input[name={TYPED_ON}]"))
            .ok()
            .flatten()?;
        kept.dyn_into().ok()
    }

    fn write_base(&self, base: &str) {
        if let Ok(Some(input)) = self.element.query_selector(&format!("input[name={BASE}]"))
            && let Ok(input) = input.dyn_into::<HtmlInputElement>()
        {
            input.set_value(base);
        }
    }

    /// Where the form is sent. Not its property of that name, which is the button called so.
    pub fn action(&self) -> String {
        self.element.get_attribute("action").unwrap_or_default()
    }

    /// Marks the answers that cannot be read yet, and no others.
    pub fn mark(&self, unread: &[Unread]) {
        for control in self.marked.take() {
            let _ = control.remove_attribute(INVALID);
            toggle_frame(&control, false);
        }
        for Unread { field, .. } in unread {
            let Ok(controls) = self
                .element
                .query_selector_all(&format!("[name=\"{field}\"]:not([{INVALID}])"))
            else {
                continue;
            };
            for control in elements(&controls) {
                let _ = control.set_attribute(INVALID, "true");
                toggle_frame(&control, true);
                self.marked.borrow_mut().push(control);
            }
        }
    }
}

fn toggle_frame(control: &Element, invalid: bool) {
    if let Ok(Some(frame)) = control.closest(".field") {
        let _ = frame
            .class_list()
            .toggle_with_force("field-invalid", invalid);
    }
}

fn elements(list: &NodeList) -> impl Iterator<Item = Element> {
    (0..list.length()).filter_map(|at| list.get(at)?.dyn_into().ok())
}

fn has_changed(control: &Element) -> bool {
    if let Some(text) = control.dyn_ref::<HtmlTextAreaElement>() {
        text.default_value()
            .is_ok_and(|before| before != text.value())
    } else if let Some(select) = control.dyn_ref::<HtmlSelectElement>() {
        // Where no line is chosen, a browser shows the first.
        let before = ["option[selected]", "option"]
            .iter()
            .find_map(|option| select.query_selector(option).ok().flatten());
        before.is_some_and(|before| {
            let value = before.get_attribute("value");
            value.or_else(|| before.text_content()) != Some(select.value())
        })
    } else {
        control.dyn_ref::<HtmlInputElement>().is_some_and(|input| {
            input.value() != input.default_value() || input.checked() != input.default_checked()
        })
    }
}
