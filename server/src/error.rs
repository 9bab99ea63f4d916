//! Why a command stopped, as one sentence that says how to go on.

use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("{name} does not work like this: {problem}")]
    Setting { name: &'static str, problem: String },
    #[error("cannot {what} {}: {cause}. Check that the folder exists and that this account may write there", path.display())]
    File {
        what: &'static str,
        path: PathBuf,
        cause: std::io::Error,
    },
    #[error(
        "cannot listen on {address}: {cause}. Choose another address with CASEBOOK_LISTEN, or stop what is using it"
    )]
    Port {
        address: std::net::SocketAddr,
        cause: std::io::Error,
    },
    #[error(
        "{0}. Check CASEBOOK_DATABASE_URL, and that the database is up and this account may use it"
    )]
    Connect(#[from] store::ConnectError),
    #[error(
        "the database was written by a newer Casebook (it has the step \u{201c}{0}\u{201d}, which this one does not \
         know). Run that version, or restore a backup made with this one"
    )]
    NewerSchema(String),
    #[error("the database did not do what it was asked: {0}")]
    Database(#[from] sea_orm::DbErr),
    #[error("{0}. Check CASEBOOK_MEDIA_URL, and that this account may write there")]
    Media(#[from] media::ShelfError),
    #[error("the case studies could not be read: {0}")]
    Unread(#[from] app::data::list_stream::Unread),
    #[error("{}: {problem}. Nothing was imported", path.display())]
    Import { path: PathBuf, problem: String },
    #[error("{}: {problem}", path.display())]
    Intake { path: PathBuf, problem: String },
    #[error(
        "{count} of the files and folders could not be read: each is named above. Correct them or move them away, and \
         run the same command again: what was read in is not read in twice"
    )]
    IntakeWithout { count: usize },
    #[error("the sample \u{201c}{id}\u{201d} could not be made: {problem}")]
    Sample { id: String, problem: String },
    #[error("{0}")]
    Account(String),
    #[error("{0}")]
    Case(String),
    #[error(
        "the people of this bank have their passwords under another secret than {}, so no one could sign in with \
         one made under it. Name the file that the service uses with CASEBOOK_SECRET_FILE. If that is lost for \
         good, add --secret-lost, and give everyone a new password", path.display()
    )]
    OtherSecret { path: PathBuf },
    #[error("{}: {problem}", path.display())]
    Backup { path: PathBuf, problem: String },
    #[error(
        "this bank is not empty: it holds {0}. Nothing was changed. Restore into a new one: name another folder with \
         CASEBOOK_DATA_DIR, or another database with CASEBOOK_DATABASE_URL"
    )]
    NotEmpty(String),
    #[error("there is no database at {}. Check CASEBOOK_DATABASE_URL and CASEBOOK_DATA_DIR", path.display())]
    NoDatabase { path: PathBuf },
    #[error("{count} of the checks found something: each is named above, with what to do")]
    Findings { count: usize },
    #[error("the server stopped: {0}")]
    Serve(std::io::Error),
}

impl Failure {
    pub(crate) fn setting(name: &'static str, problem: impl Into<String>) -> Self {
        Self::Setting {
            name,
            problem: problem.into(),
        }
    }

    pub(crate) fn file(what: &'static str, path: &Path, cause: std::io::Error) -> Self {
        Self::File {
            what,
            path: path.to_owned(),
            cause,
        }
    }
}
