//! Journey 1: a museum sends a case study.
//!
//! `start` → `short`, the short way: one page, in one's own words → `sent`. Or the long way, answer by answer: `start` →
//! `begin`, or `bring` with files that are there already → `task_list` → `section`, once a topic → `check` → `sent`; each leads into the other. `track` follows it from a
//! mailed link, which `link` mails again, and `read_only` shows it to a colleague; `yes` shows the page to say yes to, `still_true` asks two years later. Where
//! it stands is one page for all (`status_page`), and what the ways to begin share is `first_page`; `version_of` says which public page it looks like. Every page works without script. The one island, [`autosave`], saves
//! while people type; `save` gives it the same rules as the form.

#[cfg(feature = "ssr")]
mod asked;
pub mod autosave;
#[cfg(feature = "ssr")]
pub mod begin;
#[cfg(feature = "ssr")]
pub mod bring;
#[cfg(feature = "ssr")]
pub mod changes;
#[cfg(feature = "ssr")]
mod changes_view;
#[cfg(feature = "ssr")]
pub mod check;
#[cfg(feature = "ssr")]
mod check_view;
#[cfg(feature = "ssr")]
mod code_step;
#[cfg(feature = "ssr")]
pub mod colleague_links;
#[cfg(feature = "ssr")]
mod done_here;
#[cfg(feature = "ssr")]
mod draft_guard;
#[cfg(feature = "ssr")]
pub mod field_control;
#[cfg(feature = "ssr")]
mod first_page;
#[cfg(feature = "ssr")]
mod letters;
#[cfg(feature = "ssr")]
pub mod link;
#[cfg(feature = "ssr")]
pub mod new_version;
#[cfg(feature = "ssr")]
pub mod pictures;
#[cfg(feature = "ssr")]
pub mod preview;
#[cfg(feature = "ssr")]
mod read_back;
#[cfg(feature = "ssr")]
pub mod read_only;
#[cfg(feature = "ssr")]
mod request;
#[cfg(feature = "ssr")]
pub mod resume;
#[cfg(feature = "ssr")]
mod save;
#[cfg(feature = "ssr")]
pub mod section;
#[cfg(feature = "ssr")]
pub mod sent;
#[cfg(feature = "ssr")]
pub mod short;
#[cfg(feature = "ssr")]
pub mod start;
#[cfg(feature = "ssr")]
mod started_already;
#[cfg(feature = "ssr")]
mod status_page;
#[cfg(feature = "ssr")]
pub mod still_true;
#[cfg(feature = "ssr")]
pub mod task_list;
#[cfg(feature = "ssr")]
pub mod track;
#[cfg(feature = "ssr")]
mod understood;
#[cfg(feature = "ssr")]
mod unsaved;
#[cfg(feature = "ssr")]
pub mod version_of;
#[cfg(feature = "ssr")]
mod wait;
#[cfg(feature = "ssr")]
pub mod withdraw;
#[cfg(feature = "ssr")]
pub mod write_letter;
#[cfg(feature = "ssr")]
pub mod yes;
#[cfg(feature = "ssr")]
mod yes_form;
#[cfg(feature = "ssr")]
mod yes_outcome;
#[cfg(feature = "ssr")]
mod yes_steps;
#[cfg(feature = "ssr")]
mod yes_view;
