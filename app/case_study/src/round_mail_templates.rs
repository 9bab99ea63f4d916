//! Mails about how a round of review goes on by itself, word for word: reminders, being put aside, a plan that came
//! to nothing, a new version.

use super::local_time;
use super::mail_templates::{About, GREETING, LinkOpens, Mail, MailContext, SIGNED, titled};
use super::planned::{PlanEnd, PlannedAction};

/// A plan that could not be carried out, for who made it.
#[derive(Debug, Clone, Copy)]
pub struct StalePlan<'a> {
    pub of: PlanOf<'a>,
    pub title: &'a str,
    pub action: PlannedAction,
    pub due_at: i64,
    pub why: PlanEnd,
    /// What was done to it last, and by whom: "Sam Field edited its text on 3 March 2026, 2:05 pm".
    pub happened: Option<&'a str>,
    /// Its time has come: before, it is said that it will not happen.
    pub is_due: bool,
    /// Where it stands now, in a word or two.
    pub stands: &'a str,
}

/// What a plan was about.
#[derive(Debug, Clone, Copy)]
pub enum PlanOf<'a> {
    /// By its reference.
    Submission(&'a str),
    /// A case that was compiled from public sources, by its slug.
    Compiled(&'a str),
}

impl MailContext {
    /// The museum was asked for changes and is silent. `lapses_at` is said in the last reminder.
    #[must_use]
    pub fn reminder_of_changes(&self, about: About<'_>, lapses_at: Option<i64>) -> Mail {
        let mut said = vec![
            format!("We asked you for some changes to {}.", titled(about.title)),
            "When you have time, open it with the link below, change what you need, and send it again.".to_owned(),
        ];
        said.extend(lapses_at.map(set_aside_on));
        self.mail(
            about,
            LinkOpens::Changes,
            "A reminder about your case study",
            &said,
        )
    }

    /// The museum was shown its page and is silent. `lapses_at` is said in the last reminder.
    #[must_use]
    pub fn reminder_of_yes(&self, about: About<'_>, lapses_at: Option<i64>) -> Mail {
        let mut said = vec![
            format!("The page we made of {} is ready.", titled(about.title)),
            "When you have time, open it with the link below and say whether we may publish it. We publish nothing until you say yes.".to_owned(),
        ];
        said.extend(lapses_at.map(set_aside_on));
        self.mail(
            about,
            LinkOpens::Page,
            "A reminder: your page is ready",
            &said,
        )
    }

    /// Nobody answered for long.
    #[must_use]
    pub fn lapsed(&self, about: About<'_>) -> Mail {
        self.mail(
            about,
            LinkOpens::Changes,
            "We put your case study aside",
            &[
                format!(
                    "We have not heard from you for 90 days, so we put {} aside. We did not publish it.",
                    titled(about.title)
                ),
                "Nothing you wrote is lost. To carry on, open the link below and press \u{201c}Take it up again\u{201d}.".to_owned(),
            ],
        )
    }

    /// The museum started to change what is published.
    #[must_use]
    pub fn new_version_begun(&self, about: About<'_>) -> Mail {
        self.mail(
            about,
            LinkOpens::Draft,
            "Your changes to your published case study",
            &[
                "You, or someone using your address, started to change your published case study. We keep your answers.".into(),
                "Readers see the published text until you send your changes and we publish them.".into(),
            ],
        )
    }

    /// For the member of staff who planned something that did not happen.
    #[must_use]
    pub fn plan_came_to_nothing(&self, plan: StalePlan<'_>) -> Mail {
        let (path, reference) = match plan.of {
            PlanOf::Submission(reference) => {
                (paths::moderate_case(reference), format!(" ({reference})"))
            }
            PlanOf::Compiled(slug) => (paths::moderate_bank(slug), String::new()),
        };
        let (nothing, subject) = if plan.is_due {
            ("did not happen", "was not")
        } else {
            ("will not happen", "will not be")
        };
        let kept = plan
            .action
            .decision()
            .is_some_and(|decision| decision.words().message.is_some());
        let kept = if kept {
            " What you wrote with it is kept."
        } else {
            ""
        };
        let happened = plan
            .happened
            .map(|what| format!(" What happened last: {what}."));
        let body = format!(
            "{GREETING}\n\n{} was to be {} on {}. That {nothing}. {}{}\n\nWhere it stands now: {}. Look at it here, \
             and decide it again if it still fits.{kept}\n{}{}\n\n{SIGNED}\n",
            titled_first(plan.title),
            plan.action.in_words(),
            local_time::moment(plan.due_at),
            plan.why.in_words().unwrap_or_default(),
            happened.unwrap_or_default(),
            plan.stands,
            self.public_url,
            path,
        );
        Mail {
            subject: format!(
                "It {subject} {}: {}{reference}",
                plan.action.in_words(),
                if plan.title.is_empty() {
                    "a case study"
                } else {
                    plan.title
                }
            ),
            body,
            said: String::new(),
        }
    }
}

fn set_aside_on(lapses_at: i64) -> String {
    format!(
        "This is our last reminder. If we hear nothing by {}, we will put it aside and not publish it. Nothing you wrote will be lost, and you can carry on later.",
        local_time::day(lapses_at)
    )
}

fn titled_first(title: &str) -> String {
    if title.is_empty() {
        "A case study".to_owned()
    } else {
        titled(title)
    }
}

#[cfg(test)]
mod tests {
    use super::{About, MailContext, PlanEnd, PlanOf, PlannedAction, StalePlan};

    // 3 March 2026, 14:05 UTC.
    const THEN: i64 = 1_772_546_709_000;

    fn context() -> MailContext {
        MailContext {
            public_url: "https://bank.example".into(),
            contact: "help@bank.example".into(),
            usual_wait: String::new(),
        }
    }

    const ABOUT: About<'static> = About {
        reference: "WB-2345-6789",
        title: "Tea",
        token: "f00d",
    };

    #[test]
    fn each_carries_reference_link_help_and_what_is_kept_of_it() {
        let l = context();
        for mail in [
            l.reminder_of_changes(ABOUT, None),
            l.reminder_of_changes(ABOUT, Some(THEN)),
            l.reminder_of_yes(ABOUT, None),
            l.reminder_of_yes(ABOUT, Some(THEN)),
            l.lapsed(ABOUT),
            l.new_version_begun(ABOUT),
        ] {
            assert!(mail.subject.ends_with("(WB-2345-6789)"), "{mail:?}");
            assert!(
                mail.body.contains("https://bank.example/track/f00d"),
                "{mail:?}"
            );
            assert!(mail.body.contains("help@bank.example"), "{mail:?}");
            assert!(
                !mail.said.is_empty() && !mail.said.contains("f00d"),
                "{mail:?}"
            );
        }
    }

    #[test]
    fn only_the_last_reminder_says_when_it_ends() {
        let l = context();
        let ends = "If we hear nothing by 3 March 2026,";
        assert!(l.reminder_of_changes(ABOUT, Some(THEN)).body.contains(ends));
        assert!(l.reminder_of_yes(ABOUT, Some(THEN)).body.contains(ends));
        assert!(
            !l.reminder_of_changes(ABOUT, None)
                .body
                .contains("last reminder")
        );
        assert!(
            !l.reminder_of_yes(ABOUT, None)
                .body
                .contains("last reminder")
        );
    }

    #[test]
    fn what_its_author_sets_off_holds_nothing_typed() {
        assert!(!context().new_version_begun(ABOUT).body.contains("Tea"));
    }

    #[test]
    fn who_planned_it_reads_what_when_and_why_not() {
        let mail = context().plan_came_to_nothing(StalePlan {
            of: PlanOf::Submission("WB-2345-6789"),
            title: "Tea",
            action: PlannedAction::Publish,
            due_at: THEN,
            why: PlanEnd::Changed,
            happened: Some("Sam Field edited its text on 3 March 2026, 1:00 pm"),
            is_due: true,
            stands: "In review",
        });
        assert_eq!(mail.subject, "It was not published: Tea (WB-2345-6789)");
        assert!(
            mail.body.starts_with(
                "Hello,\n\n\u{201c}Tea\u{201d} was to be published on 3 March 2026, 2:05 pm. That did not happen. \
                 Someone changed something in it after that was decided. What happened last: Sam Field edited its text \
                 on 3 March 2026, 1:00 pm.\n\nWhere it stands now: In review. Look at it here, and decide it again if it \
                 still fits.\nhttps://bank.example/moderate/cases/WB-2345-6789\n"
            ),
            "{}",
            mail.body
        );
        assert!(mail.said.is_empty());
        let compiled = context().plan_came_to_nothing(StalePlan {
            of: PlanOf::Compiled("tea"),
            title: "Tea",
            action: PlannedAction::Feature,
            due_at: THEN,
            why: PlanEnd::Cannot,
            happened: None,
            is_due: false,
            stands: "Taken down",
        });
        assert_eq!(
            compiled.subject,
            "It will not be put on the front page: Tea"
        );
        assert!(
            compiled
                .body
                .contains("That will not happen. As things stand now"),
            "{}",
            compiled.body
        );
        assert!(
            compiled
                .body
                .contains("https://bank.example/moderate/bank/tea\n")
        );
    }
}
