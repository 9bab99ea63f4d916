//! The domain: what a case study is, which answers are good enough, who may move it where.
//!
//! Nothing here knows about pages, databases or HTTP; everything else in the project may import it.

pub mod words;

#[cfg(feature = "ssr")]
mod answer;
#[cfg(feature = "ssr")]
pub mod answers;
#[cfg(feature = "ssr")]
pub mod content;
#[cfg(feature = "ssr")]
pub mod declarations;
#[cfg(feature = "ssr")]
pub mod exported;
#[cfg(feature = "ssr")]
pub mod facets;
#[cfg(feature = "ssr")]
pub mod fields;
#[cfg(feature = "ssr")]
pub mod import;
#[cfg(feature = "ssr")]
pub mod mails;
#[cfg(feature = "ssr")]
pub mod policy;
#[cfg(feature = "ssr")]
pub mod public;
#[cfg(feature = "ssr")]
pub mod reader_mails;
#[cfg(feature = "ssr")]
pub mod reader_message;
#[cfg(feature = "ssr")]
pub mod reference;
#[cfg(feature = "ssr")]
pub mod status;
#[cfg(feature = "ssr")]
pub mod tags;
#[cfg(feature = "ssr")]
pub mod validation;
#[cfg(feature = "ssr")]
pub mod vocabulary;
#[cfg(feature = "ssr")]
pub mod when;

#[cfg(feature = "ssr")]
pub use answers::Answers;
#[cfg(feature = "ssr")]
pub use content::{CaseStudyContent, Link, PartialDate, Point};
#[cfg(feature = "ssr")]
pub use fields::{FIELDS, Field, Kind, Need, Section, SeenBy};
#[cfg(feature = "ssr")]
pub use policy::Role;
#[cfg(feature = "ssr")]
pub use reference::Reference;
#[cfg(feature = "ssr")]
pub use status::{Action, CaseAction, CaseState, Status};
#[cfg(feature = "ssr")]
pub use validation::{FieldError, Strictness};
#[cfg(feature = "ssr")]
pub use vocabulary::Vocabulary;
