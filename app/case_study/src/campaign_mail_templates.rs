//! Mails about thoughts on the campaign.

use super::mail_templates::{GREETING, Mail, MailContext, SIGNED};

impl MailContext {
    /// To the operator: somebody shared a thought. What they wrote stays behind the sign-in.
    #[must_use]
    pub fn thought_arrived(&self, id: i64) -> Mail {
        Mail {
            subject: "Someone shared a thought on the campaign".to_owned(),
            body: format!(
                "{GREETING}\n\nSomeone shared a thought on the campaign.\n\nRead it and answer it here, after signing in:\n\
                 {}{}\n\n{SIGNED}\n",
                self.public_url,
                paths::moderate_thought(id)
            ),
            ..Mail::default()
        }
    }

    /// To whoever shared it: what a moderator answers, who has read the topic that is quoted.
    #[must_use]
    pub fn thought_answered(&self, topic: &str, words: &str) -> Mail {
        Mail {
            subject: "About the thought you shared with us".to_owned(),
            body: format!(
                "{GREETING}\n\nYou, or someone using your address, shared a thought with us about \u{201c}{topic}\u{201d}. \
                 Thank you for it.\n\n{words}\n\n\
                 What you wrote is only read by our moderators. We will not publish it.{}\n\n{SIGNED}\n",
                self.or_write("To write back, reply to this email or write to", "."),
            ),
            ..Mail::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::every_mail::context;

    #[test]
    fn an_answer_quotes_the_topic_and_a_notice_quotes_nothing() {
        let context = context("help@casebook.example");
        let answer = context.thought_answered("Quiet hours", "We will try them.");
        assert!(answer.body.contains("\u{201c}Quiet hours\u{201d}"));
        assert!(answer.body.contains("\n\nWe will try them.\n\n"));
        let notice = context.thought_arrived(7);
        assert!(
            notice.body.contains("/moderate/thoughts/7\n"),
            "{}",
            notice.body
        );
    }
}
