//! Where an index lies: a folder for each running program, with one index in use.
//!
//! ```text
//! index/instance-0.lock          held by the program that uses instance-0
//! index/instance-0/current       the name of the index in use
//! index/instance-0/built-…/      an index
//! ```
//!
//! Two programs over one data folder, as for a moment while one takes over from another, each
//! have a folder of their own. An index is built beside the one in use, and `current` changes in
//! one step when it is whole.

use super::schema::{Fields, VERSION, prepare, schema};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tantivy::merge_policy::LogMergePolicy;
use tantivy::{
    Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, TantivyError,
};

/// Programs over one data folder at a time.
const MOST_INSTANCES: u32 = 16;
const CURRENT: &str = "current";
/// What one writer gathers before it writes a segment.
const WRITER_MEMORY: usize = 30_000_000;
/// From this share of deleted cases on a segment is written anew without them, so that texts that
/// were taken down do not stay in the files for long.
const MOST_DELETED: f32 = 0.1;

/// What a commit says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    version: u32,
    /// The bank it was read from.
    pub bank: i64,
    /// The bank's generation that it holds, whole.
    pub generation: i64,
    /// Up to which year work that still runs counts in it.
    pub year: u16,
}

impl Mark {
    pub const fn new(bank: i64, generation: i64, year: u16) -> Self {
        Self {
            version: VERSION,
            bank,
            generation,
            year,
        }
    }
}

/// Why a stored index cannot be used. It is built anew.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unusable {
    #[error("there is none yet")]
    Missing,
    #[error("it was built by another version of this program")]
    OtherVersion,
    #[error("it was built from another bank, or from a later state of this one")]
    OtherBank,
    #[error("files are damaged: {0}")]
    Damaged(String),
    #[error(transparent)]
    Broken(#[from] TantivyError),
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// The folder of this program, held until it is dropped.
pub(super) struct Place {
    folder: PathBuf,
    _lock: File,
}

impl Place {
    /// Takes the first folder that no other program holds.
    pub fn take(data: &Path) -> io::Result<Self> {
        let base = data.join("index");
        fs::create_dir_all(&base)?;
        for number in 0..MOST_INSTANCES {
            let lock = File::create(base.join(format!("instance-{number}.lock")))?;
            match lock.try_lock() {
                Ok(()) => {
                    let folder = base.join(format!("instance-{number}"));
                    fs::create_dir_all(&folder)?;
                    return Ok(Self {
                        folder,
                        _lock: lock,
                    });
                }
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        Err(io::Error::other(
            "sixteen programs use this data folder already",
        ))
    }

    /// The folder of the index in use, if there is one.
    pub fn current(&self) -> Option<PathBuf> {
        let name = fs::read_to_string(self.folder.join(CURRENT)).ok()?;
        let name = name.trim();
        // A name of ours and nothing else: no way out of this folder.
        let ours = name.starts_with("built-")
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let folder = self.folder.join(name);
        (ours && folder.join("meta.json").is_file()).then_some(folder)
    }

    /// A new and empty folder to build in.
    pub fn fresh(&self) -> io::Result<PathBuf> {
        let name = hex::encode(store::random_bytes::<8>());
        let folder = self.folder.join(format!("built-{name}"));
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// Puts an index into use, in one step.
    pub fn use_from_now_on(&self, folder: &Path) -> io::Result<()> {
        let name = folder.file_name().unwrap_or_default();
        let next = self.folder.join("current.next");
        let mut file = File::create(&next)?;
        file.write_all(name.as_encoded_bytes())?;
        file.sync_all()?;
        fs::rename(&next, self.folder.join(CURRENT))?;
        File::open(&self.folder)?.sync_all()
    }

    /// Removes every index but the one in use: that of `current`, and what readers have where that was lost. Readers
    /// that have files of an old one open keep them until they close them.
    pub fn tidy(&self, in_use: Option<&Path>) {
        let current = self.current();
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            let is_used = Some(&path) == current.as_ref() || Some(path.as_path()) == in_use;
            if path.is_dir() && !is_used {
                self.remove(&path);
            }
        }
    }

    /// Removes the folder of an index that is not in use.
    pub fn remove(&self, folder: &Path) {
        if folder.parent() == Some(self.folder.as_path())
            && let Err(error) = fs::remove_dir_all(folder)
        {
            tracing::warn!(path = %folder.display(), %error, "an old search index was not removed");
        }
    }
}

/// An index that is open.
pub(super) struct Opened {
    pub fields: Fields,
    writer: IndexWriter<TantivyDocument>,
    reader: IndexReader,
    folder: PathBuf,
}

impl Opened {
    /// Makes an empty index in a folder.
    pub fn create(folder: &Path) -> Result<Self, Unusable> {
        let (schema, fields) = schema();
        let index = prepare(Index::create_in_dir(folder, schema)?);
        Self::with(index, fields, folder)
    }

    /// Opens the index of a folder, after a look at every byte of it, if it is of `bank` and not
    /// later than `generation`. What it says about itself comes with it.
    pub fn open(folder: &Path, bank: i64, generation: i64) -> Result<(Self, Mark), Unusable> {
        let (schema, fields) = schema();
        let index = prepare(Index::open_in_dir(folder)?);
        let metas = index.load_metas()?;
        let payload = metas.payload.clone().unwrap_or_default();
        let mark: Mark = serde_json::from_str(&payload).map_err(|_| Unusable::OtherVersion)?;
        if mark.version != VERSION || index.schema() != schema {
            return Err(Unusable::OtherVersion);
        }
        if mark.bank != bank || mark.generation > generation {
            return Err(Unusable::OtherBank);
        }
        let present = index.directory().list_managed_files();
        // The check below passes over files that are not there.
        if let Some(missing) = metas.list_segment_files().into_iter().find(|file| {
            // Not every segment has deleted documents, or a temporary store.
            let name = file.to_string_lossy();
            !name.ends_with(".del") && !name.ends_with(".temp") && !present.contains(file)
        }) {
            return Err(Unusable::Damaged(format!(
                "{} is missing",
                missing.display()
            )));
        }
        let damaged = index.validate_checksum()?;
        if !damaged.is_empty() {
            let names: Vec<String> = damaged
                .iter()
                .map(|path| path.display().to_string())
                .collect();
            return Err(Unusable::Damaged(names.join(", ")));
        }
        Ok((Self::with(index, fields, folder)?, mark))
    }

    fn with(index: Index, fields: Fields, folder: &Path) -> Result<Self, Unusable> {
        let writer = index.writer_with_num_threads(1, WRITER_MEMORY)?;
        let mut merging = LogMergePolicy::default();
        merging.set_del_docs_ratio_before_merge(MOST_DELETED);
        writer.set_merge_policy(Box::new(merging));
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Self {
            fields,
            writer,
            reader,
            folder: folder.to_owned(),
        })
    }

    /// Forgets a case.
    pub fn remove(&self, id: i64) {
        let term = tantivy::Term::from_field_u64(self.fields.id, id.unsigned_abs());
        self.writer.delete_term(term);
    }

    /// Takes a case in.
    pub fn add(&self, document: TantivyDocument) -> Result<(), TantivyError> {
        self.writer.add_document(document).map(drop)
    }

    /// Makes everything so far last, together with the mark.
    pub fn commit(&mut self, mark: Mark) -> Result<(), TantivyError> {
        let payload = serde_json::to_string(&mark)
            .map_err(|error| TantivyError::InternalError(error.to_string()))?;
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit().map(drop)
    }

    /// What was committed last, for reading.
    pub fn searcher(&self) -> Result<Searcher, TantivyError> {
        self.reader.reload()?;
        Ok(self.reader.searcher())
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }
}
