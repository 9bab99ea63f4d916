//! `casebook user add|role|password|disable|enable|reset-second-factor EMAIL`: the people who can sign in.

use super::say;
use crate::error::Failure;
use crate::settings::{SecretArguments, StoreArguments};
use crate::{database, passwords};
use app::passwords::{Cost, PasswordError, Passwords};
use case_study::Role;
use case_study::email::{email_fault, shown_email, tidy_email};
use case_study::text_input::{has_letter, one_line};
use clap::{Subcommand, ValueEnum};
use std::io::Read;
use store::by_operator::{self, Change, Changed};
use store::{Db, account_factors, accounts, random_bytes};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make an account.
    Add(Add),
    /// Change what someone may do. They are signed out everywhere.
    Role(ChangeRole),
    /// Give someone a new password. They are signed out everywhere.
    Password(ChangePassword),
    /// Disable an account: no one can sign in with it any more. They are signed out everywhere.
    Disable(Disable),
    /// Let someone sign in again whose account was disabled.
    Enable(Whose),
    /// Turn off the code of someone who lost their phone and their recovery codes. They are signed out
    /// everywhere, and can set it up again.
    ResetSecondFactor(Whose),
}

#[derive(Debug, clap::Args)]
struct Whose {
    /// The email address they sign in with.
    email: String,

    #[command(flatten)]
    store: StoreArguments,
}

/// What is asked where nobody might be left who can look after the people.
#[derive(Debug, clap::Args)]
struct Leaving {
    /// Do it even if they are the only administrator who can sign in. After that only this command can make
    /// another one.
    #[arg(long)]
    even_the_last_admin: bool,
}

#[derive(Debug, clap::Args)]
struct Disable {
    #[command(flatten)]
    leaving: Leaving,

    #[command(flatten)]
    whose: Whose,
}

#[derive(Debug, clap::Args)]
struct ChangeRole {
    /// What they may do from now on.
    role: RoleName,

    #[command(flatten)]
    leaving: Leaving,

    #[command(flatten)]
    whose: Whose,
}

#[derive(Debug, clap::Args)]
struct ChangePassword {
    #[command(flatten)]
    password: PasswordArguments,

    #[command(flatten)]
    whose: Whose,
}

#[derive(Debug, clap::Args)]
struct PasswordArguments {
    /// Read the password from standard input, its last line break left out. Without it one is
    /// made and shown once.
    #[arg(long)]
    password_stdin: bool,

    /// The secret that the people of this bank have their passwords under is lost for good: make this
    /// one under the secret that is there now. The others need new ones too.
    #[arg(long)]
    secret_lost: bool,

    #[command(flatten)]
    secret: SecretArguments,
}

#[derive(Debug, clap::Args)]
struct Add {
    /// The person's email address, which is also the name they sign in with.
    email: String,

    /// What they may do.
    #[arg(long)]
    role: RoleName,

    /// How the site calls them. Without it: the part of the address before the @.
    #[arg(long)]
    name: Option<String>,

    #[command(flatten)]
    password: PasswordArguments,

    #[command(flatten)]
    store: StoreArguments,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RoleName {
    /// Sees their own case studies.
    Submitter,
    /// Reviews and publishes.
    Moderator,
    /// The same, and what needs someone in charge.
    Admin,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Submitter => Self::Submitter,
            RoleName::Moderator => Self::Moderator,
            RoleName::Admin => Self::Admin,
        }
    }
}

/// Runs what was asked for.
///
/// # Errors
/// When the address or the password will not do, or the account exists, or there is none.
pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    match arguments.command {
        Command::Add(add) => run_add(add).await,
        Command::Role(wanted) => {
            let words = format!(
                "has the role \u{201c}{}\u{201d} now",
                Role::from(wanted.role).slug()
            );
            let even = wanted.leaving.even_the_last_admin;
            change(wanted.whose, Change::Role(wanted.role.into()), even, &words).await
        }
        Command::Password(wanted) => run_password(wanted).await,
        Command::Disable(wanted) => {
            let even = wanted.leaving.even_the_last_admin;
            change(
                wanted.whose,
                Change::Disable,
                even,
                "cannot sign in any more",
            )
            .await
        }
        Command::Enable(whose) => change(whose, Change::Enable, false, "can sign in again").await,
        Command::ResetSecondFactor(whose) => reset_second_factor(whose).await,
    }
}

async fn run_add(add: Add) -> Result<(), Failure> {
    let email = tidy_email(&add.email);
    if let Some(fault) = email_fault(&email) {
        return Err(Failure::Account(fault.to_owned()));
    }
    let password = add.password.read()?;
    let db = database::open(&add.store).await?;
    let hash = add.password.hash(&password, &db, &add.store).await?;
    let name = add
        .name
        .as_deref()
        .map(one_line)
        .filter(|name| has_letter(name))
        .unwrap_or_else(|| name_in(&email));
    let added = accounts::add(&db, &email, &name, add.role.into(), hash).await;
    db.close().await;
    added.map_err(|error| match error {
        accounts::AddError::Taken => Failure::Account(error.to_string()),
        accounts::AddError::Db(error) => Failure::Database(error),
    })?;
    say(&format!("{} can sign in now.", shown_email(&email)));
    password.show();
    Ok(())
}

async fn run_password(wanted: ChangePassword) -> Result<(), Failure> {
    let password = wanted.password.read()?;
    let db = database::open(&wanted.whose.store).await?;
    let hash = wanted
        .password
        .hash(&password, &db, &wanted.whose.store)
        .await;
    db.close().await;
    let hash = hash?;
    let change_password = Change::Password(hash);
    change(wanted.whose, change_password, false, "has a new password").await?;
    password.show();
    Ok(())
}

async fn change(whose: Whose, wanted: Change, even: bool, words: &str) -> Result<(), Failure> {
    let email = shown_email(&tidy_email(&whose.email));
    let db = database::open(&whose.store).await?;
    let leaves = matches!(wanted, Change::Disable | Change::Role(Role::Submitter));
    let changed = by_operator::change(&db, &email, wanted, even).await;
    let left_behind = match &changed {
        Ok(Changed::Done) if leaves => by_operator::lying_with(&db, &email).await,
        _ => Ok(0),
    };
    db.close().await;
    match changed? {
        Changed::Done => {
            say(&format!("{email} {words}, and is signed out everywhere."));
            if let Some(words) = left_behind_in_words(left_behind?) {
                say(&words);
            }
            Ok(())
        }
        Changed::NoOne => Err(Failure::Account(format!(
            "no one signs in with {email}. Check the address"
        ))),
        Changed::LastAdmin => Err(Failure::Account(format!(
            "{email} is the only administrator who can sign in. Make someone else one first, or add --even-the-last-admin"
        ))),
        Changed::Invited => Err(Failure::Account(format!(
            "{email} was invited and has not chosen a password yet. They do that with the link in the invitation. To let \
             them in without it, give them one first: casebook user password {email}"
        ))),
    }
}

/// What lies with somebody who left, for the operator.
fn left_behind_in_words(count: u64) -> Option<String> {
    match count {
        0 => None,
        1 => Some(
            "1 case study lies with them. It stands under \u{201c}No one yet\u{201d} in the queue now, and moderators \
             are offered it next."
                .to_owned(),
        ),
        _ => Some(format!(
            "{count} case studies lie with them. They stand under \u{201c}No one yet\u{201d} in the queue now, and \
             moderators are offered them next."
        )),
    }
}

async fn reset_second_factor(whose: Whose) -> Result<(), Failure> {
    let email = shown_email(&tidy_email(&whose.email));
    let db = database::open(&whose.store).await?;
    let reset = account_factors::reset(&db, &email).await;
    db.close().await;
    match reset? {
        None => Err(Failure::Account(format!(
            "no one can sign in with {email}. Check the address"
        ))),
        Some(false) => {
            say(&format!("{email} signs in without a code already."));
            Ok(())
        }
        Some(true) => {
            say(&format!(
                "{email} signs in without a code now, and is signed out everywhere."
            ));
            Ok(())
        }
    }
}

/// The part of an address before the @.
fn name_in(email: &str) -> String {
    email.split('@').next().unwrap_or(email).to_owned()
}

/// A password, and whether we made it.
struct Password {
    text: String,
    made: bool,
}

impl PasswordArguments {
    /// The password, before anything is opened.
    fn read(&self) -> Result<Password, Failure> {
        self.secret.check()?;
        Ok(if self.password_stdin {
            Password {
                text: from_standard_input()?,
                made: false,
            }
        } else {
            Password {
                text: fresh_password(),
                made: true,
            }
        })
    }

    async fn hash(
        &self,
        password: &Password,
        db: &Db,
        store: &StoreArguments,
    ) -> Result<String, Failure> {
        let passwords = if self.secret_lost {
            Passwords::new(self.secret.load(&store.data_dir)?, Cost::RFC_9106)
        } else {
            passwords::for_a_new_one(db, &self.secret, &store.data_dir).await?
        };
        passwords.hash(&password.text).await.map_err(|error| {
            Failure::Account(match error {
                PasswordError::TooShort | PasswordError::TooLong | PasswordError::Common => {
                    format!("this password cannot be used. {error}")
                }
                other => other.to_string(),
            })
        })
    }
}

impl Password {
    /// Shows one that we made, once.
    fn show(&self) {
        if self.made {
            say(&format!(
                "Their password is {} and is not shown again.",
                self.text
            ));
        }
    }
}

fn from_standard_input() -> Result<String, Failure> {
    let mut text = String::new();
    std::io::stdin()
        // One byte more than the longest, so that a longer one is seen as such.
        .take(1026)
        .read_to_string(&mut text)
        .map_err(|_| {
            Failure::Account("the password on standard input is not UTF-8 text".to_owned())
        })?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
}

/// 100 random bits in groups of letters that are hard to mistake for each other.
fn fresh_password() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let bytes = random_bytes::<20>();
    let groups = bytes.chunks(5).map(|group| {
        group
            .iter()
            .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
            .collect::<String>()
    });
    groups.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_passwords_differ_and_can_be_read_out() {
        let (one, other) = (fresh_password(), fresh_password());
        assert_ne!(one, other);
        assert_eq!(one.len(), 23);
        assert!(!one.contains(['l', 'o', '0', '1']), "{one}");
    }
}
