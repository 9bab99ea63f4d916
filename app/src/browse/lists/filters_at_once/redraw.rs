//! Makes one part of a page like another, and touches only what differs.

use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

/// Makes the inside of `old` like the inside of `new`, which gives away what it has. What is alike
/// stays in the page, so a box keeps the focus, a group stays open, and a line that is read aloud
/// when it changes is still that line.
pub(super) fn redraw(old: &Node, new: &Node) {
    let mut at = old.first_child();
    let mut next = new.first_child();
    while let Some(wanted) = next {
        next = wanted.next_sibling();
        let Some(kept) = first_alike(at.clone(), &wanted) else {
            let _ = old.insert_before(&wanted, at.as_ref());
            continue;
        };
        while let Some(gone) = at.take_if(|node| *node != kept) {
            at = gone.next_sibling();
            let _ = old.remove_child(&gone);
        }
        at = kept.next_sibling();
        become_like(&kept, &wanted);
    }
    while let Some(gone) = at {
        at = gone.next_sibling();
        let _ = old.remove_child(&gone);
    }
}

fn first_alike(mut at: Option<Node>, wanted: &Node) -> Option<Node> {
    while let Some(node) = at {
        if is_alike(&node, wanted) {
            return Some(node);
        }
        at = node.next_sibling();
    }
    None
}

/// Whether one may turn into the other: of one kind, and if it has a name, of that name.
fn is_alike(old: &Node, new: &Node) -> bool {
    old.node_name() == new.node_name()
        && match (old.dyn_ref::<Element>(), new.dyn_ref::<Element>()) {
            (Some(old), Some(new)) => ["id", "class"]
                .iter()
                .all(|name| old.get_attribute(name) == new.get_attribute(name)),
            _ => true,
        }
}

fn become_like(old: &Node, new: &Node) {
    if old.is_equal_node(Some(new)) {
        return;
    }
    match (old.dyn_ref::<Element>(), new.dyn_ref::<Element>()) {
        (Some(old_element), Some(new_element)) => {
            take_attributes(old_element, new_element);
            redraw(old, new);
        }
        _ => old.set_node_value(new.node_value().as_deref()),
    }
}

fn take_attributes(old: &Element, new: &Element) {
    // Which groups stand open is the reader's choice.
    let names = |element: &Element| {
        let names = element.get_attribute_names();
        names
            .iter()
            .filter_map(|name| name.as_string())
            .filter(|name| name != "open")
            .collect::<Vec<_>>()
    };
    for name in names(old) {
        if !new.has_attribute(&name) {
            let _ = old.remove_attribute(&name);
        }
    }
    for name in names(new) {
        if let Some(value) = new.get_attribute(&name) {
            let _ = old.set_attribute(&name, &value);
        }
    }
}
