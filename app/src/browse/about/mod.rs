//! Pages about the site: evidence labels, accessibility, privacy.

pub mod accessibility;
pub mod evidence;
pub mod privacy;
