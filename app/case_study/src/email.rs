//! Email addresses: read the same way wherever one is typed, and refused there if no mail could
//! ever reach them.

use super::text_input::plain;
use idna::AsciiDenyList;
use idna::uts46::{DnsLength, Hyphens, Uts46};

/// The longest address there can be (RFC 5321, 4.5.3.1.3, without its brackets).
const LONGEST: usize = 254;
/// The longest part before the @ (RFC 5321, 4.5.3.1.1).
const LONGEST_NAME: usize = 64;
/// Signs beside letters and figures that may stand before the @ (RFC 5322, atext).
pub(super) const SIGNS: &[u8] = b".!#$%&'*+/=?^_`{|}~-";

const FORM: &str = "Enter an email address in the form name@museum.example";
const LITERAL: &str =
    "Enter an email address with a name after the @, such as name@museum.example, not with numbers";
const DOTS: &str =
    "Check the email address: before the @, a dot can only stand between two other characters";
const ACCENTS: &str = "Check the email address: before the @, it can have letters from a to z without accents, numbers and signs such as . - _ +";
const NO_ENDING: &str =
    "Check the email address: after the @, it needs an ending such as .org or .museum";
const DOMAIN: &str = "Check the email address: no email can reach what comes after the @";
const TOO_LONG: &str = "The email address is too long. Check that nothing else is in the box";

/// An address as it is stored and mailed: nothing invisible, and a domain with letters beyond ASCII
/// in the form that every mail server knows (`xn--…`). What is no address stays as it was typed.
#[must_use]
pub fn tidy_email(text: &str) -> String {
    let typed = plain(text);
    match typed.rsplit_once('@') {
        Some((name, domain)) if !domain.is_ascii() => match ascii_domain(domain) {
            Some(domain) => format!("{name}@{domain}"),
            None => typed,
        },
        _ => typed,
    }
}

/// An address as people know it: the domain in its own letters.
#[must_use]
pub fn shown_email(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((name, domain)) if domain.contains("xn--") => {
            let (domain, _) = idna::domain_to_unicode(domain);
            format!("{name}@{domain}")
        }
        _ => address.to_owned(),
    }
}

/// How addresses are compared: capitals and ways to write the domain aside.
#[must_use]
pub fn email_key(text: &str) -> String {
    tidy_email(text).to_lowercase()
}

/// Which mailbox an address leads to, as far as its form tells: many addresses may. What stands behind a `+` is its
/// holder's to make up, and Google Mail sees no dots. Only for counting what is mailed: mails go to the address.
#[must_use]
pub fn mailbox_key(text: &str) -> String {
    let key = email_key(text);
    let Some((name, domain)) = key.rsplit_once('@') else {
        return key;
    };
    let untagged = match name.split_once('+') {
        Some((before, _)) if !before.is_empty() => before,
        _ => name,
    };
    if matches!(domain, "gmail.com" | "googlemail.com") {
        return format!("{}@gmail.com", untagged.replace('.', ""));
    }
    format!("{untagged}@{domain}")
}

/// Whether mail can be sent to it, as far as its form tells.
#[must_use]
pub fn is_email(text: &str) -> bool {
    email_fault(text).is_none()
}

/// What keeps mail from ever reaching an address, as a sentence that says what to do.
#[must_use]
pub fn email_fault(text: &str) -> Option<&'static str> {
    let address = tidy_email(text);
    let Some((name, domain)) = address.rsplit_once('@') else {
        return Some(FORM);
    };
    if name.is_empty() || domain.is_empty() || address.contains([' ', '<', '>', ',', ';', '"']) {
        return Some(FORM);
    }
    if address.len() > LONGEST || name.len() > LONGEST_NAME {
        return Some(TOO_LONG);
    }
    if domain.starts_with('[') {
        return Some(LITERAL);
    }
    if !name.is_ascii() {
        return Some(ACCENTS);
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || SIGNS.contains(&byte);
    if !name.bytes().all(allowed) {
        return Some(FORM);
    }
    if name.starts_with('.') || name.ends_with('.') || name.contains("..") {
        return Some(DOTS);
    }
    domain_fault(domain)
}

fn domain_fault(domain: &str) -> Option<&'static str> {
    let Some(domain) = ascii_domain(domain) else {
        return Some(DOMAIN);
    };
    let Some((_, ending)) = domain.rsplit_once('.') else {
        return Some(NO_ENDING);
    };
    if ending.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(LITERAL);
    }
    // RFC 6761: these two lead nowhere, by a promise.
    if matches!(ending, "invalid" | "localhost") {
        return Some(DOMAIN);
    }
    (ending.len() < 2).then_some(NO_ENDING)
}

/// The domain as DNS knows it; `None` for what DNS cannot hold.
fn ascii_domain(domain: &str) -> Option<String> {
    Uts46::new()
        .to_ascii(
            domain.as_bytes(),
            AsciiDenyList::STD3,
            Hyphens::CheckFirstLast,
            DnsLength::Verify,
        )
        .ok()
        .map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_signs_are_no_part_of_an_address() {
        let signs = ('\u{200b}'..='\u{200f}')
            .chain('\u{202a}'..='\u{202e}')
            .chain('\u{2060}'..='\u{2064}')
            .chain('\u{2066}'..='\u{2069}')
            .chain(['\u{feff}', '\u{ad}', '\0', '\u{2028}']);
        for sign in signs {
            for typed in [
                format!("{sign}ana@museum.example"),
                format!("ana@museum.example{sign}"),
                format!(" {sign} ana@museum.example\u{a0}{sign}"),
            ] {
                assert_eq!(tidy_email(&typed), "ana@museum.example", "{sign:?}");
                assert_eq!(email_fault(&typed), None, "{sign:?}");
            }
            if sign != '\u{2028}' {
                let inside = format!("a{sign}na@{sign}museum.ex{sign}ample");
                assert_eq!(tidy_email(&inside), "ana@museum.example", "{sign:?}");
            }
        }
        assert_eq!(tidy_email("ａｎａ＠museum．example"), "ana@museum.example");
    }

    #[test]
    fn a_domain_with_an_umlaut_is_stored_in_its_ascii_form_and_shown_in_its_own() {
        let stored = tidy_email("Info@Müzeum.example");
        assert_eq!(stored, "Info@xn--mzeum-kva.example");
        assert_eq!(tidy_email(&stored), stored);
        assert_eq!(
            tidy_email("info@mu\u{308}zeum.example"),
            "info@xn--mzeum-kva.example"
        );
        assert_eq!(email_fault("info@müzeum.example"), None);
        assert_eq!(shown_email(&stored), "Info@müzeum.example");
        assert_eq!(shown_email("ana@museum.example"), "ana@museum.example");
        assert_eq!(
            email_key("INFO@MÜZEUM.example"),
            email_key("info@xn--mzeum-kva.example")
        );
    }

    #[test]
    fn many_addresses_lead_to_one_mailbox() {
        for (typed, mailbox) in [
            ("Ana@Museum.example", "ana@museum.example"),
            ("ana+tea@museum.example", "ana@museum.example"),
            ("ana+tea+cake@MUSEUM.example", "ana@museum.example"),
            ("a.n.a+tea@gmail.com", "ana@gmail.com"),
            ("Ana@GoogleMail.com", "ana@gmail.com"),
            // Elsewhere a dot may tell two people apart, and this is nobody's tag.
            ("a.na@museum.example", "a.na@museum.example"),
            ("+tea@museum.example", "+tea@museum.example"),
            ("info+x@müzeum.example", "info@xn--mzeum-kva.example"),
            ("nobody", "nobody"),
        ] {
            assert_eq!(mailbox_key(typed), mailbox, "{typed}");
        }
    }

    #[test]
    fn what_can_never_be_delivered_is_refused_with_what_to_do() {
        let long = format!("{}@museum.example", "a".repeat(65));
        let longest = format!("ana@{}.example", "a".repeat(64));
        for (typed, sentence) in [
            ("nobody", FORM),
            ("@museum.example", FORM),
            ("ana@", FORM),
            ("ana @museum.example", FORM),
            ("Ana <ana@museum.example>", FORM),
            ("ana@museum.example, lee@museum.example", FORM),
            ("a@b@museum.example", FORM),
            ("\"a b\"@museum.example", FORM),
            ("ana@[127.0.0.1]", LITERAL),
            ("ana@[IPv6:::1]", LITERAL),
            ("ana@127.0.0.1", LITERAL),
            ("ana..lee@museum.example", DOTS),
            (".ana@museum.example", DOTS),
            ("ana.@museum.example", DOTS),
            ("jörg@museum.example", ACCENTS),
            ("ana@museum", NO_ENDING),
            ("ana@museum.e", NO_ENDING),
            ("ana@localhost", NO_ENDING),
            ("ana@mail.localhost", DOMAIN),
            ("ana@museum.invalid", DOMAIN),
            ("ana@museum..example", DOMAIN),
            ("ana@museum.example.", DOMAIN),
            ("ana@.example", DOMAIN),
            ("ana@-museum.example", DOMAIN),
            ("ana@museum-.example", DOMAIN),
            ("ana@mus_eum.example", DOMAIN),
            ("ana@xn--a.example", DOMAIN),
            (&longest, DOMAIN),
            (&long, TOO_LONG),
        ] {
            assert_eq!(email_fault(typed), Some(sentence), "{typed}");
        }
        for fine in [
            "ana@museum.example",
            "o'brien+tea@a-b.co.uk",
            "a@x.museum",
            "a@b.xn--p1ai",
        ] {
            assert_eq!(email_fault(fine), None, "{fine}");
        }
    }
}
