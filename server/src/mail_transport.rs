//! Sending one mail: into a folder, or by SMTP.

use crate::error::Failure;
use crate::settings::{MailUrl, PublicUrl};
use case_study::email::tidy_email;
use case_study::text_input::one_line;
use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Body, Mailbox};
use lettre::transport::smtp::PoolConfig;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;
use store::hash_token;
use store::outbox::{Claimed, QueuedMail};

const SMTP_TIMEOUT: Duration = Duration::from_secs(20);

/// Hands mails over: [`Mailer`], or what stands in its place in a test.
pub trait HandsOver: Send + Sync + 'static {
    /// Hands over one mail, or says whether it is worth trying again.
    fn send(&self, job: &Claimed) -> impl Future<Output = Result<(), MailError>> + Send;
}

impl HandsOver for Mailer {
    async fn send(&self, job: &Claimed) -> Result<(), MailError> {
        Self::send(self, job).await
    }
}

/// Turns jobs into mails and hands them over.
pub struct Mailer {
    transport: Transport,
    from: Mailbox,
    host: String,
    /// Where answers go to a mail that the program wrote: whoever looks after the site, else the sender.
    answers: Address,
    /// Where mails about samples go, whatever the transport: nobody is ever sent one.
    samples: Option<PathBuf>,
}

enum Transport {
    Folder(PathBuf),
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Mailer").finish_non_exhaustive()
    }
}

/// Why a mail was not handed over. Neither kind holds the mail's text.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// Trying again changes nothing: no such address, refused for good.
    #[error("for good: {0}")]
    Permanent(String),
    /// The other side is down or busy, or the disk is full.
    #[error("for now: {0}")]
    Temporary(String),
}

impl Mailer {
    /// # Errors
    /// When the folder cannot be made or the SMTP address cannot be used.
    pub fn new(url: &MailUrl, from: Mailbox, public_url: &PublicUrl) -> Result<Self, Failure> {
        let transport = match url {
            MailUrl::Folder(folder) => {
                make(folder).map_err(|cause| Failure::file("make the folder", folder, cause))?;
                Transport::Folder(folder.clone())
            }
            MailUrl::Smtp(url) => {
                let builder =
                    AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| {
                        Failure::setting(
                            "CASEBOOK_MAIL_URL",
                            "the SMTP address cannot be used; check user, host and ?tls=",
                        )
                    })?;
                // A connection for each mail. One that was left in the middle of a mail, because that took too long,
                // would be given to the next, which would then read the answers that were meant for the former.
                let builder = builder.pool_config(PoolConfig::new().max_size(0));
                Transport::Smtp(Box::new(builder.timeout(Some(SMTP_TIMEOUT)).build()))
            }
        };
        Ok(Self {
            transport,
            answers: from.email.clone(),
            from,
            host: public_url.host().to_owned(),
            samples: None,
        })
    }

    /// The same with an address for answers, if it is one: whoever replies to a mail of ours writes to a person.
    #[must_use]
    pub fn answered_at(self, contact: &str) -> Self {
        match tidy_email(contact).parse() {
            Ok(answers) => Self { answers, ..self },
            Err(_) => self,
        }
    }

    /// The same with a folder for mails about samples. It is made when there is the first.
    #[must_use]
    pub fn samples_in(self, folder: PathBuf) -> Self {
        Self {
            samples: Some(folder),
            ..self
        }
    }

    /// Hands over one mail. Twice the same job is twice the same mail, with the same Message-ID
    /// and the same file name, so a repetition after a crash is recognised.
    ///
    /// # Errors
    /// Whether it is worth trying again.
    pub async fn send(&self, job: &Claimed) -> Result<(), MailError> {
        let mark = mark(job);
        let message = self.message(job, &mark)?;
        let name = format!("{}-{mark}.eml", numbered(job.id));
        match (&self.transport, &self.samples) {
            (_, Some(folder)) if job.sample => {
                let folder = folder.clone();
                file(move || {
                    make(&folder).and_then(|()| write(&folder.join(name), &message.formatted()))
                })
                .await
            }
            (Transport::Folder(folder), _) => {
                let path = folder.join(name);
                file(move || write(&path, &message.formatted())).await
            }
            (Transport::Smtp(_), None) if job.sample => Err(MailError::Permanent(
                "a mail about a sample goes to a folder, and there is none".to_owned(),
            )),
            (Transport::Smtp(smtp), _) => match smtp.send(message).await {
                Ok(_) => Ok(()),
                Err(error) => Err(judged(smtp, &error).await),
            },
        }
    }

    /// Greets the mail server and signs in, without a mail; a folder is always there.
    ///
    /// # Errors
    /// When it does not answer, or refuses us.
    pub async fn greet(&self) -> Result<(), MailError> {
        let Transport::Smtp(smtp) = &self.transport else {
            return Ok(());
        };
        match smtp.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(MailError::Temporary("it hung up".to_owned())),
            Err(error) => Err(MailError::Temporary(match error.status() {
                Some(code) => format!("SMTP {code}"),
                None => "no answer".to_owned(),
            })),
        }
    }

    /// Hands over a mail that says nothing but that it arrived.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn send_test(&self, to: &str) -> Result<(), MailError> {
        let mail = QueuedMail {
            to: to.to_owned(),
            subject: "Test email from Casebook".to_owned(),
            body: format!(
                "Someone who looks after {} sent this to see whether emails arrive. They do. You do not have to answer.\n",
                self.host
            ),
            reply_to: String::new(),
        };
        self.send(&Claimed {
            id: 0,
            mail,
            attempts: 1,
            sample: false,
        })
        .await
    }

    fn message(&self, job: &Claimed, mark: &str) -> Result<Message, MailError> {
        // A mailbox of its own type: an address that would smuggle in a second header or a second
        // reader does not parse.
        let to = tidy_email(&job.mail.to)
            .parse()
            .map_err(|_| MailError::Permanent("the address is none".to_owned()))?;
        let mut builder = Message::builder();
        builder = if job.mail.reply_to.is_empty() {
            // Asks other programs not to answer.
            builder
                .header(AutoSubmitted)
                .reply_to(Mailbox::new(None, self.answers.clone()))
        } else {
            // A person wrote it, and an answer is welcome. No name beside the address: it would
            // stand where people read who wrote, and anybody may type one.
            let reply_to = tidy_email(&job.mail.reply_to)
                .parse()
                .map_err(|_| MailError::Permanent("the address for answers is none".to_owned()))?;
            builder.reply_to(Mailbox::new(None, reply_to))
        };
        builder
            .message_id(Some(format!("<casebook-{}-{mark}@{}>", job.id, self.host)))
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            // A title from an older revision may hold a line break; a header may not.
            .subject(one_line(&job.mail.subject))
            .header(ContentType::TEXT_PLAIN)
            .body(body(&job.mail.body))
            .map_err(|error| MailError::Permanent(error.to_string()))
    }
}

/// What a server says of one mail, and trying again would not change (RFC 5321, 4.2.3): no such
/// mailbox, not local, name not allowed, an address or a parameter it cannot read.
const HOPELESS: [u16; 5] = [550, 551, 553, 501, 555];

/// Whether it is worth trying again. A server that refuses *us* (a wrong password, our address on
/// some list, too many connections) refuses every mail, and each of them must wait until somebody
/// has mended that.
async fn judged(
    smtp: &AsyncSmtpTransport<Tokio1Executor>,
    error: &lettre::transport::smtp::Error,
) -> MailError {
    let Some(code) = error.status() else {
        return MailError::Temporary("no answer".to_owned());
    };
    // The server's own words may repeat the address; its code says enough.
    let words = format!("SMTP {code}");
    // The library does not say at which step it was refused. Greeting and signing in once more,
    // without a mail, does: where that is refused too, it is about us.
    if HOPELESS.contains(&u16::from(code)) && smtp.test_connection().await.is_ok_and(|works| works)
    {
        MailError::Permanent(words)
    } else {
        MailError::Temporary(words)
    }
}

/// Quoted-printable leaves words and links legible in the file; the library would choose base64
/// for a text with many accents.
fn body(text: &str) -> Body {
    let body = Body::new(text.to_owned());
    if body.encoding() != ContentTransferEncoding::Base64 {
        return body;
    }
    Body::new_with_encoding(text.to_owned(), ContentTransferEncoding::QuotedPrintable)
        .unwrap_or(body)
}

/// The same for the same job, another after a backup was put back and numbers came round again.
fn mark(job: &Claimed) -> String {
    let mail = &job.mail;
    let mut mark = hash_token(&format!(
        "{}\n{}\n{}\n{}",
        job.id, mail.to, mail.subject, mail.body
    ));
    mark.truncate(16);
    mark
}

/// `Auto-Submitted: auto-generated` (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl lettre::message::header::Header for AutoSubmitted {
    fn name() -> lettre::message::header::HeaderName {
        lettre::message::header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> lettre::message::header::HeaderValue {
        lettre::message::header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// How the name of a job's file begins.
#[must_use]
pub fn numbered(job_id: i64) -> String {
    format!("{job_id:010}")
}

/// Waits for the disk without holding up anything else.
async fn file(
    work: impl FnOnce() -> std::io::Result<()> + Send + 'static,
) -> Result<(), MailError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| MailError::Temporary(error.to_string()))?
        .map_err(|error| MailError::Temporary(error.to_string()))
}

/// Makes a folder for mails, closed to other accounts, unless it is there.
fn make(folder: &Path) -> std::io::Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

/// All of the file or none of it, on the disk before the job is called done.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let fresh = path.with_extension("part");
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&fresh, path)?;
    match path.parent() {
        Some(folder) => fs::File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use store::outbox::QueuedMail;

    fn job(to: &str, subject: &str) -> Claimed {
        let mail = QueuedMail {
            to: to.into(),
            subject: subject.into(),
            body: "Hello,\n\n.\nline\n".into(),
            reply_to: String::new(),
        };
        Claimed {
            id: 7,
            mail,
            attempts: 1,
            sample: false,
        }
    }

    fn mailer(folder: &Path) -> Mailer {
        let url = MailUrl::parse(
            Some(&format!("file://{}", folder.display())),
            Path::new("var"),
        )
        .unwrap();
        let public_url = PublicUrl::parse("https://bank.example.org").unwrap();
        Mailer::new(
            &url,
            "Casebook <hello@example.org>".parse().unwrap(),
            &public_url,
        )
        .unwrap()
    }

    fn files(folder: &Path) -> Vec<PathBuf> {
        let mut paths: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        paths.sort();
        paths
    }

    #[tokio::test]
    async fn one_file_a_mail_even_when_sent_twice() {
        let folder = tempfile::tempdir().unwrap();
        let mailer = mailer(folder.path());
        mailer
            .send(&job("ana@example.org", "Your case study"))
            .await
            .unwrap();
        mailer
            .send(&job("ana@example.org", "Your case study"))
            .await
            .unwrap();
        let files = files(folder.path());
        assert_eq!(files.len(), 1, "{files:?}");
        assert_eq!(
            fs::metadata(&files[0]).unwrap().permissions().mode() & 0o777,
            0o600
        );
        let text = fs::read_to_string(&files[0]).unwrap();
        for line in [
            "To: ana@example.org",
            "Subject: Your case study",
            "Auto-Submitted: auto-generated",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{text}");
        }
        assert!(text.contains("@bank.example.org>"), "{text}");
    }

    #[tokio::test]
    async fn who_answers_a_mail_of_ours_writes_to_a_person() {
        let folder = tempfile::tempdir().unwrap();
        let mailer = mailer(folder.path()).answered_at("help@example.org");
        let mail = job("ana@example.org", "Your case study");
        mailer.send(&mail).await.unwrap();
        let text = fs::read_to_string(&files(folder.path())[0]).unwrap();
        assert!(text.contains("Reply-To: help@example.org\r\n"), "{text}");
        assert!(
            text.contains("Auto-Submitted: auto-generated\r\n"),
            "{text}"
        );
        let silent = tempfile::tempdir().unwrap();
        let mailer = self::mailer(silent.path()).answered_at("");
        mailer.send(&mail).await.unwrap();
        let text = fs::read_to_string(&files(silent.path())[0]).unwrap();
        // Without one it is the sender's.
        assert!(text.contains("Reply-To: hello@example.org\r\n"), "{text}");
    }

    #[tokio::test]
    async fn a_mail_that_is_passed_on_is_answered_to_its_writer() {
        let folder = tempfile::tempdir().unwrap();
        let mailer = mailer(folder.path());
        let mut job = job("museum@example.org", "A reader asks");
        job.mail.reply_to = "ana@example.org".into();
        mailer.send(&job).await.unwrap();
        let text = fs::read_to_string(&files(folder.path())[0]).unwrap();
        assert!(text.contains("Reply-To: ana@example.org\r\n"), "{text}");
        assert!(
            text.contains("From: Casebook <hello@example.org>\r\n")
                || text.contains("From: \"Casebook\" <hello@example.org>\r\n"),
            "{text}"
        );
        assert!(!text.contains("Auto-Submitted"), "{text}");
        for reply_to in [
            "ana@example.org\r\nBcc: all@example.org",
            "a@b.example, c@d.example",
            "<ana@example.org>\n",
        ] {
            job.mail.reply_to = reply_to.into();
            let refused = mailer.send(&job).await;
            assert!(
                matches!(refused, Err(MailError::Permanent(_))),
                "{reply_to:?} {refused:?}"
            );
        }
    }

    #[tokio::test]
    async fn a_mail_about_a_sample_lands_in_its_folder_whatever_the_transport() {
        let folder = tempfile::tempdir().unwrap();
        let samples = folder.path().join("mail");
        let public_url = PublicUrl::parse("https://bank.example.org").unwrap();
        // Nothing listens there.
        let url = MailUrl::Smtp("smtp://127.0.0.1:9".to_owned());
        let from = || "Casebook <hello@example.org>".parse().unwrap();
        let by_smtp = Mailer::new(&url, from(), &public_url).unwrap();
        let mut job = job("museum@samples.invalid", "Your case study");
        job.sample = true;
        let nowhere = by_smtp.send(&job).await;
        assert!(
            matches!(nowhere, Err(MailError::Permanent(_))),
            "{nowhere:?}"
        );
        let by_smtp = by_smtp.samples_in(samples.clone());
        by_smtp.send(&job).await.unwrap();
        let to_files = mailer(&folder.path().join("other")).samples_in(samples.clone());
        job.id = 8;
        to_files.send(&job).await.unwrap();
        let names: Vec<String> = files(&samples)
            .iter()
            .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(names.len(), 2, "{names:?}");
        assert!(names[0].starts_with(&format!("{}-", numbered(7))));
        assert!(names[1].starts_with(&format!("{}-", numbered(8))));
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&samples), mode(&files(&samples)[0])), (0o700, 0o600));
        assert!(files(&folder.path().join("other")).is_empty());
    }

    #[tokio::test]
    async fn headers_cannot_be_smuggled_in() {
        let folder = tempfile::tempdir().unwrap();
        let mailer = mailer(folder.path());
        mailer
            .send(&job(
                "ana@example.org",
                "Hello\r\nBcc: all@example.org\r\n\r\nBuy",
            ))
            .await
            .unwrap();
        let text = fs::read_to_string(&files(folder.path())[0]).unwrap();
        assert!(!text.lines().any(|line| line.starts_with("Bcc:")), "{text}");
        for to in [
            "ana@example.org\r\nBcc: all@example.org",
            "ana@example.org, all@example.org",
            "nobody",
            "",
        ] {
            let refused = mailer.send(&job(to, "Hello")).await;
            assert!(
                matches!(refused, Err(MailError::Permanent(_))),
                "{to:?} {refused:?}"
            );
        }
    }
}
