//! Counting words as people do, the same way on the server and in the browser's counter.

/// The number of words in a text: runs of anything but white space that hold a letter or a digit,
/// so that a dash standing alone is not counted against anybody.
#[must_use]
pub fn count_words(text: &str) -> usize {
    text.split_whitespace()
        .filter(|run| run.chars().any(char::is_alphanumeric))
        .count()
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
    format!("Write at least {more} more {plural}; the limit is {most}")
}

#[cfg(test)]
mod tests {
    use super::{count_words, counter_sentence, counter_sentence_between};

    #[test]
    fn counter_asks_for_more_until_there_is_enough() {
        assert_eq!(
            counter_sentence_between(59, 60, 200),
            "Write at least 1 more word; the limit is 200"
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
    fn counter_speaks_of_words_left_and_of_words_too_many() {
        assert_eq!(counter_sentence(59, 60), "You have 1 word left");
        assert_eq!(counter_sentence(60, 60), "You have 0 words left");
        assert_eq!(counter_sentence(62, 60), "You have 2 words too many");
    }
}
