//! What a word is.
//!
//! A word is a run of letters and digits, in lower case and without accents. An apostrophe inside
//! a word leaves no gap ("don't" is "dont") and a possessive ending goes ("children's" is
//! "children"). Articles and pronouns that lost their vowel are no part of the word behind them
//! ("l'homme" is "homme"). A few names that hold another name are one word: who looks for York
//! does not look for New York. Scripts without spaces are cut into pairs of letters, which overlap.

use case_study::text_input::is_unspaced;
use std::collections::VecDeque;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Longer runs of letters are cut: no word of a language is longer, and what is longer is noise.
const LONGEST_WORD: usize = 40;
/// From this length on a word is nearly always put together out of others.
const COMPOUND: usize = 16;
/// A shorter part, or a shorter rest, says nothing by itself.
const SHORTEST_PART: usize = 5;
const SHORTEST_REST: usize = 4;

/// What French, Catalan and Italian write together with the next word. Not "t'": it would take the
/// beginning of "t'ai chi".
const ELIDED: [&str; 30] = [
    "agl", "all", "bell", "c", "coll", "d", "dagl", "dall", "degl", "dell", "gl", "j", "jusqu",
    "l", "lorsqu", "m", "n", "negl", "nell", "presqu", "puisqu", "qu", "quell", "quelqu", "quest",
    "quoiqu", "s", "sant", "sull", "un",
];

/// Words that make another name of what follows them: of a place, of a scale. With it they are one
/// word.
const BEGINNINGS: [(&str, &[&str]); 2] = [
    (
        "new",
        &[
            "brunswick",
            "delhi",
            "england",
            "guinea",
            "hampshire",
            "jersey",
            "mexico",
            "orleans",
            "south wales",
            "york",
            "zealand",
        ],
    ),
    ("short", &["warwick", "wemwbs"]),
];

/// Cuts texts into words.
#[derive(Clone, Default)]
pub(super) struct Words {
    token: Token,
    parts: bool,
    waiting: VecDeque<String>,
}

impl Words {
    /// Gives the parts of long words too, each in the place of its word.
    pub fn with_parts() -> Self {
        Self {
            parts: true,
            ..Self::default()
        }
    }
}

pub(super) struct Stream<'a> {
    text: &'a str,
    at: usize,
    /// Where the run of letters without spaces ends that `at` is in.
    run_end: usize,
    parts: bool,
    waiting: &'a mut VecDeque<String>,
    token: &'a mut Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        self.waiting.clear();
        Stream {
            text,
            at: 0,
            run_end: 0,
            parts: self.parts,
            waiting: &mut self.waiting,
            token: &mut self.token,
        }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        if let Some(part) = self.waiting.pop_front() {
            self.token.text = part;
            return true;
        }
        if self.at < self.run_end {
            self.read_pair();
            return true;
        }
        loop {
            let rest = &self.text[self.at..];
            let Some(start) = rest.find(char::is_alphanumeric) else {
                return false;
            };
            self.at += start;
            match elided(&rest[start..]) {
                Some(length) => self.at += length,
                None => break,
            }
        }
        let rest = &self.text[self.at..];
        if rest.starts_with(is_paired) {
            let length = rest
                .find(|letter: char| !is_paired(letter))
                .unwrap_or(rest.len());
            self.run_end = self.at + length;
            self.read_pair();
            return true;
        }
        self.begin(self.at);
        let length = read_word(rest, &mut self.token.text);
        self.at += length;
        if let Some((more, length)) =
            rest_of_name(&self.token.text, &rest[..length], &rest[length..])
        {
            self.token.text.push_str(&more);
            self.at += length;
        }
        self.token.offset_to = self.at;
        if self.parts {
            self.keep_parts();
        }
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

impl Stream<'_> {
    fn begin(&mut self, at: usize) {
        self.token.text.clear();
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = at;
    }

    /// The next two letters of a run; one, where it has no more.
    fn read_pair(&mut self) {
        self.begin(self.at);
        let run = &self.text[self.at..self.run_end];
        let mut letters = run.char_indices().skip(1).map(|(at, _)| at);
        let (first_end, second_end) = (letters.next(), letters.next());
        let pair = &run[..second_end.unwrap_or(run.len())];
        self.token.text.push_str(pair);
        self.token.offset_to = self.at + pair.len();
        let first_end = first_end.unwrap_or(run.len());
        self.at += match second_end {
            Some(_) => first_end,
            // The second letter was the last one.
            None => run.len(),
        };
        if self.parts && first_end < pair.len() {
            self.waiting.push_back(pair[..first_end].to_owned());
            if second_end.is_none() {
                self.waiting.push_back(pair[first_end..].to_owned());
            }
        }
    }

    /// The beginnings and endings of a long word wait for their turn.
    fn keep_parts(&mut self) {
        // A word has fewer letters than bytes.
        if self.token.text.len() < COMPOUND {
            return;
        }
        let word = self.token.text.as_str();
        let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
        let length = starts.len();
        if length < COMPOUND || !word.chars().all(char::is_alphabetic) {
            return;
        }
        for cut in SHORTEST_PART..=length - SHORTEST_REST {
            self.waiting.push_back(word[..starts[cut]].to_owned());
            self.waiting
                .push_back(word[starts[length - cut]..].to_owned());
        }
    }
}

/// How many bytes at the beginning of a word are an elided article or pronoun with its apostrophe.
fn elided(word: &str) -> Option<usize> {
    let letters = word
        .bytes()
        .take(ELIDED_LONGEST + 1)
        .take_while(u8::is_ascii_alphabetic)
        .count();
    let mut after = word[letters..].chars();
    let apostrophe = after.next().filter(|letter| is_apostrophe(*letter))?;
    let ending = after.as_str();
    if letters > ELIDED_LONGEST || !ending.starts_with(char::is_alphabetic) || is_possessive(ending)
    {
        return None;
    }
    let particle = word[..letters].to_ascii_lowercase();
    ELIDED
        .binary_search(&particle.as_str())
        .is_ok()
        .then_some(letters + apostrophe.len_utf8())
}

const ELIDED_LONGEST: usize = 6;

/// Reads the word that `text` begins with; returns its length in bytes.
fn read_word(text: &str, word: &mut String) -> usize {
    // Nearly every word is nothing but ASCII letters, and is read ten times as fast.
    let bytes = text.as_bytes();
    let length = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    if bytes
        .get(length)
        .is_none_or(|next| next.is_ascii() && !is_apostrophe(char::from(*next)))
    {
        word.push_str(&text[..length.min(LONGEST_WORD)]);
        word.make_ascii_lowercase();
        return length;
    }
    let mut letters = text.char_indices().peekable();
    let mut count = 0;
    while let Some((at, letter)) = letters.next() {
        if letter.is_alphanumeric() && !is_paired(letter) {
            count += 1;
            if count <= LONGEST_WORD {
                // The small letter of "İ" has an accent of its own.
                word.extend(
                    letter
                        .to_lowercase()
                        .filter(|letter| !is_passed_over(*letter)),
                );
            }
        } else if is_apostrophe(letter) {
            match letters.peek() {
                Some((_, next)) if next.is_alphanumeric() => {
                    let ending = &text[at + letter.len_utf8()..];
                    if is_possessive(ending) {
                        return at + letter.len_utf8() + 1;
                    }
                }
                _ => return at,
            }
        } else if !is_passed_over(letter) {
            return at;
        }
    }
    text.len()
}

/// What makes a name of a word, with its gaps, and how many bytes of what follows it that is.
/// `written` is the word as it stands in the text.
fn rest_of_name(word: &str, written: &str, after: &str) -> Option<(String, usize)> {
    let (_, endings) = BEGINNINGS.iter().find(|(first, _)| *first == word)?;
    endings.iter().find_map(|ending| {
        let mut more = String::new();
        let mut at = 0;
        for wanted in ending.split(' ') {
            let gap = after[at..].find(char::is_alphanumeric)?;
            let between = &after[at..at + gap];
            if gap == 0 || !between.chars().all(is_inside_a_name) {
                return None;
            }
            at += gap;
            // "a new York exhibition" is one of York.
            let small = written.starts_with("new") && after[at..].starts_with(char::is_uppercase);
            let mut found = String::new();
            at += read_word(&after[at..], &mut found);
            if small || found != wanted {
                return None;
            }
            more.push(' ');
            more.push_str(&found);
        }
        Some((more, at))
    })
}

/// What may stand between the words of a name.
fn is_inside_a_name(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '-' | '\u{2010}' | '\u{2011}' | '(')
}

/// "s" and then the end of the word.
fn is_possessive(ending: &str) -> bool {
    let mut letters = ending.chars();
    matches!(letters.next(), Some('s' | 'S'))
        && letters
            .next()
            .is_none_or(|next| !next.is_alphanumeric() && !is_apostrophe(next))
}

const fn is_apostrophe(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{ff07}'
    )
}

/// An accent that follows its letter as a character of its own, and what cannot be seen.
const fn is_passed_over(letter: char) -> bool {
    matches!(
        letter,
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

/// A letter of a script that is cut into pairs: without spaces, or with whole phrases between them
/// as in Korean.
const fn is_paired(letter: char) -> bool {
    is_unspaced(letter)
        || matches!(letter, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests {
    use super::{ELIDED, ELIDED_LONGEST};

    #[test]
    fn the_elided_words_are_in_order_and_as_long_as_is_looked() {
        assert!(ELIDED.is_sorted());
        assert_eq!(
            ELIDED.iter().map(|word| word.len()).max(),
            Some(ELIDED_LONGEST)
        );
    }
}
