//! `casebook case`

use super::say;
use crate::database;
use crate::error::Failure;
use crate::settings::StoreArguments;
use clap::Subcommand;
use store::Db;
use store::erasing::{self, Erasable};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Erase a case study for good: every version, letter and photograph of it. It cannot be brought back.
    Erase(Erase),
}

#[derive(Debug, clap::Args)]
struct Erase {
    /// Its reference, such as WB-7K3M-P2QX, or the last part of its public address.
    reference: String,

    /// Erase it. Without this, the command only says what would be erased.
    #[arg(long)]
    yes: bool,

    #[command(flatten)]
    store: StoreArguments,
}

/// Does what was asked.
///
/// # Errors
/// When there is no such case study, when it was not said that it shall go, or the database does not answer.
pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    match arguments.what {
        What::Erase(asked) => {
            let db = database::open(&asked.store).await?;
            let done = erase(&db, &asked.reference, asked.yes).await;
            db.close().await;
            done
        }
    }
}

async fn erase(db: &Db, named: &str, sure: bool) -> Result<(), Failure> {
    let Some(found) = erasing::find(db, named.trim()).await? else {
        return Err(Failure::Case(format!(
            "no case study has the reference or the address \u{201c}{}\u{201d}. Copy it from an email about it, or from \
             the end of the address of its page. One that was erased has neither any more",
            named.trim()
        )));
    };
    let what = in_a_line(&found);
    if !sure {
        return Err(Failure::Case(format!(
            "this would erase {what}, with every version, letter and photograph. It cannot be brought back, and nothing \
             was erased yet. Add --yes to erase it"
        )));
    }
    if !erasing::erase(db, found.case_id).await? {
        return Err(Failure::Case(
            "someone erased it in this moment. There is nothing left to do".to_owned(),
        ));
    }
    say(&format!("Erased {what}."));
    if let Some(slug) = found.slug {
        say(&format!(
            "Its address, {}, says that it was taken down. Copies that others made are not ours to erase.",
            paths::case_study(&slug)
        ));
    }
    Ok(())
}

/// "“Tea and objects” (WB-7K3M-P2QX, /case-studies/tea-and-objects)"
fn in_a_line(found: &Erasable) -> String {
    let address = found.slug.as_deref().map(paths::case_study);
    let known_by: Vec<String> = found.references.iter().cloned().chain(address).collect();
    let title = if found.title.is_empty() {
        "a case study without a title".to_owned()
    } else {
        format!("\u{201c}{}\u{201d}", found.title)
    };
    format!("{title} ({})", known_by.join(", "))
}
