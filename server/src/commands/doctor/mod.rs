//! `casebook doctor`: looks at an installation from end to end and says what to do. One file a subject.

mod address;
mod bank;
mod files;
mod mail;
mod pictures;
mod report;
mod search;

use super::say;
use crate::database;
use crate::error::Failure;
use crate::settings::ServeArguments;
use report::Report;
use store::held::{self, Earlier};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Let go of a bank that was restored from a backup: its emails go out and what is planned in it is carried out, as
    /// soon as a server runs. Nothing else is looked at.
    #[arg(long)]
    release: bool,

    /// With --release: set emails aside that waited already when the copy was made, because the bank that it was made
    /// from may have sent them since. Staff see them under "Emails" and can send each.
    #[arg(long, requires = "release")]
    without_earlier_emails: bool,

    /// Send a test email to this address. Without it the email server is only greeted.
    #[arg(long, value_name = "ADDRESS")]
    mail: Option<String>,

    #[command(flatten)]
    serve: ServeArguments,
}

/// Looks at everything, and says for each finding what to do.
///
/// # Errors
/// When something was found: a script sees it by the exit code.
pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    let serve = &arguments.serve;
    if arguments.release {
        return release(serve, arguments.without_earlier_emails).await;
    }
    let mut report = Report::default();
    let settings = match serve.check() {
        Ok(settings) => {
            report.fine("settings", "they can be used");
            Some(settings)
        }
        Err(failure) => {
            report.found("settings", &failure.to_string());
            None
        }
    };
    files::look(&mut report, serve);
    match database::open_as_it_is(&serve.store).await {
        Ok(db) => {
            let current = bank::look(&mut report, &db).await;
            bank::look_at_secret(&mut report, &db, serve).await;
            pictures::look(&mut report, &db, serve, current).await;
            search::look(&mut report, &db, &serve.store.data_dir).await;
            db.close().await;
        }
        Err(failure) => report.found("database", &failure.to_string()),
    }
    if let Some(settings) = &settings {
        mail::look(&mut report, settings, arguments.mail.as_deref()).await;
        address::look(&mut report, settings).await;
    }
    match report.findings() {
        0 => {
            say("All is well.");
            Ok(())
        }
        count => Err(Failure::Findings { count }),
    }
}

/// Lets go of a copy.
async fn release(serve: &ServeArguments, without_earlier: bool) -> Result<(), Failure> {
    let db = database::open_as_it_is(&serve.store).await?;
    let done = let_go(&db, without_earlier).await;
    db.close().await;
    done
}

async fn let_go(db: &store::Db, without_earlier: bool) -> Result<(), Failure> {
    let earlier = if without_earlier {
        Earlier::SetAside
    } else {
        Earlier::Send
    };
    let Some(aside) = held::release(db, earlier).await? else {
        say("This bank is not held: there is nothing to release.");
        return Ok(());
    };
    let waiting = held::waiting(db).await?;
    say(&format!(
        "Released. Emails that go out: {}. Emails set aside: {aside}. Planned moves that are due: {}. A server that runs \
         does it now.",
        waiting.emails, waiting.moves
    ));
    Ok(())
}
