//! What members of staff are told by email, word for word: at once, or in the morning. The subject says which case
//! study, and what happened to it.

use super::agreement::Said;
use super::local_time;
use super::mail_templates::{GREETING, Mail, MailContext, SIGNED, titled};
use super::status::Action;

/// The case study that a notice is about, as staff know it.
#[derive(Debug, Clone, Copy)]
pub struct Noticed<'a> {
    pub reference: &'a str,
    pub title: &'a str,
}

/// One line of the morning's email.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestLine {
    pub reference: String,
    pub title: String,
}

/// Everything that a morning's email says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Digest {
    /// Sent for the first time since the last one.
    pub new: Vec<DigestLine>,
    /// Sent again, or answered, since the last one.
    pub came_back: Vec<DigestLine>,
    /// Their museum wrote, and no moderator said yet that it was seen.
    pub letters: Vec<DigestLine>,
    /// Approved for more than two days, and not published.
    pub approved: Vec<DigestLine>,
    /// What was planned since the last one and did not happen.
    pub plans: Vec<DigestLine>,
    /// Messages from readers that are open.
    pub messages: u64,
    /// Emails that did not arrive, or wait to be tried again.
    pub emails: u64,
}

/// Under each heading so many are named; the others are counted.
pub const MOST_NAMED: usize = 10;

impl Digest {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts().iter().all(|(_, lines, _)| lines.is_empty())
            && self.messages == 0
            && self.emails == 0
    }

    /// What each part is called under its heading and, after a number, in the subject.
    fn parts(&self) -> [(&'static str, &[DigestLine], [&'static str; 2]); 5] {
        [
            ("New", &self.new, ["new", "new"]),
            ("Came back", &self.came_back, ["came back", "came back"]),
            (
                "The museum wrote to us",
                &self.letters,
                ["letter from a museum", "letters from museums"],
            ),
            (
                "Approved more than two days ago, and not published",
                &self.approved,
                ["approved and waiting", "approved and waiting"],
            ),
            (
                "Planned, and did not happen",
                &self.plans,
                ["plan that did not happen", "plans that did not happen"],
            ),
        ]
    }

    /// "3 new, 2 came back, 1 message from a reader".
    #[must_use]
    pub fn in_short(&self) -> String {
        let count = |number: u64, [one, many]: [&str; 2]| {
            (number > 0).then(|| format!("{number} {}", if number == 1 { one } else { many }))
        };
        let mut said: Vec<String> = self
            .parts()
            .into_iter()
            .filter_map(|(_, lines, words)| count(lines.len() as u64, words))
            .collect();
        said.extend(count(
            self.messages,
            ["message from a reader", "messages from readers"],
        ));
        said.extend(count(
            self.emails,
            ["email that did not arrive", "emails that did not arrive"],
        ));
        said.join(", ")
    }
}

impl MailContext {
    fn notice(&self, about: Noticed<'_>, deed: &str, said: &str) -> Mail {
        Mail {
            subject: format!("{deed}: {} ({})", named(about.title), about.reference),
            body: format!(
                "{GREETING}\n\n{said}\n\nLook at it here, after signing in:\n{}{}\n{}",
                self.public_url,
                paths::moderate_case(about.reference),
                self.how_told(),
            ),
            ..Mail::default()
        }
    }

    fn how_told(&self) -> String {
        format!(
            "\nYou choose what we email you about on your account page:\n{}{}\n\n{SIGNED}\n",
            self.public_url,
            paths::ACCOUNT
        )
    }

    /// A museum sent its case study again after changes were asked for.
    #[must_use]
    pub fn came_back(&self, about: Noticed<'_>) -> Mail {
        self.notice(
            about,
            "Came back",
            &format!(
                "The museum has sent {} again. Its answers stand beside what we asked.",
                quoted(about.title)
            ),
        )
    }

    /// A museum answered about the page that it was shown.
    #[must_use]
    pub fn museum_answered(&self, about: Noticed<'_>, said: Said) -> Mail {
        let it = quoted(about.title);
        match said {
            Said::Yes => self.notice(
                about,
                "The museum said yes",
                &format!("The museum has read its page and said yes to {it}."),
            ),
            Said::No => self.notice(
                about,
                "The museum said no",
                &format!("The museum does not want us to publish {it}. It is withdrawn now."),
            ),
            Said::Change | Said::Void => self.notice(
                about,
                "The museum answered",
                &format!("The museum has read the page of {it} and has something to say about it."),
            ),
        }
    }

    /// A museum took its case study back.
    #[must_use]
    pub fn museum_withdrew(&self, about: Noticed<'_>) -> Mail {
        self.notice(
            about,
            "Withdrawn",
            &format!(
                "The museum has withdrawn {}. There is nothing left to decide.",
                quoted(about.title)
            ),
        )
    }

    /// A colleague gave it to somebody to read.
    #[must_use]
    pub fn assigned_to_you(&self, about: Noticed<'_>, by: &str) -> Mail {
        self.notice(
            about,
            "Assigned to you",
            &format!("{by} assigned {} to you.", quoted(about.title)),
        )
    }

    /// A colleague did something to what somebody is reading.
    #[must_use]
    pub fn colleague_acted(&self, about: Noticed<'_>, by: &str, action: Action) -> Mail {
        self.notice(
            about,
            &format!("{by} {}", action.history().0),
            &format!(
                "You were reading {}. {by} {}.",
                quoted(about.title),
                action.history().0
            ),
        )
    }

    /// An email about a case study did not arrive, and is not tried again.
    #[must_use]
    pub fn email_did_not_arrive(&self, about: Noticed<'_>, cause: &str) -> Mail {
        self.notice(
            about,
            "An email did not arrive",
            &format!(
                "An email about {} did not arrive: {cause}. The person it was for does not know what it says.",
                quoted(about.title)
            ),
        )
    }

    /// A reader's concern by which somebody may come to harm. What they wrote stays behind the sign-in.
    #[must_use]
    pub fn urgent_concern(&self, title: &str, what: &str, id: i64) -> Mail {
        Mail {
            subject: format!("Urgent: {what}: {}", named(title)),
            body: format!(
                "{GREETING}\n\nA reader wrote about {}: {what}. If someone may come to harm, take the case study down first. You \
                 can put it back.\n\nRead what they wrote here, after signing in:\n{}{}\n{}",
                quoted(title),
                self.public_url,
                paths::moderate_message(id),
                self.how_told(),
            ),
            ..Mail::default()
        }
    }

    /// The morning's email.
    #[must_use]
    pub fn digest(&self, digest: &Digest, now: i64) -> Mail {
        let mut parts = Vec::new();
        for (heading, lines, _) in digest.parts() {
            if lines.is_empty() {
                continue;
            }
            let mut part = format!("{heading}:");
            for line in lines.iter().take(MOST_NAMED) {
                part.push_str(&format!(
                    "\n- {} ({})\n  {}{}",
                    named(&line.title),
                    line.reference,
                    self.public_url,
                    paths::moderate_case(&line.reference)
                ));
            }
            if lines.len() > MOST_NAMED {
                part.push_str(&format!("\n- and {} more", lines.len() - MOST_NAMED));
            }
            parts.push(part);
        }
        if digest.messages > 0 {
            parts.push(format!(
                "Messages from readers that wait: {}\n{}{}",
                digest.messages,
                self.public_url,
                paths::MODERATE_MESSAGES
            ));
        }
        if digest.emails > 0 {
            parts.push(format!(
                "Emails that did not arrive: {}\n{}{}",
                digest.emails,
                self.public_url,
                paths::MODERATE_MAILS
            ));
        }
        Mail {
            subject: format!("{}: {}", local_time::day(now), digest.in_short()),
            body: format!(
                "{GREETING}\n\nThis is what is new and what waits.\n\n{}\n\nOpen the queue here, after signing in:\n{}{}\n{}",
                parts.join("\n\n"),
                self.public_url,
                paths::MODERATE,
                self.how_told(),
            ),
            ..Mail::default()
        }
    }
}

fn quoted(title: &str) -> String {
    if title.is_empty() {
        "a case study without a title".to_owned()
    } else {
        titled(title)
    }
}

fn named(title: &str) -> &str {
    if title.is_empty() {
        "Without a title"
    } else {
        title
    }
}

#[cfg(test)]
mod tests {
    use super::{Digest, DigestLine, MOST_NAMED, Noticed};
    use crate::Action;
    use crate::agreement::Said;
    use crate::mail_templates::MailContext;

    // 3 March 2026, 14:05 UTC.
    const THEN: i64 = 1_772_546_709_000;
    const ABOUT: Noticed<'static> = Noticed {
        reference: "WB-2345-6789",
        title: "Tea and objects",
    };

    fn context() -> MailContext {
        MailContext {
            public_url: "https://bank.example".into(),
            contact: "help@bank.example".into(),
            usual_wait: String::new(),
        }
    }

    fn lines(count: usize) -> Vec<DigestLine> {
        (0..count)
            .map(|number| DigestLine {
                reference: format!("WB-{number}"),
                title: format!("Tea {number}"),
            })
            .collect()
    }

    #[test]
    fn the_subject_says_case_and_deed_and_the_text_where_to_look() {
        let l = context();
        for (mail, subject) in [
            (
                l.came_back(ABOUT),
                "Came back: Tea and objects (WB-2345-6789)",
            ),
            (
                l.museum_answered(ABOUT, Said::Yes),
                "The museum said yes: Tea and objects (WB-2345-6789)",
            ),
            (
                l.museum_answered(ABOUT, Said::Change),
                "The museum answered: Tea and objects (WB-2345-6789)",
            ),
            (
                l.museum_withdrew(ABOUT),
                "Withdrawn: Tea and objects (WB-2345-6789)",
            ),
            (
                l.assigned_to_you(ABOUT, "Sam Field"),
                "Assigned to you: Tea and objects (WB-2345-6789)",
            ),
            (
                l.colleague_acted(ABOUT, "Sam Field", Action::Decline),
                "Sam Field declined this: Tea and objects (WB-2345-6789)",
            ),
            (
                l.email_did_not_arrive(ABOUT, "the address does not exist"),
                "An email did not arrive: Tea and objects (WB-2345-6789)",
            ),
        ] {
            assert_eq!(mail.subject, subject);
            let link = "https://bank.example/moderate/cases/WB-2345-6789\n";
            assert!(mail.body.contains(link), "{mail:?}");
            assert!(
                mail.body.contains("https://bank.example/account\n"),
                "{mail:?}"
            );
        }
        let urgent = l.urgent_concern("Tea", "Someone can be recognised", 7);
        assert_eq!(urgent.subject, "Urgent: Someone can be recognised: Tea");
        assert!(
            urgent
                .body
                .contains("https://bank.example/moderate/messages/7\n")
        );
    }

    #[test]
    fn the_mornings_email_counts_in_the_subject_and_names_below() {
        let digest = Digest {
            new: lines(MOST_NAMED + 2),
            came_back: lines(1),
            messages: 1,
            emails: 2,
            ..Digest::default()
        };
        let mail = context().digest(&digest, THEN);
        assert_eq!(
            mail.subject,
            "3 March 2026: 12 new, 1 came back, 1 message from a reader, 2 emails that did not arrive"
        );
        assert!(
            mail.body.contains("- Tea 9 (WB-9)") && !mail.body.contains("Tea 10"),
            "{mail:?}"
        );
        assert!(mail.body.contains("- and 2 more"), "{mail:?}");
        assert!(
            !mail.body.contains("Planned") && !mail.body.contains("Approved"),
            "{mail:?}"
        );
        assert!(!digest.is_empty() && Digest::default().is_empty());
        assert_eq!(Digest::default().in_short(), "");
    }
}
