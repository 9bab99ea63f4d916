//! What the island does in the browser.

use super::STATUS;
use crate::browser_events::on;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{
    Document, DomParser, Element, Event, FormData, HtmlElement, HtmlFormElement, HtmlInputElement,
    ProgressEvent, SubmitEvent, SupportedType, XmlHttpRequest,
};

const BEGUN: &str = "Sending. Keep this page open.";
const ARRIVED: &str = "Sent. We are looking at the files now.";
const STOPPED: &str = "Stopped, and nothing was saved. What you chose and typed is still here: press the button again to send it.";
const LOST: &str = "The files did not arrive, and nothing was saved. What you chose and typed is still here: check your \
                    connection, then press the button again.";
/// What stands for one file each on the page, by the beginning of its id.
const FILES: [&str; 2] = ["picture", "document"];

/// Listens for as long as the page lives, to forms that come later too.
pub(super) fn watch() {
    // Whoever looks at the page from outside sees that it is heard.
    if let Some(page) = document().document_element() {
        let _ = page.set_attribute("data-sends-files", "on");
    }
    let under_way = Rc::new(Cell::new(false));
    on(&document(), "submit", move |event: SubmitEvent| {
        let Some(form) = form_with_files(&event) else {
            return;
        };
        // The browser itself would give up what is under way and begin again.
        if under_way.get() {
            event.prevent_default();
            return;
        }
        // Where it cannot be sent from here the browser sends it.
        if send(&form, &event, &under_way).is_ok() {
            event.prevent_default();
            under_way.set(true);
        }
    });
}

/// The form that is sent, where files were chosen in it.
fn form_with_files(event: &SubmitEvent) -> Option<HtmlFormElement> {
    if event.default_prevented() {
        return None;
    }
    let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
    if !goes_in_parts(&form, event) {
        return None;
    }
    let input = form.query_selector("input[type=file]").ok()??;
    let files = input.dyn_into::<HtmlInputElement>().ok()?.files()?;
    (files.length() > 0).then_some(form)
}

/// Whether files go along with what was pressed: a button may say so for itself.
fn goes_in_parts(form: &HtmlFormElement, event: &SubmitEvent) -> bool {
    let button = event.submitter();
    button
        .and_then(|button| button.get_attribute("formenctype"))
        .or_else(|| form.get_attribute("enctype"))
        .is_some_and(|kind| kind == "multipart/form-data")
}

fn send(
    form: &HtmlFormElement,
    event: &SubmitEvent,
    under_way: &Rc<Cell<bool>>,
) -> Result<(), JsValue> {
    // A button of the form is called "action" and hides the property.
    let address = form.get_attribute("action").ok_or(JsValue::NULL)?;
    let data = FormData::new_with_form(form)?;
    if let Some(button) = event.submitter()
        && let Some(name) = button.get_attribute("name")
    {
        data.append_with_str(&name, &button.get_attribute("value").unwrap_or_default())?;
    }
    let request = XmlHttpRequest::new()?;
    request.open_with_async("POST", &address, true)?;
    let upload = request.upload()?;
    on(&upload, "progress", |event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            progressed(event.loaded() / event.total());
        }
    });
    on(&upload, "load", |_: Event| {
        progressed(1.0);
        say(ARRIVED);
    });
    for (name, words) in [("error", LOST), ("timeout", LOST), ("abort", STOPPED)] {
        let under_way = Rc::clone(under_way);
        on(&request, name, move |_: Event| {
            under_way.set(false);
            shown(false);
            say(words);
        });
    }
    let (done, answered) = (Rc::clone(under_way), request.clone());
    on(&request, "load", move |_: Event| {
        done.set(false);
        if arrived(&answered).is_none() {
            shown(false);
            say(LOST);
        }
    });
    if let Some(button) = part("button") {
        let stopped = request.clone();
        on(&button, "click", move |_: Event| {
            let _ = stopped.abort();
        });
    }
    request.send_with_opt_form_data(Some(&data))?;
    progressed(0.0);
    shown(true);
    say(BEGUN);
    Ok(())
}

/// Shows what came back; none where it is no page of ours.
fn arrived(request: &XmlHttpRequest) -> Option<()> {
    let html = request.response_text().ok()??;
    let page = DomParser::new()
        .ok()?
        .parse_from_string(&html, SupportedType::TextHtml)
        .ok()?;
    let new = page.query_selector("main").ok()??;
    let place = FILES.iter().find_map(|kind| first_new(kind, &page));
    let location = window().location();
    let here = location.href().ok()?;
    let here = here.split('#').next().unwrap_or_default();
    let is_refused = request.status().is_ok_and(|status| status >= 400);
    let address = request.response_url();
    // Whoever is led elsewhere goes there. The same page would not be loaded again for the sake of a place on it; without
    // such a place it is, and says itself what is new.
    if !is_refused && (address != here || place.is_none()) {
        return location.assign(&address).ok();
    }
    let old = document().query_selector("main").ok()??;
    old.replace_with_with_node_1(&new).ok()?;
    document().set_title(&page.title());
    if let Some(summary) = document().query_selector(".error-summary").ok().flatten() {
        // As where the browser sends the form: the address names no file of an earlier time.
        if let Ok(history) = window().history() {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(here));
        }
        let _ = summary.unchecked_into::<HtmlElement>().focus();
    } else if let Some(place) = place {
        let _ = location.set_hash(&place);
    }
    Some(())
}

/// The first file of a kind that this page does not have.
fn first_new(kind: &str, page: &Document) -> Option<String> {
    let count = |page: &Document| {
        let files = page.query_selector_all(&format!("fieldset[id^={kind}-]"));
        files.map_or(0, |files| files.length())
    };
    let had = count(&document());
    (count(page) > had).then(|| format!("{kind}-{}", had + 1))
}

/// A part of what is shown while files are sent.
fn part(name: &str) -> Option<Element> {
    document()
        .query_selector(&format!("#{STATUS} {name}"))
        .ok()
        .flatten()
}

fn say(words: &str) {
    if let Some(status) = part("[role=status]") {
        status.set_text_content(Some(words));
    }
}

fn progressed(fraction: f64) {
    if let Some(progress) = part("progress") {
        // Whole numbers: writing others would weigh more than all the rest of this file.
        let percent = (fraction * 100.0) as u32;
        let _ = progress.set_attribute("value", &percent.to_string());
    }
}

fn shown(is_shown: bool) {
    for name in ["progress", "button"] {
        if let Some(part) = part(name) {
            let _ = part.toggle_attribute_with_force("hidden", !is_shown);
        }
    }
}
