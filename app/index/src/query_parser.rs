//! What somebody typed, as our own words and phrases.
//!
//! Nothing of it is ever read as a query language: there are words, phrases in double quotes, and
//! everything else is a gap.

use super::tokenizer::{Word, words};

/// More words than this say nothing more, and each costs a look into the index.
const MOST_WORDS: usize = 16;

/// Words that stand in every sentence. They are looked for only where there are no others, and
/// inside quotes.
const COMMON: &[&str] = &[
    "a", "about", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "been",
    "being", "but", "by", "can", "could", "did", "do", "does", "doing", "done", "for", "from",
    "get", "had", "has", "have", "having", "help", "helped", "helping", "helps", "how", "i", "if",
    "in", "into", "is", "it", "its", "me", "more", "my", "no", "not", "of", "on", "or", "our", "s",
    "should", "so", "some", "such", "than", "that", "the", "their", "them", "there", "these",
    "they", "this", "to", "us", "use", "used", "using", "was", "we", "were", "what", "when",
    "where", "which", "while", "who", "whom", "whose", "why", "will", "with", "would", "you",
    "your",
];

/// What somebody is looking for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Question {
    /// Words outside of quotes, in order; common ones only where there are no others.
    pub words: Vec<Word>,
    /// What stands in quotes.
    pub phrases: Vec<Vec<Word>>,
    /// Every stem outside of quotes, common ones too, for names of several words; the number is
    /// the place in `words`, if the word stands there.
    pub in_a_row: Vec<(String, Option<usize>)>,
}

impl Question {
    /// Reads a text; nothing in it can fail.
    pub fn read(text: &str) -> Self {
        let quoted = quotes(text);
        let mut question = Self::default();
        let mut left = MOST_WORDS;
        let mut loose = Vec::new();
        let mut phrase_of: Vec<Vec<Word>> = vec![Vec::new(); quoted.len()];
        for word in words(text) {
            let phrase = quoted
                .iter()
                .position(|(start, end)| *start < word.range.start && word.range.end <= *end);
            if phrase.is_none() && is_common(&word) {
                loose.push(word);
                continue;
            }
            if left == 0 {
                continue;
            }
            left -= 1;
            match phrase {
                Some(at) => phrase_of[at].push(word),
                None => loose.push(word),
            }
        }
        question.phrases = phrase_of
            .into_iter()
            .filter(|phrase| !phrase.is_empty())
            .collect();
        let only_common = question.phrases.is_empty() && loose.iter().all(is_common);
        for word in loose.into_iter().take(4 * MOST_WORDS) {
            let stem = word.stem.clone();
            let counts = (only_common || !is_common(&word)) && question.words.len() < MOST_WORDS;
            let place = counts.then(|| {
                question.words.push(word);
                question.words.len() - 1
            });
            question.in_a_row.push((stem, place));
        }
        question
    }

    /// Whether there is nothing to look for.
    pub const fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty()
    }
}

fn is_common(word: &Word) -> bool {
    COMMON.binary_search(&word.plain.as_str()).is_ok()
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

    fn read(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
        let question = Question::read(text);
        let plain = |words: Vec<super::Word>| words.into_iter().map(|w| w.plain).collect();
        (
            plain(question.words),
            question.phrases.into_iter().map(plain).collect(),
        )
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
    }

    #[test]
    fn quotes_hold_words_together() {
        let (words, phrases) = read("tea \"in the garden\" \u{201c}museum\u{201d} \"never closed");
        assert_eq!(words, ["tea", "never", "closed"]);
        assert_eq!(phrases, vec![vec!["in", "the", "garden"], vec!["museum"]]);
        assert_eq!(read("\"\" \" \"").1.len(), 0);
    }

    #[test]
    fn operators_are_gaps() {
        let (words, phrases) =
            read("title:tea AND -coffee* ~cake^2 [a TO b] (x OR y) \\ /re.*gex/");
        assert_eq!(
            words,
            [
                "title", "tea", "coffee", "cake", "2", "b", "x", "y", "re", "gex"
            ]
        );
        assert!(phrases.is_empty());
    }

    #[test]
    fn there_is_an_end_to_words() {
        let many: String = (0..5_000).map(|n| format!("w{n} \"p{n} q\" ")).collect();
        let question = Question::read(&many);
        let all = question.words.len() + question.phrases.iter().map(Vec::len).sum::<usize>();
        assert_eq!(all, 16);
        assert!(Question::read("\u{0}\u{1f331}?!").is_empty());
        assert!(question.in_a_row.len() <= 64);
    }
}
