//! Integration tests: one binary, one file a subject, the real router over both databases.
//! How to write one stands in `support`.

mod access;
mod account;
mod api;
mod assets;
mod browse;
mod command_line;
mod cross_site;
mod durability;
mod embed;
mod errors;
mod exports;
mod facets;
mod feeds;
mod feeds_json;
mod headers;
mod health;
mod impact;
mod index_follow;
mod limits;
mod listener;
mod mail;
mod map;
mod migrations;
mod moderate;
mod oai;
mod open_data;
mod openapi;
mod related;
mod sample;
mod search;
mod sessions;
mod submit;
mod support;
mod ways_in;
mod writing;
