//! Answers for programs: API, feeds, OAI-PMH, open data, embedding, and a case in another format.

pub mod api;
pub mod case_formats;
pub mod downloads;
pub mod embed;
pub mod feeds;
pub mod list_stream;
pub mod oai_pmh;
pub mod oembed;
pub mod open_data;
pub mod pictures;
pub mod whole_lists;
