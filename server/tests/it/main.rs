//! Integration tests: one binary, one file a subject, the real router over both databases.
//! How to write one stands in `support`.

mod account;
mod assets;
mod command_line;
mod cross_site;
mod errors;
mod headers;
mod health;
mod mail;
mod moderate;
mod sessions;
mod support;
