//! Lists of case studies: the list, its map, its filters, its cards and its suggestions.

// Its island runs in the browser too.
pub mod suggest;

#[cfg(feature = "ssr")]
pub mod card;
#[cfg(feature = "ssr")]
pub mod filter_panel;
#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "ssr")]
pub mod map;
