//! `casebook export DIR`

use super::say;
use crate::database;
use crate::error::Failure;
use crate::settings::{PublicUrl, StoreArguments};
use app::data::list_stream::{Batches, Kind};
use app::formats::dictionary;
use app::ui::SITE_NAME;
use case_study::declarations::LICENCE;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use store::Db;
use store::full_export;
use store::full_export::Table;
use tempfile::NamedTempFile;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder to write into; made when missing. Files of an earlier export are replaced.
    folder: PathBuf,

    /// Also write what is not public, into the folder "private": every text and its history,
    /// submissions, events, what readers wrote and accounts, without passwords. Keep that folder to yourself.
    #[arg(long)]
    all: bool,

    /// Where people reach the site; links in the files start with it.
    #[arg(
        long,
        env = "CASEBOOK_PUBLIC_URL",
        value_name = "URL",
        default_value = "http://127.0.0.1:3000"
    )]
    public_url: String,

    #[command(flatten)]
    store: StoreArguments,
}

/// Writes the bank as files: cases.json, cases.csv, dictionary.json and LICENCE.txt.
///
/// # Errors
/// When the database does not answer or a file cannot be written.
pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    let public_url = PublicUrl::parse(&arguments.public_url)?;
    let folder = arguments.folder.as_path();
    make(folder)?;
    let db = database::open(&arguments.store).await?;
    let written = write_all(&db, folder, public_url.as_str(), arguments.all).await;
    db.close().await;
    let count = written?;
    say(&format!(
        "Exported {count} case studies to {}.",
        folder.display()
    ));
    if arguments.all {
        let private = folder.join("private");
        say(&format!(
            "{} is not for the public: it holds names, addresses and drafts.",
            private.display()
        ));
    }
    Ok(())
}

async fn write_all(db: &Db, folder: &Path, public_url: &str, all: bool) -> Result<usize, Failure> {
    let count = list(db, &folder.join("cases.json"), Kind::Json, public_url).await?;
    list(db, &folder.join("cases.csv"), Kind::Csv, public_url).await?;
    let dictionary = format!("{:#}\n", dictionary::dictionary());
    whole(&folder.join("dictionary.json"), &dictionary)?;
    whole(&folder.join("LICENCE.txt"), &licence(public_url))?;
    if all {
        let private = folder.join("private");
        make(&private)?;
        for table in Table::ALL {
            rows(db, &private.join(format!("{}.json", table.name())), table).await?;
        }
    }
    Ok(count)
}

/// Every public case, in the shape of `kind`.
async fn list(db: &Db, path: &Path, kind: Kind, public_url: &str) -> Result<usize, Failure> {
    let mut file = Replacing::new(path)?;
    let mut batches = Batches::of_bank(db.clone()).await?;
    let mut count = 0;
    file.put(&kind.beginning(public_url))?;
    while let Some(cases) = batches.next().await? {
        for case in &cases {
            file.put(&kind.entry(case, public_url, count == 0))?;
            count += 1;
        }
    }
    file.put(kind.end())?;
    file.finish()?;
    Ok(count)
}

/// A table of the operator's copy, a row a line.
async fn rows(db: &Db, path: &Path, table: Table) -> Result<(), Failure> {
    let mut file = Replacing::new(path)?;
    let (mut after, mut first) = (i64::MIN, true);
    file.put("[\n")?;
    loop {
        let (rows, last) = full_export::rows(db, table, after).await?;
        if rows.is_empty() {
            break;
        }
        after = last;
        for row in rows {
            let comma = if first { "" } else { ",\n" };
            first = false;
            file.put(&format!("{comma}{row}"))?;
        }
    }
    file.put("\n]\n")?;
    file.finish()
}

fn whole(path: &Path, text: &str) -> Result<(), Failure> {
    let mut file = Replacing::new(path)?;
    file.put(text)?;
    file.finish()
}

fn licence(public_url: &str) -> String {
    format!(
        "The case studies in cases.json and cases.csv come from {SITE_NAME}, {public_url}\n\n\
         Licence: {} ({})\n{}\n\n\
         You may copy, share and change them, also for money. Say where they are from: name the museum\n\
         and link to the page of the case study (the member or column \"url\"). Say so if you changed something.\n\n\
         Where \"compiled_from_public_sources\" is true, the text was compiled from public web pages and was\n\
         not submitted by the museum. Please keep that note with it.\n",
        LICENCE.name, LICENCE.spdx, LICENCE.url
    )
}

fn make(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|cause| Failure::file("make the folder", folder, cause))
}

/// A file that appears under its name only once it is whole, so that an export that breaks off
/// leaves the one before as it was.
///
/// What is being written has a name that nobody can know before, so that no link planted under it
/// leads somewhere else; a file that breaks off is taken away.
struct Replacing {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
}

impl Replacing {
    fn new(path: &Path) -> Result<Self, Failure> {
        let folder = path.parent().unwrap_or(Path::new("."));
        let file = tempfile::Builder::new()
            .suffix(".part")
            .tempfile_in(folder)
            .map_err(|cause| Failure::file("write in the folder", folder, cause))?;
        Ok(Self {
            path: path.to_owned(),
            file: BufWriter::new(file),
        })
    }

    fn put(&mut self, text: &str) -> Result<(), Failure> {
        self.file
            .write_all(text.as_bytes())
            .map_err(|cause| Failure::file("write the file", &self.path, cause))
    }

    fn finish(self) -> Result<(), Failure> {
        let Self { path, file } = self;
        let refuse = |cause| Failure::file("write the file", &path, cause);
        let file = file
            .into_inner()
            .map_err(|error| refuse(error.into_error()))?;
        file.as_file().sync_all().map_err(refuse)?;
        file.persist(&path).map_err(|error| refuse(error.error))?;
        Ok(())
    }
}
