//! Lists of case studies: the list, its map, its filters, its cards and its suggestions.

// Their islands run in the browser too.
pub mod filters_at_once;
pub mod suggest;

#[cfg(feature = "ssr")]
pub mod card;
#[cfg(feature = "ssr")]
pub mod filter_panel;
#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "ssr")]
pub mod map;
