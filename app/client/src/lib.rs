//! The browser's half: everything a page needs comes rendered from the server, this only wakes the islands.

// Without a use of the crate the linker drops every island's export.
use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the inline script of pages that hold an island.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
