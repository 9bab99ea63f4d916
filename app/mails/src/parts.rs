//! What of a message is new: the words of its writer stand apart from what an earlier message said, and from the
//! signature.

/// The text of a message, in its parts. Every line of it stands in one of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// What its writer wrote this time.
    pub own: String,
    /// Earlier messages, with the line that announces them, as they stand there.
    pub history: Option<History>,
    /// What stands below the mark of a signature (`-- `), without the mark.
    pub signature: String,
}

/// Earlier messages below a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    pub text: String,
    /// The line above says that it was sent on, not answered.
    pub is_forwarded: bool,
}

impl History {
    /// The address of whoever wrote what was sent on, where the lines above it say so.
    #[must_use]
    pub fn sender(&self) -> Option<String> {
        /// The head of a message stands within its first lines.
        const HEAD: usize = 12;
        self.text.lines().take(HEAD).find_map(|line| {
            let line = line.trim().trim_start_matches(['*', '>', ' ']);
            let small = line.to_lowercase();
            FROM.iter().find(|name| small.starts_with(*name))?;
            line.split([' ', '<', '>', '[', ']', '(', ')', ':', '*'])
                .find(|word| word.contains('@') && !word.starts_with('@') && !word.ends_with('@'))
                .map(str::to_owned)
        })
    }
}

impl Parts {
    /// Own words and signature: all that was written this time.
    #[must_use]
    pub fn written(&self) -> String {
        joined(&self.own, &self.signature)
    }

    /// Everything, in the order in which it stood.
    #[must_use]
    pub fn whole(&self) -> String {
        let history = self.history.as_ref().map_or("", |history| &history.text);
        joined(&self.written(), history)
    }
}

fn joined(one: &str, other: &str) -> String {
    match (one.is_empty(), other.is_empty()) {
        (_, true) => one.to_owned(),
        (true, false) => other.to_owned(),
        (false, false) => format!("{one}\n\n{other}"),
    }
}

/// Lines that announce a message that was sent on, in small letters and without the lines drawn around them.
const FORWARDED: [&str; 14] = [
    "forwarded message",
    "begin forwarded message",
    "weitergeleitete nachricht",
    "anfang der weitergeleiteten nachricht",
    "message transféré",
    "début du message transféré",
    "mensaje reenviado",
    "messaggio inoltrato",
    "doorgestuurd bericht",
    "videresendt meddelelse",
    "vidarebefordrat meddelande",
    "mensagem encaminhada",
    "videresendt melding",
    "wiadomość przekazana dalej",
];

/// Lines that announce the message that is answered.
const ANSWERED: [&str; 12] = [
    "original message",
    "ursprüngliche nachricht",
    "original-nachricht",
    "originalnachricht",
    "message d'origine",
    "message original",
    "mensaje original",
    "messaggio originale",
    "oorspronkelijk bericht",
    "oprindelig meddelelse",
    "ursprungligt meddelande",
    "mensagem original",
];

/// How the line above a quoted message ends, in small letters.
const WROTE: [&str; 14] = [
    "wrote:",
    "schrieb:",
    "geschrieben:",
    "a écrit:",
    "a écrit :",
    "escribió:",
    "ha scritto:",
    "schreef:",
    "skrev:",
    "escreveu:",
    "napisał:",
    "napisała:",
    "kirjoitti:",
    "написал:",
];

/// How it starts, or the name of its writer after it: "Ana schrieb am Montag:".
const WROTE_INSIDE: [&str; 4] = [" schrieb ", " wrote on ", " schreef op ", " skrev den "];

/// Lines of the head of a message, as mail programs write it above what they quote; in small letters.
const FROM: [&str; 10] = [
    "from:",
    "von:",
    "de:",
    "da:",
    "van:",
    "fra:",
    "från:",
    "od:",
    "lähettäjä:",
    "от:",
];
const SENT: [&str; 14] = [
    "sent:",
    "date:",
    "gesendet:",
    "datum:",
    "envoyé:",
    "envoyé :",
    "date :",
    "enviado:",
    "inviato:",
    "data:",
    "verzonden:",
    "sendt:",
    "skickat:",
    "fecha:",
];

/// Lines that a telephone writes below a message.
const FROM_A_TELEPHONE: [&str; 8] = [
    "sent from my ",
    "sent from outlook",
    "get outlook for ",
    "von meinem ",
    "gesendet von ",
    "envoyé de mon ",
    "enviado desde mi ",
    "inviato da ",
];

/// Parts a text.
#[must_use]
pub fn part(text: &str) -> Parts {
    let lines: Vec<&str> = text.lines().collect();
    let starts = history_at(&lines);
    let (own, history) = lines.split_at(starts.map_or(lines.len(), |(at, _)| at));
    let history = starts.map(|(_, is_forwarded)| History {
        text: trimmed(history),
        is_forwarded,
    });
    let own_ends = own
        .iter()
        .rposition(|line| is_mark_of_signature(line))
        .or_else(|| telephone_at(own));
    let (own, signature) = own.split_at(own_ends.unwrap_or(own.len()));
    let signature = match signature.split_first() {
        Some((mark, rest)) if is_mark_of_signature(mark) => rest,
        _ => signature,
    };
    Parts {
        own: trimmed(own),
        history: history.filter(|history| !history.text.is_empty()),
        signature: trimmed(signature),
    }
}

fn trimmed(lines: &[&str]) -> String {
    let is_blank = |line: &&&str| line.trim().is_empty();
    let before = lines.iter().take_while(is_blank).count();
    let after = lines[before..].iter().rev().take_while(is_blank).count();
    lines[before..lines.len() - after]
        .iter()
        .map(|line| line.trim_end())
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_mark_of_signature(line: &str) -> bool {
    line == "-- " || line == "--"
}

/// The last line, where a telephone wrote it.
fn telephone_at(own: &[&str]) -> Option<usize> {
    let last = own.iter().rposition(|line| !line.trim().is_empty())?;
    let line = own[last].trim().to_lowercase();
    FROM_A_TELEPHONE
        .iter()
        .any(|start| line.starts_with(start))
        .then_some(last)
}

/// Where earlier messages start, and whether the line there says that they were sent on.
fn history_at(lines: &[&str]) -> Option<(usize, bool)> {
    let has_words_before = |at: usize| lines[..at].iter().any(|line| !line.trim().is_empty());
    for (at, line) in lines.iter().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let bare = line
            .trim_matches(|sign: char| !sign.is_alphanumeric())
            .to_lowercase();
        let is_drawn = line.starts_with(['-', '_', '=', '*']);
        if FORWARDED.contains(&bare.as_str()) && (is_drawn || line.ends_with(':')) {
            return Some((at, true));
        }
        if ANSWERED.contains(&bare.as_str()) && is_drawn {
            return Some((at, false));
        }
        if announces(lines, at) {
            return Some((at, false));
        }
        // The head of a message. At the very top it is this message's own, pasted along.
        if has_words_before(at) && is_head(&lines[at..]) {
            let at = if at > 0 && is_rule(lines[at - 1]) {
                at - 1
            } else {
                at
            };
            return Some((at, false));
        }
        // A quoted end without an announcement: all the rest is quoted.
        if line.starts_with('>')
            && lines[at..]
                .iter()
                .all(|line| line.trim().is_empty() || line.trim().starts_with('>'))
        {
            return Some((at, false));
        }
    }
    None
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 5 && line.chars().all(|sign| matches!(sign, '_' | '-' | '='))
}

/// "On Monday, Ana <ana@museum.example> wrote:", in one line or in two, with something quoted below it.
fn announces(lines: &[&str], at: usize) -> bool {
    /// Longer lines are a sentence of the text.
    const LONGEST: usize = 300;
    let first = lines[at].trim();
    let two = lines
        .get(at + 1)
        .map(|next| format!("{first} {}", next.trim()));
    [(Some(first.to_owned()), 1), (two, 2)]
        .into_iter()
        .any(|(line, taken)| {
            let Some(line) = line.filter(|line| line.len() <= LONGEST) else {
                return false;
            };
            let small = line.to_lowercase();
            if !small.ends_with(':') && !small.ends_with(": ") {
                return false;
            }
            let says_so = WROTE.iter().any(|end| small.ends_with(end))
                || WROTE_INSIDE.iter().any(|inside| small.contains(inside));
            let names_time = line.chars().any(|sign| sign.is_ascii_digit());
            let below = lines[at + taken..]
                .iter()
                .find(|line| !line.trim().is_empty());
            let quoted_below = below.is_some_and(|line| line.trim().starts_with('>'));
            says_so && (quoted_below || (names_time && (line.contains('@') || below.is_some())))
        })
}

/// "From: …" with "Sent: …" within the next lines.
fn is_head(lines: &[&str]) -> bool {
    let small = |line: &str| {
        line.trim()
            .trim_start_matches(['*', '>', ' '])
            .replace('*', "")
            .to_lowercase()
    };
    let starts = |line: &str, names: &[&str]| {
        let line = small(line);
        names.iter().any(|name| line.starts_with(name))
    };
    lines.first().is_some_and(|line| starts(line, &FROM))
        && lines.iter().skip(1).take(4).any(|line| starts(line, &SENT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(text: &str) -> (String, Option<(bool, String)>, String) {
        let parts = part(text);
        (
            parts.own,
            parts
                .history
                .map(|history| (history.is_forwarded, history.text)),
            parts.signature,
        )
    }

    #[test]
    fn what_is_quoted_stands_apart() {
        for announced in [
            "On Tue, 9 Sep 2025 at 10:12, Bank <wellbeing@bank.example> wrote:",
            "On Tue, 9 Sep 2025 at 10:12, Wellbeing case studies\n<wellbeing@bank.example> wrote:",
            "Am 09.09.2025 um 10:12 schrieb Bank <wellbeing@bank.example>:\u{20}",
            "Le mar. 9 sept. 2025 à 10:12, Bank <wellbeing@bank.example> a écrit :",
            "Bank schrieb am 9. September 2025:",
            "-----Original Message-----",
            "________________________________\nFrom: Bank\nSent: 09 September 2025\nTo: Ana\nSubject: Your text\n",
            "Von: Bank\nGesendet: Montag\nAn: Ana\nBetreff: Text",
        ] {
            let (own, history, signature) = parted(&format!(
                "Hello,\n\n231 people.\n\n{announced}\n> How many?\n>> Old\n"
            ));
            assert_eq!(own, "Hello,\n\n231 people.", "{announced}");
            let (is_forwarded, text) = history.unwrap();
            assert!(
                !is_forwarded && text.ends_with("> How many?\n>> Old"),
                "{announced}: {text}"
            );
            assert_eq!(signature, "");
        }
    }

    #[test]
    fn what_was_sent_on_says_so() {
        for announced in [
            "---------- Forwarded message ---------",
            "Begin forwarded message:",
            "-------- Weitergeleitete Nachricht --------",
        ] {
            let (own, history, _) = parted(&format!(
                "See below.\n\n{announced}\nFrom: Ana\n\nWe met weekly."
            ));
            assert_eq!(own, "See below.");
            assert!(history.unwrap().0, "{announced}");
        }
    }

    #[test]
    fn a_signature_stands_apart_and_text_that_only_looks_so_stays() {
        assert_eq!(
            parted("Text\n-- \nAna\ntel: 1\n"),
            ("Text".into(), None, "Ana\ntel: 1".into())
        );
        assert_eq!(
            parted("Text\n\nSent from my iPhone"),
            ("Text".into(), None, "Sent from my iPhone".into())
        );
        for text in [
            "From: Ana\nSent: Monday\nTo: us\nSubject: Tea\n\nWe met.",
            "From 2013 we met.\nFrom: the start it went well",
            "One of them wrote:\nI felt at home.",
            "> A quotation that our visitors gave us\n\nand more text after it",
            "-----\nThis message is meant for the person it is addressed to.",
        ] {
            assert_eq!(
                parted(text),
                (text.to_owned(), None, String::new()),
                "{text}"
            );
        }
    }

    #[test]
    fn every_line_stays() {
        let text = "Hello\n-- \nAna\n\nOn Monday 3 May Bo <bo@a.example> wrote:\n> Hi";
        let parts = part(text);
        assert_eq!(
            parts.whole(),
            "Hello\n\nAna\n\nOn Monday 3 May Bo <bo@a.example> wrote:\n> Hi"
        );
        assert_eq!(part(""), Parts::default());
    }
}
