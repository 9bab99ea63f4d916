//! Every mail we send, word for word. Plain text only; what people typed appears as it is and is
//! never read as markup or as a template.
//!
//! A mail that its author sets off alone holds no word that was typed: the address may be somebody
//! else's, and a title is long enough for an advertisement. What a moderator has read may be quoted.

use super::vocabulary::Vocabulary;

/// What every mail needs to know about this bank.
#[derive(Debug, Clone)]
pub struct MailContext {
    /// Base of all links, without a slash at the end. Never taken from a request.
    pub public_url: String,
    /// Where to ask for help; may be empty.
    pub contact: String,
}

/// The submission a mail is about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    pub reference: &'a str,
    pub title: &'a str,
    /// Token of the private link.
    pub token: &'a str,
}

/// A mail, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub subject: String,
    pub body: String,
}

impl MailContext {
    fn link(&self, about: About<'_>) -> String {
        format!("{}{}", self.public_url, paths::track(about.token))
    }

    /// "Write to help@…" as a paragraph, or nothing where the operator gave no address.
    pub(super) fn or_write(&self, before: &str, after: &str) -> String {
        if self.contact.is_empty() {
            String::new()
        } else {
            format!("\n\n{before} {}{after}", self.contact)
        }
    }

    fn mail(&self, about: About<'_>, subject: &str, paragraphs: &[String]) -> Mail {
        let mut body = paragraphs.join("\n\n");
        body.push_str(&format!(
            "\n\nFollow it here, from any device:\n{}\nKeep this link to yourself: it shows your case study.{}\n\n\
             Your reference is {}.\n",
            self.link(about),
            self.or_write("Need help, or this in another format? Write to", "."),
            about.reference,
        ));
        Mail {
            subject: format!("{subject} ({})", about.reference),
            body,
        }
    }

    #[must_use]
    pub fn draft_begun(&self, about: About<'_>) -> Mail {
        self.mail(
            about,
            "Your case study draft",
            &[
                "Hello,".into(),
                "Somebody, we hope you, began a case study and gave this address for the link back.".into(),
                "We keep your answers. Come back with the link below whenever you have ten minutes. To write on \
                 another device, open the link there and ask for a code."
                    .into(),
            ],
        )
    }

    #[must_use]
    pub fn received(&self, about: About<'_>) -> Mail {
        self.mail(
            about,
            "We have your case study",
            &[
                "Thank you.".into(),
                "We received your case study.".into(),
                "A moderator will read it, usually within ten working days. We will write to you either way.".into(),
            ],
        )
    }

    #[must_use]
    pub fn changes_requested(
        &self,
        about: About<'_>,
        reason: &str,
        field: &str,
        message: &str,
    ) -> Mail {
        let mut paragraphs = vec![
            "Thank you for sharing your work with us.".to_owned(),
            format!(
                "Before we can publish {}, please make some changes.",
                titled(about.title)
            ),
        ];
        paragraphs.extend(reason_in_words(Vocabulary::ReturnReason, reason));
        if let Some(field) = super::fields::field(field) {
            paragraphs.push(format!(
                "Where to look: {}, under \u{201c}{}\u{201d}.",
                field.heading,
                field.section.title()
            ));
        }
        paragraphs.push(message.to_owned());
        paragraphs.push("Open the link below, change what you need, and send it again.".into());
        self.mail(
            about,
            "Please change something in your case study",
            &paragraphs,
        )
    }

    #[must_use]
    pub fn approved(&self, about: About<'_>) -> Mail {
        self.mail(
            about,
            "Your case study is approved",
            &[
                "Good news.".into(),
                format!(
                    "We approved {}. We will publish it soon and write again.",
                    titled(about.title)
                ),
            ],
        )
    }

    #[must_use]
    pub fn published(&self, about: About<'_>, slug: &str) -> Mail {
        self.mail(
            about,
            "Your case study is published",
            &[
                "Thank you for sharing it.".into(),
                format!(
                    "{} is now open to everyone:\n{}/case-studies/{slug}",
                    titled(about.title),
                    self.public_url
                ),
                "Please tell us if something needs to be corrected.".into(),
            ],
        )
    }

    #[must_use]
    pub fn declined(&self, about: About<'_>, reason: &str, message: &str) -> Mail {
        let mut paragraphs = vec![
            "Thank you for sharing your work with us, and for the time you gave it.".to_owned(),
            format!("We have decided not to publish {}.", titled(about.title)),
        ];
        paragraphs.extend(reason_in_words(Vocabulary::DeclineReason, reason));
        paragraphs.push(message.to_owned());
        self.mail(about, "About your case study", &paragraphs)
    }

    #[must_use]
    pub fn withdrawn(&self, about: About<'_>) -> Mail {
        self.mail(
            about,
            "You withdrew your case study",
            &["As you asked, we will not publish your case study.".into()],
        )
    }

    #[must_use]
    pub fn unlock_code(&self, about: About<'_>, code: &str) -> Mail {
        self.mail(
            about,
            "Your code",
            &[
                format!("Your code is {code}. It works once, for ten minutes."),
                "Type it on the page where you asked for it. If you did not ask, you need do nothing.".into(),
            ],
        )
    }
}

fn titled(title: &str) -> String {
    if title.is_empty() {
        "your case study".to_owned()
    } else {
        format!("\u{201c}{title}\u{201d}")
    }
}

/// The kind sentence of a reason code, if there is one.
fn reason_in_words(vocabulary: Vocabulary, code: &str) -> Option<String> {
    vocabulary
        .term(code)
        .map(|term| term.definition.to_owned())
        .filter(|words| !words.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{About, MailContext};

    fn mail_context() -> MailContext {
        MailContext {
            public_url: "https://bank.example".into(),
            contact: "help@bank.example".into(),
        }
    }

    const ABOUT: About<'static> = About {
        reference: "WB-2345-6789",
        title: "{{7*7}} <b>Tea</b> ${x}",
        token: "f00d",
    };

    #[test]
    fn every_mail_carries_reference_link_and_help() {
        let l = mail_context();
        for mail in [
            l.draft_begun(ABOUT),
            l.received(ABOUT),
            l.changes_requested(ABOUT, "evidence-gap", "changed", "How many said so?"),
            l.approved(ABOUT),
            l.published(ABOUT, "tea"),
            l.declined(ABOUT, "out-of-scope", "It was a joy to read."),
            l.withdrawn(ABOUT),
            l.unlock_code(ABOUT, "123456"),
        ] {
            assert!(mail.subject.ends_with("(WB-2345-6789)"), "{}", mail.subject);
            assert!(
                mail.body.contains("https://bank.example/track/f00d"),
                "{}",
                mail.body
            );
            assert!(mail.body.contains("help@bank.example"));
        }
    }

    #[test]
    fn what_people_typed_stays_literal() {
        assert!(
            mail_context()
                .approved(ABOUT)
                .body
                .contains("{{7*7}} <b>Tea</b> ${x}")
        );
    }

    #[test]
    fn what_its_author_sets_off_holds_nothing_typed() {
        let l = mail_context();
        for mail in [
            l.draft_begun(ABOUT),
            l.received(ABOUT),
            l.withdrawn(ABOUT),
            l.unlock_code(ABOUT, "123456"),
        ] {
            assert!(
                !mail.body.contains("Tea") && !mail.subject.contains("Tea"),
                "{mail:?}"
            );
        }
    }

    #[test]
    fn without_a_contact_nobody_is_told_to_write() {
        let nobody = MailContext {
            contact: String::new(),
            ..mail_context()
        };
        let mail = nobody.received(ABOUT);
        assert!(!mail.body.contains("Write to"), "{mail:?}");
        assert!(
            mail.body
                .ends_with("it shows your case study.\n\nYour reference is WB-2345-6789.\n"),
            "{mail:?}"
        );
    }

    #[test]
    fn a_return_says_why_where_and_what() {
        let body = mail_context()
            .changes_requested(ABOUT, "lessons-missing", "lessons", "One more, please.")
            .body;
        assert!(
            body.contains("Where to look: Lessons, under \u{201c}Share what you learned\u{201d}.")
        );
        assert!(body.contains("One more, please."));
    }
}
