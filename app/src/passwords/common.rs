//! Passwords that are refused because everybody tries them first.

/// The 179 passwords of eight characters and more that stand at the top of every published
/// list of leaked ones, besides the words of this site that a guesser would add. Small on purpose:
/// on-line guessing is limited to ten an hour for an account, so what must be ruled out is what
/// the first few hundred guesses would hit; shorter ones are refused by their length already.
const COMMON: &[&str] = &[
    "00000000",
    "000000000",
    "0000000000",
    "01234567",
    "012345678",
    "0123456789",
    "0987654321",
    "10203040",
    "11111111",
    "111111111",
    "1111111111",
    "11112222",
    "11223344",
    "1122334455",
    "12121212",
    "123123123",
    "12312312",
    "12341234",
    "12344321",
    "123454321",
    "12345678",
    "123456789",
    "1234567890",
    "12345678910",
    "123456789a",
    "12345678a",
    "1234qwer",
    "123456abc",
    "123qweasd",
    "123qweasdzxc",
    "12qwaszx",
    "13579246",
    "147258369",
    "1q2w3e4r",
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "1qaz2wsx",
    "1qaz2wsx3edc",
    "1qazxsw2",
    "20202020",
    "22222222",
    "31415926",
    "33333333",
    "44444444",
    "55555555",
    "66666666",
    "77777777",
    "77777777777",
    "87654321",
    "88888888",
    "963852741",
    "987654321",
    "9876543210",
    "99999999",
    "999999999",
    "a1234567",
    "a12345678",
    "a123456789",
    "aa123456",
    "aa12345678",
    "abc12345",
    "abc123456",
    "abcd1234",
    "abcd12345",
    "abcdefgh",
    "abcdefghi",
    "admin123",
    "admin1234",
    "administrator",
    "alexander",
    "arsenal1",
    "asdasdasd",
    "asdf1234",
    "asdfasdf",
    "asdfghjk",
    "asdfghjkl",
    "asdfghjkl1",
    "babygirl",
    "baseball",
    "baseball1",
    "basketball",
    "blink182",
    "butterfly",
    "casebook",
    "casebook1",
    "changeme",
    "changeme1",
    "charlie1",
    "chelsea1",
    "chocolate",
    "computer",
    "corvette",
    "dearbook",
    "einstein",
    "elephant",
    "football",
    "football1",
    "freedom1",
    "garfield",
    "hello123",
    "iloveyou",
    "iloveyou1",
    "iloveyou2",
    "internet",
    "jennifer",
    "jordan23",
    "just4fun",
    "letmein1",
    "letmein123",
    "liverpool",
    "liverpool1",
    "manchester",
    "master123",
    "mercedes",
    "michael1",
    "michelle",
    "midnight",
    "monkey123",
    "museum123",
    "museums1",
    "myspace1",
    "mustang1",
    "naruto123",
    "p@ssw0rd",
    "p@ssword",
    "pa55word",
    "pakistan",
    "passpass",
    "passw0rd",
    "password",
    "password!",
    "password1",
    "password1!",
    "password12",
    "password123",
    "password1234",
    "password2",
    "password3",
    "pokemon1",
    "princess",
    "princess1",
    "q1w2e3r4",
    "q1w2e3r4t5",
    "qazwsxedc",
    "qqww1122",
    "qwer1234",
    "qwertyui",
    "qwertyuiop",
    "qwerty12",
    "qwerty123",
    "qwerty1234",
    "qwerty12345",
    "qwertyuiop1",
    "samantha",
    "spiderman",
    "starwars",
    "starwars1",
    "startfinding",
    "sunshine",
    "sunshine1",
    "superman",
    "superman1",
    "target123",
    "testtest",
    "tinkerbell",
    "trustno1",
    "unknown1",
    "victoria",
    "welcome1",
    "welcome123",
    "wellbeing",
    "wellbeing1",
    "whatever",
    "william1",
    "woaini1314",
    "zaq12wsx",
    "zxcvbnm1",
    "zxcvbnm123",
    "zxcvbnmm",
];

/// Whether this is one of them, whatever the capitals.
pub(super) fn contains(password: &str) -> bool {
    let lower = password.to_lowercase();
    COMMON.contains(&lower.as_str()) || one_character(&lower)
}

/// `aaaaaaaa`, as long as one likes.
fn one_character(password: &str) -> bool {
    let mut characters = password.chars();
    characters
        .next()
        .is_some_and(|first| characters.all(|other| other == first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_ones_are_in_and_sentences_are_not() {
        for common in [
            "password",
            "Password123",
            "QWERTYUIOP",
            "ssssssssssssss",
            "Casebook1",
        ] {
            assert!(contains(common), "{common}");
        }
        for fine in [
            "a calm reading room",
            "passwordless evening",
            "qwertz uiop 81",
        ] {
            assert!(!contains(fine), "{fine}");
        }
    }

    #[test]
    fn every_entry_can_be_matched() {
        for entry in COMMON {
            assert_eq!(*entry, entry.to_lowercase());
        }
    }
}
