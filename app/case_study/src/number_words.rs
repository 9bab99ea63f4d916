//! Whole numbers that are written out in English: "twelve", "two hundred and fifty", "a dozen".

/// From zero on, each the number of its place.
const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
/// From twenty on, in steps of ten.
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
const DOZEN: u32 = 12;

/// The number of these words, which are in small letters, if they are one number and nothing else. Up to 999,999.
pub(crate) fn number_of_words(text: &str) -> Option<u32> {
    let words: Vec<&str> = text.split([' ', '-']).collect();
    let (before, after) = match words.iter().position(|word| *word == "thousand") {
        Some(at) => (Some(&words[..at]), &words[at + 1..]),
        None => (None, words.as_slice()),
    };
    let Some(before) = before else {
        return dozens(after).or_else(|| below_a_thousand(after, false));
    };
    let thousands = match before {
        ["a"] => 1,
        before => below_a_thousand(before, false)?,
    };
    let rest = match after {
        [] => 0,
        after => below_a_thousand(after, true)?,
    };
    (thousands > 0).then_some(thousands * 1000 + rest)
}

/// "a dozen", "two dozen".
fn dozens(words: &[&str]) -> Option<u32> {
    match words {
        ["a", "dozen"] => Some(DOZEN),
        [many, "dozen"] => Some(small(many)? * DOZEN),
        _ => None,
    }
}

/// `follows` something larger, which an "and" may tie it to.
fn below_a_thousand(words: &[&str], follows: bool) -> Option<u32> {
    match words {
        ["and", rest @ ..] if follows => below_a_hundred(rest),
        ["a", "hundred"] => Some(100),
        ["a", "hundred", "and", rest @ ..] => Some(100 + below_a_hundred(rest)?),
        [many, "hundred"] => hundreds(many),
        [many, "hundred", "and", rest @ ..] | [many, "hundred", rest @ ..] => {
            Some(hundreds(many)? + below_a_hundred(rest)?)
        }
        words => below_a_hundred(words),
    }
}

fn hundreds(many: &str) -> Option<u32> {
    small(many)
        .filter(|many| (1..10).contains(many))
        .map(|many| many * 100)
}

fn below_a_hundred(words: &[&str]) -> Option<u32> {
    match words {
        [one] => small(one).or_else(|| tens(one)),
        [ten, one] => {
            let one = small(one).filter(|one| (1..10).contains(one))?;
            Some(tens(ten)? + one)
        }
        _ => None,
    }
}

fn small(word: &str) -> Option<u32> {
    place(&SMALL, word)
}

fn tens(word: &str) -> Option<u32> {
    Some((place(&TENS, word)? + 2) * 10)
}

fn place(all: &[&str], word: &str) -> Option<u32> {
    let at = all.iter().position(|one| *one == word)?;
    u32::try_from(at).ok()
}

#[cfg(test)]
mod tests {
    use super::number_of_words;

    #[test]
    fn numbers_are_read_as_they_are_written_out() {
        for (words, number) in [
            ("seven", 7),
            ("twelve", 12),
            ("twenty", 20),
            ("twenty-five", 25),
            ("twenty five", 25),
            ("a dozen", 12),
            ("two dozen", 24),
            ("a hundred", 100),
            ("two hundred", 200),
            ("two hundred and fifty", 250),
            ("two hundred fifty-one", 251),
            ("a thousand", 1000),
            ("two thousand", 2000),
            ("two thousand and five", 2005),
            ("one thousand two hundred", 1200),
            ("forty thousand three hundred and six", 40_306),
        ] {
            assert_eq!(number_of_words(words), Some(number), "{words}");
        }
    }

    #[test]
    fn what_is_no_one_number_is_none() {
        for words in [
            "",
            "a",
            "and",
            "hundred",
            "hundreds",
            "thousand",
            "a few",
            "twenty and five",
            "five twenty",
            "twenty ten",
            "two three",
            "two and three hundred",
            "fifteen hundred",
            "two hundred and",
            "two hundred and three hundred",
            "and two hundred",
            "zero thousand",
            "two thousand thousand",
            "a dozen and one",
            "2 hundred",
            "two  hundred",
        ] {
            assert_eq!(number_of_words(words), None, "{words}");
        }
    }
}
