//! Integration tests: one binary, one file a subject, the real router over both databases.
//! How to write one stands in `support`.

mod account;
mod access;
mod assets;
mod command_line;
mod cross_site;
mod durability;
mod errors;
mod headers;
mod health;
mod limits;
mod listener;
mod mail;
mod moderate;
mod migrations;
mod sessions;
mod submit;
mod support;
