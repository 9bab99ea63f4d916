//! `casebook sample`

use super::say;
use crate::error::Failure;
use crate::mail_transport::{Mailer, numbered};
use crate::samples::Loaded;
use crate::settings::{MailUrl, ServeArguments, StoreArguments};
use crate::{database, samples, worker};
use case_study::mail_templates::MailContext;
use case_study::{Status, Vocabulary};
use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use store::samples::{Removed, Standing, last_mail, remove, standing};
use store::{Db, submissions};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Remove every sample, also those that are public, and say what was removed. Nothing else is touched.
    #[arg(long)]
    remove: bool,

    /// Add nothing when the bank holds a case that is no sample, or when samples were removed from it.
    #[arg(long, conflicts_with = "remove")]
    if_empty: bool,

    // Emails about samples hold links, so they need to know what the server knows.
    #[command(flatten)]
    serve: ServeArguments,
}

/// Adds the samples that are not there, or removes all of them. A second run changes nothing.
///
/// # Errors
/// When a setting is wrong, the database does not answer, or a file cannot be written.
pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    let Arguments {
        remove,
        if_empty,
        serve,
    } = arguments;
    if remove {
        return remove_all(&serve.store).await;
    }
    let settings = serve.check()?;
    let folder = serve.store.mail_folder();
    // First: the folder for emails is made in the folder of the data, which is taken over only while it is empty.
    let db = database::open(&serve.store).await?;
    let mailer = Mailer::new(
        &MailUrl::Folder(folder.clone()),
        settings.mail_from.clone(),
        &settings.public_url,
    )?
    .answered_at(&settings.contact);
    let mail_context = MailContext {
        public_url: settings.public_url.as_str().to_owned(),
        contact: settings.contact.clone(),
        usual_wait: settings.usual_wait.clone(),
    };
    let done = add(&db, &mail_context, &mailer, &folder, if_empty).await;
    db.close().await;
    done
}

async fn add(
    db: &Db,
    mail_context: &MailContext,
    mailer: &Mailer,
    folder: &Path,
    if_empty: bool,
) -> Result<(), Failure> {
    let Standing {
        removed, others, ..
    } = standing(db).await?;
    if if_empty && (others > 0 || removed > 0) {
        say("The bank holds cases already; no samples were added.");
    } else {
        let loaded = samples::load(db, mail_context, |count, total| {
            progress("Making", count, total);
        })
        .await?;
        worker::hand_over_samples(db, mailer).await?;
        say_what_was_loaded(&loaded);
    }
    say_what_to_try(db, folder).await
}

fn say_what_was_loaded(loaded: &Loaded) {
    let Loaded {
        public,
        made,
        as_before,
    } = loaded;
    if public.added + public.updated + made == 0 {
        say(&format!(
            "The samples are here already: {} public case studies and {as_before} submissions.",
            public.unchanged + public.left.len()
        ));
    } else {
        say(&format!(
            "Samples added: {} public case studies and {made} submissions. Changed: {}. As before: {}.",
            public.added,
            public.updated,
            public.unchanged + as_before
        ));
    }
    if !public.left.is_empty() {
        say(&format!(
            "Left as they are, because someone changed them here: {}.",
            public.left.join(", ")
        ));
    }
}

/// Where to answer in a museum's place, and which one takes two people; nothing once they are done.
async fn say_what_to_try(db: &Db, folder: &Path) -> Result<(), Failure> {
    for sample in samples::submissions()? {
        let Some(submission) = samples::submission_of(db, &sample).await? else {
            continue;
        };
        let (title, reference) = (&submission.title, &submission.reference);
        if submission.status == Status::AwaitingYes {
            let mail = last_mail(db, submission.id).await?;
            let path = mail.and_then(|job| file_of(folder, job));
            let path = path.unwrap_or_else(|| folder.to_owned());
            say(&format!(
                "{reference}, \u{201c}{title}\u{201d}, waits for its museum. To answer in its place, open the link in this email: {}",
                path.display()
            ));
        }
        let is_open = matches!(
            submission.status.known(),
            Some(Status::Submitted | Status::InReview)
        );
        if is_open {
            let content = submissions::current_content(db.reader(), &submission).await?;
            let notes: Vec<String> = content
                .content_notes
                .iter()
                .filter(|note| *note != "none")
                .map(|note| Vocabulary::ContentNote.label_of(note))
                .collect();
            if !notes.is_empty() {
                say(&format!(
                    "{reference}, \u{201c}{title}\u{201d}, is sensitive ({}): it takes two people, such as the moderator and the admin.",
                    notes.join(", ")
                ));
            }
        }
    }
    Ok(())
}

/// The file that a job's email was written to.
fn file_of(folder: &Path, job_id: i64) -> Option<PathBuf> {
    let begins = format!("{}-", numbered(job_id));
    let files = fs::read_dir(folder).ok()?;
    files
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| {
            let name = path.file_name().map(|name| name.to_string_lossy());
            name.is_some_and(|name| name.starts_with(&begins) && name.ends_with(".eml"))
        })
}

async fn remove_all(store: &StoreArguments) -> Result<(), Failure> {
    let db = database::open(store).await?;
    let removed = remove(&db, |count, total| progress("Removing", count, total)).await;
    db.close().await;
    let removed = removed?;
    if removed.is_empty() {
        say("There are no samples in this bank.");
        return Ok(());
    }
    for one in &removed {
        say(&in_a_line(one));
    }
    let public = removed.iter().filter(|one| one.slug.is_some()).count();
    say(&format!(
        "Removed {} samples: {public} were public, {} were not.",
        removed.len(),
        removed.len() - public
    ));
    Ok(())
}

/// "“Tea and objects” (WB-7K3M-P2QX, /case-studies/tea-and-objects)"
fn in_a_line(removed: &Removed) -> String {
    let address = removed.slug.as_deref().map(paths::case_study);
    let known_by: Vec<String> = removed.references.iter().cloned().chain(address).collect();
    format!(
        "\u{201c}{}\u{201d} ({})",
        removed.title,
        known_by.join(", ")
    )
}

/// One line that counts up, for a person only.
fn progress(doing: &str, count: usize, total: usize) {
    let mut terminal = std::io::stderr();
    if terminal.is_terminal() {
        let end = if count == total { "\n" } else { "" };
        let _ = write!(terminal, "\r{doing} sample {count} of {total}{end}");
    }
}
