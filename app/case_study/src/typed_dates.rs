//! When something was, as people write it: "2019", "Sept 2019", "spring 2021", "2021-22", "May to July
//! 2020", "since 2018". Read by the rules of writing, or not at all: what may be two dates is asked again.

use super::content::{MONTHS, PartialDate};
use super::dates::{OUT_OF_RANGE, this_year, years};
use super::text_input::plain;

const DATE: &str = "Enter a month and a year, such as September 2021, or only a year";
const TWO_DATES: &str = "Enter one date here, such as September 2021";
const MONTH_OR_YEARS: &str =
    "Write the month in words, such as December 2009, or both years in full, such as 2009 to 2012";
const DAY_OR_MONTH: &str = "Write the month in words, such as 3 May 2021";

/// Parts of a year. Which months they are differs from one half of the world to the other, so only the
/// year is kept.
const PARTS_OF_A_YEAR: [&str; 12] = [
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "easter",
    "christmas",
    "early",
    "mid",
    "late",
    "beginning",
    "end",
];
/// Words before a date that change nothing.
const LEADING: [&str; 10] = [
    "in", "about", "around", "circa", "c", "approx", "roughly", "the", "of", "from",
];
const STILL: [&str; 8] = [
    "now",
    "present",
    "today",
    "date",
    "ongoing",
    "onwards",
    "on",
    "continuing",
];

/// One date, or a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TypedDate {
    One(PartialDate),
    FromTo(PartialDate, PartialDate),
    /// It has not ended.
    Since(PartialDate),
}

/// When work began, when it ended, and whether it goes on, as one line says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub started: PartialDate,
    pub ended: Option<PartialDate>,
    pub still_running: bool,
}

/// A date or a stretch of time: "2012 to 2013", "since May 2019", "2017". Nothing where it is neither, or may be two.
#[must_use]
pub fn read_period(text: &str) -> Option<Period> {
    let read = read_dates(text).ok().flatten()?;
    let (started, ended, still_running) = match read {
        TypedDate::One(date) => (date, None, false),
        TypedDate::FromTo(start, end) => (start, Some(end), false),
        TypedDate::Since(start) => (start, None, true),
    };
    Some(Period {
        started,
        ended,
        still_running,
    })
}

/// One date. `None` where nothing was typed.
///
/// # Errors
/// The sentence for the person, also for a stretch of time.
pub(super) fn read_date(text: &str) -> Result<Option<PartialDate>, &'static str> {
    match read_dates(text)? {
        None => Ok(None),
        Some(TypedDate::One(date)) => Ok(Some(date)),
        Some(TypedDate::FromTo(..) | TypedDate::Since(_)) => Err(TWO_DATES),
    }
}

/// The number of a month from a list, or nothing, and a year: as forms before 2027 sent it.
///
/// # Errors
/// The sentence for the person.
pub(super) fn read_month_and_year(
    month: &str,
    year: &str,
) -> Result<Option<PartialDate>, &'static str> {
    let (month, year) = (plain(month), plain(year));
    if month.is_empty() && year.is_empty() {
        return Ok(None);
    }
    let year = year_of(&year)?;
    let month = match month.as_str() {
        "" => None,
        text => Some(month_of_number(text).ok_or(DATE)?),
    };
    Ok(Some(PartialDate { year, month }))
}

/// One date or a stretch of time. `None` where nothing was typed.
///
/// # Errors
/// The sentence for the person.
pub(super) fn read_dates(text: &str) -> Result<Option<TypedDate>, &'static str> {
    let text = simplified(text);
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(start) = text.strip_prefix("since ") {
        return Ok(Some(TypedDate::Since(one(start)?)));
    }
    if let Some(span) = years_joined(&text)? {
        return Ok(Some(span));
    }
    let text = text
        .strip_prefix("between ")
        .map_or(text.clone(), |rest| rest.replacen(" and ", " to ", 1));
    for sign in [" to ", " until ", " till ", " - ", "-"] {
        let Some((start, end)) = text.split_once(sign) else {
            continue;
        };
        // "2021-05-12" and "12-05-2021" are one date.
        if sign == "-" && end.contains('-') {
            continue;
        }
        if let Some(span) = span(start.trim(), end.trim())? {
            return Ok(Some(span));
        }
    }
    if let Some((start, last)) = text.rsplit_once(' ')
        && STILL.contains(&last)
    {
        return Ok(Some(TypedDate::Since(one(start)?)));
    }
    one(&text).map(|date| Some(TypedDate::One(date)))
}

/// Small letters, one kind of dash, no full stops after words, no commas.
fn simplified(text: &str) -> String {
    let text = plain(text).to_lowercase();
    let dashes: String = text
        .chars()
        .map(|letter| match letter {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            ',' | ';' | '(' | ')' => ' ',
            other => other,
        })
        .collect();
    let words = dashes.split_whitespace().map(|word| {
        let stem = word.trim_end_matches('.');
        if stem
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
        {
            stem
        } else {
            // "sept.", "c.".
            stem.trim_matches('.')
        }
    });
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A start and an end, where the start may leave its year to the end: "May to July 2021". Nothing where
/// the sign between them was none.
fn span(start: &str, end: &str) -> Result<Option<TypedDate>, &'static str> {
    if STILL.contains(&end) || end.is_empty() {
        return one(start).map(|start| Some(TypedDate::Since(start)));
    }
    // "05-2021" is a month, "mid-2021" a part of a year.
    if PARTS_OF_A_YEAR.contains(&start) || is_number(start, 1..=2) {
        return Ok(None);
    }
    let end = one(end)?;
    let start = match month_of_name(start) {
        Some(month) => PartialDate {
            year: end.year,
            month: Some(month),
        },
        None => one(start)?,
    };
    Ok(Some(TypedDate::FromTo(start, end)))
}

/// "2021-22", "2021/22", "2021-2022", also after a part of the year: "winter 2021-22".
fn years_joined(text: &str) -> Result<Option<TypedDate>, &'static str> {
    let text = without_leading(text);
    let text = text
        .split_once(' ')
        .filter(|(first, _)| PARTS_OF_A_YEAR.contains(first))
        .map_or(text, |(_, rest)| rest);
    let Some(sign) = ['-', '/'].into_iter().find(|sign| text.contains(*sign)) else {
        return Ok(None);
    };
    let Some((first, second)) = text.split_once(sign) else {
        return Ok(None);
    };
    let (first, second) = (first.trim(), second.trim());
    if !is_number(first, 4..=4) || !(is_number(second, 1..=2) || is_number(second, 4..=4)) {
        return Ok(None);
    }
    let from = year_of(first)?;
    let only = |year| PartialDate { year, month: None };
    if second.len() == 4 {
        let to = year_of(second)?;
        return Ok(Some(TypedDate::FromTo(only(from), only(to))));
    }
    let short: u16 = second.parse().map_err(|_| DATE)?;
    let next = (from + 1) % 100 == short;
    let is_year = second.len() == 2 && (next || short > from % 100);
    let is_month = sign == '-' && (1..=12).contains(&short);
    match (is_year, is_month) {
        (true, true) => Err(MONTH_OR_YEARS),
        (true, false) => {
            let century = from - from % 100;
            let to = if short > from % 100 {
                century + short
            } else {
                century + 100 + short
            };
            Ok(Some(TypedDate::FromTo(only(from), only(to))))
        }
        (false, true) => Ok(Some(TypedDate::One(PartialDate {
            year: from,
            month: month_of_number(second),
        }))),
        (false, false) => Err(DATE),
    }
}

/// One date: "2019", "May 2019", "3 May 2019", "spring 2019", "05/2019", "2019-05-12".
fn one(text: &str) -> Result<PartialDate, &'static str> {
    let text = without_leading(text);
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| *word != "of")
        .collect();
    match words.as_slice() {
        [word] => in_numbers(word),
        // "early May 2019" keeps its month.
        [part, rest @ ..] if PARTS_OF_A_YEAR.contains(part) => one(&rest.join(" ")),
        [month, year] if month_of_name(month).is_some() => named(month, year),
        [year, month] if month_of_name(month).is_some() => named(month, year),
        [day, month, year] if is_day(day) => named(month, year),
        [month, day, year] if is_day(day) => named(month, year),
        _ => Err(DATE),
    }
}

fn without_leading(text: &str) -> &str {
    let mut text = text.trim_start_matches('~').trim();
    while let Some((first, rest)) = text.split_once(' ')
        && LEADING.contains(&first)
    {
        text = rest;
    }
    text
}

fn named(month: &str, year: &str) -> Result<PartialDate, &'static str> {
    let month = month_of_name(month).ok_or(DATE)?;
    Ok(PartialDate {
        year: year_of(year)?,
        month: Some(month),
    })
}

/// A date in one word: a year alone, or numbers with a sign between them.
fn in_numbers(word: &str) -> Result<PartialDate, &'static str> {
    if let Some((part, year)) = word.split_once('-')
        && PARTS_OF_A_YEAR.contains(&part)
    {
        return in_numbers(year);
    }
    let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
    let date = |year: &str, month: Option<&str>| {
        let month = month
            .map(|month| month_of_number(month).ok_or(DATE))
            .transpose()?;
        Ok(PartialDate {
            year: year_of(year)?,
            month,
        })
    };
    match parts.as_slice() {
        [year] => date(year, None),
        [month, year] if is_number(month, 1..=2) => date(year, Some(month)),
        [year, month, day] if is_number(year, 4..=4) && is_day(day) => date(year, Some(month)),
        // With points the day is first everywhere; with slashes that depends on the country.
        [day, month, year] if is_day(day) => {
            let may_be_turned = !word.contains('.') && month_of_number(day).is_some();
            if may_be_turned && day.parse::<u8>() != month.parse::<u8>() {
                return Err(DAY_OR_MONTH);
            }
            date(year, Some(month))
        }
        _ => Err(DATE),
    }
}

fn year_of(text: &str) -> Result<u16, &'static str> {
    if !is_number(text, 4..=4) {
        return Err(DATE);
    }
    let year: u16 = text.parse().map_err(|_| DATE)?;
    if years(this_year()).contains(&year) {
        Ok(year)
    } else {
        Err(OUT_OF_RANGE)
    }
}

/// "september", "sept", "sep".
pub(super) fn month_of_name(text: &str) -> Option<u8> {
    if text.len() < 3 {
        return None;
    }
    (1..).zip(MONTHS).find_map(|(number, name)| {
        let name = name.to_lowercase();
        (text.len() <= 4 && name.starts_with(text) || name == text).then_some(number)
    })
}

fn month_of_number(text: &str) -> Option<u8> {
    let month = is_number(text, 1..=2).then(|| text.parse().ok()).flatten();
    month.filter(|month| (1..=12).contains(month))
}

/// "3", "3rd".
fn is_day(text: &str) -> bool {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| text.strip_suffix(ending))
        .unwrap_or(text);
    is_number(digits, 1..=2)
        && digits
            .parse::<u8>()
            .is_ok_and(|day| (1..=31).contains(&day))
}

fn is_number(text: &str, digits: std::ops::RangeInclusive<usize>) -> bool {
    digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: u16, month: u8) -> PartialDate {
        PartialDate {
            year,
            month: (month > 0).then_some(month),
        }
    }

    #[test]
    fn one_date_as_people_write_it() {
        for (typed, year, month) in [
            ("2019", 2019, 0),
            (" 2019. ", 2019, 0),
            ("\u{200b}2019 ", 2019, 0),
            ("２０１９", 2019, 0),
            ("in 2019", 2019, 0),
            ("about 2019", 2019, 0),
            ("c. 2019", 2019, 0),
            ("May 2019", 2019, 5),
            ("may 2019", 2019, 5),
            ("May, 2019", 2019, 5),
            ("2019 May", 2019, 5),
            ("Sept 2019", 2019, 9),
            ("Sept. 2019", 2019, 9),
            ("Sep 2019", 2019, 9),
            ("SEPTEMBER 2019", 2019, 9),
            ("Jan 1999", 1999, 1),
            ("early May 2019", 2019, 5),
            ("spring 2021", 2021, 0),
            ("Spring of 2021", 2021, 0),
            ("Autumn 2021", 2021, 0),
            ("mid-2021", 2021, 0),
            ("early 2021", 2021, 0),
            ("3 May 2019", 2019, 5),
            ("3rd May 2019", 2019, 5),
            ("3rd of May 2019", 2019, 5),
            ("May 3, 2019", 2019, 5),
            ("May 3rd, 2019", 2019, 5),
            ("05/2019", 2019, 5),
            ("5/2019", 2019, 5),
            ("05-2019", 2019, 5),
            ("05.2019", 2019, 5),
            ("2019-05", 2019, 5),
            ("2019-05-12", 2019, 5),
            ("25/12/2019", 2019, 12),
            ("05/05/2019", 2019, 5),
            ("3.5.2019", 2019, 5),
        ] {
            assert_eq!(
                read_dates(typed),
                Ok(Some(TypedDate::One(date(year, month)))),
                "{typed}"
            );
        }
        assert_eq!(read_dates(" "), Ok(None));
    }

    #[test]
    fn a_stretch_of_time_as_people_write_it() {
        for (typed, from, to) in [
            ("2021-22", date(2021, 0), date(2022, 0)),
            ("2021/22", date(2021, 0), date(2022, 0)),
            ("2021\u{2013}22", date(2021, 0), date(2022, 0)),
            ("2009/10", date(2009, 0), date(2010, 0)),
            ("1999-00", date(1999, 0), date(2000, 0)),
            ("winter 2021-22", date(2021, 0), date(2022, 0)),
            ("2019-2021", date(2019, 0), date(2021, 0)),
            ("2019 - 2021", date(2019, 0), date(2021, 0)),
            ("2019 to 2021", date(2019, 0), date(2021, 0)),
            ("from 2019 to 2021", date(2019, 0), date(2021, 0)),
            ("between 2019 and 2021", date(2019, 0), date(2021, 0)),
            ("2019 until May 2021", date(2019, 0), date(2021, 5)),
            ("May to July 2021", date(2021, 5), date(2021, 7)),
            ("May-July 2021", date(2021, 5), date(2021, 7)),
            ("May 2019 - June 2020", date(2019, 5), date(2020, 6)),
            ("spring 2019 to autumn 2020", date(2019, 0), date(2020, 0)),
            ("Sept 2019\u{2013}Mar 2020", date(2019, 9), date(2020, 3)),
        ] {
            assert_eq!(
                read_dates(typed),
                Ok(Some(TypedDate::FromTo(from, to))),
                "{typed}"
            );
            assert_eq!(read_date(typed), Err(TWO_DATES), "{typed}");
        }
        for typed in [
            "since 2018",
            "2018 to now",
            "2018 - present",
            "2018-",
            "2018 onwards",
            "from 2018 on",
            "2018 ongoing",
            "2018 to date",
        ] {
            assert_eq!(
                read_dates(typed),
                Ok(Some(TypedDate::Since(date(2018, 0)))),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_may_be_two_dates_or_none_is_asked_again() {
        for (typed, sentence) in [
            ("2009-10", MONTH_OR_YEARS),
            ("2009-12", MONTH_OR_YEARS),
            ("12/05/2019", DAY_OR_MONTH),
            ("19", DATE),
            ("May", DATE),
            ("May 19", DATE),
            ("02019", DATE),
            ("+201", DATE),
            ("2021-99-99", DATE),
            ("2021-13", DATE),
            ("13/2021", DATE),
            ("2021/05", DATE),
            ("last year", DATE),
            ("a while ago", DATE),
            ("before the war", DATE),
            ("-", DATE),
            ("to", DATE),
            ("since", DATE),
            ("2019 2020 2021", DATE),
            ("1799", OUT_OF_RANGE),
            ("9999", OUT_OF_RANGE),
            ("May 1066", OUT_OF_RANGE),
            ("1066-67", OUT_OF_RANGE),
        ] {
            assert_eq!(read_dates(typed), Err(sentence), "{typed}");
        }
    }

    #[test]
    fn what_is_read_is_read_again_as_the_same() {
        for year in [1800, 1999, 2026] {
            for month in 0..=12 {
                let date = date(year, month);
                assert_eq!(read_date(&date.to_text()), Ok(Some(date)));
            }
        }
    }

    #[test]
    fn a_month_from_a_list_and_a_year_are_one_date() {
        assert_eq!(read_month_and_year("5", "2019"), Ok(Some(date(2019, 5))));
        assert_eq!(read_month_and_year("", "2019"), Ok(Some(date(2019, 0))));
        assert_eq!(read_month_and_year("", ""), Ok(None));
        for (month, year) in [("5", ""), ("13", "2019"), ("5", "19"), ("", "2021-22")] {
            assert_eq!(read_month_and_year(month, year), Err(DATE));
        }
    }
}
