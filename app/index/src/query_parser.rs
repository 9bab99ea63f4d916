//! What somebody typed, as our own words and phrases.
//!
//! There are words, phrases in double quotes, a minus in front of what should be left out, and OR
//! between two words. Everything else is a gap.

use super::tokenizer::{Word, words};
use std::ops::Range;

/// More words than this say nothing more, and each costs a look into the index.
pub(super) const MOST_WORDS: usize = 16;
/// Words in all, common ones too, that are looked at for names of several words.
const MOST_IN_ROWS: usize = 4 * MOST_WORDS;

/// Words that stand in every sentence, in every question, or in every case study of this bank. They
/// are looked for only where there are no others, inside quotes, and as a part of a name.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "a", "about", "all", "also", "am", "an", "and", "any", "anybody", "anyone", "anything", "are", "as",
    "at", "be", "been", "being", "but", "by", "can", "cant", "case", "cases", "could", "did", "didnt", "do",
    "does", "doesnt", "doing", "done", "dont", "every", "example", "examples", "find", "for", "from", "get",
    "had", "happen", "happened", "happens", "has", "have", "having", "help", "helped", "helping", "helps",
    "how", "i", "if", "im", "in", "instead", "into", "is", "isnt", "it", "its", "ive", "looking", "many",
    "may", "me", "might", "more", "much", "museum", "museums", "my", "no", "not", "of", "on", "onto", "or",
    "other", "our", "please", "s", "should", "show", "so", "some", "somebody", "someone", "something",
    "studies", "study", "such", "tell", "than", "that", "the", "their", "them", "there", "these", "they",
    "thing", "things", "this", "to", "us", "use", "used", "using", "was", "wasnt", "we", "were", "what",
    "when", "where", "which", "while", "who", "whom", "whose", "why", "will", "with", "would", "you",
    "your",
];

/// Questions that are about every case study alike: none of their words tells one from another.
const ASKED_OF_ALL: &[&[&str]] = &[
    &["did", "it", "work"],
    &["did", "they", "work"],
    &["did", "this", "work"],
    &["do", "these", "work"],
    &["do", "they", "work"],
    &["does", "it", "work"],
    &["does", "that", "work"],
    &["does", "this", "work"],
    &["how", "well", "did"],
    &["what", "worked"],
    &["what", "works"],
    &["which", "worked"],
    &["which", "works"],
];

/// What somebody is looking for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Question {
    /// Words outside of quotes, in order; common ones only where there are no others.
    pub words: Vec<Word>,
    /// What stands in quotes.
    pub phrases: Vec<Vec<Word>>,
    /// What has a minus in front of it.
    pub without: Vec<Vec<Word>>,
    /// The places in `words` of two with OR between them.
    pub either: Vec<(usize, usize)>,
    /// Everything outside of quotes, common words too, for names of several words: words that stand
    /// side by side, a row for each part of the text that a quote, a minus or OR ends.
    pub rows: Vec<Vec<InRow>>,
    /// There are no words but common ones.
    pub only_common: bool,
    /// Two to four words, each with a capital: a name, most likely.
    pub reads_as_name: bool,
}

/// A word outside of quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InRow {
    pub stem: String,
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// Its place in the question's words, if it counts.
    pub place: Option<usize>,
}

/// A word outside of quotes, before it is known whether it counts.
struct Loose {
    word: Word,
    common: bool,
    /// OR stands in front of it.
    or: bool,
}

impl Question {
    /// Reads a text; nothing in it can fail.
    pub fn read(text: &str) -> Self {
        let quoted = quotes(text);
        let mut question = Self::default();
        let mut left = MOST_WORDS;
        let mut phrase_of: Vec<Vec<Word>> = vec![Vec::new(); quoted.len()];
        let mut rows: Vec<Vec<Loose>> = vec![Vec::new()];
        // Whether OR stands in front of a word, and whether a word stands in front of OR.
        let (mut or, mut after_word) = (false, false);
        for word in words(text) {
            let (start, end) = (word.range.start, word.range.end);
            let phrase = quoted
                .iter()
                .position(|(open, close)| *open < start && end <= *close);
            if let Some(at) = phrase {
                rows.push(Vec::new());
                (or, after_word) = (false, false);
                if left > 0 {
                    left -= 1;
                    phrase_of[at].push(word);
                }
            } else if has_minus(text, start) {
                rows.push(Vec::new());
                (or, after_word) = (false, false);
                if left > 0 && !is_common(&word) {
                    left -= 1;
                    question.without.push(vec![word]);
                }
            } else if &text[word.range.clone()] == "OR" {
                rows.push(Vec::new());
                (or, after_word) = (after_word, false);
            } else if let Some(row) = rows.last_mut() {
                row.push(Loose {
                    common: is_common(&word),
                    word,
                    or,
                });
                (or, after_word) = (false, true);
            }
        }
        for ((open, _), phrase) in quoted.iter().zip(phrase_of) {
            if phrase.is_empty() {
                continue;
            }
            if has_minus(text, *open) {
                question.without.push(phrase);
            } else {
                question.phrases.push(phrase);
            }
        }
        rows.retain(|row| !row.is_empty());
        for row in &mut rows {
            pass_over_what_is_asked_of_all(row);
        }
        question.only_common = !rows.is_empty()
            && question.phrases.is_empty()
            && rows.iter().flatten().all(|loose| loose.common);
        question.reads_as_name = reads_as_name(text, &rows);
        question.take_rows(rows, left);
        question
    }

    fn take_rows(&mut self, rows: Vec<Vec<Loose>>, mut left: usize) {
        let mut in_rows = MOST_IN_ROWS;
        for row in rows {
            let mut taken = Vec::with_capacity(row.len().min(in_rows));
            for Loose { word, common, or } in row.into_iter().take(in_rows) {
                let stem = word.stem.clone();
                let range = word.range.clone();
                let counts = (self.only_common || !common) && left > 0;
                let place = counts.then(|| {
                    left -= 1;
                    let place = self.words.len();
                    if or && place > 0 {
                        self.either.push((place - 1, place));
                    }
                    self.words.push(word);
                    place
                });
                taken.push(InRow { stem, range, place });
            }
            in_rows -= taken.len();
            self.rows.push(taken);
        }
    }

    /// Whether there is nothing to look for.
    pub const fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty() && self.without.is_empty()
    }
}

/// Takes words out of the count that ask what everybody asks: whether it worked.
fn pass_over_what_is_asked_of_all(row: &mut [Loose]) {
    for asked in ASKED_OF_ALL {
        for at in 0..(row.len() + 1).saturating_sub(asked.len()) {
            let part = &mut row[at..at + asked.len()];
            if part
                .iter()
                .zip(*asked)
                .all(|(loose, asked)| loose.word.plain == *asked)
            {
                for loose in part {
                    loose.common = true;
                }
            }
        }
    }
}

/// Two to four words in one row, each with a capital and not all in capitals.
fn reads_as_name(text: &str, rows: &[Vec<Loose>]) -> bool {
    let [row] = rows else {
        return false;
    };
    let capital = |loose: &Loose| {
        let mut letters = text[loose.word.range.clone()].chars();
        letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase)
    };
    (2..=4).contains(&row.len()) && row.iter().all(|loose| !loose.common && capital(loose))
}

/// Whether a word says nothing beside another.
pub(super) fn is_common(word: &Word) -> bool {
    COMMON.binary_search(&word.plain.as_str()).is_ok()
}

/// Whether the text begins a word here with a minus. A hyphen inside a word is none, nor is a dash
/// between two gaps.
fn has_minus(text: &str, at: usize) -> bool {
    text[..at]
        .strip_suffix(['-', '\u{2212}'])
        .is_some_and(|before| before.chars().next_back().is_none_or(char::is_whitespace))
}

/// Where quotes open and close, straight or curly. One that never closes is a gap.
fn quotes(text: &str) -> Vec<(usize, usize)> {
    let marks: Vec<usize> = text
        .char_indices()
        .filter(|(_, letter)| matches!(letter, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}'))
        .map(|(at, _)| at)
        .collect();
    marks
        .chunks_exact(2)
        .map(|pair| (pair[0], pair[1]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{COMMON, Question};

    fn plain(words: &[super::Word]) -> Vec<String> {
        words.iter().map(|word| word.plain.clone()).collect()
    }

    fn read(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
        let question = Question::read(text);
        (
            plain(&question.words),
            question
                .phrases
                .iter()
                .map(|phrase| plain(phrase))
                .collect(),
        )
    }

    fn without(text: &str) -> Vec<Vec<String>> {
        let question = Question::read(text);
        question
            .without
            .iter()
            .map(|left_out| plain(left_out))
            .collect()
    }

    #[test]
    fn the_common_words_are_in_order() {
        assert!(COMMON.is_sorted());
    }

    #[test]
    fn common_words_go_unless_there_are_no_others() {
        let (words, phrases) = read("Older people at risk of being lonely in the north?");
        assert_eq!(words, ["older", "people", "risk", "lonely", "north"]);
        assert!(phrases.is_empty());
        assert_eq!(read("what is it").0, ["what", "is", "it"]);
        assert_eq!(read("How much does it cost?").0, ["cost"]);
        assert_eq!(read("museums with gardens").0, ["gardens"]);
        assert!(Question::read("Museum").only_common);
        assert!(!Question::read("museum garden").only_common);
        assert!(!Question::read("\"museum\"").only_common);
    }

    #[test]
    fn what_is_asked_of_everything_does_not_count_and_what_did_not_work_does() {
        assert_eq!(read("isolated men: does it work").0, ["isolated", "men"]);
        assert_eq!(read("what works for carers").0, ["carers"]);
        assert_eq!(read("did not work").0, ["work"]);
        assert_eq!(read("people who work alone").0, ["people", "work", "alone"]);
        // With nothing else in it such a question is looked for as it stands.
        assert_eq!(read("Does it work?").0, ["does", "it", "work"]);
    }

    #[test]
    fn quotes_hold_words_together() {
        let (words, phrases) = read("tea \"in the garden\" \u{201c}museum\u{201d} \"never closed");
        assert_eq!(words, ["tea", "never", "closed"]);
        assert_eq!(phrases, vec![vec!["in", "the", "garden"], vec!["museum"]]);
        assert_eq!(read("\"\" \" \"").1.len(), 0);
    }

    #[test]
    fn a_minus_leaves_out() {
        assert_eq!(without("tea -dementia"), [["dementia"]]);
        assert_eq!(without("\u{2212}dementia"), [["dementia"]]);
        assert_eq!(without("-\"memory box\" tea"), [["memory", "box"]]);
        assert!(read("-\"memory box\" tea").1.is_empty());
        for text in [
            "well-being",
            "tea - cake",
            "a -the",
            "tea -",
            "-",
            "2019-2020",
        ] {
            assert!(without(text).is_empty(), "{text}");
        }
        assert!(!Question::read("-dementia").is_empty());
    }

    #[test]
    fn or_in_capitals_is_one_or_the_other() {
        let question = Question::read("tea OR cake or coffee OR \"milk\" OR water");
        assert_eq!(plain(&question.words), ["tea", "cake", "coffee", "water"]);
        assert_eq!(question.either, [(0, 1)]);
        assert!(Question::read("OR tea OR").either.is_empty());
        assert!(Question::read("tea OR the cake").either.is_empty());
        assert!(Question::read("OR").is_empty());
    }

    #[test]
    fn rows_end_where_the_text_is_cut() {
        let rows = |text: &str| -> Vec<String> {
            let question = Question::read(text);
            let row = |row: &Vec<super::InRow>| {
                let stems: Vec<&str> = row.iter().map(|word| word.stem.as_str()).collect();
                stems.join(" ")
            };
            question.rows.iter().map(row).collect()
        };
        assert_eq!(
            rows("tea with \"milk\" cake -sugar jam OR bun"),
            ["tea with", "cake", "jam", "bun"]
        );
    }

    #[test]
    fn names_of_people_have_capitals() {
        for (text, expected) in [
            ("Helen Chatterjee", true),
            ("helen chatterjee", false),
            ("Helen", false),
            ("ADHD PTSD", false),
            ("Helen the Great", false),
            ("Object Handling At Home For Carers", false),
        ] {
            assert_eq!(Question::read(text).reads_as_name, expected, "{text}");
        }
    }

    #[test]
    fn operators_are_gaps() {
        let text = "title:tea AND -coffee* ~cake^2 [a TO b] (x OR y) \\ /re.*gex/";
        let (words, phrases) = read(text);
        assert_eq!(
            words,
            ["title", "tea", "cake", "2", "b", "x", "y", "re", "gex"]
        );
        assert!(phrases.is_empty());
        assert_eq!(without(text), [["coffee"]]);
    }

    #[test]
    fn there_is_an_end_to_words() {
        let many: String = (0..5_000)
            .map(|n| format!("w{n} \"p{n} q\" -x{n} "))
            .collect();
        let question = Question::read(&many);
        let all = question.words.len()
            + question.phrases.iter().map(Vec::len).sum::<usize>()
            + question.without.len();
        assert_eq!(all, 16);
        assert!(Question::read("\u{0}\u{1f331}?!").is_empty());
        let common = Question::read(&"museum and ".repeat(500));
        assert_eq!(common.words.len(), 16);
        assert_eq!(common.rows.iter().map(Vec::len).sum::<usize>(), 64);
    }
}
