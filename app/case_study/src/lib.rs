//! The domain: what a case study is, which answers are good enough, who may move it where.
//!
//! Nothing here knows about pages, databases or HTTP; everything else in the project may import it.

pub mod account_mail_templates;
pub mod agreement;
pub mod answers;
mod campaign_mail_templates;
pub mod content;
pub mod dates;
pub mod decision;
mod decision_words;
pub mod declarations;
pub mod email;
#[cfg(test)]
mod every_mail;
pub mod evidence;
pub mod facets;
pub mod field_notes;
pub mod fields;
pub mod history;
pub mod import;
pub mod intake;
pub mod involved;
pub mod letter;
pub mod local_time;
pub mod mail_failure;
pub mod mail_templates;
pub mod manner;
pub mod mending;
pub mod notice_mail_templates;
pub mod notices;
mod numbers;
pub mod own_museum;
pub mod pictures;
pub mod pieces;
#[cfg(test)]
mod plain_words;
#[cfg(test)]
mod plain_words_of_the_domain;
pub mod planned;
pub mod policy;
pub mod public;
pub mod publishable;
pub mod reader_mail_templates;
pub mod reader_message;
pub mod reference;
pub mod revision;
mod role;
pub mod round_mail_templates;
pub mod sensitive;
pub mod short_way;
pub mod signed_text;
pub mod similar;
pub mod status;
pub mod stored;
pub mod suggested_tags;
pub mod tags;
pub mod text;
pub mod text_input;
pub mod thought;
mod typed_answer;
mod typed_dates;
pub mod typed_moment;
pub mod unknown;
pub mod validation;
pub mod vocabulary;
pub mod working_copy;

pub use answers::Answers;
pub use content::{CaseStudyContent, Link, PartialDate, Point, PublicMembers};
pub use decision::{Decision, Move};
pub use facets::Facet;
pub use fields::{FIELDS, Field, Kind, Need, Section, SeenBy};
pub use history::EventKind;
pub use pictures::Picture;
pub use public::PublicContent;
pub use reference::Reference;
pub use revision::{EditWeight, Origin, RevisionKind};
pub use role::Role;
pub use status::{Action, CaseAction, CaseState, Status};
pub use stored::Stored;
pub use validation::{FieldError, Strictness};
pub use vocabulary::Vocabulary;
pub use working_copy::WorkingCopy;
