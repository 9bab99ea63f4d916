//! Reading a backup. Nothing of it is believed before its checksum is.

use super::manifest::{
    DIGITS, MANIFEST, Manifest, TableEntry, VERSION, comment, picture_of, picture_part,
    read_comment, table_part,
};
use super::progress::Progress;
use super::{digest_of, refuse};
use crate::error::Failure;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use store::backup::{AT_ONCE, Row};
use zip::ZipArchive;
use zip::read::ZipFile;

const NO_BACKUP: &str = "it is not a backup of Casebook, or its end is missing. Nothing was changed. Copy it here again \
                         from where it was kept, or take an earlier one";
const DAMAGED: &str = "it was damaged or changed since it was written: its checksum is wrong. Nothing was changed. Copy it \
                       here again from where it was kept, or take an earlier one";

/// A backup whose checksum is right.
pub struct Opened {
    zip: ZipArchive<BufReader<File>>,
    manifest: Manifest,
    path: PathBuf,
}

impl Opened {
    /// Opens a file and compares its checksum.
    ///
    /// # Errors
    /// When it is no backup, is damaged or cut off, or is of a format that only a newer version reads.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let unreadable =
            |cause: std::io::Error| refuse(path, format!("it cannot be read: {cause}"));
        let mut file = File::open(path).map_err(unreadable)?;
        let length = file.metadata().map_err(unreadable)?.len();
        let tail = tail(&mut file, length).map_err(unreadable)?;
        let (version, digits) = tail
            .as_deref()
            .and_then(read_comment)
            .ok_or_else(|| refuse(path, NO_BACKUP))?;
        if version > VERSION {
            return Err(newer(path, version));
        }
        let found = digest_of(&mut file, length - DIGITS as u64).map_err(unreadable)?;
        if found != digits {
            return Err(refuse(path, DAMAGED));
        }
        file.rewind().map_err(unreadable)?;
        let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|_| refuse(path, DAMAGED))?;
        let manifest: Manifest = {
            let part = zip.by_name(MANIFEST).map_err(|_| refuse(path, DAMAGED))?;
            serde_json::from_reader(BufReader::new(part)).map_err(|_| refuse(path, DAMAGED))?
        };
        if manifest.version > VERSION {
            return Err(newer(path, manifest.version));
        }
        Ok(Self {
            zip,
            manifest,
            path: path.to_owned(),
        })
    }

    #[must_use]
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads it from end to end: every part by its own checksum, every table by its number of rows.
    ///
    /// # Errors
    /// The first part that is not as the manifest says.
    pub fn check(&mut self) -> Result<(), Failure> {
        let tables = self.manifest.tables.clone();
        let mut progress = Progress::new("Checking the backup", self.manifest.rows());
        for table in &tables {
            let mut lines = self.lines(table)?;
            loop {
                let some = lines.next_rows()?;
                if some.is_empty() {
                    break;
                }
                progress.add(some.len() as u64);
            }
        }
        let pictures = self.pictures();
        if pictures.len() as u64 != self.manifest.pictures {
            return Err(refuse(&self.path, DAMAGED));
        }
        for (kept_in, object) in &pictures {
            self.picture(kept_in, object)?;
        }
        Ok(())
    }

    /// The lines of a table.
    ///
    /// # Errors
    /// When it is not there.
    pub(super) fn lines(&mut self, table: &TableEntry) -> Result<Lines<'_>, Failure> {
        let path = self.path.as_path();
        let part = self
            .zip
            .by_name(&table_part(&table.name))
            .map_err(|_| refuse(path, DAMAGED))?;
        Ok(Lines {
            reader: BufReader::new(part),
            digest: Sha256::new(),
            count: 0,
            expected: table.clone(),
            path,
        })
    }

    /// Every object of the store of pictures: the name of its box, and its own.
    pub(super) fn pictures(&self) -> Vec<(String, String)> {
        let names = self.zip.file_names().filter_map(Result::ok);
        names
            .filter_map(|part| {
                let (kept_in, object) = picture_of(&part)?;
                Some((kept_in.to_owned(), object.to_owned()))
            })
            .collect()
    }

    /// One of them.
    ///
    /// # Errors
    /// When it is damaged.
    pub(super) fn picture(&mut self, kept_in: &str, object: &str) -> Result<Vec<u8>, Failure> {
        let path = self.path.as_path();
        let mut part = self
            .zip
            .by_name(&picture_part(kept_in, object))
            .map_err(|_| refuse(path, DAMAGED))?;
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes)
            .map_err(|_| refuse(path, DAMAGED))?;
        Ok(bytes)
    }
}

/// The comment at the end; none where the file is shorter, or something else stands there.
fn tail(file: &mut File, length: u64) -> std::io::Result<Option<String>> {
    // A version of more digits is a newer one, whose comment begins a little earlier.
    let longest = comment(&"0".repeat(DIGITS)).len() as u64 + 9;
    let from = length.saturating_sub(longest);
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(longest).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(text
        .rfind(super::FORMAT)
        .and_then(|at| text.get(at..))
        .map(str::to_owned))
}

fn newer(path: &Path, version: u32) -> Failure {
    refuse(
        path,
        format!(
            "a newer Casebook wrote it, in format {version}; this one reads up to format {VERSION}. Nothing was changed. \
             Restore it with that version"
        ),
    )
}

/// The rows of a table, some at a time.
pub(super) struct Lines<'a> {
    reader: BufReader<ZipFile<'a, BufReader<File>>>,
    digest: Sha256,
    count: u64,
    expected: TableEntry,
    path: &'a Path,
}

impl Lines<'_> {
    /// The next rows; none at the end, where the number of rows and the checksum are right.
    pub fn next_rows(&mut self) -> Result<Vec<Row>, Failure> {
        let damaged = || refuse(self.path, DAMAGED);
        let mut found = Vec::new();
        let mut line = Vec::new();
        while found.len() < AT_ONCE {
            line.clear();
            let read = self.reader.read_until(b'\n', &mut line);
            if read.map_err(|_| damaged())? == 0 {
                break;
            }
            self.digest.update(&line);
            found.push(serde_json::from_slice(&line).map_err(|_| damaged())?);
        }
        self.count += found.len() as u64;
        if found.is_empty() {
            let digest = hex::encode(self.digest.clone().finalize());
            if self.count != self.expected.rows || digest != self.expected.sha256 {
                return Err(damaged());
            }
        }
        Ok(found)
    }
}
