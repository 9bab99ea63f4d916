//! Journey 2: the queue, a submission, every decision, two moderators at once.

mod access;
mod bulk;
mod case_rows;
mod compiled;
mod decisions;
mod guards;
mod joining;
mod letters;
mod mails;
mod matrix;
mod mending;
mod mending_races;
mod messages;
mod model;
mod next;
pub mod notes;
mod own_museums;
mod preparing;
mod publishable;
mod queue;
mod races;
mod review;
mod rows;
mod signed_out;
mod similar;
mod tags;
mod told;
