//! When it was, in a line that says more than that.

use case_study::{Period, read_period};

/// Words that say that the work goes on.
const GOES_ON: [&str; 8] = [
    "and still running",
    "still running",
    "and still going",
    "still going",
    "and continuing",
    "and ongoing",
    "ongoing",
    "and it is still running",
];

/// A stretch of time, and what else the line says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct When {
    pub period: Period,
    /// The words that were read.
    pub read: String,
    pub rest: String,
}

/// Nothing where the line does not begin with a date.
pub(crate) fn read(text: &str) -> Option<When> {
    let text = text.trim();
    let whole = |period| When {
        period,
        read: text.to_owned(),
        rest: String::new(),
    };
    // "2019 - " waits for its end.
    if text.ends_with(['-', '\u{2013}', '\u{2014}']) {
        return None;
    }
    if let Some(period) = read_period(text).or_else(|| going_on(text)) {
        return Some(whole(period));
    }
    // "2012 to 2013; the shop itself was open for two weeks": the date stands before the first sign that ends it.
    text.char_indices()
        .filter(|(_, sign)| matches!(sign, ';' | ',' | '(' | '.' | '\n' | ':'))
        .find_map(|(at, sign)| {
            let read = text[..at].trim();
            let rest = text[at..].trim_start_matches(|letter: char| {
                letter == sign && sign != '(' || letter.is_whitespace()
            });
            let period = read_period(read).or_else(|| going_on(read))?;
            if is_other(period, rest) {
                return None;
            }
            Some(When {
                period,
                read: read.to_owned(),
                rest: rest.to_owned(),
            })
        })
}

/// Whether the rest of a line says that it was not then, or not only: "2019, 2021 and 2022", "2024 (planned)".
fn is_other(period: Period, rest: &str) -> bool {
    const NOT_SO: [&str; 12] = [
        "cancelled",
        "postponed",
        "delayed",
        "planned",
        "expected",
        "provisional",
        "provisionally",
        "hopefully",
        "proposed",
        "not",
        "or",
        "possibly",
    ];
    let first = period.started.year;
    let last = if period.still_running {
        u16::MAX
    } else {
        period.ended.map_or(first, |end| end.year)
    };
    let small = rest.to_lowercase();
    small
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .any(|word| {
            let year = word
                .parse()
                .ok()
                .filter(|year| (1800..=2100).contains(year));
            NOT_SO.contains(&word) || year.is_some_and(|year: u16| !(first..=last).contains(&year))
        })
}

/// "2017, still running".
fn going_on(text: &str) -> Option<Period> {
    let small = text.trim_end_matches(['.', ')']).to_lowercase();
    let before = GOES_ON.iter().find_map(|words| small.strip_suffix(words))?;
    let before = before.trim_end_matches([',', ';', '(', ' ', '-', '\u{2013}']);
    let period = read_period(before)?;
    period.ended.is_none().then_some(Period {
        still_running: true,
        ..period
    })
}

/// Whether a line says that the work has not ended: the answer to when it ended.
pub(crate) fn says_it_goes_on(text: &str) -> bool {
    const WORDS: [&str; 10] = [
        "ongoing",
        "still running",
        "it is still running",
        "still going",
        "continuing",
        "present",
        "to date",
        "not ended",
        "it has not ended",
        "not yet",
    ];
    WORDS.contains(&text.trim().trim_end_matches('.').to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_date_is_read_and_what_else_the_line_says_is_left() {
        for (text, expected) in [
            (
                "2012 to 2013; the shop was open in February 2013",
                Some((
                    2012,
                    Some(2013),
                    false,
                    "the shop was open in February 2013",
                )),
            ),
            ("2017, still running", Some((2017, None, true, ""))),
            ("Since May 2019", Some((2019, None, true, ""))),
            (
                "2016 (pilot in spring)",
                Some((2016, None, false, "(pilot in spring)")),
            ),
            ("October 2015", Some((2015, None, false, ""))),
            ("two weeks in spring", None),
        ] {
            let found = read(text);
            let found = found.as_ref().map(|when| {
                let period = when.period;
                (
                    period.started.year,
                    period.ended.map(|end| end.year),
                    period.still_running,
                    when.rest.as_str(),
                )
            });
            assert_eq!(found, expected, "{text}");
        }
    }
}
