//! The island around a long list of boxes: a box to type in, which leaves only the lines that fit.
//!
//! Without it the whole list is there to read. It is drawn with the list and shown once it can do
//! something, so that nobody types into a box that does nothing.

use leptos::prelude::*;

/// Wraps the boxes of a long list. `label` says what is looked for where.
#[island]
pub fn ListFilter(label: String, children: Children) -> impl IntoView {
    let root = NodeRef::<leptos::html::Div>::new();
    #[cfg(feature = "hydrate")]
    browser::watch(root);
    view! {
        <div class="list-filter" node_ref=root>
            <input class="input input-medium list-filter-box" type="search" autocomplete="off" placeholder="Find in this list" aria-label=label hidden=true/>
            {children()}
            <p class="list-filter-none" role="status"></p>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use crate::browser_events::on;
    use leptos::html::Div;
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, Event, HtmlElement, HtmlInputElement};

    pub(super) fn watch(root: NodeRef<Div>) {
        Effect::new(move |_| {
            let Some(root) = root.get() else { return };
            let Some(field) = root
                .query_selector("input")
                .ok()
                .flatten()
                .and_then(|input| input.dyn_into::<HtmlInputElement>().ok())
            else {
                return;
            };
            field.set_hidden(false);
            let typed = field.clone();
            on(&field, "input", move |event: Event| {
                // It is no answer, so nothing is to be saved.
                event.stop_propagation();
                leave(&root, &typed.value());
            });
            on(&field, "keydown", move |event: web_sys::KeyboardEvent| {
                // Enter would send the whole form.
                if event.key() == "Enter" {
                    event.prevent_default();
                }
            });
        });
    }

    /// Leaves the lines that hold every word, and those that are ticked.
    fn leave(root: &Element, typed: &str) {
        let typed = typed.to_lowercase();
        let words: Vec<&str> = typed.split_whitespace().collect();
        let Ok(lines) = root.query_selector_all(".choice") else {
            return;
        };
        let mut left = 0;
        for at in 0..lines.length() {
            let Some(line) = lines
                .get(at)
                .and_then(|line| line.dyn_into::<HtmlElement>().ok())
            else {
                continue;
            };
            let text = line.text_content().unwrap_or_default().to_lowercase();
            let is_ticked = line
                .query_selector("input:checked")
                .is_ok_and(|one| one.is_some());
            let fits = is_ticked || words.iter().all(|word| text.contains(word));
            line.set_hidden(!fits);
            left += u32::from(fits);
        }
        if let Ok(Some(none)) = root.query_selector(".list-filter-none") {
            none.set_text_content((left == 0).then_some("Nothing in this list has these words."));
        }
    }
}
