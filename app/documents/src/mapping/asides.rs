//! Words of a letter that are about the letter.

/// "With kind regards", "Many thanks and best wishes".
pub(crate) fn is_sign_off(text: &str) -> bool {
    const LONGEST: usize = 7;
    const WORDS: [&str; 14] = [
        "regards",
        "best wishes",
        "warm wishes",
        "kind wishes",
        "good wishes",
        "sincerely",
        "faithfully",
        "many thanks",
        "with thanks",
        "thank you",
        "thanks",
        "cheers",
        "all the best",
        "yours",
    ];
    let small = text
        .trim()
        .trim_end_matches([',', '.', '!', '\u{2013}', '-'])
        .to_lowercase();
    let count = small.split_whitespace().count();
    if count == 0 || count > LONGEST || small.contains([':', '.', '?', '\n']) {
        return false;
    }
    // "Thanks to our volunteers" is a sentence.
    let begins = |word: &str| {
        small.starts_with(word) && !small[word.len()..].trim_start().starts_with("to ")
    };
    WORDS
        .iter()
        .any(|word| small.ends_with(word) || (begins(word) && count <= 6))
        || small == "best"
}

/// "Two photographs are attached", "Please let us know": no part of what the work was.
pub(crate) fn is_about_the_message(text: &str) -> bool {
    const WORDS: [&str; 28] = [
        "attached",
        "attachment",
        "enclosed",
        "please find",
        "let me know",
        "let us know",
        "get in touch",
        "in the word file",
        "in the word document",
        "word file",
        "happy to answer",
        "happy to talk",
        "happy to send",
        "happy to provide",
        "please contact",
        "please do not hesitate",
        "i hope this",
        "we hope this",
        "do not hesitate",
        "look forward to hearing",
        "looking forward to hearing",
        "i will send",
        "we will send",
        "i can send",
        "we can send",
        "if you need",
        "if you have any questions",
        "please use",
    ];
    let small = text.to_lowercase();
    WORDS.iter().any(|words| small.contains(words))
}

/// What stands below a picture, by its first words.
pub(crate) fn is_caption(text: &str) -> bool {
    const LONGEST: usize = 300;
    let small = text.to_lowercase();
    let rest = [
        "figure ",
        "fig. ",
        "fig ",
        "photo ",
        "image ",
        "picture ",
        "table ",
        "illustration ",
    ]
    .iter()
    .find_map(|word| small.strip_prefix(word));
    rest.is_some_and(|rest| {
        let number = rest.trim_start_matches(|sign: char| sign.is_ascii_digit());
        number.len() < rest.len()
            && number.starts_with([':', '.', ')', ' ', '\u{2013}'])
            && text.len() <= LONGEST
            && !number
                .trim_start()
                .starts_with(|letter: char| letter.is_lowercase() && !number.starts_with(':'))
    })
}
