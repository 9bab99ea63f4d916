//! A person who asks to be forgotten: what of a text names them to staff. What readers see of a case study names
//! nobody who did not agree to it, and stays.

use super::content::CaseStudyContent;
use super::email::email_key;
use super::fields::{FIELDS, Field, SeenBy};
use super::whole_address::{holds_address, take_out};
use serde_json::{Map, Value};

/// Members for staff in which whoever is to be written to stands for themselves.
pub const OF_ITS_CONTACT: [&str; 3] = ["contact_role", "contact_email", "message"];

/// Whether the address stands in any answer, whoever reads that.
#[must_use]
pub fn stands_in(content: &CaseStudyContent, key: &str) -> bool {
    FIELDS.iter().any(|field| holds(field, content, key))
}

/// Whether the address is that of whoever is to be written to.
#[must_use]
pub fn is_contact(content: &CaseStudyContent, key: &str) -> bool {
    email_key(&content.contact_email) == key
}

/// Empties the members for staff that name the person with this address: the contact and the message to the
/// moderators where the text is theirs, and any other in which the address stands. `theirs`: they sent it. Whether
/// anything was emptied.
pub fn forget_in(content: &mut CaseStudyContent, key: &str, theirs: bool) -> bool {
    let is_contact = theirs || is_contact(content, key);
    let mut emptied = false;
    for field in FIELDS.iter().filter(|field| field.seen_by == SeenBy::Staff) {
        let names = is_contact && OF_ITS_CONTACT.contains(&field.key);
        if (names || holds(field, content, key)) && empty(field, content) {
            emptied = true;
        }
    }
    emptied
}

/// The same for answers that were typed and cannot be read yet, as they are stored; none where all of them stay. What a
/// newer version keeps there in another shape goes whole.
#[must_use]
pub fn forget_in_unread(stored: &str, key: &str, theirs: bool) -> Option<String> {
    let Ok(mut typed) = serde_json::from_str::<Map<String, Value>>(stored) else {
        return (theirs || holds_address(stored, key)).then(|| "{}".to_owned());
    };
    let before = typed.len();
    typed.retain(|member, answer| {
        let names = theirs && OF_ITS_CONTACT.contains(&member.as_str());
        !names && !take_out(answer, key)
    });
    (typed.len() < before).then(|| Value::Object(typed).to_string())
}

fn holds(field: &Field, content: &CaseStudyContent, key: &str) -> bool {
    let answers = field.answers(content);
    answers.iter().any(|answer| holds_address(answer, key))
}

fn empty(field: &Field, content: &mut CaseStudyContent) -> bool {
    if field.answers(content).iter().all(String::is_empty) {
        return false;
    }
    field.put(content, &[]).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{
        CaseStudyContent, FIELDS, SeenBy, forget_in, forget_in_unread, is_contact, stands_in,
    };

    const KEY: &str = "ana@museum.example";

    fn content() -> CaseStudyContent {
        CaseStudyContent {
            title: "Tea and objects".into(),
            contact_role: "Ana Quill".into(),
            contact_email: "Ana@Museum.example".into(),
            message: "Please call me.".into(),
            uncertain: "Asked ANA@museum.example about the year.".into(),
            confidence: "high".into(),
            summary: "Tea on Tuesdays.".into(),
            ..CaseStudyContent::default()
        }
    }

    #[test]
    fn the_contact_goes_and_what_readers_see_stays() {
        let mut text = content();
        assert!(forget_in(&mut text, KEY, false));
        assert_eq!(
            (
                text.contact_role.as_str(),
                text.contact_email.as_str(),
                text.message.as_str()
            ),
            ("", "", "")
        );
        assert_eq!(
            (text.uncertain.as_str(), text.confidence.as_str()),
            ("", "high")
        );
        assert_eq!(
            (text.title.as_str(), text.summary.as_str()),
            ("Tea and objects", "Tea on Tuesdays.")
        );
        assert!(
            !forget_in(&mut text, KEY, false),
            "once more there is nothing"
        );
    }

    #[test]
    fn of_a_colleagues_text_only_what_holds_the_address_goes() {
        let mut text = content();
        text.contact_email = "ben@museum.example".into();
        assert!(forget_in(&mut text, KEY, false));
        assert_eq!(
            (text.contact_role.as_str(), text.uncertain.as_str()),
            ("Ana Quill", "")
        );
        let mut theirs = content();
        theirs.contact_email = "ben@museum.example".into();
        assert!(forget_in(&mut theirs, KEY, true));
        assert_eq!(theirs.contact_role, "");
    }

    #[test]
    fn every_member_of_the_contact_is_one_for_staff() {
        for key in super::OF_ITS_CONTACT {
            let field = FIELDS
                .iter()
                .find(|field| field.key == key)
                .expect("a field");
            assert_eq!(field.seen_by, SeenBy::Staff, "{key}");
        }
    }

    #[test]
    fn whoever_has_a_longer_address_keeps_what_is_theirs() {
        let mut text = content();
        text.contact_email = "joana@museum.example".into();
        text.uncertain = "Asked joana@museum.example.org about the year.".into();
        let before = text.clone();
        assert!(!forget_in(&mut text, KEY, false));
        assert_eq!(text, before);
        assert!(!stands_in(&text, KEY) && !is_contact(&text, KEY));
        assert!(stands_in(&content(), KEY) && is_contact(&content(), KEY));
        text.summary = "Ask ana@museum.example.".into();
        assert!(stands_in(&text, KEY) && !is_contact(&text, KEY));
    }

    #[test]
    fn of_what_cannot_be_read_yet_only_what_names_them_goes() {
        let stored = r#"{"contact_role":["Jo"],"participants":["about 20"],"ended":["ask ana@museum.example"]}"#;
        let left = forget_in_unread(stored, KEY, false).expect("something goes");
        assert_eq!(
            left,
            r#"{"contact_role":["Jo"],"participants":["about 20"]}"#
        );
        assert_eq!(forget_in_unread(&left, KEY, false), None);
        let theirs = forget_in_unread(&left, KEY, true);
        assert_eq!(theirs.as_deref(), Some(r#"{"participants":["about 20"]}"#));
        // Another shape.
        assert_eq!(
            forget_in_unread(r#"["joana@museum.example"]"#, KEY, false),
            None
        );
        let other = forget_in_unread(r#"["ana@museum.example"]"#, KEY, false);
        assert_eq!(other.as_deref(), Some("{}"));
        assert_eq!(forget_in_unread("[]", KEY, true).as_deref(), Some("{}"));
    }
}
