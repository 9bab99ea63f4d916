//! Numbers as people write them: read by the rules of writing, or not at all. A separator is never
//! thrown away, for what stays would be another number.

use super::number_words::number_of_words;
use super::text_input::plain;

const COUNT: &str = "Enter a whole number in digits, such as 120 or about 120";
const POSITION: &str =
    "Enter two numbers with points and a comma between them, such as 53.41, -2.98";

/// A number of people as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct People {
    /// Of "20 to 25" the smaller: more is never claimed than was counted.
    pub count: u32,
    /// What was typed, where the number alone would say more than it did: "about 20 people".
    pub roughly: Option<String>,
}

/// Before a number: it is not exact, but not less by much.
const ROUGHLY: [&str; 19] = [
    "about",
    "around",
    "approximately",
    "approx.",
    "approx",
    "roughly",
    "circa",
    "c.",
    "ca.",
    "some",
    "over",
    "just over",
    "well over",
    "more than",
    "at least",
    "nearly",
    "almost",
    "~",
    "between",
];
/// After a number: whom it counts. Visits, weeks and pounds are no people.
const COUNTED: [&str; 20] = [
    "people",
    "persons",
    "person",
    "participants",
    "individuals",
    "adults",
    "children",
    "visitors",
    "volunteers",
    "members",
    "residents",
    "patients",
    "carers",
    "pupils",
    "students",
    "staff",
    "men",
    "women",
    "in all",
    "in total",
];

/// A number of people: `1200`, in groups of three as `1,200`, `1 200`, `1.200` or `1’200`, and with words
/// around it as `about 20 people`, `20-25` or `20+`; written out as `over two hundred`, which is never taken for exact.
/// `None` where nothing was typed.
///
/// A point before three digits sets off thousands, as in much of Europe: nobody is a thousandth. `1.2` is no count.
///
/// # Errors
/// The sentence for the person, for `12,5` as for `8, 12` and `up to 20`: nobody can tell what was meant.
pub fn read_people(text: &str) -> Result<Option<People>, &'static str> {
    let text = plain(text);
    if text.is_empty() {
        return Ok(None);
    }
    let lower = text.to_lowercase();
    let mut rest = lower.trim_end_matches('.').trim();
    while let Some(before) = COUNTED
        .iter()
        .find_map(|word| rest.strip_suffix(word)?.strip_suffix(' '))
    {
        rest = before.trim_end();
    }
    if let Some(count) = number_of(rest) {
        // "20 people" is as exact as "20".
        return Ok(Some(People {
            count,
            roughly: None,
        }));
    }
    let is_between = rest.starts_with("between ");
    while let Some(after) = ROUGHLY.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = after.trim_start();
    }
    let rest = rest.strip_suffix('+').unwrap_or(rest).trim_end();
    // Whoever counted writes digits.
    let count = match number_of(rest).or_else(|| number_of_words(rest)) {
        Some(count) if !is_between => count,
        _ => smaller_of_two(rest).ok_or(COUNT)?,
    };
    Ok(Some(People {
        count,
        roughly: Some(text),
    }))
}

/// The same without the words around it.
///
/// # Errors
/// As [`read_people`].
pub fn read_count(text: &str) -> Result<Option<u32>, &'static str> {
    Ok(read_people(text)?.map(|people| people.count))
}

fn number_of(text: &str) -> Option<u32> {
    digits_of(text)?.parse().ok()
}

/// "20-25", "20 to 25", "20 and 25".
fn smaller_of_two(text: &str) -> Option<u32> {
    let text: String = text
        .chars()
        .map(|letter| match letter {
            '\u{2010}'..='\u{2015}' => '-',
            other => other,
        })
        .collect();
    [" to ", " and ", "-"].iter().find_map(|sign| {
        let (small, large) = text.split_once(sign)?;
        let (small, large) = (number_of(small.trim())?, number_of(large.trim())?);
        (small < large).then_some(small)
    })
}

/// The digits of a number whose groups, if it has any, are all set off by the same sign.
fn digits_of(text: &str) -> Option<String> {
    let sign = text.chars().find(|letter| !letter.is_ascii_digit());
    let Some(sign) = sign else {
        return Some(text.to_owned());
    };
    if !matches!(sign, ',' | '.' | ' ' | '\'' | '\u{2019}') {
        return None;
    }
    let mut groups = text.split(sign);
    let first = groups.next()?;
    let is_number = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let begins = (1..=3).contains(&first.len()) && is_number(first) && !first.starts_with('0');
    let goes_on = groups.all(|group| group.len() == 3 && is_number(group));
    (begins && goes_on).then(|| text.replace(sign, ""))
}

/// Latitude and longitude in degrees. `None` where nothing was typed.
///
/// # Errors
/// The sentence for the person, also for `53,41`: that may be one number with a decimal comma.
pub fn read_position(text: &str) -> Result<Option<(f64, f64)>, &'static str> {
    let text = plain(text);
    if text.is_empty() {
        return Ok(None);
    }
    let (lat, lon) = text.split_once(',').ok_or(POSITION)?;
    if !lon.starts_with(' ') && !lat.contains('.') && !lon.contains('.') {
        return Err(POSITION);
    }
    let degrees = |text: &str, most: f64| {
        read_degrees(text.trim())
            .filter(|degrees| degrees.abs() <= most)
            .ok_or(POSITION)
    };
    Ok(Some((degrees(lat, 90.0)?, degrees(lon, 180.0)?)))
}

/// A decimal number; a hyphen and the true minus sign are one.
fn read_degrees(text: &str) -> Option<f64> {
    let text = text.replace(['\u{2212}', '\u{2010}', '\u{2013}'], "-");
    let number = text.strip_prefix('-').unwrap_or(&text);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = match number.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(number),
    };
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_three_are_read() {
        for typed in [
            "1200",
            "1,200",
            "1 200",
            "1.200",
            "1\u{2019}200",
            "1'200",
            "1\u{202f}200",
            "1\u{2009}200",
            "1\u{a0}200",
            "\u{200b}1200 ",
            "１２００",
        ] {
            assert_eq!(read_count(typed), Ok(Some(1200)), "{typed}");
        }
        assert_eq!(read_count("12,345,678"), Ok(Some(12_345_678)));
        assert_eq!(read_count(" \u{feff}"), Ok(None));
        assert_eq!(read_count("0"), Ok(Some(0)));
    }

    #[test]
    fn words_around_a_number_are_understood_and_kept() {
        for (typed, count) in [
            ("about 20 people", 20),
            ("About 20 people.", 20),
            ("around 20", 20),
            ("approx. 1,200 visitors", 1200),
            ("c. 20", 20),
            ("~20", 20),
            ("20+", 20),
            ("20+ people", 20),
            ("over 1000", 1000),
            ("more than 20 adults", 20),
            ("at least 20", 20),
            ("nearly 20 participants in total", 20),
            ("20-25 people", 20),
            ("20\u{2013}25", 20),
            ("20 - 25", 20),
            ("20 to 25 people", 20),
            ("about 20 to 25", 20),
            ("between 20 and 25 people", 20),
            ("1,200-1,500", 1200),
            ("over two hundred", 200),
            ("Nearly two hundred and fifty people", 250),
            ("just over 1.200 visitors", 1200),
            ("well over a thousand", 1000),
            ("about a dozen volunteers", 12),
            ("twelve people", 12),
            ("Twenty-five", 25),
        ] {
            let people = People {
                count,
                roughly: Some(typed.to_owned()),
            };
            assert_eq!(read_people(typed), Ok(Some(people)), "{typed}");
        }
        for typed in ["20 people", "20 participants", "20 people in all", "20"] {
            let people = People {
                count: 20,
                roughly: None,
            };
            assert_eq!(read_people(typed), Ok(Some(people)), "{typed}");
        }
        let people = People {
            count: 1200,
            roughly: None,
        };
        assert_eq!(read_people("1.200 people"), Ok(Some(people)));
    }

    #[test]
    fn what_may_be_another_number_is_refused() {
        for typed in [
            "12,5",
            "8, 12",
            "12, 15, 9",
            "8 12",
            "12 34",
            "1,2,3",
            "1,200.5",
            "1.2",
            "1.2 people",
            "1.20",
            "1.2000",
            "between two and three hundred",
            "between twenty",
            "up to two hundred",
            "hundreds of people",
            "1.200,00",
            "1,200 300",
            "1234,567",
            "0,200",
            ",200",
            "1,200,",
            "1,,200",
            "-3",
            "\u{2212}3",
            "+3",
            "up to 40",
            "fewer than 40",
            "12 weeks",
            "20 visits",
            "20 people a week",
            "20 or 25",
            "25-20",
            "2019-20",
            "20-25-30",
            "a few",
            "people",
            "about",
            "between 20",
            "1e3",
            "99999999999",
            "12%",
            "½",
        ] {
            assert_eq!(read_count(typed), Err(COUNT), "{typed}");
        }
    }

    #[test]
    fn a_position_is_two_numbers_that_nobody_can_take_for_one() {
        for (typed, lat, lon) in [
            ("53.41, -2.98", 53.41, -2.98),
            ("53.41,-2.98", 53.41, -2.98),
            ("53.41, \u{2212}2.98", 53.41, -2.98),
            ("53.41 , \u{2013}2.98", 53.41, -2.98),
            ("53, 41", 53.0, 41.0),
            ("53,41.5", 53.0, 41.5),
            ("-90, 180", -90.0, 180.0),
        ] {
            assert_eq!(read_position(typed), Ok(Some((lat, lon))), "{typed}");
        }
        for typed in [
            "53,41",
            "53,41, -2,98",
            "53.41",
            "91, 0",
            "0, 181",
            "NaN, 0",
            "inf, 0",
            "1e1, 0",
            "5., 3.1",
            "53.41 N, 2.98 W",
            "Liverpool",
        ] {
            assert_eq!(read_position(typed), Err(POSITION), "{typed}");
        }
        assert_eq!(read_position(""), Ok(None));
    }
}
