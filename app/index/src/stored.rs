//! What the indexes of a data folder say about themselves, for who looks after them: nothing is opened or held.

use super::schema::VERSION;
use serde::Deserialize;
use std::fs;
use std::path::Path;

/// An index as it was committed last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Stored {
    version: u32,
    /// The bank that it was read from.
    pub bank: i64,
    /// The bank's generation that it holds.
    pub generation: i64,
}

impl Stored {
    /// Whether this version of the program reads it.
    #[must_use]
    pub const fn is_of_this_version(&self) -> bool {
        self.version == VERSION
    }
}

/// Every index that is in use in a data folder, as far as it can be read; one for each program that ran over it.
#[must_use]
pub fn stored(data: &Path) -> Vec<Stored> {
    let Ok(entries) = fs::read_dir(data.join("index")) else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter_map(|entry| of_instance(&entry.path()))
        .collect()
}

fn of_instance(folder: &Path) -> Option<Stored> {
    #[derive(Deserialize)]
    struct Meta {
        payload: String,
    }
    let name = fs::read_to_string(folder.join("current")).ok()?;
    let meta = fs::read_to_string(folder.join(name.trim()).join("meta.json")).ok()?;
    let meta: Meta = serde_json::from_str(&meta).ok()?;
    serde_json::from_str(&meta.payload).ok()
}
