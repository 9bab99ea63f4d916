//! Codes that a phone makes from a secret and the time (RFC 6238): six digits, a new one every 30 seconds, by
//! HMAC-SHA-1, which is what every such app knows. Collisions of SHA-1 do not matter to HMAC.

use ring::hmac::{HMAC_SHA1_FOR_LEGACY_USE_ONLY, Key, sign};
use store::random_bytes;
use url::form_urlencoded::byte_serialize;

/// As long as the hash, as RFC 4226 wants it.
pub type Secret = [u8; 20];

const STEP_MS: i64 = 30 * 1000;
const DIGITS: usize = 6;

/// A new secret.
#[must_use]
pub fn fresh_secret() -> Secret {
    random_bytes()
}

/// The code of a step: so many times thirty seconds since 1970.
#[must_use]
pub fn code(secret: &[u8], step: u64) -> String {
    let key = Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    // RFC 4226, 5.3: the last four bits say where the number stands.
    let at = usize::from(tag.last().copied().unwrap_or_default() & 0x0f);
    let number = tag
        .iter()
        .skip(at)
        .take(4)
        .fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    format!("{:0DIGITS$}", (number & 0x7fff_ffff) % 1_000_000)
}

/// The time of the code that was typed, in milliseconds: the step at hand, the one before or the one after,
/// because clocks differ and typing takes a while. `None` when it is none of these.
#[must_use]
pub fn time_of(secret: &Secret, typed: &str, now_ms: i64) -> Option<i64> {
    let typed = digits(typed)?;
    let now = now_ms.div_euclid(STEP_MS);
    [now, now - 1, now + 1]
        .into_iter()
        .find(|step| u64::try_from(*step).is_ok_and(|step| code(secret, step) == typed))
        .map(|step| step * STEP_MS)
}

/// The six digits of a code, however they were grouped; `None` when it is something else.
#[must_use]
pub fn digits(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|sign| !sign.is_whitespace()).collect();
    let right = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    right.then_some(digits)
}

/// The secret as people type it (base 32, RFC 4648), in groups of four.
#[must_use]
pub fn in_letters(secret: &Secret) -> String {
    let letters = base32(secret);
    let groups: Vec<&str> = (0..letters.len())
        .step_by(4)
        .filter_map(|at| letters.get(at..at + 4))
        .collect();
    groups.join(" ")
}

/// The address by which a phone takes the secret over.
#[must_use]
pub fn address(secret: &Secret, site: &str, email: &str) -> String {
    let site: String = byte_serialize(site.as_bytes())
        .collect::<String>()
        .replace('+', "%20");
    let email: String = byte_serialize(email.as_bytes()).collect();
    format!(
        "otpauth://totp/{site}:{email}?secret={}&issuer={site}&algorithm=SHA1&digits={DIGITS}&period={}",
        base32(secret),
        STEP_MS / 1000
    )
}

/// Twenty bytes are thirty-two letters, and nothing is left over.
fn base32(secret: &Secret) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut letters = String::new();
    for five in secret.chunks(5) {
        let bits = five
            .iter()
            .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        for place in (0..8).rev() {
            let letter = usize::try_from(bits >> (5 * place) & 31).unwrap_or_default();
            letters.push(char::from(LETTERS[letter]));
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &Secret = b"12345678901234567890";

    #[test]
    fn the_vectors_of_rfc_6238() {
        // Appendix B, SHA-1; eight digits there, of which six are ours.
        for (seconds, expected) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000_u64, "65353130"),
        ] {
            assert_eq!(code(SECRET, seconds / 30), expected[2..], "{seconds}");
        }
    }

    #[test]
    fn the_vectors_of_rfc_4226() {
        // Appendix D.
        let expected = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583",
            "399871", "520489",
        ];
        for (step, expected) in (0..).zip(expected) {
            assert_eq!(code(SECRET, step), expected);
        }
    }

    #[test]
    fn one_step_early_or_late_is_taken_and_no_more() {
        let now = 1_111_111_109_000;
        let step = now / STEP_MS;
        for (ahead, taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let typed = code(SECRET, u64::try_from(step + ahead).unwrap());
            let expected = taken.then_some((step + ahead) * STEP_MS);
            assert_eq!(time_of(SECRET, &typed, now), expected, "{ahead}");
        }
        let typed = code(SECRET, u64::try_from(step).unwrap());
        let grouped = format!(" {} {} ", &typed[..3], &typed[3..]);
        assert!(time_of(SECRET, &grouped, now).is_some());
        for odd in ["", "12345", "1234567", "12345a", "١٢٣٤٥٦"] {
            assert_eq!(time_of(SECRET, odd, now), None, "{odd}");
        }
        assert_eq!(
            time_of(SECRET, "755224", -1),
            Some(0),
            "before 1970 there is no step"
        );
    }

    #[test]
    fn a_phone_can_take_it_over() {
        let letters = "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ";
        assert_eq!(in_letters(SECRET), letters);
        assert_eq!(
            address(SECRET, "Casebook bank.example", "ana+a@museum.example"),
            format!(
                "otpauth://totp/Casebook%20bank.example:ana%2Ba%40museum.example?secret={}&issuer=Casebook%20bank.example&algorithm=SHA1&digits=6&period=30",
                letters.replace(' ', "")
            )
        );
    }
}
