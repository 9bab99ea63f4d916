//! The one secret of an installation, from which every key is derived.

use crate::error::Failure;
use std::fs;
use std::io::Write;
use std::net::SocketAddr;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use store::random_bytes;

const NAME: &str = "CASEBOOK_SECRET_FILE";

#[derive(Debug, Clone, clap::Args)]
pub struct SecretArguments {
    /// Address and port to listen on.
    #[arg(
        long,
        env = "CASEBOOK_LISTEN",
        value_name = "ADDRESS:PORT",
        default_value = "127.0.0.1:3000"
    )]
    pub listen: SocketAddr,

    /// File with 64 hexadecimal digits, for this account alone. Made in the data folder on the
    /// first start on loopback; needed elsewhere. Without it no password can be checked: back it up.
    #[arg(long, env = "CASEBOOK_SECRET_FILE", value_name = "FILE")]
    pub secret_file: Option<PathBuf>,
}

impl SecretArguments {
    /// Whether a file is named where one must be.
    ///
    /// # Errors
    /// When the server is open to others and no file is named.
    pub fn check(&self) -> Result<(), Failure> {
        if self.secret_file.is_none() && !self.listen.ip().is_loopback() {
            return Err(Failure::setting(
                NAME,
                "it is needed when the server does not listen on loopback; make one with: openssl rand -hex 32",
            ));
        }
        Ok(())
    }

    /// Where the secret is, or will be made.
    #[must_use]
    pub fn path(&self, data_dir: &Path) -> PathBuf {
        match &self.secret_file {
            Some(path) => path.clone(),
            None => data_dir.join("secret"),
        }
    }

    /// Reads the secret, or makes it on one's own machine.
    ///
    /// # Errors
    /// When the file is missing, open to others or not 64 hexadecimal digits.
    pub fn load(&self, data_dir: &Path) -> Result<[u8; 32], Failure> {
        self.check()?;
        let path = self.path(data_dir);
        if self.secret_file.is_none() && !path.exists() {
            make(&path)?;
        }
        read(&path)
    }
}

fn make(path: &Path) -> Result<(), Failure> {
    let refuse = |cause| Failure::file("write the secret", path, cause);
    let fresh = path.with_extension(format!("new-{}", std::process::id()));
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&fresh)
        .map_err(refuse)?;
    writeln!(file, "{}", hex::encode(random_bytes::<32>()))
        .and_then(|()| file.sync_all())
        .map_err(refuse)?;
    // A link fails when the name is taken: of two programs that start at once, one secret stays.
    let linked = fs::hard_link(&fresh, path);
    fs::remove_file(&fresh).map_err(refuse)?;
    match linked {
        Err(cause) if cause.kind() != std::io::ErrorKind::AlreadyExists => Err(refuse(cause)),
        _ => Ok(()),
    }
}

fn read(path: &Path) -> Result<[u8; 32], Failure> {
    let problem = |text: &str| Failure::setting(NAME, format!("{} {text}", path.display()));
    let text =
        fs::read_to_string(path).map_err(|cause| problem(&format!("cannot be read: {cause}")))?;
    let mode = fs::metadata(path)
        .map_err(|cause| problem(&format!("cannot be read: {cause}")))?
        .permissions()
        .mode();
    // The group may read it: that is how service managers hand secrets over.
    if mode & 0o027 != 0 {
        return Err(problem(
            "can be read by other accounts; run: chmod 600 on it",
        ));
    }
    let bytes = hex::decode(text.trim())
        .ok()
        .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    match bytes {
        // Somebody filled it by hand.
        Some(bytes) if bytes.iter().all(|byte| *byte == bytes[0]) => Err(problem(
            "is not random; make one with: openssl rand -hex 32",
        )),
        Some(bytes) => Ok(bytes),
        None => Err(problem(
            "must hold 64 hexadecimal digits and nothing else; make one with: openssl rand -hex 32",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(listen: &str, file: Option<PathBuf>) -> SecretArguments {
        SecretArguments {
            listen: listen.parse().unwrap(),
            secret_file: file,
        }
    }

    #[test]
    fn made_once_on_loopback_for_this_account_alone() {
        let folder = tempfile::tempdir().unwrap();
        let loopback = arguments("127.0.0.1:3000", None);
        let first = loopback.load(folder.path()).unwrap();
        assert_eq!(loopback.load(folder.path()).unwrap(), first);
        let mode = fs::metadata(folder.path().join("secret"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn never_made_where_others_can_reach_us() {
        let folder = tempfile::tempdir().unwrap();
        let sentence = arguments("0.0.0.0:3000", None)
            .load(folder.path())
            .unwrap_err()
            .to_string();
        assert!(sentence.starts_with(NAME), "{sentence}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn weak_or_open_files_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        for (content, mode, word) in [
            ("abc", 0o600, "64 hexadecimal"),
            (&"0".repeat(64), 0o600, "not random"),
            (&hex::encode(random_bytes::<32>()), 0o644, "other accounts"),
        ] {
            let path = folder.path().join("s");
            fs::write(&path, content).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let sentence = arguments("0.0.0.0:1", Some(path))
                .load(folder.path())
                .unwrap_err()
                .to_string();
            assert!(sentence.contains(word), "{sentence}");
            assert!(
                !sentence.contains(content.trim_end()) || content.len() < 4,
                "{sentence}"
            );
        }
    }
}
