//! Where the data lies.

use crate::error::Failure;
use std::fs;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

#[derive(Debug, Clone, clap::Args)]
pub struct StoreArguments {
    /// sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME. Without it: casebook.db in the data
    /// folder, which is sqlite://var/casebook.db.
    #[arg(
        long,
        env = "CASEBOOK_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub database_url: Option<String>,

    /// How many connections to PostgreSQL one instance opens at most: 2 to 500. All instances together must stay below
    /// the max_connections of the server, which is 100 unless it was changed. SQLite has its own: one that writes and
    /// four that read.
    #[arg(
        long,
        env = "CASEBOOK_DATABASE_CONNECTIONS",
        value_name = "NUMBER",
        default_value = "8"
    )]
    pub database_connections: String,

    /// Folder for everything that must be kept: database, secret, emails. Made when missing, for
    /// this account alone.
    #[arg(
        long,
        env = "CASEBOOK_DATA_DIR",
        value_name = "FOLDER",
        default_value = "var"
    )]
    pub data_dir: PathBuf,
}

impl StoreArguments {
    /// The database's address.
    ///
    /// # Errors
    /// When it is of a kind we do not speak.
    pub fn url(&self) -> Result<String, Failure> {
        let Some(url) = self.database_url.as_deref().filter(|url| !url.is_empty()) else {
            return Ok(format!(
                "sqlite://{}",
                self.data_dir.join("casebook.db").display()
            ));
        };
        let known = ["sqlite://", "postgres://", "postgresql://"]
            .iter()
            .any(|kind| url.starts_with(kind));
        // The address may hold a password, so it is not repeated.
        let whole = known && (url.starts_with("sqlite") || url::Url::parse(url).is_ok());
        if whole {
            Ok(url.to_owned())
        } else {
            Err(Failure::setting(
                "CASEBOOK_DATABASE_URL",
                "it starts with sqlite:// or postgres://, such as sqlite://var/casebook.db",
            ))
        }
    }

    /// The most connections to PostgreSQL at once.
    ///
    /// # Errors
    /// When it is no whole number, or none that works.
    pub fn connections(&self) -> Result<u32, Failure> {
        /// One holds the lock of a migration while another migrates.
        const FEWEST: u32 = 2;
        const MOST: u32 = 500;
        let number = self.database_connections.trim().parse().ok();
        number
            .filter(|number| (FEWEST..=MOST).contains(number))
            .ok_or_else(|| {
                Failure::setting(
                    "CASEBOOK_DATABASE_CONNECTIONS",
                    "give a whole number from 2 to 500, such as 8; all instances together stay below the \
                     max_connections of PostgreSQL",
                )
            })
    }

    /// Makes the data folder, closed to other accounts, and tries to write there. The files of an
    /// SQLite database are closed too, wherever they lie.
    ///
    /// # Errors
    /// When it cannot be made, closed or written.
    pub fn prepare(&self) -> Result<(), Failure> {
        let folder = self.data_dir.as_path();
        make_private(folder)?;
        if let Some(path) = self.sqlite_path()?
            && let Some(parent) = path
                .parent()
                .filter(|parent| !parent.as_os_str().is_empty() && *parent != folder)
        {
            // Not ours to close: it may be a folder that holds other things too.
            fs::create_dir_all(parent)
                .map_err(|cause| Failure::file("make the folder", parent, cause))?;
            probe(parent)?;
        }
        if let Some(path) = self.sqlite_path()? {
            close_database(&path)?;
        }
        probe(folder)
    }

    /// Where emails lie that are not sent: those of a trial installation, and all about samples.
    #[must_use]
    pub fn mail_folder(&self) -> PathBuf {
        self.data_dir.join("mail")
    }

    /// The file of an SQLite database.
    ///
    /// # Errors
    /// When the address is of a kind we do not speak.
    pub fn sqlite_path(&self) -> Result<Option<PathBuf>, Failure> {
        let url = self.url()?;
        let path = url
            .strip_prefix("sqlite://")
            .map(|rest| rest.split('?').next().unwrap_or_default());
        Ok(path.map(PathBuf::from))
    }
}

/// Makes a folder that only this account can look into, or closes one that is ours.
fn make_private(folder: &Path) -> Result<(), Failure> {
    let refuse = |cause| Failure::file("make the folder", folder, cause);
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(refuse)?;
    let mode = fs::metadata(folder).map_err(refuse)?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let empty = fs::read_dir(folder).map_err(refuse)?.next().is_none();
    if !empty && !folder.join("casebook.db").exists() && !folder.join("secret").exists() {
        // Closing a folder that others use too, such as /tmp, would break their programs.
        return Err(Failure::setting(
            "CASEBOOK_DATA_DIR",
            format!(
                "{} is open to other accounts and holds other things; choose a folder of its own",
                folder.display()
            ),
        ));
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
        .map_err(|cause| Failure::file("close to other accounts the folder", folder, cause))
}

/// Closes the files of a database to other accounts: one that was put back from a backup may be open
/// to all, and SQLite makes its log like it.
fn close_database(path: &Path) -> Result<(), Failure> {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        let file = Path::new(&name);
        let refuse = |cause| Failure::file("close to other accounts the file", file, cause);
        match fs::metadata(file) {
            Ok(found) if found.is_file() && found.permissions().mode() & 0o077 != 0 => {
                fs::set_permissions(file, fs::Permissions::from_mode(0o600)).map_err(refuse)?;
            }
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                return Err(refuse(cause));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Writes a file and takes it away again. Asking for permissions would not tell about a disk that
/// is full or mounted for reading only.
fn probe(folder: &Path) -> Result<(), Failure> {
    let path = folder.join(format!(".writable-{}", std::process::id()));
    fs::write(&path, b"?")
        .and_then(|()| fs::remove_file(&path))
        .map_err(|cause| Failure::file("write in", folder, cause))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(url: Option<&str>, folder: &Path) -> StoreArguments {
        StoreArguments {
            database_url: url.map(str::to_owned),
            database_connections: "8".to_owned(),
            data_dir: folder.to_owned(),
        }
    }

    #[test]
    fn the_database_lies_in_the_data_folder() {
        assert_eq!(
            arguments(None, Path::new("var")).url().unwrap(),
            "sqlite://var/casebook.db"
        );
        assert_eq!(
            arguments(None, Path::new("/srv/bank")).url().unwrap(),
            "sqlite:///srv/bank/casebook.db"
        );
    }

    #[test]
    fn other_kinds_are_refused_without_repeating_a_password() {
        for url in [
            "mysql://u:hush@h/d",
            "casebook.db",
            "postgres://u:hush@[bad/d",
        ] {
            let sentence = arguments(Some(url), Path::new("var"))
                .url()
                .unwrap_err()
                .to_string();
            assert!(
                sentence.contains("CASEBOOK_DATABASE_URL") && !sentence.contains("hush"),
                "{sentence}"
            );
        }
    }

    #[test]
    fn a_number_of_connections_that_works_is_read_and_nothing_else() {
        let with = |text: &str| StoreArguments {
            database_connections: text.to_owned(),
            ..arguments(None, Path::new("var"))
        };
        for (text, number) in [("8", 8), (" 2 ", 2), ("500", 500)] {
            assert_eq!(with(text).connections().unwrap(), number, "{text}");
        }
        for odd in ["", "0", "1", "501", "-8", "eight", "8.5", "99999999999"] {
            let sentence = with(odd).connections().unwrap_err().to_string();
            assert!(
                sentence.starts_with("CASEBOOK_DATABASE_CONNECTIONS")
                    && sentence.contains("2 to 500"),
                "{sentence}"
            );
        }
    }

    #[test]
    fn the_folder_is_closed_to_others() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("var");
        arguments(None, &folder).prepare().unwrap();
        assert_eq!(
            fs::metadata(&folder).unwrap().permissions().mode() & 0o777,
            0o700
        );
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    }

    #[test]
    fn a_database_outside_of_the_folder_is_closed_to_others_too() {
        let elsewhere = tempfile::tempdir().unwrap();
        let data = elsewhere.path().join("var");
        let database = elsewhere.path().join("bank.db");
        let beside = elsewhere.path().join("bank.txt");
        let log = elsewhere.path().join("bank.db-wal");
        for file in [&database, &log, &beside] {
            fs::write(file, "").unwrap();
            fs::set_permissions(file, fs::Permissions::from_mode(0o644)).unwrap();
        }
        let url = format!("sqlite://{}?mode=rwc", database.display());
        arguments(Some(&url), &data).prepare().unwrap();
        let mode = |file: &Path| fs::metadata(file).unwrap().permissions().mode() & 0o777;
        assert_eq!(
            (mode(&database), mode(&log), mode(&beside)),
            (0o600, 0o600, 0o644)
        );
    }

    #[test]
    fn somebody_elses_folder_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("theirs"), "").unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let sentence = arguments(None, folder.path())
            .prepare()
            .unwrap_err()
            .to_string();
        assert!(sentence.starts_with("CASEBOOK_DATA_DIR"), "{sentence}");
        assert_eq!(
            fs::metadata(folder.path()).unwrap().permissions().mode() & 0o777,
            0o755
        );
        fs::write(folder.path().join("casebook.db"), "").unwrap();
        arguments(None, folder.path()).prepare().unwrap();
        assert_eq!(
            fs::metadata(folder.path()).unwrap().permissions().mode() & 0o777,
            0o700
        );
    }
}
