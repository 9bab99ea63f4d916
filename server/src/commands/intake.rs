//! `casebook intake FILE.eml|FILE.mbox|DIR`

mod found;

use self::found::files;
use super::say;
use crate::database;
use crate::error::Failure;
use crate::settings::ServeArguments;
use app::moderate::intake::taking_in::{Inbox, TakeInError, note_unreadable, take_in};
use case_study::intake::Why;
use case_study::mail_templates::MailContext;
use case_study::text_input::printable;
use documents::{LONGEST, Reader};
use mails::{MOST_BYTES, MailError, Mbox, MboxError, looks_like_mbox};
use media::Media;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::io::{BufRead, BufReader, IsTerminal, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use store::Db;
use store::history::Actor;
use store::intake::{Asked, Taken};

/// How often a line says how far it got, where no person watches.
const EACH: usize = 100;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// An email (.eml), a file of many (.mbox), or a folder of such files. An email about a wellbeing case study becomes
    /// a draft, and its sender is asked to take it over; one about the wellbeing campaign becomes a thought; an answer to
    /// an email of ours becomes a letter. All else is left alone, and the summary says why. A second run adds nothing.
    path: PathBuf,

    // The emails that are sent hold links, so they need to know what the server knows.
    #[command(flatten)]
    serve: ServeArguments,
}

/// Reads an inbox in, each email by itself: what cannot be read is named, and the others are not touched by it.
///
/// # Errors
/// When there is nothing at the path, a setting is wrong, or database or store do not answer: what was read in up to
/// then stays, and the next run goes on after it. And, once all others were read, when a file could not be opened.
pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    let Arguments { path, serve } = arguments;
    let settings = serve.check()?;
    // Before the database is touched.
    let found = files(&path)?;
    let media = settings.media_url.open()?;
    let program = std::env::current_exe()
        .map_err(|cause| Failure::file("find this program at", Path::new("."), cause))?;
    let reader = Reader::new(program, LONGEST);
    let mail_context = MailContext {
        public_url: settings.public_url.as_str().to_owned(),
        contact: settings.contact.clone(),
        usual_wait: settings.usual_wait.clone(),
    };
    let db = database::open(&serve.store).await?;
    let mut run = Run {
        db: &db,
        media: &media,
        reader: &reader,
        mail_context: &mail_context,
        sent_from: settings.mail_from.email.as_ref(),
        counts: Counts::default(),
    };
    for (folder, problem) in &found.unopened {
        run.counts.not_opened(folder, problem);
    }
    let mut done = Ok(());
    for file in &found.files {
        match run.file(file).await {
            Ok(()) => {}
            Err(Ended::File(problem)) => run.counts.not_opened(file, &problem),
            Err(Ended::Run(failure)) => {
                done = Err(failure);
                break;
            }
        }
    }
    let counts = run.counts;
    db.close().await;
    counts.say();
    done?;
    match counts.unopened {
        0 => Ok(()),
        count => Err(Failure::IntakeWithout { count }),
    }
}

/// What ended the reading of a file before its end.
enum Ended {
    /// Something is wrong with this file alone.
    File(String),
    /// Every other file would end the same way.
    Run(Failure),
}

impl From<io::Error> for Ended {
    fn from(cause: io::Error) -> Self {
        Self::File(cannot_be_read(&cause))
    }
}

fn cannot_be_read(cause: &io::Error) -> String {
    format!("it cannot be read: {cause}")
}

/// What became of all of them.
#[derive(Debug, Default)]
struct Counts {
    read: usize,
    drafts: usize,
    /// Of them, those whose sender is asked on a later day.
    asked_later: usize,
    /// And those for which there is no address to ask.
    not_asked: usize,
    thoughts: usize,
    answers: usize,
    before: usize,
    left_alone: BTreeMap<&'static str, usize>,
    unreadable: usize,
    /// Files that hold no emails.
    passed_over: Vec<PathBuf>,
    /// Files and folders that could not be opened, or not to their end.
    unopened: usize,
}

impl Counts {
    fn not_opened(&mut self, path: &Path, problem: &str) {
        self.unopened += 1;
        complain(&format!("{}: {problem}", path.display()));
    }

    fn note(&mut self, taken: &Taken) {
        match taken {
            Taken::Draft(made) => {
                self.drafts += 1;
                match made.asked {
                    Asked::Now => {}
                    Asked::At(_) => self.asked_later += 1,
                    Asked::Never => self.not_asked += 1,
                }
            }
            Taken::Thought(_) => self.thoughts += 1,
            Taken::Answer(_) => self.answers += 1,
            Taken::Before(_) => self.before += 1,
            Taken::LeftAlone(Why::Unreadable) => self.unreadable += 1,
            Taken::LeftAlone(why) => *self.left_alone.entry(why.in_words()).or_default() += 1,
            // Only a member of staff is refused; this is the operator.
            Taken::NotAllowed => {}
        }
    }

    fn say(&self) {
        let left: usize = self.left_alone.values().sum();
        say(&format!(
            "Emails: {}. Drafts: {}. Thoughts: {}. Letters: {}. Left alone: {left}. Could not be read: {}. Read before: {}.",
            self.read, self.drafts, self.thoughts, self.answers, self.unreadable, self.before
        ));
        if self.asked_later > 0 {
            say(&format!(
                "Drafts whose sender we email on a later day, because one address gets only so many a day: {}.",
                self.asked_later
            ));
        }
        if self.not_asked > 0 {
            say(&format!(
                "Drafts without an address that we can email: {}.",
                self.not_asked
            ));
        }
        for (why, count) in &self.left_alone {
            say(&format!("Left alone, {count}: {why}."));
        }
        for path in &self.passed_over {
            say(&format!("Passed over, no email: {}", path.display()));
        }
    }
}

struct Run<'a> {
    db: &'a Db,
    media: &'a Media,
    reader: &'a Reader,
    mail_context: &'a MailContext,
    /// The address that our emails come from.
    sent_from: &'a str,
    counts: Counts,
}

impl Run<'_> {
    async fn file(&mut self, path: &Path) -> Result<(), Ended> {
        let mut file = BufReader::new(fs::File::open(path)?);
        if looks_like_mbox(file.fill_buf()?)
            && !has_ending(path, "eml")
            && self.mbox(path, &mut file).await?
        {
            return Ok(());
        }
        file.seek(SeekFrom::Start(0))?;
        let is_none = matches!(
            mails::read(file.fill_buf()?),
            Err(MailError::Empty | MailError::NoHead | MailError::NoSender)
        );
        if is_none && !has_ending(path, "eml") && !has_ending(path, "mbox") {
            self.counts.passed_over.push(path.to_owned());
            return Ok(());
        }
        let mut bytes = Vec::new();
        let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX) + 1;
        file.take(most).read_to_end(&mut bytes)?;
        let name = path.display().to_string();
        self.message(&name, bytes, false).await.map_err(Ended::Run)
    }

    /// Reads the messages of a file of many. `false` where it is none after all: a text may start with "From ".
    async fn mbox(&mut self, path: &Path, file: &mut BufReader<fs::File>) -> Result<bool, Ended> {
        for piece in Mbox::new(file) {
            let piece = match piece {
                Ok(piece) => piece,
                Err(MboxError::NotOne) => return Ok(false),
                Err(error @ MboxError::File { .. }) => {
                    return Err(Ended::File(format!(
                        "it cannot be read to its end: {error}"
                    )));
                }
            };
            let name = format!(
                "{}, message {} (line {})",
                path.display(),
                piece.number,
                piece.line
            );
            self.message(&name, piece.bytes, piece.cut)
                .await
                .map_err(Ended::Run)?;
        }
        Ok(true)
    }

    async fn message(&mut self, name: &str, raw: Vec<u8>, cut: bool) -> Result<(), Failure> {
        let inbox = Inbox {
            db: self.db,
            media: self.media,
            reader: self.reader,
            mail_context: self.mail_context,
            sent_from: self.sent_from,
        };
        let actor = Actor::operator();
        self.counts.read += 1;
        let read = if cut {
            Err(MailError::TooLarge)
        } else {
            mails::read(&raw)
        };
        let taken = match &read {
            Ok(mail) => {
                // All that counts of it was read: a large one is not held twice.
                drop(raw);
                take_in(inbox, &actor, mail).await
            }
            Err(_) => note_unreadable(inbox, &actor, name, &raw).await,
        };
        let taken = taken.map_err(|error| match error {
            TakeInError::Db(error) => Failure::Database(error),
            TakeInError::Shelf(error) => Failure::Media(error),
        })?;
        if let Err(why) = read {
            complain(&format!("{name}: {why}"));
        } else if let Ok(mail) = &read
            && !mail.damaged.is_empty()
        {
            complain(&format!(
                "{name}: read, but not these files, which are damaged: {}",
                mail.damaged.join(", ")
            ));
        }
        self.counts.note(&taken);
        progress(self.counts.read);
        Ok(())
    }
}

/// A line for whoever ran the command, beside what it says at the end.
fn complain(line: &str) {
    let _ = writeln!(std::io::stderr(), "{}", printable(line));
}

fn progress(count: usize) {
    let mut terminal = std::io::stderr();
    if terminal.is_terminal() {
        let _ = write!(terminal, "\rReading email {count}\r");
    } else if count.is_multiple_of(EACH) {
        let _ = writeln!(terminal, "Read {count} emails");
    }
}

fn has_ending(path: &Path, wanted: &str) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case(wanted))
}
