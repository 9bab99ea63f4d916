//! A text that was copied out of a mail program: a few lines of its head, or none, and what it says.

use super::{Mail, MailError, Person, parts, read};

/// The lines of a head as people copy them, in small letters, with what they say.
const NAMES: [(&str, Line); 24] = [
    ("from", Line::From),
    ("von", Line::From),
    ("de", Line::From),
    ("da", Line::From),
    ("van", Line::From),
    ("fra", Line::From),
    ("från", Line::From),
    ("subject", Line::Subject),
    ("betreff", Line::Subject),
    ("objet", Line::Subject),
    ("oggetto", Line::Subject),
    ("asunto", Line::Subject),
    ("onderwerp", Line::Subject),
    ("emne", Line::Subject),
    ("ämne", Line::Subject),
    ("to", Line::Other),
    ("cc", Line::Other),
    ("sent", Line::Other),
    ("date", Line::Other),
    ("reply-to", Line::Other),
    ("attachments", Line::Other),
    ("an", Line::Other),
    ("gesendet", Line::Other),
    ("datum", Line::Other),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    From,
    Subject,
    Other,
}

/// Reads what somebody pasted: the source of a message, or what a mail program shows of it. Without a head all of it
/// is text; then neither sender nor subject is known.
///
/// # Errors
/// When there is no text in it.
pub fn read_pasted(text: &str) -> Result<Mail, MailError> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(MailError::Empty);
    }
    if is_source(text)
        && let Ok(mail) = read(text.as_bytes())
    {
        return Ok(mail);
    }
    let text = text.replace("\r\n", "\n");
    let mut mail = Mail::default();
    let mut rest = text.as_str();
    let mut found = 0_usize;
    while let Some((line, after)) = rest
        .split_once('\n')
        .or_else(|| Some((rest, "")).filter(|_| !rest.is_empty()))
    {
        let Some((kind, said)) = head_line(line) else {
            break;
        };
        match kind {
            Line::From if mail.from == Person::default() => mail.from = sender(said),
            Line::Subject if mail.subject.is_empty() => said.clone_into(&mut mail.subject),
            _ => {}
        }
        found += 1;
        rest = after;
    }
    // One line such as "To: everyone who helped" is no head, unless it is the subject.
    if found == 1 && mail.subject.is_empty() {
        mail.from = Person::default();
        rest = text.as_str();
    }
    mail.parts = parts::part(rest.trim());
    Ok(mail)
}

/// Whether it is the source of a message: lines that no mail program shows.
fn is_source(text: &str) -> bool {
    text.lines()
        .take_while(|line| !line.trim().is_empty())
        .any(|line| {
            let line = line.to_lowercase();
            line.starts_with("message-id:")
                || line.starts_with("mime-version:")
                || line.starts_with("received:")
        })
}

fn head_line(line: &str) -> Option<(Line, &str)> {
    let (name, said) = line.split_once(':')?;
    let name = name.trim().trim_matches('*').to_lowercase();
    let (_, kind) = NAMES.iter().find(|(known, _)| *known == name)?;
    Some((*kind, said.trim().trim_matches('*').trim()))
}

/// "Ana Field <ana@museum.example>", or one of the two.
fn sender(said: &str) -> Person {
    let (name, address) = match said.split_once(['<', '[']) {
        Some((name, rest)) => (name, rest.split(['>', ']']).next().unwrap_or_default()),
        None if said.contains('@') && !said.trim().contains(' ') => ("", said),
        None => (said, ""),
    };
    let address = address.trim().trim_start_matches("mailto:");
    Person {
        name: name.trim().trim_matches('"').to_owned(),
        address: if address.contains('@') {
            address.to_owned()
        } else {
            String::new()
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_mail_program_shows_is_read() {
        let mail = read_pasted(
            "From: Volunteering team <vol@museum.example>\nSent: 08 September 2025 09:30\nTo: wellbeing@bank.example\n\
             Subject: FW: Wellbeing case study\n\nHello,\n\nwe met weekly.\n-- \nAna",
        )
        .unwrap();
        assert_eq!(mail.subject, "FW: Wellbeing case study");
        assert_eq!(mail.from.address, "vol@museum.example");
        assert_eq!(mail.from.name, "Volunteering team");
        assert_eq!(mail.parts.own, "Hello,\n\nwe met weekly.");
        assert_eq!(mail.parts.signature, "Ana");
    }

    #[test]
    fn a_subject_alone_and_a_text_alone() {
        let mail = read_pasted("Subject: our project\n\nHi there,\n\nIn short: tea.").unwrap();
        assert_eq!(
            (mail.subject.as_str(), mail.parts.own.as_str()),
            ("our project", "Hi there,\n\nIn short: tea.")
        );
        let mail = read_pasted("To: those who sit with us\n\nWe brought tea.").unwrap();
        assert_eq!(
            (mail.subject.as_str(), mail.parts.own.as_str()),
            ("", "To: those who sit with us\n\nWe brought tea.")
        );
        assert_eq!(read_pasted(" \n"), Err(MailError::Empty));
    }

    #[test]
    fn the_source_of_a_message_is_read_as_one() {
        let mail = read_pasted(
            "Message-ID: <a@museum.example>\nFrom: Ana <ana@museum.example>\nSubject: =?utf-8?q?Caf=C3=A9?=\n\nText",
        )
        .unwrap();
        assert_eq!(
            (mail.subject.as_str(), mail.message_id.as_deref()),
            ("Caf\u{e9}", Some("a@museum.example"))
        );
    }
}
