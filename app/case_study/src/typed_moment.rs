//! A day and a time in the future, as people write them: "3 March 2027, 9:30 am". Read in the zone of the
//! installation, or not at all: what may be two moments is asked again.

use super::local_time::{OnClock, Zone, installed};
use super::text_input::plain;
use super::typed_dates::month_of_name;

const EXAMPLE: &str = "Enter a day and a time, such as 3 March 2027, 9:30 am";
const NO_TIME: &str = "Enter a time too, such as 9:30 am";
const DAY_OR_MONTH: &str = "Write the month in words, such as 3 May 2027";
const NO_SUCH_DAY: &str = "That day is not in the calendar. Check the day and the month";
const FULL_YEAR: &str = "Write the year in full, such as 2027";
/// Further ahead nobody remembers what was planned.
const MOST_YEARS: i64 = 5;
const YEAR_MS: i64 = 366 * 24 * 60 * 60 * 1000;

/// The moment that was typed, later than `now`; none where nothing was typed.
///
/// # Errors
/// The sentence for the person: what cannot be read, what has passed, what the clock skips.
pub fn read_moment(text: &str, now: i64) -> Result<Option<i64>, String> {
    read_in(installed(), text, now)
}

fn read_in(zone: &Zone, text: &str, now: i64) -> Result<Option<i64>, String> {
    let text = plain(text).to_lowercase();
    if text.is_empty() {
        return Ok(None);
    }
    let (day, (hour, minute)) = parts(&text)?;
    let at = match zone.moment_of(day, hour, minute) {
        OnClock::At(at) => at,
        OnClock::NoSuchDay => return Err(NO_SUCH_DAY.to_owned()),
        OnClock::Skipped => {
            return Err(
                "The clocks go forward that night, so there is no such time. Choose another time"
                    .to_owned(),
            );
        }
    };
    if at <= now {
        return Err(format!(
            "{} has passed. Choose a later time",
            zone.moment(at)
        ));
    }
    if at - now > MOST_YEARS * YEAR_MS {
        return Err(format!("Choose a day within the next {MOST_YEARS} years"));
    }
    Ok(Some(at))
}

type Day = (i16, i8, i8);
type Time = (i8, i8);

fn parts(text: &str) -> Result<(Day, Time), String> {
    let text: String = text
        .chars()
        .map(|letter| match letter {
            ',' | ';' | '(' | ')' => ' ',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            other => other,
        })
        .collect();
    let mut words: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        // "2027-03-03T09:30", as programs write it.
        match word.split_once('t') {
            Some((day, time)) if is_iso_day(day) && time.contains(':') => words.extend([day, time]),
            _ => words.push(word),
        }
    }
    words.retain(|word| !matches!(*word, "at" | "on" | "the" | "of") && !is_weekday(word));
    // "9:30 am", "9 a.m."
    let joined = |half: &str| matches!(half, "am" | "pm" | "a.m." | "p.m." | "a.m" | "p.m");
    let mut time = None;
    let mut day = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let next = words.get(at + 1).copied().unwrap_or_default();
        let (read, took) = if joined(next) {
            (
                time_of(&format!("{}{}", words[at], next.replace('.', ""))),
                2,
            )
        } else {
            (time_of(words[at]), 1)
        };
        match read {
            Some(_) if time.is_some() => return Err(EXAMPLE.to_owned()),
            Some(read) => {
                time = Some(read);
                at += took;
            }
            None => {
                day.push(words[at]);
                at += 1;
            }
        }
    }
    let day = day_of(&day)?;
    Ok((day, time.ok_or(NO_TIME)?))
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let word = word.trim_end_matches('.');
    word.len() >= 3 && DAYS.iter().any(|day| day.starts_with(word))
}

fn is_iso_day(word: &str) -> bool {
    let parts: Vec<&str> = word.split('-').collect();
    matches!(parts.as_slice(), [year, _, _] if year.len() == 4) && day_in_numbers(word).is_ok()
}

/// "9:30", "9.30", "09:30", "9am", "14:15", "midday". A number alone is no time.
fn time_of(word: &str) -> Option<Time> {
    match word {
        "midday" | "noon" => return Some((12, 0)),
        "midnight" => return Some((0, 0)),
        _ => {}
    }
    let word = word.replace("a.m.", "am").replace("p.m.", "pm");
    let (digits, half) = ["am", "pm"]
        .iter()
        .find_map(|half| Some((word.strip_suffix(half)?, Some(*half))))
        .unwrap_or((word.as_str(), None));
    let (hour, minute) = match digits.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (hour, number(minute)?),
        Some(_) => return None,
        None if half.is_some() => (digits, 0),
        None => return None,
    };
    if hour.is_empty() || hour.len() > 2 {
        return None;
    }
    let hour = number(hour)?;
    let hour = match half {
        None if hour <= 23 => hour,
        Some("am") if (1..=12).contains(&hour) => hour % 12,
        Some("pm") if (1..=12).contains(&hour) => hour % 12 + 12,
        _ => return None,
    };
    (minute <= 59).then_some((hour, minute))
}

fn number(digits: &str) -> Option<i8> {
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| digits.parse().ok())
        .flatten()
}

fn day_of(words: &[&str]) -> Result<Day, String> {
    match words {
        [] => Err(EXAMPLE.to_owned()),
        [one] => day_in_numbers(one),
        [day, month, year] if month_of_name(month.trim_end_matches('.')).is_some() => {
            named(day, month, year)
        }
        [month, day, year] if month_of_name(month.trim_end_matches('.')).is_some() => {
            named(day, month, year)
        }
        [_, month] | [month, _] if month_of_name(month.trim_end_matches('.')).is_some() => {
            Err("Enter the year too, such as 3 March 2027".to_owned())
        }
        _ => Err(EXAMPLE.to_owned()),
    }
}

fn named(day: &str, month: &str, year: &str) -> Result<Day, String> {
    let month =
        month_of_name(month.trim_end_matches('.')).and_then(|month| i8::try_from(month).ok());
    let day = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| day.strip_suffix(ending))
        .unwrap_or(day);
    let (Some(month), Some(day)) = (month, number(day)) else {
        return Err(EXAMPLE.to_owned());
    };
    Ok((year_of(year)?, month, day))
}

/// "2027-03-03", "13/3/2027". With slashes, day and month may be turned round in another country.
fn day_in_numbers(word: &str) -> Result<Day, String> {
    let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
    let [first, month, last] = parts.as_slice() else {
        return Err(EXAMPLE.to_owned());
    };
    let small = |digits: &str| number(digits).ok_or_else(|| EXAMPLE.to_owned());
    if first.len() == 4 {
        return Ok((year_of(first)?, small(month)?, small(last)?));
    }
    let (day, month) = (small(first)?, small(month)?);
    let year = year_of(last)?;
    if !word.contains('.') && day <= 12 && month <= 12 && day != month {
        return Err(DAY_OR_MONTH.to_owned());
    }
    Ok((year, month, day))
}

fn year_of(digits: &str) -> Result<i16, String> {
    let all = digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.parse() {
        Ok(year) if all && digits.len() == 4 => Ok(year),
        _ if all && digits.len() == 2 => Err(FULL_YEAR.to_owned()),
        _ => Err(EXAMPLE.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Zone, read_in};

    // 3 March 2026, 14:05:09 UTC.
    const NOW: i64 = 1_772_546_709_000;

    fn london(text: &str) -> Result<Option<i64>, String> {
        read_in(&Zone::named("Europe/London").expect("London"), text, NOW)
    }

    #[test]
    fn a_moment_is_read_as_people_write_it() {
        // 5 March 2026, 09:30 UTC.
        let then = 1_772_703_000_000;
        for text in [
            "5 March 2026, 9:30 am",
            "5 mar 2026 9.30am",
            "Thursday 5th March 2026 at 09:30",
            "9:30 a.m. on 5 March 2026",
            "March 5, 2026 9:30",
            "2026-03-05 09:30",
            "2026-03-05T09:30",
            "05.03.2026 9:30",
        ] {
            assert_eq!(london(text), Ok(Some(then)), "{text}");
        }
        let half_day = 12 * 60 * 60 * 1000;
        assert_eq!(london("5 March 2026, 9:30 pm"), Ok(Some(then + half_day)));
        assert_eq!(
            london("5 March 2026, midday"),
            Ok(Some(then + half_day / 12 * 2 + half_day / 24))
        );
        assert_eq!(london(" \u{a0} "), Ok(None));
        // Summer time: 9:30 am in London is 8:30 UTC.
        assert_eq!(london("1 July 2026, 9:30 am"), Ok(Some(1_782_894_600_000)));
    }

    #[test]
    fn what_is_no_moment_to_come_is_one_sentence() {
        for (text, sentence) in [
            (
                "3 March 2026, 2:05 pm",
                "3 March 2026, 2:05 pm has passed. Choose a later time",
            ),
            (
                "1 January 1999, 9am",
                "1 January 1999, 9:00 am has passed. Choose a later time",
            ),
            (
                "29 March 2026, 1:30 am",
                "The clocks go forward that night, so there is no such time. Choose another time",
            ),
            (
                "31 February 2027, 9 am",
                "That day is not in the calendar. Check the day and the month",
            ),
            ("5 March 2026", "Enter a time too, such as 9:30 am"),
            (
                "5/4/2026 9:30",
                "Write the month in words, such as 3 May 2027",
            ),
            ("5 March 26, 9:30", "Write the year in full, such as 2027"),
            ("5 March 9:30", "Enter the year too, such as 3 March 2027"),
            (
                "9:30 am",
                "Enter a day and a time, such as 3 March 2027, 9:30 am",
            ),
            (
                "tomorrow at 9:30",
                "Enter a day and a time, such as 3 March 2027, 9:30 am",
            ),
            (
                "5 March 2026, 9:30 and 10:30",
                "Enter a day and a time, such as 3 March 2027, 9:30 am",
            ),
            (
                "5 March 2026, 25:00",
                "Enter a day and a time, such as 3 March 2027, 9:30 am",
            ),
            ("5 March 2099, 9:30", "Choose a day within the next 5 years"),
        ] {
            assert_eq!(london(text), Err(sentence.to_owned()), "{text}");
        }
    }

    #[test]
    fn of_an_hour_that_comes_twice_the_first_is_meant() {
        // The clocks go back on 25 October 2026 at 01:00 UTC.
        let back = 1_792_890_000_000;
        assert_eq!(
            london("25 October 2026, 1:30 am"),
            Ok(Some(back - 30 * 60_000))
        );
        // The hours around the one that is skipped are there.
        let forward = 1_774_746_000_000;
        assert_eq!(
            london("29 March 2026, 12:59 am"),
            Ok(Some(forward - 60_000))
        );
        assert_eq!(london("29 March 2026, 2:00 am"), Ok(Some(forward)));
    }
}
