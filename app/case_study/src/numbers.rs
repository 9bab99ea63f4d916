//! Numbers as people write them: read by the rules of writing, or not at all. A separator is never
//! thrown away, for what stays would be another number.

use super::text_input::plain;

const COUNT: &str = "Enter a whole number in digits, such as 120";
const POSITION: &str =
    "Enter two numbers with points and a comma between them, such as 53.41, -2.98";

/// A number of people: `1200`, or in groups of three as `1,200`, `1 200`, `1.200` or `1’200`. `None` where
/// nothing was typed.
///
/// # Errors
/// The sentence for the person, for `12,5` as for `8, 12`: nobody can tell what was meant.
pub fn read_count(text: &str) -> Result<Option<u32>, &'static str> {
    let text = plain(text);
    if text.is_empty() {
        return Ok(None);
    }
    digits_of(&text)
        .and_then(|digits| digits.parse().ok())
        .map(Some)
        .ok_or(COUNT)
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
    fn what_may_be_another_number_is_refused() {
        for typed in [
            "12,5",
            "8, 12",
            "12, 15, 9",
            "8 12",
            "12 34",
            "1,2,3",
            "1,200.5",
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
            "about 40",
            "40+",
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
