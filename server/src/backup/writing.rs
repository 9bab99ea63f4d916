//! Writing a backup: beside its name first, read back whole, and only then under it.

use super::manifest::{
    DIGITS, FORMAT, MANIFEST, Manifest, TableEntry, VERSION, comment, table_part,
};
use super::pictures::Pictures;
use super::progress::Progress;
use super::reading::Opened;
use super::{digest_of, refuse};
use crate::database;
use crate::error::Failure;
use media::Media;
use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use store::Db;
use store::backup::{AT_ONCE, KEPT, KeptTable, Row, applied_steps, boxes, last_id, rows, shape_of};
use tempfile::NamedTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// So often another moment is begun because a picture was taken away during the last one.
const MOMENTS: u32 = 5;

/// What is in a backup, in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub rows: u64,
    /// Objects of the store: a photograph is several.
    pub pictures: u64,
    /// Of the file.
    pub bytes: u64,
    /// Boxes that rows name and that are missing in the store.
    pub missing_pictures: usize,
}

/// Writes the bank into a file that is not there yet, or, with `replace`, in place of one.
///
/// # Errors
/// When a file of that name is there, it cannot be written, what was written does not read back as it should, or one
/// without any of its pictures would take the place of another; then there is no file of that name, or the one from before.
pub async fn write(db: &Db, media: &Media, path: &Path, replace: bool) -> Result<Written, Failure> {
    if !replace && path.exists() {
        return Err(already_there(path));
    }
    let mut file = Unfinished::new(path)?;
    let mut pictures = Pictures::default();
    // In advance, so that the moment itself is short: it keeps a database from tidying up.
    let first = boxes(db.reader()).await?;
    pictures.copy(&mut file, media.shelf(), &first).await?;
    let mut manifest = None;
    for _ in 0..MOMENTS {
        let moment = db.snapshot().await?;
        let wanted = boxes(&moment).await?;
        let gone = pictures.copy(&mut file, media.shelf(), &wanted).await?;
        if pictures.all_are_missing(db, &gone).await? {
            database::all_known(&applied_steps(&moment).await?)?;
            manifest = Some(tables(db, &moment, &mut file).await?);
        }
        moment.rollback().await?;
        if manifest.is_some() {
            break;
        }
    }
    let Some(mut manifest) = manifest else {
        return Err(refuse(
            path,
            "pictures were being removed all the time while the backup was made. Nothing was written. Run it again",
        ));
    };
    manifest.pictures = pictures.count();
    manifest.picture_bytes = pictures.bytes;
    manifest.missing_pictures = pictures.missing.into_iter().collect();
    if replace && manifest.pictures == 0 && !manifest.missing_pictures.is_empty() {
        return Err(refuse(
            path,
            format!(
                "none of the {} pictures that the bank names is in this store, so nothing was written over it. Set \
                 CASEBOOK_MEDIA_URL to what the server has, or leave out --replace to write a file without pictures",
                manifest.missing_pictures.len()
            ),
        ));
    }
    let bytes = file.finish(&manifest, replace)?;
    Ok(Written {
        rows: manifest.rows(),
        pictures: manifest.pictures,
        bytes,
        missing_pictures: manifest.missing_pictures.len(),
    })
}

fn already_there(path: &Path) -> Failure {
    refuse(
        path,
        "a file of that name is there already. Give another name, or add --replace",
    )
}

/// Every table as it stands at this moment.
async fn tables(
    db: &Db,
    moment: &impl ConnectionTrait,
    file: &mut Unfinished,
) -> Result<Manifest, Failure> {
    let mut written = Vec::new();
    let mut progress = Progress::new("Copying tables", KEPT.len() as u64);
    for kept in &KEPT {
        if let Some(entry) = table(moment, file, kept).await? {
            written.push(entry);
        }
        progress.add(1);
    }
    let left_out = [
        "the secret (CASEBOOK_SECRET_FILE), without which no password and no second factor can be checked",
        "sessions, one-time codes and counted limits",
        "the search index, which is built again",
    ];
    Ok(Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        casebook: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: db.now_ms(),
        made_from: if db.is_postgres() {
            "PostgreSQL"
        } else {
            "SQLite"
        }
        .to_owned(),
        steps: applied_steps(moment).await?,
        tables: written,
        pictures: 0,
        picture_bytes: 0,
        missing_pictures: Vec::new(),
        left_out: left_out.map(str::to_owned).to_vec(),
    })
}

/// One table; none where this bank is of a version that had none of that name.
async fn table(
    moment: &impl ConnectionTrait,
    file: &mut Unfinished,
    kept: &KeptTable,
) -> Result<Option<TableEntry>, Failure> {
    let Some(shape) = shape_of(moment, kept.name).await? else {
        return Ok(None);
    };
    file.begin(&table_part(kept.name))?;
    let mut digest = Sha256::new();
    let mut count = 0;
    let mut after: Option<Row> = None;
    loop {
        let mut some = rows(moment, &shape, after.as_ref()).await?;
        for row in &some {
            let mut line = serde_json::to_vec(row)
                .map_err(|cause| Failure::file("write the file", &file.path, cause.into()))?;
            line.push(b'\n');
            digest.update(&line);
            file.put(&line)?;
        }
        count += some.len() as u64;
        if some.len() < AT_ONCE {
            break;
        }
        after = some.pop();
    }
    Ok(Some(TableEntry {
        name: kept.name.to_owned(),
        columns: shape
            .columns
            .iter()
            .map(|column| column.name.clone())
            .collect(),
        rows: count,
        sha256: hex::encode(digest.finalize()),
        last_id: if shape.is_numbered() {
            last_id(moment, kept.name).await?
        } else {
            None
        },
    }))
}

/// A backup that is being written, under a name that nobody can know before, for this account alone. It goes when it is
/// dropped unfinished.
pub(super) struct Unfinished {
    zip: ZipWriter<BufWriter<NamedTempFile>>,
    /// Where it will be.
    pub path: PathBuf,
}

impl Unfinished {
    fn new(path: &Path) -> Result<Self, Failure> {
        let folder = folder_of(path);
        let file = tempfile::Builder::new()
            .prefix(".casebook-")
            .suffix(".part")
            .tempfile_in(folder)
            .map_err(|cause| Failure::file("write in the folder", folder, cause))?;
        Ok(Self {
            zip: ZipWriter::new(BufWriter::new(file)),
            path: path.to_owned(),
        })
    }

    /// Begins a part of text, which is made smaller.
    fn begin(&mut self, part: &str) -> Result<(), Failure> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .large_file(true);
        self.start(part, options)
    }

    /// Begins a part that is as small as can be already.
    pub fn begin_as_it_is(&mut self, part: &str) -> Result<(), Failure> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.start(part, options)
    }

    fn start(&mut self, part: &str, options: SimpleFileOptions) -> Result<(), Failure> {
        self.zip
            .start_file(part, options.unix_permissions(0o600))
            .map_err(|cause| Failure::file("write the file", &self.path, cause.into()))
    }

    /// Goes on with the part that was begun last.
    pub fn put(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.zip
            .write_all(bytes)
            .map_err(|cause| Failure::file("write the file", &self.path, cause))
    }

    /// Ends it, reads it back whole, and gives it its name; how many bytes it has.
    fn finish(mut self, manifest: &Manifest, replace: bool) -> Result<u64, Failure> {
        let path = self.path.clone();
        let refused = |cause| Failure::file("write the file", &path, cause);
        self.begin(MANIFEST)?;
        let text = serde_json::to_vec_pretty(manifest).map_err(|cause| refused(cause.into()))?;
        self.put(&text)?;
        self.zip
            .set_comment(comment(&"0".repeat(DIGITS)))
            .map_err(|cause| refused(cause.into()))?;
        let file = self.zip.finish().map_err(|cause| refused(cause.into()))?;
        let mut file = file
            .into_inner()
            .map_err(|error| refused(error.into_error()))?;
        let bytes = seal(file.as_file_mut()).map_err(refused)?;
        let mut opened = Opened::open(file.path())?;
        if opened.manifest() != manifest {
            return Err(super::refuse(
                &path,
                "what was written does not read back as it was written. Nothing was kept. Check the disk",
            ));
        }
        opened.check()?;
        if replace {
            file.persist(&path).map_err(|error| refused(error.error))?;
        } else {
            file.persist_noclobber(&path).map_err(|error| {
                if error.error.kind() == io::ErrorKind::AlreadyExists {
                    already_there(&path)
                } else {
                    refused(error.error)
                }
            })?;
        }
        // The name too is on the disk before anybody is told that there is a backup.
        File::open(folder_of(&path))
            .and_then(|folder| folder.sync_all())
            .map_err(refused)?;
        Ok(bytes)
    }
}

/// Writes the digest of all that stands before it, and waits for the disk; how many bytes there are.
fn seal(file: &mut File) -> io::Result<u64> {
    let length = file.metadata()?.len();
    let before = length.saturating_sub(DIGITS as u64);
    let digits = digest_of(file, before)?;
    file.seek(SeekFrom::Start(before))?;
    file.write_all(digits.as_bytes())?;
    file.sync_all()?;
    Ok(length)
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
