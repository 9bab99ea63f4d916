//! The line that says what is saved stays at the foot of the window; the field in use stays above it.

use leptos::prelude::document;
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Scrolls the field in use clear of the line, where the line has come to lie over it. The style
/// sheet keeps the same distance when the focus moves.
pub(super) fn keep_clear_of(line: &Element) {
    let Some(field) = document().active_element() else {
        return;
    };
    let (field_box, top) = (
        field.get_bounding_client_rect(),
        line.get_bounding_client_rect().top(),
    );
    let is_covered = field_box.bottom() > top && field_box.top() < top;
    if is_covered && field_box.height() < top {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        field.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
