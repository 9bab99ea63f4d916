//! Journey 2: the queue, a submission, every decision, two moderators at once.

mod access;
mod decisions;
mod letters;
mod mails;
mod matrix;
mod messages;
mod queue;
mod races;
mod signed_out;
mod tags;
