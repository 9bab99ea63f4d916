//! By what an email is known again: its id and all that it says. Not by what a moderator types beside it: the same email
//! with another address is still the same.

use case_study::email::email_key;
use mails::Mail;
use sha2::{Digest, Sha256};
use store::intake::Key;

/// The key of an email. `typed` is the address that a moderator typed; earlier versions counted it.
pub(super) fn key(mail: &Mail, typed: &str) -> Key {
    let mut hash = Sha256::new();
    add(&mut hash, mail);
    let all = hex::encode(hash.finalize());
    if let Some(id) = &mail.message_id {
        return Key::of_id(id, &all);
    }
    let from = if typed.is_empty() {
        mail.from.address.as_str()
    } else {
        typed
    };
    let at = mail.sent_at.unwrap_or_default();
    let before = format!("{from}\n{}\n{at}\n{}", mail.subject, mail.parts.whole());
    Key::of_all(&all, &before)
}

/// All that a message says: who wrote it and when, its subject, its text, its files and the messages that it encloses.
fn add(hash: &mut Sha256, mail: &Mail) {
    let from = email_key(&mail.from.address);
    let at = mail.sent_at.unwrap_or_default().to_string();
    for said in [&from, &at, &mail.subject, &mail.parts.whole()] {
        // Programs break lines as they like.
        for word in said.split_whitespace() {
            hash.update(word);
            hash.update(" ");
        }
        hash.update(b"\0");
    }
    for file in &mail.attachments {
        hash.update(&file.name);
        hash.update(b"\0");
        hash.update(Sha256::digest(&file.bytes));
    }
    for name in &mail.damaged {
        hash.update(name);
        hash.update(b"\0");
    }
    for inner in &mail.enclosed {
        add(hash, inner);
    }
}

#[cfg(test)]
mod tests {
    use super::key;
    use mails::{Attachment, Mail, Person, part};

    fn mail(id: Option<&str>, text: &str) -> Mail {
        Mail {
            subject: "Wellbeing case study".into(),
            from: Person {
                name: String::new(),
                address: "form@museum.example".into(),
            },
            message_id: id.map(str::to_owned),
            parts: part(text),
            ..Mail::default()
        }
    }

    #[test]
    fn an_id_that_is_used_again_does_not_swallow_another_email() {
        let id = Some("form@museum.example");
        let tea = key(&mail(id, "We drank tea."), "");
        assert_ne!(tea, key(&mail(id, "We baked bread."), ""));
        assert_eq!(tea, key(&mail(id, "We drank\ntea. "), ""));
        let later = Mail {
            sent_at: Some(1),
            ..mail(id, "We drank tea.")
        };
        assert_ne!(tea, key(&later, ""));
    }

    #[test]
    fn without_an_id_files_count_and_what_was_typed_beside_it_does_not() {
        let plain = mail(None, "We drank tea.");
        assert_eq!(key(&plain, "").now, key(&plain, "ana@museum.example").now);
        let file = Attachment {
            name: "plan.txt".into(),
            media_type: "text/plain".into(),
            bytes: b"one".to_vec(),
            inline: false,
        };
        let with = |bytes: &[u8]| Mail {
            attachments: vec![Attachment {
                bytes: bytes.to_vec(),
                ..file.clone()
            }],
            ..plain.clone()
        };
        let all = [plain.clone(), with(b"one"), with(b"two")].map(|mail| key(&mail, "").now);
        assert!(all[0] != all[1] && all[1] != all[2], "{all:?}");
        let outer = Mail {
            enclosed: vec![plain.clone()],
            ..plain.clone()
        };
        assert_ne!(key(&outer, "").now, all[0]);
    }
}
