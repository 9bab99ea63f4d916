//! What the island does in the browser.

use super::redraw::redraw;
use super::{FORM, NOT_APPLIED, NOT_BACK};
use crate::browser_events::on;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Array, try_iter};
use web_sys::{
    AbortController, Document, DomParser, Element, Event, FormData, HtmlFormElement,
    HtmlInputElement, RequestInit, Response, SupportedType, UrlSearchParams,
};

/// On the form while a tick does what its button would.
const AT_ONCE: &str = "applies-at-once";
/// The parts of the page that are another list's: its name, its filters, and what it found.
const PARTS: [&str; 3] = [".page-heading", "#filters", RESULTS];
const RESULTS: &str = ".listing-results";

struct Watcher {
    form: HtmlFormElement,
    /// The address of the list on the page, without what follows a `#`.
    shown: RefCell<String>,
    /// Gives up what was asked for last.
    asked: RefCell<Option<AbortController>>,
}

/// Who asks for a list: a ticked box, which makes a new step for Back, or Back itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Tick,
    Travel,
}

/// Watches the form, if the page has it.
pub(super) fn watch() {
    let Some(form) = document()
        .get_element_by_id(FORM)
        .and_then(|form| form.dyn_into::<HtmlFormElement>().ok())
    else {
        return;
    };
    let watcher = Rc::new(Watcher {
        form,
        shown: RefCell::new(here()),
        asked: RefCell::default(),
    });
    watcher.promise(true);
    watcher.listen();
    // Ticked before this woke.
    if watcher.differs() {
        watcher.ticked();
    }
}

/// Path and query of the page.
fn here() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

impl Watcher {
    fn listen(self: &Rc<Self>) {
        let watcher = Rc::clone(self);
        on(&self.form, "change", move |_: Event| watcher.ticked());
        let watcher = Rc::clone(self);
        on(&window(), "popstate", move |_: Event| {
            // A link within the page says so too.
            let here = here();
            if here != *watcher.shown.borrow() {
                watcher.ask(here, By::Travel);
            }
        });
    }

    /// Whether a tick needs no button.
    fn promise(&self, at_once: bool) {
        let _ = self.form.class_list().toggle_with_force(AT_ONCE, at_once);
    }

    fn differs(&self) -> bool {
        self.form
            .query_selector(":checked:not([checked]), [checked]:not(:checked)")
            .is_ok_and(|found| found.is_some())
    }

    fn ticked(self: &Rc<Self>) {
        if let Ok(address) = self.address() {
            self.ask(address, By::Tick);
        }
    }

    /// Where the form leads, without what is empty.
    fn address(&self) -> Result<String, JsValue> {
        let query = UrlSearchParams::new()?;
        let data = FormData::new_with_form(&self.form)?;
        for entry in try_iter(&data)?.into_iter().flatten() {
            let pair: Array = entry?.unchecked_into();
            let (key, value) = (pair.get(0).as_string(), pair.get(1).as_string());
            if let (Some(key), Some(value)) = (key, value)
                && !value.is_empty()
            {
                query.append(&key, &value);
            }
        }
        let path = window().location().pathname()?;
        let query = String::from(query.to_string());
        Ok(if query.is_empty() {
            path
        } else {
            format!("{path}?{query}")
        })
    }

    /// Asks for a list, and shows it. Of two that are asked for, the later one is shown.
    fn ask(self: &Rc<Self>, address: String, by: By) {
        let Ok(abort) = AbortController::new() else {
            return;
        };
        if let Some(earlier) = self.asked.replace(Some(abort.clone())) {
            earlier.abort();
        }
        busy(true);
        let watcher = Rc::clone(self);
        spawn_local(async move {
            let page = fetched(&address, &abort).await;
            if abort.signal().aborted() {
                return;
            }
            busy(false);
            match page {
                Ok(page) => watcher.show(&page, address, by),
                Err(_) => watcher.fail(by),
            }
        });
    }

    fn show(&self, page: &Document, address: String, by: By) {
        let place = Place::of_the_focus();
        for part in PARTS {
            if let (Some(old), Some(new)) = (first(&document(), part), first(page, part)) {
                redraw(&old, &new);
            }
        }
        self.settle(page, by);
        self.promise(true);
        let is_new = *self.shown.borrow() != address;
        if by == By::Tick
            && is_new
            && let Ok(history) = window().history()
        {
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&address));
        }
        document().set_title(&page.title());
        *self.shown.borrow_mut() = address;
        if let Some(place) = place {
            place.keep(&self.form);
        }
    }

    /// Boxes and words are those of the new page. What somebody types just now stays.
    fn settle(&self, page: &Document, by: By) {
        let words = |document: &Document| {
            first(document, "#q").and_then(|input| input.dyn_into::<HtmlInputElement>().ok())
        };
        let Some(input) = words(&document()) else {
            return;
        };
        let typed = input.value();
        if let Some(new) = words(page) {
            input.set_default_value(&new.default_value());
        }
        self.form.reset();
        if by == By::Tick {
            input.set_value(&typed);
        }
    }

    /// Nothing is loaded anew by itself: there is no answer either when somebody leaves the page.
    fn fail(&self, by: By) {
        self.promise(false);
        if let Some(status) = first(&document(), &format!("{RESULTS} [role=status]")) {
            status.set_text_content(Some(match by {
                By::Tick => NOT_APPLIED,
                By::Travel => NOT_BACK,
            }));
        }
    }
}

fn first(document: &Document, selector: &str) -> Option<Element> {
    document.query_selector(selector).ok().flatten()
}

/// Marks the results while others are asked for.
fn busy(is_busy: bool) {
    if let Some(results) = first(&document(), RESULTS) {
        let _ = if is_busy {
            results.set_attribute("aria-busy", "true")
        } else {
            results.remove_attribute("aria-busy")
        };
    }
}

async fn fetched(address: &str, abort: &AbortController) -> Result<Document, JsValue> {
    let init = RequestInit::new();
    init.set_signal(Some(&abort.signal()));
    let response: Response = JsFuture::from(window().fetch_with_str_and_init(address, &init))
        .await?
        .unchecked_into();
    let html = JsFuture::from(response.text()?).await?;
    if !response.ok() {
        return Err(html);
    }
    DomParser::new()?.parse_from_string(
        &html.as_string().unwrap_or_default(),
        SupportedType::TextHtml,
    )
}

/// The box that has the focus, and how high it stands in the window.
struct Place {
    name: String,
    value: String,
    top: f64,
}

impl Place {
    fn of_the_focus() -> Option<Self> {
        let element = document().active_element()?;
        let input = element.dyn_ref::<HtmlInputElement>()?;
        Some(Self {
            name: input.name(),
            value: input.value(),
            top: input.get_bounding_client_rect().top(),
        })
    }

    fn is(&self, input: &HtmlInputElement) -> bool {
        input.name() == self.name && input.value() == self.value
    }

    /// Gives the focus back, where the box stands elsewhere in its list now, and scrolls it to where it was.
    fn keep(&self, form: &HtmlFormElement) {
        let focused = document()
            .active_element()
            .and_then(|element| element.dyn_into::<HtmlInputElement>().ok());
        let input = match focused.filter(|input| self.is(input)) {
            Some(input) => input,
            None => {
                let controls = form.elements();
                let found = (0..controls.length())
                    .filter_map(|at| controls.item(at)?.dyn_into::<HtmlInputElement>().ok())
                    .find(|input| self.is(input));
                let Some(input) = found else { return };
                let _ = input.focus();
                input
            }
        };
        let moved = input.get_bounding_client_rect().top() - self.top;
        if moved != 0.0 {
            window().scroll_by_with_x_and_y(0.0, moved);
        }
    }
}
