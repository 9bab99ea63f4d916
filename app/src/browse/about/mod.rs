//! Pages about the site: why it is there, evidence, accessibility, privacy.

pub mod accessibility;
pub mod evidence;
pub mod privacy;
pub mod purpose;
