//! The passwords of a bank under the secret that was given. A service and the commands beside it may
//! be started with different ones, by mistake; then nobody could sign in, and nobody would know why.

use crate::error::Failure;
use crate::settings::SecretArguments;
use app::passwords::{Cost, Passwords};
use std::path::Path;
use store::{Db, accounts};

/// So many of the youngest accounts are looked at. One that can be checked is enough: where a secret
/// was lost, the old accounts stay until each has a new password.
const LOOKED_AT: u64 = 1000;

/// The passwords, for a command that makes one.
///
/// # Errors
/// When the people of the bank have theirs under another secret, or it cannot be read.
pub async fn for_a_new_one(
    db: &Db,
    secret: &SecretArguments,
    data_dir: &Path,
) -> Result<Passwords, Failure> {
    let path = secret.path(data_dir);
    let hashes = accounts::password_hashes(db, LOOKED_AT).await?;
    // Before one is made: a secret that lies there by mistake looks like the right one.
    if !hashes.is_empty() && !path.exists() {
        return Err(Failure::OtherSecret { path });
    }
    let passwords = Passwords::new(secret.load(data_dir)?, Cost::RFC_9106);
    if can_be_checked(&passwords, &hashes) {
        Ok(passwords)
    } else {
        Err(Failure::OtherSecret { path })
    }
}

/// The passwords, for the service. Readers need none, so a secret that fits nobody is said in the log
/// and keeps nothing from starting.
///
/// # Errors
/// When the secret cannot be read, or the database does not answer.
pub async fn for_signing_in(
    db: &Db,
    secret: &SecretArguments,
    data_dir: &Path,
) -> Result<Passwords, Failure> {
    let passwords = Passwords::new(secret.load(data_dir)?, Cost::RFC_9106);
    let hashes = accounts::password_hashes(db, LOOKED_AT).await?;
    if !can_be_checked(&passwords, &hashes) {
        tracing::error!(
            "nobody can sign in: their passwords were made with another CASEBOOK_SECRET_FILE. Start \
             with that file; if it is lost for good, give everybody a new password with \
             casebook user password EMAIL --secret-lost"
        );
    }
    Ok(passwords)
}

fn can_be_checked(passwords: &Passwords, hashes: &[String]) -> bool {
    hashes.is_empty() || hashes.iter().any(|hash| passwords.made(hash))
}
