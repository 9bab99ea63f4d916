//! What a message is: a person's, or written by a program.

use super::MOST_TEXT;

/// What a message is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// A person wrote it to us.
    #[default]
    Person,
    /// A person wrote it to a mailing list or a group that we read.
    List,
    /// One text to many: a newsletter, an advertisement.
    Bulk,
    /// A program answers for a person: away, "we have received your message".
    AutomaticReply,
    /// A mail of ours that did not arrive, or not yet.
    Bounce,
    /// It only says that a message was opened.
    Receipt,
    /// An invitation to a meeting, or an answer to one.
    Calendar,
}

impl Kind {
    /// Whether a person wrote what it says.
    #[must_use]
    pub const fn is_by_a_person(self) -> bool {
        matches!(self, Self::Person | Self::List)
    }
}

/// What the head of a message says that matters here.
#[derive(Debug, Default)]
pub(crate) struct Signs {
    pub auto_submitted: Option<String>,
    pub precedence: Option<String>,
    /// `None` where there is no such line; empty for `<>`.
    pub return_path: Option<String>,
    pub from: String,
    pub subject: String,
    /// Names of the other lines of its head, in small letters.
    pub names: Vec<String>,
    /// Of multipart/report.
    pub report_type: Option<String>,
    /// Types of its parts, in small letters.
    pub parts: Vec<String>,
    /// It carries a meeting to answer to.
    pub is_invitation: bool,
}

/// Lines that only programs which answer by themselves write.
const ANSWERS_BY_ITSELF: [&str; 6] = [
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply-from",
    "x-mail-autoreply",
    "auto-replied",
];
/// Lines that only programs which send one text to many write.
const SENDS_TO_MANY: [&str; 9] = [
    "list-unsubscribe-post",
    "feedback-id",
    "x-csa-complaints",
    "x-mailchimp-campaign",
    "x-mc-user",
    "x-campaign",
    "x-campaignid",
    "x-mailgun-batch",
    "x-sfmc-stack",
];
const LISTS: [&str; 4] = ["list-id", "list-post", "list-help", "mailing-list"];
/// Names before the @ under which only programs write.
const MAILERS: [&str; 4] = ["mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon"];

/// How subjects of automatic replies start, in small letters, in the languages of Europe.
const AWAY: [&str; 48] = [
    "auto:",
    "auto-reply",
    "auto reply",
    "autoreply",
    "automatic reply",
    "automated reply",
    "automatic response",
    "auto response",
    "autoresponse",
    "out of office",
    "out of the office",
    "out-of-office",
    "away from my mail",
    "on annual leave",
    "on leave",
    "i am away",
    "i am out of",
    "automatische antwort",
    "automatische antwoord",
    "automatisch antwoord",
    "automatische reactie",
    "abwesenheitsnotiz",
    "abwesenheit",
    "abwesend",
    "nicht im büro",
    "réponse automatique",
    "absence du bureau",
    "message d'absence",
    "respuesta automática",
    "fuera de la oficina",
    "ausente de la oficina",
    "risposta automatica",
    "fuori sede",
    "fuori ufficio",
    "resposta automática",
    "ausência temporária",
    "afwezig",
    "autosvar",
    "automatisk svar",
    "automatiskt svar",
    "fraværsmelding",
    "ikke til stede",
    "frånvaro",
    "automaattinen vastaus",
    "poissa",
    "automatyczna odpowiedź",
    "automatická odpověď",
    "ateb awtomatig",
];
/// How those of mails that did not arrive do.
const NOT_ARRIVED: [&str; 18] = [
    "undeliverable",
    "undelivered mail",
    "undeliverable mail",
    "delivery status notification",
    "delivery failure",
    "delivery notification",
    "delivery has failed",
    "delivery delayed",
    "mail delivery failed",
    "mail delivery failure",
    "mail delivery system",
    "failure notice",
    "returned mail",
    "message undeliverable",
    "warning: message delayed",
    "unzustellbar",
    "nicht zugestellt",
    "non remis",
];
const OPENED: [&str; 7] = [
    "read:",
    "read receipt",
    "gelesen:",
    "lu :",
    "leído:",
    "letto:",
    "not read:",
];

/// What a message is, by its head; `text` helps where a head says nothing.
pub(crate) fn of(signs: &Signs, text: &str) -> Kind {
    let subject = signs.subject.trim().to_lowercase();
    let has = |names: &[&str]| {
        signs
            .names
            .iter()
            .any(|name| names.contains(&name.as_str()))
    };
    let starts = |words: &[&str]| words.iter().any(|start| starts_with(&subject, start));
    let part = |wanted: &str| signs.parts.iter().any(|part| part == wanted);
    let auto = signs
        .auto_submitted
        .as_deref()
        .map(|value| {
            value
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_lowercase()
        })
        .filter(|value| !value.is_empty() && value != "no");
    let precedence = signs
        .precedence
        .as_deref()
        .map(|value| value.trim().to_lowercase());
    let no_return = signs
        .return_path
        .as_deref()
        .is_some_and(|path| path.trim_matches(['<', '>', ' ']).is_empty());
    let local = signs
        .from
        .split('@')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let by_mailer = MAILERS.contains(&local.as_str());

    let reports = |kind: &str| {
        signs
            .report_type
            .as_deref()
            .is_some_and(|found| found.eq_ignore_ascii_case(kind))
    };
    if reports("disposition-notification") || part("message/disposition-notification") {
        return Kind::Receipt;
    }
    if reports("delivery-status")
        || part("message/delivery-status")
        || has(&["x-failed-recipients"])
    {
        return Kind::Bounce;
    }
    if by_mailer || (no_return && starts(&NOT_ARRIVED)) {
        return Kind::Bounce;
    }
    if signs.is_invitation {
        return Kind::Calendar;
    }
    if auto.as_deref() == Some("auto-generated") && !starts(&AWAY) {
        return if starts(&NOT_ARRIVED) {
            Kind::Bounce
        } else {
            Kind::AutomaticReply
        };
    }
    if auto.is_some()
        || has(&ANSWERS_BY_ITSELF)
        || no_return
        || precedence.as_deref() == Some("auto_reply")
    {
        return Kind::AutomaticReply;
    }
    if starts(&AWAY) && !is_an_answer_to_one(&subject) {
        return Kind::AutomaticReply;
    }
    if starts(&NOT_ARRIVED) && says_it_failed(text) {
        return Kind::Bounce;
    }
    if starts(&OPENED) && text.chars().count() < MOST_TEXT / 100 && says_it_was_opened(text) {
        return Kind::Receipt;
    }
    if has(&SENDS_TO_MANY) || matches!(precedence.as_deref(), Some("bulk" | "junk")) {
        return Kind::Bulk;
    }
    if has(&LISTS) || precedence.as_deref() == Some("list") {
        return Kind::List;
    }
    Kind::Person
}

/// A start that ends with its word: "on leave" is none of "on leaves and flowers".
fn starts_with(subject: &str, start: &str) -> bool {
    subject
        .strip_prefix(start)
        .is_some_and(|rest| start.ends_with(':') || !rest.starts_with(char::is_alphanumeric))
}

/// "Re: Automatic reply": a person answers to what a program wrote.
fn is_an_answer_to_one(subject: &str) -> bool {
    subject.starts_with("re:") || subject.starts_with("aw:")
}

fn says_it_failed(text: &str) -> bool {
    let text = text.to_lowercase();
    [
        "deliver",
        "zugestellt",
        "recipient",
        "550",
        "554",
        "mailbox",
        "remis",
    ]
    .iter()
    .any(|word| text.contains(word))
}

fn says_it_was_opened(text: &str) -> bool {
    let text = text.to_lowercase();
    [
        "was read",
        "was opened",
        "gelesen",
        "displayed",
        "a été lu",
        "leído",
        "letto",
    ]
    .iter()
    .any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(change: impl FnOnce(&mut Signs)) -> Kind {
        let mut signs = Signs {
            from: "ana@museum.example".into(),
            subject: "Wellbeing case study".into(),
            ..Signs::default()
        };
        change(&mut signs);
        of(
            &signs,
            "The message could not be delivered to the recipient.",
        )
    }

    #[test]
    fn a_person_is_a_person() {
        assert_eq!(with(|_| ()), Kind::Person);
        assert_eq!(with(|s| s.auto_submitted = Some("no".into())), Kind::Person);
        assert_eq!(
            with(|s| s.return_path = Some("<ana@museum.example>".into())),
            Kind::Person
        );
        assert_eq!(
            with(|s| s.subject = "Re: Automatic reply".into()),
            Kind::Person
        );
        assert_eq!(
            with(|s| s.subject = "On leaves and flowers".into()),
            Kind::Person
        );
        assert_eq!(with(|s| s.precedence = Some("normal".into())), Kind::Person);
    }

    #[test]
    fn programs_that_answer_are_told_by_their_head_or_their_subject() {
        for value in [
            "auto-replied",
            "Auto-Replied; owner-email=\"a@b\"",
            "auto-generated",
            "auto-notified",
        ] {
            assert_eq!(
                with(|s| s.auto_submitted = Some(value.into())),
                Kind::AutomaticReply,
                "{value}"
            );
        }
        assert_eq!(
            with(|s| s.names.push("x-autoreply".into())),
            Kind::AutomaticReply
        );
        assert_eq!(
            with(|s| s.return_path = Some("<>".into())),
            Kind::AutomaticReply
        );
        for subject in [
            "Automatic reply: Wellbeing case study",
            "Out of Office: Re: Your case study",
            "Abwesenheitsnotiz: AW: Wellbeing case study",
            "Réponse automatique : Wellbeing case study",
            "AUTO: Ana is away",
            "Respuesta automática: x",
            "Risposta automatica: x",
            "Automatisch antwoord: x",
            "Automatiskt svar: x",
        ] {
            assert_eq!(
                with(|s| s.subject = subject.into()),
                Kind::AutomaticReply,
                "{subject}"
            );
        }
    }

    #[test]
    fn what_came_back_what_was_opened_and_what_goes_to_many() {
        assert_eq!(
            with(|s| s.report_type = Some("delivery-status".into())),
            Kind::Bounce
        );
        assert_eq!(
            with(|s| s.from = "MAILER-DAEMON@mx.example".into()),
            Kind::Bounce
        );
        assert_eq!(
            with(|s| s.subject = "Undeliverable: Your case study".into()),
            Kind::Bounce
        );
        assert_eq!(
            with(|s| s.report_type = Some("disposition-notification".into())),
            Kind::Receipt
        );
        assert_eq!(with(|s| s.is_invitation = true), Kind::Calendar);
        assert_eq!(with(|s| s.precedence = Some("bulk".into())), Kind::Bulk);
        assert_eq!(
            with(|s| s.names.push("list-unsubscribe-post".into())),
            Kind::Bulk
        );
        assert_eq!(with(|s| s.names.push("list-id".into())), Kind::List);
        assert!(Kind::List.is_by_a_person() && !Kind::Bulk.is_by_a_person());
    }
}
