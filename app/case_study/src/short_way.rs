//! The short way: a story in one piece, as somebody would write it in an email, with the museum and an
//! address. What can be said of it without a person reading it stands here.

use super::content::CaseStudyContent;
use super::text::with_commas;
use super::text_input::{has_letter, one_line};
use super::validation::{LONGEST_ANSWER, STORY_WORDS, story_words};
use word_count::count_words;

/// How a case study came to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// In its museum's own words, of which we make the case study.
    Short,
    /// Answer by answer.
    Long,
}

impl Way {
    /// The name used in the database.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Long => "long",
        }
    }
}

/// A story in one piece has at most so many words.
pub const MOST_WORDS: usize = 1500;

/// So long is a working title at most, in characters; it fits the limit of a title.
const LONGEST_TITLE: usize = 80;
/// A first line that is shorter than this says too little alone.
const SHORTEST_TITLE: usize = 10;
/// A line that greets has no more words than this.
const LONGEST_GREETING: usize = 6;

/// Lines that mail programs write above a text.
const HEADERS: [&str; 9] = [
    "from",
    "sent",
    "date",
    "to",
    "cc",
    "bcc",
    "reply-to",
    "subject",
    "attachments",
];
const GREETINGS: [&str; 10] = [
    "dear",
    "hello",
    "hi",
    "hey",
    "good morning",
    "good afternoon",
    "good evening",
    "good day",
    "greetings",
    "to whom it may concern",
];
/// What mail programs write before a subject that goes round.
const GOES_ROUND: [&str; 4] = ["re:", "fw:", "fwd:", "aw:"];

/// What is wrong with the words of a story, if anything; `written_before` words stand elsewhere in it.
#[must_use]
pub fn fault_of_words(own_words: &str, written_before: usize) -> Option<String> {
    let letters = own_words.chars().count();
    if letters > LONGEST_ANSWER {
        return Some(format!(
            "Your text has {} characters. We can take {}: shorten it a little. All of it is still here",
            with_commas(letters as u64),
            with_commas(LONGEST_ANSWER as u64)
        ));
    }
    let words = count_words(own_words);
    if words > MOST_WORDS {
        return Some(format!(
            "Your text has {} words. Cut {} to send it. All of it is still here",
            with_commas(words as u64),
            with_commas((words - MOST_WORDS) as u64)
        ));
    }
    let so_far = words + written_before;
    match so_far {
        0 => Some(
            "Tell us what you did, who it was for and what came of it, in at least 40 words"
                .to_owned(),
        ),
        _ if so_far < STORY_WORDS => Some(format!(
            "You have written {so_far} {} so far. Write at least {} more",
            if so_far == 1 { "word" } else { "words" },
            STORY_WORDS - so_far
        )),
        _ => None,
    }
}

/// How many words a text tells the story in beside `own_words`.
#[must_use]
pub fn words_elsewhere(content: &CaseStudyContent) -> usize {
    story_words(content) - count_words(&content.own_words)
}

/// A title to work with: the subject of an email that was pasted, else the first line that says something.
/// Empty where there is no letter in the whole text.
#[must_use]
pub fn working_title(own_words: &str) -> String {
    let mut lines: Vec<&str> = own_words
        .lines()
        .map(str::trim)
        .filter(|line| has_letter(line))
        .collect();
    let headers = lines
        .iter()
        .take_while(|line| header(line).is_some())
        .count();
    // One line such as "To: everyone who helped" is no head of an email, unless it is the subject.
    let subject = lines[..headers]
        .iter()
        .filter_map(|line| header(line))
        .find(|(name, _)| name == "subject")
        .map(|(_, words)| without_rounds(words))
        .filter(|words| has_letter(words));
    if let Some(subject) = subject {
        return cut(&one_line(subject));
    }
    if headers > 1 {
        lines.drain(..headers);
    }
    let said = lines.iter().position(|line| !greets(line)).unwrap_or(0);
    let Some(first) = lines.get(said) else {
        return String::new();
    };
    let mut title = one_line(first);
    for line in &lines[said + 1..] {
        if title.chars().count() >= SHORTEST_TITLE {
            break;
        }
        title = format!("{title} {}", one_line(line));
    }
    cut(&title)
}

/// The name of a line of an email's head, in small letters, and what it says.
#[must_use]
pub fn header(line: &str) -> Option<(String, &str)> {
    let (name, words) = line.split_once(':')?;
    let name = name.trim().to_lowercase();
    HEADERS
        .contains(&name.as_str())
        .then_some((name, words.trim()))
}

fn without_rounds(subject: &str) -> &str {
    let mut left = subject.trim();
    while let Some(round) = GOES_ROUND.iter().find(|round| {
        left.get(..round.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(round))
    }) {
        left = left[round.len()..].trim_start();
    }
    left
}

/// "Dear all," and its kin: a greeting on a line of its own.
#[must_use]
pub fn greets(line: &str) -> bool {
    let small = line.to_lowercase();
    let starts = GREETINGS.iter().any(|greeting| {
        small
            .strip_prefix(greeting)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    });
    starts
        && count_words(line) <= LONGEST_GREETING
        && !line
            .trim_end_matches([',', '!', ':', ';', '.'])
            .contains(['.', '!', '?', ':'])
}

/// As much as fits: whole, or up to the end of a sentence, or up to a word.
fn cut(line: &str) -> String {
    if line.chars().count() <= LONGEST_TITLE {
        return line.trim_end_matches('.').to_owned();
    }
    let most: String = line.chars().take(LONGEST_TITLE).collect();
    let sentence = [". ", "? ", "! "]
        .into_iter()
        .filter_map(|end| most.rfind(end))
        .max()
        .filter(|at| most[..*at].chars().count() >= 2 * SHORTEST_TITLE);
    if let Some(end) = sentence {
        let mark = most[end..].chars().next().filter(|mark| *mark != '.');
        return most[..end].chars().chain(mark).collect();
    }
    let room: String = line.chars().take(LONGEST_TITLE - 1).collect();
    let whole = match room.rsplit_once(' ') {
        Some((before, _)) if before.chars().count() >= SHORTEST_TITLE => before,
        // One long word, or a script without spaces.
        _ => room.as_str(),
    };
    let end =
        whole.trim_end_matches(|sign: char| !sign.is_alphanumeric() && !")]”’\"'".contains(sign));
    format!("{end}\u{2026}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_that_was_pasted_is_the_title() {
        for (text, title) in [
            (
                "Subject: our wellbeing project for your collection\n\nHi there,\n\nsomebody forwarded me your call.",
                "our wellbeing project for your collection",
            ),
            (
                "From: Volunteering team\nSent: 08 September 2025 09:30\nTo: wellbeing@bank.example\nSubject: FW: Wellbeing case study - Inspiring Futures (sorry, long)\n\nHello,\n\nI have pasted",
                "Wellbeing case study - Inspiring Futures (sorry, long)",
            ),
            (
                "SUBJECT: Re: Fwd: RE:  Tea on Tuesdays\nText",
                "Tea on Tuesdays",
            ),
            // None of its own.
            ("Subject: Re:\nTo: us\n\nTea and objects", "Tea and objects"),
            (
                "From: Ana\nTo: us\n\nDear all,\nTea and objects",
                "Tea and objects",
            ),
        ] {
            assert_eq!(working_title(text), title, "{text}");
        }
    }

    #[test]
    fn else_the_first_line_that_says_something() {
        for (text, title) in [
            (
                "Tea and objects on a stroke ward\nWe brought tea.",
                "Tea and objects on a stroke ward",
            ),
            ("Dear all,\n\nTea and objects.\n", "Tea and objects"),
            ("Hello again,\nTea and objects", "Tea and objects"),
            ("Good morning!\n—\nTea and objects", "Tea and objects"),
            // Says more than hello.
            (
                "Hi, we ran a choir for carers at the museum",
                "Hi, we ran a choir for carers at the museum",
            ),
            ("Historic houses and health", "Historic houses and health"),
            ("TEA\nWe brought objects", "TEA We brought objects"),
            (
                "To: those who sit with us\nWe brought tea",
                "To: those who sit with us",
            ),
            ("  \n***\n\n", ""),
            ("Hello", "Hello"),
        ] {
            assert_eq!(working_title(text), title, "{text}");
        }
    }

    #[test]
    fn a_long_first_line_is_cut_at_a_sentence_or_a_word() {
        let sentences = "We turned a room into a shop of paper. Before that, more than 200 people had explored the building.";
        assert_eq!(
            working_title(sentences),
            "We turned a room into a shop of paper"
        );
        let asks = "What if a museum were a pharmacy? In February we turned the front room into a chemist's shop";
        assert_eq!(working_title(asks), "What if a museum were a pharmacy?");
        let words = "In February 2013 we turned the front room of the Beaney in Canterbury into a chemist's shop made of card";
        let title = working_title(words);
        assert_eq!(
            title,
            "In February 2013 we turned the front room of the Beaney in Canterbury into a\u{2026}"
        );
        for odd in [
            "x".repeat(500),
            "茶".repeat(500),
            format!("{} y", "x".repeat(500)),
        ] {
            let title = working_title(&odd);
            assert_eq!(title.chars().count(), LONGEST_TITLE, "{title}");
            assert!(title.ends_with('\u{2026}'), "{title}");
        }
    }

    #[test]
    fn too_few_and_too_many_words_are_counted_for_their_writer() {
        let words = |count: usize| "tea ".repeat(count);
        assert_eq!(fault_of_words(&words(40), 0), None);
        assert_eq!(fault_of_words(&words(1500), 0), None);
        assert_eq!(fault_of_words("", 40), None);
        assert_eq!(
            fault_of_words("", 0).as_deref(),
            Some("Tell us what you did, who it was for and what came of it, in at least 40 words")
        );
        assert_eq!(
            fault_of_words("Tea", 0).as_deref(),
            Some("You have written 1 word so far. Write at least 39 more")
        );
        assert_eq!(
            fault_of_words(&words(9), 30).as_deref(),
            Some("You have written 39 words so far. Write at least 1 more")
        );
        assert_eq!(
            fault_of_words(&words(1600), 0).as_deref(),
            Some("Your text has 1,600 words. Cut 100 to send it. All of it is still here")
        );
        assert_eq!(
            fault_of_words(&"a".repeat(20_001), 0).as_deref(),
            Some(
                "Your text has 20,001 characters. We can take 20,000: shorten it a little. All of it is still here"
            )
        );
    }
}
