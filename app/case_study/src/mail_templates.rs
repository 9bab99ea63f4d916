//! Every mail we send, word for word. Plain text only; what people typed appears as it is and is
//! never read as markup or as a template.
//!
//! A mail that its author sets off alone holds no word that was typed: the address may be somebody
//! else's, and a title is long enough for an advertisement. What a moderator has read may be quoted. One
//! holds a copy of what was sent, marked as such: how often it goes to an address is counted in
//! `store/src/mail_limits.rs`.

use super::agreement::questions_in_words;
use super::decision::CameBack;
use super::publishable::in_a_row;
use super::vocabulary::Vocabulary;

/// What every mail needs to know about this bank.
#[derive(Debug, Clone)]
pub struct MailContext {
    /// Base of all links, without a slash at the end. Never taken from a request.
    pub public_url: String,
    /// Where to ask for help; may be empty.
    pub contact: String,
    /// How long a museum usually waits for an answer, in words after a comma.
    pub usual_wait: String,
}

/// The submission a mail is about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    pub reference: &'a str,
    pub title: &'a str,
    /// Token of the private link.
    pub token: &'a str,
}

/// What the link of a mail does for whoever opens it; each mail says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LinkOpens {
    /// A draft that was never sent.
    Draft,
    /// Answers that were sent and may be changed again.
    Changes,
    /// What was sent and may still be taken back.
    Sent,
    /// The page as readers will see it, with its buttons.
    Page,
    /// What is published, of which a new version can be started.
    Published,
    /// What nobody can change any more.
    Outcome,
    /// The page where the code of this mail is typed.
    Code,
    /// What was written to and fro.
    Letter,
    /// The page that asks whether what is public is still true.
    StillTrue,
}

impl LinkOpens {
    const fn in_words(self) -> &'static str {
        match self {
            Self::Draft => {
                "This link shows where your case study stands. To read or change your answers on another \
                 device, open it and ask for a code."
            }
            Self::Changes => {
                "This link lets you read what you sent. To change your answers on another device, open it and \
                 ask for a code."
            }
            Self::Sent => {
                "This link lets you read what you sent and see where it stands. To take it back on another \
                 device, open it and ask for a code."
            }
            Self::Page => {
                "This link lets you read your page. To answer on another device, press a button there: we email \
                 you a code."
            }
            Self::Published => {
                "This link lets you see what happened to it. To change what is published, open it and ask for a \
                 code."
            }
            Self::Outcome => {
                "This link lets you see what happened to it. To write to us about it from another device, open it \
                 and ask for a code."
            }
            Self::Letter => {
                "This link lets you read what we wrote to each other. To write back on another device, open it \
                 and ask for a code."
            }
            Self::StillTrue => {
                "This link lets you read the question. To answer on another device, press a button there: we email \
                 you a code."
            }
            Self::Code => "This link only lets you look. For anything else you need the code.",
        }
    }
}

/// A mail, ready to be sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mail {
    pub subject: String,
    pub body: String,
    /// What it says, without greeting and private link: what is kept of it as a letter. Empty where
    /// nothing is kept.
    pub said: String,
}

impl Mail {
    /// What stands before and after the words of it: greeting, link, reference. None for a mail that is built
    /// otherwise.
    #[must_use]
    pub fn around(&self) -> Option<(&str, &str)> {
        if self.said.is_empty() {
            return None;
        }
        let start = GREETING.len() + 2;
        let after = self.body.get(start..)?.strip_prefix(self.said.as_str())?;
        Some((GREETING, after))
    }

    /// The same mail with other words between greeting and link.
    #[must_use]
    pub fn saying(self, words: &str) -> Self {
        let Some((before, after)) = self.around() else {
            return self;
        };
        let body = format!("{before}\n\n{words}{after}");
        Self {
            body,
            said: words.to_owned(),
            subject: self.subject,
        }
    }
}

const KEEP_PRIVATE: &str = "Keep the link private.";
/// How a mail starts and how it ends.
pub(super) const GREETING: &str = "Hello,";
pub(super) const SIGNED: &str = "Best wishes,\nthe Casebook team";

impl MailContext {
    fn link(&self, about: About<'_>, opens: LinkOpens) -> String {
        let path = match opens {
            LinkOpens::Page => paths::track_page(about.token),
            LinkOpens::StillTrue => paths::track_still_true(about.token),
            _ => paths::track(about.token),
        };
        format!("{}{path}", self.public_url)
    }

    /// "Write to help@…" as a paragraph, or nothing where the operator gave no address.
    pub(super) fn or_write(&self, before: &str, after: &str) -> String {
        if self.contact.is_empty() {
            String::new()
        } else {
            format!("\n\n{before} {}{after}", self.contact)
        }
    }

    pub(super) fn mail(
        &self,
        about: About<'_>,
        opens: LinkOpens,
        subject: &str,
        paragraphs: &[String],
    ) -> Mail {
        self.mail_with(about, opens, subject, paragraphs, "")
    }

    /// The same with something below the words that belongs to no letter: `beside`, a paragraph.
    fn mail_with(
        &self,
        about: About<'_>,
        opens: LinkOpens,
        subject: &str,
        paragraphs: &[String],
        beside: &str,
    ) -> Mail {
        let said = paragraphs.join("\n\n");
        let body = format!(
            "{GREETING}\n\n{said}{beside}\n\nSee it here, on any device:\n{}\n{} {KEEP_PRIVATE}{}\n\n\
             Your reference is {}.\n\n{SIGNED}\n",
            self.link(about, opens),
            opens.in_words(),
            self.or_write("Need help, or this in another format? Write to", "."),
            about.reference,
        );
        Mail {
            subject: format!("{subject} ({})", about.reference),
            body,
            said,
        }
    }

    #[must_use]
    pub fn draft_begun(&self, about: About<'_>) -> Mail {
        self.mail(
            about,
            LinkOpens::Draft,
            "Your case study draft",
            &[
                "You, or someone using your address, started a case study with us. We keep your answers.".into(),
                "Use the link below to carry on when you have time.".into(),
            ],
        )
    }

    /// To whoever sent us an email about their work: a draft was made of it, which is theirs to take over.
    #[must_use]
    pub fn draft_made_of_email(&self, about: About<'_>) -> Mail {
        self.mail(
            about,
            LinkOpens::Draft,
            "We made a draft of the case study you emailed us",
            &[
                "Thank you for your email about your work. You, or someone using your address, sent it to us. We made a draft of \
                 a case study of it."
                    .into(),
                "Please open it with the link below and ask for a code. Then it is yours: read it, change what you like, and \
                 send it to us. Nothing goes online before you say yes."
                    .into(),
                "If it was not you, or you do not want it, you do not have to do anything. We do not publish it.".into(),
            ],
        )
    }

    #[must_use]
    pub fn received(&self, about: About<'_>) -> Mail {
        self.mail(
            about,
            LinkOpens::Sent,
            "We have your case study",
            &[
                "Thank you for your case study. It has reached us.".into(),
                format!(
                    "A moderator will read it, {}. We will email you, whatever we decide.",
                    self.usual_wait
                ),
            ],
        )
    }

    /// It was sent again, after the museum was asked to change it.
    #[must_use]
    pub fn changes_received(&self, about: About<'_>, back: CameBack) -> Mail {
        let (subject, first) = match back {
            CameBack::Changed => (
                "We have your changes",
                "Thank you. Your changes have reached us.",
            ),
            CameBack::Unchanged => (
                "We have your case study again",
                "Thank you. Your case study has come back to us without a change.",
            ),
        };
        self.mail(
            about,
            LinkOpens::Sent,
            subject,
            &[
                first.into(),
                format!(
                    "A moderator will read your case study again, {}. We will email you, whatever we decide.",
                    self.usual_wait
                ),
            ],
        )
    }

    /// The same for a story that came the short way, with a copy of it. Every line of the copy is marked:
    /// these are not our words, and the address may be somebody else's.
    #[must_use]
    pub fn story_received(&self, about: About<'_>, story: &str) -> Mail {
        let mail = self.mail(
            about,
            LinkOpens::Sent,
            "We have your case study",
            &[
                "Thank you for telling us about your work. It has reached us, and a copy is at the end of this email.".into(),
                format!(
                    "A moderator will make a page of it, {}, and show it to you. It only goes online if you say yes.",
                    self.usual_wait
                ),
                "If you did not send it, you can ignore this email: someone may have typed your address by mistake.".into(),
            ],
        );
        let copy: Vec<String> = story
            .lines()
            .map(|line| format!("> {line}").trim_end().to_owned())
            .collect();
        Mail {
            body: format!("{}\nWhat was sent:\n\n{}\n", mail.body, copy.join("\n")),
            ..mail
        }
    }

    #[must_use]
    pub fn changes_requested(
        &self,
        about: About<'_>,
        reason: &str,
        field: &str,
        message: &str,
        asked: &[String],
    ) -> Mail {
        let mut paragraphs = vec![
            "Thank you for sharing your work with us.".to_owned(),
            format!(
                "Before we can publish {}, please make some changes.",
                titled(about.title)
            ),
        ];
        paragraphs.extend(reason_in_words(Vocabulary::ReturnReason, reason));
        paragraphs.extend(asked.iter().cloned());
        if let Some(field) = super::fields::field(field) {
            paragraphs.push(format!(
                "Please look at \u{201c}{}\u{201d}, under \u{201c}{}\u{201d}.",
                field.question,
                field.section.title()
            ));
        }
        if !message.is_empty() || asked.is_empty() {
            paragraphs.push(message.to_owned());
        }
        let then = if asked.is_empty() {
            "Open your case study with the link below, change what you need, and send it again."
        } else {
            "Open your case study with the link below. It shows each of these above its answer, on one page. Change the answer, \
             write a reply, or do both, and send it again."
        };
        paragraphs.push(then.into());
        self.mail(
            about,
            LinkOpens::Changes,
            "A question about your case study",
            &paragraphs,
        )
    }

    #[must_use]
    pub fn approved(&self, about: About<'_>) -> Mail {
        self.mail(
            about,
            LinkOpens::Sent,
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

    /// The page as readers will see it, and whether it may be published.
    #[must_use]
    pub fn asked_yes(&self, about: About<'_>, questions: &[String], message: &str) -> Mail {
        let mut paragraphs = vec![
            format!("Your page is ready: {}.", titled(about.title)),
            "Please read it as readers will see it, with the link below. Then say yes, change something, or say \
             no. Nothing goes online before you say yes."
                .to_owned(),
        ];
        if !message.is_empty() {
            paragraphs.push(message.to_owned());
        }
        paragraphs.extend(questions_in_words(questions));
        self.mail(
            about,
            LinkOpens::Page,
            "Your page is ready: may we publish it?",
            &paragraphs,
        )
    }

    #[must_use]
    pub fn called_back(&self, about: About<'_>) -> Mail {
        self.mail(
            about,
            LinkOpens::Sent,
            "You do not have to do anything now",
            &[
                format!(
                    "We are looking at {} once more, so we have taken back what we asked you.",
                    titled(about.title)
                ),
                "You do not have to do anything. What you wrote is kept. We will write to you again.".into(),
            ],
        )
    }

    #[must_use]
    pub fn refused(&self, about: About<'_>) -> Mail {
        self.mail(
            about,
            LinkOpens::Outcome,
            "We will not publish your case study",
            &["You told us not to publish your case study, and we will not. Thank you for telling us.".into()],
        )
    }

    #[must_use]
    pub fn published(&self, about: About<'_>, slug: &str) -> Mail {
        self.mail_with(
            about,
            LinkOpens::Published,
            "Your case study is published",
            &[
                "Thank you for sharing it.".into(),
                format!("{} is now open to everyone.", titled(about.title)),
                "Is something wrong, or has something changed since? Open your private link below and choose \u{201c}Change your \
                 published case study\u{201d}.".into(),
            ],
            // Before it is published for the first time nobody knows the address: it is no part of the words.
            &format!(
                "\n\nRead the page here:\n{}/case-studies/{slug}",
                self.public_url
            ),
        )
    }

    /// Somebody looks again at what the museum had a letter about.
    #[must_use]
    pub fn reopened(&self, about: About<'_>) -> Mail {
        self.mail(
            about,
            LinkOpens::Sent,
            "We are looking at your case study again",
            &[
                format!(
                    "We are reading {} once more, so our last decision about it no longer counts.",
                    titled(about.title)
                ),
                "You do not have to do anything. We will write to you again when we have decided."
                    .into(),
            ],
        )
    }

    /// It was taken down. The title is not said: it may be why. `words`: the reason, as the moderator gives it;
    /// may be empty.
    #[must_use]
    pub fn taken_down(&self, about: About<'_>, words: &str) -> Mail {
        let mut paragraphs = vec![
            "We took your case study down, so readers can no longer see it. Nothing you wrote is lost."
                .to_owned(),
        ];
        paragraphs.extend(Some(words.to_owned()).filter(|words| !words.is_empty()));
        paragraphs.push(
            "We know that this may come as a surprise. If you have a question, or know more about it, please write to us."
                .to_owned(),
        );
        self.mail(
            about,
            LinkOpens::Outcome,
            "We took your case study down",
            &paragraphs,
        )
    }

    #[must_use]
    pub fn declined(&self, about: About<'_>, reason: &str, message: &str) -> Mail {
        let mut paragraphs = vec![
            "Thank you for sharing your work with us, and for the time you gave it.".to_owned(),
            format!("We have decided not to publish {}.", titled(about.title)),
        ];
        paragraphs.extend(reason_in_words(Vocabulary::DeclineReason, reason));
        if !message.is_empty() {
            paragraphs.push(message.to_owned());
        }
        self.mail(
            about,
            LinkOpens::Outcome,
            "About your case study",
            &paragraphs,
        )
    }

    #[must_use]
    pub fn withdrawn(&self, about: About<'_>) -> Mail {
        self.mail(
            about,
            LinkOpens::Outcome,
            "You withdrew your case study",
            &["As you asked, we will not publish your case study.".into()],
        )
    }

    /// What a moderator writes beside any decision.
    #[must_use]
    pub fn letter(&self, about: About<'_>, words: &str) -> Mail {
        let reply = if self.contact.is_empty() {
            ""
        } else {
            " Or reply to this email."
        };
        self.mail(
            about,
            LinkOpens::Letter,
            "A message about your case study",
            &[
                format!("We are writing to you about {}.", titled(about.title)),
                words.to_owned(),
                format!(
                    "To answer, open the link below and choose \u{201c}Write to us about it\u{201d}.{reply}"
                ),
            ],
        )
    }

    #[must_use]
    pub fn unlock_code(&self, about: About<'_>, code: &str) -> Mail {
        self.mail(
            about,
            LinkOpens::Code,
            "Your code",
            &[
                format!("Your code is {code}. It works once, for ten minutes."),
                "Type it on the page where you asked for it. If you did not ask for it, ignore this email.".into(),
            ],
        )
    }

    /// Something was changed to protect a person. Which words stood there is not said again, nor is the
    /// title: they may be what was changed.
    #[must_use]
    pub fn protected(&self, about: About<'_>, fields: &[&str], is_public: bool) -> Mail {
        let names: Vec<String> = fields
            .iter()
            .filter_map(|key| super::fields::field(key))
            .map(|field| format!("\u{201c}{}\u{201d}", field.name_for_author()))
            .collect();
        let opens = if is_public {
            LinkOpens::Outcome
        } else {
            LinkOpens::Sent
        };
        self.mail(
            about,
            opens,
            "We changed your case study to protect a person",
            &[
                format!(
                    "We changed something in your case study to protect a person. It is in your answer to {}.",
                    in_a_row(&names)
                ),
                "We do this at once when someone could be recognised or hurt, and tell you afterwards. To keep it \
                 safe, this email does not repeat the words."
                    .into(),
                "If something is wrong now, please write to us.".into(),
            ],
        )
    }

    /// The links to case studies of an address, each with its reference, for whoever asked for them.
    #[must_use]
    pub fn links_again(&self, links: &[(String, String)]) -> Mail {
        let list: Vec<String> = links
            .iter()
            .map(|(reference, token)| {
                format!("{reference}: {}{}", self.public_url, paths::track(token))
            })
            .collect();
        let body = format!(
            "{GREETING}\n\n\
             You, or someone using your address, asked us for the links to your case studies. Here they are, \
             the newest first:\n\n{}\n\n\
             Each link lets you see where a case study stands. To change something, open it and ask for a code. \
             Keep the links private. If you did not ask for them, ignore this email.{}\n\n{SIGNED}\n",
            list.join("\n"),
            self.or_write("Need help, or this in another format? Write to", "."),
        );
        Mail {
            subject: "The links to your case studies".to_owned(),
            body,
            said: String::new(),
        }
    }
}

pub(super) fn titled(title: &str) -> String {
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
mod tests;
