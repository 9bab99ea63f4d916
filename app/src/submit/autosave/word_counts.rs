//! How many words are left, under each text of a form that has a limit.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlFormElement, HtmlTextAreaElement};
use word_count::{count_words, counter_sentence_between};

/// Counts the words of every text of the form, and says how many are left.
pub(super) fn show_word_counts(form: &HtmlFormElement) {
    let Ok(areas) = form.query_selector_all("textarea[data-words-max]") else {
        return;
    };
    for at in 0..areas.length() {
        if let Some(area) = areas
            .get(at)
            .and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok())
        {
            show_word_count(&area);
        }
    }
}

fn show_word_count(area: &HtmlTextAreaElement) {
    let limit = |name: &str| area.get_attribute(name).and_then(|text| text.parse().ok());
    let Some(most) = limit("data-words-max") else {
        return;
    };
    let words = count_words(&area.value());
    let counter = document().get_element_by_id(&format!("{}-count", area.id()));
    // An empty box keeps the sentence that says the limit.
    if let Some(counter) = counter.filter(|_| words > 0) {
        show(
            &counter,
            &counter_sentence_between(words, limit("data-words-min").unwrap_or(0), most),
            words > most,
        );
    }
}

fn show(counter: &Element, sentence: &str, over: bool) {
    if counter.text_content().as_deref() == Some(sentence) {
        return;
    }
    // Read aloud when people pause; only once there is something new to say.
    let _ = counter.set_attribute("aria-live", "polite");
    let _ = counter
        .class_list()
        .toggle_with_force("word-count-over", over);
    counter.set_text_content(Some(sentence));
}
