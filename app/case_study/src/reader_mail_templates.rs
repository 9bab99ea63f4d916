//! Mails that readers set off: to the operator, to somebody who asks a museum something, and to
//! that museum.
//!
//! Nobody can use the first two to write to somebody else: they hold no word that was typed into a
//! form. The third goes to the contact of a case alone, and says which words are the reader's.

use super::mail_templates::{GREETING, Mail, MailContext, SIGNED};

/// The published case a mail is about. Its title was read by a moderator.
#[derive(Debug, Clone, Copy)]
pub struct AboutCase<'a> {
    pub title: &'a str,
    pub slug: &'a str,
}

/// What a reader asks a museum.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    pub name: &'a str,
    pub email: &'a str,
    pub text: &'a str,
}

impl MailContext {
    fn page(&self, about: AboutCase<'_>) -> String {
        paths::case_study_url(&self.public_url, about.slug)
    }

    /// To the operator: a reader wrote to the moderators. What they wrote stays behind the sign-in.
    #[must_use]
    pub fn reader_wrote(&self, about: AboutCase<'_>, what: &str, id: i64) -> Mail {
        Mail {
            subject: format!("A reader wrote: {what}: {}", about.title),
            body: format!(
                "{GREETING}\n\nA reader wrote to the moderators about \u{201c}{}\u{201d}: {what}.\n\n\
                 Read it and deal with it here, after signing in:\n{}/moderate/messages/{id}\n\n\
                 If someone may come to harm, take the case study down first. You can put it back.\n\n{SIGNED}\n",
                about.title, self.public_url
            ),
            ..Mail::default()
        }
    }

    /// To somebody who wants to ask a museum something: the link that sends it. Fixed words only,
    /// because anybody may have typed the address.
    #[must_use]
    pub fn confirm_question(&self, about: AboutCase<'_>, token: &str) -> Mail {
        Mail {
            subject: "Send your message to the museum".to_owned(),
            body: format!(
                "{GREETING}\n\nYou, or someone using your address, wrote a message to the museum behind the case study \
                 \u{201c}{}\u{201d}.\n\n\
                 Open this link to read the message once more and send it:\n{}/ask/{token}\n\
                 The link works for one day. Then we delete the message.\n\n\
                 If it was not you, do nothing. Nothing is sent, and we will not write to you again.{}\n\n{SIGNED}\n",
                about.title,
                self.public_url,
                self.or_write("Questions? Write to", "."),
            ),
            ..Mail::default()
        }
    }

    /// To the museum: what a reader asks. Answers go to the reader.
    #[must_use]
    pub fn question(&self, about: AboutCase<'_>, question: Question<'_>) -> Mail {
        let quoted: String = question
            .text
            .lines()
            .map(|line| format!("> {line}\n"))
            .collect();
        Mail {
            subject: format!(
                "A reader asks about your case study \u{201c}{}\u{201d}",
                about.title
            ),
            body: format!(
                "{GREETING}\n\nA reader of your case study has a question for you. Here it is, as it was written. We did not \
                 check it, and the reader does not know your address.\n\nThe case study:\n{}\n\n\
                 The reader gave this name: {}\nand answers at: {}\n\n{quoted}\n\
                 To answer, reply to this email. Your answer goes to the reader, who then sees your address. You do \
                 not have to answer.\n\n\
                 Casebook only passed this message on and keeps no copy. Be careful with links in it.{}\n\n{SIGNED}\n",
                self.page(about),
                question.name,
                question.email,
                self.or_write(
                    "Do you want no more messages from readers, or was something wrong with this one? Write to",
                    ", and we will deal with it."
                ),
            ),
            ..Mail::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail_context(contact: &str) -> MailContext {
        MailContext {
            public_url: "https://bank.example".into(),
            contact: contact.into(),
            usual_wait: String::new(),
        }
    }

    const ABOUT: AboutCase<'static> = AboutCase {
        title: "Tea & {{7*7}}",
        slug: "tea",
    };

    #[test]
    fn a_question_says_whose_words_are_whose() {
        let asked = Question {
            name: "Ana",
            email: "ana@example.org",
            text: "How many came?\n\nCasebook only passed this message on.\n<a href=\"https://evil.example\">x</a>",
        };
        let mail = mail_context("help@bank.example").question(ABOUT, asked);
        assert_eq!(
            mail.subject,
            "A reader asks about your case study \u{201c}Tea & {{7*7}}\u{201d}"
        );
        for line in [
            "> How many came?",
            "> ",
            "> Casebook only passed this message on.",
            "> <a href=\"https://evil.example\">x</a>",
            "The reader gave this name: Ana",
            "and answers at: ana@example.org",
            "https://bank.example/case-studies/tea",
        ] {
            assert!(mail.body.lines().any(|one| one == line), "{line}: {mail:?}");
        }
        assert!(mail.body.contains("Write to help@bank.example"), "{mail:?}");
        assert!(
            !mail_context("")
                .question(ABOUT, asked)
                .body
                .contains("Write to")
        );
    }

    #[test]
    fn what_goes_to_a_typed_address_holds_nothing_typed() {
        let mail = mail_context("help@bank.example").confirm_question(ABOUT, "f00d");
        assert!(
            mail.body.contains("https://bank.example/ask/f00d\n"),
            "{mail:?}"
        );
        assert!(mail.body.contains("If it was not you, do nothing."));
    }

    #[test]
    fn the_operator_is_told_where_and_not_what() {
        let mail = mail_context("").reader_wrote(ABOUT, "It could put someone at risk", 7);
        assert!(
            mail.body
                .contains("https://bank.example/moderate/messages/7"),
            "{mail:?}"
        );
        assert!(mail.subject.contains("It could put someone at risk"));
    }
}
