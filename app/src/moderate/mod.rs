//! Journey 2: a moderator reads what museums send, and decides.
//!
//! | file | page |
//! |---|---|
//! | `queue` | `/moderate`: who waits |
//! | `review` | `/moderate/cases/{reference}`: one submission, with everything about it |
//! | `tags` | …`/tags`: strand, themes and the other tags |
//! | `write_letter` | …`/changes`, `/decline`, `/take-down`: decisions with a message |
//! | `letter` | what such a message must hold, and the mail it becomes |
//! | `decide` | …`/{action}`: decisions of one click |
//! | `mails` | `/moderate/mails`: mails that did not arrive |
//! | `messages`, `message` | `/moderate/messages`: what readers wrote, and what is done about it |
//! | `conflict` | what the second of two moderators sees |
//!
//! Everybody here is staff: [`desk::open`] sends others away before anything is loaded.

mod checklist;
mod comparison;
mod conflict;
mod content_view;
pub mod decide;
mod declared;
mod desk;
mod difference;
mod done;
mod history;
pub mod letter;
mod letter_view;
pub mod mails;
pub mod message;
mod message_view;
pub mod messages;
mod panel;
pub mod queue;
mod queue_view;
pub mod review;
pub mod tags;
mod words;
pub mod write_letter;
