//! A person who asks to be forgotten: what of a text names them to staff. What readers see of a case study names
//! nobody who did not agree to it, and stays.

use super::content::CaseStudyContent;
use super::email::email_key;
use super::fields::{FIELDS, Field, SeenBy};

/// Members for staff in which whoever is to be written to stands for themselves.
pub const OF_ITS_CONTACT: [&str; 3] = ["contact_role", "contact_email", "message"];

/// Empties the members for staff that name the person with this address: the contact and the message to the
/// moderators where the text is theirs, and any other in which the address stands. `theirs`: they sent it. Whether
/// anything was emptied.
pub fn forget_in(content: &mut CaseStudyContent, key: &str, theirs: bool) -> bool {
    let is_contact = theirs || email_key(&content.contact_email) == key;
    let mut emptied = false;
    for field in FIELDS.iter().filter(|field| field.seen_by == SeenBy::Staff) {
        let names = is_contact && OF_ITS_CONTACT.contains(&field.key);
        if (names || holds(field, content, key)) && empty(field, content) {
            emptied = true;
        }
    }
    emptied
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

/// Whether an address stands in a text, whatever its capitals.
#[must_use]
pub fn holds_address(text: &str, key: &str) -> bool {
    !key.is_empty() && text.to_ascii_lowercase().contains(key)
}

/// A text without an address: what stands in its place.
pub const REMOVED: &str = "[address removed]";

/// The text with the address taken out wherever it stands; none where it stands nowhere.
#[must_use]
pub fn without_address(text: &str, key: &str) -> Option<String> {
    if !holds_address(text, key) {
        return None;
    }
    // Addresses are ASCII, and so are their capitals: bytes of both are at the same places.
    let folded = text.to_ascii_lowercase();
    let mut left = String::with_capacity(text.len());
    let mut at = 0;
    for (found, _) in folded.match_indices(key) {
        left.push_str(&text[at..found]);
        left.push_str(REMOVED);
        at = found + key.len();
    }
    left.push_str(&text[at..]);
    Some(left)
}

#[cfg(test)]
mod tests {
    use super::{CaseStudyContent, FIELDS, REMOVED, SeenBy, forget_in, without_address};

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
    fn an_address_is_taken_out_of_any_text() {
        let text = "Write to ANA@museum.example or \u{130}, ana@Museum.Example.";
        let left = without_address(text, KEY).expect("it stands there");
        assert_eq!(left, format!("Write to {REMOVED} or \u{130}, {REMOVED}."));
        assert_eq!(without_address("Write to us.", KEY), None);
        assert_eq!(without_address("Write to us.", ""), None);
    }
}
