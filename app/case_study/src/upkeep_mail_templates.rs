//! Mails about what grows old, word for word: a draft that was never sent, and what has been public for two years.

use super::local_time;
use super::mail_templates::{About, LinkOpens, Mail, MailContext, titled};

impl MailContext {
    /// A draft was never sent and goes on this day. It holds no word that was typed: the address may be anybody's.
    #[must_use]
    pub fn draft_will_go(&self, about: About<'_>, goes_at: i64) -> Mail {
        self.mail(
            about,
            LinkOpens::Draft,
            "Your draft will be deleted soon",
            &[
                "You, or someone using your address, started a case study with us. It was never sent, and no one has written in it for a long time.".into(),
                format!(
                    "We will delete it on {}. To keep it, open the link below before that day and save something in it.",
                    local_time::day(goes_at)
                ),
                "If you do not need it any more, you do not have to do anything.".into(),
            ],
        )
    }

    /// It has been public for two years, or so long ago somebody said that it is still true.
    #[must_use]
    pub fn still_true(&self, about: About<'_>) -> Mail {
        self.mail(
            about,
            LinkOpens::StillTrue,
            "Is your page still true?",
            &[
                format!(
                    "It is two years since anyone told us that {} is still true. Thank you for sharing it.",
                    titled(about.title)
                ),
                "Open the link below and press one of three buttons: it is still true, something has changed, or the work is over.".into(),
                "The page stays as it is until you do.".into(),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{About, MailContext};

    // 3 March 2026, 14:05 UTC.
    const THEN: i64 = 1_772_546_709_000;
    const ABOUT: About<'static> = About {
        reference: "WB-2345-6789",
        title: "Tea",
        token: "f00d",
    };

    fn context() -> MailContext {
        MailContext {
            public_url: "https://bank.example".into(),
            contact: "help@bank.example".into(),
            usual_wait: String::new(),
        }
    }

    #[test]
    fn each_carries_reference_link_and_help() {
        for (mail, link) in [
            (context().draft_will_go(ABOUT, THEN), "/track/f00d\n"),
            (context().still_true(ABOUT), "/track/f00d/still-true\n"),
        ] {
            assert!(mail.subject.ends_with("(WB-2345-6789)"), "{mail:?}");
            let link = format!("https://bank.example{link}");
            assert!(mail.body.contains(&link), "{mail:?}");
            assert!(mail.body.contains("help@bank.example"), "{mail:?}");
            assert!(
                !mail.said.is_empty() && !mail.said.contains("f00d"),
                "{mail:?}"
            );
        }
    }

    #[test]
    fn what_goes_to_an_address_that_anybody_typed_holds_nothing_typed() {
        let mail = context().draft_will_go(ABOUT, THEN);
        assert!(!mail.body.contains("Tea"));
        assert!(mail.body.contains("on 3 March 2026."), "{}", mail.body);
    }
}
