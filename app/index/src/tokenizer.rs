//! Text into words, the same way for what is stored and for what people type.
//!
//! A word is a run of letters and digits, in lower case and without accents. An apostrophe inside
//! a word leaves no gap ("don't" is "dont") and a possessive ending goes ("children's" is
//! "children"). Words are compared by their English stem, after British "-ise" became "-ize": the
//! stemmer knows the endings of one of the two only.

use std::ops::Range;
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, Stemmer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer,
};

/// Longer runs of letters are cut: no word of a language is longer, and what is longer is noise.
const LONGEST_WORD: usize = 40;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// In lower case, without accents.
    pub plain: String,
    /// What it is compared by.
    pub stem: String,
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
}

/// The words of a text, in order.
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let (mut plain, mut stems) = (plain(), stems());
    plain.token_stream(text).process(&mut |token| {
        found.push(Word {
            plain: token.text.clone(),
            stem: String::new(),
            range: token.offset_from..token.offset_to,
        });
    });
    let mut at = 0;
    // The same words in the same order: a stem is never empty and never a word of its own.
    stems.token_stream(text).process(&mut |token| {
        if let Some(word) = found.get_mut(at) {
            word.stem.clone_from(&token.text);
        }
        at += 1;
    });
    found
}

/// The stems of a text, in order.
#[must_use]
pub fn stems_of(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    stems()
        .token_stream(text)
        .process(&mut |token| found.push(token.text.clone()));
    found
}

/// Words as they are written, but for case and accents.
pub(super) fn plain() -> TextAnalyzer {
    TextAnalyzer::builder(Words::default())
        .filter(AsciiFoldingFilter)
        .build()
}

/// Words by their English stem.
pub(super) fn stems() -> TextAnalyzer {
    TextAnalyzer::builder(Words::default())
        .filter(AsciiFoldingFilter)
        .filter(IseToIze)
        .filter(Stemmer::new(Language::English))
        .build()
}

/// Writes "randomised" as "randomized". Words that are never written with a "z", such as
/// "exercise", change too, wherever they stand.
#[derive(Clone)]
struct IseToIze;

#[derive(Clone)]
struct Respelled<T>(T);

struct RespelledStream<S>(S);

impl TokenFilter for IseToIze {
    type Tokenizer<T: Tokenizer> = Respelled<T>;

    fn transform<T: Tokenizer>(self, tokenizer: T) -> Respelled<T> {
        Respelled(tokenizer)
    }
}

impl<T: Tokenizer> Tokenizer for Respelled<T> {
    type TokenStream<'a> = RespelledStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        RespelledStream(self.0.token_stream(text))
    }
}

impl<S: TokenStream> TokenStream for RespelledStream<S> {
    fn advance(&mut self) -> bool {
        if !self.0.advance() {
            return false;
        }
        let text = &mut self.0.token_mut().text;
        for ending in ["ise", "ised", "ises", "ising", "isation", "isations"] {
            // Shorter words, "wise" and "rising" among them, have it by chance.
            if text.len() >= ending.len() + 4 && text.ends_with(ending) {
                let s = text.len() - ending.len() + 1;
                text.replace_range(s..=s, "z");
                break;
            }
        }
        true
    }

    fn token(&self) -> &Token {
        self.0.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.0.token_mut()
    }
}

#[derive(Clone, Default)]
struct Words {
    token: Token,
}

struct Stream<'a> {
    text: &'a str,
    at: usize,
    token: &'a mut Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        Stream {
            text,
            at: 0,
            token: &mut self.token,
        }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let Some(start) = rest.find(char::is_alphanumeric) else {
            return false;
        };
        self.token.text.clear();
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = self.at + start;
        let length = read_word(&rest[start..], &mut self.token.text);
        self.at += start + length;
        self.token.offset_to = self.at;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

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
        if letter.is_alphanumeric() {
            count += 1;
            if count <= LONGEST_WORD {
                word.extend(letter.to_lowercase());
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
        } else if !is_accent(letter) {
            return at;
        }
    }
    text.len()
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
    matches!(letter, '\'' | '\u{2019}' | '\u{2bc}')
}

/// An accent that follows its letter as a character of its own.
const fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::{stems_of, words};

    fn plain(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.plain).collect()
    }

    #[test]
    fn words_are_letters_and_digits() {
        assert_eq!(
            plain("Older people, at-risk (of 2) being LONELY!"),
            [
                "older", "people", "at", "risk", "of", "2", "being", "lonely"
            ]
        );
        assert_eq!(plain(""), [""; 0]);
        assert_eq!(plain("\u{0}\"*&|~^?:;\\"), [""; 0]);
    }

    #[test]
    fn apostrophes_and_accents_leave_no_gap() {
        assert_eq!(
            plain("children's don't 'quoted' carers\u{2019}"),
            ["children", "dont", "quoted", "carers"]
        );
        assert_eq!(
            plain("Caf\u{e9} cafe\u{301} MÜNCHEN Łódź"),
            ["cafe", "cafe", "munchen", "lodz"]
        );
    }

    #[test]
    fn ranges_lead_back_to_the_text() {
        let text = "«Zürich’s museums» \u{1f331} l’été";
        let found: Vec<&str> = words(text)
            .iter()
            .map(|word| &text[word.range.clone()])
            .collect();
        assert_eq!(found, ["Zürich’s", "museums", "l’été"]);
    }

    #[test]
    fn words_of_one_kind_have_one_stem() {
        assert_eq!(stems_of("museums museum"), ["museum", "museum"]);
        assert_eq!(
            stems_of("gardens gardening gardened"),
            ["garden", "garden", "garden"]
        );
        assert_eq!(
            stems_of("randomised organisations"),
            stems_of("randomized organizations")
        );
        // What the stemmer cannot bring together, the list of synonyms does.
        assert_ne!(stems_of("lonely"), stems_of("loneliness"));
    }

    #[test]
    fn endless_words_are_cut() {
        let found = words(&"x".repeat(100_000));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].plain.len(), 40);
        assert_eq!(found[0].range, 0..100_000);
    }
}
