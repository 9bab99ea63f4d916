//! Every email that we send, once: to be held to the list of words, and printed on one page for whoever reads them with
//! fresh eyes: `cargo test -p case_study every_email` writes `target/emails.txt`.

use super::agreement::Said;
use super::decision::CameBack;
use super::mail_templates::{About, Mail, MailContext};
use super::notice_mail_templates::{Digest, DigestLine, Noticed};
use super::planned::{PlanEnd, PlannedAction};
use super::reader_mail_templates::{AboutCase, Question};
use super::round_mail_templates::{PlanOf, StalePlan};
use super::{Action, Status, Vocabulary};
use std::fmt::Write as _;
use std::path::PathBuf;

const CONTACT: &str = "help@casebook.example";
const MUSEUM: &str = "the museum, at the address it gave";
const STAFF: &str = "a moderator or an admin";
const ACCOUNT: &str = "someone with an account, or invited to one";

/// An email with its reader, and who gets an answer to it.
pub(crate) struct Sent {
    pub to: &'static str,
    pub reply_to: &'static str,
    pub mail: Mail,
}

pub(crate) fn context(contact: &str) -> MailContext {
    MailContext {
        public_url: "https://casebook.example".into(),
        contact: contact.into(),
        usual_wait: "usually within ten working days".into(),
    }
}

pub(crate) const ABOUT: About<'static> = About {
    reference: "WB-2345-6789",
    title: "Tea and objects",
    token: "f00d",
};
pub(crate) const CASE: AboutCase<'static> = AboutCase {
    title: "Tea and objects",
    slug: "tea-and-objects",
};
/// 3 March 2026, 14:05 UTC.
const THEN: i64 = 1_772_546_709_000;

/// Those to a museum, in the order of its way.
fn to_museums(l: &MailContext) -> Vec<Mail> {
    let note = "1. What you did: Which room did they meet in?";
    let questions = ["How many came?", "Who paid?"].map(str::to_owned);
    let links = [("WB-2345-6789".to_owned(), "f00d".to_owned())];
    vec![
        l.draft_begun(ABOUT),
        l.draft_made_of_email(ABOUT),
        l.links_again(&links),
        l.unlock_code(ABOUT, "123456"),
        l.received(ABOUT),
        l.story_received(ABOUT, "We drank tea.\n\nPeople came back."),
        l.changes_requested(
            ABOUT,
            "numbers-unclear",
            "changed",
            "How many said so?",
            &[],
        ),
        l.changes_requested(ABOUT, "", "", "", &[note.to_owned()]),
        l.reminder_of_changes(ABOUT, None),
        l.reminder_of_changes(ABOUT, Some(THEN)),
        l.changes_received(ABOUT, CameBack::Changed),
        l.changes_received(ABOUT, CameBack::Unchanged),
        l.asked_yes(ABOUT, &questions, "We made it shorter."),
        l.asked_yes(ABOUT, &[], ""),
        l.reminder_of_yes(ABOUT, None),
        l.reminder_of_yes(ABOUT, Some(THEN)),
        l.called_back(ABOUT),
        l.lapsed(ABOUT),
        l.refused(ABOUT),
        l.withdrawn(ABOUT),
        l.approved(ABOUT),
        l.declined(ABOUT, "duplicate", "We would love to add your new results."),
        l.reopened(ABOUT),
        l.published(ABOUT, CASE.slug),
        l.new_version_begun(ABOUT),
        l.draft_will_go(ABOUT, THEN),
        l.still_true(ABOUT),
        l.letter(ABOUT, "Could you send us a photograph of the room?"),
        l.protected(ABOUT, &["did", "quotation"], true),
        l.protected(ABOUT, &["did"], false),
        l.taken_down(ABOUT, "A reader told us that someone can be recognised."),
        l.taken_down(ABOUT, ""),
    ]
}

/// Those to staff.
fn to_staff(l: &MailContext) -> Vec<Mail> {
    let about = Noticed {
        reference: ABOUT.reference,
        title: ABOUT.title,
    };
    let untitled = Noticed { title: "", ..about };
    let line = || {
        vec![DigestLine {
            reference: ABOUT.reference.into(),
            title: ABOUT.title.into(),
        }]
    };
    let digest = Digest {
        new: line(),
        came_back: line(),
        letters: line(),
        approved: line(),
        plans: line(),
        messages: 2,
        emails: 1,
    };
    let stale = |of, action, why, stands: Status| {
        l.plan_came_to_nothing(StalePlan {
            of,
            title: ABOUT.title,
            action,
            due_at: THEN,
            why,
            happened: (why == PlanEnd::Changed).then_some("Sam Field edited its text on 1 May"),
            is_due: why == PlanEnd::Cannot,
            stands: stands.label(),
        })
    };
    let case = PlanOf::Submission(ABOUT.reference);
    let causes = [
        "SMTP 535",
        "SMTP 550",
        "SMTP 451",
        "SMTP 554",
        "no answer",
        "it took too long",
        "",
    ];
    let mut mails = vec![
        l.assigned_to_you(about, "Sam Field"),
        l.came_back(about),
        l.museum_withdrew(about),
        l.urgent_concern(ABOUT.title, "Someone can be recognised", 7),
        l.digest(&digest, THEN),
    ];
    mails.extend(Said::ALL.map(|said| l.museum_answered(about, said)));
    mails.extend(
        Action::ALL
            .iter()
            .map(|action| l.colleague_acted(about, "Sam Field", *action)),
    );
    mails.extend(
        causes.map(|cause| l.email_did_not_arrive(about, &crate::mail_failure::in_words(cause))),
    );
    mails.extend(
        PlannedAction::ALL.map(|action| stale(case, action, PlanEnd::Changed, Status::InReview)),
    );
    mails.extend(
        [PlanEnd::MayNot, PlanEnd::Cannot]
            .map(|why| stale(case, PlannedAction::Publish, why, Status::Withdrawn)),
    );
    mails.push(stale(
        PlanOf::Compiled("tea-and-objects"),
        PlannedAction::Feature,
        PlanEnd::Cannot,
        Status::Published,
    ));
    mails.push(l.came_back(untitled));
    mails
}

/// Those about an account.
fn to_accounts(l: &MailContext) -> Vec<Mail> {
    vec![
        l.invitation("f00d"),
        l.new_password("f00d"),
        l.my_data("f00d"),
        l.password_changed(),
        l.second_factor_on(),
        l.second_factor_off(),
    ]
}

/// All of them.
pub(crate) fn every(l: &MailContext) -> Vec<Sent> {
    let question = Question {
        name: "Ana",
        email: "ana@reader.example",
        text: "How many came?",
    };
    let concerns = Vocabulary::ConcernReason
        .terms()
        .iter()
        .map(|reason| reason.label);
    let wrote = concerns.chain([
        "A museum says that it is theirs",
        "Something should be corrected",
    ]);
    let sent = |to, mail| Sent {
        to,
        reply_to: CONTACT,
        mail,
    };
    let mut all: Vec<Sent> = to_museums(l)
        .into_iter()
        .map(|mail| sent(MUSEUM, mail))
        .collect();
    all.push(Sent {
        reply_to: "the reader, ana@reader.example",
        ..sent(
            "the contact of a published case study",
            l.question(CASE, question),
        )
    });
    all.push(sent(
        "a reader who wrote to a museum",
        l.confirm_question(CASE, "f00d"),
    ));
    all.extend(wrote.map(|what| {
        sent(
            "the address of whoever runs the site",
            l.reader_wrote(CASE, what, 7),
        )
    }));
    all.push(sent(
        "the address of whoever runs the site",
        l.thought_arrived(7),
    ));
    all.push(sent(
        "someone who shared a thought on the campaign",
        l.thought_answered("Quiet hours", "We will try them in March."),
    ));
    all.extend(to_staff(l).into_iter().map(|mail| sent(STAFF, mail)));
    all.extend(to_accounts(l).into_iter().map(|mail| sent(ACCOUNT, mail)));
    all
}

/// Where it is printed.
fn page() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target")),
        PathBuf::from,
    );
    target.join("emails.txt")
}

#[test]
fn every_email_is_printed_on_one_page() {
    let mut printed = String::new();
    for sent in every(&context(CONTACT)) {
        let Sent { to, reply_to, mail } = sent;
        write!(
            printed,
            "To: {to}\nReply-To: {reply_to}\nSubject: {}\n\n{}\n{}\n\n",
            mail.subject,
            mail.body,
            "=".repeat(80)
        )
        .expect("a text");
    }
    std::fs::write(page(), printed).expect("the page of emails");

    // None is forgotten: each function that makes one is called above.
    let calls = include_str!("every_mail.rs");
    let templates = [
        include_str!("account_mail_templates.rs"),
        include_str!("campaign_mail_templates.rs"),
        include_str!("mail_templates.rs"),
        include_str!("notice_mail_templates.rs"),
        include_str!("reader_mail_templates.rs"),
        include_str!("round_mail_templates.rs"),
    ];
    let mut count = 0;
    for template in templates
        .iter()
        .flat_map(|text| text.split("    pub fn ").skip(1))
    {
        let Some((head, _)) = template.split_once('{') else {
            continue;
        };
        let (name, _) = head.split_once('(').expect("a function");
        if head.contains("&self") && head.trim_end().ends_with("-> Mail") {
            assert!(
                calls.contains(&format!("l.{name}(")),
                "{name} is not printed"
            );
            count += 1;
        }
    }
    assert!(count > 35, "{count}");
}
