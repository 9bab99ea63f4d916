//! Text into words, the same way for what is stored and for what people type.
//!
//! How a text is cut into words is said in `segment`. Words are compared by their English
//! stem, after British "-ise" became "-ize": the stemmer knows the endings of one of the two only.

mod segment;

use segment::Words;
use std::ops::Range;
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, Stemmer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer,
};

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

/// Words by their English stem, as they are looked for.
pub(super) fn stems() -> TextAnalyzer {
    stemmed(Words::default())
}

/// The same with the parts of long words, as the index holds a text: each can be looked for alone.
pub(super) fn stems_and_parts() -> TextAnalyzer {
    stemmed(Words::with_parts())
}

fn stemmed(words: Words) -> TextAnalyzer {
    TextAnalyzer::builder(words)
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

#[cfg(test)]
mod tests {
    use super::{TokenStream, stems_of, words};

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
    fn a_name_that_holds_another_name_is_one_word() {
        assert_eq!(
            plain("New York's museums, new york, NEW-YORK, York, New  South Wales"),
            [
                "new york",
                "museums",
                "new york",
                "new york",
                "york",
                "new south wales"
            ]
        );
        assert_eq!(
            plain("a new York exhibition. New. York, anew york, new yorkshire, new"),
            [
                "a",
                "new",
                "york",
                "exhibition",
                "new",
                "york",
                "anew",
                "york",
                "new",
                "yorkshire",
                "new"
            ]
        );
        assert_eq!(
            plain("the Short (Warwick-Edinburgh) scale, short WEMWBS, a short walk"),
            [
                "the",
                "short warwick",
                "edinburgh",
                "scale",
                "short wemwbs",
                "a",
                "short",
                "walk"
            ]
        );
        let text = "in New York City";
        let found: Vec<&str> = words(text)
            .iter()
            .map(|word| &text[word.range.clone()])
            .collect();
        assert_eq!(found, ["in", "New York", "City"]);
        // The same word in the index, in one place.
        assert_eq!(
            indexed("New York City"),
            [("new york".to_owned(), 0), ("citi".to_owned(), 1)]
        );
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
        assert_eq!(found, ["Zürich’s", "museums", "été"]);
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
    fn elided_articles_are_no_part_of_a_word() {
        assert_eq!(
            plain("Musée d'Art, Musée de l\u{2019}Homme, Museo dell'Automobile, L'Aquila"),
            [
                "musee",
                "art",
                "musee",
                "de",
                "homme",
                "museo",
                "automobile",
                "aquila"
            ]
        );
        assert_eq!(
            plain("Qu'est-ce qu'il y a, jusqu'ici; all'aperto, un'idea, D'ARTAGNAN"),
            [
                "est", "ce", "il", "y", "a", "ici", "aperto", "idea", "artagnan"
            ]
        );
        // English, whose apostrophes are inside words.
        assert_eq!(
            plain("O'Brien don't T'ai Chi rock'n'roll bell's all's un's d's aujourd'hui"),
            [
                "obrien",
                "dont",
                "tai",
                "chi",
                "rocknroll",
                "bell",
                "all",
                "un",
                "d",
                "aujourdhui"
            ]
        );
        assert_eq!(plain("l' d'"), ["l", "d"]);
    }

    #[test]
    fn capitals_and_what_cannot_be_seen_make_no_other_word() {
        assert_eq!(
            plain("İstanbul ISTANBUL istanbul ı"),
            ["istanbul", "istanbul", "istanbul", "i"]
        );
        assert_eq!(
            plain("mu\u{ad}se\u{200b}um می\u{200c}خواهم"),
            ["museum", "میخواهم"]
        );
    }

    #[test]
    fn scripts_without_spaces_are_cut_into_pairs_of_letters() {
        assert_eq!(
            plain("博物馆健康 tea茶会2024年"),
            ["博物", "物馆", "馆健", "健康", "tea", "茶会", "2024", "年"]
        );
        assert_eq!(plain("박물관에서"), ["박물", "물관", "관에", "에서"]);
        let text = "в 博物馆";
        let found: Vec<&str> = words(text)
            .iter()
            .map(|word| &text[word.range.clone()])
            .collect();
        assert_eq!(found, ["в", "博物", "物馆"]);
    }

    fn indexed(text: &str) -> Vec<(String, usize)> {
        let mut found = Vec::new();
        super::stems_and_parts()
            .token_stream(text)
            .process(&mut |token| found.push((token.text.clone(), token.position)));
        found
    }

    #[test]
    fn the_index_holds_parts_of_long_words_and_single_letters_of_pairs() {
        let compound = indexed("Gesundheitsförderung tea");
        for part in ["gesundheit", "forderung", "gesundheitsforderung"] {
            assert!(
                compound.contains(&(part.to_owned(), 0)),
                "{part}: {compound:?}"
            );
        }
        assert_eq!(compound.last(), Some(&("tea".to_owned(), 1)));
        assert_eq!(
            indexed("茶会所"),
            [("茶会", 0), ("茶", 0), ("会所", 1), ("会", 1), ("所", 1)]
                .map(|(text, at)| (text.to_owned(), at))
        );
        // Words of the usual length are themselves alone.
        assert_eq!(indexed("intergeneration").len(), 1);
    }

    #[test]
    fn endless_words_are_cut() {
        let found = words(&"x".repeat(100_000));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].plain.len(), 40);
        assert_eq!(found[0].range, 0..100_000);
    }
}
