//! Integration tests: one binary, one file a subject, the real router over both databases.
//! How to write one stands in `support`.

#![expect(
    clippy::unwrap_used,
    reason = "all of this is tests; clippy takes only #[test] functions for those"
)]

mod access;
mod account;
mod acknowledged;
mod addresses;
mod adopting;
mod api;
mod assets;
mod bots;
mod brought;
mod browse;
mod canaries;
mod catalogue;
mod command_line;
mod compare;
mod confirmed;
mod cookies;
mod cross_site;
mod durability;
mod embed;
mod erasing;
mod errors;
mod exports;
mod facets;
mod feeds;
mod feeds_json;
mod first_address;
mod first_run;
mod headers;
mod health;
mod impact;
mod imports;
mod index_follow;
mod index_killed;
mod instances;
mod intake;
mod limits;
mod link_checks;
mod listener;
mod local_times;
mod log;
mod mail;
mod mail_limits;
mod map;
mod migrations;
mod moderate;
mod my_data;
mod new_passwords;
mod newer_version;
mod oai;
mod older_bank;
mod open_data;
mod openapi;
mod page_cache;
mod people;
mod people_in_browser;
mod planned;
mod questions;
mod read_file;
mod related;
mod sample;
mod samples;
mod search;
mod second_factor;
mod server_functions;
mod sessions;
mod submit;
mod support;
mod text_files;
mod text_input;
mod thoughts;
mod truth;
mod ways_in;
mod words;
mod writing;
