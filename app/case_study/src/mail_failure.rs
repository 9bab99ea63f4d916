//! Why an email did not get through, in words that say what to do. What lies in the outbox is the transport's own
//! short text ("for now: SMTP 535").

/// What a moderator reads.
#[must_use]
pub fn in_words(stored: &str) -> String {
    let code = stored
        .rsplit_once("SMTP ")
        .map(|(_, rest)| rest)
        .and_then(|rest| rest.get(..3))
        .filter(|code| code.bytes().all(|byte| byte.is_ascii_digit()));
    match code {
        Some("530" | "534" | "535" | "538") => format!(
            "our email server refuses our user name or password ({})",
            code.unwrap_or_default()
        ),
        Some(code @ ("550" | "551" | "553")) => {
            format!("the address does not exist, or refuses our email ({code})")
        }
        Some(code @ ("421" | "450" | "451" | "452" | "454")) => {
            format!("the email server has no time for us just now ({code})")
        }
        Some(code) => format!("the email server answered {code}"),
        None if stored.contains("no answer") => "our email server does not answer".to_owned(),
        None if stored.contains("it took too long") => "it took too long".to_owned(),
        None if stored.contains("the address is none") => {
            "the address is not an email address".to_owned()
        }
        None if stored.contains("No space left") => "the disk is full".to_owned(),
        None => "it could not be handed over".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn the_cause_says_where_to_look() {
        for (stored, words) in [
            (
                "for now: SMTP 535",
                "our email server refuses our user name or password (535)",
            ),
            (
                "for good: SMTP 550",
                "the address does not exist, or refuses our email (550)",
            ),
            (
                "for now: SMTP 451",
                "the email server has no time for us just now (451)",
            ),
            ("for now: SMTP 554 5.7.1", "the email server answered 554"),
            ("for now: no answer", "our email server does not answer"),
            ("for now: it took too long", "it took too long"),
            (
                "for good: the address is none",
                "the address is not an email address",
            ),
            ("for now: No space left on device", "the disk is full"),
            ("", "it could not be handed over"),
            ("for now: SMTP 5\u{e9}", "it could not be handed over"),
        ] {
            assert_eq!(in_words(stored), words, "{stored}");
        }
    }
}
