//! Backups: the whole bank in one file, whatever database and store of pictures it lies in, and put back into any.
//!
//! The file is a ZIP archive, so that every tool can look into it:
//!
//! ```text
//! manifest.json            format, when, by which program, the steps of the schema, columns and rows of each table
//! tables/NAME.ndjson       a row a line: its values in the order of the columns, as JSON
//! media/BOX/OBJECT         the store of pictures, as it is
//! ```
//!
//! Each part has its checksum in the archive, each table its SHA-256 in the manifest. The file ends with a comment, whose
//! last 64 characters are the SHA-256 of all bytes before them: one that is changed anywhere, or cut off, is told before
//! anything of it is read. Rows are those of one moment ([`Db::snapshot`](store::Db::snapshot)); a picture that they name
//! is in the file, or is missing in the store too and is named.
//!
//! Not in it: the secret, sessions, one-time codes, limits and the search index.

mod manifest;
mod pictures;
mod progress;
mod reading;
mod restoring;
mod writing;

pub use manifest::{FORMAT, Manifest, TableEntry, VERSION};
pub use reading::Opened;
pub use restoring::{Restored, restore};
pub use writing::{Written, write};

use crate::error::Failure;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

/// What a command says of the file that it was given.
fn refuse(path: &Path, problem: impl Into<String>) -> Failure {
    Failure::Backup {
        path: path.to_owned(),
        problem: problem.into(),
    }
}

/// Whether something in a box of the store is one of its pictures. What else lies there was put there by others, such as a
/// file manager.
#[must_use]
pub fn is_ours(kept_in: &str, object: &str) -> bool {
    manifest::picture_of(&manifest::picture_part(kept_in, object)).is_some()
}

/// SHA-256 of the first bytes of a file, in hex.
fn digest_of(file: &mut File, length: u64) -> io::Result<String> {
    use sha2::Digest;
    file.rewind()?;
    let mut digest = sha2::Sha256::new();
    let mut left = length;
    let mut some = vec![0; 64 * 1024];
    while left > 0 {
        let wanted = usize::try_from(left).map_or(some.len(), |left| left.min(some.len()));
        file.read_exact(&mut some[..wanted])?;
        digest.update(&some[..wanted]);
        left -= wanted as u64;
    }
    Ok(hex::encode(digest.finalize()))
}
