//! Counting words as people do, the same way on the server and in the browser's counter.

/// The number of words in a text: runs of anything but white space that hold a letter or a digit,
/// so that a dash standing alone is not counted against anybody. Where a script has no spaces, two of
/// its letters count as a word.
#[must_use]
pub fn count_words(text: &str) -> usize {
    text.split_whitespace().map(words_of_run).sum()
}

fn words_of_run(run: &str) -> usize {
    let unspaced = run.chars().filter(|letter| is_unspaced(*letter)).count();
    let others = run
        .chars()
        .any(|letter| letter.is_alphanumeric() && !is_unspaced(letter));
    unspaced.div_ceil(2) + usize::from(others)
}

/// Whether it is a letter of a script that is written without spaces between words: Chinese,
/// Japanese, Thai, Lao, Khmer and Burmese.
#[must_use]
pub const fn is_unspaced(letter: char) -> bool {
    matches!(
        letter,
        '\u{e00}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3041}'..='\u{30ff}'
            | '\u{31f0}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff66}'..='\u{ff9f}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

/// The letters and digits of the longest word; those of web addresses and of scripts without spaces
/// are not looked at.
#[must_use]
pub fn longest_word(text: &str) -> usize {
    let ends = |letter: char| !letter.is_alphanumeric() || is_unspaced(letter);
    text.split_whitespace()
        .filter(|run| !run.contains("://"))
        .flat_map(|run| run.split(ends))
        .map(|word| word.chars().count())
        .max()
        .unwrap_or(0)
}

/// What the counter under a text says, as a sentence that stands alone.
#[must_use]
pub fn counter_sentence(words: usize, most: usize) -> String {
    let plural = |n: usize| if n == 1 { "word" } else { "words" };
    if words <= most {
        let left = most - words;
        format!("You have {left} {} left", plural(left))
    } else {
        let over = words - most;
        format!("You have {over} {} too many", plural(over))
    }
}

/// The same for a text that has to reach a length too.
#[must_use]
pub fn counter_sentence_between(words: usize, least: usize, most: usize) -> String {
    if words >= least {
        return counter_sentence(words, most);
    }
    let more = least - words;
    let plural = if more == 1 { "word" } else { "words" };
    format!("About {more} more {plural} would help readers; you can write up to {most}")
}

#[cfg(test)]
mod tests {
    use super::{count_words, counter_sentence, counter_sentence_between, longest_word};

    #[test]
    fn counter_asks_for_more_until_there_is_enough() {
        assert_eq!(
            counter_sentence_between(59, 60, 200),
            "About 1 more word would help readers; you can write up to 200"
        );
        assert_eq!(
            counter_sentence_between(60, 60, 200),
            "You have 140 words left"
        );
        assert_eq!(counter_sentence_between(0, 0, 60), "You have 60 words left");
    }

    #[test]
    fn dashes_alone_are_not_words() {
        assert_eq!(count_words("tea – and  company\n\nagain"), 4);
        assert_eq!(count_words(" "), 0);
        assert_eq!(count_words("don't re-use 12.5%"), 3);
    }

    #[test]
    fn two_letters_are_a_word_where_there_are_no_spaces() {
        assert_eq!(count_words("博物馆健康项目"), 4);
        assert_eq!(count_words("我们在2024年举办了活动。"), 6);
        assert_eq!(count_words("พิพิธภัณฑ์ และ tea"), 8);
    }

    #[test]
    fn the_longest_word_is_measured_in_letters() {
        let long = "a".repeat(61);
        assert_eq!(longest_word(&format!("a {long}, b")), 61);
        assert_eq!(longest_word("Carers/neighbours/volunteers re-use"), 10);
        assert_eq!(
            longest_word(&format!("see https://museum.example/{long} ")),
            3
        );
        assert_eq!(longest_word(&"健".repeat(100)), 0);
        assert_eq!(longest_word(" – "), 0);
    }

    #[test]
    fn counter_speaks_of_words_left_and_of_words_too_many() {
        assert_eq!(counter_sentence(59, 60), "You have 1 word left");
        assert_eq!(counter_sentence(60, 60), "You have 0 words left");
        assert_eq!(counter_sentence(62, 60), "You have 2 words too many");
    }
}
