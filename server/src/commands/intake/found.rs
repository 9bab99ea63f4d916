//! What there is to read at a path.

use super::cannot_be_read;
use crate::error::Failure;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Deeper folders are passed over.
const DEEPEST: usize = 8;

/// What there is to read.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub files: Vec<PathBuf>,
    /// Folders that could not be opened, with why: the others are read all the same.
    pub unopened: Vec<(PathBuf, String)>,
}

/// The file, or every file of the folder, by name. Links are not followed.
pub(super) fn files(path: &Path) -> Result<Found, Failure> {
    let about = fs::metadata(path).map_err(|cause| Failure::Intake {
        path: path.to_owned(),
        problem: cannot_be_read(&cause),
    })?;
    let mut found = Found::default();
    if !about.is_dir() {
        found.files.push(path.to_owned());
        return Ok(found);
    }
    let mut folders = vec![(path.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        if let Err(cause) = look_into(&folder, depth, &mut folders, &mut found.files) {
            found.unopened.push((folder, cannot_be_read(&cause)));
        }
    }
    found.files.sort();
    Ok(found)
}

fn look_into(
    folder: &Path,
    depth: usize,
    folders: &mut Vec<(PathBuf, usize)>,
    files: &mut Vec<PathBuf>,
) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() && depth < DEEPEST {
            folders.push((entry.path(), depth + 1));
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}
