//! Several lines pasted into one box of a list, spread over its boxes.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlTextAreaElement, InputEvent};

/// Where a paste brought several lines into a box of a list, this box keeps the first, and the empty boxes
/// after it get the others. What is left over stays in the last one, in lines: saving makes them answers of
/// their own.
pub(super) fn spread(event: &Event) {
    let is_paste = event
        .dyn_ref::<InputEvent>()
        .is_some_and(|input| input.input_type() == "insertFromPaste");
    let Some(first) = event
        .target()
        .filter(|_| is_paste)
        .and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok())
    else {
        return;
    };
    let Ok(Some(list)) = first.closest(".lines") else {
        return;
    };
    let text = first.value();
    let mut lines = text.split('\n').filter(|line| !line.is_empty());
    let Some(line) = lines.next() else { return };
    let Ok(boxes) = list.query_selector_all("textarea") else {
        return;
    };
    let mut rest: Vec<&str> = lines.collect();
    if rest.is_empty() {
        return;
    }
    rest.reverse();
    let boxes: Vec<HtmlTextAreaElement> = (0..boxes.length())
        .filter_map(|at| boxes.get(at)?.dyn_into().ok())
        .skip_while(|one| *one != first)
        .collect();
    first.set_value(line);
    let free = boxes.iter().skip(1).filter(|one| one.value().is_empty());
    let mut last = &first;
    for one in free {
        let Some(line) = rest.pop() else { break };
        one.set_value(line);
        last = one;
    }
    if !rest.is_empty() {
        let left = last.value();
        rest.push(&left);
        rest.reverse();
        last.set_value(&rest.join("\n"));
    }
}
