//! Settings: flags or environment, checked once at start, then never looked at again.

mod mail_url;
mod media_url;
mod public_url;
mod secret;
mod store;
mod trusted;
mod undo_minutes;

pub use mail_url::MailUrl;
pub use media_url::MediaUrl;
pub use public_url::PublicUrl;
pub use secret::SecretArguments;
pub use store::StoreArguments;
pub use trusted::TrustedProxies;
pub use undo_minutes::UndoMinutes;

use crate::error::Failure;
use case_study::email::{email_fault, tidy_email};
use case_study::local_time::Zone;
use case_study::text_input::one_line;
use clap::ValueEnum;
use lettre::message::Mailbox;
use std::net::SocketAddr;

/// Everything `casebook serve` can be told. Names are a contract: extend, never rename.
#[derive(Debug, clap::Args)]
pub struct ServeArguments {
    #[command(flatten)]
    pub store: StoreArguments,

    #[command(flatten)]
    pub secret: SecretArguments,

    /// Where people reach the site, such as https://casebook.example.org. All links in emails and
    /// feeds start with it; ids in feeds start with the first one for good. Needed unless the server
    /// listens on loopback.
    #[arg(long, env = "CASEBOOK_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,

    /// Where email goes: file:///FOLDER writes .eml files; smtps://USER:PASSWORD@HOST or
    /// smtp://HOST?tls=required sends. Without it: the folder mail/ in the data folder.
    #[arg(
        long,
        env = "CASEBOOK_MAIL_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub mail_url: Option<String>,

    /// Where photographs are kept: file:///FOLDER, or s3://BUCKET/FOLDER with the keys in AWS_ACCESS_KEY_ID,
    /// AWS_SECRET_ACCESS_KEY, AWS_REGION and, where it is not Amazon's, AWS_ENDPOINT. Without it: the folder media/
    /// in the data folder.
    #[arg(long, env = "CASEBOOK_MEDIA_URL", value_name = "URL")]
    pub media_url: Option<String>,

    /// Who emails come from, such as "Casebook <hello@example.org>". Needed for SMTP.
    #[arg(long, env = "CASEBOOK_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,

    /// Address for questions and other formats, shown on every page and in every email. Concerns of
    /// readers are announced there. Needed unless the server listens on loopback.
    #[arg(long, env = "CASEBOOK_CONTACT", value_name = "ADDRESS")]
    pub contact: Option<String>,

    /// What museums are told of the wait for an answer, after "You hear from us", until five were
    /// answered; from then on the program counts.
    #[arg(
        long,
        env = "CASEBOOK_USUAL_WAIT",
        value_name = "WORDS",
        default_value = "usually within ten working days"
    )]
    pub usual_wait: String,

    /// So many days after it was sent, a case study should have an answer: 1 to 365. The queue says what is due and
    /// what is over.
    #[arg(
        long,
        env = "CASEBOOK_DUE_DAYS",
        value_name = "DAYS",
        default_value = "10"
    )]
    pub due_days: String,

    /// Who runs the site, such as "the Museums Association". The page About names them; without a name it
    /// says that there is none.
    #[arg(long, env = "CASEBOOK_RUN_BY", value_name = "NAME")]
    pub run_by: Option<String>,

    /// Addresses or networks of proxies whose X-Forwarded-For and X-Forwarded-Proto count, with
    /// commas between: 10.0.0.2,192.168.0.0/16.
    #[arg(
        long,
        env = "CASEBOOK_TRUSTED_PROXIES",
        value_name = "LIST",
        default_value = ""
    )]
    pub trusted_proxies: String,

    /// How many minutes a case study waits before it goes public once its museum has said yes, so that a
    /// mistake can still be stopped: 0 to 1440. 0 publishes it at once.
    #[arg(
        long,
        env = "CASEBOOK_UNDO_MINUTES",
        value_name = "MINUTES",
        default_value = "10"
    )]
    pub undo_minutes: String,

    /// The time zone of all dates and times on pages, by its name in the list of IANA, such as
    /// America/New_York. Data for programs is in UTC.
    #[arg(
        long,
        env = "CASEBOOK_TIME_ZONE",
        value_name = "NAME",
        default_value = "Europe/London"
    )]
    pub time_zone: String,

    /// "staff" asks moderators and administrators for a code from their phone as well as their password: who
    /// has not set one up is led there first. "off" leaves it to each of them.
    #[arg(
        long,
        env = "CASEBOOK_SECOND_FACTOR",
        value_name = "staff|off",
        default_value = "off"
    )]
    pub second_factor: SecondFactor,

    /// "off" removes the limits on signing in and on what readers write, and takes forms that come
    /// back faster than a person is, for tests; accepted on loopback only.
    #[arg(
        long,
        env = "CASEBOOK_RATE_LIMITS",
        value_name = "on|off",
        default_value = "on"
    )]
    pub rate_limits: RateLimiting,

    /// "off" draws every page again instead of keeping answers for readers without a session in
    /// memory (32 MB at most), for measurements.
    #[arg(
        long,
        env = "CASEBOOK_PAGE_CACHE",
        value_name = "on|off",
        default_value = "on"
    )]
    pub page_cache: PageCaching,

    /// "off" asks no other site whether links of published case studies still lead somewhere. "on" asks one every
    /// twenty seconds at most, each once a month, and only addresses that anyone could open.
    #[arg(
        long,
        env = "CASEBOOK_LINK_CHECKS",
        value_name = "on|off",
        default_value = "on"
    )]
    pub link_checks: LinkChecking,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LinkChecking {
    On,
    Off,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RateLimiting {
    On,
    Off,
}

/// Who needs a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SecondFactor {
    Staff,
    Off,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PageCaching {
    On,
    Off,
}

/// The same, checked.
#[derive(Debug)]
pub struct ServeSettings {
    pub listen: SocketAddr,
    pub public_url: PublicUrl,
    pub mail_url: MailUrl,
    pub media_url: MediaUrl,
    pub mail_from: Mailbox,
    pub contact: String,
    pub usual_wait: String,
    pub due_days: i64,
    pub run_by: String,
    pub trusted_proxies: TrustedProxies,
    pub undo_minutes: UndoMinutes,
    pub time_zone: Zone,
    pub second_factor: SecondFactor,
    pub rate_limits: RateLimiting,
    pub page_cache: PageCaching,
    pub link_checks: LinkChecking,
}

impl ServeArguments {
    /// Checks every setting that needs no disk and no network, before anything is touched.
    ///
    /// # Errors
    /// The first setting that is wrong, with its name.
    pub fn check(&self) -> Result<ServeSettings, Failure> {
        let listen = self.secret.listen;
        let loopback = listen.ip().is_loopback();
        let public_url = match self.public_url.as_deref().filter(|url| !url.is_empty()) {
            Some(url) => PublicUrl::parse(url)?,
            None if loopback => PublicUrl::of_loopback(listen),
            None => {
                return Err(Failure::setting(
                    "CASEBOOK_PUBLIC_URL",
                    "it is needed when the server does not listen on loopback; give the address that people type, \
                     such as https://casebook.example.org",
                ));
            }
        };
        if self.rate_limits == RateLimiting::Off && !loopback {
            return Err(Failure::setting(
                "CASEBOOK_RATE_LIMITS",
                "\u{201c}off\u{201d} is accepted on loopback only",
            ));
        }
        let mail_url = MailUrl::parse(self.mail_url.as_deref(), &self.store.data_dir)?;
        let media_url = MediaUrl::parse(self.media_url.as_deref(), &self.store.data_dir)?;
        let contact = self.contact(loopback)?;
        let usual_wait = self.usual_wait()?;
        let due_days = self.due_days()?;
        let run_by = self.run_by()?;
        let mail_from = self.mail_from(&mail_url)?;
        let trusted_proxies = TrustedProxies::parse(&self.trusted_proxies)?;
        let undo_minutes = UndoMinutes::parse(&self.undo_minutes)?;
        let time_zone = Zone::named(&self.time_zone).ok_or_else(|| {
            Failure::setting(
                "CASEBOOK_TIME_ZONE",
                "there is no time zone of that name; give one such as Europe/London, America/New_York or UTC",
            )
        })?;
        self.secret.check()?;
        self.store.connections()?;
        Ok(ServeSettings {
            listen,
            public_url,
            mail_url,
            media_url,
            mail_from,
            contact,
            usual_wait,
            due_days,
            run_by,
            trusted_proxies,
            undo_minutes,
            time_zone,
            second_factor: self.second_factor,
            rate_limits: self.rate_limits,
            page_cache: self.page_cache,
            link_checks: self.link_checks,
        })
    }

    fn contact(&self, loopback: bool) -> Result<String, Failure> {
        let contact = tidy_email(self.contact.as_deref().unwrap_or_default());
        if contact.is_empty() && !loopback {
            return Err(Failure::setting(
                "CASEBOOK_CONTACT",
                "it is needed when the server does not listen on loopback: urgent concerns of readers are emailed there. \
                 Give an address that someone reads, such as hello@example.org",
            ));
        }
        if !contact.is_empty() && email_fault(&contact).is_some() {
            return Err(Failure::setting(
                "CASEBOOK_CONTACT",
                "give one plain email address, such as hello@example.org",
            ));
        }
        Ok(contact)
    }

    fn usual_wait(&self) -> Result<String, Failure> {
        let words = one_line(&self.usual_wait);
        if words.is_empty() || words.chars().count() > 100 {
            return Err(Failure::setting(
                "CASEBOOK_USUAL_WAIT",
                "give a few words, such as \u{201c}usually within ten working days\u{201d}",
            ));
        }
        Ok(words)
    }

    fn due_days(&self) -> Result<i64, Failure> {
        let days = self.due_days.trim().parse().ok();
        days.filter(|days| (1..=365).contains(days)).ok_or_else(|| {
            Failure::setting(
                "CASEBOOK_DUE_DAYS",
                "give a whole number of days from 1 to 365, such as 10",
            )
        })
    }

    fn run_by(&self) -> Result<String, Failure> {
        /// It stands in a sentence.
        const LONGEST: usize = 120;
        let run_by = one_line(self.run_by.as_deref().unwrap_or_default());
        if run_by.chars().count() > LONGEST {
            return Err(Failure::setting(
                "CASEBOOK_RUN_BY",
                "give a name of up to 120 characters, such as \u{201c}the Museums Association\u{201d}",
            ));
        }
        Ok(run_by)
    }

    fn mail_from(&self, mail_url: &MailUrl) -> Result<Mailbox, Failure> {
        let problem = |text| Failure::setting("CASEBOOK_MAIL_FROM", text);
        match self
            .mail_from
            .as_deref()
            .filter(|from| !from.trim().is_empty())
        {
            Some(from) => mailbox_in_ascii(from)
                .parse()
                .map_err(|_| problem("write it like \u{201c}Casebook <hello@example.org>\u{201d}")),
            None if mail_url.is_file() => "Casebook <casebook@localhost.invalid>"
                .parse()
                .map_err(|_| problem("the built-in address does not parse")),
            None => Err(problem("it is needed when emails go out by SMTP")),
        }
    }
}

/// "Casebook <hello@example.org>" with the address as mail servers know it.
fn mailbox_in_ascii(from: &str) -> String {
    let named = from
        .rsplit_once('<')
        .and_then(|(name, rest)| Some((name, rest.trim_end().strip_suffix('>')?)));
    match named {
        Some((name, address)) => format!("{} <{}>", one_line(name), tidy_email(address)),
        None => tidy_email(from),
    }
}
